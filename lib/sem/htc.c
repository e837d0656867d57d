/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The half-trek criterion: R. Foygel, J. Draisma, M. Drton, Half-trek criterion
 * for generic identifiability of linear structural equation models, Annals of
 * Statistics 40 (2012), theorems 1 and 2 and section 6 for the networks. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/htc_impl.h"

static paramod_status no_memory(const paramod_sem_graph *g)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_identify",
                          "no memory for %zu nodes", g->n);
}

/* Row v of `half`: v, its siblings, and all below them. */
static void find_reach(paramod_i_treks *t)
{
    const paramod_sem_graph *g = t->g;

    for (size_t v = 0; v < g->n; v++) {
        uint64_t *down = paramod_i_treks_row(t, t->descendants, v);
        uint64_t *up = paramod_i_treks_row(t, t->ancestors, v);
        uint64_t *half = paramod_i_treks_row(t, t->half, v);

        paramod_i_set_add(down, v);
        paramod_i_set_close(g, g->children, down);
        paramod_i_set_add(up, v);
        paramod_i_set_close(g, g->parents, up);
        memcpy(half, paramod_i_row(g, g->siblings, v), g->words * sizeof *half);
        paramod_i_set_add(half, v);
        paramod_i_set_close(g, g->children, half);
    }
    for (size_t v = 0; v < g->n; v++) {
        const uint64_t *up = paramod_i_treks_row(t, t->ancestors, v);
        uint64_t *full = paramod_i_treks_row(t, t->full, v);

        for (size_t a = paramod_i_set_next(up, g->words, 0); a != SIZE_MAX;
             a = paramod_i_set_next(up, g->words, a + 1))
            for (size_t w = 0; w < g->words; w++)
                full[w] |= paramod_i_treks_row(t, t->half, a)[w];
    }
}

paramod_status paramod_i_treks_create(const paramod_sem_graph *g,
                                      paramod_i_treks *treks)
{
    const size_t table = g->n * g->words;
    paramod_i_treks t = { .g = g };

    t.block = paramod_i_resize(NULL, 4 * table + 4 * g->words, sizeof *t.block);
    t.arc = paramod_i_resize(NULL, g->n, sizeof *t.arc);
    if (t.block == NULL || t.arc == NULL) {
        paramod_i_treks_release(&t);
        return no_memory(g);
    }
    memset(t.block, 0, (4 * table + 4 * g->words) * sizeof *t.block);
    t.descendants = t.block;
    t.ancestors = t.block + table;
    t.half = t.block + 2 * table;
    t.full = t.block + 3 * table;
    t.work = t.block + 4 * table;
    find_reach(&t);
    *treks = t;
    return PARAMOD_OK;
}

void paramod_i_treks_release(paramod_i_treks *treks)
{
    paramod_i_flow_release(&treks->flow);
    paramod_i_free(treks->block);
    paramod_i_free(treks->arc);
}

/* ---- systems of half-treks ---------------------------------------------- */

/* Nodes of the network: L(v) = v, R_in(v) = n + v, R_out(v) = 2 n + v. */
static void join_half(paramod_i_flow *flow, const paramod_sem_graph *g, size_t a)
{
    const uint64_t *siblings = paramod_i_row(g, g->siblings, a);

    (void)paramod_i_flow_add(flow, a, g->n + a);
    for (size_t s = paramod_i_set_next(siblings, g->words, 0); s != SIZE_MAX;
         s = paramod_i_set_next(siblings, g->words, s + 1))
        (void)paramod_i_flow_add(flow, a, g->n + s);
}

static void join_right(paramod_i_flow *flow, const paramod_sem_graph *g)
{
    for (size_t v = 0; v < g->n; v++)
        (void)paramod_i_flow_add(flow, g->n + v, 2 * g->n + v);
    for (size_t k = 0; k < g->directed; k++)
        (void)paramod_i_flow_add(flow, 2 * g->n + g->arrow[k].from,
                                 g->n + g->arrow[k].to);
}

size_t paramod_i_half_trek_system(paramod_i_treks *t, const uint64_t *sources,
                                  const uint64_t *targets, uint64_t *used)
{
    const paramod_sem_graph *g = t->g;
    const size_t source = 3 * g->n, sink = source + 1;
    size_t value;

    paramod_i_flow_start(&t->flow, 3 * g->n + 2);
    join_right(&t->flow, g);
    for (size_t a = paramod_i_set_next(sources, g->words, 0); a != SIZE_MAX;
         a = paramod_i_set_next(sources, g->words, a + 1)) {
        t->arc[a] = paramod_i_flow_add(&t->flow, source, a);
        join_half(&t->flow, g, a);
    }
    for (size_t p = paramod_i_set_next(targets, g->words, 0); p != SIZE_MAX;
         p = paramod_i_set_next(targets, g->words, p + 1))
        (void)paramod_i_flow_add(&t->flow, 2 * g->n + p, sink);
    value = paramod_i_flow_run(&t->flow, source, sink);
    if (t->flow.out_of_memory)
        return 0;
    memset(used, 0, g->words * sizeof *used);
    for (size_t a = paramod_i_set_next(sources, g->words, 0); a != SIZE_MAX;
         a = paramod_i_set_next(sources, g->words, a + 1))
        if (paramod_i_flow_uses(&t->flow, t->arc[a]))
            paramod_i_set_add(used, a);
    return value;
}

/* ---- identifiable ------------------------------------------------------- */

