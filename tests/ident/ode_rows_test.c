/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Models on differential equations against the same models in closed form. */

#include "ident/models.h"

#include <math.h>
#include <string.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { COUNT = 5 };

static const double times[COUNT] = { 0.0, 0.5, 1.0, 2.0, 4.0 };
static const double measured[COUNT] = { 2.1, 1.6, 1.2, 0.7, 0.3 };

/* y' = -b y, y(0) = a; observed are y and sigma = 0.1 c. */
static paramod_eval rate(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = -at->theta[1] * at->y[0];
    return PARAMOD_EVAL_OK;
}

static paramod_eval initial(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->theta[0];
    return PARAMOD_EVAL_OK;
}

static paramod_eval observe(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->y[0];
    out[1] = 0.1 * at->theta[2];
    return PARAMOD_EVAL_OK;
}

static paramod_ode *make_ode(void)
{
    paramod_ode_system system = { .size = sizeof system, .states = 1, .parameters = 3,
                                  .observables = 2, .rate = rate, .initial = initial,
                                  .observe = observe };
    const paramod_ode_options options = { .size = sizeof options,
                                          .relative_tolerance = 1e-11,
                                          .absolute_tolerance = 1e-13 };
    const paramod_ode_experiment experiment = { .size = sizeof experiment,
                                                .count = COUNT, .times = times };
    paramod_ode *ode = NULL;

    MUST(paramod_ode_create(&system, &options, &ode));
    MUST(paramod_ode_add(ode, &experiment));
    return ode;
}

static paramod_eval closed(const double *theta, double *y, double *sigma, void *data)
{
    (void)data;
    for (size_t i = 0; i < COUNT; i++) {
        y[i] = theta[0] * exp(-theta[1] * times[i]);
        sigma[i] = 0.1 * theta[2];
    }
    return PARAMOD_EVAL_OK;
}

static paramod_ident *make(const paramod_ident_model *from)
{
    paramod_space *const space = make_space(3, 0.01, 100.0);
    paramod_ident_model model = *from;
    paramod_ident *ident = NULL;
    const uint64_t logs[3] = { PARAMOD_IDENT_LOG10, PARAMOD_IDENT_LOG10,
                               PARAMOD_IDENT_LOG10 };

    model.measured = measured;
    MUST(paramod_ident_create(space, &model, logs, &ident));
    paramod_space_destroy(space);
    return ident;
}

static paramod_ident_ode *make_rows(const paramod_ode *ode)
{
    paramod_ident_row row[COUNT];
    paramod_ident_ode *rows = NULL;

    for (size_t i = 0; i < COUNT; i++)
        row[i] = (paramod_ident_row){ 0, i, 0, 1 };
    MUST(paramod_ident_ode_create(ode, COUNT, row, &rows));
    return rows;
}

static void test_the_solution_is_what_its_formula_says(void)
{
    const double theta[3] = { 2.0, 0.5, 1.0 };
    const paramod_ident_model formula = { .size = sizeof formula, .observations = COUNT,
                                          .models_sigma = 1, .value = closed };
    paramod_ident_model model = { .size = sizeof model };
    paramod_ident *exact = make(&formula), *ident;
    paramod_ode *ode;
    paramod_ident_ode *rows;
    paramod_ident_analysis *a = NULL, *b = NULL;
    paramod_ident_report r = { .size = sizeof r }, q = { .size = sizeof q };

    if (paramod_ode_available()) {
        ode = make_ode();
        rows = make_rows(ode);
        paramod_ident_ode_model(rows, &model);
        CU_ASSERT_EQUAL(model.models_sigma, 1);
        ident = make(&model);
        MUST(paramod_ident_analyze(ident, theta, NULL, &a));
        MUST(paramod_ident_analyze(exact, theta, NULL, &b));
        MUST(paramod_ident_get_report(a, &r));
        MUST(paramod_ident_get_report(b, &q));
        CU_ASSERT(fabs(r.log_likelihood - q.log_likelihood) < 1e-8);
        for (size_t j = 0; j < 3; j++) {
            CU_ASSERT(relative(r.eigenvalue[j], q.eigenvalue[j]) < 1e-8);
            CU_ASSERT(relative(r.k_2[j], q.k_2[j]) < 1e-8);
            CU_ASSERT(fabs(r.gradient[j] - q.gradient[j]) < 1e-6);
        }
        paramod_ident_analysis_destroy(a);
        paramod_ident_analysis_destroy(b);
        paramod_ident_destroy(ident);
        paramod_ident_ode_destroy(rows);
        paramod_ode_destroy(ode);
    }
    paramod_ident_destroy(exact);
}

