/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Least squares on NIST's 54 runs, against GSL's gsl_multifit_nlinear and, where
 * it is installed, NLopt.
 *
 *     optim SOURCE-FOLDER RESULT.csv
 *
 * All solvers get the same compiled models and Jacobians and as many steps as
 * they like up to 1000 (NLopt: 10000 values).  GSL runs its defaults (trust
 * region Levenberg-Marquardt, More's scaling, QR) with tolerances of 1e-12; NLopt
 * minimises the sum of squares by SLSQP, one of its gradient methods,
 * with a relative tolerance of 1e-15 on the parameters.  Times are of whole
 * solutions, workspace included, in CPU seconds.
 */

#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>
#ifdef PARAMOD_HAVE_NLOPT
#include <nlopt.h>
#endif

#include <paramod/fit.h>

#include "nist.h"
#include "support/bench.h"

enum { REPEATS = 5, PEERS = 3 };

typedef struct task {
    nist_data *data;
    size_t start;
    double theta[NIST_MOST_PARAMETERS];
    bool claims; /* to have solved it */
} task;

static void begin(task *t)
{
    (void)memcpy(t->theta, t->data->start[t->start], sizeof t->theta);
    t->data->residual_calls = t->data->jacobian_calls = 0;
    t->claims = false;
}

/* ---- ours ------------------------------------------------------------------ */

static paramod_space *make_space(size_t n)
{
    paramod_space *space = NULL;
    char name[8];

    if (paramod_space_create(&space) != PARAMOD_OK)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(name, sizeof name, "b%u", (unsigned)(i + 1) % 100);
        if (paramod_space_add(space, name, "1", -INFINITY, INFINITY) != PARAMOD_OK)
            break;
    }
    return space;
}

