/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file bspline_impl.h  B-splines on [a, b] with simple inner knots. */

#ifndef PARAMOD_SPLINE_BSPLINE_IMPL_H
#define PARAMOD_SPLINE_BSPLINE_IMPL_H

#include <stddef.h>

#include <paramod/spline.h>

/**
 * A basis of count = inner + degree + 1 functions, on the knots t: a and b
 * degree + 1 times each and the inner ones between them, ascending.
 */
typedef struct paramod_i_basis {
    size_t degree, count;
    const double *t; /**< count + degree + 1 */
} paramod_i_basis;

/** Writes the knots t of a basis for inner knots inside (a, b). */
void paramod_i_basis_knots(size_t degree, size_t inner, const double *knot,
                           const double ends[2], double *t);

/** The span j with t_j <= x < t_j+1, degree <= j < count; b belongs to the last. */
size_t paramod_i_basis_span(const paramod_i_basis *basis, double x);

/** value[i] = B_{span - degree + i}(x), i = 0 .. degree: de Boor's recurrence,
 *  sums of products of positive numbers only. */
void paramod_i_basis_values(const paramod_i_basis *basis, size_t span, double x,
                            double *value);

/** The spline sum_j coefficient_j B_j. */
paramod_status paramod_i_basis_spline(const paramod_i_basis *basis,
                                      const double *coefficient, uint64_t outside,
                                      paramod_spline **spline_out);

#endif /* PARAMOD_SPLINE_BSPLINE_IMPL_H */
