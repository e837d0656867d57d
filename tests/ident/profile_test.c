/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fits in a box, profiles, and prediction profiles. */

#include "ident/models.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* ---- models -------------------------------------------------------------------------- */

/* a + b (x - 1): linear, so that everything has a closed form. */
static double line(double x, const double *theta, double *gradient)
{
    if (gradient != NULL) {
        gradient[0] = 1.0;
        gradient[1] = x - 1.0;
    }
    return theta[0] + theta[1] * (x - 1.0);
}

static double exponential(double x, const double *theta, double *gradient)
{
    const double e = exp(-theta[1] * x);

    if (gradient != NULL) {
        gradient[0] = e;
        gradient[1] = -theta[0] * x * e;
    }
    return theta[0] * e;
}

static const double line_data[4] = { 1.0, 3.0, 2.0, 5.0 };

static curve make_line(void)
{
    return (curve){ .count = 4, .parameters = 2, .x = { 0, 1, 2, 3 }, .f = line };
}

static paramod_ident_fit maximise(const paramod_ident *ident, double *theta)
{
    paramod_ident_fit fit = { .size = sizeof fit };

    MUST(paramod_ident_maximise(ident, NULL, theta, &fit));
    return fit;
}

static paramod_ident_profile *run(const paramod_ident *ident, const double *theta,
                                  const paramod_ident_profile_options *options)
{
    paramod_ident_profile *profile = NULL;

    MUST(paramod_ident_profile_create(ident, theta, 0, NULL, options, &profile));
    MUST(paramod_ident_profile_run(profile));
    return profile;
}

/* ---- closed forms ------------------------------------------------------------------------ */

/* x - 1 = -1, 0, 1, 2: sums 4, 2, 6; determinant 20; data sums 11 and 1+0+2+10-2... */
static void test_linear_profiles_are_wald_intervals(void)
{
    curve c = make_line();
    paramod_ident *const ident = make_ident(&c, line_data, NULL, NULL, -100, 100);
    paramod_ident_profile *profile;
    double theta[2] = { 0.0, 0.0 };
    const double a = (6.0 * 11.0 - 2.0 * 11.0) / 20.0, b = (4.0 * 11.0 - 2.0 * 11.0) / 20.0;
    const double half[2] = { sqrt(3.841458820694124 * 6.0 / 20.0),
                             sqrt(3.841458820694124 * 4.0 / 20.0) };
    const double best[2] = { a, b };

    CU_ASSERT_EQUAL(maximise(ident, theta).ending, PARAMOD_FIT_GRADIENT);
    CU_ASSERT(relative(theta[0], a) < 1e-12 && relative(theta[1], b) < 1e-12);
    profile = run(ident, theta, NULL);
    for (size_t i = 0; i < 2; i++)
        for (int upper = 0; upper < 2; upper++) {
            const paramod_ident_side *const side =
                paramod_ident_profile_side(profile, i, upper);

            CU_ASSERT_EQUAL(side->end, PARAMOD_IDENT_FINITE);
            CU_ASSERT(fabs(side->x - best[i] - (upper ? half[i] : -half[i])) < 1e-9);
            CU_ASSERT(side->slice >= side->rise - 1e-12);
            CU_ASSERT(side->residual < 1e-10);
            CU_ASSERT_EQUAL(side->other, PARAMOD_IDENT_NONE);
        }
    paramod_ident_profile_destroy(profile);
    paramod_ident_destroy(ident);
}

/* y = a exp(-b x): the other parameter is eliminated by hand, so that each end is a
 * root in one dimension, found by bisection here. */
static double eliminated(double b, double *a)
{
    static const double x[4] = { 0, 1, 2, 3 }, y[4] = { 2.1, 1.2, 0.8, 0.3 };
    double top = 0.0, bottom = 0.0, sum = 0.0;

    for (size_t i = 0; i < 4; i++) {
        top += y[i] * exp(-b * x[i]);
        bottom += exp(-2.0 * b * x[i]);
    }
    *a = top / bottom;
    for (size_t i = 0; i < 4; i++)
        sum += pow(y[i] - *a * exp(-b * x[i]), 2.0);
    return 0.5 * sum / 0.01;
}

