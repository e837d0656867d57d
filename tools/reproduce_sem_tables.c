/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Classes of graphs, and what holds for all of them. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "reproduce_sem.h"

/* ---- classes ------------------------------------------------------------ */

enum { MOST_NODES = 5, MOST_PAIRS = 10, MOST_PERMUTATIONS = 120 };

/* A graph is a code of some bits a pair i < j: 1 is i > j, 2 is j > i, and 4, or 3
 * among simple graphs, is i - j.  A permutation moves pairs, and may turn them
 * round, which exchanges the two low bits. */
typedef struct coding {
    size_t nodes, pairs, bits, permutations;
    size_t first[MOST_PAIRS], second[MOST_PAIRS];
    unsigned char place[MOST_PERMUTATIONS][MOST_PAIRS];
    bool turned[MOST_PERMUTATIONS][MOST_PAIRS];
} coding;

static size_t pair_number(const coding *c, size_t i, size_t j)
{
    size_t k = 0;

    while (c->first[k] != (i < j ? i : j) || c->second[k] != (i < j ? j : i))
        k++;
    return k;
}

static void add_permutations(coding *c, size_t *image, size_t count)
{
    if (count == c->nodes) {
        for (size_t k = 0; k < c->pairs; k++) {
            const size_t i = image[c->first[k]], j = image[c->second[k]];

            c->place[c->permutations][k] = (unsigned char)pair_number(c, i, j);
            c->turned[c->permutations][k] = i > j;
        }
        c->permutations++;
        return;
    }
    for (size_t v = 0; v < c->nodes; v++) {
        bool taken = false;

        for (size_t k = 0; k < count; k++)
            taken = taken || image[k] == v;
        image[count] = v;
        if (!taken)
            add_permutations(c, image, count + 1);
    }
}

static uint32_t image_of(const coding *c, size_t permutation, uint32_t code)
{
    const uint32_t mask = (UINT32_C(1) << c->bits) - 1;
    uint32_t image = 0;

    for (size_t k = 0; k < c->pairs; k++) {
        const uint32_t s = code >> c->bits * k & mask;
        const uint32_t t = !c->turned[permutation][k] ? s
            : (s & ~UINT32_C(3)) | (s & 1) << 1 | (s >> 1 & 1);

        image |= t << c->bits * c->place[permutation][k];
    }
    return image;
}

static size_t edges_of(const coding *c, uint32_t code)
{
    const uint32_t mask = (UINT32_C(1) << c->bits) - 1;
    size_t edges = 0;

    for (size_t k = 0; k < c->pairs; k++) {
        const uint32_t s = code >> c->bits * k & mask;

        edges += c->bits == 2 ? s != 0 : (s & 1) + (s >> 1 & 1) + (s >> 2);
    }
    return edges;
}

static paramod_status decode(const coding *c, uint32_t code, paramod_sem_graph **g)
{
    const uint32_t mask = (UINT32_C(1) << c->bits) - 1;
    paramod_status status = paramod_sem_graph_create(c->nodes, NULL, g);

    for (size_t k = 0; k < c->pairs && status == PARAMOD_OK; k++) {
        const uint32_t s = code >> c->bits * k & mask;
        const bool both = c->bits == 2 ? s == 3 : s >= 4;

        if ((s & 1) != 0 && !(c->bits == 2 && both))
            status = paramod_sem_graph_add_directed(*g, c->first[k], c->second[k]);
        if (status == PARAMOD_OK && (s & 2) != 0 && !(c->bits == 2 && both))
            status = paramod_sem_graph_add_directed(*g, c->second[k], c->first[k]);
        if (status == PARAMOD_OK && both)
            status = paramod_sem_graph_add_bidirected(*g, c->first[k], c->second[k]);
    }
    return status;
}

static void set_up(coding *c, const sem_classes *which)
{
    size_t image[MOST_NODES];

    *c = (coding){ .nodes = which->nodes, .bits = which->simple ? 2 : 3 };
    for (size_t i = 0; i < which->nodes; i++)
        for (size_t j = i + 1; j < which->nodes; j++) {
            c->first[c->pairs] = i;
            c->second[c->pairs++] = j;
        }
    add_permutations(c, image, 0);
}

