/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Solving for coefficients: contexts, and the loop over criteria. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/solution_impl.h"
#include "sem/tian_impl.h"

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_solution_create",
                          "no memory for its steps");
}

/* ---- contexts ----------------------------------------------------------- */

static paramod_i_context *new_context(paramod_sem_solution *s)
{
    paramod_i_context *grown =
        paramod_i_resize(s->context, s->contexts + 1, sizeof *grown);

    if (grown == NULL)
        return NULL;
    s->context = grown;
    grown += s->contexts++;
    *grown = (paramod_i_context){ .target = SIZE_MAX };
    grown->ancestral = paramod_i_resize(NULL, s->graph->words, sizeof(uint64_t));
    return grown->ancestral == NULL ? NULL : grown;
}

/* A component of the subgraph on a set whose nodes are listed. */
static paramod_status add_component(paramod_sem_solution *s, const uint64_t *set,
                                    const size_t *node, paramod_i_component *part,
                                    size_t target)
{
    paramod_i_context *c = new_context(s);

    if (c == NULL)
        return no_memory();
    memcpy(c->ancestral, set, s->graph->words * sizeof *set);
    c->graph = part->graph;
    c->node = part->node;
    c->own = part->own;
    part->graph = NULL;
    part->node = NULL;
    for (size_t k = 0; k < c->graph->n; k++)
        c->node[k] = node[c->node[k]];
    c->target = target;
    return paramod_i_treks_create(c->graph, &c->treks);
}

/* The components of the subgraph on a set: all, or that of one node. */
static paramod_status add_components(paramod_sem_solution *s, const uint64_t *set,
                                     size_t target)
{
    const paramod_sem_graph *g = s->graph;
    size_t *node = paramod_i_resize(NULL, g->n, sizeof *node), count = 0;
    paramod_sem_graph *induced = NULL;
    paramod_i_tian tian = { 0 };
    paramod_status status = node == NULL ? no_memory() : PARAMOD_OK;

    for (size_t v = 0; v < g->n && status == PARAMOD_OK; v++)
        if (paramod_i_set_has(set, v))
            node[count++] = v;
    if (status == PARAMOD_OK)
        status = paramod_i_graph_induced(g, count, node, &induced);
    if (status == PARAMOD_OK)
        status = paramod_i_tian_create(induced, &tian);
    for (size_t c = 0; c < tian.count && status == PARAMOD_OK; c++) {
        size_t place = SIZE_MAX;

        for (size_t k = 0; k < tian.component[c].own; k++)
            if (node[tian.component[c].node[k]] == target)
                place = k;
        if (target == SIZE_MAX || place != SIZE_MAX)
            status = add_component(s, set, node, &tian.component[c], place);
    }
    paramod_i_tian_release(&tian);
    paramod_sem_graph_destroy(induced);
    paramod_i_free(node);
    return status;
}

static paramod_status add_whole(paramod_sem_solution *s)
{
    const size_t n = s->graph->n;
    paramod_i_context *c = new_context(s);
    paramod_status status;

    if (c == NULL)
        return no_memory();
    c->node = paramod_i_resize(NULL, n, sizeof *c->node);
    if (c->node == NULL)
        return no_memory();
    for (size_t v = 0; v < n; v++)
        c->node[v] = v;
    c->own = n;
    c->whole = true;
    status = paramod_i_graph_induced(s->graph, n, c->node, &c->graph);
    return status == PARAMOD_OK ? paramod_i_treks_create(c->graph, &c->treks) : status;
}

/* Ancestors of v, and of v with its siblings. */
static paramod_status add_ancestral(paramod_sem_solution *s, uint64_t *set)
{
    const paramod_sem_graph *g = s->graph;
    paramod_status status = PARAMOD_OK;

    for (size_t v = 0; v < g->n && status == PARAMOD_OK; v++)
        for (int with = 0; with < 2 && status == PARAMOD_OK; with++) {
            memset(set, 0, g->words * sizeof *set);
            if (with != 0)
                memcpy(set, paramod_i_row(g, g->siblings, v), g->words * sizeof *set);
            paramod_i_set_add(set, v);
            paramod_i_set_close(g, g->parents, set);
            if (paramod_i_set_size(set, g->words) < g->n)
                status = add_components(s, set, v);
        }
    return status;
}

