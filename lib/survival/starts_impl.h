/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file starts_impl.h  Where fits of survival models start. */

#ifndef PARAMOD_SURVIVAL_STARTS_IMPL_H
#define PARAMOD_SURVIVAL_STARTS_IMPL_H

#include "survival/design_impl.h"

enum { PARAMOD_I_SAMPLE = 256 };

/** Some of the rows, evenly chosen: times as if exact or right-censored. */
typedef struct paramod_i_sample {
    size_t count;
    double time[PARAMOD_I_SAMPLE];
    bool event[PARAMOD_I_SAMPLE];
} paramod_i_sample;

/** What a sample says: its median and median absolute deviation; and a Weibull
 *  fit, H = (phi t)^gamma, if times are positive. */
typedef struct paramod_i_shape {
    double median, spread;
    double log_phi, log_gamma;
} paramod_i_shape;

paramod_i_shape paramod_i_sample_shape(const paramod_i_design *design);

/** Unit in which predictor p is of order 1: not 1 only where an identity link
 *  gives it the dimension of a time or a rate. */
double paramod_i_start_unit(const paramod_i_design *design, size_t p);

/** Number of a family's own starts. */
size_t paramod_i_start_count(const paramod_i_design *design);
/** Start number index (taken modulo their number), in the scaled view. */
void paramod_i_start(const paramod_i_design *design,
                     const paramod_i_shape *shape, size_t index, double *v);

#endif /* PARAMOD_SURVIVAL_STARTS_IMPL_H */
