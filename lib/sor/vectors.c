/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Passes over whole vectors. */

#include "core/kernel_impl.h"
#include "linalg/dense_impl.h"
#include "sor/system_impl.h"

/* Squares of entries beyond 1e150 or below 1e-140 lose digits, and a residual
 * must not become 0 that way: such vectors take the slower road. */
double paramod_i_sor_norm(size_t n, const double *x)
{
    const double square = paramod_i_dot(n, x, x);

    return square > 1e-280 && square < 1e300 ? sqrt(square) : paramod_i_norm(n, x);
}

double paramod_i_sor_advance(size_t n, const double *restrict e, double *restrict x,
                             const double *restrict r)
{
    for (size_t i = 0; i < n; i++)
        x[i] += e[i];
    return paramod_i_sor_norm(n, r);
}

void paramod_i_sor_relax(paramod_i_sor_system *system, double omega, size_t first,
                         size_t end)
{
    for (size_t i = first; i < end; i++)
        system->g[i] = omega / system->d[i];
}
