/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "calculus/quadrature_impl.h"
#include "support/support.h"

/* ---- polynomials -------------------------------------------------------------- */

enum { MOST_DEGREE = 40 };

typedef struct polynomial {
    int degree;
    double coefficient[MOST_DEGREE + 1];
} polynomial;

static void evaluate(double x, double *value, void *data)
{
    const polynomial *const p = data;

    value[0] = 0.0;
    for (int i = p->degree; i >= 0; i--)
        value[0] = value[0] * x + p->coefficient[i];
}

/* Over [-1, 1]; odd powers vanish. */
static double exact_integral(const polynomial *p, double *sizes)
{
    double sum = 0.0;

    *sizes = 0.0;
    for (int i = 0; i <= p->degree; i++) {
        sum += i % 2 == 0 ? 2.0 * p->coefficient[i] / (i + 1) : 0.0;
        *sizes += 2.0 * fabs(p->coefficient[i]) / (i + 1);
    }
    return sum;
}

static polynomial random_polynomial(int degree)
{
    polynomial p = { .degree = degree };

    for (int i = 0; i <= degree; i++)
        p.coefficient[i] = 2.0 * uniform() - 1.0;
    return p;
}

/* Rules of n points have degree 2 n - 1, and Kronrod's of 21 has 31.  That the
 * next even power comes out wrong shows that the nodes are at work. */
static void test_degrees(void)
{
    double found, error, sizes, exact;
    polynomial p;

    for (int degree = 0; degree <= 39; degree++) {
        p = random_polynomial(degree);
        exact = exact_integral(&p, &sizes);
        paramod_i_quadrature_fixed(1, evaluate, &p, -1.0, 1.0, &found);
        CU_ASSERT(fabs(found - exact) <= 4.0 * DBL_EPSILON * sizes);
        if (degree > 31)
            continue;
        CU_ASSERT_EQUAL(paramod_i_quadrature_adaptive(1, evaluate, &p, -1.0, 1.0, 0.0,
                                                      1e300, &found, &error), 0);
        CU_ASSERT(fabs(found - exact) <= 4.0 * DBL_EPSILON * sizes);
        if (degree <= 19) /* of which the Gauss rule of 10 points is exact too */
            CU_ASSERT(error <= 8.0 * DBL_EPSILON * sizes);
    }
    p = (polynomial){ .degree = 40, .coefficient[40] = 1.0 };
    paramod_i_quadrature_fixed(1, evaluate, &p, -1.0, 1.0, &found);
    CU_ASSERT(fabs(found - 2.0 / 41.0) > 1e-13);
    p = (polynomial){ .degree = 32, .coefficient[32] = 1.0 };
    (void)paramod_i_quadrature_adaptive(1, evaluate, &p, -1.0, 1.0, 0.0, 1e300, &found,
                                        NULL);
    CU_ASSERT(fabs(found - 2.0 / 33.0) > 1e-13);
}

/* ---- reference values ----------------------------------------------------------- */

enum { FUNCTIONS = 9 };

static void function(double x, double *value, void *data)
{
    switch (*(int *)data) {
    case 0:  *value = exp(-x * x); break;
    case 1:  *value = sin(30.0 * x); break;
    case 2:  *value = 1.0 / sqrt(x); break;
    case 3:  *value = log(x); break;
    case 4:  *value = 1.0 / (1.0 + 1e4 * (x - 1.0 / 3.0) * (x - 1.0 / 3.0)); break;
    case 5:  *value = fabs(x - 1.0 / 3.0); break;
    case 6:  *value = pow(x, 0.1) * exp(-x); break;
    case 7:  *value = x > 2.0 / 3.0 ? 1.0 : 0.0; break;
    default: *value = cos(x * x) * exp(x / 3.0); break;
    }
}

/* Kinks, jumps, peaks, oscillations and end-point singularities; the estimate
 * must cover the true error, and the tolerance the estimate. */
static void test_reference_values(void)
{
    static const double tolerance[] = { 1e-3, 1e-7, 1e-12 };
    const char *const directory = getenv("PARAMOD_TEST_DATA");
    double a, b, exact, found, error, worst = 0.0;
    char path[512];
    int number, cases = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/integrals.ref",
                   directory == NULL ? "tests/data" : directory);
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fscanf(file, "%d %lf %lf %lf", &number, &a, &b, &exact) == 4) {
        for (int t = 0; t < 3; t++, cases++) {
            CU_ASSERT_EQUAL(paramod_i_quadrature_adaptive(1, function, &number, a, b,
                                                          tolerance[t], 1e-300, &found,
                                                          &error), 0);
            CU_ASSERT(error <= tolerance[t] * fabs(found));
            CU_ASSERT(fabs(found - exact) <= error + 4.0 * DBL_EPSILON * fabs(exact));
            if (t == 2)
                worst = fmax(worst, fabs(found / exact - 1.0));
        }
    }
    (void)fclose(file);
    printf("%d integrals, worst relative error %.1e at 1e-12 ... ", cases, worst);
    CU_ASSERT_EQUAL(cases, 3 * FUNCTIONS);
}

