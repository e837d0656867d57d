/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/kernel_impl.h"
#include "sor/tsallis_impl.h"

PARAMOD_I_CLONES
void paramod_i_sor_tsallis_sums(size_t count, const double *k, double x, double c,
                                double *p, double sums[2])
{
    enum { LANES = PARAMOD_I_SOR_LANES };
    double square[LANES] = { 0.0 }, cube[LANES] = { 0.0 };

    for (size_t i = 0; i < count; i += LANES)
        for (size_t l = 0; l < LANES; l++) {
            const double q = c / (k[i + l] - x);

            p[i + l] = q * q;
            square[l] += q * q;
            cube[l] += q * q * q;
        }
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t l = 0; l < half; l++) {
            square[l] += square[l + half];
            cube[l] += cube[l + half];
        }
    sums[0] = square[0];
    sums[1] = cube[0];
}
