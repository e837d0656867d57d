/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file reduction_impl.h  theta = theta0 + K u under linear equality constraints;
 *  inequality constraints and bounds as rows N u >= b. */

#ifndef PARAMOD_SEM_REDUCTION_IMPL_H
#define PARAMOD_SEM_REDUCTION_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "sem/model_impl.h"

typedef struct paramod_i_reduction {
    size_t q, k;
    bool trivial;     /**< no equality constraints: K = I */
    size_t *free;     /**< k: parameters that are the coordinates u */
    double *origin;   /**< q: theta0 */
    double *K;        /**< q x k; not used if trivial */
    size_t rows;      /**< inequalities */
    double *N;        /**< rows x k */
    double *bound;    /**< rows */
    double *block;
} paramod_i_reduction;

/** \param bounded  variances are to be >= 0
 *  \retval PARAMOD_ERR_DOMAIN  the equality constraints contradict each other */
paramod_status paramod_i_reduction_create(const paramod_sem_model *model, bool bounded,
                                          const char *caller,
                                          paramod_i_reduction **out);
void paramod_i_reduction_destroy(paramod_i_reduction *reduction);
void paramod_i_reduction_expand(const paramod_i_reduction *r, const double *u,
                                double *theta);
/** u of a theta that may violate the constraints. */
void paramod_i_reduction_project(const paramod_i_reduction *r, const double *theta,
                                 double *u);
/** Moves u inside the inequality constraints, one after the other, until all hold; false
 *  if they leave no room. */
bool paramod_i_reduction_enforce(const paramod_i_reduction *r, double *u);
/** K'g */
void paramod_i_reduction_gradient(const paramod_i_reduction *r, const double *g,
                                  double *reduced);
/** K'H K; work q k.  Without constraints, reduced may be h. */
void paramod_i_reduction_matrix(const paramod_i_reduction *r, const double *h,
                                double *reduced, double *work);
/** K V K'.  Without constraints, full may be v. */
void paramod_i_reduction_covariance(const paramod_i_reduction *r, const double *v,
                                    double *full, double *work);

#endif /* PARAMOD_SEM_REDUCTION_IMPL_H */
