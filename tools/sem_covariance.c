/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sem covariance */

#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "sem_graph.h"

static const option own_options[] = {
    { "nodes", "N", "number of nodes, if more than the edges show", false },
    { "entry", "I,J", "one entry only; I and J are nodes", false },
    { "squared", NULL, "over det(I - Lambda)^2, not over the ancestors' determinants",
      false },
    { "factored", NULL, "products left as they are", false },
    { "style", "NAME", "text (default), latex or c", false },
    { "count", NULL, "numbers of terms instead of polynomials", false },
    { "connections", NULL, "list the treks or one-connections behind each entry", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sem covariance GRAPH [OPTION]...\n\n"
                 "Prints the covariance matrix of a mixed graph as fractions in the\n"
                 "parameters, by the one-connection rule.  GRAPH is such as '1>2,2>3; 1-3'.\n\n");
    options_print(own_options);
}

typedef struct wish {
    const options *options;
    paramod_sem_graph *graph;
    paramod_sem_form form;
    paramod_sem_style style;
    size_t i, j;   /* one entry, or n */
    json_t *json;  /* null for text */
    json_t *entries;
    size_t terms;
} wish;

static bool read_entry(const options *o, wish *w)
{
    const char *text = options_text(o, "entry"), *comma;
    const size_t n = paramod_sem_graph_nodes(w->graph);
    char *first;

    w->i = w->j = n;
    if (text == NULL)
        return true;
    for (comma = text; *comma != '\0' && *comma != ','; comma++)
        ;
    if (*comma == '\0')
        return problem_set(o->problem, "option '--entry': '%s' is not two nodes, I,J",
                           text);
    first = copy_bytes(text, (size_t)(comma - text));
    w->i = paramod_sem_graph_find(w->graph, first);
    w->j = paramod_sem_graph_find(w->graph, comma + 1);
    if (w->i == n || w->j == n)
        (void)problem_set(o->problem, "option '--entry': the graph has no node '%s'",
                          w->i == n ? first : comma + 1);
    free(first);
    return w->i < n && w->j < n;
}

static char *factored(const wish *w, size_t i, size_t j)
{
    size_t length = 0;
    char *text;

    if (paramod_sem_covariance_text(w->graph, i, j, w->form, w->style, NULL, 0, &length)
        != PARAMOD_OK)
        return NULL;
    text = take(length + 1, 1);
    if (paramod_sem_covariance_text(w->graph, i, j, w->form, w->style, text, length + 1,
                                    NULL) != PARAMOD_OK) {
        free(text);
        return NULL;
    }
    return text;
}

/* ---- connections -------------------------------------------------------- */

static void print_path(const paramod_sem_graph *g, size_t count, const size_t *node)
{
    for (size_t k = 0; k < count; k++)
        (void)printf("%s%s", k > 0 ? ">" : "", paramod_sem_graph_name(g, node[k]));
}

static void print_cycles(const paramod_sem_graph *g, const paramod_sem_connection *c)
{
    const size_t n = paramod_sem_graph_nodes(g);

    for (size_t v = 0; v < n; v++) {
        bool least = c->next[v] != v;

        for (size_t w = c->next[v]; least && w != v; w = c->next[w])
            least = w > v;
        if (!least)
            continue;
        (void)printf("  (%s", paramod_sem_graph_name(g, v));
        for (size_t w = c->next[v]; w != v; w = c->next[w])
            (void)printf(">%s", paramod_sem_graph_name(g, w));
        (void)printf(">%s)", paramod_sem_graph_name(g, v));
    }
}

static bool print_connections(const wish *w, size_t i, size_t j)
{
    const bool treks = paramod_sem_graph_is_acyclic(w->graph);
    paramod_sem_enumeration *e;
    paramod_sem_connection c;

    if (paramod_sem_enumeration_create(w->graph, treks ? PARAMOD_SEM_TREKS
                                       : PARAMOD_SEM_ONE_CONNECTIONS, i, j, &e)
        != PARAMOD_OK)
        return problem_from_library(w->options->problem);
    while (paramod_sem_enumeration_next(e, &c)) {
        (void)printf("  %c ", c.sign < 0 ? '-' : '+');
        print_path(w->graph, c.path_length, c.path);
        if (treks) {
            (void)printf(" | ");
            print_path(w->graph, c.right_length, c.right);
        }
        print_cycles(w->graph, &c);
        (void)putchar('\n');
    }
    paramod_sem_enumeration_destroy(e);
    return true;
}

/* ---- entries ------------------------------------------------------------ */

