/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Vanishing ideals against known generators, and their test on data. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sem.h>

#include "sem/null_impl.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { LINE = 4096 };

static paramod_sem_ideal *explore(const char *text, size_t nodes, size_t degree)
{
    const paramod_sem_ideal_options o = { .size = sizeof o, .degree = degree };
    paramod_sem_graph *g = NULL;
    paramod_sem_ideal *ideal = NULL;

    MUST(paramod_sem_graph_read(text, nodes, &g));
    MUST(paramod_sem_ideal_create(g, &o, &ideal));
    paramod_sem_graph_destroy(g);
    return ideal;
}

/* ---- polynomials as text, to compare them up to order and scale ---------- */

enum { TERMS = 64, VARIABLES = 32 };

typedef struct parsed {
    size_t count;
    long coefficient[TERMS];
    unsigned exponent[TERMS][VARIABLES]; /* of s_ij at 5 i + j, i <= j, from 1 */
} parsed;

static void parse(const char *text, parsed *p)
{
    memset(p, 0, sizeof *p);
    while (*text != '\0') {
        long c = 1;

        if (*text == '+' || *text == '-')
            c = *text++ == '-' ? -1 : 1;
        if (*text >= '0' && *text <= '9') {
            char *end;

            c *= strtol(text, &end, 10);
            text = end + (*end == '*');
        }
        while (*text == 's') {
            const int a = text[1] - '0', b = text[2] - '0';
            unsigned power = 1;

            text += 3;
            if (*text == '^') {
                char *end;

                power = (unsigned)strtol(text + 1, &end, 10);
                text = end;
            }
            p->exponent[p->count][5 * (a < b ? a : b) + (a < b ? b : a)] += power;
            text += *text == '*';
        }
        p->coefficient[p->count++] = c;
    }
}

static long coefficient_of(const parsed *p, const unsigned *exponent)
{
    for (size_t k = 0; k < p->count; k++)
        if (memcmp(p->exponent[k], exponent, sizeof p->exponent[k]) == 0)
            return p->coefficient[k];
    return 0;
}

/* a = +- b, term by term. */
static bool is_same(const char *a, const char *b)
{
    static parsed x, y;
    long sign;

    parse(a, &x);
    parse(b, &y);
    if (x.count != y.count || x.count == 0)
        return false;
    sign = coefficient_of(&y, x.exponent[0]) == x.coefficient[0] ? 1 : -1;
    for (size_t k = 0; k < x.count; k++)
        if (sign * coefficient_of(&y, x.exponent[k]) != x.coefficient[k])
            return false;
    return true;
}

static bool has_generator(const paramod_sem_ideal *ideal, const char *text)
{
    char own[LINE];

    for (size_t k = 0; k < paramod_sem_ideal_generators(ideal); k++) {
        (void)paramod_sem_polynomial_text(paramod_sem_ideal_generator(ideal, k),
                                          PARAMOD_SEM_TEXT, own, sizeof own);
        if (is_same(own, text))
            return true;
    }
    return false;
}

/* ---- known ideals ------------------------------------------------------- */

/* Graphs on three nodes: all their generators, literally. */
static void test_three_nodes(void)
{
    char path[1024], line[LINE], arrows[256], arcs[256], text[600];
    paramod_sem_ideal *ideal = NULL;
    size_t nodes, graphs = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/sem/graphs/ideals_n3.txt",
                   getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == ' ') {
            line[strcspn(line, "\n")] = '\0';
            CU_ASSERT_TRUE(ideal != NULL && has_generator(ideal, line + 2));
            continue;
        }
        if (sscanf(line, "%zu %255s %255s", &nodes, arrows, arcs) != 3)
            continue;
        paramod_sem_ideal_destroy(ideal);
        (void)snprintf(text, sizeof text, "%s;%s", arrows, arcs);
        ideal = explore(text, nodes, 5);
        CU_ASSERT_EQUAL(paramod_sem_ideal_generators(ideal),
                        (size_t)atol(strstr(line, "ngens=") + 6));
        CU_ASSERT_EQUAL(6 - paramod_sem_ideal_codimension(ideal),
                        (size_t)atol(strstr(line, "dim=") + 4));
        graphs++;
    }
    paramod_sem_ideal_destroy(ideal);
    (void)fclose(file);
    CU_ASSERT_EQUAL(graphs, 28);
}

