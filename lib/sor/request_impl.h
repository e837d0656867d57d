/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file request_impl.h  What is asked for: options, and the system that they
 *  make of a matrix.  Refusals are in the name of the function \p who. */

#ifndef PARAMOD_SOR_REQUEST_IMPL_H
#define PARAMOD_SOR_REQUEST_IMPL_H

#include "sor/system_impl.h"

/** Reads, checks and completes options for this matrix. */
paramod_status paramod_i_sor_request(const char *who, const paramod_sor_matrix *matrix,
                                     const paramod_sor_options *given,
                                     const paramod_sor_workspace *workspace,
                                     paramod_sor_options *o);
/** PARAMOD_ERR_DOMAIN unless all a_ii + shift are positive. */
paramod_status paramod_i_sor_check_diagonal(const char *who,
                                            const paramod_sor_matrix *matrix,
                                            double shift);
/** The system, whose vectors are those of the workspace. */
paramod_i_sor_system paramod_i_sor_look(const paramod_sor_matrix *matrix,
                                        const paramod_sor_options *o, const double *b,
                                        paramod_sor_workspace *w);

/** Row i of the user is row place[i] of a coloured matrix. */
static inline size_t paramod_i_sor_place(const paramod_sor_matrix *matrix, size_t i)
{
    return matrix->place != NULL ? matrix->place[i] : i;
}

#endif /* PARAMOD_SOR_REQUEST_IMPL_H */
