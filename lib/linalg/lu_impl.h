/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file lu_impl.h  P A = L U of general and of band matrices.
 *
 * Matrices here are row-major, unlike those of LAPACK, and so are blocks of
 * right-hand sides: row i holds what belongs to equation i, so that loops run
 * over neighbouring numbers.  Zeros in A and in the factors are skipped, which
 * makes sparse Jacobians of moderate size cheap.
 */

#ifndef PARAMOD_LINALG_LU_IMPL_H
#define PARAMOD_LINALG_LU_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/status.h>

/** Rows of entries: a[i][j] is entry[i * width + j] of a full matrix, where
 *  width is n, and entry[i * width + j - i + lower] within a band,
 *  i - lower <= j <= i + upper, where width is at least lower + upper + 1. */
typedef struct paramod_i_rows_view {
    size_t n;
    size_t lower, upper; /**< of a band */
    size_t width;
    bool banded;
    const double *entry;
} paramod_i_rows_view;

/** First column of row i that is stored, and one past the last. */
static inline size_t paramod_i_row_begin(const paramod_i_rows_view *a, size_t i)
{
    return a->banded && i > a->lower ? i - a->lower : 0;
}

static inline size_t paramod_i_row_end(const paramod_i_rows_view *a, size_t i)
{
    return a->banded && i + a->upper + 1 < a->n ? i + a->upper + 1 : a->n;
}

/** Address of the entry in column begin(i). */
static inline const double *paramod_i_row(const paramod_i_rows_view *a, size_t i)
{
    return a->entry + i * a->width +
           (a->banded && i < a->lower ? a->lower - i : 0);
}

/** Blocks of right-hand sides have a number of columns divisible by this. */
enum { PARAMOD_I_LU_BLOCK = 4 };

typedef struct paramod_i_lu paramod_i_lu;

/** For matrices of the shape of a view, whose entry is not read. */
paramod_status paramod_i_lu_create(const paramod_i_rows_view *shape,
                                   paramod_i_lu **lu_out);
void paramod_i_lu_destroy(paramod_i_lu *lu);

/** Factors diagonal I + factor A by elimination with partial pivoting.
 *  \return false if that is singular or not finite. */
bool paramod_i_lu_factor(paramod_i_lu *lu, double diagonal, double factor,
                         const double *a);
/** x := A^-1 x */
void paramod_i_lu_solve(const paramod_i_lu *lu, double *x);
/** X := A^-1 X for n x columns numbers; columns is a multiple of
 *  PARAMOD_I_LU_BLOCK. */
void paramod_i_lu_solve_block(const paramod_i_lu *lu, size_t columns, double *x);

#endif /* PARAMOD_LINALG_LU_IMPL_H */
