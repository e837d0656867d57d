/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file problem_impl.h  A model seen through its space: what optimisers minimise.
 *
 * For a likelihood f(u) = -log L(T(u)); for residuals f(u) = |r(T(u))|^2 / 2.
 * Missing derivatives are filled in by differences.  A value or derivative
 * that is not finite makes the evaluation PARAMOD_EVAL_RETRY.
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
    paramod_likelihood likelihood; /**< if not least_squares */
    paramod_residuals residuals;   /**< if least_squares */
    size_t n;           /**< parameters */
    size_t k;           /**< free coordinates */
    size_t m;           /**< residuals, or 0 */
    size_t evaluations; /**< values computed so far, differences included */
    double *work;
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
/** r, m entries. */
paramod_eval paramod_i_problem_residual(paramod_i_problem *problem, const double *u,
                                        double *r);
/** J = dr/du, m x k, column-major. */
paramod_eval paramod_i_problem_jacobian(paramod_i_problem *problem, const double *u,
                                        double *j);

#endif /* PARAMOD_OPTIM_PROBLEM_IMPL_H */
