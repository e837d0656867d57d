/* SPDX-License-Identifier: GPL-3.0-or-later */

/* J. Tian, Identifying direct causal effects in linear models, AAAI 2005: the
 * covariance of a graph determines, rationally, that of each component, and the
 * parameters of the components together are those of the graph. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/htc_impl.h"
#include "sem/tian_impl.h"

static paramod_status no_memory(const paramod_sem_graph *g)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_identify",
                          "no memory for %zu nodes", g->n);
}

size_t paramod_i_tian_label(const paramod_sem_graph *g, const size_t *strong,
                            size_t *label)
{
    size_t count = 0;

    for (size_t v = 0; v < g->n; v++)
        label[v] = SIZE_MAX;
    for (size_t root = 0; root < g->n; root++) {
        if (label[root] != SIZE_MAX)
            continue;
        label[root] = count;
        for (bool grown = true; grown;) {
            grown = false;
            for (size_t v = 0; v < g->n; v++)
                for (size_t w = 0; label[v] == count && w < g->n; w++)
                    if (label[w] == SIZE_MAX
                        && (strong[v] == strong[w]
                            || paramod_sem_graph_has_bidirected(g, v, w))) {
                        label[w] = count;
                        grown = true;
                    }
        }
        count++;
    }
    return count;
}

/* The nodes of component c, then their parents outside; returns how many. */
static size_t list_nodes(const paramod_sem_graph *g, const size_t *label, size_t c,
                         size_t *node, size_t *own)
{
    size_t count = 0;

    for (size_t v = 0; v < g->n; v++)
        if (label[v] == c)
            node[count++] = v;
    *own = count;
    for (size_t p = 0; p < g->n; p++) {
        bool wanted = false;

        for (size_t k = 0; k < *own && !wanted; k++)
            wanted = label[p] != c && paramod_sem_graph_has_directed(g, p, node[k]);
        if (wanted)
            node[count++] = p;
    }
    return count;
}

static paramod_status join(const paramod_sem_graph *g, paramod_i_component *c)
{
    paramod_status status = PARAMOD_OK;

    for (size_t a = 0; a < c->graph->n; a++)
        for (size_t b = 0; b < c->own && status == PARAMOD_OK; b++) {
            if (paramod_sem_graph_has_directed(g, c->node[a], c->node[b]))
                status = paramod_sem_graph_add_directed(c->graph, a, b);
            if (status == PARAMOD_OK && a < b
                && paramod_sem_graph_has_bidirected(g, c->node[a], c->node[b]))
                status = paramod_sem_graph_add_bidirected(c->graph, a, b);
        }
    return status;
}

static paramod_status make(const paramod_sem_graph *g, const size_t *label, size_t number,
                           paramod_i_component *c)
{
    size_t count;
    paramod_status status;

    c->node = paramod_i_resize(NULL, g->n, sizeof *c->node);
    if (c->node == NULL)
        return no_memory(g);
    count = list_nodes(g, label, number, c->node, &c->own);
    status = paramod_i_graph_bare(count, &c->graph);
    return status == PARAMOD_OK ? join(g, c) : status;
}

void paramod_i_tian_release(paramod_i_tian *tian)
{
    for (size_t c = 0; c < tian->count; c++) {
        paramod_sem_graph_destroy(tian->component[c].graph);
        paramod_i_free(tian->component[c].node);
    }
    paramod_i_free(tian->component);
    *tian = (paramod_i_tian){ 0 };
}

static paramod_status make_all(const paramod_sem_graph *g, size_t *label,
                               const size_t *strong, paramod_i_tian *tian)
{
    paramod_status status = PARAMOD_OK;

    tian->count = paramod_i_tian_label(g, strong, label);
    tian->component = paramod_i_resize(NULL, tian->count, sizeof *tian->component);
    if (tian->component == NULL) {
        tian->count = 0;
        return no_memory(g);
    }
    memset(tian->component, 0, tian->count * sizeof *tian->component);
    for (size_t c = 0; c < tian->count && status == PARAMOD_OK; c++)
        status = make(g, label, c, &tian->component[c]);
    return status;
}

paramod_status paramod_i_tian_create(const paramod_sem_graph *g, paramod_i_tian *tian)
{
    size_t *label = paramod_i_resize(NULL, 2 * g->n, sizeof *label);
    paramod_status status;

    *tian = (paramod_i_tian){ 0 };
    if (label == NULL)
        return no_memory(g);
    status = paramod_sem_graph_components(g, label + g->n, NULL);
    if (status == PARAMOD_OK)
        status = make_all(g, label, label + g->n, tian);
    paramod_i_free(label);
    if (status != PARAMOD_OK)
        paramod_i_tian_release(tian);
    return status;
}

paramod_status paramod_i_tian_htc(const paramod_sem_graph *g, bool *identifiable,
                                  bool *infinite)
{
    paramod_i_tian tian;
    paramod_status status = paramod_i_tian_create(g, &tian);

    *identifiable = true;
    *infinite = false;
    for (size_t c = 0; c < tian.count && status == PARAMOD_OK; c++) {
        bool one = false, other = false;

        status = paramod_i_htc_identifiable(tian.component[c].graph, &one);
        if (status == PARAMOD_OK)
            status = paramod_i_htc_infinite(tian.component[c].graph, &other);
        *identifiable = *identifiable && one;
        *infinite = *infinite || other;
    }
    paramod_i_tian_release(&tian);
    return status;
}
