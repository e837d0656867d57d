/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sor replay */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "csv_file.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "sor_tuning.h"

static const option own_options[] = {
    { "context", "COLUMN", "the column of contexts (default context)", false },
    { "method", "NAME", "what was measured: sor (default), ssor, ssorpcg or chebyshev",
      false },
    { "seed", "S", "of the first run (default 1)", false },
    { "runs", "N", "runs of each learner, with different random numbers (default 5)", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sor replay COSTS.csv [OPTION]...\n\n"
                 "Which learner would have done how well: replays recorded costs of a\n"
                 "simulation of your own.  A row is a system, in their order; columns named\n"
                 "by numbers in (0, 2) hold what it cost with that omega, empty or NA where\n"
                 "the solve failed.  'paramod sor tune --table' writes such a file.  Without\n"
                 "--learner all learners that can run are compared.\n\n");
    options_print(own_options);
    (void)printf("\nTuner\n");
    options_print(sor_tuning_options);
}

/* ---- recorded costs -------------------------------------------------------------------- */

typedef struct record {
    table *file;
    const column *context;  /* null: none */
    size_t arms;
    const column **cost;
    double *omega;
    double cap;
} record;

static bool read_context(const options *o, record *r)
{
    const char *name = options_text(o, "context");

    for (size_t i = 0; name == NULL && i < r->file->columns; i++)
        if (strcmp(r->file->column[i].name, "context") == 0)
            name = "context";
    if (name == NULL)
        return true;
    r->context = table_numbers(r->file, name, o->problem);
    for (size_t i = 0; r->context != NULL && i < r->file->rows; i++)
        if (cell_is_missing(r->context, i))
            return problem_set(o->problem, "row %zu, column '%s': the context is missing",
                               i + 1, name);
    return r->context != NULL;
}

static bool check_column(const column *c, problem *p)
{
    for (size_t i = 0; i < c->numbers + c->missing; i++)
        if (!cell_is_missing(c, i) && !(c->number[i] > 0.0))
            return problem_set(p, "row %zu, column '%s': the cost %g is not positive", i + 1,
                               c->name, c->number[i]);
    return true;
}

static bool read_record(const options *o, record *r)
{
    if (o->operands == 0)
        return problem_set(o->problem, "there is no file of costs");
    if (o->operands > 1)
        return problem_set(o->problem, "'%s' is one operand too many", o->operand[1]);
    r->file = csv_read_file(o->operand[0], NULL, NULL, o->problem);
    if (r->file == NULL || !read_context(o, r))
        return false;
    r->cost = take(r->file->columns, sizeof *r->cost);
    r->omega = take(r->file->columns, sizeof *r->omega);
    for (size_t i = 0; i < r->file->columns; i++) {
        const column *c = &r->file->column[i];
        double omega;

        if (c == r->context || !read_number(c->name, &omega) || !(omega > 0.0 && omega < 2.0))
            continue;
        c = table_numbers(r->file, c->name, o->problem);
        if (c == NULL || !check_column(c, o->problem))
            return false;
        r->omega[r->arms] = omega;
        r->cost[r->arms++] = c;
    }
    if (r->arms == 0)
        return problem_set(o->problem, "'%s' has no column named by an omega in (0, 2)",
                           o->operand[0]);
    return true;
}

/* Cost of a row with the omega that was measured nearest, in log(2 - omega). */
static double cost_at(const record *r, size_t row, double omega, bool *failed)
{
    double best = INFINITY, cost;
    size_t at = 0;

    for (size_t k = 0; k < r->arms; k++) {
        const double off = fabs(log((2.0 - r->omega[k]) / (2.0 - omega)));

        if (off < best) {
            best = off;
            at = k;
        }
    }
    *failed = cell_is_missing(r->cost[at], row);
    cost = *failed ? r->cap : r->cost[at]->number[row];
    return fmin(cost, r->cap);
}

/* ---- replaying ---------------------------------------------------------------------------- */

static bool replay(const record *r, const paramod_sor_tuner_options *how, double *total,
                   problem *p)
{
    paramod_sor_tuner *t = NULL;
    bool good = sor_tuning_create(how, &t, p);

    *total = 0.0;
    for (size_t row = 0; good && row < r->file->rows; row++) {
        bool failed = true;

        for (int attempt = 0; good && attempt < 2 && failed; attempt++) {
            paramod_sor_advice a = { .size = sizeof a };
            const double c = r->context != NULL ? r->context->number[row] : 0.0;
            double cost;

            good = paramod_sor_tuner_ask(t, c, &a) == PARAMOD_OK;
            if (!good)
                break;
            cost = cost_at(r, row, a.omega, &failed);
            *total += cost;
            good = paramod_sor_tuner_tell(t, a.ticket, cost, failed ? PARAMOD_SOR_FAILED
                                          : PARAMOD_SOR_SOLVED) == PARAMOD_OK;
        }
    }
    good = good || (p->text[0] == '\0' ? problem_from_library(p) : false);
    paramod_sor_tuner_destroy(t);
    return good;
}

