/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Models and data that are hard: wrong derivatives, data that say nothing, models that
 * fail on the way. */

#include "ident/models.h"

#include <math.h>
#include <string.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* ---- derivatives ------------------------------------------------------------------------ */

/* Hill's curve whose derivative by n has log2 for log, as published. */
static double hill_with_log2(double x, const double *theta, double *gradient)
{
    const double y = hill(x, theta, gradient);

    if (gradient != NULL)
        gradient[2] /= log(2.0);
    return y;
}

/* a e^(-b x) with sigma = a / 10, whose derivative is left out if data says so. */
static paramod_eval growing(const double *theta, double *value, double *sigma, void *data)
{
    (void)data;
    for (size_t i = 0; i < 3; i++) {
        value[i] = theta[0] * exp(-theta[1] * (double)i);
        sigma[i] = 0.1 * theta[0];
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval growing_jacobian(const double *theta, double *value, double *sigma,
                                     double *by_value, double *by_sigma, void *data)
{
    const bool *const forgets = data;

    for (size_t i = 0; i < 3; i++) {
        const double e = exp(-theta[1] * (double)i);

        by_value[2 * i] = e;
        by_value[2 * i + 1] = -theta[0] * (double)i * e;
        by_sigma[2 * i] = *forgets && i == 2 ? 0.0 : 0.1;
    }
    return growing(theta, value, sigma, data);
}

static void test_wrong_derivatives_are_found(void)
{
    const double theta[3] = { 1.0, 3.0, 8.0 };
    curve c = { .count = 5, .parameters = 3, .x = { 1.6, 3.2, 4.8, 6.4, 8.0 } };
    paramod_derivative_report report = { .size = sizeof report };

    for (int wrong = 0; wrong < 2; wrong++) {
        paramod_ident *ident;

        c.f = wrong ? hill_with_log2 : hill;
        ident = make_ident(&c, NULL, NULL, NULL, 0.1, 100);
        MUST(paramod_ident_check(ident, theta, &report));
        if (!wrong) {
            CU_ASSERT(report.gradient_error < 1e-7);
        } else {
            CU_ASSERT(relative(report.gradient_error, 1.0 - log(2.0)) < 1e-5);
            CU_ASSERT_EQUAL(report.gradient_column, 2);
            CU_ASSERT(relative(report.gradient_given * log(2.0),
                               report.gradient_difference) < 1e-7);
        }
        paramod_ident_destroy(ident);
    }
}

static void test_wrong_derivatives_of_sigma_are_found(void)
{
    const double theta[2] = { 2.0, 0.5 };
    bool forgets = false;
    paramod_ident_model model = { .size = sizeof model, .data = &forgets,
                                  .observations = 3, .models_sigma = 1, .value = growing,
                                  .jacobian = growing_jacobian };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *const space = make_space(2, 0.1, 10.0);
    paramod_ident *ident = NULL;

    MUST(paramod_ident_create(space, &model, NULL, &ident));
    MUST(paramod_ident_check(ident, theta, &report));
    CU_ASSERT(report.gradient_error < 1e-7);
    forgets = true;
    MUST(paramod_ident_check(ident, theta, &report));
    CU_ASSERT(relative(report.gradient_error, 1.0) < 1e-6);
    CU_ASSERT_EQUAL(report.gradient_row, 3 + 2);
    CU_ASSERT_EQUAL(report.gradient_column, 0);
    CU_ASSERT_EQUAL(report.gradient_given, 0.0);
    paramod_ident_destroy(ident);
    paramod_space_destroy(space);
}

static void test_bad_checks_are_refused(void)
{
    const double outside[3] = { 1.0, 300.0, 8.0 };
    curve c = { .count = 1, .parameters = 3, .x = { 1.0 }, .f = hill };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, NULL, 0.1, 100);
    paramod_derivative_report report = { .size = sizeof report };

    CU_ASSERT_EQUAL(paramod_ident_check(ident, outside, &report), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_check: 'b': 300 is not "
                           "inside [0.1, 100]");
    CU_ASSERT_EQUAL(paramod_ident_check(ident, outside, NULL), PARAMOD_ERR_ARGUMENT);
    report.size = 1000;
    CU_ASSERT_EQUAL(paramod_ident_check(ident, outside, &report), PARAMOD_ERR_ARGUMENT);
    paramod_ident_destroy(ident);
}

static void test_every_allocation_of_a_check_may_fail(void)
{
    const double theta[3] = { 1.0, 3.0, 8.0 };
    curve c = { .count = 5, .parameters = 3, .x = { 1, 2, 3, 4, 5 }, .f = hill };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, NULL, 0.1, 100);
    const long before = memory_live();

    for (long allowed = 0;; allowed++) {
        paramod_derivative_report report = { .size = sizeof report };
        paramod_status status;

        memory_allow(allowed);
        status = paramod_ident_check(ident, theta, &report);
        memory_allow(-1);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
        CU_ASSERT_FATAL(allowed < 100);
    }
    paramod_ident_destroy(ident);
}

