/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod reproduce sem: the claims of Adhikari, Gross, Haerkoenen, Tsigaridas,
 * One-connection rule for structural equation models, arXiv:2210.00239. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>

#include "command.h"
#include "memory.h"
#include "reproduce_sem.h"
#include "sem_graph.h"

static const option own_options[] = {
    { "rule", NULL, "the one-connection rule against the inverse", false },
    { "theorem", NULL, "simple graphs are generically finite-to-one", false },
    { "ideals", NULL, "a catalogue of vanishing ideals", false },
    { "table", NULL, "identifiability of all graphs on few nodes", false },
    { "effort", "quick|full", "full adds larger graphs (minutes)", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod reproduce sem [OPTION]...\n\n"
                 "Checks the claims of the paper on the one-connection rule; all parts\n"
                 "unless told which.  Exit status 1 if something does not agree.\n\n");
    options_print(own_options);
}

/* ---- the rule ----------------------------------------------------------- */

enum { MOST = 5 };

/* Small integers, so that all numbers below are exact in double precision. */
static void fill(const paramod_sem_graph *g, paramod_random *random, double *lambda,
                 double *omega)
{
    const size_t n = paramod_sem_graph_nodes(g);

    memset(lambda, 0, n * n * sizeof *lambda);
    memset(omega, 0, n * n * sizeof *omega);
    for (size_t k = 0; k < paramod_sem_graph_directed(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

        lambda[e.from * n + e.to] = 2 + (double)(int)(6 * paramod_random_uniform(random));
    }
    for (size_t i = 0; i < n; i++)
        omega[i * n + i] = 20 + (double)i;
    for (size_t k = 0; k < paramod_sem_graph_bidirected(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_bidirected_edge(g, k);

        omega[e.from * n + e.to] = omega[e.to * n + e.from] =
            1 + (double)(int)(4 * paramod_random_uniform(random));
    }
}

/* True if (I - Lambda)' N (I - Lambda) = det(I - Lambda)^2 Omega exactly. */
static bool is_inverse(size_t n, const double *lambda, const double *omega,
                       const double *numerator, double det)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double sum = 0;

            for (size_t a = 0; a < n; a++)
                for (size_t b = 0; b < n; b++)
                    sum += ((a == i) - lambda[a * n + i]) * numerator[a * n + b]
                        * ((b == j) - lambda[b * n + j]);
            if (sum != det * det * omega[i * n + j])
                return false;
        }
    return true;
}

typedef struct rule {
    paramod_random random;
    size_t wrong, terms;
    problem *problem;
} rule;

static bool check_rule(const paramod_sem_graph *g, void *data)
{
    rule *r = data;
    const size_t n = paramod_sem_graph_nodes(g);
    double lambda[MOST * MOST], omega[MOST * MOST], numerator[MOST * MOST], det;
    paramod_sem_polynomial *p;

    fill(g, &r->random, lambda, omega);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            if (paramod_sem_covariance_entry(g, i, j, PARAMOD_SEM_SQUARED, &p, NULL)
                != PARAMOD_OK)
                return problem_from_library(r->problem);
            r->terms += paramod_sem_polynomial_terms(p);
            numerator[i * n + j] = numerator[j * n + i] =
                paramod_sem_polynomial_at_parameters(p, lambda, omega);
            paramod_sem_polynomial_destroy(p);
        }
    if (paramod_sem_determinant(g, &p) != PARAMOD_OK)
        return problem_from_library(r->problem);
    det = paramod_sem_polynomial_at_parameters(p, lambda, omega);
    paramod_sem_polynomial_destroy(p);
    r->wrong += !is_inverse(n, lambda, omega, numerator, det);
    return true;
}

static bool complete_graph(size_t n, paramod_sem_graph **g, problem *p)
{
    paramod_status status = paramod_sem_graph_create(n, NULL, g);

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n && status == PARAMOD_OK; j++) {
            if (i != j)
                status = paramod_sem_graph_add_directed(*g, i, j);
            if (i < j && status == PARAMOD_OK)
                status = paramod_sem_graph_add_bidirected(*g, i, j);
        }
    return status == PARAMOD_OK || problem_from_library(p);
}

static bool reproduce_rule(bool full, bool *agrees, problem *p)
{
    static const size_t expected[] = { 162, 4008, 141150 };
    rule r = { .random = paramod_random_stream(2210, 239), .problem = p };

    (void)printf("One-connection rule: (I - Lambda)' N (I - Lambda) = det^2 Omega\n");
    for (size_t n = 1; n <= (full ? 4U : 3U); n++) {
        const sem_classes which = { n, false, 0 };
        size_t count = 0;

        r.wrong = 0;
        if (!sem_classes_visit(&which, check_rule, &r, &count, p))
            return false;
        (void)printf("  %zu nodes: %zu classes of graphs, %zu exact\n", n, count,
                     count - r.wrong);
        *agrees = *agrees && r.wrong == 0;
    }
    for (size_t n = 3; n <= 5; n++) {
        paramod_sem_graph *g = NULL;

        r.wrong = r.terms = 0;
        if (!complete_graph(n, &g, p) || !check_rule(g, &r))
            return false;
        (void)printf("  complete graph on %zu nodes: %s, %zu terms (expected %zu)\n", n,
                     r.wrong == 0 ? "exact" : "wrong", r.terms, expected[n - 3]);
        *agrees = *agrees && r.wrong == 0 && r.terms == expected[n - 3];
        paramod_sem_graph_destroy(g);
    }
    return true;
}

static bool run(const options *o, int *status)
{
    static const char *const efforts[] = { "quick", "full", NULL };
    const bool some = options_has(o, "rule") || options_has(o, "theorem")
        || options_has(o, "ideals") || options_has(o, "table");
    size_t effort = 0;
    bool agrees = true;
    bool good = options_choice(o, "effort", efforts, &effort);

    if (o->operands > 0)
        return problem_set(o->problem, "'%s' is not expected; see --help",
                           o->operand[0]);
    if (good && (!some || options_has(o, "rule")))
        good = reproduce_rule(effort == 1, &agrees, o->problem);
    if (good && (!some || options_has(o, "theorem")))
        good = reproduce_sem_theorem(effort == 1, &agrees, o->problem);
    if (good && (!some || options_has(o, "ideals")))
        good = reproduce_sem_ideals(effort == 1, &agrees, o->problem);
    if (good && (!some || options_has(o, "table")))
        good = reproduce_sem_table(effort == 1, &agrees, o->problem);
    *status = agrees ? EXIT_SOLVED : EXIT_IRREGULAR;
    return good;
}

int reproduce_sem_command(int words, char **word)
{
    return sem_command(words, word, own_options, help, run);
}
