/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fits through the public interface: endings, monitors, limits, starts, bad
 * input, models that cannot be computed everywhere, memory. */

#include <float.h>
#include <math.h>
#include <string.h>

#include <paramod/fit.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)
#define FAILS(call, status, message) \
    do { \
        CU_ASSERT_EQUAL((call), (status)); \
        CU_ASSERT_STRING_EQUAL(paramod_error_message(), (message)); \
    } while (0)

static paramod_space *plain_space(size_t n)
{
    static const char *const names[] = { "a", "b", "c", "d" };
    paramod_space *space = NULL;

    MUST(paramod_space_create(&space));
    for (size_t i = 0; i < n; i++)
        MUST(paramod_space_add(space, names[i], "1", -INFINITY, INFINITY));
    return space;
}

static bool is_solved(const paramod_fit *fit)
{
    return paramod_fit_ending(fit) == PARAMOD_FIT_GRADIENT ||
           paramod_fit_ending(fit) == PARAMOD_FIT_STEP;
}

/* ---- models --------------------------------------------------------------- */

/* Calls of each function of a model. */
typedef struct calls {
    size_t value, gradient, hessian;
    size_t accepted; /* steps, as a monitor sees them */
    double value_seen;
} calls;

/* Minus Rosenbrock's function as a log likelihood; maximum 0 at (1, 1). */
static double rosenbrock(const double *x)
{
    const double p = x[1] - x[0] * x[0];
    const double q = 1.0 - x[0];

    return -(100.0 * p * p + q * q);
}

static paramod_eval rosenbrock_value(const double *x, double *value, void *data)
{
    if (data != NULL)
        ((calls *)data)->value++;
    *value = rosenbrock(x);
    return PARAMOD_EVAL_OK;
}

static void rosenbrock_slopes(const double *x, double *g)
{
    const double p = x[1] - x[0] * x[0];

    g[0] = 400.0 * x[0] * p + 2.0 * (1.0 - x[0]);
    g[1] = -200.0 * p;
}

static paramod_eval rosenbrock_gradient(const double *x, double *value, double *g,
                                        void *data)
{
    if (data != NULL)
        ((calls *)data)->gradient++;
    *value = rosenbrock(x);
    rosenbrock_slopes(x, g);
    return PARAMOD_EVAL_OK;
}

static paramod_eval rosenbrock_hessian(const double *x, double *value, double *g,
                                       double *h, void *data)
{
    if (data != NULL)
        ((calls *)data)->hessian++;
    *value = rosenbrock(x);
    rosenbrock_slopes(x, g);
    h[0] = 400.0 * (x[1] - 3.0 * x[0] * x[0]) - 2.0;
    h[1] = h[2] = 400.0 * x[0];
    h[3] = -200.0;
    return PARAMOD_EVAL_OK;
}

static paramod_likelihood rosenbrock_model(void *data)
{
    return (paramod_likelihood){ .size = sizeof(paramod_likelihood), .data = data,
                                 .value = rosenbrock_value,
                                 .gradient = rosenbrock_gradient,
                                 .hessian = rosenbrock_hessian };
}

/* r = (10 (x1 - x0^2), 1 - x0) */
static paramod_eval rosenbrock_residual(const double *x, double *r, void *data)
{
    (void)data;
    r[0] = 10.0 * (x[1] - x[0] * x[0]);
    r[1] = 1.0 - x[0];
    return PARAMOD_EVAL_OK;
}

static paramod_eval rosenbrock_jacobian(const double *x, double *j, void *data)
{
    (void)data;
    j[0] = -20.0 * x[0];
    j[1] = 10.0;
    j[2] = -1.0;
    j[3] = 0.0;
    return PARAMOD_EVAL_OK;
}

static paramod_residuals rosenbrock_squares(void)
{
    return (paramod_residuals){ .size = sizeof(paramod_residuals), .count = 2,
                                .residual = rosenbrock_residual,
                                .jacobian = rosenbrock_jacobian };
}

/* A normal sample: log L of mean and standard deviation, all derivatives by
 * differences.  Solved by mean 3 and deviation sqrt 2 in closed form. */
static paramod_eval normal_value(const double *theta, double *value, void *data)
{
    static const double y[] = { 1.0, 2.0, 3.0, 4.0, 5.0 };

    (void)data;
    *value = 0.0;
    for (size_t i = 0; i < 5; i++) {
        const double z = (y[i] - theta[0]) / theta[1];

        *value += -log(theta[1]) - 0.5 * z * z;
    }
    return PARAMOD_EVAL_OK;
}

