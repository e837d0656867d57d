/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Maximum flow. */

#include <stdint.h>

#include "core/memory_impl.h"
#include "sem/flow_impl.h"

enum { NONE = -1 };
#define NO_ARC ((size_t)NONE)

void paramod_i_flow_release(paramod_i_flow *flow)
{
    paramod_i_free(flow->head);
    paramod_i_free(flow->arc);
    *flow = (paramod_i_flow){ 0 };
}

void paramod_i_flow_start(paramod_i_flow *flow, size_t nodes)
{
    flow->arcs = 0;
    flow->nodes = nodes;
    if (nodes > flow->node_room) {
        size_t *block = paramod_i_resize(flow->head, 5 * nodes, sizeof *block);

        if (block == NULL) {
            flow->out_of_memory = true;
            flow->nodes = 0;
            return;
        }
        flow->head = block;
        flow->at = block + nodes;
        flow->level = block + 2 * nodes;
        flow->queue = block + 3 * nodes;
        flow->path = block + 4 * nodes;
        flow->node_room = nodes;
    }
    for (size_t v = 0; v < nodes; v++)
        flow->head[v] = NO_ARC;
}

static void append(paramod_i_flow *flow, size_t from, size_t to, unsigned capacity)
{
    flow->arc[flow->arcs] = (paramod_i_arc){ to, flow->head[from], capacity };
    flow->head[from] = flow->arcs++;
}

size_t paramod_i_flow_add(paramod_i_flow *flow, size_t from, size_t to)
{
    if (flow->out_of_memory)
        return 0;
    if (flow->arcs + 2 > flow->arc_room) {
        const size_t room = flow->arc_room == 0 ? 64 : 2 * flow->arc_room;
        paramod_i_arc *grown = paramod_i_resize(flow->arc, room, sizeof *grown);

        if (grown == NULL) {
            flow->out_of_memory = true;
            return 0;
        }
        flow->arc = grown;
        flow->arc_room = room;
    }
    append(flow, from, to, 1);
    append(flow, to, from, 0);
    return flow->arcs - 2;
}

/* Distances from the source over arcs with capacity left. */
static bool find_levels(paramod_i_flow *flow, size_t source, size_t sink)
{
    size_t first = 0, last = 0;

    for (size_t v = 0; v < flow->nodes; v++) {
        flow->level[v] = SIZE_MAX;
        flow->at[v] = flow->head[v];
    }
    flow->level[source] = 0;
    flow->queue[last++] = source;
    while (first < last && flow->level[sink] == SIZE_MAX) {
        const size_t v = flow->queue[first++];

        for (size_t e = flow->head[v]; e != NO_ARC; e = flow->arc[e].next) {
            const size_t w = flow->arc[e].to;

            if (flow->arc[e].capacity > 0 && flow->level[w] == SIZE_MAX) {
                flow->level[w] = flow->level[v] + 1;
                flow->queue[last++] = w;
            }
        }
    }
    return flow->level[sink] != SIZE_MAX;
}

/* One more path along the levels, by depth-first search without recursion. */
static bool augment(paramod_i_flow *flow, size_t source, size_t sink)
{
    size_t v = source, depth = 0;

    while (v != sink) {
        const size_t e = flow->at[v];

        if (e == NO_ARC) {
            if (depth == 0)
                return false;
            v = flow->arc[flow->path[--depth] ^ 1].to; /* back, past a dead end */
            flow->at[v] = flow->arc[flow->at[v]].next;
        } else if (flow->arc[e].capacity > 0
                   && flow->level[flow->arc[e].to] == flow->level[v] + 1) {
            flow->path[depth++] = e;
            v = flow->arc[e].to;
        } else {
            flow->at[v] = flow->arc[e].next;
        }
    }
    while (depth > 0) {
        const size_t e = flow->path[--depth];

        flow->arc[e].capacity--;
        flow->arc[e ^ 1].capacity++;
    }
    return true;
}

size_t paramod_i_flow_run(paramod_i_flow *flow, size_t source, size_t sink)
{
    size_t value = 0;

    while (!flow->out_of_memory && find_levels(flow, source, sink))
        while (augment(flow, source, sink))
            value++;
    return value;
}
