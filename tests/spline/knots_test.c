/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The default allocation of knots: tolerances at points it never saw, counts of
 * evaluations below the reference's (spline/numcosmo_suite.csv of the validation),
 * kinks, jumps, gaps, noise, all ways to call f, warm starts, bad input; and the
 * surface densities of halos against 25 digits (spline/halo_reference.csv). */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/spline.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

typedef double function(double x, void *data);

static size_t calls;

static double runge(double x, void *data)
{
    (void)data;
    calls++;
    return 1.0 / (1.0 + 25.0 * x * x);
}
static double root(double x, void *data) { (void)data; return sqrt(x); }
static double kink(double x, void *data) { (void)data; return fabs(x - 1.0 / 3.0); }
static double step(double x, void *data) { (void)data; return x < 1.0 / 3.0 ? 0.0 : 1.0; }
static double sine(double x, void *data) { (void)data; return sin(x); }
static double line(double x, void *data) { (void)data; return 2.0 * x + 1.0; }
static double zero(double x, void *data) { (void)data; (void)x; return 0.0; }
static double bump(double x, void *data)
{
    (void)data;
    return 1.0 + exp(-pow((x - 0.5137) / 0.02, 2.0));
}
static double far_kink(double x, void *data) { (void)data; return fabs(x - 1000000.333) + 1.0; }
static double huge(double x, void *data) { (void)data; return 1e300 * (2.0 + sin(9.0 * x)); }
static double tiny(double x, void *data) { (void)data; return 1e-310 * (2.0 + sin(9.0 * x)); }
static double hole(double x, void *data)
{
    (void)data;
    return x > 0.55 && x < 0.65 ? (double)NAN : exp(x);
}
static double nowhere(double x, void *data) { (void)data; (void)x; return (double)NAN; }
static double noisy(double x, void *data)
{
    const double wiggle = sin(1e9 * x * x + 1e7 * x);

    (void)data;
    return exp(x) * (1.0 + 1e-9 * wiggle);
}

static paramod_knots *allocate(function *f, double from, double to, double tolerance,
                               double scale)
{
    const paramod_knots_function g = { .size = sizeof g, .value = f };
    const paramod_knots_options o = { .size = sizeof o, .tolerance = tolerance,
                                      .scale = scale };
    paramod_knots *k = NULL;

    MUST(paramod_knots_create(&g, from, to, &o, &k));
    return k;
}

static paramod_knots_report report_of(const paramod_knots *k)
{
    paramod_knots_report r = { .size = sizeof r };

    MUST(paramod_knots_report_read(k, &r));
    return r;
}

/* max |f - s| / (|f| + scale) at random points of each interval. */
static double true_error(const paramod_knots *k, function *f, double scale)
{
    const double *x = paramod_knots_x(k);
    const paramod_spline *s = paramod_knots_spline(k, 0);
    double worst = 0.0;

    for (size_t i = 0; i < paramod_spline_pieces(s); i++)
        for (int j = 0; j < 9; j++) {
            const double at = x[i] + uniform() * (x[i + 1] - x[i]), y = f(at, NULL);
            const double off = fabs(paramod_spline_value(s, at) - y);

            if (off > worst * (fabs(y) + scale))
                worst = off / (fabs(y) + scale);
        }
    return worst;
}

