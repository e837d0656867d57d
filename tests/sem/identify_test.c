/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Verdicts against files of verdicts, formulas against the parameters behind a
 * covariance matrix, fibres against exact ones. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sem.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { MOST = 8, LINE = 8192 };

static paramod_sem_graph *read_graph(const char *text)
{
    paramod_sem_graph *g = NULL;

    MUST(paramod_sem_graph_read(text, 0, &g));
    return g;
}

/* ---- files -------------------------------------------------------------- */

/* What a line says of a key, -1 if nothing. */
static long said(const char *line, const char *key)
{
    const char *at = strstr(line, key);

    return at == NULL ? -1 : atol(at + strlen(key));
}

static void compare(const char *line, const char *key, size_t found)
{
    const long expected = said(line, key);

    if (expected >= 0 && expected != (long)found)
        printf("%s%zu in %s", key, found, line);
    CU_ASSERT_TRUE(expected < 0 || expected == (long)found);
}

static void check_line(const char *line, const paramod_sem_graph *g, unsigned skip)
{
    paramod_sem_verdict v = { .size = sizeof v };
    const bool edges = (skip & (unsigned)PARAMOD_SEM_SKIP_EDGES) == 0;

    MUST(paramod_sem_identify(g, skip, &v));
    compare(line, " acyc=", paramod_sem_graph_is_acyclic(g));
    compare(line, " bowfree=", paramod_sem_graph_is_bow_free(g));
    compare(line, " simple=", paramod_sem_graph_is_simple(g));
    compare(line, " jacdef=", paramod_sem_graph_directed(g) - v.generic_rank);
    compare(line, " nonid=", v.htc_infinite);
    compare(line, " nonidT=", v.tian_infinite);
    compare(line, " glob=", v.globally_identifiable);
    if (strchr(line, '/') == NULL) {
        compare(line, " htc=", v.htc_identifiable);
        compare(line, " htcT=", v.tian_identifiable);
    } else if (edges) {
        compare(line, " htc=", v.htc_edges);
        compare(line, " htcT=", v.tian_edges);
        compare(line, " anc=", v.ancestral_edges);
        compare(line, " edge=", v.edgewise_edges);
        compare(line, " tsid=", v.trek_edges);
    }
    if ((skip & (unsigned)PARAMOD_SEM_SKIP_DEGREE) == 0)
        compare(line, " degree=", v.fibre_degree);
}

static size_t check_file(const char *name, unsigned skip)
{
    char path[1024], line[LINE], arrows[LINE / 2], arcs[LINE / 2], text[LINE];
    size_t nodes, count = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/sem/graphs/%s", getenv("PARAMOD_TEST_DATA"),
                   name);
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof line, file) != NULL) {
        paramod_sem_graph *g = NULL;

        if (sscanf(line, "%zu %4095s %4095s", &nodes, arrows, arcs) != 3
            || line[0] == ' ')
            continue;
        (void)snprintf(text, sizeof text, "%s;%s", arrows, arcs);
        MUST(paramod_sem_graph_read(text, nodes, &g));
        check_line(line, g, skip);
        paramod_sem_graph_destroy(g);
        count++;
    }
    (void)fclose(file);
    return count;
}

static void test_verdicts_on_three_nodes(void)
{
    CU_ASSERT_EQUAL(check_file("mixed_graphs_n3.txt", 0), 104);
    CU_ASSERT_EQUAL(check_file("semid_n3.txt", 0), 104);
    CU_ASSERT_EQUAL(check_file("fiber_n3.txt", 0), 20);
}

static void test_verdicts_on_four_nodes(void)
{
    CU_ASSERT_EQUAL(check_file("mixed_graphs_n4_sample.txt", 3), 2319);
}

