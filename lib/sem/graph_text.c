/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Graphs as text: "1>2,2>3; 1-3". */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/graph_impl.h"

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_sem_graph_read", __VA_ARGS__)

/* ---- reading ------------------------------------------------------------ */

typedef enum kind { LONE, RIGHT, LEFT, BOTH } kind;

/* One part of the text: a node, or two with what joins them. */
typedef struct item {
    kind kind;
    size_t node[2]; /* into the list of names */
    size_t line, column;
} item;

typedef struct reader {
    const char *text;
    size_t at, line, line_start;
    size_t names, items;
    char **name;
    item *item;
} reader;

static size_t column(const reader *r)
{
    return r->at - r->line_start + 1;
}

static bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || c == '_' || c == '.' || (unsigned char)c > 127;
}

static void skip_blanks(reader *r)
{
    while (r->text[r->at] == ' ' || r->text[r->at] == '\t' || r->text[r->at] == '\r')
        r->at++;
}

/* Doubles a list that is full; capacities are powers of two. */
static bool make_room(void **list, size_t count, size_t size)
{
    void *grown;

    if ((count & (count - 1)) != 0)
        return true;
    grown = paramod_i_resize(*list, count == 0 ? 1 : 2 * count, size);
    if (grown != NULL)
        *list = grown;
    return grown != NULL;
}

static paramod_status add_name(reader *r, const char *start, size_t length,
                               size_t *number)
{
    char *copy;
    void *list = r->name;

    for (*number = 0; *number < r->names; (*number)++)
        if (strlen(r->name[*number]) == length
            && memcmp(r->name[*number], start, length) == 0)
            return PARAMOD_OK;
    if (r->names == PARAMOD_SEM_MOST_NODES)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "line %zu, column %zu: more than %d nodes",
                      r->line, column(r), PARAMOD_SEM_MOST_NODES);
    copy = paramod_i_resize(NULL, length + 1, 1);
    if (copy == NULL || !make_room(&list, r->names, sizeof *r->name)) {
        paramod_i_free(copy);
        return REFUSE(PARAMOD_ERR_MEMORY, "no memory for another node");
    }
    r->name = list;
    memcpy(copy, start, length);
    copy[length] = '\0';
    r->name[r->names++] = copy;
    return PARAMOD_OK;
}

static paramod_status read_name(reader *r, size_t *number)
{
    const size_t start = r->at;

    while (in_name(r->text[r->at]))
        r->at++;
    if (r->at == start && r->text[start] == '\0')
        return REFUSE(PARAMOD_ERR_FORMAT, "line %zu, column %zu: the text ends where "
                      "a node should be", r->line, column(r));
    if (r->at == start)
        return REFUSE(PARAMOD_ERR_FORMAT, "line %zu, column %zu: '%.1s' stands where a "
                      "node should be", r->line, column(r), r->text + start);
    return add_name(r, r->text + start, r->at - start, number);
}

/* What joins two nodes; LONE if nothing does. */
static kind read_joint(reader *r)
{
    static const struct joint {
        const char *text;
        kind kind;
    } joints[] = { { "<->", BOTH }, { "->", RIGHT }, { "<-", LEFT },
                   { ">", RIGHT }, { "<", LEFT }, { "-", BOTH } };

    for (size_t k = 0; k < sizeof joints / sizeof joints[0]; k++) {
        const size_t length = strlen(joints[k].text);

        if (strncmp(r->text + r->at, joints[k].text, length) == 0) {
            r->at += length;
            return joints[k].kind;
        }
    }
    return LONE;
}

static bool at_end_of_item(const reader *r)
{
    const char c = r->text[r->at];

    return c == '\0' || c == ',' || c == ';' || c == '\n';
}

static paramod_status read_item(reader *r)
{
    item found = { .line = r->line, .column = column(r) };
    void *list = r->item;
    paramod_status status = read_name(r, &found.node[0]);

    if (status != PARAMOD_OK)
        return status;
    skip_blanks(r);
    found.kind = read_joint(r);
    if (found.kind != LONE) {
        skip_blanks(r);
        status = read_name(r, &found.node[1]);
        if (status != PARAMOD_OK)
            return status;
        skip_blanks(r);
    }
    if (!at_end_of_item(r))
        return REFUSE(PARAMOD_ERR_FORMAT, "line %zu, column %zu: '%.1s' stands where ',' "
                      "or ';' should be", r->line, column(r), r->text + r->at);
    if (!make_room(&list, r->items, sizeof *r->item))
        return REFUSE(PARAMOD_ERR_MEMORY, "no memory for another edge");
    r->item = list;
    r->item[r->items++] = found;
    return PARAMOD_OK;
}

