/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod ident profile */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ident_fitting.h"
#include "ident_plot.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "progress.h"

static const option own_options[] = {
    { "parameters", "A,B,...", "profile these only", false },
    { "drop", "D", "fall of log L at the ends (default: half the chi-squared quantile)",
      false },
    { "points", "N", "points of each side that are kept (default 0; 8 with --plot)", false },
    { "starts", "N", "starts of the fit before (default 1)", false },
    { "seed", "S", "of the starts (default 1)", false },
    { "threads", "N", "threads (default: all)", false },
    { "checkpoint", "FILE", "keep the state there, and continue from it", false },
    { "plot", "FILE.svg", "draw the profiles", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod ident profile MODEL.json [OPTION]...\n\n"
                 "Fits, and then computes profile likelihoods and their intervals.\n\n"
                 "Model\n");
    options_print(ident_problem_options);
    (void)printf("\nProfiles\n");
    options_print(own_options);
}

/* ---- the state file --------------------------------------------------------------------- */

/* The fit's theta and then the state of the profiles. */
typedef struct run {
    ident_problem *q;
    paramod_ident_profile *profile;
    const char *checkpoint;
    double drop;
    bool saving;
} run;

static void save(const run *r)
{
    const size_t size = paramod_ident_profile_state_size(r->profile);
    const size_t n = r->q->model->parameters;
    void *state = take(size, 1);
    char name[1024];
    FILE *file;

    if (snprintf(name, sizeof name, "%s.new", r->checkpoint) < (int)sizeof name &&
        paramod_ident_profile_save(r->profile, state, size) == PARAMOD_OK &&
        (file = fopen(name, "wb")) != NULL) {
        const bool good = fwrite(r->q->theta, sizeof(double), n, file) == n &&
                          fwrite(state, 1, size, file) == size;

        if (fclose(file) == 0 && good)
            (void)rename(name, r->checkpoint);
    }
    free(state);
}

static int monitor(size_t done, size_t total, void *data)
{
    const run *const r = data;

    progress_count("profiles", done, total);
    if (r->checkpoint != NULL && r->saving)
        save(r);
    return interrupt_asked();
}

/* The theta of an earlier run; false if there is none. */
static bool load_theta(run *r)
{
    const size_t n = r->q->model->parameters;
    FILE *file = r->checkpoint != NULL ? fopen(r->checkpoint, "rb") : NULL;
    bool good;

    if (file == NULL)
        return false;
    good = fread(r->q->theta, sizeof(double), n, file) == n;
    (void)fclose(file);
    return good;
}

static bool load_state(run *r, problem *p)
{
    const size_t size = paramod_ident_profile_state_size(r->profile);
    unsigned char *state = take(size + 1, 1);
    FILE *file = fopen(r->checkpoint, "rb");
    size_t read = 0;
    bool good;

    if (file != NULL) {
        (void)fseek(file, (long)(r->q->model->parameters * sizeof(double)), SEEK_SET);
        read = fread(state, 1, size + 1, file);
        (void)fclose(file);
    }
    good = paramod_ident_profile_restore(r->profile, state, read) == PARAMOD_OK ||
           problem_from_library(p);
    free(state);
    return good;
}

/* ---- output ------------------------------------------------------------------------------- */

static json_t *side_json(const run *r, size_t i, int upper, size_t points)
{
    const paramod_ident_side *s = paramod_ident_profile_side(r->profile, i, upper);
    json_t *o = json_object(), *list = json_array();
    double x, rise;

    json_put_text(o, "status", paramod_ident_end_name((paramod_ident_end)s->end));
    json_put_number(o, "x", s->x);
    json_put_number(o, "theta", s->theta);
    json_put_number(o, "rise", s->rise);
    json_put_number(o, "residual", s->residual);
    json_put_number(o, "slice", s->slice);
    json_put_count(o, "evaluations", (size_t)s->evaluations);
    if (s->other != PARAMOD_IDENT_NONE)
        json_put_text(o, "at_bound", r->q->model->parameter[s->other]);
    for (size_t m = 0; m < points; m++)
        if (paramod_ident_profile_point(r->profile, i, upper, m, &x, &rise, NULL) ==
            PARAMOD_OK) {
            json_t *pair = json_array();

            (void)json_array_append_new(pair, json_number(x));
            (void)json_array_append_new(pair, json_number(rise));
            (void)json_array_append_new(list, pair);
        }
    json_put(o, "points", list);
    return o;
}

static void print_json(const run *r, size_t points, double llh)
{
    json_t *o = json_object(), *list = json_object();

    json_put_number(o, "llh", llh);
    json_put_number(o, "drop", r->drop);
    for (size_t i = 0; i < paramod_ident_profile_count(r->profile); i++) {
        json_t *pair = json_object();

        json_put(pair, "lower", side_json(r, i, 0, points));
        json_put(pair, "upper", side_json(r, i, 1, points));
        json_put(list, r->q->model->parameter[paramod_ident_profile_index(r->profile, i)],
                 pair);
    }
    json_put(o, "profiles", list);
    json_print(o);
}

