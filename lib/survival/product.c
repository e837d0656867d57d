/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Products of a block's columns with weights: X b, X'w and X'diag(w)X.
 *
 * Sums are kept in eight lanes from block to block, as IEEE arithmetic does not
 * let the compiler form them by itself; every instruction set adds in the same
 * order and without fused operations, and so gives the same bits.
 */

#include <config.h>

#include <string.h>

#include "survival/terms_impl.h"

#if defined(PARAMOD_VECTOR_MATH)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

typedef double lanes8 __attribute__((vector_size(PARAMOD_I_LANES * sizeof(double))));

static const double ones[PARAMOD_I_BLOCK] = {
#define EIGHT 1, 1, 1, 1, 1, 1, 1, 1
#define SIXTYFOUR EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT, EIGHT
    SIXTYFOUR, SIXTYFOUR
};

static size_t padded(size_t count)
{
    return (count + PARAMOD_I_LANES - 1) & ~(size_t)(PARAMOD_I_LANES - 1);
}

static const double *column(const double *z, size_t first)
{
    return z == NULL ? ones : z + first;
}

CLONES
void paramod_i_product_eta(size_t count, double constant, const double *offset,
                           double *eta)
{
    for (size_t r = 0; r < count; r++)
        eta[r] = constant;
    for (size_t r = 0; r < count && offset != NULL; r++)
        eta[r] += offset[r];
}

CLONES
void paramod_i_product_add(size_t count, size_t first, size_t columns,
                           const double *const *z, const double *c, double *eta)
{
    size_t j = 0;

    for (; j + 2 <= columns; j += 2) {
        const double *restrict x0 = z[j] + first, *restrict x1 = z[j + 1] + first;
        const double c0 = c[j], c1 = c[j + 1];

        for (size_t r = 0; r < count; r++)
            eta[r] += c0 * x0[r] + c1 * x1[r];
    }
    for (; j < columns; j++)
        for (size_t r = 0; r < count; r++)
            eta[r] += c[j] * z[j][first + r];
}

CLONES
void paramod_i_product_gradient(size_t count, size_t first, const double *w,
                                size_t columns, const double *const *z,
                                double *lanes)
{
    const size_t n = padded(count);

    for (size_t j = 0; j < columns; j++) {
        const double *x = column(z[j], first);
        lanes8 sum, a, b;

        (void)memcpy(&sum, lanes + j * PARAMOD_I_LANES, sizeof sum);
        for (size_t r = 0; r < n; r += PARAMOD_I_LANES) {
            (void)memcpy(&a, w + r, sizeof a);
            (void)memcpy(&b, x + r, sizeof b);
            sum += a * b;
        }
        (void)memcpy(lanes + j * PARAMOD_I_LANES, &sum, sizeof sum);
    }
}

/* Two columns by two: four sums in registers.  Where there is only one column
 * left, it stands in for the second as well, whose sums go to the spare. */
CLONES
void paramod_i_product_hessian(size_t count, size_t first, const double *w,
                               size_t columns, const double *const *z,
                               size_t columns2, const double *const *z2,
                               bool triangle, double *lanes)
{
    const size_t n = padded(count);
    _Alignas(64) double y0[PARAMOD_I_BLOCK], y1[PARAMOD_I_BLOCK];
    double spare[PARAMOD_I_LANES] = { 0.0 };

    for (size_t i = 0; i < columns; i += 2) {
        const size_t k = i + 1 < columns ? i + 1 : i;
        const double *x0 = column(z[i], first), *x1 = column(z[k], first);

        for (size_t r = 0; r < n; r++) {
            y0[r] = w[r] * x0[r];
            y1[r] = w[r] * x1[r];
        }
        for (size_t j = triangle ? i : 0; j < columns2; j += 2) {
            const size_t l = j + 1 < columns2 ? j + 1 : j;
            const double *u0 = column(z2[j], first), *u1 = column(z2[l], first);
            double *at0 = lanes + (i * columns2 + j) * PARAMOD_I_LANES;
            double *at2 = lanes + (k * columns2 + j) * PARAMOD_I_LANES;
            double *at1 = l > j ? at0 + PARAMOD_I_LANES : spare;
            double *at3 = k > i && l > j ? at2 + PARAMOD_I_LANES : spare;
            lanes8 s0, s1, s2, s3, a, b, c, d;

            if (k == i)
                at2 = spare;
            (void)memcpy(&s0, at0, sizeof s0);
            (void)memcpy(&s1, at1, sizeof s1);
            (void)memcpy(&s2, at2, sizeof s2);
            (void)memcpy(&s3, at3, sizeof s3);
            for (size_t r = 0; r < n; r += PARAMOD_I_LANES) {
                (void)memcpy(&a, y0 + r, sizeof a);
                (void)memcpy(&b, y1 + r, sizeof b);
                (void)memcpy(&c, u0 + r, sizeof c);
                (void)memcpy(&d, u1 + r, sizeof d);
                s0 += a * c;
                s1 += a * d;
                s2 += b * c;
                s3 += b * d;
            }
            (void)memcpy(at0, &s0, sizeof s0);
            (void)memcpy(at1, &s1, sizeof s1);
            (void)memcpy(at2, &s2, sizeof s2);
            (void)memcpy(at3, &s3, sizeof s3);
        }
    }
}
