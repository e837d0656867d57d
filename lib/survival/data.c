/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Survival data: checking the caller's rows, sorting them into groups that
 * need the same terms, and standardising covariates. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "core/sum_impl.h"
#include "survival/data_impl.h"
#include "survival/family_impl.h"
#include "survival/rows_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_data_create", __VA_ARGS__)

void paramod_survival_data_destroy(paramod_survival_data *data)
{
    if (data == NULL)
        return;
    for (size_t j = 0; j < data->covariates; j++) {
        paramod_i_free(data->covariate[j].name);
        paramod_i_free(data->covariate[j].storage);
    }
    paramod_i_free(data->covariate);
    paramod_i_free(data->source);
    paramod_i_free(data->place);
    paramod_i_free(data->time);
    paramod_i_free(data->time2);
    paramod_i_free(data->entry);
    paramod_i_free(data->log_time);
    paramod_i_free(data->log_time2);
    paramod_i_free(data->log_entry);
    paramod_i_free(data->weight);
    paramod_i_free(data->cluster);
    paramod_i_free(data->later);
    paramod_i_free(data->stratum);
    paramod_i_free(data->group);
    paramod_i_free(data);
}

/* First pass over the rows: refuses what cannot be, counts what is used. */
static paramod_status count_rows(const paramod_survival_rows *rows,
                                 paramod_survival_data *data)
{
    for (size_t i = 0; i < rows->count; i++) {
        paramod_i_row row;
        const paramod_status status = paramod_i_row_read(rows, i, &row);

        if (status != PARAMOD_OK)
            return status;
        if (row.weight > 0.0) {
            data->rows++;
            data->events += row.kind != PARAMOD_CENSOR_RIGHT ? 1 : 0;
        }
    }
    if (data->rows == 0)
        return REFUSE(PARAMOD_ERR_DOMAIN, "%s",
                            rows->count == 0 ? "there are no rows"
                                             : "every row has weight 0");
    if (data->events == 0)
        return REFUSE(PARAMOD_ERR_DOMAIN, "all %zu rows are "
                            "right-censored: without an event there is no "
                            "estimate", data->rows);
    return PARAMOD_OK;
}

/* Labels of strata for all given rows, 0 .. strata - 1; null: one stratum.
 * Only labels of rows in use count. */
static paramod_status read_strata(const paramod_survival_rows *rows,
                                  paramod_survival_data *data, size_t **dense)
{
    uint64_t *label;
    size_t *number;
    size_t used = 0;
    paramod_status status;

    data->strata = 1;
    *dense = NULL;
    if (rows->stratum == NULL)
        return PARAMOD_OK;
    label = paramod_i_resize(NULL, rows->count, sizeof *label);
    number = paramod_i_resize(NULL, rows->count, sizeof *number);
    if (label == NULL || number == NULL) {
        paramod_i_free(label);
        paramod_i_free(number);
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < rows->count; i++)
        if (rows->weight == NULL || rows->weight[i] > 0.0)
            label[used++] = rows->stratum[i];
    status = paramod_i_dense_labels(used, label, number, &data->stratum,
                                    &data->strata);
    paramod_i_free(label);
    *dense = number;
    return status;
}

enum { KEYS = 4 * 2 * 3 }; /* kind, zero, entry */

/* Place of a group among those of one stratum, and back. */
static size_t key_of(const paramod_i_row *row)
{
    return ((size_t)row->kind * 2 + (row->zero ? 1 : 0)) * 3 +
           (size_t)row->entry_kind;
}

static paramod_i_group group_of(size_t key)
{
    const size_t inner = key % KEYS;

    return (paramod_i_group){ .stratum = key / KEYS,
                              .kind = (paramod_censoring)(inner / 6),
                              .zero = (inner / 3) % 2 == 1,
                              .entry = (paramod_i_entry)(inner % 3) };
}

