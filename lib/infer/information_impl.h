/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file information_impl.h  An information matrix, decomposed.
 *
 * I = S (V diag(w) V') S with S = diag(sqrt |I_jj|): scaled to unit diagonal
 * before it is decomposed, so that nothing below depends on units.
 */

#ifndef PARAMOD_INFER_INFORMATION_IMPL_H
#define PARAMOD_INFER_INFORMATION_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/status.h>

typedef struct paramod_i_information {
    size_t k;
    double *scale;    /**< k, the diagonal of S; 1 where I_jj is 0 */
    double *value;    /**< k eigenvalues w, descending */
    double *vector;   /**< k x k, column j belongs to value j */
    double tolerance; /**< |w| up to this counts as 0 */
} paramod_i_information;

/** From a symmetric k x k matrix; k may be 0. */
paramod_status paramod_i_information_of_matrix(size_t k, const double *matrix,
                                               double tolerance,
                                               paramod_i_information **out);

/**
 * I = J'J from the singular values of J, m x k column-major, whose columns are
 * divided by their norms in place.  Small eigenvalues come out right: s has an
 * error of eps |J|, so w = s^2 one of about eps sqrt(w), where an eigenvalue of
 * the product J'J would have one of eps.
 */
paramod_status paramod_i_information_of_jacobian(size_t m, size_t k,
                                                 double *jacobian,
                                                 double tolerance,
                                                 paramod_i_information **out);

/** The same, and the left singular vectors, m x min(m, k) column-major, of the
 *  scaled matrix. */
paramod_status paramod_i_information_with_left(size_t m, size_t k, double *jacobian,
                                               double tolerance, double *left,
                                               paramod_i_information **out);

void paramod_i_information_destroy(paramod_i_information *information);

size_t paramod_i_information_positive(const paramod_i_information *information);
size_t paramod_i_information_negative(const paramod_i_information *information);

/** True if all eigenvalues are above the tolerance. */
bool paramod_i_information_is_regular(const paramod_i_information *information);

/** y = I^-1 x of a regular information; y is not x. */
void paramod_i_information_solve(const paramod_i_information *information,
                                 const double *x, double *y);

/** inverse = factor I^-1, k x k, of a regular information. */
void paramod_i_information_inverse(const paramod_i_information *information,
                                   double factor, double *inverse);

/**
 * Basis of the null space in scaled coordinates S u, k x z column-major with
 * z = k - positive - negative, in reduced echelon form: each column leads with
 * a 1 in a row where the others have 0.  Complete pivoting keeps all entries
 * at most 1.  \param[out] lead  z rows of the leading entries, ascending
 */
void paramod_i_information_null_basis(const paramod_i_information *information,
                                      double *basis, size_t *lead);

#endif /* PARAMOD_INFER_INFORMATION_IMPL_H */
