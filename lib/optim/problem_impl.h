/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file problem_impl.h  A model seen through its space: what optimisers minimise.
 *
 * For a likelihood f(u) = -log L(T(u)); for residuals f(u) = |r(T(u))|^2 / 2.
 * Missing derivatives are filled in by differences.  A value or derivative
 * that is not finite makes the evaluation PARAMOD_EVAL_RETRY.  Every call of a
 * model by the library's optimisers goes through the functions below.
 */

#ifndef PARAMOD_OPTIM_PROBLEM_IMPL_H
#define PARAMOD_OPTIM_PROBLEM_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/model.h>
#include <paramod/space.h>
#include <paramod/status.h>

/** Holds the workspace of evaluations: one object per thread. */
typedef struct paramod_i_problem {
    const paramod_space *space;
    bool least_squares;
    bool plain;         /**< theta is u: all parameters free and unbounded */
    paramod_likelihood likelihood; /**< if not least_squares */
    paramod_residuals residuals;   /**< if least_squares */
    size_t n;           /**< parameters */
    size_t k;           /**< free coordinates */
    size_t m;           /**< residuals, or 0 */
    size_t evaluations; /**< values computed so far, differences included */
    double *work;       /**< everything below */
    double *theta;      /**< n */
    double *slope;      /**< n: gradient in theta; or k: dtheta/du */
    double *second;     /**< likelihood: Hessian in theta, n x n;
                             residuals: Jacobian in theta, m x n */
    double *residual;   /**< m; shared by value(), gradient() and hessian() */
    double *jacobian;   /**< m x k; shared by gradient() and hessian() */
    double *point;      /**< k: where differences are taken */
    double *step;       /**< k: steps of second differences */
    double *difference; /**< 2 max(m, k, 1): work of differences */
} paramod_i_problem;

/** Either likelihood or residuals is null.  Space, not copied, must outlive it. */
paramod_status paramod_i_problem_create(const paramod_space *space,
                                        const paramod_likelihood *likelihood,
                                        const paramod_residuals *residuals,
                                        paramod_i_problem **problem_out);
void paramod_i_problem_destroy(paramod_i_problem *problem);

/** f at u. */
paramod_eval paramod_i_problem_value(paramod_i_problem *problem, const double *u,
                                     double *f);
/** f and g = df/du, k entries. */
paramod_eval paramod_i_problem_gradient(paramod_i_problem *problem, const double *u,
                                        double *f, double *g);
/** f, g and H = d2f/du2, k x k, full.  For residuals H = J'J. */
paramod_eval paramod_i_problem_hessian(paramod_i_problem *problem, const double *u,
                                       double *f, double *g, double *h);
/** The same with the second derivatives of residuals in H, by differences. */
paramod_eval paramod_i_problem_full_hessian(paramod_i_problem *problem,
                                            const double *u, double *f, double *g,
                                            double *h);
/** r, m entries. */
paramod_eval paramod_i_problem_residual(paramod_i_problem *problem, const double *u,
                                        double *r);
/** J = dr/du, m x k, column-major. */
paramod_eval paramod_i_problem_jacobian(paramod_i_problem *problem, const double *u,
                                        double *j);

/** The Hessian alone, from second differences of values; f is the value at u,
 *  and u is left as it was (second_difference.c). */
paramod_eval paramod_i_second_difference(paramod_i_problem *problem,
                                         const double *u, double f, double *h);

/** Its diagonal alone, k entries. */
paramod_eval paramod_i_second_difference_diagonal(paramod_i_problem *problem,
                                                  const double *u, double f,
                                                  double *diagonal);

/** True if gradients come from differences of values. */
bool paramod_i_problem_lacks_gradient(const paramod_i_problem *problem);

#endif /* PARAMOD_OPTIM_PROBLEM_IMPL_H */
