/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "calculus/difference_impl.h"
#include "support/support.h"

enum { K = 3, VALUES = 4, WORK = 23 * VALUES };

/* Four smooth functions of three coordinates, and their derivatives. */
static paramod_eval smooth(const double *u, double *value, void *data)
{
    (void)data;
    value[0] = exp(u[0]) * sin(u[1]);
    value[1] = u[0] * u[1] * u[2];
    value[2] = 3.0 + log1p(u[2] * u[2]) - cos(u[0]); /* at least 2 */
    value[3] = 5.0;
    return PARAMOD_EVAL_OK;
}

static void smooth_jacobian(const double *u, double *j)
{
    const double exact[K * VALUES] = {
        exp(u[0]) * sin(u[1]), u[1] * u[2], sin(u[0]), 0.0,
        exp(u[0]) * cos(u[1]), u[0] * u[2], 0.0, 0.0,
        0.0, u[0] * u[1], 2.0 * u[2] / (1.0 + u[2] * u[2]), 0.0,
    };

    (void)memcpy(j, exact, sizeof exact);
}

static void random_point(double *u)
{
    for (int i = 0; i < K; i++)
        u[i] = 4.0 * uniform() - 2.0;
}

static void test_central_differences(void)
{
    double worst = 0.0;

    for (long round = rounds(300); round > 0; round--) {
        double u[K], kept[K], j[K * VALUES], exact[K * VALUES], work[2 * VALUES];

        random_point(u);
        (void)memcpy(kept, u, sizeof u);
        CU_ASSERT_EQUAL(paramod_i_difference(K, VALUES, smooth, NULL, u, j, work),
                        PARAMOD_EVAL_OK);
        CU_ASSERT_EQUAL(memcmp(u, kept, sizeof u), 0);
        smooth_jacobian(u, exact);
        for (int i = 0; i < K * VALUES; i++)
            worst = fmax(worst, fabs(j[i] - exact[i]) / (1.0 + fabs(exact[i])));
    }
    printf("worst error %.1e ... ", worst);
    CU_ASSERT(worst < 3e-10); /* eps^(2/3) times third derivatives */
}

/* The estimate covers the error, and the error is small. */
static void test_extrapolation(void)
{
    double worst = 0.0;

    for (long round = rounds(300); round > 0; round--) {
        double u[K], kept[K], column[VALUES], error[VALUES], work[WORK];
        double exact[K * VALUES];

        random_point(u);
        (void)memcpy(kept, u, sizeof u);
        smooth_jacobian(u, exact);
        for (size_t j = 0; j < K; j++) {
            CU_ASSERT_EQUAL(paramod_i_difference_ridders(VALUES, smooth, NULL, u, j,
                                                         column, error, work),
                            PARAMOD_EVAL_OK);
            for (size_t i = 0; i < VALUES; i++) {
                const double off = fabs(column[i] - exact[j * VALUES + i]);

                CU_ASSERT(off <= 4.0 * error[i]);
                worst = fmax(worst, off / (1.0 + fabs(exact[j * VALUES + i])));
            }
        }
        CU_ASSERT_EQUAL(memcmp(u, kept, sizeof u), 0);
    }
    printf("worst error %.1e ... ", worst);
    CU_ASSERT(worst < 1e-11);
}

/* Scales from 1e-12 to 1e12, which the first step knows nothing of. */
static paramod_eval scaled(const double *u, double *value, void *data)
{
    const double scale = *(const double *)data;

    *value = exp(u[0] / scale);
    return isfinite(*value) ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}

static void test_any_scale_is_found(void)
{
    double work[23], column, error, worst = 0.0;

    for (int e = -12; e <= 12; e++) {
        double scale = pow(10.0, e);
        double u[] = { 1.5 * scale };
        const double exact = exp(1.5) / scale;

        CU_ASSERT_EQUAL(paramod_i_difference_ridders(1, scaled, &scale, u, 0, &column,
                                                     &error, work), PARAMOD_EVAL_OK);
        CU_ASSERT(fabs(column - exact) <= 4.0 * error);
        worst = fmax(worst, fabs(column / exact - 1.0));
    }
    printf("worst relative error %.1e ... ", worst);
    CU_ASSERT(worst < 1e-9);
}

/* ---- at the edge of what can be computed ----------------------------------------- */

/* sqrt, or its mirror image; what lies outside is NaN and no status. */
static paramod_eval edge(const double *u, double *value, void *data)
{
    *value = sqrt(1.0 + *(const double *)data * u[0]);
    return PARAMOD_EVAL_OK;
}

