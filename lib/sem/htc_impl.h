/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file htc_impl.h  Half-treks (Foygel, Draisma, Drton 2012). */

#ifndef PARAMOD_SEM_HTC_IMPL_H
#define PARAMOD_SEM_HTC_IMPL_H

#include "sem/flow_impl.h"
#include "sem/graph_impl.h"

/** Reach of nodes, and a network to be used again and again. */
typedef struct paramod_i_treks {
    const paramod_sem_graph *g;
    uint64_t *block;
    uint64_t *descendants; /**< row v: v and all below it */
    uint64_t *ancestors;   /**< row v: v and all above it */
    uint64_t *half;        /**< row v: what half-treks from v reach, v itself too */
    uint64_t *full;        /**< row v: what treks from v reach */
    uint64_t *work;        /**< 4 rows */
    paramod_i_flow flow;
    size_t *arc;           /**< n numbers */
} paramod_i_treks;

paramod_status paramod_i_treks_create(const paramod_sem_graph *g,
                                      paramod_i_treks *treks);
void paramod_i_treks_release(paramod_i_treks *treks);

static inline uint64_t *paramod_i_treks_row(const paramod_i_treks *t,
                                            uint64_t *table, size_t v)
{
    return table + v * t->g->words;
}

/**
 * The largest system of half-treks without sided intersection from some of the
 * sources to some of the targets; used[] becomes the sources it begins at.
 * Check treks->flow.out_of_memory afterwards.
 */
size_t paramod_i_half_trek_system(paramod_i_treks *t, const uint64_t *sources,
                                  const uint64_t *targets, uint64_t *used);

/** True if the half-trek criterion solves node v for its parents when the nodes
 *  of `solved` are; used[] becomes the nodes whose equations do it. */
bool paramod_i_htc_step(paramod_i_treks *t, size_t v, const uint64_t *solved,
                        uint64_t *used);

/**
 * The half-trek criterion: solved[] (a set, to be given empty or with nodes that
 * are solved already) grows to all nodes that it solves.  Where `order` is not
 * null, it receives the nodes in the order of solution (count of them), and
 * row v of `sources` the nodes used for v.
 */
paramod_status paramod_i_htc_run(paramod_i_treks *t, uint64_t *solved,
                                 size_t *order, size_t *count, uint64_t *sources);

/** True if the criterion solves all nodes. */
paramod_status paramod_i_htc_identifiable(const paramod_sem_graph *g, bool *yes);
/** True if the companion criterion proves that the map is infinite-to-one. */
paramod_status paramod_i_htc_infinite(const paramod_sem_graph *g, bool *yes);

#endif /* PARAMOD_SEM_HTC_IMPL_H */
