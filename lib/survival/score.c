/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores of single rows, and their products for sandwich covariances. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/likelihood_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_fit_create", __VA_ARGS__)

void paramod_i_row_gradient(const paramod_i_design *design,
                            const paramod_i_rows *rows, size_t r, double factor,
                            double (*first)[PARAMOD_I_BLOCK], double *gradient)
{
    for (size_t p = 0; p < design->family->size; p++) {
        const paramod_i_predictor *x = &design->predictor[p];

        for (size_t k = 0; k < x->uses && x->active; k++)
            gradient[paramod_i_coefficient_of(design, p, k, rows->stratum)] +=
                factor * first[p][r] *
                (k == 0 ? 1.0 : x->z[k][rows->first + r]);
    }
}

/* Scores in the order of the caller's rows in use. */
paramod_eval paramod_i_view_scores(const paramod_i_view *view, const double *v,
                                   double *scores)
{
    const paramod_i_design *design = view->design;
    const size_t n = design->size;
    paramod_i_workspace *w = paramod_i_workspace_take(design);
    paramod_eval eval = PARAMOD_EVAL_OK;
    paramod_i_block_work work;

    if (w == NULL)
        return PARAMOD_EVAL_STOP;
    paramod_i_view_columns(view, v, w->c);
    (void)memset(scores, 0, design->data->rows * n * sizeof *scores);
    for (size_t b = 0; b < design->blocks && eval == PARAMOD_EVAL_OK; b++) {
        const paramod_i_rows *rows = &design->block[b];

        eval = paramod_i_block_terms(design, rows, 1, w->c, &work);
        for (size_t r = 0; r < rows->count && eval == PARAMOD_EVAL_OK; r++) {
            (void)memset(w->jacobian, 0, n * sizeof *w->jacobian);
            paramod_i_row_gradient(design, rows, r, 1.0, work.terms.first,
                                   w->jacobian);
            paramod_i_view_pull(view, w->jacobian, 1,
                 scores + design->data->place[rows->first + r] * n, 1);
        }
    }
    paramod_i_workspace_return(design, w);
    return eval;
}

/* Adds the scores of the rows to those of their clusters. */
static paramod_eval cluster_scores(const paramod_i_view *view, const double *v,
                                   paramod_i_workspace *w, double *cluster)
{
    const paramod_i_design *design = view->design;
    const size_t n = design->size;
    paramod_i_block_work work;
    paramod_eval eval = PARAMOD_EVAL_OK;

    paramod_i_view_columns(view, v, w->c);
    for (size_t b = 0; b < design->blocks && eval == PARAMOD_EVAL_OK; b++) {
        const paramod_i_rows *rows = &design->block[b];

        eval = paramod_i_block_terms(design, rows, 1, w->c, &work);
        for (size_t r = 0; r < rows->count && eval == PARAMOD_EVAL_OK; r++) {
            const size_t i = rows->first + r;
            const size_t at = design->data->cluster == NULL
                                  ? i : design->data->cluster[i];

            paramod_i_row_gradient(design, rows, r, 1.0, work.terms.first,
                                   cluster + at * n);
        }
    }
    return eval;
}

/* meat = sum_c J'U_c U_c'J */
static void add_squares(const paramod_i_view *view, size_t clusters,
                        const double *cluster, double *u, double *meat)
{
    const size_t n = view->design->size;

    (void)memset(meat, 0, n * n * sizeof *meat);
    for (size_t k = 0; k < clusters; k++) {
        paramod_i_view_pull(view, cluster + k * n, 1, u, 1);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                meat[i * n + j] += u[i] * u[j];
    }
}

paramod_status paramod_i_view_meat(const paramod_i_view *view, const double *v,
                                   double *meat)
{
    const paramod_i_design *design = view->design;
    const size_t n = design->size;
    const size_t clusters = design->data->cluster == NULL
                                ? design->data->rows : design->data->clusters;
    double *cluster;
    paramod_i_workspace *w;
    paramod_eval eval = PARAMOD_EVAL_STOP;

    if (design->frailty != PARAMOD_FRAILTY_NONE)
        return REFUSE(PARAMOD_ERR_UNSUPPORTED, "there are no robust errors "
                            "for models with frailty");
    cluster = paramod_i_resize(NULL, clusters * n + 1, sizeof *cluster);
    w = paramod_i_workspace_take(design);
    if (cluster != NULL && w != NULL) {
        (void)memset(cluster, 0, clusters * n * sizeof *cluster);
        eval = cluster_scores(view, v, w, cluster);
        if (eval == PARAMOD_EVAL_OK)
            add_squares(view, clusters, cluster, w->jacobian, meat);
    }
    if (w != NULL)
        paramod_i_workspace_return(design, w);
    if (cluster == NULL || w == NULL)
        eval = PARAMOD_EVAL_STOP;
    paramod_i_free(cluster);
    return eval == PARAMOD_EVAL_OK ? PARAMOD_OK
        : REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
}
