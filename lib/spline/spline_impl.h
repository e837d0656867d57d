/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file spline_impl.h  The inside of a spline.
 *
 * Pieces are numbered as they lie on the line: 0 is what stands left of x_0,
 * 1 .. n are the pieces proper, n + 1 is what stands right of x_n.  So the
 * rule for the outside is no case of its own: it is a polynomial like others.
 *
 * Piece i is p_i(t), t = (x - left_i) / width_i, with coefficients in the unit
 * of the ordinates whatever the width.  Its record is one row of
 *
 *     left, 1 / width, c_0, c_1, .., c_degree
 *
 * padded to a whole number of cache lines.  The pieces of a Chebyshev spline
 * have sum c_k T_k(2 t - 1) with any number of coefficients, kept apart.
 */

#ifndef PARAMOD_SPLINE_SPLINE_IMPL_H
#define PARAMOD_SPLINE_SPLINE_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <paramod/spline.h>

#include "spline/index_impl.h"

enum {
    PARAMOD_I_SPLINE_DEGREE = 7, /**< most of a piece in powers */
    PARAMOD_I_RECORD_HEAD = 2    /**< left and 1 / width */
};

struct paramod_spline {
    double *block;   /**< the memory of all arrays of doubles */
    size_t pieces;   /**< n */
    size_t degree;
    size_t stride;   /**< doubles of a record */
    uint64_t outside;
    double period;   /**< x_n - x_0, or 0 if not periodic */
    double *knot;    /**< n + 1 */
    double *record;  /**< n + 2 rows, at the beginning of a cache line */
    double *total;   /**< n + 1: integral from x_0 to each knot, */
    double *carry;   /**< and what rounding left over */
    paramod_i_index index;
    size_t *offset;  /**< Chebyshev: n + 3 places in coefficient; else null */
    double *coefficient;
};

/** Knots of a spline to be made.  degree: most powers are PARAMOD_I_SPLINE_DEGREE;
 *  coefficients: 0, or the number of Chebyshev coefficients of all pieces. */
typedef struct paramod_i_spline_shape {
    size_t pieces, degree;
    const double *knot;
    uint64_t outside;
    bool periodic;
    size_t coefficients;
} paramod_i_spline_shape;

/** A spline with knots, index and heads of records, and no coefficients yet. */
paramod_status paramod_i_spline_shape_create(const paramod_i_spline_shape *shape,
                                             paramod_spline **spline_out);

/** The coefficients of piece 0 .. n - 1 among those proper. */
static inline double *paramod_i_spline_piece(const paramod_spline *s, size_t i)
{
    return s->record + (i + 1) * s->stride + PARAMOD_I_RECORD_HEAD;
}

/** Once the coefficients are in: the outside and the integrals. */
void paramod_i_spline_finish(paramod_spline *s);

/** Refuses what paramod_spline_create() refuses: the points. */
paramod_status paramod_i_check_points(const char *function, size_t count,
                                      const double *x, const double *y);

/** x into [x_0, x_n] for a periodic spline. */
double paramod_i_spline_reduce(const paramod_spline *s, double x);

/** Derivative \p order of the piece, numbered from 0 with the outside, at x. */
double paramod_i_piece_derivative(const paramod_spline *s, size_t piece,
                                  size_t order, double x);
/** Integral of the piece from its left end to x. */
double paramod_i_piece_integral(const paramod_spline *s, size_t piece, double x);

/** The batch kernels for powers: count evaluations of a spline not periodic. */
void paramod_i_kernel_values(const paramod_spline *s, size_t count,
                             const double *x, double *y);
double paramod_i_kernel_value(const paramod_spline *s, double x);

#endif /* PARAMOD_SPLINE_SPLINE_IMPL_H */
