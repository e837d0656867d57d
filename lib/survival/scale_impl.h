/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file scale_impl.h  Families that are one law of a standardised time
 *
 *   s = gamma (a + log t)   (or gamma (a + t) on the real line).
 *
 * Such a family gives its law in s and its own shape parameters; the chain
 * rule to the linear predictors is the same for all of them.
 */

#ifndef PARAMOD_SURVIVAL_SCALE_IMPL_H
#define PARAMOD_SURVIVAL_SCALE_IMPL_H

#include "survival/family_impl.h"

enum { PARAMOD_I_LAW_SHAPES = 2, PARAMOD_I_LAW_PAIRS = 6 };

/** H(s), l(s) = log dH/ds and their derivatives by s and up to two shapes, in
 *  this order; second ones by paramod_i_pair(). */
typedef struct paramod_i_law {
    double H, l;
    double H1[1 + PARAMOD_I_LAW_SHAPES], l1[1 + PARAMOD_I_LAW_SHAPES];
    double H2[PARAMOD_I_LAW_PAIRS], l2[PARAMOD_I_LAW_PAIRS];
} paramod_i_law;

/** How a family stands on its law. */
typedef struct paramod_i_scale {
    /** order as in paramod_family.evaluate; shape[] are linear predictors */
    void (*law)(int order, double s, const double *shape, paramod_i_law *law);
    int location;  /**< index of the predictor that is a, or -1 for a = 0 */
    int scale;     /**< index of the predictor that is log gamma */
    double sign;   /**< -1 if the predictors are -a and -log gamma instead */
    size_t shapes; /**< number of shape parameters */
    size_t shape[PARAMOD_I_LAW_SHAPES]; /**< their indices */
} paramod_i_scale;

/** Evaluates a family with form from its law; see paramod_family.evaluate. */
void paramod_i_scale_evaluate(const paramod_i_scale *form, bool real_line, int order,
                              const paramod_i_times *times,
                              paramod_i_hazards *hazards);

#endif /* PARAMOD_SURVIVAL_SCALE_IMPL_H */