/* Codes ascend; the first of an orbit stands for it and marks the others. */
bool sem_classes_visit(const sem_classes *which, sem_visitor visit, void *data,
                       size_t *count, problem *p)
{
    coding c;
    unsigned char *seen;
    uint64_t codes;
    bool good = true;

    set_up(&c, which);
    codes = UINT64_C(1) << c.bits * c.pairs;
    seen = take((size_t)(codes / 8 + 1), 1);
    *count = 0;
    for (uint64_t code = 0; code < codes && good; code++) {
        paramod_sem_graph *g = NULL;

        if ((seen[code / 8] >> code % 8 & 1) != 0
            || (which->most_edges > 0
                && edges_of(&c, (uint32_t)code) > which->most_edges))
            continue;
        for (size_t k = 0; k < c.permutations; k++) {
            const uint32_t image = image_of(&c, k, (uint32_t)code);

            seen[image / 8] = (unsigned char)(seen[image / 8] | 1U << image % 8);
        }
        ++*count;
        good = decode(&c, (uint32_t)code, &g) == PARAMOD_OK ? visit(g, data)
                                                            : problem_from_library(p);
        paramod_sem_graph_destroy(g);
    }
    free(seen);
    return good;
}

/* ---- simple graphs are finite-to-one ------------------------------------ */

typedef struct ranks {
    size_t full;
    problem *problem;
} ranks;

static bool check_rank(const paramod_sem_graph *g, void *data)
{
    ranks *r = data;
    paramod_sem_verdict v = { .size = sizeof v };

    if (paramod_sem_identify(g, PARAMOD_SEM_SKIP_EDGES | PARAMOD_SEM_SKIP_DEGREE, &v)
        != PARAMOD_OK)
        return problem_from_library(r->problem);
    r->full += v.finite_to_one;
    return true;
}

bool reproduce_sem_theorem(bool full, bool *agrees, problem *p)
{
    static const size_t expected[] = { 16, 218, 9608 };

    (void)full;
    (void)printf("Simple graphs are generically finite-to-one\n");
    for (size_t n = 3; n <= 5; n++) {
        const sem_classes which = { n, true, 0 };
        ranks r = { 0, p };
        size_t count = 0;

        if (!sem_classes_visit(&which, check_rank, &r, &count, p))
            return false;
        (void)printf("  %zu nodes: %zu classes (expected %zu), %zu of full rank\n", n,
                     count, expected[n - 3], r.full);
        *agrees = *agrees && count == expected[n - 3] && r.full == count;
    }
    return true;
}

/* ---- ideals ------------------------------------------------------------- */

/* Degrees of minimal generators, as independent computations gave them; no script
 * came with these values. */
static const struct entry {
    const char *name, *graph;
    size_t degree;
    const char *degrees;
    bool slow;
} catalogue[] = {
    { "chain", "1>2,2>3", 4, "2", false },
    { "instrumental variable", "1>2,2>3; 2-3", 4, "", false },
    { "bow", "1>2; 1-2", 4, "", false },
    { "Verma", "1>2,1>3,2>3,3>4; 2-4", 4, "4", false },
    { "diamond", "1>2,1>3,2>4,3>4", 4, "2 3", false },
    { "2-cycle, two instruments", "1>2,2>1,3>1,4>2", 4, "1 3", false },
    { "same, correlated instruments", "1>2,2>1,3>1,4>2; 3-4", 6, "5", false },
    { "3-cycle", "1>2,2>3,3>1", 4, "", false },
    { "3-cycle with 4>1", "1>2,2>3,3>1,4>1", 4, "3 3", false },
    { "3-cycle with 4>1, 4>2", "1>2,2>3,3>1,4>1,4>2", 7, "6", false },
    { "4-cycle", "1>2,2>3,3>4,4>1", 5, "3 3", false },
    { "4-cycle with 1>3", "1>2,2>3,3>4,4>1,1>3", 5, "3", false },
    { "4-cycle with 1-3", "1>2,2>3,3>4,4>1; 1-3", 10, "10", false },
    { "5-cycle", "1>2,2>3,3>4,4>5,5>1", 4, "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3", false },
    { "two 3-cycles with an edge shared", "1>2,2>3,2>4,3>1,4>1", 13, "13", true },
    { "half-trek paper, figure 3a", "1>2,2>3,3>4,4>5; 1-3,1-4,2-4,2-5", 7, "4 5 5 7",
      true },
    { "half-trek paper, figure 3c", "1>2,1>3,1>4,4>5; 1-2,1-3,1-4,1-5", 7, "3 7", true },
};

