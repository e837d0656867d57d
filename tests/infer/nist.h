/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file nist.h  Nonlinear regressions of NIST StRD, with references. */

#ifndef PARAMOD_TESTS_INFER_NIST_H
#define PARAMOD_TESTS_INFER_NIST_H

#include <stdbool.h>
#include <stdio.h>

#include <paramod/paramod.h>

enum { NIST_MOST_ROWS = 64, NIST_MOST = 8 };

typedef struct nist_problem {
    char name[32];
    size_t k, m;
    double sum_of_squares;
    double x[NIST_MOST_ROWS], y[NIST_MOST_ROWS];
    double start[NIST_MOST];
    double theta[NIST_MOST], error[NIST_MOST]; /* estimates, standard errors */
    double lower[NIST_MOST], upper[NIST_MOST]; /* of the 95 % profile interval */
} nist_problem;

/** Opens tests/data/NAME. */
FILE *open_data(const char *name);

/** The next problem of profile.ref, or false at its end. */
bool nist_read(FILE *file, nist_problem *problem);

/** Residuals and Jacobian with the problem as their data. */
paramod_residuals nist_model(nist_problem *problem);

/** A space b1 .. bk without bounds. */
paramod_space *nist_space(const nist_problem *problem);

/** The fit from the problem's start. */
paramod_fit *nist_fit(nist_problem *problem);

/** |a / b - 1| */
double relative(double a, double b);

#endif /* PARAMOD_TESTS_INFER_NIST_H */
