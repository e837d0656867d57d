/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The spline object: values against 50 digits (tests/data/spline.py), exactness
 * on polynomials, agreement of all ways to evaluate, the outside, bad input. */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/spline.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { MOST = 400 };

static paramod_spline *make(size_t count, const double *x, const double *y,
                            uint64_t kind, uint64_t outside)
{
    paramod_spline_options options = { .size = sizeof options };
    paramod_spline *s = NULL;

    options.kind = kind;
    options.outside = outside;
    options.left_slope = 0.75;
    options.right_slope = -1.5;
    MUST(paramod_spline_create(count, x, y, &options, &s));
    return s;
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
        x[i] = a + (b - a) * (x[i] / x[count - 1]);
    x[count - 1] = b;
}

/* ---- values ------------------------------------------------------------------ */

/* The points of tests/data/spline.py; the sines are rounded to 1/1024 there, so
 * that any C library gives the same. */
static void reference_points(unsigned kind, size_t count, double *x, double *y)
{
    x[0] = 0.0;
    for (size_t i = 0; i < count; i++) {
        const double k = (double)i;

        if (i > 0)
            x[i] = x[i - 1] + (double)((7 * i) % 5 + 1) / 8.0;
        y[i] = rint(1024.0 * (2.0 * sin(3.0 * k) + cos(k * k))) / 1024.0;
    }
    if (kind == 3)
        y[count - 1] = y[0];
}

static void check_reference_row(unsigned kind, size_t count, double at,
                                const double expected[4])
{
    double x[32], y[32];
    paramod_spline *s;

    reference_points(kind, count, x, y);
    s = make(count, x, y, kind, 0);
    for (size_t order = 0; order < 3; order++)
        CU_ASSERT_DOUBLE_EQUAL(paramod_spline_derivative(s, order, at),
                               expected[order],
                               2e-14 * (1.0 + fabs(expected[order]))
                               * (double)(1 + 20 * order));
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_integral(s, x[0], at), expected[3],
                           2e-14 * (1.0 + fabs(expected[3])));
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_integral(s, at, x[0]), -expected[3],
                           2e-14 * (1.0 + fabs(expected[3])));
    paramod_spline_destroy(s);
}

static void values_derivatives_and_integrals_agree_with_fifty_digits(void)
{
    char path[1024], line[512];
    FILE *file;
    size_t rows = 0;

    (void)snprintf(path, sizeof path, "%s/spline.ref", getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgets(line, sizeof line, file) != NULL) {
        double number[7];
        char *end = line;

        for (size_t i = 0; i < 7; i++)
            number[i] = strtod(end, &end);
        check_reference_row((unsigned)number[0], (size_t)number[1], number[2],
                            number + 3);
        rows++;
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL(rows, 209);
}

static double polynomial(size_t degree, double x)
{
    static const double c[] = { 1.0, -2.0, 0.5, 3.0 };
    double y = 0.0;

    for (size_t j = degree + 1; j-- > 0; )
        y = y * x + c[j];
    return y;
}

static void a_not_a_knot_spline_of_a_cubic_is_the_cubic(void)
{
    for (size_t count = 2; count < 12; count++) {
        const size_t degree = count < 4 ? count - 1 : 3;
        double x[12], y[12];
        paramod_spline *s;

        random_knots(count, -1.0, 2.0, x);
        for (size_t i = 0; i < count; i++)
            y[i] = polynomial(degree, x[i]);
        s = make(count, x, y, PARAMOD_SPLINE_NOT_A_KNOT, 0);
        for (double at = -1.0; at <= 2.0; at += 0.03125)
            CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, at),
                                   polynomial(degree, at), 1e-12);
        paramod_spline_destroy(s);
    }
}

