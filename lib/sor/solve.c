/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a solve is asked for, and what it hands back. */

#include <math.h>
#include <string.h>

#include "core/status_impl.h"
#include "sor/request_impl.h"
#include "sor/run_impl.h"

static const char name[] = "paramod_sor_solve";

/* ---- the system ------------------------------------------------------------------ */

static paramod_status check_vectors(size_t n, const double *b, const double *x)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(b[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, name, "row %zu: the right-hand "
                                  "side is %g", i + 1, b[i]);
        if (!isfinite(x[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, name, "row %zu: the starting "
                                  "point is %g", i + 1, x[i]);
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
            x[i] = s->x[paramod_i_sor_place(s->matrix, i)];
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
    if ((status = paramod_i_sor_request(name, matrix, options, workspace, &run.options))
            != PARAMOD_OK ||
        (status = paramod_i_sor_check_diagonal(name, matrix, run.options.shift))
            != PARAMOD_OK ||
        (status = check_vectors(matrix->rows, b, x)) != PARAMOD_OK)
        return status;
    system = paramod_i_sor_look(matrix, &run.options, b, workspace);
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
