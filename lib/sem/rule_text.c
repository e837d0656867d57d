/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries of Sigma in factored form. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/rule_impl.h"

static bool is_one(const paramod_sem_polynomial *p)
{
    if (p->terms != 1 || paramod_i_coefficient(p, 0) != 1)
        return false;
    for (size_t w = 0; w < p->words; w++)
        if (p->record[w] != 0)
            return false;
    return true;
}

/* A factor, in brackets if it is a sum or has a sign. */
static void put_factor(paramod_i_sink *sink, const paramod_sem_polynomial *p,
                       bool first, paramod_sem_style style)
{
    const bool brackets = p->terms != 1 || paramod_i_coefficient(p, 0) < 0;

    paramod_i_put(sink, first || style == PARAMOD_SEM_LATEX ? "" : "*");
    paramod_i_put(sink, brackets ? "(" : "");
    paramod_i_put_polynomial(sink, p, style);
    paramod_i_put(sink, brackets ? ")" : "");
}

/* omega_kl (N_ki) (N_lj), if both one-connections exist; true if so. */
static bool put_summand(paramod_i_sink *sink, const paramod_i_side *a,
                        const paramod_i_side *b, size_t k, size_t l, bool first,
                        paramod_sem_style style)
{
    const paramod_sem_polynomial *left = a->minor[k], *right = b->minor[l];
    const paramod_i_variable omega = { 'w', k < l ? k : l, k < l ? l : k };

    if (left == NULL || right == NULL || left->terms == 0 || right->terms == 0)
        return false;
    paramod_i_put(sink, first ? "" : "+");
    paramod_i_put_variable(sink, &omega, a->n, style);
    if (!is_one(left))
        put_factor(sink, left, false, style);
    if (!is_one(right))
        put_factor(sink, right, false, style);
    return true;
}

static size_t put_numerator(paramod_i_sink *sink, const paramod_sem_graph *g,
                            const paramod_i_side *a, const paramod_i_side *b,
                            paramod_sem_style style)
{
    size_t summands = 0;

    for (size_t k = 0; k < g->n; k++)
        for (size_t l = 0; l < g->n; l++)
            if (k == l || paramod_sem_graph_has_bidirected(g, k, l))
                summands += put_summand(sink, a, b, k, l, summands == 0, style);
    if (summands == 0)
        paramod_i_put(sink, style == PARAMOD_SEM_C ? "0." : "0");
    return summands;
}

/* The strong components within a set whose determinant is not 1, as factors. */
static paramod_status put_determinant(paramod_i_sink *sink, const paramod_sem_graph *g,
                                      const uint64_t *within, const size_t *component,
                                      uint64_t *part, bool *first,
                                      paramod_sem_style style)
{
    paramod_status status = PARAMOD_OK;

    for (size_t c = 0; c < g->n && status == PARAMOD_OK; c++) {
        paramod_sem_polynomial *p = NULL;

        memset(part, 0, g->words * sizeof *part);
        for (size_t v = 0; v < g->n; v++)
            if (component[v] == c && paramod_i_set_has(within, v))
                paramod_i_set_add(part, v);
        if (paramod_i_set_size(part, g->words) < 2)
            continue;
        status = paramod_i_rule_minor(g, part, g->n, g->n, &p);
        if (status == PARAMOD_OK) {
            put_factor(sink, p, *first, style);
            *first = false;
        }
        paramod_sem_polynomial_destroy(p);
    }
    return status;
}

static paramod_status put_entry(paramod_i_sink *sink, const paramod_sem_graph *g,
                                const paramod_i_side *a, const paramod_i_side *b,
                                size_t *component, uint64_t *part,
                                paramod_sem_style style)
{
    const bool latex = style == PARAMOD_SEM_LATEX;
    bool first = true;
    paramod_status status;

    if (g->acyclic) {
        (void)put_numerator(sink, g, a, b, style);
        return PARAMOD_OK;
    }
    paramod_i_put(sink, latex ? "\\frac{" : "(");
    (void)put_numerator(sink, g, a, b, style);
    paramod_i_put(sink, latex ? "}{" : ")/(");
    status = put_determinant(sink, g, a->within, component, part, &first, style);
    if (status == PARAMOD_OK)
        status = put_determinant(sink, g, b->within, component, part, &first, style);
    if (first)
        paramod_i_put(sink, style == PARAMOD_SEM_C ? "1." : "1");
    paramod_i_put(sink, latex ? "}" : ")");
    return status;
}

paramod_status paramod_sem_covariance_text(const paramod_sem_graph *graph, size_t i,
                                           size_t j, paramod_sem_form form,
                                           paramod_sem_style style, char *text,
                                           size_t size, size_t *length)
{
    paramod_i_sink sink = { text, size, 0 };
    paramod_i_side a = { 0 }, b = { 0 };
    size_t *component;
    uint64_t *part;
    paramod_status status;

    if (i >= graph->n || j >= graph->n)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "node %zu is out of range: the graph "
                            "has %zu nodes, which count from 0", i >= graph->n ? i : j,
                            graph->n);
    component = paramod_i_resize(NULL, graph->n, sizeof *component);
    part = paramod_i_resize(NULL, graph->words, sizeof *part);
    status = component == NULL || part == NULL
        ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", graph->n)
        : paramod_sem_graph_components(graph, component, NULL);
    if (status == PARAMOD_OK)
        status = paramod_i_side_create(graph, i, form, &a);
    if (status == PARAMOD_OK)
        status = paramod_i_side_create(graph, j, form, &b);
    if (status == PARAMOD_OK)
        status = put_entry(&sink, graph, &a, &b, component, part, style);
    if (status == PARAMOD_OK) {
        (void)paramod_i_put_end(&sink);
        if (length != NULL)
            *length = sink.length;
    }
    paramod_i_side_release(&a);
    paramod_i_side_release(&b);
    paramod_i_free(component);
    paramod_i_free(part);
    return status;
}
