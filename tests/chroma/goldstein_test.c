/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Goldstein's J against sums over Poisson variables in 70 digits
 * (tests/data/chroma_peak.py), and by its identities. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>

#include "chroma/goldstein_impl.h"
#include "support/support.h"

static double distance(double a, double b)
{
    return a == b ? 0.0 : (a - b) / (sqrt(a) + sqrt(b));
}

static void test_reference(void)
{
    char path[512];
    double a, b, j, rest, worst = 0.0;
    size_t rows = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/goldstein.ref", getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (; fscanf(file, "%lf %lf %lf %lf", &a, &b, &j, &rest) == 4; rows++) {
        const double s = distance(a, b), allowed = (4.0 + s * s) * 1e-15;
        double complement, value = paramod_chroma_goldstein(a, b, &complement);

        if (j >= 1e-300)
            worst = fmax(worst, fabs(value / j - 1.0) / allowed);
        if (rest >= 1e-300)
            worst = fmax(worst, fabs(complement / rest - 1.0) / allowed);
        else
            CU_ASSERT(complement <= 1e-300);
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL(rows, 22);
    CU_ASSERT(worst <= 1.0);
}

/* J(a, b) + J(b, a) = 1 + e^-(a+b) I0(2 sqrt(a b)) over sixteen decades. */
static void test_symmetry(void)
{
    for (long n = rounds(20000); n > 0; n--) {
        const double a = exp(40.0 * uniform() - 20.0);
        const double root = sqrt(a) + 6.0 * (uniform() - 0.5);
        const double b = root > 0.0 ? root * root : a * uniform();
        const double s = distance(a, b);
        const double e = exp(-s * s)
            * paramod_i_bessel_scaled(2.0 * sqrt(a) * sqrt(b)).i0;
        double rest;
        const double ab = paramod_chroma_goldstein(a, b, &rest);
        const double ba = paramod_chroma_goldstein(b, a, NULL);

        CU_ASSERT(fabs(ab + ba - 1.0 - e) <= 3e-14);
        CU_ASSERT(fabs(ab + rest - 1.0) <= 1e-14);
        CU_ASSERT(ab >= 0.0 && ab <= 1.0 && rest >= 0.0 && rest <= 1.0);
    }
}

/* J_ab = -J_a - J_b, and the rest by differences. */
static void test_derivatives_by_differences(void)
{
    for (long n = rounds(300); n > 0; n--) {
        const double a = exp(12.0 * uniform() - 3.0), b = a * exp(uniform() - 0.5);
        const double h = 1e-3 * sqrt(fmin(a, b) + 1e-3) * fmin(1.0, sqrt(fmin(a, b)));
        double g[2], hessian[3], gu[2], gd[2], unused[3];
        const double size = 1.0 / (1.0 + sqrt(a));

        paramod_chroma_goldstein_derivatives(a, b, g, hessian);
        CU_ASSERT(fabs(-g[0] - g[1] - hessian[1]) <= 1e-13 * size);
        CU_ASSERT(fabs((paramod_chroma_goldstein(a + h, b, NULL)
                        - paramod_chroma_goldstein(a - h, b, NULL)) / (2.0 * h)
                       - g[0]) <= 1e-6 * size + 1e-14 / h);
        paramod_chroma_goldstein_derivatives(a + h, b, gu, unused);
        paramod_chroma_goldstein_derivatives(a - h, b, gd, unused);
        CU_ASSERT(fabs((gu[0] - gd[0]) / (2.0 * h) - hessian[0])
                  <= 1e-5 * size + 1e-14 / h);
        paramod_chroma_goldstein_derivatives(a, b + h, gu, unused);
        paramod_chroma_goldstein_derivatives(a, b - h, gd, unused);
        CU_ASSERT(fabs((gu[1] - gd[1]) / (2.0 * h) - hessian[2])
                  <= 1e-5 * size + 1e-14 / h);
    }
}

static void test_limits(void)
{
    double rest;

    CU_ASSERT_EQUAL(paramod_chroma_goldstein(0.0, 0.0, &rest), 1.0);
    CU_ASSERT_EQUAL(rest, 0.0);
    CU_ASSERT_EQUAL(paramod_chroma_goldstein(0.0, 1e300, &rest), 1.0);
    CU_ASSERT_EQUAL(rest, 0.0);
    CU_ASSERT_EQUAL(paramod_chroma_goldstein(1e300, 0.0, &rest), 0.0);
    CU_ASSERT_EQUAL(rest, 1.0);
    CU_ASSERT_EQUAL(paramod_chroma_goldstein(3.0, INFINITY, &rest), 1.0);
    CU_ASSERT_EQUAL(rest, 0.0);
    CU_ASSERT_EQUAL(paramod_chroma_goldstein(INFINITY, 3.0, &rest), 0.0);
    CU_ASSERT_EQUAL(rest, 1.0);
    CU_ASSERT(isnan(paramod_chroma_goldstein(INFINITY, INFINITY, &rest)));
    CU_ASSERT(isnan(paramod_chroma_goldstein(-1.0, 3.0, &rest)) && isnan(rest));
    CU_ASSERT(isnan(paramod_chroma_goldstein(1.0, NAN, NULL)));
    CU_ASSERT(fabs(paramod_chroma_goldstein(1e15, 1e15, NULL) - 0.5) < 1e-7);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "values", test_reference },
        { "J(a, b) and J(b, a)", test_symmetry },
        { "derivatives are those of the values", test_derivatives_by_differences },
        { "limits and what is no argument", test_limits },
        CU_TEST_INFO_NULL,
    };

    return run_tests("goldstein", tests);
}
