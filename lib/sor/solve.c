/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a solve is asked for, and what it hands back. */

#include <math.h>
#include <string.h>

#include "core/options_impl.h"
#include "core/status_impl.h"
#include "sor/run_impl.h"

#define REFUSE(status, ...) paramod_i_fail((status), "paramod_sor_solve", __VA_ARGS__)

/* ---- options ------------------------------------------------------------------- */

static void set_defaults(paramod_sor_options *o)
{
    const bool conjugate = o->method == PARAMOD_SOR_SSOR_PCG || o->method == PARAMOD_SOR_CG;
    const bool ssor = o->method == PARAMOD_SOR_SSOR;

    if (o->omega == 0.0)
        o->omega = 1.0;
    if (o->tolerance == 0.0)
        o->tolerance = 1e-8;
    if (o->max_iterations == 0)
        o->max_iterations = 10000;
    if (o->divergence == 0.0)
        o->divergence = 1e10;
    if (o->stop == PARAMOD_SOR_STOP_DEFAULT)
        o->stop = conjugate ? PARAMOD_SOR_STOP_RIGHT
                  : ssor    ? PARAMOD_SOR_STOP_ABSOLUTE : PARAMOD_SOR_STOP_INITIAL;
    if (o->test == PARAMOD_SOR_TEST_DEFAULT)
        o->test = conjugate || ssor ? PARAMOD_SOR_TEST_INCLUSIVE
                                    : PARAMOD_SOR_TEST_STRICT;
}

static paramod_status check_choice(const char *what, uint64_t choice, uint64_t most)
{
    if (choice > most)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "%s %lu is none of 0 .. %lu", what,
                      (unsigned long)choice, (unsigned long)most);
    return PARAMOD_OK;
}

static paramod_status check_choices(const paramod_sor_options *o)
{
    paramod_status status;

    if ((status = check_choice("method", o->method, PARAMOD_SOR_CHEBYSHEV))
            != PARAMOD_OK ||
        (status = check_choice("stop", o->stop, PARAMOD_SOR_STOP_ABSOLUTE))
            != PARAMOD_OK ||
        (status = check_choice("test", o->test, PARAMOD_SOR_TEST_INCLUSIVE))
            != PARAMOD_OK ||
        (status = check_choice("order", o->order, PARAMOD_SOR_BACKWARD))
            != PARAMOD_OK)
        return status;
    return check_choice("sweep", o->sweep, PARAMOD_SOR_SWEEP_BLOCKED);
}

static paramod_status check_numbers(const paramod_sor_options *o)
{
    if (!(o->omega > 0.0 && o->omega < 2.0))
        return REFUSE(PARAMOD_ERR_DOMAIN, "omega is %g; it must lie inside (0, 2)",
                      o->omega);
    if (!isfinite(o->shift))
        return REFUSE(PARAMOD_ERR_DOMAIN, "shift is %g; it must be finite", o->shift);
    if (!(o->tolerance > 0.0 && isfinite(o->tolerance)))
        return REFUSE(PARAMOD_ERR_DOMAIN, "tolerance is %g; it must be positive and "
                      "finite", o->tolerance);
    if (!(o->divergence > 0.0))
        return REFUSE(PARAMOD_ERR_DOMAIN, "divergence is %g; it must be positive",
                      o->divergence);
    if (o->method == PARAMOD_SOR_CHEBYSHEV && !(o->beta >= 0.0 && o->beta < 1.0))
        return REFUSE(PARAMOD_ERR_DOMAIN, "beta is %g; it must lie inside [0, 1)",
                      o->beta);
    return PARAMOD_OK;
}

static paramod_status check_matrix(const paramod_sor_matrix *matrix,
                                   const paramod_sor_options *o,
                                   const paramod_sor_workspace *workspace)
{
    const bool conjugate = o->method == PARAMOD_SOR_SSOR_PCG || o->method == PARAMOD_SOR_CG;

    if (workspace->length != matrix->length || workspace->most < matrix->given.most)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "the workspace was made for another matrix");
    if (conjugate && !matrix->symmetric)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "the matrix is not symmetric, which "
                      "conjugate gradients need; use SOR");
    if (o->method == PARAMOD_SOR_CHEBYSHEV && matrix->colours == 0)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "the matrix is in natural order, but "
                      "Chebyshev needs a red-black one: see "
                      "paramod_sor_matrix_coloured()");
    if (o->method == PARAMOD_SOR_CHEBYSHEV && matrix->colours > 2)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "the matrix has %zu colours, but Chebyshev "
                      "needs two; use SOR", matrix->colours);
    return PARAMOD_OK;
}

static paramod_status read_options(const paramod_sor_matrix *matrix,
                                   const paramod_sor_options *given,
                                   const paramod_sor_workspace *workspace,
                                   paramod_sor_options *o)
{
    paramod_status status = paramod_i_options_read(o, sizeof *o, given);

    if (status == PARAMOD_OK)
        status = check_choices(o);
    if (status != PARAMOD_OK)
        return status;
    set_defaults(o);
    status = check_numbers(o);
    return status == PARAMOD_OK ? check_matrix(matrix, o, workspace) : status;
}

/* ---- the system ------------------------------------------------------------------ */

