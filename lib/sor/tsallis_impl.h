/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file tsallis_impl.h  The distribution of Tsallis-INF. */

#ifndef PARAMOD_SOR_TSALLIS_IMPL_H
#define PARAMOD_SOR_TSALLIS_IMPL_H

#include <stddef.h>

/** Padding that vector code works in. */
enum { PARAMOD_I_SOR_LANES = 8 };

/** \p count rounded up to whole lanes. */
static inline size_t paramod_i_sor_padded(size_t count)
{
    return (count + PARAMOD_I_SOR_LANES - 1) / PARAMOD_I_SOR_LANES * PARAMOD_I_SOR_LANES;
}

/** With q_i = c / (k_i - x): sums[0] = sum q_i^2, sums[1] = sum q_i^3, and
 *  p_i = q_i^2; count is a multiple of PARAMOD_I_SOR_LANES.  The order of the
 *  sums does not depend on the instruction set. */
void paramod_i_sor_tsallis_sums(size_t count, const double *k, double x, double c,
                                double *p, double sums[2]);

/**
 * p = argmin over the simplex of <loss, p> - (4 / eta) sum sqrt(p_i), for finite
 * losses and eta > 0 (Zimmert and Seldin 2021): p_i = 4 / (eta (loss_i - x))^2
 * with the x < min loss that makes the sum 1.  Relative errors of p are a few
 * eps.  p and work hold paramod_i_sor_padded(count) doubles; work is destroyed.
 */
void paramod_i_sor_tsallis_solve(size_t count, const double *loss, double eta, double *p,
                           double *work);

/** The same as the published code does it: 20 points of Newton's iteration from x = -1, without
 *  a look at where they lead.  p need not sum to 1. */
void paramod_i_sor_tsallis_published(size_t count, const double *loss, double eta,
                                     double *p);

#endif /* PARAMOD_SOR_TSALLIS_IMPL_H */
