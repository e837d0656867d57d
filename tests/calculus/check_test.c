/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/model.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* ---- a Weibull log likelihood, with one flaw at will --------------------------- */

enum { N = 2, ROWS = 40 };

typedef enum flaw {
    NONE, GRADIENT_SIGN, GRADIENT_SHARE, GRADIENT_NAN, HESSIAN_CROSS, HESSIAN_SIGN
} flaw;

typedef struct survey {
    double time[ROWS];
    flaw flaw;
    paramod_eval answer;
    int calls, stop_at;
} survey;

/* theta = (scale, shape): sum of log k - k log s + (k - 1) log t - (t/s)^k */
static paramod_eval value(const double *theta, double *out, void *data)
{
    survey *const s = data;
    double sum = 0.0;

    if (++s->calls == s->stop_at)
        return PARAMOD_EVAL_STOP;
    CU_ASSERT(theta[0] > 0.0 && theta[1] > 0.0 && theta[1] < 10.0); /* the bounds */
    for (int i = 0; i < ROWS; i++)
        sum += log(theta[1]) - theta[1] * log(theta[0]) +
               (theta[1] - 1.0) * log(s->time[i]) -
               pow(s->time[i] / theta[0], theta[1]);
    *out = sum;
    return s->answer;
}

static paramod_eval gradient(const double *theta, double *out, double *g, void *data)
{
    survey *const s = data;
    const double k = theta[1];

    g[0] = g[1] = 0.0;
    for (int i = 0; i < ROWS; i++) {
        const double x = s->time[i] / theta[0], power = pow(x, k);

        g[0] += (power - 1.0) * k / theta[0];
        g[1] += 1.0 / k + log(x) * (1.0 - power);
    }
    g[0] *= s->flaw == GRADIENT_SIGN ? -1.0 : 1.0;
    g[1] *= s->flaw == GRADIENT_SHARE ? 1.001 : 1.0;
    g[1] = s->flaw == GRADIENT_NAN ? NAN : g[1];
    return value(theta, out, data);
}

static paramod_eval hessian(const double *theta, double *out, double *g, double *h,
                            void *data)
{
    survey *const s = data;
    const double k = theta[1];

    h[0] = h[1] = h[3] = 0.0;
    for (int i = 0; i < ROWS; i++) {
        const double x = s->time[i] / theta[0], power = pow(x, k);

        h[0] += k / (theta[0] * theta[0]) * (1.0 - (k + 1.0) * power);
        h[1] += (power * (1.0 + k * log(x)) - 1.0) / theta[0];
        h[3] -= 1.0 / (k * k) + power * log(x) * log(x);
    }
    h[2] = h[1];
    h[1] *= s->flaw == HESSIAN_CROSS ? 2.0 : 1.0;
    h[3] *= s->flaw == HESSIAN_SIGN ? -1.0 : 1.0;
    return gradient(theta, out, g, data);
}

static paramod_space *sample_space(void)
{
    paramod_space *space = NULL;

    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "scale", "s", 0.0, INFINITY));
    MUST(paramod_space_add(space, "shape", "1", 0.0, 10.0));
    return space;
}

static survey sample(flaw wrong)
{
    survey s = { .flaw = wrong };

    for (int i = 0; i < ROWS; i++)
        s.time[i] = 0.1 + 5.0 * uniform();
    return s;
}

static paramod_likelihood model_of(survey *s)
{
    return (paramod_likelihood){ .size = sizeof(paramod_likelihood), .data = s,
                                 .value = value, .gradient = gradient,
                                 .hessian = hessian };
}

static paramod_derivative_report check(survey *s, const double *theta)
{
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *const space = sample_space();
    const paramod_likelihood model = model_of(s);

    MUST(paramod_likelihood_check(space, &model, theta, &report));
    paramod_space_destroy(space);
    return report;
}

