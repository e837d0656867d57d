/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One block of rows: predictors, hazards, and likelihood terms. */

#include <math.h>

#include "survival/likelihood_impl.h"
#include "survival/product_impl.h"

size_t paramod_i_coefficient_of(const paramod_i_design *design, size_t p,
                                size_t k, size_t stratum)
{
    const size_t i = design->predictor[p].coefficient[k];

    return k == 0 && !design->coefficient[i].fixed ? i + stratum : i;
}

enum { AT_ONCE = 16 }; /* columns whose coefficients are gathered together */

/* Columns of a predictor from k on (0 is the constant), in the rows of a block. */
static paramod_i_columns columns_of(const paramod_i_predictor *x,
                                    const paramod_i_rows *rows, size_t k)
{
    return (paramod_i_columns){ .first = rows->first, .count = rows->count,
                                .columns = x->uses - k, .z = x->z + k };
}

/* Columns are taken AT_ONCE; the sum of those before is the next one's offset. */
static void predict(const paramod_i_predictor *x, const paramod_i_rows *rows,
                    const double *c, double constant, double *eta)
{
    const double *offset = x->offset == NULL ? NULL : x->offset + rows->first;
    size_t k = 1;

    do {
        paramod_i_columns some = columns_of(x, rows, k);
        double coefficient[AT_ONCE];

        if (some.columns > AT_ONCE)
            some.columns = AT_ONCE;
        for (size_t j = 0; j < some.columns; j++)
            coefficient[j] = c[x->coefficient[k + j]];
        paramod_i_product_eta(&some, constant, offset, coefficient, eta);
        constant = 0.0;
        offset = eta;
        k += some.columns;
    } while (k < x->uses);
}

void paramod_i_block_predict(const paramod_i_design *design,
                             const paramod_i_rows *rows, const double *c,
                             paramod_i_block_work *work)
{
    for (size_t p = 0; p < design->family->size; p++)
        predict(&design->predictor[p], rows, c,
                c[paramod_i_coefficient_of(design, p, 0, rows->stratum)],
                work->eta[p]);
}

static void times_of(const paramod_i_design *design, const paramod_i_rows *rows,
                     paramod_i_when when, const paramod_i_block_work *work,
                     paramod_i_times *times)
{
    const paramod_survival_data *data = design->data;
    const bool second = when == PARAMOD_I_AT_UPPER ||
                        (when == PARAMOD_I_AT_TIME && rows->second);
    const double *t = when == PARAMOD_I_AT_ENTRY ? data->entry
                                                 : second ? data->time2 : data->time;
    const double *log_t = when == PARAMOD_I_AT_ENTRY
        ? data->log_entry : second ? data->log_time2 : data->log_time;

    times->count = rows->count;
    times->time = t + rows->first;
    times->log_time = log_t + rows->first;
    for (size_t p = 0; p < design->family->size; p++) {
        const paramod_i_predictor *x = &design->predictor[p];

        times->eta[p] = work->eta[p];
        times->same[p] = x->uses == 1 && x->offset == NULL;
    }
}

paramod_eval paramod_i_block_hazards(const paramod_i_design *design,
                                     const paramod_i_rows *rows, int order,
                                     paramod_i_when when,
                                     const paramod_i_block_work *work,
                                     paramod_i_hazards *hazards)
{
    paramod_i_times times;

    times_of(design, rows, when, work, &times);
    return design->family->evaluate(design->family, order, &times, hazards);
}

enum { NODES = 8 };

/* Gauss-Legendre abscissae and weights on [-1, 1]. */
static const double node[NODES] = {
    -0.9602898564975363, -0.7966664774136267, -0.5255324099163290,
    -0.1834346424956498, 0.1834346424956498, 0.5255324099163290,
    0.7966664774136267, 0.9602898564975363
};
static const double node_weight[NODES] = {
    0.1012285362903763, 0.2223810344533745, 0.3137066458778873,
    0.3626837833783620, 0.3626837833783620, 0.3137066458778873,
    0.2223810344533745, 0.1012285362903763
};

/* Replaces D of row r by the integral of h from l to u, and its derivatives by
 * those of h = exp(log h). */