static void monotone_splines_rise_where_the_data_rise(void)
{
    for (long round = 0; round < rounds(50); round++) {
        double x[20], y[20], before;
        paramod_spline *s;

        random_knots(20, 0.0, 1.0, x);
        y[0] = 0.0;
        for (size_t i = 1; i < 20; i++)
            y[i] = y[i - 1] + (uniform() < 0.3 ? 0.0 : pow(uniform(), 6.0));
        s = make(20, x, y, PARAMOD_SPLINE_MONOTONE, 0);
        before = paramod_spline_value(s, 0.0);
        for (int i = 1; i <= 1000; i++) {
            const double now = paramod_spline_value(s, i / 1000.0);

            CU_ASSERT_TRUE(now >= before - 4e-16 * y[19]);
            before = now;
        }
        paramod_spline_destroy(s);
    }
}

/* Slopes computed by hand from Akima's formula. */
static void akima_slopes_are_those_of_the_formula(void)
{
    const double x[6] = { 0, 1, 2, 3, 4, 5 }, y[6] = { 0, 1, 3, 4, 8, 7 };
    /* intervals 1 2 1 4 -1: at x = 2 weights |4-1| and |2-1|: (3*2 + 1*1)/4 */
    paramod_spline *s = make(6, x, y, PARAMOD_SPLINE_AKIMA, 0);

    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_derivative(s, 1, 2.0), 1.75, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_derivative(s, 1, 3.0),
                           (5.0 * 1.0 + 1.0 * 4.0) / 6.0, 1e-15);
    paramod_spline_destroy(s);
}

/* ---- look-up ------------------------------------------------------------------ */

static void check_batch(const paramod_spline *s, size_t count, double *x)
{
    double y[MOST];

    paramod_spline_values(s, count, x, y);
    for (size_t i = 0; i < count; i++)
        CU_ASSERT_EQUAL(ulps_off(y[i], paramod_spline_value(s, x[i]), 1.0), 0.0);
    paramod_spline_values(s, count, x, x);
    CU_ASSERT_EQUAL(memcmp(x, y, count * sizeof *x), 0);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void random_spline(size_t count, int graded, uint64_t kind, uint64_t outside,
                          double *x, paramod_spline **s)
{
    double y[MOST];

    random_knots(count, graded ? 1e-6 : -1.0, 1.0, x);
    for (size_t i = 0; i < count; i++) {
        if (graded)
            x[i] = pow(10.0, -12.0 + 12.0 * (double)i / (double)(count - 1));
        y[i] = uniform();
    }
    if (kind == PARAMOD_SPLINE_PERIODIC)
        y[count - 1] = y[0];
    *s = make(count, x, y, kind, outside);
}

static void arrays_sorted_or_not_give_the_bits_of_single_values(void)
{
    for (long round = 0; round < rounds(200); round++) {
        const size_t count = 3 + (size_t)(uniform() * 200.0);
        const size_t points = (size_t)(uniform() * MOST);
        double x[MOST], at[MOST];
        paramod_spline *s;

        random_spline(count, round % 2 == 0, (uint64_t)(round % 4),
                      (uint64_t)(round % 3), x, &s);
        for (size_t i = 0; i < points; i++)
            at[i] = uniform() < 0.2 ? x[(size_t)(uniform() * (double)count)]
                                    : -1.2 + 2.4 * uniform();
        check_batch(s, points, at);
        for (size_t i = 0; i < points; i++)
            at[i] = -1.2 + 2.4 * uniform();
        qsort(at, points, sizeof *at, by_value);
        check_batch(s, points, at);
        paramod_spline_destroy(s);
    }
}

/* The third derivative is constant in a piece and tells it from its neighbours:
 * each knot and the double before the next must be found in that piece. */
static void check_pieces(const paramod_spline *s)
{
    const double *x = paramod_spline_knots(s);
    const size_t n = paramod_spline_pieces(s);

    for (size_t i = 0; i < n; i++) {
        const double middle = paramod_spline_derivative(s, 3, x[i] / 2 + x[i + 1] / 2);

        CU_ASSERT_EQUAL(paramod_spline_derivative(s, 3, x[i]), middle);
        CU_ASSERT_EQUAL(paramod_spline_derivative(s, 3, nextafter(x[i + 1], -9.0)),
                        middle);
    }
    CU_ASSERT_TRUE(isnan(paramod_spline_value(s, nextafter(x[0], -9.0))));
    CU_ASSERT_TRUE(isnan(paramod_spline_value(s, nextafter(x[n], 9.0))));
    CU_ASSERT_FALSE(isnan(paramod_spline_value(s, x[n])));
}

static void every_knot_and_its_neighbours_are_found(void)
{
    for (int graded = 0; graded < 2; graded++)
        for (long round = 0; round < rounds(20); round++) {
            double x[MOST];
            paramod_spline *s;

            random_spline(3 + (size_t)(uniform() * 300.0), graded, 1, 0, x, &s);
            check_pieces(s);
            paramod_spline_destroy(s);
        }
}

/* ---- the outside -------------------------------------------------------------- */

static const double five_x[5] = { 0, 1, 2, 3, 4 }, five_y[5] = { 1, 3, 2, 5, 4 };

static void the_outside_follows_its_rule(void)
{
    paramod_spline *s = make(5, five_x, five_y, 0, PARAMOD_OUTSIDE_NAN);
    const double slope = paramod_spline_derivative(s, 1, 4.0);
    const double curvature = paramod_spline_derivative(s, 2, 4.0);
    const double third = paramod_spline_derivative(s, 3, 4.0);

    CU_ASSERT_TRUE(isnan(paramod_spline_value(s, 4.5)));
    CU_ASSERT_TRUE(isnan(paramod_spline_derivative(s, 1, -0.5)));
    CU_ASSERT_TRUE(isnan(paramod_spline_integral(s, 3.0, 4.5)));
    paramod_spline_destroy(s);
    s = make(5, five_x, five_y, 0, PARAMOD_OUTSIDE_CONSTANT);
    CU_ASSERT_EQUAL(paramod_spline_value(s, 1e300), paramod_spline_value(s, 4.0));
    CU_ASSERT_EQUAL(paramod_spline_value(s, INFINITY), paramod_spline_value(s, 4.0));
    CU_ASSERT_EQUAL(paramod_spline_value(s, -INFINITY), 1.0);
    CU_ASSERT_EQUAL(paramod_spline_derivative(s, 1, 5.0), 0.0);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_integral(s, -2.0, 0.0), 2.0, 1e-15);
    paramod_spline_destroy(s);
    s = make(5, five_x, five_y, 0, PARAMOD_OUTSIDE_LINEAR);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, 6.0), 4.0 + 2.0 * slope, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_integral(s, 4.0, 6.0),
                           8.0 + 2.0 * slope, 1e-13);
    paramod_spline_destroy(s);
    s = make(5, five_x, five_y, 0, PARAMOD_OUTSIDE_CONTINUE);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, 5.0), 4.0 + slope
                           + curvature / 2.0 + third / 6.0, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_integral(s, 4.0, 5.0), 4.0 + slope / 2.0
                           + curvature / 6.0 + third / 24.0, 1e-12);
    paramod_spline_destroy(s);
}