static double bisect(double inside, double outside, double level)
{
    double a;

    for (int i = 0; i < 200; i++) {
        const double middle = 0.5 * (inside + outside);

        if (eliminated(middle, &a) < level)
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

static void test_curved_profiles(void)
{
    static const double y[4] = { 2.1, 1.2, 0.8, 0.3 }, sigma[4] = { 0.1, 0.1, 0.1, 0.1 };
    curve c = { .count = 4, .parameters = 2, .x = { 0, 1, 2, 3 }, .f = exponential };
    paramod_ident *const ident = make_ident(&c, y, sigma, NULL, -100, 100);
    paramod_ident_profile_options options = { .size = sizeof options, .points = 5 };
    paramod_ident_profile *profile;
    double theta[2] = { 1.0, 1.0 }, a, x, rise, base;

    (void)maximise(ident, theta);
    base = eliminated(theta[1], &a);
    CU_ASSERT(relative(theta[0], a) < 1e-8);
    profile = run(ident, theta, &options);
    CU_ASSERT(fabs(paramod_ident_profile_side(profile, 1, 0)->x -
                   bisect(theta[1], -1.0, base + 1.920729410347062)) < 1e-9);
    CU_ASSERT(fabs(paramod_ident_profile_side(profile, 1, 1)->x -
                   bisect(theta[1], 3.0, base + 1.920729410347062)) < 1e-9);
    for (size_t m = 0; m < 5; m++) {
        double at[2];

        MUST(paramod_ident_profile_point(profile, 1, 1, m, &x, &rise, at));
        CU_ASSERT(fabs(rise - (eliminated(x, &a) - base)) < 1e-8);
        CU_ASSERT(fabs(at[0] - a) < 1e-4 && at[1] == x);
        CU_ASSERT(fabs(rise - 1.920729410347062 * (double)((m + 1) * (m + 1)) / 25.0) <
                  1e-7);
    }
    paramod_ident_profile_destroy(profile);
    paramod_ident_destroy(ident);
}

/* ---- bounds and statuses ---------------------------------------------------------------------- */

/* b may not leave [0.5, 1.4]: its own profile is open; that of a runs along b's
 * bounds, where f is that of a alone. */
static void test_bounds(void)
{
    curve c = make_line();
    paramod_space *space = NULL;
    paramod_ident_model model = curve_model(&c);
    paramod_ident *ident = NULL;
    paramod_ident_profile *profile;
    const paramod_ident_side *side;
    double theta[2] = { 1.0, 1.0 }, end, f0;

    model.measured = line_data;
    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "a", "1", -100.0, 100.0));
    MUST(paramod_space_add(space, "b", "1", 0.9, 1.4));
    MUST(paramod_ident_create(space, &model, NULL, &ident));
    (void)maximise(ident, theta);
    profile = run(ident, theta, NULL);
    side = paramod_ident_profile_side(profile, 1, 0);
    CU_ASSERT_EQUAL(side->end, PARAMOD_IDENT_OPEN);
    CU_ASSERT_EQUAL(side->x, 0.9);
    CU_ASSERT(relative(side->rise, 0.5 * 0.04 * 5.0) < 1e-9); /* K_2^2 = 20 / 4 */
    side = paramod_ident_profile_side(profile, 0, 1);
    CU_ASSERT_EQUAL(side->end, PARAMOD_IDENT_OTHER_BOUND);
    CU_ASSERT_EQUAL(side->other, 1);
    /* f(a, 0.9) = base + (4 da^2 + 2 2 da db + 6 db^2)/2, db = -0.2 */
    f0 = 1.920729410347062;
    end = 2.2 + (0.4 + sqrt(0.16 - 4.0 * (0.24 - 2.0 * f0))) / 4.0;
    CU_ASSERT(fabs(side->x - end) < 1e-9);
    paramod_ident_profile_destroy(profile);
    paramod_ident_destroy(ident);
    paramod_space_destroy(space);
}