/* Evaluations of the reference implementation, refine 1. */
static void tolerances_are_met_with_fewer_evaluations(void)
{
    static const struct {
        function *f;
        double from, to, scale, tolerance;
        size_t reference;
    } cases[] = {
        { runge, -1, 1, 0, 1e-4, 93 },    { runge, -1, 1, 0, 1e-6, 238 },
        { runge, -1, 1, 0, 1e-8, 769 },   { runge, -1, 1, 0, 1e-10, 2861 },
        { root, 0, 1, 1, 1e-4, 115 },     { root, 0, 1, 1, 1e-8, 687 },
        { kink, 0, 1, 1, 1e-4, 91 },      { kink, 0, 1, 1, 1e-10, 867 },
        { sine, -1, 1.3, 0, 1e-8, 165 },  { sine, 0, 3.14159265358979323846, 0, 1e-6, 96 },
        { bump, 0, 1, 0, 1e-8, 1000 },    { line, 0.1, 5, 0, 1e-8, 16 },
        { far_kink, 1e6, 1e6 + 1, 1, 1e-10, 701 }, { zero, 0, 1, 0, 1e-8, 12 },
        { huge, 0, 1, 0, 1e-8, 400 },     { runge, 1, 1 + 1e-12, 0, 1e-8, 30 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        paramod_knots *k = allocate(cases[i].f, cases[i].from, cases[i].to,
                                    cases[i].tolerance, cases[i].scale);
        const paramod_knots_report r = report_of(k);

        CU_ASSERT_EQUAL(r.ending, PARAMOD_KNOTS_MET);
        CU_ASSERT(r.evaluations < cases[i].reference);
        CU_ASSERT(r.achieved_error <= cases[i].tolerance);
        CU_ASSERT(true_error(k, cases[i].f, cases[i].scale) <= cases[i].tolerance);
        CU_ASSERT_EQUAL(paramod_knots_x(k)[0], cases[i].from);
        CU_ASSERT_EQUAL(paramod_knots_x(k)[r.knots - 1], cases[i].to);
        paramod_knots_destroy(k);
    }
}

static void values_near_the_smallest_double_do_no_harm(void)
{
    paramod_knots *k = allocate(tiny, 0.0, 1.0, 1e-4, 0.0);

    CU_ASSERT(true_error(k, tiny, 0.0) <= 1e-4
              || report_of(k).ending != PARAMOD_KNOTS_MET);
    paramod_knots_destroy(k);
}

static void a_kink_becomes_a_break_at_its_place(void)
{
    paramod_knots *k = allocate(kink, 0.0, 1.0, 1e-8, 1.0);
    const paramod_knots_report r = report_of(k);
    size_t found = 0;

    CU_ASSERT_EQUAL(r.breaks, 1);
    for (size_t i = 0; i < r.knots; i++)
        if (paramod_knots_break(k, i) == 1) {
            /* the slope changes by 2: half the tolerance there */
            CU_ASSERT_DOUBLE_EQUAL(paramod_knots_x(k)[i], 1.0 / 3.0, 5e-9);
            found++;
        }
    CU_ASSERT_EQUAL(found, 1);
    paramod_knots_destroy(k);
}

static void a_jump_is_bracketed_and_the_rest_kept(void)
{
    paramod_knots *k = allocate(step, 0.0, 1.0, 1e-8, 1.0);
    const paramod_knots_report r = report_of(k);

    CU_ASSERT_EQUAL(r.ending, PARAMOD_KNOTS_DISCONTINUOUS);
    CU_ASSERT(r.jump_left < 1.0 / 3.0 && r.jump_right >= 1.0 / 3.0);
    CU_ASSERT(r.jump_right - r.jump_left < 1e-14);
    CU_ASSERT_EQUAL(paramod_spline_value(paramod_knots_spline(k, 0), 0.2), 0.0);
    CU_ASSERT_EQUAL(paramod_spline_value(paramod_knots_spline(k, 0), 0.9), 1.0);
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_knots_text(k), "the function jumps between "));
    paramod_knots_destroy(k);
}

