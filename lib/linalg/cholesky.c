/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>

#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/lapack_impl.h"
#include "linalg/triangular_impl.h"

/* Right-looking, by columns.  A pivot that is not a positive finite number
 * ends it: NaN compares false. */
static bool factor_small(size_t n, double *a)
{
    for (size_t j = 0; j < n; j++) {
        double *const column = a + j * n;
        const double pivot = column[j];

        if (!(pivot > 0.0 && pivot <= DBL_MAX))
            return false;
        column[j] = sqrt(pivot);
        for (size_t i = j + 1; i < n; i++)
            column[i] /= column[j];
        for (size_t k = j + 1; k < n; k++)
            paramod_i_axpy(n - k, -column[k], column + k, a + k + k * n);
    }
    return true;
}

static bool factor_large(size_t n, double *a)
{
    const lapack_int order = (lapack_int)n;
    const paramod_i_lapack section = paramod_i_lapack_enter();
    const lapack_int info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', order, a,
                                                order);

    paramod_i_lapack_leave(section);
    return info == 0;
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
    return (n < PARAMOD_I_SMALL ? factor_small(n, a) : factor_large(n, a)) &&
           lower_is_finite(n, a);
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

/* Below its diagonal, column j of the inverse depends only on the trailing
 * block of L: L^-1 e_j is zero above j, and back substitution goes upwards. */
void paramod_i_cholesky_inverse(size_t n, const double *l, double *inverse)
{
    for (size_t j = 0; j < n; j++) {
        const paramod_i_triangle trailing = { n - j, l + j + j * n, n };
        double *const x = inverse + j + j * n;

        for (size_t i = 0; i < n - j; i++)
            x[i] = i == 0 ? 1.0 : 0.0;
        paramod_i_lower_solve(trailing, x);
        paramod_i_lower_transposed_solve(trailing, x);
    }
    paramod_i_symmetrise(n, inverse);
}

double paramod_i_cholesky_log_det(size_t n, const double *l)
{
    double sum = 0.0;

    for (size_t j = 0; j < n; j++)
        sum += log(l[j + j * n]);
    return 2.0 * sum;
}

typedef struct factor {
    size_t n;
    const double *l;
} factor;

static void apply_inverse(bool transposed, double *x, const void *data)
{
    const factor *const f = data;

    (void)transposed; /* symmetric */
    paramod_i_cholesky_solve(f->n, f->l, x);
}

double paramod_i_cholesky_rcond(size_t n, const double *l, double norm,
                                double *work)
{
    const factor f = { n, l };
    const double inverse = paramod_i_norm_estimate(n, apply_inverse, &f, work);

    return norm > 0.0 && isfinite(inverse) ? 1.0 / norm / inverse : 0.0;
}
