/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Criteria that solve for coefficients of one node within one context:
 *  - half-treks: Foygel, Draisma, Drton 2012;
 *  - edgewise and trek separation: L. Weihs, B. Robinson, E. Dufresne, J. Kenkel,
 *    K. Kubjas, R. McGee, N. Nguyen, E. Robeva, M. Drton, Determinantal
 *    generalizations of instrumental variables, J. Causal Inference 6 (2018). */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/solution_impl.h"

enum { MOST_PARENTS = 12, MOST_SIDE = 3 };

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_solution_create",
                          "no memory for its steps");
}

/* All the tables of an attempt: sets are rows of the context, lists n numbers. */
typedef struct bench {
    const paramod_sem_graph *h;
    size_t words;
    uint64_t *block;
    uint64_t *unsolved; /* parents of the node that are not solved */
    uint64_t *one, *two, *three, *four;
    size_t *list, *other;
} bench;

static paramod_status set_up(const paramod_sem_solution *s, const paramod_i_context *c,
                             size_t node, bench *b)
{
    const size_t words = c->graph->words, n = c->graph->n;
    const uint64_t *parents = paramod_i_row(c->graph, c->graph->parents, node);

    *b = (bench){ .h = c->graph, .words = words };
    b->block = paramod_i_resize(NULL, 5 * words, sizeof *b->block);
    b->list = paramod_i_resize(NULL, 2 * n + 2, sizeof *b->list);
    if (b->block == NULL || b->list == NULL) {
        paramod_i_free(b->block);
        paramod_i_free(b->list);
        return no_memory();
    }
    memset(b->block, 0, 5 * words * sizeof *b->block);
    b->unsolved = b->block;
    b->one = b->block + words;
    b->two = b->block + 2 * words;
    b->three = b->block + 3 * words;
    b->four = b->block + 4 * words;
    b->other = b->list + n + 1;
    for (size_t p = paramod_i_set_next(parents, words, 0); p != SIZE_MAX;
         p = paramod_i_set_next(parents, words, p + 1))
        if (!paramod_i_context_has(s, c, p, node))
            paramod_i_set_add(b->unsolved, p);
    return PARAMOD_OK;
}

static void tear_down(bench *b)
{
    paramod_i_free(b->block);
    paramod_i_free(b->list);
}

static size_t list_of(const uint64_t *set, size_t words, size_t *list)
{
    size_t count = 0;

    for (size_t v = paramod_i_set_next(set, words, 0); v != SIZE_MAX;
         v = paramod_i_set_next(set, words, v + 1))
        list[count++] = v;
    return count;
}

static bool meet(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t w = 0; w < words; w++)
        if ((a[w] & b[w]) != 0)
            return true;
    return false;
}

/* Records that sources `used` solve for the parents in `wanted`. */
static paramod_status record(paramod_sem_solution *s, size_t context, size_t node,
                             const bench *b, const uint64_t *wanted,
                             const uint64_t *used, uint64_t *subtract)
{
    const paramod_i_step step = {
        .context = context, .node = node,
        .count = list_of(wanted, b->words, b->list), .parent = b->list,
        .source = b->other, .subtract = subtract
    };

    (void)list_of(used, b->words, b->other);
    return paramod_i_solution_record(s, &step);
}

static paramod_status after_flow(const paramod_i_context *c)
{
    return c->treks.flow.out_of_memory ? no_memory() : PARAMOD_OK;
}

/* ---- half-treks --------------------------------------------------------- */

/* Nodes of a context all of whose parents there are solved. */
static void solved_nodes(const paramod_sem_solution *s, const paramod_i_context *c,
                         uint64_t *set)
{
    const paramod_sem_graph *h = c->graph;

    memset(set, 0, h->words * sizeof *set);
    for (size_t v = 0; v < h->n; v++)
        paramod_i_set_add(set, v);
    for (size_t k = 0; k < h->directed; k++)
        if (!paramod_i_context_has(s, c, h->arrow[k].from, h->arrow[k].to))
            paramod_i_set_remove(set, h->arrow[k].to);
}

paramod_status paramod_i_try_half_treks(paramod_sem_solution *s, size_t context,
                                        size_t node, bool *fresh)
{
    paramod_i_context *c = &s->context[context];
    const uint64_t *half = paramod_i_treks_row(&c->treks, c->treks.half, node);
    bench b;
    paramod_status status = set_up(s, c, node, &b);

    if (status != PARAMOD_OK)
        return status;
    solved_nodes(s, c, b.one);
    if (paramod_i_set_size(b.unsolved, b.words) > 0
        && paramod_i_htc_step(&c->treks, node, b.one, b.two)) {
        for (size_t w = 0; w < b.words; w++)
            b.three[w] = b.two[w] & half[w];
        /* All parents at once, those solved otherwise among them. */
        status = record(s, context, node, &b,
                        paramod_i_row(c->graph, c->graph->parents, node), b.two,
                        b.three);
        *fresh = true;
    }
    tear_down(&b);
    return status == PARAMOD_OK ? after_flow(c) : status;
}

