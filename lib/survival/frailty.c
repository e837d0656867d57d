/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The log likelihood with a frailty shared by the rows of a cluster,
 *
 *     sum_i w_i delta_i log h_i + sum_j w_j (A(T_j; d_j) - A(E_j; 0)),
 *
 * with A of laplace.c, T_j the sum of H over the cluster from time 0 on and E_j
 * that up to the entries of its subjects.  A later (start, stop] row of a
 * subject adds H(stop) - H(start) to T and nothing to E.
 *
 * The first pass over the rows forms T, E and their gradients; the second is an
 * ordinary one, in which H carries the weight of its cluster, -dA/dT or -dA/dE;
 * what remains of the Hessian is of rank one for each cluster.
 */

#include <math.h>
#include <string.h>

#include "survival/frailty_impl.h"
#include "survival/likelihood_impl.h"

/* The workspace's cluster array: for T and E, a number and a gradient by
 * cluster; the number of events; the weight; both Laplace derivatives. */
typedef struct sums {
    double *total, *entry;                   /* clusters */
    double *total_gradient, *entry_gradient; /* clusters x size */
    double *events, *weight;                 /* clusters */
    double *total_slope, *entry_slope;       /* clusters: dA/dT, dA/dE */
} sums;

size_t paramod_i_frailty_size(const paramod_i_design *design)
{
    return design->data->clusters * (6 + 2 * design->size);
}

static sums sums_of(const paramod_i_design *design, double *cluster)
{
    const size_t k = design->data->clusters, n = design->size;

    return (sums){ cluster, cluster + k, cluster + 6 * k,
                   cluster + 6 * k + k * n, cluster + 2 * k, cluster + 3 * k,
                   cluster + 4 * k, cluster + 5 * k };
}

static bool is_later(const paramod_i_design *design, size_t i)
{
    return design->data->later != NULL && design->data->later[i];
}

static void add_times(const paramod_i_design *design, const paramod_i_rows *rows,
                      int order, paramod_i_hazards *h, const sums *s)
{
    for (size_t r = 0; r < rows->count; r++) {
        const size_t i = rows->first + r, j = design->data->cluster[i];

        s->total[j] += h->cumulative[r];
        s->weight[j] = design->data->weight[i];
        s->events[j] += rows->kind == PARAMOD_I_ROWS_EXACT ? 1.0 : 0.0;
        if (order > 0)
            paramod_i_row_gradient(design, rows, r, 1.0, h->cumulative_1,
                                   s->total_gradient + j * design->size);
    }
}

static void add_entries(const paramod_i_design *design,
                        const paramod_i_rows *rows, int order,
                        paramod_i_hazards *h, const sums *s)
{
    for (size_t r = 0; r < rows->count; r++) {
        const size_t i = rows->first + r, j = design->data->cluster[i];
        const bool later = is_later(design, i);
        double *sum = later ? s->total : s->entry;
        double *gradient = later ? s->total_gradient : s->entry_gradient;
        const double sign = later ? -1.0 : 1.0;

        sum[j] += sign * h->cumulative[r];
        if (order > 0)
            paramod_i_row_gradient(design, rows, r, sign, h->cumulative_1,
                                   gradient + j * design->size);
    }
}

static paramod_eval first_pass(const paramod_i_design *design, int order,
                               const double *c, const sums *s,
                               paramod_i_block_work *work)
{
    for (size_t b = 0; b < design->blocks; b++) {
        const paramod_i_rows *rows = &design->block[b];
        paramod_eval eval;

        paramod_i_block_predict(design, rows, c, work);
        eval = paramod_i_block_hazards(design, rows, order, PARAMOD_I_AT_TIME,
                                       work, &work->main);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        add_times(design, rows, order, &work->main, s);
        if (!rows->entry)
            continue;
        eval = paramod_i_block_hazards(design, rows, order, PARAMOD_I_AT_ENTRY,
                                       work, &work->other);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        add_entries(design, rows, order, &work->other, s);
    }
    return PARAMOD_EVAL_OK;
}

/* y += factor g g', n x n */
static void add_square(size_t n, double factor, const double *g, double *y)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            y[i * n + j] += factor * g[i] * g[j];
}

/* One Laplace term with its sign: value, and what does not go through rows. */
static void add_term(const paramod_i_design *design, int order, double w,
                     const paramod_i_laplace *a, const double *g, double *sum)
{
    const size_t n = design->size, t = n - 1;
    double *gradient = sum + 1, *hessian = gradient + n;

    sum[0] += w * a->value;
    if (order > 0)
        gradient[t] += w * a->t;
    if (order < 2)
        return;
    add_square(n, w * a->xx, g, hessian);
    hessian[t * n + t] += w * a->tt;
    for (size_t i = 0; i < t; i++) {
        hessian[t * n + i] += w * a->xt * g[i];
        hessian[i * n + t] += w * a->xt * g[i];
    }
}

static void add_clusters(const paramod_i_design *design, int order,
                         double theta, const sums *s, double *sum)
{
    const size_t n = design->size;

    for (size_t j = 0; j < design->data->clusters; j++) {
        const double w = s->weight[j];
        const paramod_i_laplace a =
            paramod_i_frailty_laplace(design->frailty, s->total[j],
                                      (size_t)s->events[j], theta);
        const paramod_i_laplace e =
            paramod_i_frailty_laplace(design->frailty, s->entry[j], 0, theta);

        s->total_slope[j] = w * a.x;
        s->entry_slope[j] = -w * e.x;
        add_term(design, order, w, &a, s->total_gradient + j * n, sum);
        if (s->entry[j] > 0.0)
            add_term(design, order, -w, &e, s->entry_gradient + j * n, sum);
    }
}

