/* SPDX-License-Identifier: GPL-3.0-or-later */

/* NIST's certified values: every problem, both starts, the same defaults. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/fit.h>

#include "nist.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static nist_data data;

static void read_problem(size_t index)
{
    const char *source = getenv("PARAMOD_SOURCE");
    char folder[2048];

    (void)snprintf(folder, sizeof folder, "%s/validation/nist/data",
                   source == NULL ? "." : source);
    CU_ASSERT_FATAL(nist_read(folder, &nist_problems[index], &data));
}

static paramod_space *make_space(size_t n)
{
    static const char *const names[] = { "b1", "b2", "b3", "b4", "b5", "b6", "b7",
                                         "b8", "b9" };
    paramod_space *space = NULL;

    MUST(paramod_space_create(&space));
    for (size_t i = 0; i < n; i++)
        MUST(paramod_space_add(space, names[i], "1", -INFINITY, INFINITY));
    return space;
}

/* Printed values of files hold 11 digits: so does the sum of squares at them,
 * except in Lanczos1, where it is what rounding of 11 digits leaves. */
static void test_files_are_read_right(void)
{
    double r[NIST_MOST_ROWS];

    for (size_t i = 0; i < NIST_PROBLEMS; i++) {
        double squares = 0.0;

        read_problem(i);
        (void)nist_residual(data.certified, r, &data);
        for (size_t row = 0; row < data.rows; row++)
            squares += r[row] * r[row];
        if (strcmp(data.problem->name, "Lanczos1") != 0)
            CU_ASSERT(fabs(squares - data.squares) <= 1e-8 * data.squares);
        CU_ASSERT(data.squares < 1e-20 || strcmp(data.problem->name, "Lanczos1") != 0);
    }
}

/* Central differences with a relative step of 1e-5 are good to about 1e-10 of
 * the largest entry of their column. */
static double column_error(size_t column, const double *j)
{
    const size_t n = data.problem->parameters;
    const double b = data.certified[column], h = 1e-5 * b;
    double theta[NIST_MOST_PARAMETERS], up[NIST_MOST_ROWS], down[NIST_MOST_ROWS];
    double error = 0.0, largest = 0.0;

    (void)memcpy(theta, data.certified, sizeof theta);
    theta[column] = b + h;
    (void)nist_residual(theta, up, &data);
    theta[column] = b - h;
    (void)nist_residual(theta, down, &data);
    for (size_t i = 0; i < data.rows; i++) {
        const double difference = (up[i] - down[i]) / ((b + h) - (b - h));

        largest = fmax(largest, fabs(j[i * n + column]));
        error = fmax(error, fabs(difference - j[i * n + column]));
    }
    return error / largest;
}

static void test_jacobians_belong_to_the_models(void)
{
    double j[NIST_MOST_ROWS * NIST_MOST_PARAMETERS];

    for (size_t i = 0; i < NIST_PROBLEMS; i++) {
        read_problem(i);
        (void)nist_jacobian(data.certified, j, &data);
        for (size_t column = 0; column < data.problem->parameters; column++)
            CU_ASSERT(column_error(column, j) < 1e-6);
    }
}

static void solve(size_t start)
{
    const size_t n = data.problem->parameters;
    const paramod_residuals model = nist_residuals(&data);
    const bool noise = strcmp(data.problem->name, "Lanczos1") == 0;
    paramod_space *space = make_space(n);
    double theta[NIST_MOST_PARAMETERS], deviation[NIST_MOST_PARAMETERS];
    paramod_fit *fit = NULL;

    (void)memcpy(theta, data.start[start], sizeof theta);
    MUST(paramod_fit_least_squares(space, &model, NULL, theta, &fit));
    nist_deviations(&data, theta, paramod_fit_value(fit), deviation);
    CU_ASSERT(paramod_fit_ending(fit) == PARAMOD_FIT_GRADIENT ||
              paramod_fit_ending(fit) == PARAMOD_FIT_STEP);
    CU_ASSERT(nist_digits(n, theta, data.certified) >= 8.0);
    CU_ASSERT(noise || nist_digits(n, deviation, data.deviation) >= 6.0);
    CU_ASSERT(noise || fabs(paramod_fit_value(fit) - data.squares) <=
                           1e-8 * data.squares);
    CU_ASSERT(paramod_fit_evaluations(fit) == data.residual_calls);
    CU_ASSERT(data.jacobian_calls <= data.residual_calls);
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

static void test_reaches_certified_values(void)
{
    for (size_t i = 0; i < NIST_PROBLEMS; i++)
        for (size_t start = 0; start < 2; start++) {
            read_problem(i);
            solve(start);
        }
}

/* Jacobians by central differences still give most of the digits; measured. */
static void test_reaches_them_without_jacobians(void)
{
    for (size_t i = 0; i < NIST_PROBLEMS; i++) {
        paramod_residuals model;
        paramod_space *space;
        double theta[NIST_MOST_PARAMETERS];

        read_problem(i);
        if (strcmp(data.problem->level, "lower") != 0)
            continue;
        model = nist_residuals(&data);
        model.jacobian = NULL;
        space = make_space(data.problem->parameters);
        (void)memcpy(theta, data.start[1], sizeof theta);
        MUST(paramod_fit_least_squares(space, &model, NULL, theta, NULL));
        CU_ASSERT(nist_digits(data.problem->parameters, theta, data.certified) >= 5.0);
        paramod_space_destroy(space);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "files are read right", test_files_are_read_right },
        { "Jacobians belong to the models", test_jacobians_belong_to_the_models },
        { "reaches certified values", test_reaches_certified_values },
        { "reaches them without Jacobians", test_reaches_them_without_jacobians },
        CU_TEST_INFO_NULL
    };

    return run_tests("nist", tests);
}
