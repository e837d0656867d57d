/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file modular_impl.h  Arithmetic modulo the prime p = 2^61 - 1. */

#ifndef PARAMOD_SEM_MODULAR_IMPL_H
#define PARAMOD_SEM_MODULAR_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PARAMOD_I_PRIME UINT64_C(0x1FFFFFFFFFFFFFFF)

__extension__ typedef unsigned __int128 paramod_i_wide;

/** Any x < 2^122 to its remainder: 2^61 = 1. */
static inline uint64_t paramod_i_reduce(paramod_i_wide x)
{
    const uint64_t sum = (uint64_t)(x & PARAMOD_I_PRIME) + (uint64_t)(x >> 61);

    return sum >= PARAMOD_I_PRIME ? sum - PARAMOD_I_PRIME : sum;
}

/** Any 128-bit x to its remainder. */
static inline uint64_t paramod_i_reduce_wide(paramod_i_wide x)
{
    return paramod_i_reduce((x & PARAMOD_I_PRIME) + (x >> 61));
}

static inline uint64_t paramod_i_mod_times(uint64_t a, uint64_t b)
{
    return paramod_i_reduce((paramod_i_wide)a * b);
}

static inline uint64_t paramod_i_mod_plus(uint64_t a, uint64_t b)
{
    const uint64_t sum = a + b;

    return sum >= PARAMOD_I_PRIME ? sum - PARAMOD_I_PRIME : sum;
}

static inline uint64_t paramod_i_mod_minus(uint64_t a, uint64_t b)
{
    return a >= b ? a - b : a + PARAMOD_I_PRIME - b;
}

static inline uint64_t paramod_i_mod_of(int64_t x)
{
    const uint64_t size = x < 0 ? (uint64_t)0 - (uint64_t)x : (uint64_t)x;
    const uint64_t rest = size % PARAMOD_I_PRIME;

    return x < 0 && rest > 0 ? PARAMOD_I_PRIME - rest : rest;
}

uint64_t paramod_i_mod_power(uint64_t a, uint64_t exponent);
/** 1 / a; 0 for a = 0. */
uint64_t paramod_i_mod_inverse(uint64_t a);

/** Numbers from splitmix64 (Steele, Lea, Flood 2014), below p, never 0. */
uint64_t paramod_i_mod_random(uint64_t *state);

/** Rank of a rows x columns matrix, row-major, which is spoilt. */
size_t paramod_i_mod_rank(size_t rows, size_t columns, uint64_t *a);

/**
 * Solves A X = B in place for an n x n A and n x m B, row-major; both are
 * spoilt, B becomes X.  \return det A, 0 if there is no solution
 */
uint64_t paramod_i_mod_solve(size_t n, size_t m, uint64_t *a, uint64_t *b);

/**
 * The least fraction a / b = x modulo p with |a|, b <= 2^30, unique if it exists
 * (Wang 1981).  \return false if there is none
 */
bool paramod_i_mod_fraction(uint64_t x, int64_t *numerator, int64_t *denominator);

#endif /* PARAMOD_SEM_MODULAR_IMPL_H */