/* A "-" alone stands for no edges. */
static bool is_dash(reader *r)
{
    const size_t start = r->at;

    if (r->text[r->at] != '-')
        return false;
    r->at++;
    skip_blanks(r);
    if (at_end_of_item(r))
        return true;
    r->at = start;
    return false;
}

static paramod_status read_items(reader *r)
{
    paramod_status status = PARAMOD_OK;

    while (status == PARAMOD_OK) {
        skip_blanks(r);
        if (!at_end_of_item(r) && !is_dash(r))
            status = read_item(r);
        if (status != PARAMOD_OK || r->text[r->at] == '\0')
            break;
        if (r->text[r->at++] == '\n') {
            r->line++;
            r->line_start = r->at;
        }
    }
    return status;
}

/* The number that a name is; 0 if it is none, SIZE_MAX if it is huge. */
static size_t number_of(const char *name)
{
    size_t number = 0;

    for (; *name != '\0'; name++) {
        if (*name < '0' || *name > '9')
            return 0;
        if (number < 10 * (size_t)PARAMOD_SEM_MOST_NODES)
            number = 10 * number + (size_t)(*name - '0');
    }
    return number;
}

static bool all_numbers(const reader *r)
{
    for (size_t k = 0; k < r->names; k++)
        for (const char *at = r->name[k]; *at != '\0'; at++)
            if (*at < '0' || *at > '9')
                return false;
    return true;
}

/* Node numbers of all names, and the number of nodes. */
static paramod_status number_nodes(const reader *r, size_t *node, size_t *nodes)
{
    const bool numbers = all_numbers(r);
    size_t largest = numbers ? 0 : r->names;

    for (size_t k = 0; k < r->names; k++) {
        const size_t number = numbers ? number_of(r->name[k]) : k + 1;

        if (number == 0)
            return REFUSE(PARAMOD_ERR_ARGUMENT, "node '%s': numbers of nodes begin "
                          "with 1", r->name[k]);
        if (*nodes > 0 && number > *nodes)
            return REFUSE(PARAMOD_ERR_ARGUMENT, "node '%s' is out of range: the graph "
                          "has %zu nodes", r->name[k], *nodes);
        if (number > PARAMOD_SEM_MOST_NODES)
            return REFUSE(PARAMOD_ERR_ARGUMENT, "node '%s' is out of range: a graph has "
                          "at most %d nodes", r->name[k], PARAMOD_SEM_MOST_NODES);
        node[k] = number - 1;
        largest = number > largest ? number : largest;
    }
    if (!numbers && *nodes > 0 && *nodes != r->names)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "the text names %zu nodes, not %zu: a node "
                      "without edges is given by its name alone", r->names, *nodes);
    if (*nodes == 0)
        *nodes = largest;
    return *nodes > 0 ? PARAMOD_OK
                      : REFUSE(PARAMOD_ERR_FORMAT, "the text has no node");
}

static paramod_status add_items(const reader *r, const size_t *node,
                                paramod_sem_graph *g)
{
    for (size_t k = 0; k < r->items; k++) {
        const item *i = &r->item[k];
        const size_t a = node[i->node[0]];
        const size_t b = i->kind == LONE ? a : node[i->node[1]];
        const bool there = i->kind == BOTH ? paramod_sem_graph_has_bidirected(g, a, b)
            : i->kind == RIGHT ? paramod_sem_graph_has_directed(g, a, b)
                               : paramod_sem_graph_has_directed(g, b, a);
        paramod_status status = PARAMOD_OK;

        if (i->kind != LONE && a == b)
            return REFUSE(PARAMOD_ERR_ARGUMENT, "line %zu, column %zu: node '%s' has an "
                          "edge to itself, which a mixed graph cannot have", i->line,
                          i->column, g->name[a]);
        if (i->kind != LONE && there)
            return REFUSE(PARAMOD_ERR_ARGUMENT, "line %zu, column %zu: the edge %s%s%s "
                          "is given twice", i->line, i->column,
                          g->name[i->kind == LEFT ? b : a],
                          i->kind == BOTH ? "-" : ">",
                          g->name[i->kind == LEFT ? a : b]);
        if (i->kind == BOTH)
            status = paramod_sem_graph_add_bidirected(g, a, b);
        else if (i->kind != LONE)
            status = paramod_sem_graph_add_directed(g, i->kind == LEFT ? b : a,
                                                    i->kind == LEFT ? a : b);
        if (status != PARAMOD_OK)
            return status;
    }
    return PARAMOD_OK;
}

