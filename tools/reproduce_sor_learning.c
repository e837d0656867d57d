/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Learners over 5000 systems with random shifts: figures 2 (centre) and 5. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "progress.h"
#include "reproduce_sor.h"
#include "sor_problem.h"
#include "sor_sequence.h"

enum { ROUNDS = 5000, EVERY = ROUNDS / SOR_MARKS, MOST_TRIALS = 1000 };

/* Fixed at omega, by a tuner, or, with neither, at omega*(c).  Beside them what the
 * authors' code took under Octave with its first seed (low variance: all 5000 rounds;
 * high: 4000), and an independent simulation of all policies, 20 trials; 0: unknown. */
typedef struct policy {
    const char *name;
    double omega;
    bool learns, chebyshev;
    paramod_sor_tuner_options tuner;
    double authors[2], simulated[2];
} policy;

#define SIZE .size = sizeof(paramod_sor_tuner_options)
#define TSALLIS SIZE, .learner = PARAMOD_SOR_LEARNER_TSALLIS
#define WEIGHTED .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED
#define AUTHORS_INTERVAL .context_min = -0.15, .context_max = 0.65
#define MODEL SIZE, .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4.0

static const policy policies[] = {
    { "omega = 1", 1.0, false, false, { 0 }, { 0 }, { 1369e3, 3084e3 } },
    { "omega = 1.2", 1.2, false, false, { 0 }, { 0 }, { 901e3, 2046e3 } },
    { "omega = 1.4", 1.4, false, false, { 0 }, { 0 }, { 557e3, 1296e3 } },
    { "omega = 1.6", 1.6, false, false, { 0 }, { 0 }, { 319e3, 762e3 } },
    { "omega = 1.65", 1.65, false, false, { 0 }, { 0 }, { 298e3, 0 } },
    { "omega = 1.8", 1.8, false, false, { 0 }, { 0 }, { 430e3, 517e3 } },
    { "Tsallis-INF as published", 0, true, false, { TSALLIS, WEIGHTED, .published = 1 },
      { 316.9e3, 505.4e3 }, { 333.9e3, 584.6e3 } },
    { "Tsallis-INF", 0, true, false, { TSALLIS, WEIGHTED }, { 0 }, { 337.9e3, 605.5e3 } },
    { "Tsallis-INF reduced variance", 0, true, false, { TSALLIS }, { 0 },
      { 329.9e3, 588.8e3 } },
    { "binned Tsallis-INF as published", 0, true, false,
      { TSALLIS, WEIGHTED, .published = 1, .bins = 5, AUTHORS_INTERVAL },
      { 296.4e3, 399.9e3 }, { 308.3e3, 489.0e3 } },
    { "binned Tsallis-INF", 0, true, false, { TSALLIS, WEIGHTED, .bins = 5, AUTHORS_INTERVAL },
      { 0 }, { 321.3e3, 515.4e3 } },
    { "binned, reduced variance", 0, true, false, { TSALLIS, .bins = 5, AUTHORS_INTERVAL },
      { 0 }, { 312.8e3, 502.3e3 } },
    { "ChebCB", 0, true, false, { SIZE, .learner = PARAMOD_SOR_LEARNER_CHEBCB,
      AUTHORS_INTERVAL }, { 235.3e3, 269.7e3 }, { 236.8e3, 334.1e3 } },
    { "omega*(c)", 0, false, false, { 0 }, { 210.1e3, 224.8e3 }, { 209.3e3, 280.8e3 } },
    { "spectral model", 0, true, false, { MODEL, .learner = PARAMOD_SOR_LEARNER_SPECTRAL },
      { 0 }, { 209.4e3, 281.0e3 } },
    { "composite with Chebyshev", 0, true, true, { MODEL,
      .method = PARAMOD_SOR_TUNE_CHEBYSHEV }, { 0 }, { 0 } },
};
enum { POLICIES = sizeof policies / sizeof *policies };

/* ---- one trial ------------------------------------------------------------------------- */

typedef struct job {
    const policy *policy;
    sor_sequence sequence;
} job;

