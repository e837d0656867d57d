/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Steady states with their sensitivities, and gradients through them, through
 * events and through inputs. */

#include "ode/models.h"

/* ---- an enzyme: S + E <-> C -> P + E, and P -> S --------------------------------------------
 * Totals of S + C + P = s and of E + C = e are kept. */

enum { ON, OFF, CAT, BACK, TOTAL, ENZYME, PARAMETERS, STATES = 4 };

static paramod_eval enzyme_rate(const paramod_ode_point *at, double *out, void *data)
{
    const double *const p = at->theta, *const y = at->y;
    const double boost = at->input != NULL ? at->input[0] : 1.0;
    const double bind = p[ON] * y[0] * y[1], loose = p[OFF] * y[2];
    const double make = boost * p[CAT] * y[2], back = p[BACK] * y[3];

    (void)data;
    out[0] = -bind + loose + back;
    out[1] = -bind + loose + make;
    out[2] = bind - loose - make;
    out[3] = make - back;
    return PARAMOD_EVAL_OK;
}

static paramod_eval enzyme_initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->theta[TOTAL];
    out[1] = at->theta[ENZYME];
    out[2] = out[3] = 0.0;
    return PARAMOD_EVAL_OK;
}

/* Half of the substrate is taken away. */
static paramod_eval enzyme_event(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    (void)memcpy(out, at->y, STATES * sizeof *out);
    out[0] *= 0.5;
    return PARAMOD_EVAL_OK;
}

static const double enzyme_theta[PARAMETERS] = { 2.0, 0.5, 1.5, 0.3, 4.0, 0.7 };

/* The root by bisection for the complex c: p = cat c / back, s = total - c - p. */
static void enzyme_steady(const double *theta, double boost, double *y)
{
    double low = 0.0, high = theta[ENZYME];

    for (int i = 0; i < 200; i++) {
        const double c = 0.5 * (low + high), p = boost * theta[CAT] * c / theta[BACK];
        const double s = theta[TOTAL] - c - p;
        const double flow = theta[ON] * s * (theta[ENZYME] - c) -
                            (theta[OFF] + boost * theta[CAT]) * c;

        if (flow > 0.0 && s > 0.0)
            low = c;
        else
            high = c;
    }
    y[2] = 0.5 * (low + high);
    y[3] = boost * theta[CAT] * y[2] / theta[BACK];
    y[0] = theta[TOTAL] - y[2] - y[3];
    y[1] = theta[ENZYME] - y[2];
}

/* Its derivatives by implicit differentiation are those of a difference of exact
 * roots; the step is one at which both errors are below 1e-9. */
static void enzyme_slopes(double boost, double *by)
{
    for (size_t j = 0; j < PARAMETERS; j++) {
        double theta[PARAMETERS], up[STATES], down[STATES];
        const double h = 1e-5 * enzyme_theta[j];

        (void)memcpy(theta, enzyme_theta, sizeof theta);
        theta[j] = enzyme_theta[j] + h;
        enzyme_steady(theta, boost, up);
        theta[j] = enzyme_theta[j] - h;
        enzyme_steady(theta, boost, down);
        for (size_t i = 0; i < STATES; i++)
            by[i * PARAMETERS + j] = (up[i] - down[i]) / (2.0 * h);
    }
}

static const double laws[2 * STATES] = { 1, 0, 1, 1, 0, 1, 1, 0 };

static paramod_ode_system enzyme_system(void)
{
    return (paramod_ode_system){ .size = sizeof(paramod_ode_system), .states = STATES,
                                 .parameters = PARAMETERS, .inputs = 1,
                                 .rate = enzyme_rate, .initial = enzyme_initial,
                                 .event = enzyme_event };
}

static const double outputs[] = { 0.0, 1.0, 2.0, 5.0 };

static paramod_ode *enzyme(const paramod_ode_system *system,
                           const paramod_ode_options *options)
{
    static const double inputs[] = { 2.0, 0.5 }, steady[] = { 1.0 }, restart = 1.5,
                        event = 1.0;
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(system, options, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 4,
                                  .times = outputs, .inputs = inputs,
                                  .restarts = &restart, .restart_count = 1,
                                  .events = &event, .event_count = 1,
                                  .equilibrate = 1, .steady_input = steady }));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 4,
                                  .times = outputs, .inputs = inputs,
                                  .restarts = &restart, .restart_count = 1,
                                  .equilibrate = 1 }));
    return ode;
}

