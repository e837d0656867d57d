/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The heat equation, by Crank-Nicolson and SSOR-PCG: figures 2 (right) and 6. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "progress.h"
#include "reproduce_sor.h"
#include "sor_problem.h"

enum { STEPS = 5000, EVERY = STEPS / SOR_MARKS, SIZES = 3 };

static const double pi = 3.14159265358979323846;
static const double dt = 1e-3;

/* Totals of an independent simulation at nx = 25, 50, 100, steps and code as the
 * authors'; 0: unknown. */
typedef struct policy {
    const char *name;
    double omega;           /* 0: a tuner; below 0: plain conjugate gradients */
    paramod_sor_tuner_options tuner;
    double simulated[SIZES];
} policy;

#define SIZE .size = sizeof(paramod_sor_tuner_options), .method = PARAMOD_SOR_TUNE_SSOR_PCG
#define TSALLIS SIZE, .learner = PARAMOD_SOR_LEARNER_TSALLIS
#define WEIGHTED .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED
#define KAPPAS .context_min = 0.0, .context_max = 10.0
#define MODEL SIZE, .model = PARAMOD_SOR_MODEL_SCALE

static const policy policies[] = {
    { "CG", -1.0, { 0 }, { 85422, 164441, 325008 } },
    { "omega = 1", 1.0, { 0 }, { 32800, 60725, 117568 } },
    { "omega = 1.3", 1.3, { 0 }, { 29802, 49743, 90518 } },
    { "omega = 1.5", 1.5, { 0 }, { 32296, 43952, 77269 } },
    { "omega = 1.75", 1.75, { 0 }, { 44898, 50776, 63834 } },
    { "omega = 1.95", 1.95, { 0 }, { 63050, 89195, 112686 } },
    { "Tsallis-INF as published", 0, { TSALLIS, WEIGHTED, .published = 1 },
      { 33375, 48273, 76188 } },
    { "Tsallis-INF", 0, { TSALLIS, WEIGHTED }, { 33433, 48728, 74889 } },
    { "Tsallis-INF reduced variance", 0, { TSALLIS }, { 33045, 48075, 74089 } },
    { "binned Tsallis-INF as published", 0,
      { TSALLIS, WEIGHTED, .published = 1, .bins = 6, KAPPAS }, { 30384, 43704, 66977 } },
    { "binned Tsallis-INF", 0, { TSALLIS, WEIGHTED, .bins = 6, KAPPAS },
      { 30672, 44754, 68375 } },
    { "ChebCB", 0, { SIZE, .learner = PARAMOD_SOR_LEARNER_CHEBCB, KAPPAS },
      { 24800, 35637, 51751 } },
    { "Axelsson's omega*(kappa)", 0, { MODEL, .learner = PARAMOD_SOR_LEARNER_SPECTRAL },
      { 26717, 36682, 50546 } },
    { "composite", 0, { MODEL }, { 0 } },
};
enum { POLICIES = sizeof policies / sizeof *policies };

/* ---- the simulation -------------------------------------------------------------------- */

/* (I + g A) u = b as (A + I/g) u = b/g, A = h^2 times the negative Laplacian. */
typedef struct heat {
    size_t m, n;
    double h;
    paramod_sor_matrix *matrix;
    paramod_sor_workspace *work;
    double *u, *b;
} heat;

static double kappa(double t)
{
    return fmax(0.1 * sin(2.0 * pi * t), -10.0 * sin(2.0 * pi * t));
}

static double bump(double x, double y, double radius)
{
    const double square = (x * x + y * y) / (radius * radius);

    return square < 1.0 ? exp(1.0 - 1.0 / (1.0 - square)) : 0.0;
}

