/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log likelihood in the coefficients of a view. */

#include "core/status_impl.h"
#include "survival/likelihood_impl.h"
#include "survival/model_impl.h"

void paramod_i_view_columns(const paramod_i_view *view, const double *v, double *c)
{
    const paramod_i_design *design = view->design;

    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *k = &design->coefficient[i];

        c[i] = k->aliased ? 0.0
             : k->fixed ? design->reported.scale[i] * k->value
                        : view->scale[i] * v[k->leader];
    }
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *k = &design->coefficient[i];
        double moved;

        if (k->aliased || view->shift[i] == 0.0)
            continue;
        moved = k->fixed ? design->reported.shift[i] * k->value
                         : view->shift[i] * v[k->leader];
        for (size_t m = 0; m < design->size; m++)
            if (design->coefficient[m].parameter == k->parameter &&
                design->coefficient[m].covariate == PARAMOD_I_NONE)
                c[m] += moved;
    }
}

void paramod_i_view_pull(const paramod_i_view *view, const double *g, size_t stride,
                 double *out, size_t out_stride)
{
    const paramod_i_design *design = view->design;

    for (size_t i = 0; i < design->size; i++)
        out[i * out_stride] = 0.0;
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *k = &design->coefficient[i];
        double slope = view->scale[i] * g[i * stride];

        if (k->fixed || k->aliased)
            continue;
        for (size_t m = 0; m < design->size && view->shift[i] != 0.0; m++)
            if (design->coefficient[m].parameter == k->parameter &&
                design->coefficient[m].covariate == PARAMOD_I_NONE)
                slope += view->shift[i] * g[m * stride];
        out[k->leader * out_stride] += slope;
    }
}

paramod_eval paramod_i_view_evaluate(const paramod_i_view *view, int order,
                                     const double *v, double *value,
                                     double *gradient, double *hessian)
{
    const paramod_i_design *design = view->design;
    const size_t n = design->size;
    paramod_i_workspace *w = paramod_i_workspace_take(design);
    paramod_eval eval;

    if (w == NULL)
        return PARAMOD_EVAL_STOP;
    paramod_i_view_columns(view, v, w->c);
    eval = design->frailty == PARAMOD_FRAILTY_NONE
        ? paramod_i_evaluate_rows(design, order, view->executor, w)
        : paramod_i_evaluate_frailty(design, order, w);
    if (eval == PARAMOD_EVAL_OK) {
        *value = w->sum[0];
        if (order > 0)
            paramod_i_view_pull(view, w->sum + 1, 1, gradient, 1);
        for (size_t i = 0; i < n && order > 1; i++)
            paramod_i_view_pull(view, w->sum + 1 + n + i * n, 1, w->jacobian + i * n, 1);
        for (size_t i = 0; i < n && order > 1; i++)
            paramod_i_view_pull(view, w->jacobian + i, n, hessian + i, n);
    }
    paramod_i_workspace_return(design, w);
    return eval;
}

static paramod_eval view_scores(const double *v, double *scores, void *data)
{
    return paramod_i_view_scores(data, v, scores);
}

static paramod_eval view_value(const double *v, double *value, void *data)
{
    return paramod_i_view_evaluate(data, 0, v, value, NULL, NULL);
}

static paramod_eval view_gradient(const double *v, double *value,
                                  double *gradient, void *data)
{
    return paramod_i_view_evaluate(data, 1, v, value, gradient, NULL);
}

static paramod_eval view_hessian(const double *v, double *value,
                                 double *gradient, double *hessian, void *data)
{
    return paramod_i_view_evaluate(data, 2, v, value, gradient, hessian);
}

paramod_likelihood paramod_i_view_likelihood(paramod_i_view *view)
{
    const bool frail = view->design->frailty != PARAMOD_FRAILTY_NONE;

    return (paramod_likelihood){
        .size = sizeof(paramod_likelihood), .data = view, .value = view_value,
        .gradient = view_gradient, .hessian = view_hessian,
        .scores = frail ? NULL : view_scores,
        .observations = view->design->data->rows
    };
}

paramod_status paramod_survival_model_likelihood(const paramod_survival_model *model,
                                                 paramod_likelihood *likelihood)
{
    paramod_i_design *design;
    paramod_status status;

    if (model == NULL || likelihood == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model or likelihood is null");
    status = paramod_i_model_design(model, &design);
    if (status != PARAMOD_OK)
        return status;
    *likelihood = paramod_i_view_likelihood(&design->reported);
    paramod_i_design_release(design); /* the model keeps its own reference */
    return PARAMOD_OK;
}
