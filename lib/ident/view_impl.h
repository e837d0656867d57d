/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file view_impl.h  Observations seen in coordinates: -log L, its gradient, and
 * the whitened sensitivities S.
 */

#ifndef PARAMOD_IDENT_VIEW_IMPL_H
#define PARAMOD_IDENT_VIEW_IMPL_H

#include "ident/ident_impl.h"

/** A penalty lambda |U'(x - center)|^2 / 2 with `columns` columns of U, k x columns
 *  row-major; none for lambda = 0. */
typedef struct paramod_i_penalty {
    double lambda;
    size_t columns;
    const double *u, *center;
} paramod_i_penalty;

/** A workspace: one for each thread. */
typedef struct paramod_i_view {
    const paramod_ident *ident;
    void *data;           /**< handed to the model */
    bool owns_data;
    paramod_i_penalty penalty;
    size_t evaluations;   /**< of Jacobians */
    double constant;      /**< of -log L, which f below leaves out */
    size_t trouble;       /**< observation that left its domain, or NONE */
    double *block;
    double *theta;        /**< n */
    double *value, *sigma; /**< N each */
    double *by_value;     /**< N x n: d value / d theta */
    double *by_sigma;     /**< N x n, where sigma is modelled */
    double *s;            /**< rows x k: S */
    double *weight;       /**< k: U'(x - center) */
    double *both;         /**< 24 rows: work of differences */
    double *error;        /**< 2 N n: errors of the Jacobians, as of the last
                               paramod_i_view_errors() or difference */
} paramod_i_view;

/** \param[in] alone  the caller is the only one that uses ident's data now
 *  \retval PARAMOD_ERR_CALLBACK  the model cannot copy its data */
paramod_status paramod_i_view_create(const paramod_ident *ident, bool alone,
                                     const char *caller, paramod_i_view **view_out);
void paramod_i_view_destroy(paramod_i_view *view);

/** *f = -log L(x) - view->constant + penalty; the penalty alone without data. */
paramod_eval paramod_i_view_value(paramod_i_view *view, const double *x, double *f);
/** The same, and g[k]; S is left in view->s. */
paramod_eval paramod_i_view_gradient(paramod_i_view *view, const double *x, double *f,
                                     double *g);
/** The same, and h[k x k] = S'S plus that of the penalty. */
paramod_eval paramod_i_view_expand(paramod_i_view *view, const double *x, double *f,
                                   double *g, double *h);
/** S alone, and in view->value and view->sigma what the model gives. */
paramod_eval paramod_i_view_rows(paramod_i_view *view, const double *x);
/** Bounds of the errors of S at the point where it was computed last,
 *  error[rows x k]. */
paramod_eval paramod_i_view_errors(paramod_i_view *view, double *error);
/** h = d2 f / dx2 by differences of the gradient g at x along coordinates that are
 *  not held, with steps of 1e-3 / sqrt(h_jj) of the h given, inside the bounds. */
paramod_eval paramod_i_view_curvature(paramod_i_view *view, const double *x,
                                      const double *g, const bool *held, double *h,
                                      double *work);
/** How small a difference of f may be pure error. */
double paramod_i_view_noise(const paramod_i_view *view, double f);
/** The failure that says why an evaluation was not possible. */
paramod_status paramod_i_view_fail(const paramod_i_view *view, paramod_eval eval,
                                   const char *caller);

#endif /* PARAMOD_IDENT_VIEW_IMPL_H */