static paramod_status add_contexts(paramod_sem_solution *s, unsigned methods)
{
    const paramod_sem_graph *g = s->graph;
    uint64_t *set = paramod_i_resize(NULL, g->words, sizeof *set);
    paramod_status status = set == NULL ? no_memory() : add_whole(s);

    if (status == PARAMOD_OK && (methods & PARAMOD_I_TIAN) != 0) {
        memset(set, 0, g->words * sizeof *set);
        for (size_t v = 0; v < g->n; v++)
            paramod_i_set_add(set, v);
        status = add_components(s, set, SIZE_MAX);
    }
    if (status == PARAMOD_OK && (methods & PARAMOD_I_ANCESTRAL) != 0)
        status = add_ancestral(s, set);
    paramod_i_free(set);
    return status;
}

/* ---- steps -------------------------------------------------------------- */

bool paramod_i_context_has(const paramod_sem_solution *s, const paramod_i_context *c,
                           size_t p, size_t q)
{
    return paramod_i_set_has(s->solved + c->node[p] * s->graph->words, c->node[q]);
}

static void release_step(paramod_i_step *step)
{
    paramod_i_free(step->parent);
    paramod_i_free(step->subtract);
}

/* The edges that are solved so far, as rows of the context. */
static void note_known(const paramod_sem_solution *s, const paramod_i_context *c,
                       paramod_i_step *step)
{
    const size_t words = c->graph->words;

    memset(step->known, 0, c->graph->n * words * sizeof *step->known);
    for (size_t k = 0; k < c->graph->directed; k++) {
        const paramod_sem_edge e = c->graph->arrow[k];

        if (paramod_i_context_has(s, c, e.from, e.to))
            paramod_i_set_add(step->known + e.from * words, e.to);
    }
}

static bool copy_step(const paramod_i_context *c, const paramod_i_step *from,
                      paramod_i_step *to)
{
    const size_t words = c->graph->words, sources = from->count + from->targets;

    *to = *from;
    to->parent = paramod_i_resize(NULL, from->count + sources + from->targets + 1,
                                  sizeof *to->parent);
    to->subtract = paramod_i_resize(NULL, (c->graph->n + 1) * words,
                                    sizeof *to->subtract);
    if (to->parent == NULL || to->subtract == NULL) {
        release_step(to);
        return false;
    }
    to->source = to->parent + from->count;
    to->target = to->source + sources;
    to->known = to->subtract + words;
    memcpy(to->parent, from->parent, from->count * sizeof *to->parent);
    memcpy(to->source, from->source, sources * sizeof *to->source);
    if (from->targets > 0)
        memcpy(to->target, from->target, from->targets * sizeof *to->target);
    memset(to->subtract, 0, words * sizeof *to->subtract);
    if (from->subtract != NULL)
        memcpy(to->subtract, from->subtract, words * sizeof *to->subtract);
    return true;
}

paramod_status paramod_i_solution_record(paramod_sem_solution *s,
                                         const paramod_i_step *step)
{
    const paramod_i_context *c = &s->context[step->context];

    if (s->steps == s->step_room) {
        const size_t room = s->step_room == 0 ? 8 : 2 * s->step_room;
        paramod_i_step *grown = paramod_i_resize(s->step, room, sizeof *grown);

        if (grown == NULL)
            return no_memory();
        s->step = grown;
        s->step_room = room;
    }
    if (!copy_step(c, step, &s->step[s->steps]))
        return no_memory();
    note_known(s, c, &s->step[s->steps]);
    for (size_t k = 0; k < step->count; k++) {
        const size_t p = c->node[step->parent[k]], q = c->node[step->node];

        paramod_i_set_add(s->solved + p * s->graph->words, q);
        s->by[p * s->graph->n + q] = s->steps;
    }
    s->steps++;
    return PARAMOD_OK;
}

