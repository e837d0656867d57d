/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Profile-likelihood intervals: against 60-digit values for regressions of
 * NIST StRD and a Weibull sample (tests/data/profile.py, infer.py) and against
 * closed forms. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "infer/nist.h"
#include "infer/profile_impl.h"
#include "infer/weibull.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static const double quantile = 3.841458820694124; /* 0.95, one degree */

static void test_nist(void)
{
    FILE *const file = open_data("profile.ref");
    static nist_problem p;
    int count = 0;

    while (nist_read(file, &p)) {
        paramod_fit *const fit = nist_fit(&p);
        double worst = 0.0;

        for (size_t i = 0; i < p.k; i++) {
            paramod_interval interval;

            MUST(paramod_fit_profile_interval(fit, i, 0.95, &interval));
            CU_ASSERT_EQUAL(interval.lower_end, PARAMOD_PROFILE_FINITE);
            CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_FINITE);
            worst = fmax(worst, relative(interval.lower, p.lower[i]));
            worst = fmax(worst, relative(interval.upper, p.upper[i]));
        }
        printf("%s: largest relative error of an end %.1e\n", p.name, worst);
        CU_ASSERT(worst < 1e-8);
        paramod_fit_destroy(fit);
        count++;
    }
    CU_ASSERT_EQUAL(count, 6);
    (void)fclose(file);
}

/* Relative error of one end, by one of the two methods. */
static double end_error(const paramod_fit *fit, size_t i, double rise, double side,
                        bool newton, double expected)
{
    paramod_i_profile profile;
    paramod_profile_end end = PARAMOD_PROFILE_FINITE;
    double u[NIST_MOST], theta[NIST_MOST];

    MUST(paramod_i_profile_prepare(fit, i, rise, &profile));
    profile.side = side;
    (void)memcpy(u, fit->u, fit->k * sizeof *u);
    if (newton) {
        CU_ASSERT(paramod_i_profile_newton(&profile, u));
    } else {
        MUST(paramod_i_profile_path(&profile, u, &end));
    }
    CU_ASSERT_EQUAL(end, PARAMOD_PROFILE_FINITE);
    paramod_i_profile_release(&profile);
    paramod_space_unpack(fit->space, u, theta);
    return relative(theta[i], expected);
}

/* Each method on its own: the fallback must not hide behind Newton's, which
 * gives up on some ends of the two problems with the largest curvature. */
static void test_both_methods(void)
{
    FILE *const file = open_data("profile.ref");
    static nist_problem p;

    while (nist_read(file, &p)) {
        paramod_fit *const fit = nist_fit(&p);
        const double rise = 0.5 * quantile * p.sum_of_squares / (double)(p.m - p.k);
        const bool path_only = strcmp(p.name, "MGH09") == 0 ||
                               strcmp(p.name, "Thurber") == 0;
        double worst[2] = { 0.0, 0.0 };

        for (size_t i = 0; i < p.k; i++)
            for (int newton = path_only ? 0 : 1; newton >= 0; newton--) {
                worst[newton] = fmax(worst[newton], end_error(fit, i, rise, -1.0,
                                                              newton, p.lower[i]));
                worst[newton] = fmax(worst[newton], end_error(fit, i, rise, 1.0,
                                                              newton, p.upper[i]));
            }
        printf("%s: KKT Newton %.1e, path %.1e\n", p.name, worst[1], worst[0]);
        CU_ASSERT(worst[0] < 1e-8 && worst[1] < 1e-8);
        paramod_fit_destroy(fit);
    }
    (void)fclose(file);
}

static void test_weibull(void)
{
    static const char *const key[2][2] = {
        { "weibull_end_0_lower", "weibull_end_0_upper" },
        { "weibull_end_1_lower", "weibull_end_1_upper" } };
    paramod_likelihood model = weibull_model(false);

    for (int differences = 0; differences < 2; differences++) {
        paramod_fit *fit;

        if (differences)
            model.hessian = NULL;
        fit = weibull_fit(&model, false);
        for (size_t i = 0; i < 2; i++) {
            paramod_interval interval;
            double lower, upper;

            reference(key[i][0], 1, &lower);
            reference(key[i][1], 1, &upper);
            MUST(paramod_fit_profile_interval(fit, i, 0.95, &interval));
            CU_ASSERT(relative(interval.lower, lower) < 1e-8);
            CU_ASSERT(relative(interval.upper, upper) < 1e-8);
            CU_ASSERT(end_error(fit, i, 0.5 * quantile, -1.0, false, lower) < 1e-8);
            CU_ASSERT(end_error(fit, i, 0.5 * quantile, 1.0, false, upper) < 1e-8);
        }
        paramod_fit_destroy(fit);
    }
}

/* ---- models with one or two parameters and known profiles -------------------- */

