/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The delta method on a ratio and a product, in closed form. */

#include <math.h>

#include <paramod/paramod.h>

#include "support/support.h"

static paramod_eval ratio_and_product(const double *theta, double *value,
                                      double *gradient, void *data)
{
    const double a = theta[0], b = theta[1];

    if (data != NULL)
        return PARAMOD_EVAL_RETRY;
    value[0] = a / b;
    value[1] = a * b;
    gradient[0] = 1.0 / b;
    gradient[1] = -a / (b * b);
    gradient[2] = b;
    gradient[3] = a;
    return PARAMOD_EVAL_OK;
}

static const double theta[2] = { 3.0, 2.0 };
static const double v[4] = { 0.04, 0.01, 0.01, 0.09 };

static void test_closed_form(void)
{
    double value[2], c[4];

    CU_ASSERT_EQUAL_FATAL(paramod_delta_method(2, theta, v, 2, ratio_and_product, NULL,
                                               value, c), PARAMOD_OK);
    CU_ASSERT(value[0] == 1.5 && value[1] == 6.0);
    /* G = [[0.5, -0.75], [2, 3]] */
    CU_ASSERT(fabs(c[0] - (0.25 * 0.04 - 2 * 0.375 * 0.01 + 0.5625 * 0.09)) < 1e-16);
    CU_ASSERT(fabs(c[1] - (1.0 * 0.04 + (1.5 - 1.5) * 0.01 - 2.25 * 0.09)) < 1e-16);
    CU_ASSERT(fabs(c[3] - (4.0 * 0.04 + 12.0 * 0.01 + 9.0 * 0.09)) < 1e-15);
    CU_ASSERT_EQUAL(c[1], c[2]);
}

static void test_bad_requests(void)
{
    const double zero[2] = { 3.0, 0.0 };
    double value[2] = { 7.0, 7.0 }, c[4] = { 7.0, 7.0, 7.0, 7.0 };
    int retry = 1;

    CU_ASSERT_EQUAL(paramod_delta_method(2, zero, v, 2, ratio_and_product, NULL, value,
                                         c), PARAMOD_ERR_CALLBACK);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_delta_method: value 0 is inf");
    CU_ASSERT_EQUAL(paramod_delta_method(2, theta, v, 2, ratio_and_product, &retry,
                                         value, c), PARAMOD_ERR_CALLBACK);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_delta_method: the function "
                           "cannot be evaluated at theta");
    CU_ASSERT_EQUAL(paramod_delta_method(2, theta, v, 2, NULL, NULL, value, c),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_delta_method(0, theta, v, 2, ratio_and_product, NULL, value,
                                         c), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT(value[0] == 7.0 && c[0] == 7.0 && c[3] == 7.0);
}

static void test_no_memory(void)
{
    const long live = memory_live();
    double value[2] = { 7.0, 7.0 }, c[4];
    paramod_status status;

    memory_allow(0);
    status = paramod_delta_method(2, theta, v, 2, ratio_and_product, NULL, value, c);
    memory_allow(-1);
    CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    CU_ASSERT_EQUAL(value[0], 7.0);
    CU_ASSERT_EQUAL(memory_live(), live);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "closed form", test_closed_form },
        { "bad requests are explained", test_bad_requests },
        { "no memory", test_no_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("delta", tests);
}
