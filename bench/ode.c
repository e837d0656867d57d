/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The Fisher information of published ODE models: by the library, by CVODES'
 * own sensitivities with analytic right-hand sides, and beside one simulation
 * without sensitivities, all at the same tolerances.  Then an
 * adjoint gradient, and the profile of Boehm's nine parameters.
 *
 * The errors of S are told next to the times.  They are those of the worst column,
 * in the largest norm, relative to that column; what is right is found with
 * tolerances of 1e-14.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/paramod.h>

#include "ode/problems.h"
#include "support/bench.h"

enum { REPEATS = 15, MOST_S = 1 << 14, MOST_FREE = 32 };

static void must(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    (void)fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

/* ---- one way to the information of one problem ------------------------------------------ */

typedef struct way {
    const problem *p;
    paramod_ode *ode;
    double log_likelihood;
    double s[MOST_S], information[MOST_FREE * MOST_FREE];
} way;

static way *open_way(const problem *p, paramod_ode_method method, double relative)
{
    const paramod_ode_options options = { .size = sizeof options,
                                          .method = (uint64_t)method,
                                          .relative_tolerance = relative,
                                          .absolute_tolerance =
                                              fmax(1e-2 * relative, 1e-14),
                                          .max_steps = 1000000 };
    way *const w = calloc(1, sizeof *w);

    if (w == NULL)
        exit(2);
    w->p = p;
    w->ode = problem_ode(p, &options);
    return w;
}

static void close_way(way *w)
{
    paramod_ode_destroy(w->ode);
    free(w);
}

/* log L, S and S'S. */
static void inform(void *data)
{
    way *const w = data;
    const size_t n = w->p->system.parameters, rows = 2 * problem_rows(w->p);

    must(problem_sensitivity(w->p, w->ode, &w->log_likelihood, w->s));
    (void)memset(w->information, 0, n * n * sizeof *w->information);
    for (size_t r = 0; r < rows; r++) {
        const double *const row = w->s + r * n;

        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n && row[i] != 0.0; j++)
                w->information[i * n + j] += row[i] * row[j];
    }
}

static void simulate(void *data)
{
    way *const w = data;

    must(problem_likelihood(w->p, w->ode, &w->log_likelihood));
}

/* The worst column of S. */
static double error_of(const way *w, const way *right)
{
    const size_t n = w->p->system.parameters, rows = 2 * problem_rows(w->p);
    double worst = 0.0;

    for (size_t j = 0; j < n; j++) {
        double size = 0.0, error = 0.0;

        for (size_t r = 0; r < rows; r++) {
            size = fmax(size, fabs(right->s[r * n + j]));
            error = fmax(error, fabs(w->s[r * n + j] - right->s[r * n + j]));
        }
        if (size > 0.0)
            worst = fmax(worst, error / size);
    }
    return worst;
}

/* ---- the comparison ------------------------------------------------------------------------ */

/* Sums of logarithms over the problems. */
typedef struct means {
    double staggered, simultaneous, simulation;
} means;

static const char *label(const problem *p, const char *what)
{
    static char text[80];

    (void)snprintf(text, sizeof text, "%s: %s", p->name, what);
    return text;
}