/* Sparse graphs on 10, 25 and 50 nodes: SEMID solves all nodes. */
static void test_large_graphs(void)
{
    char path[1024], line[LINE], arrows[LINE / 2], arcs[LINE / 2], text[LINE];
    size_t nodes;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/sem/graphs/random_graphs_semid.txt",
                   getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof line, file) != NULL
           && sscanf(line, "%zu %4095s %4095s", &nodes, arrows, arcs) == 3) {
        paramod_sem_verdict v = { .size = sizeof v };
        paramod_sem_graph *g = NULL;

        (void)snprintf(text, sizeof text, "%s;%s", arrows, arcs);
        MUST(paramod_sem_graph_read(text, nodes, &g));
        MUST(paramod_sem_identify(g, 3, &v));
        CU_ASSERT_EQUAL(v.htc_identifiable, 1);
        CU_ASSERT_EQUAL(v.htc_infinite, 0);
        CU_ASSERT_EQUAL(said(line, " htc="), (long)nodes);
        paramod_sem_graph_destroy(g);
    }
    (void)fclose(file);
}

static void test_degrees(void)
{
    static const struct known {
        const char *graph;
        size_t degree, trek_edges;
    } cases[] = {
        { "1>2,2>3,3>1", 2, 0 }, { "1>2,2>3,3>4,4>1", 2, 0 },
        { "1>2,2>3,2>4,3>1,4>1", 1, 2 }, /* no criterion reaches all of it */
        { "1>3,2>4,3>2,4>1;1-2", 1, 0 },
        { "1>2;1-2", 0, 0 },
        { "1>2,2>3;2-3", 1, 2 },
    };

    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        paramod_sem_verdict v = { .size = sizeof v };
        paramod_sem_graph *g = read_graph(cases[k].graph);

        MUST(paramod_sem_identify(g, 0, &v));
        CU_ASSERT_EQUAL(v.fibre_degree, cases[k].degree);
        CU_ASSERT_TRUE(v.trek_edges < paramod_sem_graph_directed(g)
                       || cases[k].trek_edges == v.trek_edges);
        paramod_sem_graph_destroy(g);
    }
}

/* ---- formulas ----------------------------------------------------------- */

static size_t below(size_t n)
{
    return (size_t)(uniform() * (double)n);
}

static void draw(const paramod_sem_graph *g, double *lambda, double *omega)
{
    const size_t n = paramod_sem_graph_nodes(g);

    memset(lambda, 0, n * n * sizeof *lambda);
    memset(omega, 0, n * n * sizeof *omega);
    for (size_t k = 0; k < paramod_sem_graph_directed(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

        lambda[e.from * n + e.to] = (uniform() < 0.5 ? -1 : 1) * (0.5 + uniform());
    }
    for (size_t i = 0; i < n; i++)
        omega[i * n + i] = 2 + uniform();
    for (size_t k = 0; k < paramod_sem_graph_bidirected(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_bidirected_edge(g, k);

        omega[e.from * n + e.to] = omega[e.to * n + e.from] = 0.3 + 0.2 * uniform();
    }
}

/* Solved coefficients come back from Sigma; with all of them, Omega does. */
static void check_recovery(const paramod_sem_graph *g, size_t *solved)
{
    const size_t n = paramod_sem_graph_nodes(g);
    double lambda[MOST * MOST], omega[MOST * MOST], sigma[MOST * MOST];
    double back[MOST * MOST], errors[MOST * MOST];
    paramod_sem_solution *s = NULL;
    paramod_sem_equilibrium about;
    bool all = true;

    draw(g, lambda, omega);
    if (paramod_sem_covariance(g, lambda, omega, sigma, &about) != PARAMOD_OK
        || about.rcond < 1e-2)
        return;
    MUST(paramod_sem_solution_create(g, &s));
    if (paramod_sem_recover(s, sigma, back, errors) == PARAMOD_OK) {
        for (size_t k = 0; k < paramod_sem_graph_directed(g); k++) {
            const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);
            const double x = back[e.from * n + e.to];
            char text[4096];

            if (paramod_sem_solution_has(s, k)) {
                CU_ASSERT_DOUBLE_EQUAL(x, lambda[e.from * n + e.to], 1e-4);
                CU_ASSERT_TRUE(paramod_sem_solution_text(s, k, text, sizeof text) > 8);
                ++*solved;
            } else {
                CU_ASSERT_TRUE(isnan(x));
                CU_ASSERT_EQUAL(paramod_sem_solution_text(s, k, text, sizeof text), 0);
                all = false;
            }
        }
        for (size_t k = 0; k < n * n; k++)
            CU_ASSERT_TRUE(all ? fabs(errors[k] - omega[k]) < 1e-3 : isnan(errors[k]));
    }
    paramod_sem_solution_destroy(s);
}

static void test_formulas_give_the_parameters_back(void)
{
    size_t solved = 0;

    for (long round = 0; round < rounds(400); round++) {
        const size_t n = 2 + below(5);
        const double density = 0.5 * uniform();
        paramod_sem_graph *g = NULL;

        MUST(paramod_sem_graph_create(n, NULL, &g));
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                if (i != j && uniform() < (i < j ? density : density / 4))
                    MUST(paramod_sem_graph_add_directed(g, i, j));
                if (i < j && uniform() < density)
                    MUST(paramod_sem_graph_add_bidirected(g, i, j));
            }
        check_recovery(g, &solved);
        paramod_sem_graph_destroy(g);
    }
    CU_ASSERT_TRUE(solved > (size_t)rounds(400) / 2);
}

