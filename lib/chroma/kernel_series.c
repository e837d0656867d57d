/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "chroma/series_impl.h"
#include "core/kernel_impl.h"

enum { LANES = 8 };

/* Horner's scheme in z of modulus 1, for LANES angles at once: errors grow like the
 * number of terms times the sum of |a_k|. */
PARAMOD_I_INLINE void sum_lanes(size_t terms, const double *re, const double *im,
                                const double *z_re, const double *z_im, double *values)
{
    double u[LANES] = { 0.0 }, v[LANES] = { 0.0 };

    for (size_t k = terms; k-- > 0;)
        for (int j = 0; j < LANES; j++) {
            const double next = u[j] * z_re[j] - v[j] * z_im[j] + re[k];

            v[j] = u[j] * z_im[j] + v[j] * z_re[j] + im[k];
            u[j] = next;
        }
    for (int j = 0; j < LANES; j++)
        values[j] = u[j];
}

PARAMOD_I_CLONES
void paramod_i_series_sum(size_t terms, const double *re, const double *im, size_t count,
                          const double *z_re, const double *z_im, double *values)
{
    double x[LANES] = { 0.0 }, y[LANES] = { 0.0 }, some[LANES];
    const size_t whole = count - count % LANES;

    for (size_t j = 0; j < whole; j += LANES)
        sum_lanes(terms, re, im, z_re + j, z_im + j, values + j);
    for (size_t j = whole; j < count; j++) {
        x[j - whole] = z_re[j];
        y[j - whole] = z_im[j];
    }
    sum_lanes(terms, re, im, x, y, some);
    for (size_t j = whole; j < count; j++)
        values[j] = some[j - whole];
}
