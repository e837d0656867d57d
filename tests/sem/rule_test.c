/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one-connection rule: exact identities, counts, known polynomials, texts. */

#include <math.h>
#include <string.h>

#include <paramod/sem.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { MOST = 8 };

static paramod_sem_graph *read_graph(const char *text)
{
    paramod_sem_graph *g = NULL;

    MUST(paramod_sem_graph_read(text, 0, &g));
    return g;
}

static size_t below(size_t n)
{
    return (size_t)(uniform() * (double)n);
}

static paramod_sem_graph *random_graph(size_t n, double density)
{
    paramod_sem_graph *g = NULL;

    MUST(paramod_sem_graph_create(n, NULL, &g));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            if (i != j && uniform() < density)
                MUST(paramod_sem_graph_add_directed(g, i, j));
            if (i < j && uniform() < density)
                MUST(paramod_sem_graph_add_bidirected(g, i, j));
        }
    return g;
}

static paramod_sem_graph *complete_graph(size_t n)
{
    return random_graph(n, 2);
}

/* Parameters that are small integers: sums and products below are exact. */
static void draw(const paramod_sem_graph *g, double *lambda, double *omega)
{
    const size_t n = paramod_sem_graph_nodes(g);

    memset(lambda, 0, n * n * sizeof *lambda);
    memset(omega, 0, n * n * sizeof *omega);
    for (size_t k = 0; k < paramod_sem_graph_directed(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

        lambda[e.from * n + e.to] = 1 + (double)below(4);
    }
    for (size_t i = 0; i < n; i++)
        omega[i * n + i] = 30 + (double)below(9);
    for (size_t k = 0; k < paramod_sem_graph_bidirected(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_bidirected_edge(g, k);

        omega[e.from * n + e.to] = omega[e.to * n + e.from] = (double)below(5) - 2;
    }
}

static double value_of(const paramod_sem_graph *g, size_t i, size_t j,
                       paramod_sem_form form, const double *lambda, const double *omega,
                       double *denominator)
{
    paramod_sem_polynomial *above = NULL, *below_it = NULL;
    double value;

    MUST(paramod_sem_covariance_entry(g, i, j, form, &above, &below_it));
    value = paramod_sem_polynomial_at_parameters(above, lambda, omega);
    *denominator = paramod_sem_polynomial_at_parameters(below_it, lambda, omega);
    paramod_sem_polynomial_destroy(above);
    paramod_sem_polynomial_destroy(below_it);
    return value;
}

/* (I - Lambda)' N (I - Lambda) = det^2 Omega, entry by entry, exactly. */
static void test_the_rule_is_the_inverse(void)
{
    for (long round = 0; round < rounds(40); round++) {
        const size_t n = 1 + below(5);
        paramod_sem_graph *g = random_graph(n, uniform());
        double lambda[MOST * MOST], omega[MOST * MOST], above[MOST * MOST], det2 = 1;

        draw(g, lambda, omega);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                above[i * n + j] = value_of(g, i, j, PARAMOD_SEM_SQUARED, lambda, omega,
                                            &det2);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double sum = 0;

                for (size_t a = 0; a < n; a++)
                    for (size_t b = 0; b < n; b++)
                        sum += ((a == i) - lambda[a * n + i]) * above[a * n + b]
                            * ((b == j) - lambda[b * n + j]);
                CU_ASSERT_EQUAL(sum, det2 * omega[i * n + j]);
            }
        paramod_sem_graph_destroy(g);
    }
}

/* N = adjugate of I - Lambda: (I - Lambda) N = det 1. */
static void test_adjugates(void)
{
    for (long round = 0; round < rounds(40); round++) {
        const size_t n = 1 + below(5);
        paramod_sem_graph *g = random_graph(n, uniform());
        double lambda[MOST * MOST], omega[MOST * MOST], adjugate[MOST * MOST], det;
        paramod_sem_polynomial *p = NULL;

        draw(g, lambda, omega);
        MUST(paramod_sem_determinant(g, &p));
        det = paramod_sem_polynomial_at_parameters(p, lambda, omega);
        paramod_sem_polynomial_destroy(p);
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                MUST(paramod_sem_adjugate(g, i, j, &p));
                adjugate[i * n + j] =
                    paramod_sem_polynomial_at_parameters(p, lambda, omega);
                paramod_sem_polynomial_destroy(p);
            }
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double sum = adjugate[i * n + j];

                for (size_t k = 0; k < n; k++)
                    sum -= lambda[i * n + k] * adjugate[k * n + j];
                CU_ASSERT_EQUAL(sum, i == j ? det : 0);
            }
        paramod_sem_graph_destroy(g);
    }
}

