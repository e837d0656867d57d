/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file descent_impl.h  Block coordinate descent for models with cycles. */

#ifndef PARAMOD_SEM_DESCENT_IMPL_H
#define PARAMOD_SEM_DESCENT_IMPL_H

#include <paramod/status.h>

#include "sem/objective_impl.h"
#include "sem/reduction_impl.h"

/** Moves theta towards a minimum; leaves it as it is where the method does not
 *  apply: with latent variables, means, groups, constraints, shared labels, fixed
 *  effects, or other estimators than ML. \return sweeps made */
size_t paramod_i_descent(const paramod_i_objective *objective,
                         const paramod_i_reduction *reduction, double *theta);

#endif /* PARAMOD_SEM_DESCENT_IMPL_H */