static void test_correct_derivatives_pass(void)
{
    double worst = 0.0;

    for (long round = rounds(100); round > 0; round--) {
        survey s = sample(NONE);
        const double theta[] = { pow(10.0, 2.0 * uniform() - 0.3),
                                 0.2 + 4.0 * uniform() };
        const paramod_derivative_report report = check(&s, theta);

        worst = fmax(worst, fmax(report.gradient_error, report.hessian_error));
    }
    printf("worst error %.1e ... ", worst);
    CU_ASSERT(worst <= 1e-6);
}

/* At the maximum the gradient is rounding; that must not count as wrong. */
static void test_a_stationary_point(void)
{
    survey s = { .flaw = NONE };
    double theta[] = { 2.0, 1.0 };
    paramod_derivative_report report;

    for (int i = 0; i < ROWS; i++)
        s.time[i] = 0.1 * (i + 1);
    for (int step = 0; step < 50; step++) { /* Newton's method */
        double f, g[N], h[N * N], det;

        (void)hessian(theta, &f, g, h, &s);
        det = h[0] * h[3] - h[1] * h[1];
        theta[0] -= (h[3] * g[0] - h[1] * g[1]) / det;
        theta[1] -= (h[0] * g[1] - h[1] * g[0]) / det;
    }
    report = check(&s, theta);
    CU_ASSERT(report.gradient_error <= 1e-6);
    CU_ASSERT(report.hessian_error <= 1e-6);
}

static void test_wrong_derivatives_are_found(void)
{
    const double theta[] = { 2.0, 1.5 };
    paramod_derivative_report report;
    survey s = sample(GRADIENT_SIGN);

    report = check(&s, theta);
    CU_ASSERT(report.gradient_error > 0.9 && report.gradient_column == 0);
    CU_ASSERT_EQUAL(report.gradient_row, 0);
    CU_ASSERT(fabs(report.gradient_given / report.gradient_difference + 1.0) < 1e-6);
    s.flaw = GRADIENT_SHARE;
    report = check(&s, theta);
    CU_ASSERT(fabs(report.gradient_error - 1e-3) < 1e-5);
    CU_ASSERT_EQUAL(report.gradient_column, 1);
    s.flaw = GRADIENT_NAN;
    {
        paramod_derivative_report nan = { .size = sizeof nan };
        paramod_space *const space = sample_space();
        paramod_likelihood model = model_of(&s);

        model.hessian = NULL;
        MUST(paramod_likelihood_check(space, &model, theta, &nan));
        CU_ASSERT(nan.gradient_error == 1.0 && nan.gradient_column == 1);
        CU_ASSERT(isnan(nan.gradient_given) && isfinite(nan.gradient_difference));
        CU_ASSERT_EQUAL(nan.hessian_error, 0.0);
        paramod_space_destroy(space);
    }
    s.flaw = HESSIAN_CROSS;
    report = check(&s, theta);
    CU_ASSERT(report.gradient_error <= 1e-6);
    CU_ASSERT(fabs(report.hessian_error - 0.5) < 1e-6);
    CU_ASSERT(report.hessian_row == 0 && report.hessian_column == 1);
    CU_ASSERT(fabs(report.hessian_given / report.hessian_difference - 2.0) < 1e-6);
    s.flaw = HESSIAN_SIGN;
    report = check(&s, theta);
    CU_ASSERT(report.hessian_error > 0.9);
    CU_ASSERT(report.hessian_row == 1 && report.hessian_column == 1);
}

static void test_members_that_are_missing(void)
{
    const double theta[] = { 2.0, 1.5 };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *const space = sample_space();
    survey s = sample(GRADIENT_SIGN);
    paramod_likelihood model = model_of(&s);

    model.gradient = NULL; /* the gradient of hessian() takes its place */
    MUST(paramod_likelihood_check(space, &model, theta, &report));
    CU_ASSERT(report.gradient_error > 0.9);
    s.flaw = NONE;
    MUST(paramod_likelihood_check(space, &model, theta, &report));
    CU_ASSERT(report.gradient_error <= 1e-6 && report.hessian_error <= 1e-6);
    model.hessian = NULL;
    report.gradient_error = 7.0;
    MUST(paramod_likelihood_check(space, &model, theta, &report));
    CU_ASSERT(report.gradient_error == 0.0 && report.hessian_error == 0.0);
    paramod_space_destroy(space);
}

