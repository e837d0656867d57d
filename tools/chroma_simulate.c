/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod chroma simulate */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "chroma_file.h"
#include "command.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "options.h"
#include "svg.h"

static const option table[] = {
    { "a", "A", "expected adsorptions, of one peak without a file", false },
    { "kd", "KD", "its rate of desorption in 1/s", false },
    { "t0", "T0", "time of the carrier in s", false },
    { "t1", "T1", "duration of the injection in s; inf for a step", false },
    { "times", "LIST", "as 1,2,5 or 0:0.5:600, in s", false },
    { "engine", "NAME", "automatic (default), closed, fourier, langmuir or lines", false },
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
                 "       paramod chroma simulate --a A --kd KD --t0 T0 --t1 T1 --times LIST\n\n"
                 "Concentrations at the outlet of a column, or of one peak in dimensionless\n"
                 "form, relative to the injection.\n\n");
    options_print(table);
}

/* What comes out: count x series. */
typedef struct chromatogram {
    size_t count, series;
    double *times, *c;
    const char *engine;
    double error_bound;
} chromatogram;

static void print_json(const chromatogram *g, const chroma_file *file)
{
    json_t *const root = json_object(), *const t = json_array(), *const c = json_array();

    for (size_t j = 0; j < g->count; j++)
        (void)json_array_append_new(t, json_number(g->times[j]));
    for (size_t i = 0; i < g->series; i++) {
        json_t *const one = g->series == 1 ? c : json_array();

        for (size_t j = 0; j < g->count; j++)
            (void)json_array_append_new(one, json_number(g->c[j * g->series + i]));
        if (g->series > 1)
            (void)json_array_append_new(c, one);
    }
    json_put(root, "t", t);
    json_put(root, "c", c);
    if (file != NULL) {
        json_t *const names = json_array();
        char buffer[32];

        for (size_t i = 0; i < g->series; i++)
            (void)json_array_append_new(names, json_string(chroma_file_name(file, i, buffer,
                                                                            sizeof buffer)));
        json_put(root, "analytes", names);
    }
    json_put_text(root, "engine", g->engine);
    json_put_number(root, "error_bound", g->error_bound);
    json_print(root);
}

static void print_csv(const chromatogram *g, const chroma_file *file)
{
    char text[NUMBER_SIZE];

    (void)printf("t");
    for (size_t i = 0; i < g->series; i++)
        (void)printf(",%s", file == NULL ? "c" : chroma_file_name(file, i, text, sizeof text));
    (void)printf("\n");
    for (size_t j = 0; j < g->count; j++) {
        (void)printf("%s", write_number(g->times[j], text));
        for (size_t i = 0; i < g->series; i++)
            (void)printf(",%s", write_number(g->c[j * g->series + i], text));
        (void)printf("\n");
    }
}

static bool plot(const chromatogram *g, const char *name, problem *p)
{
    frame f = { 60.0, 20.0, 620.0, 380.0, g->times[0], g->times[g->count - 1], 0.0, 0.0 };
    svg s;

    for (size_t k = 0; k < g->count * g->series; k++)
        f.y_most = fmax(f.y_most, g->c[k]);
    if (!(f.x_most > f.x_least) || !(f.y_most > 0.0))
        return problem_set(p, "nothing to plot: the times do not ascend, or no peak is there");
    if (!svg_begin(&s, name, 640.0, 430.0, "Chromatogram", p))
        return false;
    frame_axes(&s, &f, "t [s]", "c");
    for (size_t i = 0; i < g->series; i++) {
        for (size_t j = 0; j < g->count; j++)
            svg_point(&s, frame_x(&f, g->times[j]), frame_y(&f, g->c[j * g->series + i]));
        svg_stroke(&s, svg_colour(i), 1.5, NULL);
    }
    return svg_end(&s, name, p);
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
    g->series = 1;
    g->c = take(g->count, sizeof *g->c);
    g->engine = "closed form";
    return paramod_chroma_peak_evaluate(&peak, g->times, g->count, g->c, NULL, NULL,
                                        &g->error_bound) == PARAMOD_OK ||
           problem_from_library(p);
}

static bool simulate_column(const options *o, chroma_file *file, chromatogram *g, problem *p)
{
    paramod_chroma_options wishes = { .size = sizeof wishes };
    paramod_chroma_report report = { .size = sizeof report };
    paramod_chroma *chroma = NULL;
    size_t engine = 0;
    bool good = options_choice(o, "engine", engines, &engine);

    wishes.engine = engine;
    good = good && chroma_file_read(o->operand[0], file, p) &&
           chroma_file_create(file, &wishes, &chroma, p);
    if (good) {
        g->series = file->count;
        g->c = take(g->count * file->count, sizeof *g->c);
        good = paramod_chroma_outlet(chroma, g->times, g->count, g->c, &report) == PARAMOD_OK ||
               problem_from_library(p);
        g->engine = report.name;
        g->error_bound = report.error_bound;
    }
    paramod_chroma_destroy(chroma);
    return good;
}

static bool run(const options *o, problem *p)
{
    const bool has_file = o->operands == 1;
    const char *const times = options_text(o, "times");
    chroma_file file = { .count = 0 };
    chromatogram g = { .count = 0 };
    bool good;

    if (o->operands > 1)
        return problem_set(p, "more than one file");
    if (times == NULL)
        return problem_set(p, "--times is missing");
    g.count = read_numbers(times, &g.times);
    if (g.count == 0)
        return problem_set(p, "--times: '%s' is neither a list nor from:step:to", times);
    good = has_file ? simulate_column(o, &file, &g, p) : simulate_peak(o, &g, p);
    if (good && options_has(o, "plot"))
        good = plot(&g, options_text(o, "plot"), p);
    if (good && options_has(o, "json"))
        print_json(&g, has_file ? &file : NULL);
    else if (good)
        print_csv(&g, has_file ? &file : NULL);
    free(g.times);
    free(g.c);
    chroma_file_release(&file);
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
