/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file quadrature_impl.h  Integrals: fixed Gauss-Legendre and adaptive. */

#ifndef PARAMOD_CALCULUS_QUADRATURE_IMPL_H
#define PARAMOD_CALCULUS_QUADRATURE_IMPL_H

#include <stddef.h>

/** Integrand with count values; no way to fail: NaN ends up in the result. */
typedef void (*paramod_i_integrand)(double x, double *value, void *data);

enum { PARAMOD_I_QUADRATURE_MOST = 32 }; /**< most components of an integrand */

/** Gauss-Legendre with 20 points on [a, b]; integral[count]. */
void paramod_i_quadrature_fixed(size_t count, paramod_i_integrand f, void *data,
                                double a, double b, double *integral);

/**
 * Adaptive bisection with the 10-21 Gauss-Kronrod pair on finite [a, b], no
 * allocation; all components share the abscissae and the refinement is led by
 * the one with the largest error relative to its tolerance.
 *
 * \param[out] error  estimates of the absolute errors; may be null
 * \return number of subintervals that missed their share of the tolerance at
 *         the depth limit (0: the tolerance is met)
 */
size_t paramod_i_quadrature_adaptive(size_t count, paramod_i_integrand f,
                                     void *data, double a, double b,
                                     double relative, double absolute,
                                     double *integral, double *error);

#endif /* PARAMOD_CALCULUS_QUADRATURE_IMPL_H */
