/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file factor.h  A column as categories. */

#ifndef PARAMOD_TOOLS_FACTOR_H
#define PARAMOD_TOOLS_FACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table.h"

/** The categories that occur in the chosen rows of a column: numbers in
 *  increasing order, then texts in the order of their bytes. */
typedef struct factor {
    const column *column;
    size_t count;
    char **level;       /**< as the user wrote them */
    size_t reference;   /**< the level without a coefficient; 0 at first */
    size_t numbers;     /**< how many levels are numbers, */
    double *number;     /**< and which */
    uint32_t *of_text;  /**< level of each text of the column */
} factor;

/** Finds the levels of \p count rows (their indices in the table), none of
 *  which may be missing. */
factor factor_of(const column *c, size_t count, const size_t *row);
void factor_release(factor *f);

/** Level of a row of the table that was among those of factor_of(). */
size_t factor_level(const factor *f, size_t row);
/** Level of that text; count if there is none. */
size_t factor_find(const factor *f, const char *level);
/** "; did you mean 'x'?" for a text that is no level. */
const char *factor_hint(const factor *f, const char *level, char *text,
                        size_t size);

#endif /* PARAMOD_TOOLS_FACTOR_H */