static void nan_gives_nan(void)
{
    for (uint64_t outside = 0; outside < 4; outside++) {
        paramod_spline *s = make(5, five_x, five_y, 0, outside);
        double x = NAN;

        CU_ASSERT_TRUE(isnan(paramod_spline_value(s, NAN)));
        CU_ASSERT_TRUE(isnan(paramod_spline_derivative(s, 1, NAN)));
        CU_ASSERT_TRUE(isnan(paramod_spline_integral(s, 0.0, NAN)));
        paramod_spline_values(s, 1, &x, &x);
        CU_ASSERT_TRUE(isnan(x));
        paramod_spline_destroy(s);
    }
}

static void a_periodic_spline_repeats(void)
{
    const double y[5] = { 1, 3, 2, 5, 1 };
    paramod_spline *s = make(5, five_x, y, PARAMOD_SPLINE_PERIODIC, 0);
    const double whole = paramod_spline_integral(s, 0.0, 4.0);

    for (double x = -9.0; x < 12.0; x += 0.375)
        CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, x),
                               paramod_spline_value(s, x + 4.0), 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_integral(s, -3.5, 9.0),
                           3.0 * whole + paramod_spline_integral(s, 0.5, 1.0), 1e-12);
    CU_ASSERT_TRUE(isnan(paramod_spline_value(s, INFINITY)));
    paramod_spline_destroy(s);
}

