/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mixed graphs: reading, writing, flags, components, canonical forms. */

#include <string.h>

#include <paramod/sem.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static paramod_sem_graph *read_graph(const char *text, size_t nodes)
{
    paramod_sem_graph *g = NULL;

    MUST(paramod_sem_graph_read(text, nodes, &g));
    return g;
}

static void test_what_is_read_is_written(void)
{
    static const struct pair {
        const char *text;
        size_t nodes;
        const char *written;
    } pairs[] = {
        { "1>2,2>3 ; 1-3", 0, "1>2,2>3; 1-3" },
        { "1->2, 3<-2;1<->3", 0, "1>2,2>3; 1-3" },
        { "-;1-2", 3, "1-2; 3" },
        { "-", 2, "1,2" },
        { "", 1, "1" },
        { "3 > 1\n2-1\r\n", 4, "3>1; 1-2; 4" },
        { "x.1>y_2; y_2 - z; w", 0, "x.1>y_2; y_2-z; w" },
        { "a<b", 2, "b>a" },
    };

    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++) {
        paramod_sem_graph *g = read_graph(pairs[k].text, pairs[k].nodes);
        char text[64];

        CU_ASSERT_EQUAL(paramod_sem_graph_text(g, text, sizeof text),
                        strlen(pairs[k].written));
        CU_ASSERT_STRING_EQUAL(text, pairs[k].written);
        paramod_sem_graph_destroy(g);
    }
}

static void test_text_is_cut_to_size(void)
{
    paramod_sem_graph *g = read_graph("1>2,2>3", 0);
    char text[4] = "xyz";

    CU_ASSERT_EQUAL(paramod_sem_graph_text(g, text, 0), 7);
    CU_ASSERT_STRING_EQUAL(text, "xyz");
    CU_ASSERT_EQUAL(paramod_sem_graph_text(g, text, 3), 7);
    CU_ASSERT_STRING_EQUAL(text, "1>");
    paramod_sem_graph_destroy(g);
}

static const struct bad {
    const char *text;
    size_t nodes;
    paramod_status status;
    const char *message;
} bad[] = {
    { "1>1", 0, PARAMOD_ERR_ARGUMENT, "line 1, column 1: node '1' has an edge to itself, "
      "which a mixed graph cannot have" },
    { "1>2\n2>3,1>2", 0, PARAMOD_ERR_ARGUMENT, "line 2, column 5: the edge 1>2 is given "
      "twice" },
    { "1>2;2<1", 0, PARAMOD_ERR_ARGUMENT, "line 1, column 5: the edge 1>2 is given twice" },
    { "1-2,2-1", 0, PARAMOD_ERR_ARGUMENT, "line 1, column 5: the edge 2-1 is given twice" },
    { "1>4", 3, PARAMOD_ERR_ARGUMENT, "node '4' is out of range: the graph has 3 nodes" },
    { "0>1", 3, PARAMOD_ERR_ARGUMENT, "node '0': numbers of nodes begin with 1" },
    { "1>99999999999999999999", 0, PARAMOD_ERR_ARGUMENT, "node '99999999999999999999' is "
      "out of range: a graph has at most 4096 nodes" },
    { "x>y", 3, PARAMOD_ERR_ARGUMENT, "the text names 2 nodes, not 3: a node without "
      "edges is given by its name alone" },
    { "x>y,y>z", 2, PARAMOD_ERR_ARGUMENT, "node 'z' is out of range: the graph has 2 "
      "nodes" },
    { "", 0, PARAMOD_ERR_FORMAT, "the text has no node" },
    { "1>", 0, PARAMOD_ERR_FORMAT, "line 1, column 3: the text ends where a node should "
      "be" },
    { "1>;", 0, PARAMOD_ERR_FORMAT, "line 1, column 3: ';' stands where a node should be" },
    { "1>2 3", 0, PARAMOD_ERR_FORMAT, "line 1, column 5: '3' stands where ',' or ';' "
      "should be" },
    { "1=2", 0, PARAMOD_ERR_FORMAT, "line 1, column 2: '=' stands where ',' or ';' should "
      "be" },
    { "1>2", 5000, PARAMOD_ERR_ARGUMENT, "5000 nodes: a graph has 1 to 4096" },
};

static void test_bad_texts(void)
{
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        paramod_sem_graph *g = NULL;
        char message[256] = "paramod_sem_graph_read: ";

        CU_ASSERT_EQUAL(paramod_sem_graph_read(bad[k].text, bad[k].nodes, &g),
                        bad[k].status);
        CU_ASSERT_STRING_EQUAL(paramod_error_message(), strcat(message, bad[k].message));
        CU_ASSERT_PTR_NULL(g);
    }
}

