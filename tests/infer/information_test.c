/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The decomposed information matrix, against closed forms and its own
 * definition. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "infer/information_impl.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { K = 5 };

/* Two unit columns at a small angle: singular values sqrt(1 +- cos angle). */
static void test_tiny_eigenvalues_are_right(void)
{
    for (double angle = 0.5; angle > 1e-10; angle *= 0.1) {
        double jacobian[4] = { 1.0, 0.0, 3e8 * cos(angle), 3e8 * sin(angle) };
        paramod_i_information *information = NULL;
        const double small = 2.0 * sin(0.5 * angle) * sin(0.5 * angle);

        MUST(paramod_i_information_of_jacobian(2, 2, jacobian, 1e-25, &information));
        CU_ASSERT(paramod_i_information_is_regular(information));
        CU_ASSERT(fabs(information->value[0] - (2.0 - small)) < 8.0 * DBL_EPSILON);
        /* s errs by eps, so w = s^2 by 2 eps / s of itself */
        CU_ASSERT(fabs(information->value[1] / small - 1.0) <
                  16.0 * DBL_EPSILON / sqrt(small));
        paramod_i_information_destroy(information);
    }
}

static void random_positive(double *a, const double *units)
{
    double b[K * K];

    for (size_t i = 0; i < K * K; i++)
        b[i] = uniform() - 0.5;
    for (size_t i = 0; i < K; i++)
        for (size_t j = 0; j < K; j++) {
            a[i + j * K] = i == j ? 0.5 : 0.0;
            for (size_t l = 0; l < K; l++)
                a[i + j * K] += b[i + l * K] * b[j + l * K];
            a[i + j * K] *= units[i] * units[j];
        }
}

/* I I^-1 = 1 and solve() agrees, whatever the units. */
static void test_inverse_and_solve(void)
{
    for (long r = rounds(100); r > 0; r--) {
        double a[K * K], inverse[K * K], units[K], x[K], y[K];
        paramod_i_information *information = NULL;

        for (size_t i = 0; i < K; i++)
            units[i] = ldexp(1.0, (int)(300.0 * uniform()) - 150);
        random_positive(a, units);
        MUST(paramod_i_information_of_matrix(K, a, 1e-12, &information));
        CU_ASSERT(paramod_i_information_is_regular(information));
        paramod_i_information_inverse(information, 2.0, inverse);
        for (size_t i = 0; i < K; i++)
            for (size_t j = 0; j < K; j++) {
                double sum = 0.0;

                for (size_t l = 0; l < K; l++)
                    sum += a[i + l * K] * inverse[l + j * K];
                CU_ASSERT(fabs(sum * units[j] / units[i] - (i == j ? 2.0 : 0.0)) < 1e-12);
                CU_ASSERT_EQUAL(inverse[i + j * K], inverse[j + i * K]);
            }
        for (size_t i = 0; i < K; i++)
            x[i] = units[i] * (uniform() - 0.5);
        paramod_i_information_solve(information, x, y);
        for (size_t i = 0; i < K; i++) {
            double sum = 0.0;

            for (size_t j = 0; j < K; j++)
                sum += inverse[i + j * K] * x[j];
            CU_ASSERT(fabs(2.0 * y[i] - sum) * units[i] < 1e-12);
        }
        paramod_i_information_destroy(information);
    }
}

/* I of one positive, one zero and one negative direction. */
static void test_inertia(void)
{
    const double a[9] = { 2.0, 0.0, 0.0, 0.0, -3.0, 0.0, 0.0, 0.0, 0.0 };
    paramod_i_information *information = NULL;
    double basis[9];
    size_t lead[3];

    MUST(paramod_i_information_of_matrix(3, a, 1e-12, &information));
    CU_ASSERT_EQUAL(paramod_i_information_positive(information), 1);
    CU_ASSERT_EQUAL(paramod_i_information_negative(information), 1);
    CU_ASSERT(!paramod_i_information_is_regular(information));
    CU_ASSERT(information->scale[0] == sqrt(2.0) && information->scale[2] == 1.0);
    paramod_i_information_null_basis(information, basis, lead);
    CU_ASSERT_EQUAL(lead[0], 2);
    CU_ASSERT(basis[0] == 0.0 && basis[1] == 0.0 && basis[2] == 1.0);
    paramod_i_information_destroy(information);
    MUST(paramod_i_information_of_matrix(0, NULL, 0.0, &information));
    CU_ASSERT(paramod_i_information_is_regular(information));
    paramod_i_information_destroy(information);
}

/* Two residuals for K parameters: the echelon basis spans K - 2 dimensions, in
 * which J vanishes. */
static void test_null_basis(void)
{
    for (long r = rounds(100); r > 0; r--) {
        double jacobian[2 * K], basis[K * K];
        size_t lead[K];
        paramod_i_information *information = NULL;

        for (size_t i = 0; i < 2 * K; i++)
            jacobian[i] = uniform() - 0.5;
        MUST(paramod_i_information_of_jacobian(2, K, jacobian, 1e-25, &information));
        CU_ASSERT_EQUAL_FATAL(paramod_i_information_positive(information), 2);
        paramod_i_information_null_basis(information, basis, lead);
        for (size_t c = 0; c < K - 2; c++) {
            CU_ASSERT(c == 0 || lead[c] > lead[c - 1]);
            for (size_t d = 0; d < K - 2; d++)
                CU_ASSERT_EQUAL(basis[lead[c] + d * K], c == d ? 1.0 : 0.0);
            for (size_t i = 0; i < 2; i++) { /* columns were scaled in place */
                double sum = 0.0;

                for (size_t j = 0; j < K; j++)
                    sum += jacobian[i + 2 * j] * basis[j + c * K];
                CU_ASSERT(fabs(sum) < 1e-11);
            }
        }
        paramod_i_information_destroy(information);
    }
}

static void test_what_is_not_finite(void)
{
    const double a[1] = { NAN };
    double jacobian[1] = { INFINITY };
    paramod_i_information *information = NULL;

    CU_ASSERT_EQUAL(paramod_i_information_of_matrix(1, a, 0.0, &information),
                    PARAMOD_ERR_CALLBACK);
    CU_ASSERT_EQUAL(paramod_i_information_of_jacobian(1, 1, jacobian, 0.0, &information),
                    PARAMOD_ERR_CALLBACK);
    CU_ASSERT_PTR_NULL(information);
    paramod_i_information_destroy(NULL);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "tiny eigenvalues are right", test_tiny_eigenvalues_are_right },
        { "inverse and solve", test_inverse_and_solve },
        { "inertia", test_inertia },
        { "null basis", test_null_basis },
        { "what is not finite is refused", test_what_is_not_finite },
        CU_TEST_INFO_NULL,
    };

    return run_tests("information", tests);
}
