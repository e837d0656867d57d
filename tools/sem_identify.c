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
    SEM_POINT_OPTIONS,
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
    paramod_sem_fibre *fibre; /* null without --lambda and --omega */
    paramod_sem_fraction *exact; /* Sigma of the point; null if not exact */
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

/* ---- fibres ------------------------------------------------------------- */

/* A matrix of a point: exact entries where there are some, else numbers. */
static json_t *point_matrix(const double *x, const paramod_sem_fraction *exact, size_t n)
{
    json_t *rows;
    char text[64];

    if (exact == NULL)
        return matrix_json(x, n);
    rows = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *row = json_array();

        for (size_t j = 0; j < n; j++)
            (void)json_array_append_new(row, json_string(
                sem_fraction_text(exact[i * n + j], text, sizeof text)));
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

/* Exact Lambda and Omega of point k in one block to be freed, or null. */
static paramod_sem_fraction *exact_point(const answer *a, size_t k)
{
    const size_t n = paramod_sem_graph_nodes(a->graph);
    paramod_sem_fraction *block = take(2 * n * n, sizeof *block);

    if (a->exact != NULL
        && paramod_sem_fibre_exact(a->fibre, k, a->exact, block, block + n * n)
            == PARAMOD_OK)
        return block;
    free(block);
    return NULL;
}

static json_t *fibre_json(const answer *a)
{
    const size_t n = paramod_sem_graph_nodes(a->graph);
    json_t *points = json_array();

    for (size_t k = 0; k < paramod_sem_fibre_points(a->fibre); k++) {
        const paramod_sem_fibre_point p = paramod_sem_fibre_at(a->fibre, k);
        paramod_sem_fraction *exact = exact_point(a, k);
        json_t *point = json_object();

        json_put(point, "lambda", point_matrix(p.lambda, exact, n));
        json_put(point, "omega", point_matrix(p.omega, exact == NULL ? NULL
                                              : exact + n * n, n));
        put_flag(point, "definite", p.definite);
        put_flag(point, "stable", p.stable);
        json_put_number(point, "spectral_radius", p.spectral_radius);
        (void)json_array_append_new(points, point);
        free(exact);
    }
    return points;
}

static void print_entry(const paramod_sem_fraction *exact, const double *x, size_t at)
{
    char text[64];

    if (exact != NULL)
        (void)printf(" %s", sem_fraction_text(exact[at], text, sizeof text));
    else
        (void)printf(" %.12g", x[at]);
}

static void print_fibre(const answer *a)
{
    const size_t n = paramod_sem_graph_nodes(a->graph);

    (void)printf("%zu real and %zu complex points of %zu share this covariance matrix\n",
                 paramod_sem_fibre_points(a->fibre), paramod_sem_fibre_complex(a->fibre),
                 paramod_sem_fibre_degree(a->fibre));
    for (size_t k = 0; k < paramod_sem_fibre_points(a->fibre); k++) {
        const paramod_sem_fibre_point p = paramod_sem_fibre_at(a->fibre, k);
        paramod_sem_fraction *exact = exact_point(a, k);

        (void)printf("  lambda");
        for (size_t e = 0; e < paramod_sem_graph_directed(a->graph); e++) {
            const paramod_sem_edge d = paramod_sem_graph_directed_edge(a->graph, e);

            print_entry(exact, p.lambda, d.from * n + d.to);
        }
        (void)printf("; omega");
        for (size_t e = 0; e < n + paramod_sem_graph_bidirected(a->graph); e++) {
            const paramod_sem_edge d = e < n ? (paramod_sem_edge){ e, e }
                : paramod_sem_graph_bidirected_edge(a->graph, e - n);

            print_entry(exact == NULL ? NULL : exact + n * n, p.omega,
                        d.from * n + d.to);
        }
        (void)printf("; spectral radius %.6g%s%s\n", p.spectral_radius,
                     p.stable ? ", stable" : "",
                     p.definite ? "" : ", omega is not positive definite");
        free(exact);
    }
}

static bool find_fibre(const options *o, answer *a)
{
    const size_t n = paramod_sem_graph_nodes(a->graph);
    paramod_sem_fraction *lambda, *omega;
    double *point;
    bool good;

    if (!sem_point_read(o, a->graph, &lambda, &omega))
        return false;
    if (lambda == NULL)
        return true;
    point = take(2 * n * n, sizeof *point);
    a->exact = take(n * n, sizeof *a->exact);
    for (size_t k = 0; k < 2 * n * n; k++)
        point[k] = (double)lambda[k].numerator / (double)lambda[k].denominator;
    good = paramod_sem_fibre_create(a->graph, point, point + n * n, &a->fibre)
        == PARAMOD_OK || problem_from_library(o->problem);
    if (good && paramod_sem_covariance_exact(a->graph, lambda, omega, a->exact)
        != PARAMOD_OK) {
        free(a->exact);
        a->exact = NULL;
    }
    free(point);
    free(lambda);
    return good;
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
    if (a->fibre != NULL) {
        json_put_count(o, "complex_points", paramod_sem_fibre_complex(a->fibre));
        if (a->exact != NULL)
            json_put(o, "sigma", point_matrix(NULL, a->exact, n));
        json_put(o, "points", fibre_json(a));
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
    if (a->fibre != NULL)
        print_fibre(a);
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
    good = good && evaluate(o, &a) && find_fibre(o, &a);
    if (good && options_has(o, "json"))
        print_json(&a);
    else if (good)
        print_text(&a);
    *status = a.verdict.finite_to_one ? EXIT_SOLVED : EXIT_IRREGULAR;
    free(a.lambda);
    free(a.exact);
    paramod_sem_fibre_destroy(a.fibre);
    paramod_sem_solution_destroy(a.solution);
    paramod_sem_graph_destroy(a.graph);
    return good;
}

int sem_identify_command(int words, char **word_list)
{
    return sem_command(words, word_list, own_options, help, run);
}
