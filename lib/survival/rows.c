/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading one row: which kind it is, and whether it can be. */

#include <math.h>

#include "core/status_impl.h"
#include "survival/rows_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_data_create", __VA_ARGS__)

static paramod_status read_weight(const paramod_survival_rows *rows,
                                  size_t index, paramod_i_row *row)
{
    row->weight = rows->weight == NULL ? 1.0 : rows->weight[index];
    if (!(row->weight >= 0.0 && row->weight < INFINITY))
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: weight %g is not a "
                            "number of at least 0", index + 1, row->weight);
    return PARAMOD_OK;
}

/* A row without a status says itself what it is. */
static paramod_censoring kind_from_times(double time, double time2)
{
    if (isnan(time) || time == -INFINITY)
        return PARAMOD_CENSOR_LEFT;
    if (isnan(time2) || time2 == INFINITY)
        return PARAMOD_CENSOR_RIGHT;
    return time == time2 ? PARAMOD_CENSOR_EXACT : PARAMOD_CENSOR_INTERVAL;
}

static paramod_status read_kind(const paramod_survival_rows *rows, size_t index,
                                paramod_i_row *row)
{
    double status;

    row->kind = PARAMOD_CENSOR_EXACT;
    if (rows->status == NULL) {
        if (rows->time2 != NULL)
            row->kind = kind_from_times(row->time, row->time2);
        if (row->kind == PARAMOD_CENSOR_LEFT)
            row->time = row->time2;
        return PARAMOD_OK;
    }
    status = rows->status[index];
    if (!(status == 0.0 || status == 1.0 || status == 2.0 || status == 3.0))
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: status %g is not 0 "
                            "(right-censored), 1 (event), 2 (left-censored) or "
                            "3 (interval)", index + 1, status);
    row->kind = (paramod_censoring)(int)status;
    if (row->kind == PARAMOD_CENSOR_INTERVAL && rows->time2 == NULL)
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: status 3 (interval), "
                            "but there is no time2", index + 1);
    return PARAMOD_OK;
}

/* A left-censored row that was event-free at entry is an interval. */
static paramod_status read_entry(const paramod_survival_rows *rows, size_t index,
                                 paramod_i_row *row)
{
    const double entry = rows->entry == NULL ? -INFINITY : rows->entry[index];
    bool late;

    row->entry = 0.0;
    row->entry_kind = PARAMOD_I_ENTRY_NONE;
    if (entry == -INFINITY)
        return PARAMOD_OK;
    if (!isfinite(entry))
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: entry %g is not a "
                            "number", index + 1, entry);
    /* at 0 it is none if times are positive; the model knows */
    if (row->kind == PARAMOD_CENSOR_RIGHT && row->time == 0.0 && entry == 0.0)
        return PARAMOD_OK;
    late = row->kind == PARAMOD_CENSOR_INTERVAL ? entry > row->time
                                                : entry >= row->time;
    if (row->kind == PARAMOD_CENSOR_INTERVAL && row->time == 0.0 &&
        entry < row->time2) {
        late = false;
        row->time = entry;
    }
    if (late)
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: time %g <= entry %g",
                            index + 1, row->time, entry);
    row->entry = entry;
    row->entry_kind = entry == 0.0 ? PARAMOD_I_ENTRY_ZERO : PARAMOD_I_ENTRY_TIME;
    if (row->kind == PARAMOD_CENSOR_LEFT && entry != 0.0) {
        row->kind = PARAMOD_CENSOR_INTERVAL;
        row->time2 = row->time;
        row->time = entry;
    }
    return PARAMOD_OK;
}

static paramod_status check_ends(size_t index, paramod_i_row *row)
{
    if (!isfinite(row->time))
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: time %g is not a "
                            "number", index + 1, row->time);
    if (row->kind != PARAMOD_CENSOR_INTERVAL) {
        row->time2 = 0.0;
        return PARAMOD_OK;
    }
    if (row->time2 < row->time)
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: time2 %g < time %g",
                            index + 1, row->time2, row->time);
    if (row->time2 == row->time) {
        row->kind = PARAMOD_CENSOR_EXACT;
        row->time2 = 0.0;
    } else if (row->time2 == INFINITY) {
        row->kind = PARAMOD_CENSOR_RIGHT;
        row->time2 = 0.0;
    } else if (isnan(row->time2)) {
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: time2 nan is not a "
                            "number", index + 1);
    }
    return PARAMOD_OK;
}

paramod_status paramod_i_row_read(const paramod_survival_rows *rows, size_t index,
                                  paramod_i_row *row)
{
    paramod_status status;

    row->time = rows->time[index];
    row->time2 = rows->time2 == NULL ? 0.0 : rows->time2[index];
    status = read_weight(rows, index, row);
    if (status != PARAMOD_OK || row->weight == 0.0)
        return status;
    status = read_kind(rows, index, row);
    if (status == PARAMOD_OK)
        status = check_ends(index, row);
    if (status == PARAMOD_OK)
        status = read_entry(rows, index, row);
    row->zero = row->time == 0.0;
    return status;
}
