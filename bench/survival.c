/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Survival models: how long fits and likelihoods take, against R's survreg.fit
 * on the same numbers and against what the machine can do.
 *
 *     bench/survival SOURCE CSV
 *
 * SOURCE is the top of the source tree (e1684.csv and survreg.R are read from
 * there), CSV the file for the figures.  A peer that is absent is "not
 * measured".  Exit status 1 if a limit is missed.
 */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/paramod.h>

#include "support/bench.h"

enum { COVARIATES = 10, E1684_ROWS = 285, MOST_COEFFICIENTS = 64 };

static const char *const names[COVARIATES] = { "x1", "x2", "x3", "x4", "x5",
                                               "x6", "x7", "x8", "x9", "x10" };

static void check(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

/* ---- data ----------------------------------------------------------------- */

/* count x (2 + COVARIATES) numbers by column: time, status, covariates. */
typedef struct sample {
    size_t count;
    double *column[2 + COVARIATES];
} sample;

/* Times of one family with effects of all covariates on the first and third
 * parameter, censored by independent uniform times: about a third of them. */
static sample draw(size_t count, const char *family, const double theta[4],
                   double effect, double shape_effect)
{
    sample s = { .count = count };
    const paramod_family *f = paramod_family_find(family);
    paramod_random random = paramod_random_stream(1, 0);
    const size_t shape = paramod_family_size(f) > 2 ? 2 : 1;
    double *memory = malloc(count * (2 + COVARIATES) * sizeof *memory);

    if (memory == NULL)
        exit(2);
    for (size_t j = 0; j < 2 + COVARIATES; j++)
        s.column[j] = memory + j * count;
    for (size_t i = 0; i < count; i++) {
        double own[4], sum = 0, time, limit;

        for (size_t j = 0; j < COVARIATES; j++)
            sum += s.column[2 + j][i] = paramod_random_normal(&random);
        memcpy(own, theta, sizeof own);
        own[0] *= exp(effect * sum);
        own[shape] *= exp(shape_effect * sum);
        time = paramod_family_random(f, own, &random);
        limit = 6 / theta[0] * paramod_random_uniform(&random);
        s.column[0][i] = fmin(time, limit);
        s.column[1][i] = time <= limit;
    }
    return s;
}

static paramod_survival_data *data_of(const sample *s)
{
    paramod_survival_data *data;

    check(paramod_survival_data_create(
        &(paramod_survival_rows){ .size = sizeof(paramod_survival_rows),
                                  .count = s->count, .time = s->column[0],
                                  .status = s->column[1] },
        &data));
    for (size_t j = 0; j < COVARIATES; j++)
        check(paramod_survival_data_add(data, names[j], s->column[2 + j]));
    return data;
}

/* A model with all covariates on the parameters named. */
static paramod_survival_model *model_of(const paramod_survival_data *data,
                                        const char *family, const char *first,
                                        const char *second)
{
    paramod_survival_model *model;

    check(paramod_survival_model_create(paramod_family_find(family), data, &model));
    check(paramod_survival_model_regress(model, first, COVARIATES, names));
    if (second != NULL)
        check(paramod_survival_model_regress(model, second, COVARIATES, names));
    return model;
}

/* ---- fits ------------------------------------------------------------------- */

/* What one timed run does: the model is built and fitted anew. */
typedef struct job {
    const sample *sample;
    const paramod_survival_data *data; /* null: made from the sample each time */
    const char *family, *first, *second;
    const paramod_executor *executor;
    size_t coefficients;
    double estimate[MOST_COEFFICIENTS];
    paramod_survival_summary summary;
} job;

static void run_fit(void *data)
{
    job *j = data;
    paramod_survival_data *own = j->data == NULL ? data_of(j->sample) : NULL;
    paramod_survival_model *model =
        model_of(j->data == NULL ? own : j->data, j->family, j->first, j->second);
    paramod_survival_fit *fit;

    check(paramod_survival_fit_create(
        model,
        &(paramod_survival_options){ .size = sizeof(paramod_survival_options),
                                     .executor = j->executor },
        &fit));
    j->coefficients = paramod_survival_model_size(model);
    memcpy(j->estimate, paramod_survival_fit_estimates(fit),
           j->coefficients * sizeof *j->estimate);
    j->summary.size = sizeof j->summary;
    check(paramod_survival_fit_summary(fit, &j->summary));
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(own);
}

static void write_sample(const sample *s, const char *path)
{
    FILE *stream = fopen(path, "wb");
    const size_t numbers = s->count * (2 + COVARIATES);

    if (stream == NULL
        || fwrite(s->column[0], sizeof(double), numbers, stream) != numbers
        || fclose(stream) != 0) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(2);
    }
}

