/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "linalg/matrix.h"
#include "linalg/triangular_impl.h"

enum { N = 24, STRIDE = 30 };

/* |(T x - b)_i| <= n eps (|T| |x|)_i for each of the four systems, with the
 * other triangle full of NaN. */
static void check_solution(bool lower, bool transposed)
{
    double t[STRIDE * N], b[N], x[N];
    const size_t n = random_size(N);
    const paramod_i_triangle triangle = { n, t, STRIDE };

    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
            t[i + j * STRIDE] = i == j ? 1.0 + uniform()
                                : (i > j) == lower ? 2.0 * uniform() - 1.0 : NAN;
    fill_uniform(n, b);
    (void)memcpy(x, b, sizeof x);
    if (lower)
        (transposed ? paramod_i_lower_transposed_solve
                    : paramod_i_lower_solve)(triangle, x);
    else
        (transposed ? paramod_i_upper_transposed_solve
                    : paramod_i_upper_solve)(triangle, x);
    for (size_t i = 0; i < n; i++) {
        double sum = 0.0, sizes = 0.0;

        for (size_t j = 0; j < n; j++) {
            const double entry = t[transposed ? j + i * STRIDE : i + j * STRIDE];

            if (isnan(entry))
                continue;
            sum += entry * x[j];
            sizes += fabs(entry * x[j]);
        }
        CU_ASSERT(fabs(sum - b[i]) <= 2.0 * (double)(n + 1) * DBL_EPSILON * sizes);
    }
}

static void test_solves_are_backward_stable(void)
{
    for (long r = rounds(200); r > 0; r--)
        check_solution(r % 2 == 0, r / 2 % 2 == 0);
}

static double columns_norm(size_t n, const double *b)
{
    double norm = 0.0;

    for (size_t j = 0; j < n; j++) {
        double sum = 0.0;

        for (size_t i = 0; i < n; i++)
            sum += fabs(b[i + j * n]);
        norm = fmax(norm, sum);
    }
    return norm;
}

typedef struct square {
    size_t n;
    const double *b;
} square;

static void apply(bool transposed, double *x, const void *data)
{
    const square *const s = data;
    double y[N];

    for (size_t i = 0; i < s->n; i++) {
        y[i] = 0.0;
        for (size_t j = 0; j < s->n; j++)
            y[i] += s->b[transposed ? j + i * s->n : i + j * s->n] * x[j];
    }
    (void)memcpy(x, y, s->n * sizeof *x);
}

static void test_norm_estimates(void)
{
    double b[N * N], work[3 * N];
    int exact = 0, all = 0;

    for (long r = rounds(300); r > 0; r--) {
        const size_t n = random_size(N);
        const square s = { n, b };
        double norm, estimate;

        fill_uniform(n * n, b);
        grade(n, n, 2.0, 2.0, b);
        norm = columns_norm(n, b);
        estimate = paramod_i_norm_estimate(n, apply, &s, work);
        CU_ASSERT(estimate <= norm * (1.0 + 1e-13) && estimate >= norm / 3.0);
        exact += estimate >= norm * (1.0 - 1e-13);
        all++;
    }
    printf("%d of %d estimates are exact ... ", exact, all);
    CU_ASSERT(exact > all / 2);
    CU_ASSERT_EQUAL(paramod_i_norm_estimate(0, apply, NULL, work), 0.0);
}

/* Higham (1988), section 3: the first subgradient is zero at the centre, so
 * ascent alone would estimate 0.5 where the norm grows with t. */
static void test_a_matrix_made_to_deceive(void)
{
    const double t = 1e6;
    double b[16], work[12];
    const square s = { 4, b };
    const double q[] = { 1.0, -1.0, 1.0, -1.0 };

    for (size_t j = 0; j < 4; j++)
        for (size_t i = 0; i < 4; i++)
            b[i + j * 4] = (i == j ? 1.0 : 0.0) + t * q[i] * q[j];
    CU_ASSERT(paramod_i_norm_estimate(4, apply, &s, work) >=
              columns_norm(4, b) / 6.0);
}

static void test_reciprocal_condition(void)
{
    /* inverse: {1/2, 3/8; 0, 1/4}; cond_1 = 7 * 5/8, and here the estimate is
     * exact, because the inverse is not negative */
    double r[] = { 2.0, NAN, -3.0, 4.0 }, work[6];
    const paramod_i_triangle triangle = { 2, r, 2 };

    CU_ASSERT(fabs(paramod_i_upper_rcond(triangle, work) - 8.0 / 35.0) < 1e-15);
    r[3] = 0.0;
    CU_ASSERT_EQUAL(paramod_i_upper_rcond(triangle, work), 0.0);
    r[3] = NAN;
    CU_ASSERT_EQUAL(paramod_i_upper_rcond(triangle, work), 0.0);
    r[3] = 1e-320; /* its reciprocal overflows */
    CU_ASSERT_EQUAL(paramod_i_upper_rcond(triangle, work), 0.0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "triangular solves are backward stable", test_solves_are_backward_stable },
        { "norm estimates are within a factor 3", test_norm_estimates },
        { "a matrix made to deceive the estimate", test_a_matrix_made_to_deceive },
        { "reciprocal condition numbers", test_reciprocal_condition },
        CU_TEST_INFO_NULL,
    };

    return run_tests("triangular", tests);
}
