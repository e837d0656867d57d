/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod spline knots */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/spline.h>

#include "command.h"
#include "csv_file.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "options.h"
#include "svg.h"
#include "typed_function.h"

static const option own_options[] = {
    { "expr", "F", "the function of x, such as \"1/(1+25*x^2)\"", false },
    { "from", "A", "left end; by default that of the data", false },
    { "to", "B", "right end; by default that of the data", false },
    { "x", "COLUMN", "of a data file: abscissas (default: the first column)", false },
    { "y", "COLUMN", "of a data file: ordinates (default: the second column)", false },
    { "tol", "EPS", "|f - s| <= EPS (|f| + scale) (default 1e-8)", false },
    { "scale", "S", "size below which errors are absolute (default 0)", false },
    { "mode", "NAME", "default, compatible, closure, four-points or uniform", false },
    { "map", "NAME", "linear (default), log or sinh", false },
    { "refine", "N", "compatible mode: passes over wide intervals (default 1)", false },
    { "uniform", "N", "number of uniform knots (default 100)", false },
    { "probes", "N", "additional points at which the result is tested", false },
    { "max-evaluations", "N", "cap of evaluations (default 1000000)", false },
    { "max-knots", "N", "cap of knots (default 1000000)", false },
    { "out", "FILE", "write knots and values as CSV", false },
    { "plot", "FILE", "draw function and knots as SVG", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod spline knots --expr F --from A --to B [OPTION]...\n"
                 "       paramod spline knots DATA.csv [OPTION]...\n\n"
                 "Knots of a cubic spline that meets a tolerance with few values of the\n"
                 "function; of a data file, the cubic spline through its points is the\n"
                 "function.\n\n");
    options_print(own_options);
}

/* What is to be approximated. */
typedef struct source {
    typed_function *function;
    paramod_spline *data;
    double from, to;
} source;

static double value_at(double x, void *data)
{
    const source *s = data;

    return s->data != NULL ? paramod_spline_value(s->data, x)
        : typed_function_value(s->function, x);
}

static void release(source *s)
{
    typed_function_destroy(s->function);
    paramod_spline_destroy(s->data);
}

/* ---- reading ------------------------------------------------------------------- */

static bool read_data(const options *o, const char *file, source *s, problem *p)
{
    table *t = csv_read_file(file, NULL, NULL, p);
    const char *x_name = options_text(o, "x"), *y_name = options_text(o, "y");
    const column *x, *y;
    bool good = false;

    if (t == NULL)
        return false;
    if (t->columns < 2) {
        table_destroy(t);
        return problem_set(p, "'%s' has one column; x and y are needed", file);
    }
    x = table_numbers(t, x_name != NULL ? x_name : t->column[0].name, p);
    y = x == NULL ? NULL
        : table_numbers(t, y_name != NULL ? y_name : t->column[1].name, p);
    if (y != NULL)
        good = paramod_spline_create(t->rows, x->number, y->number, NULL, &s->data)
            == PARAMOD_OK || problem_from_library(p);
    if (good) {
        s->from = x->number[0];
        s->to = x->number[t->rows - 1];
    }
    table_destroy(t);
    return good;
}

static bool read_source(const options *o, source *s, problem *p)
{
    const char *text = options_text(o, "expr");

    s->from = s->to = (double)NAN;
    if ((text != NULL) == (o->operands == 1) || o->operands > 1)
        return problem_set(p, "give either --expr or one data file");
    if (text != NULL && (s->function = typed_function_create(text, p)) == NULL)
        return false;
    if (text == NULL && !read_data(o, o->operand[0], s, p))
        return false;
    if (!options_number(o, "from", &s->from) || !options_number(o, "to", &s->to))
        return false;
    if (isnan(s->from) || isnan(s->to))
        return problem_set(p, "--expr needs --from and --to");
    return true;
}

static bool read_counts(const options *o, paramod_knots_options *k)
{
    uint64_t refine = 1, uniform = 0, probes = 0, evaluations = 0, knots = 0;

    if (!options_count(o, "refine", &refine) || !options_count(o, "uniform", &uniform)
        || !options_count(o, "probes", &probes)
        || !options_count(o, "max-evaluations", &evaluations)
        || !options_count(o, "max-knots", &knots))
        return false;
    k->refine = refine == 0 ? PARAMOD_KNOTS_NONE : (size_t)refine;
    k->uniform = (size_t)uniform;
    k->probes = (size_t)probes;
    k->max_evaluations = (size_t)evaluations;
    k->max_knots = (size_t)knots;
    return true;
}

static bool read_options(const options *o, paramod_knots_options *k)
{
    static const char *const modes[] = { "default", "compatible", "closure",
                                         "four-points", "uniform", NULL };
    static const char *const maps[] = { "linear", "log", "sinh", NULL };
    size_t mode = 0, map = 0;

    *k = (paramod_knots_options) { .size = sizeof *k, .tolerance = 1e-8 };
    if (!options_number(o, "tol", &k->tolerance)
        || !options_number(o, "scale", &k->scale)
        || !options_choice(o, "mode", modes, &mode)
        || !options_choice(o, "map", maps, &map) || !read_counts(o, k))
        return false;
    if (k->tolerance == 0.0) /* the library would take that for its default */
        return problem_set(o->problem, "--tol is 0; it must be above 0");
    k->mode = mode;
    k->map = map;
    return true;
}

/* ---- writing ------------------------------------------------------------------- */

