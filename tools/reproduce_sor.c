/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod reproduce sor: the experiments of Khodak, Chow, Balcan, Talwalkar,
 * "Learning to relax", ICLR 2024. */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "number.h"
#include "progress.h"
#include "reproduce_sor.h"
#include "svg.h"

static const option own_options[] = {
    { "bounds", NULL, "figures 1, 2 (left), 3 and 4: counts and bounds against omega", false },
    { "learning", NULL, "figures 2 (centre) and 5: learners on random shifts", false },
    { "heat", NULL, "figures 2 (right) and 6: the heat equation", false },
    { "effort", "quick|full", "trials and sizes: minutes (default) or hours", false },
    { "trials", "N", "trials of each learner (default 4, full 40)", false },
    { "seed", "S", "of all random numbers (default 1)", false },
    { "threads", "N", "threads (default 2)", false },
    { "output", "FOLDER", "where to write figures and tables (default: here); finished "
      "runs are kept there, so that the same command goes on after Ctrl-C", false },
    { "quiet", NULL, "no progress on the terminal", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf(
        "Usage: paramod reproduce sor [OPTION]...\n\n"
        "The figures of M. Khodak, E. Chow, M.-F. Balcan, A. Talwalkar, Learning to\n"
        "relax: setting solver parameters across a sequence of linear system instances,\n"
        "ICLR 2024, as SVG and CSV, with totals beside those of the authors' code.\n"
        "All parts unless told which.\n\n");
    options_print(own_options);
}

/* ---- charts --------------------------------------------------------------------------- */

static double height(const sor_chart *c, double y)
{
    return c->logarithmic ? log10(y) : y;
}

static frame fit_frame(const sor_chart *c, const sor_curve *curves, size_t count)
{
    frame f = { 70.0, 40.0, 520.0, 400.0, INFINITY, -INFINITY, INFINITY, -INFINITY };

    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < curves[k].count; i++) {
            const double x = curves[k].x[i], y = height(c, curves[k].y[i]);

            if (!isfinite(y))
                continue;
            f.x_least = fmin(f.x_least, x);
            f.x_most = fmax(f.x_most, x);
            f.y_least = fmin(f.y_least, y);
            f.y_most = fmax(f.y_most, y);
        }
    f.y_most += 0.05 * (f.y_most - f.y_least) + 1e-9;
    f.y_least -= 0.05 * (f.y_most - f.y_least);
    return f;
}

static bool write_points(const char *name, const sor_curve *curves, size_t count, problem *p)
{
    FILE *const file = fopen(name, "w");
    char x[NUMBER_SIZE], y[NUMBER_SIZE];
    bool good;

    if (file == NULL)
        return problem_set(p, "cannot write '%s': %s", name, strerror(errno));
    (void)fputs("curve,x,y\n", file);
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < curves[k].count; i++)
            (void)fprintf(file, "\"%s\",%s,%s\n", curves[k].name,
                          write_number(curves[k].x[i], x),
                          isfinite(curves[k].y[i]) ? write_number(curves[k].y[i], y) : "NA");
    good = ferror(file) == 0;
    return (fclose(file) == 0 && good)
        || problem_set(p, "cannot write '%s': %s", name, strerror(errno));
}

static void draw_curve(svg *s, const sor_chart *c, const frame *f, const sor_curve *curve,
                       size_t k)
{
    static const char *const dashes[] = { NULL, "7 3", "2 3" };
    const char *dash = dashes[k / 6 % 3];
    const double y = 52.0 + 17.0 * (double)k;

    for (size_t i = 0; i < curve->count; i++)
        if (isfinite(height(c, curve->y[i])))
            svg_point(s, frame_x(f, curve->x[i]), frame_y(f, height(c, curve->y[i])));
    svg_stroke(s, svg_colour(k), 1.6, dash);
    svg_point(s, 532.0, y - 4.0);
    svg_point(s, 556.0, y - 4.0);
    svg_stroke(s, svg_colour(k), 1.6, dash);
    svg_text(s, 561.0, y, SVG_START, 11, "#222222", curve->name);
}

