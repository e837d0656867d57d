/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "linalg/dense_impl.h"
#include "survival/basis_impl.h"

bool paramod_i_basis_append(size_t n, size_t kept, double *basis,
                            double tolerance, double least)
{
    double *y = basis + kept * n;
    const double length = paramod_i_norm(n, y);
    double rest;

    for (size_t k = 0; k < 2 * kept; k++) {
        const double *b = basis + (k % kept) * n;

        paramod_i_axpy(n, -paramod_i_dot(n, b, y), b, y);
    }
    rest = paramod_i_norm(n, y);
    if (!(rest > tolerance * length) || !(length > least))
        return false;
    for (size_t i = 0; i < n; i++)
        y[i] /= rest;
    return true;
}

void paramod_i_basis_gram(size_t n, size_t first, size_t count,
                          const double *const *z, double *gram)
{
    for (size_t j = 0; j < count; j++)
        for (size_t k = 0; k <= j; k++)
            gram[j + k * count] += paramod_i_dot(n, z[j] + first, z[k] + first);
}
