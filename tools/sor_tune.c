/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sor tune */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "progress.h"
#include "sor_problem.h"
#include "sor_trial.h"

static const option own_options[] = {
    { "method", "NAME", "sor, ssor, ssorpcg or chebyshev (default sor; chebyshev for "
      "composites on two-coloured matrices)", false },
    { "shifts", "MIN,MAX", "interval of shifts (default -0.15,0.45)", false },
    { "law", "NAME", "of shifts there: low (Beta(2,6), default), high (Beta(1/2,3/2)), "
      "uniform or switch", false },
    { "rounds", "T", "systems to solve (default 5000)", false },
    { "trials", "N", "independent sequences (default 1)", false },
    { "tol", "EPS", "tolerance of the solves (default 1e-8)", false },
    { "cost", "NAME", "iterations (default), seconds or flops", false },
    { "blind", NULL, "withhold the shift from the tuner", false },
    { "adaptive", NULL, "let solves that calibrate adapt omega", false },
    { "costs", NULL, "print every round", false },
    { "no-regret", NULL, "do not solve with all omegas to compare", false },
    { "table", "FILE.csv", "write the costs of all omegas, for 'replay'", false },
    { "checkpoint", "FILE", "go on from this state, if it exists, and leave it there", false },
    { "threads", "N", "threads for trials (default 1)", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sor tune FILE.mtx|--laplacian S:12 [OPTION]...\n\n"
                 "Solves a sequence of systems (A + c I) x = b with an omega that is learnt\n"
                 "on the way, and compares with the best fixed one and with omega*(c).\n"
                 "Right-hand sides are random unless --rhs says otherwise.\n\nSystems\n");
    options_print(sor_problem_options);
    (void)printf("\nSequence\n");
    options_print(own_options);
    (void)printf("\nTuner\n");
    options_print(sor_tuning_options);
}

typedef struct plan {
    sor_problem system;
    sor_trial_plan trial;
} plan;

/* ---- results ---------------------------------------------------------------------------- */

typedef struct summary {
    double total, error, optimal, fixed;
    size_t best;
} summary;

static summary summarise(const sor_trial_plan *job, const sor_trial *out)
{
    const double n = (double)job->trials;
    summary s = { .fixed = INFINITY };
    double square = 0.0;

    for (size_t k = 0; k < job->trials; k++) {
        s.total += out[k].total / n;
        s.optimal += out[k].optimal / n;
    }
    for (size_t k = 0; k < job->trials; k++)
        square += (out[k].total - s.total) * (out[k].total - s.total);
    s.error = job->trials > 1 ? sqrt(square / n / (n - 1.0)) : (double)NAN;
    for (size_t a = 0; a < job->arms; a++) {
        double sum = 0.0;

        for (size_t k = 0; k < job->trials; k++)
            sum += out[k].fixed[a] / n;
        if (sum < s.fixed) {
            s.fixed = sum;
            s.best = a;
        }
    }
    return s;
}

static void put_rival(json_t *o, const char *key, double omega, double total, double ours)
{
    json_t *r = json_object();

    if (!isnan(omega))
        json_put_number(r, "omega", omega);
    json_put_number(r, "total", total);
    json_put_number(r, "regret", ours - total);
    json_put_number(r, "ratio", ours / total);
    json_put(o, key, r);
}

static void put_costs(json_t *o, const sor_trial_plan *job)
{
    json_t *list = json_array();

    for (size_t i = 0; i < job->rounds; i++) {
        json_t *row = json_object();

        json_put_number(row, "shift", job->costs[3 * i]);
        json_put_number(row, "omega", job->costs[3 * i + 1]);
        json_put_number(row, "cost", job->costs[3 * i + 2]);
        (void)json_array_append_new(list, row);
    }
    json_put(o, "costs", list);
}

static const char *method_name(const sor_trial_plan *job)
{
    static const char *const names[] = { "sor", "ssor", "ssorpcg", "cg", "chebyshev" };

    return names[job->sequence.method];
}

static void print_json(const sor_trial_plan *job, const sor_trial *out)
{
    const summary s = summarise(job, out);
    json_t *o = json_object(), *totals = json_array();

    json_put_text(o, "learner", sor_learner_names[job->tuner.learner]);
    json_put_text(o, "method", method_name(job));
    json_put_count(o, "n", job->sequence.n);
    json_put_count(o, "rounds", job->rounds);
    json_put_count(o, "trials", job->trials);
    json_put_number(o, job->tuner.cost == PARAMOD_SOR_COST_ITERATIONS ? "total_iterations"
                                                                      : "total_cost", s.total);
    json_put_number(o, "standard_error", s.error);
    json_put_number(o, "mean_cost", s.total / (double)job->rounds);
    for (size_t k = 0; k < job->trials; k++)
        (void)json_array_append_new(totals, json_number(out[k].total));
    json_put(o, "totals", totals);
    json_put_count(o, "failed", (size_t)out[0].stats.failed);
    json_put_count(o, "restarts", (size_t)out[0].stats.restarts);
    json_put_number(o, "radius", out[0].stats.radius);
    if (job->compares) {
        put_rival(o, "best_fixed", job->omega[s.best], s.fixed, s.total);
        put_rival(o, "optimal", (double)NAN, s.optimal, s.total);
    }
    if (job->costs != NULL)
        put_costs(o, job);
    json_print(o);
}

