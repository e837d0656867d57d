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

static size_t pivot_row(const paramod_i_lu *lu, size_t p)
{
    size_t best = p;
    double largest = fabs(*entry(lu, p, p));

    for (size_t i = p + 1; i < last_row(lu, p); i++)
        if (fabs(*entry(lu, i, p)) > largest) {
            largest = fabs(*entry(lu, i, p));
            best = i;
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
    const double *restrict const row = entry(lu, p, p);

    for (size_t i = p + 1; i < last_row(lu, p); i++) {
        double *restrict const other = entry(lu, i, p);
        const double multiplier = other[0] * lu->inverse[p];

        if (other[0] == 0.0)
            continue;
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

void paramod_i_lu_solve(const paramod_i_lu *lu, double *x)
{
    const size_t n = lu->n;

    for (size_t p = 0; !lu->banded && p < n; p++)
        swap(x, p, lu->pivot[p]);
    for (size_t p = 0; p < n; p++) {
        if (lu->banded)
            swap(x, p, lu->pivot[p]);
        for (size_t i = p + 1; x[p] != 0.0 && i < last_row(lu, p); i++)
            x[i] -= *entry(lu, i, p) * x[p];
    }
    for (size_t i = n; i-- > 0;) {
        const double *const row = entry(lu, i, i);
        double sum = x[i];

        for (size_t j = 1; j < last_column(lu, i) - i; j++)
            sum -= row[j] * x[i + j];
        x[i] = sum * lu->inverse[i];
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

/* Row i of `block` columns less the multiples m[j] of rows begin .. end - 1,
 * times a factor.  The sums stay in registers, as block is a constant. */
PARAMOD_I_INLINE void subtract_rows(size_t block, size_t stride, double *x, size_t i,
                                    const double *m, size_t begin, size_t end,
                                    double factor)
{
    double sum[8];

    for (size_t q = 0; q < block; q++)
        sum[q] = x[i * stride + q];
    for (size_t j = begin; j < end; j++) {
        const double *const row = x + j * stride;
        const double multiplier = m[j - begin];

        if (multiplier != 0.0)
            for (size_t q = 0; q < block; q++)
                sum[q] -= multiplier * row[q];
    }
    for (size_t q = 0; q < block; q++)
        x[i * stride + q] = sum[q] * factor;
}

/* L, whose rows are at hand in a full matrix only. */
PARAMOD_I_INLINE void forward(const paramod_i_lu *lu, size_t block, size_t stride,
                              double *x)
{
    for (size_t i = 1; !lu->banded && i < lu->n; i++)
        subtract_rows(block, stride, x, i, entry(lu, i, 0), 0, i, 1.0);
    for (size_t p = 0; lu->banded && p < lu->n; p++) {
        if (lu->pivot[p] != p)
            swap_rows(block, x + p * stride, x + lu->pivot[p] * stride);
        for (size_t i = p + 1; i < last_row(lu, p); i++)
            subtract_rows(block, stride, x, i, entry(lu, i, p), p, p + 1, 1.0);
    }
}

PARAMOD_I_INLINE void solve_columns(const paramod_i_lu *lu, size_t block,
                                    size_t stride, double *x)
{
    forward(lu, block, stride, x);
    for (size_t i = lu->n; i-- > 0;)
        subtract_rows(block, stride, x, i, entry(lu, i, i) + 1, i + 1,
                      last_column(lu, i), lu->inverse[i]);
}

PARAMOD_I_CLONES
void paramod_i_lu_solve_block(const paramod_i_lu *lu, size_t columns, double *x)
{
    size_t column = 0;

    for (size_t p = 0; !lu->banded && p < lu->n; p++)
        if (lu->pivot[p] != p)
            swap_rows(columns, x + p * columns, x + lu->pivot[p] * columns);
    for (; column + 8 <= columns; column += 8)
        solve_columns(lu, 8, columns, x + column);
    for (; column < columns; column += PARAMOD_I_LU_BLOCK)
        solve_columns(lu, PARAMOD_I_LU_BLOCK, columns, x + column);
}
