/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * All 27 problems from both starts, with default options, and what was reached
 * of the certified parameters and standard errors.
 *
 *     run [folder of this file]
 *
 * Exit status 1 if any run misses what README.md promises.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/fit.h>

#include "nist.h"

/* What is promised of every run, but for the standard errors of Lanczos1. */
static const double parameter_digits = 8.0;
static const double deviation_digits = 6.0;

typedef struct outcome {
    double parameters, deviations; /* digits */
    double squares;
    size_t iterations;
    char ending[16];
    char text[200];
} outcome;

static paramod_space *make_space(size_t n)
{
    paramod_space *space = NULL;
    char name[8];

    if (paramod_space_create(&space) != PARAMOD_OK)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(name, sizeof name, "b%u", (unsigned)(i + 1) % 100);
        if (paramod_space_add(space, name, "1", -INFINITY, INFINITY) != PARAMOD_OK) {
            paramod_space_destroy(space);
            return NULL;
        }
    }
    return space;
}

static bool solve(nist_data *data, size_t start, outcome *out)
{
    const size_t n = data->problem->parameters;
    const paramod_residuals model = nist_residuals(data);
    paramod_space *space = make_space(n);
    double theta[NIST_MOST_PARAMETERS], deviation[NIST_MOST_PARAMETERS];
    paramod_fit *fit = NULL;

    data->residual_calls = data->jacobian_calls = 0;
    (void)memcpy(theta, data->start[start], sizeof theta);
    if (space == NULL ||
        paramod_fit_least_squares(space, &model, NULL, theta, &fit) != PARAMOD_OK) {
        printf("%s: %s\n", data->problem->name, paramod_error_message());
        paramod_space_destroy(space);
        return false;
    }
    out->squares = paramod_fit_value(fit);
    nist_deviations(data, theta, out->squares, deviation);
    out->parameters = nist_digits(n, theta, data->certified);
    out->deviations = nist_digits(n, deviation, data->deviation);
    out->iterations = paramod_fit_iterations(fit);
    (void)snprintf(out->ending, sizeof out->ending, "%s",
                   paramod_fit_end_name(paramod_fit_ending(fit)));
    (void)snprintf(out->text, sizeof out->text, "%s", paramod_fit_ending_text(fit));
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
    return true;
}

static bool is_good(const nist_data *data, const outcome *out)
{
    const bool solved = strcmp(out->ending, "gradient") == 0 ||
                        strcmp(out->ending, "step") == 0;
    const bool noise = strcmp(data->problem->name, "Lanczos1") == 0;

    return solved && out->parameters >= parameter_digits &&
           (noise || out->deviations >= deviation_digits);
}

static bool report(nist_data *data, size_t start)
{
    outcome out;
    bool good;

    if (!solve(data, start, &out))
        return false;
    good = is_good(data, &out);
    printf("%-9s %-8s %5d  %10.1f %10.1f  %10zu %9zu %10zu  %-9s %s\n",
           data->problem->name, data->problem->level, (int)start + 1,
           out.parameters, out.deviations, out.iterations, data->residual_calls,
           data->jacobian_calls, out.ending, good ? "ok" : "MISSED");
    return good;
}

static const char *data_folder(const char *folder)
{
    static char path[2048];

    (void)snprintf(path, sizeof path, "%s/data", folder);
    return path;
}

int main(int argc, char **argv)
{
    static nist_data data;
    size_t good = 0, runs = 0;

    printf("%-9s %-8s %5s  %10s %10s  %10s %9s %10s  %-9s %s\n", "problem", "level",
           "start", "parameters", "std.errors", "iterations", "residuals",
           "Jacobians", "ending", "verdict");
    for (size_t i = 0; i < NIST_PROBLEMS; i++) {
        if (!nist_read(data_folder(argc > 1 ? argv[1] : "."), &nist_problems[i], &data)) {
            printf("%s: the data file cannot be read\n", nist_problems[i].name);
            return EXIT_FAILURE;
        }
        for (size_t start = 0; start < 2; start++, runs++)
            good += report(&data, start);
    }
    printf("%zu of %zu runs reach %g digits of the parameters and %g of the "
           "standard errors\n", good, runs, parameter_digits, deviation_digits);
    return good == runs ? EXIT_SUCCESS : EXIT_FAILURE;
}
