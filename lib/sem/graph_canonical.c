/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Canonical labelling by refinement of colours and individualisation: the
 * labelled graph that is least among those of all discrete refinements.  The
 * tree is not pruned by automorphisms, so that graphs with very large groups
 * are refused; twins (nodes whose exchange is an automorphism) are told apart
 * without branching, which covers empty and complete graphs. */

#include <stdlib.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/graph_impl.h"

enum { MOST_LEAVES = 20000 };

typedef struct labelling {
    const paramod_sem_graph *g;
    size_t leaves;
    bool have_best;
    size_t *position, *best; /* n each: place of a node */
    uint64_t *key;           /* n: for refinement */
    size_t *order;           /* n */
    size_t *colour;          /* n x (n + 1): one row for each depth */
    bool too_many;
} labelling;

static unsigned relation(const paramod_sem_graph *g, size_t v, size_t w)
{
    return (unsigned)paramod_sem_graph_has_directed(g, v, w)
        + 2 * (unsigned)paramod_sem_graph_has_directed(g, w, v)
        + 4 * (unsigned)paramod_sem_graph_has_bidirected(g, v, w);
}

static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* A hash of a node's colour and of the colours that it sees, in any order:
 * isomorphic situations have equal hashes.  A collision of different ones only
 * makes the refinement coarser, never wrong. */
static uint64_t signature(const labelling *l, const size_t *colour, size_t v)
{
    uint64_t sum = 0;

    for (size_t w = 0; w < l->g->n; w++)
        if (w != v)
            sum += mix(8 * (uint64_t)colour[w] + relation(l->g, v, w) + 1);
    return sum;
}

static bool before(const labelling *l, const size_t *colour, size_t v, size_t w)
{
    return colour[v] != colour[w] ? colour[v] < colour[w] : l->key[v] < l->key[w];
}

/* Sorts nodes by colour and signature (insertion: they are nearly sorted). */
static void sort_nodes(labelling *l, const size_t *colour)
{
    for (size_t k = 1; k < l->g->n; k++) {
        const size_t v = l->order[k];
        size_t at = k;

        for (; at > 0 && before(l, colour, v, l->order[at - 1]); at--)
            l->order[at] = l->order[at - 1];
        l->order[at] = v;
    }
}

/* Refines until nothing changes; a colour is the place of the first node of its
 * class.  Returns the number of classes. */
static size_t refine(labelling *l, size_t *colour)
{
    const size_t n = l->g->n;
    size_t classes = 0;

    for (size_t k = 0; k < n; k++)
        l->order[k] = k;
    for (;;) {
        size_t found = 0, start = 0;

        for (size_t v = 0; v < n; v++)
            l->key[v] = signature(l, colour, v);
        sort_nodes(l, colour);
        for (size_t k = 0; k < n; k++) {
            if (k == 0 || before(l, colour, l->order[k - 1], l->order[k])) {
                start = k;
                found++;
            }
            l->position[l->order[k]] = start;
        }
        memcpy(colour, l->position, n * sizeof *colour);
        if (found == classes)
            return found;
        classes = found;
    }
}

/* Compares the graph under two labellings, node by node. */
static int compare(const labelling *l, const size_t *a, const size_t *b, size_t *work)
{
    const size_t n = l->g->n;

    for (size_t v = 0; v < n; v++) {
        work[a[v]] = v;
        work[n + b[v]] = v;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            const unsigned x = relation(l->g, work[j], work[i]);
            const unsigned y = relation(l->g, work[n + j], work[n + i]);

            if (x != y)
                return x < y ? -1 : 1;
        }
    return 0;
}

static void take_leaf(labelling *l, const size_t *colour, size_t *work)
{
    if (++l->leaves > MOST_LEAVES)
        l->too_many = true;
    if (!l->have_best || compare(l, colour, l->best, work) < 0)
        memcpy(l->best, colour, l->g->n * sizeof *l->best);
    l->have_best = true;
}

/* True if exchanging v and w is an automorphism. */
static bool are_twins(const paramod_sem_graph *g, size_t v, size_t w)
{
    const unsigned joint = relation(g, v, w);

    if (((joint & 1) != 0) != ((joint & 2) != 0))
        return false;
    for (size_t u = 0; u < g->n; u++)
        if (u != v && u != w && relation(g, v, u) != relation(g, w, u))
            return false;
    return true;
}

/* The first colour of more than one node. */
static size_t open_colour(const size_t *colour, size_t n, size_t *count)
{
    memset(count, 0, n * sizeof *count);
    for (size_t v = 0; v < n; v++)
        count[colour[v]]++;
    for (size_t c = 0; c < n; c++)
        if (count[c] > 1)
            return c;
    return n;
}

static void descend(labelling *l, size_t depth, size_t *work)
{
    const size_t n = l->g->n;
    size_t *colour = l->colour + depth * n;
    const size_t cell = refine(l, colour) == n ? n : open_colour(colour, n, work);

    if (cell == n) {
        take_leaf(l, colour, work);
        return;
    }
    for (size_t v = 0; v < n && !l->too_many; v++) {
        bool again = false;

        if (colour[v] != cell)
            continue;
        for (size_t w = 0; w < v && !again; w++)
            again = colour[w] == cell && are_twins(l->g, v, w);
        if (again)
            continue; /* the same leaves as under w */
        /* v goes first: the others of its class move up by one. */
        for (size_t w = 0; w < n; w++)
            colour[n + w] = colour[w] == cell && w != v ? cell + 1 : colour[w];
        descend(l, depth + 1, work);
    }
}

static paramod_status relabel(const paramod_sem_graph *g, const size_t *place,
                              size_t *node, paramod_sem_graph **out)
{
    for (size_t v = 0; v < g->n; v++)
        node[place[v]] = v;
    return paramod_i_graph_induced(g, g->n, node, out);
}

paramod_status paramod_sem_graph_canonical(const paramod_sem_graph *graph,
                                           size_t *position,
                                           paramod_sem_graph **canonical_out)
{
    const size_t n = graph->n;
    labelling l = { .g = graph };
    size_t *work = paramod_i_resize(NULL, (n + 1) * n + 5 * n, sizeof *work);
    paramod_status status;

    l.key = paramod_i_resize(NULL, n, sizeof *l.key);
    if (work == NULL || l.key == NULL) {
        paramod_i_free(work);
        paramod_i_free(l.key);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n);
    }
    l.position = work + 2 * n;
    l.best = work + 3 * n;
    l.order = work + 4 * n;
    l.colour = work + 5 * n;
    memset(l.colour, 0, n * sizeof *l.colour);
    descend(&l, 0, work);
    status = l.too_many
        ? PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "more than %d labellings of %zu nodes "
                       "remain: the graph is too symmetric", MOST_LEAVES, n)
        : relabel(graph, l.best, work, canonical_out);
    if (status == PARAMOD_OK && position != NULL)
        memcpy(position, l.best, n * sizeof *position);
    paramod_i_free(work);
    paramod_i_free(l.key);
    return status;
}
