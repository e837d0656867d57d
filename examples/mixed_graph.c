/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A feedback loop of three variables: its covariance matrix as fractions, what can
 * be learnt from it, and the two parameter points that no data can tell apart.
 *
 *     cc mixed_graph.c $(pkg-config --cflags --libs paramod)
 */

#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    const double lambda[9] = { 0, 0.5, 0, 0, 0, 2.0 / 3, -1.0 / 3, 0, 0 };
    const double omega[9] = { 1, 0, 0, 0, 2, 0, 0, 0, 3 };
    paramod_sem_verdict verdict = { .size = sizeof verdict };
    paramod_sem_graph *graph;
    paramod_sem_fibre *fibre;
    char text[256];

    check(paramod_sem_graph_read("price>demand, demand>supply, supply>price", 0, &graph));
    check(paramod_sem_covariance_text(graph, 0, 1, PARAMOD_SEM_REDUCED, PARAMOD_SEM_TEXT,
                                      text, sizeof text, NULL));
    printf("s12 = %s\n", text);

    check(paramod_sem_identify(graph, 0, &verdict));
    printf("finite-to-one: %zu, points with one covariance matrix: %zu\n",
           verdict.finite_to_one, verdict.fibre_degree);

    check(paramod_sem_fibre_create(graph, lambda, omega, &fibre));
    for (size_t k = 0; k < paramod_sem_fibre_points(fibre); k++) {
        const paramod_sem_fibre_point p = paramod_sem_fibre_at(fibre, k);

        printf("lambda = %.6f %.6f %.6f: %s\n", p.lambda[1], p.lambda[5], p.lambda[6],
               p.stable ? "stable" : "unstable");
    }
    paramod_sem_fibre_destroy(fibre);
    paramod_sem_graph_destroy(graph);
    return EXIT_SUCCESS;
}
