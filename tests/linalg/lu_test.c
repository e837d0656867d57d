/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/status.h>

#include "linalg/lu_impl.h"
#include "linalg/matrix.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { N = 40, COLUMNS = 28 };

/* A random matrix of a shape: entry (i, j), 0 outside a band. */
typedef struct sample {
    paramod_i_rows_view view;
    double stored[N * (3 * N)];
    double full[N * N];
} sample;

static void draw(sample *s, bool banded, double zeros)
{
    const size_t n = random_size(N);
    const size_t lower = banded ? random_size(n) - 1 : 0;
    const size_t upper = banded ? random_size(n) - 1 : 0;
    const size_t width = banded ? lower + upper + 1 : n;

    s->view = (paramod_i_rows_view){ n, lower, upper, width, banded, s->stored };
    /* what lies outside a band must not be read */
    for (size_t i = 0; i < n * width; i++)
        s->stored[i] = banded ? 1e300 : 0.0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const bool inside = !banded || (j + lower >= i && j <= i + upper);
            const double x = inside && uniform() >= zeros ? 2.0 * uniform() - 1.0 : 0.0;

            s->full[i * n + j] = x;
            if (inside)
                s->stored[i * width + (banded ? j + lower - i : j)] = x;
        }
}

static double entry(const sample *s, double diagonal, double factor, size_t i, size_t j)
{
    return factor * s->full[i * s->view.n + j] + (i == j ? diagonal : 0.0);
}

/* max |A x - b| / (|A| |x|), for column c of a block. */
static double residual(const sample *s, double diagonal, double factor,
                       const double *x, const double *b, size_t columns, size_t c)
{
    const size_t n = s->view.n;
    double worst = 0.0, size = 0.0, norm = 0.0;

    for (size_t i = 0; i < n; i++)
        size = fmax(size, fabs(x[i * columns + c]));
    for (size_t i = 0; i < n; i++) {
        double sum = -b[i * columns + c], row = 0.0;

        for (size_t j = 0; j < n; j++) {
            sum += entry(s, diagonal, factor, i, j) * x[j * columns + c];
            row += fabs(entry(s, diagonal, factor, i, j));
        }
        worst = fmax(worst, fabs(sum));
        norm = fmax(norm, row);
    }
    return worst / (norm * size);
}

static void check_shape(bool banded)
{
    static sample s;
    static double x[N * COLUMNS], b[N * COLUMNS];
    double worst = 0.0;

    for (long round = rounds(400); round > 0; round--) {
        const size_t columns = 4 * random_size(COLUMNS / 4);
        const double diagonal = uniform() < 0.5 ? 0.0 : 1.0, factor = 4.0 * uniform() - 2.0;
        paramod_i_lu *lu = NULL;

        draw(&s, banded, round % 3 == 0 ? 0.7 : 0.0);
        MUST(paramod_i_lu_create(&s.view, &lu));
        if (paramod_i_lu_factor(lu, diagonal, factor, s.stored)) {
            fill_uniform(s.view.n * columns, b);
            (void)memcpy(x, b, sizeof x);
            paramod_i_lu_solve_block(lu, columns, x);
            for (size_t c = 0; c < columns; c++)
                worst = fmax(worst, residual(&s, diagonal, factor, x, b, columns, c));
            fill_uniform(s.view.n, b);
            (void)memcpy(x, b, sizeof x);
            paramod_i_lu_solve(lu, x);
            worst = fmax(worst, residual(&s, diagonal, factor, x, b, 1, 0));
        }
        paramod_i_lu_destroy(lu);
    }
    printf("residual %.1e ... ", worst);
    CU_ASSERT(worst < 200.0 * DBL_EPSILON);
}

static void test_full(void)
{
    check_shape(false);
}

static void test_band(void)
{
    check_shape(true);
}

static void test_singular(void)
{
    const double zero[4] = { 0.0, 0.0, 0.0, 0.0 };
    const double equal[4] = { 1.0, 2.0, 2.0, 4.0 };
    const double bad[4] = { 1.0, NAN, 2.0, 4.0 };
    const double infinite[4] = { INFINITY, 1.0, 2.0, 4.0 };
    const double exchanged[4] = { 0.0, 1.0, 2.0, 0.0 };
    const paramod_i_rows_view shape = { 2, 0, 0, 2, false, NULL };
    double x[2] = { 3.0, 4.0 };
    paramod_i_lu *lu = NULL;

    MUST(paramod_i_lu_create(&shape, &lu));
    CU_ASSERT_FALSE(paramod_i_lu_factor(lu, 0.0, 1.0, zero));
    CU_ASSERT_FALSE(paramod_i_lu_factor(lu, 0.0, 1.0, equal));
    CU_ASSERT_FALSE(paramod_i_lu_factor(lu, 0.0, 1.0, bad));
    CU_ASSERT_FALSE(paramod_i_lu_factor(lu, 0.0, 1.0, infinite));
    CU_ASSERT_TRUE(paramod_i_lu_factor(lu, 0.0, 1.0, exchanged));
    paramod_i_lu_solve(lu, x);
    CU_ASSERT(x[0] == 2.0 && x[1] == 3.0);
    paramod_i_lu_destroy(lu);
}

static void test_memory(void)
{
    const paramod_i_rows_view shape = { 3, 1, 1, 3, true, NULL };
    const long before = memory_live();
    paramod_i_lu *lu = NULL;
    long allowed = 0;

    for (;; allowed++) {
        memory_allow(allowed);
        if (paramod_i_lu_create(&shape, &lu) == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(memory_live(), before);
    }
    memory_allow(-1);
    CU_ASSERT(allowed >= 3);
    paramod_i_lu_destroy(lu);
    paramod_i_lu_destroy(NULL);
    CU_ASSERT_EQUAL(memory_live(), before);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "full matrices are solved with small residuals", test_full },
        { "bands are solved like full matrices", test_band },
        { "singular and infinite matrices are refused", test_singular },
        { "without memory nothing is made", test_memory },
        CU_TEST_INFO_NULL
    };

    return run_tests("lu", tests);
}
