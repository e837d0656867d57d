/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file qr_impl.h  A P = Q R with column pivoting (LAPACK dgeqp3). */

#ifndef PARAMOD_LINALG_QR_IMPL_H
#define PARAMOD_LINALG_QR_IMPL_H

#include <stddef.h>

#include <paramod/status.h>

/** Factor and workspace for matrices of one shape. */
typedef struct paramod_i_qr paramod_i_qr;

/** For rows x columns, both at least 1; rows may be fewer than columns. */
paramod_status paramod_i_qr_create(size_t rows, size_t columns,
                                   paramod_i_qr **qr_out);
void paramod_i_qr_destroy(paramod_i_qr *qr);

/** Factors a (column-major; copied).  Takes no memory.  A matrix that is not
 *  finite has rank 0 and no useful R. */
void paramod_i_qr_factor(paramod_i_qr *qr, const double *a);
/** Number of |R_ii| > tolerance |R_00|; tolerance 0 means max(m, n) eps. */
size_t paramod_i_qr_rank(const paramod_i_qr *qr, double tolerance);
/** pivot[j] is the column of A that stands at place j. */
const size_t *paramod_i_qr_pivot(const paramod_i_qr *qr);
/** R, min(m, n) x n column-major with leading dimension m, upper triangle. */
const double *paramod_i_qr_r(const paramod_i_qr *qr);
/** b := Q'b, rows entries. */
void paramod_i_qr_apply_transposed(const paramod_i_qr *qr, double *b);
/** Basic least-squares solution of A x = b by the leading rank columns:
 *  x has columns entries, 0 for the others; b is overwritten by Q'b. */
void paramod_i_qr_solve(const paramod_i_qr *qr, size_t rank, double *b, double *x);
/** b := Q b, rows entries. */
void paramod_i_qr_apply(const paramod_i_qr *qr, double *b);
/** Estimate of 1 / cond_1(R) of the leading rank x rank block, 1 for rank 0.
 *  Not const: it uses the workspace. */
double paramod_i_qr_rcond(paramod_i_qr *qr, size_t rank);

#endif /* PARAMOD_LINALG_QR_IMPL_H */