static void integrate(const paramod_i_hazards *h, const double *measure, int order,
                      size_t q, size_t r, paramod_i_hazards *d)
{
    double sum = 0.0;

    for (size_t k = 0; k < NODES; k++)
        sum += measure[k];
    d->cumulative[r] = sum;
    for (size_t j = 0; j < q && order > 0; j++) {
        sum = 0.0;
        for (size_t k = 0; k < NODES; k++)
            sum += measure[k] * h->log_hazard_1[j][k];
        d->cumulative_1[j][r] = sum;
        for (size_t i = 0; i <= j && order > 1; i++) {
            const size_t pair = paramod_i_pair(i, j);

            sum = 0.0;
            for (size_t k = 0; k < NODES; k++)
                sum += measure[k] * (h->log_hazard_2[pair][k] +
                                     h->log_hazard_1[i][k] * h->log_hazard_1[j][k]);
            d->cumulative_2[pair][r] = sum;
        }
    }
}

static paramod_eval narrow_row(const paramod_i_design *design,
                               const paramod_i_rows *rows, int order, size_t r,
                               const paramod_i_block_work *work,
                               paramod_i_hazards *h, paramod_i_hazards *d)
{
    const double l = design->data->time[rows->first + r];
    const double half = 0.5 * (design->data->time2[rows->first + r] - l);
    double t[NODES], log_t[NODES], measure[NODES];
    double eta[PARAMOD_I_FAMILY_MOST][NODES];
    paramod_i_times times = { .count = NODES, .time = t, .log_time = log_t };
    paramod_eval eval;

    for (size_t k = 0; k < NODES; k++) {
        t[k] = l + half * (1.0 + node[k]);
        log_t[k] = log(t[k]);
        for (size_t p = 0; p < design->family->size; p++)
            eta[p][k] = work->eta[p][r];
    }
    for (size_t p = 0; p < design->family->size; p++)
        times.eta[p] = eta[p];
    eval = design->family->evaluate(design->family, order, &times, h);
    for (size_t k = 0; k < NODES; k++)
        measure[k] = half * node_weight[k] * exp(h->log_hazard[k]);
    if (eval == PARAMOD_EVAL_OK)
        integrate(h, measure, order, design->family->size, r, d);
    return eval;
}

/*
 * D = H(u) - H(l) by subtraction has the relative error eps H(l) / D.  Below
 * D = H(l) / 100 a row whose hazard changes by less than a factor e over the
 * interval takes Gauss-Legendre quadrature of h instead: with 8 points its
 * error for h = e^{ct}, |c| (u - l) <= 1, is below 2^-16 / (16! 2^16), far less
 * than eps.  Below 1e-8 H(l) subtraction leaves so little that any row does.
 */
static paramod_eval narrow_rows(const paramod_i_design *design,
                                const paramod_i_rows *rows, int order,
                                const double *change, paramod_i_block_work *work,
                                const double *lower)
{
    for (size_t r = 0; r < rows->count; r++) {
        const double ratio = work->other.cumulative[r] / lower[r];

        if (ratio < 1e-8 || (ratio < 1e-2 && fabs(change[r]) < 1.0)) {
            const paramod_eval eval = narrow_row(design, rows, order, r, work,
                                                 &work->main, &work->other);

            if (eval != PARAMOD_EVAL_OK)
                return eval;
        }
    }
    return PARAMOD_EVAL_OK;
}

static paramod_i_wanted wanted_of(const paramod_i_design *design,
                                  const paramod_i_rows *rows, int order)
{
    paramod_i_wanted wanted = { .count = rows->count, .order = order,
                                .q = design->family->size };

    for (size_t p = 0; p < wanted.q; p++)
        wanted.active[p] = design->predictor[p].active;
    return wanted;
}