static void measure_problem(bench *b, const problem *p, means *sum)
{
    way *const right = open_way(p, PARAMOD_ODE_AUGMENTED, 1e-14);
    way *const ours = open_way(p, PARAMOD_ODE_AUGMENTED, 1e-8);
    way *const staggered = open_way(p, PARAMOD_ODE_STAGGERED, 1e-8);
    way *const simultaneous = open_way(p, PARAMOD_ODE_SIMULTANEOUS, 1e-8);
    const timing t = bench_time(REPEATS, bench_cpu, inform, ours);
    const timing one = bench_time(REPEATS, bench_cpu, inform, staggered);
    const timing two = bench_time(REPEATS, bench_cpu, inform, simultaneous);
    const timing plain = bench_time(REPEATS, bench_cpu, simulate, staggered);
    const timing our_plain = bench_time(REPEATS, bench_cpu, simulate, ours);
    double error, their_error;

    inform(right);
    error = error_of(ours, right);
    their_error = error_of(staggered, right);
    bench_report(b, label(p, "information"), &t, "CVODES staggered",
                 one.median / t.median, BENCH_FACT, 0.0);
    bench_report(b, label(p, "information"), &t, "CVODES simultaneous",
                 two.median / t.median, BENCH_FACT, 0.0);
    bench_report(b, label(p, "simulation by CVODES"), &plain, "information / it",
                 t.median / plain.median, BENCH_AT_MOST, 2.5);
    bench_report(b, label(p, "simulation by ours"), &our_plain, "information / it",
                 t.median / our_plain.median, BENCH_FACT, 0.0);
    bench_report(b, label(p, "error of S by CVODES"), &one, "1", their_error,
                 BENCH_FACT, 0.0);
    bench_report(b, label(p, "error of S"), &t, "that of CVODES", error / their_error,
                 BENCH_AT_MOST, 1.0);
    if (strcmp(p->name, "cascade20") == 0)
        bench_report(b, label(p, "information"), &t, "6 ms", t.median, BENCH_AT_MOST,
                     6e-3);
    sum->staggered += log(one.median / t.median);
    sum->simultaneous += log(two.median / t.median);
    sum->simulation += log(t.median / plain.median);
    close_way(right), close_way(ours), close_way(staggered), close_way(simultaneous);
}

static void measure_problems(bench *b)
{
    const timing all = bench_once(0.0);
    means sum = { 0.0, 0.0, 0.0 };
    const double count = (double)problem_count;

    for (size_t i = 0; i < problem_count; i++)
        measure_problem(b, &problems[i], &sum);
    bench_report(b, "information, geometric mean", &all, "CVODES staggered",
                 exp(sum.staggered / count), BENCH_AT_LEAST, 5.0);
    bench_report(b, "information, geometric mean", &all, "CVODES simultaneous",
                 exp(sum.simultaneous / count), BENCH_FACT, 0.0);
    bench_report(b, "information / simulation, geometric mean", &all,
                 "CVODES simulation", exp(sum.simulation / count), BENCH_AT_MOST, 2.5);
}

/* ---- gradients ----------------------------------------------------------------------------- */

static const problem *find(const char *name)
{
    for (size_t i = 0; i < problem_count; i++)
        if (strcmp(problems[i].name, name) == 0)
            return &problems[i];
    exit(2);
}

/* Half the squared distance of the observables from 1. */
static paramod_eval distance(const double *values, double *value, double *derivative,
                             void *data)
{
    const problem *const p = data;
    const size_t count = p->experiment[0].count * p->system.observables;

    *value = 0.0;
    for (size_t i = 0; i < count; i++) {
        derivative[i] = values[i] - 1.0;
        *value += 0.5 * derivative[i] * derivative[i];
    }
    return PARAMOD_EVAL_OK;
}

static void gradient(void *data)
{
    way *const w = data;
    problem copy = *w->p;

    must(paramod_ode_gradient(w->ode, 0, w->p->nominal, distance, &copy,
                              &w->log_likelihood, w->s));
}

static void measure_gradient(bench *b)
{
    way *const w = open_way(find("cascade20"), PARAMOD_ODE_AUGMENTED, 1e-8);
    const timing t = bench_time(REPEATS, bench_cpu, gradient, w);
    const timing all = bench_time(REPEATS, bench_cpu, inform, w);

    bench_report(b, label(w->p, "adjoint gradient"), &t, "information / it",
                 all.median / t.median, BENCH_FACT, 0.0);
    close_way(w);
}

/* ---- profiles -------------------------------------------------------------------------------- */

static paramod_ident_ode *make_rows(const way *w)
{
    const problem *const p = w->p;
    paramod_ident_row *const row = calloc(problem_rows(p), sizeof *row);
    paramod_ident_ode *rows = NULL;
    size_t count = 0;

    if (row == NULL)
        exit(2);
    for (size_t e = 0; e < p->experiments; e++)
        for (size_t i = 0; i < p->experiment[e].data_count; i++) {
            const problem_datum *const x = &p->experiment[e].data[i];

            row[count++] = (paramod_ident_row){ e, x->time, x->y, (size_t)x->sigma };
        }
    must(paramod_ident_ode_create(w->ode, count, row, &rows));
    free(row);
    return rows;
}