static void test_the_verma_quartic(void)
{
    paramod_sem_ideal *ideal = explore("1>2,1>3,2>3,3>4;2-4", 0, 4);
    size_t degree[4];

    CU_ASSERT_EQUAL(paramod_sem_ideal_codimension(ideal), 1);
    CU_ASSERT_EQUAL(paramod_sem_ideal_complete_to(ideal), SIZE_MAX);
    CU_ASSERT_EQUAL_FATAL(paramod_sem_ideal_generators(ideal), 1);
    CU_ASSERT_TRUE(has_generator(ideal,
        "s12*s13*s14*s23-s11*s14*s23^2-s12*s13^2*s24+s11*s13*s23*s24-s12^2*s14*s33"
        "+s11*s14*s22*s33+s12^2*s13*s34-s11*s13*s22*s34"));
    paramod_sem_polynomial_multidegree(paramod_sem_ideal_generator(ideal, 0), degree);
    CU_ASSERT_TRUE(degree[0] == 3 && degree[1] == 2 && degree[2] == 2
                   && degree[3] == 1);
    CU_ASSERT_PTR_NULL(paramod_sem_ideal_generator(ideal, 1));
    paramod_sem_ideal_destroy(ideal);
}

static void test_degrees_and_terms(void)
{
    static const struct known {
        const char *graph;
        size_t degree, generators, last_degree, last_terms;
    } cases[] = {
        { "1>2,2>3;2-3", 4, 0, 0, 0 },
        { "1>2;1-2", 4, 0, 0, 0 },
        { "1>2,1>3,2>4,3>4", 4, 2, 3, 6 },
        { "1>2,2>1,3>1,4>2", 4, 2, 3, 4 },
        { "1>2,2>1,3>1,4>2;3-4", 6, 1, 5, 17 },
        { "1>2,2>3,3>1", 6, 0, 0, 0 },
        { "1>2,2>3,3>1,4>1", 4, 2, 3, 0 },
        { "1>2,2>3,3>1,4>1,4>2", 6, 1, 6, 0 },
        { "1>2,2>3,3>4,4>1,1>3", 4, 1, 3, 0 },
        { "1>2,2>3,3>4,4>1;1-3", 10, 1, 10, 187 },
        { "1>2,2>3,3>4,4>5,5>1", 4, 15, 3, 6 },
        { "1>2,2>3,3>4,4>5;1-3,1-4,2-4,2-5", 5, 3, 5, 12 },
    };

    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        paramod_sem_ideal *ideal = explore(cases[k].graph, 0, cases[k].degree);
        const size_t count = paramod_sem_ideal_generators(ideal);

        CU_ASSERT_EQUAL(count, cases[k].generators);
        if (count > 0) {
            const paramod_sem_polynomial *p =
                paramod_sem_ideal_generator(ideal, count - 1);

            CU_ASSERT_EQUAL(paramod_sem_polynomial_degree(p), cases[k].last_degree);
            CU_ASSERT_TRUE(cases[k].last_terms == 0
                           || paramod_sem_polynomial_terms(p) == cases[k].last_terms);
        }
        paramod_sem_ideal_destroy(ideal);
    }
}

/* Generators vanish on covariance matrices of random parameters, and not on
 * others. */