/* ---- many components -------------------------------------------------------------- */

static void all_functions(double x, double *value, void *data)
{
    (void)data;
    for (int i = 0; i < 32; i++)
        value[i] = cos(i * x) * exp(-x);
}

/* int_0^2 cos(i x) e^-x dx = [e^-x (i sin i x - cos i x)]_0^2 / (1 + i^2) */
static double damped(int i)
{
    return (exp(-2.0) * (i * sin(2.0 * i) - cos(2.0 * i)) + 1.0) / (1.0 + i * i);
}

static void test_components_share_the_intervals(void)
{
    double found[32], error[32], fixed[32];

    CU_ASSERT_EQUAL(paramod_i_quadrature_adaptive(32, all_functions, NULL, 0.0, 2.0,
                                                  1e-12, 1e-14, found, error), 0);
    paramod_i_quadrature_fixed(32, all_functions, NULL, 0.0, 2.0, fixed);
    for (int i = 0; i < 32; i++) {
        CU_ASSERT(fabs(found[i] - damped(i)) <= 1e-14 + 1e-12 * fabs(damped(i)));
        if (i < 15)
            CU_ASSERT(fabs(fixed[i] - damped(i)) < 1e-14);
    }
}

/* ---- ends ---------------------------------------------------------------------------- */

static void count_calls(double x, double *value, void *data)
{
    ++*(int *)data;
    *value = x;
}

static void nowhere(double x, double *value, void *data)
{
    (void)data;
    *value = x > 0.5 ? NAN : 1.0;
}

static void divergent(double x, double *value, void *data)
{
    (void)data;
    *value = 1.0 / x;
}

static void singular_at_0(double x, double *value, void *data)
{
    (void)data;
    *value = 1.0 / sqrt(fabs(x));
}

/* The centre of [-1, 1] is a node, where the integrand is infinite. */
static void test_a_node_on_a_singularity(void)
{
    double found;

    CU_ASSERT_EQUAL(paramod_i_quadrature_adaptive(1, singular_at_0, NULL, -1.0, 1.0,
                                                  1e-9, 0.0, &found, NULL), 0);
    CU_ASSERT(fabs(found - 4.0) <= 4e-9);
}

static void test_effort_and_failure(void)
{
    double found = 7.0, error;
    int calls = 0;

    CU_ASSERT_EQUAL(paramod_i_quadrature_adaptive(1, count_calls, &calls, 1.0, 3.0,
                                                  1e-10, 0.0, &found, NULL), 0);
    CU_ASSERT_EQUAL(found, 4.0);
    CU_ASSERT_EQUAL(calls, 21);
    CU_ASSERT_EQUAL(paramod_i_quadrature_adaptive(1, count_calls, &calls, 2.0, 2.0,
                                                  1e-10, 0.0, &found, &error), 0);
    CU_ASSERT(found == 0.0 && error == 0.0);
    /* more than rounding allows: it stops early and says so */
    calls = 0;
    CU_ASSERT(paramod_i_quadrature_adaptive(1, count_calls, &calls, 1.0, 3.0, 1e-18,
                                            0.0, &found, &error) > 0);
    CU_ASSERT(calls < 100 && ulps_off(found, 4.0, 4.0) <= 2.0);
    CU_ASSERT(paramod_i_quadrature_adaptive(1, nowhere, NULL, 0.0, 1.0, 1e-6, 0.0,
                                            &found, &error) > 0);
    CU_ASSERT(isnan(found));
    CU_ASSERT(paramod_i_quadrature_adaptive(1, divergent, NULL, 0.0, 1.0, 1e-6, 0.0,
                                            &found, &error) > 0);
}

static void test_no_memory_is_taken(void)
{
    const long attempts = memory_attempts();
    double found[32];

    (void)paramod_i_quadrature_adaptive(32, all_functions, NULL, 0.0, 2.0, 1e-12, 0.0,
                                        found, NULL);
    CU_ASSERT_EQUAL(memory_attempts(), attempts);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "polynomials up to the degree of the rule", test_degrees },
        { "hard integrands, against 40 digits", test_reference_values },
        { "components share the intervals", test_components_share_the_intervals },
        { "a node on a singularity", test_a_node_on_a_singularity },
        { "effort and failure", test_effort_and_failure },
        { "no memory is taken", test_no_memory_is_taken },
        CU_TEST_INFO_NULL,
    };

    return run_tests("quadrature", tests);
}