/* a b exp(-c x): a and b alone are flat up to their bounds, c is not. */
static void test_flat_profiles(void)
{
    static const double y[4] = { 2.1, 1.2, 0.8, 0.3 }, sigma[4] = { 0.1, 0.1, 0.1, 0.1 };
    static const uint64_t logs[3] = { 2, 2, 0 };
    curve c = { .count = 4, .parameters = 3, .x = { 0, 1, 2, 3 }, .f = decay };
    paramod_space *space = NULL;
    paramod_ident_model model = curve_model(&c);
    paramod_ident *ident = NULL;
    paramod_ident_profile *profile;
    double theta[3] = { 1.0, 2.0, 0.5 };

    model.measured = y;
    model.sigma = sigma;
    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "a", "1", 0.1, 10.0));
    MUST(paramod_space_add(space, "b", "1", 1e-6, 1e6));
    MUST(paramod_space_add(space, "c", "1", -10.0, 10.0));
    MUST(paramod_ident_create(space, &model, logs, &ident));
    (void)maximise(ident, theta);
    profile = run(ident, theta, NULL);
    for (int upper = 0; upper < 2; upper++) {
        const paramod_ident_side *const a = paramod_ident_profile_side(profile, 0, upper);

        CU_ASSERT_EQUAL(a->end, PARAMOD_IDENT_FLAT);
        CU_ASSERT_EQUAL(a->x, upper ? 1.0 : -1.0);
        CU_ASSERT(relative(a->theta, upper ? 10.0 : 0.1) < 1e-12);
        CU_ASSERT_EQUAL(paramod_ident_profile_side(profile, 2, upper)->end,
                        PARAMOD_IDENT_FINITE);
        /* b can follow a only so far: then a lies at its bound */
        CU_ASSERT_EQUAL(paramod_ident_profile_side(profile, 1, upper)->end,
                        PARAMOD_IDENT_OTHER_BOUND);
        CU_ASSERT_EQUAL(paramod_ident_profile_side(profile, 1, upper)->other, 0);
    }
    paramod_ident_profile_destroy(profile);
    paramod_ident_destroy(ident);
    paramod_space_destroy(space);
}

/* ---- predictions ------------------------------------------------------------------------------ */

static paramod_eval at_five(const double *theta, double *value, double *gradient,
                            void *data)
{
    (void)data;
    *value = line(5.0, theta, gradient);
    return PARAMOD_EVAL_OK;
}

static void test_predictions(void)
{
    curve c = make_line();
    paramod_ident *const ident = make_ident(&c, line_data, NULL, NULL, -100, 100);
    paramod_ident_side side[2];
    double theta[2] = { 0.0, 0.0 };
    /* (1, 4) F^-1 (1, 4)', F = (4 2; 2 6) */
    const double half = sqrt(3.841458820694124 * (6.0 - 2.0 * 2.0 * 4.0 + 4.0 * 16.0) /
                             20.0);

    (void)maximise(ident, theta);
    MUST(paramod_ident_predict(ident, theta, at_five, NULL, NULL, side));
    CU_ASSERT(fabs(side[0].x - (2.2 + 4.4 - half)) < 1e-9);
    CU_ASSERT(fabs(side[1].x - (2.2 + 4.4 + half)) < 1e-9);
    CU_ASSERT_EQUAL(side[0].end, PARAMOD_IDENT_FINITE);
    paramod_ident_destroy(ident);
}

/* ---- regularised fits ---------------------------------------------------------------------------- */

/* The polynomial at t = 1, 2, 3 with its null direction (2, 0, -1)/sqrt 5: adding
 * lambda u u' to F gives profile curvatures 1 / (F^-1)_ii, known in closed form. */
