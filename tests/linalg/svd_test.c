/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <paramod/status.h>

#include "linalg/dense_impl.h"
#include "linalg/matrix.h"
#include "linalg/svd_impl.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { N = 50 };

static size_t lesser(size_t m, size_t n)
{
    return m < n ? m : n;
}

static paramod_i_svd *factored(size_t m, size_t n, const double *a)
{
    paramod_i_svd *svd = NULL;

    MUST(paramod_i_svd_create(m, n, &svd));
    CU_ASSERT_FATAL(paramod_i_svd_factor(svd, a));
    return svd;
}

/* Every singular value of the graded matrices relative to itself, although
 * they range over 40 decades and more; of Hilbert's, relative to the norm. */
static void test_reference_values(void)
{
    static record r;
    FILE *const file = open_records();
    double worst = 0.0, least = INFINITY;
    int cases = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (; next_record(file, "svd", &r); cases++) {
        const bool hilbert = r.rows == 10;
        paramod_i_svd *const svd = factored(r.rows, r.columns, r.a);
        const double *const s = paramod_i_svd_values(svd);

        for (size_t i = 0; i < r.count; i++)
            worst = fmax(worst, fabs(s[i] - r.exact[i]) /
                                r.exact[hilbert ? 0 : i]);
        least = fmin(least, r.exact[r.count - 1] / r.exact[0]);
        paramod_i_svd_destroy(svd);
    }
    (void)fclose(file);
    printf("%d matrices, smallest ratio %.0e, worst relative error %.1e ... ",
           cases, least, worst);
    CU_ASSERT_EQUAL(cases, 12);
    CU_ASSERT(least < 1e-30);
    CU_ASSERT(worst < 1e-13); /* eps cond(B), with cond(B) < 500 */
}

/* A = U diag(s) V', to |A| c eps; U, V orthonormal, V square. */
static void check_decomposition(size_t m, size_t n, const double *a)
{
    static double kept[N * N];
    const size_t least = lesser(m, n);
    paramod_i_svd *svd;
    const double *s, *u, *v;
    double sum = 0.0;

    (void)memcpy(kept, a, m * n * sizeof *a);
    svd = factored(m, n, a);
    CU_ASSERT_EQUAL(memcmp(kept, a, m * n * sizeof *a), 0);
    s = paramod_i_svd_values(svd);
    u = paramod_i_svd_left(svd);
    v = paramod_i_svd_right(svd);
    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < m; i++) {
            double entry = a[i + j * m];

            for (size_t k = 0; k < least; k++)
                entry -= u[i + k * m] * s[k] * v[j + k * n];
            sum += entry * entry;
        }
    CU_ASSERT(sqrt(sum) <= 10.0 * sqrt((double)(m + n)) * DBL_EPSILON *
                           frobenius(m * n, a));
    CU_ASSERT(defect(m, least, u) <= 10.0 * (double)m * DBL_EPSILON);
    CU_ASSERT(defect(n, n, v) <= 10.0 * (double)n * DBL_EPSILON);
    for (size_t k = 1; k < least; k++)
        CU_ASSERT(s[k] <= s[k - 1] && s[k] >= 0.0);
    paramod_i_svd_destroy(svd);
}

static void test_decompositions(void)
{
    static double a[N * N];

    for (long round = rounds(100); round > 0; round--) {
        const size_t m = random_size(N), n = random_size(N);

        if (round % 2 == 0)
            fill_uniform(m * n, a);
        else
            fill_rank(m, n, random_size(lesser(m, n)), a);
        grade(m, n, round % 3 == 0 ? 8.0 : 0.0, round % 5 == 0 ? 8.0 : 0.0, a);
        check_decomposition(m, n, a);
    }
    for (size_t i = 0; i < sizeof a / sizeof a[0]; i++)
        a[i] = 0.0;
    check_decomposition(4, 3, a);
    check_decomposition(3, 4, a);
    a[2] = 3.0; /* one entry in a matrix of zeros */
    check_decomposition(4, 3, a);
    check_decomposition(3, 4, a);
    check_decomposition(1, 5, a);
}