/* Graphs that need, in turn, half-treks, decomposition, edges one by one, trek
 * separation, from the papers on these criteria. */
static void test_formulas_of_each_kind(void)
{
    static const char *const graphs[] = {
        "1>2,2>3;2-3", "1>2,1>3,2>3,3>4;2-4", "1>2,2>1,3>1,4>2;1-2",
        "1>2,2>1,3>1,4>2;3-4", "1>2,1>5,2>3,2>4,3>5;1-3,1-4,1-5",
        "1>2,2>3,3>4,4>5,1>5;1-3,3-5,1-5", "1>2,2>3,3>4,4>5;2-5,1-3,3-5",
    };

    for (size_t k = 0; k < sizeof graphs / sizeof graphs[0]; k++) {
        paramod_sem_graph *g = read_graph(graphs[k]);
        size_t solved = 0;

        check_recovery(g, &solved);
        CU_ASSERT_TRUE(solved > 0);
        paramod_sem_graph_destroy(g);
    }
}

static void test_formulas_as_text(void)
{
    paramod_sem_graph *g = read_graph("1>2,2>3;2-3");
    paramod_sem_solution *s = NULL;
    char text[64];

    MUST(paramod_sem_solution_create(g, &s));
    CU_ASSERT_EQUAL(paramod_sem_solution_text(s, 0, text, sizeof text), 17);
    CU_ASSERT_STRING_EQUAL(text, "l12 = (s12)/(s11)");
    (void)paramod_sem_solution_text(s, 1, text, sizeof text);
    CU_ASSERT_STRING_EQUAL(text, "l23 = (s13)/(s12)");
    paramod_sem_solution_destroy(s);
    paramod_sem_graph_destroy(g);
}

