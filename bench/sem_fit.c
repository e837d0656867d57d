/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fits of structural equation models, against R's lavaan in the same run.
 *
 *     bench/sem_fit SOURCE CSV
 *
 * Where Rscript or lavaan is absent, ratios are "not measured".  Exit status 1 if a
 * limit is missed.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>
#include <paramod/sem.h>

#include "support/bench.h"

static void check(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

typedef struct work {
    char *text;
    paramod_sem_model *model;
    paramod_sem_data *data;
    bool fiml;
    double chi2;
} work;

/* Everything: model text to estimates, standard errors, chi2, baseline. */
static void fit_all(void *data)
{
    work *const w = data;
    paramod_sem_options o = { .size = sizeof o };
    paramod_sem_summary s = { .size = sizeof s };
    paramod_sem_fit *fit = NULL;

    o.missing = w->fiml;
    check(paramod_sem_fit_create(w->model, w->data, &o, &fit));
    check(paramod_sem_fit_summary(fit, &s));
    if (s.ending != PARAMOD_SEM_CONVERGED)
        exit(2);
    w->chi2 = s.chi2;
    paramod_sem_fit_destroy(fit);
}

/* Median CPU seconds of lavaan, NaN without it. */
static double lavaan(const char *source, const char *kind, const char *csv,
                     const char *model, int repeats)
{
    char command[2048];
    double seconds = NAN;
    FILE *pipe;

    (void)snprintf(command, sizeof command,
                   "Rscript '%s/bench/sem_fit.R' %s '%s' '%s' %d 2>/dev/null", source,
                   kind, csv, model, repeats);
    pipe = popen(command, "r");
    if (pipe == NULL)
        return NAN;
    if (fscanf(pipe, "%lf", &seconds) != 1)
        seconds = NAN;
    (void)pclose(pipe);
    return seconds;
}

static void write_rows(const char *file, size_t p, const char *const *name, size_t rows,
                       const double *values)
{
    FILE *f = fopen(file, "w");

    if (f == NULL)
        exit(2);
    for (size_t j = 0; j < p; j++)
        fprintf(f, "%s%s", j > 0 ? "," : "", name[j]);
    for (size_t i = 0; i < rows; i++) {
        fputc('\n', f);
        for (size_t j = 0; j < p; j++) {
            if (j > 0)
                fputc(',', f);
            if (!isnan(values[i * p + j]))
                fprintf(f, "%.17g", values[i * p + j]);
        }
    }
    fputc('\n', f);
    fclose(f);
}

/* ---- a published model --------------------------------------------------------- */

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "r");
    char *text = malloc(1 << 20);
    size_t length;

    if (f == NULL || text == NULL)
        exit(2);
    length = fread(text, 1, (1 << 20) - 1, f);
    text[length] = '\0';
    fclose(f);
    return text;
}

static void bench_poldem(bench *b, const char *source)
{
    char csv[1024], lav[1024], *text, *names[40], *line;
    double *values = malloc(sizeof(double) << 14);
    size_t p = 0, rows = 0;
    work w = { .fiml = false };
    timing t;

    (void)snprintf(csv, sizeof csv, "%s/tests/data/sem/lavaan/PoliticalDemocracy.csv",
                   source);
    (void)snprintf(lav, sizeof lav, "%s/tests/data/sem/lavaan/poldem.lav", source);
    text = slurp(csv);
    line = strtok(text, "\n");
    for (char *at = line; at != NULL; p++) {
        names[p] = at;
        at = strchr(at, ',');
        if (at != NULL)
            *at++ = '\0';
    }
    while ((line = strtok(NULL, "\n")) != NULL) {
        for (size_t j = 0; j < p; j++) {
            values[rows * p + j] = strtod(line, &line);
            line += *line == ',';
        }
        rows++;
    }
    w.text = slurp(lav);
    check(paramod_sem_model_create(w.text, NULL, &w.model));
    check(paramod_sem_data_create(p, (const char *const *)names, &w.data));
    check(paramod_sem_data_add_rows(w.data, NULL, rows, values));
    t = bench_time(101, bench_cpu, fit_all, &w);
    bench_report(b, "PoliticalDemocracy: errors, chi2 and baseline", &t, "seconds",
                 t.median, BENCH_AT_MOST, 0.001);
    bench_report(b, "the same", &t, "lavaan in full",
                 lavaan(source, "full", csv, lav, 5) / t.median, BENCH_AT_LEAST, 200);
    paramod_sem_model_destroy(w.model);
    paramod_sem_data_destroy(w.data);
    free(w.text);
    free(text);
    free(values);
}

