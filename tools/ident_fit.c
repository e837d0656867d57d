/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod ident fit and simulate */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ident_fitting.h"
#include "json.h"
#include "memory.h"
#include "number.h"

static const option fit_options[] = {
    { "starts", "N", "starts, drawn from the box (default 1)", false },
    { "seed", "S", "of the starts (default 1)", false },
    { "threads", "N", "threads (default: all)", false },
    { "regularise", "LAMBDA", "add LAMBDA |U2'(x - x*)|^2 / 2 to -log L, U2 the directions "
      "that the data do not determine at x*, the nominal parameters", false },
    { "threshold", "EPS", "eigenvalues up to EPS make U2 (default: by rank)", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help_fit(void)
{
    (void)printf("Usage: paramod ident fit MODEL.json [OPTION]...\n\n"
                 "Maximises the likelihood of a model in its box.\n\nModel\n");
    options_print(ident_problem_options);
    (void)printf("\nFit\n");
    options_print(fit_options);
}

/* ---- fits, for other commands too ------------------------------------------------------- */

/* U2 and x*, by the analysis at theta. */
static bool regularise(ident_problem *q, const options *o, paramod_ident_fit_options *fit,
                       double **block, problem *p)
{
    paramod_ident_options analysis = { .size = sizeof analysis };
    paramod_ident_report r = { .size = sizeof r };
    double *u;

    if (!options_number(o, "threshold", &analysis.threshold))
        return false;
    if (paramod_ident_analyze(q->model->ident, q->theta, &analysis, &q->analysis) !=
            PARAMOD_OK || paramod_ident_get_report(q->analysis, &r) != PARAMOD_OK)
        return problem_from_library(p);
    fit->regularised = r.free - r.threshold_rank;
    *block = u = take(r.free * (fit->regularised + 1), sizeof *u);
    for (size_t i = 0; i < r.free; i++)
        for (size_t c = 0; c < fit->regularised; c++)
            u[i * fit->regularised + c] =
                r.direction[i * r.free + r.threshold_rank + c];
    fit->u = u;
    fit->center = u + r.free * fit->regularised;
    if (fit->regularised == 0)
        fit->lambda = 0.0;
    return paramod_ident_coordinates_of(q->model->ident, q->theta,
                                        u + r.free * fit->regularised) == PARAMOD_OK ||
           problem_from_library(p);
}

bool ident_fit(const options *o, ident_problem *q, paramod_ident_fit *fit,
               size_t *regularised)
{
    paramod_ident_fit_options how = { .size = sizeof how, .seed = 1 };
    uint64_t threads = 0, starts = 1;
    paramod_executor executor;
    double *block = NULL;
    bool good;

    if (!options_count(o, "starts", &starts) || !options_count(o, "seed", &how.seed) ||
        !options_count(o, "threads", &threads) ||
        !options_number(o, "regularise", &how.lambda))
        return false;
    executor = paramod_executor_threads((size_t)threads);
    how.executor = &executor;
    how.starts = (size_t)starts;
    if (how.lambda > 0.0 && !regularise(q, o, &how, &block, o->problem)) {
        free(block);
        return false;
    }
    *regularised = how.lambda > 0.0 ? how.regularised : 0;
    good = paramod_ident_maximise(q->model->ident, &how, q->theta, fit) == PARAMOD_OK ||
           problem_from_library(o->problem);
    free(block);
    return good;
}

static void print_fit_json(const ident_problem *q, const paramod_ident_fit *fit,
                           size_t regularised)
{
    json_t *o = json_object(), *theta = json_object();

    for (size_t i = 0; i < q->model->parameters; i++)
        json_put_number(theta, q->model->parameter[i], q->theta[i]);
    json_put_number(o, "llh", fit->log_likelihood);
    json_put_number(o, "penalty", fit->penalty);
    json_put_count(o, "regularised", regularised);
    json_put_text(o, "ending", paramod_fit_end_name((paramod_fit_end)fit->ending));
    json_put_number(o, "decrement", fit->decrement);
    json_put_count(o, "iterations", fit->iterations);
    json_put_count(o, "evaluations", fit->evaluations);
    json_put_count(o, "at_bound", fit->at_bound);
    json_put(o, "theta", theta);
    json_print(o);
}

static bool run_fit(const options *o, ident_problem *q, bool *regular)
{
    paramod_ident_fit fit = { .size = sizeof fit };
    size_t regularised = 0;

    if (!ident_problem_read(o, 1e-10, q) || !ident_fit(o, q, &fit, &regularised))
        return false;
    *regular = fit.ending == PARAMOD_FIT_GRADIENT || fit.ending == PARAMOD_FIT_STEP;
    if (options_has(o, "json")) {
        print_fit_json(q, &fit, regularised);
        return true;
    }
    (void)printf("log likelihood %.12g (%s, decrement %.2g, %zu iterations)\n",
                 fit.log_likelihood, paramod_fit_end_name((paramod_fit_end)fit.ending),
                 fit.decrement, fit.iterations);
    if (regularised > 0)
        (void)printf("%zu directions regularised, penalty %.6g\n", regularised,
                     fit.penalty);
    for (size_t i = 0; i < q->model->parameters; i++)
        (void)printf("%-24s %.12g\n", q->model->parameter[i], q->theta[i]);
    return true;
}

int ident_fit_command(int words, char **word)
{
    static const option *const tables[] = { ident_problem_options, fit_options, NULL };
    ident_problem q = { .model = NULL };
    problem p = { "" };
    options o;
    bool regular = true, good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help_fit();
    else if (good)
        good = run_fit(&o, &q, &regular);
    ident_problem_release(&q);
    options_release(&o);
    if (!good)
        return problem_report(&p);
    return regular ? EXIT_SOLVED : EXIT_IRREGULAR;
}

/* ---- simulate ------------------------------------------------------------------------------ */

static const option simulate_options[] = {
    { "seed", "S", "draw data from the model's noise with this seed", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help_simulate(void)
{
    (void)printf("Usage: paramod ident simulate MODEL.json [OPTION]...\n\n"
                 "Values of the model at its data, as CSV; with --seed also random data."
                 "\n\nModel\n");
    options_print(ident_problem_options);
    (void)printf("\nSimulation\n");
    options_print(simulate_options);
}

/* Knuth's product of uniforms for small means, in pieces for large ones. */
static double draw_count(paramod_random *random, double mean)
{
    double count = 0.0;

    for (; mean > 30.0; mean -= 30.0)
        count += draw_count(random, 30.0);
    for (double left = mean - paramod_random_exponential(random); left > 0.0;
         left -= paramod_random_exponential(random))
        count += 1.0;
    return count;
}

static double draw_datum(const ident_datum *d, double y, double s, paramod_random *random)
{
    const double sign = paramod_random_uniform(random) < 0.5 ? -1.0 : 1.0;

    switch (d->noise) {
    case PARAMOD_IDENT_LOG_NORMAL: return y * exp(s * paramod_random_normal(random));
    case PARAMOD_IDENT_LOG10_NORMAL:
        return y * pow(10.0, s * paramod_random_normal(random));
    case PARAMOD_IDENT_LAPLACE: return y + sign * s * paramod_random_exponential(random);
    case PARAMOD_IDENT_POISSON: return draw_count(random, y);
    default: return y + s * paramod_random_normal(random);
    }
}

static bool values_of(ident_problem *q, double *y, double *s, problem *p)
{
    const ident_model *m = q->model;
    paramod_ident_model model = { .size = sizeof model };

    for (size_t i = 0; i < m->data; i++)
        (void)expression_is_number(m->pool, m->datum[i].sigma, &s[i]);
    if (m->states == 0) {
        ident_algebraic(q->model, &model);
    } else {
        paramod_ident_ode_model(m->rows, &model);
    }
    if (model.value(q->theta, y, m->models_sigma ? s : NULL, model.data) ==
        PARAMOD_EVAL_OK)
        return true;
    return m->states > 0 ? problem_from_library(p)
                         : problem_set(p, "the model has no value at these parameters");
}

static bool run_simulate(const options *o, ident_problem *q)
{
    uint64_t seed = 0;
    double *y, *s;
    bool good;

    if (!ident_problem_read(o, 1e-10, q) || !options_count(o, "seed", &seed))
        return false;
    y = take(2 * q->model->data, sizeof *y);
    s = y + q->model->data;
    good = values_of(q, y, s, o->problem);
    if (good)
        (void)printf("experiment,t,value,sigma%s\n", options_has(o, "seed") ? ",m" : "");
    for (size_t i = 0; i < q->model->data && good; i++) {
        const ident_datum *d = &q->model->datum[i];
        paramod_random random = paramod_random_stream(seed, i);

        (void)printf("%zu,%.17g,%.17g,%.17g", d->experiment + 1, d->t, y[i], s[i]);
        if (options_has(o, "seed"))
            (void)printf(",%.17g", draw_datum(d, y[i], s[i], &random));
        (void)printf("\n");
    }
    free(y);
    return good;
}

int ident_simulate_command(int words, char **word)
{
    static const option *const tables[] = { ident_problem_options, simulate_options, NULL };
    ident_problem q = { .model = NULL };
    problem p = { "" };
    options o;
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help_simulate();
    else if (good)
        good = run_simulate(&o, &q);
    ident_problem_release(&q);
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
