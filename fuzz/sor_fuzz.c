/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes as a matrix and, if they are one, as a system: whatever the solvers
 * call converged has a residual that says so. */

#include <stdint.h>
#include <stdlib.h>

#include <paramod/sor.h>

#include "fuzz.h"

enum { MOST = 64 };

static void solve(const paramod_sor_matrix *matrix, uint64_t method)
{
    const paramod_sor_options o = { .size = sizeof o, .method = method, .omega = 1.5,
                                    .beta = 0.5, .max_iterations = 20,
                                    .stop = PARAMOD_SOR_STOP_INITIAL };
    paramod_sor_result result = { .size = sizeof result };
    paramod_sor_workspace *work = NULL;
    double b[MOST], x[MOST] = { 0.0 };

    for (size_t i = 0; i < MOST; i++)
        b[i] = (double)i - 20.5;
    if (paramod_sor_workspace_create(matrix, &work) == PARAMOD_OK &&
        paramod_sor_solve(matrix, &o, b, x, work, &result) == PARAMOD_OK &&
        result.ending == PARAMOD_SOR_CONVERGED &&
        !(result.residual <= 1e-8 * result.initial))
        abort();
    paramod_sor_workspace_destroy(work);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    paramod_sor_matrix *matrix = NULL, *coloured = NULL;

    if (paramod_sor_matrix_read((const char *)bytes, size, &matrix) != PARAMOD_OK)
        return 0;
    if (paramod_sor_matrix_size(matrix) <= MOST &&
        paramod_sor_matrix_coloured(matrix, &coloured) == PARAMOD_OK)
        for (uint64_t method = 0; method <= PARAMOD_SOR_CHEBYSHEV; method++) {
            solve(matrix, method);
            solve(coloured, method);
        }
    paramod_sor_matrix_destroy(coloured);
    paramod_sor_matrix_destroy(matrix);
    return 0;
}
