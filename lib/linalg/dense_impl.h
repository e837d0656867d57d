/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file dense_impl.h  Vectors and small dense matrices.
 *
 * In lib/linalg matrices are column-major, as in LAPACK: a[i + j * rows].
 * Symmetric matrices are stored in full.
 */

#ifndef PARAMOD_LINALG_DENSE_IMPL_H
#define PARAMOD_LINALG_DENSE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/** x'y */
double paramod_i_dot(size_t n, const double *x, const double *y);
/** Euclidean norm; neither overflows nor underflows early. */
double paramod_i_norm(size_t n, const double *x);
/** Largest |x_i|, 0 for n = 0, NaN if one is. */
double paramod_i_largest(size_t n, const double *x);
/** True if no entry is infinite or NaN. */
bool paramod_i_all_finite(size_t n, const double *x);
/** y += alpha x */
void paramod_i_axpy(size_t n, double alpha, const double *x, double *y);
/** y = A x, A rows x columns */
void paramod_i_times(size_t rows, size_t columns, const double *a,
                     const double *x, double *y);
/** y = A'x, A rows x columns */
void paramod_i_transposed_times(size_t rows, size_t columns, const double *a,
                                const double *x, double *y);
/** x'A x for a symmetric n x n A */
double paramod_i_quadratic(size_t n, const double *a, const double *x);
/** B = A', A rows x columns; B is not A */
void paramod_i_transpose(size_t rows, size_t columns, const double *a, double *b);
/** Copies the lower triangle into the upper one. */
void paramod_i_symmetrise(size_t n, double *a);
/** The 1-norm, largest column sum of |a_ij|, of an n x n matrix in full. */
double paramod_i_norm_1(size_t n, const double *a);

#endif /* PARAMOD_LINALG_DENSE_IMPL_H */
