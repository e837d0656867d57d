/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file mgh.h  The test functions of More, Garbow and Hillstrom, "Testing
 *  unconstrained optimization software", ACM TOMS 7 (1981) 17-41. */

#ifndef PARAMOD_VALIDATION_MGH_H
#define PARAMOD_VALIDATION_MGH_H

#include <complex.h>
#include <stddef.h>

#include <paramod/model.h>

enum { MGH_PROBLEMS = 35, MGH_MOST_PARAMETERS = 12, MGH_MOST_RESIDUALS = 65,
       MGH_MOST_MINIMA = 3 };

/** n, m: sizes; x: a point; r: residuals.  Complex, so that a step of 1e-100 i
 *  gives derivatives without any cancellation. */
typedef void (*mgh_function)(size_t n, size_t m, const double complex *x,
                             double complex *r);

typedef struct mgh_problem {
    const char *name;
    mgh_function function;
    size_t n, m;
    double start[MGH_MOST_PARAMETERS];
    size_t minima; /**< how many are known */
    double minimum[MGH_MOST_MINIMA]; /**< sums of squares, global one first */
    size_t tries;  /**< starts published: x0, 10 x0, 100 x0 */
} mgh_problem;

extern const mgh_problem mgh_problems[MGH_PROBLEMS];

/** The problem as residuals, and as log L = - sum of squares with a gradient;
 *  data points to the mgh_problem. */
paramod_residuals mgh_residuals(const mgh_problem *problem);
paramod_likelihood mgh_likelihood(const mgh_problem *problem);

#endif /* PARAMOD_VALIDATION_MGH_H */
