/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mixed graphs: nodes, edges and what follows from them at once. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/graph_impl.h"

/* ---- making ------------------------------------------------------------- */

static bool is_name(const char *name)
{
    if (name == NULL || name[0] == '\0')
        return false;
    for (const char *at = name; *at != '\0'; at++)
        if (!((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z')
              || (*at >= '0' && *at <= '9') || *at == '_' || *at == '.'
              || (unsigned char)*at > 127))
            return false;
    return true;
}

static paramod_status check_names(size_t nodes, const char *const *names)
{
    for (size_t i = 0; names != NULL && i < nodes; i++) {
        if (!is_name(names[i]))
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_sem_graph_create",
                                  "node %zu: '%s' is no name: use letters, digits, "
                                  "'_' and '.'", i + 1,
                                  names[i] == NULL ? "" : names[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return paramod_i_fail(PARAMOD_ERR_ARGUMENT,
                                      "paramod_sem_graph_create",
                                      "nodes %zu and %zu are both called '%s'",
                                      j + 1, i + 1, names[i]);
    }
    return PARAMOD_OK;
}

static bool name_nodes(paramod_sem_graph *g, const char *const *names)
{
    g->name = paramod_i_resize(NULL, g->n, sizeof *g->name);
    if (g->name == NULL)
        return false;
    memset(g->name, 0, g->n * sizeof *g->name);
    for (size_t i = 0; i < g->n; i++) {
        char number[24];

        (void)paramod_i_format(number, sizeof number, "%zu", i + 1);
        g->name[i] = paramod_i_copy_text(names == NULL ? number : names[i]);
        if (g->name[i] == NULL)
            return false;
    }
    return true;
}

paramod_status paramod_sem_graph_create(size_t nodes, const char *const *names,
                                        paramod_sem_graph **graph_out)
{
    const size_t words = (nodes + 63) / 64;
    paramod_sem_graph *g;
    paramod_status status;

    if (graph_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "graph_out is null");
    if (nodes == 0 || nodes > PARAMOD_SEM_MOST_NODES)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%zu nodes: a graph has 1 to %d",
                            nodes, PARAMOD_SEM_MOST_NODES);
    status = check_names(nodes, names);
    if (status != PARAMOD_OK)
        return status;
    g = paramod_i_resize(NULL, 1, sizeof *g);
    if (g == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", nodes);
    *g = (paramod_sem_graph){ .n = nodes, .words = words, .acyclic = true };
    g->children = paramod_i_resize(NULL, (3 * nodes + 1) * words, sizeof *g->children);
    if (g->children == NULL || !name_nodes(g, names)) {
        paramod_sem_graph_destroy(g);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", nodes);
    }
    memset(g->children, 0, (3 * nodes + 1) * words * sizeof *g->children);
    g->parents = g->children + nodes * words;
    g->siblings = g->parents + nodes * words;
    g->reached = g->siblings + nodes * words;
    *graph_out = g;
    return PARAMOD_OK;
}

void paramod_sem_graph_destroy(paramod_sem_graph *graph)
{
    if (graph == NULL)
        return;
    for (size_t i = 0; graph->name != NULL && i < graph->n; i++)
        paramod_i_free(graph->name[i]);
    paramod_i_free(graph->name);
    paramod_i_free(graph->children);
    paramod_i_free(graph->arrow);
    paramod_i_free(graph->arc);
    paramod_i_free(graph);
}

/* ---- edges -------------------------------------------------------------- */

void paramod_i_set_close(const paramod_sem_graph *g, uint64_t *table,
                         uint64_t *set)
{
    for (bool grown = true; grown;) {
        grown = false;
        for (size_t v = paramod_i_set_next(set, g->words, 0); v != SIZE_MAX;
             v = paramod_i_set_next(set, g->words, v + 1)) {
            const uint64_t *row = paramod_i_row(g, table, v);

            for (size_t w = 0; w < g->words; w++) {
                grown = grown || (row[w] & ~set[w]) != 0;
                set[w] |= row[w];
            }
        }
    }
}

static paramod_status check_edge(const paramod_sem_graph *g, const char *function,
                                 size_t from, size_t to)
{
    if (from >= g->n || to >= g->n)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function,
                              "node %zu is out of range: the graph has %zu nodes, "
                              "which count from 0",
                              from >= g->n ? from : to, g->n);
    if (from == to)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function,
                              "node '%s' has an edge to itself, which a mixed graph "
                              "cannot have", g->name[from]);
    return PARAMOD_OK;
}

