/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is known before a single solve: Young's theory, bounds on iterations and on
 * the regret of learning, for a matrix that exists as a function only, and for one
 * in MatrixMarket text.
 *
 *     cc sor_theory.c $(pkg-config --cflags --libs paramod) -lm
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sor.h>

enum { N = 50 };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

/* Row i of the second difference. */
static size_t row(size_t i, size_t *column, double *value, void *data)
{
    size_t count = 0;

    (void)data;
    for (size_t j = i > 0 ? i - 1 : 0; j <= i + 1 && j < N; j++) {
        column[count] = j;
        value[count++] = j == i ? 2 : -1;
    }
    return count;
}

/* The same matrix, of 3 rows, as text. */
static const char text[] = "%%MatrixMarket matrix coordinate real symmetric\n3 3 5\n"
                           "1 1 2\n2 1 -1\n2 2 2\n3 2 -1\n3 3 2\n";

static void print_matrices(void)
{
    const paramod_sor_rows rows = { .size = sizeof rows, .rows = N, .most = 3, .row = row,
                                    .symmetric = 1 };
    paramod_sor_matrix *function, *small;
    double diagonal[3], y[3];

    check(paramod_sor_matrix_create_rows(&rows, &function));
    check(paramod_sor_matrix_read(text, strlen(text), &small));
    paramod_sor_matrix_diagonal(small, diagonal);
    check(paramod_sor_matrix_times(small, 1, (const double[]){ 1, 2, 3 }, y));
    printf("%zu rows; %zu rows, %zu entries, bandwidth %zu, symmetric %d, diagonal %g\n",
           paramod_sor_matrix_size(function), paramod_sor_matrix_size(small),
           paramod_sor_matrix_entries(small), paramod_sor_matrix_bandwidth(small),
           paramod_sor_matrix_symmetric(small), diagonal[0]);
    printf("(A + I) (1, 2, 3) = (%g, %g, %g)\n\n", y[0], y[1], y[2]);
    paramod_sor_matrix_destroy(function);
    paramod_sor_matrix_destroy(small);
}

static void print_bounds(const paramod_sor_spectrum *s, double tau)
{
    const double epsilon = 1e-8, best = paramod_sor_omega(s->beta);

    printf("beta %.6f, omega* %.6f; from its rate at omega 1.5: beta %.6f\n", s->beta, best,
           paramod_sor_rate_inverse(1.5, paramod_sor_rate(1.5, s->beta)));
    printf("beta with a shift of 0.1: %.6f\n",
           paramod_sor_beta_shifted(4, s->lambda_min, 0.1));
    for (double omega = 1.2; omega < 1.9; omega += 0.2) {
        const double rate = paramod_sor_rate(omega, s->beta);

        printf("omega %.1f: rate %.4f, asymptotic count %.1f, U %.1f, energy bound %.1f "
               "(rate %.4f), SSOR %.1f\n", omega, rate, paramod_sor_asymptotic(rate, epsilon),
               paramod_sor_surrogate(omega, s->beta, tau, epsilon),
               paramod_sor_energy_bound(omega, s->gamma, s->lower, s->condition, epsilon),
               paramod_sor_energy_rate(omega, s->gamma, s->lower),
               paramod_sor_energy_bound_ssor(omega, s->gamma, s->lower, s->condition, epsilon,
                                             10));
        printf("           SSOR-PCG: condition at most %.3f, count at most %.1f\n",
               paramod_sor_cg_condition(omega, s->mu, s->nu),
               paramod_sor_cg_surrogate(omega, s->mu, s->nu, s->condition, 1, epsilon));
    }
}

static void print_regret(const paramod_sor_spectrum *s, double tau)
{
    const paramod_sor_regret r = {
        .size = sizeof r, .rounds = 1e6, .arms = 20, .epsilon = 1e-8, .contexts = 0.6,
        .alpha = paramod_sor_surrogate_alpha(s->beta, 1.95, tau),
        .lipschitz = paramod_sor_policy_lipschitz(s->beta, 4, 0) };

    printf("\nright of omega* the bound U rises by at most %.4g a unit of omega\n",
           paramod_sor_surrogate_lipschitz(s->beta, 1.95, tau, 1e-8));
    printf("a million solves, theorem 2.1: %.4g, from %.4g solves on it says something\n",
           paramod_sor_regret_fixed(&r), paramod_sor_rounds_needed(r.alpha));
    printf("theorem 2.2: %.4g, B.1: %.4g, B.2: %.4g, B.4: %.4g, 3.1: %.4g\n",
           paramod_sor_regret_contextual(&r), paramod_sor_regret_tsallis(&r, 0),
           paramod_sor_regret_tsallis(&r, 1), paramod_sor_regret_binned(&r, 0.95, 1e6),
           paramod_sor_regret_random(&r, s->beta, s->condition, 100));
}

int main(void)
{
    paramod_sor_spectrum s = { .size = sizeof s };
    paramod_sor_matrix *matrix;
    double norm, tau;

    print_matrices();
    check(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 12, &matrix));
    check(paramod_sor_spectrum_compute(matrix, 0, &s));
    /* 58 iterations at omega 1.4 for b = sin: how far was it from its rate? */
    check(paramod_sor_defect_norm(matrix, 0, 1.4, 57, &norm));
    tau = paramod_sor_asymptocity(norm, 58, paramod_sor_rate(1.4, s.beta))
        / (1 - paramod_sor_rate(1.4, s.beta));
    printf("tau at omega 1.4: %.4f\n", tau);
    print_bounds(&s, 0.2);
    print_regret(&s, 0.2);
    paramod_sor_matrix_destroy(matrix);
    return 0;
}
