/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The functions of More, Garbow and Hillstrom from x0, 10 x0 and 100 x0: no
 * method may claim a solution where none is known, and each finds nearly all. */

#include <math.h>
#include <stdio.h>

#include <paramod/fit.h>

#include "mgh.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { RUNS = 65 };

static paramod_space *make_space(size_t n)
{
    paramod_space *space = NULL;
    char name[8];

    MUST(paramod_space_create(&space));
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(name, sizeof name, "x%u", (unsigned)(i + 1) % 100);
        MUST(paramod_space_add(space, name, "1", -INFINITY, INFINITY));
    }
    return space;
}

static bool is_known(const mgh_problem *p, double squares)
{
    for (size_t i = 0; i < p->minima; i++)
        if (fabs(squares - p->minimum[i]) <= 1e-6 * p->minimum[i] + 2e-12)
            return true;
    return false;
}

/* 1 if solved, 0 if the fit itself says that it is not. */
static size_t solve(const mgh_problem *p, double factor, uint64_t method)
{
    const paramod_residuals squares = mgh_residuals(p);
    const paramod_likelihood likelihood = mgh_likelihood(p);
    const paramod_fit_options options = { .size = sizeof options,
                                          .method = method };
    paramod_space *space = make_space(p->n);
    double theta[MGH_MOST_PARAMETERS];
    paramod_fit *fit = NULL;
    bool solved;

    for (size_t i = 0; i < p->n; i++)
        theta[i] = factor * p->start[i];
    MUST(method == PARAMOD_FIT_DEFAULT
             ? paramod_fit_least_squares(space, &squares, NULL, theta, &fit)
             : paramod_fit_likelihood(space, &likelihood, &options, theta, &fit));
    solved = paramod_fit_ending(fit) == PARAMOD_FIT_GRADIENT ||
             paramod_fit_ending(fit) == PARAMOD_FIT_STEP;
    CU_ASSERT(!solved || is_known(p, fabs(paramod_fit_value(fit))));
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
    return solved;
}

static void solve_all(uint64_t method, size_t expected)
{
    size_t runs = 0, solved = 0;

    for (size_t i = 0; i < MGH_PROBLEMS; i++) {
        double factor = 1.0;

        for (size_t attempt = 0; attempt < mgh_problems[i].tries; attempt++) {
            solved += solve(&mgh_problems[i], factor, method);
            runs++;
            factor *= 10.0;
        }
    }
    CU_ASSERT_EQUAL(runs, RUNS);
    CU_ASSERT(solved >= expected);
}

static void test_least_squares(void)
{
    solve_all(PARAMOD_FIT_DEFAULT, RUNS);
}

/* Biggs EXP6: the exact Newton path runs along a valley to infinity, which the
 * fit ends by its limit of steps. */
static void test_newton(void)
{
    solve_all(PARAMOD_FIT_NEWTON, RUNS - 1);
}

static void test_bfgs(void)
{
    solve_all(PARAMOD_FIT_BFGS, RUNS);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "least squares", test_least_squares },
        { "Newton", test_newton },
        { "BFGS", test_bfgs },
        CU_TEST_INFO_NULL
    };

    return run_tests("more_garbow_hillstrom", tests);
}