/* ---- extreme numbers ------------------------------------------------------------ */

static void neither_huge_nor_tiny_ordinates_do_harm(void)
{
    paramod_spline *s = make(5, five_x, five_y, 0, 0);

    for (int sign = 0; sign < 2; sign++) {
        const double unit = sign ? 0x1p1000 : 0x1p-1030;
        double y[5];
        paramod_spline *scaled;

        for (size_t i = 0; i < 5; i++)
            y[i] = unit * five_y[i];
        scaled = make(5, five_x, y, 0, 0);
        for (double x = 0.0; x <= 4.0; x += 0.125)
            CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(scaled, x) / unit,
                                   paramod_spline_value(s, x), sign ? 1e-14 : 1e-11);
        paramod_spline_destroy(scaled);
    }
    paramod_spline_destroy(s);
}

/* [1, 1 + 1e-12], 4500 doubles, with ordinates whose slopes would overflow. */
static void an_interval_of_a_few_thousand_doubles_will_do(void)
{
    double x[5], y[5];
    paramod_spline *s;

    for (size_t i = 0; i < 5; i++) {
        x[i] = 1.0 + 1125.0 * DBL_EPSILON * (double)i;
        y[i] = 1e300 * five_y[i];
    }
    s = make(5, x, y, 0, 0);
    for (size_t i = 0; i < 5; i++)
        CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(s, x[i]) / 1e300, five_y[i], 1e-14);
    CU_ASSERT_TRUE(isfinite(paramod_spline_value(s, x[2] + 100.0 * DBL_EPSILON)));
    paramod_spline_destroy(s);
}

/* ---- bad input ---------------------------------------------------------------- */

static void refused(size_t count, const double *x, const double *y,
                    const paramod_spline_options *options, paramod_status status,
                    const char *message)
{
    paramod_spline *s = NULL;

    CU_ASSERT_EQUAL(paramod_spline_create(count, x, y, options, &s), status);
    CU_ASSERT_PTR_NULL(s);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
}

static void bad_points_are_refused_by_index(void)
{
    const double twice[5] = { 0, 1, 1, 3, 4 }, back[5] = { 0, 2, 1, 3, 4 };
    const double hole[5] = { 0, 1, NAN, 3, 4 }, huge[5] = { -1.5e308, 1, 2, 3, 1e308 };

    refused(5, twice, five_y, NULL, PARAMOD_ERR_DOMAIN,
            "paramod_spline_create: x[2] = 1 is not above x[1] = 1: sort the points "
            "and keep one of each abscissa");
    refused(5, back, five_y, NULL, PARAMOD_ERR_DOMAIN,
            "paramod_spline_create: x[2] = 1 is not above x[1] = 2: sort the points "
            "and keep one of each abscissa");
    refused(5, hole, five_y, NULL, PARAMOD_ERR_DOMAIN,
            "paramod_spline_create: x[2] is nan: abscissas must be finite");
    refused(5, five_x, hole, NULL, PARAMOD_ERR_DOMAIN,
            "paramod_spline_create: y[2] is nan: ordinates must be finite");
    refused(5, huge, five_y, NULL, PARAMOD_ERR_DOMAIN,
            "paramod_spline_create: the range from -1.5e+308 to 1e+308 overflows: "
            "scale x");
    refused(1, five_x, five_y, NULL, PARAMOD_ERR_ARGUMENT,
            "paramod_spline_create: 1 points are too few: a not-a-knot spline needs 2");
    refused(5, NULL, five_y, NULL, PARAMOD_ERR_ARGUMENT,
            "paramod_spline_create: null pointer");
}

