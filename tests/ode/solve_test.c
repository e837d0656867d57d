/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Solutions and sensitivities against closed forms. */

#include "ode/models.h"

static const double theta[CHAIN_PARAMETERS] = { 3.0, 0.7, 0.2, 1.5 };
static const double doses[] = { 2.0, 3.0, 3.0 };
static const double times[] = { 0.0, 0.5, 1.0, 2.0, 2.5, 3.0, 3.0, 4.0, 8.0 };
enum { TIMES = sizeof times / sizeof times[0], NUMBERS = TIMES * 2 };

/* Doses act at their times, also on outputs there. */
static void exact_doses(double *y, double *by)
{
    (void)memset(y, 0, NUMBERS * sizeof *y);
    (void)memset(by, 0, NUMBERS * CHAIN_PARAMETERS * sizeof *by);
    for (size_t i = 0; i < TIMES; i++) {
        double *const at = y + 2 * i, *const slope = by + 2 * i * CHAIN_PARAMETERS;

        chain_add(theta, times[i], theta[CHAIN_A], CHAIN_A, at, slope);
        for (size_t j = 0; j < sizeof doses / sizeof doses[0]; j++)
            if (doses[j] <= times[i])
                chain_add(theta, times[i] - doses[j], theta[CHAIN_B], CHAIN_B, at, slope);
    }
}

static paramod_ode *dosed(const paramod_ode_system *system,
                          const paramod_ode_options *options)
{
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(system, options, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment),
                                  .count = TIMES, .times = times,
                                  .events = doses, .event_count = 3 }));
    return ode;
}

static void check_doses(const paramod_ode_system *system,
                        const paramod_ode_options *options, double tolerance)
{
    double y[NUMBERS], by[NUMBERS * CHAIN_PARAMETERS], found[NUMBERS],
        slope[NUMBERS * CHAIN_PARAMETERS], alone[NUMBERS];
    paramod_ode *const ode = dosed(system, options);

    exact_doses(y, by);
    MUST(paramod_ode_solve(ode, 0, theta, found, slope));
    MUST(paramod_ode_solve(ode, 0, theta, alone, NULL));
    CU_ASSERT(largest_difference(NUMBERS, y, found) < tolerance);
    CU_ASSERT(largest_difference(NUMBERS, y, alone) < tolerance);
    CU_ASSERT(largest_difference(NUMBERS * CHAIN_PARAMETERS, by, slope) < 5.0 * tolerance);
    paramod_ode_destroy(ode);
}

static void test_events(void)
{
    const paramod_ode_system system = chain_system();

    for (uint64_t method = 0; method <= PARAMOD_ODE_SIMULTANEOUS; method++) {
        const paramod_ode_options rough = { .size = sizeof rough, .method = method };
        const paramod_ode_options fine = { .size = sizeof fine, .method = method,
                                           .relative_tolerance = 1e-11,
                                           .absolute_tolerance = 1e-13 };

        check_doses(&system, &rough, 2e-7);
        check_doses(&system, &fine, 1e-9);
    }
}

/* A start far from 0, where a first step that the sensitivities' zero start asks for is
 * short beside the time: the same numbers as from 0. */
static void test_late_starts(void)
{
    const paramod_ode_system system = chain_system();
    const double late = 5000.0;
    double at[TIMES], dose[3], y[NUMBERS], by[NUMBERS * CHAIN_PARAMETERS], found[NUMBERS],
        slope[NUMBERS * CHAIN_PARAMETERS];

    for (size_t i = 0; i < TIMES; i++)
        at[i] = late + times[i];
    for (size_t i = 0; i < 3; i++)
        dose[i] = late + doses[i];
    exact_doses(y, by);
    for (uint64_t method = 0; method <= PARAMOD_ODE_SIMULTANEOUS; method++) {
        const paramod_ode_options options = { .size = sizeof options, .method = method,
                                              .relative_tolerance = 1e-12,
                                              .absolute_tolerance = 1e-16 };
        paramod_ode *ode = NULL;

        MUST(paramod_ode_create(&system, &options, &ode));
        MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                      .size = sizeof(paramod_ode_experiment),
                                      .start = late, .count = TIMES, .times = at,
                                      .events = dose, .event_count = 3 }));
        MUST(paramod_ode_solve(ode, 0, theta, found, slope));
        CU_ASSERT(largest_difference(NUMBERS, y, found) < 1e-9);
        CU_ASSERT(largest_difference(NUMBERS * CHAIN_PARAMETERS, by, slope) < 1e-9);
        paramod_ode_destroy(ode);
    }
}

