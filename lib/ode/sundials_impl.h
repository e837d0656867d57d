/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file sundials_impl.h  SUNDIALS 6.0 to 7.x, and what we put into it.
 *
 * CVODES advances vectors that only we know (vector.c) by steps whose equations
 * only we solve (newton.c); it chooses steps and orders and controls errors.
 */

#ifndef PARAMOD_ODE_SUNDIALS_IMPL_H
#define PARAMOD_ODE_SUNDIALS_IMPL_H

#include <stdbool.h>

#include <cvodes/cvodes.h>
#include <sundials/sundials_nonlinearsolver.h>
#include <sundials/sundials_nvector.h>

#include "ode/integrator_impl.h"
#include "ode/kernel_impl.h"

/** A context that never prints; false without memory. */
bool paramod_i_context_create(SUNContext *context);
/** No more output of an integrator. */
void paramod_i_hush(void *cvode);

/** \name Vectors of the layout of kernel_impl.h, cleared
 *  \{ */
/** The memory of all vectors of one integrator; null without memory. */
typedef struct paramod_i_pool paramod_i_pool;
paramod_i_pool *paramod_i_pool_create(const paramod_i_layout *layout);
void paramod_i_pool_destroy(paramod_i_pool *pool);
N_Vector paramod_i_vector_create(paramod_i_pool *pool, SUNContext context);
double *paramod_i_vector_data(N_Vector vector);
/** \} */

/** States and sensitivities, and all that one step needs. */
typedef struct paramod_i_augmented {
    paramod_i_integrator base;
    paramod_i_layout layout;
    paramod_i_pool *pool;
    SUNContext context;
    void *cvode;
    N_Vector z;
    SUNNonlinearSolver solver;
    paramod_i_lu *lu;
    double *block;
    double *jacobian;   /**< df/dy, in the shape of the system */
    double *by_theta;   /**< d x stride */
    double *scale;      /**< stride: 1 / |theta_j| */
    double *y, *rate;   /**< d */
    double *correction; /**< d */
    double *tolerance;  /**< d, absolute, of this run */
    bool has_jacobian, is_current;
    bool has_factors;
    double factored;     /**< the gamma of the factors */
    double convergence;  /**< estimated rate of Newton's method */
    unsigned jacobian_age, factor_age; /**< steps */
    long solves, failed;   /**< of Newton's method */
    double begun, stop;    /**< of the last begin(); CVODES counts time from there, as
                                steps may have to be short beside the time itself */
} paramod_i_augmented;

/** The solver of the equations of a step (newton.c). */
SUNNonlinearSolver paramod_i_newton_create(paramod_i_augmented *augmented);
/** df/dtheta of the active parameters into augmented->by_theta. */
paramod_eval paramod_i_gather_by_theta(paramod_i_augmented *augmented);
/** The time at which CVODES, which counts from begin(), has gone this far. */
double paramod_i_augmented_time(const paramod_i_augmented *a, double since);

/** What a callback of SUNDIALS returns. */
static inline int paramod_i_flag(paramod_eval eval)
{
    return eval == PARAMOD_EVAL_OK ? 0 : eval == PARAMOD_EVAL_RETRY ? 1 : -1;
}

/** True if CVode() came where it was asked to go: where recoverable failures made
 *  its steps vanish it says so without having come there. */
bool paramod_i_has_reached(void *cvode, int flag, double t);
/** What a failed return of CVODES at ode->at means; see cvodes.c. */
paramod_eval paramod_i_ode_diagnose(paramod_ode *ode, int flag, double begun);

#endif /* PARAMOD_ODE_SUNDIALS_IMPL_H */
