/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * All K of a matrix at once against one projection for each column (LAPACK's dgels,
 * the way K is defined), and all profile intervals of the NIST regressions.
 */

#define LAPACK_COMPLEX_CUSTOM
typedef struct { float re, im; } bench_complex_float;
typedef struct { double re, im; } bench_complex_double;
#define lapack_complex_float bench_complex_float
#define lapack_complex_double bench_complex_double
#include <lapacke.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/paramod.h>

#include "nist.h"
#include "support/bench.h"

enum { ROWS = 500, COLUMNS = 120, REPEATS = 21, SLOW = 3 };

/* ---- K -------------------------------------------------------------------------------- */

typedef struct subject {
    double *s, *a, *b, *k_inf, *k_2, *other;
} subject;

static void by_one_decomposition(void *data)
{
    subject *s = data;

    if (paramod_ident_coordinate_metric(ROWS, COLUMNS, s->s, s->k_inf, s->k_2) !=
        PARAMOD_OK)
        exit(2);
}

/* What is left of column i after least squares on the others: rows k-1 .. of Q'b. */
static void project(subject *s, int i)
{
    const int k = COLUMNS - 1;
    double sum = 0.0;

    for (int t = 0; t < ROWS; t++) {
        int column = 0;

        for (int j = 0; j < COLUMNS; j++)
            if (j != i)
                s->a[t + ROWS * column++] = s->s[t * COLUMNS + j];
        s->b[t] = s->s[t * COLUMNS + i];
    }
    if (LAPACKE_dgels(LAPACK_COL_MAJOR, 'N', ROWS, k, 1, s->a, ROWS, s->b, ROWS) != 0)
        exit(2);
    for (int t = k; t < ROWS; t++)
        sum += s->b[t] * s->b[t];
    s->other[i] = sqrt(sum);
}

static void by_projections(void *data)
{
    for (int i = 0; i < COLUMNS; i++)
        project(data, i);
}

static void measure_k(bench *b)
{
    paramod_random random = paramod_random_stream(1, 0);
    subject s = { calloc(ROWS * COLUMNS, sizeof(double)),
                  calloc(ROWS * COLUMNS, sizeof(double)), calloc(ROWS, sizeof(double)),
                  calloc(COLUMNS, sizeof(double)), calloc(COLUMNS, sizeof(double)),
                  calloc(COLUMNS, sizeof(double)) };
    timing ours, theirs;
    double worst = 0.0;

    for (int i = 0; i < ROWS * COLUMNS; i++)
        s.s[i] = paramod_random_normal(&random);
    ours = bench_time(REPEATS, bench_cpu, by_one_decomposition, &s);
    theirs = bench_time(SLOW, bench_cpu, by_projections, &s);
    for (int i = 0; i < COLUMNS; i++)
        worst = fmax(worst, fabs(s.k_2[i] / s.other[i] - 1.0));
    bench_report(b, "all K of 500 x 120", &ours, "6 ms", ours.median, BENCH_AT_MOST, 6e-3);
    bench_report(b, "all K of 500 x 120", &ours, "120 projections by dgels",
                 theirs.median / ours.median, BENCH_AT_LEAST, 50.0);
    bench_report(b, "largest difference of the two", &ours, "1", worst, BENCH_AT_MOST,
                 1e-10);
    free(s.s), free(s.a), free(s.b), free(s.k_inf), free(s.k_2), free(s.other);
}

/* ---- profiles ----------------------------------------------------------------------------- */

static paramod_eval value(const double *theta, double *y, double *sigma, void *data)
{
    const nist_data *d = data;

    (void)sigma;
    for (size_t i = 0; i < d->rows; i++)
        y[i] = d->problem->model(theta, d->x + i * d->problem->predictors, NULL);
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *y, double *sigma,
                             double *by_value, double *by_sigma, void *data)
{
    const nist_data *d = data;
    const nist_problem *p = d->problem;

    (void)sigma, (void)by_sigma;
    for (size_t i = 0; i < d->rows; i++)
        y[i] = p->model(theta, d->x + i * p->predictors, by_value + i * p->parameters);
    return PARAMOD_EVAL_OK;
}

static paramod_ident *make_ident(nist_data *data)
{
    paramod_ident_model model = { .size = sizeof model, .data = data,
                                  .observations = data->rows, .measured = data->y,
                                  .value = value, .jacobian = jacobian };
    paramod_space *space = NULL;
    paramod_ident *ident = NULL;
    char name[16];

    if (paramod_space_create(&space) != PARAMOD_OK)
        exit(2);
    for (size_t i = 0; i < data->problem->parameters; i++) {
        (void)snprintf(name, sizeof name, "b%d", (int)(i % 100) + 1);
        if (paramod_space_add(space, name, "1", -INFINITY, INFINITY) != PARAMOD_OK)
            exit(2);
    }
    if (paramod_ident_create(space, &model, NULL, &ident) != PARAMOD_OK)
        exit(2);
    paramod_space_destroy(space);
    return ident;
}

/* Fit from the certified values and all profiles; Lanczos1 has residuals of rounding
 * alone, and is left out. */
static size_t profile_set(const char *folder, const nist_problem *problem)
{
    static nist_data data;
    paramod_ident_profile_options options = { .size = sizeof options };
    paramod_ident_profile *profile = NULL;
    paramod_ident *ident;
    size_t finite = 0;

    if (strcmp(problem->name, "Lanczos1") == 0)
        return 0;
    if (!nist_read(folder, problem, &data))
        exit(2);
    ident = make_ident(&data);
    options.drop = 0.5 * 3.841458820694124 * data.squares /
                   (double)(data.rows - problem->parameters);
    if (paramod_ident_profile_create(ident, data.certified, 0, NULL, &options, &profile) !=
            PARAMOD_OK || paramod_ident_profile_run(profile) != PARAMOD_OK) {
        (void)fprintf(stderr, "%s\n", paramod_error_message());
        exit(2);
    }
    for (size_t i = 0; i < problem->parameters; i++)
        for (int upper = 0; upper < 2; upper++)
            finite += paramod_ident_profile_side(profile, i, upper)->end ==
                      PARAMOD_IDENT_FINITE;
    paramod_ident_profile_destroy(profile);
    paramod_ident_destroy(ident);
    return finite;
}

static void measure_profiles(bench *b, const char *source)
{
    char folder[2048];
    const double before = bench_cpu();
    size_t finite = 0;
    timing t;

    (void)snprintf(folder, sizeof folder, "%s/validation/nist/data", source);
    for (size_t i = 0; i < NIST_PROBLEMS; i++)
        finite += profile_set(folder, &nist_problems[i]);
    t = bench_once(bench_cpu() - before);
    bench_report(b, "profiles of 26 NIST sets", &t, "1 s", t.median, BENCH_AT_MOST, 1.0);
    bench_report(b, "their finite ends", &t, "count", (double)finite, BENCH_FACT, 0.0);
}

int main(int argc, char **argv)
{
    bench b = bench_open(argc > 2 ? argv[2] : "ident.csv");

    measure_k(&b);
    measure_profiles(&b, argc > 1 ? argv[1] : ".");
    return bench_close(&b) ? EXIT_SUCCESS : EXIT_FAILURE;
}
