/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Formulas as text. */

#include <string.h>

#include "sem/polynomial_impl.h"
#include "sem/solution_impl.h"

typedef struct scribe {
    paramod_i_sink *sink;
    const paramod_sem_solution *s;
    const paramod_i_step *step;
    const paramod_i_context *c;
} scribe;

static void put_entry(const scribe *w, char matrix, size_t a, size_t b)
{
    size_t x = w->c->node[a], y = w->c->node[b];

    if (matrix != 'l' && x > y) {
        x = w->c->node[b];
        y = w->c->node[a];
    }
    paramod_i_put_variable(w->sink, &(paramod_i_variable){ matrix, x, y },
                           w->s->graph->n, PARAMOD_SEM_TEXT);
}

static char covariance(const scribe *w)
{
    return w->c->whole ? 's' : 't';
}

static bool knows(const scribe *w, size_t p, size_t q)
{
    return paramod_i_set_has(w->step->known + p * w->c->graph->words, q);
}

/* s_yx less l_qy s_qx for the solved parents q of y. */
static void put_source(const scribe *w, size_t y, size_t x)
{
    put_entry(w, covariance(w), y, x);
    for (size_t q = 0; q < w->c->graph->n; q++)
        if (paramod_i_set_has(w->step->subtract, y) && knows(w, q, y)) {
            paramod_i_put(w->sink, "-");
            put_entry(w, 'l', q, y);
            paramod_i_put(w->sink, "*");
            put_entry(w, covariance(w), q, x);
        }
}

static bool is_wanted(const paramod_i_step *step, size_t p)
{
    for (size_t k = 0; k < step->count; k++)
        if (step->parent[k] == p)
            return true;
    return false;
}

static void put_right(const scribe *w, size_t y)
{
    put_source(w, y, w->step->node);
    for (size_t p = 0; p < w->c->graph->n; p++)
        if (knows(w, p, w->step->node) && !is_wanted(w->step, p)) {
            paramod_i_put(w->sink, "-");
            put_entry(w, 'l', p, w->step->node);
            paramod_i_put(w->sink, "*(");
            put_source(w, y, p);
            paramod_i_put(w->sink, ")");
        }
}

/* Column `column` of the system, or the right side in its place. */
static void put_determinant(const scribe *w, size_t size, size_t column, bool right)
{
    paramod_i_put(w->sink, size == 1 ? "(" : "det([");
    for (size_t i = 0; i < size; i++) {
        paramod_i_put(w->sink, size == 1 ? "" : i == 0 ? "[" : ",[");
        for (size_t j = 0; j < size; j++) {
            const size_t x = !w->step->trek ? w->step->parent[j]
                : j < w->step->targets ? w->step->target[j] : w->step->parent[0];

            paramod_i_put(w->sink, j == 0 ? "" : ",");
            if (right && j == column)
                put_right(w, w->step->source[i]);
            else
                put_source(w, w->step->source[i], x);
        }
        paramod_i_put(w->sink, size == 1 ? "" : "]");
    }
    paramod_i_put(w->sink, size == 1 ? ")" : "])");
}

size_t paramod_sem_solution_text(const paramod_sem_solution *solution, size_t k,
                                 char *text, size_t size)
{
    paramod_i_sink sink = { text, size, 0 };
    const paramod_sem_graph *g = solution->graph;

    if (paramod_sem_solution_has(solution, k)) {
        const paramod_sem_edge e = g->arrow[k];
        const paramod_i_step *step = &solution->step[solution->by[e.from * g->n + e.to]];
        const scribe w = { &sink, solution, step, &solution->context[step->context] };
        const size_t order = step->trek ? step->targets + 1 : step->count;
        size_t column = 0;

        while (w.c->node[step->parent[column]] != e.from)
            column++;
        if (step->trek)
            column = step->targets;
        paramod_i_put_variable(&sink, &(paramod_i_variable){ 'l', e.from, e.to }, g->n,
                               PARAMOD_SEM_TEXT);
        paramod_i_put(&sink, " = ");
        put_determinant(&w, order, column, true);
        paramod_i_put(&sink, "/");
        put_determinant(&w, order, column, false);
    }
    return paramod_i_put_end(&sink);
}
