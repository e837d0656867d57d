/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file inverse_impl.h  Small dense inverses in doubles, row-major. */

#ifndef PARAMOD_SEM_INVERSE_IMPL_H
#define PARAMOD_SEM_INVERSE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Solves A X = B by Gaussian elimination with partial pivoting; A (n x n) is
 * spoilt, B (n x m) becomes X.  \return det A; 0, and B spoilt, if a pivot is 0
 */
double paramod_i_solve(size_t n, size_t m, double *a, double *b);

/** Largest |eigenvalue| of A (n x n), from norms of A^(2^k); work is 2 n n. */
double paramod_i_spectral_radius(size_t n, const double *a, double *work);

#endif /* PARAMOD_SEM_INVERSE_IMPL_H */
