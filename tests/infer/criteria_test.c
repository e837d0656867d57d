/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Information criteria: log L = -100 with 3 parameters and 20 observations. */

#include <math.h>

#include <paramod/paramod.h>

#include "support/support.h"

static void test_values(void)
{
    CU_ASSERT_EQUAL(paramod_aic(-100.0, 3), 206.0);
    CU_ASSERT_EQUAL(paramod_aicc(-100.0, 3, 20.0), 207.5); /* + 24 / 16 */
    CU_ASSERT(ulps_off(paramod_bic(-100.0, 3, 20.0), 208.98719682066197,
                       208.98719682066197) <= 1.0); /* 200 + 3 log 20 */
}

static void test_too_few_observations(void)
{
    CU_ASSERT_EQUAL(paramod_aicc(-100.0, 3, 4.0), INFINITY);
    CU_ASSERT_EQUAL(paramod_aicc(-100.0, 3, 2.0), INFINITY);
}

/* The sum of normal log densities of the residuals, at variance SSR / m. */
static void test_gaussian(void)
{
    const double r[4] = { -1.5, -0.5, 0.5, 1.5 }; /* SSR 5 */
    double expected = 0.0;

    for (int i = 0; i < 4; i++)
        expected += log(exp(-0.5 * r[i] * r[i] / 1.25) / sqrt(2.0 * acos(-1.0) * 1.25));
    CU_ASSERT(ulps_off(paramod_gaussian_log_likelihood(5.0, 4.0), expected,
                       expected) <= 4.0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "values", test_values },
        { "too few observations", test_too_few_observations },
        { "Gaussian log likelihood", test_gaussian },
        CU_TEST_INFO_NULL,
    };

    return run_tests("criteria", tests);
}
