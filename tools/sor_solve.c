/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sor solve */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "number.h"
#include "sor_problem.h"

static const option own_options[] = {
    { "method", "NAME", "sor (default), ssor, ssorpcg, cg or chebyshev", false },
    { "omega", "W", "in (0, 2) (default 1)", false },
    { "beta", "B", "for chebyshev: spectral radius of I - D^-1 A", false },
    { "order", "NAME", "forward or backward (default forward; for ssorpcg authors, "
      "which is backward)", false },
    { "tol", "EPS", "tolerance (default 1e-8)", false },
    { "stop", "NAME", "relative to r0 or b, or absolute (default r0; ssor absolute; "
      "ssorpcg and cg b)", false },
    { "test", "NAME", "strict or inclusive (default strict for sor and chebyshev)",
      false },
    { "max-iterations", "N", "cap (default 10000)", false },
    { "sweep", "NAME", "form of sor: fastest (default), textbook, single or blocked",
      false },
    { "colour", NULL, "multicolour ordering (always for chebyshev)", false },
    { "threads", "N", "threads, in multicolour orderings (default 1)", false },
    { "start", "FILE", "start from this vector, not from 0", false },
    { "history", NULL, "print the norms of all residuals", false },
    { "output", "FILE", "write the solution as a MatrixMarket array", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sor solve FILE.mtx [OPTION]...\n"
                 "       paramod sor solve --laplacian S:12 [OPTION]...\n\n"
                 "Solves (A + C I) x = b by relaxation.\n\nSystem\n");
    options_print(sor_problem_options);
    (void)printf("\nSolving\n");
    options_print(own_options);
}

/* ---- options -------------------------------------------------------------------- */

static const char *const methods[] = { "sor", "ssor", "ssorpcg", "cg", "chebyshev", NULL };
static const char *const endings[] = { "converged", "limit", "diverged", "indefinite",
                                       "stopped", "stagnated" };

static bool read_choices(const options *o, paramod_sor_options *s)
{
    static const char *const orders[] = { "forward", "backward", "authors", NULL };
    static const char *const stops[] = { "default", "r0", "b", "absolute", NULL };
    static const char *const tests[] = { "default", "strict", "inclusive", NULL };
    static const char *const sweeps[] = { "fastest", "textbook", "single", "blocked",
                                          NULL };
    size_t method = 0, order, stop = 0, test = 0, sweep = 0;

    if (!options_choice(o, "method", methods, &method))
        return false;
    order = method == PARAMOD_SOR_SSOR_PCG ? 2 : 0;
    if (!options_choice(o, "order", orders, &order) ||
        !options_choice(o, "stop", stops, &stop) ||
        !options_choice(o, "test", tests, &test) ||
        !options_choice(o, "sweep", sweeps, &sweep))
        return false;
    s->method = method;
    s->order = order == 0 ? PARAMOD_SOR_FORWARD : PARAMOD_SOR_BACKWARD;
    s->stop = stop;
    s->test = test;
    s->sweep = sweep;
    return true;
}

/* Zero is the library's word for "default", but not what a user means by it. */
static bool refuse_zero(const options *o, const char *name, double value)
{
    if (options_has(o, name) && value == 0.0)
        return problem_set(o->problem, "option '--%s': 0 is not positive", name);
    return true;
}

static bool read_solving(const options *o, paramod_sor_options *s)
{
    uint64_t most = 0;

    if (!read_choices(o, s) || !options_number(o, "omega", &s->omega) ||
        !options_number(o, "beta", &s->beta) ||
        !options_number(o, "tol", &s->tolerance) ||
        !options_count(o, "max-iterations", &most) ||
        !refuse_zero(o, "tol", s->tolerance) ||
        !refuse_zero(o, "max-iterations", (double)most))
        return false;
    if (options_has(o, "omega") && s->omega == 0.0)
        return problem_set(o->problem, "omega is 0; it must lie inside (0, 2)");
    if (s->method == PARAMOD_SOR_CHEBYSHEV && !options_has(o, "beta"))
        return problem_set(o->problem, "'--method chebyshev' needs --beta; "
                           "'paramod sor bound' computes it");
    s->max_iterations = (size_t)most;
    if (options_has(o, "history")) {
        s->history_room = (most == 0 ? 10000 : (size_t)most) + 1;
        s->history = take(s->history_room, sizeof *s->history);
    }
    return true;
}

/* ---- output ------------------------------------------------------------------------ */

