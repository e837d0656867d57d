/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Splines for noisy data.  The titanium heat data are those of de Boor, A
 * Practical Guide to Splines, chapter XIV (pppack's titand.f); the least sums of
 * squares for 1 to 6 free knots are those that differential evolution with
 * several seeds and a simplex search found, of which no script is kept; the
 * other numbers are from scipy 1.10's make_lsq_spline and numpy. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/spline.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { TITANIUM = 49 };

static double temperature[TITANIUM], heat[TITANIUM];

static void read_titanium(void)
{
    char path[1024], line[256];
    FILE *file;
    size_t rows = 0;

    (void)snprintf(path, sizeof path, "%s/spline/titanium.csv",
                   getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (rows < TITANIUM && fgets(line, sizeof line, file) != NULL) {
        char *end;

        if (line[0] == '#')
            continue;
        temperature[rows] = strtod(line, &end);
        heat[rows++] = strtod(end + 1, NULL);
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL_FATAL(rows, TITANIUM);
}

static paramod_spline_fit *fit(size_t count, const double *x, const double *y,
                               const paramod_spline_fit_options *options)
{
    paramod_spline_fit *f = NULL;

    MUST(paramod_spline_fit_create(count, x, y, options, &f));
    return f;
}

static void given_knots_give_the_numbers_of_scipy(void)
{
    const double knots[5] = { 700, 800, 870, 900, 950 };
    const paramod_spline_fit_options o = { .size = sizeof o, .knots = knots,
        .rule = PARAMOD_SPLINE_KNOTS_GIVEN, .knot_count = 5 };
    paramod_spline_fit *f;

    read_titanium();
    f = fit(TITANIUM, temperature, heat, &o);
    CU_ASSERT_EQUAL(paramod_spline_fit_df(f), 9.0);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_fit_sigma(f), 0.120839360509999, 1e-13);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_fit_error(f, 700.0), 0.04718246698498143,
                           1e-14);
    CU_ASSERT_TRUE(isnan(paramod_spline_fit_error(f, 500.0)));
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_fit_gcv(f), 49.0 / 40.0
                           * pow(paramod_spline_fit_sigma(f), 2.0), 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_fit_bic(f),
                           49.0 * log(paramod_spline_fit_sum_of_squares(f) / 49.0)
                           + 9.0 * log(49.0), 1e-11);
    paramod_spline_fit_destroy(f);
}

static void free_knots_reach_the_least_sums_of_squares(void)
{
    static const double least[6] = { 3.64130, 2.07029, 0.465140, 0.0639859,
                                     0.00765275537, 0.00335353 };

    read_titanium();
    for (size_t knots = 1; knots <= 5; knots++) {
        const paramod_spline_fit_options o = { .size = sizeof o, .starts = 8,
            .rule = PARAMOD_SPLINE_KNOTS_FREE, .knot_count = knots };
        paramod_spline_fit *f = fit(TITANIUM, temperature, heat, &o);

        CU_ASSERT_TRUE(paramod_spline_fit_sum_of_squares(f)
                       <= least[knots - 1] * (1.0 + 2e-6));
        CU_ASSERT_EQUAL(paramod_spline_pieces(paramod_spline_fit_spline(f)), knots + 1);
        paramod_spline_fit_destroy(f);
    }
}

static void weights_are_repetitions(void)
{
    double x[60], y[60], twice_x[120], twice_y[120], weight[60];
    const double knots[2] = { 0.3, 0.6 };
    paramod_spline_fit_options o = { .size = sizeof o, .knots = knots,
        .rule = PARAMOD_SPLINE_KNOTS_GIVEN, .knot_count = 2 };
    paramod_spline_fit *f, *g;
    size_t n = 0;

    for (size_t i = 0; i < 60; i++) {
        x[i] = (double)i / 59.0;
        y[i] = uniform();
        weight[i] = i == 0 ? 1.0 : (double)(i % 3 > 0 ? 2 - i % 2 : 0);
        for (size_t k = 0; k < (size_t)weight[i]; k++, n++) {
            twice_x[n] = x[i];
            twice_y[n] = y[i];
        }
    }
    g = fit(n, twice_x, twice_y, &o);
    o.weight = weight;
    f = fit(60, x, y, &o);
    for (double at = 0.05; at < 0.95; at += 0.01)
        CU_ASSERT_DOUBLE_EQUAL(paramod_spline_value(paramod_spline_fit_spline(f), at),
                               paramod_spline_value(paramod_spline_fit_spline(g), at),
                               1e-12);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_fit_sum_of_squares(f),
                           paramod_spline_fit_sum_of_squares(g), 1e-12);
    paramod_spline_fit_destroy(f);
    paramod_spline_fit_destroy(g);
}

/* A spline with 3 knots in noise of standard deviation 0.05: about that many
 * knots, a curve closer than the noise, and a sigma near the truth. */
static void chosen_knots_follow_the_curve_and_not_the_noise(void)
{
    enum { N = 400 };
    double x[N], y[N], square = 0.0;
    paramod_spline_fit *f;

    for (size_t i = 0; i < N; i++) {
        double noise = -6.0;

        for (int k = 0; k < 12; k++)
            noise += uniform();
        x[i] = (double)i / (N - 1);
        y[i] = fabs(x[i] - 0.4) * sin(9.0 * x[i]) + 0.05 * noise;
    }
    f = fit(N, x, y, NULL);
    for (size_t i = 0; i < N; i++)
        square += pow(paramod_spline_value(paramod_spline_fit_spline(f), x[i])
                      - fabs(x[i] - 0.4) * sin(9.0 * x[i]), 2.0);
    CU_ASSERT_TRUE(sqrt(square / N) < 0.02);
    CU_ASSERT_DOUBLE_EQUAL(paramod_spline_fit_sigma(f), 0.05, 0.006);
    CU_ASSERT_TRUE(paramod_spline_fit_df(f) < 20.0);
    paramod_spline_fit_destroy(f);
}

