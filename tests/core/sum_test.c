/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "core/sum_impl.h"
#include "support/support.h"

enum { COUNT = 2000 };

/* Terms that cancel almost entirely: plain addition keeps no digit of the
 * last, and the bound of the header is met. */
static void test_cancellation(void)
{
    const double hard[] = { 1.0, 1e100, 1.0, -1e100 };
    const double harder[] = { 1e-3, 1e16, 3.0, -1e16, 1e16, -1e16, 2.0 };

    CU_ASSERT_EQUAL(paramod_i_sum_of(4, hard), 2.0);
    CU_ASSERT_EQUAL(paramod_i_sum_of(7, harder), 5.001);
    CU_ASSERT_EQUAL(paramod_i_sum_of(0, hard), 0.0);
}

/* Against exact sums of multiples of 2^-52, in integers: long double would be
 * exact as well, but has 53 bits under valgrind and on some machines. */
static void test_error_bound(void)
{
    static double x[COUNT];

    for (long round = rounds(50); round > 0; round--) {
        int64_t exact = 0;
        double sizes = 0.0, nearest, error;

        for (size_t i = 0; i < COUNT; i++) {
            x[i] = floor((uniform() - 0.5) * 0x1p52) * 0x1p-52;
            exact += (int64_t)(x[i] * 0x1p52); /* at most 51 + 11 bits */
            sizes += fabs(x[i]);
        }
        nearest = (double)exact;
        error = (paramod_i_sum_of(COUNT, x) * 0x1p52 - nearest) -
                (double)(exact - (int64_t)nearest);
        CU_ASSERT(fabs(error) * 0x1p-52 <= DBL_EPSILON * fabs(nearest) * 0x1p-52 +
                  COUNT * DBL_EPSILON * DBL_EPSILON * sizes);
    }
}

static void test_order_is_the_only_freedom(void)
{
    double x[100], forwards, backwards = 0.0;
    paramod_i_sum s = { 0.0, 0.0 };

    for (int i = 0; i < 100; i++)
        x[i] = ldexp(uniform() - 0.5, i % 40);
    forwards = paramod_i_sum_of(100, x);
    for (int i = 99; i >= 0; i--)
        paramod_i_sum_add(&s, x[i]);
    backwards = paramod_i_sum_value(&s);
    CU_ASSERT(ulps_off(forwards, backwards, forwards) <= 1.0);
    CU_ASSERT_EQUAL(forwards, paramod_i_sum_of(100, x));
}

static void test_infinities(void)
{
    const double up[] = { 1.0, INFINITY, 2.0 }, both[] = { INFINITY, -INFINITY };
    const double overflow[] = { DBL_MAX, DBL_MAX, -1.0 }, nan[] = { 1.0, NAN };

    CU_ASSERT_EQUAL(paramod_i_sum_of(3, up), INFINITY);
    CU_ASSERT(isnan(paramod_i_sum_of(2, both)));
    CU_ASSERT_EQUAL(paramod_i_sum_of(3, overflow), INFINITY);
    CU_ASSERT(isnan(paramod_i_sum_of(2, nan)));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "sums that cancel", test_cancellation },
        { "the error bound holds", test_error_bound },
        { "another order gives the same to rounding", test_order_is_the_only_freedom },
        { "infinities and NaN", test_infinities },
        CU_TEST_INFO_NULL,
    };

    return run_tests("sum", tests);
}