static void run(const paramod_ident *ident, const double *theta, size_t threads,
                paramod_ident_side side[6])
{
    const paramod_executor e = paramod_executor_threads(threads);
    const paramod_ident_profile_options options = { .size = sizeof options,
                                                    .executor = &e };
    paramod_ident_profile *profile = NULL;

    MUST(paramod_ident_profile_create(ident, theta, 0, NULL, &options, &profile));
    MUST(paramod_ident_profile_run(profile));
    for (size_t i = 0; i < 6; i++)
        side[i] = *paramod_ident_profile_side(profile, i / 2, i % 2 == 1);
    paramod_ident_profile_destroy(profile);
}

static void test_profiles_do_not_depend_on_threads(void)
{
    paramod_ident_model model = { .size = sizeof model };
    paramod_ident_fit fit = { .size = sizeof fit };
    paramod_ident_side one[6], two[6], seven[6];
    double theta[3] = { 2.0, 0.5, 1.0 };
    paramod_ode *ode;
    paramod_ident_ode *rows;
    paramod_ident *ident;

    if (!paramod_ode_available())
        return;
    ode = make_ode();
    rows = make_rows(ode);
    paramod_ident_ode_model(rows, &model);
    ident = make(&model);
    MUST(paramod_ident_maximise(ident, NULL, theta, &fit));
    run(ident, theta, 1, one);
    run(ident, theta, 2, two);
    run(ident, theta, 7, seven);
    CU_ASSERT_EQUAL(memcmp(one, two, sizeof one), 0);
    CU_ASSERT_EQUAL(memcmp(one, seven, sizeof one), 0);
    CU_ASSERT_EQUAL(one[0].end, PARAMOD_IDENT_FINITE);
    paramod_ident_destroy(ident);
    paramod_ident_ode_destroy(rows);
    paramod_ode_destroy(ode);
}

static void test_bad_rows_are_refused(void)
{
    const paramod_ident_row late[1] = { { 0, COUNT, 0, PARAMOD_IDENT_NONE } };
    const paramod_ident_row mixed[2] = { { 0, 0, 0, 1 },
                                         { 0, 1, 0, PARAMOD_IDENT_NONE } };
    const paramod_ident_row other[1] = { { 3, 0, 0, PARAMOD_IDENT_NONE } };
    paramod_ident_ode *rows = NULL;
    paramod_ode *ode;

    if (!paramod_ode_available())
        return;
    ode = make_ode();
    CU_ASSERT_EQUAL(paramod_ident_ode_create(ode, 1, late, &rows), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_ode_create: row 0: time "
                           "5, but experiment 0 has 5");
    CU_ASSERT_EQUAL(paramod_ident_ode_create(ode, 2, mixed, &rows), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_ident_ode_create(ode, 1, other, &rows), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_ode_create: row 0: "
                           "experiment 3, but there are 1");
    CU_ASSERT_PTR_NULL(rows);
    paramod_ode_destroy(ode);
}

/* y' = NaN from y < 1 on. */
static paramod_eval broken(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = at->y[0] > 1.0 ? -at->theta[1] : (double)NAN;
    return PARAMOD_EVAL_OK;
}

static void test_trouble_is_told_with_time_and_parameters(void)
{
    paramod_ode_system system = { .size = sizeof system, .states = 1, .parameters = 3,
                                  .rate = broken, .initial = initial };
    const paramod_ode_experiment experiment = { .size = sizeof experiment,
                                                .count = COUNT, .times = times };
    const paramod_ident_row row[1] = { { 0, 4, 0, PARAMOD_IDENT_NONE } };
    const double theta[3] = { 2.0, 0.5, 1.0 };
    paramod_ident_model model = { .size = sizeof model };
    paramod_space *space;
    paramod_ident_ode *rows = NULL;
    paramod_ident_analysis *a = NULL;
    paramod_ident *ident = NULL;
    paramod_ode *ode = NULL;

    if (!paramod_ode_available())
        return;
    MUST(paramod_ode_create(&system, NULL, &ode));
    MUST(paramod_ode_add(ode, &experiment));
    MUST(paramod_ident_ode_create(ode, 1, row, &rows));
    paramod_ident_ode_model(rows, &model);
    space = make_space(3, 0.01, 100.0);
    MUST(paramod_ident_create(space, &model, NULL, &ident));
    CU_ASSERT_EQUAL(paramod_ident_analyze(ident, theta, NULL, &a), PARAMOD_ERR_CALLBACK);
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_error_message(), "paramod_ident_analyze: "));
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_error_message(), "finite"));
    CU_ASSERT_PTR_NULL(a);
    paramod_ident_destroy(ident);
    paramod_space_destroy(space);
    paramod_ident_ode_destroy(rows);
    paramod_ode_destroy(ode);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "the solution is what its formula says",
          test_the_solution_is_what_its_formula_says },
        { "profiles do not depend on threads", test_profiles_do_not_depend_on_threads },
        { "bad rows are refused", test_bad_rows_are_refused },
        { "trouble is told with time and parameters",
          test_trouble_is_told_with_time_and_parameters },
        CU_TEST_INFO_NULL
    };

    return run_tests("observations of differential equations", tests);
}
