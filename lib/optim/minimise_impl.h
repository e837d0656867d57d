/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file minimise_impl.h  From one start to one end. */

#ifndef PARAMOD_OPTIM_MINIMISE_IMPL_H
#define PARAMOD_OPTIM_MINIMISE_IMPL_H

#include "optim/method_impl.h"
#include "optim/stop_impl.h"

/**
 * Minimises stop->problem from u, which becomes the best point found, and
 * fills in *stop->end; its value is NaN if f or its derivatives cannot be
 * computed at the start.
 *
 * \retval PARAMOD_ERR_CALLBACK  the model gave up
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
paramod_status paramod_i_minimise(const paramod_i_method *method,
                                  paramod_i_problem *problem,
                                  paramod_i_stop *stop, double *u);

#endif /* PARAMOD_OPTIM_MINIMISE_IMPL_H */
