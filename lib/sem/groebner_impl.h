/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file groebner_impl.h  The number of points with one Sigma. */

#ifndef PARAMOD_SEM_GROEBNER_IMPL_H
#define PARAMOD_SEM_GROEBNER_IMPL_H

#include "sem/solution_impl.h"

/** Most unsolved coefficients. */
enum { PARAMOD_I_MOST_UNKNOWNS = 12 };

/**
 * Number of complex Lambda with the Sigma of a generic point, given what the
 * solution has solved: the dimension of the quotient by the equations of the
 * unsolved coefficients, saturated by det(I - Lambda), at a random point modulo
 * 2^31 - 1.  0 if there are too many unknowns, infinitely many points, or more
 * than the limits of the computation.
 */
paramod_status paramod_i_fibre_degree(const paramod_sem_solution *s, size_t *degree);

#endif /* PARAMOD_SEM_GROEBNER_IMPL_H */
