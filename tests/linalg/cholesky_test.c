/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/matrix.h"

enum { N = 150 };

/* B'B + I, and then scaled: D (B'B + I) D. */
static void fill_positive(size_t n, double decades, double *a)
{
    static double b[N * N];

    fill_uniform(n * n, b);
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
            a[i + j * n] = (i == j ? 1.0 : 0.0) +
                           paramod_i_dot(n, b + i * n, b + j * n);
    for (size_t j = 0; j < n; j++) {
        const double d = pow(10.0, decades * (2.0 * uniform() - 1.0));

        for (size_t i = 0; i < n; i++) {
            a[i + j * n] *= d;
            a[j + i * n] *= d;
        }
    }
}

/* |A - L L'|_ij <= (n + 1) eps sqrt(a_ii a_jj) (Demmel 1989), on both sides of
 * the orders at which matrices are halved, with NaN above the diagonal. */
static void test_factors(void)
{
    static double a[N * N], l[N * N];

    for (long r = rounds(60); r > 0; r--) {
        const size_t n = random_size(N);

        fill_positive(n, r % 2 == 0 ? 0.0 : 60.0, a);
        for (size_t j = 0; j < n; j++)
            for (size_t i = 0; i < n; i++)
                l[i + j * n] = i < j ? NAN : a[i + j * n];
        CU_ASSERT_FATAL(paramod_i_cholesky(n, l));
        for (size_t j = 0; j < n; j++)
            for (size_t i = 0; i < n; i++) {
                double sum = 0.0;

                if (i < j) {
                    CU_ASSERT(isnan(l[i + j * n]));
                    continue;
                }
                for (size_t k = 0; k <= j; k++)
                    sum += l[i + k * n] * l[j + k * n];
                CU_ASSERT(fabs(sum - a[i + j * n]) <=
                          2.0 * (double)(n + 1) * DBL_EPSILON *
                          sqrt(a[i + i * n]) * sqrt(a[j + j * n]));
            }
    }
}

/* Reference solutions; the bound is cond(D^-1 A D^-1), below 1e4 for those
 * matrices, except for Hilbert's of order 6 with 1.5e7. */
static void test_reference_values(void)
{
    static record r;
    static double l[MOST_ENTRIES];
    double x[N], worst = 0.0;
    FILE *const file = open_records();
    int cases = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (; next_record(file, "solve", &r); cases++) {
        const size_t n = r.rows;
        const bool hilbert = r.a[1] == 0.5 && n == 6;

        (void)memcpy(l, r.a, n * n * sizeof *l);
        CU_ASSERT_FATAL(paramod_i_cholesky(n, l));
        CU_ASSERT(fabs(paramod_i_cholesky_log_det(n, l) - r.exact[0]) <=
                  1e-13 * (double)n * (1.0 + fabs(r.exact[0])));
        for (size_t i = 0; i < n; i++)
            x[i] = (double)(i + 1);
        paramod_i_cholesky_solve(n, l, x);
        for (size_t i = 0; i < n; i++) {
            double size = 0.0;

            for (size_t j = 0; j < n; j++) /* in the scale of A */
                size = fmax(size, sqrt(r.a[j + j * n]) * fabs(r.exact[j + 1]));
            worst = fmax(worst, fabs(x[i] - r.exact[i + 1]) *
                                sqrt(r.a[i + i * n]) / size / (hilbert ? 1e7 : 1.0));
        }
    }
    (void)fclose(file);
    printf("%d systems, worst error %.1e ... ", cases, worst);
    CU_ASSERT_EQUAL(cases, 13);
    CU_ASSERT(worst < 1e-13);
}

static void test_inverse_and_condition(void)
{
    static double a[N * N], l[N * N], inverse[N * N];
    double column[N], work[3 * N];

    for (long r = rounds(40); r > 0; r--) {
        const size_t n = random_size(N);
        double cond, rcond;

        fill_positive(n, 0.0, a);
        (void)memcpy(l, a, n * n * sizeof *l);
        CU_ASSERT_FATAL(paramod_i_cholesky(n, l));
        paramod_i_cholesky_inverse(n, l, inverse);
        cond = paramod_i_norm_1(n, a) * paramod_i_norm_1(n, inverse);
        for (size_t j = 0; j < n; j++) {
            paramod_i_times(n, n, a, inverse + j * n, column);
            column[j] -= 1.0;
            CU_ASSERT(paramod_i_largest(n, column) <=
                      (double)n * DBL_EPSILON * cond);
            for (size_t i = 0; i < n; i++)
                CU_ASSERT_EQUAL(inverse[i + j * n], inverse[j + i * n]);
        }
        rcond = paramod_i_cholesky_rcond(n, l, paramod_i_norm_1(n, a), work);
        CU_ASSERT(rcond * cond >= 1.0 - 1e-10 && rcond * cond <= 3.0);
    }
    CU_ASSERT_EQUAL(paramod_i_cholesky_rcond(1, l, 0.0, work), 0.0);
}

/* A matrix with one flaw must be refused whatever its order. */
static void refuse(size_t n, size_t i, size_t j, double flaw)
{
    static double a[N * N];

    fill_positive(n, 0.0, a);
    a[i + j * n] = flaw;
    CU_ASSERT(!paramod_i_cholesky(n, a));
}

static void test_what_is_not_positive_definite_is_refused(void)
{
    static const double flaws[] = { NAN, INFINITY, -INFINITY };
    double zero = 0.0, negative = -1.0;

    CU_ASSERT(!paramod_i_cholesky(1, &zero));
    CU_ASSERT(!paramod_i_cholesky(1, &negative));
    CU_ASSERT(paramod_i_cholesky(0, NULL));
    for (long r = rounds(100); r > 0; r--) {
        const size_t n = r % 2 == 0 ? random_size(20) : 32 + random_size(20);
        const size_t j = random_size(n) - 1, i = j + random_size(n - j) - 1;

        refuse(n, i, j, flaws[r % 3]);
        refuse(n, j, j, -1e-3);
        refuse(n, j, j, 0.0);
    }
}

static void test_no_memory_is_taken(void)
{
    static double a[N * N], inverse[N * N];
    const long attempts = memory_attempts();
    double x[N] = { 1.0 }, work[3 * N];

    fill_positive(N, 0.0, a);
    CU_ASSERT(paramod_i_cholesky(N, a));
    paramod_i_cholesky_solve(N, a, x);
    paramod_i_cholesky_inverse(N, a, inverse);
    (void)paramod_i_cholesky_rcond(N, a, 1.0, work);
    CU_ASSERT_EQUAL(memory_attempts(), attempts);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "factors multiply to the matrix, entry by entry", test_factors },
        { "solutions and determinants, against 120 digits", test_reference_values },
        { "inverses and condition estimates", test_inverse_and_condition },
        { "what is not positive definite is refused",
          test_what_is_not_positive_definite_is_refused },
        { "no memory is taken", test_no_memory_is_taken },
        CU_TEST_INFO_NULL,
    };

    return run_tests("cholesky", tests);
}
