/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sem identify */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "sem_graph.h"

static const option own_options[] = {
    { "nodes", "N", "number of nodes, if more than the edges show", false },
    { "cov", "FILE.csv", "evaluate the formulas on this covariance matrix", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sem identify GRAPH [OPTION]...\n\n"
                 "Which parameters of a mixed graph does its covariance matrix determine?\n"
                 "GRAPH is such as '1>2,2>3; 1-3'.  Exit status 1: infinitely many points\n"
                 "share a covariance matrix.\n\n");
    options_print(own_options);
}

typedef struct answer {
    paramod_sem_graph *graph;
    paramod_sem_verdict verdict;
    paramod_sem_solution *solution;
    double *lambda, *omega; /* null without --cov */
} answer;

static char *formula(const answer *a, size_t k)
{
    const size_t length = paramod_sem_solution_text(a->solution, k, NULL, 0);
    char *text = take(length + 1, 1);

    (void)paramod_sem_solution_text(a->solution, k, text, length + 1);
    return text;
}

static void put_flag(json_t *object, const char *key, size_t value)
{
    json_put(object, key, json_boolean(value != 0));
}

static json_t *matrix_json(const double *x, size_t n)
{
    json_t *rows = json_array();

    for (size_t i = 0; i < n; i++) {
        json_t *row = json_array();

        for (size_t j = 0; j < n; j++)
            (void)json_array_append_new(row, json_number(x[i * n + j]));
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *formulas_json(const answer *a)
{
    json_t *formulas = json_array();
    char edge[256];

    for (size_t k = 0; k < paramod_sem_graph_directed(a->graph); k++) {
        json_t *entry;
        char *text;

        if (!paramod_sem_solution_has(a->solution, k))
            continue;
        entry = json_object();
        text = formula(a, k);
        json_put_text(entry, "edge", sem_edge_text(
            a->graph, paramod_sem_graph_directed_edge(a->graph, k), ">", edge,
            sizeof edge));
        json_put_text(entry, "formula", text);
        (void)json_array_append_new(formulas, entry);
        free(text);
    }
    return formulas;
}

static void print_json(const answer *a)
{
    const paramod_sem_verdict *v = &a->verdict;
    const size_t n = paramod_sem_graph_nodes(a->graph);
    json_t *o = json_object();

    json_put_count(o, "nodes", n);
    json_put_count(o, "directed", paramod_sem_graph_directed(a->graph));
    json_put_count(o, "bidirected", paramod_sem_graph_bidirected(a->graph));
    put_flag(o, "acyclic", paramod_sem_graph_is_acyclic(a->graph));
    put_flag(o, "simple", paramod_sem_graph_is_simple(a->graph));
    put_flag(o, "bow_free", paramod_sem_graph_is_bow_free(a->graph));
    json_put_count(o, "dimension", v->dimension);
    json_put_count(o, "generic_rank", v->generic_rank);
    put_flag(o, "finite_to_one", v->finite_to_one);
    put_flag(o, "htc_identifiable", v->htc_identifiable);
    put_flag(o, "htc_infinite", v->htc_infinite);
    put_flag(o, "tian_identifiable", v->tian_identifiable);
    put_flag(o, "tian_infinite", v->tian_infinite);
    put_flag(o, "globally_identifiable", v->globally_identifiable);
    json_put_count(o, "htc_edges", v->htc_edges);
    json_put_count(o, "tian_edges", v->tian_edges);
    json_put_count(o, "ancestral_edges", v->ancestral_edges);
    json_put_count(o, "edgewise_edges", v->edgewise_edges);
    json_put_count(o, "trek_separation_edges", v->trek_edges);
    json_put(o, "fibre_degree", v->fibre_degree > 0 ? json_count(v->fibre_degree)
                                                    : json_null());
    json_put(o, "formulas", formulas_json(a));
    if (a->lambda != NULL) {
        json_put(o, "lambda", matrix_json(a->lambda, n));
        json_put(o, "omega", matrix_json(a->omega, n));
    }
    json_print(o);
}

static const char *word(size_t flag)
{
    return flag != 0 ? "yes" : "no";
}

static void print_values(const answer *a)
{
    const size_t n = paramod_sem_graph_nodes(a->graph);

    for (size_t k = 0; k < paramod_sem_graph_directed(a->graph); k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(a->graph, k);
        char text[256];

        (void)printf("%-12s % .10g\n", sem_edge_text(a->graph, e, ">", text, sizeof text),
                     a->lambda[e.from * n + e.to]);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            if (i == j || paramod_sem_graph_has_bidirected(a->graph, i, j)) {
                char text[256];

                (void)printf("%-12s % .10g\n",
                             sem_edge_text(a->graph, (paramod_sem_edge){ i, j }, "-",
                                           text, sizeof text), a->omega[i * n + j]);
            }
}

static void print_text(const answer *a)
{
    const paramod_sem_verdict *v = &a->verdict;
    const size_t edges = paramod_sem_graph_directed(a->graph);

    (void)printf("dimension              %zu\n", v->dimension);
    (void)printf("generic rank           %zu of %zu\n", v->generic_rank, edges);
    (void)printf("finite-to-one          %s\n", word(v->finite_to_one));
    (void)printf("half-trek criterion    identifiable: %s, infinite-to-one: %s\n",
                 word(v->htc_identifiable), word(v->htc_infinite));
    (void)printf("  decomposed (Tian)    identifiable: %s, infinite-to-one: %s\n",
                 word(v->tian_identifiable), word(v->tian_infinite));
    (void)printf("globally identifiable  %s\n", word(v->globally_identifiable));
    (void)printf("edges solved           half-treks %zu, Tian %zu, ancestral %zu, "
                 "edgewise %zu, trek separation %zu\n", v->htc_edges, v->tian_edges,
                 v->ancestral_edges, v->edgewise_edges, v->trek_edges);
    if (v->fibre_degree > 0)
        (void)printf("fibre degree           %zu\n", v->fibre_degree);
    else
        (void)printf("fibre degree           %s\n",
                     v->finite_to_one ? "not computed" : "infinite");
    for (size_t k = 0; k < edges; k++)
        if (paramod_sem_solution_has(a->solution, k)) {
            char *text = formula(a, k);

            (void)printf("%s\n", text);
            free(text);
        }
    if (a->lambda != NULL)
        print_values(a);
}

static bool evaluate(const options *o, answer *a)
{
    const size_t n = paramod_sem_graph_nodes(a->graph);
    const char *file = options_text(o, "cov");
    double *sigma;
    bool good;

    if (file == NULL)
        return true;
    sigma = sem_matrix_read(o, file, n);
    if (sigma == NULL)
        return false;
    a->lambda = take(2 * n * n, sizeof *a->lambda);
    a->omega = a->lambda + n * n;
    good = paramod_sem_recover(a->solution, sigma, a->lambda, a->omega) == PARAMOD_OK
        || problem_from_library(o->problem);
    free(sigma);
    return good;
}

static bool run(const options *o, int *status)
{
    answer a = { .verdict = { .size = sizeof a.verdict } };
    bool good;

    a.graph = sem_graph_operand(o);
    if (a.graph == NULL)
        return false;
    good = (paramod_sem_identify(a.graph, 0, &a.verdict) == PARAMOD_OK
            && paramod_sem_solution_create(a.graph, &a.solution) == PARAMOD_OK)
        || problem_from_library(o->problem);
    good = good && evaluate(o, &a);
    if (good && options_has(o, "json"))
        print_json(&a);
    else if (good)
        print_text(&a);
    *status = a.verdict.finite_to_one ? EXIT_SOLVED : EXIT_IRREGULAR;
    free(a.lambda);
    paramod_sem_solution_destroy(a.solution);
    paramod_sem_graph_destroy(a.graph);
    return good;
}

int sem_identify_command(int words, char **word_list)
{
    return sem_command(words, word_list, own_options, help, run);
}
