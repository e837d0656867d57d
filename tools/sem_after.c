/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sem_after.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv_file.h"
#include "json.h"
#include "memory.h"
#include "number.h"

const option sem_after_options[] = {
    { "wald", "TEXT", "Wald test of 'a == b; c == 0'", false },
    { "against", "MODEL", "likelihood-ratio test against this more general model", false },
    { "release", NULL, "score test of the model's equality constraints", false },
    { "intervals", NULL, "profile-likelihood intervals of all parameters", false },
    { "bootstrap", "K", "standard errors and intervals from K resamples", false },
    { "parametric", NULL, "draw them from the fitted model", false },
    { "level", "P", "of intervals (default 0.95)", false },
    { "scores", "HOW", "factor scores, regression or bartlett", false },
    { "output", "FILE.csv", "write them there (default: standard output)", false },
    { "plot", "FILE.svg", "estimates with intervals, as a drawing", false },
    { NULL, NULL, NULL, false },
};

static bool library(const sem_fitted *f, paramod_status status)
{
    return status == PARAMOD_OK || problem_from_library(f->o->problem);
}

/* ---- tests ------------------------------------------------------------------ */

static void put_test(json_t *json, const char *key, const char *title,
                     const paramod_test *t)
{
    json_t *entry;

    if (json == NULL) {
        (void)printf("\n%s: chi2 %.6g, df %.0f, p %.4g\n", title, t->statistic, t->degrees,
                     t->p_value);
        return;
    }
    entry = json_object();
    json_put_number(entry, "chi2", t->statistic);
    json_put_number(entry, "df", t->degrees);
    json_put_number(entry, "pvalue", t->p_value);
    json_put(json, key, entry);
}

static bool wald(const sem_fitted *f, json_t *json)
{
    paramod_test t;

    if (!library(f, paramod_sem_fit_wald(f->fit, options_text(f->o, "wald"), &t)))
        return false;
    put_test(json, "wald", "Wald test", &t);
    return true;
}

static bool release(const sem_fitted *f, json_t *json)
{
    paramod_test t;

    if (!library(f, paramod_sem_fit_score(f->fit, &t)))
        return false;
    put_test(json, "release", "score test of the constraints", &t);
    return true;
}

static bool against(const sem_fitted *f, json_t *json)
{
    const char *name = options_text(f->o, "against");
    options other = *f->o;
    paramod_sem_model *model = NULL;
    paramod_sem_fit *fit = NULL;
    paramod_test t;
    bool good;

    other.operand = &name;
    other.operands = 1;
    good = sem_model_read(&other, paramod_sem_data_groups(f->in->data), f->in->free_x,
                          &model)
        && library(f, paramod_sem_fit_create(model, f->in->data, &f->in->options, &fit))
        && library(f, paramod_sem_fit_ratio(fit, f->fit, &t));
    if (good)
        put_test(json, "against", "likelihood-ratio test", &t);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
    return good;
}

/* ---- intervals ------------------------------------------------------------------ */

/* A line of a table: a parameter, its standard error (or NaN) and its interval. */
static void put_interval(json_t *list, const sem_fitted *f, size_t k, double se,
                         double lower, double upper)
{
    const char *const name = paramod_sem_model_parameter(f->in->model, k);
    json_t *entry;

    if (list == NULL) {
        (void)printf("%-28s %12.6g", name, paramod_sem_fit_theta(f->fit)[k]);
        if (isfinite(se))
            (void)printf(" %12.6g", se);
        (void)printf(" %12.6g %12.6g\n", lower, upper);
        return;
    }
    entry = json_object();
    json_put_text(entry, "parameter", name);
    json_put_number(entry, "estimate", paramod_sem_fit_theta(f->fit)[k]);
    if (isfinite(se))
        json_put_number(entry, "se", se);
    json_put_number(entry, "lower", lower);
    json_put_number(entry, "upper", upper);
    (void)json_array_append_new(list, entry);
}

static bool intervals(const sem_fitted *f, double level, json_t *json)
{
    json_t *list = json == NULL ? NULL : json_array();
    bool good = true;

    if (json == NULL)
        (void)printf("\n%-28s %12s %12s %12s\n", "profile likelihood", "estimate", "lower",
                     "upper");
    for (size_t k = 0; k < paramod_sem_model_parameters(f->in->model) && good; k++) {
        paramod_interval i;

        good = library(f, paramod_sem_fit_profile(f->fit, k, level, &i));
        if (good)
            put_interval(list, f, k, NAN, i.lower, i.upper);
    }
    if (json != NULL)
        json_put(json, "intervals", list);
    return good;
}

