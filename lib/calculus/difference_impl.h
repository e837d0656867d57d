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
 * Central differences d value / d u_j with steps h_j = eps^(1/3) max(1, |u_j|).
 * Where only one side can be evaluated, two steps to that side keep the error
 * at O(h^2), or one step at O(h) if the second fails.  Values that are not
 * finite count as PARAMOD_EVAL_RETRY.
 *
 * \param[in]  k         coordinates
 * \param[in]  count     values
 * \param[in]  u         the point; restored on return
 * \param[out] jacobian  count x k, column-major: column j is d value / d u_j
 * \param[out] work      2 count doubles
 *
 * \return PARAMOD_EVAL_RETRY if some column has no computable neighbour,
 *         PARAMOD_EVAL_STOP as soon as f returns it
 */
paramod_eval paramod_i_difference(size_t k, size_t count,
                                  paramod_i_vector_function f, void *data,
                                  double *u, double *jacobian, double *work);

/**
 * One column by Ridders' extrapolation: C. J. F. Ridders, "Accurate computation
 * of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4 (1982) 75-76.  Central
 * differences with shrinking steps are extrapolated to h = 0, from several
 * first steps, and the result with the smallest estimated error is kept, value
 * by value; about 1e-10 accurate for smooth functions.
 *
 * \param[in]  u       the point; restored on return
 * \param[in]  j       the coordinate
 * \param[out] column  count derivatives
 * \param[out] error   count estimates of the absolute error, which include what
 *                     rounding in the values does to the differences
 * \param[out] work    23 count doubles
 *
 * \return PARAMOD_EVAL_RETRY if f can nowhere be computed on both sides of u_j
 */
paramod_eval paramod_i_difference_ridders(size_t count, paramod_i_vector_function f,
                                          void *data, double *u, size_t j,
                                          double *column, double *error,
                                          double *work);

#endif /* PARAMOD_CALCULUS_DIFFERENCE_IMPL_H */