static void print_text(const sor_trial_plan *job, const sor_trial *out)
{
    const summary s = summarise(job, out);

    for (size_t i = 0; job->costs != NULL && i < job->rounds; i++)
        (void)printf("%zu %.10g %.10g %.10g\n", i + 1, job->costs[3 * i],
                     job->costs[3 * i + 1], job->costs[3 * i + 2]);
    (void)printf("%s learner, %s, %zu rows, %zu rounds, %zu trial%s\n",
                 sor_learner_names[job->tuner.learner], method_name(job), job->sequence.n,
                 job->rounds, job->trials, job->trials == 1 ? "" : "s");
    (void)printf("total       %14.6g", s.total);
    if (!isnan(s.error))
        (void)printf("  (s.e. %.4g)", s.error);
    (void)printf("\n");
    if (!job->compares)
        return;
    (void)printf("best fixed  %14.6g  omega %.6g; regret %.6g, ratio %.4f\n", s.fixed,
                 job->omega[s.best], s.total - s.fixed, s.total / s.fixed);
    if (!isnan(s.optimal))
        (void)printf("omega*(c)   %14.6g  regret %.6g, ratio %.4f\n", s.optimal,
                     s.total - s.optimal, s.total / s.optimal);
}

/* ---- the command -------------------------------------------------------------------------- */

static bool read_method(const options *o, sor_trial_plan *job)
{
    static const char *const methods[] = { "sor", "ssor", "ssorpcg", "chebyshev", NULL };
    static const uint64_t of[] = { PARAMOD_SOR_SOR, PARAMOD_SOR_SSOR, PARAMOD_SOR_SSOR_PCG,
                                   PARAMOD_SOR_CHEBYSHEV };
    size_t method = job->tuner.learner == PARAMOD_SOR_LEARNER_COMPOSITE
        && job->tuner.model != PARAMOD_SOR_MODEL_NONE && job->sequence.coloured != NULL
        ? 3 : 0;

    if (!options_choice(o, "method", methods, &method))
        return false;
    if (method == 3 && job->sequence.coloured == NULL)
        return problem_set(o->problem, "'--method chebyshev' needs a symmetric matrix with a "
                           "red-black ordering, which this one has not");
    job->sequence.method = job->tuner.method = of[method];
    return true;
}

static bool read_sequence(const options *o, sor_problem *system, sor_trial_plan *job)
{
    static const char *const laws[] = { "low", "high", "uniform", "switch", NULL };
    const char *side = options_text(o, "rhs");
    uint64_t rounds = 5000, trials = 1, seed = 1;
    sor_sequence *q = &job->sequence;
    size_t law = 0;

    q->shift_min = -0.15;
    q->shift_max = 0.45;
    q->tolerance = 1e-8;
    if (!sor_tuning_interval(o, "shifts", &q->shift_min, &q->shift_max)
        || !options_choice(o, "law", laws, &law) || !options_count(o, "rounds", &rounds)
        || !options_count(o, "trials", &trials) || !options_count(o, "seed", &seed)
        || !options_number(o, "tol", &q->tolerance))
        return false;
    if (rounds == 0 || trials == 0)
        return problem_set(o->problem, "option '--%s': 0 is not positive",
                           rounds == 0 ? "rounds" : "trials");
    if (!(q->shift_min <= q->shift_max))
        return problem_set(o->problem, "option '--shifts': %g is above %g", q->shift_min,
                           q->shift_max);
    if (!(q->tolerance > 0.0))
        return problem_set(o->problem, "option '--tol': %g is not positive", q->tolerance);
    q->law = (sor_law)law;
    q->seed = seed;
    q->n = system->n;
    q->side = side != NULL && strcmp(side, "random") != 0 ? system->b : NULL;
    q->matrix = system->matrix;
    system->matrix = NULL;
    job->rounds = (size_t)rounds;
    job->trials = (size_t)trials;
    job->tuner.seed = seed;
    return sor_sequence_look(q, o->problem);
}

