/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sem ideal */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "command.h"
#include "json.h"
#include "memory.h"
#include "sem_graph.h"

static const option own_options[] = {
    { "nodes", "N", "number of nodes, if more than the edges show", false },
    { "degree", "D", "generators up to this degree (default 4)", false },
    { "columns", "N", "most monomials of a multidegree (default 4000)", false },
    { "seed", "S", "seed of the random points (default 1)", false },
    { "constraints", "NAME", "instead: independences, separations or tetrads", false },
    { "cov", "FILE.csv", "evaluate the generators on this covariance matrix", false },
    { "n", "N", "its sample size", false },
    { "certificates", NULL, "what settles each multidegree", false },
    { "json", NULL, "print JSON", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sem ideal GRAPH --degree D [OPTION]...\n\n"
                 "Minimal generators of the vanishing ideal of a mixed graph: the polynomials\n"
                 "in the covariances that are zero for all parameters.  GRAPH is such as\n"
                 "'1>2,1>3,2>3,3>4; 2-4'.\n\n");
    options_print(own_options);
}

typedef struct answer {
    paramod_sem_graph *graph;
    paramod_sem_ideal *ideal;
    size_t count, degree;
    bool family; /* of --constraints */
    double *value, *error; /* null without --cov */
    paramod_sem_wald wald;
} answer;

static size_t complete_to(const answer *a)
{
    const size_t to = paramod_sem_ideal_complete_to(a->ideal);
    const size_t last = a->count == 0 ? 0 : paramod_sem_polynomial_degree(
        paramod_sem_ideal_generator(a->ideal, a->count - 1));

    return to < SIZE_MAX ? to : last > a->degree ? last : a->degree;
}

static json_t *certificates_json(const answer *a)
{
    json_t *list = json_array();

    for (size_t k = 0; k < paramod_sem_ideal_certificates(a->ideal); k++) {
        const paramod_sem_certificate c = paramod_sem_ideal_certificate(a->ideal, k);
        json_t *entry = json_object(), *degree = json_array();

        for (size_t i = 0; i < paramod_sem_graph_nodes(a->graph); i++)
            (void)json_array_append_new(degree, json_count(c.multidegree[i]));
        json_put(entry, "multidegree", degree);
        json_put_count(entry, "monomials", c.monomials);
        json_put_count(entry, "spanned", c.spanned);
        json_put_count(entry, "rank", c.rank);
        json_put_count(entry, "generators", c.generators);
        (void)json_array_append_new(list, entry);
    }
    return list;
}

static void put_test(const answer *a, json_t *o)
{
    json_t *values = json_array(), *errors = json_array();

    for (size_t k = 0; k < a->count; k++) {
        (void)json_array_append_new(values, json_number(a->value[k]));
        (void)json_array_append_new(errors, json_number(a->error[k]));
    }
    json_put(o, "values", values);
    json_put(o, "standard_errors", errors);
    json_put_number(o, "chi2", a->wald.chi2);
    json_put_number(o, "df", a->wald.df);
    json_put_number(o, "pvalue", a->wald.pvalue);
}

static void print_json(const answer *a, bool certificates)
{
    json_t *o = json_object(), *generators = json_array(), *degrees = json_array();

    for (size_t k = 0; k < a->count; k++) {
        const paramod_sem_polynomial *p = paramod_sem_ideal_generator(a->ideal, k);
        char *text = sem_polynomial_text(p, PARAMOD_SEM_TEXT);

        (void)json_array_append_new(generators, json_string(text));
        (void)json_array_append_new(degrees,
                                    json_count(paramod_sem_polynomial_degree(p)));
        free(text);
    }
    json_put_count(o, "codimension", paramod_sem_ideal_codimension(a->ideal));
    json_put(o, "generators", generators);
    json_put(o, "degrees", degrees);
    if (!a->family) {
        json_put_count(o, "complete_to", complete_to(a));
        json_put(o, "complete",
                 json_boolean(paramod_sem_ideal_complete_to(a->ideal) == SIZE_MAX));
    }
    if (certificates)
        json_put(o, "certificates", certificates_json(a));
    if (a->value != NULL)
        put_test(a, o);
    json_print(o);
}