static void print_text(const run *r, double llh)
{
    (void)printf("log likelihood %.12g; ends where it falls by %.6g\n", llh, r->drop);
    for (size_t i = 0; i < paramod_ident_profile_count(r->profile); i++)
        for (int upper = 0; upper < 2; upper++) {
            const paramod_ident_side *s = paramod_ident_profile_side(r->profile, i, upper);
            const size_t index = paramod_ident_profile_index(r->profile, i);

            (void)printf("%-20s %-5s %-12s %16.10g  (%.10g)%s%s\n",
                         upper ? "" : r->q->model->parameter[index],
                         upper ? "upper" : "lower",
                         paramod_ident_end_name((paramod_ident_end)s->end), s->theta, s->x,
                         s->other != PARAMOD_IDENT_NONE ? "  at a bound: " : "",
                         s->other != PARAMOD_IDENT_NONE ? r->q->model->parameter[s->other]
                                                        : "");
        }
}

/* ---- the command ------------------------------------------------------------------------------ */

static bool choose(const options *o, const ident_problem *q, size_t *count, size_t *index)
{
    const char *text = options_text(o, "parameters");

    for (*count = 0; text != NULL && *text != '\0';) {
        const size_t length = strcspn(text, ",");
        char *name = copy_bytes(text, length);
        const size_t i = paramod_space_find(q->model->space, name);

        if (i == q->model->parameters || *count == q->model->parameters) {
            (void)problem_set(o->problem, "option '--parameters': there is no parameter "
                              "'%s'", name);
            free(name);
            return false;
        }
        free(name);
        index[(*count)++] = i;
        text += length + (text[length] == ',');
    }
    return true;
}

static bool all_done(const run *r)
{
    for (size_t i = 0; i < paramod_ident_profile_count(r->profile); i++)
        for (int upper = 0; upper < 2; upper++) {
            const uint64_t end = paramod_ident_profile_side(r->profile, i, upper)->end;

            if (end == PARAMOD_IDENT_FAILED || end == PARAMOD_IDENT_BETTER ||
                end == PARAMOD_IDENT_PENDING)
                return false;
        }
    return true;
}

static bool compute(const options *o, run *r, paramod_ident_profile_options *how,
                    const size_t *index, size_t count, double *llh)
{
    paramod_ident_fit fit = { .size = sizeof fit };
    size_t regularised;
    const bool resumed = load_theta(r);

    if (!resumed && !ident_fit(o, r->q, &fit, &regularised))
        return false;
    if (paramod_ident_profile_create(r->q->model->ident, r->q->theta, count,
                                     count > 0 ? index : NULL, how, &r->profile) !=
        PARAMOD_OK)
        return problem_from_library(o->problem);
    if (resumed && !load_state(r, o->problem))
        return false;
    r->saving = true;
    if (paramod_ident_profile_run(r->profile) != PARAMOD_OK ||
        paramod_ident_log_likelihood(r->q->model->ident, r->q->theta, llh, NULL) !=
            PARAMOD_OK)
        return problem_from_library(o->problem);
    return true;
}

static bool run_profile(const options *o, run *r, bool *regular)
{
    paramod_ident_profile_options how = { .size = sizeof how, .monitor = monitor,
                                              .monitor_data = r };
    uint64_t points = options_has(o, "plot") ? 8 : 0, threads = 0;
    paramod_executor executor;
    size_t count, *index;
    double llh;
    bool good;

    if (!ident_problem_read(o, 1e-10, r->q) || !options_count(o, "points", &points) ||
        !options_count(o, "threads", &threads) ||
        !options_number(o, "drop", &how.drop) ||
        !options_number(o, "level", &how.level))
        return false;
    executor = paramod_executor_threads((size_t)threads);
    how.executor = &executor;
    how.points = (size_t)points;
    r->checkpoint = options_text(o, "checkpoint");
    index = take(r->q->model->parameters, sizeof *index);
    interrupt_catch();
    progress_begin(options_has(o, "json"));
    good = choose(o, r->q, &count, index) && compute(o, r, &how, index, count, &llh);
    progress_end();
    free(index);
    if (!good)
        return false;
    r->drop = how.drop > 0.0 ? how.drop
                                 : ident_half_quantile(how.level > 0.0 ? how.level
                                                                           : 0.95);
    if (options_has(o, "plot") &&
        !ident_plot_profiles(r->q, r->profile, (size_t)points, r->drop,
                             options_text(o, "plot"), o->problem))
        return false;
    if (options_has(o, "json"))
        print_json(r, (size_t)points, llh);
    else
        print_text(r, llh);
    *regular = all_done(r);
    return true;
}

int ident_profile_command(int words, char **word)
{
    static const option *const tables[] = { ident_problem_options, own_options, NULL };
    ident_problem q = { .model = NULL };
    run r = { .q = &q };
    problem p = { "" };
    options o;
    bool regular = true, good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else if (good)
        good = run_profile(&o, &r, &regular);
    paramod_ident_profile_destroy(r.profile);
    ident_problem_release(&q);
    options_release(&o);
    if (!good)
        return interrupt_or_refuse(&p);
    if (interrupt_asked())
        return EXIT_INTERRUPTED;
    return regular ? EXIT_SOLVED : EXIT_IRREGULAR;
}
