/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Nonlinear regressions of NIST StRD: eigenvalues, K and profile intervals against
 * references of 40 digits and more.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <paramod/paramod.h>

#include "nist/nist.h"
#include "support/table.h"
#include "support/verdict.h"
#include "parts.h"

static paramod_eval value(const double *theta, double *y, double *sigma, void *data)
{
    const nist_data *d = data;
    const nist_problem *p = d->problem;

    (void)sigma;
    for (size_t i = 0; i < d->rows; i++)
        y[i] = p->model(theta, d->x + i * p->predictors, NULL);
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
    bool good = paramod_space_create(&space) == PARAMOD_OK;

    for (size_t i = 0; i < data->problem->parameters && good; i++) {
        (void)snprintf(name, sizeof name, "b%d", (int)(i % 100) + 1);
        good = paramod_space_add(space, name, "1", -INFINITY, INFINITY) == PARAMOD_OK;
    }
    if (good)
        good = paramod_ident_create(space, &model, NULL, &ident) == PARAMOD_OK;
    paramod_space_destroy(space);
    return good ? ident : NULL;
}

/* ---- references -------------------------------------------------------------------- */

static double reference(const table *t, const char *set, const char *quantity, size_t i)
{
    for (size_t row = 0; row < t->rows; row++)
        if (strcmp(table_text(t, row, "set"), set) == 0 &&
            strcmp(table_text(t, row, "quantity"), quantity) == 0 &&
            (size_t)table_number(t, row, "index") == i)
            return table_number(t, row, "value");
    return (double)NAN;
}

/* Relative errors of doubles that J is computed from are 1e-16 and more; what that
 * does to a squared singular value is at most 2 / s times it, s being that of J with
 * unit columns.  Below 1e-8 of that the promise is 1e-8. */
static double tolerance_of(const table *t, const char *set, size_t k)
{
    const double least = reference(t, set, "eig_JtJ_colscaled", k - 1);

    return fmax(1e-8, 1e-15 / sqrt(least));
}

typedef struct totals {
    double seconds;
    size_t sides, finite, evaluations;
} totals;

static void compare_spectrum(verdict *v, const table *t, const char *set, size_t k,
                             const paramod_ident_report *r)
{
    const double tolerance = tolerance_of(t, set, k);
    char what[80];

    for (size_t i = 0; i < k; i++) {
        const double eigenvalue = reference(t, set, "eig_JtJ", i);
        const double k_inf = reference(t, set, "K_inf", i);
        const double k_2 = reference(t, set, "K_2", i);

        (void)snprintf(what, sizeof what, "%s eigenvalue %zu", set, i + 1);
        verdict_number(v, what, eigenvalue, r->eigenvalue[i], tolerance * eigenvalue);
        (void)snprintf(what, sizeof what, "%s K_inf b%zu", set, i + 1);
        verdict_number(v, what, k_inf, r->k_inf[i], tolerance * k_inf);
        (void)snprintf(what, sizeof what, "%s K_2 b%zu", set, i + 1);
        verdict_number(v, what, k_2, r->k_2[i], tolerance * k_2);
    }
}

static void compare_side(verdict *v, const table *t, const char *set, size_t i, int upper,
                         const paramod_ident_side *side, double tolerance)
{
    const double end = reference(t, set, upper ? "upper" : "lower", i);
    char what[80];

    if (isnan(end))
        return;
    (void)snprintf(what, sizeof what, "%s b%zu %s", set, i + 1,
                   upper ? "upper" : "lower");
    if (side->end != PARAMOD_IDENT_FINITE)
        verdict_failure(v, what, paramod_ident_end_name((paramod_ident_end)side->end));
    else
        verdict_number(v, what, end, side->x, tolerance * fabs(end));
}

/* Sums of squares of Lanczos1, 1.4e-25, are rounding of its data and of the model:
 * no interval in double precision has a meaning there, and none is compared. */
static bool is_noise(const char *set)
{
    return strcmp(set, "Lanczos1") == 0;
}

