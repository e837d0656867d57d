/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file starts_impl.h  Where fits begin. */

#ifndef PARAMOD_SEM_STARTS_IMPL_H
#define PARAMOD_SEM_STARTS_IMPL_H

#include <paramod/random.h>

#include "sem/objective_impl.h"

/** Start values theta[q] from the data alone. */
paramod_status paramod_i_starts(const paramod_i_objective *objective,
                                const char *caller, double *theta);
/** Another start: directed effects and latent variances drawn at random around
 *  and away from `first`, the rest as it is. */
void paramod_i_starts_random(const paramod_i_objective *objective, const double *first,
                             paramod_random *random, double *theta);

#endif /* PARAMOD_SEM_STARTS_IMPL_H */