/* ---- bootstrap -------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Between order statistics, as R's type 7. */
static double quantile(size_t n, const double *sorted, double p)
{
    const double at = p * (double)(n - 1);
    const size_t low = (size_t)at, high = low + 1 < n ? low + 1 : low;

    return sorted[low] + (at - (double)low) * (sorted[high] - sorted[low]);
}

static void put_replicates(json_t *list, const sem_fitted *f, size_t k, double level,
                           size_t n, double *x)
{
    double mean = 0.0, square = 0.0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        square += (x[i] - mean) * (x[i] - mean);
    qsort(x, n, sizeof *x, by_size);
    put_interval(list, f, k, sqrt(square / (double)(n - 1)),
                 quantile(n, x, 0.5 - 0.5 * level), quantile(n, x, 0.5 + 0.5 * level));
}

static void put_bootstrap(json_t *json, const sem_fitted *f, double level, size_t count,
                          const double *estimates, size_t failed)
{
    const size_t q = paramod_sem_model_parameters(f->in->model);
    double *values = take(count, sizeof *values);
    json_t *list = json == NULL ? NULL : json_array();

    if (json == NULL)
        (void)printf("\n%-28s %12s %12s %12s %12s\n", "bootstrap", "estimate", "se",
                     "lower", "upper");
    for (size_t k = 0; k < q; k++) {
        size_t n = 0;

        for (size_t i = 0; i < count; i++)
            if (!isnan(estimates[i * q + k]))
                values[n++] = estimates[i * q + k];
        if (n > 1)
            put_replicates(list, f, k, level, n, values);
    }
    if (json != NULL) {
        json_put(json, "bootstrap", list);
        json_put_count(json, "bootstrap_failed", failed);
    } else if (failed > 0) {
        (void)printf("%zu of %zu resamples have no regular minimum\n", failed, count);
    }
    free(values);
}

static bool bootstrap(const sem_fitted *f, double level, json_t *json)
{
    uint64_t count = 0, seed = 1;
    size_t failed = 0;
    double *estimates;
    bool good;

    if (!options_count(f->o, "bootstrap", &count) || !options_count(f->o, "seed", &seed))
        return false;
    if (count < 2 || count > 10000000)
        return problem_set(f->o->problem, "option '--bootstrap': '%s' is not from 2 to "
                           "10000000", options_text(f->o, "bootstrap"));
    estimates = take(count * paramod_sem_model_parameters(f->in->model),
                     sizeof *estimates);
    good = library(f, paramod_sem_fit_bootstrap(f->fit, options_has(f->o, "parametric"),
                                                count, seed, f->in->options.executor,
                                                estimates, &failed));
    if (good)
        put_bootstrap(json, f, level, count, estimates, failed);
    free(estimates);
    return good;
}

/* ---- factor scores ------------------------------------------------------------------ */

typedef struct score_writer {
    const sem_fitted *f;
    const table *t;
    const column *group;  /* null: one group */
    const column **of;    /* the model's observed variables */
    FILE *file;
    int bartlett;
} score_writer;

static size_t group_of(const score_writer *w, size_t row)
{
    char text[512];
    size_t g = 0;

    if (w->group == NULL)
        return 0;
    while (g < paramod_sem_data_groups(w->f->in->data) &&
           strcmp(cell_text(w->group, row, text, sizeof text),
                  paramod_sem_data_label(w->f->in->data, g)) != 0)
        g++;
    return g;
}

