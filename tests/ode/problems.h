/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file problems.h  Published ODE models with data and reference values. */

#ifndef PARAMOD_TESTS_ODE_PROBLEMS_H
#define PARAMOD_TESTS_ODE_PROBLEMS_H

#include <stddef.h>

#include <paramod/ode.h>

/** One number that was measured, with a Gaussian error. */
typedef struct problem_datum {
    size_t time; /**< index of the output time */
    size_t y;    /**< observable */
    int sigma;   /**< observable, or -1: the number */
    double deviation;
    double measured;
} problem_datum;

typedef struct problem_experiment {
    size_t count;
    const double *times;
    size_t active_count;
    const size_t *active;
    size_t data_count;
    const problem_datum *data;
} problem_experiment;

/** All parameters are on a log10 scale. */
typedef struct problem {
    const char *name;
    paramod_ode_system system;
    const double *nominal;
    size_t experiments;
    const problem_experiment *experiment;
    double log_likelihood;
    const double *eigenvalues, *eigenvalues_2; /**< of the information, by two
                                                    integrators */
} problem;

extern const problem problems[];
extern const size_t problem_count;

/** The object of a problem with its experiments; ends the program on failure. */
paramod_ode *problem_ode(const problem *p, const paramod_ode_options *options);
/** Data of all experiments. */
size_t problem_rows(const problem *p);
/** The whitened sensitivities on the log10 scale, rows first of the observables
 *  and then sqrt(2) times of the deviations: s[2 rows x n]; and log L. */
paramod_status problem_sensitivity(const problem *p, paramod_ode *ode,
                                   double *log_likelihood, double *s);
/** log L alone. */
paramod_status problem_likelihood(const problem *p, paramod_ode *ode,
                                  double *log_likelihood);

#endif /* PARAMOD_TESTS_ODE_PROBLEMS_H */