static bool heat_begin(heat *w, size_t nx, problem *p)
{
    *w = (heat) { .m = nx - 1, .n = (nx - 1) * (nx - 1), .h = 1.0 / (double)nx };
    w->u = take(2 * w->n, sizeof *w->u);
    w->b = w->u + w->n;
    for (size_t k = 0; k < w->n; k++)
        w->u[k] = bump((double)(k / w->m + 1) * w->h - 0.5,
                       (double)(k % w->m + 1) * w->h - 0.5, 0.25);
    return (paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, nx + 1, &w->matrix) == PARAMOD_OK
            && paramod_sor_workspace_create(w->matrix, &w->work) == PARAMOD_OK)
        || problem_from_library(p);
}

static void heat_end(heat *w)
{
    paramod_sor_workspace_destroy(w->work);
    paramod_sor_matrix_destroy(w->matrix);
    free(w->u);
}

/* b/g = u/g - A u + dt f / g */
static bool heat_side(const heat *w, double t, double g, problem *p)
{
    const double x = 0.5 + cos(16.0 * pi * t) / 4.0, y = 0.5 + sin(16.0 * pi * t) / 4.0;

    if (paramod_sor_matrix_times(w->matrix, 0.0, w->u, w->b) != PARAMOD_OK)
        return problem_from_library(p);
    for (size_t k = 0; k < w->n; k++) {
        const double f = 32.0 * bump((double)(k / w->m + 1) * w->h - x,
                                     (double)(k % w->m + 1) * w->h - y, 0.125);

        w->b[k] = (w->u[k] + dt * f) / g - w->b[k];
    }
    return true;
}

static bool heat_step(const heat *w, size_t step, double omega, double *iterations, problem *p)
{
    const double t = ((double)step + 0.5) * dt;
    const double g = 0.5 * kappa(t) * dt / (w->h * w->h);
    const paramod_sor_options o = { .size = sizeof o, .shift = 1.0 / g,
                                    .method = omega > 0.0 ? PARAMOD_SOR_SSOR_PCG
                                                          : PARAMOD_SOR_CG,
                                    .omega = fmax(omega, 0.0), .order = PARAMOD_SOR_BACKWARD };
    paramod_sor_result r = { .size = sizeof r };

    if (!heat_side(w, t, g, p))
        return false;
    if (paramod_sor_solve(w->matrix, &o, w->b, w->u, w->work, &r) != PARAMOD_OK)
        return problem_from_library(p);
    *iterations = (double)r.iterations;
    return true;
}

/* ---- policies ----------------------------------------------------------------------------- */

static bool step(const heat *w, paramod_sor_tuner *t, double omega, size_t index,
                 double *cost, problem *p)
{
    paramod_sor_advice a = { .size = sizeof a, .omega = omega };

    if (t != NULL
        && paramod_sor_tuner_ask(t, kappa((double)index * dt), &a) != PARAMOD_OK)
        return problem_from_library(p);
    if (!heat_step(w, index, a.omega, cost, p))
        return false;
    if (t == NULL)
        return true;
    return (*cost >= 1.0 ? paramod_sor_tuner_tell(t, a.ticket, *cost, PARAMOD_SOR_SOLVED)
                         : paramod_sor_tuner_abandon(t, a.ticket)) == PARAMOD_OK
        || problem_from_library(p);
}

typedef struct job {
    size_t nx;
    uint64_t seed;
} job;

typedef struct outcome {
    bool good;
    double marks[SOR_MARKS];
    char text[200];
} outcome;

static bool run(const job *j, const policy *by, outcome *out, problem *p)
{
    paramod_sor_tuner_options how = by->tuner;
    paramod_sor_tuner *t = NULL;
    double total = 0.0, cost = 0.0;
    heat w;
    bool good = heat_begin(&w, j->nx, p);

    how.seed = j->seed;
    if (how.model == PARAMOD_SOR_MODEL_SCALE)
        how.diagonal = 4.0 * 0.5 * dt / (w.h * w.h);
    if (good && by->omega == 0.0)
        good = paramod_sor_tuner_create(&how, &t) == PARAMOD_OK || problem_from_library(p);
    for (size_t k = 0; good && k < STEPS && !interrupt_asked(); k++) {
        good = step(&w, t, by->omega, k, &cost, p);
        total += cost;
        out->marks[k / EVERY] = total;
    }
    paramod_sor_tuner_destroy(t);
    heat_end(&w);
    return good;
}