/* One more place at the end of a list whose capacity is a power of two. */
static bool grow(paramod_sem_edge **edge, size_t count)
{
    paramod_sem_edge *grown;

    if ((count & (count - 1)) != 0)
        return true;
    grown = paramod_i_resize(*edge, count == 0 ? 1 : 2 * count, sizeof **edge);
    if (grown != NULL)
        *edge = grown;
    return grown != NULL;
}

static bool closes_cycle(paramod_sem_graph *g, size_t from, size_t to)
{
    memset(g->reached, 0, g->words * sizeof *g->reached);
    paramod_i_set_add(g->reached, to);
    paramod_i_set_close(g, g->children, g->reached);
    return paramod_i_set_has(g->reached, from);
}

paramod_status paramod_sem_graph_add_directed(paramod_sem_graph *graph,
                                              size_t from, size_t to)
{
    const paramod_status status = check_edge(graph, __func__, from, to);

    if (status != PARAMOD_OK)
        return status;
    if (paramod_sem_graph_has_directed(graph, from, to))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the edge %s>%s is there already",
                            graph->name[from], graph->name[to]);
    if (!grow(&graph->arrow, graph->directed))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for another edge");
    if (graph->acyclic)
        graph->acyclic = !closes_cycle(graph, from, to);
    graph->two_cycles += paramod_sem_graph_has_directed(graph, to, from);
    graph->bows += paramod_sem_graph_has_bidirected(graph, from, to);
    paramod_i_set_add(paramod_i_row(graph, graph->children, from), to);
    paramod_i_set_add(paramod_i_row(graph, graph->parents, to), from);
    graph->arrow[graph->directed++] = (paramod_sem_edge){ from, to };
    return PARAMOD_OK;
}

paramod_status paramod_sem_graph_add_bidirected(paramod_sem_graph *graph,
                                                size_t i, size_t j)
{
    const paramod_status status = check_edge(graph, __func__, i, j);

    if (status != PARAMOD_OK)
        return status;
    if (paramod_sem_graph_has_bidirected(graph, i, j))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the edge %s-%s is there already",
                            graph->name[i], graph->name[j]);
    if (!grow(&graph->arc, graph->bidirected))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for another edge");
    graph->bows += paramod_sem_graph_has_directed(graph, i, j);
    graph->bows += paramod_sem_graph_has_directed(graph, j, i);
    paramod_i_set_add(paramod_i_row(graph, graph->siblings, i), j);
    paramod_i_set_add(paramod_i_row(graph, graph->siblings, j), i);
    graph->arc[graph->bidirected++] = (paramod_sem_edge){ i < j ? i : j,
                                                          i < j ? j : i };
    return PARAMOD_OK;
}

/* ---- questions ---------------------------------------------------------- */

size_t paramod_sem_graph_nodes(const paramod_sem_graph *graph)
{
    return graph->n;
}

const char *paramod_sem_graph_name(const paramod_sem_graph *graph, size_t node)
{
    return node < graph->n ? graph->name[node] : NULL;
}

size_t paramod_sem_graph_find(const paramod_sem_graph *graph, const char *name)
{
    size_t i = 0;

    while (i < graph->n && (name == NULL || strcmp(graph->name[i], name) != 0))
        i++;
    return i;
}

size_t paramod_sem_graph_directed(const paramod_sem_graph *graph)
{
    return graph->directed;
}

size_t paramod_sem_graph_bidirected(const paramod_sem_graph *graph)
{
    return graph->bidirected;
}

