/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clusters of rows, and rows of one subject. */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/rows_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_data_create", __VA_ARGS__)

/* label[source[i]] of the rows in use, as numbers 0, 1, .. */
static paramod_status number_rows(const paramod_survival_data *data,
                                  const uint64_t *label, size_t **number_out,
                                  size_t *count)
{
    uint64_t *used = paramod_i_resize(NULL, data->rows, sizeof *used);
    uint64_t *distinct = NULL;
    size_t *number = paramod_i_resize(NULL, data->rows, sizeof *number);
    paramod_status status;

    if (used == NULL || number == NULL) {
        paramod_i_free(used);
        paramod_i_free(number);
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < data->rows; i++)
        used[i] = label[data->source[i]];
    status = paramod_i_dense_labels(data->rows, used, number, &distinct, count);
    paramod_i_free(used);
    paramod_i_free(distinct);
    if (status != PARAMOD_OK) {
        paramod_i_free(number);
        return status;
    }
    *number_out = number;
    return PARAMOD_OK;
}

static double entry_of(const paramod_survival_data *data, size_t i)
{
    return data->entry == NULL ? 0.0 : data->entry[i];
}

/* All rows of a subject are later ones but for that with the first entry. */
static void mark_later(paramod_survival_data *data, const size_t *subject,
                       size_t *first, size_t subjects)
{
    for (size_t s = 0; s < subjects; s++)
        first[s] = data->rows;
    for (size_t i = 0; i < data->rows; i++) {
        const size_t s = subject[i];

        if (first[s] == data->rows ||
            entry_of(data, i) < entry_of(data, first[s]))
            first[s] = i;
    }
    for (size_t i = 0; i < data->rows; i++)
        data->later[i] = first[subject[i]] != i;
}

static paramod_status read_subjects(const uint64_t *label,
                                    paramod_survival_data *data)
{
    size_t *subject, *first;
    size_t subjects;
    paramod_status status = number_rows(data, label, &subject, &subjects);

    if (status != PARAMOD_OK)
        return status;
    first = paramod_i_resize(NULL, subjects, sizeof *first);
    data->later = paramod_i_resize(NULL, data->rows, sizeof *data->later);
    if (first == NULL || data->later == NULL)
        status = REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    else
        mark_later(data, subject, first, subjects);
    paramod_i_free(subject);
    paramod_i_free(first);
    return status;
}

paramod_status paramod_i_data_cluster(const paramod_survival_rows *rows,
                                      paramod_survival_data *data)
{
    paramod_status status = PARAMOD_OK;

    if (rows->cluster != NULL)
        status = number_rows(data, rows->cluster, &data->cluster,
                             &data->clusters);
    if (status == PARAMOD_OK && rows->subject != NULL)
        status = read_subjects(rows->subject, data);
    return status;
}