static const paramod_likelihood normal = {
    .size = sizeof(paramod_likelihood), .value = normal_value,
};

static paramod_space *normal_space(void)
{
    paramod_space *space = plain_space(1);

    MUST(paramod_space_add(space, "sigma", "1", 0.0, INFINITY));
    return space;
}

/* ---- solutions ------------------------------------------------------------- */

/* A Newton decrement of 1e-12 leaves sqrt(2e-12) standard errors. */
static void test_every_method_finds_a_closed_form_solution(void)
{
    const double error = sqrt(2e-12);
    paramod_space *space = normal_space();

    for (uint64_t method = PARAMOD_FIT_DEFAULT; method <= PARAMOD_FIT_BFGS; method++) {
        const paramod_fit_options options = { .size = sizeof options,
                                              .method = method };
        double theta[] = { -20.0, 50.0 };
        paramod_fit *fit = NULL;

        MUST(paramod_fit_likelihood(space, &normal, &options, theta, &fit));
        CU_ASSERT(is_solved(fit));
        CU_ASSERT_DOUBLE_EQUAL(theta[0], 3.0, error * sqrt(2.0 / 5.0));
        CU_ASSERT_DOUBLE_EQUAL(theta[1], sqrt(2.0), error * sqrt(1.0 / 5.0));
        CU_ASSERT_DOUBLE_EQUAL(paramod_fit_value(fit), -2.5 - 2.5 * log(2.0), 1e-12);
        CU_ASSERT_EQUAL(paramod_fit_theta(fit)[0], theta[0]);
        CU_ASSERT_EQUAL(paramod_space_size(paramod_fit_space(fit)), 2);
        paramod_fit_destroy(fit);
    }
    paramod_space_destroy(space);
}

