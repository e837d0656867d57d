/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file basis_impl.h  Linear dependence among columns. */

#ifndef PARAMOD_SURVIVAL_BASIS_IMPL_H
#define PARAMOD_SURVIVAL_BASIS_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/** Appends y = basis[kept n ..] to the orthonormal columns before it (Gram and
 *  Schmidt, twice over) if more than the share tolerance of its length is new;
 *  false if not, or if y is shorter than least. */
bool paramod_i_basis_append(size_t n, size_t kept, double *basis,
                            double tolerance, double least);

/** gram[j + k count] += z_j'z_k for k <= j over rows first .. first + n - 1 */
void paramod_i_basis_gram(size_t n, size_t first, size_t count,
                          const double *const *z, double *gram);

#endif /* PARAMOD_SURVIVAL_BASIS_IMPL_H */