/* The reduced form and LU decomposition. */
static void test_the_reduced_form_is_sigma(void)
{
    for (long round = 0; round < rounds(40); round++) {
        const size_t n = 1 + below(6);
        paramod_sem_graph *g = random_graph(n, 0.4 * uniform());
        double lambda[MOST * MOST], omega[MOST * MOST], sigma[MOST * MOST];

        draw(g, lambda, omega);
        if (paramod_sem_covariance(g, lambda, omega, sigma, NULL) == PARAMOD_OK)
            for (size_t i = 0; i < n; i++)
                for (size_t j = 0; j < n; j++) {
                    double det2, value = value_of(g, i, j, PARAMOD_SEM_REDUCED, lambda,
                                                  omega, &det2);

                    CU_ASSERT_DOUBLE_EQUAL(value / det2, sigma[i * n + j], 1e-9 *
                        sqrt(sigma[i * n + i] * sigma[j * n + j]));
                }
        paramod_sem_graph_destroy(g);
    }
}

static void test_numbers_of_terms(void)
{
    static const size_t expected[] = { 162, 4008, 141150 };

    for (size_t n = 3; n <= 5; n++) {
        paramod_sem_graph *g = complete_graph(n);
        paramod_sem_polynomial *p = NULL;
        size_t terms = 0, factorial = 1;

        for (size_t i = 0; i < n; i++)
            for (size_t j = i; j < n; j++) {
                MUST(paramod_sem_covariance_entry(g, i, j, PARAMOD_SEM_SQUARED, &p,
                                                  NULL));
                terms += paramod_sem_polynomial_terms(p);
                paramod_sem_polynomial_destroy(p);
            }
        CU_ASSERT_EQUAL(terms, expected[n - 3]);
        MUST(paramod_sem_determinant(g, &p)); /* n! terms, and (n - 1)! */
        for (size_t k = 2; k <= n; k++)
            factorial *= k;
        CU_ASSERT_EQUAL(paramod_sem_polynomial_terms(p), factorial);
        paramod_sem_polynomial_destroy(p);
        MUST(paramod_sem_adjugate(g, 0, 1, &p));
        CU_ASSERT_EQUAL(paramod_sem_polynomial_terms(p), factorial / n);
        paramod_sem_polynomial_destroy(p);
        paramod_sem_graph_destroy(g);
    }
}

static void expect_text(const char *graph, size_t i, size_t j, paramod_sem_style style,
                        bool factored, const char *expected)
{
    paramod_sem_graph *g = read_graph(graph);
    paramod_sem_polynomial *p = NULL;
    char text[512];

    if (factored) {
        MUST(paramod_sem_covariance_text(g, i, j, PARAMOD_SEM_REDUCED, style, text,
                                         sizeof text, NULL));
    } else {
        MUST(paramod_sem_covariance_entry(g, i, j, PARAMOD_SEM_REDUCED, &p, NULL));
        CU_ASSERT_EQUAL(paramod_sem_polynomial_text(p, style, text, sizeof text),
                        strlen(expected));
    }
    CU_ASSERT_STRING_EQUAL(text, expected);
    paramod_sem_polynomial_destroy(p);
    paramod_sem_graph_destroy(g);
}