static void test_adams(void)
{
    const paramod_ode_system system = chain_system();
    const paramod_ode_options options = { .size = sizeof options, .adams = 1 };

    check_doses(&system, &options, 2e-7);
}

/* Each way to get derivatives, and what is said of it. */
static void test_derivatives(void)
{
    paramod_ode_system system = chain_system();
    paramod_ode_statistics statistics = { .size = sizeof statistics };
    double found[NUMBERS], slope[NUMBERS * CHAIN_PARAMETERS];
    paramod_ode *ode;

    for (int given = 2; given >= 0; given--) {
        if (given < 2) {
            system.state_jacobian = system.parameter_jacobian = NULL;
            system.initial_jacobian = given == 0 ? NULL : system.initial_jacobian;
        }
        system.complex_rate = given == 1 ? chain_complex : NULL;
        if (given == 1) /* events have no Jacobian: differences */
            system.event_state_jacobian = NULL;
        check_doses(&system, NULL, 2e-7);
        ode = dosed(&system, NULL);
        MUST(paramod_ode_solve(ode, 0, theta, found, slope));
        MUST(paramod_ode_get_statistics(ode, &statistics));
        CU_ASSERT_EQUAL(statistics.derivatives, PARAMOD_ODE_DIFFERENCES);
        CU_ASSERT(given == 0 ? statistics.derivative_error > 0.0 &&
                                   statistics.derivative_error < 1e-8
                             : statistics.derivative_error == 0.0);
        CU_ASSERT(statistics.steps > 20 && statistics.rates >= statistics.steps);
        CU_ASSERT(statistics.jacobians >= statistics.steps);
        CU_ASSERT(statistics.factorisations >= statistics.steps);
        paramod_ode_destroy(ode);
    }
    system = chain_system();
    system.event = NULL;
    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment),
                                  .count = TIMES, .times = times }));
    MUST(paramod_ode_solve(ode, 0, theta, found, slope));
    MUST(paramod_ode_get_statistics(ode, &statistics));
    CU_ASSERT_EQUAL(statistics.derivatives, PARAMOD_ODE_GIVEN);
    paramod_ode_destroy(ode);
}

/* ---- inputs ----------------------------------------------------------------------------- */

/* Inflow u1 up to time 1, u2 up to time 3, then none; y1 in closed form. */
static void test_inputs(void)
{
    const double restarts[] = { 1.0, 3.0 }, inputs[] = { 2.0, 0.5, 0.0 };
    const double k = theta[CHAIN_K1], a = theta[CHAIN_A];
    double y[NUMBERS], by[NUMBERS * CHAIN_PARAMETERS];
    paramod_ode_system system = chain_system();
    paramod_ode *ode = NULL;

    system.inputs = 1;
    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment),
                                  .count = TIMES, .times = times, .restart_count = 2,
                                  .restarts = restarts, .inputs = inputs }));
    MUST(paramod_ode_solve(ode, 0, theta, y, by));
    for (size_t i = 0; i < TIMES; i++) {
        double x = a, by_k = 0.0, by_a = 1.0, from = 0.0;

        for (size_t j = 0; j < 3; j++) {
            const double to = fmin(times[i], j < 2 ? restarts[j] : INFINITY);
            const double t = to - from, e = exp(-k * t), level = inputs[j] / k;

            if (t <= 0.0)
                break;
            by_k = by_k * e - t * e * (x - level) - level / k * (1.0 - e);
            by_a *= e;
            x = level + (x - level) * e;
            from = to;
        }
        CU_ASSERT(fabs(y[2 * i] - x) < 2e-7);
        CU_ASSERT(fabs(by[2 * i * CHAIN_PARAMETERS + CHAIN_K1] - by_k) < 1e-6);
        CU_ASSERT(fabs(by[2 * i * CHAIN_PARAMETERS + CHAIN_A] - by_a) < 2e-7);
    }
    paramod_ode_destroy(ode);
}

