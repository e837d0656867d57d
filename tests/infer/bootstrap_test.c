/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bootstrap: moments of a known sampling distribution, the same bits on any
 * number of threads, and percentiles by definition. */

#include <math.h>
#include <string.h>

#include <paramod/paramod.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { COUNT = 4000, SAMPLE = 5 };

/* Mean and a marker of SAMPLE standard normals; now and then a failure. */
static paramod_eval mean_of_normals(size_t index, paramod_random *random,
                                    double *theta, void *data)
{
    const int *const mode = data;

    theta[0] = 0.0;
    theta[1] = (double)index;
    for (int i = 0; i < SAMPLE; i++)
        theta[0] += paramod_random_normal(random) / SAMPLE;
    if (*mode == 1 && index % 10 == 3)
        return PARAMOD_EVAL_RETRY;
    if (*mode == 1 && index % 10 == 4)
        theta[1] = INFINITY;
    return *mode == 2 && index >= 17 ? PARAMOD_EVAL_STOP : PARAMOD_EVAL_OK;
}

static double estimates[COUNT * 2], again[COUNT * 2];

static void test_moments(void)
{
    double mean = 0.0, square = 0.0;
    int mode = 0;
    size_t failed = 99;

    MUST(paramod_bootstrap(2, COUNT, 5, NULL, mean_of_normals, &mode, estimates, &failed));
    CU_ASSERT_EQUAL(failed, 0);
    for (size_t i = 0; i < COUNT; i++) {
        CU_ASSERT_EQUAL(estimates[2 * i + 1], (double)i);
        mean += estimates[2 * i] / COUNT;
        square += estimates[2 * i] * estimates[2 * i] / COUNT;
    }
    /* variance 1 / SAMPLE; five standard deviations of both moments */
    CU_ASSERT(fabs(mean) < 5.0 * sqrt(1.0 / SAMPLE / COUNT));
    CU_ASSERT(fabs(square * SAMPLE - 1.0) < 5.0 * sqrt(2.0 / COUNT));
}

static void test_replicate_i_uses_stream_i(void)
{
    paramod_random random = paramod_random_stream(5, 7);
    int mode = 0;
    double theta[2];

    (void)mean_of_normals(7, &random, theta, &mode);
    CU_ASSERT_EQUAL(estimates[14], theta[0]);
}

static void test_same_bits_on_any_number_of_threads(void)
{
    const size_t threads[] = { 1, 2, 7 };
    int mode = 1;
    size_t failed;

    MUST(paramod_bootstrap(2, COUNT, 9, NULL, mean_of_normals, &mode, estimates, &failed));
    CU_ASSERT_EQUAL(failed, COUNT / 5);
    for (size_t t = 0; t < 3; t++) {
        const paramod_executor executor = paramod_executor_threads(threads[t]);

        MUST(paramod_bootstrap(2, COUNT, 9, &executor, mean_of_normals, &mode, again,
                               &failed));
        CU_ASSERT_EQUAL(failed, COUNT / 5);
        CU_ASSERT_EQUAL(memcmp(estimates, again, sizeof again), 0);
    }
    for (size_t i = 0; i < COUNT; i++) {
        const bool lost = i % 10 == 3 || i % 10 == 4;

        CU_ASSERT_EQUAL(isnan(estimates[2 * i]) != 0, lost);
        CU_ASSERT_EQUAL(isnan(estimates[2 * i + 1]) != 0, lost);
    }
}

static void test_bad_requests(void)
{
    const paramod_executor executor = paramod_executor_threads(2);
    int mode = 2;
    size_t failed = 99;

    again[0] = 7.0;
    CU_ASSERT_EQUAL(paramod_bootstrap(2, COUNT, 1, &executor, mean_of_normals, &mode,
                                      again, &failed), PARAMOD_ERR_CALLBACK);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_bootstrap: the refit of "
                           "replicate 17 gave up");
    CU_ASSERT_EQUAL(paramod_bootstrap(2, COUNT, 1, NULL, NULL, &mode, again, &failed),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_bootstrap(0, COUNT, 1, NULL, mean_of_normals, &mode, again,
                                      &failed), PARAMOD_ERR_ARGUMENT);
    memory_allow(0);
    CU_ASSERT_EQUAL(paramod_bootstrap(2, COUNT, 1, NULL, mean_of_normals, &mode, again,
                                      &failed), PARAMOD_ERR_MEMORY);
    memory_allow(-1);
    CU_ASSERT(again[0] == 7.0 && failed == 99);
}

/* Each case is drawn Binomial(count, 1 / count) times. */
static void test_weights(void)
{
    paramod_random random = paramod_random_stream(3, 0);
    double weights[50], square = 0.0;
    const long draws = rounds(400);

    for (long r = 0; r < draws; r++) {
        double sum = 0.0;

        paramod_bootstrap_weights(&random, 50, weights);
        for (size_t i = 0; i < 50; i++) {
            CU_ASSERT(weights[i] >= 0.0 && weights[i] == floor(weights[i]));
            sum += weights[i];
            square += weights[i] * weights[i];
        }
        CU_ASSERT_EQUAL(sum, 50.0);
    }
    /* E w^2 = 2 - 1 / 50; w^2 has variance below 12 */
    CU_ASSERT(fabs(square / (50.0 * (double)draws) - 1.98) <
              5.0 * sqrt(12.0 / (50.0 * (double)draws)));
}

static void test_percentiles(void)
{
    /* the second column holds 1 .. 5, and a lost row */
    const double rows[12] = { 0, 4, 0, 1, 0, NAN, 0, 5, 0, 2, 0, 3 };
    double interval[2] = { 7.0, 7.0 };

    MUST(paramod_bootstrap_interval(2, 6, rows, 1, 0.8, interval));
    CU_ASSERT(fabs(interval[0] - 1.4) < 1e-14 && fabs(interval[1] - 4.6) < 1e-14);
    MUST(paramod_bootstrap_interval(2, 6, rows, 1, 0.5, interval));
    CU_ASSERT(interval[0] == 2.0 && interval[1] == 4.0);
    interval[0] = 7.0;
    CU_ASSERT_EQUAL(paramod_bootstrap_interval(2, 3, rows + 2, 2, 0.5, interval),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_bootstrap_interval(2, 2, rows + 2, 1, 0.5, interval),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_bootstrap_interval: 1 "
                           "finite replicates, but a percentile interval needs 2 or "
                           "more");
    CU_ASSERT_EQUAL(paramod_bootstrap_interval(2, 6, rows, 1, 0.0, interval),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_bootstrap_interval: level 0 "
                           "is not inside (0, 1)");
    memory_allow(0);
    CU_ASSERT_EQUAL(paramod_bootstrap_interval(2, 6, rows, 1, 0.5, interval),
                    PARAMOD_ERR_MEMORY);
    memory_allow(-1);
    CU_ASSERT_EQUAL(interval[0], 7.0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "moments", test_moments },
        { "replicate i uses stream i", test_replicate_i_uses_stream_i },
        { "same bits on any number of threads",
          test_same_bits_on_any_number_of_threads },
        { "bad requests are explained", test_bad_requests },
        { "weights", test_weights },
        { "percentiles", test_percentiles },
        CU_TEST_INFO_NULL,
    };

    return run_tests("bootstrap", tests);
}
