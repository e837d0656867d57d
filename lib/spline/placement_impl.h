/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file placement_impl.h  Knots of a cubic spline for a function that is known.
 *
 * On a locally uniform mesh of step h a cubic spline errs by h^4 |f''''| / 384,
 * so the fewest knots lie at equal shares of the integral of 1 / h(x), with
 *
 *     h(x) = (384 delta (|f| + scale) / |f''''|)^(1/4)
 *
 * smoothed so that neighbouring steps differ little.  The spline is then built
 * and compared with the model, and h corrected where they disagree; f itself is
 * not called.
 */

#ifndef PARAMOD_SPLINE_PLACEMENT_IMPL_H
#define PARAMOD_SPLINE_PLACEMENT_IMPL_H

#include "spline/surrogate_impl.h"

/** A stretch of good pieces, on which the spline is smooth. */
typedef struct paramod_i_segment {
    int first, last;       /**< leaves */
    double from, to;       /**< in x */
    unsigned char mark;    /**< of its last knot */
    bool clamped;          /**< its ends have the slopes of the model */
    /* found by paramod_i_place() */
    double *x;             /**< the knots, own */
    size_t count;
    double achieved, worst_x; /**< largest error / tolerance, and where */
    double excess;            /**< the largest of what rounding does not explain */
} paramod_i_segment;

/** Places the knots of one segment, at most `most`; false if memory runs out.
 *  A segment too short for six knots gets none. */
bool paramod_i_place(const paramod_i_surrogate *s, paramod_i_segment *segment,
                     size_t most);

/** Slopes ds/dx of the model at both ends of the segment. */
void paramod_i_end_slopes(const paramod_i_surrogate *s, const paramod_i_segment *g,
                          size_t j, double slope[2]);

/** Value of component j of the model at x of the segment, near its leaf *hint,
 *  which is moved. */
double paramod_i_model(const paramod_i_surrogate *s, const paramod_i_segment *g,
                       size_t j, double x, int *hint);

#endif /* PARAMOD_SPLINE_PLACEMENT_IMPL_H */