static paramod_eval straight(double t, size_t set, double *row, void *data)
{
    (void)set, (void)data;
    row[0] = 1.0;
    row[1] = t;
    return PARAMOD_EVAL_OK;
}

static paramod_status design(int kind)
{
    static const double candidate[8] = { 1, 0, 1, 1, 1, 2, 1, 3 };
    const paramod_ident_design_options options = { .size = sizeof options,
                                                   .criterion = PARAMOD_IDENT_E };
    paramod_ident_design found = { .size = sizeof found };
    double weight[16], time[16] = { 0.0 };
    size_t chosen[4], count = 1;

    switch (kind) {
    case 0: return paramod_ident_design_weights(2, 4, candidate, &options, weight, &found);
    case 1:
        return paramod_ident_design_interval(2, straight, NULL, 0.0, 3.0, &options, 16,
                                             time, weight, &found);
    case 2:
        return paramod_ident_design_exact(2, 4, candidate, 3, &options, chosen, &found);
    case 3: return paramod_ident_complete(2, 0, NULL, 4, candidate, &count, chosen, NULL);
    default: return paramod_ident_collect(2, straight, NULL, 1.0, 16, &count, time, NULL);
    }
}

static void test_every_allocation_of_a_design_may_fail(void)
{
    const long before = memory_live();

    for (int kind = 0; kind < 5; kind++)
        for (long allowed = 0;; allowed++) {
            paramod_status status;

            memory_allow(allowed);
            status = design(kind);
            memory_allow(-1);
            CU_ASSERT_EQUAL(memory_live(), before);
            if (status == PARAMOD_OK)
                break;
            CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
            CU_ASSERT_FATAL(allowed < 100);
        }
}

/* ---- data that say nothing ----------------------------------------------------------------- */

static paramod_ident_report analyse(curve *c, const double *theta, char *reason,
                                    size_t size, paramod_ident_analysis **analysis)
{
    paramod_ident_report r = { .size = sizeof r };
    paramod_ident *const ident = make_ident(c, NULL, NULL, NULL, -100, 100);

    MUST(paramod_ident_analyze(ident, theta, NULL, analysis));
    MUST(paramod_ident_get_report(*analysis, &r));
    MUST(paramod_ident_reason(*analysis, reason, size));
    paramod_ident_destroy(ident);
    return r;
}

/* At x = 0 alone the rate of a b e^(-c x) is never seen, and only a b is. */
static void test_data_at_the_start_alone(void)
{
    const double theta[3] = { 2.0, 3.0, 0.5 };
    curve c = { .count = 3, .parameters = 3, .x = { 0, 0, 0 }, .f = decay };
    paramod_ident_analysis *a = NULL;
    char reason[1024];
    const paramod_ident_report r = analyse(&c, theta, reason, sizeof reason, &a);

    CU_ASSERT_EQUAL(r.rank, 1);
    CU_ASSERT_EQUAL(r.null_directions, 2);
    CU_ASSERT(relative(r.eigenvalue[0], 3.0 * (4.0 + 9.0)) < 1e-14);
    CU_ASSERT_PTR_NOT_NULL(strstr(reason, "'c' never reaches an observable"));
    for (size_t j = 0; j < 3; j++)
        CU_ASSERT_EQUAL(r.k_inf[j], 0.0);
    paramod_ident_analysis_destroy(a);
}

static double constant(double x, const double *theta, double *gradient)
{
    (void)x, (void)theta;
    if (gradient != NULL)
        gradient[0] = gradient[1] = 0.0;
    return 1.0;
}

static void test_constant_output(void)
{
    const double theta[2] = { 2.0, 3.0 };
    curve c = { .count = 3, .parameters = 2, .x = { 0, 1, 2 }, .f = constant };
    paramod_ident_analysis *a = NULL;
    char reason[1024];
    const paramod_ident_report r = analyse(&c, theta, reason, sizeof reason, &a);

    CU_ASSERT_EQUAL(r.rank, 0);
    CU_ASSERT_EQUAL(r.verdict, PARAMOD_IDENT_SINGULAR);
    CU_ASSERT_PTR_NOT_NULL(strstr(reason, "'a' never reaches an observable; 'b' never "
                                          "reaches an observable"));
    CU_ASSERT(isinf(r.standard_error[0]) && isinf(r.standard_error[1]));
    paramod_ident_analysis_destroy(a);
}

