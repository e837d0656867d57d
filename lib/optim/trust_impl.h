/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file trust_impl.h  The quadratic model of f about a point, and its minimiser
 * in a ball: the trust-region subproblem that all methods share.
 *
 * Lengths are measured as |S s| with S = diag(scale), so that nothing depends
 * on the units of the parameters.  In the eigenbasis V of S^-1 H S^-1,
 *
 *     s = S^-1 V y,   f(u + s) ~ f + slope'y + y' diag(curvature) y / 2.
 */

#ifndef PARAMOD_OPTIM_TRUST_IMPL_H
#define PARAMOD_OPTIM_TRUST_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/status.h>

typedef struct paramod_i_model {
    size_t k;
    double f;
    double *scale;     /**< k, positive; zero before the first point */
    double *curvature; /**< k eigenvalues, in any order */
    double *slope;     /**< k: V'S^-1 g */
    double *basis;     /**< V, k x k, column-major */
    double negligible; /**< curvatures up to this one are rounding error */
    double noise;      /**< rounding error of a difference of two values of f */
    double floor;      /**< rounding error of the decrement */
    double decrement;  /**< g'|H|^-1 g / 2 */
    double *work;
} paramod_i_model;

typedef struct paramod_i_step {
    double *y;        /**< k, in the eigenbasis */
    double *s;        /**< k, to be added to u */
    double length;    /**< |y| = |S s| */
    double predicted; /**< by which the quadratic model falls */
    double lambda;    /**< the shift: y_i = -slope_i / (curvature_i + lambda) */
    bool full;        /**< the model's unrestricted minimiser */
} paramod_i_step;

paramod_status paramod_i_model_create(size_t k, paramod_i_model **q_out);
void paramod_i_model_destroy(paramod_i_model *q);

/** Scale of a coordinate at a new point where its natural size is d_j: follows
 *  growth at once, and decay no faster than by the factor `decay` a point
 *  (Dennis, Gay, Welsch 1981, NL2SOL), so that a derivative that happens to
 *  vanish at one point does no harm.  u_j serves where no size is known. */
double paramod_i_scale(double old, double decay, double d_j, double u_j);

/** |S u| */
double paramod_i_scaled_norm(const paramod_i_model *q, const double *u);

/** Fills in the decrement from slopes and curvatures. */
void paramod_i_model_finish(paramod_i_model *q);

/** True unless some direction is curved downwards beyond what rounding and
 *  differences do. */
bool paramod_i_model_is_convex(const paramod_i_model *q);

/** |S s| of the Newton step with |H| in place of H. */
double paramod_i_model_reach(const paramod_i_model *q);

/** s = S^-1 V y */
void paramod_i_model_turn_back(const paramod_i_model *q, const double *y, double *s);

/** Minimises the model over |y| <= radius (within 0.1 %). */
void paramod_i_trust_step(const paramod_i_model *q, double radius,
                          paramod_i_step *step);

/** The radius that follows a step which lowered f by gain; a gain that is NaN
 *  means that f could not be computed. */
double paramod_i_trust_radius(const paramod_i_model *q,
                              const paramod_i_step *step, double radius,
                              double gain);

#endif /* PARAMOD_OPTIM_TRUST_IMPL_H */
