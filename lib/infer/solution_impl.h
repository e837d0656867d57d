/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file solution_impl.h  Derivatives of a fit at its best point. */

#ifndef PARAMOD_INFER_SOLUTION_IMPL_H
#define PARAMOD_INFER_SOLUTION_IMPL_H

#include <stddef.h>

#include "infer/information_impl.h"
#include "optim/fit_impl.h"
#include "optim/problem_impl.h"

/** All in free coordinates, of the f that is minimised. */
typedef struct paramod_i_solution {
    const paramod_fit *fit;
    const char *caller; /**< public function that failures are reported for */
    paramod_i_problem *problem;
    size_t *index;    /**< k: parameter that free coordinate j belongs to */
    double *slope;    /**< k: dtheta/du */
    double *gradient; /**< k */
    double *residual; /**< m; least squares only */
    double *matrix;   /**< m x k column-major, the Jacobian with columns divided
                           by information->scale; k x k, the Hessian, for a
                           likelihood */
    double largest;   /**< max_j |g_j| / sqrt(|I_jj|), as in the certificate */
    paramod_i_information *information; /**< of the certificate */
} paramod_i_solution;

/** \retval PARAMOD_ERR_CALLBACK  a derivative cannot be evaluated */
paramod_status paramod_i_solution_create(const paramod_fit *fit, const char *caller,
                                         paramod_i_solution **solution_out);
void paramod_i_solution_destroy(paramod_i_solution *solution);

/** OK, or a failure that says that the model gave up, or has no finite
 *  \p what at the solution. */
paramod_status paramod_i_evaluated(paramod_eval eval, const char *caller,
                                   const char *what);

/** Relative error of second derivatives of a model, for the tolerance of the
 *  eigenvalues of a k x k matrix with unit diagonal. */
double paramod_i_hessian_noise(const paramod_fit *fit);

/** s^2 = SSR / (m - k).  \retval PARAMOD_ERR_DOMAIN  m <= k */
paramod_status paramod_i_residual_variance(const paramod_fit *fit, const char *caller,
                                           double *variance);

/** The expected information D I D of a likelihood whose information() is not
 *  null.  \retval PARAMOD_ERR_CALLBACK  it cannot be evaluated */
paramod_status paramod_i_solution_expected(const paramod_i_solution *solution,
                                           paramod_i_information **out);

/** -1 or 1 if free coordinate j lies at its lower or upper bound, as the
 *  certificate defines it; else 0. */
int paramod_i_solution_bound(const paramod_i_solution *solution, size_t j);

/** Direction v in scaled coordinates as k entries in natural parameters with a
 *  largest entry of 1, noise set to 0; may be done in place. */
void paramod_i_natural_direction(const paramod_i_solution *solution,
                                 const paramod_i_information *information,
                                 const double *v, double *direction);

/**
 * Fails with PARAMOD_ERR_SINGULAR unless the information, in the coordinates of
 * the solution, is regular; the message says what it does not determine.
 */
paramod_status paramod_i_require_regular(const paramod_i_solution *solution,
                                         const paramod_i_information *information);

#endif /* PARAMOD_INFER_SOLUTION_IMPL_H */
