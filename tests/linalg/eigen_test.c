/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <paramod/status.h>

#include "linalg/dense_impl.h"
#include "linalg/eigen_impl.h"
#include "linalg/matrix.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { N = 50 };

static void fill_symmetric(size_t n, double *a)
{
    fill_uniform(n * n, a);
    paramod_i_symmetrise(n, a);
}

static void test_reference_values(void)
{
    static record r;
    FILE *const file = open_records();
    double worst = 0.0;
    int cases = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (; next_record(file, "eigen", &r); cases++) {
        const double size = fmax(fabs(r.exact[0]), fabs(r.exact[r.rows - 1]));
        paramod_i_eigen *eigen = NULL;

        MUST(paramod_i_eigen_create(r.rows, &eigen));
        CU_ASSERT_FATAL(paramod_i_eigen_factor(eigen, r.a));
        for (size_t i = 0; i < r.rows; i++)
            worst = fmax(worst, fabs(paramod_i_eigen_values(eigen)[i] -
                                     r.exact[i]) / size);
        paramod_i_eigen_destroy(eigen);
    }
    (void)fclose(file);
    printf("%d matrices, worst error %.1e of the norm ... ", cases, worst);
    CU_ASSERT_EQUAL(cases, 6);
    CU_ASSERT(worst < 20.0 * DBL_EPSILON);
}

/* A v_j = w_j v_j, V'V = I, ascending; the matrix is kept. */
static void test_decomposition(void)
{
    static double a[N * N], kept[N * N];

    for (long round = rounds(80); round > 0; round--) {
        const size_t n = random_size(N);
        paramod_i_eigen *eigen = NULL;
        const double *v, *w;
        double size, av[N];

        fill_symmetric(n, a);
        (void)memcpy(kept, a, sizeof a);
        MUST(paramod_i_eigen_create(n, &eigen));
        CU_ASSERT_FATAL(paramod_i_eigen_factor(eigen, a));
        CU_ASSERT_EQUAL(memcmp(kept, a, n * n * sizeof *a), 0);
        v = paramod_i_eigen_vectors(eigen);
        w = paramod_i_eigen_values(eigen);
        size = frobenius(n * n, a);
        for (size_t j = 0; j < n; j++) {
            paramod_i_times(n, n, a, v + j * n, av);
            paramod_i_axpy(n, -w[j], v + j * n, av);
            CU_ASSERT(paramod_i_norm(n, av) <= 20.0 * DBL_EPSILON * size);
            CU_ASSERT(j == 0 || w[j - 1] <= w[j]);
        }
        CU_ASSERT(defect(n, n, v) <= 10.0 * (double)n * DBL_EPSILON);
        paramod_i_eigen_destroy(eigen);
    }
}

/* Sylvester: B'SB has as many eigenvalues of each sign as the diagonal S. */
static void test_inertia(void)
{
    static double b[N * N], a[N * N];

    for (long round = rounds(80); round > 0; round--) {
        const size_t n = random_size(N);
        const size_t positive = random_size(n), negative = (n - positive) / 2;
        const size_t rank = positive + negative;
        paramod_i_eigen *eigen = NULL;
        paramod_i_inertia inertia;

        fill_uniform(n * n, b);
        for (size_t i = 0; i < n; i++) /* well-conditioned */
            b[i + i * n] += 2.0 * sqrt((double)n);
        for (size_t j = 0; j < n; j++)
            for (size_t i = 0; i < n; i++) {
                a[i + j * n] = 0.0;
                for (size_t k = 0; k < rank; k++)
                    a[i + j * n] += (k < positive ? 1.0 : -1.0) *
                                    b[i + k * n] * b[j + k * n];
            }
        MUST(paramod_i_eigen_create(n, &eigen));
        CU_ASSERT_FATAL(paramod_i_eigen_factor(eigen, a));
        inertia = paramod_i_eigen_inertia(eigen, 100.0 * DBL_EPSILON *
                                                 frobenius(n * n, a));
        CU_ASSERT_EQUAL(inertia.positive, positive);
        CU_ASSERT_EQUAL(inertia.negative, negative);
        CU_ASSERT_EQUAL(inertia.zero, n - rank);
        paramod_i_eigen_destroy(eigen);
    }
}

static void test_extremes(void)
{
    const double huge[] = { 0.0, 1e305, 1e305, 0.0 }, tiny[] = { 0.0, 1e-310, 1e-310, 0.0 };
    const double nan[] = { 1.0, NAN, NAN, 1.0 }, infinite[] = { INFINITY, 0.0, 0.0, 1.0 };
    paramod_i_eigen *eigen = NULL;

    MUST(paramod_i_eigen_create(2, &eigen));
    CU_ASSERT_FATAL(paramod_i_eigen_factor(eigen, huge));
    CU_ASSERT(ulps_off(paramod_i_eigen_values(eigen)[1], 1e305, 1e305) <= 4.0);
    CU_ASSERT_FATAL(paramod_i_eigen_factor(eigen, tiny));
    CU_ASSERT(fabs(paramod_i_eigen_values(eigen)[0] / -1e-310 - 1.0) < 1e-12);
    CU_ASSERT(!paramod_i_eigen_factor(eigen, nan));
    CU_ASSERT(!paramod_i_eigen_factor(eigen, infinite));
    paramod_i_eigen_destroy(eigen);
}

static void test_bad_sizes(void)
{
    paramod_i_eigen *eigen = NULL;

    CU_ASSERT_EQUAL(paramod_i_eigen_create(0, &eigen), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "a matrix of order 0 has no "
                           "eigenvalues");
    CU_ASSERT_EQUAL(paramod_i_eigen_create(100000, &eigen), PARAMOD_ERR_MEMORY);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "a matrix of order 100000 is too "
                           "large for LAPACK");
    CU_ASSERT_PTR_NULL(eigen);
    paramod_i_eigen_destroy(NULL);
}

static void test_memory(void)
{
    const long live = memory_live();
    const double a[] = { 2.0, 1.0, 1.0, 2.0 };
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_i_eigen *eigen = NULL;
        long attempts;

        memory_allow(allowed);
        status = paramod_i_eigen_create(2, &eigen);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        attempts = memory_attempts();
        if (eigen != NULL)
            CU_ASSERT(paramod_i_eigen_factor(eigen, a));
        CU_ASSERT_EQUAL(memory_attempts(), attempts);
        paramod_i_eigen_destroy(eigen);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 20);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "eigenvalues, against 120 digits", test_reference_values },
        { "vectors belong to values, and are orthonormal", test_decomposition },
        { "inertia is that of Sylvester's law", test_inertia },
        { "huge, tiny and non-finite matrices", test_extremes },
        { "bad sizes are explained", test_bad_sizes },
        { "every allocation may fail, and none is made in use", test_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("eigen", tests);
}