/* CPU seconds of survreg.fit, NaN if R or the package is absent. */
static double peer_seconds(const sample *s, const char *source,
                           double *log_likelihood)
{
    char command[1024];
    double seconds = NAN;
    int iterations;
    FILE *stream;

    *log_likelihood = NAN;
    if (system("command -v Rscript >/dev/null 2>&1") != 0)
        return NAN;
    write_sample(s, "bench-sample.bin");
    snprintf(command, sizeof command,
             "Rscript --vanilla '%s/bench/survreg.R' bench-sample.bin %zu %d",
             source, s->count, COVARIATES);
    stream = popen(command, "r");
    if (stream == NULL
        || fscanf(stream, "%lf %d %lf", &seconds, &iterations, log_likelihood) != 3)
        seconds = NAN;
    if (stream != NULL)
        pclose(stream);
    remove("bench-sample.bin");
    return seconds;
}

static void bench_weibull(bench *b, const char *source)
{
    const double theta[4] = { 0.5, 1, 1.4, 0 };
    sample s = draw(1000000, "weibull", theta, 0.1, 0);
    paramod_survival_data *data = data_of(&s);
    job fit = { .data = data, .family = "weibull", .first = "phi" };
    job whole = { .sample = &s, .family = "weibull", .first = "phi" };
    double likelihood;
    const double peer = peer_seconds(&s, source, &likelihood);
    timing t = bench_time(5, bench_cpu, run_fit, &fit);

    bench_report(b, "Weibull 1e6 x 10: fit", &t, "survreg.fit", peer / t.median,
                 BENCH_AT_LEAST, 15);
    t = bench_time(3, bench_cpu, run_fit, &whole);
    bench_report(b, "Weibull 1e6 x 10: copying the data and fit", &t,
                 "survreg.fit", peer / t.median, BENCH_FACT, 0);
    t = bench_once(peer);
    bench_report(b, "survreg.fit 1e6 x 10", &t, "s", peer, BENCH_FACT, 0);
    /* the same problem was solved, and no worse */
    t = bench_once(0);
    bench_report(b, "Weibull 1e6 x 10: log L - log L of survreg", &t, "",
                 fit.summary.log_likelihood - likelihood, BENCH_AT_LEAST,
                 -1e-10 * fabs(likelihood));
    paramod_survival_data_destroy(data);
    free(s.column[0]);
}

static void bench_apgw(bench *b, const paramod_survival_data *data)
{
    job fit = { .data = data, .family = "apgw", .first = "phi", .second = "gamma" };
    const timing t = bench_time(5, bench_cpu, run_fit, &fit);

    bench_report(b, "APGW M(tau,alpha) 1e5 x 10: fit", &t, "s", t.median,
                 BENCH_AT_MOST, 0.25);
    bench_report(b, "  its Newton decrement", &t, "", fit.summary.decrement,
                 BENCH_AT_MOST, 1e-12);
}

/* ---- one evaluation ----------------------------------------------------------- */