static void test_generators_vanish(void)
{
    paramod_sem_ideal *ideal = explore("1>2,2>3,3>4,4>1", 0, 4);
    paramod_sem_graph *g = NULL;
    double lambda[16] = { 0 }, omega[16] = { 0 }, sigma[16];

    MUST(paramod_sem_graph_read("1>2,2>3,3>4,4>1", 0, &g));
    for (long round = 0; round < rounds(50); round++) {
        for (size_t k = 0; k < 4; k++) {
            lambda[k * 4 + (k + 1) % 4] = uniform();
            omega[k * 4 + k] = 0.5 + uniform();
        }
        MUST(paramod_sem_covariance(g, lambda, omega, sigma, NULL));
        for (size_t k = 0; k < 2; k++)
            CU_ASSERT_DOUBLE_EQUAL(paramod_sem_polynomial_at_covariance(
                paramod_sem_ideal_generator(ideal, k), sigma), 0,
                1e-12 * pow(sigma[0] + sigma[5] + sigma[10] + sigma[15], 3));
    }
    sigma[1] += 0.1;
    CU_ASSERT_TRUE(fabs(paramod_sem_polynomial_at_covariance(
        paramod_sem_ideal_generator(ideal, 0), sigma)) > 1e-6);
    paramod_sem_graph_destroy(g);
    paramod_sem_ideal_destroy(ideal);
}

/* Each certificate adds up, and together they hold all generators. */
static void test_certificates(void)
{
    paramod_sem_ideal *ideal = explore("1>2,2>3,3>4,4>1", 0, 4);
    size_t generators = 0;

    for (size_t k = 0; k < paramod_sem_ideal_certificates(ideal); k++) {
        const paramod_sem_certificate c = paramod_sem_ideal_certificate(ideal, k);

        CU_ASSERT_EQUAL(c.monomials, c.spanned + c.rank + c.generators);
        generators += c.generators;
    }
    CU_ASSERT_EQUAL(generators, 2);
    CU_ASSERT_EQUAL(paramod_sem_ideal_complete_to(ideal), 4);
    CU_ASSERT_PTR_NULL(paramod_sem_ideal_certificate(ideal, SIZE_MAX).multidegree);
    paramod_sem_ideal_destroy(ideal);
}

static void test_too_many_monomials(void)
{
    const paramod_sem_ideal_options o = { .size = sizeof o, .degree = 4, .columns = 5 };
    paramod_sem_graph *g = NULL;
    paramod_sem_ideal *ideal = NULL;

    MUST(paramod_sem_graph_read("1>2,2>3,3>4,4>1", 0, &g));
    MUST(paramod_sem_ideal_create(g, &o, &ideal));
    CU_ASSERT_EQUAL(paramod_sem_ideal_complete_to(ideal), 2);
    paramod_sem_ideal_destroy(ideal);
    paramod_sem_graph_destroy(g);
}

static void test_bad_options(void)
{
    paramod_sem_ideal_options o = { .size = sizeof o, .degree = 61 };
    paramod_sem_graph *g = NULL;
    paramod_sem_ideal *ideal = NULL;

    MUST(paramod_sem_graph_create(17, NULL, &g));
    CU_ASSERT_EQUAL(paramod_sem_ideal_create(g, NULL, &ideal), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_ideal_create: 17 nodes "
                           "are more than an ideal is explored for, 16");
    paramod_sem_graph_destroy(g);
    MUST(paramod_sem_graph_create(2, NULL, &g));
    CU_ASSERT_EQUAL(paramod_sem_ideal_create(g, &o, &ideal), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_ideal_create: degree: 61 "
                           "is above 60");
    CU_ASSERT_PTR_NULL(ideal);
    paramod_sem_graph_destroy(g);
}

/* ---- families ----------------------------------------------------------- */

static paramod_sem_ideal *family(const char *text, paramod_sem_family kind)
{
    paramod_sem_graph *g = NULL;
    paramod_sem_ideal *ideal = NULL;

    MUST(paramod_sem_graph_read(text, 0, &g));
    MUST(paramod_sem_constraints_create(g, kind, &ideal));
    paramod_sem_graph_destroy(g);
    return ideal;
}

