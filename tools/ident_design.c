/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod ident design */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ident_problem.h"
#include "json.h"
#include "memory.h"
#include "number.h"

static const char *const criteria[] = { "D", "A", "E", "modified-E", "c", NULL };

static const option own_options[] = {
    { "criterion", "NAME", "D (default), A, E, modified-E or c", false },
    { "points", "N", "an exact design of N data; without it a continuous one: weights",
      false },
    { "combination", "LIST", "the vector c of the c-criterion, one number a free parameter",
      false },
    { "complete", NULL, "instead: as few data as determine all parameters, greedily", false },
    { "starts", "N", "starts of the exchange (default 20)", false },
    { "seed", "S", "of the starts", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod ident design MODEL.json [OPTION]...\n\n"
                 "Chooses among the data of a model, which need not be measured yet, those "
                 "that tell most\nabout its parameters.\n\nModel\n");
    options_print(ident_problem_options);
    (void)printf("\nDesign\n");
    options_print(own_options);
}

typedef struct result {
    size_t k, candidates, count;
    double *row;     /* candidates x k */
    size_t *chosen;
    double *weight;  /* of all candidates, or null */
    paramod_ident_design design;
} result;

static void print_one(const ident_problem *q, const result *r, size_t i, json_t *list)
{
    const ident_datum *d = &q->model->datum[i];
    const double weight = r->weight != NULL ? r->weight[i] : 1.0;

    if (list == NULL) {
        (void)printf("%10zu %16.10g %12zu %12.8f\n", d->experiment + 1, d->t,
                     d->observable + 1, weight);
    } else {
        json_t *o = json_object();

        json_put_count(o, "datum", i);
        json_put_count(o, "experiment", d->experiment);
        json_put_number(o, "t", d->t);
        json_put_number(o, "weight", weight);
        (void)json_array_append_new(list, o);
    }
}

static void print(const ident_problem *q, const result *r, bool as_json)
{
    json_t *o = as_json ? json_object() : NULL, *list = as_json ? json_array() : NULL;

    if (!as_json)
        (void)printf("criterion %.10g, gap %.3g\n%10s %16s %12s %12s\n", r->design.value,
                     r->design.gap, "experiment", "t", "observable", "weight");
    for (size_t i = 0; i < r->count; i++)
        if (r->weight == NULL || r->weight[r->chosen[i]] > 1e-6)
            print_one(q, r, r->chosen[i], list);
    if (!as_json)
        return;
    json_put_number(o, "value", r->design.value);
    json_put_number(o, "gap", r->design.gap);
    json_put_number(o, "largest", r->design.largest);
    json_put(o, "design", list);
    json_print(o);
}

static bool solve(const options *o, result *r, paramod_ident_design_options *how)
{
    uint64_t points = 0, starts = 0;
    paramod_status status;

    if (!options_count(o, "points", &points) || !options_count(o, "starts", &starts) ||
        !options_count(o, "seed", &how->seed))
        return false;
    how->starts = (size_t)starts;
    r->chosen = take(r->candidates + r->k, sizeof *r->chosen);
    r->design = (paramod_ident_design){ .size = sizeof r->design, .value = (double)NAN,
                                        .gap = (double)NAN };
    if (options_has(o, "complete")) {
        status = paramod_ident_complete(r->k, 0, NULL, r->candidates, r->row, &r->count,
                                        r->chosen, NULL);
    } else if (points > 0) {
        r->count = (size_t)points < r->candidates ? (size_t)points : r->candidates;
        status = paramod_ident_design_exact(r->k, r->candidates, r->row, (size_t)points,
                                            how, r->chosen, &r->design);
    } else {
        r->weight = take(r->candidates, sizeof *r->weight);
        for (r->count = 0; r->count < r->candidates; r->count++)
            r->chosen[r->count] = r->count;
        status = paramod_ident_design_weights(r->k, r->candidates, r->row, how,
                                              r->weight, &r->design);
    }
    return status == PARAMOD_OK || problem_from_library(o->problem);
}

static bool run(const options *o, ident_problem *q, result *r)
{
    paramod_ident_design_options how = { .size = sizeof how };
    paramod_ident_report report = { .size = sizeof report };
    size_t choice = 0;
    double *c = NULL;
    bool good;

    if (!ident_problem_read(o, 1e-10, q) ||
        !options_choice(o, "criterion", criteria, &choice))
        return false;
    how.criterion = choice;
    if (paramod_ident_analyze(q->model->ident, q->theta, NULL, &q->analysis) !=
            PARAMOD_OK || paramod_ident_get_report(q->analysis, &report) != PARAMOD_OK)
        return problem_from_library(o->problem);
    r->k = report.free;
    r->candidates = q->model->data;
    r->row = take(r->candidates * r->k, sizeof *r->row);
    (void)memcpy(r->row, report.s, r->candidates * r->k * sizeof *r->row);
    if (options_has(o, "combination") &&
        read_numbers(options_text(o, "combination"), &c) != r->k) {
        free(c);
        return problem_set(o->problem, "option '--combination' must have %zu numbers",
                           r->k);
    }
    how.c = c;
    good = solve(o, r, &how);
    free(c);
    if (good)
        print(q, r, options_has(o, "json"));
    return good;
}

int ident_design_command(int words, char **word)
{
    static const option *const tables[] = { ident_problem_options, own_options, NULL };
    ident_problem q = { .model = NULL };
    result r = { .k = 0 };
    problem p = { "" };
    options o;
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else if (good)
        good = run(&o, &q, &r);
    free(r.row);
    free(r.chosen);
    free(r.weight);
    ident_problem_release(&q);
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