static bool compare_profiles(verdict *v, const table *t, const nist_data *data,
                             const paramod_ident *ident, const double *theta,
                             totals *sums)
{
    const char *const set = data->problem->name;
    const size_t k = data->problem->parameters;
    const double s2 = reference(t, set, "sse", 0) / (double)(data->rows - k);
    paramod_ident_profile_options options = { .size = sizeof options };
    paramod_ident_profile *profile = NULL;
    const clock_t before = clock();
    bool good;

    options.drop = 0.5 * s2 * 3.841458820694124;
    good = paramod_ident_profile_create(ident, theta, 0, NULL, &options, &profile) ==
               PARAMOD_OK && paramod_ident_profile_run(profile) == PARAMOD_OK;
    sums->seconds += (double)(clock() - before) / CLOCKS_PER_SEC;
    for (size_t i = 0; i < k && good; i++)
        for (int upper = 0; upper < 2; upper++) {
            const paramod_ident_side *const side =
                paramod_ident_profile_side(profile, i, upper);

            sums->sides++;
            sums->finite += side->end == PARAMOD_IDENT_FINITE;
            sums->evaluations += side->evaluations;
            if (getenv("PARAMOD_VALIDATION_VERBOSE") != NULL)
                printf("  %s b%zu %s %s %.17g residual %.2g evaluations %zu\n", set,
                       i + 1, upper ? "upper" : "lower",
                       paramod_ident_end_name((paramod_ident_end)side->end), side->x,
                       side->residual / options.drop, (size_t)side->evaluations);
            compare_side(v, t, set, i, upper, side, 1e-6);
        }
    paramod_ident_profile_destroy(profile);
    return good;
}

static void compare_set(verdict *v, const table *t, nist_data *data, totals *sums)
{
    const char *const set = data->problem->name;
    const size_t k = data->problem->parameters;
    paramod_ident *const ident = make_ident(data);
    paramod_ident_report report = { .size = sizeof report };
    paramod_ident_analysis *analysis = NULL;
    double theta[NIST_MOST_PARAMETERS];
    bool good = ident != NULL;

    for (size_t i = 0; i < k; i++)
        theta[i] = reference(t, set, "theta", i);
    good = good && paramod_ident_analyze(ident, theta, NULL, &analysis) == PARAMOD_OK &&
           paramod_ident_get_report(analysis, &report) == PARAMOD_OK;
    if (good)
        compare_spectrum(v, t, set, k, &report);
    if (good && !is_noise(set))
        good = compare_profiles(v, t, data, ident, theta, sums);
    if (!good)
        verdict_failure(v, set, paramod_error_message());
    paramod_ident_analysis_destroy(analysis);
    paramod_ident_destroy(ident);
    verdict_row(v);
}

static bool has_set(const table *t, const char *set)
{
    return !isnan(reference(t, set, "eig_JtJ", 0));
}

static bool compare_file(const char *folder, const char *file)
{
    static nist_data data;
    table *const t = table_read(folder, file);
    char path[2048];
    totals sums = { 0.0, 0, 0, 0 };
    size_t sets = 0;
    verdict v;
    bool good;

    for (size_t i = 0; i < NIST_PROBLEMS; i++)
        sets += has_set(t, nist_problems[i].name);
    v = verdict_open(file, sets);
    (void)snprintf(path, sizeof path, "%s/../nist/data", folder);
    for (size_t i = 0; i < NIST_PROBLEMS; i++) {
        if (!has_set(t, nist_problems[i].name))
            continue;
        if (nist_read(path, &nist_problems[i], &data))
            compare_set(&v, t, &data, &sums);
        else
            verdict_failure(&v, nist_problems[i].name, "its file cannot be read");
    }
    printf("%zu of %zu ends are finite; %zu Jacobians, %.3f s\n", sums.finite, sums.sides,
           sums.evaluations, sums.seconds);
    good = verdict_close(&v);
    table_destroy(t);
    return good && sums.seconds < 1.0;
}

bool validate_nist(const char *folder)
{
    const bool first = compare_file(folder, "nist_17.csv");

    return compare_file(folder, "nist_10.csv") && first;
}
