/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file flow_impl.h  Maximum flow by Dinic's algorithm (1970); on networks of
 *  unit capacities it takes O(E sqrt(V)). */

#ifndef PARAMOD_SEM_FLOW_IMPL_H
#define PARAMOD_SEM_FLOW_IMPL_H

#include <stdbool.h>
#include <stddef.h>

/** One arc; its reverse has the number with the last bit turned. */
typedef struct paramod_i_arc {
    size_t to, next;
    unsigned capacity; /**< what is left of it */
} paramod_i_arc;

/** A network; all zero is an empty one.  It keeps its memory from use to use. */
typedef struct paramod_i_flow {
    size_t nodes, arcs, node_room, arc_room;
    size_t *head, *at, *level, *queue, *path;
    paramod_i_arc *arc;
    bool out_of_memory; /**< sticky: to be asked for after building */
} paramod_i_flow;

void paramod_i_flow_release(paramod_i_flow *flow);
/** Starts a network of that many nodes. */
void paramod_i_flow_start(paramod_i_flow *flow, size_t nodes);
/** Adds an arc; returns its number. */
size_t paramod_i_flow_add(paramod_i_flow *flow, size_t from, size_t to);
/** The value of a maximal flow; 0 after a failed allocation. */
size_t paramod_i_flow_run(paramod_i_flow *flow, size_t source, size_t sink);
/** True if the flow uses that arc. */
static inline bool paramod_i_flow_uses(const paramod_i_flow *flow, size_t arc)
{
    return flow->arc[arc].capacity == 0;
}

#endif /* PARAMOD_SEM_FLOW_IMPL_H */