static paramod_fit *fit_of(paramod_eval (*value)(const double *, double *, void *),
                           size_t n, const double *bounds, double *theta)
{
    const paramod_likelihood model = { .size = sizeof model, .value = value };
    paramod_space *space = NULL;
    paramod_fit *fit = NULL;

    MUST(paramod_space_create(&space));
    for (size_t i = 0; i < n; i++)
        MUST(paramod_space_add(space, i == 0 ? "a" : "b", "1", bounds[2 * i],
                               bounds[2 * i + 1]));
    MUST(paramod_fit_likelihood(space, &model, NULL, theta, &fit));
    paramod_space_destroy(space);
    return fit;
}

/* Poisson with 3 events: log L = 3 log a - a. */
static paramod_eval poisson(const double *theta, double *value, void *data)
{
    (void)data;
    *value = 3.0 * log(theta[0]) - theta[0];
    return PARAMOD_EVAL_OK;
}

static void test_one_parameter(void)
{
    const double bounds[] = { 0.0, INFINITY };
    double theta[] = { 1.0 };
    paramod_fit *const fit = fit_of(poisson, 1, bounds, theta);
    paramod_interval interval;

    MUST(paramod_fit_profile_interval(fit, 0, 0.95, &interval));
    /* 3 log(a / 3) - a + 3 = -quantile / 2 */
    CU_ASSERT(fabs(3.0 * log(interval.lower / 3.0) - interval.lower + 3.0 +
                   0.5 * quantile) < 1e-9);
    CU_ASSERT(fabs(3.0 * log(interval.upper / 3.0) - interval.upper + 3.0 +
                   0.5 * quantile) < 1e-9);
    CU_ASSERT(interval.lower < 3.0 && interval.upper > 3.0);
    paramod_fit_destroy(fit);
}

/* No events: log L = -a is highest at the bound 0, and the upper end is
 * quantile / 2. */
static paramod_eval no_events(const double *theta, double *value, void *data)
{
    (void)data;
    *value = -theta[0];
    return PARAMOD_EVAL_OK;
}

static void test_estimate_at_a_bound(void)
{
    const double bounds[] = { 0.0, INFINITY };
    double theta[] = { 1.0 };
    paramod_fit *const fit = fit_of(no_events, 1, bounds, theta);
    paramod_interval interval;

    MUST(paramod_fit_profile_interval(fit, 0, 0.95, &interval));
    CU_ASSERT_EQUAL(interval.lower_end, PARAMOD_PROFILE_OPEN);
    CU_ASSERT_EQUAL(interval.lower, 0.0);
    CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_FINITE);
    /* the fit ends where -a is within its tolerance of 0 */
    CU_ASSERT(relative(interval.upper, 0.5 * quantile) < 1e-9);
    paramod_fit_destroy(fit);
}

/* Saturates: the profile rises to 1 at most on the upper side. */
static paramod_eval saturating(const double *theta, double *value, void *data)
{
    const double a = theta[0];

    (void)data;
    *value = a > 0.0 ? -a * a / (1.0 + a * a) : -a * a;
    return PARAMOD_EVAL_OK;
}

static void test_open_end_without_a_bound(void)
{
    const double bounds[] = { -INFINITY, INFINITY };
    double theta[] = { 0.25 };
    paramod_fit *const fit = fit_of(saturating, 1, bounds, theta);
    paramod_interval interval;

    MUST(paramod_fit_profile_interval(fit, 0, 0.95, &interval));
    CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_OPEN);
    CU_ASSERT_EQUAL(interval.upper, INFINITY);
    CU_ASSERT_EQUAL(interval.lower_end, PARAMOD_PROFILE_FINITE);
    CU_ASSERT(relative(interval.lower, -sqrt(0.5 * quantile)) < 1e-8);
    MUST(paramod_fit_profile_crossing(fit, 0, 0.5, &interval));
    CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_FINITE);
    CU_ASSERT(relative(interval.upper, 1.0) < 1e-7);
    paramod_fit_destroy(fit);
}

/* Only the sum is determined: both profiles are flat. */
static paramod_eval sum_only(const double *theta, double *value, void *data)
{
    const double s = theta[0] + theta[1] - 1.0;

    (void)data;
    *value = -0.5 * s * s;
    return PARAMOD_EVAL_OK;
}

static void test_flat_profile(void)
{
    const double bounds[] = { -INFINITY, INFINITY, -4.0, 8.0 };
    double theta[] = { 0.0, 0.0 };
    paramod_fit *const fit = fit_of(sum_only, 2, bounds, theta);
    paramod_interval a, b;

    MUST(paramod_fit_profile_interval(fit, 1, 0.95, &b));
    CU_ASSERT(b.lower_end == PARAMOD_PROFILE_OPEN && b.lower == -4.0);
    CU_ASSERT(b.upper_end == PARAMOD_PROFILE_OPEN && b.upper == 8.0);
    /* b confined to (-4, 8) confines a: 1 - 8 - sqrt(q) to 1 + 4 + sqrt(q) */
    MUST(paramod_fit_profile_interval(fit, 0, 0.95, &a));
    CU_ASSERT_EQUAL(a.lower_end, PARAMOD_PROFILE_FINITE);
    CU_ASSERT_EQUAL(a.upper_end, PARAMOD_PROFILE_FINITE);
    CU_ASSERT(fabs(a.lower - (-7.0 - sqrt(quantile))) < 1e-6);
    CU_ASSERT(fabs(a.upper - (5.0 + sqrt(quantile))) < 1e-6);
    paramod_fit_destroy(fit);
}

