/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fits find the parameters that made the data, and say how well they know them. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/chroma.h>
#include <paramod/infer.h>

#include "support/support.h"

enum { POINTS = 1000 };

static const paramod_chroma_column column = {
    .size = sizeof column, .length = 20.0, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
    .inlet_pressure = 4.01e5, .outlet_pressure = 1.013e5
};

static paramod_chroma_analyte analyte(const char *name, double ka, double kd)
{
    return (paramod_chroma_analyte){ .size = sizeof(paramod_chroma_analyte), .name = name,
                                     .ka = ka, .kd = kd };
}

/* A column with that injection; must be destroyed. */
static paramod_chroma *make(const paramod_chroma_analyte *a, size_t count, double tail)
{
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0,
                                                 .tail = tail };
    paramod_chroma *chroma = NULL;

    CU_ASSERT_EQUAL_FATAL(paramod_chroma_create(&column, a, count, &injection, NULL, &chroma),
                          PARAMOD_OK);
    return chroma;
}

static double normal(void)
{
    return sqrt(-2.0 * log(1.0 - uniform())) * cos(6.283185307179586 * uniform());
}

typedef struct data {
    double times[POINTS], signal[POINTS];
} data;

/* amplitude times c plus a line and noise */
static void simulate(const paramod_chroma_analyte *a, size_t count, double tail, double from,
                     double to, double noise, data *d)
{
    paramod_chroma *const chroma = make(a, count, tail);
    double c[5 * POINTS];

    for (size_t j = 0; j < POINTS; j++)
        d->times[j] = from + (to - from) * (double)j / (POINTS - 1);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, d->times, POINTS, c, NULL), PARAMOD_OK);
    for (size_t j = 0; j < POINTS; j++) {
        d->signal[j] = 39.0 + 2.0 * (double)j / POINTS + noise * normal();
        for (size_t i = 0; i < count; i++)
            d->signal[j] += 1000.0 * (double)(i + 1) * c[j * count + i];
    }
    paramod_chroma_destroy(chroma);
}

/* From moments to the rates, the amplitude and the baseline that made the data. */
static void test_exact(void)
{
    const paramod_chroma_analyte truth = analyte("benzene", 579.0, 5.299);
    const paramod_chroma_analyte unknown = analyte("benzene", 0.0, 0.0);
    const paramod_chroma_fit_options options = { .size = sizeof options, .baseline = 2 };
    paramod_chroma_fit_report report = { .size = sizeof report };
    paramod_chroma *const chroma = make(&unknown, 1, 0.0);
    paramod_chroma_fit *fit = NULL;
    double coefficient[3], curve[POINTS];
    static data d;

    simulate(&truth, 1, 0.0, 60.0, 200.0, 0.0, &d);
    CU_ASSERT_EQUAL_FATAL(paramod_chroma_fit_create(chroma, d.times, d.signal, POINTS, &options,
                                                    &fit), PARAMOD_OK);
    CU_ASSERT(fabs(paramod_fit_theta(paramod_chroma_fit_base(fit))[0] / 579.0 - 1.0) < 1e-9);
    CU_ASSERT(fabs(paramod_fit_theta(paramod_chroma_fit_base(fit))[1] / 5.299 - 1.0) < 1e-9);
    CU_ASSERT_EQUAL(paramod_chroma_fit_coefficients(fit), 3);
    CU_ASSERT_EQUAL(paramod_chroma_fit_curve(fit, coefficient, curve, &report), PARAMOD_OK);
    CU_ASSERT(fabs(coefficient[0] - 1000.0) < 1e-6);
    CU_ASSERT(fabs(coefficient[1] - 40.0) < 1e-2);
    for (size_t j = 0; j < POINTS; j++)
        CU_ASSERT(fabs(curve[j] - d.signal[j]) < 1e-8);
    CU_ASSERT(report.r_squared > 1.0 - 1e-15);
    CU_ASSERT_EQUAL(report.degrees, POINTS - 5.0);
    paramod_chroma_fit_destroy(fit);
    paramod_chroma_destroy(chroma);
}