static void run_ours(void *data)
{
    task *t = data;
    const paramod_residuals model = nist_residuals(t->data);
    paramod_space *space = make_space(t->data->problem->parameters);
    paramod_fit *fit = NULL;

    begin(t);
    if (space != NULL && paramod_fit_least_squares(space, &model, NULL, t->theta,
                                                   &fit) == PARAMOD_OK)
        t->claims = paramod_fit_ending(fit) == PARAMOD_FIT_GRADIENT ||
                    paramod_fit_ending(fit) == PARAMOD_FIT_STEP;
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

/* ---- GSL ------------------------------------------------------------------- */

static int gsl_residual(const gsl_vector *x, void *data, gsl_vector *f)
{
    (void)nist_residual(x->data, f->data, data);
    return GSL_SUCCESS;
}

static int gsl_jacobian(const gsl_vector *x, void *data, gsl_matrix *j)
{
    (void)nist_jacobian(x->data, j->data, data);
    return GSL_SUCCESS;
}

static void run_gsl(void *data)
{
    task *t = data;
    const size_t n = t->data->problem->parameters;
    const gsl_multifit_nlinear_parameters options =
        gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_fdf model = { .f = gsl_residual, .df = gsl_jacobian,
                                       .n = t->data->rows, .p = n,
                                       .params = t->data };
    gsl_multifit_nlinear_workspace *w = gsl_multifit_nlinear_alloc(
        gsl_multifit_nlinear_trust, &options, t->data->rows, n);
    gsl_vector *start = gsl_vector_alloc(n);
    int info = 0;

    begin(t);
    for (size_t i = 0; i < n; i++)
        gsl_vector_set(start, i, t->theta[i]);
    if (gsl_multifit_nlinear_init(start, &model, w) == GSL_SUCCESS)
        t->claims = gsl_multifit_nlinear_driver(1000, 1e-12, 1e-12, 0.0, NULL, NULL,
                                                &info, w) == GSL_SUCCESS;
    for (size_t i = 0; i < n; i++)
        t->theta[i] = gsl_vector_get(gsl_multifit_nlinear_position(w), i);
    gsl_vector_free(start);
    gsl_multifit_nlinear_free(w);
}

/* ---- NLopt ----------------------------------------------------------------- */

#ifdef PARAMOD_HAVE_NLOPT
static double nlopt_squares(unsigned n, const double *x, double *gradient, void *data)
{
    nist_data *d = data;
    double r[NIST_MOST_ROWS], j[NIST_MOST_ROWS * NIST_MOST_PARAMETERS];
    double sum = 0.0;

    (void)nist_residual(x, r, d);
    if (gradient != NULL) {
        (void)nist_jacobian(x, j, d);
        for (unsigned c = 0; c < n; c++)
            gradient[c] = 0.0;
    }
    for (size_t i = 0; i < d->rows; i++) {
        sum += r[i] * r[i];
        for (unsigned c = 0; gradient != NULL && c < n; c++)
            gradient[c] += 2.0 * r[i] * j[i * n + c];
    }
    return sum;
}

static void run_nlopt(void *data)
{
    task *t = data;
    nlopt_opt opt = nlopt_create(NLOPT_LD_SLSQP,
                                 (unsigned)t->data->problem->parameters);
    double least;

    begin(t);
    (void)nlopt_set_min_objective(opt, nlopt_squares, t->data);
    (void)nlopt_set_xtol_rel(opt, 1e-15);
    (void)nlopt_set_maxeval(opt, 10000);
    t->claims = nlopt_optimize(opt, t->theta, &least) > 0 &&
                nlopt_get_numevals(opt) < 10000;
    nlopt_destroy(opt);
}
#else
#define run_nlopt NULL
#endif

/* ---- the comparison --------------------------------------------------------- */

static const struct {
    const char *name;
    void (*run)(void *data);
} peers[PEERS] = { { "paramod", run_ours }, { "GSL", run_gsl },
                   { "NLopt", run_nlopt } };

typedef struct result {
    double digits, seconds;
    size_t residuals, jacobians;
    bool claims;
} result;

typedef struct sums {
    size_t solved, false_claims, runs;
    size_t residuals, jacobians; /* of the runs that both solved */
    size_t our_residuals, our_jacobians;
    double log_ratio;            /* of times there */
    size_t common;
} sums;

static result measure(nist_data *data, size_t start, size_t peer, FILE *csv)
{
    task t = { .data = data, .start = start };
    const timing time = bench_time(REPEATS, bench_cpu, peers[peer].run, &t);
    result r = { .seconds = time.median, .residuals = data->residual_calls,
                 .jacobians = data->jacobian_calls, .claims = t.claims };

    r.digits = nist_digits(data->problem->parameters, t.theta, data->certified);
    (void)fprintf(csv, "%s,%d,%s,%.2f,%zu,%zu,%.3e,%.3e,%.3e,%s\n",
                  data->problem->name, (int)start + 1, peers[peer].name, r.digits,
                  r.residuals, r.jacobians, time.median, time.least, time.most,
                  r.claims ? "solved" : "not solved");
    return r;
}

/* Solved: eight digits.  A false claim: solved, says the solver, but not four. */
static void add(sums *s, const result *ours, const result *r)
{
    s->runs++;
    s->solved += r->digits >= 8.0;
    s->false_claims += r->claims && r->digits < 4.0;
    if (r->digits < 8.0 || ours->digits < 8.0)
        return;
    s->common++;
    s->residuals += r->residuals;
    s->jacobians += r->jacobians;
    s->our_residuals += ours->residuals;
    s->our_jacobians += ours->jacobians;
    s->log_ratio += log(r->seconds / ours->seconds);
}

static void print_result(const result *r)
{
    printf(" | %4.1f%c %5zu %5zu %9.2e", r->digits, r->claims ? ' ' : '?',
           r->residuals, r->jacobians, r->seconds);
}

static void compare(nist_data *data, size_t start, sums *sum, FILE *csv)
{
    result ours = { 0 };

    printf("%-9s %d", data->problem->name, (int)start + 1);
    for (size_t p = 0; p < PEERS; p++) {
        result r;

        if (peers[p].run == NULL) {
            printf(" | not measured");
            continue;
        }
        r = measure(data, start, p, csv);
        ours = p == 0 ? r : ours;
        add(&sum[p], &ours, &r);
        print_result(&r);
    }
    printf("\n");
}

static void print_sums(const sums *sum)
{
    for (size_t p = 0; p < PEERS; p++) {
        const sums *s = &sum[p];

        if (s->runs == 0) {
            printf("%s: not measured\n", peers[p].name);
            continue;
        }
        printf("%s: 8 digits in %zu of %zu runs, %zu false claims", peers[p].name,
               s->solved, s->runs, s->false_claims);
        if (p > 0)
            printf("; where both have them: residuals %zu, Jacobians %zu against "
                   "our %zu and %zu, %.2f times our CPU time (geometric mean)",
                   s->residuals, s->jacobians, s->our_residuals, s->our_jacobians,
                   exp(s->log_ratio / (double)s->common));
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    static nist_data data;
    sums sum[PEERS] = { { 0 } };
    char folder[2048];
    FILE *csv = argc > 2 ? fopen(argv[2], "w") : NULL;

    if (csv == NULL) {
        printf("usage: optim SOURCE-FOLDER RESULT.csv\n");
        return 2;
    }
    (void)gsl_set_error_handler_off();
    (void)snprintf(folder, sizeof folder, "%s/validation/nist/data", argv[1]);
    (void)fprintf(csv, "problem,start,solver,digits,residuals,jacobians,"
                       "seconds,least,most,says\n");
    printf("per solver: digits (? if it says itself that it failed), residuals, "
           "Jacobians, CPU seconds\n%-11s | %-27s | %-27s | %s\n", "problem",
           peers[0].name, peers[1].name, peers[2].name);
    for (size_t i = 0; i < NIST_PROBLEMS; i++) {
        if (!nist_read(folder, &nist_problems[i], &data)) {
            printf("%s: the data file cannot be read\n", nist_problems[i].name);
            return 2;
        }
        for (size_t start = 0; start < 2; start++)
            compare(&data, start, sum, csv);
    }
    print_sums(sum);
    (void)fclose(csv);
    return sum[0].solved == sum[0].runs ? EXIT_SUCCESS : EXIT_FAILURE;
}