static void test_families(void)
{
    paramod_sem_ideal *c = family("1>2,1>3,1>4", PARAMOD_SEM_TETRADS);

    CU_ASSERT_EQUAL(paramod_sem_ideal_generators(c), 3);
    CU_ASSERT_TRUE(has_generator(c, "s13*s24-s14*s23"));
    paramod_sem_ideal_destroy(c);
    c = family("1>2,2>3", PARAMOD_SEM_INDEPENDENCES);
    CU_ASSERT_EQUAL(paramod_sem_ideal_generators(c), 1);
    CU_ASSERT_TRUE(has_generator(c, "s13*s22-s12*s23"));
    paramod_sem_ideal_destroy(c);
    c = family("1>2,3", PARAMOD_SEM_INDEPENDENCES);
    CU_ASSERT_EQUAL(paramod_sem_ideal_generators(c), 2);
    CU_ASSERT_TRUE(has_generator(c, "s13") && has_generator(c, "s23"));
    paramod_sem_ideal_destroy(c);
    c = family("1>2,1>3,2>3,3>4;2-4", PARAMOD_SEM_SEPARATIONS); /* Verma has none */
    CU_ASSERT_EQUAL(paramod_sem_ideal_generators(c), 0);
    paramod_sem_ideal_destroy(c);
    c = family("1>2,2>3,3>4,4>1", PARAMOD_SEM_SEPARATIONS);
    CU_ASSERT_EQUAL(paramod_sem_ideal_generators(c), 2);
    paramod_sem_ideal_destroy(c);
}

/* ---- data --------------------------------------------------------------- */

/* The chain's f = s13 s22 - s12 s23 by hand: gradient (s22, -s23, s13, -s12) in
 * (s13, s12, s22, s23), and chi2 = (f / se)^2 whatever the units. */
static void test_a_constraint_on_data(void)
{
    static const double s[9] = { 2, 0.9, 0.7, 0.9, 1.5, 0.6, 0.7, 0.6, 1.2 };
    static const size_t pair[4][2] = { { 0, 2 }, { 0, 1 }, { 1, 1 }, { 1, 2 } };
    const double slope[4] = { s[4], -s[5], s[2], -s[1] }, n = 80;
    const double f = s[2] * s[4] - s[1] * s[5];
    paramod_sem_ideal *ideal = explore("1>2,2>3", 0, 3);
    double value, error, variance = 0, scaled[9];
    paramod_sem_wald wald, again;

    for (size_t a = 0; a < 4; a++)
        for (size_t b = 0; b < 4; b++) {
            const size_t i = pair[a][0], j = pair[a][1], k = pair[b][0], l = pair[b][1];

            variance += slope[a] * slope[b]
                * (s[i * 3 + k] * s[j * 3 + l] + s[i * 3 + l] * s[j * 3 + k]) / n;
        }
    MUST(paramod_sem_ideal_test(ideal, s, n, &value, &error, &wald));
    CU_ASSERT_DOUBLE_EQUAL(fabs(value), fabs(f), 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(error, sqrt(variance), 1e-14);
    CU_ASSERT_DOUBLE_EQUAL(wald.chi2, f * f / variance, 1e-12);
    CU_ASSERT_EQUAL(wald.df, 1);
    CU_ASSERT_DOUBLE_EQUAL(wald.pvalue, erfc(fabs(f) / sqrt(2 * variance)), 1e-12);
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 3; j++)
            scaled[i * 3 + j] = s[i * 3 + j] * pow(1e6, (double)i) * pow(1e6, (double)j);
    MUST(paramod_sem_ideal_test(ideal, scaled, n, NULL, NULL, &again));
    CU_ASSERT_DOUBLE_EQUAL(again.chi2, wald.chi2, 1e-10);
    CU_ASSERT_EQUAL(paramod_sem_ideal_test(ideal, s, 0, &value, &error, &wald),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_ideal_test: sample size 0 "
                           "is not positive");
    paramod_sem_ideal_destroy(ideal);
}

/* Three tetrads of rank two: the joint test has two degrees of freedom, and its
 * statistic is small on a matrix of the model. */
