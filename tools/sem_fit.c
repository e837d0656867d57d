/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sem fit */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "sem_after.h"
#include "sem_model.h"

static const option own_options[] = {
    { "modifications", NULL, "what freeing each fixed parameter would do", false },
    { "effects", NULL, "direct, indirect and total effects", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sem fit MODEL --data FILE.csv [OPTION]...\n"
                 "       paramod sem fit MODEL --cov FILE.csv --n N [OPTION]...\n\n"
                 "Fits a structural equation model.  MODEL is a file, or a text, in the\n"
                 "syntax of lavaan ('f =~ y1 + y2; y3 ~ f') or of mixed graphs\n"
                 "('x>y, y>z; x-z').  Exit status 1: no regular minimum was found.\n\n");
    options_print(sem_fit_options);
    options_print(sem_model_options);
    options_print(own_options);
    options_print(sem_after_options);
}

typedef struct answer {
    const options *o;
    sem_input in;
    paramod_sem_fit *fit;
    paramod_sem_summary summary;
    char verdict[1024];
} answer;

static paramod_sem_estimate estimate_of(const answer *a, size_t row)
{
    paramod_sem_estimate e = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };

    if (paramod_sem_fit_estimate(a->fit, row, &e) != PARAMOD_OK)
        (void)problem_from_library(a->o->problem);
    return e;
}

/* ---- JSON ------------------------------------------------------------------- */