static void test_rank(void)
{
    static double a[N * N];

    for (long round = rounds(60); round > 0; round--) {
        const size_t m = random_size(40), n = random_size(40);
        const size_t rank = random_size(lesser(m, n));
        paramod_i_svd *svd;

        fill_rank(m, n, rank, a);
        svd = factored(m, n, a);
        CU_ASSERT_EQUAL(paramod_i_svd_rank(svd, 0.0), rank);
        CU_ASSERT_EQUAL(paramod_i_svd_rank(svd, 1.0), 0);
        paramod_i_svd_destroy(svd);
    }
}

static void test_extremes(void)
{
    const double huge[] = { 3e300, 4e300, 0.0, 1e290 };
    const double tiny[] = { 3e-310, 4e-310, 0.0, 1e-312 };
    const double bad[] = { 1.0, INFINITY, 0.0, 1.0 };
    paramod_i_svd *svd = factored(2, 2, huge);

    CU_ASSERT(fabs(paramod_i_svd_values(svd)[0] / 5e300 - 1.0) < 1e-15);
    CU_ASSERT(fabs(paramod_i_svd_values(svd)[1] / 6e289 - 1.0) < 1e-14);
    CU_ASSERT_FATAL(paramod_i_svd_factor(svd, tiny));
    /* of {3, 0; 4, 1/100}: s0^2 + s1^2 = 25.0001 and s0 s1 = 0.03 */
    CU_ASSERT(fabs(paramod_i_svd_values(svd)[0] / 1e-310 -
                   0.5 * (sqrt(25.0601) + sqrt(24.9401))) < 1e-12);
    CU_ASSERT(!paramod_i_svd_factor(svd, bad));
    paramod_i_svd_destroy(svd);
}

/* LAPACK 3.11 reports that it has not converged: the cosine of the columns
 * stays at 2.8e-16 in every sweep. */
static void test_sweeps_at_the_level_of_rounding(void)
{
    const double a[4] = { -0x1p+0, 0.0, -0x1.bcc96e2871d45p-1, -0x1.fb2ede6c6d415p-2 };

    check_decomposition(2, 2, a);
}

static void test_bad_shapes(void)
{
    paramod_i_svd *svd = NULL;

    CU_ASSERT_EQUAL(paramod_i_svd_create(0, 3, &svd), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "a 0 x 3 "
                                                    "matrix has no singular values");
    CU_ASSERT_EQUAL(paramod_i_svd_create((size_t)1 << 40, (size_t)1 << 40, &svd),
                    PARAMOD_ERR_MEMORY);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "a 1099511627776 x 1099511627776 "
                           "matrix is too large for LAPACK");
    CU_ASSERT_PTR_NULL(svd);
    paramod_i_svd_destroy(NULL);
}

static void test_memory(void)
{
    const long live = memory_live();
    const double a[] = { 1.0, 2.0, 3.0, 4.0, 5.0, 7.0 };
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_i_svd *svd = NULL;
        long attempts;

        memory_allow(allowed);
        status = paramod_i_svd_create(2, 3, &svd);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        attempts = memory_attempts();
        if (svd != NULL)
            CU_ASSERT(paramod_i_svd_factor(svd, a));
        CU_ASSERT_EQUAL(memory_attempts(), attempts);
        paramod_i_svd_destroy(svd);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 20);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "singular values, against 120 digits", test_reference_values },
        { "factors multiply to the matrix", test_decompositions },
        { "the rank of products is found", test_rank },
        { "huge, tiny and non-finite matrices", test_extremes },
        { "sweeps at the level of rounding", test_sweeps_at_the_level_of_rounding },
        { "bad shapes are explained", test_bad_shapes },
        { "every allocation may fail, and none is made in use", test_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("svd", tests);
}
