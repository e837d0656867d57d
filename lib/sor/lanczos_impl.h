/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file lanczos_impl.h  The largest eigenvalue of a symmetric pencil. */

#ifndef PARAMOD_SOR_LANCZOS_IMPL_H
#define PARAMOD_SOR_LANCZOS_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/status.h>

/** B v = lambda M v with symmetric B and positive definite M, as functions. */
typedef struct paramod_i_sor_pencil {
    size_t n;
    void *data;
    /** u = B v; u may be changed afterwards, v may not */
    paramod_status (*apply)(const double *v, double *u, void *data);
    /** w = M^-1 u; null for M = I */
    paramod_status (*solve)(const double *u, double *w, void *data);
} paramod_i_sor_pencil;

/**
 * Lanczos iterations in the inner product of M, each vector orthogonalised
 * against all before it, from a random vector that is always the same.  They
 * end when the value has settled to 1e-12 of itself (or of the spread of the
 * pencil, for values near 0) over some iterations.
 *
 * \retval PARAMOD_ERR_MEMORY  out of memory; the message is set.  Statuses of the
 *                             functions are passed on.
 */
paramod_status paramod_i_sor_largest(const paramod_i_sor_pencil *pencil, double *value);

#endif /* PARAMOD_SOR_LANCZOS_IMPL_H */
