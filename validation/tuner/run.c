/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Totals of iterations over sequences of solves with tuned omega: see README.md.
 *
 *     validation/tuner/run FOLDER [TRIALS]
 *     validation/tuner/run FOLDER oracle NX LAW
 *
 * The solvers here are plain textbook loops of their own, so that nothing but the
 * tuner is on trial.  Exit status 1 if a verdict fails.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/paramod.h>

#include "support/verdict.h"
#include "tuner/problems.h"

enum { ROUNDS = 5000, MOST_TRIALS = 40 };

static void check(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

typedef struct policy {
    const char *name;
    paramod_sor_tuner_options options;
    double expected[2], error[2]; /* totals and their standard errors; 0: none */
    double limit[2];              /* most, relative to omega*(c); 0: none */
} policy;

#define SIZE .size = sizeof(paramod_sor_tuner_options)
#define CONTEXTS .context_min = -0.15, .context_max = 0.45

static const policy policies[] = {
    { "Tsallis-INF, published", { SIZE, .learner = PARAMOD_SOR_LEARNER_TSALLIS,
      .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED, .published = 1 },
      { 333.9e3, 584.6e3 }, { 3.9e3, 5.3e3 }, { 0 } },
    { "Tsallis-INF", { SIZE, .learner = PARAMOD_SOR_LEARNER_TSALLIS,
      .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED },
      { 337.9e3, 605.5e3 }, { 1.8e3, 2.2e3 }, { 0 } },
    { "Tsallis-INF, reduced variance", { SIZE, .learner = PARAMOD_SOR_LEARNER_TSALLIS },
      { 329.9e3, 588.8e3 }, { 1.1e3, 1.5e3 }, { 0 } },
    { "ChebCB", { SIZE, .learner = PARAMOD_SOR_LEARNER_CHEBCB, .context_min = -0.15,
      .context_max = 0.65 }, { 236.8e3, 334.1e3 }, { 0.5e3, 1.3e3 }, { 0 } },
    { "spectral model", { SIZE, .learner = PARAMOD_SOR_LEARNER_SPECTRAL,
      .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4 }, { 0 }, { 0 },
      { 1.005, 1.005 } },
    { "composite", { SIZE, .method = PARAMOD_SOR_TUNE_CHEBYSHEV,
      .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4 }, { 0 }, { 0 }, { 0.99, 0.99 } },
};

/* One solve by the advice, told. */
static double solve(paramod_sor_tuner *t, const paramod_sor_tuner_options *o, double c,
                    const double *b)
{
    const bool chebyshev = o->method == PARAMOD_SOR_TUNE_CHEBYSHEV;
    paramod_sor_advice a = { .size = sizeof a };
    paramod_sor_outcome told = { .size = sizeof told };

    check(paramod_sor_tuner_ask(t, c, &a));
    told.cost = chebyshev && a.kind == PARAMOD_SOR_ADVICE_LEARNT
        ? laplacian_chebyshev(c, a.beta, b) : laplacian_sor(c, a.omega, b, &told.rate);
    if (a.kind == PARAMOD_SOR_ADVICE_LEARNT)
        told.rate = 0;
    check(paramod_sor_tuner_report(t, a.ticket, &told));
    return told.cost;
}

/* Totals of the policy and of omega*(c) on the same systems. */
static void trial(const policy *p, size_t law, uint64_t number, double totals[2])
{
    paramod_random random = paramod_random_stream(100 + law, number);
    paramod_sor_tuner_options o = p->options;
    paramod_sor_tuner *t;
    double b[LAPLACIAN_ROWS];

    o.seed = number + 1;
    check(paramod_sor_tuner_create(&o, &t));
    totals[0] = totals[1] = 0;
    for (size_t i = 0; i < ROUNDS; i++) {
        const double c = draw_shift(&random, law);

        draw_ball(&random, b);
        totals[0] += solve(t, &o, c, b);
        if (p->limit[0] > 0)
            totals[1] += laplacian_sor(c, laplacian_omega(c), b, NULL);
    }
    paramod_sor_tuner_destroy(t);
}

typedef struct task {
    const policy *policy;
    size_t law;
} task;

static paramod_status run_trial(size_t index, void *totals, void *data)
{
    const task *const t = data;

    trial(t->policy, t->law, index, totals);
    return PARAMOD_OK;
}

static void validate_policy(verdict *v, const policy *p, size_t law, size_t trials)
{
    const paramod_executor threads = paramod_executor_threads(2);
    double sum = 0, squares = 0, reference = 0, totals[MOST_TRIALS][2], mean, error;
    task one = { p, law };
    char what[96];

    check(threads.run(trials, sizeof *totals, totals, run_trial, &one, threads.self));
    for (size_t k = 0; k < trials; k++) {
        sum += totals[k][0];
        squares += totals[k][0] * totals[k][0];
        reference += totals[k][1];
    }
    mean = sum / (double)trials;
    error = sqrt(fmax(squares / (double)trials - mean * mean, 0) / (double)(trials - 1));
    (void)snprintf(what, sizeof what, "%s, %s variance (s.e. %.0f)", p->name,
                   law == 0 ? "low" : "high", error);
    if (p->expected[law] > 0 && p->options.learner == PARAMOD_SOR_LEARNER_CHEBCB)
        verdict_at_least(v, what, -p->expected[law], -mean,
                         3 * hypot(error, p->error[law])); /* less is better */
    else if (p->expected[law] > 0)
        verdict_number(v, what, p->expected[law], mean,
                       3 * hypot(error, p->error[law]));
    else
        verdict_at_least(v, what, -p->limit[law], -sum / reference, 0);
    verdict_row(v);
}

/* Contexts withheld, and the matrix changes every 1000 solves. */
static void validate_switches(verdict *v)
{
    const paramod_sor_tuner_options o = { SIZE, .seed = 3 };
    paramod_random random = paramod_random_stream(7, 0);
    double b[LAPLACIAN_ROWS], ours = 0, fixed[20] = { 0 }, best = INFINITY;
    paramod_sor_tuner *t;

    check(paramod_sor_tuner_create(&o, &t));
    for (size_t i = 0; i < ROUNDS; i++) {
        const double c = i / 1000 % 2 == 0 ? 0.44 : -0.145;
        paramod_sor_advice a = { .size = sizeof a };
        double cost;

        draw_ball(&random, b);
        check(paramod_sor_tuner_ask(t, 0, &a));
        cost = laplacian_sor(c, a.omega, b, NULL);
        ours += cost;
        check(paramod_sor_tuner_tell(t, a.ticket, cost, PARAMOD_SOR_SOLVED));
        for (size_t k = 0; i % 10 == 0 && k < 20; k++)
            fixed[k] += 10 * laplacian_sor(c, 1 + 0.05 * (double)k, b, NULL);
    }
    for (size_t k = 0; k < 20; k++)
        best = fmin(best, fixed[k]);
    verdict_at_least(v, "regime switches: composite / best fixed", -1, -ours / best, 0);
    verdict_row(v);
    paramod_sor_tuner_destroy(t);
}

/* Adaptation within the solve, cold from omega 1 and warm from omega*(c). */
static void validate_adaptation(verdict *v, size_t law)
{
    paramod_random random = paramod_random_stream(9, law);
    double b[LAPLACIAN_ROWS], best = 0, cold = 0, warm = 0;

    for (size_t i = 0; i < ROUNDS; i++) {
        const double c = draw_shift(&random, law), omega = laplacian_omega(c);

        draw_ball(&random, b);
        best += laplacian_sor(c, omega, b, NULL);
        cold += laplacian_adaptive(c, 1, b);
        warm += laplacian_adaptive(c, omega, b);
    }
    verdict_at_least(v, "adaptive, cold / omega*(c)", -1.25, -cold / best, 0);
    verdict_at_least(v, "adaptive, warm / omega*(c)", -1.05, -warm / best, 0);
    verdict_row(v);
}

/* The heat equation: totals against the oracle of each instance. */
static void validate_heat(verdict *v, size_t nx, size_t law, double oracle)
{
    const double g = 0.5e-3 * (double)(nx * nx);
    const paramod_sor_tuner_options o = {
        SIZE, .method = PARAMOD_SOR_TUNE_SSOR_PCG, .model = PARAMOD_SOR_MODEL_SCALE,
        .diagonal = 4 * g };
    heat *const h = heat_create(nx, law);
    paramod_sor_tuner *t;
    double total = 0;
    char what[64];

    check(paramod_sor_tuner_create(&o, &t));
    for (size_t i = 0; i < ROUNDS; i++) {
        paramod_sor_advice a = { .size = sizeof a };
        double cost;

        check(paramod_sor_tuner_ask(t, heat_kappa(h, i), &a));
        cost = heat_step(h, i, a.omega);
        total += cost;
        check(cost >= 1 ? paramod_sor_tuner_tell(t, a.ticket, cost, PARAMOD_SOR_SOLVED)
                        : paramod_sor_tuner_abandon(t, a.ticket));
    }
    (void)snprintf(what, sizeof what, "heat equation %zu, nx = %zu / oracle", law, nx);
    verdict_at_least(v, what, -1.03, -total / oracle, 0);
    verdict_row(v);
    paramod_sor_tuner_destroy(t);
    heat_destroy(h);
}

/* The sum of the least counts, from which the numbers in main() are. */
static int print_oracle(size_t nx, size_t law)
{
    heat *const h = heat_create(nx, law);
    double total = 0;

    for (size_t i = 0; i < ROUNDS; i++)
        total += heat_oracle(h, i);
    printf("%.0f\n", total);
    heat_destroy(h);
    return 0;
}

int main(int argc, char *argv[])
{
    const bool asks = argc > 4 && strcmp(argv[2], "oracle") == 0;
    const size_t trials = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 20;
    const size_t count = sizeof policies / sizeof *policies;
    verdict v;

    if (asks)
        return print_oracle((size_t)strtoul(argv[3], NULL, 10), (size_t)strtoul(argv[4], NULL, 10));
    if (trials < 2 || trials > MOST_TRIALS) {
        fprintf(stderr, "usage: %s FOLDER [TRIALS, 2 to 40]\n", argv[0]);
        return 2;
    }
    v = verdict_open("totals over 5000 solves", 2 * count + 8);
    for (size_t i = 0; i < 2 * count; i++)
        validate_policy(&v, &policies[i / 2], i % 2, trials);
    validate_adaptation(&v, 0);
    validate_adaptation(&v, 1);
    validate_switches(&v);
    validate_heat(&v, 25, 0, 23875);
    validate_heat(&v, 50, 0, 34080);
    validate_heat(&v, 100, 0, 47450);
    validate_heat(&v, 40, 1, 37404);
    validate_heat(&v, 40, 2, 22685);
    return verdict_close(&v) ? 0 : 1;
}
