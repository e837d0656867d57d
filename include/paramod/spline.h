/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/spline.h  Splines, and knots placed to meet a requested error. */

#ifndef PARAMOD_SPLINE_H
#define PARAMOD_SPLINE_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- The spline ---------------------------------------------------------- */

/**
 * A piecewise polynomial s(x) on [x_0, x_n].  Opaque and immutable: it has no
 * accelerator and no hidden state, so any number of threads may evaluate one
 * object at the same time.
 *
 * An evaluation finds its piece through a table of equal cells (of x, or of the
 * logarithm of the distance from x_0 where knots are graded towards it) and a
 * fixed number of comparisons without branches.  At a knot the piece on its
 * right counts, at x_n the last one.  A NaN gives a NaN.
 */
typedef struct paramod_spline paramod_spline;

/** What joins the data points. */
typedef enum paramod_spline_kind {
    PARAMOD_SPLINE_NOT_A_KNOT = 0, /**< S''' (S^(k) for degree k) is continuous at
                                        the outermost inner knots; of order
                                        h^(degree + 1) up to the ends */
    PARAMOD_SPLINE_NATURAL  = 1, /**< S'' = 0 at both ends; cubic */
    PARAMOD_SPLINE_CLAMPED  = 2, /**< S' given at both ends; cubic */
    PARAMOD_SPLINE_PERIODIC = 3, /**< S, S', S'' agree at the ends, and x is taken
                                      modulo x_n - x_0; cubic */
    PARAMOD_SPLINE_MONOTONE = 4, /**< cubic Hermite that rises, falls and turns
                                      where the data do (Fritsch and Butland 1984,
                                      the weighted harmonic mean of Brodlie);
                                      once differentiable */
    PARAMOD_SPLINE_AKIMA    = 5, /**< cubic Hermite with the local slopes of Akima
                                      (1970); once differentiable */
    PARAMOD_SPLINE_MAKIMA   = 6  /**< the same with weights that keep flat parts
                                      flat (modified Akima) */
} paramod_spline_kind;

/** What s is outside [x_0, x_n]; a periodic spline needs none. */
typedef enum paramod_spline_outside {
    PARAMOD_OUTSIDE_NAN      = 0, /**< NaN */
    PARAMOD_OUTSIDE_CONSTANT = 1, /**< the value at the end */
    PARAMOD_OUTSIDE_LINEAR   = 2, /**< value and slope at the end */
    PARAMOD_OUTSIDE_CONTINUE = 3  /**< the end piece goes on */
} paramod_spline_outside;

/** Zero in any member but size means the default. */
typedef struct paramod_spline_options {
    size_t size;        /**< sizeof(paramod_spline_options) */
    uint64_t kind;      /**< a paramod_spline_kind; not-a-knot */
    uint64_t degree;    /**< 3; 5 and 7 for not-a-knot */
    uint64_t outside;   /**< a paramod_spline_outside; NaN */
    double left_slope;  /**< S'(x_0) of a clamped spline */
    double right_slope; /**< S'(x_n) of a clamped spline */
} paramod_spline_options;

/**
 * The spline through count points.
 *
 * With n + 1 = count points a not-a-knot spline of degree k has the
 * polynomial of degree n through all points if n <= k.  Two points give a line,
 * except where slopes are given.  Built in O(count) operations, in units of the
 * data, so that values of 1e300 and of 1e-310 do no harm.
 *
 * \param[in]  count       number of points, at least 2 (periodic: 3)
 * \param[in]  x           count abscissas, each above the one before
 * \param[in]  y           count ordinates; periodic: the first equals the last
 * \param[in]  options     null for all defaults
 * \param[out] spline_out  the spline; destroy it with paramod_spline_destroy()
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, too few points, an unknown kind or
 *                               a degree that the kind does not have
 * \retval PARAMOD_ERR_DOMAIN    x does not rise, or a number is not finite; the
 *                               message names the index
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_spline_create(size_t count, const double *x, const double *y,
                      const paramod_spline_options *options,
                      paramod_spline **spline_out);

/** Releases a spline; null is allowed. */
PARAMOD_API void paramod_spline_destroy(paramod_spline *spline);

/** s(x).  Two evaluations of one x are equal to the bit, alone or in an array. */
PARAMOD_API double paramod_spline_value(const paramod_spline *spline, double x);

/** The derivative of the given order of s at x; order 0 is the value. */
PARAMOD_API double paramod_spline_derivative(const paramod_spline *spline,
                                             size_t order, double x);

/** The integral of s from \p from to \p to, which may be the smaller one.
 *  Outside [x_0, x_n] it continues as s does, NaN included.  Partial sums are
 *  kept with twice the precision, so a short integral is as accurate as s. */
PARAMOD_API double paramod_spline_integral(const paramod_spline *spline,
                                           double from, double to);

/** y[i] = s(x[i]) for count numbers in any order; x and y may be one array.
 *  Ascending stretches are found and take less time. */
PARAMOD_API void paramod_spline_values(const paramod_spline *spline, size_t count,
                                       const double *x, double *y);

/** y[i] = the derivative of the given order at x[i]; otherwise as above. */
PARAMOD_API void paramod_spline_derivatives(const paramod_spline *spline,
                                            size_t order, size_t count,
                                            const double *x, double *y);

/** Number of pieces. */
PARAMOD_API size_t paramod_spline_pieces(const paramod_spline *spline);
/** The pieces + 1 knots x_0 < .. < x_n; owned by the spline. */
PARAMOD_API const double *paramod_spline_knots(const paramod_spline *spline);
/** The largest degree of its pieces. */
PARAMOD_API size_t paramod_spline_degree(const paramod_spline *spline);


/* ---- Noisy data ---------------------------------------------------------- */



/* ---- Knots that meet a tolerance ----------------------------------------- */



/* ---- Surface densities of halos ------------------------------------------ */



PARAMOD_END_DECLS

#endif /* PARAMOD_SPLINE_H */
