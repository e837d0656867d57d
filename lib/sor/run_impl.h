/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file run_impl.h  One solve: its options, its course and its end. */

#ifndef PARAMOD_SOR_RUN_IMPL_H
#define PARAMOD_SOR_RUN_IMPL_H

#include "sor/system_impl.h"

typedef struct paramod_i_sor_run {
    paramod_i_sor_system *system;
    paramod_sor_options options;
    paramod_sor_result result;
    double limit;          /**< what the norm of the residual is held against */
    double norm;           /**< of the residual now */
} paramod_i_sor_run;

/** True if a residual of that norm ends the solve. */
bool paramod_i_sor_passes(const paramod_i_sor_run *run, double norm);
/** True if the residual has grown too much, or is not finite. */
bool paramod_i_sor_diverges(const paramod_i_sor_run *run, double norm);
/** Computes r and the limit, and enters iteration 0; false if that is the last. */
bool paramod_i_sor_begin(paramod_i_sor_run *run);
/** Enters the next iteration, after which the residual has the given norm. */
void paramod_i_sor_enter(paramod_i_sor_run *run, double norm);
/** Ends at divergence and at the cap; false if the solve goes on. */
bool paramod_i_sor_is_over(paramod_i_sor_run *run);
/** Asks adapt() about the parameter; false if it wants to stop. */
bool paramod_i_sor_adapt(paramod_i_sor_run *run, double update, double *parameter);

/** SOR, SSOR and cyclic Chebyshev, from r on. */
void paramod_i_sor_stationary(paramod_i_sor_run *run);
/** Conjugate gradients, from r on. */
void paramod_i_sor_conjugate(paramod_i_sor_run *run);

#endif /* PARAMOD_SOR_RUN_IMPL_H */
