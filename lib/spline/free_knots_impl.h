/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file free_knots_impl.h  Knots that the data choose. */

#ifndef PARAMOD_SPLINE_FREE_KNOTS_IMPL_H
#define PARAMOD_SPLINE_FREE_KNOTS_IMPL_H

#include "spline/least_squares_impl.h"

typedef struct paramod_i_knot_search {
    const paramod_i_data *data;
    size_t inner;
    size_t starts;
    uint64_t seed;
    const paramod_executor *executor; /**< null: serial */
} paramod_i_knot_search;

/**
 * Moves `inner` knots to the least sum of squares, from the knots given on
 * entry and, with more starts than one, from random ones.
 *
 * The coefficients are eliminated (variable projection), and the knots stand
 * for the logarithms of ratios of neighbouring gaps (Jupp 1978), so that they
 * stay in order, and the saddle points where two knots meet lie at infinity.
 */
paramod_status paramod_i_free_knots(const paramod_i_knot_search *search, double *knot);

#endif /* PARAMOD_SPLINE_FREE_KNOTS_IMPL_H */
