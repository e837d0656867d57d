/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod chroma simulate */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chart.h"
#include "chroma_file.h"
#include "command.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "options.h"

static const option table[] = {
    { "a", "A", "expected adsorptions, of one peak without a file", false },
    { "kd", "KD", "its rate of desorption in 1/s", false },
    { "t0", "T0", "time of the carrier in s", false },
    { "t1", "T1", "duration of the injection in s; inf for a step", false },
    { "times", "LIST", "as 1,2,5 or 0:0.5:600, in s", false },
    { "at", "T", "inside the column at this time, instead of --times", false },
    { "places", "LIST", "where, in m, for --at", false },
    { "detector", NULL, "the detector's signal, the sum of all analytes", false },
    { "engine", "NAME", "automatic (default), closed, fourier, langmuir or lines", false },
    { "tolerance", "E", "error wanted, relative to the peak (default 1e-13)", false },
    { "plot", "FILE.svg", "draw the chromatogram", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static const char *const engines[] = { "automatic", "closed", "fourier", "langmuir", "lines",
                                       NULL };

static void help(void)
{
    (void)printf("Usage: paramod chroma simulate COLUMN.json --times LIST [OPTION]...\n"
                 "       paramod chroma simulate COLUMN.json --at T --places LIST [OPTION]...\n"
                 "       paramod chroma simulate --a A --kd KD --t0 T0 --t1 T1 --times LIST\n\n"
                 "Concentrations at the outlet of a column, or inside it, in the carrier and on\n"
                 "the stationary phase; or of one peak in dimensionless form, relative to the\n"
                 "injection.\n\n");
    options_print(table);
}

enum { TITLE = 96 };

/* What comes out: count x series; q only inside the column. */
typedef struct chromatogram {
    bool inside, alone; /* one series without a name */
    double at;
    size_t count, series;
    double *x, *c, *q;
    char (*title)[TITLE];
    const char *engine;
    double error_bound;
} chromatogram;

/* ---- output ------------------------------------------------------------------------------ */

/* An array of numbers, or one for each of several series. */
static json_t *numbers_of(const chromatogram *g, const double *values)
{
    json_t *const all = json_array();

    for (size_t i = 0; i < g->series; i++) {
        json_t *const one = g->series == 1 ? all : json_array();

        for (size_t j = 0; j < g->count; j++)
            (void)json_array_append_new(one, json_number(values[j * g->series + i]));
        if (g->series > 1)
            (void)json_array_append_new(all, one);
    }
    return all;
}

static void print_json(const chromatogram *g)
{
    json_t *const root = json_object(), *const x = json_array(), *const names = json_array();

    for (size_t j = 0; j < g->count; j++)
        (void)json_array_append_new(x, json_number(g->x[j]));
    for (size_t i = 0; i < g->series; i++)
        (void)json_array_append_new(names, json_string(g->title[i]));
    if (g->inside)
        json_put_number(root, "t", g->at);
    json_put(root, g->inside ? "x" : "t", x);
    json_put(root, "c", numbers_of(g, g->c));
    if (g->q != NULL)
        json_put(root, "q", numbers_of(g, g->q));
    if (g->alone)
        json_decref(names);
    else
        json_put(root, "analytes", names);
    json_put_text(root, "engine", g->engine);
    json_put_number(root, "error_bound", g->error_bound);
    json_print(root);
}

static void print_csv(const chromatogram *g)
{
    char text[NUMBER_SIZE];

    (void)printf("%s", g->inside ? "x" : "t");
    for (size_t i = 0; i < g->series; i++)
        (void)printf(",%s", g->title[i]);
    for (size_t i = 0; g->q != NULL && i < g->series; i++)
        (void)printf(",%s q", g->title[i]);
    for (size_t j = 0; j < g->count; j++) {
        (void)printf("\n%s", write_number(g->x[j], text));
        for (size_t i = 0; i < g->series; i++)
            (void)printf(",%s", write_number(g->c[j * g->series + i], text));
        for (size_t i = 0; g->q != NULL && i < g->series; i++)
            (void)printf(",%s", write_number(g->q[j * g->series + i], text));
    }
    (void)printf("\n");
}

static bool plot(const chromatogram *g, const char *name, problem *p)
{
    curve *const curves = take(g->series, sizeof *curves);
    const chart drawing = { g->inside ? "Profile" : "Chromatogram",
                            g->inside ? "x [m]" : "t [s]", "c", g->series, curves };
    bool good;

    for (size_t i = 0; i < g->series; i++)
        curves[i] = (curve){ .title = g->title[i], .count = g->count, .x = g->x,
                             .y = g->c + i, .stride = g->series };
    good = chart_draw(&drawing, name, p);
    free(curves);
    return good;
}

/* ---- simulation ------------------------------------------------------------------------------ */

static void reserve(chromatogram *g, size_t series)
{
    g->series = series;
    g->c = take(g->count * series, sizeof *g->c);
    g->title = take(series, sizeof *g->title);
}

/* One peak: a, kd, t0, t1. */
static bool simulate_peak(const options *o, chromatogram *g, problem *p)
{
    paramod_chroma_peak peak = { .size = sizeof peak };
    const struct { const char *name; double *value; } member[] = {
        { "a", &peak.a }, { "kd", &peak.kd }, { "t0", &peak.t0 }, { "t1", &peak.t1 }
    };

    for (size_t k = 0; k < sizeof member / sizeof member[0]; k++) {
        if (!options_has(o, member[k].name))
            return problem_set(p, "--%s is missing; or name a COLUMN.json", member[k].name);
        if (!options_number(o, member[k].name, member[k].value))
            return false;
    }
    reserve(g, 1);
    (void)snprintf(g->title[0], TITLE, "c");
    g->alone = true;
    g->engine = "closed form";
    return paramod_chroma_peak_evaluate(&peak, g->x, g->count, g->c, NULL, NULL,
                                        &g->error_bound) == PARAMOD_OK ||
           problem_from_library(p);
}

/* What the column gives, by one of three functions of the library. */
static bool ask(paramod_chroma *chroma, const chroma_file *file, bool detector,
                chromatogram *g, problem *p)
{
    paramod_chroma_report report = { .size = sizeof report };
    paramod_status status;
    char buffer[32];

    reserve(g, detector ? 1 : file->count);
    for (size_t i = 0; i < g->series; i++)
        (void)snprintf(g->title[i], TITLE, "%s",
                       detector ? "signal" : chroma_file_name(file, i, buffer, sizeof buffer));
    if (g->inside) {
        g->q = take(g->count * g->series, sizeof *g->q);
        status = paramod_chroma_profile(chroma, g->at, g->x, g->count, g->c, g->q, &report);
    } else if (detector) {
        status = paramod_chroma_signal(chroma, g->x, g->count, g->c, &report);
    } else {
        status = paramod_chroma_outlet(chroma, g->x, g->count, g->c, &report);
    }
    g->engine = report.name;
    g->error_bound = report.error_bound;
    return status == PARAMOD_OK || problem_from_library(p);
}

static bool simulate_column(const options *o, chromatogram *g, problem *p)
{
    paramod_chroma_options wishes = { .size = sizeof wishes };
    chroma_file file = { .count = 0 };
    paramod_chroma *chroma = NULL;
    size_t engine = 0;
    bool good = options_choice(o, "engine", engines, &engine) &&
                options_number(o, "tolerance", &wishes.tolerance);

    wishes.engine = engine;
    good = good && chroma_file_read(o->operand[0], &file, p) &&
           chroma_file_create(&file, &wishes, &chroma, p) &&
           ask(chroma, &file, options_has(o, "detector"), g, p);
    paramod_chroma_destroy(chroma);
    chroma_file_release(&file);
    return good;
}

static bool read_places(const options *o, chromatogram *g, problem *p)
{
    const char *const name = g->inside ? "places" : "times";
    const char *const list = options_text(o, name);

    if (g->inside && options_has(o, "detector"))
        return problem_set(p, "--detector is at the outlet: give --times in place of --at");
    if (g->inside && o->operands == 0)
        return problem_set(p, "--at needs a COLUMN.json");
    if (list == NULL)
        return problem_set(p, "--%s is missing", name);
    g->count = read_numbers(list, &g->x);
    return g->count > 0 ||
           problem_set(p, "--%s: '%s' is neither a list nor from:step:to", name, list);
}

static bool run(const options *o, problem *p)
{
    chromatogram g = { .inside = options_has(o, "at") };
    bool good = o->operands <= 1 || problem_set(p, "more than one file");

    good = good && options_number(o, "at", &g.at) && read_places(o, &g, p) &&
           (o->operands == 1 ? simulate_column(o, &g, p) : simulate_peak(o, &g, p));
    if (good && options_has(o, "plot"))
        good = plot(&g, options_text(o, "plot"), p);
    if (good && options_has(o, "json"))
        print_json(&g);
    else if (good)
        print_csv(&g);
    free(g.x);
    free(g.c);
    free(g.q);
    free(g.title);
    return good;
}

int chroma_simulate_command(int words, char **word)
{
    const option *const tables[] = { table, NULL };
    options o;
    problem p = { "" };
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else
        good = good && run(&o, &p);
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
