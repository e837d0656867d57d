/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file definite_impl.h  Is a matrix of the caller a covariance matrix? */

#ifndef PARAMOD_SEM_DEFINITE_IMPL_H
#define PARAMOD_SEM_DEFINITE_IMPL_H

#include <stddef.h>

#include <paramod/status.h>

/** PARAMOD_ERR_DOMAIN in the name of `function` unless the n x n matrix is finite,
 *  symmetric and positive definite. */
paramod_status paramod_i_check_definite(size_t n, const double *sigma,
                                        const char *function);

#endif /* PARAMOD_SEM_DEFINITE_IMPL_H */
