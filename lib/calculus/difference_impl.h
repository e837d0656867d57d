/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file difference_impl.h  Numerical derivatives with step control. */

#ifndef PARAMOD_CALCULUS_DIFFERENCE_IMPL_H
#define PARAMOD_CALCULUS_DIFFERENCE_IMPL_H

#include <stddef.h>

#include <paramod/model.h>

/** A function of k free coordinates with count values. */
typedef paramod_eval (*paramod_i_vector_function)(const double *u, double *value,
                                                  void *data);

/**
 * Central differences d value / d u_j with steps h_j = eps^(1/3) max(1, |u_j|),
 * one-sided where one of the two points cannot be evaluated.
 *
 * \param[in]  k         coordinates
 * \param[in]  count     values
 * \param[in]  u         the point; restored on return
 * \param[out] jacobian  count x k, column-major: column j is d value / d u_j
 * \param[out] work      2 count doubles
 *
 * \return PARAMOD_EVAL_RETRY if some column has no computable neighbour
 */
paramod_eval paramod_i_difference(size_t k, size_t count,
                                  paramod_i_vector_function f, void *data,
                                  double *u, double *jacobian, double *work);

/**
 * The same with one column by Ridders' extrapolation (1982; tableau of
 * central differences with shrinking steps), about 1e-10 accurate for smooth
 * functions.  \param[out] error  count estimates of the absolute error
 * \param[out] work  23 count doubles
 */
paramod_eval paramod_i_difference_ridders(size_t k, size_t count,
                                          paramod_i_vector_function f, void *data,
                                          double *u, size_t j, double *column,
                                          double *error, double *work);

#endif /* PARAMOD_CALCULUS_DIFFERENCE_IMPL_H */
