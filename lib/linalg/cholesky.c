/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/lapack_impl.h"
#include "linalg/product_impl.h"
#include "linalg/triangular_impl.h"

enum { NARROW = 16 };

/* Right-looking, by columns.  A pivot that is not a positive finite number
 * ends it: NaN compares false. */
static bool factor_small(size_t n, double *a, size_t stride)
{
    for (size_t j = 0; j < n; j++) {
        double *const column = a + j * stride;
        const double pivot = column[j];

        if (!(pivot > 0.0 && pivot <= DBL_MAX))
            return false;
        column[j] = sqrt(pivot);
        for (size_t i = j + 1; i < n; i++)
            column[i] /= column[j];
        for (size_t k = j + 1; k < n; k++)
            paramod_i_axpy(n - k, -column[k], column + k, a + k + k * stride);
    }
    return true;
}

static size_t half_of(size_t n)
{
    return (n / 2 + NARROW - 1) / NARROW * NARROW;
}

/* X := X L'^-1 in place, X rows x n: X1 L11' = B1, X2 L22' = B2 - X1 L21'. */
static void divide(size_t rows, paramod_i_triangle l, double *x, size_t stride)
{
    const size_t half = half_of(l.n), rest = l.n - half;

    if (l.n <= NARROW) {
        paramod_i_divide_columns(rows, l.n, l.entry, l.stride, x, stride);
        return;
    }
    divide(rows, (paramod_i_triangle){ half, l.entry, l.stride }, x, stride);
    paramod_i_product_add(rows, half, rest, -1.0, (paramod_i_view){ x, 1, stride },
                          (paramod_i_view){ l.entry + half, l.stride, 1 },
                          x + half * stride, stride);
    divide(rows, (paramod_i_triangle){ rest, l.entry + half * (1 + l.stride), l.stride },
           x + half * stride, stride);
}

/* Recursive (Gustavson 1997): nearly all work is in products. */
static bool factor(size_t n, double *a, size_t stride)
{
    const size_t half = half_of(n), rest = n - half;
    double *const below = a + half, *const corner = a + half * (1 + stride);

    if (n < PARAMOD_I_SMALL)
        return factor_small(n, a, stride);
    if (!factor(half, a, stride))
        return false;
    divide(rest, (paramod_i_triangle){ half, a, stride }, below, stride);
    paramod_i_product_add_lower(rest, half, -1.0, (paramod_i_view){ below, 1, stride },
                                (paramod_i_view){ below, stride, 1 }, corner, stride);
    return factor(rest, corner, stride);
}

/* Finite entries below the diagonal too: an infinite one can only come from an
 * input that was not finite, and would pass as "large" otherwise. */
static bool lower_is_finite(size_t n, const double *a)
{
    for (size_t j = 0; j < n; j++)
        if (!paramod_i_all_finite(n - j, a + j + j * n))
            return false;
    return true;
}

bool paramod_i_cholesky(size_t n, double *a)
{
    return factor(n, a, n) && lower_is_finite(n, a);
}

void paramod_i_cholesky_forward(size_t n, const double *l, double *x)
{
    paramod_i_lower_solve((paramod_i_triangle){ n, l, n }, x);
}

void paramod_i_cholesky_backward(size_t n, const double *l, double *x)
{
    paramod_i_lower_transposed_solve((paramod_i_triangle){ n, l, n }, x);
}

void paramod_i_cholesky_solve(size_t n, const double *l, double *x)
{
    paramod_i_cholesky_forward(n, l, x);
    paramod_i_cholesky_backward(n, l, x);
}

/* ---- the inverse ------------------------------------------------------------- */

/* Below its diagonal, column j of the inverse depends only on the trailing
 * block of L: L^-1 e_j is zero above j, and back substitution goes upwards. */
static void invert_small(paramod_i_triangle l, double *inverse, size_t stride)
{
    for (size_t j = 0; j < l.n; j++) {
        const paramod_i_triangle trailing = { l.n - j, l.entry + j * (1 + l.stride),
                                              l.stride };
        double *const x = inverse + j * (1 + stride);

        for (size_t i = 0; i < l.n - j; i++)
            x[i] = i == 0 ? 1.0 : 0.0;
        paramod_i_lower_solve(trailing, x);
        paramod_i_lower_transposed_solve(trailing, x);
    }
    for (size_t j = 0; j < l.n; j++)
        for (size_t i = 0; i < j; i++)
            inverse[i + j * stride] = inverse[j + i * stride];
}