static void bad_options_are_refused(void)
{
    paramod_spline_options o = { .size = sizeof o, .kind = 7 };

    refused(5, five_x, five_y, &o, PARAMOD_ERR_ARGUMENT,
            "paramod_spline_create: kind 7 is none of the kinds of splines 0 to 6");
    o = (paramod_spline_options){ .size = sizeof o, .outside = 4 };
    refused(5, five_x, five_y, &o, PARAMOD_ERR_ARGUMENT,
            "paramod_spline_create: outside 4 is none of the rules 0 to 3");
    o = (paramod_spline_options){ .size = sizeof o, .degree = 4 };
    refused(5, five_x, five_y, &o, PARAMOD_ERR_ARGUMENT,
            "paramod_spline_create: degree 4: splines of this interface have degree 3");
    o = (paramod_spline_options){ .size = sizeof o, .kind = PARAMOD_SPLINE_PERIODIC };
    refused(5, five_x, five_y, &o, PARAMOD_ERR_DOMAIN,
            "paramod_spline_create: y[0] = 1 and y[4] = 4 differ: a periodic spline "
            "needs equal ends");
    o = (paramod_spline_options){ .size = sizeof o, .kind = PARAMOD_SPLINE_CLAMPED,
                                  .left_slope = INFINITY };
    refused(5, five_x, five_y, &o, PARAMOD_ERR_DOMAIN,
            "paramod_spline_create: the slopes inf and 0 at the ends must be finite");
}

/* ---- memory ------------------------------------------------------------------- */

static void every_lack_of_memory_is_reported_and_nothing_leaks(void)
{
    const long live = memory_live();
    paramod_spline *s = NULL;
    long allowed = 0;

    for (;; allowed++) {
        paramod_status status;

        memory_allow(allowed);
        status = paramod_spline_create(5, five_x, five_y, NULL, &s);
        memory_allow(-1);
        if (status == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
        CU_ASSERT_EQUAL(memory_live(), live);
    }
    CU_ASSERT_TRUE(allowed >= 4);
    paramod_spline_destroy(s);
    paramod_spline_destroy(NULL);
    CU_ASSERT_EQUAL(memory_live(), live);
}

static void evaluation_takes_no_memory(void)
{
    paramod_spline *s = make(5, five_x, five_y, 0, 0);
    double x[3] = { 0.5, 3.5, 2.5 };
    const long attempts = memory_attempts();

    paramod_spline_values(s, 3, x, x);
    paramod_spline_derivatives(s, 2, 3, x, x);
    (void)paramod_spline_integral(s, 0.0, 3.0);
    CU_ASSERT_EQUAL(memory_attempts(), attempts);
    CU_ASSERT_EQUAL(paramod_spline_pieces(s), 4);
    CU_ASSERT_EQUAL(paramod_spline_degree(s), 3);
    CU_ASSERT_EQUAL(memcmp(paramod_spline_knots(s), five_x, sizeof five_x), 0);
    paramod_spline_destroy(s);
}

static CU_TestInfo tests[] = {
    { "values, derivatives and integrals agree with fifty digits",
      values_derivatives_and_integrals_agree_with_fifty_digits },
    { "a not-a-knot spline of a cubic is the cubic",
      a_not_a_knot_spline_of_a_cubic_is_the_cubic },
    { "monotone splines rise where the data rise",
      monotone_splines_rise_where_the_data_rise },
    { "Akima slopes are those of the formula", akima_slopes_are_those_of_the_formula },
    { "arrays, sorted or not, give the bits of single values",
      arrays_sorted_or_not_give_the_bits_of_single_values },
    { "every knot and its neighbours are found",
      every_knot_and_its_neighbours_are_found },
    { "the outside follows its rule", the_outside_follows_its_rule },
    { "NaN gives NaN", nan_gives_nan },
    { "a periodic spline repeats", a_periodic_spline_repeats },
    { "neither huge nor tiny ordinates do harm",
      neither_huge_nor_tiny_ordinates_do_harm },
    { "an interval of a few thousand doubles will do",
      an_interval_of_a_few_thousand_doubles_will_do },
    { "bad points are refused by index", bad_points_are_refused_by_index },
    { "bad options are refused", bad_options_are_refused },
    { "every lack of memory is reported and nothing leaks",
      every_lack_of_memory_is_reported_and_nothing_leaks },
    { "evaluation takes no memory", evaluation_takes_no_memory },
    CU_TEST_INFO_NULL
};

int main(void)
{
    return run_tests("spline/spline", tests);
}
