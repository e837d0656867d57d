/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file survival_rows.h  Times, states and weights out of the columns of a
 *  table, checked row by row, so that a refusal can name row, column and value
 *  as the user knows them. */

#ifndef PARAMOD_TOOLS_SURVIVAL_ROWS_H
#define PARAMOD_TOOLS_SURVIVAL_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "factor.h"
#include "options.h"
#include "table.h"

/** The columns that the options name; null where an option is not given. */
typedef struct survival_columns {
    const column *time, *time2, *status, *entry, *weights;
    const column *cluster, *strata, *subject;
} survival_columns;

/** How the numbers of a status column are to be read. */
typedef enum status_coding {
    STATUS_ALL_EVENTS = 0, /**< there is no status column */
    STATUS_FROM_TIMES = 1, /**< --time2 without --status */
    STATUS_CODES = 2,      /**< 0 right, 1 event, 2 left, 3 interval */
    STATUS_ONE_TWO = 3,    /**< 1 censored, 2 event, as in R's lung data */
    STATUS_VALUE = 4       /**< --event VALUE is the event, all else censored */
} status_coding;

/** The rows that a model is fitted to. */
typedef struct survival_rows {
    survival_columns columns;
    status_coding coding;
    size_t count;
    size_t *row;          /**< their places in the table */
    size_t missing;       /**< rows left out because a cell is missing */
    double *time, *time2, *status; /**< count each; time2 and */
    double *entry, *weight;        /**< entry, weight may be null */
    uint64_t *cluster, *subject;   /**< may be null */
    uint64_t *stratum;             /**< number of the stratum's level, from 1 */
    factor strata;                 /**< the levels, if stratum is not null */
} survival_rows;

/** Names of the options that name columns, for the choice of what to read. */
extern const char *const survival_column_options[];

/**
 * Reads the rows in which no used cell is missing.
 *
 * \param used  further columns that may not be missing, count of them
 */
bool survival_rows_read(const options *o, const table *t, size_t count,
                        const column *const *used, survival_rows *rows,
                        problem *p);
void survival_rows_release(survival_rows *rows);

/** Refuses what positive times cannot be: negative ones, events at 0. */
bool survival_rows_positive(const survival_rows *rows, problem *p);

#endif /* PARAMOD_TOOLS_SURVIVAL_ROWS_H */