/* -H(l) + log(1 - exp(-D)) */
static paramod_eval interval_terms(const paramod_i_design *design,
                                   const paramod_i_rows *rows,
                                   const paramod_i_wanted *wanted,
                                   const double *w, paramod_i_block_work *work)
{
    double change[PARAMOD_I_BLOCK], lower[PARAMOD_I_BLOCK];
    paramod_eval eval = paramod_i_block_hazards(design, rows, wanted->order,
                                                PARAMOD_I_AT_UPPER, work,
                                                &work->other);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    paramod_i_terms_set(wanted, false, w, &work->main, &work->terms);
    paramod_i_terms_subtract(wanted, &work->main, &work->other);
    for (size_t r = 0; r < rows->count; r++) {
        change[r] = work->other.log_hazard[r] - work->main.log_hazard[r];
        lower[r] = work->main.cumulative[r];
    }
    eval = narrow_rows(design, rows, wanted->order, change, work, lower);
    if (eval == PARAMOD_EVAL_OK)
        paramod_i_terms_within(wanted, w, &work->other, &work->terms);
    return eval;
}

static paramod_eval kind_terms(const paramod_i_design *design,
                               const paramod_i_rows *rows,
                               const paramod_i_wanted *wanted, const double *w,
                               paramod_i_block_work *work)
{
    switch (rows->kind) {
    case PARAMOD_I_ROWS_EXACT:
        paramod_i_terms_set(wanted, true, w, &work->main, &work->terms);
        return PARAMOD_EVAL_OK;
    case PARAMOD_I_ROWS_RIGHT:
        paramod_i_terms_set(wanted, false, w, &work->main, &work->terms);
        return PARAMOD_EVAL_OK;
    case PARAMOD_I_ROWS_LEFT:
        paramod_i_terms_clear(wanted, &work->terms);
        paramod_i_terms_within(wanted, w, &work->main, &work->terms);
        return PARAMOD_EVAL_OK;
    case PARAMOD_I_ROWS_INTERVAL:
        return interval_terms(design, rows, wanted, w, work);
    }
    return PARAMOD_EVAL_STOP;
}

/* Where all weights are 1, those of the first rows serve and stay in the cache. */
static const double *weights_of(const paramod_survival_data *data,
                                const paramod_i_rows *rows)
{
    return data->weighted ? data->weight + rows->first : data->weight;
}

/* The family's own way to the terms of events and right-censored rows. */
static bool direct_terms(const paramod_i_design *design, const paramod_i_rows *rows,
                         const paramod_i_wanted *wanted, const double *w,
                         paramod_i_block_work *work)
{
    const bool event = rows->kind == PARAMOD_I_ROWS_EXACT;
    paramod_i_times times;

    if (design->family->terms == NULL ||
        (!event && rows->kind != PARAMOD_I_ROWS_RIGHT))
        return false;
    times_of(design, rows, PARAMOD_I_AT_TIME, work, &times);
    return design->family->terms(wanted, &times, event, w, &work->terms);
}

paramod_eval paramod_i_block_terms(const paramod_i_design *design,
                                   const paramod_i_rows *rows, int order,
                                   const double *c, paramod_i_block_work *work)
{
    const double *w = weights_of(design->data, rows);
    const paramod_i_wanted wanted = wanted_of(design, rows, order);
    paramod_eval eval = PARAMOD_EVAL_OK;

    paramod_i_block_predict(design, rows, c, work);
    if (!direct_terms(design, rows, &wanted, w, work)) {
        eval = paramod_i_block_hazards(design, rows, order, PARAMOD_I_AT_TIME,
                                       work, &work->main);
        if (eval == PARAMOD_EVAL_OK)
            eval = kind_terms(design, rows, &wanted, w, work);
    }
    if (eval == PARAMOD_EVAL_OK && rows->entry) {
        eval = paramod_i_block_hazards(design, rows, order, PARAMOD_I_AT_ENTRY,
                                       work, &work->other);
        if (eval == PARAMOD_EVAL_OK)
            paramod_i_terms_add(&wanted, w, &work->other, &work->terms);
    }
    if (eval == PARAMOD_EVAL_OK)
        paramod_i_terms_pad(&wanted, &work->terms);
    return eval;
}

paramod_i_places paramod_i_places_of(const paramod_i_design *design, double *result)
{
    paramod_i_places at = { { NULL }, { NULL } };
    double *hessian = result + PARAMOD_I_LANES * (1 + design->slots);

    for (size_t j = 0; j < design->family->size; j++) {
        const paramod_i_predictor *y = &design->predictor[j];

        at.first[j] = result + PARAMOD_I_LANES * (1 + y->slot);
        for (size_t i = 0; i <= j && y->active; i++) {
            const paramod_i_predictor *x = &design->predictor[i];

            at.second[paramod_i_pair(i, j)] = hessian;
            hessian += x->active ? PARAMOD_I_LANES * x->uses * y->uses : 0;
        }
    }
    return at;
}