static void test_dependent_constraints(void)
{
    paramod_sem_ideal *c = family("1>2,1>3,1>4;1", PARAMOD_SEM_TETRADS);
    double s[16], wrong[16];
    paramod_sem_wald wald;

    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++)
            s[i * 4 + j] = i == j ? 2 : (1 + 0.1 * (double)i) * (1 + 0.1 * (double)j);
    memcpy(wrong, s, sizeof s);
    MUST(paramod_sem_ideal_test(c, s, 100, NULL, NULL, &wald));
    CU_ASSERT_EQUAL(wald.df, 2);
    CU_ASSERT_TRUE(wald.chi2 < 1e-20 && wald.pvalue > 1 - 1e-9);
    wrong[1] = wrong[4] = 0.2;
    MUST(paramod_sem_ideal_test(c, wrong, 100, NULL, NULL, &wald));
    CU_ASSERT_TRUE(wald.pvalue < 0.01);
    paramod_sem_ideal_destroy(c);
}

/* ---- linear algebra ----------------------------------------------------- */

static void test_echelon_form(void)
{
    enum { ROWS = 13, COLUMNS = 9 };
    uint32_t a[ROWS * COLUMNS], row[COLUMNS] = { 0 };
    size_t pivot[COLUMNS], rank;

    for (size_t i = 0; i < ROWS; i++) /* rank 3 */
        for (size_t j = 0; j < COLUMNS; j++)
            a[i * COLUMNS + j] = (uint32_t)((i + 1) * (j + 1) + (i * i) * (j % 3)
                                            + (i % 2) * (j == 4) * 5);
    memcpy(row, a + 7 * COLUMNS, sizeof row);
    rank = paramod_i_echelon(ROWS, COLUMNS, a, pivot);
    CU_ASSERT_EQUAL(rank, 3);
    for (size_t r = 0; r < rank; r++)
        CU_ASSERT_EQUAL(a[r * COLUMNS + pivot[r]], 1);
    paramod_i_echelon_clear(COLUMNS, a, rank, pivot, row);
    for (size_t j = 0; j < COLUMNS; j++)
        CU_ASSERT_EQUAL(row[j] % 0x7FFFFFFFU, 0);
}

static void test_every_allocation_may_fail(void)
{
    const paramod_sem_ideal_options o = { .size = sizeof o, .degree = 3 };
    const double s[16] = { 2, 0.5, 0.4, 0.3, 0.5, 2, 0.5, 0.4,
                           0.4, 0.5, 2, 0.5, 0.3, 0.4, 0.5, 2 };
    paramod_sem_graph *g = NULL;
    long before;

    MUST(paramod_sem_graph_read("1>2,1>3,2>4,3>4", 0, &g));
    before = memory_live();
    for (long k = 0; k < 6000; k++) {
        paramod_sem_ideal *ideal = NULL, *c = NULL;
        paramod_sem_wald wald;
        paramod_status status;

        memory_allow(k);
        status = paramod_sem_ideal_create(g, &o, &ideal);
        if (status == PARAMOD_OK)
            status = paramod_sem_constraints_create(g, PARAMOD_SEM_INDEPENDENCES, &c);
        if (status == PARAMOD_OK)
            status = paramod_sem_ideal_test(c, s, 10, NULL, NULL, &wald);
        memory_allow(-1);
        paramod_sem_ideal_destroy(ideal);
        paramod_sem_ideal_destroy(c);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK) {
            paramod_sem_graph_destroy(g);
            return;
        }
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    }
    CU_FAIL("6000 allocations were not enough");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "three nodes", test_three_nodes },
        { "the Verma quartic", test_the_verma_quartic },
        { "degrees and terms", test_degrees_and_terms },
        { "generators vanish", test_generators_vanish },
        { "certificates", test_certificates },
        { "too many monomials", test_too_many_monomials },
        { "bad options", test_bad_options },
        { "families", test_families },
        { "a constraint on data", test_a_constraint_on_data },
        { "dependent constraints", test_dependent_constraints },
        { "echelon form", test_echelon_form },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("vanishing ideals", tests);
}