/* A datum that is there twice weighs twice, wherever it stands. */
static void test_times_twice(void)
{
    const double theta[3] = { 1.0, 3.0, 8.0 };
    curve twice = { .count = 8, .parameters = 3, .x = { 2, 3, 2, 4, 3, 5, 5, 4 },
                    .f = hill };
    curve once = { .count = 4, .parameters = 3, .x = { 2, 3, 4, 5 }, .f = hill };
    paramod_ident_analysis *a = NULL, *b = NULL;
    char reason[1024];
    const paramod_ident_report two = analyse(&twice, theta, reason, sizeof reason, &a);
    const paramod_ident_report one = analyse(&once, theta, reason, sizeof reason, &b);

    for (size_t j = 0; j < 3; j++) {
        CU_ASSERT(relative(two.eigenvalue[j], 2.0 * one.eigenvalue[j]) < 1e-12);
        CU_ASSERT(relative(two.standard_error[j] * sqrt(2.0), one.standard_error[j]) <
                  1e-12);
    }
    paramod_ident_analysis_destroy(a);
    paramod_ident_analysis_destroy(b);
}

/* ---- failures on the way ------------------------------------------------------------------- */

/* a + b x, which has no value where a is above 2. */
static paramod_eval walled(const double *theta, double *value, double *sigma, void *data)
{
    (void)sigma, (void)data;
    if (theta[0] > 2.0)
        return PARAMOD_EVAL_RETRY;
    for (size_t i = 0; i < 4; i++)
        value[i] = theta[0] + theta[1] * ((double)i - 1.5);
    return PARAMOD_EVAL_OK;
}

static paramod_eval walled_jacobian(const double *theta, double *value, double *sigma,
                                    double *by_value, double *by_sigma, void *data)
{
    (void)by_sigma;
    for (size_t i = 0; i < 4; i++) {
        by_value[2 * i] = 1.0;
        by_value[2 * i + 1] = (double)i - 1.5;
    }
    return walled(theta, value, sigma, data);
}

/* The optimum is a = 1.5 with a standard error of 1/2: the lower end is as ever, the
 * upper side fails at 2, short of 1.5 + 0.98, and says how far it came. */
static void test_a_model_that_fails_on_the_way(void)
{
    const double measured[4] = { 0.0, 1.0, 2.0, 3.0 };
    const double half = 0.5 * 1.959963984540054;
    double theta[2] = { 1.0, 0.5 };
    paramod_ident_model model = { .size = sizeof model, .observations = 4,
                                  .measured = measured, .value = walled,
                                  .jacobian = walled_jacobian };
    paramod_ident_fit fit = { .size = sizeof fit };
    paramod_space *const space = make_space(2, -100.0, 100.0);
    paramod_ident *ident = NULL;
    paramod_ident_profile *profile = NULL;
    const paramod_ident_side *side;

    MUST(paramod_ident_create(space, &model, NULL, &ident));
    MUST(paramod_ident_maximise(ident, NULL, theta, &fit));
    CU_ASSERT(fabs(theta[0] - 1.5) < 1e-9 && fabs(theta[1] - 1.0) < 1e-9);
    MUST(paramod_ident_profile_create(ident, theta, 0, NULL, NULL, &profile));
    MUST(paramod_ident_profile_run(profile));
    side = paramod_ident_profile_side(profile, 0, 0);
    CU_ASSERT_EQUAL(side->end, PARAMOD_IDENT_FINITE);
    CU_ASSERT(fabs(side->theta - (1.5 - half)) < 1e-8);
    side = paramod_ident_profile_side(profile, 0, 1);
    CU_ASSERT_EQUAL(side->end, PARAMOD_IDENT_FAILED);
    CU_ASSERT(side->theta > 1.5 && side->theta <= 2.0);
    CU_ASSERT(side->rise < 0.5 * 1.0 + 1e-9);
    for (int upper = 0; upper < 2; upper++) /* b does not notice */
        CU_ASSERT_EQUAL(paramod_ident_profile_side(profile, 1, upper)->end,
                        PARAMOD_IDENT_FINITE);
    paramod_ident_profile_destroy(profile);
    paramod_ident_destroy(ident);
    paramod_space_destroy(space);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "wrong derivatives are found", test_wrong_derivatives_are_found },
        { "wrong derivatives of sigma are found",
          test_wrong_derivatives_of_sigma_are_found },
        { "bad checks are refused", test_bad_checks_are_refused },
        { "every allocation of a check may fail",
          test_every_allocation_of_a_check_may_fail },
        { "every allocation of a design may fail",
          test_every_allocation_of_a_design_may_fail },
        { "data at the start alone", test_data_at_the_start_alone },
        { "constant output", test_constant_output },
        { "times twice", test_times_twice },
        { "a model that fails on the way", test_a_model_that_fails_on_the_way },
        CU_TEST_INFO_NULL
    };

    return run_tests("hard cases of identifiability", tests);
}
