/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file search_impl.h  Newton's method in a box. */

#ifndef PARAMOD_IDENT_SEARCH_IMPL_H
#define PARAMOD_IDENT_SEARCH_IMPL_H

#include "ident/view_impl.h"

/**
 * A workspace.  Held coordinates are those that are fixed, and those at a bound
 * that f pushes them against; Newton's equations are those of the others.
 */
typedef struct paramod_i_search {
    paramod_i_view *view;
    size_t k, free;     /**< coordinates, and those not held */
    bool full;          /**< h has second derivatives of the model: the correction */
    bool stale;         /**< the correction is to be computed anew */
    double *correction; /**< k x k: d2 f / dx2 - S'S where it was needed last; it is kept
                             from point to point, as it changes slowly */
    bool *held, *fixed; /**< k each */
    double *block;
    double *g, *h;      /**< k, and k x k */
    double *diagonal;   /**< k: that of S'S at g's point, which units are taken from */
    double *spare_diagonal; /**< that of the last point expanded */
    double *factor;     /**< k x k: Cholesky factor for coordinates not held */
    double *step, *solved; /**< k each */
    double *trial;      /**< k */
    double *spare_g, *spare_h; /**< of trial */
    double *work;       /**< 2 k */
} paramod_i_search;

paramod_status paramod_i_search_create(paramod_i_view *view, const char *caller,
                                       paramod_i_search *search);
void paramod_i_search_release(paramod_i_search *search);

/** f, g and h at x; h with second derivatives of the model if search->full. */
paramod_eval paramod_i_search_expand(paramod_i_search *search, const double *x, double *f,
                                     double *g, double *h);
/** From the next expansion on h has second derivatives, computed there. */
void paramod_i_search_refine(paramod_i_search *search);
/** Holds coordinates at bounds that the gradient pushes against. */
void paramod_i_search_hold(paramod_i_search *search, const double *x, const double *g);
/** Factors h + mu diagonal without what is held; false if it is not definite. */
bool paramod_i_search_factor(paramod_i_search *search, double mu);
/** y = (h + mu diagonal)^-1 b, 0 where held. */
void paramod_i_search_solve(const paramod_i_search *search, const double *b, double *y);
/** x moved by the step, and into the box; true if a bound was in the way. */
bool paramod_i_search_move(const paramod_i_search *search, const double *x,
                           const double *step, double *moved);

/** How a minimisation ended. */
typedef struct paramod_i_minimum {
    double f, decrement;
    size_t iterations;
    paramod_fit_end ending;
} paramod_i_minimum;

/** Minimises f from x in the box, with what is in search->fixed held.
 *  \return PARAMOD_EVAL_RETRY if f cannot be evaluated at x */
paramod_eval paramod_i_search_minimise(paramod_i_search *search, double *x,
                                       double tolerance, size_t most,
                                       paramod_i_minimum *minimum);

#endif /* PARAMOD_IDENT_SEARCH_IMPL_H */
