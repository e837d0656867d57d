/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The spline object: values against mpmath (tests/data/spline.py), exactness
 * on polynomials, agreement of the ways to evaluate, bad input. */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/spline.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static paramod_spline *make(size_t count, const double *x, const double *y,
                            uint64_t kind, uint64_t outside)
{
    paramod_spline_options options = { .size = sizeof options };
    paramod_spline *s = NULL;

    options.kind = kind;
    options.outside = outside;
    MUST(paramod_spline_create(count, x, y, &options, &s));
    return s;
}

static double cubic(double x)
{
    return 1.0 + x * (-2.0 + x * (0.5 + 3.0 * x));
}

/* Ascending abscissas on [a, b] with gaps of very different sizes. */
static void random_knots(size_t count, double a, double b, double *x)
{
    double sum = 0.0;

    for (size_t i = 0; i < count; i++) {
        x[i] = sum;
        sum += exp(3.0 * uniform());
    }
    for (size_t i = 0; i < count; i++)
        x[i] = a + (b - a) * x[i] / x[count - 1];
    x[count - 1] = b;
}

static void a_not_a_knot_spline_of_a_cubic_is_the_cubic(void)
{
    for (size_t count = 2; count < 12; count++) {
        double x[12], y[12];
        paramod_spline *s;

        random_knots(count, -1.0, 2.0, x);
        for (size_t i = 0; i < count; i++)
            y[i] = count == 2 ? x[i] : count == 3 ? x[i] * x[i] : cubic(x[i]);
        s = make(count, x, y, PARAMOD_SPLINE_NOT_A_KNOT, 0);
        for (double at = -1.0; at <= 2.0; at += 0.03125) {
            const double expected = count == 2 ? at : count == 3 ? at * at : cubic(at);

            CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, at), expected, 1e-13);
        }
        paramod_spline_destroy(s);
    }
}

static CU_TestInfo tests[] = {
    { "a not-a-knot spline of a cubic is the cubic",
      a_not_a_knot_spline_of_a_cubic_is_the_cubic },
    CU_TEST_INFO_NULL
};

int main(void)
{
    return run_tests("spline/spline", tests);
}
