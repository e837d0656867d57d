/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file profile_impl.h  One side of a profile: the largest or least x_i, or value of
 * a prediction, with f(x) <= base + drop inside the box.
 */

#ifndef PARAMOD_IDENT_PROFILE_IMPL_H
#define PARAMOD_IDENT_PROFILE_IMPL_H

#include "ident/search_impl.h"

/** What is made as large (side 1) or small (side -1) as it gets. */
typedef struct paramod_i_goal {
    size_t j;    /**< a coordinate, or PARAMOD_IDENT_NONE for a prediction */
    double side;
    paramod_ident_prediction prediction;
    void *data;
    double *gradient; /**< n and k: work of predictions */
} paramod_i_goal;

/** An optimum with its profiles' threshold. */
typedef struct paramod_i_base {
    const double *x; /**< k */
    double f, drop;
} paramod_i_base;

/** One side under way. */
typedef struct paramod_i_trace {
    paramod_i_search search;
    const paramod_i_base *base;
    paramod_i_goal goal;
    double *block;
    double *x;        /**< k: where it is */
    double *a;        /**< k: side times gradient of the goal */
    double *along, *down; /**< k each: H^-1 a and H^-1 g */
    double *places;   /**< 4 k, of path.c */
    double value;     /**< of the goal at x */
    double rise, residual;
} paramod_i_trace;

paramod_status paramod_i_trace_create(paramod_i_view *view, const paramod_i_base *base,
                                      const paramod_i_goal *goal, const char *caller,
                                      paramod_i_trace *trace);
void paramod_i_trace_release(paramod_i_trace *trace);

/** The goal at x and, in a, side times its gradient in coordinates. */
paramod_eval paramod_i_goal_at(paramod_i_trace *trace, const double *x);

/** Solves for the KKT point with f = base + rise from trace->x.  False if Newton's
 *  method does not converge, or x_i would leave its bounds. */
bool paramod_i_crossing(paramod_i_trace *trace, double rise);

/**
 * Follows the profile of a coordinate until f has risen by the drop, or the bound or
 * the end of numbers is reached; trace->x is the end then.
 */
paramod_ident_end paramod_i_path(paramod_i_trace *trace);

/** Fits all but coordinate j from x; false if that fails. */
bool paramod_i_constrained(paramod_i_trace *trace, double *x, double *f, double *slope);

/** A side in full.  Behind it there is room for `points` points, each a coordinate,
 *  the rise there and k coordinates (side.c). */
paramod_status paramod_i_find_side(paramod_i_view *view, const paramod_i_base *base,
                                   const paramod_i_goal *goal, size_t points,
                                   paramod_ident_side *side);
double *paramod_i_side_points(paramod_ident_side *side);

/** Options with their defaults, and the optimum near x, which becomes x; failures are
 *  those of `caller` (profile.c). */
paramod_status paramod_i_read_profile_options(const paramod_ident_profile_options *given,
                                              const char *caller,
                                              paramod_ident_profile_options *options);
paramod_status paramod_i_find_base(paramod_i_view *view, double *x, double drop,
                                   const char *caller, paramod_i_base *base);

#endif /* PARAMOD_IDENT_PROFILE_IMPL_H */