/* ---- bad input ---------------------------------------------------------------- */

static const double four_x[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
static const double four_y[8] = { 1, 2, 0, 1, 2, 3, 1, 0 };

static void refused(size_t count, const double *x, const double *y,
                    const paramod_spline_fit_options *options, paramod_status status,
                    const char *message)
{
    paramod_spline_fit *f = NULL;

    CU_ASSERT_EQUAL(paramod_spline_fit_create(count, x, y, options, &f), status);
    CU_ASSERT_PTR_NULL(f);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
}

static void knots_without_data_are_refused_by_interval(void)
{
    const double close[3] = { 2.2, 2.4, 2.6 };
    const double many[5] = { 2.1, 2.2, 2.4, 2.6, 2.8 };
    const double outside[1] = { 9 };
    paramod_spline_fit_options o = { .size = sizeof o, .knots = many, .degree = 1,
        .rule = PARAMOD_SPLINE_KNOTS_GIVEN, .knot_count = 5 };

    refused(8, four_x, four_y, &o, PARAMOD_ERR_SINGULAR,
            "paramod_spline_fit_create: the data do not determine coefficient 2: no x "
            "of its own lies inside (2.1, 2.4); take away a knot there");
    o = (paramod_spline_fit_options){ .size = sizeof o, .knots = close,
        .rule = PARAMOD_SPLINE_KNOTS_GIVEN, .knot_count = 3 };
    paramod_spline_fit_destroy(fit(8, four_x, four_y, &o));
    o.knots = outside;
    o.knot_count = 1;
    refused(8, four_x, four_y, &o, PARAMOD_ERR_DOMAIN, "paramod_spline_fit_create: knot "
            "0 = 9 is not inside (0, 7): inner knots rise within the data");
    o.knot_count = 5;
    refused(8, four_x, four_y, &o, PARAMOD_ERR_ARGUMENT, "paramod_spline_fit_create: 8 "
            "data are fewer than the coefficients of degree 3 and 5 knots");
}

static void bad_data_are_refused(void)
{
    const double back[8] = { 0, 1, 2, 1.5, 4, 5, 6, 7 }, same[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };
    const double hole[8] = { 0, 1, INFINITY, 3, 4, 5, 6, 7 };
    const double weight[8] = { 1, 1, -1, 1, 1, 1, 1, 1 };
    const paramod_spline_fit_options o = { .size = sizeof o, .weight = weight };
    const paramod_spline_fit_options high = { .size = sizeof o, .degree = 6 };

    refused(8, back, four_y, NULL, PARAMOD_ERR_DOMAIN, "paramod_spline_fit_create: x[3] "
            "= 1.5 is below x[2] = 2: sort the data");
    refused(8, four_x, hole, NULL, PARAMOD_ERR_DOMAIN, "paramod_spline_fit_create: datum "
            "2 is (2, inf): data must be finite");
    refused(8, same, four_y, NULL, PARAMOD_ERR_SINGULAR, "paramod_spline_fit_create: all "
            "8 abscissas are 1: there is no interval to fit on");
    refused(8, four_x, four_y, &o, PARAMOD_ERR_DOMAIN, "paramod_spline_fit_create: "
            "weight[2] = -1 is not a number from 0 on");
    refused(8, four_x, four_y, &high, PARAMOD_ERR_ARGUMENT,
            "paramod_spline_fit_create: degree 6 is not 1 to 5");
    refused(8, NULL, four_y, NULL, PARAMOD_ERR_ARGUMENT,
            "paramod_spline_fit_create: null pointer");
}

static void every_lack_of_memory_is_reported_and_nothing_leaks(void)
{
    const paramod_spline_fit_options o = { .size = sizeof o, .weight = four_x,
        .rule = PARAMOD_SPLINE_KNOTS_FREE, .knot_count = 1, .starts = 1 };
    const long live = memory_live();
    paramod_spline_fit *f = NULL;

    for (long allowed = 0; f == NULL && allowed < 5000; allowed++) {
        paramod_status status;

        memory_allow(allowed);
        status = paramod_spline_fit_create(8, four_x, four_y, &o, &f);
        memory_allow(-1);
        if (status != PARAMOD_OK) {
            CU_ASSERT_TRUE(status == PARAMOD_ERR_MEMORY
                           || status == PARAMOD_ERR_CALLBACK);
            CU_ASSERT_EQUAL(memory_live(), live);
        }
    }
    CU_ASSERT_PTR_NOT_NULL(f);
    paramod_spline_fit_destroy(f);
    CU_ASSERT_EQUAL(memory_live(), live);
}

static CU_TestInfo tests[] = {
    { "given knots give the numbers of scipy", given_knots_give_the_numbers_of_scipy },
    { "free knots reach the least sums of squares",
      free_knots_reach_the_least_sums_of_squares },
    { "weights are repetitions", weights_are_repetitions },
    { "chosen knots follow the curve and not the noise",
      chosen_knots_follow_the_curve_and_not_the_noise },
    { "knots without data are refused by interval",
      knots_without_data_are_refused_by_interval },
    { "bad data are refused", bad_data_are_refused },
    { "every lack of memory is reported and nothing leaks",
      every_lack_of_memory_is_reported_and_nothing_leaks },
    CU_TEST_INFO_NULL
};

int main(void)
{
    return run_tests("spline/noisy", tests);
}
