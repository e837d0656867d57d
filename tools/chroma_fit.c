/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod chroma fit */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/infer.h>

#include "chart.h"
#include "chroma_file.h"
#include "command.h"
#include "csv_file.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "options.h"

static const option own_options[] = {
    { "data", "FILE.csv", "the signal; its first two columns, or --time and --signal", false },
    { "time", "NAME", "column of the times in s (default t)", false },
    { "signal", "NAME", "column of the signal (default signal)", false },
    { "baseline", "TERMS", "terms of the baseline's polynomial (default 1: a constant)", false },
    { "loss", "NAME", "squares (default), huber or bisquare", false },
    { "tail", NULL, "fit the injection's exponential tail too", false },
    { "dead-time", NULL, "fit the dead time too", false },
    { "fixed-amplitudes", NULL, "amplitudes are detector times concentration", false },
    { "window", "A=FROM:TO", "where the peak of analyte A is, for the start", true },
    { "bound", "A.kd=LOW:HIGH", "bounds of its kd or ka; an end may be empty", true },
    { "sigma", "NAME", "column of the signal's standard deviations", false },
    { "plot", "FILE.svg", "draw the signal, the fit and what is left", false },
    { "level", "P", "of the profile-likelihood intervals (default 0.95)", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static const char *const losses[] = { "squares", "huber", "bisquare", NULL };

static void help(void)
{
    (void)printf("Usage: paramod chroma fit COLUMN.json --data FILE.csv [OPTION]...\n\n"
                 "Rates of adsorption and desorption from a chromatogram.  Analytes without ka\n"
                 "or kd start from the moments of the peaks, in the order of time.\n\n");
    options_print(own_options);
}

typedef struct result {
    paramod_chroma_fit *fit;
    const paramod_fit *base;
    paramod_chroma_fit_report report;
    size_t n, q;
    double level;
    double *coefficient, *error; /* q; n + q standard errors, or NaN */
    paramod_interval *interval;  /* n */
    char verdict[512];
    double *curve; /* of the fit, as long as the data */
    const chroma_file *file;
    size_t baseline; /* terms of it */
} result;

static bool ask(result *r, size_t points, problem *p)
{
    double *v;

    r->base = paramod_chroma_fit_base(r->fit);
    r->n = paramod_space_size(paramod_fit_space(r->base));
    r->q = paramod_chroma_fit_coefficients(r->fit);
    r->coefficient = take(r->q + 1, sizeof *r->coefficient);
    r->error = take(r->n + r->q, sizeof *r->error);
    r->interval = take(r->n, sizeof *r->interval);
    r->curve = take(points, sizeof *r->curve);
    r->report.size = sizeof r->report;
    if (paramod_chroma_fit_curve(r->fit, r->coefficient, r->curve, &r->report) != PARAMOD_OK ||
        paramod_chroma_fit_verdict(r->fit, r->verdict, sizeof r->verdict) != PARAMOD_OK)
        return problem_from_library(p);
    v = take((r->n + r->q) * (r->n + r->q), sizeof *v);
    if (paramod_chroma_fit_covariance(r->fit, v) == PARAMOD_OK) {
        for (size_t k = 0; k < r->n + r->q; k++)
            r->error[k] = sqrt(v[k * (r->n + r->q + 1)]);
    } else {
        for (size_t k = 0; k < r->n + r->q; k++)
            r->error[k] = (double)NAN;
    }
    free(v);
    for (size_t k = 0; k < r->n; k++)
        if (paramod_chroma_fit_interval(r->fit, k, r->level, &r->interval[k]) != PARAMOD_OK)
            r->interval[k].lower = r->interval[k].upper = (double)NAN;
    return true;
}

static bool plot(const result *r, const column *t, const column *y, size_t points,
                 const char *path, problem *p)
{
    double *const rest = take(points, sizeof *rest);
    const curve curves[] = {
        { .title = "signal", .count = points, .x = t->number, .y = y->number, .dots = 1.0,
          .colour = "#888888" },
        { .title = "fit", .count = points, .x = t->number, .y = r->curve },
        { .title = "signal - fit", .count = points, .x = t->number, .y = rest }
    };
    const chart drawing = { "Fit of a chromatogram", "t [s]", "signal", 3, curves };
    bool good;

    for (size_t k = 0; k < points; k++)
        rest[k] = y->number[k] - r->curve[k];
    good = chart_draw(&drawing, path, p);
    free(rest);
    return good;
}

/* The first are amplitudes, unless those are fixed; the rest is the baseline. */
static const char *coefficient_name(const result *r, size_t k, char *text, size_t size)
{
    const size_t amplitudes = r->q - r->baseline;
    char buffer[32];

    if (k < amplitudes)
        (void)snprintf(text, size, "%s.amplitude",
                       chroma_file_name(r->file, k, buffer, sizeof buffer));
    else
        (void)snprintf(text, size, "baseline %zu", k - amplitudes);
    return text;
}

static void print_text(const result *r)
{
    const paramod_space *const space = paramod_fit_space(r->base);
    char name[64];

    (void)printf("%-24s %14s %12s %14s %14s\n", "", "estimate", "std. error", "lower",
                 "upper");
    for (size_t k = 0; k < r->n; k++)
        (void)printf("%-24s %14.8g %12.3g %14.8g %14.8g\n", paramod_space_name(space, k),
                     paramod_fit_theta(r->base)[k], r->error[k], r->interval[k].lower,
                     r->interval[k].upper);
    for (size_t k = 0; k < r->q; k++)
        (void)printf("%-24s %14.8g %12.3g\n", coefficient_name(r, k, name, sizeof name),
                     r->coefficient[k], r->error[r->n + k]);
    (void)printf("\nsum of squares %g, R^2 %.6g, autocorrelation of residuals %.3g\n%s\n",
                 r->report.sum_of_squares, r->report.r_squared, r->report.autocorrelation,
                 paramod_fit_ending_text(r->base));
    if (r->verdict[0] != '\0')
        (void)printf("%s\n", r->verdict);
}

static void print_json(const result *r)
{
    const paramod_space *const space = paramod_fit_space(r->base);
    json_t *const root = json_object(), *const parameters = json_object();
    json_t *const coefficients = json_array();

    for (size_t k = 0; k < r->n; k++) {
        json_t *const one = json_object();

        json_put_number(one, "estimate", paramod_fit_theta(r->base)[k]);
        json_put_number(one, "std_error", r->error[k]);
        json_put_number(one, "lower", r->interval[k].lower);
        json_put_number(one, "upper", r->interval[k].upper);
        json_put(parameters, paramod_space_name(space, k), one);
    }
    for (size_t k = 0; k < r->q; k++) {
        char name[64];
        json_t *const one = json_object();

        json_put_text(one, "name", coefficient_name(r, k, name, sizeof name));
        json_put_number(one, "estimate", r->coefficient[k]);
        json_put_number(one, "std_error", r->error[r->n + k]);
        (void)json_array_append_new(coefficients, one);
    }
    json_put(root, "parameters", parameters);
    json_put(root, "coefficients", coefficients);
    json_put_number(root, "sum_of_squares", r->report.sum_of_squares);
    json_put_number(root, "r_squared", r->report.r_squared);
    json_put_number(root, "autocorrelation", r->report.autocorrelation);
    json_put_text(root, "ending", paramod_fit_end_name(paramod_fit_ending(r->base)));
    json_put_text(root, "verdict", r->verdict);
    json_print(root);
}

/* Takes "KEY=LOWER:UPPER" apart, an empty end being 0; the analyte that KEY begins with, and
 * what follows its name. */
static bool read_range(const char *name_of, const char *text, const chroma_file *file,
                       size_t *analyte, const char **rest, double ends[2], problem *p)
{
    const char *const equal = strrchr(text, '='), *colon = equal ? strchr(equal, ':') : NULL;
    char words[2][64] = { "", "" }, buffer[32];

    ends[0] = ends[1] = 0.0;
    if (colon == NULL || colon - equal > 63 || strlen(colon) > 63)
        return problem_set(p, "--%s: '%s' is not NAME=FROM:TO", name_of, text);
    memcpy(words[0], equal + 1, (size_t)(colon - equal - 1));
    memcpy(words[1], colon + 1, strlen(colon + 1));
    for (size_t k = 0; k < 2; k++)
        if (words[k][0] != '\0' && !read_number(words[k], &ends[k]))
            return problem_set(p, "--%s: '%s' is not a number", name_of, words[k]);
    for (*analyte = 0; *analyte < file->count; ++*analyte) {
        const char *const name = chroma_file_name(file, *analyte, buffer, sizeof buffer);
        const size_t length = strlen(name);

        *rest = text + length;
        if (strncmp(text, name, length) == 0 && (**rest == '=' || **rest == '.'))
            return true;
    }
    return problem_set(p, "--%s: '%s' does not begin with the name of an analyte", name_of, text);
}

/* Windows and bounds, analytes x 2 each, lower and upper bounds one after the other. */
static bool read_ranges(const options *o, const chroma_file *file, double *windows,
                        double *bounds, problem *p)
{
    const char *text, *rest;
    double ends[2];
    size_t i;

    for (size_t k = 0; (text = options_repeated(o, "window", k)) != NULL; k++) {
        if (!read_range("window", text, file, &i, &rest, ends, p))
            return false;
        if (*rest != '=' || !(ends[1] > ends[0]))
            return problem_set(p, "--window: '%s' is not ANALYTE=FROM:TO", text);
        memcpy(windows + 2 * i, ends, sizeof ends);
    }
    for (size_t k = 0; (text = options_repeated(o, "bound", k)) != NULL; k++) {
        size_t rate;

        if (!read_range("bound", text, file, &i, &rest, ends, p))
            return false;
        if (strncmp(rest, ".ka=", 4) != 0 && strncmp(rest, ".kd=", 4) != 0)
            return problem_set(p, "--bound: '%s' is not ANALYTE.ka=LOWER:UPPER, nor .kd", text);
        rate = 2 * i + (rest[2] == 'd');
        bounds[rate] = ends[0];
        bounds[2 * file->count + rate] = ends[1];
    }
    for (i = 0; options_has(o, "window") && i < file->count; i++)
        if (!(windows[2 * i + 1] > 0.0))
            return problem_set(p, "--window: give one for each analyte; there is none for "
                               "number %zu", i + 1);
    return true;
}

static bool read_wishes(const options *o, paramod_chroma_fit_options *wishes, double *level)
{
    size_t loss = 0;
    uint64_t baseline = 1;

    if (!options_choice(o, "loss", losses, &loss) ||
        !options_count(o, "baseline", &baseline) || !options_number(o, "level", level))
        return false;
    if (baseline > 6)
        return problem_set(o->problem, "--baseline: %llu is more than 6 terms",
                           (unsigned long long)baseline);
    if (!(*level > 0.0 && *level < 1.0))
        return problem_set(o->problem, "--level: %g is not inside (0, 1)", *level);
    wishes->loss = loss;
    wishes->baseline = baseline;
    wishes->fit_tail = options_has(o, "tail");
    wishes->fit_dead_time = options_has(o, "dead-time");
    wishes->fixed_amplitudes = options_has(o, "fixed-amplitudes");
    return true;
}

/* The columns of the data that are asked for; null for a refusal. */
static const column *read_column(const options *o, const char *name, const char *otherwise,
                                 table *data, problem *p)
{
    const char *const wanted = options_text(o, name);

    return table_numbers(data, wanted != NULL ? wanted : otherwise, p);
}

static bool fit(const options *o, paramod_chroma *chroma, table *data, result *r, problem *p)
{
    const size_t count = r->file->count;
    double *const ranges = take(6 * count, sizeof *ranges);
    paramod_chroma_fit_options wishes = { .size = sizeof wishes, .lower = ranges + 2 * count,
                                          .upper = ranges + 4 * count };
    const column *const t = read_column(o, "time", "t", data, p);
    const column *const y = t != NULL ? read_column(o, "signal", "signal", data, p) : NULL;
    const column *sigma = NULL;
    bool good = y != NULL && read_wishes(o, &wishes, &r->level) &&
                read_ranges(o, r->file, ranges, ranges + 2 * count, p) &&
                (!options_has(o, "sigma") ||
                 (sigma = read_column(o, "sigma", "", data, p)) != NULL);

    r->baseline = (size_t)wishes.baseline;
    if (options_has(o, "window"))
        wishes.windows = ranges;
    if (sigma != NULL) {
        wishes.sigma = sigma->number;
        wishes.unit_variance = 1;
    }
    good = good && (paramod_chroma_fit_create(chroma, t->number, y->number, data->rows, &wishes,
                                              &r->fit) == PARAMOD_OK || problem_from_library(p));
    free(ranges);
    return good && ask(r, data->rows, p) &&
           (!options_has(o, "plot") ||
            plot(r, t, y, data->rows, options_text(o, "plot"), p));
}

/* EXIT_REFUSED after a refusal. */
static int run(const options *o, problem *p)
{
    chroma_file file = { .count = 0 };
    result r = { .level = 0.95, .file = &file };
    paramod_chroma *chroma = NULL;
    table *data = NULL;
    bool good = (o->operands == 1 || problem_set(p, "one COLUMN.json is needed")) &&
                (options_has(o, "data") || problem_set(p, "--data is missing")) &&
                chroma_file_read(o->operand[0], &file, p) &&
                chroma_file_create(&file, NULL, &chroma, p) &&
                (data = csv_read_file(options_text(o, "data"), NULL, NULL, p)) != NULL &&
                fit(o, chroma, data, &r, p);

    if (good && options_has(o, "json"))
        print_json(&r);
    else if (good)
        print_text(&r);
    free(r.coefficient);
    free(r.curve);
    free(r.error);
    free(r.interval);
    {
        const int status = !good ? EXIT_REFUSED
                           : paramod_fit_ending(r.base) <= PARAMOD_FIT_STEP ? EXIT_SOLVED
                                                                            : EXIT_IRREGULAR;

        paramod_chroma_fit_destroy(r.fit);
        paramod_chroma_destroy(chroma);
        table_destroy(data);
        chroma_file_release(&file);
        return status;
    }
}

int chroma_fit_command(int words, char **word)
{
    const option *const tables[] = { own_options, NULL };
    options o;
    problem p = { "" };
    int status = EXIT_REFUSED;

    if (options_read(words, word, tables, &o, &p)) {
        if (options_has(&o, "help")) {
            help();
            status = EXIT_SOLVED;
        } else {
            status = run(&o, &p);
        }
    }
    options_release(&o);
    return status == EXIT_REFUSED ? problem_report(&p) : status;
}
