/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file table.h  Small CSV files, for programs that may simply give up.
 *
 * Reading or asking for what is not there prints a message and ends the
 * program with status 2: a validation without its references is no validation.
 */

#ifndef VALIDATION_TABLE_H
#define VALIDATION_TABLE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct table {
    const char *file;
    size_t rows;    /**< without the header */
    size_t columns;
    char *text;     /**< the file, cut into cells */
    char **cell;    /**< (rows + 1) x columns; the first row is the header */
} table;

/** Reads folder/file; file must outlive the table. */
table *table_read(const char *folder, const char *file);
void table_destroy(table *t);

bool table_has(const table *t, const char *column);
const char *table_text(const table *t, size_t row, const char *column);
/** The number in a cell: "Inf" is infinite; "" and "NA" are NaN. */
double table_number(const table *t, size_t row, const char *column);

#endif /* VALIDATION_TABLE_H */