static void print_certificates(const answer *a)
{
    for (size_t k = 0; k < paramod_sem_ideal_certificates(a->ideal); k++) {
        const paramod_sem_certificate c = paramod_sem_ideal_certificate(a->ideal, k);

        (void)printf("multidegree");
        for (size_t i = 0; i < paramod_sem_graph_nodes(a->graph); i++)
            (void)printf(" %zu", c.multidegree[i]);
        (void)printf(": %zu monomials, %zu spanned by products, rank %zu, %zu new\n",
                     c.monomials, c.spanned, c.rank, c.generators);
    }
}

static void print_text(const answer *a, bool certificates)
{
    (void)printf("codimension %zu\n", paramod_sem_ideal_codimension(a->ideal));
    for (size_t k = 0; k < a->count; k++) {
        char *text = sem_polynomial_text(paramod_sem_ideal_generator(a->ideal, k),
                                         PARAMOD_SEM_TEXT);

        (void)printf("%s\n", text);
        if (a->value != NULL)
            (void)printf("  = %.8g, standard error %.8g\n", a->value[k], a->error[k]);
        free(text);
    }
    if (a->value != NULL && a->wald.df > 0)
        (void)printf("all together: chi2 = %.8g, df = %g, p = %.6g\n", a->wald.chi2,
                     a->wald.df, a->wald.pvalue);
    if (a->family)
        return;
    if (paramod_sem_ideal_complete_to(a->ideal) == SIZE_MAX)
        (void)printf("these generate the ideal\n");
    else
        (void)printf("complete up to degree %zu\n", complete_to(a));
    if (certificates)
        print_certificates(a);
}

static bool test(const options *o, answer *a)
{
    const char *file = options_text(o, "cov");
    double n = 0, *sample;
    bool good;

    if (file == NULL)
        return true;
    if (!options_has(o, "n"))
        return problem_set(o->problem, "option '--cov' needs '--n', the sample size");
    if (!options_number(o, "n", &n))
        return false;
    sample = sem_matrix_read(o, file, paramod_sem_graph_nodes(a->graph));
    if (sample == NULL)
        return false;
    a->value = take(2 * a->count + 1, sizeof *a->value);
    a->error = a->value + a->count;
    good = paramod_sem_ideal_test(a->ideal, sample, n, a->value, a->error, &a->wald)
        == PARAMOD_OK || problem_from_library(o->problem);
    free(sample);
    return good;
}

static bool run(const options *o, int *status)
{
    paramod_sem_ideal_options wish = { .size = sizeof wish, .degree = 4 };
    static const char *const families[] = { "independences", "separations", "tetrads",
                                            NULL };
    answer a = { 0 };
    size_t family = 0;
    bool good = options_count(o, "degree", &wish.degree)
        && options_count(o, "columns", &wish.columns)
        && options_count(o, "seed", &wish.seed);

    (void)status;
    a.graph = good ? sem_graph_operand(o) : NULL;
    if (a.graph == NULL)
        return false;
    a.degree = (size_t)wish.degree;
    a.family = options_has(o, "constraints");
    good = options_choice(o, "constraints", families, &family)
        && ((options_has(o, "constraints")
             ? paramod_sem_constraints_create(a.graph, (paramod_sem_family)family,
                                              &a.ideal)
             : paramod_sem_ideal_create(a.graph, &wish, &a.ideal)) == PARAMOD_OK
            || problem_from_library(o->problem));
    a.count = good ? paramod_sem_ideal_generators(a.ideal) : 0;
    good = good && test(o, &a);
    if (good && options_has(o, "json"))
        print_json(&a, options_has(o, "certificates"));
    else if (good)
        print_text(&a, options_has(o, "certificates"));
    free(a.value);
    paramod_sem_ideal_destroy(a.ideal);
    paramod_sem_graph_destroy(a.graph);
    return good;
}

int sem_ideal_command(int words, char **word)
{
    return sem_command(words, word, own_options, help, run);
}
