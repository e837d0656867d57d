/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks sum omega f(alpha x + beta) with seeded weights of our own. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/random.h>

#include "memory.h"
#include "reproduce_ident.h"

/* f and f'. */
static double activate(bool relu, double x, double *slope)
{
    const double t = tanh(x);

    *slope = relu ? (x > 0.0 ? 1.0 : 0.0) : 1.0 - t * t;
    return relu ? fmax(x, 0.0) : t;
}

static void fill(bool relu, size_t neurons, size_t points, double *s)
{
    paramod_random random = paramod_random_stream(2025, neurons);
    const size_t k = 3 * neurons;

    for (size_t m = 0; m < neurons; m++) {
        const double omega = paramod_random_normal(&random);
        const double alpha = 6.0 * paramod_random_normal(&random);
        const double beta = 3.0 * paramod_random_normal(&random);

        for (size_t i = 0; i < points; i++) {
            const double x = (double)i / (double)(points - 1);
            double slope;

            s[i * k + m] = activate(relu, alpha * x + beta, &slope);
            s[i * k + neurons + m] = omega * slope * x;
            s[i * k + 2 * neurons + m] = omega * slope;
        }
    }
}

/* Whatever the weights are: N data determine at most N of 3 M parameters; and max(0, x)
 * leaves values as they are when omega grows as alpha and beta fall, so that at most 2 M
 * combinations are determined, and every parameter belongs to one that is not. */
static bool run(bool relu, size_t neurons, size_t points, bool *good, problem *p)
{
    const size_t k = 3 * neurons;
    const size_t most = relu ? 2 * neurons : points;
    double *s = take(points * k, sizeof *s);
    paramod_ident_analysis *a = NULL;
    paramod_ident_report r = { .size = sizeof r };
    size_t zero = 0;
    bool fine;

    fill(relu, neurons, points, s);
    fine = (paramod_ident_analyze_matrix(points, k, s, NULL, NULL, &a) == PARAMOD_OK &&
            paramod_ident_get_report(a, &r) == PARAMOD_OK) || problem_from_library(p);
    for (size_t j = 0; j < k && fine; j++)
        zero += r.k_inf[j] == 0.0;
    if (fine) {
        const bool holds = r.rank <= most && zero == k;

        (void)printf("  %-5s %3zu neurons, %3zu data: rank %3zu of %3zu, at most %3zu; K is "
                     "0 for %zu  %s\n", relu ? "relu" : "tanh", neurons, points, r.rank, k,
                     most, zero, holds ? "ok" : "FAILED");
        *good = *good && holds;
    }
    paramod_ident_analysis_destroy(a);
    free(s);
    return fine;
}

bool reproduce_ident_networks(bool *good, problem *p)
{
    static const size_t relu[] = { 10, 20, 40, 60 };

    (void)printf("\nneural networks with random weights\n");
    for (size_t neurons = 10; neurons <= 30; neurons += 10)
        if (!run(false, neurons, 20, good, p))
            return false;
    for (size_t i = 0; i < sizeof relu / sizeof relu[0]; i++)
        if (!run(true, relu[i], 500, good, p))
            return false;
    return true;
}
