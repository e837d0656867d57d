/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Mixed graphs: the one-connection rule, verdicts, ideals.
 *
 *     bench/sem_graphs SOURCE CSV
 *
 * Macaulay2 (bench/one_connection.m2) is the peer for the rule; where it is not
 * installed, that ratio is "not measured".  Exit status 1 if a limit is missed.
 */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>
#include <paramod/sem.h>

#include "support/bench.h"

static void check(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

static paramod_sem_graph *read_graph(const char *text)
{
    paramod_sem_graph *g = NULL;

    check(paramod_sem_graph_read(text, 0, &g));
    return g;
}

/* ---- the rule ----------------------------------------------------------- */

static paramod_sem_graph *complete_graph(size_t n)
{
    paramod_sem_graph *g = NULL;

    check(paramod_sem_graph_create(n, NULL, &g));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            if (i != j)
                check(paramod_sem_graph_add_directed(g, i, j));
            if (i < j)
                check(paramod_sem_graph_add_bidirected(g, i, j));
        }
    return g;
}

static void expand_all(void *data)
{
    const paramod_sem_graph *g = data;
    const size_t n = paramod_sem_graph_nodes(g);
    size_t terms = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            paramod_sem_polynomial *p = NULL;

            check(paramod_sem_covariance_entry(g, i, j, PARAMOD_SEM_SQUARED, &p, NULL));
            terms += paramod_sem_polynomial_terms(p);
            paramod_sem_polynomial_destroy(p);
        }
    if (terms != 141150)
        exit(2);
}

static void expand_eight(void *data)
{
    const paramod_sem_graph *g = data;
    paramod_sem_polynomial *p = NULL;

    check(paramod_sem_determinant(g, &p));
    paramod_sem_polynomial_destroy(p);
    for (size_t i = 0; i < 8; i++)
        for (size_t j = 0; j < 8; j++) {
            check(paramod_sem_adjugate(g, i, j, &p));
            paramod_sem_polynomial_destroy(p);
        }
}

/* Seconds that Macaulay2 says the same products took; NaN without it. */
static double macaulay(const char *source)
{
    char command[2048], line[256];
    double seconds = NAN;
    FILE *pipe;

    (void)snprintf(command, sizeof command, "command -v M2 >/dev/null 2>&1 && M2 --script "
                   "'%s/bench/one_connection.m2' 2>/dev/null", source);
    pipe = popen(command, "r");
    if (pipe == NULL)
        return seconds;
    while (fgets(line, sizeof line, pipe) != NULL)
        (void)sscanf(line, "seconds %lf", &seconds);
    (void)pclose(pipe);
    return seconds;
}

static void bench_rule(bench *b, const char *source)
{
    paramod_sem_graph *five = complete_graph(5), *eight = complete_graph(8);
    timing t = bench_time(9, bench_cpu, expand_all, five);

    bench_report(b, "141150 terms: det^2 Sigma, complete graph on 5 nodes", &t,
                 "seconds", t.median, BENCH_AT_MOST, 0.030);
    bench_report(b, "the same", &t, "Macaulay2", macaulay(source) / t.median,
                 BENCH_AT_LEAST, 100);
    t = bench_time(3, bench_cpu, expand_eight, eight);
    bench_report(b, "det and adjugate of the complete graph on 8 nodes", &t, "seconds",
                 t.median, BENCH_AT_MOST, 0.5);
    paramod_sem_graph_destroy(five);
    paramod_sem_graph_destroy(eight);
}

/* ---- verdicts ----------------------------------------------------------- */

enum { SLOTS = 18, CODES = 1 << SLOTS, CLASSES = 11592 };

static const size_t from[SLOTS] = { 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0, 0, 1, 1, 2 };
static const size_t to[SLOTS] = { 1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2, 1, 2, 3, 2, 3, 3 };

static size_t slot_of(bool directed, size_t i, size_t j)
{
    for (size_t k = directed ? 0 : 12; k < SLOTS; k++)
        if ((from[k] == i && to[k] == j) || (!directed && from[k] == j && to[k] == i))
            return k;
    return SLOTS;
}

/* One code of each isomorphism class on four nodes. */
static void list_classes(uint32_t *code_of)
{
    static unsigned char seen[CODES];
    size_t count = 0;

    for (uint32_t code = 0; code < CODES; code++) {
        if (seen[code] != 0)
            continue;
        for (size_t a = 0; a < 256; a++) {
            const size_t image[4] = { a & 3, a >> 2 & 3, a >> 4 & 3, a >> 6 };
            uint32_t other = 0;

            if ((1U << image[0] | 1U << image[1] | 1U << image[2] | 1U << image[3]) != 15)
                continue;
            for (size_t k = 0; k < SLOTS; k++)
                if ((code >> k & 1) != 0)
                    other |= 1U << slot_of(k < 12, image[from[k]], image[to[k]]);
            seen[other] = 1;
        }
        code_of[count++] = code;
    }
    if (count != CLASSES)
        exit(2);
}

