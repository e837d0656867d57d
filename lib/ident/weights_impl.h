/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file weights_impl.h  Continuous designs over candidates. */

#ifndef PARAMOD_IDENT_WEIGHTS_IMPL_H
#define PARAMOD_IDENT_WEIGHTS_IMPL_H

#include "ident/criterion_impl.h"

/** Candidates: row[(set * count + i) k]. */
typedef struct paramod_i_rows {
    size_t count;
    const double *row;
} paramod_i_rows;

/** Room for a support; block and index are to be freed. */
paramod_status paramod_i_support_create(size_t k, size_t sets, const char *caller,
                                        paramod_i_support *support, size_t **index,
                                        double **block);
/** Candidates that make M regular for every set, with equal weights.
 *  \retval PARAMOD_ERR_SINGULAR  there are none */
paramod_status paramod_i_support_start(size_t k, size_t sets, const paramod_i_rows *rows,
                                       paramod_i_support *support, size_t *index);
/** Makes candidate i point number `at` of the support. */
void paramod_i_support_put(paramod_i_support *support, const paramod_i_rows *rows,
                           size_t k, size_t sets, size_t at, size_t i);
/** Mean over the sets of s'G s of candidate i. */
double paramod_i_design_gain(paramod_i_criterion *criterion, const paramod_i_rows *rows,
                             size_t i);
/** The gap of the equivalence theorem as designs report it: most = max s'G s, now =
 *  trace G M. */
double paramod_i_relative_gap(const paramod_i_criterion *criterion,
                              const paramod_i_support *support, double phi, double most,
                              double now);
/** The best weights over all candidates; value, largest, gap and iterations of the
 *  design are filled in.  \return the gap */
double paramod_i_design_solve(paramod_i_criterion *criterion, const paramod_i_rows *rows,
                              paramod_i_support *support, size_t *index,
                              double tolerance, paramod_ident_design *design);

#endif /* PARAMOD_IDENT_WEIGHTS_IMPL_H */
