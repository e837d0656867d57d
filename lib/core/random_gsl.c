/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/random_gsl_impl.h"

static void set(void *state, unsigned long seed)
{
    *(paramod_random *)state = paramod_random_stream(seed, 0);
}

/* 32 bits, as unsigned long has no more everywhere. */
static unsigned long get(void *state)
{
    return (unsigned long)(paramod_random_bits(state) >> 32);
}

static double get_double(void *state)
{
    return paramod_random_uniform(state);
}

static const gsl_rng_type philox = {
    .name = "philox4x32-10", .max = 0xffffffffUL, .min = 0,
    .size = sizeof(paramod_random), .set = set, .get = get,
    .get_double = get_double,
};

const gsl_rng_type *paramod_i_random_gsl_type(void)
{
    return &philox;
}

gsl_rng paramod_i_random_as_gsl(paramod_random *random)
{
    return (gsl_rng){ .type = &philox, .state = random };
}
