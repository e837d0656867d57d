/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sor_sequence.h  A sequence of systems (A + c I) x = b with random c and b,
 *  and the solves of them with advised omegas. */

#ifndef PARAMOD_TOOLS_SOR_SEQUENCE_H
#define PARAMOD_TOOLS_SOR_SEQUENCE_H

#include <paramod/random.h>
#include <paramod/sor.h>

#include "problem.h"

typedef enum sor_law {
    SOR_LAW_LOW = 0,    /**< Beta(2, 6) on the interval of shifts */
    SOR_LAW_HIGH = 1,   /**< Beta(1/2, 3/2) */
    SOR_LAW_UNIFORM = 2,
    SOR_LAW_SWITCH = 3  /**< the ends in turn, each for 1000 solves */
} sor_law;

typedef struct sor_sequence {
    paramod_sor_matrix *matrix;
    paramod_sor_matrix *coloured;  /**< null: no Chebyshev */
    size_t n;
    sor_law law;
    double shift_min, shift_max;
    const double *side;            /**< b; null: random for each system */
    uint64_t seed;
    double tolerance;
    uint64_t method;               /**< a paramod_sor_method */
    double diagonal, lambda_min;   /**< of A; 0 and NaN where there is no omega*(c) */
    bool adaptive;
    size_t cap;
} sor_sequence;

/** What one thread needs to solve them. */
typedef struct sor_solver {
    const sor_sequence *sequence;
    paramod_sor_workspace *work, *coloured_work;
    paramod_random random;
    double *b, *x, shift;
    size_t round;
} sor_solver;

typedef struct sor_solved {
    double iterations, seconds, rate, beta, flops;
    bool converged;
} sor_solved;

/** Ready for the systems of one trial.  Release it in any case. */
bool sor_solver_begin(sor_solver *s, const sor_sequence *sequence, uint64_t trial, problem *p);
void sor_solver_release(sor_solver *s);
/** The next system: shift and b. */
void sor_solver_next(sor_solver *s);
/** Solves it from x = 0: with plain SOR if \p kind calibrates, else by the method. */
bool sor_solver_solve(sor_solver *s, const paramod_sor_advice *advice, sor_solved *solved,
                      problem *p);
/** omega*(c), the least count as far as theory knows; NaN if it does not. */
double sor_sequence_omega(const sor_sequence *sequence, double shift);
/** lambda_min and the diagonal, if that is constant; a red-black ordering, if
 *  there is one. */
bool sor_sequence_look(sor_sequence *sequence, problem *p);
void sor_sequence_release(sor_sequence *sequence);

#endif /* PARAMOD_TOOLS_SOR_SEQUENCE_H */
