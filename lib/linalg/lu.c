/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A band is eliminated like a full matrix whose rows begin and end early.  Row
 * exchanges widen the upper part by `lower`, for which there is room.  The
 * multipliers of a band stay where they were made, as exchanging them would
 * leave the band; so exchanges and eliminations alternate when solving.
 */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/kernel_impl.h"
#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/lanes_impl.h"
#include "linalg/lu_impl.h"

struct paramod_i_lu {
    size_t n, lower, upper, width; /* upper includes the fill; width of ours */
    size_t given_width;
    bool banded;
    double *a;       /* n x width: multipliers and U */
    double *inverse; /* n: 1 / U_ii */
    size_t *pivot;   /* n: the row that step i exchanged with row i */
};

paramod_status paramod_i_lu_create(const paramod_i_rows_view *shape,
                                   paramod_i_lu **lu_out)
{
    const size_t n = shape->n;
    paramod_i_lu *const lu = paramod_i_resize(NULL, 1, sizeof *lu);
    const size_t width = shape->banded ? 2 * shape->lower + shape->upper + 1 : n;

    if (lu == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *lu = (paramod_i_lu){ n, shape->lower, shape->lower + shape->upper, width,
                          shape->width, shape->banded, NULL, NULL, NULL };
    const paramod_i_part parts[] = { { &lu->a, n, width }, { &lu->inverse, n, 1 } };

    lu->pivot = paramod_i_resize(NULL, n, sizeof *lu->pivot);
    if (lu->pivot == NULL || paramod_i_carve(parts, 2) == NULL) {
        paramod_i_lu_destroy(lu);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    *lu_out = lu;
    return PARAMOD_OK;
}

void paramod_i_lu_destroy(paramod_i_lu *lu)
{
    if (lu == NULL)
        return;
    paramod_i_free(lu->a);
    paramod_i_free(lu->pivot);
    paramod_i_free(lu);
}

/* ---- factoring -------------------------------------------------------------- */

static void load(paramod_i_lu *lu, double diagonal, double factor, const double *a)
{
    const size_t n = lu->n, given = lu->given_width;
    const size_t place = lu->banded ? lu->lower : 0, step = lu->banded ? 0 : 1;

    if (lu->banded)
        (void)memset(lu->a, 0, n * lu->width * sizeof *lu->a);
    for (size_t i = 0; i < n; i++) {
        double *const row = lu->a + i * lu->width;
        const double *const from = a + i * given;
        const size_t used = lu->banded ? lu->upper + 1 : n;

        for (size_t j = 0; j < used; j++)
            row[j] = factor * from[j];
        row[place + i * step] += diagonal;
    }
    for (size_t i = 0; lu->banded && i < n; i++) /* outside the matrix */
        for (size_t j = 0; j < lu->lower && i + j < lu->lower; j++)
            lu->a[i * lu->width + j] = 0.0;
}

/* The entry of row i and column j. */
PARAMOD_I_INLINE double *entry(const paramod_i_lu *lu, size_t i, size_t j)
{
    return lu->a + i * lu->width + (lu->banded ? j + lu->lower - i : j);
}

PARAMOD_I_INLINE size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

PARAMOD_I_INLINE size_t last_row(const paramod_i_lu *lu, size_t p)
{
    return lu->banded ? least(lu->n, p + lu->lower + 1) : lu->n;
}

PARAMOD_I_INLINE size_t last_column(const paramod_i_lu *lu, size_t p)
{
    return lu->banded ? least(lu->n, p + lu->upper + 1) : lu->n;
}

/* From one row of a column to the next. */
PARAMOD_I_INLINE size_t down(const paramod_i_lu *lu)
{
    return lu->banded ? lu->width - 1 : lu->width;
}

static size_t pivot_row(const paramod_i_lu *lu, size_t p)
{
    const double *column = entry(lu, p, p);
    const size_t step = down(lu), end = last_row(lu, p);
    size_t best = p;
    double largest = fabs(*column);

    for (size_t i = p + 1; i < end; i++) {
        column += step;
        if (fabs(*column) > largest) {
            largest = fabs(*column);
            best = i;
        }
    }
    return best;
}

static void exchange(paramod_i_lu *lu, size_t p, size_t q)
{
    const size_t begin = lu->banded ? p : 0, end = last_column(lu, p);
    double *const x = entry(lu, p, begin), *const y = entry(lu, q, begin);

    for (size_t j = 0; j < end - begin; j++) {
        const double kept = x[j];

        x[j] = y[j];
        y[j] = kept;
    }
}

PARAMOD_I_CLONES
static void eliminate(paramod_i_lu *lu, size_t p)
{
    const size_t count = last_column(lu, p) - p;
    const size_t step = down(lu), end = last_row(lu, p);
    const double *restrict const row = entry(lu, p, p);
    double *restrict other = entry(lu, p, p);

    for (size_t i = p + 1; i < end; i++) {
        double multiplier;

        other += step;
        if (other[0] == 0.0)
            continue;
        multiplier = other[0] * lu->inverse[p];
        other[0] = multiplier;
        for (size_t j = 1; j < count; j++)
            other[j] -= multiplier * row[j];
    }
}

bool paramod_i_lu_factor(paramod_i_lu *lu, double diagonal, double factor,
                         const double *a)
{
    load(lu, diagonal, factor, a);
    for (size_t p = 0; p < lu->n; p++) {
        lu->pivot[p] = pivot_row(lu, p);
        if (lu->pivot[p] != p)
            exchange(lu, p, lu->pivot[p]);
        lu->inverse[p] = 1.0 / *entry(lu, p, p);
        /* infinite for a zero pivot, 0 for an infinite one, else NaN */
        if (!isfinite(lu->inverse[p]) || lu->inverse[p] == 0.0)
            return false;
        eliminate(lu, p);
    }
    return true;
}

/* ---- solving ----------------------------------------------------------------- */

static void swap(double *x, size_t i, size_t j)
{
    const double kept = x[i];

    x[i] = x[j];
    x[j] = kept;
}

/* x'y in as many sums as there are lanes. */
PARAMOD_I_INLINE double dot(size_t n, const double *x, const double *y)
{
    paramod_i_lanes sums = { 0.0 };
    double total;
    size_t i = 0;

    for (; i + PARAMOD_I_LANE_COUNT <= n; i += PARAMOD_I_LANE_COUNT)
        sums += PARAMOD_I_CONST_LANES_AT(x + i) * PARAMOD_I_CONST_LANES_AT(y + i);
    total = paramod_i_lanes_total(&sums);
    for (; i < n; i++)
        total += x[i] * y[i];
    return total;
}

PARAMOD_I_INLINE void forward_one(const paramod_i_lu *lu, double *x)
{
    if (!lu->banded) {
        for (size_t p = 0; p < lu->n; p++)
            swap(x, p, lu->pivot[p]);
        for (size_t i = 1; i < lu->n; i++)
            x[i] -= dot(i, entry(lu, i, 0), x);
        return;
    }
    for (size_t p = 0; p < lu->n; p++) {
        swap(x, p, lu->pivot[p]);
        for (size_t i = p + 1; i < last_row(lu, p); i++)
            x[i] -= *entry(lu, i, p) * x[p];
    }
}

PARAMOD_I_CLONES
void paramod_i_lu_solve(const paramod_i_lu *lu, double *x)
{
    forward_one(lu, x);
    for (size_t i = lu->n; i-- > 0;) {
        const size_t count = last_column(lu, i) - i - 1;

        x[i] = (x[i] - dot(count, entry(lu, i, i) + 1, x + i + 1)) * lu->inverse[i];
    }
}

PARAMOD_I_INLINE void swap_rows(size_t count, double *restrict x, double *restrict y)
{
    for (size_t j = 0; j < count; j++) {
        const double kept = x[j];

        x[j] = y[j];
        y[j] = kept;
    }
}

/* Row i of `width` blocks of lanes less the multiples m[j] of rows begin ..
 * end - 1, times a factor; the sums stay in registers, as width is a constant. */
PARAMOD_I_INLINE void subtract_rows(size_t width, size_t stride, double *x, size_t i,
                                    const double *m, size_t begin, size_t end,
                                    double factor)
{
    const size_t one = PARAMOD_I_LANE_COUNT;
    double *const own = x + i * stride;
    paramod_i_lanes sum[4];

    for (size_t q = 0; q < width; q++)
        sum[q] = PARAMOD_I_LANES_AT(own + q * one);
    for (size_t j = begin; j < end; j++) {
        const double *const row = x + j * stride, multiplier = m[j - begin];

        if (multiplier != 0.0)
            for (size_t q = 0; q < width; q++)
                sum[q] -= multiplier * PARAMOD_I_CONST_LANES_AT(row + q * one);
    }
    for (size_t q = 0; q < width; q++)
        PARAMOD_I_LANES_AT(own + q * one) = sum[q] * factor;
}

/* L, whose rows are at hand in a full matrix only. */
PARAMOD_I_INLINE void forward(const paramod_i_lu *lu, size_t width, size_t stride,
                              double *x)
{
    for (size_t i = 1; !lu->banded && i < lu->n; i++)
        subtract_rows(width, stride, x, i, entry(lu, i, 0), 0, i, 1.0);
    for (size_t p = 0; lu->banded && p < lu->n; p++) {
        if (lu->pivot[p] != p)
            swap_rows(width * PARAMOD_I_LANE_COUNT, x + p * stride,
                      x + lu->pivot[p] * stride);
        for (size_t i = p + 1; i < last_row(lu, p); i++)
            subtract_rows(width, stride, x, i, entry(lu, i, p), p, p + 1, 1.0);
    }
}

PARAMOD_I_INLINE void solve_columns(const paramod_i_lu *lu, size_t width,
                                    size_t stride, double *x)
{
    forward(lu, width, stride, x);
    for (size_t i = lu->n; i-- > 0;)
        subtract_rows(width, stride, x, i, entry(lu, i, i) + 1, i + 1,
                      last_column(lu, i), lu->inverse[i]);
}

PARAMOD_I_CLONES
void paramod_i_lu_solve_block(const paramod_i_lu *lu, size_t columns, double *x)
{
    const size_t one = PARAMOD_I_LANE_COUNT;
    size_t column = 0;

    for (size_t p = 0; !lu->banded && p < lu->n; p++)
        if (lu->pivot[p] != p)
            swap_rows(columns, x + p * columns, x + lu->pivot[p] * columns);
    for (; column + 4 * one <= columns; column += 4 * one)
        solve_columns(lu, 4, columns, x + column);
    for (; column + 2 * one <= columns; column += 2 * one)
        solve_columns(lu, 2, columns, x + column);
    for (; column < columns; column += one)
        solve_columns(lu, 1, columns, x + column);
}
