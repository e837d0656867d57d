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

/* The same, wherever it stands among doubles. */
typedef double some8 __attribute__((vector_size(PARAMOD_I_LANES * sizeof(double)),
                                    aligned(8), may_alias));
#define LANES_AT(x) (*(some8 *)(x))
#define READ(x) (*(const some8 *)(x))
#define INLINE static inline __attribute__((always_inline))

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
                           const double *const *z, const double *c,
                           double *restrict eta)
{
    size_t j = 0;

    for (; j + 4 <= columns; j += 4) {
        const double *x0 = z[j] + first, *x1 = z[j + 1] + first;
        const double *x2 = z[j + 2] + first, *x3 = z[j + 3] + first;
        const double c0 = c[j], c1 = c[j + 1], c2 = c[j + 2], c3 = c[j + 3];

        for (size_t r = 0; r < count; r++)
            eta[r] += (c0 * x0[r] + c1 * x1[r]) + (c2 * x2[r] + c3 * x3[r]);
    }
    for (; j + 2 <= columns; j += 2) {
        const double *x0 = z[j] + first, *x1 = z[j + 1] + first;
        const double c0 = c[j], c1 = c[j + 1];

        for (size_t r = 0; r < count; r++)
            eta[r] += c0 * x0[r] + c1 * x1[r];
    }
    for (; j < columns; j++)
        for (size_t r = 0; r < count; r++)
            eta[r] += c[j] * z[j][first + r];
}

/* Four columns at a time: the weights are read once for all of them, and four
 * independent sums hide the latency of additions. */
INLINE void four_columns(size_t n, const double *w, const double *const x[4],
                         double *const at[4])
{
    const double *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3];
    lanes8 s0 = LANES_AT(at[0]), s1 = LANES_AT(at[1]);
    lanes8 s2 = LANES_AT(at[2]), s3 = LANES_AT(at[3]);

    for (size_t r = 0; r < n; r += PARAMOD_I_LANES) {
        const lanes8 a = READ(w + r);

        s0 += a * READ(x0 + r);
        s1 += a * READ(x1 + r);
        s2 += a * READ(x2 + r);
        s3 += a * READ(x3 + r);
    }
    LANES_AT(at[0]) = s0;
    LANES_AT(at[1]) = s1;
    LANES_AT(at[2]) = s2;
    LANES_AT(at[3]) = s3;
}

INLINE void one_column(size_t n, const double *w, const double *x, double *at)
{
    lanes8 sum = LANES_AT(at);

    for (size_t r = 0; r < n; r += PARAMOD_I_LANES)
        sum += READ(w + r) * READ(x + r);
    LANES_AT(at) = sum;
}

/* Two or three columns left over are filled up to four with a spare one. */
INLINE void all_columns(size_t n, size_t first, const double *w, size_t columns,
                        const double *const *z, double *lanes)
{
    double spare[PARAMOD_I_LANES] = { 0.0 };

    for (size_t j = 0; j < columns; j += 4) {
        const double *x[4];
        double *at[4];

        for (size_t k = 0; k < 4; k++) {
            const bool real = j + k < columns;

            x[k] = real ? column(z[j + k], first) : x[0];
            at[k] = real ? lanes + (j + k) * PARAMOD_I_LANES : spare;
        }
        if (j + 1 == columns)
            one_column(n, w, x[0], at[0]);
        else
            four_columns(n, w, x, at);
    }
}

CLONES
void paramod_i_product_gradient(size_t count, size_t first, const double *w,
                                size_t columns, const double *const *z,
                                double *lanes)
{
    all_columns(padded(count), first, w, columns, z, lanes);
}

/* y = w z, or w itself for the column of ones */
INLINE const double *weighted(size_t n, const double *w, const double *z,
                              size_t first, double *y)
{
    if (z == NULL)
        return w;
    for (size_t r = 0; r < n; r++)
        y[r] = w[r] * z[first + r];
    return y;
}

CLONES
void paramod_i_product_hessian(size_t count, size_t first, const double *w,
                               size_t columns, const double *const *z,
                               size_t columns2, const double *const *z2,
                               bool triangle, double *lanes)
{
    const size_t n = padded(count);
    double y[PARAMOD_I_BLOCK];

    if (columns2 == 1) { /* one weighted column, and all of z at once */
        all_columns(n, first, weighted(n, w, z2[0], first, y), columns, z, lanes);
        return;
    }
    for (size_t i = 0; i < columns; i++) {
        const size_t j = triangle ? i : 0;

        all_columns(n, first, weighted(n, w, z[i], first, y), columns2 - j, z2 + j,
                    lanes + (i * columns2 + j) * PARAMOD_I_LANES);
    }
}