static void test_regularised_fits(void)
{
    static const double want[2][3] = {
        { 1.1904761904761905, 32.666666666666667, 2.7777777777777778 },
        { 0.12437810945273632, 32.666666666666667, 0.46296296296296296 } };
    curve c = { .count = 3, .parameters = 3, .x = { 1, 2, 3 }, .f = polynomial };
    const double y[3] = { 4.0, 7.0, 12.0 }, center[3] = { 1, 1, 1 };
    const double u[3] = { 2.0 / sqrt(5.0), 0.0, -1.0 / sqrt(5.0) };
    paramod_ident *const ident = make_ident(&c, y, NULL, NULL, -100, 100);

    for (int which = 0; which < 2; which++) {
        const double lambda = which == 0 ? 1.0 : 0.1;
        paramod_ident_fit_options options = { .size = sizeof options, .lambda = lambda,
                                              .regularised = 1, .u = u,
                                              .center = center };
        paramod_ident_fit fit = { .size = sizeof fit };
        double theta[3] = { 5.0, -3.0, 2.0 }, s[4 * 3], k_inf[3], k_2[3];

        MUST(paramod_ident_maximise(ident, &options, theta, &fit));
        for (size_t j = 0; j < 3; j++)
            CU_ASSERT(fabs(theta[j] - 1.0) < 1e-9);
        CU_ASSERT(fit.penalty < 1e-15);
        for (size_t i = 0; i < 3; i++)
            (void)polynomial(c.x[i], theta, s + 3 * i);
        for (size_t j = 0; j < 3; j++)
            s[9 + j] = sqrt(lambda) * u[j];
        MUST(paramod_ident_coordinate_metric(4, 3, s, k_inf, k_2));
        for (size_t j = 0; j < 3; j++)
            CU_ASSERT(relative(k_2[j] * k_2[j], want[which][j]) < 1e-12);
    }
    paramod_ident_destroy(ident);
}

/* The optimum of a regularised fit moves from the center by what F alone leaves. */
static void test_the_penalty_pulls_to_the_center(void)
{
    curve c = { .count = 3, .parameters = 3, .x = { 1, 2, 3 }, .f = polynomial };
    const double y[3] = { 4.0, 7.0, 12.0 }, center[3] = { 3, 1, 0 };
    const double u[3] = { 2.0 / sqrt(5.0), 0.0, -1.0 / sqrt(5.0) };
    paramod_ident *const ident = make_ident(&c, y, NULL, NULL, -100, 100);
    paramod_ident_fit_options options = { .size = sizeof options, .lambda = 0.1,
                                          .regularised = 1, .u = u, .center = center };
    paramod_ident_fit fit = { .size = sizeof fit };
    double theta[3] = { 1.0, 1.0, 1.0 };

    MUST(paramod_ident_maximise(ident, &options, theta, &fit));
    /* (3, 1, 0) = (1, 1, 1) + (2, 0, -1): on the null line itself */
    CU_ASSERT(fabs(theta[0] - 3.0) < 1e-8 && fabs(theta[2]) < 1e-8);
    paramod_ident_destroy(ident);
}

/* ---- threads and resuming ------------------------------------------------------------------------- */

static int stop_after_three(size_t done, size_t total, void *data)
{
    (void)total;
    return done >= 3 && *(const int *)data;
}

static void compare_profiles(const paramod_ident_profile *a, const paramod_ident_profile *b)
{
    for (size_t i = 0; i < paramod_ident_profile_count(a); i++)
        for (int upper = 0; upper < 2; upper++) {
            CU_ASSERT_EQUAL(memcmp(paramod_ident_profile_side(a, i, upper),
                                   paramod_ident_profile_side(b, i, upper),
                                   sizeof(paramod_ident_side)), 0);
            for (size_t m = 0; m < 4; m++) {
                double x[2], rise[2];

                MUST(paramod_ident_profile_point(a, i, upper, m, &x[0], &rise[0], NULL));
                MUST(paramod_ident_profile_point(b, i, upper, m, &x[1], &rise[1], NULL));
                CU_ASSERT(x[0] == x[1] && rise[0] == rise[1]);
            }
        }
}

