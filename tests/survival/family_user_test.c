/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Families by callbacks, and the checker of derivatives. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support/support.h"
#include "survival/family_impl.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* The Weibull family by (log phi, log gamma): H = e^s, s = gamma (a + log t).
 * *data, if there is any, is the error that spoils the derivatives by a. */
static paramod_eval values(double t, const double *eta, double *log_hazard,
                           double *cumulative, void *data)
{
    const double s = exp(eta[1]) * (eta[0] + log(t));

    (void)data;
    *log_hazard = eta[1] + s - log(t);
    *cumulative = exp(s);
    return eta[1] > 20.0 ? PARAMOD_EVAL_RETRY : PARAMOD_EVAL_OK;
}

static paramod_eval gradients(double t, const double *eta, double *log_hazard,
                              double *cumulative, void *data)
{
    const double gamma = exp(eta[1]), s = gamma * (eta[0] + log(t));
    const double wrong = data == NULL ? 0.0 : *(const double *)data;

    log_hazard[0] = gamma + wrong;
    log_hazard[1] = 1.0 + s;
    cumulative[0] = gamma * exp(s);
    cumulative[1] = s * exp(s);
    return PARAMOD_EVAL_OK;
}

static paramod_eval hessians(double t, const double *eta, double *log_hazard,
                             double *cumulative, void *data)
{
    const double gamma = exp(eta[1]), s = gamma * (eta[0] + log(t)), H = exp(s);
    const double wrong = data == NULL ? 0.0 : *(const double *)data;

    log_hazard[0] = 0.0;
    log_hazard[1] = log_hazard[2] = gamma;
    log_hazard[3] = s;
    cumulative[0] = gamma * gamma * H + wrong;
    cumulative[1] = cumulative[2] = gamma * (1.0 + s) * H;
    cumulative[3] = s * (1.0 + s) * H;
    return PARAMOD_EVAL_OK;
}

static paramod_family_definition weibull_definition(void)
{
    return (paramod_family_definition){
        .size = sizeof(paramod_family_definition), .name = "mine",
        .parameters = 2, .parameter = { "phi", "gamma" },
        .evaluate = values, .gradient = gradients, .hessian = hessians,
    };
}

/* All outputs at t and eta against the built-in family. */
static double worst_difference(const paramod_family *mine, double t,
                               const double *eta)
{
    static paramod_i_hazards h, w;
    static const size_t same[2] = { 0, 2 }; /* weibull has lambda in between */
    const paramod_family *const weibull = paramod_family_find("weibull");
    const double log_t = log(t), all[3] = { eta[0], 0.0, eta[1] };
    paramod_i_times times = { .count = 1, .time = &t, .log_time = &log_t,
                              .eta = { &eta[0], &eta[1] } };
    double worst = 0.0;

    CU_ASSERT_EQUAL(mine->evaluate(mine, 2, &times, &h), PARAMOD_EVAL_OK);
    times.eta[0] = &all[0];
    times.eta[1] = &all[1];
    times.eta[2] = &all[2];
    (void)weibull->evaluate(weibull, 2, &times, &w);
    for (size_t j = 0; j < 2; j++) {
        worst = fmax(worst, fabs(h.log_hazard_1[j][0] - w.log_hazard_1[same[j]][0]));
        worst = fmax(worst, fabs(h.cumulative_1[j][0] - w.cumulative_1[same[j]][0]));
        for (size_t i = 0; i <= j; i++) {
            const size_t p = paramod_i_pair(i, j);
            const size_t o = paramod_i_pair(same[i], same[j]);

            worst = fmax(worst, fabs(h.log_hazard_2[p][0] - w.log_hazard_2[o][0]));
            worst = fmax(worst, fabs(h.cumulative_2[p][0] - w.cumulative_2[o][0]));
        }
    }
    return fmax(worst, fabs(h.cumulative[0] - w.cumulative[0]));
}

static void test_agrees_with_the_built_in_family(void)
{
    const double eta[2] = { 0.3, -0.2 };
    /* derivatives given: all, first ones, none */
    static const double bound[3] = { 1e-14, 1e-8, 1e-5 };

    for (int given = 0; given < 3; given++) {
        paramod_family_definition d = weibull_definition();
        paramod_family *mine = NULL;

        d.hessian = given > 0 ? NULL : d.hessian;
        d.gradient = given > 1 ? NULL : d.gradient;
        MUST(paramod_family_create(&d, &mine));
        for (double t = 0.05; t < 5.0; t *= 1.5)
            CU_ASSERT(worst_difference(mine, t, eta) < bound[given]);
        paramod_family_destroy(mine);
    }
    paramod_family_destroy(NULL);
}

