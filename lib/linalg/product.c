/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Goto and van de Geijn, Anatomy of high-performance matrix multiplication, ACM
 * Trans. Math. Softw. 34 (2008): both factors are copied, piece by piece, to
 * where the innermost loop reads them in order, so that it runs out of the
 * first-level cache whatever the strides are; a tile of the result stays in
 * registers.  Plain C, of which each instruction set gets a copy.
 */

#include "core/kernel_impl.h"

#include <string.h>

#include "linalg/lanes_impl.h"
#include "linalg/product_impl.h"

/* A tile is TALL x WIDE: twelve registers of AVX2 hold its sums, two a column of A,
 * one an entry of B.  DEPTH x WIDE doubles stay in the first-level cache beside a
 * strip of A, DEPTH x MANY (48 KiB) in the second. */
enum {
    TALL = 8, WIDE = 6, DEPTH = 128, MANY = 48, LEAST = 32, ROUND = 16,
    VECTORS = TALL / PARAMOD_I_LANE_COUNT
};

/* Zeros beyond the edges: their products are never used. */
PARAMOD_I_INLINE void pack_a(size_t rows, size_t depth, paramod_i_view a, double *to)
{
    if (rows < TALL)
        memset(to, 0, depth * TALL * sizeof *to);
    if (rows == TALL && a.down == 1) {
        for (size_t l = 0; l < depth; l++)
            memcpy(to + l * TALL, a.entry + l * a.right, TALL * sizeof *to);
        return;
    }
    for (size_t i = 0; i < rows; i++)
        for (size_t l = 0; l < depth; l++)
            to[l * TALL + i] = a.entry[i * a.down + l * a.right];
}

/* Strips of WIDE columns, one after the other. */
PARAMOD_I_INLINE void pack_b(size_t depth, size_t columns, paramod_i_view b, double alpha,
                             double *to)
{
    for (size_t j = 0; j < columns; j += WIDE, to += depth * WIDE) {
        const size_t wide = columns - j < WIDE ? columns - j : WIDE;

        if (wide < WIDE)
            memset(to, 0, depth * WIDE * sizeof *to);
        if (wide == WIDE && b.right == 1) {
            for (size_t l = 0; l < depth; l++)
                for (size_t c = 0; c < WIDE; c++)
                    to[l * WIDE + c] = alpha * b.entry[l * b.down + j + c];
            continue;
        }
        for (size_t c = 0; c < wide; c++) {
            const double *const from = b.entry + (j + c) * b.right;

            for (size_t l = 0; l < depth; l++)
                to[l * WIDE + c] = alpha * from[l * b.down];
        }
    }
}

/* A function by itself, so that the loop has all registers. */
PARAMOD_I_CLONES
static void tile(size_t depth, const double *a, const double *b,
                 double out[WIDE * TALL])
{
    paramod_i_lanes sum[WIDE][VECTORS];

    memset(sum, 0, sizeof sum);
    for (size_t l = 0; l < depth; l++) {
        paramod_i_lanes column[VECTORS];

        for (size_t i = 0; i < VECTORS; i++)
            column[i] = PARAMOD_I_CONST_LANES_AT(a + l * TALL + i * PARAMOD_I_LANE_COUNT);
        for (size_t j = 0; j < WIDE; j++)
            for (size_t i = 0; i < VECTORS; i++)
                sum[j][i] += b[l * WIDE + j] * column[i];
    }
    memcpy(out, sum, sizeof sum);
}

/* A column of tiles of C from packed factors. */
PARAMOD_I_INLINE void strip(size_t rows, size_t depth, size_t columns, const double *a,
                            const double *b, double *c, size_t stride)
{
    double out[WIDE * TALL];

    for (size_t j = 0; j < columns; j += WIDE) {
        const size_t wide = columns - j < WIDE ? columns - j : WIDE;

        tile(depth, a, b + j * depth, out);
        for (size_t s = 0; s < wide; s++) {
            double *const to = c + (j + s) * stride;

            for (size_t i = 0; i < TALL && rows == TALL; i++)
                to[i] += out[s * TALL + i];
            for (size_t i = 0; i < rows && rows < TALL; i++)
                to[i] += out[s * TALL + i];
        }
    }
}

