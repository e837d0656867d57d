/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file expression.h  Functions of x that a user types, by muParser. */

#ifndef PARAMOD_TOOLS_EXPRESSION_H
#define PARAMOD_TOOLS_EXPRESSION_H

#include "problem.h"

typedef struct expression expression;

/** Reads "1/(1+25*x^2)"; numbers have points in every locale.
 *  \return null and a sentence if it is no expression in x */
expression *expression_create(const char *text, problem *p);
void expression_destroy(expression *e);

/** Its value at x; NaN where it has none. */
double expression_value(expression *e, double x);

#endif /* PARAMOD_TOOLS_EXPRESSION_H */