typedef struct outcome {
    bool good;
    double marks[SOR_MARKS];
    char text[200];
} outcome;

static bool step(const job *j, paramod_sor_tuner *t, sor_solver *s, double *cost, problem *p)
{
    paramod_sor_advice a = { .size = sizeof a, .omega = j->policy->omega };
    paramod_sor_outcome told = { .size = sizeof told };
    sor_solved solved;

    if (t != NULL && paramod_sor_tuner_ask(t, s->shift, &a) != PARAMOD_OK)
        return problem_from_library(p);
    if (t == NULL && a.omega == 0.0)
        a.omega = sor_sequence_omega(&j->sequence, s->shift);
    if (!sor_solver_solve(s, &a, &solved, p))
        return false;
    *cost = told.cost = solved.iterations;
    told.rate = a.kind == PARAMOD_SOR_ADVICE_CALIBRATE ? solved.rate : 0.0;
    return t == NULL || paramod_sor_tuner_report(t, a.ticket, &told) == PARAMOD_OK
        || problem_from_library(p);
}

static bool run(const job *j, size_t trial, outcome *out, problem *p)
{
    paramod_sor_tuner_options how = j->policy->tuner;
    paramod_sor_tuner *t = NULL;
    double total = 0.0, cost = 0.0;
    sor_solver s;
    bool good = sor_solver_begin(&s, &j->sequence, trial, p);

    how.seed = j->sequence.seed + trial;
    if (good && j->policy->learns)
        good = paramod_sor_tuner_create(&how, &t) == PARAMOD_OK || problem_from_library(p);
    for (size_t round = 0; good && round < ROUNDS && !interrupt_asked(); round++) {
        sor_solver_next(&s);
        good = step(j, t, &s, &cost, p);
        total += cost;
        out->marks[round / EVERY] = total;
    }
    paramod_sor_tuner_destroy(t);
    sor_solver_release(&s);
    return good;
}

static paramod_status run_task(size_t index, void *result, void *data)
{
    outcome *const out = result;
    problem p = { "" };

    *out = (outcome) { .good = false };
    out->good = run(data, index, out, &p);
    (void)snprintf(out->text, sizeof out->text, "%.199s", p.text);
    return PARAMOD_OK;
}

/* ---- all trials of a policy ------------------------------------------------------------- */

static void name_key(char *key, size_t size, const job *j, size_t trial)
{
    (void)snprintf(key, size, "%s/%s/seed %llu/trial %zu",
                   j->sequence.law == SOR_LAW_LOW ? "low" : "high", j->policy->name,
                   (unsigned long long)j->sequence.seed, trial);
}

/* Runs the trials that are not in the store, all of them if one is missing. */
static bool run_trials(const options *o, job *j, size_t trials, size_t threads, outcome *out)
{
    const paramod_executor executor = paramod_executor_threads(threads);
    bool known = true, good = true;
    char key[160];

    for (size_t k = 0; known && k < trials; k++) {
        name_key(key, sizeof key, j, k);
        known = sor_store_find(o, key, out[k].marks);
    }
    if (known)
        return true;
    if (executor.run(trials, sizeof *out, out, run_task, j, executor.self) != PARAMOD_OK)
        return problem_from_library(o->problem);
    for (size_t k = 0; good && k < trials && !interrupt_asked(); k++) {
        name_key(key, sizeof key, j, k);
        good = out[k].good ? sor_store_add(o, key, out[k].marks)
                           : problem_set(o->problem, "%s", out[k].text);
    }
    return good;
}

static void print_line(const policy *p, size_t law, const outcome *out, size_t trials)
{
    const size_t at = law == 0 ? SOR_MARKS - 1 : SOR_MARKS * 4 / 5 - 1;
    double mean = 0.0, square = 0.0, early = 0.0;

    for (size_t k = 0; k < trials; k++) {
        mean += out[k].marks[SOR_MARKS - 1] / (double)trials;
        early += out[k].marks[at] / (double)trials;
    }
    for (size_t k = 0; k < trials; k++)
        square += pow(out[k].marks[SOR_MARKS - 1] - mean, 2.0);
    (void)printf("  %-32s %10.0f", p->name, mean);
    if (trials > 1)
        (void)printf(" (%6.0f)", sqrt(square / (double)trials / (double)(trials - 1)));
    else
        (void)printf("         ");
    if (p->simulated[law] > 0.0)
        (void)printf(" %10.0f", p->simulated[law]);
    else
        (void)printf(" %10s", "-");
    if (p->authors[law] > 0.0)
        (void)printf(" %10.0f %10.0f", early, p->authors[law]);
    (void)printf("\n");
}

