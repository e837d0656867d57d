/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file reproduce_ident.h  The parts of 'paramod reproduce ident'. */

#ifndef PARAMOD_TOOLS_REPRODUCE_IDENT_H
#define PARAMOD_TOOLS_REPRODUCE_IDENT_H

#include "ident_problem.h"

enum { REPRODUCE_IDENT_TEXT = 1 << 20 };

/** Heads of model files, up to the data of their experiment. */
extern const char reproduce_lotka_volterra[], reproduce_seir[];

/** Writes a model file: the formulas, ended by null, at `count` times.
 *  \return its text, to be freed */
char *reproduce_ident_model(const char *head, const char *const *values, size_t count,
                            const double *time, size_t *length);
/** Analyses such a model; false without a verdict if it needs SUNDIALS and there is
 *  none, then *q is empty and p has no text.
 *  \param threshold  absolute, or 0 */
bool reproduce_ident_solve(const char *text, size_t length, const char *name,
                           double threshold, ident_problem *q, paramod_ident_report *r,
                           problem *p);
bool reproduce_agrees(double x, double reference, double tolerance, double size);

/** Least over largest eigenvalue against the number of data, with figures. */
bool reproduce_ident_curves(const options *o, bool *good, problem *p);
/** Neural networks with tanh and with max(0, x). */
bool reproduce_ident_networks(bool *good, problem *p);
/** The equations of the glioma, and the eigenvalues that the authors stored. */
bool reproduce_ident_glioma(const options *o, bool *good, problem *p);
/** The values of a model, with the paper's bands of its null directions and of all.
 *  \param text  the same model at the times of the drawing, of its first value */
bool reproduce_ident_band(const options *o, const char *name, const ident_problem *q,
                          ident_problem *dense, const paramod_ident_report *at,
                          size_t count, const double *time, const double sigma2[2],
                          problem *p);

#endif /* PARAMOD_TOOLS_REPRODUCE_IDENT_H */