static void test_exceptional_and_bad_matrices(void)
{
    paramod_sem_graph *g = read_graph("1>2,2>3;2-3");
    paramod_sem_solution *s = NULL;
    double sigma[9] = { 1, 0, 0, 0, 1, 0.5, 0, 0.5, 1 }, lambda[9], omega[9];

    MUST(paramod_sem_solution_create(g, &s));
    CU_ASSERT_EQUAL(paramod_sem_recover(s, sigma, lambda, omega), PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_recover: sigma does not "
                           "determine the coefficients of node '3': their formula "
                           "divides by zero");
    sigma[1] = 0.25;
    CU_ASSERT_EQUAL(paramod_sem_recover(s, sigma, lambda, omega), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_recover: the covariance "
                           "matrix is not symmetric: entries [1][0] and [0][1] are 0 and "
                           "0.25");
    sigma[1] = sigma[3] = 2;
    CU_ASSERT_EQUAL(paramod_sem_recover(s, sigma, lambda, omega), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_TRUE(strstr(paramod_error_message(), "its smallest eigenvalue is -1.0")
                   != NULL);
    paramod_sem_solution_destroy(s);
    paramod_sem_graph_destroy(g);
}

/* ---- fibres ------------------------------------------------------------- */

typedef struct exact_case {
    const char *graph;
    paramod_sem_fraction lambda[4], omega[4], other_lambda[4], other_omega[4];
} exact_case;

static const exact_case exact_cases[] = {
    { "1>2,2>3,3>1", { { 1, 2 }, { 2, 3 }, { -1, 3 } }, { { 1, 1 }, { 2, 1 }, { 3, 1 } },
      { { 189, 58 }, { 18, 7 }, { -29, 27 } }, { { 29, 9 }, { 378, 29 }, { 81, 7 } } },
    { "1>2,2>3,3>4,4>1", { { 1, 2 }, { 2, 3 }, { -1, 3 }, { 3, 4 } },
      { { 1, 1 }, { 2, 1 }, { 3, 1 }, { 1, 1 } },
      { { 27, 10 }, { 5, 2 }, { -16, 15 }, { 5, 3 } },
      { { 20, 9 }, { 54, 5 }, { 45, 4 }, { 16, 5 } } },
};

static bool same(paramod_sem_fraction a, paramod_sem_fraction b)
{
    return a.numerator == b.numerator && a.denominator == b.denominator;
}

static void test_exact_fibres(void)
{
    for (size_t c = 0; c < 2; c++) {
        const exact_case *x = &exact_cases[c];
        paramod_sem_graph *g = read_graph(x->graph);
        const size_t n = paramod_sem_graph_nodes(g);
        paramod_sem_fraction lambda[16], omega[16], sigma[16], l[16], w[16];
        double a[16], b[16];
        paramod_sem_fibre *f = NULL;

        for (size_t k = 0; k < n * n; k++)
            lambda[k] = omega[k] = (paramod_sem_fraction){ 0, 1 };
        for (size_t k = 0; k < n; k++) {
            const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

            lambda[e.from * n + e.to] = x->lambda[k];
            omega[k * n + k] = x->omega[k];
        }
        for (size_t k = 0; k < n * n; k++) {
            a[k] = (double)lambda[k].numerator / (double)lambda[k].denominator;
            b[k] = (double)omega[k].numerator / (double)omega[k].denominator;
        }
        MUST(paramod_sem_covariance_exact(g, lambda, omega, sigma));
        MUST(paramod_sem_fibre_create(g, a, b, &f));
        CU_ASSERT_EQUAL(paramod_sem_fibre_degree(f), 2);
        CU_ASSERT_EQUAL_FATAL(paramod_sem_fibre_points(f), 2);
        CU_ASSERT_EQUAL(paramod_sem_fibre_complex(f), 0);
        CU_ASSERT_TRUE(paramod_sem_fibre_at(f, 0).stable);
        CU_ASSERT_FALSE(paramod_sem_fibre_at(f, 1).stable);
        CU_ASSERT_TRUE(paramod_sem_fibre_at(f, 1).definite);
        CU_ASSERT_PTR_NULL(paramod_sem_fibre_at(f, 2).lambda);
        MUST(paramod_sem_fibre_exact(f, 1, sigma, l, w));
        for (size_t k = 0; k < n; k++) {
            const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

            CU_ASSERT_TRUE(same(l[e.from * n + e.to], x->other_lambda[k]));
            CU_ASSERT_TRUE(same(w[k * n + k], x->other_omega[k]));
        }
        if (c == 0) {
            CU_ASSERT_TRUE(same(sigma[0], (paramod_sem_fraction){ 29, 25 }));
            CU_ASSERT_TRUE(same(sigma[1], (paramod_sem_fraction){ 9, 50 }));
            CU_ASSERT_TRUE(same(sigma[4], (paramod_sem_fraction){ 189, 100 }));
            CU_ASSERT_TRUE(same(sigma[5], (paramod_sem_fraction){ 81, 100 }));
        }
        paramod_sem_fibre_destroy(f);
        paramod_sem_graph_destroy(g);
    }
}

/* All points of graphs of degree 2 and 3 have one Sigma, and all are found. */
static void test_fibres_are_complete(void)
{
    static const char *const graphs[] = { "1>2,2>3,3>1;4", "1>2,2>3,3>1,4>1",
                                          "1>2,2>3,3>4,4>1;1-3", "1>2,1>4,2>3,3>1" };

    for (size_t k = 0; k < sizeof graphs / sizeof graphs[0]; k++) {
        paramod_sem_graph *g = read_graph(graphs[k]);
        const size_t n = paramod_sem_graph_nodes(g);
        double lambda[16], omega[16], sigma[16], again[16];
        paramod_sem_fibre *f = NULL;

        draw(g, lambda, omega);
        MUST(paramod_sem_covariance(g, lambda, omega, sigma, NULL));
        MUST(paramod_sem_fibre_create(g, lambda, omega, &f));
        CU_ASSERT_EQUAL(paramod_sem_fibre_points(f) + paramod_sem_fibre_complex(f),
                        paramod_sem_fibre_degree(f));
        for (size_t p = 0; p < paramod_sem_fibre_points(f); p++) {
            const paramod_sem_fibre_point x = paramod_sem_fibre_at(f, p);

            if (!x.definite)
                continue;
            MUST(paramod_sem_covariance(g, x.lambda, x.omega, again, NULL));
            for (size_t i = 0; i < n * n; i++)
                CU_ASSERT_DOUBLE_EQUAL(again[i], sigma[i], 1e-6 * (1 + fabs(sigma[i])));
        }
        paramod_sem_fibre_destroy(f);
        paramod_sem_graph_destroy(g);
    }
}

static void test_infinite_fibres_are_refused(void)
{
    paramod_sem_graph *g = read_graph("x>y;x-y");
    const double lambda[4] = { 0, 1, 0, 0 }, omega[4] = { 1, 0.5, 0.5, 1 };
    paramod_sem_fibre *f = NULL;

    CU_ASSERT_EQUAL(paramod_sem_fibre_create(g, lambda, omega, &f),
                    PARAMOD_ERR_UNSUPPORTED);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_fibre_create: infinitely "
                           "many points share a covariance matrix: no criterion solves "
                           "x>y");
    CU_ASSERT_PTR_NULL(f);
    paramod_sem_graph_destroy(g);
}