static void test_texts(void)
{
    expect_text("1>2;1-2", 1, 1, PARAMOD_SEM_TEXT, false, "w11*l12^2+w22+2*w12*l12");
    expect_text("1>2;1-2", 1, 1, PARAMOD_SEM_LATEX, false,
                "\\omega_{11}\\lambda_{12}^{2}+\\omega_{22}"
                "+2\\omega_{12}\\lambda_{12}");
    expect_text("1>2;1-2", 1, 1, PARAMOD_SEM_C, false,
                "omega[0][0]*lambda[0][1]*lambda[0][1]+omega[1][1]"
                "+2.*omega[0][1]*lambda[0][1]");
    expect_text("1>2,2>1", 0, 1, PARAMOD_SEM_TEXT, true,
                "(w11*l12+w22*l21)/((-l12*l21+1)*(-l12*l21+1))");
    expect_text("1>10", 0, 9, PARAMOD_SEM_TEXT, false, "w1_1*l1_10");
    expect_text("1>2;3", 0, 2, PARAMOD_SEM_TEXT, false, "0");
    expect_text("1>2;3", 0, 2, PARAMOD_SEM_C, true, "0.");
}

/* ---- enumeration -------------------------------------------------------- */

static double weight(const paramod_sem_connection *c, size_t n, const double *lambda)
{
    double product = c->sign;

    for (size_t k = 0; k + 1 < c->path_length; k++)
        product *= lambda[c->path[k] * n + c->path[k + 1]];
    for (size_t k = 0; k + 1 < c->right_length; k++)
        product *= lambda[c->right[k] * n + c->right[k + 1]];
    for (size_t v = 0; v < n; v++)
        if (c->next[v] != v)
            product *= lambda[v * n + c->next[v]];
    return product;
}

/* The sum over one-connections is the adjugate, that over sets of cycles the
 * determinant, and that over treks Sigma itself. */
static void test_enumerations_sum_up(void)
{
    for (long round = 0; round < rounds(40); round++) {
        const size_t n = 2 + below(4), i = below(n), j = below(n);
        paramod_sem_graph *g = random_graph(n, uniform());
        double lambda[MOST * MOST], omega[MOST * MOST], sum = 0, count = 0;
        paramod_sem_polynomial *p = NULL;
        paramod_sem_enumeration *e = NULL;
        paramod_sem_connection c;

        draw(g, lambda, omega);
        MUST(paramod_sem_enumeration_create(g, PARAMOD_SEM_ONE_CONNECTIONS, i, j, &e));
        while (paramod_sem_enumeration_next(e, &c)) {
            CU_ASSERT_EQUAL(c.path[0], i);
            CU_ASSERT_EQUAL(c.path[c.path_length - 1], j);
            sum += weight(&c, n, lambda);
            count++;
        }
        CU_ASSERT_FALSE(paramod_sem_enumeration_next(e, &c));
        paramod_sem_enumeration_destroy(e);
        MUST(paramod_sem_adjugate(g, i, j, &p));
        CU_ASSERT_EQUAL(sum, paramod_sem_polynomial_at_parameters(p, lambda, omega));
        CU_ASSERT_EQUAL(count, (double)paramod_sem_polynomial_terms(p));
        paramod_sem_polynomial_destroy(p);
        sum = 0;
        MUST(paramod_sem_enumeration_create(g, PARAMOD_SEM_CYCLES, 0, 0, &e));
        for (size_t k = 0; paramod_sem_enumeration_next(e, &c); k++) {
            CU_ASSERT_TRUE(k > 0 || c.cycles == 0);
            sum += weight(&c, n, lambda);
        }
        paramod_sem_enumeration_destroy(e);
        MUST(paramod_sem_determinant(g, &p));
        CU_ASSERT_EQUAL(sum, paramod_sem_polynomial_at_parameters(p, lambda, omega));
        paramod_sem_polynomial_destroy(p);
        paramod_sem_graph_destroy(g);
    }
}