/* y' = 1 before time 1 and -1 after it: the segment tells which side. */
static paramod_eval jump_rate(const paramod_ode_point *at, double *out, void *data)
{
    size_t *const calls = data;

    calls[at->segment]++;
    CU_ASSERT(at->segment == 0 ? at->t <= 1.0 : at->t >= 1.0);
    out[0] = at->segment == 0 ? 1.0 : -1.0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval zero_initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)at, (void)data;
    out[0] = 0.0;
    return PARAMOD_EVAL_OK;
}

static void test_segments(void)
{
    const double jump = 1.0, outputs[] = { 0.25, 1.0, 1.75 };
    size_t calls[2] = { 0, 0 };
    const paramod_ode_system system = { .size = sizeof system, .data = calls, .states = 1,
                                        .rate = jump_rate, .initial = zero_initial };
    double y[3];
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 3,
                                  .times = outputs, .restart_count = 1,
                                  .restarts = &jump }));
    MUST(paramod_ode_solve(ode, 0, NULL, y, NULL));
    CU_ASSERT(fabs(y[0] - 0.25) < 1e-12 && fabs(y[1] - 1.0) < 1e-12);
    CU_ASSERT(fabs(y[2] - 0.25) < 1e-12);
    CU_ASSERT(calls[0] > 0 && calls[1] > 0);
    paramod_ode_destroy(ode);
}

/* ---- observables, parameters that do not matter, several experiments ---------------------- */

/* The sum of states times b, and the time. */
static paramod_eval observe_sum(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->theta[CHAIN_B] * (at->y[0] + at->y[1]);
    out[1] = at->t;
    return PARAMOD_EVAL_OK;
}

static void test_observables(void)
{
    const size_t active[] = { CHAIN_A, CHAIN_K2 };
    double y[NUMBERS], by[NUMBERS * CHAIN_PARAMETERS], state[NUMBERS],
        state_by[NUMBERS * CHAIN_PARAMETERS];
    paramod_ode_system system = chain_system();
    paramod_ode *plain = NULL, *ode = NULL;
    const paramod_ode_experiment all = { .size = sizeof all, .count = TIMES,
                                         .times = times };
    paramod_ode_experiment some = all;

    some.active = active;
    some.active_count = 2;
    MUST(paramod_ode_create(&system, NULL, &plain));
    MUST(paramod_ode_add(plain, &all));
    MUST(paramod_ode_solve(plain, 0, theta, state, state_by));
    system.observables = 2;
    system.observe = observe_sum;
    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &all));
    MUST(paramod_ode_add(ode, &some));
    CU_ASSERT_EQUAL(paramod_ode_experiments(ode), 2);
    for (size_t e = 0; e < 2; e++) {
        MUST(paramod_ode_solve(ode, e, theta, y, by));
        for (size_t i = 0; i < TIMES; i++) {
            const double sum = state[2 * i] + state[2 * i + 1];

            CU_ASSERT(fabs(y[2 * i] - theta[CHAIN_B] * sum) < 1e-7);
            CU_ASSERT_EQUAL(y[2 * i + 1], times[i]);
            for (size_t j = 0; j < CHAIN_PARAMETERS; j++) {
                const double *const s = state_by + 2 * i * CHAIN_PARAMETERS;
                double slope = theta[CHAIN_B] * (s[j] + s[CHAIN_PARAMETERS + j]);

                if (e == 1 && j == CHAIN_K1)
                    slope = 0.0; /* declared to be without effect */
                if (j == CHAIN_B)
                    slope = sum;
                CU_ASSERT(fabs(by[2 * i * CHAIN_PARAMETERS + j] - slope) < 1e-6);
                CU_ASSERT(fabs(by[(2 * i + 1) * CHAIN_PARAMETERS + j]) < 1e-9);
            }
        }
    }
    paramod_ode_destroy(ode);
    paramod_ode_destroy(plain);
}

/* ---- bands -------------------------------------------------------------------------------- */

enum { CELLS = 30 };