bool paramod_i_htc_step(paramod_i_treks *t, size_t v, const uint64_t *solved,
                        uint64_t *used)
{
    const paramod_sem_graph *g = t->g;
    const uint64_t *half = paramod_i_treks_row(t, t->half, v);
    const uint64_t *siblings = paramod_i_row(g, g->siblings, v);
    const uint64_t *parents = paramod_i_row(g, g->parents, v);
    const size_t wanted = paramod_i_set_size(parents, g->words);
    uint64_t *allowed = t->work;

    for (size_t w = 0; w < g->words; w++)
        allowed[w] = (solved[w] | ~half[w]) & ~siblings[w];
    if (g->n % 64 != 0)
        allowed[g->words - 1] &= (UINT64_C(1) << g->n % 64) - 1;
    paramod_i_set_remove(allowed, v);
    if (paramod_i_set_size(allowed, g->words) < wanted)
        return false;
    return paramod_i_half_trek_system(t, allowed, parents, used) == wanted;
}

paramod_status paramod_i_htc_run(paramod_i_treks *t, uint64_t *solved,
                                 size_t *order, size_t *count, uint64_t *sources)
{
    const paramod_sem_graph *g = t->g;
    uint64_t *used = t->work + g->words;
    size_t found = 0;

    for (bool grown = true; grown;) {
        grown = false;
        for (size_t v = 0; v < g->n; v++) {
            if (paramod_i_set_has(solved, v) || !paramod_i_htc_step(t, v, solved, used))
                continue;
            grown = true;
            paramod_i_set_add(solved, v);
            if (order != NULL) {
                order[found] = v;
                memcpy(paramod_i_treks_row(t, sources, v), used,
                       g->words * sizeof *used);
            }
            found++;
        }
        if (t->flow.out_of_memory)
            return no_memory(g);
    }
    if (count != NULL)
        *count = found;
    return PARAMOD_OK;
}

paramod_status paramod_i_htc_identifiable(const paramod_sem_graph *g, bool *yes)
{
    paramod_i_treks t;
    paramod_status status = paramod_i_treks_create(g, &t);
    uint64_t *solved;

    if (status != PARAMOD_OK)
        return status;
    solved = t.work + 2 * g->words;
    status = paramod_i_htc_run(&t, solved, NULL, NULL, NULL);
    *yes = paramod_i_set_size(solved, g->words) == g->n;
    paramod_i_treks_release(&t);
    return status;
}

/* ---- infinite-to-one ---------------------------------------------------- */

/* Node x of the copy R_i of the right half, on its way in; out is one more. */
static size_t copy_of(const paramod_sem_graph *g, size_t i, size_t x)
{
    return 2 * (i * g->n + x);
}

static void join_copies(paramod_i_flow *flow, const paramod_sem_graph *g, size_t sink)
{
    for (size_t i = 0; i < g->n; i++) {
        const uint64_t *parents = paramod_i_row(g, g->parents, i);

        if (paramod_i_set_next(parents, g->words, 0) == SIZE_MAX)
            continue;
        for (size_t x = 0; x < g->n; x++)
            (void)paramod_i_flow_add(flow, copy_of(g, i, x), copy_of(g, i, x) + 1);
        for (size_t k = 0; k < g->directed; k++)
            (void)paramod_i_flow_add(flow, copy_of(g, i, g->arrow[k].from) + 1,
                                     copy_of(g, i, g->arrow[k].to));
        for (size_t p = paramod_i_set_next(parents, g->words, 0); p != SIZE_MAX;
             p = paramod_i_set_next(parents, g->words, p + 1))
            (void)paramod_i_flow_add(flow, copy_of(g, i, p) + 1, sink);
    }
}

/* From a pair to what half-treks of j reach in the copy of i. */
static void join_pair(paramod_i_flow *flow, const paramod_sem_graph *g, size_t pair,
                      size_t i, size_t j)
{
    const uint64_t *siblings = paramod_i_row(g, g->siblings, j);

    (void)paramod_i_flow_add(flow, pair, copy_of(g, i, j));
    for (size_t s = paramod_i_set_next(siblings, g->words, 0); s != SIZE_MAX;
         s = paramod_i_set_next(siblings, g->words, s + 1))
        (void)paramod_i_flow_add(flow, pair, copy_of(g, i, s));
}

paramod_status paramod_i_htc_infinite(const paramod_sem_graph *g, bool *yes)
{
    const size_t pairs = g->n * (g->n - 1) / 2 - g->bidirected;
    const size_t first = 2 * g->n * g->n, source = first + pairs, sink = source + 1;
    paramod_i_flow flow = { 0 };
    size_t pair = first, value;
    bool failed;

    paramod_i_flow_start(&flow, sink + 1);
    if (!flow.out_of_memory)
        join_copies(&flow, g, sink);
    for (size_t i = 0; i < g->n && !flow.out_of_memory; i++)
        for (size_t j = i + 1; j < g->n; j++) {
            if (paramod_sem_graph_has_bidirected(g, i, j))
                continue;
            (void)paramod_i_flow_add(&flow, source, pair);
            join_pair(&flow, g, pair, i, j);
            join_pair(&flow, g, pair, j, i);
            pair++;
        }
    value = paramod_i_flow_run(&flow, source, sink);
    failed = flow.out_of_memory;
    paramod_i_flow_release(&flow);
    *yes = value < g->directed;
    return failed ? no_memory(g) : PARAMOD_OK;
}
