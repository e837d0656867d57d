/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wald, likelihood-ratio and score tests, against 60-digit values
 * (tests/data/infer.py) and closed forms. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/paramod.h>

#include "infer/nist.h"
#include "infer/weibull.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static void expect(const paramod_test *test, double degrees, const char *key)
{
    double value[2];

    reference(key, 2, value);
    printf("%s: relative error %.1e, of p %.1e\n", key,
           relative(test->statistic, value[0]), relative(test->p_value, value[1]));
    CU_ASSERT(relative(test->statistic, value[0]) < 1e-8);
    CU_ASSERT(relative(test->p_value, value[1]) < 1e-8);
    CU_ASSERT_EQUAL(test->degrees, degrees);
}

static void test_ratio(void)
{
    const paramod_likelihood model = weibull_model(true);
    paramod_fit *const full = weibull_fit(&model, false);
    paramod_fit *const restricted = weibull_fit(&model, true);
    paramod_test test = { .statistic = 7.0 };

    CU_ASSERT_EQUAL(paramod_test_ratio(restricted, full, &test), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_test_ratio: the full "
                           "model has 1 free parameters, the restricted one 2: it "
                           "must have fewer");
    CU_ASSERT_EQUAL(paramod_test_ratio(full, NULL, &test), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(test.statistic, 7.0);
    MUST(paramod_test_ratio(full, restricted, &test));
    expect(&test, 1.0, "weibull_ratio");
    paramod_fit_destroy(full);
    paramod_fit_destroy(restricted);
}

static void test_score(void)
{
    paramod_space *const space = weibull_space();

    for (int expected = 0; expected < 2; expected++) {
        const paramod_likelihood model = weibull_model(expected == 1);
        paramod_fit *const restricted = weibull_fit(&model, true);
        paramod_test test;

        MUST(paramod_test_score(restricted, space, &test));
        expect(&test, 1.0, expected ? "weibull_score_expected"
                                    : "weibull_score_observed");
        paramod_fit_destroy(restricted);
    }
    paramod_space_destroy(space);
}

static void test_score_refuses_other_spaces(void)
{
    const paramod_likelihood model = weibull_model(true);
    paramod_fit *const restricted = weibull_fit(&model, true);
    paramod_fit *const full = weibull_fit(&model, false);
    paramod_space *space = weibull_space();
    paramod_test test;

    MUST(paramod_space_fix(space, 1, 2.0));
    CU_ASSERT_EQUAL(paramod_test_score(full, space, &test), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_test_score: 'scale' is "
                           "fixed in space, but free in the fit");
    MUST(paramod_space_release(space, 1));
    CU_ASSERT_EQUAL(paramod_test_score(full, space, &test), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_test_score: space frees "
                           "no parameter that the fit holds fixed");
    MUST(paramod_space_add(space, "third", "1", 0.0, 1.0));
    CU_ASSERT_EQUAL(paramod_test_score(restricted, space, &test), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_test_score: space has 3 "
                           "parameters, the fit 2");
    CU_ASSERT_EQUAL(paramod_test_score(NULL, space, &test), PARAMOD_ERR_ARGUMENT);
    paramod_space_destroy(space);
    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "form", "1", 0.0, INFINITY));
    MUST(paramod_space_add(space, "scale", "1", 0.0, INFINITY));
    CU_ASSERT_EQUAL(paramod_test_score(restricted, space, &test), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_test_score: parameter 0 is "
                           "'form' in space, but 'shape' in the fit");
    paramod_space_destroy(space);
    paramod_fit_destroy(restricted);
    paramod_fit_destroy(full);
}

/* Straight line with and without a slope: all tests are functions of the
 * correlation R of x and y.  Ratio: -m log(1 - R^2); score: m R^2. */
enum { ROWS = 9 };

static const double line_y[ROWS] = { 1.0, 3.0, 2.0, 5.0, 4.0, 4.5, 7.0, 5.0, 6.0 };

static paramod_eval line(const double *theta, double *r, void *data)
{
    (void)data;
    for (size_t i = 0; i < ROWS; i++)
        r[i] = theta[0] + theta[1] * (double)i - line_y[i];
    return PARAMOD_EVAL_OK;
}