/* ---- edgewise ----------------------------------------------------------- */

/* What a source sees of the unsolved parents: by half-treks, and by treks from
 * its own unsolved parents; false if it may not be used. */
static bool sight(const paramod_sem_solution *s, const paramod_i_context *c, size_t node,
                  size_t a, const bench *b, uint64_t *seen)
{
    const paramod_sem_graph *h = c->graph;
    const uint64_t *half = paramod_i_treks_row(&c->treks, c->treks.half, a);
    const uint64_t *reach = paramod_i_treks_row(&c->treks, c->treks.half, node);
    const uint64_t *parents = paramod_i_row(h, h->parents, a);

    if (a == node || paramod_sem_graph_has_bidirected(h, a, node)
        || !meet(half, b->unsolved, b->words))
        return false;
    memcpy(seen, half, b->words * sizeof *seen);
    for (size_t q = paramod_i_set_next(parents, b->words, 0); q != SIZE_MAX;
         q = paramod_i_set_next(parents, b->words, q + 1)) {
        if (paramod_i_context_has(s, c, q, a))
            continue;
        if (paramod_i_set_has(reach, q))
            return false;
        for (size_t w = 0; w < b->words; w++)
            seen[w] |= paramod_i_treks_row(&c->treks, c->treks.full, q)[w];
    }
    for (size_t w = 0; w < b->words; w++)
        seen[w] &= b->unsolved[w];
    return true;
}

/* Tries the subset `wanted` (in b->one) of the unsolved parents. */
static paramod_status try_subset(paramod_sem_solution *s, size_t context, size_t node,
                                 bench *b, bool *fresh)
{
    paramod_i_context *c = &s->context[context];
    const size_t size = paramod_i_set_size(b->one, b->words);
    uint64_t *seen = b->three;

    memset(b->two, 0, b->words * sizeof *b->two);
    for (size_t a = 0; a < b->h->n; a++) {
        bool inside = sight(s, c, node, a, b, seen);

        for (size_t w = 0; w < b->words && inside; w++)
            inside = (seen[w] & ~b->one[w]) == 0;
        if (inside)
            paramod_i_set_add(b->two, a);
    }
    if (paramod_i_set_size(b->two, b->words) < size
        || paramod_i_half_trek_system(&c->treks, b->two, b->one, b->four) < size)
        return after_flow(c);
    *fresh = true;
    return record(s, context, node, b, b->one, b->four, b->four);
}

/* Subsets of the unsolved parents, the smaller first, up to all of twelve. */
paramod_status paramod_i_try_edgewise(paramod_sem_solution *s, size_t context,
                                      size_t node, bool *fresh)
{
    size_t parent[MOST_PARENTS], count;
    bench b;
    paramod_status status = set_up(s, &s->context[context], node, &b);
    bool found = false;

    if (status != PARAMOD_OK)
        return status;
    count = paramod_i_set_size(b.unsolved, b.words);
    if (count <= MOST_PARENTS)
        (void)list_of(b.unsolved, b.words, parent);
    for (size_t size = 1; size <= count && count <= MOST_PARENTS; size++)
        for (unsigned code = 1; code < 1U << count && status == PARAMOD_OK && !found;
             code++) {
            if ((size_t)__builtin_popcount(code) != size)
                continue;
            memset(b.one, 0, b.words * sizeof *b.one);
            for (size_t k = 0; k < count; k++)
                if ((code >> k & 1) != 0)
                    paramod_i_set_add(b.one, parent[k]);
            status = try_subset(s, context, node, &b, &found);
        }
    *fresh = *fresh || found;
    tear_down(&b);
    return status;
}

/* ---- trek separation ---------------------------------------------------- */

/* Treks from sources up, over, and down to targets, without sided intersection.
 * Nodes of the network: up v, its exit n + v, down 2 n + v, its exit 3 n + v. */
