/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file product_impl.h  Products of matrices that are large enough to pack.
 *
 * The factors may be blocks of other matrices, transposed or not; the result is
 * column-major.  Each entry is a sum in the order of the inner index, in pieces
 * of fixed length, without fused operations: the same bits on every instruction
 * set.  |error| <= (inner + 1) eps |A| |B| (Higham 2002, section 3.5). */

#ifndef PARAMOD_LINALG_PRODUCT_IMPL_H
#define PARAMOD_LINALG_PRODUCT_IMPL_H

#include <stddef.h>

/** Entry (i, j) is entry[i * down + j * right]. */
typedef struct paramod_i_view {
    const double *entry;
    size_t down, right;
} paramod_i_view;

/** C += alpha A B: A rows x inner, B inner x columns, c[i + j * stride]. */
void paramod_i_product_add(size_t rows, size_t inner, size_t columns, double alpha,
                           paramod_i_view a, paramod_i_view b, double *c,
                           size_t stride);
/** The same for the lower triangle of an n x n result; the strict upper one is
 *  neither read nor written. */
void paramod_i_product_add_lower(size_t n, size_t inner, double alpha,
                                 paramod_i_view a, paramod_i_view b, double *c,
                                 size_t stride);

/** X := X L'^-1 in place, X rows x n by columns, for few columns; the strict upper
 *  triangle of L is not read. */
void paramod_i_divide_columns(size_t rows, size_t n, const double *l, size_t l_stride,
                              double *x, size_t stride);

#endif /* PARAMOD_LINALG_PRODUCT_IMPL_H */