static void test_bad_nodes_and_edges(void)
{
    static const char *const twice[] = { "a", "b", "a" }, *const odd[] = { "a b" };
    paramod_sem_graph *g = NULL;

    CU_ASSERT_EQUAL(paramod_sem_graph_create(0, NULL, &g), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_sem_graph_create(3, twice, &g), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_graph_create: nodes 1 "
                           "and 3 are both called 'a'");
    CU_ASSERT_EQUAL(paramod_sem_graph_create(1, odd, &g), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_PTR_NULL(g);
    MUST(paramod_sem_graph_create(2, NULL, &g));
    CU_ASSERT_EQUAL(paramod_sem_graph_add_directed(g, 0, 2), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_graph_add_directed: node "
                           "2 is out of range: the graph has 2 nodes, which count from 0");
    CU_ASSERT_EQUAL(paramod_sem_graph_add_bidirected(g, 1, 1), PARAMOD_ERR_ARGUMENT);
    MUST(paramod_sem_graph_add_bidirected(g, 1, 0));
    CU_ASSERT_EQUAL(paramod_sem_graph_add_bidirected(g, 0, 1), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_sem_graph_bidirected(g), 1);
    paramod_sem_graph_destroy(g);
}

static void test_flags(void)
{
    static const struct flags {
        const char *text;
        bool acyclic, simple, bow_free;
    } cases[] = {
        { "1>2,2>3;1-3", true, true, true }, { "1>2;1-2", true, false, false },
        { "1>2,2>1", false, false, true },   { "1>2,2>3,3>1", false, true, true },
        { "1-2;2>1,1>2", false, false, false },
    };

    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        paramod_sem_graph *g = read_graph(cases[k].text, 0);

        CU_ASSERT_EQUAL(paramod_sem_graph_is_acyclic(g), cases[k].acyclic);
        CU_ASSERT_EQUAL(paramod_sem_graph_is_simple(g), cases[k].simple);
        CU_ASSERT_EQUAL(paramod_sem_graph_is_bow_free(g), cases[k].bow_free);
        paramod_sem_graph_destroy(g);
    }
}

static void test_components_are_in_topological_order(void)
{
    paramod_sem_graph *g = read_graph("5>4,4>5,4>1,1>2,2>3,3>1,6>5", 0);
    size_t component[6], count = 0;

    MUST(paramod_sem_graph_components(g, component, &count));
    CU_ASSERT_EQUAL(count, 3);
    CU_ASSERT_EQUAL(component[5], 0);
    CU_ASSERT_EQUAL(component[3], 1);
    CU_ASSERT_EQUAL(component[4], 1);
    CU_ASSERT_EQUAL(component[0], 2);
    CU_ASSERT_EQUAL(component[1], 2);
    CU_ASSERT_EQUAL(component[2], 2);
    paramod_sem_graph_destroy(g);
}

static size_t below(size_t n)
{
    return (size_t)(uniform() * (double)n);
}

/* A random graph, and the same with its nodes permuted. */
static void random_pair(size_t n, double density, paramod_sem_graph **a,
                        paramod_sem_graph **b)
{
    size_t place[64];

    for (size_t i = 0; i < n; i++)
        place[i] = i;
    for (size_t i = n; i-- > 1;) {
        const size_t j = below(i + 1), held = place[i];

        place[i] = place[j];
        place[j] = held;
    }
    MUST(paramod_sem_graph_create(n, NULL, a));
    MUST(paramod_sem_graph_create(n, NULL, b));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            if (i != j && uniform() < density) {
                MUST(paramod_sem_graph_add_directed(*a, i, j));
                MUST(paramod_sem_graph_add_directed(*b, place[i], place[j]));
            }
            if (i < j && uniform() < density) {
                MUST(paramod_sem_graph_add_bidirected(*a, i, j));
                MUST(paramod_sem_graph_add_bidirected(*b, place[i], place[j]));
            }
        }
}