static void test_fixed_parameters_stay(void)
{
    paramod_space *space = normal_space();
    double theta[] = { -1.0, 5.0 };
    paramod_fit *fit = NULL;

    MUST(paramod_space_fix(space, 0, 2.0));
    MUST(paramod_fit_likelihood(space, &normal, NULL, theta, &fit));
    CU_ASSERT_EQUAL(theta[0], 2.0);
    CU_ASSERT_DOUBLE_EQUAL(theta[1], sqrt(3.0), 1e-7);
    paramod_fit_destroy(fit);

    MUST(paramod_space_fix(space, 1, 1.0));
    MUST(paramod_fit_likelihood(space, &normal, NULL, theta, &fit));
    CU_ASSERT_EQUAL(theta[1], 1.0);
    CU_ASSERT_EQUAL(paramod_fit_value(fit), -7.5);
    CU_ASSERT_EQUAL(paramod_fit_decrement(fit), 0.0);
    CU_ASSERT_STRING_EQUAL(paramod_fit_ending_text(fit), "no parameter is free");
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

static void test_least_squares_of_zero_residuals(void)
{
    const paramod_residuals model = rosenbrock_squares();
    paramod_space *space = plain_space(2);
    double theta[] = { -1.2, 1.0 };
    paramod_fit *fit = NULL;

    MUST(paramod_fit_least_squares(space, &model, NULL, theta, &fit));
    CU_ASSERT(is_solved(fit));
    CU_ASSERT_DOUBLE_EQUAL(theta[0], 1.0, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(theta[1], 1.0, 1e-14);
    CU_ASSERT(paramod_fit_value(fit) <= 1e-28);
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

static int count_rises(const paramod_fit_progress *p, void *data)
{
    calls *c = data;

    c->accepted += p->value > c->value_seen;
    c->value_seen = p->value;
    return 0;
}

/* A Newton iteration is one call of hessian(), and a trial that may well be
 * rejected is one of value() (see also below); gradient() has no part in it. */
static void test_newton_is_frugal(void)
{
    double theta[] = { -1.2, 1.0 };
    calls c = { .value_seen = rosenbrock(theta) };
    const paramod_likelihood model = rosenbrock_model(&c);
    const paramod_fit_options options = { .size = sizeof options,
                                          .monitor = count_rises,
                                          .monitor_data = &c };
    paramod_space *space = plain_space(2);
    paramod_fit *fit = NULL;

    MUST(paramod_fit_likelihood(space, &model, &options, theta, &fit));
    CU_ASSERT_DOUBLE_EQUAL(theta[0], 1.0, 1e-7);
    CU_ASSERT_EQUAL(c.gradient, 0);
    CU_ASSERT(c.accepted < paramod_fit_iterations(fit));
    CU_ASSERT(c.hessian <= paramod_fit_iterations(fit) + 1);
    CU_ASSERT(c.value < paramod_fit_iterations(fit));
    CU_ASSERT(c.value + c.hessian <= 50);
    CU_ASSERT_EQUAL(paramod_fit_evaluations(fit), c.value + c.hessian);
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

/* ---- saddles, and where nothing can be computed ----------------------------- */

/* log L = x^2 - x^4 - y^2: a saddle at 0, maxima at x = +-1/sqrt 2. */
static paramod_eval saddle_hessian(const double *t, double *value, double *g,
                                   double *h, void *data)
{
    (void)data;
    *value = t[0] * t[0] - pow(t[0], 4.0) - t[1] * t[1];
    g[0] = 2.0 * t[0] - 4.0 * pow(t[0], 3.0);
    g[1] = -2.0 * t[1];
    h[0] = 2.0 - 12.0 * t[0] * t[0];
    h[1] = h[2] = 0.0;
    h[3] = -2.0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval saddle_value(const double *t, double *value, void *data)
{
    double g[2], h[4];

    return saddle_hessian(t, value, g, h, data);
}

static void test_leaves_a_saddle_with_zero_gradient(void)
{
    const paramod_likelihood with = { .size = sizeof with, .value = saddle_value,
                                      .hessian = saddle_hessian };
    const paramod_likelihood without = { .size = sizeof without,
                                         .value = saddle_value };
    paramod_space *space = plain_space(2);

    for (uint64_t method = PARAMOD_FIT_NEWTON; method <= PARAMOD_FIT_BFGS; method++) {
        const paramod_fit_options options = { .size = sizeof options,
                                              .method = method };
        double theta[] = { 0.0, 0.0 };
        paramod_fit *fit = NULL;

        MUST(paramod_fit_likelihood(space, method == PARAMOD_FIT_NEWTON
                                               ? &with : &without,
                                    &options, theta, &fit));
        CU_ASSERT(is_solved(fit));
        CU_ASSERT_DOUBLE_EQUAL(fabs(theta[0]), sqrt(0.5), 1e-6);
        CU_ASSERT_DOUBLE_EQUAL(paramod_fit_value(fit), 0.25, 1e-12);
        paramod_fit_destroy(fit);
    }
    paramod_space_destroy(space);
}

/* log L = log x - x + log y - 2 y in plain coordinates: NaN or -inf on three
 * quarters of the plane, and the first Newton steps lead there. */
static paramod_eval quadrant_value(const double *t, double *value, void *data)
{
    (void)data;
    *value = log(t[0]) - t[0] + log(t[1]) - 2.0 * t[1];
    return PARAMOD_EVAL_OK;
}

static paramod_eval quadrant_gradient(const double *t, double *value, double *g,
                                      void *data)
{
    g[0] = 1.0 / t[0] - 1.0;
    g[1] = 1.0 / t[1] - 2.0;
    return quadrant_value(t, value, data);
}

static paramod_eval quadrant_hessian(const double *t, double *value, double *g,
                                     double *h, void *data)
{
    ((calls *)data)->hessian++;
    h[0] = -1.0 / (t[0] * t[0]);
    h[1] = h[2] = 0.0;
    h[3] = -1.0 / (t[1] * t[1]);
    return quadrant_gradient(t, value, g, data);
}

/* From (20, 20) the Newton step leads to -360: trials on the way back to where
 * log L is finite cost values, and only points that are taken a Hessian. */
static void test_rejected_trials_are_mere_values(void)
{
    calls c = { .value = 0 };
    const paramod_likelihood model = { .size = sizeof model, .data = &c,
                                       .value = quadrant_value,
                                       .hessian = quadrant_hessian };
    paramod_space *space = plain_space(2);
    double theta[] = { 20.0, 20.0 };
    paramod_fit *fit = NULL;

    MUST(paramod_fit_likelihood(space, &model, NULL, theta, &fit));
    CU_ASSERT(is_solved(fit));
    CU_ASSERT(c.hessian + 2 <= paramod_fit_iterations(fit));
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

static void test_shrinks_where_the_model_is_nan(void)
{
    const paramod_likelihood with = { .size = sizeof with, .value = quadrant_value,
                                      .gradient = quadrant_gradient };
    const paramod_likelihood without = { .size = sizeof without,
                                         .value = quadrant_value };
    paramod_space *space = plain_space(2);

    for (long r = rounds(50); r > 0; r--) {
        const double start[] = { 20.0 * uniform() + 0.01, 20.0 * uniform() + 0.01 };

        for (int i = 0; i < 2; i++) {
            double theta[] = { start[0], start[1] };
            paramod_fit *fit = NULL;

            MUST(paramod_fit_likelihood(space, i == 0 ? &with : &without, NULL,
                                        theta, &fit));
            CU_ASSERT(is_solved(fit));
            CU_ASSERT_DOUBLE_EQUAL(theta[0], 1.0, 1e-5);
            CU_ASSERT_DOUBLE_EQUAL(theta[1], 0.5, 1e-5);
            paramod_fit_destroy(fit);
        }
    }
    paramod_space_destroy(space);
}

/* log L = x up to x = 1, and no value beyond: the supremum is not a solution. */
static paramod_eval wall_value(const double *t, double *value, void *data)
{
    *value = t[0] - t[1] * t[1];
    if (data != NULL && t[0] > 1.0)
        *value = *(const double *)data;
    return t[0] > 1.0 && data == NULL ? PARAMOD_EVAL_RETRY : PARAMOD_EVAL_OK;
}

static paramod_eval wall_gradient(const double *t, double *value, double *g,
                                  void *data)
{
    g[0] = 1.0;
    g[1] = -2.0 * t[1];
    return wall_value(t, value, data);
}

static void test_a_wall_is_never_a_solution(void)
{
    double beyond[] = { NAN, INFINITY, -INFINITY };
    paramod_space *space = plain_space(2);

    for (int i = 0; i < 8; i++) {
        const paramod_likelihood model = {
            .size = sizeof model, .value = wall_value,
            .gradient = i % 2 == 0 ? wall_gradient : NULL,
            .data = i / 2 < 3 ? &beyond[i / 2] : NULL };
        double theta[] = { -3.0, 1.0 };
        paramod_fit *fit = NULL;

        MUST(paramod_fit_likelihood(space, &model, NULL, theta, &fit));
        CU_ASSERT_EQUAL(paramod_fit_ending(fit), PARAMOD_FIT_STALLED);
        CU_ASSERT(theta[0] <= 1.0 && theta[0] > 1.0 - 1e-3);
        CU_ASSERT(isfinite(paramod_fit_value(fit)));
        paramod_fit_destroy(fit);
    }
    paramod_space_destroy(space);
}

/* A residual that is NaN beyond x = 0.4 on the way from -1.2 to the solution of
 * Rosenbrock's problem at 1. */
static paramod_eval broken_residual(const double *x, double *r, void *data)
{
    const paramod_eval eval = rosenbrock_residual(x, r, data);

    r[1] = x[0] > 0.4 ? NAN : r[1];
    return eval;
}

static void test_least_squares_never_succeeds_at_nan(void)
{
    paramod_residuals model = rosenbrock_squares();
    paramod_space *space = plain_space(2);
    double theta[] = { -1.2, 1.0 };
    paramod_fit *fit = NULL;

    model.residual = broken_residual;
    MUST(paramod_fit_least_squares(space, &model, NULL, theta, &fit));
    CU_ASSERT_EQUAL(paramod_fit_ending(fit), PARAMOD_FIT_STALLED);
    CU_ASSERT_DOUBLE_EQUAL(theta[0], 0.4, 1e-3);
    CU_ASSERT_STRING_EQUAL(paramod_fit_ending_text(fit), "the model cannot be "
                           "computed on the way to better points");
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

/* ---- units ------------------------------------------------------------------ */

typedef struct scaled {
    double unit[2];
} scaled;

static paramod_eval scaled_residual(const double *x, double *r, void *data)
{
    const scaled *s = data;
    const double y[] = { x[0] / s->unit[0], x[1] / s->unit[1] };

    return rosenbrock_residual(y, r, NULL);
}

static paramod_eval scaled_jacobian(const double *x, double *j, void *data)
{
    const scaled *s = data;
    const double y[] = { x[0] / s->unit[0], x[1] / s->unit[1] };

    (void)rosenbrock_jacobian(y, j, NULL);
    for (size_t i = 0; i < 4; i++)
        j[i] /= s->unit[i % 2];
    return PARAMOD_EVAL_OK;
}

/* Powers of two as units leave every rounding as it is: same path, same end. */
static void test_units_change_nothing(void)
{
    paramod_space *space = plain_space(2);
    double reference[2] = { 0.0, 0.0 };
    size_t evaluations = 0;

    for (int i = 0; i < 5; i++) {
        scaled s = { { ldexp(1.0, 10 * i), ldexp(1.0, -17 * i) } };
        const paramod_residuals model = { .size = sizeof model, .data = &s,
                                          .count = 2, .residual = scaled_residual,
                                          .jacobian = scaled_jacobian };
        double theta[] = { -1.2 * s.unit[0], s.unit[1] };
        paramod_fit *fit = NULL;

        MUST(paramod_fit_least_squares(space, &model, NULL, theta, &fit));
        if (i == 0) {
            (void)memcpy(reference, theta, sizeof theta);
            evaluations = paramod_fit_evaluations(fit);
        }
        CU_ASSERT_EQUAL(paramod_fit_evaluations(fit), evaluations);
        CU_ASSERT_EQUAL(theta[0] / s.unit[0], reference[0]);
        CU_ASSERT_EQUAL(theta[1] / s.unit[1], reference[1]);
        paramod_fit_destroy(fit);
    }
    paramod_space_destroy(space);
}

/* ---- limits and monitors ----------------------------------------------------- */

static void test_limits_leave_the_best_point(void)
{
    const paramod_likelihood model = rosenbrock_model(NULL);
    paramod_fit_options options = { .size = sizeof options, .max_iterations = 3 };
    paramod_space *space = plain_space(2);
    double theta[] = { -1.2, 1.0 };
    paramod_fit *fit = NULL;

    MUST(paramod_fit_likelihood(space, &model, &options, theta, &fit));
    CU_ASSERT_EQUAL(paramod_fit_ending(fit), PARAMOD_FIT_LIMIT);
    CU_ASSERT_EQUAL(paramod_fit_iterations(fit), 3);
    CU_ASSERT_STRING_EQUAL(paramod_fit_ending_text(fit),
                           "the limit of 3 iterations was reached");
    CU_ASSERT_EQUAL(paramod_fit_value(fit), rosenbrock(theta));
    CU_ASSERT(paramod_fit_value(fit) > -24.2);
    paramod_fit_destroy(fit);

    options.max_iterations = 0;
    options.max_evaluations = 7;
    MUST(paramod_fit_likelihood(space, &model, &options, theta, &fit));
    CU_ASSERT_EQUAL(paramod_fit_ending(fit), PARAMOD_FIT_LIMIT);
    CU_ASSERT_STRING_EQUAL(paramod_fit_ending_text(fit),
                           "the limit of 7 evaluations was reached");
    CU_ASSERT(paramod_fit_evaluations(fit) <= 8);
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

typedef struct watch {
    size_t seen, stop_at;
    double value;
    bool rising;
} watch;

static int monitor(const paramod_fit_progress *p, void *data)
{
    watch *w = data;

    w->rising = w->rising && p->value >= w->value &&
                p->value == rosenbrock(p->theta) && p->start == 0 &&
                p->iteration == w->seen + 1 && p->evaluations > 0;
    w->value = p->value;
    w->seen++;
    return w->seen == w->stop_at;
}

static void test_monitor_sees_progress_and_stops_it(void)
{
    const paramod_likelihood model = rosenbrock_model(NULL);
    watch w = { 0, 0, -1e300, true };
    const paramod_fit_options options = { .size = sizeof options,
                                          .monitor = monitor, .monitor_data = &w };
    paramod_space *space = plain_space(2);
    double theta[] = { -1.2, 1.0 };
    paramod_fit *fit = NULL;

    MUST(paramod_fit_likelihood(space, &model, &options, theta, &fit));
    CU_ASSERT(w.rising);
    CU_ASSERT_EQUAL(w.seen, paramod_fit_iterations(fit));
    CU_ASSERT(is_solved(fit));
    paramod_fit_destroy(fit);

    w = (watch){ 0, 4, -1e300, true };
    theta[0] = -1.2;
    theta[1] = 1.0;
    MUST(paramod_fit_likelihood(space, &model, &options, theta, &fit));
    CU_ASSERT_EQUAL(paramod_fit_ending(fit), PARAMOD_FIT_INTERRUPTED);
    CU_ASSERT_EQUAL(paramod_fit_iterations(fit), 4);
    CU_ASSERT_STRING_EQUAL(paramod_fit_ending_text(fit), "the monitor asked to stop");
    CU_ASSERT_EQUAL(paramod_fit_value(fit), w.value);
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

/* ---- many starts -------------------------------------------------------------- */

/* Rastrigin's function in two dimensions: a local maximum at every integer. */
static paramod_eval hills_value(const double *t, double *value, void *data)
{
    const double turn = 6.283185307179586;

    (void)data;
    *value = 0.0;
    for (int i = 0; i < 2; i++)
        *value -= t[i] * t[i] + 3.0 * (1.0 - cos(turn * t[i]));
    return t[0] > 9.0 ? PARAMOD_EVAL_RETRY : PARAMOD_EVAL_OK;
}

static const paramod_likelihood hills = { .size = sizeof(paramod_likelihood),
                                          .value = hills_value };

static void anywhere(size_t index, paramod_random *random, double *theta, void *data)
{
    (void)index;
    (void)data;
    for (int i = 0; i < 2; i++)
        theta[i] = 20.0 * (paramod_random_uniform(random) - 0.5);
}

static void test_starts_do_not_depend_on_threads(void)
{
    enum { STARTS = 40 };
    const size_t threads[] = { 1, 2, 7 };
    paramod_space *space = plain_space(2);
    double first[STARTS], theta_first[2] = { 0.0, 0.0 };
    size_t evaluations = 0;

    for (size_t i = 0; i < 3; i++) {
        const paramod_executor executor = paramod_executor_threads(threads[i]);
        const paramod_fit_options options = {
            .size = sizeof options, .starts = STARTS, .seed = 5,
            .executor = &executor, .next_start = anywhere };
        double theta[] = { 5.2, -4.1 };
        paramod_fit *fit = NULL;
        size_t unusable = 0;

        MUST(paramod_fit_likelihood(space, &hills, &options, theta, &fit));
        CU_ASSERT_EQUAL_FATAL(paramod_fit_starts(fit), STARTS);
        for (size_t s = 0; s < STARTS; s++) {
            const double value = paramod_fit_start_value(fit, s);

            if (i == 0)
                first[s] = value;
            CU_ASSERT(memcmp(&first[s], &value, sizeof value) == 0);
            CU_ASSERT((paramod_fit_start_theta(fit, s) == NULL) == (bool)isnan(value));
            CU_ASSERT(isnan(value) || value <= paramod_fit_value(fit) + 1e-12);
            unusable += (size_t)isnan(value);
        }
        if (i == 0) {
            (void)memcpy(theta_first, theta, sizeof theta);
            evaluations = paramod_fit_evaluations(fit);
        }
        CU_ASSERT(memcmp(theta_first, theta, sizeof theta) == 0);
        CU_ASSERT_EQUAL(paramod_fit_evaluations(fit), evaluations);
        CU_ASSERT(unusable > 0 && unusable < STARTS / 4);
        CU_ASSERT(paramod_fit_value(fit) > -3.0);
        CU_ASSERT(isnan(paramod_fit_start_value(fit, STARTS)));
        CU_ASSERT_PTR_NULL(paramod_fit_start_theta(fit, STARTS));
        paramod_fit_destroy(fit);
    }
    paramod_space_destroy(space);
}

static void test_default_starts_wander(void)
{
    paramod_space *space = plain_space(2);
    const paramod_fit_options options = { .size = sizeof options, .starts = 8,
                                          .seed = 1 };
    double theta[] = { 2.1, -1.9 };
    paramod_fit *fit = NULL;
    size_t different = 0;

    MUST(paramod_fit_likelihood(space, &hills, &options, theta, &fit));
    for (size_t s = 1; s < 8; s++)
        different += !(fabs(paramod_fit_start_value(fit, s) -
                            paramod_fit_start_value(fit, 0)) < 1e-9);
    CU_ASSERT(different >= 4);
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

static int stop_second_start(const paramod_fit_progress *p, void *data)
{
    (void)data;
    return p->start == 1;
}

static void test_an_interruption_ends_all_starts(void)
{
    paramod_space *space = plain_space(2);
    const paramod_fit_options options = { .size = sizeof options, .starts = 9,
                                          .monitor = stop_second_start };
    double theta[] = { 2.1, -1.9 };
    paramod_fit *fit = NULL;

    MUST(paramod_fit_likelihood(space, &hills, &options, theta, &fit));
    CU_ASSERT_EQUAL(paramod_fit_start_ending(fit, 1), PARAMOD_FIT_INTERRUPTED);
    for (size_t s = 2; s < 9; s++) {
        CU_ASSERT_EQUAL(paramod_fit_start_ending(fit, s), PARAMOD_FIT_INTERRUPTED);
        CU_ASSERT(isnan(paramod_fit_start_value(fit, s)));
    }
    CU_ASSERT(isfinite(paramod_fit_value(fit)));
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

/* ---- bad input ---------------------------------------------------------------- */

static paramod_eval gives_up(const double *t, double *value, void *data)
{
    (void)t;
    (void)data;
    *value = 0.0;
    return PARAMOD_EVAL_STOP;
}

static paramod_eval nowhere(const double *t, double *value, void *data)
{
    (void)t;
    (void)data;
    *value = NAN;
    return PARAMOD_EVAL_OK;
}

static void test_rejects_bad_models(void)
{
    paramod_space *space = normal_space(), *empty = NULL;
    paramod_likelihood model = normal;
    paramod_residuals squares = rosenbrock_squares();
    double theta[] = { 1.0, 1.0 };
    paramod_fit *fit = NULL;

    MUST(paramod_space_create(&empty));
    FAILS(paramod_fit_likelihood(NULL, &model, NULL, theta, &fit),
          PARAMOD_ERR_ARGUMENT,
          "paramod_fit_likelihood: space, model or theta is null");
    FAILS(paramod_fit_least_squares(space, NULL, NULL, theta, &fit),
          PARAMOD_ERR_ARGUMENT,
          "paramod_fit_least_squares: space, model or theta is null");
    FAILS(paramod_fit_likelihood(empty, &model, NULL, theta, &fit),
          PARAMOD_ERR_ARGUMENT, "the space has no parameters");
    model.value = NULL;
    FAILS(paramod_fit_likelihood(space, &model, NULL, theta, &fit),
          PARAMOD_ERR_ARGUMENT,
          "paramod_fit_likelihood: the model's function value is null");
    model.size = 0;
    FAILS(paramod_fit_likelihood(space, &model, NULL, theta, &fit),
          PARAMOD_ERR_ARGUMENT, "the size member of the model is 0; "
          "set it to sizeof(paramod_likelihood)");
    squares.count = 0;
    FAILS(paramod_fit_least_squares(space, &squares, NULL, theta, &fit),
          PARAMOD_ERR_ARGUMENT, "paramod_fit_least_squares: the model has no "
          "residuals: 'residual' is null or 'count' is 0");
    model = normal;
    model.value = gives_up;
    FAILS(paramod_fit_likelihood(space, &model, NULL, theta, &fit),
          PARAMOD_ERR_CALLBACK, "the model asked to stop");
    model.value = nowhere;
    FAILS(paramod_fit_likelihood(space, &model, NULL, theta, &fit),
          PARAMOD_ERR_CALLBACK, "the model has no finite value or "
          "derivatives at the start");
    theta[1] = -1.0;
    FAILS(paramod_fit_likelihood(space, &normal, NULL, theta, &fit),
          PARAMOD_ERR_DOMAIN, "paramod_space_pack: 'sigma': -1 is not inside (0, inf)");
    CU_ASSERT(theta[0] == 1.0 && theta[1] == -1.0 && fit == NULL);
    paramod_fit_destroy(NULL);
    paramod_space_destroy(empty);
    paramod_space_destroy(space);
}

static void test_rejects_bad_options(void)
{
    const paramod_executor hollow = { NULL, NULL, 1 };
    const paramod_residuals squares = rosenbrock_squares();
    paramod_space *space = plain_space(2);
    double theta[] = { 1.0, 1.0 };
    paramod_fit_options o = { .size = sizeof o, .gradient_tolerance = -1.0 };

    FAILS(paramod_fit_likelihood(space, &normal, &o, theta, NULL),
          PARAMOD_ERR_DOMAIN,
          "'gradient_tolerance': -1 is not inside [0, 1)");
    o = (paramod_fit_options){ .size = sizeof o, .step_tolerance = NAN };
    FAILS(paramod_fit_likelihood(space, &normal, &o, theta, NULL),
          PARAMOD_ERR_DOMAIN,
          "'step_tolerance': nan is not inside [0, 1)");
    o = (paramod_fit_options){ .size = sizeof o, .method = 3 };
    FAILS(paramod_fit_likelihood(space, &normal, &o, theta, NULL),
          PARAMOD_ERR_ARGUMENT,
          "'method': there is no method number 3");
    o.method = PARAMOD_FIT_BFGS;
    FAILS(paramod_fit_least_squares(space, &squares, &o, theta, NULL),
          PARAMOD_ERR_ARGUMENT, "'method': least squares has no "
          "method but PARAMOD_FIT_DEFAULT");
    o = (paramod_fit_options){ .size = sizeof o, .executor = &hollow };
    FAILS(paramod_fit_likelihood(space, &normal, &o, theta, NULL),
          PARAMOD_ERR_ARGUMENT,
          "'executor': its function run is null");
    o = (paramod_fit_options){ .size = 0 };
    CU_ASSERT_EQUAL(paramod_fit_likelihood(space, &normal, &o, theta, NULL),
                    PARAMOD_ERR_ARGUMENT);
    o = (paramod_fit_options){ .size = sizeof o, .starts = SIZE_MAX };
    CU_ASSERT_EQUAL(paramod_fit_likelihood(space, &normal, &o, theta, NULL),
                    PARAMOD_ERR_MEMORY);
    paramod_space_destroy(space);
}

static void test_names_of_endings(void)
{
    static const char *const names[] = { "unknown", "gradient", "step", "stalled",
                                         "limit", "interrupted", "unknown" };

    for (int i = 0; i < 7; i++)
        CU_ASSERT_STRING_EQUAL(paramod_fit_end_name((paramod_fit_end)i), names[i]);
}

/* ---- memory -------------------------------------------------------------------- */

typedef paramod_status (*fit_function)(const paramod_space *space, double *theta,
                                       size_t limit);

static paramod_status by_squares(const paramod_space *space, double *theta,
                                 size_t limit)
{
    const paramod_residuals model = rosenbrock_squares();
    const paramod_fit_options options = { .size = sizeof options, .starts = 3,
                                          .max_iterations = limit };

    return paramod_fit_least_squares(space, &model, &options, theta, NULL);
}

static paramod_status by_newton(const paramod_space *space, double *theta,
                                size_t limit)
{
    const paramod_likelihood model = rosenbrock_model(NULL);
    const paramod_fit_options options = { .size = sizeof options,
                                          .max_iterations = limit };

    return paramod_fit_likelihood(space, &model, &options, theta, NULL);
}

static paramod_status by_bfgs(const paramod_space *space, double *theta,
                              size_t limit)
{
    paramod_likelihood model = rosenbrock_model(NULL);
    const paramod_fit_options options = { .size = sizeof options,
                                          .max_iterations = limit };

    model.gradient = NULL;
    model.hessian = NULL;
    return paramod_fit_likelihood(space, &model, &options, theta, NULL);
}

static const fit_function fits[] = { by_squares, by_newton, by_bfgs };

static void test_every_allocation_may_fail(void)
{
    paramod_space *space = plain_space(2);

    for (size_t i = 0; i < 3; i++) {
        const long live = memory_live();
        paramod_status status = PARAMOD_ERR_MEMORY;
        long allowed = 0;

        for (; status != PARAMOD_OK && allowed < 1000; allowed++) {
            double theta[] = { -1.2, 1.0 };

            memory_allow(allowed);
            status = fits[i](space, theta, 5);
            memory_allow(-1);
            CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
            CU_ASSERT(status == PARAMOD_OK || (theta[0] == -1.2 && theta[1] == 1.0));
            CU_ASSERT_EQUAL(memory_live(), live);
        }
        CU_ASSERT(allowed > 5 && allowed < 1000);
    }
    paramod_space_destroy(space);
}

static void test_iterations_allocate_nothing(void)
{
    paramod_space *space = plain_space(2);

    for (size_t i = 0; i < 3; i++) {
        long attempts[2];

        for (size_t l = 0; l < 2; l++) {
            double theta[] = { -1.2, 1.0 };
            const long before = memory_attempts();

            MUST(fits[i](space, theta, l == 0 ? 1 : 0));
            attempts[l] = memory_attempts() - before;
        }
        CU_ASSERT_EQUAL(attempts[0], attempts[1]);
    }
    paramod_space_destroy(space);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "every method finds a closed-form solution",
          test_every_method_finds_a_closed_form_solution },
        { "fixed parameters stay", test_fixed_parameters_stay },
        { "least squares of zero residuals", test_least_squares_of_zero_residuals },
        { "Newton is frugal", test_newton_is_frugal },
        { "leaves a saddle with zero gradient",
          test_leaves_a_saddle_with_zero_gradient },
        { "rejected trials are mere values", test_rejected_trials_are_mere_values },
        { "shrinks where the model is NaN", test_shrinks_where_the_model_is_nan },
        { "a wall is never a solution", test_a_wall_is_never_a_solution },
        { "least squares never succeeds at NaN",
          test_least_squares_never_succeeds_at_nan },
        { "units change nothing", test_units_change_nothing },
        { "limits leave the best point", test_limits_leave_the_best_point },
        { "the monitor sees progress and stops it",
          test_monitor_sees_progress_and_stops_it },
        { "starts do not depend on threads", test_starts_do_not_depend_on_threads },
        { "default starts wander", test_default_starts_wander },
        { "an interruption ends all starts", test_an_interruption_ends_all_starts },
        { "rejects bad models", test_rejects_bad_models },
        { "rejects bad options", test_rejects_bad_options },
        { "names of endings", test_names_of_endings },
        { "every allocation may fail", test_every_allocation_may_fail },
        { "iterations allocate nothing", test_iterations_allocate_nothing },
        CU_TEST_INFO_NULL
    };

    return run_tests("fit", tests);
}
