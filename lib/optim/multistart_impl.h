/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file multistart_impl.h  Many starts over an executor. */

#ifndef PARAMOD_OPTIM_MULTISTART_IMPL_H
#define PARAMOD_OPTIM_MULTISTART_IMPL_H

#include "optim/fit_impl.h"

/**
 * Runs all starts of a fit whose space, model and options are set, and fills in
 * the rest of it; theta is the first start.
 *
 * \retval PARAMOD_ERR_CALLBACK  the model gave up, or no start was usable
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
paramod_status paramod_i_multistart(paramod_fit *fit, const double *theta);

#endif /* PARAMOD_OPTIM_MULTISTART_IMPL_H */
