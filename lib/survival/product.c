/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Products of a block's columns with weights: X b, X'w and X'diag(w)Y.
 *
 * Sums are kept in eight lanes from block to block, as IEEE arithmetic does not
 * let the compiler form them by itself; every instruction set adds in the same
 * order and without fused operations, and so gives the same bits.  Tiles of sums
 * stay in registers over all rows of a block, so that an operand read serves as
 * many products as the tile is wide.
 */

#include "core/kernel_impl.h"
#include "survival/product_impl.h"

enum { LARGEST_TILE = 5 };

/* What an instruction set offers: the tiles of product_tile_impl.h. */
typedef struct tiles {
    size_t edge;
    void (*tile)(size_t n, size_t m, const double *const *y, size_t k,
                 const double *const *x, double *const *at, const size_t *stride);
    void (*corner)(size_t n, const double *w, size_t m, const double *const *x,
                   double *total, double *const *at, double (*y)[PARAMOD_I_BLOCK]);
} tiles;

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

/* Asks for the same rows of the next block while there is other work to do; a
 * column is padded by more than a block. */
#if defined(__GNUC__) || defined(__clang__)
#define FETCH(x) __builtin_prefetch(x)
#else
#define FETCH(x) ((void)(x))
#endif

#ifdef PARAMOD_VECTOR_MATH
#define WIDTH 8
#define TILE 5 /* 25 sums, 5 columns, 1 weight and a product: 32 registers */
#define NAME(x) x##_avx512
#define TARGET __attribute__((target("avx512f")))
#include "survival/product_tile_impl.h"

#define WIDTH 4
#define TILE 3 /* 9 sums, .. in 16 registers */
#define NAME(x) x##_avx2
#define TARGET __attribute__((target("avx2")))
#include "survival/product_tile_impl.h"
#endif

#define WIDTH 2
#define TILE 3
#define NAME(x) x##_default
#define TARGET
#include "survival/product_tile_impl.h"

void paramod_i_product_fetch(const double *x)
{
    for (size_t r = 0; r < PARAMOD_I_BLOCK; r += PARAMOD_I_LANES)
        FETCH(x + PARAMOD_I_BLOCK + r);
}

static const tiles *machine(void)
{
#ifdef PARAMOD_VECTOR_MATH
    if (__builtin_cpu_supports("avx512f"))
        return &tiles_avx512;
    if (__builtin_cpu_supports("avx2"))
        return &tiles_avx2;
#endif
    return &tiles_default;
}

static size_t padded(size_t count)
{
    return (count + PARAMOD_I_LANES - 1) & ~(size_t)(PARAMOD_I_LANES - 1);
}

/* Columns of the next tile where left of them remain: the last two are as even
 * as can be. */
static size_t edge_of(size_t left, size_t most)
{
    return left <= most ? left : left < 2 * most ? (left + 1) / 2 : most;
}

/* Columns from..from + k - 1, at the first row of the block. */
static void point(const paramod_i_columns *x, size_t from, size_t k,
                  const double **at)
{
    for (size_t j = 0; j < k; j++)
        at[j] = x->z[from + j] + x->first;
}

/* Columns from on, with the weighted rows y[m], to the sums at[m] + from
 * stride and so on. */
static void tile_rows(const tiles *t, const paramod_i_columns *x, size_t from,
                      size_t m, const double *const *y, double *const *at,
                      const size_t *stride)
{
    for (size_t j = from, k; j < x->columns; j += k) {
        const double *z[LARGEST_TILE];
        double *to[LARGEST_TILE];

        k = edge_of(x->columns - j, t->edge);
        point(x, j, k, z);
        for (size_t i = 0; i < m; i++)
            to[i] = at[i] + j * stride[i] * PARAMOD_I_LANES;
        t->tile(padded(x->count), m, y, k, z, to, stride);
    }
}

void paramod_i_product_columns(const paramod_i_columns *x,
                               const paramod_i_weights *weights)
{
    const tiles *t = machine();

    for (size_t v = 0, m; v < weights->count; v += m) {
        m = edge_of(weights->count - v, t->edge);
        tile_rows(t, x, 0, m, weights->w + v, weights->at + v,
                  weights->stride + v);
    }
}

void paramod_i_product_square(const paramod_i_columns *x, const double *w,
                              double *at)
{
    const tiles *t = machine();
    const size_t uses = x->columns + 1;
    PARAMOD_I_ALIGNED double weighted[LARGEST_TILE][PARAMOD_I_BLOCK];
    size_t stride[LARGEST_TILE];
    const double *y[LARGEST_TILE];

    for (size_t i = 0; i < LARGEST_TILE; i++) {
        stride[i] = 1;
        y[i] = weighted[i];
    }
    for (size_t i = 0, m; i < x->columns; i += m) {
        const double *z[LARGEST_TILE];
        double *row[LARGEST_TILE], *diagonal[LARGEST_TILE];

        m = edge_of(x->columns - i, t->edge);
        point(x, i, m, z);
        for (size_t k = 0; k < m; k++) {
            row[k] = at + ((1 + i + k) * uses + 1) * PARAMOD_I_LANES;
            diagonal[k] = row[k] + i * PARAMOD_I_LANES;
        }
        t->corner(padded(x->count), w, m, z, at + (1 + i) * PARAMOD_I_LANES,
                  diagonal, weighted);
        tile_rows(t, x, i + m, m, y, row, stride);
    }
}

