/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sparse_impl.h  Sparse matrices by compressed rows, and their files. */

#ifndef PARAMOD_LINALG_SPARSE_IMPL_H
#define PARAMOD_LINALG_SPARSE_IMPL_H

#include <stddef.h>

#include <paramod/status.h>

/**
 * Row i has its entries at start[i] .. start[i + 1] - 1 of column[] and value[],
 * with columns ascending and none twice.  Entries may be zero; all are finite.
 */
typedef struct paramod_i_sparse {
    size_t rows, columns;
    size_t *start;  /**< rows + 1; the last is the number of entries */
    size_t *column;
    double *value;
} paramod_i_sparse;

/** Entries (row, column, value), in any order, indices from 0. */
typedef struct paramod_i_triplets {
    size_t count;
    const size_t *row, *column;
    const double *value;
} paramod_i_triplets;

/**
 * A rows x columns matrix of the given entries; those at one place are summed
 * in the order given.
 *
 * \retval PARAMOD_ERR_ARGUMENT  an index is out of range
 * \retval PARAMOD_ERR_DOMAIN    a value, or a sum of them, is not finite
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
paramod_status paramod_i_sparse_create(size_t rows, size_t columns,
                                       const paramod_i_triplets *entries,
                                       paramod_i_sparse **sparse_out);
void paramod_i_sparse_destroy(paramod_i_sparse *sparse);

/** y = A x */
void paramod_i_sparse_times(const paramod_i_sparse *a, const double *x, double *y);
/** y = A'x */
void paramod_i_sparse_transposed_times(const paramod_i_sparse *a, const double *x,
                                       double *y);
/** The min(rows, columns) entries a_ii, 0 where none is stored. */
void paramod_i_sparse_diagonal(const paramod_i_sparse *a, double *diagonal);
paramod_status paramod_i_sparse_transpose(const paramod_i_sparse *a,
                                          paramod_i_sparse **sparse_out);

/** Most rows, and most columns, that a text may ask for: a bound on what a
 *  short hostile text can make us allocate. */
enum { PARAMOD_I_SPARSE_MOST = 1 << 24 };

/**
 * Reads the MatrixMarket exchange format (Boisvert, Pozo, Remington, NISTIR
 * 5935, 1996): `coordinate` or `array`; `real`, `integer` or `pattern` (entries
 * 1); `general`, `symmetric` or `skew-symmetric`, of which both triangles are
 * stored.  Zeros of an array are not stored.  Numbers have a point in every
 * locale.  The text need not end with a NUL, and may hold any bytes.
 *
 * \retval PARAMOD_ERR_FORMAT  anything else; the message names the line, such as
 *                             "line 17: row index 5 exceeds 4 rows"
 * \retval PARAMOD_ERR_MEMORY  out of memory
 */
paramod_status paramod_i_sparse_read(const char *text, size_t length,
                                     paramod_i_sparse **sparse_out);
/** The same from a file; PARAMOD_ERR_FORMAT if that cannot be read. */
paramod_status paramod_i_sparse_read_file(const char *path,
                                          paramod_i_sparse **sparse_out);

#endif /* PARAMOD_LINALG_SPARSE_IMPL_H */
