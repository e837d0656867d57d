/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file table.h  Columns of numbers and of texts. */

#ifndef PARAMOD_TOOLS_TABLE_H
#define PARAMOD_TOOLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem.h"

/** What the cells of a column are to be read as. */
typedef enum column_use {
    COLUMN_SKIP = 0, /**< not stored */
    COLUMN_AUTO = 1  /**< numbers where they read as numbers, else texts */
} column_use;

/** The distinct texts of a column, in order of appearance. */
typedef struct levels {
    size_t count;
    char **text;
    uint32_t *slot; /**< open hash table of numbers of texts + 1; 0 is free */
    size_t slots;   /**< a power of two, or 0 */
} levels;

/** Number of the text among the levels, which it joins if it is new. */
uint32_t levels_number(levels *l, const char *text, size_t length);

/**
 * A column.  A cell is missing if it is empty or "NA"; it then has the number
 * NaN and the code CELL_MISSING.  A text has the number NaN and its level as
 * code; a number has the code CELL_NUMBER.
 */
typedef struct column {
    char *name;
    column_use use;
    double *number;
    uint32_t *code;   /**< null while all cells are numbers */
    levels levels;
    size_t numbers, texts, missing;   /**< cells of each kind */
    size_t first_number, first_text;  /**< rows, from 0, of the first ones */
} column;

/** Codes that are no levels; not an enum, whose values C11 limits to int. */
#define CELL_NUMBER UINT32_MAX
#define CELL_MISSING (UINT32_MAX - 1)

typedef struct table {
    char *source;      /**< file name, for messages */
    size_t columns, rows;
    size_t capacity;   /**< rows for which there is room */
    column *column;
} table;

/** True if the column holds numbers and no texts. */
bool column_is_numeric(const column *c);
bool cell_is_missing(const column *c, size_t row);
/** The cell as the user wrote it (numbers: shortest form), in buffer. */
const char *cell_text(const column *c, size_t row, char *buffer, size_t size);

/** The column of that name.
 *  \return null and "no column 'tme' in 'x.csv'; did you mean 'time'?" if there
 *  is none, or if there are two */
column *table_find(const table *t, const char *name, problem *p);

/** The same, and all its cells must be numbers or missing:
 *  "row 17, column 'age': 'abc' is not a number". */
const column *table_numbers(const table *t, const char *name, problem *p);

/** Makes a numeric column of a table that has no file behind it. */
column *table_add(table *t, const char *name, const double *number);

void table_destroy(table *t);

#endif /* PARAMOD_TOOLS_TABLE_H */
