/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/kernel_impl.h"

#include <string.h>

#include "linalg/product_impl.h"
#include "sem/gemm_impl.h"

enum { TALL = 4, WIDE = 16, LANES = 8, LARGE = 20000 };

/* A block of TALL rows and WIDE columns of the result stays in registers. */
PARAMOD_I_INLINE void block(size_t inner, size_t columns, const double *a,
                            const double *b, double *c)
{
    double sum[TALL][WIDE];

    memset(sum, 0, sizeof sum);
    for (size_t l = 0; l < inner; l++)
        for (size_t i = 0; i < TALL; i++)
            for (size_t j = 0; j < WIDE; j++)
                sum[i][j] += a[i * inner + l] * b[l * columns + j];
    for (size_t i = 0; i < TALL; i++)
        memcpy(c + i * columns, sum[i], sizeof sum[i]);
}

PARAMOD_I_INLINE void strip(size_t inner, size_t columns, size_t first,
                            const double *a, const double *b, double *c)
{
    for (size_t j = first; j < columns; j++)
        c[j] = 0.0;
    for (size_t l = 0; l < inner; l++)
        for (size_t j = first; j < columns; j++)
            c[j] += a[l] * b[l * columns + j];
}

PARAMOD_I_CLONES
static void multiply(size_t rows, size_t inner, size_t columns, const double *a,
                     const double *b, double *c)
{
    const size_t tall = rows - rows % TALL, wide = columns - columns % WIDE;

    for (size_t i = 0; i < tall; i += TALL)
        for (size_t j = 0; j < wide; j += WIDE)
            block(inner, columns, a + i * inner, b + j, c + i * columns + j);
    for (size_t i = 0; i < rows; i++)
        strip(inner, columns, i < tall ? wide : 0, a + i * inner, b, c + i * columns);
}

/* Large ones as c' = b'a' by columns. */
void paramod_i_gemm(size_t rows, size_t inner, size_t columns, const double *a,
                    const double *b, double *c)
{
    if (rows * inner * columns < LARGE) {
        multiply(rows, inner, columns, a, b, c);
        return;
    }
    memset(c, 0, rows * columns * sizeof *c);
    paramod_i_product_add(columns, inner, rows, 1.0, (paramod_i_view){ b, 1, columns },
                          (paramod_i_view){ a, 1, inner }, c, columns);
}

PARAMOD_I_INLINE double dot(size_t n, const double *x, const double *y)
{
    double lane[LANES] = { 0.0 }, sum = 0.0;
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++)
            lane[j] += x[i + j] * y[i + j];
    for (; i < n; i++)
        sum += x[i] * y[i];
    return sum + (((lane[0] + lane[4]) + (lane[2] + lane[6])) +
                  ((lane[1] + lane[5]) + (lane[3] + lane[7])));
}

PARAMOD_I_CLONES
static void multiply_transposed(size_t rows, size_t inner, size_t columns,
                                const double *a, const double *b, double *c)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            c[i * columns + j] = dot(inner, a + i * inner, b + j * inner);
}

void paramod_i_gemm_transposed(size_t rows, size_t inner, size_t columns,
                               const double *a, const double *b, double *c)
{
    if (rows * inner * columns < LARGE) {
        multiply_transposed(rows, inner, columns, a, b, c);
        return;
    }
    memset(c, 0, rows * columns * sizeof *c);
    paramod_i_product_add(columns, inner, rows, 1.0, (paramod_i_view){ b, inner, 1 },
                          (paramod_i_view){ a, 1, inner }, c, columns);
}

PARAMOD_I_CLONES
void paramod_i_gemm_pairs(size_t count, const double *ta, const double *tb,
                          const size_t *a, const size_t *b, const double *s,
                          double *row)
{
    for (size_t j = 0; j < count; j++)
        row[j] += s[j] * (ta[a[j]] * tb[b[j]] + tb[a[j]] * ta[b[j]]);
}

PARAMOD_I_CLONES
void paramod_i_gemm_mixed(size_t count, const double *ta, const double *tb,
                          const double *wa, const double *wb, const size_t *a,
                          const size_t *b, const double *s, double *row)
{
    for (size_t j = 0; j < count; j++)
        row[j] += s[j] * (wa[a[j]] * tb[b[j]] + wb[b[j]] * ta[a[j]] +
                          wa[b[j]] * tb[a[j]] + wb[a[j]] * ta[b[j]]);
}