static paramod_i_sor_system look(const paramod_sor_matrix *matrix,
                                 const paramod_sor_options *o, const double *b,
                                 paramod_sor_workspace *w)
{
    return (paramod_i_sor_system){
        .matrix = matrix, .executor = matrix->colours > 0 ? o->executor : NULL,
        .shift = o->shift, .b = matrix->place != NULL ? w->b : b, .x = w->x, .r = w->r,
        .e = w->e, .d = w->d, .g = w->g,
        .v = { w->v[0], w->v[1], w->v[2], w->v[3] }, .workspace = w
    };
}

/* Row i of the user is row place[i] of a coloured matrix. */
static size_t place(const paramod_sor_matrix *matrix, size_t i)
{
    return matrix->place != NULL ? matrix->place[i] : i;
}

static paramod_status check_diagonal(const paramod_sor_matrix *matrix, double shift)
{
    for (size_t i = 0; i < matrix->rows; i++) {
        const double a = matrix->diagonal[place(matrix, i)], d = a + shift;

        if (d > 0.0 && isfinite(d))
            continue;
        if (shift != 0.0)
            return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: the diagonal entry %g plus the "
                          "shift %g is %g; it must be positive", i + 1, a, shift, d);
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: the diagonal entry is %g; it must "
                      "be positive", i + 1, a);
    }
    return PARAMOD_OK;
}

static paramod_status check_vectors(size_t n, const double *b, const double *x)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(b[i]))
            return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: the right-hand side is %g",
                          i + 1, b[i]);
        if (!isfinite(x[i]))
            return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: the starting point is %g",
                          i + 1, x[i]);
    }
    return PARAMOD_OK;
}

/* Rows that fill up a chunk are the equations 1 x = 0. */
static void fill(const paramod_i_sor_system *s, const double *b, const double *x)
{
    const paramod_sor_matrix *m = s->matrix;
    paramod_sor_workspace *const w = s->workspace;

    if (m->place == NULL) {
        for (size_t i = 0; i < m->length; i++)
            w->d[i] = m->diagonal[i] + s->shift;
        (void)memcpy(w->x, x, m->length * sizeof *x);
        return;
    }
    for (size_t i = 0; i < m->length; i++) {
        w->d[i] = 1.0;
        w->b[i] = w->x[i] = 0.0;
    }
    for (size_t i = 0; i < m->rows; i++) {
        w->d[m->place[i]] = m->diagonal[m->place[i]] + s->shift;
        w->b[m->place[i]] = b[i];
        w->x[m->place[i]] = x[i];
    }
}

/* ---- the end ----------------------------------------------------------------------- */

/* x is replaced unless a solve that failed has made it worse; the residual is
 * that of the x handed back, from b - A x, which a solve that converged has just
 * computed. */
static void hand_back(paramod_i_sor_run *run, double *x)
{
    paramod_i_sor_system *const s = run->system;
    paramod_sor_result *const result = &run->result;
    const bool converged = result->ending == PARAMOD_SOR_CONVERGED;

    result->residual = converged ? run->norm : paramod_i_sor_residual(s);
    if (s->status != PARAMOD_OK)
        return;
    if (converged || result->ending == PARAMOD_SOR_LIMIT ||
        result->ending == PARAMOD_SOR_STOPPED || result->residual <= result->initial)
        for (size_t i = 0; i < s->matrix->rows; i++)
            x[i] = s->x[place(s->matrix, i)];
    else
        result->residual = result->initial;
    result->relative_residual = result->residual == 0.0
                                    ? 0.0 : result->residual / result->reference;
}

static void work(paramod_i_sor_run *run)
{
    if (!paramod_i_sor_begin(run))
        return;
    if (run->options.method == PARAMOD_SOR_SSOR_PCG ||
        run->options.method == PARAMOD_SOR_CG)
        paramod_i_sor_conjugate(run);
    else
        paramod_i_sor_stationary(run);
}

paramod_status paramod_sor_solve(const paramod_sor_matrix *matrix,
                                 const paramod_sor_options *options, const double *b,
                                 double *x, paramod_sor_workspace *workspace,
                                 paramod_sor_result *result)
{
    paramod_i_sor_run run = { .system = NULL };
    paramod_i_sor_system system;
    paramod_status status;

    if (matrix == NULL || b == NULL || x == NULL || workspace == NULL || result == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "matrix, b, x, workspace or result is null");
    if (result->size < sizeof result->size)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of the result is %zu; "
                            "set it to sizeof the struct", result->size);
    if ((status = read_options(matrix, options, workspace, &run.options)) != PARAMOD_OK ||
        (status = check_diagonal(matrix, run.options.shift)) != PARAMOD_OK ||
        (status = check_vectors(matrix->rows, b, x)) != PARAMOD_OK)
        return status;
    system = look(matrix, &run.options, b, workspace);
    fill(&system, b, x);
    run.system = &system;
    run.result = (paramod_sor_result){ .size = result->size, .omega = run.options.omega,
                                       .rate = (double)NAN };
    work(&run);
    if (system.status == PARAMOD_OK)
        hand_back(&run, x);
    if (system.status == PARAMOD_OK)
        (void)memcpy(result, &run.result, result->size < sizeof *result
                                              ? result->size : sizeof *result);
    return system.status;
}
