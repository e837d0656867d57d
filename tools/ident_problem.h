/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file ident_problem.h  The model file and parameters of 'paramod ident'. */

#ifndef PARAMOD_TOOLS_IDENT_PROBLEM_H
#define PARAMOD_TOOLS_IDENT_PROBLEM_H

#include "ident_model.h"
#include "options.h"

typedef struct ident_problem {
    ident_model *model;
    double *theta;
    paramod_ident_analysis *analysis;
} ident_problem;

extern const option ident_problem_options[];

/** Reads the file that is the operand, and the parameters.
 *  \param relative  tolerance of the integrator unless --rtol is given */
bool ident_problem_read(const options *o, double relative, ident_problem *q);
/** Half the quantile of chi2_1 at a level, that of profiles: erf^-1(level)^2. */
double ident_half_quantile(double level);
void ident_problem_release(ident_problem *q);

#endif /* PARAMOD_TOOLS_IDENT_PROBLEM_H */
