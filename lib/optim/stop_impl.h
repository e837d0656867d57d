/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file stop_impl.h  When to stop, and how to say why: the same for all methods.
 *
 * Every test is free of the units of the parameters.  "Solved" is only said of
 * a point whose derivatives are finite, at which f curves upwards, and whose
 * Newton step is negligible; a region that shrank to nothing is never taken
 * for convergence.
 */

#ifndef PARAMOD_OPTIM_STOP_IMPL_H
#define PARAMOD_OPTIM_STOP_IMPL_H

#include <stdatomic.h>
#include <stdbool.h>

#include "optim/fit_impl.h"
#include "optim/problem_impl.h"
#include "optim/trust_impl.h"

/** 0 stands for "go on" among values of paramod_fit_end. */
#define PARAMOD_I_GO_ON ((paramod_fit_end)0)

typedef struct paramod_i_stop {
    const paramod_fit_options *options;
    const paramod_i_problem *problem;
    size_t start;             /**< index in a multi-start */
    atomic_bool *interrupted; /**< shared by all starts of this process */
    paramod_i_end *end;       /**< filled in; its iterations count on */
    double *theta;            /**< n: for the monitor */
} paramod_i_stop;

/** Value and decrement in the units of the public interface. */
double paramod_i_stop_value(const paramod_i_stop *stop, const paramod_i_model *q);
double paramod_i_stop_decrement(const paramod_i_stop *stop,
                                const paramod_i_model *q);

/** True if q says that its point is a solution. */
bool paramod_i_stop_is_solved(const paramod_i_stop *stop,
                              const paramod_i_model *q);

/** At a point with a new or unchanged model: solved, interrupted, limits. */
paramod_fit_end paramod_i_stop_at_point(paramod_i_stop *stop,
                                        const paramod_i_model *q);
/** Before a step is tried: is it too small to matter? */
paramod_fit_end paramod_i_stop_at_step(paramod_i_stop *stop, const double *u,
                                       const paramod_i_model *q,
                                       const paramod_i_step *step);
/** After a step was rejected; computable says whether f had a value there. */
paramod_fit_end paramod_i_stop_at_rejection(paramod_i_stop *stop,
                                            const paramod_i_model *q,
                                            const paramod_i_step *step,
                                            bool computable);
/** After a full step changed neither f nor the decrement by more than rounding
 *  error: always an end. */
paramod_fit_end paramod_i_stop_at_noise(paramod_i_stop *stop,
                                        const paramod_i_model *q);
/** At what looked like a solution, had its Hessian been computable. */
void paramod_i_stop_unconfirmed(paramod_i_stop *stop);
/** Shows the monitor a finished iteration. */
void paramod_i_stop_report(paramod_i_stop *stop, const double *u,
                           const paramod_i_model *q);

#endif /* PARAMOD_OPTIM_STOP_IMPL_H */