size_t paramod_i_solution_count(const paramod_sem_solution *s)
{
    return paramod_i_set_size(s->solved, s->graph->n * s->graph->words);
}

/* ---- the loop ----------------------------------------------------------- */

typedef paramod_status (*attempt)(paramod_sem_solution *, size_t, size_t, bool *);

static paramod_status try_everywhere(paramod_sem_solution *s, attempt try, bool *fresh)
{
    paramod_status status = PARAMOD_OK;

    for (size_t c = 0; c < s->contexts && status == PARAMOD_OK; c++)
        for (size_t v = 0; v < s->context[c].own && status == PARAMOD_OK; v++)
            if (s->context[c].target == SIZE_MAX || s->context[c].target == v)
                status = try(s, c, v, fresh);
    return status;
}

/* The simplest criterion first, again after each success. */
static paramod_status run(paramod_sem_solution *s, unsigned methods)
{
    paramod_status status = PARAMOD_OK;

    for (bool fresh = true; fresh && status == PARAMOD_OK
         && paramod_i_solution_count(s) < s->graph->directed;) {
        fresh = false;
        status = try_everywhere(s, paramod_i_try_half_treks, &fresh);
        if (status == PARAMOD_OK && !fresh && (methods & PARAMOD_I_EDGEWISE) != 0)
            status = try_everywhere(s, paramod_i_try_edgewise, &fresh);
        if (status == PARAMOD_OK && !fresh && (methods & PARAMOD_I_TREKS) != 0)
            status = try_everywhere(s, paramod_i_try_treks, &fresh);
    }
    return status;
}

paramod_status paramod_i_solve_edges(const paramod_sem_graph *g, unsigned methods,
                                     paramod_sem_solution **out)
{
    paramod_sem_solution *s = paramod_i_resize(NULL, 1, sizeof *s);
    paramod_status status;

    if (s == NULL)
        return no_memory();
    *s = (paramod_sem_solution){ 0 };
    status = paramod_i_graph_copy(g, &s->graph);
    if (status == PARAMOD_OK) {
        s->solved = paramod_i_resize(NULL, g->n * g->words, sizeof *s->solved);
        s->by = paramod_i_resize(NULL, g->n * g->n, sizeof *s->by);
        status = s->solved == NULL || s->by == NULL ? no_memory() : PARAMOD_OK;
    }
    if (status == PARAMOD_OK) {
        memset(s->solved, 0, g->n * g->words * sizeof *s->solved);
        status = add_contexts(s, methods);
    }
    if (status == PARAMOD_OK)
        status = run(s, methods);
    if (status == PARAMOD_OK)
        *out = s;
    else
        paramod_sem_solution_destroy(s);
    return status;
}

paramod_status paramod_sem_solution_create(const paramod_sem_graph *graph,
                                           paramod_sem_solution **solution_out)
{
    return paramod_i_solve_edges(graph, PARAMOD_I_TIAN | PARAMOD_I_ANCESTRAL
                                 | PARAMOD_I_EDGEWISE | PARAMOD_I_TREKS, solution_out);
}

void paramod_sem_solution_destroy(paramod_sem_solution *solution)
{
    if (solution == NULL)
        return;
    for (size_t k = 0; k < solution->steps; k++)
        release_step(&solution->step[k]);
    for (size_t c = 0; c < solution->contexts; c++) {
        paramod_i_context *context = &solution->context[c];

        paramod_i_treks_release(&context->treks);
        paramod_sem_graph_destroy(context->graph);
        paramod_i_free(context->node);
        paramod_i_free(context->ancestral);
    }
    paramod_i_free(solution->context);
    paramod_i_free(solution->step);
    paramod_i_free(solution->solved);
    paramod_i_free(solution->by);
    paramod_sem_graph_destroy(solution->graph);
    paramod_i_free(solution);
}

bool paramod_sem_solution_has(const paramod_sem_solution *solution, size_t k)
{
    const paramod_sem_graph *g = solution->graph;

    return k < g->directed
        && paramod_i_set_has(solution->solved + g->arrow[k].from * g->words,
                             g->arrow[k].to);
}