static bool write_knots(const paramod_knots *k, size_t count, const char *file,
                        problem *p)
{
    FILE *out = fopen(file, "w");

    if (out == NULL)
        return problem_set(p, "cannot write '%s': %s", file, strerror(errno));
    (void)fputs("x,y,break\n", out);
    for (size_t i = 0; i < count; i++) {
        char x[NUMBER_SIZE], y[NUMBER_SIZE];

        (void)fprintf(out, "%s,%s,%d\n", write_number(paramod_knots_x(k)[i], x),
                      write_number(paramod_knots_y(k)[i], y),
                      paramod_knots_break(k, i));
    }
    return fclose(out) == 0 || problem_set(p, "cannot write '%s': %s", file,
                                           strerror(errno));
}

enum { CURVE = 800 };

static void draw(svg *s, const paramod_knots *k, size_t count)
{
    const paramod_spline *spline = paramod_knots_spline(k, 0);
    const double *x = paramod_knots_x(k);
    const double from = x[0], to = x[count - 1];
    frame f = { 70.0, 20.0, 680.0, 380.0, from, to, INFINITY, -INFINITY };

    for (size_t i = 0; i <= CURVE; i++) {
        const double y = paramod_spline_value(spline, from + (to - from) * (double)i
                                                      / CURVE);

        f.y_least = fmin(f.y_least, y);
        f.y_most = fmax(f.y_most, y);
    }
    if (!(f.y_most > f.y_least)) {
        f.y_least -= 1.0;
        f.y_most += 1.0;
    }
    frame_axes(s, &f, "x", "y");
    for (size_t i = 0; i <= CURVE; i++) {
        const double at = from + (to - from) * (double)i / CURVE;
        const double y = paramod_spline_value(spline, at);

        if (isfinite(y))
            svg_point(s, frame_x(&f, at), frame_y(&f, y));
    }
    svg_stroke(s, svg_colour(0), 1.2, NULL);
    for (size_t i = 0; i < count; i++)
        svg_rule(s, frame_x(&f, x[i]), f.bottom - 8.0, frame_x(&f, x[i]), f.bottom,
                 svg_colour(1), 0.5);
}

static bool plot(const paramod_knots *k, size_t count, const char *file, problem *p)
{
    svg s;

    if (!svg_begin(&s, file, 700.0, 430.0, "spline and knots", p))
        return false;
    draw(&s, k, count);
    return svg_end(&s, file, p);
}

static void print_json(const paramod_knots *k, const paramod_knots_report *r)
{
    json_t *root = json_object(), *gaps = json_array();

    json_put_text(root, "status", paramod_knots_end_name((paramod_knots_end)r->ending));
    json_put_text(root, "text", paramod_knots_text(k));
    json_put_count(root, "knots", r->knots);
    json_put_count(root, "evaluations", r->evaluations);
    json_put_count(root, "passes", r->passes);
    json_put_number(root, "achieved_error", r->achieved_error);
    json_put_number(root, "worst_x", r->worst_x);
    json_put_number(root, "noise", r->noise);
    json_put_count(root, "breaks", r->breaks);
    json_put_number(root, "not_finite_x", r->not_finite_x);
    for (size_t i = 0; i < r->unresolved; i++) {
        json_t *gap = json_array();
        double left, right;

        if (paramod_knots_unresolved(k, i, &left, &right) == PARAMOD_OK) {
            (void)json_array_append_new(gap, json_number(left));
            (void)json_array_append_new(gap, json_number(right));
        }
        (void)json_array_append_new(gaps, gap);
    }
    json_put(root, "unresolved", gaps);
    json_print(root);
}

static void print_text(const paramod_knots *k, const paramod_knots_report *r)
{
    (void)printf("%s: %s\n\n%-16s %zu\n%-16s %zu\n%-16s %zu\n%-16s %.3g\n%-16s %.17g\n",
                 paramod_knots_end_name((paramod_knots_end)r->ending),
                 paramod_knots_text(k), "knots", r->knots, "evaluations",
                 r->evaluations, "passes", r->passes, "achieved error",
                 r->achieved_error, "worst x", r->worst_x);
}

static bool run(const options *o, int *status, problem *p)
{
    paramod_knots_report r = { .size = sizeof r };
    paramod_knots_options k;
    paramod_knots *knots = NULL;
    source s = { 0 };
    const paramod_knots_function f = { .size = sizeof f, .data = &s,
                                       .value = value_at };
    bool good = read_source(o, &s, p) && read_options(o, &k);

    if (good)
        good = (paramod_knots_create(&f, s.from, s.to, &k, &knots) == PARAMOD_OK
                && paramod_knots_report_read(knots, &r) == PARAMOD_OK)
            || problem_from_library(p);
    if (good && options_text(o, "out") != NULL)
        good = write_knots(knots, r.knots, options_text(o, "out"), p);
    if (good && options_text(o, "plot") != NULL)
        good = plot(knots, r.knots, options_text(o, "plot"), p);
    if (good) {
        (options_has(o, "json") ? print_json : print_text)(knots, &r);
        *status = r.ending == PARAMOD_KNOTS_MET || r.ending == PARAMOD_KNOTS_UNTESTED
            ? EXIT_SOLVED : EXIT_IRREGULAR;
    }
    paramod_knots_destroy(knots);
    release(&s);
    return good;
}

int spline_knots_command(int words, char **word)
{
    static const option *const tables[] = { own_options, NULL };
    int status = EXIT_SOLVED;
    problem p = { "" };
    options o;
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else if (good)
        good = run(&o, &status, &p);
    options_release(&o);
    return good ? status : problem_report(&p);
}