typedef struct evaluation {
    paramod_likelihood likelihood;
    double theta[MOST_COEFFICIENTS], value, gradient[MOST_COEFFICIENTS];
    double hessian[MOST_COEFFICIENTS * MOST_COEFFICIENTS];
} evaluation;

static void evaluate(void *data)
{
    evaluation *e = data;

    if (e->likelihood.hessian(e->theta, &e->value, e->gradient, e->hessian,
                              e->likelihood.data) != PARAMOD_EVAL_OK) {
        fprintf(stderr, "the likelihood has no value\n");
        exit(2);
    }
}

/* Least seconds for one row: reading its numbers, or computing with them.  For
 * blocks of p + 1 coefficients over one design matrix: each linear predictor
 * and each gradient block takes p + 1 multiply-adds, each pair of blocks a
 * triangle of (p + 1)(p + 2) / 2, each pair of a block and a lone intercept
 * p + 1. */
typedef struct cost {
    double blocks, intercepts, exponentials, logarithms;
} cost;

static double bound(const cost *c, double count)
{
    const double p1 = COVARIATES + 1, pairs = c->blocks * (c->blocks + 1) / 2;
    const double products = 2 * c->blocks * p1 + pairs * p1 * (p1 + 1) / 2
                            + c->blocks * c->intercepts * p1;
    const double memory = 8.0 * (COVARIATES + 2) / machine_bandwidth();
    const double arithmetic = c->exponentials * machine_exponential()
                              + c->logarithms * machine_logarithm()
                              + products * machine_multiply_add();

    printf("  bounds per row: memory %.2f ns, arithmetic %.2f ns\n",
           1e9 * memory, 1e9 * arithmetic);
    return count * fmax(memory, arithmetic);
}

static void bench_evaluation(bench *b, const char *what, const cost *c,
                             const sample *s, paramod_survival_model *model)
{
    static evaluation e;
    timing t;

    memset(&e, 0, sizeof e);
    e.likelihood.size = sizeof e.likelihood;
    check(paramod_survival_model_likelihood(model, &e.likelihood));
    t = bench_time(15, bench_cpu, evaluate, &e);
    bench_report(b, what, &t, "bound of the machine",
                 t.median / bound(c, (double)s->count), BENCH_AT_MOST, 1.5);
    paramod_survival_model_destroy(model);
}

static void bench_evaluations(bench *b)
{
    /* H = exp(s); and u = exp(s - n), log1p(u), exp(s + m), expm1(k L) */
    static const cost weibull = { 1, 1, 1, 0 }, apgw = { 2, 2, 3, 1 };
    const double theta[4] = { 0.5, 1, 1.4, 1 };
    const size_t counts[] = { 1000000, 100000 };

    for (size_t i = 0; i < 2; i++) {
        sample s = draw(counts[i], "weibull", theta, 0.1, 0);
        paramod_survival_data *data = data_of(&s);
        char what[64];

        snprintf(what, sizeof what, "Weibull %zu x 10: log L, gradient, Hessian",
                 counts[i]);
        bench_evaluation(b, what, &weibull, &s, model_of(data, "weibull", "phi", NULL));
        snprintf(what, sizeof what, "APGW %zu x 10: log L, gradient, Hessian",
                 counts[i]);
        bench_evaluation(b, what, &apgw, &s, model_of(data, "apgw", "phi", "gamma"));
        paramod_survival_data_destroy(data);
        free(s.column[0]);
    }
}

/* ---- threads ------------------------------------------------------------------- */

