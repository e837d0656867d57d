/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tails and quantiles of chi-squared, against 60-digit values, and the
 * information criteria, against their definitions. */

#include <math.h>
#include <stdio.h>

#include <paramod/paramod.h>

#include "infer/chi_squared_impl.h"
#include "infer/nist.h"
#include "infer/weibull.h"
#include "support/support.h"

static void test_tails(void)
{
    static const struct { double x, degrees; const char *key; } cases[] = {
        { 3.5, 1, "tail_3.5_1" }, { 40, 1, "tail_40_1" }, { 1e-8, 1, "tail_1e-8_1" },
        { 700, 1, "tail_700_1" }, { 2.5, 2, "tail_2.5_2" }, { 7.25, 3, "tail_7.25_3" },
        { 0.01, 3, "tail_0.01_3" }, { 150, 7, "tail_150_7" },
        { 95.5, 100, "tail_95.5_100" }, { 1200, 1000, "tail_1200_1000" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const double p = paramod_i_chi_squared_tail(cases[i].x, cases[i].degrees);
        double expected;

        reference(cases[i].key, 1, &expected);
        printf("%s: relative error %.1e\n", cases[i].key, relative(p, expected));
        CU_ASSERT(relative(p, expected) < 1e-12);
    }
    CU_ASSERT_EQUAL(paramod_i_chi_squared_tail(0.0, 3.0), 1.0);
    CU_ASSERT_EQUAL(paramod_i_chi_squared_tail(-2.0, 3.0), 1.0);
    CU_ASSERT_EQUAL(paramod_i_chi_squared_tail(1e5, 3.0), 0.0); /* GSL raises */
    CU_ASSERT_EQUAL(paramod_i_chi_squared_tail(INFINITY, 1.0), 0.0);
    CU_ASSERT(isnan(paramod_i_chi_squared_tail(NAN, 3.0)));
}

static void test_quantiles(void)
{
    static const struct { double level; const char *key; } cases[] = {
        { 0.5, "quantile_0.5" }, { 0.95, "quantile_0.95" },
        { 0.999, "quantile_0.999" }, { 0.01, "quantile_0.01" } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double expected;

        reference(cases[i].key, 1, &expected);
        CU_ASSERT(relative(paramod_i_chi_squared_quantile(cases[i].level), expected) <
                  1e-13);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "tails", test_tails },
        { "quantiles", test_quantiles },
        CU_TEST_INFO_NULL,
    };

    return run_tests("chi-squared", tests);
}
