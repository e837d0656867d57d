/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod chroma invert */

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "options.h"

static const option table[] = {
    { "a", "A", "expected adsorptions", false },
    { "kd", "KD", "rate of desorption in 1/s", false },
    { "t0", "T0", "time of the carrier in s, stripped off as a delay", false },
    { "t1", "T1", "duration of the injection in s", false },
    { "times", "LIST", "as 1,2,5 or 0:0.5:600, in s", false },
    { "method", "NAME", "automatic (default), dehoog, durbin, weeks, talbot, euler or "
      "stehfest", false },
    { "terms", "N", "of the method (each has a default)", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static const char *const methods[] = { "automatic", "dehoog", "durbin", "weeks", "talbot",
                                       "euler", "stehfest", NULL };

static void help(void)
{
    (void)printf("Usage: paramod chroma invert --a A --kd KD --t0 T0 --t1 T1 --times LIST "
                 "[OPTION]...\n\n"
                 "A peak by general inversion of its Laplace transform, with the estimated\n"
                 "and the true error, to compare methods.\n\n");
    options_print(table);
}

/* A step behind its delay.  A pulse is the difference of two, each inverted behind its own: a
 * delay inside the transform is a jump inside the curve, at which every method errs. */
static paramod_eval transform(const double x[2], double f[2], void *data)
{
    const paramod_chroma_peak *const p = data;
    const double complex s = x[0] + x[1] * I;
    const double complex value = cexp(-p->a * s / (s + p->kd)) / s;

    f[0] = creal(value);
    f[1] = cimag(value);
    return PARAMOD_EVAL_OK;
}

typedef struct work {
    size_t count;
    double *times, *f, *error, *exact;
    paramod_chroma_inversion report;
} work;

static void print(const work *w, bool json)
{
    json_t *const root = json_object();
    const struct { const char *name; const double *value; } part[] = {
        { "t", w->times }, { "c", w->f }, { "error", w->error }, { "exact", w->exact }
    };

    for (size_t k = 0; k < 4; k++) {
        json_t *const array = json_array();

        for (size_t j = 0; j < w->count; j++)
            (void)json_array_append_new(array, json_number(part[k].value[j]));
        json_put(root, part[k].name, array);
    }
    json_put_text(root, "method", w->report.name);
    json_put_number(root, "error_bound", w->report.error);
    json_put_count(root, "evaluations", (size_t)w->report.evaluations);
    if (json) {
        json_print(root);
        return;
    }
    json_decref(root);
    (void)printf("t,c,error,exact\n");
    for (size_t j = 0; j < w->count; j++)
        (void)printf("%.17g,%.17g,%.3g,%.17g\n", w->times[j], w->f[j], w->error[j],
                     w->exact[j]);
}

static bool read_peak(const options *o, paramod_chroma_peak *peak,
                      paramod_chroma_inversion_options *wishes, problem *p)
{
    const struct { const char *name; double *value; } member[] = {
        { "a", &peak->a }, { "kd", &peak->kd }, { "t0", &peak->t0 }, { "t1", &peak->t1 }
    };
    size_t method = 0;

    for (size_t k = 0; k < sizeof member / sizeof member[0]; k++) {
        if (!options_has(o, member[k].name))
            return problem_set(p, "--%s is missing", member[k].name);
        if (!options_number(o, member[k].name, member[k].value))
            return false;
    }
    if (!options_choice(o, "method", methods, &method) ||
        !options_count(o, "terms", &wishes->terms))
        return false;
    wishes->method = method;
    return true;
}

static bool invert_pulse(work *w, paramod_chroma_peak *peak,
                         paramod_chroma_inversion_options *wishes)
{
    paramod_chroma_inversion *const r = &w->report;
    paramod_chroma_inversion second = { .size = sizeof second };
    double *const f = take(2 * w->count, sizeof *f), *const error = f + w->count;
    bool good;

    wishes->delay = peak->t0;
    good = paramod_chroma_invert(transform, peak, w->times, w->count, wishes, w->f, w->error,
                                 r) == PARAMOD_OK;
    if (good && isfinite(peak->t1)) {
        wishes->delay = peak->t0 + peak->t1;
        good = paramod_chroma_invert(transform, peak, w->times, w->count, wishes, f, error,
                                     &second) == PARAMOD_OK;
        if (good && second.error > r->error)
            r->name = second.name;
        r->error = 0.0;
        r->evaluations += second.evaluations;
        for (size_t j = 0; j < w->count; j++) {
            w->f[j] -= f[j];
            w->error[j] += error[j];
            r->error = fmax(r->error, w->error[j]);
        }
    }
    free(f);
    return good;
}

static bool run(const options *o, problem *p)
{
    paramod_chroma_inversion_options wishes = { .size = sizeof wishes };
    paramod_chroma_peak peak = { .size = sizeof peak };
    work w = { .report = { .size = sizeof w.report } };
    bool good = read_peak(o, &peak, &wishes, p) &&
                (options_has(o, "times") || problem_set(p, "--times is missing"));

    if (!good)
        return false;
    w.count = read_numbers(options_text(o, "times"), &w.times);
    if (w.count == 0)
        return problem_set(p, "--times: '%s' is neither a list nor from:step:to",
                           options_text(o, "times"));
    w.f = take(w.count, sizeof *w.f);
    w.error = take(w.count, sizeof *w.error);
    w.exact = take(w.count, sizeof *w.exact);
    good = (paramod_chroma_peak_evaluate(&peak, w.times, w.count, w.exact, NULL, NULL, NULL) ==
                PARAMOD_OK && invert_pulse(&w, &peak, &wishes)) || problem_from_library(p);
    if (good)
        print(&w, options_has(o, "json"));
    free(w.times);
    free(w.f);
    free(w.error);
    free(w.exact);
    return good;
}

int chroma_invert_command(int words, char **word)
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