static paramod_status run_task(size_t index, void *result, void *data)
{
    outcome *const out = result;
    problem p = { "" };

    *out = (outcome) { .good = false };
    if (!interrupt_asked())
        out->good = run(data, &policies[index], out, &p);
    (void)snprintf(out->text, sizeof out->text, "%.199s", p.text);
    return PARAMOD_OK;
}

static void name_key(char *key, size_t size, const job *j, const policy *p)
{
    (void)snprintf(key, size, "heat %zu/%s/seed %llu", j->nx, p->name,
                   (unsigned long long)j->seed);
}

/* All policies that are not in the store, `threads` at a time. */
static bool run_size(const options *o, job *j, size_t threads, outcome *out)
{
    const paramod_executor executor = paramod_executor_threads(threads);
    bool known = true, good = true;
    char key[160];

    for (size_t k = 0; known && k < POLICIES; k++) {
        name_key(key, sizeof key, j, &policies[k]);
        known = sor_store_find(o, key, out[k].marks);
    }
    if (known)
        return true;
    if (executor.run(POLICIES, sizeof *out, out, run_task, j, executor.self) != PARAMOD_OK)
        return problem_from_library(o->problem);
    for (size_t k = 0; good && k < POLICIES && !interrupt_asked(); k++) {
        name_key(key, sizeof key, j, &policies[k]);
        good = out[k].good ? sor_store_add(o, key, out[k].marks)
                           : problem_set(o->problem, "%s", out[k].text);
    }
    return good;
}

static void print_size(const job *j, const outcome *out, size_t size)
{
    (void)printf("\nHeat equation, nx = %zu, iterations of %d steps\n  %-32s %10s %10s\n",
                 j->nx, (int)STEPS, "policy", "ours", "simulation");
    for (size_t k = 0; k < POLICIES; k++) {
        (void)printf("  %-32s %10.0f", policies[k].name, out[k].marks[SOR_MARKS - 1]);
        if (size < SIZES && policies[k].simulated[size] > 0.0)
            (void)printf(" %10.0f", policies[k].simulated[size]);
        (void)printf("\n");
    }
}

static bool draw_size(const options *o, const job *j, const outcome *out)
{
    double t[SOR_MARKS];
    sor_curve curves[POLICIES];
    char name[64], title[64];

    for (size_t m = 0; m < SOR_MARKS; m++)
        t[m] = (double)((m + 1) * EVERY) * dt;
    for (size_t k = 0; k < POLICIES; k++) {
        curves[k] = (sor_curve) { "", SOR_MARKS, t, out[k].marks };
        (void)snprintf(curves[k].name, sizeof curves[k].name, "%s", policies[k].name);
    }
    (void)snprintf(name, sizeof name, "sor-figure-%s-nx-%zu", j->nx == 100 ? "2-right" : "6",
                   j->nx);
    (void)snprintf(title, sizeof title, "Heat equation, nx = %zu", j->nx);
    return sor_chart_draw(o, &(sor_chart) { name, title, "time", "iterations so far", true },
                          curves, POLICIES);
}

bool reproduce_sor_heat(const options *o, bool full)
{
    static const size_t sizes[] = { 25, 50, 100, 200, 400 };
    outcome *out = take(POLICIES, sizeof *out);
    uint64_t threads = 2, seed = 1;
    bool good = options_count(o, "threads", &threads) && options_count(o, "seed", &seed);

    for (size_t k = 0; good && k < (full ? 5u : 3u); k++) {
        job j = { sizes[k], seed };

        progress_count("sizes", k, full ? 5 : 3);
        good = run_size(o, &j, (size_t)threads, out);
        if (!good || interrupt_asked())
            break;
        print_size(&j, out, k);
        good = draw_size(o, &j, out);
    }
    free(out);
    return good;
}
