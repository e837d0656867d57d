/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sets of disjoint cycles and one-connections by depth-first search. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/connection_impl.h"

paramod_status paramod_i_factors_create(const paramod_sem_graph *g,
                                        const uint64_t *within, size_t i, size_t j,
                                        paramod_i_factors *factors)
{
    paramod_i_factors f = { .g = g, .i = i, .j = j };

    f.block = paramod_i_resize(NULL, 2 * g->n, sizeof *f.block);
    f.sets = paramod_i_resize(NULL, 2 * g->words, sizeof *f.sets);
    if (f.block == NULL || f.sets == NULL) {
        paramod_i_factors_release(&f);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_enumeration_create",
                              "no memory for %zu nodes", g->n);
    }
    f.row = f.block;
    f.taken = f.block + g->n;
    f.used = f.sets;
    f.allowed = f.sets + g->words;
    memset(f.sets, 0, 2 * g->words * sizeof *f.sets);
    for (size_t v = 0; v < g->n; v++) {
        const bool inside = within == NULL || paramod_i_set_has(within, v);

        f.taken[v] = g->n;
        if (inside && v != j)
            f.row[f.rows++] = v;
        if (inside && v != i)
            paramod_i_set_add(f.allowed, v);
    }
    *factors = f;
    return PARAMOD_OK;
}

void paramod_i_factors_release(paramod_i_factors *factors)
{
    paramod_i_free(factors->block);
    paramod_i_free(factors->sets);
}

/* The column after `last` in the order v, children of v; SIZE_MAX at the end. */
static size_t next_column(const paramod_i_factors *f, size_t v, size_t last)
{
    const uint64_t *children = paramod_i_row(f->g, f->g->children, v);
    size_t w = last == f->g->n ? v : paramod_i_set_next(children, f->g->words,
                                                        last == v ? 0 : last + 1);

    while (w != SIZE_MAX
           && (!paramod_i_set_has(f->allowed, w) || paramod_i_set_has(f->used, w)))
        w = paramod_i_set_next(children, f->g->words, w == v ? 0 : w + 1);
    return w;
}

/* Gives row number depth - 1 its next column; false if there is none. */
static bool advance(paramod_i_factors *f)
{
    const size_t v = f->row[f->depth - 1], last = f->taken[v];
    size_t w;

    if (last < f->g->n)
        paramod_i_set_remove(f->used, last);
    w = next_column(f, v, last);
    f->taken[v] = w == SIZE_MAX ? f->g->n : w;
    if (w != SIZE_MAX)
        paramod_i_set_add(f->used, w);
    return w != SIZE_MAX;
}

bool paramod_i_factors_next(paramod_i_factors *factors)
{
    if (factors->done)
        return false;
    if (!factors->begun && factors->rows > 0)
        factors->depth = 1;
    if (factors->rows == 0) {
        factors->done = true; /* the empty product, once */
        return true;
    }
    factors->begun = true;
    while (factors->depth > 0)
        if (!advance(factors))
            factors->depth--;
        else if (factors->depth == factors->rows)
            return true;
        else
            factors->depth++;
    factors->done = true;
    return false;
}

size_t paramod_i_factors_cycles(const paramod_i_factors *factors, uint64_t *mark)
{
    const size_t n = factors->g->n;
    size_t cycles = 0;

    memset(mark, 0, factors->g->words * sizeof *mark);
    if (factors->i < n) /* the path is none of them */
        for (size_t v = factors->i; v < n; v = factors->taken[v])
            paramod_i_set_add(mark, v);
    for (size_t r = 0; r < factors->rows; r++) {
        size_t v = factors->row[r];

        if (paramod_i_set_has(mark, v) || factors->taken[v] == v)
            continue;
        for (; !paramod_i_set_has(mark, v); v = factors->taken[v])
            paramod_i_set_add(mark, v);
        cycles++;
    }
    return cycles;
}