static void where_f_is_not_finite_the_rest_is_resolved(void)
{
    paramod_knots *k = allocate(hole, 0.0, 1.0, 1e-8, 1.0);
    const paramod_knots_report r = report_of(k);
    const paramod_spline *s = paramod_knots_spline(k, 0);
    double left, right;

    CU_ASSERT_EQUAL(r.ending, PARAMOD_KNOTS_NOT_FINITE);
    CU_ASSERT(r.not_finite_x > 0.55 && r.not_finite_x < 0.65);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, 0.3), exp(0.3), 3e-8);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, 0.8), exp(0.8), 3e-8);
    CU_ASSERT(isnan(paramod_spline_value(s, 0.6)));
    MUST(paramod_knots_unresolved(k, 0, &left, &right));
    CU_ASSERT_DOUBLE_EQUAL(left, 0.55, 1e-6);
    CU_ASSERT_EQUAL(paramod_knots_unresolved(k, r.unresolved, &left, &right),
                    PARAMOD_ERR_ARGUMENT);
    paramod_knots_destroy(k);
}

static void noise_ends_the_search(void)
{
    paramod_knots *k = allocate(noisy, 0.0, 1.0, 1e-12, 0.0);
    const paramod_knots_report r = report_of(k);

    CU_ASSERT_EQUAL(r.ending, PARAMOD_KNOTS_NOISE);
    CU_ASSERT(r.evaluations < 20000);
    CU_ASSERT(r.noise > 1e-11 && r.noise < 1e-8);
    paramod_knots_destroy(k);
    k = allocate(noisy, 0.0, 1.0, 1e-6, 0.0);
    CU_ASSERT_EQUAL(report_of(k).ending, PARAMOD_KNOTS_MET);
    CU_ASSERT(true_error(k, noisy, 0.0) <= 1e-6);
    paramod_knots_destroy(k);
}

static void a_tolerance_below_rounding_is_not_claimed(void)
{
    paramod_knots *k = allocate(runge, -1.0, 1.0, 1e-17, 0.0);

    CU_ASSERT_NOT_EQUAL(report_of(k).ending, PARAMOD_KNOTS_MET);
    paramod_knots_destroy(k);
}

/* ---- ways to call f ------------------------------------------------------------ */

static paramod_eval two(size_t count, const double *x, double *y, double *slope,
                        double *error, void *data)
{
    size_t *batches = data;

    ++*batches;
    for (size_t i = 0; i < count; i++) {
        y[2 * i] = runge(x[i], NULL);
        y[2 * i + 1] = exp(-x[i]) * sin(3.0 * x[i]) + 2.0;
    }
    (void)slope;
    (void)error;
    return PARAMOD_EVAL_OK;
}

static void components_share_the_knots_and_batches_are_passes(void)
{
    size_t batches = 0;
    const paramod_knots_function f = { .size = sizeof f, .batch = two,
                                       .data = &batches };
    const paramod_knots_options o = { .size = sizeof o, .tolerance = 1e-7,
                                      .components = 2 };
    paramod_knots *k = NULL;
    paramod_knots_report r;

    MUST(paramod_knots_create(&f, -1.0, 1.0, &o, &k));
    r = report_of(k);
    CU_ASSERT_EQUAL(r.ending, PARAMOD_KNOTS_MET);
    CU_ASSERT_EQUAL(r.passes, batches);
    for (double x = -1.0; x <= 1.0; x += 1.0 / 512.0) {
        const double y[2] = { runge(x, NULL), exp(-x) * sin(3.0 * x) + 2.0 };

        for (size_t j = 0; j < 2; j++)
            CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(paramod_knots_spline(k, j), x),
                                   y[j], 1e-7 * fabs(y[j]));
    }
    CU_ASSERT_PTR_NULL(paramod_knots_spline(k, 2));
    paramod_knots_destroy(k);
}

