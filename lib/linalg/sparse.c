/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdbool.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/sparse_impl.h"

/* Rows + 1 starts, all 0, and room for `count` entries; null without memory. */
static paramod_i_sparse *allocate(size_t rows, size_t columns, size_t count)
{
    paramod_i_sparse *const a = paramod_i_resize(NULL, 1, sizeof *a);
    const size_t room = count > 0 ? count : 1;

    if (a == NULL)
        return NULL;
    *a = (paramod_i_sparse){ .rows = rows, .columns = columns };
    a->start = paramod_i_resize(NULL, rows + 1, sizeof *a->start);
    a->column = paramod_i_resize(NULL, room, sizeof *a->column);
    a->value = paramod_i_resize(NULL, room, sizeof *a->value);
    if (rows + 1 == 0 || a->start == NULL || a->column == NULL || a->value == NULL) {
        paramod_i_sparse_destroy(a);
        return NULL;
    }
    for (size_t i = 0; i <= rows; i++)
        a->start[i] = 0;
    return a;
}

void paramod_i_sparse_destroy(paramod_i_sparse *sparse)
{
    if (sparse == NULL)
        return;
    paramod_i_free(sparse->start);
    paramod_i_free(sparse->column);
    paramod_i_free(sparse->value);
    paramod_i_free(sparse);
}

/* ---- from triplets ---------------------------------------------------------- */

/* From counts in start[1 .. n] to the places where the groups begin. */
static void accumulate(size_t n, size_t *start)
{
    for (size_t i = 0; i < n; i++)
        start[i + 1] += start[i];
}

/* Moves the starts back after each has run to the next. */
static void rewind_starts(size_t n, size_t *start)
{
    for (size_t i = n; i > 0; i--)
        start[i] = start[i - 1];
    start[0] = 0;
}

/* Stable counting sorts, first by column and then by row, so that the entries
 * of a row come out by column, and those of one place as they were given. */
static void sort_entries(paramod_i_sparse *a, const paramod_i_triplets *entries,
                         size_t *column_start, size_t *order)
{
    for (size_t j = 0; j <= a->columns; j++)
        column_start[j] = 0;
    for (size_t e = 0; e < entries->count; e++) {
        column_start[entries->column[e] + 1]++;
        a->start[entries->row[e] + 1]++;
    }
    accumulate(a->columns, column_start);
    accumulate(a->rows, a->start);
    for (size_t e = 0; e < entries->count; e++)
        order[column_start[entries->column[e]]++] = e;
    for (size_t k = 0; k < entries->count; k++) {
        const size_t e = order[k], place = a->start[entries->row[e]]++;

        a->column[place] = entries->column[e];
        a->value[place] = entries->value[e];
    }
    rewind_starts(a->rows, a->start);
}

/* Sums neighbours at one place, and closes the gaps. */
static void merge_duplicates(paramod_i_sparse *a)
{
    size_t kept = 0, from = 0;

    for (size_t i = 0; i < a->rows; i++) {
        const size_t end = a->start[i + 1], row = kept;

        for (; from < end; from++) {
            if (kept > row && a->column[kept - 1] == a->column[from]) {
                a->value[kept - 1] += a->value[from];
            } else {
                a->column[kept] = a->column[from];
                a->value[kept++] = a->value[from];
            }
        }
        a->start[i + 1] = kept;
    }
}

static paramod_status validate(size_t rows, size_t columns,
                               const paramod_i_triplets *entries)
{
    for (size_t e = 0; e < entries->count; e++)
        if (entries->row[e] >= rows || entries->column[e] >= columns)
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_i_sparse_create",
                                  "entry %zu: (%zu, %zu) is outside a %zu x %zu "
                                  "matrix", e, entries->row[e], entries->column[e],
                                  rows, columns);
    return PARAMOD_OK;
}

/* A value that is not finite stays so in a sum. */
static paramod_status require_finite(const paramod_i_sparse *a)
{
    for (size_t i = 0; i < a->rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            if (!isfinite(a->value[k]))
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, "paramod_i_sparse_create",
                                      "the value at (%zu, %zu) is %g", i,
                                      a->column[k], a->value[k]);
    return PARAMOD_OK;
}

paramod_status paramod_i_sparse_create(size_t rows, size_t columns,
                                       const paramod_i_triplets *entries,
                                       paramod_i_sparse **sparse_out)
{
    const size_t room = entries->count > 0 ? entries->count : 1;
    size_t *column_start, *order;
    paramod_i_sparse *a;
    paramod_status status = validate(rows, columns, entries);

    if (status != PARAMOD_OK)
        return status;
    a = allocate(rows, columns, entries->count);
    column_start = paramod_i_resize(NULL, columns + 1, sizeof *column_start);
    order = paramod_i_resize(NULL, room, sizeof *order);
    if (a == NULL || columns + 1 == 0 || column_start == NULL || order == NULL) {
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a %zu x %zu "
                              "matrix of %zu entries", rows, columns, entries->count);
    } else {
        sort_entries(a, entries, column_start, order);
        merge_duplicates(a);
        status = require_finite(a);
    }
    paramod_i_free(column_start);
    paramod_i_free(order);
    if (status == PARAMOD_OK)
        *sparse_out = a;
    else
        paramod_i_sparse_destroy(a);
    return status;
}

/* ---- use ---------------------------------------------------------------------- */

void paramod_i_sparse_times(const paramod_i_sparse *a, const double *x, double *y)
{
    for (size_t i = 0; i < a->rows; i++) {
        double sum = 0.0;

        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            sum += a->value[k] * x[a->column[k]];
        y[i] = sum;
    }
}

void paramod_i_sparse_transposed_times(const paramod_i_sparse *a, const double *x,
                                       double *y)
{
    for (size_t j = 0; j < a->columns; j++)
        y[j] = 0.0;
    for (size_t i = 0; i < a->rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            y[a->column[k]] += a->value[k] * x[i];
}

/* Binary search: columns ascend. */
void paramod_i_sparse_diagonal(const paramod_i_sparse *a, double *diagonal)
{
    const size_t least = a->rows < a->columns ? a->rows : a->columns;

    for (size_t i = 0; i < least; i++) {
        size_t low = a->start[i], high = a->start[i + 1];

        while (low < high) {
            const size_t middle = low + (high - low) / 2;

            if (a->column[middle] < i)
                low = middle + 1;
            else
                high = middle;
        }
        diagonal[i] = low < a->start[i + 1] && a->column[low] == i ? a->value[low]
                                                                  : 0.0;
    }
}

paramod_status paramod_i_sparse_transpose(const paramod_i_sparse *a,
                                          paramod_i_sparse **sparse_out)
{
    const size_t count = a->start[a->rows];
    paramod_i_sparse *const b = allocate(a->columns, a->rows, count);

    if (b == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    for (size_t k = 0; k < count; k++)
        b->start[a->column[k] + 1]++;
    accumulate(b->rows, b->start);
    for (size_t i = 0; i < a->rows; i++) /* so that the rows of b are sorted */
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++) {
            const size_t place = b->start[a->column[k]]++;

            b->column[place] = i;
            b->value[place] = a->value[k];
        }
    rewind_starts(b->rows, b->start);
    *sparse_out = b;
    return PARAMOD_OK;
}