static void print_json(const sor_problem *p, const paramod_sor_options *s,
                       const paramod_sor_result *r)
{
    json_t *o = json_object();

    json_put_text(o, "method", methods[s->method]);
    json_put_count(o, "n", p->n);
    json_put_count(o, "entries", paramod_sor_matrix_entries(p->matrix));
    json_put_number(o, "shift", p->shift);
    json_put_number(o, s->method == PARAMOD_SOR_CHEBYSHEV ? "beta" : "omega", r->omega);
    json_put_count(o, "iterations", r->iterations);
    json_put(o, "converged", json_boolean(r->ending == PARAMOD_SOR_CONVERGED));
    json_put_text(o, "ending", endings[r->ending]);
    json_put_number(o, "initial_residual", r->initial);
    json_put_number(o, "residual", r->residual);
    json_put_number(o, "relative_residual", r->relative_residual);
    json_put_number(o, "rate", r->rate);
    if (s->history != NULL) {
        json_t *list = json_array();

        for (size_t k = 0; k <= r->iterations && k < s->history_room; k++)
            (void)json_array_append_new(list, json_number(s->history[k]));
        json_put(o, "history", list);
    }
    json_print(o);
}

static void print_text(const sor_problem *p, const paramod_sor_options *s,
                       const paramod_sor_result *r)
{
    (void)printf("%s, %zu rows, shift %g, %s %.10g\n", methods[s->method], p->n, p->shift,
                 s->method == PARAMOD_SOR_CHEBYSHEV ? "beta" : "omega", r->omega);
    (void)printf("%s after %zu iterations\n", endings[r->ending], r->iterations);
    (void)printf("residual %.6e, relative %.6e\n", r->residual, r->relative_residual);
    if (s->history != NULL)
        for (size_t k = 0; k <= r->iterations && k < s->history_room; k++)
            (void)printf("%zu %.10e\n", k, s->history[k]);
}

static bool write_solution(const char *name, size_t n, const double *x, problem *p)
{
    FILE *const file = fopen(name, "w");
    char text[NUMBER_SIZE];
    bool good;

    if (file == NULL)
        return problem_set(p, "cannot write '%s': %s", name, strerror(errno));
    (void)fprintf(file, "%%%%MatrixMarket matrix array real general\n%zu 1\n", n);
    for (size_t i = 0; i < n; i++)
        (void)fprintf(file, "%s\n", write_number(x[i], text));
    good = ferror(file) == 0;
    if (fclose(file) != 0 || !good)
        return problem_set(p, "cannot write '%s': %s", name, strerror(errno));
    return true;
}

/* ---- solving -------------------------------------------------------------------------- */

static bool colour(sor_problem *s, problem *p)
{
    paramod_sor_matrix *coloured = NULL;

    if (paramod_sor_matrix_coloured(s->matrix, &coloured) != PARAMOD_OK)
        return problem_from_library(p);
    paramod_sor_matrix_destroy(s->matrix);
    s->matrix = coloured;
    return true;
}

static bool solve(const sor_problem *s, const paramod_sor_options *how, double *x,
                  paramod_sor_result *result, problem *p)
{
    paramod_sor_workspace *work = NULL;
    bool good = paramod_sor_workspace_create(s->matrix, &work) == PARAMOD_OK &&
                paramod_sor_solve(s->matrix, how, s->b, x, work, result) == PARAMOD_OK;

    paramod_sor_workspace_destroy(work);
    return good || problem_from_library(p);
}

static bool work(const options *o, sor_problem *s, paramod_sor_options *how, double **x,
                 int *status)
{
    paramod_sor_result result = { .size = sizeof result };
    paramod_executor executor;
    uint64_t threads = 1;

    if (!sor_problem_read(o, s) || !read_solving(o, how) ||
        !options_count(o, "threads", &threads))
        return false;
    executor = paramod_executor_threads((size_t)threads);
    how->executor = &executor;
    how->shift = s->shift;
    *x = take(s->n, sizeof **x);
    if (options_has(o, "start") &&
        !sor_problem_side(options_text(o, "start"), 1, s->n, *x, o->problem))
        return false;
    if ((options_has(o, "colour") || how->method == PARAMOD_SOR_CHEBYSHEV) &&
        !colour(s, o->problem))
        return false;
    if (!solve(s, how, *x, &result, o->problem) ||
        (options_has(o, "output") &&
         !write_solution(options_text(o, "output"), s->n, *x, o->problem)))
        return false;
    (options_has(o, "json") ? print_json : print_text)(s, how, &result);
    *status = result.ending == PARAMOD_SOR_CONVERGED ? EXIT_SOLVED : EXIT_IRREGULAR;
    return true;
}

int sor_solve_command(int words, char **word)
{
    static const option *const tables[] = { sor_problem_options, own_options, NULL };
    paramod_sor_options how = { .size = sizeof how };
    sor_problem system = { .matrix = NULL };
    double *x = NULL;
    int status = EXIT_SOLVED;
    problem p = { "" };
    options o;
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help"))
        help();
    else if (good)
        good = work(&o, &system, &how, &x, &status);
    sor_problem_release(&system);
    free(how.history);
    free(x);
    options_release(&o);
    return good ? status : problem_report(&p);
}