static void asking_and_telling_gives_the_same_knots(void)
{
    const paramod_knots_options o = { .size = sizeof o, .tolerance = 1e-8 };
    paramod_knots *once = allocate(runge, -1.0, 1.0, 1e-8, 0.0), *told = NULL;
    const paramod_knots_report r = report_of(once);
    paramod_allocation *a = NULL;
    const double *x;
    size_t n;

    MUST(paramod_allocation_create(-1.0, 1.0, &o, &a));
    while ((n = paramod_allocation_ask(a, &x)) > 0) {
        double y[512];

        CU_ASSERT_FATAL(n <= 512);
        for (size_t i = 0; i < n; i++)
            y[i] = runge(x[i], NULL);
        MUST(paramod_allocation_tell(a, y, NULL, NULL));
    }
    CU_ASSERT_EQUAL(paramod_allocation_tell(a, &(double){ 0.0 }, NULL, NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_allocation_tell: the "
                           "allocation has not asked for values");
    MUST(paramod_allocation_finish(a, &told));
    CU_ASSERT_EQUAL_FATAL(report_of(told).knots, r.knots);
    CU_ASSERT_EQUAL(memcmp(paramod_knots_x(once), paramod_knots_x(told),
                           r.knots * sizeof(double)), 0);
    paramod_allocation_destroy(a);
    paramod_knots_destroy(once);
    paramod_knots_destroy(told);
}

static void a_warm_start_takes_fewer_passes(void)
{
    const paramod_knots_function f = { .size = sizeof f, .value = runge };
    paramod_knots *cold = allocate(runge, -1.0, 1.0, 1e-8, 0.0), *warm = NULL;
    const paramod_knots_options o = { .size = sizeof o, .tolerance = 1e-8,
                                      .warm = cold };

    MUST(paramod_knots_create(&f, -1.0, 1.0, &o, &warm));
    CU_ASSERT_EQUAL(report_of(warm).ending, PARAMOD_KNOTS_MET);
    CU_ASSERT(report_of(warm).passes < report_of(cold).passes);
    CU_ASSERT(true_error(warm, runge, 0.0) <= 1e-8);
    paramod_knots_destroy(cold);
    paramod_knots_destroy(warm);
}

static void the_cap_of_evaluations_ends_it_with_what_there_is(void)
{
    const paramod_knots_function f = { .size = sizeof f, .value = runge };
    const paramod_knots_options o = { .size = sizeof o, .tolerance = 1e-12,
                                      .max_evaluations = 30 };
    paramod_knots *k = NULL;

    MUST(paramod_knots_create(&f, -1.0, 1.0, &o, &k));
    CU_ASSERT_EQUAL(report_of(k).ending, PARAMOD_KNOTS_EVALUATIONS);
    CU_ASSERT(report_of(k).unresolved > 0);
    CU_ASSERT(isfinite(paramod_spline_value(paramod_knots_spline(k, 0), 0.3)));
    paramod_knots_destroy(k);
}

/* ---- bad input ----------------------------------------------------------------- */

static void refuse(double from, double to, paramod_knots_options o, const char *why)
{
    const paramod_knots_function f = { .size = sizeof f, .value = runge };
    paramod_knots *k = NULL;
    const char *said;

    o.size = sizeof o;
    CU_ASSERT_NOT_EQUAL(paramod_knots_create(&f, from, to, &o, &k), PARAMOD_OK);
    said = strstr(paramod_error_message(), ": ");
    said = said != NULL && strncmp(paramod_error_message(), "paramod_", 8) == 0
        ? said + 2 : paramod_error_message();
    CU_ASSERT_STRING_EQUAL(said, why);
    CU_ASSERT_PTR_NULL(k);
}

static void bad_input_is_refused_by_name(void)
{
    const paramod_knots_options o = { .size = sizeof o };
    const double outside[] = { 2.0 };

    refuse(1.0, 0.0, o, "from is 1, which is not below to, 0");
    refuse(0.0, (double)INFINITY, o, "to is inf; it must be finite");
    refuse((double)NAN, 1.0, o, "from is nan; it must be finite");
    refuse(0.0, 1.0, (paramod_knots_options){ .tolerance = -1.0 },
           "the tolerance is -1; it must be above 0 and finite");
    refuse(0.0, 1.0, (paramod_knots_options){ .scale = -2.0 },
           "the scale is -2; it must be 0 or more, and finite");
    refuse(-1.0, 1.0, (paramod_knots_options){ .map = PARAMOD_KNOTS_LOG },
           "from is -1; the logarithmic map needs it above 0");
    refuse(0.0, 1.0, (paramod_knots_options){ .max_knots = 3 },
           "max_knots is 3; the spline needs at least 6 knots");
    refuse(0.0, 1.0, (paramod_knots_options){ .mode = 9 }, "there is no mode 9");
    refuse(0.0, 1.0, (paramod_knots_options){ .map = 9 }, "there is no map 9");
    refuse(0.0, 1.0, (paramod_knots_options){ .break_count = 1, .breaks = outside },
           "break 0 is 2; breaks ascend inside (0, 1)");
    refuse(0.0, 1.0, (paramod_knots_options){ .components = 2 },
           "value gives one number: several components, slopes and errors need batch");
}

static void a_function_without_values_is_refused(void)
{
    const paramod_knots_function f = { .size = sizeof f, .value = nowhere };
    paramod_knots *k = NULL;

    CU_ASSERT_EQUAL(paramod_knots_create(&f, 0.0, 1.0, NULL, &k), PARAMOD_ERR_CALLBACK);
    CU_ASSERT_PTR_NULL(k);
}

static void every_lack_of_memory_is_reported_and_nothing_leaks(void)
{
    const paramod_knots_function f = { .size = sizeof f, .value = kink };
    const paramod_knots_options o = { .size = sizeof o, .tolerance = 1e-5,
                                      .scale = 1.0 };
    const long before = memory_live();

    for (long allowed = 0; ; allowed++) {
        paramod_knots *k = NULL;
        paramod_status status;

        CU_ASSERT_FATAL(allowed < 2000);
        memory_allow(allowed);
        status = paramod_knots_create(&f, 0.0, 1.0, &o, &k);
        memory_allow(-1);
        paramod_knots_destroy(k);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    }
}

/* ---- halos ---------------------------------------------------------------------- */

static double density(double x, void *data)
{
    return paramod_halo_density(*(const paramod_halo *)data, x);
}

static void check_halo(double X, double wanted, paramod_halo halo,
                       paramod_halo_quantity quantity)
{
    const double closed = quantity == PARAMOD_HALO_SURFACE
        ? paramod_halo_surface_density(halo, X)
        : paramod_halo_mean_surface_density(halo, X);

    CU_ASSERT_DOUBLE_EQUAL(closed, wanted, 5e-15 * wanted);
    CU_ASSERT_DOUBLE_EQUAL(paramod_halo_project(density, &halo, quantity, X, 0.0),
                           wanted, 2e-14 * wanted);
}

static void surface_densities_agree_with_25_digits(void)
{
    char path[1024], text[512];
    FILE *file;
    size_t rows = 0;

    (void)snprintf(path, sizeof path, "%s/spline/halo_reference.csv",
                   getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(text, sizeof text, file));
    for (; fgets(text, sizeof text, file) != NULL; rows++) {
        double v[5];
        char *end = text;

        for (size_t i = 0; i < 5; i++)
            v[i] = strtod(end + (i > 0), &end);
        check_halo(v[0], v[1], PARAMOD_HALO_NFW, PARAMOD_HALO_SURFACE);
        check_halo(v[0], 2.0 * v[2] / v[0] / v[0], PARAMOD_HALO_NFW,
                   PARAMOD_HALO_MEAN_SURFACE);
        check_halo(v[0], v[3], PARAMOD_HALO_HERNQUIST, PARAMOD_HALO_SURFACE);
        check_halo(v[0], 2.0 * v[4] / v[0] / v[0], PARAMOD_HALO_HERNQUIST,
                   PARAMOD_HALO_MEAN_SURFACE);
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL(rows, 90);
}

static void surface_densities_are_smooth_through_one(void)
{
    for (int halo = 0; halo < 2; halo++) {
        CU_ASSERT(isnan(paramod_halo_surface_density((paramod_halo)halo, 0.0)));
        CU_ASSERT(isnan(paramod_halo_mean_surface_density((paramod_halo)halo, -1.0)));
    }
    CU_ASSERT_DOUBLE_EQUAL(paramod_halo_surface_density(PARAMOD_HALO_NFW, 1.0),
                           2.0 / 3.0, 1e-16);
    CU_ASSERT_DOUBLE_EQUAL(paramod_halo_surface_density(PARAMOD_HALO_HERNQUIST, 1.0),
                           4.0 / 15.0, 1e-16);
    for (double m = 1e-8; m < 1e-3; m *= 3.0) /* 2/3 - 4/5 m + 26/35 m^2 - 40/63 m^3 */
        CU_ASSERT_DOUBLE_EQUAL(paramod_halo_surface_density(PARAMOD_HALO_NFW, 1.0 + m),
                               2.0 / 3.0 - m * (0.8 - m * (26.0 / 35.0 - m * 40.0 / 63.0)),
                               m * m * m * m + 3e-16);
}

/* Evaluations of the reference: halo_knots.csv of the validation. */
static void knots_of_a_halo_take_few_projections(void)
{
    static const struct { double tolerance; size_t most; } cases[] = {
        { 1e-4, 47 }, { 1e-8, 136 }, { 1e-10, 143 }, { 1e-12, 200 } };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        paramod_halo halo = PARAMOD_HALO_NFW;
        paramod_knots *k = NULL;

        MUST(paramod_halo_knots_create(density, &halo, PARAMOD_HALO_SURFACE, 1e-4, 1e4,
                                       cases[i].tolerance, &k));
        CU_ASSERT_EQUAL(report_of(k).ending, PARAMOD_KNOTS_MET);
        CU_ASSERT(report_of(k).evaluations <= cases[i].most);
        for (int n = 0; n < 2000; n++) {
            const double v = log(1e-4) + (n + 0.5) / 2000.0 * (log(1e4) - log(1e-4));
            const double got = paramod_spline_value(paramod_knots_spline(k, 0), v);

            CU_ASSERT_DOUBLE_EQUAL(exp(got) / paramod_halo_surface_density(halo, exp(v)),
                                   1.0, cases[i].tolerance);
        }
        paramod_knots_destroy(k);
    }
}

static CU_TestInfo tests[] = {
    { "tolerances are met with fewer evaluations",
      tolerances_are_met_with_fewer_evaluations },
    { "values near the smallest double do no harm",
      values_near_the_smallest_double_do_no_harm },
    { "a kink becomes a break at its place", a_kink_becomes_a_break_at_its_place },
    { "a jump is bracketed and the rest kept", a_jump_is_bracketed_and_the_rest_kept },
    { "where f is not finite the rest is resolved",
      where_f_is_not_finite_the_rest_is_resolved },
    { "noise ends the search", noise_ends_the_search },
    { "a tolerance below rounding is not claimed",
      a_tolerance_below_rounding_is_not_claimed },
    { "components share the knots and batches are passes",
      components_share_the_knots_and_batches_are_passes },
    { "asking and telling gives the same knots", asking_and_telling_gives_the_same_knots },
    { "a warm start takes fewer passes", a_warm_start_takes_fewer_passes },
    { "the cap of evaluations ends it with what there is",
      the_cap_of_evaluations_ends_it_with_what_there_is },
    { "bad input is refused by name", bad_input_is_refused_by_name },
    { "a function without values is refused", a_function_without_values_is_refused },
    { "every lack of memory is reported and nothing leaks",
      every_lack_of_memory_is_reported_and_nothing_leaks },
    { "surface densities agree with 25 digits", surface_densities_agree_with_25_digits },
    { "surface densities are smooth through one",
      surface_densities_are_smooth_through_one },
    { "knots of a halo take few projections", knots_of_a_halo_take_few_projections },
    CU_TEST_INFO_NULL
};

int main(void)
{
    return run_tests("spline/knots", tests);
}