/* Standard errors against the scatter of repeated fits. */
static void test_covariance(void)
{
    enum { REPEATS = 120, ALL = 4 };
    const paramod_chroma_analyte truth = analyte("benzene", 579.0, 5.299);
    const paramod_chroma_fit_options options = { .size = sizeof options, .baseline = 1 };
    paramod_chroma *const chroma = make(&truth, 1, 0.0);
    double sum[ALL] = { 0.0 }, square[ALL] = { 0.0 }, v[ALL * ALL], mean_v[ALL] = { 0.0 };
    static data d;

    for (int r = 0; r < REPEATS; r++) {
        paramod_chroma_fit *fit = NULL;
        double x[ALL];

        simulate(&truth, 1, 0.0, 60.0, 200.0, 3.0, &d);
        CU_ASSERT_EQUAL_FATAL(paramod_chroma_fit_create(chroma, d.times, d.signal, POINTS,
                                                        &options, &fit), PARAMOD_OK);
        memcpy(x, paramod_fit_theta(paramod_chroma_fit_base(fit)), 2 * sizeof *x);
        CU_ASSERT_EQUAL(paramod_chroma_fit_curve(fit, x + 2, NULL, NULL), PARAMOD_OK);
        CU_ASSERT_EQUAL_FATAL(paramod_chroma_fit_covariance(fit, v), PARAMOD_OK);
        for (size_t k = 0; k < ALL; k++) {
            sum[k] += x[k];
            square[k] += x[k] * x[k];
            mean_v[k] += v[k * (ALL + 1)] / REPEATS;
        }
        paramod_chroma_fit_destroy(fit);
    }
    for (size_t k = 0; k < ALL; k++) {
        const double mean = sum[k] / REPEATS;
        const double variance = (square[k] - REPEATS * mean * mean) / (REPEATS - 1);

        /* chi-squared with 119 degrees: 5 standard deviations are 0.65 */
        CU_ASSERT(variance / mean_v[k] > 0.45 && variance / mean_v[k] < 1.65);
    }
    paramod_chroma_destroy(chroma);
}

/* Three overlapping peaks from their own starts, a profile interval, and a tail. */
static void test_overlap_and_tail(void)
{
    const paramod_chroma_analyte truth[] = { analyte("p", 6483.0, 11.057),
                                             analyte("e", 9203.0, 16.94) };
    const paramod_chroma_analyte start[] = { analyte("p", 6600.0, 11.2),
                                             analyte("e", 9100.0, 16.7) };
    const paramod_chroma_fit_options options = { .size = sizeof options, .baseline = 2,
                                                 .fit_tail = 1 };
    paramod_chroma *const chroma = make(start, 2, 0.0);
    paramod_interval interval;
    paramod_chroma_fit *fit = NULL;
    double v[9 * 9];
    const double *theta;
    char text[200];
    static data d;

    simulate(truth, 2, 1.5, 400.0, 540.0, 0.5, &d);
    CU_ASSERT_EQUAL_FATAL(paramod_chroma_fit_create(chroma, d.times, d.signal, POINTS, &options,
                                                    &fit), PARAMOD_OK);
    theta = paramod_fit_theta(paramod_chroma_fit_base(fit));
    CU_ASSERT_STRING_EQUAL(paramod_space_name(paramod_fit_space(paramod_chroma_fit_base(fit)),
                                              4), "tail");
    CU_ASSERT_EQUAL(paramod_chroma_fit_covariance(fit, v), PARAMOD_OK);
    CU_ASSERT(fabs(theta[0] - 6483.0) < 5.0 * sqrt(v[0]));
    CU_ASSERT(fabs(theta[3] - 16.94) < 5.0 * sqrt(v[3 * 10]));
    CU_ASSERT(fabs(theta[4] - 1.5) < 5.0 * sqrt(v[4 * 10]) && sqrt(v[4 * 10]) < 0.2);
    CU_ASSERT_EQUAL(paramod_chroma_fit_interval(fit, 1, 0.95, &interval), PARAMOD_OK);
    CU_ASSERT(fabs((interval.upper - interval.lower) / (2.0 * 1.96 * sqrt(v[10])) - 1.0) < 0.05);
    CU_ASSERT_EQUAL(paramod_chroma_fit_verdict(fit, text, sizeof text), PARAMOD_OK);
    CU_ASSERT_STRING_EQUAL(text, "");
    paramod_chroma_fit_destroy(fit);
    paramod_chroma_destroy(chroma);
}

/* Many plates: a and kd change nothing that t0 could not undo. */
static void test_confounded(void)
{
    const paramod_chroma_analyte truth = analyte("late", 10168.0, 14.291);
    const paramod_chroma_fit_options options = { .size = sizeof options, .baseline = 1,
                                                 .fit_dead_time = 1 };
    paramod_chroma *const chroma = make(&truth, 1, 0.0);
    paramod_chroma_fit *fit = NULL;
    char text[300];
    static data d;

    simulate(&truth, 1, 0.0, 520.0, 640.0, 4.0, &d);
    CU_ASSERT_EQUAL_FATAL(paramod_chroma_fit_create(chroma, d.times, d.signal, POINTS, &options,
                                                    &fit), PARAMOD_OK);
    CU_ASSERT_EQUAL(paramod_chroma_fit_verdict(fit, text, sizeof text), PARAMOD_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "'t0'"));
    paramod_chroma_fit_destroy(fit);
    paramod_chroma_destroy(chroma);
}