/* Fixed parameters are checked too, and those close to a bound from inside. */
static void test_bounds_and_fixed_parameters(void)
{
    survey s = sample(NONE);
    const double theta[] = { 2.0, 10.0 - 1e-7 };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *const space = sample_space();
    const paramod_likelihood model = model_of(&s);

    s.flaw = GRADIENT_SIGN;
    MUST(paramod_space_fix(space, 0, 2.0));
    MUST(paramod_likelihood_check(space, &model, theta, &report));
    CU_ASSERT(report.gradient_error > 0.9 && report.gradient_column == 0);
    paramod_space_destroy(space);
}

/* ---- residuals ------------------------------------------------------------------- */

typedef struct decay {
    double time[ROWS];
    bool wrong;
} decay;

static paramod_eval residual(const double *theta, double *r, void *data)
{
    const decay *const d = data;

    for (int i = 0; i < ROWS; i++)
        r[i] = theta[0] * exp(-theta[1] * d->time[i]) - 1.0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *j, void *data)
{
    const decay *const d = data;

    for (int i = 0; i < ROWS; i++) {
        j[N * i] = exp(-theta[1] * d->time[i]);
        j[N * i + 1] = -theta[0] * d->time[i] * j[N * i];
    }
    if (d->wrong)
        j[N * 17 + 1] *= 1.5;
    return PARAMOD_EVAL_OK;
}

