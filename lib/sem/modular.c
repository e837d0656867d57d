/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Linear algebra modulo 2^61 - 1. */

#include "sem/modular_impl.h"

uint64_t paramod_i_mod_power(uint64_t a, uint64_t exponent)
{
    uint64_t power = 1;

    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) != 0)
            power = paramod_i_mod_times(power, a);
        a = paramod_i_mod_times(a, a);
    }
    return power;
}

/* Euclid's algorithm; the cofactors stay below p. */
uint64_t paramod_i_mod_inverse(uint64_t a)
{
    int64_t r0 = (int64_t)PARAMOD_I_PRIME, r1 = (int64_t)a, t0 = 0, t1 = 1;

    while (r1 != 0) {
        const int64_t q = r0 / r1, r2 = r0 - q * r1, t2 = t0 - q * t1;

        r0 = r1;
        r1 = r2;
        t0 = t1;
        t1 = t2;
    }
    return a == 0 ? 0 : paramod_i_mod_of(t0);
}

uint64_t paramod_i_mod_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) % (PARAMOD_I_PRIME - 1) + 1;
}

static void swap_rows(uint64_t *a, uint64_t *b, size_t columns)
{
    for (size_t j = 0; a != b && j < columns; j++) {
        const uint64_t held = a[j];

        a[j] = b[j];
        b[j] = held;
    }
}

/* row -= factor * pivot */
static void eliminate(uint64_t *row, const uint64_t *pivot, uint64_t factor,
                      size_t from, size_t columns)
{
    const uint64_t minus = PARAMOD_I_PRIME - factor;

    for (size_t j = from; factor != 0 && j < columns; j++)
        row[j] = paramod_i_reduce((paramod_i_wide)minus * pivot[j] + row[j]);
}

size_t paramod_i_mod_rank(size_t rows, size_t columns, uint64_t *a)
{
    size_t rank = 0;

    for (size_t j = 0; j < columns && rank < rows; j++) {
        uint64_t *pivot = a + rank * columns;
        size_t i = rank;
        uint64_t inverse;

        while (i < rows && a[i * columns + j] == 0)
            i++;
        if (i == rows)
            continue;
        swap_rows(pivot, a + i * columns, columns);
        inverse = paramod_i_mod_inverse(pivot[j]);
        for (i = rank + 1; i < rows; i++)
            eliminate(a + i * columns, pivot,
                      paramod_i_mod_times(a[i * columns + j], inverse), j, columns);
        rank++;
    }
    return rank;
}

uint64_t paramod_i_mod_solve(size_t n, size_t m, uint64_t *a, uint64_t *b)
{
    uint64_t det = 1;

    for (size_t k = 0; k < n; k++) {
        size_t i = k;
        uint64_t inverse;

        while (i < n && a[i * n + k] == 0)
            i++;
        if (i == n)
            return 0;
        if (i != k)
            det = PARAMOD_I_PRIME - det;
        swap_rows(a + i * n, a + k * n, n);
        swap_rows(b + i * m, b + k * m, m);
        det = paramod_i_mod_times(det, a[k * n + k]);
        inverse = paramod_i_mod_inverse(a[k * n + k]);
        for (size_t j = 0; j < m; j++)
            b[k * m + j] = paramod_i_mod_times(b[k * m + j], inverse);
        for (size_t j = k; j < n; j++)
            a[k * n + j] = paramod_i_mod_times(a[k * n + j], inverse);
        for (i = 0; i < n; i++) {
            const uint64_t factor = a[i * n + k];

            if (i == k)
                continue;
            eliminate(b + i * m, b + k * m, factor, 0, m);
            eliminate(a + i * n, a + k * n, factor, k, n);
        }
    }
    return det;
}

/* Euclid's algorithm on (p, x) stopped at the first remainder within the bound:
 * every fraction r / t on the way is x modulo p. */
bool paramod_i_mod_fraction(uint64_t x, int64_t *numerator, int64_t *denominator)
{
    const int64_t bound = INT64_C(1) << 30;
    int64_t r0 = (int64_t)PARAMOD_I_PRIME, r1 = (int64_t)x, t0 = 0, t1 = 1;

    while (r1 > bound) {
        const int64_t q = r0 / r1, r2 = r0 - q * r1, t2 = t0 - q * t1;

        r0 = r1;
        r1 = r2;
        t0 = t1;
        t1 = t2;
    }
    if (t1 > bound || t1 < -bound || t1 == 0)
        return false;
    *numerator = t1 < 0 ? -r1 : r1;
    *denominator = t1 < 0 ? -t1 : t1;
    return true;
}