typedef struct line {
    const char *name;
    double total;
} line;

/* The best fixed omega, then the least of each row. */
static void reference(const record *r, line *fixed, double *omega, line *oracle)
{
    *fixed = (line) { "best fixed omega", INFINITY };
    *oracle = (line) { "least of each row", 0.0 };
    for (size_t k = 0; k < r->arms; k++) {
        double sum = 0.0;

        for (size_t row = 0; row < r->file->rows; row++) {
            bool failed;

            sum += cost_at(r, row, r->omega[k], &failed);
        }
        if (sum < fixed->total) {
            fixed->total = sum;
            *omega = r->omega[k];
        }
    }
    for (size_t row = 0; row < r->file->rows; row++) {
        double least = INFINITY;

        for (size_t k = 0; k < r->arms; k++) {
            bool failed;

            least = fmin(least, cost_at(r, row, r->omega[k], &failed));
        }
        oracle->total += least;
    }
}

static void fit_tuner(const record *r, paramod_sor_tuner_options *t)
{
    const column *c = r->context;

    if (t->omega_min == 0.0) {
        t->omega_min = t->omega_max = r->omega[0];
        for (size_t k = 1; k < r->arms; k++) {
            t->omega_min = fmin(t->omega_min, r->omega[k]);
            t->omega_max = fmax(t->omega_max, r->omega[k]);
        }
    }
    if (t->arms == 0)
        t->arms = r->arms;
    if (c == NULL || r->file->rows == 0)
        return;
    t->context_min = t->context_max = c->number[0];
    for (size_t i = 1; i < r->file->rows; i++) {
        t->context_min = fmin(t->context_min, c->number[i]);
        t->context_max = fmax(t->context_max, c->number[i]);
    }
}

/* Mean total over the runs; false if this learner cannot run here. */
static bool replay_learner(const record *r, paramod_sor_tuner_options t, size_t runs,
                           double *mean, problem *p)
{
    *mean = 0.0;
    for (size_t k = 0; k < runs; k++, t.seed++) {
        double total;

        if (!replay(r, &t, &total, p))
            return false;
        *mean += total / (double)runs;
    }
    return true;
}

static void print_lines(const record *r, const line *lines, size_t count, double omega,
                        bool as_json)
{
    json_t *o = json_object(), *list = json_array();

    for (size_t i = 0; i < count; i++) {
        json_t *l = json_object();

        if (!as_json)
            (void)printf("%-18s %14.6g  %.4f of the best fixed omega\n", lines[i].name,
                         lines[i].total, lines[i].total / lines[0].total);
        json_put_text(l, "name", lines[i].name);
        json_put_number(l, "total", lines[i].total);
        json_put_number(l, "ratio", lines[i].total / lines[0].total);
        (void)json_array_append_new(list, l);
    }
    json_put_count(o, "rounds", r->file->rows);
    json_put_count(o, "omegas", r->arms);
    json_put_number(o, "best_omega", omega);
    json_put(o, "totals", list);
    if (as_json)
        json_print(o);
    else
        json_decref(o);
}

static bool work(const options *o, record *r)
{
    static const char *const methods[] = { "sor", "ssor", "ssorpcg", "chebyshev", NULL };
    static const uint64_t method_of[] = { 0, 1, 2, 4 };
    paramod_sor_tuner_options t = { .size = sizeof t, .seed = 1 };
    uint64_t seed = 1, runs = 5;
    line lines[SOR_LEARNERS + 2];
    size_t count = 2, method = 0;
    double omega = (double)NAN;

    if (!read_record(o, r) || !sor_tuning_read(o, &t)
        || !options_choice(o, "method", methods, &method) || !options_count(o, "seed", &seed)
        || !options_count(o, "runs", &runs))
        return false;
    if (runs == 0)
        return problem_set(o->problem, "option '--runs': 0 is not positive");
    t.method = method_of[method];
    t.seed = seed;
    r->cap = t.cap = t.cap > 0.0 ? t.cap : 10000.0;
    t.cost = PARAMOD_SOR_COST_FLOPS; /* any positive number */
    fit_tuner(r, &t);
    reference(r, &lines[0], &omega, &lines[1]);
    for (size_t k = 0; k < SOR_LEARNERS; k++) {
        const bool chosen = options_has(o, "learner");
        problem quiet = { "" };

        if (chosen && k != t.learner)
            continue;
        t.learner = k;
        if (replay_learner(r, t, (size_t)runs, &lines[count].total, &quiet))
            lines[count++].name = sor_learner_names[k];
        else if (chosen)
            return problem_set(o->problem, "%s", quiet.text);
        if (chosen)
            break;
    }
    print_lines(r, lines, count, omega, options_has(o, "json"));
    return true;
}

int sor_replay_command(int words, char **word)
{
    static const option *const tables[] = { own_options, sor_tuning_options, NULL };
    record r = { .file = NULL };
    problem p = { "" };
    options o;
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else if (good)
        good = work(&o, &r);
    if (r.file != NULL)
        table_destroy(r.file);
    free(r.cost);
    free(r.omega);
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