/* Mean cost a round so far. */
static void add_curve(sor_curve *curve, const policy *p, const outcome *out, size_t trials,
                      const double *rounds, double *y)
{
    *curve = (sor_curve) { "", SOR_MARKS, rounds, y };
    (void)snprintf(curve->name, sizeof curve->name, "%s", p->name);
    for (size_t m = 0; m < SOR_MARKS; m++) {
        y[m] = 0.0;
        for (size_t k = 0; k < trials; k++)
            y[m] += out[k].marks[m] / rounds[m] / (double)trials;
    }
}

static bool run_law(const options *o, sor_sequence *q, size_t law, size_t trials,
                    size_t threads)
{
    static const char *const names[] = { "sor-figure-2-centre", "sor-figure-5" };
    static const char *const titles[] = { "Learning omega, low variance",
                                          "Learning omega, high variance" };
    outcome *out = take(trials, sizeof *out);
    double rounds[SOR_MARKS], y[POLICIES][SOR_MARKS];
    sor_curve curves[POLICIES];
    bool good = true;

    for (size_t m = 0; m < SOR_MARKS; m++)
        rounds[m] = (double)((m + 1) * EVERY);
    (void)printf("\n%s, total of %d solves, mean of %zu (s.e.); simulation: 20 trials;\n"
                 "then ours and the authors' code, both after %d solves\n", titles[law],
                 (int)ROUNDS, trials, law == 0 ? ROUNDS : ROUNDS * 4 / 5);
    (void)printf("  %-32s %10s %8s %10s %10s %10s\n", "policy", "ours", "", "simulation",
                 "ours", "authors");
    q->law = law == 0 ? SOR_LAW_LOW : SOR_LAW_HIGH;
    for (size_t k = 0; good && k < POLICIES && !interrupt_asked(); k++) {
        job j = { &policies[k], *q };

        progress_count("policies", k, POLICIES);
        if (policies[k].chebyshev)
            j.sequence.method = PARAMOD_SOR_CHEBYSHEV;
        good = run_trials(o, &j, trials, threads, out);
        if (!good || interrupt_asked())
            break;
        print_line(&policies[k], law, out, trials);
        add_curve(&curves[k], &policies[k], out, trials, rounds, y[k]);
    }
    free(out);
    return good && (interrupt_asked()
                    || sor_chart_draw(o, &(sor_chart) { names[law], titles[law], "solves",
                                      "mean iterations so far", true }, curves, POLICIES));
}

bool reproduce_sor_learning(const options *o, bool full)
{
    sor_sequence q = { .shift_min = -0.15, .shift_max = 0.45, .seed = 1, .tolerance = 1e-8,
                       .method = PARAMOD_SOR_SOR, .cap = 10000 };
    uint64_t trials = full ? 40 : 4, threads = 2;
    bool good = options_count(o, "trials", &trials) && options_count(o, "threads", &threads)
        && options_count(o, "seed", &q.seed);

    if (good && (trials == 0 || trials > MOST_TRIALS))
        return problem_set(o->problem, "option '--trials': %llu is not inside 1 .. %d",
                           (unsigned long long)trials, (int)MOST_TRIALS);
    good = good && sor_problem_laplacian("S:12", &q.matrix, o->problem);
    if (!good)
        return false;
    q.n = paramod_sor_matrix_size(q.matrix);
    good = sor_sequence_look(&q, o->problem);
    for (size_t law = 0; good && law < 2 && !interrupt_asked(); law++)
        good = run_law(o, &q, law, (size_t)trials, (size_t)threads);
    sor_sequence_release(&q);
    return good;
}
