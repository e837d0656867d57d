/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file spectral_impl.h  The quadratic model of a gradient and a Hessian. */

#ifndef PARAMOD_OPTIM_SPECTRAL_IMPL_H
#define PARAMOD_OPTIM_SPECTRAL_IMPL_H

#include <stdbool.h>

#include "linalg/eigen_impl.h"
#include "optim/problem_impl.h"
#include "optim/trust_impl.h"

/** Where a model is expanded; g and h have k and k x k entries. */
typedef struct paramod_i_expansion {
    const double *u;
    double f;
    const double *g;
    const double *h;
} paramod_i_expansion;

typedef struct paramod_i_spectral {
    size_t k;
    paramod_i_eigen *eigen;
    double *scale;  /**< k */
    double *scaled; /**< k x k */
} paramod_i_spectral;

paramod_status paramod_i_spectral_create(size_t k, paramod_i_spectral *spectral);
void paramod_i_spectral_destroy(paramod_i_spectral *spectral);

/** Scales, decomposes and fills in q, rounding errors included.
 *  \return false, and q as it was, if that cannot be done in finite numbers */
bool paramod_i_spectral_fill(paramod_i_spectral *spectral,
                             const paramod_i_problem *problem,
                             const paramod_i_expansion *at,
                             paramod_i_model *q);

#endif /* PARAMOD_OPTIM_SPECTRAL_IMPL_H */