static void judge_all(void *data)
{
    const uint32_t *code = data;

    for (size_t c = 0; c < CLASSES; c++) {
        paramod_sem_verdict v = { .size = sizeof v };
        paramod_sem_graph *g = NULL;

        check(paramod_sem_graph_create(4, NULL, &g));
        for (size_t k = 0; k < SLOTS; k++)
            if ((code[c] >> k & 1) != 0)
                check((k < 12 ? paramod_sem_graph_add_directed
                              : paramod_sem_graph_add_bidirected)(g, from[k], to[k]));
        check(paramod_sem_identify(g, PARAMOD_SEM_SKIP_EDGES | PARAMOD_SEM_SKIP_DEGREE,
                                   &v));
        paramod_sem_graph_destroy(g);
    }
}

static void judge_one(void *data)
{
    paramod_sem_verdict v = { .size = sizeof v };

    check(paramod_sem_identify(data, PARAMOD_SEM_SKIP_EDGES | PARAMOD_SEM_SKIP_DEGREE,
                               &v));
}

static paramod_sem_graph *sparse_graph(size_t n)
{
    paramod_random random = paramod_random_stream(3, n);
    paramod_sem_graph *g = NULL;

    check(paramod_sem_graph_create(n, NULL, &g));
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            if (paramod_random_uniform(&random) < 3 / (double)n)
                check(paramod_sem_graph_add_directed(g, i, j));
            else if (paramod_random_uniform(&random) < 1.5 / (double)n)
                check(paramod_sem_graph_add_bidirected(g, i, j));
        }
    return g;
}

static void bench_verdicts(bench *b)
{
    static uint32_t code[CLASSES];
    paramod_sem_graph *g = sparse_graph(25);
    timing t;

    list_classes(code);
    t = bench_time(5, bench_cpu, judge_all, code);
    bench_report(b, "all verdicts on all 11592 classes on 4 nodes", &t, "seconds",
                 t.median, BENCH_AT_MOST, 1);
    t = bench_time(5, bench_cpu, judge_one, g);
    bench_report(b, "all verdicts on a sparse graph on 25 nodes", &t, "seconds", t.median,
                 BENCH_AT_MOST, 0.1);
    paramod_sem_graph_destroy(g);
}

/* ---- ideals ------------------------------------------------------------- */

typedef struct search {
    paramod_sem_graph *graph;
    paramod_sem_ideal_options options;
    size_t generators;
} search;

static void explore(void *data)
{
    const search *s = data;
    paramod_sem_ideal *ideal = NULL;

    check(paramod_sem_ideal_create(s->graph, &s->options, &ideal));
    if (paramod_sem_ideal_generators(ideal) != s->generators)
        exit(2);
    paramod_sem_ideal_destroy(ideal);
}

static void bench_ideals(bench *b)
{
    static const struct wish {
        const char *what, *graph;
        size_t degree, generators;
        double limit;
    } wishes[] = {
        { "Verma ideal to degree 4", "1>2,1>3,2>3,3>4;2-4", 4, 1, 0.01 },
        { "degree 10 generator: 4-cycle with 1<->3", "1>2,2>3,3>4,4>1;1-3", 10, 1, 1 },
        { "15 cubics: 5-cycle to degree 4", "1>2,2>3,3>4,4>5,5>1", 4, 15, 0.1 },
        { "half-trek paper, figure 3a, to degree 7",
          "1>2,2>3,3>4,4>5;1-3,1-4,2-4,2-5", 7, 4, 4.75 },
    };

    for (size_t k = 0; k < sizeof wishes / sizeof wishes[0]; k++) {
        search s = { .graph = read_graph(wishes[k].graph),
                     .options = { .size = sizeof s.options,
                                  .degree = wishes[k].degree },
                     .generators = wishes[k].generators };
        const timing t = bench_time(3, bench_cpu, explore, &s);

        bench_report(b, wishes[k].what, &t, "seconds", t.median, BENCH_AT_MOST,
                     wishes[k].limit);
        paramod_sem_graph_destroy(s.graph);
    }
}

int main(int argc, char **argv)
{
    bench b;

    if (argc != 3) {
        fprintf(stderr, "usage: bench/sem_graphs SOURCE CSV\n");
        return 2;
    }
    b = bench_open(argv[2]);
    bench_rule(&b, argv[1]);
    bench_verdicts(&b);
    bench_ideals(&b);
    return bench_close(&b) ? 0 : 1;
}
