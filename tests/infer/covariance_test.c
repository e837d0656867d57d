/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Covariances against 60-digit values (tests/data/infer.py, profile.py). */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/paramod.h>

#include "infer/nist.h"
#include "infer/weibull.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static paramod_covariance_options of_kind(paramod_information kind)
{
    return (paramod_covariance_options){ .size = sizeof(paramod_covariance_options),
                                         .kind = (uint64_t)kind };
}

/* Largest relative error of a 2 x 2 covariance; infinite if not symmetric. */
static double error_against(const char *key, const double *v)
{
    double lower[3];

    reference(key, 3, lower);
    if (v[1] != v[2])
        return INFINITY;
    return fmax(relative(v[0], lower[0]),
                fmax(relative(v[1], lower[1]), relative(v[3], lower[2])));
}

static double error_of(const paramod_fit *fit, const paramod_covariance_options *o,
                       const char *key)
{
    double v[4], error;

    MUST(paramod_fit_covariance(fit, o, v));
    error = error_against(key, v);
    printf("%s: relative error %.1e\n", key, error);
    return error;
}

static void test_weibull(void)
{
    const paramod_likelihood model = weibull_model(true);
    paramod_fit *const fit = weibull_fit(&model, false);
    paramod_covariance_options o = of_kind(PARAMOD_INFORMATION_OBSERVED);
    double best[3];

    reference("weibull_estimate", 3, best);
    CU_ASSERT(relative(paramod_fit_theta(fit)[0], best[0]) < 1e-9);
    CU_ASSERT(relative(paramod_fit_theta(fit)[1], best[1]) < 1e-9);
    CU_ASSERT(relative(paramod_fit_value(fit), best[2]) < 1e-14);
    CU_ASSERT(error_of(fit, NULL, "weibull_observed") < 1e-8);
    CU_ASSERT(error_of(fit, &o, "weibull_observed") < 1e-8);
    o.kind = PARAMOD_INFORMATION_EXPECTED;
    CU_ASSERT(error_of(fit, &o, "weibull_expected") < 1e-8);
    o.kind = PARAMOD_INFORMATION_SANDWICH;
    CU_ASSERT(error_of(fit, &o, "weibull_sandwich") < 1e-8);
    o.cluster = weibull_cluster;
    CU_ASSERT(error_of(fit, &o, "weibull_clustered") < 1e-8);
    paramod_fit_destroy(fit);
}

/* Derivatives by differences serve as well, to their own accuracy. */
static void test_weibull_without_derivatives(void)
{
    paramod_likelihood model = weibull_model(true);
    paramod_fit *fit;

    model.hessian = NULL;
    fit = weibull_fit(&model, false);
    CU_ASSERT(error_of(fit, NULL, "weibull_observed") < 1e-7);
    paramod_fit_destroy(fit);
    model.gradient = NULL;
    fit = weibull_fit(&model, false);
    CU_ASSERT(error_of(fit, NULL, "weibull_observed") < 1e-4);
    paramod_fit_destroy(fit);
}

static void test_fixed_parameters_have_no_variance(void)
{
    const paramod_likelihood model = weibull_model(false);
    paramod_fit *const fit = weibull_fit(&model, true);
    const double scale = paramod_fit_theta(fit)[1];
    double v[4];

    /* Exponential: the variance is scale^2 / rows, times
     * rows scale / sum = 1 + sqrt(2 decrement / rows) off the maximum. */
    MUST(paramod_fit_covariance(fit, NULL, v));
    CU_ASSERT(v[0] == 0.0 && v[1] == 0.0 && v[2] == 0.0);
    CU_ASSERT(relative(v[3], scale * scale / WEIBULL_ROWS) <
              1.01 * sqrt(2.0 * paramod_fit_decrement(fit) / WEIBULL_ROWS) + 1e-14);
    paramod_fit_destroy(fit);
}

static void test_nist_standard_errors(void)
{
    FILE *const file = open_data("profile.ref");
    static nist_problem p;

    while (nist_read(file, &p)) {
        paramod_fit *const fit = nist_fit(&p);
        double v[NIST_MOST * NIST_MOST], worst = 0.0;

        MUST(paramod_fit_covariance(fit, NULL, v));
        for (size_t i = 0; i < p.k; i++)
            worst = fmax(worst, relative(sqrt(v[i * p.k + i]), p.error[i]));
        printf("%s: largest relative error of a standard error %.1e\n", p.name, worst);
        CU_ASSERT(worst < 1e-8);
        paramod_fit_destroy(fit);
    }
    (void)fclose(file);
}