/* The model is the default where it holds: constant diagonal, contexts told. */
static bool read_tuner(const options *o, sor_trial_plan *job)
{
    static const char *const costs[] = { "iterations", "seconds", "flops", NULL };
    paramod_sor_tuner_options *t = &job->tuner;
    const sor_sequence *q = &job->sequence;
    size_t cost = 0;

    job->blind = options_has(o, "blind");
    if (q->diagonal > 0.0 && !job->blind) {
        t->model = PARAMOD_SOR_MODEL_SHIFT;
        t->diagonal = q->diagonal;
    }
    if (!job->blind && q->shift_min < q->shift_max) {
        t->context_min = q->shift_min;
        t->context_max = q->shift_max;
    }
    t->cap = 10000.0;
    t->tolerance = q->tolerance;
    t->adaptive = options_has(o, "adaptive");
    if (!sor_tuning_read(o, t) || !options_choice(o, "cost", costs, &cost)
        || !read_method(o, job))
        return false;
    if (t->method == PARAMOD_SOR_TUNE_SSOR || t->method == PARAMOD_SOR_TUNE_SSOR_PCG)
        t->radius = isnan(q->lambda_min) ? 0.0 : q->diagonal - q->lambda_min;
    t->cost = cost;
    job->sequence.cap = (size_t)(t->cap >= 1.0 && cost == 0 ? t->cap : 10000.0);
    job->rivals = job->sequence;
    if (job->rivals.method == PARAMOD_SOR_CHEBYSHEV)
        job->rivals.method = PARAMOD_SOR_SOR;
    return true;
}

static bool prepare(const options *o, sor_trial_plan *job)
{
    const char *file = options_text(o, "table");
    paramod_sor_tuner *t = NULL;
    char text[NUMBER_SIZE];

    if (!sor_tuning_create(&job->tuner, &t, o->problem))
        return false;
    job->arms = job->tuner.arms == 0 ? 20 : job->tuner.arms;
    paramod_sor_tuner_destroy(t);
    for (size_t k = 0; k < job->arms; k++) {
        const double from = job->tuner.omega_min > 0.0 ? job->tuner.omega_min : 1.0;
        const double to = job->tuner.omega_max > 0.0 ? job->tuner.omega_max : 1.95;

        job->omega[k] = job->arms == 1 ? to
            : from + (double)k * (to - from) / (double)(job->arms - 1);
    }
    job->compares = !options_has(o, "no-regret") || file != NULL;
    job->checkpoint = options_text(o, "checkpoint");
    if ((job->checkpoint != NULL || file != NULL || options_has(o, "costs"))
        && job->trials > 1)
        return problem_set(o->problem, "'--checkpoint', '--table' and '--costs' are for one "
                           "trial, not %zu", job->trials);
    if (options_has(o, "costs"))
        job->costs = take(3 * job->rounds, sizeof *job->costs);
    if (file == NULL)
        return true;
    job->table = fopen(file, "w");
    if (job->table == NULL)
        return problem_set(o->problem, "cannot write '%s': %s", file, strerror(errno));
    (void)fputs("context", job->table);
    for (size_t k = 0; k < job->arms; k++)
        (void)fprintf(job->table, ",%s", write_number(job->omega[k], text));
    (void)fputc('\n', job->table);
    return true;
}

static bool work(const options *o, sor_problem *system, sor_trial_plan *job)
{
    uint64_t threads = 1;
    paramod_executor executor;
    sor_trial *out;
    bool good;

    if (!options_count(o, "threads", &threads) || !sor_problem_read(o, system)
        || !read_sequence(o, system, job) || !read_tuner(o, job) || !prepare(o, job))
        return false;
    executor = paramod_executor_threads((size_t)threads);
    out = take(job->trials, sizeof *out);
    interrupt_catch();
    progress_begin(options_has(o, "json"));
    good = executor.run(job->trials, sizeof *out, out, sor_trial_run, job, executor.self)
               == PARAMOD_OK || problem_from_library(o->problem);
    progress_end();
    for (size_t k = 0; good && k < job->trials; k++)
        good = out[k].good || problem_set(o->problem, "%s", out[k].text);
    if (good && interrupt_asked())
        good = problem_set(o->problem, "interrupted");
    if (good)
        (options_has(o, "json") ? print_json : print_text)(job, out);
    free(out);
    return good;
}

int sor_tune_command(int words, char **word)
{
    static const option *const tables[] = { sor_problem_options, own_options,
                                            sor_tuning_options, NULL };
    plan *all = take(1, sizeof *all);
    sor_trial_plan *job = &all->trial;
    problem p = { "" };
    options o;
    bool good = options_read(words, word, tables, &o, &p);
    int status;

    job->tuner.size = sizeof job->tuner;
    if (good && options_has(&o, "help"))
        help();
    else if (good)
        good = work(&o, &all->system, job);
    if (job->table != NULL && fclose(job->table) != 0 && good)
        good = problem_set(&p, "cannot write '%s'", options_text(&o, "table"));
    status = good ? EXIT_SOLVED : interrupt_or_refuse(&p);
    sor_sequence_release(&job->sequence);
    sor_problem_release(&all->system);
    free(job->costs);
    free(all);
    options_release(&o);
    return status;
}