static void put_entry(wish *w, size_t i, size_t j, const char *numerator,
                      const char *denominator, size_t terms)
{
    json_t *entry;

    w->terms += terms;
    if (w->json == NULL) {
        const bool one = denominator == NULL || (denominator[0] == '1'
                                                 && (denominator[1] == '\0'
                                                     || denominator[1] == '.'));

        (void)printf("s(%s,%s) = ", paramod_sem_graph_name(w->graph, i),
                     paramod_sem_graph_name(w->graph, j));
        if (options_has(w->options, "count"))
            (void)printf("%zu terms\n", terms);
        else if (one)
            (void)printf("%s\n", numerator);
        else
            (void)printf("(%s)/(%s)\n", numerator, denominator);
        return;
    }
    entry = json_object();
    json_put_count(entry, "i", i + 1);
    json_put_count(entry, "j", j + 1);
    if (numerator != NULL)
        json_put_text(entry, denominator != NULL ? "numerator" : "value", numerator);
    if (denominator != NULL)
        json_put_text(entry, "denominator", denominator);
    if (!options_has(w->options, "factored"))
        json_put_count(entry, "terms", terms);
    (void)json_array_append_new(w->entries, entry);
}

static bool show_expanded(wish *w, size_t i, size_t j)
{
    paramod_sem_polynomial *numerator = NULL, *denominator = NULL;
    char *above = NULL, *below = NULL;

    if (paramod_sem_covariance_entry(w->graph, i, j, w->form, &numerator, &denominator)
        != PARAMOD_OK)
        return problem_from_library(w->options->problem);
    if (!options_has(w->options, "count")) {
        above = sem_polynomial_text(numerator, w->style);
        below = sem_polynomial_text(denominator, w->style);
    }
    put_entry(w, i, j, above, below, paramod_sem_polynomial_terms(numerator));
    free(above);
    free(below);
    paramod_sem_polynomial_destroy(numerator);
    paramod_sem_polynomial_destroy(denominator);
    return true;
}

static bool show(wish *w, size_t i, size_t j)
{
    char *text;

    if (!options_has(w->options, "factored")) {
        if (!show_expanded(w, i, j))
            return false;
    } else {
        text = factored(w, i, j);
        if (text == NULL)
            return problem_from_library(w->options->problem);
        put_entry(w, i, j, text, NULL, 0);
        free(text);
    }
    return w->json != NULL || !options_has(w->options, "connections")
        || print_connections(w, i, j);
}

static bool show_all(wish *w)
{
    const size_t n = paramod_sem_graph_nodes(w->graph);
    bool good = true;

    if (w->i < n)
        return show(w, w->i, w->j);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n && good; j++)
            good = show(w, i, j);
    return good;
}

static bool put_determinant(wish *w)
{
    paramod_sem_polynomial *p = NULL;
    char *text;

    if (paramod_sem_determinant(w->graph, &p) != PARAMOD_OK)
        return problem_from_library(w->options->problem);
    text = sem_polynomial_text(p, w->style);
    if (w->json != NULL) {
        json_put_text(w->json, "determinant", text);
        json_put_count(w->json, "determinant_terms", paramod_sem_polynomial_terms(p));
    } else {
        (void)printf("det(I-Lambda) = %s\n", text);
    }
    free(text);
    paramod_sem_polynomial_destroy(p);
    return true;
}

static bool run(const options *o, int *status)
{
    static const char *const styles[] = { "text", "latex", "c", NULL };
    wish w = { .options = o };
    size_t style = 0;
    bool good = options_choice(o, "style", styles, &style);

    (void)status;
    w.graph = good ? sem_graph_operand(o) : NULL;
    good = w.graph != NULL && read_entry(o, &w);
    w.form = options_has(o, "squared") ? PARAMOD_SEM_SQUARED : PARAMOD_SEM_REDUCED;
    w.style = (paramod_sem_style)style;
    if (good && options_has(o, "json")) {
        w.json = json_object();
        w.entries = json_array();
    }
    good = good && put_determinant(&w) && show_all(&w);
    if (good && w.json != NULL) {
        json_put_count(w.json, "terms", w.terms);
        json_put(w.json, "entries", w.entries);
        json_print(w.json);
    } else {
        if (good && w.i == paramod_sem_graph_nodes(w.graph)
            && !options_has(o, "factored"))
            (void)printf("%zu terms\n", w.terms);
        json_decref(w.entries);
        json_decref(w.json);
    }
    paramod_sem_graph_destroy(w.graph);
    return good;
}

int sem_covariance_command(int words, char **word)
{
    return sem_command(words, word, own_options, help, run);
}
