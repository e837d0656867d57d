/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Philox 4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3", SC11 (2011), section 4.3.  The counter of four 32-bit words
 * is (block, stream), the key of two words is the seed, all little-endian
 * within their 64 bits; the two output words hold words (0, 1) and (2, 3).
 */

#include <math.h>

#include <gsl/gsl_cdf.h>

#include <paramod/random.h>

#include "core/random_impl.h"

enum { ROUNDS = 10 };

void paramod_i_philox(const uint32_t key[2], const uint32_t counter[4],
                      uint32_t output[4])
{
    uint32_t k0 = key[0], k1 = key[1];
    uint32_t x0 = counter[0], x1 = counter[1], x2 = counter[2], x3 = counter[3];

    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t p = (uint64_t)UINT32_C(0xD2511F53) * x0;
        const uint64_t q = (uint64_t)UINT32_C(0xCD9E8D57) * x2;

        x0 = (uint32_t)(q >> 32) ^ x1 ^ k0;
        x1 = (uint32_t)q;
        x2 = (uint32_t)(p >> 32) ^ x3 ^ k1;
        x3 = (uint32_t)p;
        k0 += UINT32_C(0x9E3779B9);
        k1 += UINT32_C(0xBB67AE85);
    }
    output[0] = x0;
    output[1] = x1;
    output[2] = x2;
    output[3] = x3;
}

paramod_random paramod_random_stream(uint64_t seed, uint64_t stream)
{
    return (paramod_random){ .seed = seed, .stream = stream };
}

static void draw_block(paramod_random *random)
{
    const uint32_t key[2] = { (uint32_t)random->seed,
                              (uint32_t)(random->seed >> 32) };
    const uint32_t counter[4] = { (uint32_t)random->block,
                                  (uint32_t)(random->block >> 32),
                                  (uint32_t)random->stream,
                                  (uint32_t)(random->stream >> 32) };
    uint32_t output[4];

    paramod_i_philox(key, counter, output);
    random->word[0] = output[0] | (uint64_t)output[1] << 32;
    random->word[1] = output[2] | (uint64_t)output[3] << 32;
    random->block++;
    random->unused = 2;
}

uint64_t paramod_random_bits(paramod_random *random)
{
    if (random->unused == 0)
        draw_block(random);
    return random->word[2 - random->unused--];
}

/* The 52-bit m makes m + 1/2 exact, so neither 0 nor 1 can come out. */
double paramod_random_uniform(paramod_random *random)
{
    const uint64_t m = paramod_random_bits(random) >> 12;

    return ((double)m + 0.5) * 0x1p-52;
}

/* x y = *high 2^64 + the result, by halves: a 128-bit type is not everywhere.
 * Each sum below fits: (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1. */
static uint64_t multiply(uint64_t x, uint64_t y, uint64_t *high)
{
    const uint64_t mask = UINT32_MAX;
    const uint64_t x0 = x & mask, x1 = x >> 32, y0 = y & mask, y1 = y >> 32;
    const uint64_t low = x0 * y0;
    const uint64_t middle = x1 * y0 + (low >> 32);
    const uint64_t other = x0 * y1 + (middle & mask);

    *high = x1 * y1 + (middle >> 32) + (other >> 32);
    return other << 32 | (low & mask);
}

/* D. Lemire, "Fast random integer generation in an interval", ACM Trans. Model.
 * Comput. Simul. 29 (2019), algorithm 5: the upper half of a 128-bit product,
 * rejecting the few lower halves, 2^64 mod count of them, that would favour
 * some results. */
uint64_t paramod_random_index(paramod_random *random, uint64_t count)
{
    uint64_t high, low = multiply(paramod_random_bits(random), count, &high);

    if (low < count) { /* the remainder is smaller still */
        const uint64_t threshold = (0 - count) % count;

        while (low < threshold)
            low = multiply(paramod_random_bits(random), count, &high);
    }
    return high;
}

/* gsl_cdf_ugaussian_Pinv() raises nothing, and is finite inside (0, 1). */
double paramod_random_normal(paramod_random *random)
{
    return gsl_cdf_ugaussian_Pinv(paramod_random_uniform(random));
}

double paramod_random_exponential(paramod_random *random)
{
    return -log(paramod_random_uniform(random));
}