static void test_same_bits_on_threads_and_after_a_restart(void)
{
    static const double y[5] = { 0.0, 0.6, 0.95, 1.02, 0.99 };
    static const double sigma[5] = { 0.05, 0.05, 0.05, 0.05, 0.05 };
    curve c = { .count = 5, .parameters = 3, .x = { 1.6, 3.2, 4.8, 6.4, 8 }, .f = hill };
    paramod_ident *const ident = make_ident(&c, y, sigma, NULL, 0.01, 100);
    paramod_ident_profile_options options = { .size = sizeof options, .points = 4 };
    paramod_ident_profile *reference, *broken = NULL, *resumed = NULL;
    double theta[3] = { 1.0, 3.0, 6.0 };
    int stop = 1;
    size_t size;
    void *state;

    (void)maximise(ident, theta);
    reference = run(ident, theta, &options);
    for (size_t threads = 2; threads <= 7; threads += 5) {
        const paramod_executor e = paramod_executor_threads(threads);
        paramod_ident_profile *other;

        options.executor = &e;
        other = run(ident, theta, &options);
        compare_profiles(reference, other);
        paramod_ident_profile_destroy(other);
    }
    options.executor = NULL;
    options.monitor = stop_after_three;
    options.monitor_data = &stop;
    MUST(paramod_ident_profile_create(ident, theta, 0, NULL, &options, &broken));
    MUST(paramod_ident_profile_run(broken));
    CU_ASSERT_EQUAL(paramod_ident_profile_side(broken, 2, 1)->end, PARAMOD_IDENT_PENDING);
    size = paramod_ident_profile_state_size(broken);
    state = malloc(size);
    CU_ASSERT_FATAL(state != NULL);
    MUST(paramod_ident_profile_save(broken, state, size));
    paramod_ident_profile_destroy(broken);
    stop = 0;
    MUST(paramod_ident_profile_create(ident, theta, 0, NULL, &options, &resumed));
    MUST(paramod_ident_profile_restore(resumed, state, size));
    CU_ASSERT_EQUAL(paramod_ident_profile_side(resumed, 0, 0)->end, PARAMOD_IDENT_FINITE);
    MUST(paramod_ident_profile_run(resumed));
    compare_profiles(reference, resumed);
    ((unsigned char *)state)[40] ^= 1;
    CU_ASSERT_EQUAL(paramod_ident_profile_restore(resumed, state, size),
                    PARAMOD_ERR_FORMAT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_profile_restore: the "
                           "state is not one of these profiles: model, data, parameters or "
                           "options differ");
    free(state);
    paramod_ident_profile_destroy(resumed);
    paramod_ident_profile_destroy(reference);
    paramod_ident_destroy(ident);
}

/* ---- starts and bad input ----------------------------------------------------------------------------- */

/* (a^2 - 4) with a slope: two optima, of which the better one is at a > 0. */
static double two_valleys(double x, const double *theta, double *gradient)
{
    const double a = theta[0];

    if (gradient != NULL)
        gradient[0] = x < 0.5 ? 2.0 * a : 0.5;
    return x < 0.5 ? a * a - 4.0 : 0.5 * (a - 2.0);
}