static void test_treks(void)
{
    paramod_sem_graph *g = read_graph("1>2,1>3,2>3,3>4;2-4");
    double lambda[16], omega[16], sigma[16], sum = 0;
    paramod_sem_enumeration *e = NULL;
    paramod_sem_connection c;

    draw(g, lambda, omega);
    MUST(paramod_sem_covariance(g, lambda, omega, sigma, NULL));
    MUST(paramod_sem_enumeration_create(g, PARAMOD_SEM_TREKS, 2, 3, &e));
    while (paramod_sem_enumeration_next(e, &c))
        sum += weight(&c, 4, lambda) * omega[c.path[0] * 4 + c.right[0]];
    CU_ASSERT_EQUAL(sum, sigma[2 * 4 + 3]);
    paramod_sem_enumeration_destroy(e);
    paramod_sem_graph_destroy(g);
    g = read_graph("1>2,2>1");
    e = NULL;
    CU_ASSERT_EQUAL(paramod_sem_enumeration_create(g, PARAMOD_SEM_TREKS, 0, 1, &e),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_enumeration_create: a "
                           "graph with directed cycles has infinitely many treks: "
                           "enumerate its one-connections");
    CU_ASSERT_PTR_NULL(e);
    paramod_sem_graph_destroy(g);
}

/* 14! one-connections need no memory until they are asked for. */
static void test_enumeration_is_lazy(void)
{
    paramod_sem_graph *g = complete_graph(15);
    paramod_sem_enumeration *e = NULL;
    paramod_sem_connection c;
    long before;

    MUST(paramod_sem_enumeration_create(g, PARAMOD_SEM_ONE_CONNECTIONS, 0, 14, &e));
    before = memory_attempts();
    for (size_t k = 0; k < 1000; k++)
        CU_ASSERT_TRUE(paramod_sem_enumeration_next(e, &c));
    CU_ASSERT_EQUAL(memory_attempts(), before);
    paramod_sem_enumeration_destroy(e);
    paramod_sem_graph_destroy(g);
}

static void test_cap(void)
{
    paramod_sem_graph *g = complete_graph(12);
    paramod_sem_polynomial *p = NULL;

    CU_ASSERT_EQUAL(paramod_sem_adjugate(g, 0, 1, &p), PARAMOD_ERR_UNSUPPORTED);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_adjugate: there are more "
                           "than 2000000 one-connections, the limit");
    CU_ASSERT_PTR_NULL(p);
    paramod_sem_graph_destroy(g);
}

/* ---- numbers ------------------------------------------------------------ */

