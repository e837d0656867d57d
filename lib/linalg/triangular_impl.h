/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file triangular_impl.h  Triangular systems and condition estimates. */

#ifndef PARAMOD_LINALG_TRIANGULAR_IMPL_H
#define PARAMOD_LINALG_TRIANGULAR_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/** A triangle in a column-major array with leading dimension `stride`; what
 *  lies on the other side of the diagonal is not read. */
typedef struct paramod_i_triangle {
    size_t n;
    const double *entry;
    size_t stride;
} paramod_i_triangle;

/* Each overwrites x, of n entries, by the solution.  A zero on the diagonal
 * gives infinities and NaN.  Backward stable: (T + E) x = b with
 * |E| <= n eps |T| (Higham 2002, theorem 8.5). */

/** x := L^-1 x */
void paramod_i_lower_solve(paramod_i_triangle l, double *x);
/** x := L'^-1 x */
void paramod_i_lower_transposed_solve(paramod_i_triangle l, double *x);
/** x := R^-1 x */
void paramod_i_upper_solve(paramod_i_triangle r, double *x);
/** x := R'^-1 x */
void paramod_i_upper_transposed_solve(paramod_i_triangle r, double *x);

/** x := B x, or x := B'x, for the B that `data` stands for. */
typedef void (*paramod_i_operator)(bool transposed, double *x, const void *data);

/**
 * A lower bound of the 1-norm of B, nearly always within a factor 3 of it,
 * from a few products (Hager 1984; Higham 1988, algorithm 4.1).
 *
 * \param[out] work  3 n doubles
 */
double paramod_i_norm_estimate(size_t n, paramod_i_operator b, const void *data,
                               double *work);

/** Estimate of 1 / cond_1(R); 0 if R is singular or not finite.
 *  \param[out] work  3 n doubles */
double paramod_i_upper_rcond(paramod_i_triangle r, double *work);

#endif /* PARAMOD_LINALG_TRIANGULAR_IMPL_H */
