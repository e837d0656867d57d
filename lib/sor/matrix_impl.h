/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file matrix_impl.h  The three ways in which a matrix is kept. */

#ifndef PARAMOD_SOR_MATRIX_IMPL_H
#define PARAMOD_SOR_MATRIX_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <paramod/sor.h>

#include "linalg/sparse_impl.h"

typedef enum paramod_i_sor_kind {
    /** Symmetric: previous[i] is a_{i,i-1}, and the rows of `lower` hold the
     *  other entries left of the diagonal. */
    PARAMOD_I_SOR_SYMMETRIC,
    /** Any: the entries left and right of the diagonal, in `lower` and `upper`. */
    PARAMOD_I_SOR_SPLIT,
    /** Rows on demand. */
    PARAMOD_I_SOR_CALLBACK
} paramod_i_sor_kind;

/** Strict triangles, by rows; columns ascend. */
typedef struct paramod_i_sor_triangle {
    uint32_t *start;
    uint32_t *column;
    double *value;
} paramod_i_sor_triangle;

/**
 * Vectors have `length` entries: the rows, and in a multicolour ordering also
 * the rows 0 = x_i that fill up the last chunk of each colour, so that every
 * task of a sweep writes one whole chunk.
 */
struct paramod_sor_matrix {
    paramod_i_sor_kind kind;
    bool symmetric;
    size_t rows, length, entries, bandwidth;
    double *diagonal;  /* length; 1 in rows that fill up */
    double *previous;
    paramod_i_sor_triangle lower, upper;
    paramod_sor_rows given;
    size_t colours, chunk;
    uint32_t *first;   /* colours + 1: first chunk of each colour */
    uint32_t *place;   /* rows: where row i of A stands; null in natural order */
};

/** An empty matrix with room for the diagonal, all of it 1; null without memory. */
paramod_sor_matrix *paramod_i_sor_matrix_allocate(size_t rows, size_t length);
/** Room for `count` entries, and starts that are all 0. */
bool paramod_i_sor_triangle_allocate(paramod_i_sor_triangle *triangle,
                                     size_t length, size_t count);
/** Fills in both triangles, and the bandwidth: PARAMOD_I_SOR_SPLIT. */
bool paramod_i_sor_matrix_split(const paramod_i_sparse *a, paramod_sor_matrix *matrix);
/** All entries in natural order, for kinds that store them.
 *  \retval PARAMOD_ERR_MEMORY  out of memory */
paramod_status paramod_i_sor_matrix_sparse(const paramod_sor_matrix *matrix,
                                           paramod_i_sparse **sparse_out);
/** From a square sparse matrix, which is kept.  \p function is the public one
 *  in whose name failures speak. */
paramod_status paramod_i_sor_matrix_from(const paramod_i_sparse *a, bool symmetric,
                                         const char *function,
                                         paramod_sor_matrix **matrix_out);

#endif /* PARAMOD_SOR_MATRIX_IMPL_H */
