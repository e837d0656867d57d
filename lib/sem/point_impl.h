/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file point_impl.h  Random points of a model modulo a prime. */

#ifndef PARAMOD_SEM_POINT_IMPL_H
#define PARAMOD_SEM_POINT_IMPL_H

#include "sem/graph_impl.h"
#include "sem/modular_impl.h"

/** A second prime, small enough for 64-bit products: 2^31 - 1. */
#define PARAMOD_I_SMALL_PRIME UINT64_C(0x7FFFFFFF)

/** Matrices are n x n, row-major. */
typedef struct paramod_i_modular_point {
    size_t n;
    uint64_t prime, state;
    uint64_t *block;
    uint64_t *lambda, *omega;
    uint64_t *inverse; /**< (I - Lambda)^-1 */
    uint64_t *gamma;   /**< (I - Lambda)^-T Omega */
    uint64_t *sigma;
    uint64_t *work;
} paramod_i_modular_point;

/** For graphs on n nodes and one of the two primes; all points follow from the
 *  seed. */
paramod_status paramod_i_point_create(size_t n, uint64_t prime, uint64_t seed,
                                      paramod_i_modular_point *point);
void paramod_i_point_release(paramod_i_modular_point *point);

/** Draws parameters with det(I - Lambda) != 0 and computes the rest. */
void paramod_i_point_draw(paramod_i_modular_point *point, const paramod_sem_graph *g);

/**
 * Rank of the Jacobian of [(I - Lambda)' Sigma (I - Lambda)]_uv, u < v not
 * siblings, in Lambda at two random points modulo 2^61 - 1, the larger one.
 * It is below the generic rank with probability less than 1e-15 for each point
 * (Schwartz, Zippel: degree / p).
 */
paramod_status paramod_i_generic_rank(const paramod_sem_graph *g, size_t *rank);

#endif /* PARAMOD_SEM_POINT_IMPL_H */