static void test_isomorphic_graphs_have_one_canonical_form(void)
{
    for (long k = 0; k < rounds(200); k++) {
        const size_t n = 1 + below(9);
        paramod_sem_graph *a, *b, *ca, *cb;
        size_t position[64];

        random_pair(n, uniform(), &a, &b);
        MUST(paramod_sem_graph_canonical(a, position, &ca));
        MUST(paramod_sem_graph_canonical(b, NULL, &cb));
        CU_ASSERT_TRUE(paramod_sem_graph_equal(ca, cb));
        for (size_t e = 0; e < paramod_sem_graph_directed(a); e++) {
            const paramod_sem_edge edge = paramod_sem_graph_directed_edge(a, e);

            CU_ASSERT_TRUE(paramod_sem_graph_has_directed(ca, position[edge.from],
                                                          position[edge.to]));
        }
        if (n > 1 && paramod_sem_graph_bidirected(b) == 0) {
            paramod_sem_graph_destroy(cb);
            MUST(paramod_sem_graph_add_bidirected(b, 0, 1));
            MUST(paramod_sem_graph_canonical(b, NULL, &cb));
            CU_ASSERT_FALSE(paramod_sem_graph_equal(ca, cb));
        }
        paramod_sem_graph_destroy(a);
        paramod_sem_graph_destroy(b);
        paramod_sem_graph_destroy(ca);
        paramod_sem_graph_destroy(cb);
    }
}

/* Of the 2^9 graphs on three nodes, 104 are not isomorphic to an earlier one. */
static void test_classes_on_three_nodes(void)
{
    static const size_t from[] = { 0, 0, 1, 1, 2, 2, 0, 0, 1 };
    static const size_t to[] = { 1, 2, 0, 2, 0, 1, 1, 2, 2 };
    paramod_sem_graph *seen[512];
    size_t classes = 0;

    for (unsigned code = 0; code < 512; code++) {
        paramod_sem_graph *g, *c;
        bool known = false;

        MUST(paramod_sem_graph_create(3, NULL, &g));
        for (unsigned e = 0; e < 9; e++)
            if ((code >> e & 1) != 0)
                MUST((e < 6 ? paramod_sem_graph_add_directed
                            : paramod_sem_graph_add_bidirected)(g, from[e], to[e]));
        MUST(paramod_sem_graph_canonical(g, NULL, &c));
        for (size_t k = 0; k < classes && !known; k++)
            known = paramod_sem_graph_equal(seen[k], c);
        if (known)
            paramod_sem_graph_destroy(c);
        else
            seen[classes++] = c;
        paramod_sem_graph_destroy(g);
    }
    CU_ASSERT_EQUAL(classes, 104);
    while (classes > 0)
        paramod_sem_graph_destroy(seen[--classes]);
}

static void test_very_symmetric_graphs(void)
{
    paramod_sem_graph *g, *c = NULL;

    MUST(paramod_sem_graph_create(100, NULL, &g));
    MUST(paramod_sem_graph_canonical(g, NULL, &c));
    CU_ASSERT_TRUE(paramod_sem_graph_equal(g, c));
    paramod_sem_graph_destroy(c);
    paramod_sem_graph_destroy(g);
    MUST(paramod_sem_graph_create(24, NULL, &g)); /* 2^12 12! automorphisms */
    for (size_t k = 0; k < 12; k++)
        MUST(paramod_sem_graph_add_bidirected(g, 2 * k, 2 * k + 1));
    c = NULL;
    CU_ASSERT_EQUAL(paramod_sem_graph_canonical(g, NULL, &c), PARAMOD_ERR_UNSUPPORTED);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_graph_canonical: more "
                           "than 20000 labellings of 24 nodes remain: the graph is too "
                           "symmetric");
    CU_ASSERT_PTR_NULL(c);
    paramod_sem_graph_destroy(g);
}

static void test_every_allocation_may_fail(void)
{
    const long before = memory_live();

    for (long k = 0; k < 60; k++) {
        paramod_sem_graph *g = NULL, *c = NULL;
        size_t component[4];
        paramod_status status;

        memory_allow(k);
        status = paramod_sem_graph_read("a>b,b>c,c>d; a-c,b-d", 0, &g);
        if (status == PARAMOD_OK)
            status = paramod_sem_graph_components(g, component, NULL);
        if (status == PARAMOD_OK)
            status = paramod_sem_graph_canonical(g, NULL, &c);
        memory_allow(-1);
        paramod_sem_graph_destroy(g);
        paramod_sem_graph_destroy(c);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK)
            return;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    }
    CU_FAIL("60 allocations were not enough");
}

int main(void)
{
    static CU_TestInfo tests[] = {
        { "what is read is written", test_what_is_read_is_written },
        { "text is cut to size", test_text_is_cut_to_size },
        { "bad texts", test_bad_texts },
        { "bad nodes and edges", test_bad_nodes_and_edges },
        { "flags", test_flags },
        { "components are in topological order",
          test_components_are_in_topological_order },
        { "isomorphic graphs have one canonical form",
          test_isomorphic_graphs_have_one_canonical_form },
        { "classes on three nodes", test_classes_on_three_nodes },
        { "very symmetric graphs", test_very_symmetric_graphs },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("sem/graph", tests);
}
