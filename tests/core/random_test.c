/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/random.h>

#include "core/random_gsl_impl.h"
#include "core/random_impl.h"
#include "support/support.h"

/* Known answers of Random123 1.14, tests/kat_vectors, "philox4x32 10". */
static void test_known_answers(void)
{
    static const struct {
        uint32_t counter[4], key[2], expected[4];
    } known[] = {
        { { 0, 0, 0, 0 }, { 0, 0 },
          { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
        { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
          { 0xffffffff, 0xffffffff },
          { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
        { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
          { 0xa4093822, 0x299f31d0 },
          { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        uint32_t output[4];

        paramod_i_philox(known[i].key, known[i].counter, output);
        CU_ASSERT_EQUAL(memcmp(output, known[i].expected, sizeof output), 0);
    }
}

/* The layout of key and counter is part of the interface: results published
 * with a seed must come out again. */
static void test_streams_are_philox_blocks(void)
{
    const uint64_t seed = UINT64_C(0x299f31d0a4093822);
    const uint64_t number = UINT64_C(0x0370734413198a2e);
    const uint32_t key[2] = { 0xa4093822, 0x299f31d0 };
    paramod_random stream = paramod_random_stream(seed, number);

    for (uint32_t block = 0; block < 3; block++) {
        const uint32_t counter[4] = { block, 0, 0x13198a2e, 0x03707344 };
        uint32_t output[4];

        paramod_i_philox(key, counter, output);
        for (int half = 0; half < 2; half++)
            CU_ASSERT_EQUAL(paramod_random_bits(&stream),
                            output[2 * half] | (uint64_t)output[2 * half + 1] << 32);
    }
    stream = paramod_random_stream(0, 0);
    CU_ASSERT_EQUAL(paramod_random_bits(&stream), UINT64_C(0xe169c58d6627e8d5));
    /* the block counter carries into its upper word */
    stream.block = UINT64_C(0x85a308d3243f6a88);
    stream.unused = 0;
    stream.seed = seed;
    stream.stream = number;
    CU_ASSERT_EQUAL(paramod_random_bits(&stream), UINT64_C(0x94fdccebd16cfe09));
}

static void test_copies_and_streams(void)
{
    paramod_random a = paramod_random_stream(5, 6), b, c = paramod_random_stream(5, 7);
    int same = 0;

    (void)paramod_random_bits(&a);
    b = a;
    for (int i = 0; i < 100; i++) {
        const uint64_t bits = paramod_random_bits(&a);

        CU_ASSERT_EQUAL(bits, paramod_random_bits(&b));
        same += bits == paramod_random_bits(&c);
    }
    CU_ASSERT_EQUAL(same, 0);
}

/* ---- distributions ---------------------------------------------------------- */

enum { DRAWS = 200000 };

/* Kolmogorov's statistic of a histogram of probabilities, whose 1e-6 quantile
 * is below 2.8 / sqrt(n); the seed is fixed, so a good generator passes. */
static double deviation(double (*draw)(paramod_random *), double (*cdf)(double),
                        double *mean, double *variance)
{
    enum { CELLS = 1000 };
    static long count[CELLS + 1];
    paramod_random random = paramod_random_stream(20, 4);
    double sum = 0.0, squares = 0.0, worst = 0.0;
    long below = 0;

    (void)memset(count, 0, sizeof count);
    for (int i = 0; i < DRAWS; i++) {
        const double x = draw(&random), p = cdf(x);

        CU_ASSERT_FATAL(p > 0.0 && p < 1.0);
        count[(size_t)(p * CELLS)]++;
        sum += x;
        squares += x * x;
    }
    for (size_t i = 0; i < CELLS; i++) {
        below += count[i];
        worst = fmax(worst, fabs((double)below / DRAWS - (double)(i + 1) / CELLS));
    }
    *mean = sum / DRAWS;
    *variance = squares / DRAWS - *mean * *mean;
    return worst * sqrt((double)DRAWS);
}

static double identity(double x)
{
    return x;
}

static double exponential_cdf(double x)
{
    return -expm1(-x);
}

/* Means and variances within 5 of their standard errors. */
static void test_distributions(void)
{
    const double n = DRAWS;
    double mean, variance;

    CU_ASSERT(deviation(paramod_random_uniform, identity, &mean, &variance) < 2.8);
    CU_ASSERT(fabs(mean - 0.5) < 5.0 * sqrt(1.0 / 12.0 / n));
    CU_ASSERT(fabs(variance - 1.0 / 12.0) < 5.0 * sqrt(1.0 / 180.0 / n));
    CU_ASSERT(deviation(paramod_random_normal, gsl_cdf_ugaussian_P, &mean,
                        &variance) < 2.8);
    CU_ASSERT(fabs(mean) < 5.0 / sqrt(n));
    CU_ASSERT(fabs(variance - 1.0) < 5.0 * sqrt(2.0 / n));
    CU_ASSERT(deviation(paramod_random_exponential, exponential_cdf, &mean,
                        &variance) < 2.8);
    CU_ASSERT(fabs(mean - 1.0) < 5.0 / sqrt(n));
    CU_ASSERT(fabs(variance - 1.0) < 5.0 * sqrt(8.0 / n));
}

static void count_error(const char *reason, const char *file, int line, int code)
{
    (void)reason;
    (void)file;
    (void)line;
    (void)code;
    CU_FAIL("GSL raised an error");
}

/* The extreme bits: m = 0 and m = 2^52 - 1.  A stream whose next word is known
 * is made by hand. */
static void test_extreme_draws(void)
{
    gsl_error_handler_t *const before = gsl_set_error_handler(count_error);
    paramod_random none = { .word = { 0, 0 }, .unused = 2 };
    paramod_random all = { .word = { UINT64_MAX, UINT64_MAX }, .unused = 2 };
    paramod_random copy = none;

    CU_ASSERT_EQUAL(paramod_random_uniform(&copy), 0x1p-53);
    copy = all;
    CU_ASSERT_EQUAL(paramod_random_uniform(&copy), 1.0 - 0x1p-53);
    copy = none;
    /* Phi^-1(2^-53), by mpmath */
    CU_ASSERT(fabs(paramod_random_normal(&copy) / -8.2095361516013868556 - 1.0) < 1e-14);
    copy = all;
    CU_ASSERT(fabs(paramod_random_normal(&copy) / 8.2095361516013868556 - 1.0) < 1e-14);
    copy = none;
    CU_ASSERT_EQUAL(paramod_random_exponential(&copy), 53.0 * log(2.0));
    copy = all;
    CU_ASSERT_EQUAL(paramod_random_exponential(&copy), -log1p(-0x1p-53));
    (void)gsl_set_error_handler(before);
}

/* floor(bits * count / 2^64) by shifting and adding, from the lowest bit. */
static uint64_t scaled(uint64_t bits, uint64_t count)
{
    uint64_t high = 0;

    for (int i = 0; i < 64; i++, bits >>= 1) {
        const uint64_t sum = high + (bits & 1 ? count : 0);
        const uint64_t carry = sum < high;

        high = sum >> 1 | carry << 63;
    }
    return high;
}

/* A count below 2^40 rejects with odds below 2^-24, so not here. */
static void test_indices_are_scaled_bits(void)
{
    paramod_random random = paramod_random_stream(1, 2);

    for (int i = 0; i < 2000; i++) {
        const uint64_t count = (paramod_random_bits(&random) >> (24 + i % 39)) + 1;
        paramod_random copy = random;

        CU_ASSERT_EQUAL(paramod_random_index(&random, count),
                        scaled(paramod_random_bits(&copy), count));
    }
    CU_ASSERT_EQUAL(paramod_random_index(&random, 1), 0);
}

static void test_indices_are_uniform(void)
{
    enum { SIDES = 6 };
    /* Three quarters of 2^64: of four words one is rejected, and if it were not,
     * multiples of 3 would come twice as often. */
    const uint64_t large = UINT64_C(3) << 62;
    long seen[SIDES] = { 0 }, thirds[3] = { 0 };
    double chi = 0.0;
    paramod_random random = paramod_random_stream(1, 2);

    for (int i = 0; i < DRAWS; i++) {
        seen[paramod_random_index(&random, SIDES)]++;
        thirds[paramod_random_index(&random, large) % 3]++;
    }
    for (int i = 0; i < SIDES; i++)
        chi += pow((double)seen[i] - DRAWS / 6.0, 2.0) / (DRAWS / 6.0);
    for (int i = 0; i < 3; i++)
        chi += pow((double)thirds[i] - DRAWS / 3.0, 2.0) / (DRAWS / 3.0);
    CU_ASSERT(chi < 40.5); /* exceeded with odds 1e-6 on 5 + 2 degrees of freedom */
}

/* ---- as a generator of GSL ---------------------------------------------------- */

static void test_gsl_generator(void)
{
    gsl_rng *const rng = gsl_rng_alloc(paramod_i_random_gsl_type());
    paramod_random stream = paramod_random_stream(99, 0), other;
    gsl_rng view;

    CU_ASSERT_PTR_NOT_NULL_FATAL(rng);
    CU_ASSERT_STRING_EQUAL(gsl_rng_name(rng), "philox4x32-10");
    CU_ASSERT_EQUAL(gsl_rng_max(rng), 0xffffffffUL);
    CU_ASSERT_EQUAL(gsl_rng_min(rng), 0);
    gsl_rng_set(rng, 99);
    other = stream;
    view = paramod_i_random_as_gsl(&other);
    for (int i = 0; i < 100; i++) {
        const uint64_t bits = paramod_random_bits(&stream);

        CU_ASSERT_EQUAL(gsl_rng_get(rng), bits >> 32);
        CU_ASSERT_EQUAL(gsl_rng_get(&view), bits >> 32);
    }
    CU_ASSERT_EQUAL(gsl_rng_uniform(rng), paramod_random_uniform(&stream));
    (void)paramod_random_bits(&other); /* the stream under the view moves it on */
    CU_ASSERT_EQUAL(gsl_rng_get(&view), gsl_rng_get(rng));
    gsl_rng_free(rng);
}

static void test_gsl_samplers(void)
{
    paramod_random stream = paramod_random_stream(7, 7);
    const gsl_rng view = paramod_i_random_as_gsl(&stream);
    double sum = 0.0;

    for (int i = 0; i < DRAWS; i++)
        sum += gsl_ran_gamma(&view, 3.0, 2.0);
    CU_ASSERT(fabs(sum / DRAWS - 6.0) < 5.0 * sqrt(12.0 / DRAWS));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "known answers of Random123", test_known_answers },
        { "streams are Philox blocks", test_streams_are_philox_blocks },
        { "copies agree, other streams do not", test_copies_and_streams },
        { "distributions and moments", test_distributions },
        { "the extreme draws are finite, and raise nothing", test_extreme_draws },
        { "indices are scaled bits", test_indices_are_scaled_bits },
        { "indices are uniform", test_indices_are_uniform },
        { "a generator of GSL", test_gsl_generator },
        { "samplers of GSL", test_gsl_samplers },
        CU_TEST_INFO_NULL,
    };

    return run_tests("random", tests);
}