static void test_distribution(void)
{
    const paramod_family_definition d = weibull_definition();
    const double theta[2] = { 0.7, 1.3 }, weibull[3] = { 0.7, 1.0, 1.3 };
    paramod_family *mine = NULL;

    MUST(paramod_family_create(&d, &mine));
    CU_ASSERT_STRING_EQUAL(paramod_family_name(mine), "mine");
    CU_ASSERT_STRING_EQUAL(paramod_family_parameter(mine, 1), "gamma");
    CU_ASSERT_EQUAL(paramod_family_link(mine, 1), PARAMOD_LINK_LOG);
    for (double p = 0.01; p < 1.0; p += 0.07) {
        const double t = paramod_family_quantile(paramod_family_find("weibull"), p,
                                                 weibull);

        CU_ASSERT(fabs(paramod_family_quantile(mine, p, theta) / t - 1.0) < 1e-13);
    }
    CU_ASSERT(fabs(paramod_family_mean(mine, theta) /
                   paramod_family_mean(paramod_family_find("weibull"), weibull) -
                   1.0) < 1e-11);
    CU_ASSERT_EQUAL(paramod_family_cure(mine, theta), 0.0);
    CU_ASSERT_EQUAL(paramod_family_hazard_shape(mine, theta, NULL),
                    PARAMOD_HAZARD_UNKNOWN);
    paramod_family_destroy(mine);
}

/* H = e^b (1 - e^-t): a cured share of exp(-e^b). */
static paramod_eval promotion(double t, const double *eta, double *log_hazard,
                              double *cumulative, void *data)
{
    (void)data;
    *log_hazard = eta[0] - t;
    *cumulative = -exp(eta[0]) * expm1(-t);
    return PARAMOD_EVAL_OK;
}

/* H = log(1 + e^b t), which grows for ever, though slowly. */
static paramod_eval slow(double t, const double *eta, double *log_hazard,
                         double *cumulative, void *data)
{
    const double rate = exp(eta[0]);

    (void)data;
    *log_hazard = eta[0] - log1p(rate * t);
    *cumulative = log1p(rate * t);
    return PARAMOD_EVAL_OK;
}

static void test_slow_growth_is_no_cure(void)
{
    const paramod_family_definition d = {
        .size = sizeof d, .name = "slow", .parameters = 1,
        .parameter = { "rate" }, .evaluate = slow,
    };
    const double rate = 1.5;
    paramod_family *family = NULL;

    MUST(paramod_family_create(&d, &family));
    CU_ASSERT_EQUAL(paramod_family_cure(family, &rate), 0.0);
    CU_ASSERT(fabs(paramod_family_quantile(family, 0.5, &rate) * rate - 1.0) < 1e-13);
    paramod_family_destroy(family);
}

static void test_cure_is_noticed(void)
{
    const paramod_family_definition d = {
        .size = sizeof d, .name = "promotion", .parameters = 1,
        .parameter = { "lambda" }, .evaluate = promotion,
    };
    const double lambda = 1.5;
    paramod_family *family = NULL;

    MUST(paramod_family_create(&d, &family));
    CU_ASSERT(fabs(paramod_family_cure(family, &lambda) - exp(-1.5)) < 1e-15);
    CU_ASSERT_EQUAL(paramod_family_quantile(family, 0.99, &lambda), INFINITY);
    CU_ASSERT_EQUAL(paramod_family_mean(family, &lambda), INFINITY);
    paramod_family_destroy(family);
}

static void test_check_passes_good_derivatives(void)
{
    paramod_derivative_report report = { .size = sizeof report };

    for (size_t f = 0; paramod_family_at(f) != NULL; f++) {
        const double eta[4] = { 0.2, -0.3, 0.4, -0.1 };

        MUST(paramod_family_check(paramod_family_at(f), 1.3, eta, &report));
        CU_ASSERT(report.gradient_error < 1e-6);
        CU_ASSERT(report.hessian_error < 1e-6);
    }
}