/* Empty cells for rows without a group, or with nothing seen. */
static bool write_row(const score_writer *w, size_t row, double *y, double *eta)
{
    const paramod_sem_model *const m = w->f->in->model;
    const size_t g = group_of(w, row), latent = paramod_sem_model_latent(m);
    bool seen = false;

    for (size_t j = 0; j < paramod_sem_model_observed(m); j++) {
        y[j] = w->of[j]->number[row];
        seen = seen || !isnan(y[j]);
    }
    for (size_t j = 0; j < latent; j++)
        eta[j] = NAN;
    if (seen && g < paramod_sem_data_groups(w->f->in->data) &&
        !library(w->f, paramod_sem_fit_scores(w->f->fit, g, w->bartlett, 1, y, eta)))
        return false;
    for (size_t j = 0; j < latent; j++) {
        char text[NUMBER_SIZE];

        (void)fprintf(w->file, "%s%s", j > 0 ? "," : "",
                      isnan(eta[j]) ? "" : write_number(eta[j], text));
    }
    (void)fputc('\n', w->file);
    return true;
}

static bool write_scores(const score_writer *w)
{
    const paramod_sem_model *const m = w->f->in->model;
    const size_t observed = paramod_sem_model_observed(m);
    double *y = take(observed + paramod_sem_model_latent(m), sizeof *y);
    bool good = true;

    for (size_t j = 0; j < paramod_sem_model_latent(m); j++) {
        if (j > 0)
            (void)fputc(',', w->file);
        csv_write_field(w->file, paramod_sem_model_variable(m, observed + j));
    }
    (void)fputc('\n', w->file);
    for (size_t i = 0; i < w->t->rows && good; i++)
        good = write_row(w, i, y, y + observed);
    free(y);
    return good;
}

static bool find_columns(score_writer *w, table *t)
{
    const paramod_sem_model *const m = w->f->in->model;
    const char *const group = options_text(w->f->o, "group");
    bool good = true;

    w->of = take(paramod_sem_model_observed(m), sizeof *w->of);
    for (size_t j = 0; j < paramod_sem_model_observed(m) && good; j++) {
        w->of[j] = table_find(t, paramod_sem_model_variable(m, j), w->f->o->problem);
        good = w->of[j] != NULL;
    }
    if (good && group != NULL) {
        w->group = table_find(t, group, w->f->o->problem);
        good = w->group != NULL;
    }
    return good;
}

static bool open_and_write(score_writer *w)
{
    const char *const name = options_text(w->f->o, "output");
    bool good;

    w->file = name != NULL ? fopen(name, "w") : stdout;
    if (w->file == NULL)
        return problem_set(w->f->o->problem, "cannot write '%s': %s", name,
                           strerror(errno));
    if (name == NULL)
        (void)putchar('\n');
    good = write_scores(w);
    if (name != NULL && fclose(w->file) != 0 && good)
        good = problem_set(w->f->o->problem, "cannot write '%s': %s", name,
                           strerror(errno));
    return good;
}

static bool scores(const sem_fitted *f, bool json)
{
    static const char *const names[] = { "regression", "bartlett", NULL };
    score_writer w = { .f = f };
    size_t choice = 0;
    table *t;
    bool good;

    if (!options_choice(f->o, "scores", names, &choice))
        return false;
    if (!options_has(f->o, "data"))
        return problem_set(f->o->problem, "factor scores need observations: give '--data'");
    if (json && !options_has(f->o, "output"))
        return problem_set(f->o->problem, "with '--json', '--scores' needs '--output'");
    t = csv_read_file(options_text(f->o, "data"), NULL, NULL, f->o->problem);
    if (t == NULL)
        return false;
    w.t = t;
    w.bartlett = choice == 1;
    good = find_columns(&w, t) && open_and_write(&w);
    free(w.of);
    table_destroy(t);
    return good;
}

/* ---- all of it ----------------------------------------------------------------------- */

bool sem_after_show(const sem_fitted *f, json_t *json)
{
    const options *const o = f->o;
    double level = 0.95;
    bool good = options_number(o, "level", &level);

    if (good && !(level > 0.0 && level < 1.0))
        return problem_set(o->problem, "option '--level': '%s' is not inside (0, 1)",
                           options_text(o, "level"));
    good = good && (!options_has(o, "wald") || wald(f, json));
    good = good && (!options_has(o, "against") || against(f, json));
    good = good && (!options_has(o, "release") || release(f, json));
    good = good && (!options_has(o, "intervals") || intervals(f, level, json));
    good = good && (!options_has(o, "bootstrap") || bootstrap(f, level, json));
    good = good && (!options_has(o, "scores") || scores(f, json != NULL));
    return good && (!options_has(o, "plot") || sem_plot(f, options_text(o, "plot"), level));
}
