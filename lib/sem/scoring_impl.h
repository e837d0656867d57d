/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file scoring_impl.h  From a start to a minimum of the discrepancy. */

#ifndef PARAMOD_SEM_SCORING_IMPL_H
#define PARAMOD_SEM_SCORING_IMPL_H

#include "sem/objective_impl.h"
#include "sem/reduction_impl.h"

typedef struct paramod_i_scoring {
    paramod_i_objective *objective;
    const paramod_i_reduction *reduction;
    size_t max_iterations;
    double tolerance;
    double *block;
    double *theta;      /**< q: the best point */
    double *u, *trial, *step, *g, *slope; /**< k */
    double *gradient;   /**< q */
    double *full;       /**< q x q; the same as matrix without constraints */
    double *matrix, *factor; /**< k x k */
    double factored;    /**< damping of the factor; NaN if there is none */
    double *work;       /**< q k + k */
    bool prepared;      /**< value, expected Hessian and factor are those at trial */
    bool exact;         /**< the matrix is the exact Hessian at theta */
    double *active;     /**< 1.0 where an inequality is active */
    double *normal;     /**< (rows + 1) x (k + rows + 2) */
    /* results */
    double f;
    double decrement;
    size_t iterations, evaluations, active_count;
    paramod_sem_end ending;
} paramod_i_scoring;

/** \param matrix, factor  k x k each, of the caller, who keeps them; or both null */
paramod_status paramod_i_scoring_create(paramod_i_objective *objective,
                                        const paramod_i_reduction *reduction,
                                        double *matrix, double *factor,
                                        const char *caller, paramod_i_scoring **out);
void paramod_i_scoring_destroy(paramod_i_scoring *scoring);
/** Minimises from scoring->theta; false if there is no value at the start. */
bool paramod_i_scoring_run(paramod_i_scoring *scoring);

#endif /* PARAMOD_SEM_SCORING_IMPL_H */
