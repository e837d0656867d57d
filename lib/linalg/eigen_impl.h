/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file eigen_impl.h  A = V diag(w) V' of symmetric matrices. */

#ifndef PARAMOD_LINALG_EIGEN_IMPL_H
#define PARAMOD_LINALG_EIGEN_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/status.h>

typedef struct paramod_i_eigen paramod_i_eigen;

/** Inertia with respect to a tolerance: counts of w > tol, |w| <= tol, w < -tol. */
typedef struct paramod_i_inertia {
    size_t positive, zero, negative;
} paramod_i_inertia;

/** Workspace for n x n. */
paramod_status paramod_i_eigen_create(size_t n, paramod_i_eigen **eigen_out);
void paramod_i_eigen_destroy(paramod_i_eigen *eigen);

/** Decomposes a (kept).  Takes no memory.  \return false if a is not finite or
 *  the iteration fails. */
bool paramod_i_eigen_factor(paramod_i_eigen *eigen, const double *a);
/** n eigenvalues, ascending. */
const double *paramod_i_eigen_values(const paramod_i_eigen *eigen);
/** n x n, column j belongs to value j. */
const double *paramod_i_eigen_vectors(const paramod_i_eigen *eigen);
paramod_i_inertia paramod_i_eigen_inertia(const paramod_i_eigen *eigen,
                                          double tolerance);

#endif /* PARAMOD_LINALG_EIGEN_IMPL_H */