/* ---- factor models ---------------------------------------------------------------- */

/* p variables, k factors, loadings 0.5 to 1 around correlated factors. */
static char *factor_model(size_t p, size_t k)
{
    char *const text = malloc(64 * p + 1), *at = text;

    for (size_t f = 0; f < k; f++) {
        at += sprintf(at, "f%zu =~ v%zu", f + 1, f * (p / k) + 1);
        for (size_t j = 1; j < p / k; j++)
            at += sprintf(at, " + v%zu", f * (p / k) + j + 1);
        at += sprintf(at, "\n");
    }
    return text;
}

static double *draw(size_t p, size_t k, size_t rows, double missing)
{
    paramod_random random = paramod_random_stream(11, p);
    double *const values = malloc(rows * p * sizeof *values);

    for (size_t i = 0; i < rows; i++) {
        const double common = paramod_random_normal(&random);
        double factor = 0.0;

        for (size_t j = 0; j < p; j++) {
            if (j % (p / k) == 0)
                factor = 0.6 * common + 0.8 * paramod_random_normal(&random);
            values[i * p + j] = (0.5 + 0.5 * (double)(j % 7) / 6.0) * factor +
                                0.7 * paramod_random_normal(&random);
            if (paramod_random_uniform(&random) < missing)
                values[i * p + j] = NAN;
        }
    }
    return values;
}

typedef struct size {
    size_t p, k, rows;
    double missing;
    const char *kind, *what;
    double seconds, ratio; /* limits: NaN if there is none */
    int repeats;
} size;

static void bench_factor(bench *b, const char *source, const size *s)
{
    char **name = malloc(s->p * sizeof *name);
    double *const values = draw(s->p, s->k, s->rows, s->missing);
    paramod_sem_model_options mo = { .size = sizeof mo };
    work w = { .fiml = s->missing > 0.0 };
    timing t;

    mo.means = w.fiml;
    for (size_t j = 0; j < s->p; j++) {
        name[j] = malloc(32);
        (void)snprintf(name[j], 32, "v%zu", j + 1);
    }
    w.text = factor_model(s->p, s->k);
    check(paramod_sem_model_create(w.text, &mo, &w.model));
    check(paramod_sem_data_create(s->p, (const char *const *)name, &w.data));
    check(paramod_sem_data_add_rows(w.data, NULL, s->rows, values));
    t = bench_time((size_t)s->repeats, bench_cpu, fit_all, &w);
    bench_report(b, s->what, &t, "seconds", t.median,
                 isnan(s->seconds) ? BENCH_FACT : BENCH_AT_MOST, s->seconds);
    if (!isnan(s->ratio)) {
        FILE *const f = fopen("sem_fit_model.lav", "w");

        if (f == NULL || fputs(w.text, f) < 0 || fclose(f) != 0)
            exit(2);
        write_rows("sem_fit_data.csv", s->p, (const char *const *)name, s->rows, values);
        bench_report(b, "the same", &t, s->kind,
                     lavaan(source, s->kind, "sem_fit_data.csv", "sem_fit_model.lav", 1) /
                     t.median, BENCH_AT_LEAST, s->ratio);
        (void)remove("sem_fit_model.lav");
        (void)remove("sem_fit_data.csv");
    }
    for (size_t j = 0; j < s->p; j++)
        free(name[j]);
    free(name);
    free(values);
    free(w.text);
    paramod_sem_model_destroy(w.model);
    paramod_sem_data_destroy(w.data);
}

int main(int words, char **word)
{
    static const size sizes[] = {
        { 30, 5, 1000, 0.0, "estimate", "CFA of 30 variables, 5 factors", NAN, 60, 11 },
        { 100, 10, 1000, 0.0, "estimate", "CFA of 100 variables, 10 factors", NAN, 40, 5 },
        { 200, 20, 1000, 0.0, "estimate", "CFA of 200 variables, 20 factors", 0.05, NAN, 3 },
        { 12, 3, 2000, 0.05, "fiml", "FIML, 12 variables, 2000 rows", NAN, 50, 5 },
    };
    bench b;

    if (words != 3) {
        fprintf(stderr, "usage: %s SOURCE CSV\n", word[0]);
        return 2;
    }
    b = bench_open(word[2]);
    bench_poldem(&b, word[1]);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        bench_factor(&b, word[1], sizes + i);
    return bench_close(&b) ? 0 : 1;
}
