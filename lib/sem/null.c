/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Echelon forms modulo p = 2^31 - 1.  Entries lie in 0 .. p, p standing for 0. */

#include <stdbool.h>

#include "core/kernel_impl.h"
#include "sem/null_impl.h"

#define P UINT64_C(0x7FFFFFFF)

/* Any x < 2^64 to 0 .. p: 2^31 = 1. */
PARAMOD_I_INLINE uint32_t fold(uint64_t x)
{
    x = (x & P) + (x >> 31);
    x = (x & P) + (x >> 31);
    x = (x & P) + (x >> 31);
    return (uint32_t)x;
}

/* row += sum of four factors times rows: 4 (p - 1)^2 + p < 2^64. */
PARAMOD_I_CLONES
void paramod_i_null_add_four(size_t count, const uint32_t factor[4],
                             const uint32_t *const other[4], uint32_t *row)
{
    const uint32_t *a = other[0], *b = other[1], *c = other[2], *d = other[3];
    const uint64_t f = factor[0], g = factor[1], h = factor[2], k = factor[3];

    for (size_t j = 0; j < count; j++)
        row[j] = fold(row[j] + f * a[j] + g * b[j] + h * c[j] + k * d[j]);
}

static uint32_t power(uint32_t a, uint32_t exponent)
{
    uint64_t result = 1, base = a;

    for (; exponent > 0; exponent >>= 1, base = base * base % P)
        if ((exponent & 1) != 0)
            result = result * base % P;
    return (uint32_t)result;
}

static uint32_t minus(uint32_t x)
{
    return (uint32_t)(x % P == 0 ? 0 : P - x % P);
}

/* The four factors that clear the pivot columns of rows[0..3] from row, as if one
 * after the other. */
static void find_factors(const uint32_t *const rows[4], const size_t *pivot,
                         size_t count, const uint32_t *row, uint32_t factor[4])
{
    for (size_t k = 0; k < 4; k++) {
        uint64_t x;

        factor[k] = 0;
        if (k >= count)
            continue;
        x = row[pivot[k]];
        for (size_t l = 0; l < k; l++)
            x = (x + (uint64_t)factor[l] * rows[l][pivot[k]]) % P;
        factor[k] = minus((uint32_t)(x % P));
    }
}

/* Clears the pivots of the first rank rows from a row. */
static void reduce(size_t columns, const uint32_t *a, size_t rank, const size_t *pivot,
                   uint32_t *row)
{
    for (size_t r = 0; r < rank; r += 4) {
        const size_t count = rank - r < 4 ? rank - r : 4;
        const uint32_t *other[4];
        uint32_t factor[4];

        for (size_t k = 0; k < 4; k++)
            other[k] = a + (r + (k < count ? k : 0)) * columns;
        find_factors(other, pivot + r, count, row, factor);
        if ((factor[0] | factor[1] | factor[2] | factor[3]) != 0)
            paramod_i_null_add_four(columns, factor, other, row);
    }
}

/* Scales the row to leading coefficient 1; false if it is 0. */
static bool normalise(size_t columns, uint32_t *row, size_t *lead)
{
    uint64_t inverse;

    for (*lead = 0; *lead < columns && row[*lead] % P == 0; ++*lead)
        ;
    if (*lead == columns)
        return false;
    inverse = power(row[*lead], (uint32_t)P - 2);
    for (size_t j = 0; j < columns; j++)
        row[j] = (uint32_t)(row[j] * inverse % P);
    return true;
}

size_t paramod_i_echelon(size_t rows, size_t columns, uint32_t *a, size_t *pivot)
{
    size_t rank = 0;

    for (size_t i = 0; i < rows && rank < columns; i++) {
        uint32_t *row = a + i * columns, *place = a + rank * columns;

        reduce(columns, a, rank, pivot, row);
        if (!normalise(columns, row, &pivot[rank]))
            continue;
        for (size_t j = 0; row != place && j < columns; j++)
            place[j] = row[j];
        rank++;
    }
    return rank;
}

void paramod_i_echelon_clear(size_t columns, const uint32_t *a, size_t rank,
                             const size_t *pivot, uint32_t *row)
{
    reduce(columns, a, rank, pivot, row);
}
