/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file models.h  Algebraic models for the tests of ident. */

#ifndef PARAMOD_TESTS_IDENT_MODELS_H
#define PARAMOD_TESTS_IDENT_MODELS_H

#include <stdbool.h>

#include <paramod/paramod.h>

enum { MOST_OBSERVATIONS = 64 };

/** Observations of f at some x; the data of the functions below. */
typedef struct curve {
    size_t count, parameters;
    double x[MOST_OBSERVATIONS];
    /** value at x, and its gradient in theta */
    double (*f)(double x, const double *theta, double *gradient);
} curve;

/** theta1 + theta2 t^2 + theta3 ((t-1)(t-2)(t-3) + 2): the paper's polynomial. */
double polynomial(double t, const double *theta, double *gradient);
/** V x^n / (K^n + x^n). */
double hill(double x, const double *theta, double *gradient);
/** theta1 theta2 exp(-theta3 x): only the product of the first two matters. */
double decay(double x, const double *theta, double *gradient);
/** theta1^2 x: at 0 the first derivative vanishes, the second does not. */
double square(double x, const double *theta, double *gradient);

/** A model of the curve; measured and sigma may be null. */
paramod_ident_model curve_model(curve *c);

/** A space a, b, c .. with these bounds. */
paramod_space *make_space(size_t n, double lower, double upper);

/** An object for the curve; ends the program if that fails. */
paramod_ident *make_ident(curve *c, const double *measured, const double *sigma,
                          const uint64_t *scale, double lower, double upper);

/** |a / b - 1|, or |a| if b is 0. */
double relative(double a, double b);

#endif /* PARAMOD_TESTS_IDENT_MODELS_H */
