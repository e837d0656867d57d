/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file report_impl.h  What reports share. */

#ifndef PARAMOD_SEM_REPORT_IMPL_H
#define PARAMOD_SEM_REPORT_IMPL_H

#include "sem/fit_impl.h"

/** Covariance of the estimates that belongs to the estimator, or null. */
const double *paramod_i_fit_default_covariance(const paramod_sem_fit *fit);

#endif /* PARAMOD_SEM_REPORT_IMPL_H */
