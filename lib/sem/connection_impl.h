/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file connection_impl.h  Sets of disjoint cycles and one-connections, one by one. */

#ifndef PARAMOD_SEM_CONNECTION_IMPL_H
#define PARAMOD_SEM_CONNECTION_IMPL_H

#include "sem/graph_impl.h"

/**
 * The terms of a minor of I - Lambda.  Each row v of the minor takes a column,
 * v itself or a child of v, and no column is taken twice: the assignments are
 * the 1-factors of the graph with loops added, and with row j and column i
 * left out they are the one-connections from i to j.
 */
typedef struct paramod_i_factors {
    const paramod_sem_graph *g;
    size_t i, j;            /**< both n for the whole determinant */
    size_t rows, depth;
    size_t *block;
    size_t *row;            /**< nodes whose rows take part */
    size_t *taken;          /**< the column of each node, n if none */
    uint64_t *sets;
    uint64_t *used, *allowed; /**< columns */
    bool begun, done;
} paramod_i_factors;

/** `within` is a set of nodes, null for all. */
paramod_status paramod_i_factors_create(const paramod_sem_graph *g,
                                        const uint64_t *within, size_t i, size_t j,
                                        paramod_i_factors *factors);
void paramod_i_factors_release(paramod_i_factors *factors);
/** Moves to the next assignment, which taken[] then holds. */
bool paramod_i_factors_next(paramod_i_factors *factors);
/** Number of cycles of the assignment; mark[] is work of one row. */
size_t paramod_i_factors_cycles(const paramod_i_factors *factors, uint64_t *mark);

#endif /* PARAMOD_SEM_CONNECTION_IMPL_H */
