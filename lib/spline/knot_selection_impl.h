/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file knot_selection_impl.h  How many knots the data support, and where. */

#ifndef PARAMOD_SPLINE_KNOT_SELECTION_IMPL_H
#define PARAMOD_SPLINE_KNOT_SELECTION_IMPL_H

#include "spline/least_squares_impl.h"

/** log(S / N) N + log(N) (coefficients + chosen knots): Schwarz's criterion, in
 *  which a knot that the data chose counts twice, as place and as jump. */
double paramod_i_bic(const paramod_i_least_squares *ls, size_t chosen);

/**
 * Backward deletion: starts with the *inner knots given, takes away the knot
 * whose jump of the highest derivative has the least Wald statistic, until none
 * is left or the count is \p wanted, and leaves the set of the least criterion
 * (or, with wanted < *inner, the set of that many).
 *
 * \param[in,out] inner   number of knots
 * \param[in,out] knot    the knots
 * \param[out]    best    room for as many knots
 * \param[in]     wanted  number to stop at; SIZE_MAX: decided by the criterion
 */
bool paramod_i_delete_knots(paramod_i_least_squares *ls, size_t wanted, size_t *inner,
                            double *knot, double *best, double *work);

/**
 * Forward addition: from no knot on, adds knots midway in the spans with the
 * largest sums of squared residuals, a tenth of those there are at a time, up to
 * ls->most, and leaves the set of the least criterion in best.
 */
bool paramod_i_add_knots(paramod_i_least_squares *ls, size_t *inner, double *knot,
                         double *best);

/** Moves each knot among the gaps between data while that lessens the sum. */
bool paramod_i_move_knots(paramod_i_least_squares *ls, size_t inner, double *knot);

/** Up to \p most knots at quantiles of the distinct x; their number. */
size_t paramod_i_quantile_knots(const paramod_i_data *data, size_t most, double *knot);

#endif /* PARAMOD_SPLINE_KNOT_SELECTION_IMPL_H */