/* Y := Y L^-1 in place: the last columns first. */
static void divide_plain(size_t rows, paramod_i_triangle l, double *y, size_t stride)
{
    const size_t half = half_of(l.n), rest = l.n - half;

    if (l.n > NARROW) {
        divide_plain(rows, (paramod_i_triangle){ rest, l.entry + half * (1 + l.stride),
                                                 l.stride }, y + half * stride, stride);
        paramod_i_product_add(rows, rest, half, -1.0,
                              (paramod_i_view){ y + half * stride, 1, stride },
                              (paramod_i_view){ l.entry + half, 1, l.stride }, y, stride);
        divide_plain(rows, (paramod_i_triangle){ half, l.entry, l.stride }, y, stride);
        return;
    }
    for (size_t c = l.n; c-- > 0;) {
        for (size_t i = 0; i < rows; i++)
            y[i + c * stride] /= l.entry[c + c * l.stride];
        for (size_t k = 0; k < c; k++)
            paramod_i_axpy(rows, -l.entry[c + k * l.stride], y + c * stride,
                           y + k * stride);
    }
}

/* With Y = L21 L11^-1 and V = (L22 L22')^-1, the inverse has the blocks
 * [ (L11 L11')^-1 + Y'V Y, . ; -V Y, V ].  Y waits in the lower left block while
 * -Y'V is formed in the upper right one. */
static void invert(paramod_i_triangle l, double *inverse, size_t stride)
{
    const size_t n = l.n, half = half_of(n), rest = n - half;
    double *const y = inverse + half, *const right = inverse + half * stride;

    if (n < PARAMOD_I_SMALL) {
        invert_small(l, inverse, stride);
        return;
    }
    invert((paramod_i_triangle){ rest, l.entry + half * (1 + l.stride), l.stride },
           right + half, stride);
    invert((paramod_i_triangle){ half, l.entry, l.stride }, inverse, stride);
    for (size_t j = 0; j < half; j++)
        memcpy(y + j * stride, l.entry + half + j * l.stride, rest * sizeof *y);
    divide_plain(rest, (paramod_i_triangle){ half, l.entry, l.stride }, y, stride);
    for (size_t j = 0; j < rest; j++)
        memset(right + j * stride, 0, half * sizeof *right);
    paramod_i_product_add(half, rest, rest, -1.0, (paramod_i_view){ y, stride, 1 },
                          (paramod_i_view){ right + half, 1, stride }, right, stride);
    paramod_i_product_add_lower(half, rest, -1.0, (paramod_i_view){ y, stride, 1 },
                                (paramod_i_view){ right, stride, 1 }, inverse, stride);
    for (size_t j = 0; j < half; j++) {
        for (size_t i = 0; i < rest; i++)
            y[i + j * stride] = right[j + i * stride];
        for (size_t i = 0; i < j; i++)
            inverse[i + j * stride] = inverse[j + i * stride];
    }
}

void paramod_i_cholesky_inverse(size_t n, const double *l, double *inverse)
{
    invert((paramod_i_triangle){ n, l, n }, inverse, n);
}

double paramod_i_cholesky_log_det(size_t n, const double *l)
{
    double sum = 0.0;

    for (size_t j = 0; j < n; j++)
        sum += log(l[j + j * n]);
    return 2.0 * sum;
}

typedef struct factored {
    size_t n;
    const double *l;
} factored;

static void apply_inverse(bool transposed, double *x, const void *data)
{
    const factored *const f = data;

    (void)transposed; /* symmetric */
    paramod_i_cholesky_solve(f->n, f->l, x);
}

double paramod_i_cholesky_rcond(size_t n, const double *l, double norm,
                                double *work)
{
    const factored f = { n, l };
    const double inverse = paramod_i_norm_estimate(n, apply_inverse, &f, work);

    return norm > 0.0 && isfinite(inverse) ? 1.0 / norm / inverse : 0.0;
}
