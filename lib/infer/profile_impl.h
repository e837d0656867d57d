/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file profile_impl.h  One end of a profile-likelihood interval.
 *
 * With f the function that was minimised (-log L or |r|^2 / 2), p(t) is its
 * minimum over all free coordinates but u_j = t.  An end is the t with
 * p(t) = base + rise, where base = p at the estimate.
 */

#ifndef PARAMOD_INFER_PROFILE_IMPL_H
#define PARAMOD_INFER_PROFILE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/infer.h>

#include "optim/fit_impl.h"
#include "optim/problem_impl.h"

typedef struct paramod_i_profile {
    const paramod_fit *fit;
    paramod_i_problem *problem;
    size_t n, k;
    size_t index;    /**< the parameter */
    size_t j;        /**< its free coordinate */
    double base;
    double rise;
    bool is_mapped;  /**< u_j is not theta itself: there are finite bounds */
    double side;     /**< -1 lower, 1 upper end */
    double unit;     /**< Wald distance of the end from the estimate in u_j, or
                          a guess where the information is singular */
    double *gradient; /**< k */
    double *hessian;  /**< k x k */
    double *block;    /**< k x k: Cholesky factor of the nuisance block */
    double *shift;    /**< k: -H_ww^-1 g_w */
    double *tangent;  /**< k: du_w / du_j along the profile */
    double *theta;    /**< n */
    double *point;    /**< 3 k */
} paramod_i_profile;

/** Makes ready for both ends; release() in any case.  \p rise is that of f. */
paramod_status paramod_i_profile_prepare(const paramod_fit *fit, size_t index,
                                         double rise, paramod_i_profile *profile);
void paramod_i_profile_release(paramod_i_profile *profile);

/** How small a difference of f is pure rounding. */
double paramod_i_profile_noise(const paramod_i_profile *profile);

/**
 * The quadratic model of f at u: gradient, Hessian, and with them tangent,
 * shift and f.  \return false if f cannot be evaluated, or the nuisance block
 * is not positive definite.
 */
bool paramod_i_profile_expand(paramod_i_profile *profile, const double *u, double *f);

/** Derivatives of the profile in the quadratic model: slope and curvature of
 *  its parabola in u_j, whose value at u is f - gain. */
void paramod_i_profile_parabola(const paramod_i_profile *profile, double *slope,
                                double *curvature, double *gain);

/**
 * Venzon and Moolgavkar (1988): Newton's method for p(t) = base + rise and
 * df/du_w = 0.  u starts at the estimate.  \return true if it converged to a
 * crossing on the right side at which p rises and whose nuisance block is
 * positive definite; else u is spoilt.
 */
bool paramod_i_profile_newton(paramod_i_profile *profile, double *u);

/**
 * Follows p outwards by constrained fits until it has risen enough, then finds
 * the crossing in that bracket.  u is the estimate on entry, and the end or
 * the last point reached on return.
 */
paramod_status paramod_i_profile_path(paramod_i_profile *profile, double *u,
                                      paramod_profile_end *end);

#endif /* PARAMOD_INFER_PROFILE_IMPL_H */
