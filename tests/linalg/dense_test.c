/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "linalg/dense_impl.h"
#include "linalg/matrix.h"

enum { N = 40 };

/* Sums of products in long double, which has 11 more bits. */
static long double exact_dot(size_t n, const double *x, const double *y,
                             long double *sizes)
{
    long double sum = 0.0L;

    *sizes = 0.0L;
    for (size_t i = 0; i < n; i++) {
        sum += (long double)x[i] * y[i];
        *sizes += fabsl((long double)x[i] * y[i]);
    }
    return sum;
}

static void test_dot_and_norm(void)
{
    double x[N], y[N];

    for (long r = rounds(500); r > 0; r--) {
        const size_t n = random_size(N + 1) - 1;
        long double sizes, exact;

        fill_uniform(N, x);
        fill_uniform(N, y);
        exact = exact_dot(n, x, y, &sizes);
        CU_ASSERT(fabsl(paramod_i_dot(n, x, y) - exact) <=
                  (long double)n * DBL_EPSILON * sizes);
        exact = sqrtl(exact_dot(n, x, x, &sizes));
        CU_ASSERT(fabsl(paramod_i_norm(n, x) - exact) <=
                  (long double)(n + 2) * DBL_EPSILON * exact);
    }
}

static void test_norm_at_the_extremes(void)
{
    const double huge[] = { 3e307, -4e307 }, tiny[] = { 3e-320, 4e-320 };
    const double small[] = { 3e-160, 4e-160 }; /* squares are denormal */
    const double mixed[] = { 3e-200, 4e-200, 0.0, 1e-300 };
    const double infinite[] = { 1.0, -INFINITY, 2.0 }, nan[] = { 1.0, NAN, INFINITY };

    CU_ASSERT(ulps_off(paramod_i_norm(2, huge), 5e307, 5e307) <= 2.0);
    CU_ASSERT(ulps_off(paramod_i_norm(2, tiny), 5e-320, 5e-320) <= 1.0);
    CU_ASSERT(ulps_off(paramod_i_norm(2, small), 5e-160, 5e-160) <= 2.0);
    CU_ASSERT(ulps_off(paramod_i_norm(4, mixed), 5e-200, 5e-200) <= 2.0);
    CU_ASSERT_EQUAL(paramod_i_norm(3, infinite), INFINITY);
    CU_ASSERT(isnan(paramod_i_norm(3, nan)));
    CU_ASSERT_EQUAL(paramod_i_norm(0, nan), 0.0);
    CU_ASSERT_EQUAL(paramod_i_largest(3, infinite), INFINITY);
    CU_ASSERT_EQUAL(paramod_i_largest(4, mixed), 4e-200);
    CU_ASSERT(isnan(paramod_i_largest(3, nan)));
    CU_ASSERT(paramod_i_all_finite(2, huge));
    CU_ASSERT(!paramod_i_all_finite(3, infinite));
    CU_ASSERT(!paramod_i_all_finite(2, nan));
}

static void test_products(void)
{
    double a[N * N], b[N * N], x[N], y[N], z[N], row[N];

    for (long r = rounds(100); r > 0; r--) {
        const size_t m = random_size(N), n = random_size(N);
        long double sizes, exact;

        fill_uniform(m * n, a);
        fill_uniform(n, x);
        fill_uniform(m, z);
        paramod_i_times(m, n, a, x, y);
        for (size_t i = 0; i < m; i++) {
            for (size_t j = 0; j < n; j++)
                row[j] = a[i + j * m];
            exact = exact_dot(n, row, x, &sizes);
            CU_ASSERT(fabsl(y[i] - exact) <= (long double)n * DBL_EPSILON * sizes);
        }
        paramod_i_transposed_times(m, n, a, z, y);
        paramod_i_transpose(m, n, a, b);
        for (size_t j = 0; j < n; j++) {
            exact = exact_dot(m, a + j * m, z, &sizes);
            CU_ASSERT(fabsl(y[j] - exact) <= (long double)m * DBL_EPSILON * sizes);
            for (size_t i = 0; i < m; i++)
                CU_ASSERT_EQUAL(b[j + i * n], a[i + j * m]);
        }
    }
}

static void test_symmetric_matrices(void)
{
    double a[] = { 1.0, 2.0, -3.0, NAN, 4.0, 5.0, NAN, NAN, 6.0 };
    const double x[] = { 1.0, -2.0, 3.0 };
    double y[] = { 10.0, 20.0, 30.0 };

    paramod_i_symmetrise(3, a);
    CU_ASSERT(a[3] == 2.0 && a[6] == -3.0 && a[7] == 5.0);
    /* 1 + 16 + 54 + 2 (-4 - 9 - 30) */
    CU_ASSERT_EQUAL(paramod_i_quadratic(3, a, x), -15.0);
    CU_ASSERT_EQUAL(paramod_i_norm_1(3, a), 14.0);
    a[4] = NAN;
    CU_ASSERT(isnan(paramod_i_norm_1(3, a)));
    paramod_i_axpy(3, -2.0, x, y);
    CU_ASSERT(y[0] == 8.0 && y[1] == 24.0 && y[2] == 24.0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "dot products and norms", test_dot_and_norm },
        { "norms of huge and tiny vectors", test_norm_at_the_extremes },
        { "matrix-vector products and transposes", test_products },
        { "symmetric matrices", test_symmetric_matrices },
        CU_TEST_INFO_NULL,
    };

    return run_tests("dense", tests);
}
