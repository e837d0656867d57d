/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file null_impl.h  Echelon forms modulo 2^31 - 1, for large dense matrices. */

#ifndef PARAMOD_SEM_NULL_IMPL_H
#define PARAMOD_SEM_NULL_IMPL_H

#include <stddef.h>
#include <stdint.h>

/**
 * Echelon form in place of a rows x columns matrix, row-major, entries below
 * 2^31.  Rows are taken from the top; the independent ones become rows 0 ..
 * rank - 1 of the result, row r with its leading 1 in column pivot[r] and zeros
 * in the pivot columns of the rows above it.  Pivots are in no order.
 *
 * \param[out] pivot  min(rows, columns) numbers
 * \return the rank
 */
size_t paramod_i_echelon(size_t rows, size_t columns, uint32_t *a, size_t *pivot);

/** Clears the pivot columns of such a form from another row. */
void paramod_i_echelon_clear(size_t columns, const uint32_t *a, size_t rank,
                             const size_t *pivot, uint32_t *row);

/** row += sum of factor[k] other[k], k < 4: the kernel of the above. */
void paramod_i_null_add_four(size_t count, const uint32_t factor[4],
                             const uint32_t *const other[4], uint32_t *row);

#endif /* PARAMOD_SEM_NULL_IMPL_H */
