/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The linear peak against 70-digit sums with derivatives by differences
 * (tests/data/chroma_peak.py), and by its limits. */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>

#include "support/support.h"

static double evaluate(const paramod_chroma_peak *peak, double t, double *gradient,
                       double *hessian, double *bound)
{
    double c = NAN;

    CU_ASSERT_EQUAL(paramod_chroma_peak_evaluate(peak, &t, 1, &c, gradient, hessian,
                                                 bound), PARAMOD_OK);
    return c;
}

/* Distance of the derivatives from x[14], relative to each, or, around its
 * zeros, to its natural size. */
static double worst_derivative(const paramod_chroma_peak *peak, double c,
                               const double *g, const double *h, const double *x)
{
    /* what changes the peak by its own size */
    const double unit[] = { fmin(sqrt(peak->a), 1.0 + peak->a),
                            peak->kd / sqrt(1.0 + peak->a),
                            sqrt(1.0 + peak->a) / peak->kd, peak->t1 };
    double worst = 0.0;
    size_t k = 4;

    for (size_t i = 0; i < 4; i++) {
        worst = fmax(worst, fabs(g[i] - x[i]) / (fabs(x[i]) + 1e-3 * c / unit[i]));
        for (size_t j = i; j < 4; j++, k++) {
            worst = fmax(worst, fabs(h[4 * i + j] - x[k])
                         / (fabs(x[k]) + 1e-3 * c / (unit[i] * unit[j])));
            CU_ASSERT_EQUAL(h[4 * i + j], h[4 * j + i]);
        }
    }
    return worst;
}

static void test_reference(void)
{
    char path[512];
    double v[20], g[4], h[16], bound;
    size_t rows = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/peak.ref", getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (;; rows++) {
        paramod_chroma_peak peak = { sizeof peak, 0.0, 0.0, 0.0, 0.0 };
        size_t read = 0;
        double c, off;

        while (read < 20 && fscanf(file, "%lf", &v[read]) == 1)
            read++;
        if (read < 20)
            break;
        peak.a = v[0];
        peak.kd = v[1];
        peak.t0 = v[2];
        peak.t1 = v[3];
        c = evaluate(&peak, v[4], g, h, &bound);
        CU_ASSERT(fabs(c - v[5]) <= fmin(bound, 1e-12 * v[5]));
        off = worst_derivative(&peak, v[5], g, h, &v[6]);
        if (off > 1e-10)
            (void)printf("a = %g, t = %g: derivatives off by %g\n", v[0], v[4], off);
        CU_ASSERT(off <= 1e-10);
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL(rows, 12);
}

/* At t0 the front has arrived, at t0 + t1 it has left. */
static void test_front(void)
{
    const paramod_chroma_peak peak = { sizeof peak, 2.0, 1.0, 8.0, 0.25 };
    const double before = evaluate(&peak, 8.25 - 1e-12, NULL, NULL, NULL);
    const double after = evaluate(&peak, 8.25, NULL, NULL, NULL);

    CU_ASSERT_EQUAL(evaluate(&peak, nextafter(8.0, 0.0), NULL, NULL, NULL), 0.0);
    CU_ASSERT_EQUAL(evaluate(&peak, 8.0, NULL, NULL, NULL), exp(-2.0));
    CU_ASSERT(fabs(before - after - exp(-2.0)) < 1e-11);
}

/* Short pulses are t1 times the impulse response, and their sum is the step. */
static void test_pulses_add_up(void)
{
    enum { PIECES = 64 };
    const paramod_chroma_peak whole = { sizeof whole, 400.0, 2.0, 10.0, 64.0 };
    paramod_chroma_peak piece = whole;

    for (double t = 100.0; t < 350.0; t += 12.5) {
        const double c = evaluate(&whole, t, NULL, NULL, NULL);
        double sum = 0.0;

        piece.t1 = whole.t1 / PIECES;
        for (int i = 0; i < PIECES; i++)
            sum += evaluate(&piece, t - i * piece.t1, NULL, NULL, NULL);
        CU_ASSERT(fabs(sum - c) <= 1e-13 * c);
    }
}

static void test_limits(void)
{
    paramod_chroma_peak peak = { sizeof peak, 0.0, 1.0, 1.0, 2.0 };

    /* no retention: the rectangle itself */
    CU_ASSERT_EQUAL(evaluate(&peak, 2.0, NULL, NULL, NULL), 1.0);
    CU_ASSERT_EQUAL(evaluate(&peak, 3.0, NULL, NULL, NULL), 0.0);
    /* no desorption: the front alone */
    peak.a = 1.5;
    peak.kd = 0.0;
    CU_ASSERT_EQUAL(evaluate(&peak, 2.0, NULL, NULL, NULL), exp(-1.5));
    CU_ASSERT_EQUAL(evaluate(&peak, 3.5, NULL, NULL, NULL), 0.0);
    /* a step ends at 1 */
    peak.kd = 1.0;
    peak.t1 = INFINITY;
    CU_ASSERT_EQUAL(evaluate(&peak, 1000.0, NULL, NULL, NULL), 1.0);
    CU_ASSERT_EQUAL(evaluate(&peak, INFINITY, NULL, NULL, NULL), 1.0);
}

static void test_bad_input(void)
{
    const struct { paramod_chroma_peak peak; double t; const char *message; } bad[] = {
        { { sizeof(paramod_chroma_peak), -1.0, 1.0, 1.0, 1.0 }, 1.0,
          "peak: a = -1 is not a finite number of at least 0" },
        { { sizeof(paramod_chroma_peak), 1.0, NAN, 1.0, 1.0 }, 1.0,
          "peak: kd = nan is not a finite number of at least 0" },
        { { sizeof(paramod_chroma_peak), 1.0, 1.0, INFINITY, 1.0 }, 1.0,
          "peak: t0 = inf is not a finite number of at least 0" },
        { { sizeof(paramod_chroma_peak), 1.0, 1.0, 1.0, -2.0 }, 1.0,
          "peak: t1 = -2 is not at least 0" },
        { { sizeof(paramod_chroma_peak), 1.0, 1.0, 1.0, 1.0 }, NAN,
          "paramod_chroma_peak_evaluate: times[0] is NaN" },
    };
    double c = 7.0;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CU_ASSERT_EQUAL(paramod_chroma_peak_evaluate(&bad[i].peak, &bad[i].t, 1, &c,
                                                     NULL, NULL, NULL),
                        PARAMOD_ERR_DOMAIN);
        CU_ASSERT_STRING_EQUAL(paramod_error_message(), bad[i].message);
    }
    CU_ASSERT_EQUAL(paramod_chroma_peak_evaluate(NULL, &c, 1, &c, NULL, NULL, NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_chroma_peak_evaluate: a null pointer");
    CU_ASSERT_EQUAL(c, 7.0);
}

static void test_no_allocation(void)
{
    const paramod_chroma_peak peak = { sizeof peak, 50.0, 1.0, 1.0, 3.0 };
    const long before = memory_attempts();
    double g[4], h[16];

    (void)evaluate(&peak, 50.0, g, h, NULL);
    CU_ASSERT_EQUAL(memory_attempts(), before);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "values, gradients and Hessians", test_reference },
        { "the front at the very times", test_front },
        { "pulses add up", test_pulses_add_up },
        { "limits", test_limits },
        { "bad input", test_bad_input },
        { "evaluation does not allocate", test_no_allocation },
        CU_TEST_INFO_NULL,
    };

    return run_tests("peak", tests);
}