static void test_check_finds_wrong_derivatives(void)
{
    double wrong = 1e-3;
    const double eta[2] = { 0.2, -0.3 };
    paramod_family_definition d = weibull_definition();
    paramod_derivative_report report = { .size = sizeof report };
    paramod_family *mine = NULL;

    d.data = &wrong;
    MUST(paramod_family_create(&d, &mine));
    MUST(paramod_family_check(mine, 1.3, eta, &report));
    CU_ASSERT(report.gradient_error > 1e-4);
    CU_ASSERT_EQUAL(report.gradient_row, 0);    /* log h */
    CU_ASSERT_EQUAL(report.gradient_column, 0); /* phi */
    CU_ASSERT(fabs(report.gradient_given - report.gradient_difference - wrong) < 1e-9);
    CU_ASSERT(report.hessian_error > 1e-4);
    CU_ASSERT_EQUAL(report.hessian_row, 2);     /* H, phi */
    CU_ASSERT_EQUAL(report.hessian_column, 0);
    paramod_family_destroy(mine);
}

static void test_check_refuses(void)
{
    const double eta[2] = { 0.2, -0.3 }, far[2] = { 0.2, 25.0 };
    const paramod_family_definition d = weibull_definition();
    paramod_derivative_report report = { .size = sizeof report };
    paramod_derivative_report unset = { .size = 0 };
    paramod_family *mine = NULL;

    MUST(paramod_family_create(&d, &mine));
    CU_ASSERT_EQUAL(paramod_family_check(NULL, 1.0, eta, &report), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_family_check: family, eta or report is null");
    CU_ASSERT_EQUAL(paramod_family_check(mine, 1.0, eta, &unset), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_family_check: the size member of the report is "
                           "0; set it to sizeof the struct");
    CU_ASSERT_EQUAL(paramod_family_check(mine, 0.0, eta, &report), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_family_check: 'mine': time 0 is not a finite "
                           "time of this family");
    CU_ASSERT_EQUAL(paramod_family_check(mine, 1.0, far, &report), PARAMOD_ERR_CALLBACK);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_family_check: 'mine' has no finite value at t = 1");
    paramod_family_destroy(mine);
}

static void expect(const paramod_family_definition *d, const char *message)
{
    paramod_family *mine = NULL;

    CU_ASSERT_EQUAL(paramod_family_create(d, &mine), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
    CU_ASSERT_PTR_NULL(mine);
}

static void test_bad_definitions_are_explained(void)
{
    paramod_family_definition d = weibull_definition();

    expect(NULL, "paramod_family_create: definition or family_out is null");
    d.name = "";
    expect(&d, "paramod_family_create: the family has no name");
    d = weibull_definition();
    d.evaluate = NULL;
    expect(&d, "paramod_family_create: 'mine': evaluate is null");
    d = weibull_definition();
    d.parameters = 5;
    expect(&d, "paramod_family_create: 'mine': 5 parameters, but a family has 1 to 4");
    d = weibull_definition();
    d.parameter[1] = NULL;
    expect(&d, "paramod_family_create: 'mine': parameter 1 has no name");
    d = weibull_definition();
    d.parameter[1] = "phi";
    expect(&d, "paramod_family_create: 'mine': two parameters are called 'phi'");
    d = weibull_definition();
    d.link[0] = 9;
    expect(&d, "paramod_family_create: 'mine': 'phi' has link 9, which is none");
}

static void test_every_allocation_may_fail(void)
{
    const paramod_family_definition d = weibull_definition();
    const long live = memory_live();
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_family *mine = NULL;

        memory_allow(allowed);
        status = paramod_family_create(&d, &mine);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        CU_ASSERT_EQUAL(mine == NULL, status != PARAMOD_OK);
        paramod_family_destroy(mine);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 20);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "agrees with the built-in family", test_agrees_with_the_built_in_family },
        { "its distribution", test_distribution },
        { "a cured share is noticed", test_cure_is_noticed },
        { "slow growth is no cure", test_slow_growth_is_no_cure },
        { "the check passes good derivatives", test_check_passes_good_derivatives },
        { "the check finds wrong derivatives", test_check_finds_wrong_derivatives },
        { "the check refuses", test_check_refuses },
        { "bad definitions are explained", test_bad_definitions_are_explained },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("family_user", tests);
}
