/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The constraint of the Verma graph, which no conditional independence shows, and
 * its test on a covariance matrix.
 *
 *     cc constraints.c $(pkg-config --cflags --libs paramod)
 */

#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

static const double sample[16] = {
    2.00, 1.10, 0.90, 0.70,
    1.10, 1.80, 0.80, 0.75,
    0.90, 0.80, 1.90, 0.85,
    0.70, 0.75, 0.85, 1.70,
};

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
}

int main(void)
{
    paramod_sem_graph *graph;
    paramod_sem_ideal *ideal;
    paramod_sem_wald wald;
    char text[512];
    double value, error;

    check(paramod_sem_graph_read("1>2,1>3,2>3,3>4; 2-4", 0, &graph));
    check(paramod_sem_ideal_create(graph, NULL, &ideal));
    (void)paramod_sem_polynomial_text(paramod_sem_ideal_generator(ideal, 0),
                                      PARAMOD_SEM_TEXT, text, sizeof text);
    printf("%s\n", text);

    check(paramod_sem_ideal_test(ideal, sample, 200, &value, &error, &wald));
    printf("value %.6f, standard error %.6f\n", value, error);
    printf("chi2 = %.4f, df = %g, p = %.4f\n", wald.chi2, wald.df, wald.pvalue);

    paramod_sem_ideal_destroy(ideal);
    paramod_sem_graph_destroy(graph);
    return EXIT_SUCCESS;
}
