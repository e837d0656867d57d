/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * All 35 functions from the published starts (x0, 10 x0, 100 x0), as least
 * squares, and as likelihoods by Newton's method and BFGS.
 *
 *     run [folder of this file, which is not needed]
 *
 * A run is right if it ends as solved at a known minimum, "elsewhere" if it
 * ends as solved at another value, and open if it says itself that it found
 * none.  Exit status 1 if any run ends elsewhere, or more are open than
 * README.md says.
 */

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/fit.h>

#include "mgh.h"

enum { METHODS = 3 };

static const char *const method_names[METHODS] = { "LM", "Newton", "BFGS" };

static paramod_space *make_space(size_t n)
{
    paramod_space *space = NULL;
    char name[8];

    if (paramod_space_create(&space) != PARAMOD_OK)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(name, sizeof name, "x%u", (unsigned)(i + 1) % 100);
        if (paramod_space_add(space, name, "1", -INFINITY, INFINITY) != PARAMOD_OK) {
            paramod_space_destroy(space);
            return NULL;
        }
    }
    return space;
}

static paramod_status solve(const mgh_problem *p, size_t method, double *theta,
                            paramod_fit **fit)
{
    const paramod_residuals squares = mgh_residuals(p);
    const paramod_likelihood likelihood = mgh_likelihood(p);
    const paramod_fit_options options = { .size = sizeof options,
                                          .method = method };
    paramod_space *space = make_space(p->n);
    paramod_status status;

    if (space == NULL)
        return PARAMOD_ERR_MEMORY;
    status = method == 0
                 ? paramod_fit_least_squares(space, &squares, NULL, theta, fit)
                 : paramod_fit_likelihood(space, &likelihood, &options, theta, fit);
    paramod_space_destroy(space);
    return status;
}

/* Minima are given to 7 digits at least; a zero one counts as reached at 1e-12,
 * what a decrement of 1e-12 leaves. */
static bool is_known(const mgh_problem *p, double squares)
{
    for (size_t i = 0; i < p->minima; i++)
        if (fabs(squares - p->minimum[i]) <= 1e-6 * p->minimum[i] + 2e-12)
            return true;
    return false;
}

static const char *verdict(const mgh_problem *p, const paramod_fit *fit)
{
    const paramod_fit_end end = paramod_fit_ending(fit);
    const bool solved = end == PARAMOD_FIT_GRADIENT || end == PARAMOD_FIT_STEP;

    if (!solved)
        return "open";
    return is_known(p, fabs(paramod_fit_value(fit))) ? "right" : "elsewhere";
}

static const char *run(const mgh_problem *p, size_t attempt, size_t method)
{
    double theta[MGH_MOST_PARAMETERS], factor = 1.0;
    paramod_fit *fit = NULL;
    const char *word;

    for (size_t i = 0; i < attempt; i++)
        factor *= 10.0;
    for (size_t i = 0; i < p->n; i++)
        theta[i] = factor * p->start[i];
    if (solve(p, method, theta, &fit) != PARAMOD_OK) {
        printf("%-24s %5g x0 %-6s %s\n", p->name, factor, method_names[method],
               paramod_error_message());
        return "no value";
    }
    word = verdict(p, fit);
    printf("%-24s %5g x0 %-6s %6u %7u  %16.9e  %-9s %s\n", p->name, factor,
           method_names[method], (unsigned)paramod_fit_iterations(fit),
           (unsigned)paramod_fit_evaluations(fit), fabs(paramod_fit_value(fit)),
           paramod_fit_end_name(paramod_fit_ending(fit)), word);
    paramod_fit_destroy(fit);
    return word;
}

int main(void)
{
    unsigned right[METHODS] = { 0 }, elsewhere[METHODS] = { 0 }, runs = 0;
    const unsigned open[METHODS] = { 0, 1, 0 };
    bool good = true;

    printf("%-24s %8s %-6s %6s %7s  %16s  %-9s %s\n", "function", "start", "method",
           "steps", "values", "sum of squares", "ending", "verdict");
    for (size_t i = 0; i < MGH_PROBLEMS; i++)
        for (size_t attempt = 0; attempt < mgh_problems[i].tries; attempt++, runs++)
            for (size_t method = 0; method < METHODS; method++) {
                const char *word = run(&mgh_problems[i], attempt, method);

                right[method] += strcmp(word, "right") == 0;
                elsewhere[method] += strcmp(word, "elsewhere") == 0;
            }
    for (size_t method = 0; method < METHODS; method++) {
        printf("%s: %u of %u right, %u elsewhere\n", method_names[method],
               right[method], runs, elsewhere[method]);
        good = good && elsewhere[method] == 0 &&
               right[method] + open[method] >= runs;
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
