/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file placement_step_impl.h  The step of a mesh as a function of x. */

#ifndef PARAMOD_SPLINE_PLACEMENT_STEP_IMPL_H
#define PARAMOD_SPLINE_PLACEMENT_STEP_IMPL_H

#include "spline/placement_impl.h"

typedef struct paramod_i_step {
    size_t count;
    double *x, *h;  /**< grid and steps there, linear between */
    double *sum;    /**< integral of 1 / h from the first grid point */
    double *block;
} paramod_i_step;

/** A grid over the pieces of the segment; false if memory runs out. */
bool paramod_i_step_begin(paramod_i_step *h, const paramod_i_surrogate *s,
                          const paramod_i_segment *segment);
void paramod_i_step_release(paramod_i_step *h);
/** Steps from fourth differences of the model. */
void paramod_i_step_estimate(paramod_i_step *h, const paramod_i_surrogate *s,
                             const paramod_i_segment *segment);
/** Limits the growth of the step. */
void paramod_i_step_smooth(paramod_i_step *h);
/** Sets the sums; their last, the number of steps in all. */
double paramod_i_step_total(paramod_i_step *h);
/** The sum at x. */
double paramod_i_step_sum(const paramod_i_step *h, double x);
/** x with that sum, from grid cell *cell on. */
double paramod_i_step_place(const paramod_i_step *h, double sum, size_t *cell);

#endif /* PARAMOD_SPLINE_PLACEMENT_STEP_IMPL_H */
