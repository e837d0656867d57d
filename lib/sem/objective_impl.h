/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file objective_impl.h  The discrepancy of a model and its derivatives. */

#ifndef PARAMOD_SEM_OBJECTIVE_IMPL_H
#define PARAMOD_SEM_OBJECTIVE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "sem/ram_impl.h"
#include "sem/sample_impl.h"
#include "sem/woodbury_impl.h"

typedef enum paramod_i_discrepancy {
    PARAMOD_I_ML, PARAMOD_I_GLS, PARAMOD_I_ULS, PARAMOD_I_WLS, PARAMOD_I_FIML
} paramod_i_discrepancy;

/** One group of a fit. */
typedef struct paramod_i_part_of {
    paramod_i_ram *ram;
    const paramod_i_sample *sample;
    paramod_i_woodbury *woodbury; /**< null: the inverse is dense */
    bool structured;   /**< so was the last one */
    double weight;     /**< share of the discrepancy */
    size_t width, moments; /**< w and w (w + 1) / 2 */
    double offset;     /**< log|S| + w, or the saturated value */
    double *block;
    double *target;    /**< w x w: second moments of (y - centre, 1) */
    double *metric;    /**< w x w: Sigma^-1, S^-1 or I */
    double *W;         /**< w x w: dF = tr(W dSigma) */
    double *product;   /**< 2 w w */
    double *table, *wtable, *work;
    double *outer;     /**< WLS: P x P weight matrix, and scratch */
    double *delta;     /**< WLS: P x q, and scratch */
} paramod_i_part_of;

typedef struct paramod_i_objective {
    paramod_i_discrepancy kind;
    const paramod_sem_model *model;
    size_t q, groups;
    double n;          /**< chi2 = n F */
    double noise;      /**< what rounding may add to F at the last value */
    paramod_i_part_of *part;
    double *row;       /**< scratch */
} paramod_i_objective;

/** Workspace for samples of a model; the weight matrices of WLS are shared with
 *  `shared` if that is not null.  Values of exogenous rows are put in place. */
paramod_status paramod_i_objective_create(const paramod_sem_model *model,
                                          paramod_i_discrepancy kind,
                                          const paramod_i_sample *const *sample,
                                          bool minus_one, const char *caller,
                                          paramod_i_objective **out);
void paramod_i_objective_destroy(paramod_i_objective *objective);
/** F at theta; false if it has none: Sigma not positive definite. */
bool paramod_i_objective_value(paramod_i_objective *objective, const double *theta,
                               double *value);
/** Derivatives at the theta of the last value(): gradient[q], the expected and
 *  the exact Hessian, q x q in full; those that are null are left out. */
void paramod_i_objective_derivatives(paramod_i_objective *objective, double *gradient,
                                     double *expected, double *exact);

/** \name By patterns (patterns.c)
 *  \{ */
/** sum_r n_r / n (log|Sigma_r| + tr(T_r Sigma_r^-1) - 1) for second moments sigma,
 *  width w = p + 1, and W (w x w): dF = tr(W dSigma).  False if one is not positive
 *  definite. */
bool paramod_i_patterns_value(const paramod_i_sample *sample, const double *sigma,
                              double *value, double *W, double *work);
/** Share of the rows, inverse and W of a pattern, w x w, zero where nothing is seen. */
typedef void (*paramod_i_visit)(double weight, const double *M, const double *W,
                                void *data);
/** Visits all patterns; W is null if it is not asked for. */
bool paramod_i_patterns_visit(const paramod_i_sample *sample, const double *sigma,
                              bool with_weight, paramod_i_visit visit, void *data,
                              double *work);
/** Q (P x P, lower triangle): the Hessian in the moments, expected or exact. */
bool paramod_i_patterns_outer(const paramod_i_sample *sample, const double *sigma,
                              bool exact, double *Q, double *work);
/** Doubles of work for patterns_value(). */
size_t paramod_i_patterns_work(size_t p);
/** Saturated moments sigma, (p + 1)^2, by EM and Newton steps; false if they do
 *  not exist. */
bool paramod_i_patterns_saturated(const paramod_i_sample *sample, double *sigma,
                                  double *value, double *work);
/** Doubles of work for patterns_saturated(). */
size_t paramod_i_patterns_saturated_work(size_t p);
/** \} */

#endif /* PARAMOD_SEM_OBJECTIVE_IMPL_H */
