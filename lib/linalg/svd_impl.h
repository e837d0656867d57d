/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file svd_impl.h  A = U diag(s) V', by Jacobi iteration after a pivoted QR:
 *  for A = D B E with diagonal D and E even the smallest singular values have
 *  a relative error of the order eps cond(B), however graded D and E are. */

#ifndef PARAMOD_LINALG_SVD_IMPL_H
#define PARAMOD_LINALG_SVD_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/status.h>

typedef struct paramod_i_svd paramod_i_svd;

/** For rows x columns, both at least 1, any shape. */
paramod_status paramod_i_svd_create(size_t rows, size_t columns,
                                    paramod_i_svd **svd_out);
void paramod_i_svd_destroy(paramod_i_svd *svd);

/** Decomposes a (column-major; kept).  Takes no memory.  \return false if a is
 *  not finite or the iteration fails. */
bool paramod_i_svd_factor(paramod_i_svd *svd, const double *a);
/** min(m, n) singular values, descending. */
const double *paramod_i_svd_values(const paramod_i_svd *svd);
/** m x min(m, n) */
const double *paramod_i_svd_left(const paramod_i_svd *svd);
/** n x n: the columns beyond min(m, n) complete the basis. */
const double *paramod_i_svd_right(const paramod_i_svd *svd);
/** Number of values > tolerance * largest; 0 means max(m, n) eps. */
size_t paramod_i_svd_rank(const paramod_i_svd *svd, double tolerance);

#endif /* PARAMOD_LINALG_SVD_IMPL_H */