/* u' = theta u_xx by cells, no flux; cos(pi x) decays at a rate that is known. */
static paramod_eval heat_rate(const paramod_ode_point *at, double *out, void *data)
{
    const double c = at->theta[0] * CELLS * CELLS;

    (void)data;
    for (size_t i = 0; i < CELLS; i++) {
        const double left = i > 0 ? at->y[i - 1] : at->y[i];
        const double right = i + 1 < CELLS ? at->y[i + 1] : at->y[i];

        out[i] = c * (left - 2.0 * at->y[i] + right);
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval heat_band(const paramod_ode_point *at, double *out, void *data)
{
    const double c = at->theta[0] * CELLS * CELLS;

    (void)data;
    for (size_t i = 0; i < CELLS; i++) {
        out[3 * i + 1] = -c * ((i > 0) + (i + 1 < CELLS));
        if (i > 0)
            out[3 * i] = c;
        if (i + 1 < CELLS)
            out[3 * i + 2] = c;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval heat_initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)at, (void)data;
    for (size_t i = 0; i < CELLS; i++)
        out[i] = cos(acos(-1.0) * ((double)i + 0.5) / CELLS);
    return PARAMOD_EVAL_OK;
}

static void test_band(void)
{
    const double kappa = 0.4, outputs[] = { 0.1, 0.5, 1.0 };
    const double h = acos(-1.0) / CELLS;
    const double rate = -2.0 * CELLS * CELLS * (1.0 - cos(h));
    paramod_ode_system system = { .size = sizeof system, .states = CELLS, .parameters = 1,
                                  .rate = heat_rate, .initial = heat_initial,
                                  .banded = 1, .lower = 1, .upper = 1 };
    double y[3 * CELLS], by[3 * CELLS];
    paramod_ode_statistics statistics = { .size = sizeof statistics };

    for (int given = 0; given < 2; given++) {
        paramod_ode *ode = NULL;

        system.state_jacobian = given ? heat_band : NULL;
        MUST(paramod_ode_create(&system, NULL, &ode));
        MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                      .size = sizeof(paramod_ode_experiment),
                                      .count = 3, .times = outputs }));
        MUST(paramod_ode_solve(ode, 0, &kappa, y, by));
        MUST(paramod_ode_get_statistics(ode, &statistics));
        if (!given) /* three groups of columns, not thirty columns */
            CU_ASSERT(statistics.rates < 20 * statistics.jacobians);
        for (size_t i = 0; i < 3; i++)
            for (size_t j = 0; j < CELLS; j++) {
                const double t = outputs[i];
                const double exact = exp(kappa * rate * t) *
                                     cos(acos(-1.0) * ((double)j + 0.5) / CELLS);

                CU_ASSERT(fabs(y[i * CELLS + j] - exact) < 1e-7);
                CU_ASSERT(fabs(by[i * CELLS + j] - rate * t * exact) < 1e-6);
            }
        MUST(paramod_ode_solve(ode, 0, &kappa, y, NULL));
        CU_ASSERT(fabs(y[0] - exp(kappa * rate * 0.1) * cos(0.5 * h)) < 1e-7);
        paramod_ode_destroy(ode);
    }
}

/* ---- errors, tolerances, copies -------------------------------------------------------------- */

static void test_error_estimate(void)
{
    const paramod_ode_system system = chain_system();
    double y[NUMBERS], by[NUMBERS * CHAIN_PARAMETERS], rough[NUMBERS],
        rough_by[NUMBERS * CHAIN_PARAMETERS], fine[NUMBERS],
        fine_by[NUMBERS * CHAIN_PARAMETERS], error[NUMBERS],
        error_by[NUMBERS * CHAIN_PARAMETERS], again[NUMBERS];
    paramod_ode *const ode = dosed(&system, NULL);

    exact_doses(y, by);
    MUST(paramod_ode_solve(ode, 0, theta, rough, rough_by));
    MUST(paramod_ode_solve_twice(ode, 0, theta, fine, error, fine_by, error_by));
    for (size_t i = 0; i < NUMBERS; i++)
        CU_ASSERT(fabs(fabs(rough[i] - y[i]) - error[i]) < 0.2 * error[i] + 1e-9);
    for (size_t i = 0; i < NUMBERS * CHAIN_PARAMETERS; i++)
        CU_ASSERT(fabs(fabs(rough_by[i] - by[i]) - error_by[i]) <
                  0.2 * error_by[i] + 5e-9);
    CU_ASSERT(largest_difference(NUMBERS, y, fine) < 2e-9);
    MUST(paramod_ode_solve(ode, 0, theta, again, NULL)); /* tolerances are back */
    MUST(paramod_ode_solve_twice(ode, 0, theta, fine, error, NULL, NULL));
    MUST(paramod_ode_solve(ode, 0, theta, rough, NULL));
    CU_ASSERT(memcmp(again, rough, sizeof again) == 0);
    MUST(paramod_ode_set_tolerances(ode, 1e-11, 1e-13));
    MUST(paramod_ode_solve(ode, 0, theta, fine, NULL));
    CU_ASSERT(largest_difference(NUMBERS, y, fine) < 1e-9);
    paramod_ode_destroy(ode);
}

