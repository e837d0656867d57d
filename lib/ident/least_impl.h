/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file least_impl.h  E-optimal weights on a support, with their certificate. */

#ifndef PARAMOD_IDENT_LEAST_IMPL_H
#define PARAMOD_IDENT_LEAST_IMPL_H

#include "ident/criterion_impl.h"

/** Workspace for supports of at most `most` points.
 *  \retval PARAMOD_ERR_MEMORY  out of memory */
paramod_status paramod_i_least_create(size_t k, size_t sets, size_t most,
                                      const char *caller, paramod_i_least **out);
void paramod_i_least_destroy(paramod_i_least *least);

/**
 * Improves weights, the criterion being that of a soft minimum at them, until the
 * duality gap among the support is below `tolerance` of the least eigenvalue, or
 * rounding ends it.  Weights, and the criterion's dual, are the best met.
 * \return Newton steps
 */
size_t paramod_i_least_optimise(paramod_i_least *least, paramod_i_criterion *criterion,
                                paramod_i_support *support, double tolerance);

#endif /* PARAMOD_IDENT_LEAST_IMPL_H */