PARAMOD_I_CLONES
void paramod_i_product_add(size_t rows, size_t inner, size_t columns, double alpha,
                           paramod_i_view a, paramod_i_view b, double *c,
                           size_t stride)
{
    double pa[DEPTH * TALL], pb[DEPTH * MANY];

    for (size_t l = 0; l < inner; l += DEPTH) {
        const size_t depth = inner - l < DEPTH ? inner - l : DEPTH;

        for (size_t j = 0; j < columns; j += MANY) {
            const size_t many = columns - j < MANY ? columns - j : MANY;
            const paramod_i_view right = { b.entry + l * b.down + j * b.right, b.down,
                                           b.right };

            pack_b(depth, many, right, alpha, pb);
            for (size_t i = 0; i < rows; i += TALL) {
                const size_t tall = rows - i < TALL ? rows - i : TALL;
                const paramod_i_view left = { a.entry + i * a.down + l * a.right, a.down,
                                              a.right };

                pack_a(tall, depth, left, pa);
                strip(tall, depth, many, pa, pb, c + i + j * stride, stride);
            }
        }
    }
}

static void add_corner(size_t n, size_t inner, double alpha, paramod_i_view a,
                       paramod_i_view b, double *c, size_t stride)
{
    double corner[LEAST * LEAST];

    memset(corner, 0, sizeof corner);
    paramod_i_product_add(n, inner, n, alpha, a, b, corner, LEAST);
    for (size_t j = 0; j < n; j++)
        for (size_t i = j; i < n; i++)
            c[i + j * stride] += corner[i + j * LEAST];
}

/* Two smaller triangles and the rectangle between them. */
void paramod_i_product_add_lower(size_t n, size_t inner, double alpha,
                                 paramod_i_view a, paramod_i_view b, double *c,
                                 size_t stride)
{
    const size_t half = (n / 2 + ROUND - 1) / ROUND * ROUND;
    paramod_i_view below = a, right = b;

    if (n <= LEAST) {
        add_corner(n, inner, alpha, a, b, c, stride);
        return;
    }
    below.entry += half * a.down;
    right.entry += half * b.right;
    paramod_i_product_add_lower(half, inner, alpha, a, b, c, stride);
    paramod_i_product_add(n - half, inner, half, alpha, below, b, c + half, stride);
    paramod_i_product_add_lower(n - half, inner, alpha, below, right,
                                c + half + half * stride, stride);
}

/* ---- division by a small triangle ---------------------------------------------- */

/* Some rows of X: the sums of a column stay in registers. */
PARAMOD_I_INLINE void divide_lanes(size_t n, const double *l, size_t l_stride, double *x,
                                   size_t stride)
{
    for (size_t c = 0; c < n; c++) {
        const double reciprocal = 1.0 / l[c + c * l_stride];
        paramod_i_lanes sum[VECTORS];

        for (size_t v = 0; v < VECTORS; v++)
            sum[v] = PARAMOD_I_CONST_LANES_AT(x + c * stride + v * PARAMOD_I_LANE_COUNT);
        for (size_t k = 0; k < c; k++)
            for (size_t v = 0; v < VECTORS; v++)
                sum[v] -= l[c + k * l_stride] *
                          PARAMOD_I_CONST_LANES_AT(x + k * stride +
                                                   v * PARAMOD_I_LANE_COUNT);
        for (size_t v = 0; v < VECTORS; v++)
            PARAMOD_I_LANES_AT(x + c * stride + v * PARAMOD_I_LANE_COUNT) =
                sum[v] * reciprocal;
    }
}

PARAMOD_I_CLONES
void paramod_i_divide_columns(size_t rows, size_t n, const double *l, size_t l_stride,
                              double *x, size_t stride)
{
    size_t i = 0;

    for (; i + TALL <= rows; i += TALL)
        divide_lanes(n, l, l_stride, x + i, stride);
    for (; i < rows; i++)
        for (size_t c = 0; c < n; c++) {
            double sum = x[i + c * stride];

            for (size_t k = 0; k < c; k++)
                sum -= l[c + k * l_stride] * x[i + k * stride];
            x[i + c * stride] = sum * (1.0 / l[c + c * l_stride]);
        }
}
