/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file kernel_impl.h  Families on whole blocks of rows (see core/kernel_impl.h). */

#ifndef PARAMOD_SURVIVAL_KERNEL_IMPL_H
#define PARAMOD_SURVIVAL_KERNEL_IMPL_H

#include <config.h>

#include <float.h>
#include <math.h>

#include "core/kernel_impl.h"
#include "survival/family_impl.h"

/* c[0] + c[1] x + .. + c[12] x^12 by Estrin's scheme: a chain of 4 steps, where
 * Horner's has 12 and leaves the machine waiting.  Written out because compilers
 * unroll loops inside vectorised loops at -O3 only. */
PARAMOD_I_INLINE double paramod_i_polynomial_12(const double *c, double x)
{
    const double x2 = x * x, x4 = x2 * x2;
    const double low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    const double middle = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    const double high = (c[8] + c[9] * x) + (c[10] + c[11] * x) * x2;

    return (low + middle * x4) + (high + c[12] * x4) * (x4 * x4);
}

/* E(x) = expm1(x) / x = sum x^j / (j+1)!, and its first two derivatives
 * sum (j+1) x^j / (j+2)!, sum (j+1)(j+2) x^j / (j+3)!, for |x| <= 1/2, where
 * the first term left out is below 2^-53 of the sum. */
PARAMOD_I_INLINE double paramod_i_expm1_ratio(double x)
{
    static const double c[] = {
        1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040,
        1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800,
        1.0 / 479001600, 1.0 / 6227020800
    };

    return paramod_i_polynomial_12(c, x);
}

PARAMOD_I_INLINE double paramod_i_expm1_ratio_1(double x)
{
    static const double c[] = {
        1.0 / 2, 2.0 / 6, 3.0 / 24, 4.0 / 120, 5.0 / 720, 6.0 / 5040,
        7.0 / 40320, 8.0 / 362880, 9.0 / 3628800, 10.0 / 39916800,
        11.0 / 479001600, 12.0 / 6227020800, 13.0 / 87178291200
    };

    return paramod_i_polynomial_12(c, x);
}

PARAMOD_I_INLINE double paramod_i_expm1_ratio_2(double x)
{
    static const double c[] = {
        2.0 / 6, 6.0 / 24, 12.0 / 120, 20.0 / 720, 30.0 / 5040, 42.0 / 40320,
        56.0 / 362880, 72.0 / 3628800, 90.0 / 39916800, 110.0 / 479001600,
        132.0 / 6227020800, 156.0 / 87178291200, 182.0 / 1307674368000
    };

    return paramod_i_polynomial_12(c, x);
}

/* Derivatives of an overflowing H mean nothing, but must not be NaN. */
PARAMOD_I_INLINE double paramod_i_unless_infinite(double derivative, double H)
{
    return H <= DBL_MAX ? derivative : INFINITY;
}

/** y = exp(x); x may be y. */
void paramod_i_exponentials(size_t count, const double *x, double *y);
/** out = exp(eta) of a parameter; once for all where it is the same. */
void paramod_i_natural(const paramod_i_times *times, size_t parameter, double *out);
/** lambda G((phi t)^gamma; kappa) by (log phi, log lambda, log gamma,
 *  log(kappa + 1)). */
void paramod_i_kernel_apgw(int order, const paramod_i_times *times,
                           paramod_i_hazards *hazards);
/** lambda (phi t)^gamma by (log phi, log lambda, log gamma). */
void paramod_i_kernel_weibull(int order, const paramod_i_times *times,
                              paramod_i_hazards *hazards);
/** log(1 + lambda (phi t)^gamma) by (log phi, log lambda, log gamma). */
void paramod_i_kernel_loglogistic(int order, const paramod_i_times *times,
                                  paramod_i_hazards *hazards);
/** (phi t)^power by log phi. */
void paramod_i_kernel_exponential(int order, double power,
                                  const paramod_i_times *times,
                                  paramod_i_hazards *hazards);
/** rate expm1(shape t) / shape by (log rate, shape). */
void paramod_i_kernel_gompertz(int order, const paramod_i_times *times,
                               paramod_i_hazards *hazards);

/** Terms straight from a family; see paramod_family.terms. */
bool paramod_i_terms_apgw(const paramod_i_wanted *wanted,
                          const paramod_i_times *times, bool event,
                          const double *weight, paramod_i_terms *terms);
bool paramod_i_terms_weibull(const paramod_i_wanted *wanted,
                             const paramod_i_times *times, bool event,
                             const double *weight, paramod_i_terms *terms);

#endif /* PARAMOD_SURVIVAL_KERNEL_IMPL_H */