static void bench_threads(bench *b, const paramod_survival_data *data)
{
    const paramod_executor one = paramod_executor_threads(1),
                           two = paramod_executor_threads(2),
                           seven = paramod_executor_threads(7);
    job fit[3] = { [0] = { .data = data, .family = "apgw", .first = "phi",
                           .second = "gamma", .executor = &one } };
    timing t[2];
    bool same = true;

    fit[1] = fit[2] = fit[0];
    fit[1].executor = &two;
    fit[2].executor = &seven;
    t[0] = bench_time(5, bench_wall, run_fit, &fit[0]);
    t[1] = bench_time(5, bench_wall, run_fit, &fit[1]);
    run_fit(&fit[2]);
    for (int i = 1; i < 3; i++)
        same = same && memcmp(fit[0].estimate, fit[i].estimate,
                              fit[0].coefficients * sizeof(double)) == 0;
    bench_report(b, "APGW fit, 2 threads, wall", &t[1], "1 thread",
                 t[0].least / t[1].least, BENCH_AT_LEAST, 1.6);
    bench_report(b, "  1, 2 and 7 threads: identical bits", &t[1], "", same,
                 BENCH_AT_LEAST, 1);
}

/* ---- the melanoma data ----------------------------------------------------------- */

typedef struct melanoma {
    double time[E1684_ROWS], status[E1684_ROWS], treated[E1684_ROWS];
    double best; /* AIC */
} melanoma;

static void read_melanoma(melanoma *m, const char *source)
{
    char path[1024], line[256];
    FILE *stream;
    size_t rows = 0;

    snprintf(path, sizeof path, "%s/validation/survival/e1684.csv", source);
    stream = fopen(path, "r");
    if (stream == NULL || fgets(line, sizeof line, stream) == NULL) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(2);
    }
    while (rows < E1684_ROWS && fgets(line, sizeof line, stream) != NULL
           && sscanf(line, "%lf,%lf,%lf", &m->treated[rows], &m->time[rows],
                     &m->status[rows]) == 3)
        rows++;
    fclose(stream);
    if (rows != E1684_ROWS) {
        fprintf(stderr, "%s: row %zu cannot be read\n", path, rows + 1);
        exit(2);
    }
}

static void fit_melanoma(void *data)
{
    static const char *const treated[] = { "TRT" };
    melanoma *m = data;
    paramod_survival_data *rows;
    paramod_survival_model *model;
    paramod_survival_candidate candidates[8];

    check(paramod_survival_data_create(
        &(paramod_survival_rows){ .size = sizeof(paramod_survival_rows),
                                  .count = E1684_ROWS, .time = m->time,
                                  .status = m->status },
        &rows));
    check(paramod_survival_data_add(rows, treated[0], m->treated));
    check(paramod_survival_model_create(paramod_family_find("apgw"), rows, &model));
    check(paramod_survival_search(model, 7, 1, treated, NULL, candidates));
    m->best = INFINITY;
    for (size_t i = 0; i < 8; i++)
        m->best = fmin(m->best, candidates[i].aic);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(rows);
}

static void bench_melanoma(bench *b, const char *source)
{
    static melanoma m;
    timing t;

    read_melanoma(&m, source);
    t = bench_time(9, bench_cpu, fit_melanoma, &m);
    bench_report(b, "e1684: all eight M(.) with multi-start", &t, "s", t.median,
                 BENCH_AT_MOST, 0.05);
    bench_report(b, "  best AIC less that of the reference", &t, "",
                 m.best - 748.8337427, BENCH_AT_MOST, 1e-6);
}

int main(int argc, char *argv[])
{
    const double theta[4] = { 0.5, 1, 1.3, -0.1 };
    bench b;
    sample s;
    paramod_survival_data *data;

    if (argc != 3) {
        fprintf(stderr, "usage: %s SOURCE CSV\n", argv[0]);
        return 2;
    }
    b = bench_open(argv[2]);
    bench_melanoma(&b, argv[1]);
    s = draw(100000, "apgw", theta, 0.1, 0.03);
    data = data_of(&s);
    bench_apgw(&b, data);
    bench_threads(&b, data);
    paramod_survival_data_destroy(data);
    free(s.column[0]);
    bench_weibull(&b, argv[1]);
    bench_evaluations(&b);
    return bench_close(&b) ? 0 : 1;
}