paramod_sem_edge paramod_sem_graph_directed_edge(const paramod_sem_graph *graph,
                                                 size_t k)
{
    return k < graph->directed ? graph->arrow[k]
                               : (paramod_sem_edge){ graph->n, graph->n };
}

paramod_sem_edge paramod_sem_graph_bidirected_edge(const paramod_sem_graph *graph,
                                                   size_t k)
{
    return k < graph->bidirected ? graph->arc[k]
                                 : (paramod_sem_edge){ graph->n, graph->n };
}

bool paramod_sem_graph_has_directed(const paramod_sem_graph *graph, size_t from,
                                    size_t to)
{
    return from < graph->n && to < graph->n
        && paramod_i_set_has(paramod_i_row(graph, graph->children, from), to);
}

bool paramod_sem_graph_has_bidirected(const paramod_sem_graph *graph, size_t i,
                                      size_t j)
{
    return i < graph->n && j < graph->n
        && paramod_i_set_has(paramod_i_row(graph, graph->siblings, i), j);
}

bool paramod_sem_graph_is_acyclic(const paramod_sem_graph *graph)
{
    return graph->acyclic;
}

bool paramod_sem_graph_is_simple(const paramod_sem_graph *graph)
{
    return graph->bows == 0 && graph->two_cycles == 0;
}

bool paramod_sem_graph_is_bow_free(const paramod_sem_graph *graph)
{
    return graph->bows == 0;
}

bool paramod_sem_graph_equal(const paramod_sem_graph *a, const paramod_sem_graph *b)
{
    const size_t bytes = a->n * a->words * sizeof *a->children;

    return a->n == b->n && memcmp(a->children, b->children, bytes) == 0
        && memcmp(a->siblings, b->siblings, bytes) == 0;
}

/* ---- parts -------------------------------------------------------------- */

paramod_status paramod_i_graph_bare(size_t nodes, paramod_sem_graph **graph_out)
{
    return paramod_sem_graph_create(nodes, NULL, graph_out);
}

static paramod_status add_induced(const paramod_sem_graph *g, const size_t *node,
                                  paramod_sem_graph *part)
{
    paramod_status status = PARAMOD_OK;

    for (size_t a = 0; a < part->n; a++)
        for (size_t b = 0; b < part->n && status == PARAMOD_OK; b++) {
            if (paramod_sem_graph_has_directed(g, node[a], node[b]))
                status = paramod_sem_graph_add_directed(part, a, b);
            if (status == PARAMOD_OK && a < b
                && paramod_sem_graph_has_bidirected(g, node[a], node[b]))
                status = paramod_sem_graph_add_bidirected(part, a, b);
        }
    return status;
}

paramod_status paramod_i_graph_induced(const paramod_sem_graph *g, size_t count,
                                       const size_t *node,
                                       paramod_sem_graph **graph_out)
{
    paramod_sem_graph *part = NULL;
    paramod_status status = paramod_i_graph_bare(count, &part);

    if (status == PARAMOD_OK)
        status = add_induced(g, node, part);
    if (status == PARAMOD_OK)
        *graph_out = part;
    else
        paramod_sem_graph_destroy(part);
    return status;
}

paramod_status paramod_i_graph_copy(const paramod_sem_graph *g,
                                    paramod_sem_graph **copy_out)
{
    paramod_sem_graph *copy = NULL;
    paramod_status status =
        paramod_sem_graph_create(g->n, (const char *const *)g->name, &copy);

    for (size_t k = 0; k < g->directed && status == PARAMOD_OK; k++)
        status = paramod_sem_graph_add_directed(copy, g->arrow[k].from, g->arrow[k].to);
    for (size_t k = 0; k < g->bidirected && status == PARAMOD_OK; k++)
        status = paramod_sem_graph_add_bidirected(copy, g->arc[k].from, g->arc[k].to);
    if (status == PARAMOD_OK)
        *copy_out = copy;
    else
        paramod_sem_graph_destroy(copy);
    return status;
}
