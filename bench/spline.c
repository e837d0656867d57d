/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Evaluation of cubic splines against gsl_spline_eval() with its accelerator on
 * the same points, and the time to build one. */

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_spline.h>

#include <paramod/random.h>
#include <paramod/spline.h>

#include "support/bench.h"

enum { POINTS = 1 << 18, REPEATS = 11, BUILDS = 20 };

typedef struct subject {
    size_t knots;
    double *x, *y, *at, *result;
    paramod_spline *ours;
    gsl_spline *gsl;
    gsl_interp_accel *accelerator;
} subject;

static void ours_batch(void *data)
{
    subject *s = data;

    paramod_spline_values(s->ours, POINTS, s->at, s->result);
}

static void ours_single(void *data)
{
    subject *s = data;

    for (size_t i = 0; i < POINTS; i++)
        s->result[i] = paramod_spline_value(s->ours, s->at[i]);
}

static void gsl_single(void *data)
{
    subject *s = data;

    for (size_t i = 0; i < POINTS; i++)
        s->result[i] = gsl_spline_eval(s->gsl, s->at[i], s->accelerator);
}

static void build(void *data)
{
    subject *s = data;

    for (int i = 0; i < BUILDS; i++) {
        paramod_spline_destroy(s->ours);
        s->ours = NULL;
        if (paramod_spline_create(s->knots, s->x, s->y, NULL, &s->ours) != PARAMOD_OK)
            exit(2);
    }
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Knots with gaps from 0.5 to 1.5. */
static void fill(subject *s, size_t knots)
{
    paramod_random random = paramod_random_stream(20, knots);

    s->knots = knots;
    for (size_t i = 0; i < knots; i++) {
        s->x[i] = (i > 0 ? s->x[i - 1] : 0.0) + 0.5 + paramod_random_uniform(&random);
        s->y[i] = sin(0.3 * (double)i);
    }
    for (size_t i = 0; i < POINTS; i++)
        s->at[i] = s->x[0] + (s->x[knots - 1] - s->x[0])
            * paramod_random_uniform(&random);
    s->gsl = gsl_spline_alloc(gsl_interp_cspline, knots);
    s->accelerator = gsl_interp_accel_alloc();
    if (s->gsl == NULL || s->accelerator == NULL)
        exit(2);
    (void)gsl_spline_init(s->gsl, s->x, s->y, knots);
}

static void compare(bench *b, subject *s, const char *order, double batch_limit,
                    double single_limit)
{
    const timing gsl = bench_time(REPEATS, bench_cpu, gsl_single, s);
    const timing batch = bench_time(REPEATS, bench_cpu, ours_batch, s);
    const timing single = bench_time(REPEATS, bench_cpu, ours_single, s);
    char what[96];

    (void)snprintf(what, sizeof what, "%zu knots, %s x, an array", s->knots, order);
    bench_report(b, what, &batch, "gsl_spline_eval", gsl.median / batch.median,
                 BENCH_AT_LEAST, batch_limit);
    (void)snprintf(what, sizeof what, "%zu knots, %s x, one by one", s->knots, order);
    bench_report(b, what, &single, "gsl_spline_eval", gsl.median / single.median,
                 single_limit > 0.0 ? BENCH_AT_LEAST : BENCH_FACT, single_limit);
}

static void run(bench *b, subject *s, size_t knots)
{
    char what[96];
    timing t;

    fill(s, knots);
    t = bench_time(REPEATS, bench_cpu, build, s);
    (void)snprintf(what, sizeof what, "%zu knots, building", knots);
    bench_report(b, what, &t, "microseconds a knot",
                 1e6 * t.median / (double)(BUILDS * knots), BENCH_AT_MOST, 0.2);
    compare(b, s, "random", 8.0, 4.0);
    qsort(s->at, POINTS, sizeof *s->at, by_value);
    compare(b, s, "sorted", 6.0, 0.0);
    gsl_spline_free(s->gsl);
    gsl_interp_accel_free(s->accelerator);
}

int main(int argc, char **argv)
{
    static const size_t knots[] = { 1024, 8192 };
    subject s = { .x = malloc(8192 * sizeof(double)),
                  .y = malloc(8192 * sizeof(double)),
                  .at = malloc(POINTS * sizeof(double)),
                  .result = malloc(POINTS * sizeof(double)) };
    bench b = bench_open(argc > 2 ? argv[2] : "spline.csv");

    if (s.x == NULL || s.y == NULL || s.at == NULL || s.result == NULL)
        return 2;
    for (size_t i = 0; i < sizeof knots / sizeof knots[0]; i++)
        run(&b, &s, knots[i]);
    paramod_spline_destroy(s.ours);
    free(s.x);
    free(s.y);
    free(s.at);
    free(s.result);
    return bench_close(&b) ? 0 : 1;
}
