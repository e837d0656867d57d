/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log likelihood with gradient and Hessian in the coefficients of columns:
 * chunks of blocks in parallel, summed in order. */

#include <math.h>
#include <string.h>

#include "core/sum_impl.h"
#include "survival/likelihood_impl.h"
#include "survival/product_impl.h"

typedef struct job {
    const paramod_i_design *design;
    const double *c;
    int order;
} job;

static double lane_sum(const double *lanes)
{
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
           ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

/* One chunk.  result: value, carry, and how the evaluation went; then lanes. */
static paramod_status run_chunk(size_t index, void *result, void *data)
{
    const job *j = data;
    const paramod_i_design *design = j->design;
    const paramod_i_chunk *chunk = &design->chunk[index];
    double *lanes = result;
    const paramod_i_places places = paramod_i_places_of(design, lanes);
    paramod_i_sum sum = { 0.0, 0.0 };
    paramod_eval eval = PARAMOD_EVAL_OK;
    paramod_i_block_work work;

    (void)memset(lanes, 0, paramod_i_result_size(design) * sizeof *lanes);
    for (size_t b = 0; b < chunk->count && eval == PARAMOD_EVAL_OK; b++) {
        const paramod_i_rows *rows = &design->block[chunk->first + b];
        double part[PARAMOD_I_LANES] = { 0.0 };
        double *const parts = part;
        const double *const values = work.terms.value;
        double value;

        eval = paramod_i_block_terms(design, rows, j->order, j->c, &work);
        if (eval != PARAMOD_EVAL_OK)
            break;
        paramod_i_product_sums(rows->count, 1, &values, &parts);
        value = lane_sum(part);
        if (!isfinite(value))
            eval = PARAMOD_EVAL_RETRY;
        paramod_i_sum_add(&sum, value);
        paramod_i_block_accumulate(design, rows, j->order, &work.terms, &places);
    }
    lanes[0] = sum.sum;
    lanes[1] = sum.carry;
    lanes[2] = (double)eval;
    return PARAMOD_OK;
}

/* Totals are interleaved with their carries. */
static void add_total(double *sum, size_t at, double x)
{
    paramod_i_sum s = { sum[2 * at], sum[2 * at + 1] };

    paramod_i_sum_add(&s, x);
    sum[2 * at] = s.sum;
    sum[2 * at + 1] = s.carry;
}

static void add_gradient(const paramod_i_design *design, size_t stratum,
                         const double *lanes, double *sum)
{
    for (size_t p = 0; p < design->family->size; p++) {
        const paramod_i_predictor *x = &design->predictor[p];

        for (size_t k = 0; k < x->uses && x->active; k++)
            add_total(sum, 1 + paramod_i_coefficient_of(design, p, k, stratum),
                      lane_sum(lanes + PARAMOD_I_LANES * (x->slot + k)));
    }
}

/* The lanes of predictors i <= j; fills the lower triangle and, where they
 * differ, the upper one.  Predictors with the same columns have only the lanes
 * of k <= l. */
static void add_pair(const paramod_i_design *design, size_t i, size_t j,
                     size_t stratum, const double *lanes, double *sum)
{
    const size_t n = design->size;
    const paramod_i_predictor *x = &design->predictor[i];
    const paramod_i_predictor *y = &design->predictor[j];
    const bool same = x->matrix == y->matrix;

    for (size_t k = 0; k < x->uses; k++)
        for (size_t l = i == j ? k : 0; l < y->uses; l++) {
            const size_t at = same && l < k ? l * y->uses + k : k * y->uses + l;
            const size_t a = paramod_i_coefficient_of(design, i, k, stratum);
            const size_t b = paramod_i_coefficient_of(design, j, l, stratum);
            const double s = lane_sum(lanes + PARAMOD_I_LANES * at);

            add_total(sum, 1 + n + a * n + b, s);
            if (a != b)
                add_total(sum, 1 + n + b * n + a, s);
        }
}

void paramod_i_add_lanes(const paramod_i_design *design, int order,
                         size_t stratum, const double *result, double *sum)
{
    const double *lanes = result + PARAMOD_I_LANES * (1 + design->slots);

    add_total(sum, 0, result[0]);
    add_total(sum, 0, result[1]);
    if (order > 0)
        add_gradient(design, stratum, result + PARAMOD_I_LANES, sum);
    for (size_t j = 0; j < design->family->size && order > 1; j++)
        for (size_t i = 0; i <= j; i++) {
            const paramod_i_predictor *x = &design->predictor[i];
            const paramod_i_predictor *y = &design->predictor[j];

            if (!x->active || !y->active)
                continue;
            add_pair(design, i, j, stratum, lanes, sum);
            lanes += PARAMOD_I_LANES * x->uses * y->uses;
        }
}

/* Numbers of the sum that an order needs. */
static size_t totals(const paramod_i_design *design, int order)
{
    const size_t n = design->size;

    return order == 0 ? 1 : order == 1 ? 1 + n : 1 + n + n * n;
}

/* sum + carry, side by side no more. */
static void settle(size_t count, double *sum)
{
    for (size_t i = 0; i < count; i++) {
        const paramod_i_sum s = { sum[2 * i], sum[2 * i + 1] };

        sum[i] = paramod_i_sum_value(&s);
    }
}

paramod_eval paramod_i_evaluate_rows(const paramod_i_design *design, int order,
                                     const paramod_executor *executor,
                                     paramod_i_workspace *workspace)
{
    const size_t size = paramod_i_result_size(design);
    const paramod_executor serial = paramod_executor_serial();
    job j = { design, workspace->c, order };

    if (executor == NULL)
        executor = &serial;
    if (executor->run(design->chunks, size * sizeof(double), workspace->chunk,
                      run_chunk, &j, executor->self) != PARAMOD_OK)
        return PARAMOD_EVAL_STOP;
    (void)memset(workspace->sum, 0, 2 * totals(design, order) * sizeof(double));
    for (size_t k = 0; k < design->chunks; k++) {
        const double *result = workspace->chunk + k * size;

        if (result[2] != 0.0)
            return result[2] < 0.0 ? PARAMOD_EVAL_STOP : PARAMOD_EVAL_RETRY;
        paramod_i_add_lanes(design, order, design->chunk[k].stratum, result,
                            workspace->sum);
    }
    settle(totals(design, order), workspace->sum);
    return PARAMOD_EVAL_OK;
}
