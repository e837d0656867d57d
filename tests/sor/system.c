/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdint.h>

#include "sor/system.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static double centred(void)
{
    return 2.0 * uniform() - 1.0;
}

/* A row's entries, the last first, some of them as two halves. */
static void compress(system_of *s)
{
    size_t count = 0;

    s->most = 1;
    for (size_t i = 0; i < s->n; i++) {
        s->start[i] = count;
        for (size_t j = s->n; j-- > 0;) {
            const double a = s->a[i * s->n + j];
            const bool halves = uniform() < 0.2;

            if (a == 0.0)
                continue;
            s->column[count] = j;
            s->value[count++] = halves ? 0.5 * a : a;
        }
        for (size_t k = s->start[i], end = count; k < end; k++)
            if (s->value[k] != s->a[i * s->n + s->column[k]]) {
                s->column[count] = s->column[k];
                s->value[count++] = s->value[k];
            }
    }
    s->start[s->n] = count;
}

void system_fill(system_of *s, size_t n, bool symmetric, double decades)
{
    double scale[SYSTEM_MOST];

    s->n = n;
    for (size_t i = 0; i < n; i++) {
        scale[i] = pow(10.0, decades * centred());
        s->b[i] = centred();
        s->x[i] = centred();
        for (size_t j = 0; j < n; j++)
            s->a[i * n + j] = uniform() < 4.0 / (double)n ? centred() : 0.0;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; symmetric && j < i; j++)
            s->a[i * n + j] = s->a[j * n + i];
    for (size_t i = 0; i < n; i++) {
        double sum = 0.05;

        for (size_t j = 0; j < n; j++)
            sum += j != i ? fabs(s->a[i * n + j]) : 0.0;
        s->a[i * n + i] = sum;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) /* one product for both triangles */
            s->a[i * n + j] *= scale[i] * scale[j];
    s->symmetric = true; /* by chance a sparse one may be */
    for (size_t i = 0; i < n * n; i++)
        s->symmetric = s->symmetric && s->a[i] == s->a[i % n * n + i / n];
    compress(s);
}

void system_grid(system_of *s, size_t points, double shift)
{
    s->n = points * points;
    s->symmetric = true;
    for (size_t i = 0; i < s->n; i++) {
        s->b[i] = centred();
        s->x[i] = 0.0;
        for (size_t j = 0; j < s->n; j++) {
            const bool across = j == i + points || i == j + points;
            const bool along = i / points == j / points && (j == i + 1 || i == j + 1);

            s->a[i * s->n + j] = i == j ? 4.0 + shift : across || along ? -1.0 : 0.0;
        }
    }
    compress(s);
}

paramod_sor_matrix *system_csr(const system_of *s)
{
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = s->n, .start = s->start,
                                  .column = s->column, .value = s->value };
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_create(&csr, &matrix));
    CU_ASSERT_EQUAL(paramod_sor_matrix_symmetric(matrix), s->symmetric ? 1 : 0);
    return matrix;
}

paramod_sor_matrix *system_lower(const system_of *s)
{
    static int32_t start[SYSTEM_MOST + 1], column[SYSTEM_ENTRIES];
    static double value[SYSTEM_ENTRIES];
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = s->n, .start32 = start,
                                  .column32 = column, .value = value,
                                  .triangle = PARAMOD_SOR_LOWER };
    paramod_sor_matrix *matrix = NULL;
    int32_t count = 0;

    for (size_t i = 0; i < s->n; i++) {
        start[i] = count;
        for (size_t j = 0; j <= i; j++)
            if (s->a[i * s->n + j] != 0.0) {
                column[count] = (int32_t)j;
                value[count++] = s->a[i * s->n + j];
            }
    }
    start[s->n] = count;
    MUST(paramod_sor_matrix_create(&csr, &matrix));
    return matrix;
}

static size_t dense_row(size_t index, size_t *column, double *value, void *data)
{
    const system_of *s = data;

    for (size_t j = 0; j < s->n; j++) {
        column[j] = s->n - 1 - j;
        value[j] = s->a[index * s->n + column[j]];
    }
    return s->n;
}

paramod_sor_matrix *system_rows(system_of *s)
{
    const paramod_sor_rows rows = { .size = sizeof rows, .rows = s->n, .most = s->n,
                                    .row = dense_row, .data = s,
                                    .symmetric = s->symmetric ? 1 : 0 };
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_create_rows(&rows, &matrix));
    return matrix;
}

paramod_sor_matrix *system_coloured(const system_of *s)
{
    paramod_sor_matrix *const natural = system_csr(s);
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_coloured(natural, &matrix));
    paramod_sor_matrix_destroy(natural);
    return matrix;
}
