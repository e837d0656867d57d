/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file fit_impl.h  A finished fit of a structural equation model. */

#ifndef PARAMOD_SEM_FIT_IMPL_H
#define PARAMOD_SEM_FIT_IMPL_H

#include "sem/objective_impl.h"
#include "sem/reduction_impl.h"
#include "sem/scoring_impl.h"

/** Where starts ended. */
typedef struct paramod_i_optimum {
    double f, decrement, radius;
    paramod_sem_end ending;
    size_t starts, iterations, active;
    double *theta;
} paramod_i_optimum;

/** How a discrepancy is formed and weighed, by estimator. */
typedef struct paramod_i_plan {
    paramod_i_discrepancy kind;
    bool minus_one;   /**< chi2 = sum (n_g - 1) F_g */
    bool divisor_n;   /**< of S */
    bool likelihood;
    paramod_i_sample_options sample;
} paramod_i_plan;

struct paramod_sem_fit {
    const paramod_sem_model *model;
    paramod_sem_options options;
    paramod_i_plan plan;
    size_t groups;
    paramod_i_sample **sample;
    paramod_i_objective *objective;
    paramod_i_reduction *reduction;
    paramod_i_scoring *scoring; /**< while the fit is made; it works in hessian
                                     and sandwich */
    size_t optima;
    paramod_i_optimum *optimum;
    double *theta;       /**< q, inside block */
    double *expected, *observed, *sandwich; /**< q x q covariances of estimates */
    double *information, *hessian; /**< q x q of F */
    double *block;
    bool has_expected, has_observed, has_sandwich;
    size_t negative;
    paramod_sem_summary summary;
    double baseline_chi2, baseline_df, baseline_scaling;
    double h1_trace;     /**< scaling of MLM, MLR: trace(U Gamma) */
    double *places;      /**< of the optima */
};

/** Fails if the model is not identified at generic parameters. */
paramod_status paramod_i_check_identified(paramod_i_scoring *scoring,
                                          const double *start, double df,
                                          const char *caller);
/** All starts; fills in fit->optima. */
paramod_status paramod_i_sem_starts(paramod_sem_fit *fit, const double *first,
                                    const char *caller);
/** Covariances of the estimates, from the objective at fit->theta. */
paramod_status paramod_i_fit_covariances(paramod_sem_fit *fit, const char *caller);
/** Tests, likelihoods, baseline. */
paramod_status paramod_i_fit_statistics(paramod_sem_fit *fit, const char *caller);
/** Robust covariance and scaling factors. */
paramod_status paramod_i_fit_robust(paramod_sem_fit *fit, const char *caller);
/** chi2 and degrees of freedom of independent observed variables. */
paramod_status paramod_i_fit_baseline(paramod_sem_fit *fit, const char *caller);
/** Evaluates the objective at the estimates, so that its moments are those. */
void paramod_i_fit_settle(const paramod_sem_fit *fit);

#endif /* PARAMOD_SEM_FIT_IMPL_H */
