/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <paramod/status.h>

#include "linalg/dense_impl.h"
#include "linalg/matrix.h"
#include "linalg/qr_impl.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { N = 60 };

static paramod_i_qr *factored(size_t m, size_t n, const double *a)
{
    paramod_i_qr *qr = NULL;

    MUST(paramod_i_qr_create(m, n, &qr));
    paramod_i_qr_factor(qr, a);
    return qr;
}

/* Column j of Q R is Q applied to column j of R. */
static double residual(const paramod_i_qr *qr, size_t m, size_t n, const double *a)
{
    const double *const r = paramod_i_qr_r(qr);
    double column[N], worst = 0.0;

    for (size_t j = 0; j < n; j++) {
        const double *const original = a + paramod_i_qr_pivot(qr)[j] * m;

        for (size_t i = 0; i < m; i++)
            column[i] = i <= j ? r[i + j * m] : 0.0;
        paramod_i_qr_apply(qr, column);
        for (size_t i = 0; i < m; i++)
            column[i] -= original[i];
        worst = fmax(worst, paramod_i_norm(m, column) /
                            fmax(paramod_i_norm(m, original), DBL_MIN));
    }
    return worst;
}

/* Column by column: |a_j - Q r_j| <= c eps |a_j|, so grading does no harm. */
static void test_factors(void)
{
    static double a[N * N], q[N * N];
    double worst = 0.0, worst_defect = 0.0;

    for (long round = rounds(150); round > 0; round--) {
        const size_t m = random_size(N), n = random_size(N);
        paramod_i_qr *qr;

        fill_uniform(m * n, a);
        grade(m, n, round % 3 == 0 ? 10.0 : 0.0, round % 2 == 0 ? 100.0 : 0.0, a);
        qr = factored(m, n, a);
        worst = fmax(worst, residual(qr, m, n, a));
        for (size_t j = 0; j < m; j++) {
            for (size_t i = 0; i < m; i++)
                q[i + j * m] = i == j ? 1.0 : 0.0;
            paramod_i_qr_apply(qr, q + j * m);
        }
        worst_defect = fmax(worst_defect, defect(m, m, q) / (double)m);
        paramod_i_qr_apply_transposed(qr, q);
        for (size_t i = 0; i < m; i++)
            CU_ASSERT(fabs(q[i] - (i == 0 ? 1.0 : 0.0)) < 1e-14 * (double)m);
        paramod_i_qr_destroy(qr);
    }
    printf("residual %.1e, orthogonality %.1e ... ", worst, worst_defect);
    CU_ASSERT(worst < 20.0 * DBL_EPSILON);
    CU_ASSERT(worst_defect < 2.0 * DBL_EPSILON);
}

/* |r_jj| falls, and bounds what stands to the right of and below it. */
static void test_pivoting(void)
{
    static double a[N * N];

    for (long round = rounds(50); round > 0; round--) {
        const size_t m = random_size(N), n = random_size(N);
        bool seen[N] = { false };
        paramod_i_qr *qr;
        const double *r;

        fill_uniform(m * n, a);
        grade(m, n, 0.0, 5.0, a);
        qr = factored(m, n, a);
        r = paramod_i_qr_r(qr);
        for (size_t j = 0; j < n; j++) {
            seen[paramod_i_qr_pivot(qr)[j]] = true;
            for (size_t k = 0; k < m && k < j; k++)
                CU_ASSERT(fabs(r[k + j * m]) <= fabs(r[k + k * m]) * (1.0 + 1e-10));
        }
        for (size_t j = 0; j < n; j++)
            CU_ASSERT(seen[j]);
        paramod_i_qr_destroy(qr);
    }
}

static void test_rank(void)
{
    static double a[N * N];
    const double zero[6] = { 0.0 };
    const double bad[] = { 1.0, 2.0, NAN, 4.0 };
    paramod_i_qr *qr;

    for (long round = rounds(100); round > 0; round--) {
        const size_t m = 1 + random_size(40), n = 1 + random_size(40);
        const size_t rank = random_size((m < n ? m : n));

        fill_rank(m, n, rank, a);
        qr = factored(m, n, a);
        CU_ASSERT_EQUAL(paramod_i_qr_rank(qr, 0.0), rank);
        CU_ASSERT_EQUAL(paramod_i_qr_rank(qr, 2.0), 0);
        paramod_i_qr_destroy(qr);
    }
    qr = factored(2, 3, zero);
    CU_ASSERT_EQUAL(paramod_i_qr_rank(qr, 0.0), 0);
    CU_ASSERT_EQUAL(paramod_i_qr_rcond(qr, 0), 1.0);
    paramod_i_qr_destroy(qr);
    qr = factored(2, 2, bad);
    CU_ASSERT_EQUAL(paramod_i_qr_rank(qr, 0.0), 0);
    CU_ASSERT_EQUAL(paramod_i_qr_rcond(qr, 2), 0.0);
    paramod_i_qr_destroy(qr);
}

/* Hilbert's matrix of order 12 has condition 2e16: its rank is 11 at the
 * tolerance 1e-15, and the estimate must see the other eleven columns. */
