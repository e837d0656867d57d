/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file nist.h  The nonlinear regression problems of NIST's Statistical
 *  Reference Datasets: models with analytic Jacobians, and their .dat files. */

#ifndef PARAMOD_VALIDATION_NIST_H
#define PARAMOD_VALIDATION_NIST_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/model.h>

enum { NIST_PROBLEMS = 27, NIST_MOST_PARAMETERS = 9, NIST_MOST_ROWS = 250 };

/** Value of a model at predictors x, and its gradient unless that is null. */
typedef double (*nist_model)(const double *b, const double *x, double *gradient);

typedef struct nist_problem {
    const char *name;
    const char *level; /**< of difficulty: lower, average, higher */
    nist_model model;
    size_t parameters;
    size_t predictors;
    bool log_response;
} nist_problem;

/** A problem with what its file says. */
typedef struct nist_data {
    const nist_problem *problem;
    size_t rows;
    double y[NIST_MOST_ROWS];
    double x[2 * NIST_MOST_ROWS];
    double start[2][NIST_MOST_PARAMETERS];
    double certified[NIST_MOST_PARAMETERS];
    double deviation[NIST_MOST_PARAMETERS]; /**< standard errors */
    double squares;  /**< residual sum of squares */
    size_t residual_calls, jacobian_calls;
} nist_data;

extern const nist_problem nist_problems[NIST_PROBLEMS];

/** Reads <folder>/<name>.dat; false if that cannot be done. */
bool nist_read(const char *folder, const nist_problem *problem, nist_data *data);

/** model - y, and its Jacobian; data points to a nist_data, which counts. */
paramod_eval nist_residual(const double *theta, double *residual, void *data);
paramod_eval nist_jacobian(const double *theta, double *jacobian, void *data);
paramod_residuals nist_residuals(nist_data *data);

/** Standard errors s sqrt diag (J'J)^-1, s^2 = squares / (rows - parameters), by
 *  a QR factorisation of the Jacobian at theta. */
void nist_deviations(const nist_data *data, const double *theta, double squares,
                     double *deviation);

/** Digits shared with the certified value, -log10 of the relative error, for
 *  the worst of count numbers; at most 11, which is what is certified. */
double nist_digits(size_t count, const double *computed, const double *certified);

#endif /* PARAMOD_VALIDATION_NIST_H */
