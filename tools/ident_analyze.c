/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod ident analyze */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ident_plot.h"
#include "ident_problem.h"
#include "json.h"
#include "memory.h"
#include "number.h"

static const option own_options[] = {
    { "threshold", "EPS", "also count eigenvalues above EPS, as published analyses do",
      false },
    { "dense", "N", "random points of the test for structural identifiability (0: none, "
      "default 5)", false },
    { "plot", "FILE.svg", "eigenvalues, directions and K as a drawing", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod ident analyze MODEL.json [OPTION]...\n\n"
                 "Which parameters, and combinations of them, the data of a model "
                 "determine.\n\nModel\n");
    options_print(ident_problem_options);
    (void)printf("\nAnalysis\n");
    options_print(own_options);
}

/* ---- output ------------------------------------------------------------------------ */

static const char *name_of(const ident_problem *q, size_t j)
{
    return paramod_space_name(q->model->space, paramod_ident_parameter(q->model->ident, j));
}

static json_t *numbers(size_t count, const double *x)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        (void)json_array_append_new(list, json_number(x[i]));
    return list;
}

static json_t *directions(const ident_problem *q, const paramod_ident_report *r)
{
    json_t *list = json_array();
    double *v = take(r->free, sizeof *v);
    char text[512];

    for (size_t i = 0; i < r->null_directions; i++) {
        paramod_ident_growth growth = { .size = sizeof growth };
        json_t *o = json_object();

        if (paramod_ident_null_direction(q->analysis, i, v, text, sizeof text) ==
            PARAMOD_OK) {
            json_put(o, "direction", numbers(r->free, v));
            json_put_text(o, "text", text);
        }
        if (paramod_ident_higher_order(q->analysis, v, &growth) == PARAMOD_OK) {
            json_put_number(o, "quartic", growth.quartic);
            json_put(o, "higher_order", json_boolean(growth.higher_order != 0));
        }
        (void)json_array_append_new(list, o);
    }
    free(v);
    return list;
}

static json_t *names(const ident_problem *q, size_t k)
{
    json_t *list = json_array();

    for (size_t j = 0; j < k; j++)
        (void)json_array_append_new(list, json_string(name_of(q, j)));
    return list;
}

static json_t *matrix(size_t k, const double *a)
{
    json_t *list = json_array();

    for (size_t i = 0; i < k; i++)
        (void)json_array_append_new(list, numbers(k, a + i * k));
    return list;
}

static void print_json(const ident_problem *q, const paramod_ident_report *r,
                       const paramod_ident_structure *s, const char *reason)
{
    static const char *const verdicts[] = { "?", "determined", "weak", "singular" };
    json_t *o = json_object();

    json_put(o, "parameters", names(q, r->free));
    json_put_number(o, "llh", r->log_likelihood);
    json_put(o, "gradient", r->gradient != NULL ? numbers(r->free, r->gradient)
                                                : json_null());
    json_put(o, "eigenvalues", numbers(r->free, r->eigenvalue));
    json_put(o, "eigenvalue_errors", numbers(r->free, r->eigenvalue_error));
    json_put(o, "U", matrix(r->free, r->direction));
    json_put_count(o, "rank", r->rank);
    json_put_number(o, "tolerance", r->tolerance);
    json_put_count(o, "practical_rank", r->practical_rank);
    json_put_number(o, "practical_threshold", r->quantile);
    json_put(o, "practical_eigenvalues", numbers(r->free, r->practical));
    json_put_count(o, "threshold_rank", r->threshold_rank);
    json_put_text(o, "verdict", verdicts[r->verdict]);
    json_put_text(o, "reason", reason);
    json_put(o, "K_inf", numbers(r->free, r->k_inf));
    json_put(o, "K_2", numbers(r->free, r->k_2));
    json_put(o, "se", numbers(r->free, r->standard_error));
    json_put(o, "half_width", numbers(r->free, r->half_width));
    json_put(o, "vif", numbers(r->free, r->vif));
    json_put(o, "correlation", matrix(r->free, r->correlation));
    json_put_number(o, "collinearity", r->collinearity);
    json_put_number(o, "condition", r->condition);
    json_put(o, "null_directions", directions(q, r));
    if (s != NULL) {
        json_put_count(o, "generic_rank", s->generic_rank);
        json_put(o, "structural", json_boolean(s->structural != 0));
    }
    json_print(o);
}

static void print_text(const ident_problem *q, const paramod_ident_report *r,
                       const paramod_ident_structure *s, const char *reason)
{
    (void)printf("%zu rows, %zu free parameters", r->rows, r->free);
    if (!isnan(r->log_likelihood))
        (void)printf(", log likelihood %.10g", r->log_likelihood);
    (void)printf("\n%s\n", reason);
    if (s != NULL && r->rank < r->free)
        (void)printf("at random parameters the rank is %zu: %s\n", s->generic_rank,
                     s->structural ? "the lack is structural"
                                   : "the lack is one of these parameters, not of the "
                                     "model");
    (void)printf("\n%-20s %12s %12s %12s %12s %10s\n", "parameter", "x", "K_inf", "K_2",
                 "std. error", "VIF");
    for (size_t j = 0; j < r->free; j++)
        (void)printf("%-20s %12.6g %12.6g %12.6g %12.6g %10.4g\n", name_of(q, j),
                     q->theta[paramod_ident_parameter(q->model->ident, j)], r->k_inf[j],
                     r->k_2[j], r->standard_error[j], r->vif[j]);
    (void)printf("\neigenvalue           error\n");
    for (size_t j = 0; j < r->free; j++)
        (void)printf("%-20.12g %.1e\n", r->eigenvalue[j], r->eigenvalue_error[j]);
}

/* ---- the command ----------------------------------------------------------------------- */

static bool run(const options *o, ident_problem *q, problem *p, bool *regular)
{
    paramod_ident_report r = { .size = sizeof r };
    paramod_ident_structure s = { .size = sizeof s };
    paramod_ident_options analysis = { .size = sizeof analysis };
    uint64_t points = 5;
    char reason[2048];

    if (!ident_problem_read(o, 1e-12, q) ||
        !options_number(o, "threshold", &analysis.threshold) ||
        !options_count(o, "dense", &points) || !options_number(o, "level", &analysis.level))
        return false;
    if (paramod_ident_analyze(q->model->ident, q->theta, &analysis, &q->analysis) !=
            PARAMOD_OK ||
        paramod_ident_get_report(q->analysis, &r) != PARAMOD_OK ||
        paramod_ident_reason(q->analysis, reason, sizeof reason) != PARAMOD_OK)
        return problem_from_library(p);
    if (r.rank == r.free)
        points = 0;
    if (points > 0 && paramod_ident_structure_test(q->model->ident, q->theta,
                                                   (size_t)points, 1, &s) != PARAMOD_OK)
        return problem_from_library(p);
    if (options_has(o, "plot") &&
        !ident_plot_analysis(q, &r, options_text(o, "plot"), p))
        return false;
    (options_has(o, "json") ? print_json : print_text)(q, &r, points > 0 ? &s : NULL,
                                                       reason);
    *regular = r.verdict == PARAMOD_IDENT_DETERMINED;
    return true;
}

int ident_analyze_command(int words, char **word)
{
    static const option *const tables[] = { ident_problem_options, own_options, NULL };
    ident_problem q = { .model = NULL };
    problem p = { "" };
    options o;
    bool regular = true, good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else if (good)
        good = run(&o, &q, &p, &regular);
    ident_problem_release(&q);
    options_release(&o);
    if (!good)
        return problem_report(&p);
    return regular ? EXIT_SOLVED : EXIT_IRREGULAR;
}