/* Not computable beyond 1, before the threshold is reached. */
static paramod_eval walled(const double *theta, double *value, void *data)
{
    (void)data;
    *value = theta[0] > 1.0 ? NAN : -theta[0] * theta[0];
    return PARAMOD_EVAL_OK;
}

static void test_a_wall_is_a_failed_end(void)
{
    const double bounds[] = { -INFINITY, INFINITY };
    double theta[] = { 0.25 };
    paramod_fit *const fit = fit_of(walled, 1, bounds, theta);
    paramod_interval interval;

    MUST(paramod_fit_profile_interval(fit, 0, 0.95, &interval));
    CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_FAILED);
    CU_ASSERT(interval.upper <= 1.0 && interval.upper > 1.0 - 1e-6);
    CU_ASSERT_EQUAL(interval.lower_end, PARAMOD_PROFILE_FINITE);
    paramod_fit_destroy(fit);
}

/* Two maxima, the fit in the lower one: the way up leads to a better point. */
static paramod_eval two_peaks(const double *theta, double *value, void *data)
{
    const double a = theta[0];

    (void)data;
    *value = log(exp(-0.5 * (a + 2.0) * (a + 2.0)) +
                 3.0 * exp(-0.5 * (a - 2.0) * (a - 2.0)));
    return PARAMOD_EVAL_OK;
}

static void test_a_better_point_is_a_failed_end(void)
{
    const double bounds[] = { -INFINITY, INFINITY };
    double theta[] = { -2.5 };
    paramod_fit *const fit = fit_of(two_peaks, 1, bounds, theta);
    paramod_interval interval;

    CU_ASSERT(theta[0] < -1.9);
    MUST(paramod_fit_profile_interval(fit, 0, 0.95, &interval));
    CU_ASSERT_EQUAL(interval.lower_end, PARAMOD_PROFILE_FINITE);
    CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_FAILED);
    paramod_fit_destroy(fit);
}

static void test_bad_requests(void)
{
    const paramod_likelihood model = weibull_model(false);
    paramod_fit *const fit = weibull_fit(&model, true);
    paramod_interval interval = { .lower = 7.0 };

    CU_ASSERT_EQUAL(paramod_fit_profile_interval(fit, 0, 0.95, &interval),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_fit_profile_crossing: 'shape' is fixed");
    CU_ASSERT_EQUAL(paramod_fit_profile_interval(fit, 2, 0.95, &interval),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_profile_crossing: "
                           "index 2, but the space has 2 parameters");
    CU_ASSERT_EQUAL(paramod_fit_profile_interval(fit, 1, 1.0, &interval),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_profile_interval: "
                           "level 1 is not inside (0, 1)");
    CU_ASSERT_EQUAL(paramod_fit_profile_interval(fit, 1, NAN, &interval),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_EQUAL(paramod_fit_profile_crossing(fit, 1, 0.0, &interval),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_profile_crossing: "
                           "drop 0 is not inside (0, inf)");
    CU_ASSERT_EQUAL(paramod_fit_profile_interval(NULL, 1, 0.95, &interval),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_profile_interval(fit, 1, 0.95, NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(interval.lower, 7.0);
    paramod_fit_destroy(fit);
}

static void test_every_allocation_may_fail(void)
{
    const double bounds[] = { -INFINITY, INFINITY, -4.0, 8.0 };
    double theta[] = { 0.0, 0.0 };
    paramod_fit *const fit = fit_of(sum_only, 2, bounds, theta); /* takes the path */
    const long live = memory_live();
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_interval interval = { .lower = 7.0 };

        memory_allow(allowed);
        status = paramod_fit_profile_interval(fit, 1, 0.95, &interval);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        CU_ASSERT(status == PARAMOD_OK || interval.lower == 7.0);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 2000);
    }
    paramod_fit_destroy(fit);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "regressions of NIST", test_nist },
        { "each method on its own", test_both_methods },
        { "Weibull sample", test_weibull },
        { "one parameter", test_one_parameter },
        { "an estimate at a bound", test_estimate_at_a_bound },
        { "an open end without a bound", test_open_end_without_a_bound },
        { "a flat profile is open up to the bounds", test_flat_profile },
        { "a wall is a failed end", test_a_wall_is_a_failed_end },
        { "a better point is a failed end", test_a_better_point_is_a_failed_end },
        { "bad requests are explained", test_bad_requests },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("profile", tests);
}