static paramod_status build(const reader *r, size_t nodes, size_t *node,
                            paramod_sem_graph **graph_out)
{
    paramod_sem_graph *g = NULL;
    paramod_status status = number_nodes(r, node, &nodes);

    if (status == PARAMOD_OK)
        status = paramod_sem_graph_create(
            nodes, all_numbers(r) ? NULL : (const char *const *)r->name, &g);
    if (status == PARAMOD_OK)
        status = add_items(r, node, g);
    if (status == PARAMOD_OK)
        *graph_out = g;
    else
        paramod_sem_graph_destroy(g);
    return status;
}

paramod_status paramod_sem_graph_read(const char *text, size_t nodes,
                                      paramod_sem_graph **graph_out)
{
    reader r = { .text = text, .line = 1 };
    size_t *node = NULL;
    paramod_status status;

    if (text == NULL || graph_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            text == NULL ? "text" : "graph_out");
    if (nodes > PARAMOD_SEM_MOST_NODES)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%zu nodes: a graph has 1 to %d",
                            nodes, PARAMOD_SEM_MOST_NODES);
    status = read_items(&r);
    if (status == PARAMOD_OK) {
        node = paramod_i_resize(NULL, r.names, sizeof *node);
        status = node == NULL ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for the "
                                             "nodes")
                              : build(&r, nodes, node, graph_out);
    }
    for (size_t k = 0; k < r.names; k++)
        paramod_i_free(r.name[k]);
    paramod_i_free(r.name);
    paramod_i_free(r.item);
    paramod_i_free(node);
    return status;
}

/* ---- writing ------------------------------------------------------------ */

typedef struct writer {
    char *text;
    size_t size, length;
} writer;

static void put(writer *w, const char *text)
{
    for (; *text != '\0'; text++, w->length++)
        if (w->length + 1 < w->size)
            w->text[w->length] = *text;
}

static void put_edges(writer *w, const paramod_sem_graph *g, size_t count,
                      const paramod_sem_edge *edge, const char *joint)
{
    for (size_t k = 0; k < count; k++) {
        put(w, k == 0 ? "" : ",");
        put(w, g->name[edge[k].from]);
        put(w, joint);
        put(w, g->name[edge[k].to]);
    }
}

static bool is_lone(const paramod_sem_graph *g, size_t v)
{
    return paramod_i_set_next(paramod_i_row(g, g->children, v), g->words, 0) == SIZE_MAX
        && paramod_i_set_next(paramod_i_row(g, g->parents, v), g->words, 0) == SIZE_MAX
        && paramod_i_set_next(paramod_i_row(g, g->siblings, v), g->words, 0) == SIZE_MAX;
}

size_t paramod_sem_graph_text(const paramod_sem_graph *graph, char *text, size_t size)
{
    writer w = { text, size, 0 };
    bool first = true;

    put_edges(&w, graph, graph->directed, graph->arrow, ">");
    if (graph->bidirected > 0)
        put(&w, graph->directed > 0 ? "; " : "");
    put_edges(&w, graph, graph->bidirected, graph->arc, "-");
    for (size_t v = 0; v < graph->n; v++)
        if (is_lone(graph, v)) {
            if (!first || graph->directed + graph->bidirected > 0)
                put(&w, first ? "; " : ",");
            put(&w, graph->name[v]);
            first = false;
        }
    if (size > 0)
        text[w.length < size ? w.length : size - 1] = '\0';
    return w.length;
}