/* Terms w log h + slope H of one block, with the slopes of the clusters. */
static paramod_eval linear_terms(const paramod_i_design *design,
                                 const paramod_i_rows *rows, int order,
                                 const sums *s, const double *c,
                                 paramod_i_block_work *work)
{
    paramod_i_wanted wanted = { .count = rows->count, .order = order,
                                .q = design->family->size };
    double slope[PARAMOD_I_BLOCK], w[PARAMOD_I_BLOCK];
    paramod_eval eval;

    for (size_t p = 0; p < wanted.q; p++)
        wanted.active[p] = design->predictor[p].active;
    for (size_t r = 0; r < rows->count; r++) {
        const size_t i = rows->first + r;

        w[r] = design->data->weight[i];
        slope[r] = s->total_slope[design->data->cluster[i]];
    }
    paramod_i_block_predict(design, rows, c, work);
    eval = paramod_i_block_hazards(design, rows, order, PARAMOD_I_AT_TIME, work,
                                   &work->main);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (rows->kind == PARAMOD_I_ROWS_EXACT) {
        for (size_t r = 0; r < rows->count; r++)
            slope[r] += w[r]; /* set() subtracts w H */
        paramod_i_terms_set(&wanted, true, w, &work->main, &work->terms);
    } else {
        paramod_i_terms_clear(&wanted, &work->terms);
    }
    paramod_i_terms_add(&wanted, slope, &work->main, &work->terms);
    return PARAMOD_EVAL_OK;
}

static paramod_eval entry_terms(const paramod_i_design *design,
                                const paramod_i_rows *rows, int order,
                                const sums *s, paramod_i_block_work *work)
{
    paramod_i_wanted wanted = { .count = rows->count, .order = order,
                                .q = design->family->size };
    double slope[PARAMOD_I_BLOCK];
    const paramod_eval eval = paramod_i_block_hazards(design, rows, order,
                                                      PARAMOD_I_AT_ENTRY, work,
                                                      &work->other);

    for (size_t p = 0; p < wanted.q; p++)
        wanted.active[p] = design->predictor[p].active;
    for (size_t r = 0; r < rows->count; r++) {
        const size_t i = rows->first + r, j = design->data->cluster[i];

        slope[r] = is_later(design, i) ? -s->total_slope[j] : s->entry_slope[j];
    }
    if (eval == PARAMOD_EVAL_OK)
        paramod_i_terms_add(&wanted, slope, &work->other, &work->terms);
    return eval;
}

static double log_hazards(const paramod_i_design *design,
                          const paramod_i_rows *rows, const paramod_i_hazards *h)
{
    double sum = 0.0;

    for (size_t r = 0; r < rows->count &&
                       rows->kind == PARAMOD_I_ROWS_EXACT; r++)
        sum += design->data->weight[rows->first + r] * h->log_hazard[r];
    return sum;
}

/* Adds a block's products straight to the totals. */
static void add_block(const paramod_i_design *design, const paramod_i_rows *rows,
                      int order, const paramod_i_terms *terms,
                      paramod_i_workspace *w, double *interleaved)
{
    const paramod_i_places places = paramod_i_places_of(design, w->chunk);

    (void)memset(w->chunk, 0, paramod_i_result_size(design) * sizeof *w->chunk);
    paramod_i_block_accumulate(design, rows, order, terms, &places);
    paramod_i_add_lanes(design, order, rows->stratum, w->chunk, interleaved);
}

static paramod_eval second_pass(const paramod_i_design *design, int order,
                                const sums *s, paramod_i_workspace *w,
                                double *value, paramod_i_block_work *work)
{
    for (size_t b = 0; b < design->blocks; b++) {
        const paramod_i_rows *rows = &design->block[b];
        const paramod_i_wanted wanted = { .count = rows->count, .order = order,
                                          .q = design->family->size };
        paramod_eval eval = linear_terms(design, rows, order, s, w->c, work);

        if (eval == PARAMOD_EVAL_OK)
            *value += log_hazards(design, rows, &work->main);
        if (eval == PARAMOD_EVAL_OK && rows->entry)
            eval = entry_terms(design, rows, order, s, work);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        paramod_i_terms_pad(&wanted, &work->terms);
        add_block(design, rows, order, &work->terms, w, w->sum);
    }
    return PARAMOD_EVAL_OK;
}

paramod_eval paramod_i_evaluate_frailty(const paramod_i_design *design, int order,
                                        paramod_i_workspace *workspace)
{
    const size_t n = design->size, totals = 1 + n + n * n;
    const sums s = sums_of(design, workspace->cluster);
    const double theta = exp(workspace->c[n - 1]);
    double value = 0.0;
    double *sum = workspace->sum;
    paramod_i_block_work work;
    paramod_eval eval;

    (void)memset(workspace->cluster, 0,
                 paramod_i_frailty_size(design) * sizeof(double));
    (void)memset(sum, 0, 2 * totals * sizeof *sum);
    eval = first_pass(design, order, workspace->c, &s, &work);
    if (eval != PARAMOD_EVAL_OK || !isfinite(theta))
        return eval == PARAMOD_EVAL_OK ? PARAMOD_EVAL_RETRY : eval;
    /* slopes first: the rows need them; the clusters' own terms come last */
    add_clusters(design, 0, theta, &s, &value);
    eval = second_pass(design, order, &s, workspace, &value, &work);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t i = 0; i < totals; i++)
        sum[i] = sum[2 * i] + sum[2 * i + 1];
    sum[0] = 0.0;
    add_clusters(design, order, theta, &s, sum);
    sum[0] = value;
    return isfinite(value) ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}