static void test_robust(void)
{
    const paramod_chroma_analyte truth = analyte("benzene", 579.0, 5.299);
    paramod_chroma_fit_options options = { .size = sizeof options, .baseline = 2 };
    paramod_chroma *const chroma = make(&truth, 1, 0.0);
    double off[3];
    static data d;

    simulate(&truth, 1, 0.0, 60.0, 200.0, 0.5, &d);
    for (size_t j = 300; j < POINTS; j += 17)
        d.signal[j] += 60.0;
    for (uint64_t loss = 0; loss <= PARAMOD_CHROMA_BISQUARE; loss++) {
        paramod_chroma_fit *fit = NULL;

        options.loss = loss;
        CU_ASSERT_EQUAL_FATAL(paramod_chroma_fit_create(chroma, d.times, d.signal, POINTS,
                                                        &options, &fit), PARAMOD_OK);
        off[loss] = fabs(paramod_fit_theta(paramod_chroma_fit_base(fit))[1] / 5.299 - 1.0);
        paramod_chroma_fit_destroy(fit);
    }
    CU_ASSERT(off[PARAMOD_CHROMA_HUBER] < off[0]);
    CU_ASSERT(off[PARAMOD_CHROMA_BISQUARE] < 0.2 * off[0] + 2e-3);
    paramod_chroma_destroy(chroma);
}

/* ---- bad input ------------------------------------------------------------------------------ */

static const char *failure(const paramod_chroma_analyte *a, const data *d, size_t count,
                           const paramod_chroma_fit_options *options, paramod_status expected)
{
    paramod_chroma *const chroma = make(a, 1, 0.0);
    paramod_chroma_fit *fit = NULL;

    CU_ASSERT_EQUAL(paramod_chroma_fit_create(chroma, d->times, d->signal, count, options, &fit),
                    expected);
    CU_ASSERT_PTR_NULL(fit);
    paramod_chroma_destroy(chroma);
    return paramod_error_message();
}

static void test_bad_input(void)
{
    const paramod_chroma_analyte truth = analyte("benzene", 579.0, 5.299);
    const paramod_chroma_analyte unknown = analyte("benzene", 0.0, 0.0);
    const paramod_chroma_fit_options sloped = { .size = sizeof sloped, .baseline = 1 };
    const paramod_chroma_fit_options bad = { .size = sizeof bad, .loss = 3 };
    static data d, e;

    simulate(&truth, 1, 0.0, 60.0, 200.0, 0.0, &d);
    CU_ASSERT_STRING_EQUAL(failure(&unknown, &d, 2, NULL, PARAMOD_ERR_DOMAIN),
                           "2 points; a fit needs at least 3");
    e = d;
    e.times[7] = e.times[6];
    CU_ASSERT_PTR_NOT_NULL(strstr(failure(&unknown, &e, POINTS, NULL, PARAMOD_ERR_DOMAIN),
                                  "does not exceed"));
    e.times[7] = NAN;
    CU_ASSERT_PTR_NOT_NULL(strstr(failure(&unknown, &e, POINTS, NULL, PARAMOD_ERR_DOMAIN),
                                  "point 7 (nan, "));
    e = d;
    for (size_t j = 0; j < POINTS; j++)
        e.signal[j] = 0.0;
    CU_ASSERT_STRING_EQUAL(failure(&unknown, &e, POINTS, NULL, PARAMOD_ERR_DOMAIN),
                           "benzene: the area of the peak must be positive (area, 0) (0, 0)");
    for (size_t j = 0; j < POINTS; j++) {
        e.times[j] = 0.03 * (double)j;
        e.signal[j] = exp(-(e.times[j] - 12.0) * (e.times[j] - 12.0));
    }
    CU_ASSERT_PTR_NOT_NULL(strstr(failure(&unknown, &e, POINTS, &sloped, PARAMOD_ERR_DOMAIN),
                                  "the dead time is not before the peak"));
    for (size_t j = 0; j < POINTS; j++)
        e.times[j] += 60.0;
    CU_ASSERT_PTR_NOT_NULL(strstr(failure(&unknown, &e, POINTS, &sloped, PARAMOD_ERR_DOMAIN),
                                  "the peak is not wider than injection"));
    (void)failure(&unknown, &d, POINTS, &bad, PARAMOD_ERR_ARGUMENT);
}

static void test_memory(void)
{
    const paramod_chroma_analyte truth = analyte("benzene", 579.0, 5.299);
    paramod_chroma *const chroma = make(&truth, 1, 0.0);
    paramod_status status = PARAMOD_ERR_MEMORY;
    static data d;

    simulate(&truth, 1, 0.0, 60.0, 200.0, 0.0, &d);
    for (long allowed = 0; status == PARAMOD_ERR_MEMORY && allowed < 200; allowed++) {
        const long live = memory_live();
        paramod_chroma_fit *fit = NULL;

        memory_allow(allowed);
        status = paramod_chroma_fit_create(chroma, d.times, d.signal, POINTS, NULL, &fit);
        memory_allow(-1);
        paramod_chroma_fit_destroy(fit);
        CU_ASSERT_EQUAL(memory_live(), live);
    }
    CU_ASSERT_EQUAL(status, PARAMOD_OK);
    paramod_chroma_destroy(chroma);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "exact data give back what made them", test_exact },
        { "standard errors are the scatter of repeated fits", test_covariance },
        { "overlapping peaks with a tail", test_overlap_and_tail },
        { "what t0 can undo is told", test_confounded },
        { "outliers", test_robust },
        { "bad input", test_bad_input },
        { "every allocation may fail", test_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("fit", tests);
}