/* The model with its data; all parameters have a log10 scale and the bounds of the
 * collection that it is from. */
static paramod_ident *make_ident(const problem *p, paramod_ident_ode *rows)
{
    paramod_ident_model model = { .size = sizeof model };
    double *const measured = calloc(problem_rows(p), sizeof *measured);
    uint64_t scale[MOST_FREE];
    paramod_space *space = NULL;
    paramod_ident *ident = NULL;
    size_t count = 0;

    if (measured == NULL)
        exit(2);
    for (size_t e = 0; e < p->experiments; e++)
        for (size_t i = 0; i < p->experiment[e].data_count; i++)
            measured[count++] = p->experiment[e].data[i].measured;
    must(paramod_space_create(&space));
    for (size_t j = 0; j < p->system.parameters; j++) {
        char name[16];

        (void)snprintf(name, sizeof name, "p%d", (int)(j % 100));
        must(paramod_space_add(space, name, "1", 1e-5, 1e5));
        scale[j] = PARAMOD_IDENT_LOG10;
    }
    paramod_ident_ode_model(rows, &model);
    model.measured = measured;
    must(paramod_ident_create(space, &model, scale, &ident));
    paramod_space_destroy(space);
    free(measured);
    return ident;
}

/* From the published optimum to all 18 ends. */
static void measure_profile(bench *b)
{
    way *const w = open_way(find("Boehm"), PARAMOD_ODE_AUGMENTED, 1e-10);
    paramod_ident_ode *const rows = make_rows(w);
    paramod_ident *const ident = make_ident(w->p, rows);
    const double before = bench_cpu();
    paramod_ident_fit fit = { .size = sizeof fit };
    paramod_ident_profile *profile = NULL;
    double theta[MOST_FREE], worst = 0.0;
    size_t finite = 0, failed = 0;
    timing t;

    (void)memcpy(theta, w->p->nominal, w->p->system.parameters * sizeof *theta);
    must(paramod_ident_maximise(ident, NULL, theta, &fit));
    must(paramod_ident_profile_create(ident, theta, 0, NULL, NULL, &profile));
    must(paramod_ident_profile_run(profile));
    t = bench_once(bench_cpu() - before);
    for (size_t i = 0; i < w->p->system.parameters; i++)
        for (int upper = 0; upper < 2; upper++) {
            const paramod_ident_side *const side =
                paramod_ident_profile_side(profile, i, upper);
            const bool ends = side->end == PARAMOD_IDENT_FINITE ||
                              side->end == PARAMOD_IDENT_OTHER_BOUND;

            finite += ends;
            failed += side->end == PARAMOD_IDENT_FAILED;
            worst = ends ? fmax(worst, side->residual) : worst;
        }
    bench_report(b, "Boehm: fit and 9 profiles", &t, "2 s", t.median, BENCH_AT_MOST, 2.0);
    bench_report(b, "Boehm: ends that are finite", &t, "count", (double)finite,
                 BENCH_FACT, 0.0);
    bench_report(b, "Boehm: ends that failed", &t, "count", (double)failed,
                 BENCH_AT_MOST, 0.0);
    bench_report(b, "Boehm: largest KKT residual", &t, "1", worst, BENCH_AT_MOST, 1e-6);
    paramod_ident_profile_destroy(profile);
    paramod_ident_destroy(ident);
    paramod_ident_ode_destroy(rows);
    close_way(w);
}

int main(int argc, char **argv)
{
    bench b = bench_open(argc > 2 ? argv[2] : "ode.csv");

    measure_problems(&b);
    measure_gradient(&b);
    measure_profile(&b);
    return bench_close(&b) ? EXIT_SUCCESS : EXIT_FAILURE;
}
