/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fits of the models in models.txt against lavaan's in reference.csv.
 *
 *     run FOLDER
 *
 * Exit status 1 if a number differs.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sem.h>

#include "support/table.h"
#include "support/verdict.h"

/* lavaan stops at a relative change of 1e-10 in F, so that its estimates have four to
 * six digits and its chi2 eight or more. */
static const double estimate_tolerance = 3e-4, measure_tolerance = 2e-5;

static void check(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    (void)fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

/* A model of models.txt: "[name] data option=value ..", its text, an empty line. */
typedef struct entry {
    char name[64], data[64], options[256], text[4096];
} entry;

static bool next_entry(FILE *file, entry *e)
{
    char line[1024];

    do
        if (fgets(line, sizeof line, file) == NULL)
            return false;
    while (line[0] != '[');
    (void)memset(e, 0, sizeof *e);
    if (sscanf(line, "[%63[^]]] %63s %255[^\n]", e->name, e->data, e->options) < 2)
        return false;
    while (fgets(line, sizeof line, file) != NULL && line[0] != '\n')
        (void)strncat(e->text, line, sizeof e->text - strlen(e->text) - 1);
    return true;
}

static bool has(const entry *e, const char *option)
{
    return strstr(e->options, option) != NULL;
}

/* ---- data ---------------------------------------------------------------------- */

/* Rows of one group, or all if label is null; columns of numbers. */
static void add_rows(const table *t, size_t numbers, const char *label,
                     paramod_sem_data *data)
{
    double *const values = malloc(t->rows * numbers * sizeof *values);
    size_t rows = 0;

    if (values == NULL)
        exit(2);
    for (size_t i = 0; i < t->rows; i++) {
        if (label != NULL && strcmp(table_text(t, i, "g"), label) != 0)
            continue;
        for (size_t j = 0; j < numbers; j++)
            values[rows * numbers + j] = table_number(t, i, t->cell[j]);
        rows++;
    }
    check(paramod_sem_data_add_rows(data, label, rows, values));
    free(values);
}

/* The column of groups, "g", is the last. */
static paramod_sem_data *read_data(const char *folder, const entry *e)
{
    char file[80];
    table *t;
    paramod_sem_data *data = NULL;
    size_t numbers;

    (void)snprintf(file, sizeof file, "%s.csv", e->data);
    t = table_read(folder, file);
    numbers = t->columns - (table_has(t, "g") ? 1 : 0);
    check(paramod_sem_data_create(numbers, (const char *const *)t->cell, &data));
    if (has(e, "group=g")) {
        add_rows(t, numbers, "a", data);
        add_rows(t, numbers, "b", data);
    } else {
        add_rows(t, numbers, NULL, data);
    }
    table_destroy(t);
    return data;
}

/* ---- fits ------------------------------------------------------------------------ */

static paramod_sem_model *read_model(const entry *e, bool fiml)
{
    paramod_sem_model_options o = { .size = sizeof o };
    paramod_sem_model *model = NULL;
    const char *const equal = strstr(e->options, "group.equal=");

    o.groups = has(e, "group=g") ? 2 : 1;
    o.means = fiml || has(e, "meanstructure=TRUE");
    o.standardise_latent = has(e, "std.lv=TRUE");
    o.orthogonal = has(e, "orthogonal=TRUE");
    o.free_exogenous = has(e, "GLS");
    if (equal != NULL)
        o.equal = (strstr(equal, "loadings") != NULL ? PARAMOD_SEM_LOADINGS : 0) |
                  (strstr(equal, "intercepts") != NULL ? PARAMOD_SEM_INTERCEPTS : 0) |
                  (strstr(equal, "residuals") != NULL ? PARAMOD_SEM_RESIDUALS : 0);
    check(paramod_sem_model_create(e->text, &o, &model));
    return model;
}

static paramod_sem_options fit_options(const entry *e, bool fiml)
{
    paramod_sem_options o = { .size = sizeof o };

    o.missing = fiml;
    o.wishart = has(e, "likelihood=wishart");
    o.estimator = has(e, "MLR") ? PARAMOD_SEM_MLR : has(e, "MLM") ? PARAMOD_SEM_MLM
                : has(e, "GLS") ? PARAMOD_SEM_GLS : PARAMOD_SEM_ML;
    return o;
}

static double measure(const paramod_sem_fit *fit, const char *name)
{
    paramod_sem_summary s = { .size = sizeof s };

    check(paramod_sem_fit_summary(fit, &s));
    if (strcmp(name, "chisq.scaled") == 0)
        return s.scaled_chi2;
    for (size_t i = 0; i < paramod_sem_measures(); i++)
        if (strcmp(paramod_sem_measure_name(i), name) == 0)
            return paramod_sem_fit_measure(fit, i);
    return NAN;
}

/* The row of a reference; (size_t)-1 if there is none. */
static size_t find_row(const paramod_sem_model *model, const table *t, size_t i)
{
    const char *const lhs = table_text(t, i, "lhs"), *const op = table_text(t, i, "op");
    const char *const rhs = table_text(t, i, "rhs");
    const size_t group = (size_t)table_number(t, i, "group") - 1;

    for (size_t r = 0; r < paramod_sem_model_rows(model); r++) {
        const paramod_sem_row row = paramod_sem_model_row(model, r);

        if (row.group != group || strcmp(row.op, op) != 0)
            continue;
        if (strcmp(row.lhs, lhs) == 0 && (strcmp(row.rhs, rhs) == 0 ||
                                          strcmp(op, ":=") == 0))
            return r;
        if (strcmp(op, "~~") == 0 && strcmp(row.lhs, rhs) == 0 &&
            strcmp(row.rhs, lhs) == 0)
            return r;
    }
    return (size_t)-1;
}

/* "mi=~", "mi~" and so on: index, expected change and its standardised value. */
static void compare_modification(verdict *v, const table *t, size_t i,
                                 const paramod_sem_model *model,
                                 const paramod_sem_fit *fit)
{
    static paramod_sem_modification list[4096];
    const char *const op = table_text(t, i, "op") + 2;
    const double index = table_number(t, i, "value"), change = table_number(t, i, "std");
    const paramod_sem_row_kind kind = strcmp(op, "=~") == 0   ? PARAMOD_SEM_LOADING
                                      : strcmp(op, "~") == 0  ? PARAMOD_SEM_REGRESSION
                                      : strcmp(op, "~1") == 0 ? PARAMOD_SEM_INTERCEPT
                                                              : PARAMOD_SEM_COVARIANCE;
    size_t count = 0;
    char what[128];

    (void)snprintf(what, sizeof what, "%s %s %s", table_text(t, i, "lhs"),
                   table_text(t, i, "op"), table_text(t, i, "rhs"));
    check(paramod_sem_fit_modifications(fit, 4096, list, &count));
    for (size_t m = 0; m < count && m < 4096; m++) {
        const char *const l = paramod_sem_model_variable(model, list[m].lhs);
        const char *const r = kind == PARAMOD_SEM_INTERCEPT
                              ? "" : paramod_sem_model_variable(model, list[m].rhs);
        const char *const lhs = table_text(t, i, "lhs"), *const rhs = table_text(t, i, "rhs");
        const bool swapped = kind == PARAMOD_SEM_COVARIANCE && strcmp(l, rhs) == 0 &&
                             strcmp(r, lhs) == 0;

        if (list[m].kind != kind || (double)list[m].group + 1.0 != table_number(t, i, "group")
            || !(swapped || (strcmp(l, lhs) == 0 && strcmp(r, rhs) == 0)))
            continue;
        verdict_number(v, what, index, list[m].index, 1e-3 * (1.0 + index));
        verdict_number(v, "  expected change", change, list[m].change,
                       1e-3 * (0.1 + fabs(change)));
        verdict_number(v, "  standardised", table_number(t, i, "std_se"),
                       list[m].standardised_change,
                       1e-3 * (0.1 + fabs(table_number(t, i, "std_se"))));
        return;
    }
    verdict_failure(v, what, "not among the modifications");
}

static void compare_row(verdict *v, const table *t, size_t i,
                        const paramod_sem_model *model, const paramod_sem_fit *fit)
{
    const double value = table_number(t, i, "value"), se = table_number(t, i, "se");
    char what[128];
    paramod_sem_estimate e;
    size_t row;

    (void)snprintf(what, sizeof what, "%s %s %s", table_text(t, i, "lhs"),
                   table_text(t, i, "op"), table_text(t, i, "rhs"));
    if (strcmp(table_text(t, i, "op"), "fit") == 0) {
        verdict_number(v, what, value, measure(fit, table_text(t, i, "lhs")),
                       measure_tolerance * (1.0 + fabs(value)));
        verdict_row(v);
        return;
    }
    if (strncmp(table_text(t, i, "op"), "mi", 2) == 0) {
        compare_modification(v, t, i, model, fit);
        verdict_row(v);
        return;
    }
    row = find_row(model, t, i);
    if (row == (size_t)-1) {
        verdict_failure(v, what, "no such row");
        verdict_row(v);
        return;
    }
    check(paramod_sem_fit_estimate(fit, row, &e));
    verdict_number(v, what, value, e.estimate, estimate_tolerance * (fabs(value) + se));
    verdict_number(v, "  standard error", se, e.se, 2.0 * estimate_tolerance * se);
    if (strcmp(table_text(t, i, "op"), ":=") != 0 && isfinite(table_number(t, i, "std"))) {
        verdict_number(v, "  standardised", table_number(t, i, "std"), e.standardised,
                       estimate_tolerance * (1.0 + fabs(e.standardised)));
        verdict_number(v, "  and its error", table_number(t, i, "std_se"),
                       e.standardised_se,
                       1e-9 + 5.0 * estimate_tolerance * (1e-3 + e.standardised_se));
    }
    verdict_row(v);
}

/* A likelihood is compared too: ours may not be below lavaan's. */
static void compare(verdict *v, const char *folder, const table *t, const entry *e)
{
    const bool fiml = has(e, "missing=fiml");
    const paramod_sem_options options = fit_options(e, fiml);
    paramod_sem_data *const data = read_data(folder, e);
    paramod_sem_model *const model = read_model(e, fiml);
    paramod_sem_summary s = { .size = sizeof s };
    paramod_sem_fit *fit = NULL;

    verdict_heading(e->name);
    check(paramod_sem_fit_create(model, data, &options, &fit));
    check(paramod_sem_fit_summary(fit, &s));
    if (s.ending != PARAMOD_SEM_CONVERGED)
        verdict_failure(v, e->name, paramod_sem_end_name(s.ending));
    for (size_t i = 0; i < t->rows; i++) {
        if (strcmp(table_text(t, i, "model"), e->name) != 0)
            continue;
        if (strcmp(table_text(t, i, "op"), "fit") == 0 &&
            strcmp(table_text(t, i, "lhs"), "chisq") == 0)
            verdict_at_least(v, "minus chi2, no lower", -table_number(t, i, "value"),
                             -s.chi2, 1e-8 * (1.0 + s.chi2));
        compare_row(v, t, i, model, fit);
    }
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
    paramod_sem_data_destroy(data);
}

int main(int words, char **word)
{
    char path[1024];
    FILE *models;
    table *t;
    verdict v;
    entry e;
    bool good;

    if (words != 2) {
        (void)fprintf(stderr, "usage: %s FOLDER\n", word[0]);
        return 2;
    }
    (void)snprintf(path, sizeof path, "%s/models.txt", word[1]);
    models = fopen(path, "r");
    if (models == NULL) {
        (void)fprintf(stderr, "cannot read %s\n", path);
        return 2;
    }
    t = table_read(word[1], "reference.csv");
    v = verdict_open("reference.csv", t->rows);
    while (next_entry(models, &e))
        compare(&v, word[1], t, &e);
    (void)fclose(models);
    good = verdict_close(&v);
    table_destroy(t);
    return good ? 0 : 1;
}
