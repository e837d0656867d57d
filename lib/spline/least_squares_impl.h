/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file least_squares_impl.h  The spline on given knots nearest to data. */

#ifndef PARAMOD_SPLINE_LEAST_SQUARES_IMPL_H
#define PARAMOD_SPLINE_LEAST_SQUARES_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "spline/bspline_impl.h"

/** Data with x not falling; weights are those of the squares. */
typedef struct paramod_i_data {
    size_t count, degree;
    const double *x, *y;
    const double *root_weight; /**< null: ones */
} paramod_i_data;

/** A least-squares problem for up to `most` inner knots, and its solution. */
typedef struct paramod_i_least_squares {
    const paramod_i_data *data;
    double *block;
    size_t most;
    paramod_i_basis basis;
    double *t;           /**< knots of the basis */
    double *r;           /**< R by rows, degree + 1 entries from the diagonal */
    double *right;       /**< Q'y */
    double *coefficient;
    double *residual;    /**< count: root weight times (y - s) */
    double sum_of_squares;
} paramod_i_least_squares;

paramod_status paramod_i_least_squares_create(const paramod_i_data *data, size_t most,
                                              paramod_i_least_squares **out);
void paramod_i_least_squares_destroy(paramod_i_least_squares *ls);

/**
 * Fits on inner knots, ascending and inside the range of the data, by Givens
 * rotations of the banded design (the normal equations are not formed).
 *
 * \return false, and the index of a coefficient that the data do not determine
 *         (Schoenberg and Whitney 1953) in *coefficient where that is not null
 */
bool paramod_i_least_squares_fit(paramod_i_least_squares *ls, size_t inner,
                                 const double *knot, size_t *coefficient);

/** The standard error of s(x) for errors of unit variance: |R^-T b(x)|. */
double paramod_i_least_squares_error(const paramod_i_least_squares *ls, double x);

#endif /* PARAMOD_SPLINE_LEAST_SQUARES_IMPL_H */
