/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file report_impl.h  What reports share. */

#ifndef PARAMOD_SEM_REPORT_IMPL_H
#define PARAMOD_SEM_REPORT_IMPL_H

#include "sem/fit_impl.h"

/** Covariance of the estimates that belongs to the estimator, or null. */
const double *paramod_i_fit_default_covariance(const paramod_sem_fit *fit);

/** Entry x of vector a of the table: E_xa, or C_x(a - m) of covariances. */
double paramod_i_fit_component(const paramod_i_ram *ram, size_t x, size_t a);
/** What the value of a cell is multiplied by when it is standardised; the moments
 *  must be plain (paramod_i_fit_plain()). */
double paramod_i_fit_scale(const paramod_sem_fit *fit, const paramod_i_ram *ram,
                           const paramod_i_cell *cell);
/** Evaluates a group at the estimates, as covariances alone if `plain`, or as the
 *  estimator has it. */
void paramod_i_fit_plain(const paramod_sem_fit *fit, size_t group, bool plain);

#endif /* PARAMOD_SEM_REPORT_IMPL_H */