static void test_what_has_no_covariance(void)
{
    paramod_sem_graph *g = read_graph("x>y,y>x;x-y;z");
    double lambda[9] = { 0, 2, 0, 0.5, 0, 0, 0, 0, 0 }, sigma[9] = { 0 };
    double omega[9] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };

    CU_ASSERT_EQUAL(paramod_sem_covariance(g, lambda, omega, sigma, NULL),
                    PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_covariance: "
                           "det(I - Lambda) is 0: the system has no equilibrium");
    omega[1] = omega[3] = 1.5;
    CU_ASSERT_EQUAL(paramod_sem_covariance(g, lambda, omega, sigma, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_covariance: omega is not "
                           "positive definite: the block of nodes 'x' to 'y' (2 nodes "
                           "joined by bidirected edges) has the smallest eigenvalue "
                           "-0.5");
    omega[1] = omega[3] = 0;
    omega[8] = -2;
    CU_ASSERT_EQUAL(paramod_sem_covariance(g, lambda, omega, sigma, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_covariance: omega is not "
                           "positive definite: the error variance of node 'z' is -2");
    omega[8] = 1;
    omega[2] = 0.5;
    CU_ASSERT_EQUAL(paramod_sem_covariance(g, lambda, omega, sigma, NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_covariance: omega[0][2] "
                           "is 0.5, but the graph has no edge x-z");
    omega[2] = 0;
    lambda[2] = 1;
    CU_ASSERT_EQUAL(paramod_sem_covariance(g, lambda, omega, sigma, NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_covariance: lambda[0][2] "
                           "is 1, but the graph has no edge x>z");
    lambda[2] = 0;
    lambda[1] = NAN;
    CU_ASSERT_EQUAL(paramod_sem_covariance(g, lambda, omega, sigma, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_covariance: lambda[0][1]: "
                           "nan is not a finite number");
    CU_ASSERT_EQUAL(sigma[0], 0);
    paramod_sem_graph_destroy(g);
}

/* Unstable feedback has an algebraic equilibrium all the same. */
static void test_equilibrium(void)
{
    paramod_sem_graph *g = read_graph("1>2,2>3,3>1");
    const double p = 189.0 / 58 * 18 / 7 * -29 / 27;
    const double lambda[9] = { 0, 189.0 / 58, 0, 0, 0, 18.0 / 7, -29.0 / 27, 0, 0 };
    const double omega[9] = { 29.0 / 9, 0, 0, 0, 378.0 / 29, 0, 0, 0, 81.0 / 7 };
    double sigma[9];
    paramod_sem_equilibrium about;

    MUST(paramod_sem_covariance(g, lambda, omega, sigma, &about));
    CU_ASSERT_DOUBLE_EQUAL(about.determinant, 1 - p, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(about.spectral_radius, cbrt(-p), 1e-12);
    CU_ASSERT_TRUE(about.rcond > 0 && about.rcond < 1);
    CU_ASSERT_DOUBLE_EQUAL(sigma[0], 29.0 / 25, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(sigma[2], -39.0 / 50, 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(sigma[8], 81.0 / 25, 1e-14);
    paramod_sem_graph_destroy(g);
    g = read_graph("1>2,2>3");
    MUST(paramod_sem_covariance(g, (const double[9]){ 0, 1e200, 0, 0, 0, 2 },
                                (const double[9]){ 1, 0, 0, 0, 1, 0, 0, 0, 1 }, sigma,
                                &about));
    CU_ASSERT_EQUAL(about.spectral_radius, 0);
    paramod_sem_graph_destroy(g);
}

static void test_every_allocation_may_fail(void)
{
    paramod_sem_graph *g = read_graph("1>2,2>1,2>3;1-3");
    const long before = memory_live();
    double lambda[9], omega[9], sigma[9];

    draw(g, lambda, omega);
    for (long k = 0; k < 400; k++) {
        paramod_sem_polynomial *a = NULL, *b = NULL;
        paramod_sem_enumeration *e = NULL;
        paramod_status status;

        memory_allow(k);
        status = paramod_sem_covariance_entry(g, 0, 2, PARAMOD_SEM_REDUCED, &a, &b);
        if (status == PARAMOD_OK)
            status = paramod_sem_covariance_text(g, 0, 2, PARAMOD_SEM_SQUARED,
                                                 PARAMOD_SEM_TEXT, NULL, 0, NULL);
        if (status == PARAMOD_OK)
            status = paramod_sem_enumeration_create(g, PARAMOD_SEM_CYCLES, 0, 0, &e);
        if (status == PARAMOD_OK)
            status = paramod_sem_covariance(g, lambda, omega, sigma, NULL);
        memory_allow(-1);
        paramod_sem_polynomial_destroy(a);
        paramod_sem_polynomial_destroy(b);
        paramod_sem_enumeration_destroy(e);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK) {
            paramod_sem_graph_destroy(g);
            return;
        }
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    }
    CU_FAIL("400 allocations were not enough");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "the rule is the inverse", test_the_rule_is_the_inverse },
        { "adjugates", test_adjugates },
        { "the reduced form is sigma", test_the_reduced_form_is_sigma },
        { "numbers of terms", test_numbers_of_terms },
        { "texts", test_texts },
        { "enumerations sum up", test_enumerations_sum_up },
        { "treks", test_treks },
        { "enumeration is lazy", test_enumeration_is_lazy },
        { "cap", test_cap },
        { "what has no covariance", test_what_has_no_covariance },
        { "equilibrium", test_equilibrium },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("one-connection rule", tests);
}
