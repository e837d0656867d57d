/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/random.h
 * Counter-based random numbers: Philox 4x32-10 of Salmon et al., "Parallel
 * random numbers: as easy as 1, 2, 3", SC11 (2011).
 *
 * A stream is chosen by a seed and a number, so task i of a computation has
 * its own numbers wherever and in whatever order it runs.
 */

#ifndef PARAMOD_RANDOM_H
#define PARAMOD_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>

PARAMOD_BEGIN_DECLS

/** A stream: a plain value, copied by assignment, with nothing to release.
 *  Its members are for the library only. */
typedef struct paramod_random {
    uint64_t seed;    /**< the key */
    uint64_t stream;  /**< upper half of the counter */
    uint64_t block;   /**< lower half of the counter: blocks drawn so far */
    uint64_t word[2]; /**< the current block of 128 bits */
    uint64_t unused;  /**< how many of its words are still to be handed out */
} paramod_random;

/** Stream number \p stream of \p seed; the same on every machine for ever. */
PARAMOD_API paramod_random paramod_random_stream(uint64_t seed, uint64_t stream);

/** The next 64 random bits. */
PARAMOD_API uint64_t paramod_random_bits(paramod_random *random);

/** Uniform on the open interval (0, 1): (m + 1/2) 2^-52 with 52 random bits m. */
PARAMOD_API double paramod_random_uniform(paramod_random *random);

/** Uniform on 0 .. count-1, without bias (Lemire 2019); count must not be 0. */
PARAMOD_API uint64_t paramod_random_index(paramod_random *random, uint64_t count);

/** Standard normal, by inversion of one uniform: one draw, one number. */
PARAMOD_API double paramod_random_normal(paramod_random *random);

/** Standard exponential, -log of one uniform. */
PARAMOD_API double paramod_random_exponential(paramod_random *random);

PARAMOD_END_DECLS

#endif /* PARAMOD_RANDOM_H */
