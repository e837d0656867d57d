/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file expression.h  Formulas such as "k1*exp(-k2*time_t)/(1 + x**2)": read,
 * differentiated exactly, and compiled into a list of operations.
 *
 * All formulas of a model share one pool, in which equal subexpressions are one node;
 * so derivatives reuse what the functions compute.
 */

#ifndef PARAMOD_TOOLS_EXPRESSION_H
#define PARAMOD_TOOLS_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

/** The pool, with its variables. */
typedef struct expressions expressions;

/** Names are copied; variable i is called name[i]. */
expressions *expressions_create(size_t count, const char *const *name);
void expressions_destroy(expressions *pool);

/**
 * Reads + - * / ** ^, brackets, numbers, variables and the functions exp log log10
 * sqrt sin cos tan sinh cosh tanh atan abs.
 * \param what  for the refusal, such as "rhs of 'x' in experiment 2"
 */
bool expression_read(expressions *pool, const char *text, const char *what, size_t *node,
                     problem *p);
size_t expression_number(expressions *pool, double value);
bool expression_is_number(const expressions *pool, size_t node, double *value);
/** The partial derivative with respect to a variable. */
size_t expression_derivative(expressions *pool, size_t node, size_t variable);
bool expression_depends(expressions *pool, size_t node, size_t variable);

/** Operations that compute some nodes, each put at a place of the output. */
typedef struct program program;

/** \param fixed  variables 0 .. fixed - 1 change seldom: what depends on them alone is
 *                computed only when program_run() is told that they did */
program *program_create(expressions *pool, size_t count, const size_t *node,
                        const size_t *place, size_t fixed);
void program_destroy(program *p);
/** A number that no other program of this process has or had. */
size_t program_serial(const program *p);
/** Doubles of its workspace: variables first, which the caller fills in. */
size_t program_size(const program *p);
/** Prepares a workspace: once. */
void program_begin(const program *p, double *work);
/** Writes the nodes at their places of out, and nothing else. */
void program_run(const program *p, double *work, bool fixed_changed, double *out);

#endif /* PARAMOD_TOOLS_EXPRESSION_H */
