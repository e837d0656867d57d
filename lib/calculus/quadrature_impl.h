/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file quadrature_impl.h  Integrals: fixed Gauss-Legendre and adaptive. */

#ifndef PARAMOD_CALCULUS_QUADRATURE_IMPL_H
#define PARAMOD_CALCULUS_QUADRATURE_IMPL_H

#include <stddef.h>

/** Integrand with count values; no way to fail: NaN ends up in the result. */
typedef void (*paramod_i_integrand)(double x, double *value, void *data);

enum { PARAMOD_I_QUADRATURE_MOST = 32 }; /**< most components of an integrand */

/** Gauss-Legendre with 20 points on [a, b]; integral[count].  Exact, up to
 *  rounding, for polynomials up to degree 39. */
void paramod_i_quadrature_fixed(size_t count, paramod_i_integrand f, void *data,
                                double a, double b, double *integral);

/**
 * Adaptive bisection with the 10-21 Gauss-Kronrod pair on a finite [a, b],
 * without allocation (about 50 kB of stack).  All components share the
 * intervals, and the next to be halved is the one with the largest error in
 * units of its tolerance max(absolute, relative |integral|).  It ends when
 * every tolerance is met, when what is left is rounding, or after
 * min(400, 2048 / count) intervals.
 *
 * \param[out] error  estimates of the absolute errors; may be null
 * \return 0 if every tolerance is met; otherwise the number of intervals whose
 *         error is above their share, by width, of a tolerance that is not met
 *         (an infinite or NaN integral meets none; a node that hits a
 *         singularity is moved by halving)
 */
size_t paramod_i_quadrature_adaptive(size_t count, paramod_i_integrand f,
                                     void *data, double a, double b,
                                     double relative, double absolute,
                                     double *integral, double *error);

#endif /* PARAMOD_CALCULUS_QUADRATURE_IMPL_H */
