/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Verdicts on mixed graphs against recorded ones of other programs.
 *
 *     run FOLDER    (of this file: the graphs are in ../../tests/data/sem/graphs)
 *
 * Exit status 1 if a verdict differs.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>
#include <paramod/sem.h>

enum { LINE = 8192, MOST = 8 };

static void check(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    (void)fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

typedef struct tally {
    size_t graphs, compared, differ, recovered, generators;
    double worst; /* error of recovered coefficients */
    paramod_random random;
} tally;

static void compare(tally *t, const char *line, const char *key, size_t found)
{
    const char *at = strstr(line, key);

    if (at == NULL)
        return;
    t->compared++;
    if (atol(at + strlen(key)) != (long)found) {
        t->differ++;
        (void)printf("differs: %s%zu here, %s", key, found, line);
    }
}

static void compare_all(tally *t, const char *line, const paramod_sem_graph *g,
                        const paramod_sem_verdict *v)
{
    const bool edges = strchr(line, '/') != NULL;

    compare(t, line, " acyc=", paramod_sem_graph_is_acyclic(g));
    compare(t, line, " bowfree=", paramod_sem_graph_is_bow_free(g));
    compare(t, line, " simple=", paramod_sem_graph_is_simple(g));
    compare(t, line, " jacdef=", paramod_sem_graph_directed(g) - v->generic_rank);
    compare(t, line, " htc=", edges ? v->htc_edges : v->htc_identifiable);
    compare(t, line, " htcT=", edges ? v->tian_edges : v->tian_identifiable);
    compare(t, line, " anc=", v->ancestral_edges);
    compare(t, line, " edge=", v->edgewise_edges);
    compare(t, line, " tsid=", v->trek_edges);
    compare(t, line, " nonid=", v->htc_infinite);
    compare(t, line, " nonidT=", v->tian_infinite);
    compare(t, line, " glob=", v->globally_identifiable);
    compare(t, line, " degree=", v->fibre_degree);
}

/* ---- parameters --------------------------------------------------------- */

static bool draw(tally *t, const paramod_sem_graph *g, double *lambda, double *sigma)
{
    const size_t n = paramod_sem_graph_nodes(g);
    double omega[MOST * MOST] = { 0 };
    paramod_sem_equilibrium about;

    memset(lambda, 0, n * n * sizeof *lambda);
    for (size_t k = 0; k < paramod_sem_graph_directed(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

        lambda[e.from * n + e.to] = 0.5 + paramod_random_uniform(&t->random);
    }
    for (size_t i = 0; i < n; i++)
        omega[i * n + i] = 2 + paramod_random_uniform(&t->random);
    for (size_t k = 0; k < paramod_sem_graph_bidirected(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_bidirected_edge(g, k);

        omega[e.from * n + e.to] = omega[e.to * n + e.from] =
            0.5 * paramod_random_uniform(&t->random);
    }
    return paramod_sem_covariance(g, lambda, omega, sigma, &about) == PARAMOD_OK
        && about.rcond > 0.02;
}

static void recover(tally *t, const paramod_sem_graph *g)
{
    const size_t n = paramod_sem_graph_nodes(g);
    double lambda[MOST * MOST], sigma[MOST * MOST], back[MOST * MOST], omega[MOST * MOST];
    paramod_sem_solution *s = NULL;

    if (!draw(t, g, lambda, sigma))
        return;
    check(paramod_sem_solution_create(g, &s));
    if (paramod_sem_recover(s, sigma, back, omega) == PARAMOD_OK)
        for (size_t k = 0; k < paramod_sem_graph_directed(g); k++) {
            const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);
            const double error = fabs(back[e.from * n + e.to] - lambda[e.from * n + e.to]);

            if (!paramod_sem_solution_has(s, k))
                continue;
            t->recovered++;
            t->worst = fmax(t->worst, error);
        }
    paramod_sem_solution_destroy(s);
}

static void vanish(tally *t, const paramod_sem_graph *g)
{
    const paramod_sem_ideal_options o = { .size = sizeof o, .degree = 5 };
    const size_t n = paramod_sem_graph_nodes(g);
    double lambda[MOST * MOST], sigma[MOST * MOST], scale = 1;
    paramod_sem_ideal *ideal = NULL;

    if (!draw(t, g, lambda, sigma))
        return;
    for (size_t i = 0; i < n; i++)
        scale = fmax(scale, sigma[i * n + i]);
    check(paramod_sem_ideal_create(g, &o, &ideal));
    for (size_t k = 0; k < paramod_sem_ideal_generators(ideal); k++) {
        const paramod_sem_polynomial *p = paramod_sem_ideal_generator(ideal, k);

        t->generators++;
        if (!(fabs(paramod_sem_polynomial_at_covariance(p, sigma))
              <= 1e-12 * pow(scale, (double)paramod_sem_polynomial_degree(p)))) {
            t->differ++;
            (void)printf("a generator does not vanish\n");
        }
    }
    paramod_sem_ideal_destroy(ideal);
}

/* ---- files -------------------------------------------------------------- */

static void run_file(const char *folder, const char *name, unsigned skip, tally *all)
{
    char path[2048], line[LINE], arrows[LINE / 2], arcs[LINE / 2], text[LINE];
    tally t = { .random = paramod_random_stream(7, 7) };
    size_t nodes;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/../../tests/data/sem/graphs/%s", folder, name);
    file = fopen(path, "r");
    if (file == NULL) {
        (void)fprintf(stderr, "cannot open '%s'\n", path);
        exit(2);
    }
    while (fgets(line, sizeof line, file) != NULL) {
        paramod_sem_verdict v = { .size = sizeof v };
        paramod_sem_graph *g = NULL;

        if (line[0] == ' ' || sscanf(line, "%zu %4095s %4095s", &nodes, arrows, arcs) != 3)
            continue;
        (void)snprintf(text, sizeof text, "%s;%s", arrows, arcs);
        check(paramod_sem_graph_read(text, nodes, &g));
        check(paramod_sem_identify(g, skip, &v));
        compare_all(&t, line, g, &v);
        recover(&t, g);
        if (nodes <= 3)
            vanish(&t, g);
        paramod_sem_graph_destroy(g);
        t.graphs++;
    }
    (void)fclose(file);
    (void)printf("%-28s %5zu graphs, %6zu verdicts, %zu differ; %zu coefficients "
                 "recovered, largest error %.1e; %zu generators vanish\n", name, t.graphs,
                 t.compared, t.differ, t.recovered, t.worst, t.generators);
    all->graphs += t.graphs;
    all->differ += t.differ + !(t.worst < 1e-6);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : ".";
    tally all = { 0 };

    run_file(folder, "mixed_graphs_n3.txt", 0, &all);
    run_file(folder, "semid_n3.txt", 0, &all);
    run_file(folder, "fiber_n3.txt", 0, &all);
    run_file(folder, "mixed_graphs_n4_sample.txt", PARAMOD_SEM_SKIP_EDGES, &all);
    (void)printf("%s\n", all.differ == 0 ? "all agree" : "NOT all agree");
    return all.differ == 0 && all.graphs > 2500 ? EXIT_SUCCESS : EXIT_FAILURE;
}