static void test_one_sided_differences(void)
{
    const double h = cbrt(DBL_EPSILON);
    double work[2], slope;

    for (double sign = -1.0; sign <= 1.0; sign += 2.0) {
        double u[] = { sign * (-1.0 + h / 2.0) };
        const double exact = 0.5 * sign / sqrt(1.0 + sign * u[0]);
        const double x = 1.0 + sign * u[0];

        /* second order: (4 f(x+h) - f(x+2h) - 3 f(x)) / 2h, and not f' */
        CU_ASSERT_EQUAL(paramod_i_difference(1, 1, edge, &sign, u, &slope, work),
                        PARAMOD_EVAL_OK);
        CU_ASSERT(fabs(slope - sign * (4.0 * sqrt(x + h) - sqrt(x + 2.0 * h) -
                                       3.0 * sqrt(x)) / (2.0 * h)) <
                  1e-6 * fabs(exact));
        CU_ASSERT_EQUAL(u[0], sign * (-1.0 + h / 2.0));
    }
}

typedef struct window {
    double low, high;
    int calls;
    int stop_at;
} window;

static paramod_eval in_window(const double *u, double *value, void *data)
{
    window *const w = data;

    if (++w->calls == w->stop_at)
        return PARAMOD_EVAL_STOP;
    if (u[0] < w->low || u[0] > w->high)
        return PARAMOD_EVAL_RETRY;
    *value = u[0] * u[0];
    return PARAMOD_EVAL_OK;
}

static void test_narrow_windows(void)
{
    const double h = cbrt(DBL_EPSILON);
    double u[] = { 0.5 }, work[23], slope = 7.0, error;
    window one = { 0.5, 0.5 + 1.5 * h, 0, 0 }; /* one step fits, two do not */
    window none = { 0.5 - h / 2.0, 0.5 + h / 2.0, 0, 0 };
    window tiny = { 0.5 - 1e-6, 0.5 + 1e-6, 0, 0 };
    window point = { 0.5, 0.5, 0, 0 };

    CU_ASSERT_EQUAL(paramod_i_difference(1, 1, in_window, &one, u, &slope, work),
                    PARAMOD_EVAL_OK);
    CU_ASSERT(fabs(slope - (1.0 + h)) < 1e-9); /* first order */
    CU_ASSERT_EQUAL(paramod_i_difference(1, 1, in_window, &none, u, &slope, work),
                    PARAMOD_EVAL_RETRY);
    CU_ASSERT_EQUAL(paramod_i_difference_ridders(1, in_window, &tiny, u, 0, &slope,
                                                 &error, work), PARAMOD_EVAL_OK);
    CU_ASSERT(fabs(slope - 1.0) < 1e-7);
    CU_ASSERT_EQUAL(paramod_i_difference_ridders(1, in_window, &point, u, 0, &slope,
                                                 &error, work), PARAMOD_EVAL_RETRY);
    CU_ASSERT_EQUAL(u[0], 0.5);
}

static void test_stop_ends_at_once(void)
{
    double u[] = { 0.5 }, work[23], slope, error;

    for (int at = 1; at <= 4; at++) {
        window w = { 0.5, 1.0, 0, at }; /* so that all kinds of calls are made */
        window wide = { 0.0, 1.0, 0, at };

        CU_ASSERT_EQUAL(paramod_i_difference(1, 1, in_window, &w, u, &slope, work),
                        PARAMOD_EVAL_STOP);
        CU_ASSERT_EQUAL(w.calls, at);
        CU_ASSERT_EQUAL(paramod_i_difference_ridders(1, in_window, &wide, u, 0, &slope,
                                                     &error, work), PARAMOD_EVAL_STOP);
        CU_ASSERT_EQUAL(wide.calls, at);
    }
}

static void test_no_memory_is_taken(void)
{
    const long attempts = memory_attempts();
    double u[K] = { 0.1, 0.2, 0.3 }, j[K * VALUES], error[VALUES], work[WORK];

    (void)paramod_i_difference(K, VALUES, smooth, NULL, u, j, work);
    (void)paramod_i_difference_ridders(VALUES, smooth, NULL, u, 1, j, error, work);
    CU_ASSERT_EQUAL(memory_attempts(), attempts);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "central differences", test_central_differences },
        { "extrapolation knows its error", test_extrapolation },
        { "any scale is found", test_any_scale_is_found },
        { "one-sided differences at an edge", test_one_sided_differences },
        { "narrow windows", test_narrow_windows },
        { "stop ends at once", test_stop_ends_at_once },
        { "no memory is taken", test_no_memory_is_taken },
        CU_TEST_INFO_NULL,
    };

    return run_tests("difference", tests);
}
