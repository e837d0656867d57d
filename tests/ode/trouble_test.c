/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bad input, and problems that cannot be solved. */

#include "ode/models.h"

static void expect(paramod_status status, paramod_status wanted, const char *message)
{
    CU_ASSERT_EQUAL(status, wanted);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
    if (strcmp(paramod_error_message(), message) != 0)
        printf("\n  %s\n  %s\n", paramod_error_message(), message);
}

static const double theta[CHAIN_PARAMETERS] = { 3.0, 0.7, 0.2, 1.5 };

/* ---- arguments ------------------------------------------------------------------------- */

static void test_system(void)
{
    paramod_ode *ode = NULL;
    paramod_ode_system s = chain_system();

    expect(paramod_ode_create(NULL, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: system or ode_out is null");
    s.states = 0;
    expect(paramod_ode_create(&s, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: the system has no states");
    s = chain_system();
    s.rate = NULL;
    expect(paramod_ode_create(&s, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: the system has no rate()");
    s = chain_system();
    s.initial = NULL;
    expect(paramod_ode_create(&s, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: the system has no initial()");
    s = chain_system();
    s.observables = 1;
    expect(paramod_ode_create(&s, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: the system has no observe()");
    s = chain_system();
    s.banded = 1;
    s.lower = 2;
    expect(paramod_ode_create(&s, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: a band with 2 diagonals below and 0 above does not fit "
           "into 2 states");
    s = chain_system();
    s.conserved = theta;
    s.laws = 2;
    expect(paramod_ode_create(&s, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: 2 conservation laws are not between 1 and the number of "
           "states less 1");
    s.size = 4;
    expect(paramod_ode_create(&s, NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "the size member of the options is 4; set it to sizeof the struct");
    CU_ASSERT_PTR_NULL(ode);
    paramod_ode_destroy(NULL);
}

static void test_options(void)
{
    paramod_ode *ode = NULL;
    paramod_ode_system s = chain_system();
    const double tolerances[] = { 1e-8, 0.0 };
    paramod_ode_options o = { .size = sizeof o, .relative_tolerance = -1.0 };

    expect(paramod_ode_create(&s, &o, &ode), PARAMOD_ERR_DOMAIN,
           "paramod_ode_create: relative_tolerance: -1 is not inside (0, inf)");
    o = (paramod_ode_options){ .size = sizeof o, .largest_step = INFINITY };
    expect(paramod_ode_create(&s, &o, &ode), PARAMOD_ERR_DOMAIN,
           "paramod_ode_create: largest_step: inf is not inside (0, inf)");
    o = (paramod_ode_options){ .size = sizeof o, .absolute_tolerances = tolerances };
    expect(paramod_ode_create(&s, &o, &ode), PARAMOD_ERR_DOMAIN,
           "paramod_ode_create: absolute tolerance 1: 0 is not inside (0, inf)");
    o = (paramod_ode_options){ .size = sizeof o, .method = 3 };
    expect(paramod_ode_create(&s, &o, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: 3 is not a method");
    o = (paramod_ode_options){ .size = sizeof o, .method = PARAMOD_ODE_STAGGERED };
    s.banded = 1;
    s.lower = 1;
    expect(paramod_ode_create(&s, &o, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_create: a band needs PARAMOD_ODE_AUGMENTED");
}

static void refuse(paramod_ode *ode, paramod_ode_experiment e, paramod_status wanted,
                   const char *message)
{
    static const double times[] = { 1.0, 2.0 };

    e.size = sizeof e;
    if (e.count == 0) {
        e.count = 2;
        e.times = times;
    }
    expect(paramod_ode_add(ode, &e), wanted, message);
    CU_ASSERT_EQUAL(paramod_ode_experiments(ode), 0);
}

static void test_experiments(void)
{
    const double unsorted[] = { 1.0, 3.0, 2.0 }, bad[] = { 1.0, NAN }, one = 1.0,
                 two[] = { 1.0, 1.0 };
    const size_t beyond = CHAIN_PARAMETERS;
    paramod_ode_system s = chain_system();
    paramod_ode *ode = NULL;

    s.inputs = 1;
    MUST(paramod_ode_create(&s, NULL, &ode));
    expect(paramod_ode_add(ode, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_add: ode or experiment is null");
    expect(paramod_ode_add(ode, &(paramod_ode_experiment){
                                    .size = sizeof(paramod_ode_experiment) }),
           PARAMOD_ERR_ARGUMENT, "paramod_ode_add: the experiment has no output times");
    refuse(ode, (paramod_ode_experiment){ .count = 3, .times = unsorted, .inputs = &one },
           PARAMOD_ERR_DOMAIN, "paramod_ode_add: output time 2 at 2 comes before the one "
           "before it at 3; sort the times");
    refuse(ode, (paramod_ode_experiment){ .count = 2, .times = bad, .inputs = &one },
           PARAMOD_ERR_DOMAIN, "paramod_ode_add: output time 1 is nan, which is not a "
           "finite time");
    refuse(ode, (paramod_ode_experiment){ .start = 1.5, .inputs = &one },
           PARAMOD_ERR_DOMAIN, "paramod_ode_add: output time 0 at 1 comes before the "
           "start at 1.5; sort the times");
    refuse(ode, (paramod_ode_experiment){ .start = -INFINITY, .inputs = &one },
           PARAMOD_ERR_DOMAIN, "paramod_ode_add: the start is -inf, which is not a "
           "finite time");
    refuse(ode, (paramod_ode_experiment){ .restarts = two, .restart_count = 2,
                                          .inputs = unsorted },
           PARAMOD_ERR_DOMAIN, "paramod_ode_add: restart point 1 at 1 does not come "
           "after the one before it at 1; sort the times");
    refuse(ode, (paramod_ode_experiment){ .start = 1.0, .restarts = &one,
                                          .restart_count = 1, .inputs = unsorted },
           PARAMOD_ERR_DOMAIN, "paramod_ode_add: restart point 0 at 1 does not come "
           "after the start at 1; sort the times");
    refuse(ode, (paramod_ode_experiment){ .inputs = &bad[1] }, PARAMOD_ERR_DOMAIN,
           "paramod_ode_add: input 0 is nan, which is not finite");
    refuse(ode, (paramod_ode_experiment){ .inputs = &one, .steady_input = &bad[1] },
           PARAMOD_ERR_DOMAIN,
           "paramod_ode_add: steady input 0 is nan, which is not finite");
    refuse(ode, (paramod_ode_experiment){ .count = 0 }, PARAMOD_ERR_ARGUMENT,
           "paramod_ode_add: the system has 1 inputs, but inputs is null");
    refuse(ode, (paramod_ode_experiment){ .inputs = &one, .event_count = 1 },
           PARAMOD_ERR_ARGUMENT, "paramod_ode_add: times, restarts or events is null, "
           "but their number is not 0");
    refuse(ode, (paramod_ode_experiment){ .inputs = &one, .active = &beyond,
                                          .active_count = 1 },
           PARAMOD_ERR_ARGUMENT, "paramod_ode_add: active parameter 4 is not above the "
           "one before it and below 4");
    paramod_ode_destroy(ode);
    s.event = NULL;
    MUST(paramod_ode_create(&s, NULL, &ode));
    refuse(ode, (paramod_ode_experiment){ .inputs = &one, .event_count = 1,
                                          .events = &one },
           PARAMOD_ERR_ARGUMENT, "paramod_ode_add: the experiment has events, but the "
           "system has no event()");
    paramod_ode_destroy(ode);
}

static void test_calls(void)
{
    static const char *const names[] = { "a", NULL, "k2", "b" };
    const double time = 1.0, bad[CHAIN_PARAMETERS] = { 3.0, 0.7, NAN, 1.5 },
                 worse[CHAIN_PARAMETERS] = { 3.0, INFINITY, 0.2, 1.5 };
    paramod_ode_system s = chain_system();
    double y[2] = { 7.0, 8.0 }, gradient[CHAIN_PARAMETERS], value;
    paramod_ode_trouble trouble = { 0 };
    paramod_ode_statistics statistics = { 0 };
    paramod_ode *ode = NULL;

    s.parameter_names = names;
    MUST(paramod_ode_create(&s, NULL, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 1,
                                  .times = &time }));
    expect(paramod_ode_solve(NULL, 0, theta, y, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_solve: ode or theta is null");
    expect(paramod_ode_solve(ode, 1, theta, y, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_solve: there is no experiment 1: the object has 1");
    expect(paramod_ode_solve(ode, 0, theta, NULL, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_solve: values is null");
    expect(paramod_ode_solve(ode, 0, bad, y, NULL), PARAMOD_ERR_DOMAIN,
           "paramod_ode_solve: 'k2': nan is not finite");
    expect(paramod_ode_solve(ode, 0, worse, y, NULL), PARAMOD_ERR_DOMAIN,
           "paramod_ode_solve: parameter 1: inf is not finite");
    expect(paramod_ode_solve_twice(ode, 0, theta, y, NULL, NULL, NULL),
           PARAMOD_ERR_ARGUMENT,
           "paramod_ode_solve_twice: values or value_error is null");
    expect(paramod_ode_gradient(ode, 0, theta, NULL, NULL, &value, gradient),
           PARAMOD_ERR_ARGUMENT,
           "paramod_ode_gradient: loss, value or gradient is null");
    expect(paramod_ode_steady_state(ode, 0, theta, y, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_steady_state: experiment 0 does not begin at a steady state; "
           "set equilibrate");
    expect(paramod_ode_steady_state(ode, 0, theta, NULL, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_steady_state: y is null");
    expect(paramod_ode_set_tolerances(ode, 0.0, 1.0), PARAMOD_ERR_DOMAIN,
           "paramod_ode_set_tolerances: relative: 0 is not inside (0, inf)");
    expect(paramod_ode_set_tolerances(ode, 1.0, NAN), PARAMOD_ERR_DOMAIN,
           "paramod_ode_set_tolerances: absolute: nan is not inside (0, inf)");
    expect(paramod_ode_set_tolerances(NULL, 1.0, 1.0), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_set_tolerances: ode is null");
    expect(paramod_ode_get_trouble(ode, &trouble), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_get_trouble: ode or trouble is null, or the size member of "
           "trouble is not sizeof the struct");
    expect(paramod_ode_get_statistics(ode, &statistics), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_get_statistics: ode or statistics is null, or the size member "
           "of statistics is not sizeof the struct");
    expect(paramod_ode_copy(NULL, &ode), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_copy: ode or ode_out is null");
    CU_ASSERT(y[0] == 7.0 && y[1] == 8.0);
    CU_ASSERT_EQUAL(paramod_ode_experiments(NULL), 0);
    paramod_ode_destroy(ode);
}

/* ---- solutions that are not there ------------------------------------------------------- */

typedef struct scene {
    paramod_eval answer;
    int kind;
} scene;

enum { POLE, NOT_A_NUMBER, GIVE_UP, STEP, CYCLE };

static paramod_eval scene_rate(const paramod_ode_point *at, double *out, void *data)
{
    const scene *const s = data;

    out[0] = -at->y[0];
    out[1] = 0.0;
    switch (s->kind) {
    case POLE: /* y = 1 / (1/theta - t) */
        out[1] = at->y[1] * at->y[1];
        break;
    case NOT_A_NUMBER: /* y = 1 - t becomes negative at 1 */
        out[1] = -1.0 + 0.0 * sqrt(at->y[1]);
        break;
    case GIVE_UP:
        return at->t > 0.5 ? PARAMOD_EVAL_STOP : PARAMOD_EVAL_OK;
    case STEP: /* no step leads over the place where the rate changes its sign */
        out[1] = at->y[1] > 0.5 ? -1e8 : 1e8;
        break;
    default:
        out[0] = 1e5 * at->y[1];
        out[1] = -1e5 * at->y[0];
        break;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval scene_initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = 1.0;
    out[1] = at->theta[0];
    return PARAMOD_EVAL_OK;
}

static paramod_status run_scene(int kind, uint64_t method, paramod_ode_trouble *trouble)
{
    static const char *const names[] = { "calm", "wild" };
    const double time = 2.0, one = 1.0;
    scene data = { PARAMOD_EVAL_OK, kind };
    const paramod_ode_system system = { .size = sizeof system, .data = &data, .states = 2,
                                        .parameters = 1, .rate = scene_rate,
                                        .initial = scene_initial, .state_names = names };
    const paramod_ode_options options = { .size = sizeof options, .method = method,
                                          .max_steps = 2000 };
    double y[2] = { 7.0, 8.0 };
    paramod_ode *ode = NULL;
    paramod_status status;

    MUST(paramod_ode_create(&system, &options, &ode));
    MUST(paramod_ode_add(ode, &(paramod_ode_experiment){
                                  .size = sizeof(paramod_ode_experiment), .count = 1,
                                  .times = &time }));
    status = paramod_ode_solve(ode, 0, &one, y, NULL);
    CU_ASSERT(y[0] == 7.0 && y[1] == 8.0);
    trouble->size = sizeof *trouble;
    MUST(paramod_ode_get_trouble(ode, trouble));
    CU_ASSERT_EQUAL(trouble->experiment, 0);
    CU_ASSERT(trouble->theta[0] == 1.0);
    paramod_ode_destroy(ode);
    return status;
}

static bool says(const char *part)
{
    const bool found = strstr(paramod_error_message(), part) != NULL;

    if (!found)
        printf("\n  %s\n  lacks: %s\n", paramod_error_message(), part);
    return found;
}

static void test_pole(void)
{
    paramod_ode_trouble trouble;

    for (uint64_t method = 0; method < 2; method++) {
        CU_ASSERT_EQUAL(run_scene(POLE, method, &trouble), PARAMOD_ERR_DOMAIN);
        CU_ASSERT(says("paramod_ode_solve: experiment 0, t = "));
        CU_ASSERT(says("theta = (1): state 'wild' grows beyond all bounds: the solution "
                       "seems to have a pole there"));
        CU_ASSERT_EQUAL(trouble.kind, PARAMOD_ODE_BLOW_UP);
        CU_ASSERT_EQUAL(trouble.component, 1);
        CU_ASSERT(fabs(trouble.t - 1.0) < 1e-4);
    }
}

static void test_not_finite(void)
{
    paramod_ode_trouble trouble;

    for (uint64_t method = 0; method < 2; method++) {
        CU_ASSERT_EQUAL(run_scene(NOT_A_NUMBER, method, &trouble), PARAMOD_ERR_CALLBACK);
        CU_ASSERT(says("theta = (1): rate() is not finite for state 'wild'"));
        CU_ASSERT_EQUAL(trouble.kind, PARAMOD_ODE_NOT_FINITE);
        CU_ASSERT_EQUAL(trouble.component, 1);
        CU_ASSERT(fabs(trouble.t - 1.0) < 1e-2);
    }
}

static void test_gave_up(void)
{
    paramod_ode_trouble trouble;

    for (uint64_t method = 0; method < 2; method++) {
        CU_ASSERT_EQUAL(run_scene(GIVE_UP, method, &trouble), PARAMOD_ERR_CALLBACK);
        CU_ASSERT(says("theta = (1): rate() gave up"));
        CU_ASSERT_EQUAL(trouble.kind, PARAMOD_ODE_GAVE_UP);
        CU_ASSERT(trouble.t > 0.5);
    }
}

static void test_jump(void)
{
    paramod_ode_trouble trouble;

    CU_ASSERT_EQUAL(run_scene(STEP, 0, &trouble), PARAMOD_ERR_DOMAIN);
    CU_ASSERT(trouble.kind == PARAMOD_ODE_STEP_TOO_SHORT ||
              trouble.kind == PARAMOD_ODE_TOO_MANY_STEPS);
}

static void test_cycle(void)
{
    paramod_ode_trouble trouble;

    CU_ASSERT_EQUAL(run_scene(CYCLE, 0, &trouble), PARAMOD_ERR_DOMAIN);
    CU_ASSERT(says("theta = (1): max_steps was reached: the solution may oscillate, or "
                   "be stiff where Adams' methods were asked for"));
    CU_ASSERT_EQUAL(trouble.kind, PARAMOD_ODE_TOO_MANY_STEPS);
}

/* ---- wrong derivatives ---------------------------------------------------------------------- */

static paramod_eval wrong_by_parameter(const paramod_ode_point *at, double *out,
                                       void *data)
{
    (void)chain_by_parameter(at, out, data);
    out[CHAIN_PARAMETERS + CHAIN_K2] = at->y[1]; /* a sign */
    return PARAMOD_EVAL_OK;
}

static void test_check(void)
{
    const double y[2] = { 1.3, 0.4 };
    const paramod_ode_point at = { .t = 1.0, .y = y, .theta = theta };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_ode_system s = chain_system();
    paramod_ode *ode = NULL;

    for (int exact = 0; exact < 2; exact++) {
        s.complex_rate = exact ? chain_complex : NULL;
        s.parameter_jacobian = chain_by_parameter;
        MUST(paramod_ode_create(&s, NULL, &ode));
        MUST(paramod_ode_check(ode, &at, &report));
        CU_ASSERT(report.gradient_error < 1e-6);
        paramod_ode_destroy(ode);
        s.parameter_jacobian = wrong_by_parameter;
        MUST(paramod_ode_create(&s, NULL, &ode));
        MUST(paramod_ode_check(ode, &at, &report));
        CU_ASSERT(report.gradient_error > 1.0);
        CU_ASSERT_EQUAL(report.gradient_row, 1);
        CU_ASSERT_EQUAL(report.gradient_column, 2 + CHAIN_K2);
        CU_ASSERT(report.gradient_given == 0.4);
        CU_ASSERT(fabs(report.gradient_difference + 0.4) < 1e-9);
        paramod_ode_destroy(ode);
    }
    MUST(paramod_ode_create(&s, NULL, &ode));
    expect(paramod_ode_check(ode, NULL, &report), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_check: ode, at, its y or theta, or report is null");
    report.size = 2;
    expect(paramod_ode_check(ode, &at, &report), PARAMOD_ERR_ARGUMENT,
           "paramod_ode_check: the size member of the report is 2; set it to sizeof the "
           "struct");
    paramod_ode_destroy(ode);
}

/* ---- no memory --------------------------------------------------------------------------------- */

/* Makes an object and uses all of it, until something fails. */
static paramod_status use_everything(paramod_ode **ode, paramod_ode **copy)
{
    const double times[] = { 0.0, 1.0 }, steady = 1.0;
    paramod_ode_system system = chain_system();
    double y[4], by[4 * CHAIN_PARAMETERS], error[4];
    paramod_status status;

    system.inputs = 1;
    status = paramod_ode_create(&system, NULL, ode);
    if (status == PARAMOD_OK)
        status = paramod_ode_add(*ode, &(paramod_ode_experiment){
                                           .size = sizeof(paramod_ode_experiment),
                                           .count = 2, .times = times, .inputs = &steady,
                                           .equilibrate = 1 });
    if (status == PARAMOD_OK)
        status = paramod_ode_solve_twice(*ode, 0, theta, y, error, by, NULL);
    if (status == PARAMOD_OK)
        status = paramod_ode_copy(*ode, copy);
    return status;
}

static paramod_eval loss(const double *values, double *value, double *derivative,
                         void *data)
{
    (void)data;
    *value = values[3];
    derivative[3] = 1.0;
    return PARAMOD_EVAL_OK;
}

static void test_memory(void)
{
    const long before = memory_live();
    double value, gradient[CHAIN_PARAMETERS];
    long allowed = 0;

    for (;; allowed++) {
        paramod_ode *ode = NULL, *copy = NULL;
        paramod_status status;

        memory_allow(allowed);
        status = use_everything(&ode, &copy);
        if (status == PARAMOD_OK)
            status = paramod_ode_gradient(ode, 0, theta, loss, NULL, &value, gradient);
        memory_allow(-1);
        paramod_ode_destroy(ode);
        paramod_ode_destroy(copy);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    }
    CU_ASSERT(allowed > 30);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "systems that are not whole are refused", test_system },
        { "options out of range are refused", test_options },
        { "experiments are checked", test_experiments },
        { "calls are checked", test_calls },
        { "a pole is told", test_pole },
        { "a rate that is not finite is told", test_not_finite },
        { "a rate that gives up is told", test_gave_up },
        { "a jump without restart point", test_jump },
        { "too many steps", test_cycle },
        { "wrong Jacobians are found", test_check },
        { "without memory nothing is kept", test_memory },
        CU_TEST_INFO_NULL
    };

    return run_tests("ode trouble", tests);
}
