/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file likelihood_impl.h  The log likelihood of a design, block by block.
 *
 * A chunk of blocks yields the sum of its values and eight partial sums (lanes)
 * of each product of columns; lanes are added up when the chunks are, in order
 * and with compensation, so no result depends on the number of threads.
 */

#ifndef PARAMOD_SURVIVAL_LIKELIHOOD_IMPL_H
#define PARAMOD_SURVIVAL_LIKELIHOOD_IMPL_H

#include "survival/design_impl.h"
#include "survival/terms_impl.h"

/** What an evaluation needs beside the stack.  Pooled in the design. */
typedef struct paramod_i_workspace {
    struct paramod_i_workspace *next;
    double *chunk;  /**< chunks x result doubles */
    double *c;      /**< size: coefficients of the columns */
    double *sum;    /**< 2 (1 + size + size^2): totals and their carries */
    double *jacobian; /**< size^2 */
    double *cluster;  /**< of a frailty, see frailty.c */
} paramod_i_workspace;

/** Takes a workspace out of the pool, or makes one; null: out of memory. */
paramod_i_workspace *paramod_i_workspace_take(const paramod_i_design *design);
void paramod_i_workspace_return(const paramod_i_design *design,
                                paramod_i_workspace *workspace);
void paramod_i_pool_empty(struct paramod_i_pool *pool);

/** Doubles of a chunk's result: 8 of its own, then lanes. */
static inline size_t paramod_i_result_size(const paramod_i_design *design)
{
    return PARAMOD_I_LANES * (1 + design->slots + design->pairs);
}

/** Everything about one block, on the stack. */
typedef struct paramod_i_block_work {
    PARAMOD_I_ALIGNED double eta[PARAMOD_I_FAMILY_MOST][PARAMOD_I_BLOCK];
    paramod_i_hazards main, other;
    paramod_i_terms terms;
} paramod_i_block_work;

typedef enum paramod_i_when {
    PARAMOD_I_AT_TIME = 0, /**< the time that counts, or the left end */
    PARAMOD_I_AT_UPPER = 1, /**< the right end of an interval */
    PARAMOD_I_AT_ENTRY = 2
} paramod_i_when;

/** Linear predictors of a block. */
void paramod_i_block_predict(const paramod_i_design *design,
                             const paramod_i_rows *rows, const double *c,
                             paramod_i_block_work *work);
/** log h and H at the chosen times. */
paramod_eval paramod_i_block_hazards(const paramod_i_design *design,
                                     const paramod_i_rows *rows, int order,
                                     paramod_i_when when,
                                     const paramod_i_block_work *work,
                                     paramod_i_hazards *hazards);
/** Log likelihood terms of a block, weighted. */
paramod_eval paramod_i_block_terms(const paramod_i_design *design,
                                   const paramod_i_rows *rows, int order,
                                   const double *c, paramod_i_block_work *work);
/** Where the sums of a chunk's blocks go in its result. */
typedef struct paramod_i_places {
    double *first[PARAMOD_I_FAMILY_MOST];   /**< of the gradient */
    double *second[PARAMOD_I_FAMILY_PAIRS]; /**< uses x uses of the Hessian */
} paramod_i_places;

paramod_i_places paramod_i_places_of(const paramod_i_design *design, double *result);
/** Adds the products of a block's derivatives with its columns. */
void paramod_i_block_accumulate(const paramod_i_design *design,
                                const paramod_i_rows *rows, int order,
                                const paramod_i_terms *terms,
                                const paramod_i_places *at);
/** Adds the lanes of one chunk to the totals in workspace->sum. */
void paramod_i_add_lanes(const paramod_i_design *design, int order,
                         size_t stratum, const double *result, double *sum);
/** Coefficient of column k of predictor p in a stratum. */
size_t paramod_i_coefficient_of(const paramod_i_design *design, size_t p,
                                size_t k, size_t stratum);

/** Value, gradient and Hessian (n x n, full) in the coefficients of the
 *  columns, into workspace->sum; frailty aside. */
paramod_eval paramod_i_evaluate_rows(const paramod_i_design *design, int order,
                                     const paramod_executor *executor,
                                     paramod_i_workspace *workspace);
/** The same with a frailty. */
paramod_eval paramod_i_evaluate_frailty(const paramod_i_design *design, int order,
                                        paramod_i_workspace *workspace);
/** Doubles that the latter needs in workspace->cluster. */
size_t paramod_i_frailty_size(const paramod_i_design *design);

/** log L at a view's coefficients v, with gradient from order 1 and Hessian from
 *  order 2. */
paramod_eval paramod_i_view_evaluate(const paramod_i_view *view, int order,
                                     const double *v, double *value,
                                     double *gradient, double *hessian);
/** c of the columns from v, and J'g for the Jacobian J of that map; g and out
 *  have strides. */
void paramod_i_view_columns(const paramod_i_view *view, const double *v, double *c);
void paramod_i_view_pull(const paramod_i_view *view, const double *g,
                         size_t stride, double *out, size_t out_stride);
/** Adds factor times the gradient of row r of a block, from its derivatives by
 *  predictors. */
void paramod_i_row_gradient(const paramod_i_design *design,
                            const paramod_i_rows *rows, size_t r, double factor,
                            double (*first)[PARAMOD_I_BLOCK], double *gradient);
/** rows x size scores, by row in use as the caller ordered them. */
paramod_eval paramod_i_view_scores(const paramod_i_view *view, const double *v,
                                   double *scores);
/** The callbacks of paramod_likelihood for a view. */
paramod_likelihood paramod_i_view_likelihood(paramod_i_view *view);
/** Sum over clusters (or rows) of U U' in the scaled view. */
paramod_status paramod_i_view_meat(const paramod_i_view *view, const double *v,
                                   double *meat);

#endif /* PARAMOD_SURVIVAL_LIKELIHOOD_IMPL_H */
