/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Treks, sets of cycles and one-connections as a sequence of items. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/connection_impl.h"

/* Paths upwards from a node of an acyclic graph, each as soon as it is reached;
 * node[0] is where they start. */
typedef struct climb {
    size_t *node;
    size_t length;
} climb;

struct paramod_sem_enumeration {
    const paramod_sem_graph *g;
    paramod_sem_walk walk;
    size_t i, j;
    paramod_i_factors factors;
    climb left, right;
    size_t *block; /* next, two climbs, two paths: 5 rows of n + 1 */
    size_t *next, *path, *far;
    uint64_t *mark;
};

/* ---- treks -------------------------------------------------------------- */

static void climb_start(climb *c)
{
    c->length = 0;
}

/* Preorder: up to the first parent, else to the next parent of a lower node. */
static bool climb_next(const paramod_sem_graph *g, climb *c, size_t start)
{
    size_t after = 0;

    if (c->length == 0) {
        c->node[c->length++] = start;
        return true;
    }
    for (;;) {
        const size_t v = c->node[c->length - 1];
        const size_t w = paramod_i_set_next(paramod_i_row(g, g->parents, v), g->words,
                                            after);

        if (w != SIZE_MAX) {
            c->node[c->length++] = w;
            return true;
        }
        if (--c->length == 0)
            return false;
        after = v + 1;
    }
}

static bool meets(const paramod_sem_enumeration *e)
{
    const size_t k = e->left.node[e->left.length - 1];
    const size_t l = e->right.node[e->right.length - 1];

    return k == l || paramod_sem_graph_has_bidirected(e->g, k, l);
}

static bool next_trek(paramod_sem_enumeration *e)
{
    if (e->left.length == 0 && !climb_next(e->g, &e->left, e->i))
        return false;
    for (;;) {
        while (climb_next(e->g, &e->right, e->j))
            if (meets(e))
                return true;
        climb_start(&e->right);
        if (!climb_next(e->g, &e->left, e->i))
            return false;
    }
}

static void turn(size_t *to, const climb *c)
{
    for (size_t k = 0; k < c->length; k++)
        to[k] = c->node[c->length - 1 - k];
}

/* ---- items -------------------------------------------------------------- */

static paramod_sem_connection trek_item(paramod_sem_enumeration *e)
{
    turn(e->path, &e->left);
    turn(e->far, &e->right);
    return (paramod_sem_connection){ .sign = 1, .path_length = e->left.length,
                                     .path = e->path, .right_length = e->right.length,
                                     .right = e->far, .next = e->next };
}

static paramod_sem_connection factor_item(paramod_sem_enumeration *e)
{
    const size_t n = e->g->n, cycles = paramod_i_factors_cycles(&e->factors, e->mark);
    paramod_sem_connection item = { .sign = cycles % 2 == 0 ? 1 : -1, .path = e->path,
                                    .right = e->far, .cycles = cycles,
                                    .next = e->next };

    for (size_t v = 0; v < n; v++)
        e->next[v] = e->factors.taken[v] < n ? e->factors.taken[v] : v;
    if (e->factors.i == n)
        return item;
    for (size_t v = e->i; v < n; v = e->factors.taken[v])
        e->path[item.path_length++] = v;
    for (size_t k = 0; k < item.path_length; k++)
        e->next[e->path[k]] = e->path[k];
    return item;
}

bool paramod_sem_enumeration_next(paramod_sem_enumeration *enumeration,
                                  paramod_sem_connection *item)
{
    const bool treks = enumeration->walk == PARAMOD_SEM_TREKS;

    if (!(treks ? next_trek(enumeration)
                : paramod_i_factors_next(&enumeration->factors)))
        return false;
    *item = treks ? trek_item(enumeration) : factor_item(enumeration);
    return true;
}

/* ---- making ------------------------------------------------------------- */

static paramod_status check(const paramod_sem_graph *g, paramod_sem_walk walk,
                            size_t i, size_t j)
{
    if (walk != PARAMOD_SEM_CYCLES && (i >= g->n || j >= g->n))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_sem_enumeration_create",
                              "node %zu is out of range: the graph has %zu nodes, "
                              "which count from 0", i >= g->n ? i : j, g->n);
    if (walk == PARAMOD_SEM_TREKS && !g->acyclic)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_sem_enumeration_create",
                              "a graph with directed cycles has infinitely many "
                              "treks: enumerate its one-connections");
    return PARAMOD_OK;
}

paramod_status paramod_sem_enumeration_create(const paramod_sem_graph *graph,
                                              paramod_sem_walk walk, size_t i, size_t j,
                                              paramod_sem_enumeration **enumeration_out)
{
    const size_t n = graph->n;
    const bool cycles = walk == PARAMOD_SEM_CYCLES;
    paramod_status status = check(graph, walk, i, j);
    paramod_sem_enumeration *e;

    if (status != PARAMOD_OK)
        return status;
    e = paramod_i_resize(NULL, 1, sizeof *e);
    if (e == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n);
    *e = (paramod_sem_enumeration){ .g = graph, .walk = walk, .i = i, .j = j };
    e->block = paramod_i_resize(NULL, 5 * (n + 1), sizeof *e->block);
    e->mark = paramod_i_resize(NULL, graph->words, sizeof *e->mark);
    status = e->block == NULL || e->mark == NULL
        ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n)
        : paramod_i_factors_create(graph, NULL, cycles ? n : i, cycles ? n : j,
                                   &e->factors);
    if (status != PARAMOD_OK) {
        paramod_sem_enumeration_destroy(e);
        return status;
    }
    e->next = e->block;
    e->path = e->block + (n + 1);
    e->far = e->block + 2 * (n + 1);
    e->left.node = e->block + 3 * (n + 1);
    e->right.node = e->block + 4 * (n + 1);
    for (size_t v = 0; v < n; v++)
        e->next[v] = v;
    *enumeration_out = e;
    return PARAMOD_OK;
}

void paramod_sem_enumeration_destroy(paramod_sem_enumeration *enumeration)
{
    if (enumeration == NULL)
        return;
    paramod_i_factors_release(&enumeration->factors);
    paramod_i_free(enumeration->block);
    paramod_i_free(enumeration->mark);
    paramod_i_free(enumeration);
}
