/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file product_impl.h  Products of a block's columns with weights.
 *
 * A sum over rows is kept in PARAMOD_I_LANES lanes from block to block; arrays
 * of sums are counted in sums, each of PARAMOD_I_LANES doubles.  Weights are
 * read up to the next multiple of PARAMOD_I_LANES rows, where they are zero.
 */

#ifndef PARAMOD_SURVIVAL_PRODUCT_IMPL_H
#define PARAMOD_SURVIVAL_PRODUCT_IMPL_H

#include "survival/terms_impl.h"

enum {
    /** Weights that one parameter's columns can meet: its own first derivative,
     *  and second ones with the other parameters. */
    PARAMOD_I_WEIGHTS = PARAMOD_I_FAMILY_MOST
};

/** Rows first .. first + count - 1 of columns. */
typedef struct paramod_i_columns {
    size_t first, count; /**< rows; count <= PARAMOD_I_BLOCK */
    size_t columns;
    const double *const *z;
} paramod_i_columns;

/** Weights w of a block, and the sums that their products go to. */
typedef struct paramod_i_weights {
    size_t count;
    const double *w[PARAMOD_I_WEIGHTS];
    double *at[PARAMOD_I_WEIGHTS];
    size_t stride[PARAMOD_I_WEIGHTS]; /**< from one column's sum to the next */
} paramod_i_weights;

/** eta[r] = constant + offset[r] + sum_j c_j z_j[first + r]; offset is that of
 *  the block and may be null, or eta with constant 0; eta is written up to the
 *  next multiple of 4 PARAMOD_I_LANES rows. */
void paramod_i_product_eta(const paramod_i_columns *x, double constant,
                           const double *offset, const double *c, double *eta);
/** Asks for the next block of a column. */
void paramod_i_product_fetch(const double *x);
/** at[v] += sum_r w_v[r] */
void paramod_i_product_sums(size_t count, size_t weights, const double *const *w,
                            double *const *at);
/** at[v] + j stride[v]: += sum_r w_v[r] z_j[first + r] */
void paramod_i_product_columns(const paramod_i_columns *x,
                               const paramod_i_weights *weights);
/** [1 X]'diag(w)[1 X] in uses x uses sums, uses = columns + 1, except for the
 *  sum of w; only at k uses + l, k <= l. */
void paramod_i_product_square(const paramod_i_columns *x, const double *w,
                              double *at);
/** X'diag(w)Y, at k stride + l for column k of X and l of Y. */
void paramod_i_product_rectangle(const paramod_i_columns *x,
                                 const paramod_i_columns *y, const double *w,
                                 size_t stride, double *at);

#endif /* PARAMOD_SURVIVAL_PRODUCT_IMPL_H */
