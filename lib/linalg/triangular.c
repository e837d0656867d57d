/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "linalg/dense_impl.h"
#include "linalg/triangular_impl.h"

static const double *column(paramod_i_triangle t, size_t j)
{
    return t.entry + j * t.stride;
}

void paramod_i_lower_solve(paramod_i_triangle l, double *x)
{
    for (size_t j = 0; j < l.n; j++) {
        x[j] /= column(l, j)[j];
        paramod_i_axpy(l.n - j - 1, -x[j], column(l, j) + j + 1, x + j + 1);
    }
}

void paramod_i_lower_transposed_solve(paramod_i_triangle l, double *x)
{
    for (size_t j = l.n; j-- > 0;) {
        const double *const below = column(l, j) + j + 1;

        x[j] -= paramod_i_dot(l.n - j - 1, below, x + j + 1);
        x[j] /= column(l, j)[j];
    }
}

void paramod_i_upper_solve(paramod_i_triangle r, double *x)
{
    for (size_t j = r.n; j-- > 0;) {
        x[j] /= column(r, j)[j];
        paramod_i_axpy(j, -x[j], column(r, j), x);
    }
}

void paramod_i_upper_transposed_solve(paramod_i_triangle r, double *x)
{
    for (size_t j = 0; j < r.n; j++)
        x[j] = (x[j] - paramod_i_dot(j, column(r, j), x)) / column(r, j)[j];
}

/* ---- condition ----------------------------------------------------------- */

static double sum_of_sizes(size_t n, const double *x)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += fabs(x[i]);
    return sum;
}

static size_t index_of_largest(size_t n, const double *x)
{
    size_t best = 0;

    for (size_t i = 1; i < n; i++)
        if (fabs(x[i]) > fabs(x[best]))
            best = i;
    return best;
}

/* Replaces x by its signs; true if those in `sign` were the same. */
static bool take_signs(size_t n, double *x, double *sign)
{
    bool same = true;

    for (size_t i = 0; i < n; i++) {
        x[i] = x[i] >= 0.0 ? 1.0 : -1.0;
        same = same && x[i] == sign[i];
        sign[i] = x[i];
    }
    return same;
}

/* Higham's alternative, for matrices made to deceive the ascent below. */
static double alternating_estimate(size_t n, paramod_i_operator b,
                                   const void *data, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = (i % 2 == 0 ? 1.0 : -1.0) *
               (1.0 + (n > 1 ? (double)i / (double)(n - 1) : 0.0));
    b(false, x, data);
    return 2.0 * sum_of_sizes(n, x) / (3.0 * (double)n);
}

/* |B x|_1 is convex in x, so over the unit ball its maximum is at some e_j:
 * starting at x = (1/n, .., 1/n), each step moves to the e_j along which the
 * subgradient B' sign(B x) is steepest.  An estimate that is not larger than
 * the one before, a sign pattern that recurs, or the fifth product ends it. */
double paramod_i_norm_estimate(size_t n, paramod_i_operator b, const void *data,
                               double *work)
{
    enum { MOST_STEPS = 5 };
    double *const x = work, *const y = work + n, *const sign = work + 2 * n;
    double estimate = 0.0;

    if (n == 0)
        return 0.0;
    for (size_t i = 0; i < n; i++) {
        x[i] = 1.0 / (double)n;
        sign[i] = 0.0;
    }
    for (int step = 0; step < MOST_STEPS; step++) {
        double size;
        size_t j;

        b(false, x, data);
        size = sum_of_sizes(n, x);
        if (!(size > estimate) && step > 0)
            break;
        estimate = size;
        if (!isfinite(size) || take_signs(n, x, sign))
            break;
        b(true, x, data);
        j = index_of_largest(n, x);
        for (size_t i = 0; i < n; i++)
            x[i] = i == j ? 1.0 : 0.0;
    }
    return fmax(estimate, alternating_estimate(n, b, data, y));
}

static void apply_inverse(bool transposed, double *x, const void *data)
{
    const paramod_i_triangle *const r = data;

    if (transposed)
        paramod_i_upper_transposed_solve(*r, x);
    else
        paramod_i_upper_solve(*r, x);
}

double paramod_i_upper_rcond(paramod_i_triangle r, double *work)
{
    double norm = 0.0, inverse;

    for (size_t j = 0; j < r.n; j++) {
        if (column(r, j)[j] == 0.0)
            return 0.0;
        norm = fmax(norm, sum_of_sizes(j + 1, column(r, j)));
    }
    inverse = paramod_i_norm_estimate(r.n, apply_inverse, &r, work);
    return isfinite(inverse) && isfinite(norm) && norm > 0.0
               ? 1.0 / norm / inverse : 0.0;
}
