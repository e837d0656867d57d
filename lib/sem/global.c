/* SPDX-License-Identifier: GPL-3.0-or-later */

/* M. Drton, R. Foygel, S. Sullivant, Global identifiability of linear structural
 * equation models, Annals of Statistics 39 (2011), theorem 2 and algorithm 1: an
 * acyclic graph is globally identifiable unless a subset A, |A| >= 2, is
 * connected by bidirected edges and converges to one node by directed ones. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/tian_impl.h"

/* Sets of nodes that wait to be examined. */
typedef struct pile {
    const paramod_sem_graph *g;
    uint64_t *set; /* rows of words; the row past the end is work */
    size_t count, room;
    uint64_t *rest, *part; /* work */
    bool out_of_memory;
} pile;

static uint64_t *top(pile *p)
{
    return p->set + p->count * p->g->words;
}

static bool make_room(pile *p)
{
    uint64_t *grown;

    if (p->count + 2 <= p->room)
        return true;
    grown = paramod_i_resize(p->set, (2 * p->room + 4) * p->g->words, sizeof *grown);
    if (grown == NULL) {
        p->out_of_memory = true;
        return false;
    }
    p->set = grown;
    p->room = 2 * p->room + 4;
    return true;
}

/* Adds to `part` what `table` reaches from it within `set`. */
static void close_within(const paramod_sem_graph *g, uint64_t *table,
                         const uint64_t *set, uint64_t *part)
{
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t v = paramod_i_set_next(part, g->words, 0); v != SIZE_MAX;
             v = paramod_i_set_next(part, g->words, v + 1)) {
            const uint64_t *row = paramod_i_row(g, table, v);

            for (size_t w = 0; w < g->words; w++) {
                const uint64_t fresh = row[w] & set[w] & ~part[w];

                part[w] |= fresh;
                grown = grown || fresh != 0;
            }
        }
    }
}

/* Piles the bidirected components of more than one node of a set; spoils it. */
static void pile_components(pile *p, uint64_t *set)
{
    const size_t words = p->g->words;

    for (size_t v = paramod_i_set_next(set, words, 0); v != SIZE_MAX;
         v = paramod_i_set_next(set, words, v + 1)) {
        if (!make_room(p))
            return;
        memset(top(p), 0, words * sizeof *set);
        paramod_i_set_add(top(p), v);
        close_within(p->g, p->g->siblings, set, top(p));
        for (size_t w = 0; w < words; w++)
            set[w] &= ~top(p)[w];
        p->count += paramod_i_set_size(top(p), words) > 1;
    }
}

static bool is_sink(const paramod_sem_graph *g, const uint64_t *set, size_t v)
{
    const uint64_t *children = paramod_i_row(g, g->children, v);

    for (size_t w = 0; w < g->words; w++)
        if ((children[w] & set[w]) != 0)
            return false;
    return true;
}

/* Takes the last set off the pile; false if it has one sink only. */
static bool examine(pile *p)
{
    const paramod_sem_graph *g = p->g;
    size_t sinks = 0;

    p->count--;
    memcpy(p->rest, top(p), g->words * sizeof *p->rest);
    for (size_t v = paramod_i_set_next(p->rest, g->words, 0); v != SIZE_MAX;
         v = paramod_i_set_next(p->rest, g->words, v + 1))
        sinks += is_sink(g, p->rest, v);
    for (size_t v = paramod_i_set_next(p->rest, g->words, 0);
         v != SIZE_MAX && sinks > 1;
         v = paramod_i_set_next(p->rest, g->words, v + 1)) {
        if (!is_sink(g, p->rest, v))
            continue;
        memset(p->part, 0, g->words * sizeof *p->part);
        paramod_i_set_add(p->part, v);
        close_within(g, g->parents, p->rest, p->part);
        if (paramod_i_set_size(p->part, g->words) > 1)
            pile_components(p, p->part);
    }
    return sinks > 1;
}

paramod_status paramod_i_globally_identifiable(const paramod_sem_graph *g, bool *yes)
{
    pile p = { .g = g };

    *yes = g->acyclic;
    if (!g->acyclic)
        return PARAMOD_OK;
    p.rest = paramod_i_resize(NULL, 2 * g->words, sizeof *p.rest);
    if (p.rest == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", g->n);
    p.part = p.rest + g->words;
    memset(p.part, 0, g->words * sizeof *p.part);
    for (size_t v = 0; v < g->n; v++)
        paramod_i_set_add(p.part, v);
    pile_components(&p, p.part);
    while (*yes && p.count > 0 && !p.out_of_memory)
        *yes = examine(&p);
    paramod_i_free(p.rest);
    paramod_i_free(p.set);
    return p.out_of_memory
        ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", g->n)
        : PARAMOD_OK;
}
