/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file fit_impl.h  A finished fit of a survival model. */

#ifndef PARAMOD_SURVIVAL_FIT_IMPL_H
#define PARAMOD_SURVIVAL_FIT_IMPL_H

#include "linalg/eigen_impl.h"
#include "survival/likelihood_impl.h"
#include "survival/model_impl.h"

enum { PARAMOD_I_SENTENCE = 320 };

/** Where one start ended, in the scaled view, and what that place is. */
typedef struct paramod_i_place {
    double *v;
    double value;
    double decrement;
    paramod_fit_end ending;
    paramod_degenerate kind;
    size_t direction; /**< coefficient that dominates the flattest direction */
    double sign;      /**< and which way it goes */
} paramod_i_place;

/** Workspace to judge places: information of the free coefficients. */
typedef struct paramod_i_judge {
    const paramod_i_design *design;
    size_t free;
    size_t *index;     /**< coefficient of each free one */
    double *gradient;  /**< size */
    double *hessian;   /**< size^2 */
    double *information; /**< free^2: -Hessian */
    double *scale;     /**< free */
    double *at;        /**< size: where information was last formed, */
    const paramod_i_design *whose; /**< and of which rows; null: it is gone */
    paramod_i_eigen *eigen;
} paramod_i_judge;

paramod_status paramod_i_judge_create(const paramod_i_design *design,
                                      paramod_i_judge *judge);
void paramod_i_judge_destroy(paramod_i_judge *judge);
/** Tells regular places from degenerate ones. */
void paramod_i_judge_place(paramod_i_judge *judge, const paramod_i_view *view,
                           paramod_i_place *place);
/** Covariance in the scaled view, size x size, at the place last judged; false
 *  if the information has no inverse.  Moves v by the Newton step and hands out
 *  its decrement. */
bool paramod_i_judge_covariance(paramod_i_judge *judge, double *covariance,
                                double *v, double *decrement);
/** The sentence on a kind of degeneracy. */
void paramod_i_degenerate_sentence(const paramod_i_design *design,
                                   const paramod_i_place *place, char *text,
                                   size_t size);

struct paramod_survival_fit {
    paramod_i_design *design; /**< own reference */
    paramod_i_view view;      /**< scaled, with the executor */
    paramod_space *space;
    paramod_fit *core;
    double *storage;          /**< of the arrays below */
    double *v, *beta;         /**< size: scaled and reported */
    double *scratch;          /**< size */
    double *covariance;       /**< size^2, or NaN all over if degenerate */
    double *scaled_covariance; /**< the same in the scaled view */
    paramod_survival_summary summary;
    char sentence[PARAMOD_I_SENTENCE];
};

/** Ends of all starts, the better ones polished on all rows: the place to
 *  report, and the highest degenerate one. */
typedef struct paramod_i_outcome {
    paramod_i_place best, ridge; /**< ridge.value is NaN if there is none */
    size_t agreeing;
} paramod_i_outcome;

/** Runs the starts.  best.v and ridge.v have room for size numbers. */
paramod_status paramod_i_fit_starts(const paramod_i_view *view,
                                    const paramod_space *space,
                                    const paramod_survival_options *options,
                                    paramod_i_judge *judge,
                                    paramod_i_outcome *outcome);

#endif /* PARAMOD_SURVIVAL_FIT_IMPL_H */
