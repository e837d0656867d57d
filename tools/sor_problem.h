/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sor_problem.h  The system that 'paramod sor ...' is about. */

#ifndef PARAMOD_TOOLS_SOR_PROBLEM_H
#define PARAMOD_TOOLS_SOR_PROBLEM_H

#include <paramod/sor.h>

#include "options.h"

/** --matrix, --laplacian, --shift, --rhs and --seed. */
extern const option sor_problem_options[];

typedef struct sor_problem {
    paramod_sor_matrix *matrix;
    size_t n;
    double shift;
    double *b;
} sor_problem;

/** Reads the matrix, the shift and the right-hand side.  Release it in any case. */
bool sor_problem_read(const options *o, sor_problem *s);
/** The matrix alone: of --matrix, of the operand, or of --laplacian. */
bool sor_problem_matrix(const options *o, paramod_sor_matrix **matrix);
/** "S:12" as a matrix. */
bool sor_problem_laplacian(const char *text, paramod_sor_matrix **matrix, problem *p);
/** b[n]: "ones"; "sin", b_i = sin(i) for i = 1 .. n; "random", normal numbers on
 *  the condition ||b|| <= sqrt(n); or a MatrixMarket file. */
bool sor_problem_side(const char *text, uint64_t seed, size_t n, double *b, problem *p);
void sor_problem_release(sor_problem *s);

#endif /* PARAMOD_TOOLS_SOR_PROBLEM_H */