static void test_laws(void)
{
    paramod_ode_system system = enzyme_system();
    double y[STATES], by[STATES * PARAMETERS], exact[STATES], slope[STATES * PARAMETERS];

    for (int given = 0; given < 2; given++) {
        paramod_ode *ode;

        system.conserved = given ? laws : NULL;
        system.laws = given ? 2 : 0;
        ode = enzyme(&system, NULL);
        for (size_t e = 0; e < 2; e++) {
            const double boost = e == 0 ? 1.0 : 2.0;

            enzyme_steady(enzyme_theta, boost, exact);
            enzyme_slopes(boost, slope);
            MUST(paramod_ode_steady_state(ode, e, enzyme_theta, y, by));
            CU_ASSERT(largest_difference(STATES, exact, y) < 1e-11);
            CU_ASSERT(largest_difference(STATES * PARAMETERS, slope, by) < 1e-8);
            MUST(paramod_ode_steady_state(ode, e, enzyme_theta, y, NULL));
            CU_ASSERT(largest_difference(STATES, exact, y) < 1e-11);
        }
        paramod_ode_destroy(ode);
    }
}

/* The run that follows, against differences of runs at tight tolerances. */
static void test_run(void)
{
    const paramod_ode_system system = enzyme_system();
    const paramod_ode_options options = { .size = sizeof options,
                                          .relative_tolerance = 1e-12,
                                          .absolute_tolerance = 1e-14 };
    double y[4 * STATES], by[4 * STATES * PARAMETERS], exact[STATES];
    paramod_ode *const ode = enzyme(&system, &options);

    MUST(paramod_ode_solve(ode, 0, enzyme_theta, y, by));
    enzyme_steady(enzyme_theta, 1.0, exact);
    CU_ASSERT(largest_difference(STATES, exact, y) < 1e-11);
    for (size_t j = 0; j < PARAMETERS; j++) {
        double theta[PARAMETERS], up[4 * STATES], down[4 * STATES];
        const double h = 1e-4 * enzyme_theta[j];

        (void)memcpy(theta, enzyme_theta, sizeof theta);
        theta[j] = enzyme_theta[j] + h;
        MUST(paramod_ode_solve(ode, 0, theta, up, NULL));
        theta[j] = enzyme_theta[j] - h;
        MUST(paramod_ode_solve(ode, 0, theta, down, NULL));
        for (size_t i = 0; i < 4 * STATES; i++)
            CU_ASSERT(fabs(by[i * PARAMETERS + j] - (up[i] - down[i]) / (2.0 * h)) <
                      1e-6);
    }
    paramod_ode_destroy(ode);
}

/* A constant state, which the rate leaves alone, is a law of its own. */
static paramod_eval frozen_rate(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = 0.0;
    out[1] = at->theta[0] * at->y[0] - at->theta[1] * at->y[1];
    return PARAMOD_EVAL_OK;
}

static paramod_eval frozen_initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->theta[2];
    out[1] = 0.0;
    return PARAMOD_EVAL_OK;
}

static void test_frozen(void)
{
    const double theta[3] = { 2.0, 0.25, 1.5 }, time = 0.0;
    const paramod_ode_system system = { .size = sizeof system, .states = 2,
                                        .parameters = 3, .rate = frozen_rate,
                                        .initial = frozen_initial };
    double y[2], by[6];
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 1,
                                  .times = &time, .equilibrate = 1 }));
    MUST(paramod_ode_steady_state(ode, 0, theta, y, by));
    CU_ASSERT(fabs(y[0] - 1.5) < 1e-13 && fabs(y[1] - 12.0) < 1e-10);
    CU_ASSERT(fabs(by[2] - 1.0) < 1e-12 && fabs(by[3] - 6.0) < 1e-8);
    CU_ASSERT(fabs(by[4] + 48.0) < 1e-7 && fabs(by[5] - 8.0) < 1e-8);
    paramod_ode_destroy(ode);
}

/* ---- gradients ------------------------------------------------------------------------------- */

static paramod_eval loss(const double *values, double *value, double *derivative,
                         void *data)
{
    const size_t count = *(size_t *)data;

    *value = 0.0;
    for (size_t i = 0; i < count; i++) {
        *value += sin((double)i + values[i]);
        derivative[i] = cos((double)i + values[i]);
    }
    return PARAMOD_EVAL_OK;
}

static void check_gradient(paramod_ode *ode, size_t experiment, const double *theta,
                           size_t count, size_t n, double tolerance)
{
    double values[64], slopes[64 * PARAMETERS], derivative[64], gradient[PARAMETERS];
    double value = NAN, expected = NAN;

    MUST(paramod_ode_solve(ode, experiment, theta, values, slopes));
    (void)loss(values, &expected, derivative, &count);
    MUST(paramod_ode_gradient(ode, experiment, theta, loss, &count, &value, gradient));
    CU_ASSERT(fabs(value - expected) < tolerance);
    for (size_t j = 0; j < n; j++) {
        double sum = 0.0;

        for (size_t i = 0; i < count; i++)
            sum += derivative[i] * slopes[i * n + j];
        CU_ASSERT(fabs(sum - gradient[j]) < tolerance);
    }
}