static void test_least_squares(void)
{
    FILE *const file = open_data("profile.ref");
    static nist_problem p; /* Misra1a comes first */
    size_t cluster[NIST_MOST_ROWS];
    paramod_covariance_options o = of_kind(PARAMOD_INFORMATION_DEFAULT);
    paramod_fit *fit;

    CU_ASSERT_FATAL(nist_read(file, &p));
    (void)fclose(file);
    fit = nist_fit(&p);
    CU_ASSERT(error_of(fit, &o, "misra_expected") < 1e-9);
    o.unit_variance = 1;
    CU_ASSERT(error_of(fit, &o, "misra_unit") < 1e-9);
    o.unit_variance = 0;
    o.kind = PARAMOD_INFORMATION_OBSERVED;
    CU_ASSERT(error_of(fit, &o, "misra_observed") < 1e-4);
    o.kind = PARAMOD_INFORMATION_SANDWICH;
    CU_ASSERT(error_of(fit, &o, "misra_sandwich") < 1e-8);
    for (size_t i = 0; i < p.m; i++)
        cluster[i] = 1000 - 7 * (i / 4); /* labels may be any numbers */
    o.cluster = cluster;
    CU_ASSERT(error_of(fit, &o, "misra_clustered") < 1e-8);
    paramod_fit_destroy(fit);
}

/* Straight line: (X'X)^-1 s^2 in closed form, however bad the units are. */
typedef struct line {
    size_t m;
    double x[20], y[20];
    double unit[2];
} line;

static paramod_eval line_residual(const double *theta, double *r, void *data)
{
    const line *const l = data;

    for (size_t i = 0; i < l->m; i++)
        r[i] = theta[0] * l->unit[0] + theta[1] * l->unit[1] * l->x[i] - l->y[i];
    return PARAMOD_EVAL_OK;
}

static paramod_eval line_jacobian(const double *theta, double *j, void *data)
{
    const line *const l = data;

    (void)theta;
    for (size_t i = 0; i < l->m; i++) {
        j[2 * i] = l->unit[0];
        j[2 * i + 1] = l->unit[1] * l->x[i];
    }
    return PARAMOD_EVAL_OK;
}

static void test_line_in_any_units(void)
{
    line l = { .m = 20 };
    const paramod_residuals model = { .size = sizeof model, .data = &l, .count = l.m,
                                      .residual = line_residual,
                                      .jacobian = line_jacobian };

    for (long round = rounds(50); round > 0; round--) {
        paramod_space *space = NULL;
        paramod_fit *fit = NULL;
        double theta[2] = { 0.0, 0.0 }, v[4], mean = 0.0, sxx = 0.0, s2;

        for (size_t i = 0; i < l.m; i++) {
            l.x[i] = 10.0 * uniform();
            l.y[i] = 3.0 - l.x[i] + uniform();
            mean += l.x[i] / (double)l.m;
        }
        for (size_t i = 0; i < l.m; i++)
            sxx += (l.x[i] - mean) * (l.x[i] - mean);
        l.unit[0] = ldexp(1.0, (int)(400.0 * uniform()) - 200);
        l.unit[1] = ldexp(1.0, (int)(400.0 * uniform()) - 200);
        MUST(paramod_space_create(&space));
        MUST(paramod_space_add(space, "a", "1", -INFINITY, INFINITY));
        MUST(paramod_space_add(space, "b", "1", -INFINITY, INFINITY));
        MUST(paramod_fit_least_squares(space, &model, NULL, theta, &fit));
        s2 = paramod_fit_value(fit) / (double)(l.m - 2);
        MUST(paramod_fit_covariance(fit, NULL, v));
        CU_ASSERT(relative(v[3] * l.unit[1] * l.unit[1], s2 / sxx) < 1e-11);
        CU_ASSERT(relative(v[1] * l.unit[0] * l.unit[1], -mean * s2 / sxx) < 1e-11);
        CU_ASSERT(relative(v[0] * l.unit[0] * l.unit[0],
                           s2 * (1.0 / (double)l.m + mean * mean / sxx)) < 1e-11);
        paramod_fit_destroy(fit);
        paramod_space_destroy(space);
    }
}