static json_t *parameters_json(const answer *a)
{
    json_t *list = json_array();

    for (size_t i = 0; i < paramod_sem_model_rows(a->in.model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(a->in.model, i);
        const paramod_sem_estimate e = estimate_of(a, i);
        json_t *entry = json_object();

        json_put_text(entry, "lhs", row.lhs);
        json_put_text(entry, "op", row.op);
        json_put_text(entry, "rhs", row.rhs);
        json_put_count(entry, "group", row.group + 1);
        json_put_text(entry, "label", row.label);
        json_put(entry, "free", json_boolean(row.parameter != (size_t)-1));
        json_put(entry, "exogenous", json_boolean(row.exogenous));
        json_put_number(entry, "estimate", e.estimate);
        json_put_number(entry, "se", e.se);
        json_put_number(entry, "se_expected", e.se_expected);
        json_put_number(entry, "se_observed", e.se_observed);
        json_put_number(entry, "se_sandwich", e.se_sandwich);
        json_put_number(entry, "standardised", e.standardised);
        json_put_number(entry, "standardised_latent", e.standardised_latent);
        json_put_number(entry, "standardised_se", e.standardised_se);
        (void)json_array_append_new(list, entry);
    }
    return list;
}

static json_t *measures_json(const answer *a)
{
    json_t *measures = json_object();

    for (size_t i = 0; i < paramod_sem_measures(); i++)
        json_put_number(measures, paramod_sem_measure_name(i),
                        paramod_sem_fit_measure(a->fit, i));
    return measures;
}

static json_t *optima_json(const answer *a)
{
    json_t *list = json_array();

    for (size_t i = 0; i < a->summary.optima; i++) {
        paramod_sem_optimum optimum;
        json_t *entry = json_object(), *values = json_object();

        if (paramod_sem_fit_optimum(a->fit, i, &optimum) != PARAMOD_OK)
            break;
        json_put_number(entry, "f", optimum.f);
        json_put_text(entry, "ending", paramod_sem_end_name(optimum.ending));
        json_put_count(entry, "starts", optimum.starts);
        json_put(entry, "stable", json_boolean(optimum.stable));
        json_put(entry, "equivalent", json_boolean(optimum.equivalent));
        json_put_number(entry, "spectral_radius", optimum.spectral_radius);
        for (size_t k = 0; k < paramod_sem_model_parameters(a->in.model); k++)
            json_put_number(values, paramod_sem_model_parameter(a->in.model, k),
                            optimum.theta[k]);
        json_put(entry, "parameters", values);
        (void)json_array_append_new(list, entry);
    }
    return list;
}

static void put_results(const answer *a, json_t *o, json_t *modifications,
                        json_t *effects)
{
    const paramod_sem_summary *const s = &a->summary;

    json_put_number(o, "chi2", s->chi2);
    json_put_number(o, "df", s->df);
    json_put_number(o, "pvalue", s->p_value);
    json_put_count(o, "npar", s->parameters);
    json_put_number(o, "n", s->n);
    json_put_number(o, "rows_dropped", s->rows_dropped);
    json_put_number(o, "logl", s->log_likelihood);
    json_put_number(o, "unrestricted_logl", s->unrestricted_log_likelihood);
    json_put_number(o, "f", s->f);
    json_put_number(o, "scaled_chi2", s->scaled_chi2);
    json_put_number(o, "scaling", s->scaling);
    json_put(o, "fit", measures_json(a));
    json_put_text(o, "ending", paramod_sem_end_name(s->ending));
    json_put_text(o, "verdict", a->verdict);
    json_put_count(o, "iterations", s->iterations);
    json_put_number(o, "decrement", s->decrement);
    json_put_count(o, "negative", s->negative);
    json_put_number(o, "spectral_radius", s->spectral_radius);
    json_put_count(o, "at_bound", s->at_bound);
    json_put(o, "optima", optima_json(a));
    json_put(o, "parameters", parameters_json(a));
    if (modifications != NULL)
        json_put(o, "modifications", modifications);
    if (effects != NULL)
        json_put(o, "effects", effects);
}

/* ---- text -------------------------------------------------------------------- */

static void print_row(const answer *a, size_t i, size_t width)
{
    const paramod_sem_row row = paramod_sem_model_row(a->in.model, i);
    const paramod_sem_estimate e = estimate_of(a, i);
    char name[512];

    (void)snprintf(name, sizeof name, "%s %s %s", row.lhs, row.op, row.rhs);
    (void)printf("%-*s %12.6g", (int)width, name, e.estimate);
    if (isfinite(e.se) && !row.exogenous)
        (void)printf(" %12.6g %9.3f", e.se, e.estimate / e.se);
    else
        (void)printf(" %12s %9s", "", "");
    if (isfinite(e.standardised))
        (void)printf(" %9.4f", e.standardised);
    (void)printf("%s%s\n", row.label[0] != '\0' ? "  " : "", row.label);
}

static size_t widest(const answer *a)
{
    size_t width = 12;

    for (size_t i = 0; i < paramod_sem_model_rows(a->in.model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(a->in.model, i);
        const size_t length = strlen(row.lhs) + strlen(row.op) + strlen(row.rhs) + 2;

        width = length > width ? length : width;
    }
    return width < 60 ? width : 60;
}

static double measure(const answer *a, const char *name)
{
    for (size_t i = 0; i < paramod_sem_measures(); i++)
        if (strcmp(paramod_sem_measure_name(i), name) == 0)
            return paramod_sem_fit_measure(a->fit, i);
    return NAN;
}

static void print_summary(const answer *a)
{
    const paramod_sem_summary *const s = &a->summary;

    (void)printf("%s after %zu iterations, %.0f observations, %zu parameters\n",
                 paramod_sem_end_name(s->ending), s->iterations, s->n, s->parameters);
    if (a->verdict[0] != '\0')
        (void)printf("%s\n", a->verdict);
    if (s->rows_dropped > 0.0)
        (void)printf("%.0f row%s left out for missing values\n", s->rows_dropped,
                     s->rows_dropped == 1.0 ? "" : "s");
    (void)printf("chi2 %.6g, df %.0f, p %.4g\n", s->chi2, s->df, s->p_value);
    if (isfinite(s->scaled_chi2))
        (void)printf("scaled chi2 %.6g, scaling %.6g\n", s->scaled_chi2, s->scaling);
    (void)printf("cfi %.4f, tli %.4f, rmsea %.4f (%.4f, %.4f), srmr %.4f\n",
                 measure(a, "cfi"), measure(a, "tli"), measure(a, "rmsea"),
                 measure(a, "rmsea.ci.lower"), measure(a, "rmsea.ci.upper"),
                 measure(a, "srmr"));
    if (isfinite(s->log_likelihood))
        (void)printf("log L %.6f, AIC %.4f, BIC %.4f\n", s->log_likelihood,
                     measure(a, "aic"), measure(a, "bic"));
}

static void print_table(const answer *a)
{
    const size_t width = widest(a), rows = paramod_sem_model_rows(a->in.model);
    const size_t groups = paramod_sem_model_groups(a->in.model);

    for (size_t g = 0; g < groups; g++) {
        if (groups > 1)
            (void)printf("\ngroup %s", paramod_sem_data_label(a->in.data, g));
        (void)printf("\n%-*s %12s %12s %9s %9s\n", (int)width, "", "estimate", "se", "z",
                     "std");
        for (size_t i = 0; i < rows; i++)
            if (paramod_sem_model_row(a->in.model, i).group == g)
                print_row(a, i, width);
    }
}

/* ---- modifications and effects ----------------------------------------------------- */

static const char *operator_of(paramod_sem_row_kind kind)
{
    return kind == PARAMOD_SEM_LOADING ? "=~" : kind == PARAMOD_SEM_REGRESSION ? "~"
         : kind == PARAMOD_SEM_COVARIANCE ? "~~" : "~1";
}

static bool list_modifications(const answer *a, json_t **json)
{
    const paramod_sem_model *const m = a->in.model;
    paramod_sem_modification *list;
    size_t count = 0;
    bool good = paramod_sem_fit_modifications(a->fit, 0, NULL, &count) == PARAMOD_OK
        || problem_from_library(a->o->problem);

    if (!good)
        return false;
    list = take(count + 1, sizeof *list);
    good = paramod_sem_fit_modifications(a->fit, count, list, &count) == PARAMOD_OK
        || problem_from_library(a->o->problem);
    if (json != NULL)
        *json = json_array();
    else
        (void)printf("\nmodification %28s %12s %9s\n", "index", "change", "std");
    for (size_t i = 0; i < count && good; i++) {
        const char *const lhs = paramod_sem_model_variable(m, list[i].lhs);
        const char *const rhs = list[i].kind == PARAMOD_SEM_INTERCEPT
                                ? "" : paramod_sem_model_variable(m, list[i].rhs);
        const char *const op = operator_of(list[i].kind);

        if (json == NULL) {
            char name[512];

            (void)snprintf(name, sizeof name, "%s %s %s", lhs, op, rhs);
            if (list[i].index >= 3.84)
                (void)printf("%-28s %12.4f %12.6g %9.4f\n", name, list[i].index,
                             list[i].change, list[i].standardised_change);
            continue;
        }
        json_t *entry = json_object();

        json_put_text(entry, "lhs", lhs);
        json_put_text(entry, "op", op);
        json_put_text(entry, "rhs", rhs);
        json_put_count(entry, "group", list[i].group + 1);
        json_put_number(entry, "mi", list[i].index);
        json_put_number(entry, "epc", list[i].change);
        json_put_number(entry, "sepc_all", list[i].standardised_change);
        (void)json_array_append_new(*json, entry);
    }
    free(list);
    return good;
}

static void put_effect(json_t *list, const answer *a, size_t g, size_t from, size_t to,
                       const paramod_sem_effect *e)
{
    json_t *entry = json_object();

    json_put_text(entry, "from", paramod_sem_model_variable(a->in.model, from));
    json_put_text(entry, "to", paramod_sem_model_variable(a->in.model, to));
    json_put_count(entry, "group", g + 1);
    json_put_number(entry, "direct", e->direct);
    json_put_number(entry, "indirect", e->indirect);
    json_put_number(entry, "total", e->total);
    json_put_number(entry, "direct_se", e->direct_se);
    json_put_number(entry, "indirect_se", e->indirect_se);
    json_put_number(entry, "total_se", e->total_se);
    (void)json_array_append_new(list, entry);
}

static bool list_effects(const answer *a, json_t **json)
{
    const paramod_sem_model *const m = a->in.model;
    const size_t all = paramod_sem_model_observed(m) + paramod_sem_model_latent(m);

    if (json != NULL)
        *json = json_array();
    else
        (void)printf("\neffect %22s %12s %12s %12s\n", "direct", "indirect", "total",
                     "se (total)");
    for (size_t g = 0; g < paramod_sem_model_groups(m); g++)
        for (size_t from = 0; from < all; from++)
            for (size_t to = 0; to < all; to++) {
                paramod_sem_effect e;
                char name[512];

                if (paramod_sem_fit_effect(a->fit, g, from, to, &e) != PARAMOD_OK)
                    return problem_from_library(a->o->problem);
                if (e.total == 0.0 && e.direct == 0.0)
                    continue;
                if (json != NULL) {
                    put_effect(*json, a, g, from, to, &e);
                    continue;
                }
                (void)snprintf(name, sizeof name, "%s > %s",
                               paramod_sem_model_variable(m, from),
                               paramod_sem_model_variable(m, to));
                (void)printf("%-16s %12.6g %12.6g %12.6g %12.6g\n", name, e.direct,
                             e.indirect, e.total, e.total_se);
            }
    return true;
}

/* ---- all of it ---------------------------------------------------------------------- */

static bool show_json(const answer *a, const sem_fitted *f)
{
    json_t *modifications = NULL, *effects = NULL, *all = json_object();
    const bool good =
        (!options_has(a->o, "modifications") || list_modifications(a, &modifications))
        && (!options_has(a->o, "effects") || list_effects(a, &effects))
        && sem_after_show(f, all);

    put_results(a, all, modifications, effects);
    if (good)
        json_print(all);
    else
        json_decref(all);
    return good;
}

static bool show(const answer *a)
{
    const sem_fitted f = { a->o, &a->in, a->fit };

    if (options_has(a->o, "json"))
        return show_json(a, &f);
    print_summary(a);
    print_table(a);
    return (!options_has(a->o, "modifications") || list_modifications(a, NULL))
        && (!options_has(a->o, "effects") || list_effects(a, NULL))
        && sem_after_show(&f, NULL);
}

static bool run(const options *o, int *status)
{
    answer a = { .o = o, .summary = { .size = sizeof a.summary } };
    bool good = sem_input_read(o, &a.in);

    good = good
        && ((paramod_sem_fit_create(a.in.model, a.in.data, &a.in.options, &a.fit)
                 == PARAMOD_OK
             && paramod_sem_fit_summary(a.fit, &a.summary) == PARAMOD_OK
             && paramod_sem_fit_verdict(a.fit, a.verdict, sizeof a.verdict) == PARAMOD_OK)
            || problem_from_library(o->problem))
        && show(&a);
    *status = a.summary.ending == PARAMOD_SEM_CONVERGED ? EXIT_SOLVED : EXIT_IRREGULAR;
    paramod_sem_fit_destroy(a.fit);
    sem_input_release(&a.in);
    return good;
}

int sem_fit_command(int words, char **word)
{
    return sem_model_command(words, word, own_options, sem_after_options, help, run);
}
