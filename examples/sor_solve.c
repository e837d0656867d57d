/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One family of systems, (A + c I) x = b, with a matrix of one's own in
 * compressed rows: what theory says of omega, and what solvers make of it.
 *
 *     cc sor_solve.c $(pkg-config --cflags --libs paramod) -lm
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/sor.h>

enum { SIDE = 30, N = SIDE * SIDE };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

/* The lower triangle of a five-point Laplacian whose coupling is twice as strong
 * along the rows as across them. */
static paramod_sor_matrix *assemble(void)
{
    static int32_t start[N + 1], column[3 * N];
    static double value[3 * N];
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = N, .start32 = start,
                                  .column32 = column, .value = value,
                                  .triangle = PARAMOD_SOR_LOWER };
    paramod_sor_matrix *matrix;
    int32_t count = 0;

    for (int32_t i = 0; i < N; i++) {
        start[i] = count;
        if (i >= SIDE) {
            column[count] = i - SIDE;
            value[count++] = -1;
        }
        if (i % SIDE > 0) {
            column[count] = i - 1;
            value[count++] = -2;
        }
        column[count] = i;
        value[count++] = 6;
    }
    start[N] = count;
    check(paramod_sor_matrix_create(&csr, &matrix));
    return matrix;
}

static void solve(const paramod_sor_matrix *matrix, const char *name,
                  paramod_sor_options options, paramod_sor_workspace *work)
{
    static double b[N], x[N];
    paramod_sor_result result = { .size = sizeof result };

    for (int i = 0; i < N; i++) {
        b[i] = 1;
        x[i] = 0;
    }
    options.size = sizeof options;
    check(paramod_sor_solve(matrix, &options, b, x, work, &result));
    printf("%-28s %4zu iterations, residual %.1e of the first, x in the middle %.6f\n",
           name, result.iterations, result.residual / result.initial,
           x[N / 2 + SIDE / 2]);
}

int main(void)
{
    const double shift = 0.05;
    paramod_sor_matrix *matrix = assemble(), *coloured;
    paramod_sor_workspace *work, *coloured_work;
    paramod_sor_spectrum s = { .size = sizeof s };
    double omega;

    check(paramod_sor_spectrum_compute(matrix, shift, &s));
    omega = paramod_sor_omega(s.beta);
    printf("condition %.1f, Jacobi radius %.6f, omega* %.6f, for SSOR-PCG %.4f\n\n",
           s.condition, s.beta, omega, paramod_sor_cg_omega(s.mu, s.nu));

    check(paramod_sor_workspace_create(matrix, &work));
    solve(matrix, "Gauss-Seidel", (paramod_sor_options){ .shift = shift }, work);
    solve(matrix, "SOR, omega 1.5",
          (paramod_sor_options){ .shift = shift, .omega = 1.5 }, work);
    solve(matrix, "SOR, omega*",
          (paramod_sor_options){ .shift = shift, .omega = omega }, work);
    solve(matrix, "SSOR-PCG",
          (paramod_sor_options){ .shift = shift, .method = PARAMOD_SOR_SSOR_PCG,
                                 .omega = paramod_sor_cg_omega(s.mu, s.nu) }, work);

    check(paramod_sor_matrix_coloured(matrix, &coloured));
    check(paramod_sor_workspace_create(coloured, &coloured_work));
    solve(coloured, "cyclic Chebyshev, red-black",
          (paramod_sor_options){ .shift = shift, .method = PARAMOD_SOR_CHEBYSHEV,
                                 .beta = s.beta }, coloured_work);

    paramod_sor_workspace_destroy(coloured_work);
    paramod_sor_workspace_destroy(work);
    paramod_sor_matrix_destroy(coloured);
    paramod_sor_matrix_destroy(matrix);
    return 0;
}