static void test_bad_requests(void)
{
    paramod_likelihood model = weibull_model(false);
    paramod_fit *fit;
    paramod_covariance_options o = of_kind(PARAMOD_INFORMATION_EXPECTED);
    double v[4] = { 7.0, 7.0, 7.0, 7.0 };

    model.scores = NULL;
    fit = weibull_fit(&model, false);
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, &o, v), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_covariance: the model has no "
                           "information(), which the expected information needs");
    o.kind = PARAMOD_INFORMATION_SANDWICH;
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, &o, v), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_covariance: the model has no "
                           "scores(), which the sandwich needs");
    o.kind = 4;
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, &o, v), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_covariance: kind 4 is unknown");
    CU_ASSERT_EQUAL(paramod_fit_covariance(NULL, NULL, v), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, NULL, NULL), PARAMOD_ERR_ARGUMENT);
    o.size = 0;
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, &o, v), PARAMOD_ERR_ARGUMENT);
    for (int i = 0; i < 4; i++)
        CU_ASSERT_EQUAL(v[i], 7.0);
    paramod_fit_destroy(fit);
}

static void test_no_degrees_of_freedom(void)
{
    line l = { .m = 2, .x = { 1.0, 2.0 }, .y = { 1.0, 5.0 }, .unit = { 1.0, 1.0 } };
    const paramod_residuals model = { .size = sizeof model, .data = &l, .count = 2,
                                      .residual = line_residual };
    paramod_covariance_options o = of_kind(PARAMOD_INFORMATION_DEFAULT);
    paramod_space *space = NULL;
    paramod_fit *fit = NULL;
    double theta[2] = { 0.0, 0.0 }, v[4];

    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "a", "1", -INFINITY, INFINITY));
    MUST(paramod_space_add(space, "b", "1", -INFINITY, INFINITY));
    MUST(paramod_fit_least_squares(space, &model, NULL, theta, &fit));
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, NULL, v), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_covariance: 2 "
                           "residuals and 2 free parameters leave nothing to "
                           "estimate a variance from");
    o.unit_variance = 1;
    MUST(paramod_fit_covariance(fit, &o, v)); /* inverse of [[2, 3], [3, 5]] */
    CU_ASSERT(relative(v[0], 5.0) < 1e-8 && relative(v[3], 2.0) < 1e-8);
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

static void try_without_memory(const paramod_fit *fit,
                               const paramod_covariance_options *o)
{
    const long live = memory_live();
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        double v[4] = { 7.0, 7.0, 7.0, 7.0 };

        memory_allow(allowed);
        status = paramod_fit_covariance(fit, o, v);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        CU_ASSERT(status == PARAMOD_OK || v[0] == 7.0);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 100);
    }
}

static void test_every_allocation_may_fail(void)
{
    const paramod_likelihood model = weibull_model(true);
    FILE *const file = open_data("profile.ref");
    static nist_problem p;
    paramod_fit *const likelihood = weibull_fit(&model, false);
    paramod_fit *squares;
    paramod_covariance_options o = of_kind(PARAMOD_INFORMATION_DEFAULT);

    CU_ASSERT_FATAL(nist_read(file, &p));
    (void)fclose(file);
    squares = nist_fit(&p);
    for (o.kind = 0; o.kind <= 3; o.kind++) {
        try_without_memory(likelihood, &o);
        try_without_memory(squares, &o);
    }
    paramod_fit_destroy(likelihood);
    paramod_fit_destroy(squares);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "Weibull sample, all kinds", test_weibull },
        { "derivatives by differences", test_weibull_without_derivatives },
        { "fixed parameters have no variance", test_fixed_parameters_have_no_variance },
        { "standard errors of NIST", test_nist_standard_errors },
        { "least squares, all kinds", test_least_squares },
        { "a line in any units", test_line_in_any_units },
        { "bad requests are explained", test_bad_requests },
        { "no degrees of freedom", test_no_degrees_of_freedom },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("covariance", tests);
}