static void test_jacobians(void)
{
    const double theta[] = { 2.0, 0.3 };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *const space = sample_space();
    decay d = { .wrong = false };
    paramod_residuals model = { .size = sizeof model, .data = &d, .count = ROWS,
                                .residual = residual, .jacobian = jacobian };

    for (int i = 0; i < ROWS; i++)
        d.time[i] = 0.5 * i;
    MUST(paramod_residuals_check(space, &model, theta, &report));
    CU_ASSERT(report.gradient_error <= 1e-6 && report.hessian_error == 0.0);
    d.wrong = true;
    MUST(paramod_residuals_check(space, &model, theta, &report));
    CU_ASSERT(fabs(report.gradient_error - 1.0 / 3.0) < 1e-6);
    CU_ASSERT(report.gradient_row == 17 && report.gradient_column == 1);
    model.jacobian = NULL;
    MUST(paramod_residuals_check(space, &model, theta, &report));
    CU_ASSERT_EQUAL(report.gradient_error, 0.0);
    model.residual = NULL;
    CU_ASSERT_EQUAL(paramod_residuals_check(space, &model, theta, &report),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_residuals_check: the model has no residual()");
    paramod_space_destroy(space);
}

/* ---- refusals --------------------------------------------------------------------- */

static void refused(const paramod_space *space, const paramod_likelihood *model,
                    const double *theta, paramod_derivative_report *report,
                    paramod_status status, const char *message)
{
    CU_ASSERT_EQUAL(paramod_likelihood_check(space, model, theta, report), status);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
}

static void test_refusals(void)
{
    const double theta[] = { 2.0, 1.5 }, outside[] = { 2.0, 10.0 }, nan[] = { NAN, 1.0 };
    paramod_derivative_report report = { .size = sizeof report, .gradient_error = 7.0 };
    paramod_derivative_report unset = { .size = 0 };
    paramod_space *const space = sample_space();
    survey s = sample(NONE);
    paramod_likelihood model = model_of(&s);

    refused(NULL, &model, theta, &report, PARAMOD_ERR_ARGUMENT,
            "paramod_likelihood_check: space, model, theta or report is null");
    refused(space, &model, theta, &unset, PARAMOD_ERR_ARGUMENT,
            "paramod_likelihood_check: the size member of the report is 0; set it to "
            "sizeof the struct");
    refused(space, &model, outside, &report, PARAMOD_ERR_DOMAIN,
            "paramod_likelihood_check: 'shape': 10 is not inside (0, 10)");
    refused(space, &model, nan, &report, PARAMOD_ERR_DOMAIN,
            "paramod_likelihood_check: 'scale': nan is not inside (0, inf)");
    s.answer = PARAMOD_EVAL_RETRY;
    refused(space, &model, theta, &report, PARAMOD_ERR_CALLBACK,
            "paramod_likelihood_check: the model has no finite value at theta");
    s.answer = PARAMOD_EVAL_OK;
    s.calls = 0;
    s.stop_at = 2;
    refused(space, &model, theta, &report, PARAMOD_ERR_CALLBACK,
            "paramod_likelihood_check: gradient() has no result at theta");
    s.calls = 0;
    s.stop_at = 3;
    refused(space, &model, theta, &report, PARAMOD_ERR_CALLBACK,
            "paramod_likelihood_check: the model gave up near theta");
    model.value = NULL;
    refused(space, &model, theta, &report, PARAMOD_ERR_ARGUMENT,
            "paramod_likelihood_check: the model has no value()");
    CU_ASSERT_EQUAL(report.gradient_error, 7.0); /* as it was */
    paramod_space_destroy(space);
}

static paramod_eval only_here(const double *theta, double *out, void *data)
{
    (void)data;
    *out = theta[0] == 2.0 ? 1.0 : NAN;
    return PARAMOD_EVAL_OK;
}

static void test_a_point_without_neighbours(void)
{
    const double theta[] = { 2.0, 1.5 };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *const space = sample_space();
    survey s = sample(NONE);
    paramod_likelihood model = model_of(&s);

    model.value = only_here;
    refused(space, &model, theta, &report, PARAMOD_ERR_CALLBACK,
            "paramod_likelihood_check: 'scale': the model has no finite values on both "
            "sides of 2");
    paramod_space_destroy(space);
}

/* A program built against a shorter report gets what it knows, and no more. */
static void test_a_shorter_report(void)
{
    const double theta[] = { 2.0, 1.5 };
    const size_t known = offsetof(paramod_derivative_report, gradient_given);
    paramod_derivative_report report = { .size = known, .gradient_given = 7.0,
                                         .hessian_difference = 8.0 };
    paramod_space *const space = sample_space();
    survey s = sample(GRADIENT_SIGN);
    const paramod_likelihood model = model_of(&s);

    MUST(paramod_likelihood_check(space, &model, theta, &report));
    CU_ASSERT(report.size == known && report.gradient_error > 0.9);
    CU_ASSERT(report.gradient_given == 7.0 && report.hessian_difference == 8.0);
    paramod_space_destroy(space);
}

static void test_every_allocation_may_fail(void)
{
    const double theta[] = { 2.0, 1.5 };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *const space = sample_space();
    const long live = memory_live();
    survey s = sample(NONE);
    const paramod_likelihood model = model_of(&s);

    memory_allow(0);
    CU_ASSERT_EQUAL(paramod_likelihood_check(space, &model, theta, &report),
                    PARAMOD_ERR_MEMORY);
    memory_allow(1);
    CU_ASSERT_EQUAL(paramod_likelihood_check(space, &model, theta, &report), PARAMOD_OK);
    memory_allow(-1);
    CU_ASSERT_EQUAL(memory_live(), live);
    paramod_space_destroy(space);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "correct derivatives pass", test_correct_derivatives_pass },
        { "a stationary point passes", test_a_stationary_point },
        { "wrong derivatives are found, and named", test_wrong_derivatives_are_found },
        { "members that are missing", test_members_that_are_missing },
        { "bounds and fixed parameters", test_bounds_and_fixed_parameters },
        { "Jacobians", test_jacobians },
        { "refusals are explained", test_refusals },
        { "a point without neighbours", test_a_point_without_neighbours },
        { "a shorter report", test_a_shorter_report },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("check", tests);
}
