/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Residuals of a fit. */

#include <math.h>

#include "core/status_impl.h"
#include "survival/fit_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_residuals", __VA_ARGS__)

/* H(t) - H(entry) of one block into work->main.cumulative.  An event known only
 * to lie in (l, u] takes its expected cumulative hazard there:
 * E(H | event) = H(l) + 1 - D / expm1(D). */
static paramod_eval cox_snell(const paramod_i_design *design,
                              const paramod_i_rows *rows, const double *c,
                              paramod_i_block_work *work)
{
    double *h = work->main.cumulative;
    paramod_eval eval;

    paramod_i_block_predict(design, rows, c, work);
    eval = paramod_i_block_hazards(design, rows, 0, PARAMOD_I_AT_TIME, work,
                                   &work->main);
    if (eval == PARAMOD_EVAL_OK && rows->kind == PARAMOD_I_ROWS_INTERVAL)
        eval = paramod_i_block_hazards(design, rows, 0, PARAMOD_I_AT_UPPER, work,
                                       &work->other);
    for (size_t r = 0; r < rows->count; r++) {
        const bool left = rows->kind == PARAMOD_I_ROWS_LEFT;
        const double l = left ? 0.0 : h[r];
        const double d = (left ? h[r] : work->other.cumulative[r]) - l;

        if (left || rows->kind == PARAMOD_I_ROWS_INTERVAL)
            h[r] = l + (d > 0.0 ? 1.0 - d / expm1(d) : 0.0);
    }
    if (eval == PARAMOD_EVAL_OK && rows->entry) {
        eval = paramod_i_block_hazards(design, rows, 0, PARAMOD_I_AT_ENTRY, work,
                                       &work->other);
        for (size_t r = 0; r < rows->count; r++)
            h[r] -= work->other.cumulative[r];
    }
    return eval;
}

static double residual_of(paramod_residual kind, double cox_snell_, double event)
{
    const double m = event - cox_snell_;

    switch (kind) {
    case PARAMOD_RESIDUAL_COX_SNELL:
        return cox_snell_;
    case PARAMOD_RESIDUAL_MARTINGALE:
        return m;
    case PARAMOD_RESIDUAL_DEVIANCE:
        return copysign(sqrt(-2.0 * (m + (event > 0.0 ? log(cox_snell_) : 0.0))),
                        m);
    }
    return NAN;
}

static paramod_status fill(const paramod_survival_fit *fit, paramod_residual kind,
                           const double *c, double *residual)
{
    const paramod_i_design *design = fit->design;
    paramod_i_block_work work;

    for (size_t i = 0; i < design->data->rows; i++)
        residual[i] = 0.0; /* rows at time 0 say nothing and have H = 0 */
    for (size_t b = 0; b < design->blocks; b++) {
        const paramod_i_rows *rows = &design->block[b];
        const double event = rows->kind == PARAMOD_I_ROWS_RIGHT ? 0.0 : 1.0;

        if (cox_snell(design, rows, c, &work) != PARAMOD_EVAL_OK)
            return REFUSE(PARAMOD_ERR_CALLBACK, "the hazard cannot be "
                                "evaluated at the estimates");
        for (size_t r = 0; r < rows->count; r++)
            residual[design->data->place[rows->first + r]] =
                residual_of(kind, work.main.cumulative[r], event);
    }
    return PARAMOD_OK;
}

paramod_status paramod_survival_residuals(const paramod_survival_fit *fit,
                                          paramod_residual kind, double *residual)
{
    paramod_i_workspace *w;
    paramod_status status;

    if (fit == NULL || residual == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or residual is null");
    if (kind != PARAMOD_RESIDUAL_COX_SNELL &&
        kind != PARAMOD_RESIDUAL_MARTINGALE && kind != PARAMOD_RESIDUAL_DEVIANCE)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no residual number %d",
                            (int)kind);
    w = paramod_i_workspace_take(fit->design);
    if (w == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    paramod_i_view_columns(&fit->view, fit->v, w->c);
    status = fill(fit, kind, w->c, residual);
    paramod_i_workspace_return(fit->design, w);
    return status;
}