static void test_irrational_points(void)
{
    paramod_sem_graph *g = read_graph("1>2");
    const double lambda[4] = { 0, sqrt(2), 0, 0 }, omega[4] = { 1, 0, 0, 1 };
    const paramod_sem_fraction sigma[4] = { { 1, 1 }, { 7, 5 }, { 7, 5 }, { 3, 1 } };
    paramod_sem_fraction l[4], w[4];
    paramod_sem_fibre *f = NULL;

    MUST(paramod_sem_fibre_create(g, lambda, omega, &f));
    CU_ASSERT_EQUAL(paramod_sem_fibre_exact(f, 0, sigma, l, w), PARAMOD_ERR_UNSUPPORTED);
    CU_ASSERT_EQUAL(paramod_sem_fibre_exact(f, 1, sigma, l, w), PARAMOD_ERR_ARGUMENT);
    paramod_sem_fibre_destroy(f);
    paramod_sem_graph_destroy(g);
}

static void test_every_allocation_may_fail(void)
{
    paramod_sem_graph *g = read_graph("1>2,2>3,3>1,4>5;4-5,1-4");
    paramod_sem_graph *cycle = read_graph("1>2,2>3,3>1");
    const double lambda[9] = { 0, 0.5, 0, 0, 0, 0.5, 0.5, 0, 0 };
    const double omega[9] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
    const long before = memory_live();

    for (long k = 0; k < 3000; k++) {
        paramod_sem_verdict v = { .size = sizeof v };
        paramod_sem_fibre *f = NULL;
        paramod_status status;

        memory_allow(k);
        status = paramod_sem_identify(g, 0, &v);
        if (status == PARAMOD_OK)
            status = paramod_sem_fibre_create(cycle, lambda, omega, &f);
        memory_allow(-1);
        paramod_sem_fibre_destroy(f);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK) {
            paramod_sem_graph_destroy(g);
            paramod_sem_graph_destroy(cycle);
            return;
        }
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    }
    CU_FAIL("3000 allocations were not enough");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "verdicts on three nodes", test_verdicts_on_three_nodes },
        { "verdicts on four nodes", test_verdicts_on_four_nodes },
        { "large graphs", test_large_graphs },
        { "degrees", test_degrees },
        { "formulas give the parameters back", test_formulas_give_the_parameters_back },
        { "formulas of each kind", test_formulas_of_each_kind },
        { "formulas as text", test_formulas_as_text },
        { "exceptional and bad matrices", test_exceptional_and_bad_matrices },
        { "exact fibres", test_exact_fibres },
        { "fibres are complete", test_fibres_are_complete },
        { "infinite fibres are refused", test_infinite_fibres_are_refused },
        { "irrational points", test_irrational_points },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("identifiability", tests);
}
