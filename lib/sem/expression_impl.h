/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file expression_impl.h  Formulas over labels, with their gradients. */

#ifndef PARAMOD_SEM_EXPRESSION_IMPL_H
#define PARAMOD_SEM_EXPRESSION_IMPL_H

#include <stddef.h>

#include <paramod/status.h>

/** Compiled to postfix order. */
typedef struct paramod_i_expression paramod_i_expression;

/** Index of a name among the arguments of an expression, or (size_t)-1. */
typedef size_t (*paramod_i_lookup)(const char *name, const void *data);

/**
 * Compiles + - * / ^, unary minus, parentheses, exp, log and sqrt of numbers and
 * names.
 *
 * \param caller  public function that failures are reported for
 * \retval PARAMOD_ERR_FORMAT  cannot be read, or an unknown name
 */
paramod_status paramod_i_expression_create(const char *text, const char *caller,
                                           paramod_i_lookup lookup, const void *data,
                                           paramod_i_expression **out);
void paramod_i_expression_destroy(paramod_i_expression *expression);

/** Doubles of workspace that evaluation over q arguments takes. */
size_t paramod_i_expression_work(const paramod_i_expression *expression, size_t q);

/** Value, and gradient[q], by forward differentiation. */
double paramod_i_expression_value(const paramod_i_expression *expression, size_t q,
                                  const double *argument, double *gradient,
                                  double *work);

#endif /* PARAMOD_SEM_EXPRESSION_IMPL_H */
