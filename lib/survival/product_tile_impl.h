/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tiles of X'diag(w)Y for one instruction set; product.c includes this file once
 * for each.  It defines
 *
 *     WIDTH        doubles in a vector register
 *     TILE         edge of a tile: TILE^2 sums are kept in registers
 *     NAME(x)      x with the name of the instruction set
 *     TARGET       attribute of functions that may use it
 *
 * No include guard: each inclusion makes other functions.  Each sum has
 * PARAMOD_I_LANES lanes, of which a pass over the rows computes WIDTH; what is
 * added to a lane, and in which order, depends on neither WIDTH nor TILE.
 * Loops over tiles have constant bounds once inlined and are unrolled, so that
 * their arrays are registers.
 */

/* Wherever it stands among doubles. */
typedef double NAME(vector)
    __attribute__((vector_size(WIDTH * sizeof(double)), aligned(8), may_alias));

#define VECTOR NAME(vector)
#define AT(x) (*(VECTOR *)(x))
#define READ(x) (*(const VECTOR *)(x))

/* at[i] + j stride[i] (in sums): += sum_r y_i[r] x_j[r], i < m, j < k */
PARAMOD_I_INLINE void NAME(tile)(size_t n, size_t m, const double *const *y,
                                 size_t k, const double *const *x,
                                 double *const *at, const size_t *stride)
{
    for (size_t lane = 0; lane < PARAMOD_I_LANES; lane += WIDTH) {
        VECTOR sum[TILE][TILE];

        UNROLL for (size_t i = 0; i < m; i++)
            UNROLL for (size_t j = 0; j < k; j++)
                sum[i][j] = READ(at[i] + j * stride[i] * PARAMOD_I_LANES + lane);
        for (size_t r = lane; r < n; r += PARAMOD_I_LANES)
            UNROLL for (size_t j = 0; j < k; j++) {
                const VECTOR b = READ(x[j] + r);

                UNROLL for (size_t i = 0; i < m; i++)
                    sum[i][j] += READ(y[i] + r) * b;
            }
        UNROLL for (size_t i = 0; i < m; i++)
            UNROLL for (size_t j = 0; j < k; j++)
                AT(at[i] + j * stride[i] * PARAMOD_I_LANES + lane) = sum[i][j];
    }
}

/* y_i = w x_i, total[i] += sum_r y_i[r], and at[i] + j += sum_r y_i[r] x_j[r],
 * i <= j < m */
PARAMOD_I_INLINE void NAME(corner)(size_t n, const double *w, size_t m,
                                   const double *const *x, double *total,
                                   double *const *at, double (*y)[PARAMOD_I_BLOCK])
{
    for (size_t lane = 0; lane < PARAMOD_I_LANES; lane += WIDTH) {
        VECTOR sum[TILE][TILE], all[TILE], b[TILE];

        UNROLL for (size_t i = 0; i < m; i++) {
            all[i] = READ(total + i * PARAMOD_I_LANES + lane);
            UNROLL for (size_t j = i; j < m; j++)
                sum[i][j] = READ(at[i] + j * PARAMOD_I_LANES + lane);
        }
        for (size_t r = lane; r < n; r += PARAMOD_I_LANES) {
            const VECTOR weight = READ(w + r);

            UNROLL for (size_t i = 0; i < m; i++) {
                b[i] = READ(x[i] + r);
                FETCH(x[i] + r + PARAMOD_I_BLOCK);
            }
            UNROLL for (size_t i = 0; i < m; i++) {
                const VECTOR a = weight * b[i];

                AT(y[i] + r) = a;
                all[i] += a;
                UNROLL for (size_t j = i; j < m; j++)
                    sum[i][j] += a * b[j];
            }
        }
        UNROLL for (size_t i = 0; i < m; i++) {
            AT(total + i * PARAMOD_I_LANES + lane) = all[i];
            UNROLL for (size_t j = i; j < m; j++)
                AT(at[i] + j * PARAMOD_I_LANES + lane) = sum[i][j];
        }
    }
}

/* One copy for each size, chosen at run time. */
PARAMOD_I_INLINE void NAME(tile_row)(size_t n, size_t m, const double *const *y,
                                     size_t k, const double *const *x,
                                     double *const *at, const size_t *stride)
{
    switch (k) {
    case 1: NAME(tile)(n, m, y, 1, x, at, stride); break;
    case 2: NAME(tile)(n, m, y, 2, x, at, stride); break;
    case 3: NAME(tile)(n, m, y, 3, x, at, stride); break;
#if TILE == 5
    case 4: NAME(tile)(n, m, y, 4, x, at, stride); break;
#endif
    default: NAME(tile)(n, m, y, TILE, x, at, stride); break;
    }
}

TARGET static void NAME(any_tile)(size_t n, size_t m, const double *const *y,
                                  size_t k, const double *const *x,
                                  double *const *at, const size_t *stride)
{
    switch (m) {
    case 1: NAME(tile_row)(n, 1, y, k, x, at, stride); break;
    case 2: NAME(tile_row)(n, 2, y, k, x, at, stride); break;
    case 3: NAME(tile_row)(n, 3, y, k, x, at, stride); break;
#if TILE == 5
    case 4: NAME(tile_row)(n, 4, y, k, x, at, stride); break;
#endif
    default: NAME(tile_row)(n, TILE, y, k, x, at, stride); break;
    }
}

TARGET static void NAME(any_corner)(size_t n, const double *w, size_t m,
                                    const double *const *x, double *total,
                                    double *const *at,
                                    double (*y)[PARAMOD_I_BLOCK])
{
    switch (m) {
    case 1: NAME(corner)(n, w, 1, x, total, at, y); break;
    case 2: NAME(corner)(n, w, 2, x, total, at, y); break;
    case 3: NAME(corner)(n, w, 3, x, total, at, y); break;
#if TILE == 5
    case 4: NAME(corner)(n, w, 4, x, total, at, y); break;
#endif
    default: NAME(corner)(n, w, TILE, x, total, at, y); break;
    }
}

static const tiles NAME(tiles) = { TILE, NAME(any_tile), NAME(any_corner) };

#undef VECTOR
#undef AT
#undef READ
#undef WIDTH
#undef TILE
#undef NAME
#undef TARGET