bool sor_chart_draw(const options *o, const sor_chart *chart, const sor_curve *curves,
                    size_t count)
{
    const frame f = fit_frame(chart, curves, count);
    char file[256], path[4096], label[128];
    svg s;

    (void)snprintf(file, sizeof file, "%s.csv", chart->name);
    if (!write_points(reproduce_path(o, file, path, sizeof path), curves, count, o->problem))
        return false;
    (void)snprintf(file, sizeof file, "%s.svg", chart->name);
    (void)reproduce_path(o, file, path, sizeof path);
    if (!svg_begin(&s, path, 740, 450, chart->title, o->problem))
        return false;
    svg_text(&s, 295, 22, SVG_MIDDLE, 13, "#222222", chart->title);
    (void)snprintf(label, sizeof label, "%s%s", chart->logarithmic ? "log10 of " : "",
                   chart->y_label);
    frame_axes(&s, &f, chart->x_label, label);
    for (size_t k = 0; k < count; k++)
        draw_curve(&s, chart, &f, &curves[k], k);
    if (!svg_end(&s, path, o->problem))
        return false;
    (void)printf("'%s'\n", path);
    return true;
}

/* ---- finished runs ------------------------------------------------------------------------ */

static const char store_name[] = "sor-runs.csv";

static bool read_marks(char *text, double *marks)
{
    for (size_t i = 0; i < SOR_MARKS; i++) {
        char *end;

        marks[i] = strtod(text, &end);
        if (end == text || (*end != ',' && *end != '\n'))
            return false;
        text = end + 1;
    }
    return true;
}

bool sor_store_find(const options *o, const char *key, double *marks)
{
    char path[4096], line[SOR_MARKS * 32 + 256];
    FILE *const file = fopen(reproduce_path(o, store_name, path, sizeof path), "r");
    bool found = false;

    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        char *comma = strchr(line, ',');

        if (comma == NULL)
            continue;
        *comma = '\0';
        found = strcmp(line, key) == 0 && read_marks(comma + 1, marks);
    }
    if (file != NULL)
        (void)fclose(file);
    return found;
}

bool sor_store_add(const options *o, const char *key, const double *marks)
{
    char path[4096], text[NUMBER_SIZE];
    FILE *const file = fopen(reproduce_path(o, store_name, path, sizeof path), "a");
    bool good;

    if (file == NULL)
        return problem_set(o->problem, "cannot write '%s': %s", path, strerror(errno));
    (void)fputs(key, file);
    for (size_t i = 0; i < SOR_MARKS; i++)
        (void)fprintf(file, ",%s", write_number(marks[i], text));
    (void)fputc('\n', file);
    good = ferror(file) == 0;
    return (fclose(file) == 0 && good)
        || problem_set(o->problem, "cannot write '%s': %s", path, strerror(errno));
}

/* ---- the command ---------------------------------------------------------------------------- */

static bool run(const options *o)
{
    static const char *const efforts[] = { "quick", "full", NULL };
    const bool some = options_has(o, "bounds") || options_has(o, "learning")
        || options_has(o, "heat");
    size_t effort = 0;
    bool good = options_choice(o, "effort", efforts, &effort);

    if (o->operands > 0)
        return problem_set(o->problem, "'%s' is not expected; see --help", o->operand[0]);
    progress_begin(options_has(o, "quiet"));
    if (good && (!some || options_has(o, "bounds")))
        good = reproduce_sor_bounds(o);
    if (good && (!some || options_has(o, "learning")) && !interrupt_asked())
        good = reproduce_sor_learning(o, effort == 1);
    if (good && (!some || options_has(o, "heat")) && !interrupt_asked())
        good = reproduce_sor_heat(o, effort == 1);
    progress_end();
    return good;
}

int reproduce_sor_command(int words, char **word)
{
    const option *const tables[] = { own_options, NULL };
    problem p = { "" };
    options o;
    int status = EXIT_SOLVED;

    if (!options_read(words, word, tables, &o, &p)) {
        status = problem_report(&p);
    } else if (options_has(&o, "help")) {
        help();
    } else {
        interrupt_catch();
        if (!run(&o))
            status = interrupt_or_refuse(&p);
        else if (interrupt_asked())
            status = EXIT_INTERRUPTED;
    }
    options_release(&o);
    return status;
}
