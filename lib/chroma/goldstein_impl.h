/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file goldstein_impl.h  Goldstein's J, its derivatives and its density. */

#ifndef PARAMOD_CHROMA_GOLDSTEIN_IMPL_H
#define PARAMOD_CHROMA_GOLDSTEIN_IMPL_H

#include "chroma/panel_impl.h"

/**
 * Integrals over v from \p low to \p low + \p width, without a difference of J:
 * sums->b is J(a, low + width) - J(a, low), whatever the width.  Relative
 * error: see paramod_chroma_goldstein().
 *
 * \param order  0: sums->p and sums->b alone; above: all
 */
void paramod_i_elution_integrate(double a, double low, double width, int order,
                                 paramod_i_panel_sums *sums);

/** J_b(a, b), J_ab, J_bb and (b J_b)_b at one point, for a, b >= 0. */
typedef struct paramod_i_elution {
    double b, ab, bb, k;
} paramod_i_elution;

paramod_i_elution paramod_i_elution_density(double a, double b);

#endif /* PARAMOD_CHROMA_GOLDSTEIN_IMPL_H */
