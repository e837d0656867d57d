/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * D. J. Venzon, S. H. Moolgavkar, "A method for computing profile-likelihood-
 * based confidence intervals", Appl. Statist. 37 (1988) 87-94.
 *
 * Let w stand for all free coordinates but j.  At u the conditions df/du_w = 0
 * are linearised, which leaves a line
 *
 *     du_w = shift + tangent s,  shift = -H_ww^-1 g_w,  tangent = -H_ww^-1 H_wj
 *
 * in s = du_j.  On it the quadratic model of f is a parabola,
 *
 *     f - gain + slope s + curvature s^2 / 2,
 *     gain = g_w' H_ww^-1 g_w / 2,
 *     slope = g_j + g_w' tangent,  curvature = H_jj + H_jw tangent,
 *
 * and s is taken where it meets base + rise on the branch that rises outwards.
 * From the estimate the first s is the Wald distance.  For least squares H is
 * J'J: the iteration is then linearly convergent, at a rate that is small
 * whenever residuals or curvatures are.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "infer/profile_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"

enum { MOST_STEPS = 40 };

double paramod_i_profile_noise(const paramod_i_profile *profile)
{
    return 16.0 * DBL_EPSILON * fabs(profile->base);
}

/* Copies all but entry j. */
static void drop(size_t k, size_t j, const double *x, double sign, double *rest)
{
    for (size_t i = 0, a = 0; i < k; i++)
        if (i != j)
            rest[a++] = sign * x[i];
}

bool paramod_i_profile_expand(paramod_i_profile *profile, const double *u, double *f)
{
    const size_t k = profile->k, j = profile->j;
    size_t column = 0;

    if (paramod_i_problem_hessian(profile->problem, u, f, profile->gradient,
                                  profile->hessian) != PARAMOD_EVAL_OK)
        return false;
    for (size_t i = 0; i < k; i++)
        if (i != j)
            drop(k, j, profile->hessian + i * k, 1.0,
                 profile->block + column++ * (k - 1));
    if (k > 1 && !paramod_i_cholesky(k - 1, profile->block))
        return false;
    drop(k, j, profile->gradient, -1.0, profile->shift);
    drop(k, j, profile->hessian + j * k, -1.0, profile->tangent);
    if (k > 1) {
        paramod_i_cholesky_solve(k - 1, profile->block, profile->shift);
        paramod_i_cholesky_solve(k - 1, profile->block, profile->tangent);
    }
    return true;
}

void paramod_i_profile_parabola(const paramod_i_profile *profile, double *slope,
                                double *curvature, double *gain)
{
    const size_t k = profile->k, j = profile->j;
    const double *const row = profile->hessian + j * k;

    *slope = profile->gradient[j];
    *curvature = row[j];
    *gain = 0.0;
    for (size_t i = 0, a = 0; i < k; i++) {
        if (i == j)
            continue;
        *slope += profile->gradient[i] * profile->tangent[a];
        *curvature += row[i] * profile->tangent[a];
        *gain -= 0.5 * profile->gradient[i] * profile->shift[a];
        a++;
    }
}

/* The s at which the parabola a + b s + c s^2 / 2 is 0 and its slope has the
 * given sign, without cancellation; NaN if there is none. */
static double outward_root(double a, double b, double c, double side)
{
    const double root = side * sqrt(b * b - 2.0 * a * c); /* slope at the root */

    return b * side > 0.0 ? -2.0 * a / (b + root) : (root - b) / c;
}

static void move(const paramod_i_profile *profile, double s, double *u)
{
    for (size_t i = 0, a = 0; i < profile->k; i++) {
        if (i == profile->j) {
            u[i] += s;
            continue;
        }
        u[i] += profile->shift[a] + s * profile->tangent[a];
        a++;
    }
}

static bool is_finite(size_t k, const double *u)
{
    for (size_t i = 0; i < k; i++)
        if (!isfinite(u[i]))
            return false;
    return true;
}

/* Drives u to p = base + rise.  A last step of 1e-10 of the distance leaves an
 * error below that even at a linear rate of 1/2; where rounding of f moves the
 * root by more, that much is accepted.  The value of p errs by less than gain. */
static bool solve(paramod_i_profile *profile, double rise, double *u)
{
    const double start = profile->fit->u[profile->j];
    const double noise = paramod_i_profile_noise(profile);
    const double tolerance = fmax(1e-10, noise / rise);

    for (int step = 0; step < MOST_STEPS; step++) {
        double f, slope, curvature, gain, s, distance;

        if (!paramod_i_profile_expand(profile, u, &f))
            return false;
        paramod_i_profile_parabola(profile, &slope, &curvature, &gain);
        s = outward_root(f - gain - profile->base - rise, slope, curvature,
                         profile->side);
        move(profile, s, u);
        distance = profile->side * (u[profile->j] - start);
        if (!is_finite(profile->k, u) || !(distance > 0.0))
            return false;
        if (fabs(s) <= tolerance * distance && gain <= 1e-10 * rise + noise)
            return slope * profile->side > 0.0;
    }
    return false;
}

/* The crossing at a quarter of the rise comes first.  For a quadratic f it lies
 * half way; an end at less than 1 or more than 3 times that distance may have
 * jumped across a valley of the profile, and is left to the path. */
bool paramod_i_profile_newton(paramod_i_profile *profile, double *u)
{
    const double start = u[profile->j];
    double half, full;

    if (!solve(profile, 0.25 * profile->rise, u))
        return false;
    half = fabs(u[profile->j] - start);
    if (!solve(profile, profile->rise, u))
        return false;
    full = fabs(u[profile->j] - start);
    return full > half && full < 3.0 * half;
}