static void test_starts_find_the_better_valley(void)
{
    const double y[2] = { 0.0, 0.0 };
    curve c = { .count = 2, .parameters = 1, .x = { 0, 1 }, .f = two_valleys };
    paramod_ident *const ident = make_ident(&c, y, NULL, NULL, -5, 5);
    const paramod_executor threads = paramod_executor_threads(3);
    paramod_ident_fit_options options = { .size = sizeof options };
    paramod_ident_fit fit = { .size = sizeof fit };
    double one[1] = { -2.0 }, many[1] = { -2.0 }, again[1] = { -2.0 };

    MUST(paramod_ident_maximise(ident, &options, one, &fit));
    CU_ASSERT(one[0] < 0.0);
    options.starts = 10;
    MUST(paramod_ident_maximise(ident, &options, many, &fit));
    CU_ASSERT(fabs(many[0] - 2.0) < 1e-7);
    options.executor = &threads;
    MUST(paramod_ident_maximise(ident, &options, again, &fit));
    CU_ASSERT_EQUAL(again[0], many[0]);
    paramod_ident_destroy(ident);
}

static void test_bad_profiles_are_refused(void)
{
    curve c = make_line();
    paramod_ident *const ident = make_ident(&c, line_data, NULL, NULL, -100, 100);
    paramod_ident *const without = make_ident(&c, NULL, NULL, NULL, -100, 100);
    paramod_ident_profile_options options = { .size = sizeof options, .level = 1.5 };
    paramod_ident_profile *profile = NULL;
    const double best[2] = { 2.2, 1.1 }, off[2] = { 1.0, 1.1 };
    const size_t twice[2] = { 1, 1 }, many[1] = { 7 };

    CU_ASSERT_EQUAL(paramod_ident_profile_create(ident, off, 0, NULL, NULL, &profile),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_profile_create: theta is "
                           "not an optimum: log L rises by 2.88 close by, which is not "
                           "small beside the drop 1.92073; call paramod_ident_maximise() "
                           "first");
    CU_ASSERT_EQUAL(paramod_ident_profile_create(without, best, 0, NULL, NULL, &profile),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_profile_create: the "
                           "model has no data to profile");
    CU_ASSERT_EQUAL(paramod_ident_profile_create(ident, best, 2, twice, NULL, &profile),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_ident_profile_create: 'b' is given twice");
    CU_ASSERT_EQUAL(paramod_ident_profile_create(ident, best, 1, many, NULL, &profile),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_profile_create: index 7, "
                           "but the space has 2 parameters");
    CU_ASSERT_EQUAL(paramod_ident_profile_create(ident, best, 0, NULL, &options, &profile),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_profile_create: level "
                           "1.5 is not inside (0, 1)");
    CU_ASSERT_PTR_NULL(profile);
    paramod_ident_destroy(ident);
    paramod_ident_destroy(without);
}

static void test_every_allocation_may_fail(void)
{
    curve c = make_line();
    paramod_ident *const ident = make_ident(&c, line_data, NULL, NULL, -100, 100);
    const long before = memory_live();

    for (long allowed = 0;; allowed++) {
        paramod_ident_profile *profile = NULL;
        paramod_ident_fit fit = { .size = sizeof fit };
        double theta[2] = { 0.0, 0.0 };
        paramod_status status;

        memory_allow(allowed);
        status = paramod_ident_maximise(ident, NULL, theta, &fit);
        if (status == PARAMOD_OK)
            status = paramod_ident_profile_create(ident, theta, 0, NULL, NULL, &profile);
        if (status == PARAMOD_OK)
            status = paramod_ident_profile_run(profile);
        memory_allow(-1);
        paramod_ident_profile_destroy(profile);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
        CU_ASSERT_FATAL(allowed < 1000);
    }
    paramod_ident_destroy(ident);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "linear profiles are Wald intervals", test_linear_profiles_are_wald_intervals },
        { "curved profiles", test_curved_profiles },
        { "bounds", test_bounds },
        { "flat profiles", test_flat_profiles },
        { "predictions", test_predictions },
        { "regularised fits", test_regularised_fits },
        { "the penalty pulls to the center", test_the_penalty_pulls_to_the_center },
        { "same bits on threads and after a restart",
          test_same_bits_on_threads_and_after_a_restart },
        { "starts find the better valley", test_starts_find_the_better_valley },
        { "bad profiles are refused", test_bad_profiles_are_refused },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL
    };

    return run_tests("profiles", tests);
}