/* Turns counts by key into groups, and each count into its first row. */
static paramod_status form_groups(paramod_survival_data *data, size_t *count)
{
    const size_t keys = data->strata * KEYS;
    size_t first = 0;

    for (size_t key = 0; key < keys; key++)
        data->groups += count[key] > 0 ? 1 : 0;
    data->group = paramod_i_resize(NULL, data->groups, sizeof *data->group);
    if (data->group == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    for (size_t key = 0, g = 0; key < keys; key++) {
        const size_t members = count[key];

        count[key] = first;
        if (members == 0)
            continue;
        data->group[g] = group_of(key);
        data->group[g].first = first;
        data->group[g++].count = members;
        first += members;
    }
    return PARAMOD_OK;
}

/* Number of rows of each key. */
static void count_keys(const paramod_survival_rows *rows, const size_t *stratum,
                       size_t *count)
{
    for (size_t i = 0, used = 0; i < rows->count; i++) {
        paramod_i_row row;

        (void)paramod_i_row_read(rows, i, &row);
        if (row.weight > 0.0) {
            count[(stratum == NULL ? 0 : stratum[used]) * KEYS + key_of(&row)]++;
            used++;
        }
    }
}

/* Second pass: puts each row at its place; count[key] is the next free one. */
static void place_rows(const paramod_survival_rows *rows, const size_t *stratum,
                       size_t *count, paramod_survival_data *data)
{
    for (size_t i = 0, used = 0; i < rows->count; i++) {
        paramod_i_row row;
        size_t at;

        (void)paramod_i_row_read(rows, i, &row);
        if (!(row.weight > 0.0))
            continue;
        at = count[(stratum == NULL ? 0 : stratum[used]) * KEYS + key_of(&row)]++;
        data->source[at] = i;
        data->place[at] = used++;
        data->time[at] = row.time;
        data->weight[at] = row.weight;
        data->weighted = data->weighted || row.weight != 1.0;
        if (data->time2 != NULL)
            data->time2[at] = row.time2;
        if (data->entry != NULL)
            data->entry[at] = row.entry;
    }
    data->weights = paramod_i_sum_of(data->rows, data->weight);
}

/* Logarithms of a column; those of negative times are never read. */
static double *logarithms(size_t count, const double *x)
{
    double *y = x == NULL ? NULL : paramod_i_resize(NULL, count, sizeof *y);

    for (size_t i = 0; y != NULL && i < count; i++)
        y[i] = log(x[i]);
    return y;
}

static double *zeros(size_t count)
{
    double *x = paramod_i_resize(NULL, count, sizeof *x);

    if (x != NULL)
        (void)memset(x, 0, count * sizeof *x);
    return x;
}

static bool take_columns(const paramod_survival_rows *rows,
                         paramod_survival_data *data)
{
    const size_t padded = data->rows + PARAMOD_I_BLOCK;
    const bool second = rows->time2 != NULL || rows->entry != NULL;

    data->source = paramod_i_resize(NULL, data->rows, sizeof *data->source);
    data->place = paramod_i_resize(NULL, data->rows, sizeof *data->place);
    data->time = zeros(padded);
    data->weight = zeros(padded);
    data->time2 = second ? zeros(padded) : NULL;
    data->entry = rows->entry != NULL ? zeros(padded) : NULL;
    return data->source != NULL && data->place != NULL && data->time != NULL &&
           data->weight != NULL && (!second || data->time2 != NULL) &&
           (rows->entry == NULL || data->entry != NULL);
}

static bool take_logarithms(paramod_survival_data *data)
{
    data->log_time = logarithms(data->rows, data->time);
    data->log_time2 = logarithms(data->rows, data->time2);
    data->log_entry = logarithms(data->rows, data->entry);
    return data->log_time != NULL &&
           (data->time2 == NULL || data->log_time2 != NULL) &&
           (data->entry == NULL || data->log_entry != NULL);
}

static paramod_status sort_rows(const paramod_survival_rows *rows,
                                const size_t *stratum, size_t *count,
                                paramod_survival_data *data)
{
    paramod_status status;

    (void)memset(count, 0, data->strata * KEYS * sizeof *count);
    count_keys(rows, stratum, count);
    status = form_groups(data, count);
    if (status != PARAMOD_OK)
        return status;
    if (!take_columns(rows, data))
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    place_rows(rows, stratum, count, data);
    if (!take_logarithms(data))
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    return PARAMOD_OK;
}

static paramod_status arrange(const paramod_survival_rows *rows,
                              paramod_survival_data *data)
{
    size_t *stratum, *count;
    paramod_status status = read_strata(rows, data, &stratum);

    if (status != PARAMOD_OK) {
        paramod_i_free(stratum);
        return status;
    }
    count = paramod_i_resize(NULL, data->strata * KEYS, sizeof *count);
    status = count == NULL ? REFUSE(PARAMOD_ERR_MEMORY, "out of memory")
                           : sort_rows(rows, stratum, count, data);
    paramod_i_free(stratum);
    paramod_i_free(count);
    return status;
}

paramod_status paramod_survival_data_create(const paramod_survival_rows *rows,
                                            paramod_survival_data **data_out)
{
    paramod_survival_rows known;
    paramod_survival_data *data;
    paramod_status status;

    if (rows == NULL || data_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "rows or data_out is null");
    status = paramod_i_options_read(&known, sizeof known, rows);
    if (status != PARAMOD_OK)
        return status;
    if (known.time == NULL && known.count > 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the rows have no time");
    data = paramod_i_resize(NULL, 1, sizeof *data);
    if (data == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *data = (paramod_survival_data){ .given = known.count };
    status = count_rows(&known, data);
    if (status == PARAMOD_OK)
        status = arrange(&known, data);
    if (status == PARAMOD_OK)
        status = paramod_i_data_cluster(&known, data);
    if (status != PARAMOD_OK) {
        paramod_survival_data_destroy(data);
        return status;
    }
    *data_out = data;
    return PARAMOD_OK;
}

size_t paramod_survival_data_rows(const paramod_survival_data *data)
{
    return data->rows;
}

size_t paramod_survival_data_dropped(const paramod_survival_data *data)
{
    return data->given - data->rows;
}

size_t paramod_survival_data_events(const paramod_survival_data *data)
{
    return data->events;
}
