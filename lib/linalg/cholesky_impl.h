/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file cholesky_impl.h  A = L L' of symmetric positive definite matrices. */

#ifndef PARAMOD_LINALG_CHOLESKY_IMPL_H
#define PARAMOD_LINALG_CHOLESKY_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/** Replaces the lower triangle of a by L; the strict upper triangle is neither
 *  read nor written.  \return false if A is not positive definite or not
 *  finite; a is then spoilt. */
bool paramod_i_cholesky(size_t n, double *a);
/** x := L^-1 x */
void paramod_i_cholesky_forward(size_t n, const double *l, double *x);
/** x := L'^-1 x */
void paramod_i_cholesky_backward(size_t n, const double *l, double *x);
/** x := A^-1 x */
void paramod_i_cholesky_solve(size_t n, const double *l, double *x);
/** inverse = A^-1, full; may not be l */
void paramod_i_cholesky_inverse(size_t n, const double *l, double *inverse);
/** log det A */
double paramod_i_cholesky_log_det(size_t n, const double *l);
/** Estimate of 1 / cond_1(A), given norm = |A|_1 (paramod_i_norm_1);
 *  work holds 3 n doubles. */
double paramod_i_cholesky_rcond(size_t n, const double *l, double norm,
                                double *work);

#endif /* PARAMOD_LINALG_CHOLESKY_IMPL_H */
