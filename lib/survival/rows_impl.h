/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file rows_impl.h  One row as the caller gave it, checked. */

#ifndef PARAMOD_SURVIVAL_ROWS_IMPL_H
#define PARAMOD_SURVIVAL_ROWS_IMPL_H

#include "survival/data_impl.h"

typedef struct paramod_i_row {
    double time;  /**< the event, the last time seen, or the left end */
    double time2; /**< right end of an interval, or 0 */
    double entry; /**< 0 if there is none */
    double weight;
    paramod_censoring kind;
    paramod_i_entry entry_kind;
    bool zero;
} paramod_i_row;

/** Reads row index, from 0, of the caller; a row of weight 0 is not looked at
 *  any further. */
paramod_status paramod_i_row_read(const paramod_survival_rows *rows, size_t index,
                                  paramod_i_row *row);

/** Fills in clusters and later rows of subjects, once rows are sorted. */
paramod_status paramod_i_data_cluster(const paramod_survival_rows *rows,
                                      paramod_survival_data *data);

#endif /* PARAMOD_SURVIVAL_ROWS_IMPL_H */
