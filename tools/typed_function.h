/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file typed_function.h  Functions of x that a user types, by muParser. */

#ifndef PARAMOD_TOOLS_TYPED_FUNCTION_H
#define PARAMOD_TOOLS_TYPED_FUNCTION_H

#include "problem.h"

typedef struct typed_function typed_function;

/** Reads "1/(1+25*x^2)"; numbers have points in every locale.
 *  \return null and a sentence if it is no function of x */
typed_function *typed_function_create(const char *text, problem *p);
void typed_function_destroy(typed_function *f);

/** Its value at x; NaN where it has none. */
double typed_function_value(typed_function *f, double x);

#endif /* PARAMOD_TOOLS_TYPED_FUNCTION_H */