static size_t trek_system(paramod_i_treks *t, size_t sources, const size_t *source,
                          size_t targets, const size_t *target, size_t banned,
                          const uint64_t *banned_from)
{
    const paramod_sem_graph *h = t->g;
    const size_t n = h->n, from = 4 * n, to = from + 1;

    paramod_i_flow_start(&t->flow, 4 * n + 2);
    for (size_t v = 0; v < n; v++) {
        (void)paramod_i_flow_add(&t->flow, v, n + v);
        (void)paramod_i_flow_add(&t->flow, 2 * n + v, 3 * n + v);
        (void)paramod_i_flow_add(&t->flow, n + v, 2 * n + v);
    }
    for (size_t k = 0; k < h->directed; k++) {
        const paramod_sem_edge e = h->arrow[k];

        (void)paramod_i_flow_add(&t->flow, n + e.to, e.from);
        if (e.to != banned || !paramod_i_set_has(banned_from, e.from))
            (void)paramod_i_flow_add(&t->flow, 3 * n + e.from, 2 * n + e.to);
    }
    for (size_t k = 0; k < h->bidirected; k++) {
        (void)paramod_i_flow_add(&t->flow, n + h->arc[k].from, 2 * n + h->arc[k].to);
        (void)paramod_i_flow_add(&t->flow, n + h->arc[k].to, 2 * n + h->arc[k].from);
    }
    for (size_t k = 0; k < sources; k++)
        (void)paramod_i_flow_add(&t->flow, from, source[k]);
    for (size_t k = 0; k < targets; k++)
        (void)paramod_i_flow_add(&t->flow, 3 * n + target[k], to);
    return paramod_i_flow_run(&t->flow, from, to);
}

/* The next subset of `size` of the numbers below n; false after the last. */
static bool next_subset(size_t size, size_t n, size_t *member)
{
    size_t k = size;

    while (k > 0 && member[k - 1] == n - size + k - 1)
        k--;
    if (k == 0)
        return false;
    member[k - 1]++;
    for (; k < size; k++)
        member[k] = member[k - 1] + 1;
    return true;
}

static void first_subset(size_t size, size_t *member)
{
    for (size_t k = 0; k < size; k++)
        member[k] = k;
}

/* Sources S and targets T with a full system to T and the parent, but none to T
 * and the node once the parent's edge and the solved ones are taken away. */
static bool separates(paramod_i_treks *t, size_t node, size_t parent, const bench *b,
                      size_t size, const size_t *source, size_t *target)
{
    target[size - 1] = parent;
    if (trek_system(t, size, source, size, target, t->g->n, b->one) < size)
        return false;
    target[size - 1] = node;
    return trek_system(t, size, source, size, target, node, b->one) < size;
}

static paramod_status try_size(paramod_sem_solution *s, size_t context, size_t node,
                               size_t parent, const bench *b, size_t size, bool *found)
{
    paramod_i_context *c = &s->context[context];
    const size_t n = c->graph->n;
    size_t source[MOST_SIDE], pick[MOST_SIDE], target[MOST_SIDE], candidates = 0;

    for (size_t v = 0; v < n; v++)
        if (v != parent && !paramod_i_set_has(paramod_i_treks_row(
                &c->treks, c->treks.descendants, node), v))
            b->list[candidates++] = v;
    if (size > n || size - 1 > candidates)
        return PARAMOD_OK;
    first_subset(size, source);
    do {
        first_subset(size - 1, pick);
        do {
            for (size_t k = 0; k + 1 < size; k++)
                target[k] = b->list[pick[k]];
            if (separates(&c->treks, node, parent, b, size, source, target)
                && !c->treks.flow.out_of_memory) {
                const paramod_i_step step = {
                    .context = context, .node = node, .count = 1, .parent = &parent,
                    .source = source, .target = target, .targets = size - 1,
                    .trek = true
                };

                *found = true;
                return paramod_i_solution_record(s, &step);
            }
        } while (next_subset(size - 1, candidates, pick));
    } while (next_subset(size, n, source));
    return after_flow(c);
}

/* One unsolved parent of a node that lies on no cycle. */
static paramod_status try_parent(paramod_sem_solution *s, size_t context, size_t node,
                                 size_t parent, bench *b, bool *found)
{
    const paramod_i_context *c = &s->context[context];
    const uint64_t *parents = paramod_i_row(c->graph, c->graph->parents, node);
    paramod_status status = PARAMOD_OK;

    for (size_t w = 0; w < b->words; w++)
        b->one[w] = parents[w] & ~b->unsolved[w];
    paramod_i_set_add(b->one, parent);
    for (size_t size = 1; size <= MOST_SIDE && status == PARAMOD_OK && !*found; size++)
        status = try_size(s, context, node, parent, b, size, found);
    return status;
}

paramod_status paramod_i_try_treks(paramod_sem_solution *s, size_t context,
                                   size_t node, bool *fresh)
{
    const paramod_i_context *c = &s->context[context];
    const uint64_t *below = paramod_i_treks_row(&c->treks, c->treks.descendants, node);
    bool found = false;
    bench b;
    paramod_status status = set_up(s, c, node, &b);

    if (status != PARAMOD_OK)
        return status;
    if (!meet(below, paramod_i_row(c->graph, c->graph->parents, node), b.words))
        for (size_t p = paramod_i_set_next(b.unsolved, b.words, 0);
             p != SIZE_MAX && status == PARAMOD_OK && !found;
             p = paramod_i_set_next(b.unsolved, b.words, p + 1))
            status = try_parent(s, context, node, p, &b, &found);
    *fresh = *fresh || found;
    tear_down(&b);
    return status;
}