static void test_gradient(void)
{
    static const double doses[] = { 0.0, 2.0, 3.0, 3.0 };
    static const double times[] = { 0.0, 0.5, 2.0, 2.5, 3.0, 3.0, 4.0 };
    static const double chain_theta[CHAIN_PARAMETERS] = { 3.0, 0.7, 0.2, 1.5 };
    const paramod_ode_system system = enzyme_system(), chain = chain_system();
    const paramod_ode_options options = { .size = sizeof options,
                                          .relative_tolerance = 1e-10,
                                          .absolute_tolerance = 1e-12 };
    paramod_ode *ode = enzyme(&system, &options);

    check_gradient(ode, 0, enzyme_theta, 4 * STATES, PARAMETERS, 2e-7);
    check_gradient(ode, 1, enzyme_theta, 4 * STATES, PARAMETERS, 2e-7);
    paramod_ode_destroy(ode);
    MUST(paramod_ode_create(&chain, &options, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 7,
                                  .times = times, .events = doses, .event_count = 4 }));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){ /* at the start only */
                                  .size = sizeof(paramod_ode_experiment), .count = 1,
                                  .times = times }));
    check_gradient(ode, 0, chain_theta, 14, CHAIN_PARAMETERS, 1e-7);
    check_gradient(ode, 1, chain_theta, 2, CHAIN_PARAMETERS, 1e-12);
    paramod_ode_destroy(ode);
}

/* ---- where there is none ------------------------------------------------------------------------ */

static paramod_eval growth_rate(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->theta[0] * at->y[1];
    out[1] = -at->theta[0] * at->y[0];
    return PARAMOD_EVAL_OK;
}

static paramod_eval growth_initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)at, (void)data;
    out[0] = 1.0;
    out[1] = 0.0;
    return PARAMOD_EVAL_OK;
}

static void test_oscillator(void)
{
    const paramod_ode_system system = { .size = sizeof system, .states = 2,
                                        .parameters = 1, .rate = growth_rate,
                                        .initial = growth_initial };
    const paramod_ode_options options = { .size = sizeof options, .steady_time = 50.0 };
    const double theta = 1.0, time = 0.0;
    double y[2] = { 7.0, 8.0 };
    paramod_ode_trouble trouble = { .size = sizeof trouble };
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(&system, &options, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 1,
                                  .times = &time, .equilibrate = 1 }));
    CU_ASSERT_EQUAL(paramod_ode_steady_state(ode, 0, &theta, y, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT(strstr(paramod_error_message(), "t = 50, y = (") != NULL);
    CU_ASSERT(strstr(paramod_error_message(), "theta = (1): no steady state was reached")
              != NULL);
    CU_ASSERT(y[0] == 7.0 && y[1] == 8.0);
    MUST(paramod_ode_get_trouble(ode, &trouble));
    CU_ASSERT_EQUAL(trouble.kind, PARAMOD_ODE_NO_STEADY_STATE);
    CU_ASSERT(trouble.t == 50.0 && trouble.theta[0] == 1.0);
    paramod_ode_destroy(ode);
}

/* y' = -y^3: the steady state 0 is reached, but its matrix is singular. */
static paramod_eval cubic_rate(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = -at->theta[0] * fmax(at->y[0] - 1.0, 0.0);
    return PARAMOD_EVAL_OK;
}

static paramod_eval cubic_by_state(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->y[0] > 1.0 ? -at->theta[0] : 0.0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval half_initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)at, (void)data;
    out[0] = 0.9;
    return PARAMOD_EVAL_OK;
}

static void test_singular(void)
{
    const double theta = 1.0, time = 0.0;
    const paramod_ode_system system = { .size = sizeof system, .states = 1,
                                        .parameters = 1, .rate = cubic_rate,
                                        .state_jacobian = cubic_by_state,
                                        .initial = half_initial };
    double y;
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 1,
                                  .times = &time, .equilibrate = 1 }));
    CU_ASSERT_EQUAL(paramod_ode_steady_state(ode, 0, &theta, &y, NULL),
                    PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_ode_steady_state: experiment 0, t = 1e+12, y = "
                           "(0.9), theta = (1): no steady state is isolated there even "
                           "with conserved totals held");
    paramod_ode_destroy(ode);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "an enzyme with two conserved totals", test_laws },
        { "a run from a steady state", test_run },
        { "a constant state", test_frozen },
        { "gradients through steady states, events and inputs", test_gradient },
        { "an oscillator has none", test_oscillator },
        { "a singular matrix", test_singular },
        CU_TEST_INFO_NULL
    };

    return run_tests("ode steady", tests);
}