static void test_hilbert(void)
{
    double a[144];
    paramod_i_qr *qr;

    for (size_t j = 0; j < 12; j++)
        for (size_t i = 0; i < 12; i++)
            a[i + 12 * j] = 1.0 / (double)(i + j + 1);
    qr = factored(12, 12, a);
    CU_ASSERT(residual(qr, 12, 12, a) < 10.0 * DBL_EPSILON);
    CU_ASSERT_EQUAL(paramod_i_qr_rank(qr, 1e-15), 11);
    CU_ASSERT(paramod_i_qr_rcond(qr, 12) < 1e-15);
    CU_ASSERT(paramod_i_qr_rcond(qr, 4) > 1e-6);
    CU_ASSERT_EQUAL(paramod_i_qr_rcond(qr, 1), 1.0);
    paramod_i_qr_destroy(qr);
}

static void test_least_squares_reference(void)
{
    static record r;
    FILE *const file = open_records();
    double x[256], worst = 0.0;
    int cases = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (; next_record(file, "least", &r); cases++) {
        paramod_i_qr *const qr = factored(r.rows, r.columns, r.a);

        paramod_i_qr_solve(qr, r.columns, r.b, x);
        for (size_t j = 0; j < r.columns; j++) {
            double largest = 0.0; /* in the scale of the columns */

            for (size_t k = 0; k < r.columns; k++)
                largest = fmax(largest, fabs(r.exact[k]) *
                                        paramod_i_norm(r.rows, r.a + k * r.rows));
            worst = fmax(worst, fabs(x[j] - r.exact[j]) / largest *
                                paramod_i_norm(r.rows, r.a + j * r.rows));
        }
        paramod_i_qr_destroy(qr);
    }
    (void)fclose(file);
    printf("%d problems, worst error %.1e ... ", cases, worst);
    CU_ASSERT_EQUAL(cases, 10);
    CU_ASSERT(worst < 1e-13);
}

/* Aliased columns get 0, and the residual is orthogonal to all columns. */
static void test_basic_solutions_of_deficient_problems(void)
{
    static double a[N * N];
    double b[N], x[N], ax[N], gradient[N];

    for (long round = rounds(100); round > 0; round--) {
        const size_t m = 5 + random_size(40), n = 2 + random_size(30);
        const size_t rank = random_size((m < n ? m : n) - 1);
        paramod_i_qr *qr;

        fill_rank(m, n, rank, a);
        fill_uniform(m, b);
        (void)memcpy(ax, b, sizeof b);
        qr = factored(m, n, a);
        paramod_i_qr_solve(qr, rank, ax, x);
        for (size_t j = rank; j < n; j++)
            CU_ASSERT_EQUAL(x[paramod_i_qr_pivot(qr)[j]], 0.0);
        paramod_i_times(m, n, a, x, ax);
        paramod_i_axpy(m, -1.0, b, ax);
        paramod_i_transposed_times(m, n, a, ax, gradient);
        CU_ASSERT(paramod_i_largest(n, gradient) <=
                  1e-13 * frobenius(m * n, a) * paramod_i_norm(m, b) /
                  paramod_i_qr_rcond(qr, rank));
        paramod_i_qr_destroy(qr);
    }
}

static void test_bad_shapes(void)
{
    paramod_i_qr *qr = NULL;

    CU_ASSERT_EQUAL(paramod_i_qr_create(0, 3, &qr), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "a 0 x 3 "
                                                    "matrix has no factors");
    CU_ASSERT_EQUAL(paramod_i_qr_create(3, 0, &qr), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_i_qr_create((size_t)1 << 40, 1, &qr), PARAMOD_ERR_MEMORY);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "a 1099511627776 x 1 matrix is too "
                           "large for LAPACK");
    CU_ASSERT_PTR_NULL(qr);
    paramod_i_qr_destroy(NULL);
}

static void test_memory(void)
{
    const long live = memory_live();
    paramod_status status = PARAMOD_ERR_MEMORY;
    double a[] = { 1.0, 2.0, 3.0, 4.0, 5.0, 7.0 }, b[3] = { 1.0 }, x[2];

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_i_qr *qr = NULL;
        long attempts;

        memory_allow(allowed);
        status = paramod_i_qr_create(3, 2, &qr);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        CU_ASSERT_EQUAL(qr != NULL, status == PARAMOD_OK);
        attempts = memory_attempts();
        if (qr != NULL) {
            paramod_i_qr_factor(qr, a);
            paramod_i_qr_solve(qr, paramod_i_qr_rank(qr, 0.0), b, x);
            (void)paramod_i_qr_rcond(qr, 2);
        }
        CU_ASSERT_EQUAL(memory_attempts(), attempts);
        paramod_i_qr_destroy(qr);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 20);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "factors multiply to each column, and Q is orthogonal", test_factors },
        { "pivots order the diagonal of R", test_pivoting },
        { "the rank of products is found", test_rank },
        { "Hilbert's matrix", test_hilbert },
        { "least squares, against 120 digits", test_least_squares_reference },
        { "basic solutions of rank-deficient problems",
          test_basic_solutions_of_deficient_problems },
        { "bad shapes are explained", test_bad_shapes },
        { "every allocation may fail, and none is made in use", test_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("qr", tests);
}
