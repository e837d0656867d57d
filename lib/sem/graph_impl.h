/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file graph_impl.h  What the algorithms see of a mixed graph. */

#ifndef PARAMOD_SEM_GRAPH_IMPL_H
#define PARAMOD_SEM_GRAPH_IMPL_H

#include <paramod/sem.h>
#include <stdint.h>

/** Sets of nodes are rows of `words` words of 64 bits. */
struct paramod_sem_graph {
    size_t n, words;
    char **name;
    size_t directed, bidirected;
    paramod_sem_edge *arrow, *arc; /**< directed and bidirected edges */
    uint64_t *children, *parents, *siblings; /**< n rows each */
    uint64_t *reached; /**< one row of work for paramod_sem_graph_add_directed */
    size_t bows, two_cycles;
    bool acyclic;
};

static inline bool paramod_i_set_has(const uint64_t *set, size_t node)
{
    return set[node / 64] >> node % 64 & 1;
}

static inline void paramod_i_set_add(uint64_t *set, size_t node)
{
    set[node / 64] |= UINT64_C(1) << node % 64;
}

static inline void paramod_i_set_remove(uint64_t *set, size_t node)
{
    set[node / 64] &= ~(UINT64_C(1) << node % 64);
}

/** Row of a node in one of the tables of a graph. */
static inline uint64_t *paramod_i_row(const paramod_sem_graph *g,
                                      uint64_t *table, size_t node)
{
    return table + node * g->words;
}

static inline size_t paramod_i_set_size(const uint64_t *set, size_t words)
{
    size_t size = 0;

    for (size_t w = 0; w < words; w++)
        size += (size_t)__builtin_popcountll(set[w]);
    return size;
}

/** The first member at or above \p from; SIZE_MAX if there is none. */
static inline size_t paramod_i_set_next(const uint64_t *set, size_t words,
                                        size_t from)
{
    for (size_t w = from / 64; w < words; w++) {
        const uint64_t rest = w == from / 64 ? set[w] >> from % 64 << from % 64
                                             : set[w];

        if (rest != 0)
            return 64 * w + (size_t)__builtin_ctzll(rest);
    }
    return SIZE_MAX;
}

/** Adds to the set all that its members reach through the table. */
void paramod_i_set_close(const paramod_sem_graph *g, uint64_t *table,
                         uint64_t *set);

/** The graph without edges and names on the nodes of another. */
paramod_status paramod_i_graph_bare(size_t nodes, paramod_sem_graph **graph_out);
/** A copy with the same names and order of edges. */
paramod_status paramod_i_graph_copy(const paramod_sem_graph *g,
                                    paramod_sem_graph **copy_out);
/** The induced subgraph on \p count nodes, numbered in the order given. */
paramod_status paramod_i_graph_induced(const paramod_sem_graph *g, size_t count,
                                       const size_t *node,
                                       paramod_sem_graph **graph_out);

#endif /* PARAMOD_SEM_GRAPH_IMPL_H */