static void list_degrees(const paramod_sem_ideal *ideal, char *text, size_t size)
{
    size_t length = 0;

    text[0] = '\0';
    for (size_t k = 0; k < paramod_sem_ideal_generators(ideal) && length < size; k++)
        length += (size_t)snprintf(text + length, size - length, "%s%zu",
                                   k > 0 ? " " : "", paramod_sem_polynomial_degree(
                                       paramod_sem_ideal_generator(ideal, k)));
}

static bool explore(const struct entry *e, bool *agrees, problem *p)
{
    const paramod_sem_ideal_options o = { .size = sizeof o, .degree = e->degree };
    paramod_sem_graph *g = NULL;
    paramod_sem_ideal *ideal = NULL;
    char degrees[256];
    const bool good = (paramod_sem_graph_read(e->graph, 0, &g) == PARAMOD_OK
                       && paramod_sem_ideal_create(g, &o, &ideal) == PARAMOD_OK)
        || problem_from_library(p);

    if (good) {
        list_degrees(ideal, degrees, sizeof degrees);
        (void)printf("  %-32s degrees %s%s\n", e->name,
                     degrees[0] == '\0' ? "none" : degrees,
                     strcmp(degrees, e->degrees) == 0 ? "" : "  (NOT as expected)");
        *agrees = *agrees && strcmp(degrees, e->degrees) == 0;
    }
    paramod_sem_ideal_destroy(ideal);
    paramod_sem_graph_destroy(g);
    return good;
}

bool reproduce_sem_ideals(bool full, bool *agrees, problem *p)
{
    (void)printf("Vanishing ideals\n");
    for (size_t k = 0; k < sizeof catalogue / sizeof catalogue[0]; k++)
        if ((full || !catalogue[k].slow) && !explore(&catalogue[k], agrees, p))
            return false;
    return true;
}

/* ---- classification ----------------------------------------------------- */

enum { DEGREES = 12 };

typedef struct row {
    size_t solved, finite, infinite;
    size_t degree[DEGREES]; /* of the finite ones; 0 not computed, 11 and more */
} row;

typedef struct classification {
    row acyclic, cyclic;
    problem *problem;
} classification;

static bool classify(const paramod_sem_graph *g, void *data)
{
    classification *c = data;
    row *r = paramod_sem_graph_is_acyclic(g) ? &c->acyclic : &c->cyclic;
    paramod_sem_verdict v = { .size = sizeof v };

    if (paramod_sem_identify(g, PARAMOD_SEM_SKIP_EDGES, &v) != PARAMOD_OK)
        return problem_from_library(c->problem);
    if (v.htc_identifiable) {
        r->solved++;
    } else if (v.finite_to_one) {
        r->finite++;
        r->degree[v.fibre_degree < DEGREES ? v.fibre_degree : DEGREES - 1]++;
    } else {
        r->infinite++;
    }
    return true;
}

static void print_row(const char *kind, const row *r)
{
    (void)printf("    %-8s half-trek identifiable %zu, finite-to-one beyond %zu, "
                 "infinite-to-one %zu\n", kind, r->solved, r->finite, r->infinite);
    for (size_t d = 0; d < DEGREES; d++)
        if (r->degree[d] > 0)
            (void)printf("             of degree %s%zu: %zu\n",
                         d == 0 ? "not computed, " : "", d, r->degree[d]);
}

bool reproduce_sem_table(bool full, bool *agrees, problem *p)
{
    static const size_t expected[2][6] = { { 17, 0, 23, 2, 1, 61 },
                                           { 343, 4, 1220, 230, 84, 9711 } };

    (void)printf("Identifiability of all graphs up to isomorphism\n");
    for (size_t n = 3; n <= (full ? 5U : 4U); n++) {
        const sem_classes which = { n, false, n == 5 ? 10 : 0 };
        classification c = { .problem = p };
        size_t count = 0;

        if (!sem_classes_visit(&which, classify, &c, &count, p))
            return false;
        (void)printf("  %zu nodes%s: %zu classes\n", n,
                     n == 5 ? ", up to 10 edges" : "", count);
        print_row("acyclic", &c.acyclic);
        print_row("cyclic", &c.cyclic);
        if (n < 5) {
            const size_t found[] = { c.acyclic.solved, c.acyclic.finite,
                                     c.acyclic.infinite, c.cyclic.solved,
                                     c.cyclic.finite, c.cyclic.infinite };

            *agrees = *agrees && memcmp(found, expected[n - 3], sizeof found) == 0;
        }
    }
    return true;
}
