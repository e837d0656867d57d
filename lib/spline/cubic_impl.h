/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file cubic_impl.h  Cubic splines through points, by their curvatures. */

#ifndef PARAMOD_SPLINE_CUBIC_IMPL_H
#define PARAMOD_SPLINE_CUBIC_IMPL_H

#include <stddef.h>

#include <paramod/spline.h>

/** Points 0 .. n in units in which nothing overflows. */
typedef struct paramod_i_points {
    size_t n;          /**< number of intervals, at least 1 */
    const double *h;   /**< n widths */
    const double *y;   /**< n + 1 ordinates */
    const double *s;   /**< n slopes (y_i+1 - y_i) / h_i */
} paramod_i_points;

/**
 * curvature[i] = S''(x_i) / 2, i = 0 .. n, of the spline
 *
 *     S = y_i + b_i t + c_i t^2 + d_i t^3,   b_i = s_i - h_i (c_i+1 + 2 c_i) / 3,
 *     d_i = (c_i+1 - c_i) / (3 h_i)
 *
 * \param[out] work  2 (n + 1) doubles
 */
void paramod_i_cubic_not_a_knot(const paramod_i_points *p, double *curvature,
                                double *work);
void paramod_i_cubic_natural(const paramod_i_points *p, double *curvature,
                             double *work);
void paramod_i_cubic_clamped(const paramod_i_points *p, const double slope[2],
                             double *curvature, double *work);
/** n >= 2 and y_n = y_0; work: 3 (n + 1) doubles. */
void paramod_i_cubic_periodic(const paramod_i_points *p, double *curvature,
                              double *work);

/** slope[i] = S'(x_i), i = 0 .. n, of the Hermite kinds. */
void paramod_i_hermite_monotone(const paramod_i_points *p, double *slope);
/** work: n + 4 doubles */
void paramod_i_hermite_akima(const paramod_i_points *p, int modified, double *slope,
                             double *work);

#endif /* PARAMOD_SPLINE_CUBIC_IMPL_H */
