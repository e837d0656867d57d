/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strong components in topological order. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/graph_impl.h"

/* Tarjan (1972) without recursion.  Components are completed in reverse
 * topological order, so that the numbers are turned round at the end. */
typedef struct search {
    const paramod_sem_graph *g;
    size_t *index, *low, *stack, *call, *next; /* n each */
    size_t found, stacked, calls, components;
    size_t *component;
} search;

static void enter(search *s, size_t v)
{
    s->index[v] = s->low[v] = s->found++;
    s->stack[s->stacked++] = v;
    s->next[v] = 0;
    s->call[s->calls++] = v;
}

static void leave(search *s, size_t v)
{
    size_t w;

    s->calls--;
    if (s->calls > 0) {
        const size_t up = s->call[s->calls - 1];

        if (s->low[v] < s->low[up])
            s->low[up] = s->low[v];
    }
    if (s->low[v] != s->index[v])
        return;
    do {
        w = s->stack[--s->stacked];
        s->component[w] = s->components;
    } while (w != v);
    s->components++;
}

static void visit(search *s, size_t root)
{
    enter(s, root);
    while (s->calls > 0) {
        const size_t v = s->call[s->calls - 1];
        const size_t w = paramod_i_set_next(paramod_i_row(s->g, s->g->children, v),
                                            s->g->words, s->next[v]);

        if (w == SIZE_MAX) {
            leave(s, v);
        } else {
            s->next[v] = w + 1;
            if (s->index[w] == SIZE_MAX)
                enter(s, w);
            else if (s->component[w] == SIZE_MAX && s->index[w] < s->low[v])
                s->low[v] = s->index[w];
        }
    }
}

paramod_status paramod_sem_graph_components(const paramod_sem_graph *graph,
                                            size_t *component, size_t *count)
{
    const size_t n = graph->n;
    size_t *work = paramod_i_resize(NULL, 5 * n, sizeof *work);
    search s = { .g = graph, .component = component };

    if (work == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n);
    s.index = work;
    s.low = work + n;
    s.stack = work + 2 * n;
    s.call = work + 3 * n;
    s.next = work + 4 * n;
    for (size_t v = 0; v < n; v++)
        s.index[v] = component[v] = SIZE_MAX;
    /* Roots from the last node, so that ties come out in the order of nodes. */
    for (size_t v = n; v-- > 0;)
        if (s.index[v] == SIZE_MAX)
            visit(&s, v);
    for (size_t v = 0; v < n; v++)
        component[v] = s.components - 1 - component[v];
    if (count != NULL)
        *count = s.components;
    paramod_i_free(work);
    return PARAMOD_OK;
}