/* y = w z */
PARAMOD_I_CLONES
static void weigh(size_t n, const double *restrict w, const double *restrict z,
                  double *restrict y)
{
    for (size_t r = 0; r < n; r++)
        y[r] = w[r] * z[r];
}

void paramod_i_product_rectangle(const paramod_i_columns *x,
                                 const paramod_i_columns *y, const double *w,
                                 size_t stride, double *at)
{
    const tiles *t = machine();
    PARAMOD_I_ALIGNED double weighted[LARGEST_TILE][PARAMOD_I_BLOCK];
    size_t one[LARGEST_TILE];
    const double *rows[LARGEST_TILE];

    for (size_t i = 0; i < LARGEST_TILE; i++) {
        one[i] = 1;
        rows[i] = weighted[i];
    }
    for (size_t i = 0, m; i < x->columns && y->columns > 0; i += m) {
        double *to[LARGEST_TILE];

        m = edge_of(x->columns - i, t->edge);
        for (size_t k = 0; k < m; k++) {
            to[k] = at + (i + k) * stride * PARAMOD_I_LANES;
            weigh(padded(x->count), w, x->z[i + k] + x->first, weighted[k]);
        }
        tile_rows(t, y, 0, m, rows, to, one);
    }
}

typedef double lanes8 __attribute__((vector_size(PARAMOD_I_LANES * sizeof(double)),
                                     aligned(8), may_alias));

#define LANES(x) (*(lanes8 *)(x))
#define READ_LANES(x) (*(const lanes8 *)(x))

PARAMOD_I_CLONES
static void sum_one(size_t count, const double *w, double *at)
{
    lanes8 sum = READ_LANES(at);

    for (size_t r = 0; r < count; r += PARAMOD_I_LANES)
        sum += READ_LANES(w + r);
    LANES(at) = sum;
}

/* Four at once, as each has to wait for its own addition before. */
PARAMOD_I_CLONES
static void sum_four(size_t count, const double *const *w, double *const *at)
{
    lanes8 a = READ_LANES(at[0]), b = READ_LANES(at[1]);
    lanes8 c = READ_LANES(at[2]), d = READ_LANES(at[3]);

    for (size_t r = 0; r < count; r += PARAMOD_I_LANES) {
        a += READ_LANES(w[0] + r);
        b += READ_LANES(w[1] + r);
        c += READ_LANES(w[2] + r);
        d += READ_LANES(w[3] + r);
    }
    LANES(at[0]) = a;
    LANES(at[1]) = b;
    LANES(at[2]) = c;
    LANES(at[3]) = d;
}

void paramod_i_product_sums(size_t count, size_t weights, const double *const *w,
                            double *const *at)
{
    size_t v = 0;

    for (; v + 4 <= weights; v += 4)
        sum_four(count, w + v, at + v);
    for (; v < weights; v++)
        sum_one(count, w[v], at[v]);
}

PARAMOD_I_CLONES
static void start(size_t n, double constant, const double *offset, double *eta)
{
    if (offset == NULL)
        for (size_t r = 0; r < n; r++)
            eta[r] = constant;
    else
        for (size_t r = 0; r < n; r++)
            eta[r] = constant + offset[r];
}

/* eta += sum of columns, two at a time, or = constant + that sum: AT_ONCE
 * registers of rows stay where they are over all columns, of which the rows up to
 * the next multiple of PARAMOD_I_LANES are read. */
PARAMOD_I_CLONES
static void add_columns(const paramod_i_columns *x, const double *c, bool begun,
                        double constant, double *restrict eta)
{
    enum { AT_ONCE = 4 };
    const lanes8 all = (lanes8){ 0.0 } + constant;

    for (size_t r = 0; r < x->count; r += AT_ONCE * PARAMOD_I_LANES) {
        lanes8 sum[AT_ONCE];
        size_t j = 0;

        UNROLL for (size_t i = 0; i < AT_ONCE; i++)
            if (begun)
                sum[i] = READ_LANES(eta + r + i * PARAMOD_I_LANES);
            else
                sum[i] = all;
        for (; j + 2 <= x->columns; j += 2) {
            const double *y = x->z[j] + x->first + r;
            const double *z = x->z[j + 1] + x->first + r;

            UNROLL for (size_t i = 0; i < AT_ONCE; i++)
                sum[i] += c[j] * READ_LANES(y + i * PARAMOD_I_LANES) +
                          c[j + 1] * READ_LANES(z + i * PARAMOD_I_LANES);
        }
        if (j < x->columns)
            UNROLL for (size_t i = 0; i < AT_ONCE; i++)
                sum[i] += c[j] * READ_LANES(x->z[j] + x->first + r +
                                            i * PARAMOD_I_LANES);
        UNROLL for (size_t i = 0; i < AT_ONCE; i++)
            LANES(eta + r + i * PARAMOD_I_LANES) = sum[i];
    }
}

void paramod_i_product_eta(const paramod_i_columns *x, double constant,
                           const double *offset, const double *c, double *eta)
{
    if (offset != NULL && offset != eta)
        start(x->count, constant, offset, eta);
    if (offset == NULL && x->columns == 0)
        start(x->count, constant, NULL, eta);
    else if (x->columns > 0)
        add_columns(x, c, offset != NULL, constant, eta);
}