static void add_weights(paramod_i_weights *weights, const double *w, double *at,
                        size_t stride)
{
    weights->w[weights->count] = w;
    weights->at[weights->count] = at + PARAMOD_I_LANES * stride;
    weights->stride[weights->count++] = stride;
}

/* The sums of all weights. */
static void accumulate_sums(const paramod_i_design *design,
                            const paramod_i_rows *rows, int order,
                            const paramod_i_terms *terms, const paramod_i_places *at)
{
    const double *w[PARAMOD_I_FAMILY_MOST + PARAMOD_I_FAMILY_PAIRS];
    double *to[PARAMOD_I_FAMILY_MOST + PARAMOD_I_FAMILY_PAIRS];
    size_t count = 0;

    for (size_t j = 0; j < design->family->size; j++) {
        if (!design->predictor[j].active)
            continue;
        w[count] = terms->first[j];
        to[count++] = at->first[j];
        for (size_t i = 0; i <= j && order > 1; i++) {
            const size_t pair = paramod_i_pair(i, j);

            if (!design->predictor[i].active)
                continue;
            w[count] = terms->second[pair];
            to[count++] = at->second[pair];
        }
    }
    paramod_i_product_sums(rows->count, count, w, to);
}

/* X_j'w for all weights that the columns of predictor j meet beside a constant.
 * Where i and j have the same columns, the sums
 * of w X are those of the square. */
static void accumulate_columns(const paramod_i_design *design,
                               const paramod_i_rows *rows, int order, size_t j,
                               const paramod_i_terms *terms, const paramod_i_places *at)
{
    const paramod_i_predictor *y = &design->predictor[j];
    const paramod_i_columns columns = columns_of(y, rows, 1);
    paramod_i_weights weights;

    weights.count = 0;
    add_weights(&weights, terms->first[j], at->first[j], 1);
    for (size_t i = 0; i < design->family->size && order > 1; i++) {
        const paramod_i_predictor *x = &design->predictor[i];
        const size_t pair = i <= j ? paramod_i_pair(i, j) : paramod_i_pair(j, i);

        if (x->active && x->matrix != y->matrix)
            add_weights(&weights, terms->second[pair], at->second[pair],
                        i < j ? 1 : x->uses);
    }
    paramod_i_product_columns(&columns, &weights);
}

static void accumulate_pair(const paramod_i_design *design,
                            const paramod_i_rows *rows, size_t i, size_t j,
                            const double *w, double *at)
{
    const paramod_i_predictor *x = &design->predictor[i];
    const paramod_i_predictor *y = &design->predictor[j];
    const paramod_i_columns left = columns_of(x, rows, 1);
    const paramod_i_columns right = columns_of(y, rows, 1);

    if (x->matrix == y->matrix)
        paramod_i_product_square(&left, w, at);
    else
        paramod_i_product_rectangle(&left, &right, w, y->uses,
                                    at + PARAMOD_I_LANES * (y->uses + 1));
}

void paramod_i_block_accumulate(const paramod_i_design *design,
                                const paramod_i_rows *rows, int order,
                                const paramod_i_terms *terms,
                                const paramod_i_places *at)
{
    paramod_i_product_fetch(design->data->log_time + rows->first);
    if (design->data->weighted)
        paramod_i_product_fetch(design->data->weight + rows->first);
    if (order > 0)
        accumulate_sums(design, rows, order, terms, at);
    for (size_t j = 0; j < design->family->size && order > 0; j++) {
        if (!design->predictor[j].active)
            continue;
        accumulate_columns(design, rows, order, j, terms, at);
        for (size_t i = 0; i <= j && order > 1; i++)
            if (design->predictor[i].active)
                accumulate_pair(design, rows, i, j,
                                terms->second[paramod_i_pair(i, j)],
                                at->second[paramod_i_pair(i, j)]);
    }
}