static void test_copy(void)
{
    const double tolerances[] = { 1e-9, 1e-12 };
    const paramod_ode_options options = { .size = sizeof options,
                                          .absolute_tolerances = tolerances };
    const paramod_ode_system system = chain_system();
    double y[NUMBERS], by[NUMBERS * CHAIN_PARAMETERS], z[NUMBERS],
        slope[NUMBERS * CHAIN_PARAMETERS];
    paramod_ode *ode = dosed(&system, &options), *copy = NULL;

    MUST(paramod_ode_copy(ode, &copy));
    MUST(paramod_ode_solve(ode, 0, theta, y, by));
    paramod_ode_destroy(ode);
    MUST(paramod_ode_solve(copy, 0, theta, z, slope));
    CU_ASSERT(memcmp(y, z, sizeof y) == 0);
    CU_ASSERT(memcmp(by, slope, sizeof by) == 0);
    paramod_ode_destroy(copy);
}

/* Evaluations take no memory once the first of a kind has made room. */
static void test_allocations(void)
{
    const paramod_ode_system system = chain_system();
    double y[NUMBERS], by[NUMBERS * CHAIN_PARAMETERS];
    paramod_ode *const ode = dosed(&system, NULL);
    long before;

    MUST(paramod_ode_solve(ode, 0, theta, y, by));
    MUST(paramod_ode_solve(ode, 0, theta, y, NULL));
    before = memory_attempts();
    MUST(paramod_ode_solve(ode, 0, theta, y, by));
    MUST(paramod_ode_solve(ode, 0, theta, y, NULL));
    MUST(paramod_ode_set_tolerances(ode, 1e-7, 1e-9));
    MUST(paramod_ode_solve(ode, 0, theta, y, by));
    CU_ASSERT_EQUAL(memory_attempts(), before);
    paramod_ode_destroy(ode);
}

/* Times so close that no step fits between them. */
static void test_close_times(void)
{
    const double close[] = { 1.0, 1.0 + 2e-16, 1.0 + 4e-16, 2.0 };
    const paramod_ode_system system = chain_system();
    double y[8], by[8 * CHAIN_PARAMETERS];
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .start = 1.0,
                                  .count = 4, .times = close,
                                  .restarts = close + 1, .restart_count = 1 }));
    MUST(paramod_ode_solve(ode, 0, theta, y, by));
    CU_ASSERT(y[0] == 3.0 && y[2] == 3.0 && y[4] == 3.0);
    CU_ASSERT(fabs(y[6] - 3.0 * exp(-0.7)) < 1e-7);
    paramod_ode_destroy(ode);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "doses and estimated initial values, by all methods", test_events },
        { "starts far from 0", test_late_starts },
        { "Adams' methods agree", test_adams },
        { "derivatives may be given, by complex steps or differences",
          test_derivatives },
        { "inputs change at restart points", test_inputs },
        { "the segment tells the sides of a jump apart", test_segments },
        { "observables and parameters without effect", test_observables },
        { "bands", test_band },
        { "two tolerances estimate the errors", test_error_estimate },
        { "copies give the same bits", test_copy },
        { "evaluations take no memory", test_allocations },
        { "times may be closer than any step", test_close_times },
        CU_TEST_INFO_NULL
    };

    return run_tests("ode solve", tests);
}