static void test_least_squares(void)
{
    const paramod_residuals model = { .size = sizeof model, .count = ROWS,
                                      .residual = line };
    const paramod_residuals shorter = { .size = sizeof model, .count = ROWS - 1,
                                        .residual = line };
    paramod_space *space = NULL;
    paramod_fit *full = NULL, *null = NULL, *other = NULL;
    double theta[2] = { 0.0, 0.0 }, sxx = 0.0, sxy = 0.0, syy = 0.0, mean = 0.0, r2;
    paramod_test test;

    for (size_t i = 0; i < ROWS; i++)
        mean += line_y[i] / ROWS;
    for (size_t i = 0; i < ROWS; i++) {
        sxx += ((double)i - 4.0) * ((double)i - 4.0);
        sxy += ((double)i - 4.0) * (line_y[i] - mean);
        syy += (line_y[i] - mean) * (line_y[i] - mean);
    }
    r2 = sxy * sxy / (sxx * syy);
    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "a", "1", -INFINITY, INFINITY));
    MUST(paramod_space_add(space, "b", "1", -INFINITY, INFINITY));
    MUST(paramod_fit_least_squares(space, &model, NULL, theta, &full));
    MUST(paramod_fit_least_squares(space, &shorter, NULL, theta, &other));
    MUST(paramod_space_fix(space, 1, 0.0));
    MUST(paramod_fit_least_squares(space, &model, NULL, theta, &null));
    MUST(paramod_space_release(space, 1));
    MUST(paramod_test_ratio(full, null, &test));
    CU_ASSERT(relative(test.statistic, -ROWS * log1p(-r2)) < 1e-12);
    MUST(paramod_test_score(null, space, &test));
    CU_ASSERT(relative(test.statistic, ROWS * r2) < 1e-8);
    CU_ASSERT_EQUAL(paramod_test_ratio(other, null, &test), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_test_ratio: the fits have 8 and 9 residuals");
    paramod_fit_destroy(full);
    paramod_fit_destroy(null);
    paramod_fit_destroy(other);
    paramod_space_destroy(space);
}

static void test_wald(void)
{
    const double theta[3] = { 1.0, 2.0, 0.0 };
    const double v[9] = { 4.0, 1.0, 0.0, 1.0, 9.0, 0.0, 0.0, 0.0, 0.0 };
    const double both[6] = { 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 };
    const double twice[6] = { 1.0, 1.0, 0.0, 2.0, 2.0, 0.0 };
    const double fixed[3] = { 0.0, 0.0, 1.0 };
    const double gap[3] = { 1.0, -1.0, 0.0 };
    const double target[1] = { 2.0 };
    const double infinite[3] = { INFINITY, 0.0, 0.0 };
    paramod_test test;

    /* (1, 2) [[4, 1], [1, 9]]^-1 (1, 2)' = (9 - 4 + 16) / 35 */
    MUST(paramod_test_wald(3, theta, v, 2, both, NULL, &test));
    CU_ASSERT(relative(test.statistic, 21.0 / 35.0) < 1e-14);
    CU_ASSERT(relative(test.p_value, exp(-0.3)) < 1e-14);
    CU_ASSERT_EQUAL(test.degrees, 2.0);
    /* a - b - 2 = -3, of variance 4 + 9 - 2 = 11 */
    MUST(paramod_test_wald(3, theta, v, 1, gap, target, &test));
    CU_ASSERT(relative(test.statistic, 9.0 / 11.0) < 1e-14);
    CU_ASSERT_EQUAL(paramod_test_wald(3, theta, v, 2, twice, NULL, &test),
                    PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_test_wald: R V R' of 2 "
                           "rows has rank 1: leave out rows that repeat others or "
                           "hold fixed parameters only");
    CU_ASSERT_EQUAL(paramod_test_wald(3, theta, v, 1, fixed, NULL, &test),
                    PARAMOD_ERR_SINGULAR);
    CU_ASSERT_EQUAL(paramod_test_wald(3, theta, v, 1, infinite, NULL, &test),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_EQUAL(paramod_test_wald(3, theta, v, 0, both, NULL, &test),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_test_wald(3, NULL, v, 1, both, NULL, &test),
                    PARAMOD_ERR_ARGUMENT);
}

static void test_boundary(void)
{
    double tail;

    reference("tail_3.5_1", 1, &tail);
    CU_ASSERT(relative(paramod_test_boundary_p(3.5), 0.5 * tail) < 1e-14);
    CU_ASSERT_EQUAL(paramod_test_boundary_p(0.0), 1.0);
    CU_ASSERT_EQUAL(paramod_test_boundary_p(-1.0), 1.0);
    CU_ASSERT(isnan(paramod_test_boundary_p(NAN)));
}

static void test_every_allocation_may_fail(void)
{
    const paramod_likelihood model = weibull_model(false);
    paramod_fit *const restricted = weibull_fit(&model, true);
    paramod_space *const space = weibull_space();
    const double theta[1] = { 1.0 }, v[1] = { 2.0 }, row[1] = { 1.0 };
    const long live = memory_live();
    int done = 0;

    for (long allowed = 0; done < 2; allowed++) {
        paramod_test test = { .statistic = 7.0 };
        paramod_status status;

        memory_allow(allowed);
        status = done == 0 ? paramod_test_score(restricted, space, &test)
                           : paramod_test_wald(1, theta, v, 1, row, NULL, &test);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK ||
                  (status == PARAMOD_ERR_MEMORY && test.statistic == 7.0));
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 100);
        if (status == PARAMOD_OK) {
            done++;
            allowed = -1;
        }
    }
    paramod_space_destroy(space);
    paramod_fit_destroy(restricted);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "likelihood ratio", test_ratio },
        { "score, observed and expected", test_score },
        { "score refuses other spaces", test_score_refuses_other_spaces },
        { "least squares", test_least_squares },
        { "Wald", test_wald },
        { "boundary", test_boundary },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("tests", tests);
}
