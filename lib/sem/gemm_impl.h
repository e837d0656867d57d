/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file gemm_impl.h  Products of row-major matrices. */

#ifndef PARAMOD_SEM_GEMM_IMPL_H
#define PARAMOD_SEM_GEMM_IMPL_H

#include <stddef.h>

/* The order of additions is the same on every instruction set, and none is
 * fused, so results are the same bits. */

/** c = a b, with a rows x inner, b inner x columns; c is neither. */
void paramod_i_gemm(size_t rows, size_t inner, size_t columns, const double *a,
                    const double *b, double *c);
/** c = a b', with a rows x inner, b columns x inner; c is neither. */
void paramod_i_gemm_transposed(size_t rows, size_t inner, size_t columns,
                               const double *a, const double *b, double *c);
/** In row `count` entries: row[j] += s_j (ta[a_j] tb[b_j] + tb[a_j] ta[b_j]),
 *  the normal-theory information of one cell against others. */
void paramod_i_gemm_pairs(size_t count, const double *ta, const double *tb,
                          const size_t *a, const size_t *b, const double *s,
                          double *row);
/** row[j] += s_j (wa[a_j] tb[b_j] + wb[b_j] ta[a_j] + wa[b_j] tb[a_j] +
 *  wb[a_j] ta[b_j]) */
void paramod_i_gemm_mixed(size_t count, const double *ta, const double *tb,
                          const double *wa, const double *wb, const size_t *a,
                          const size_t *b, const double *s, double *row);

#endif /* PARAMOD_SEM_GEMM_IMPL_H */
