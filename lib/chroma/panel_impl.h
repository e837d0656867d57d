/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file panel_impl.h  Integrals of the density of elution. */

#ifndef PARAMOD_CHROMA_PANEL_IMPL_H
#define PARAMOD_CHROMA_PANEL_IMPL_H

/**
 * Integrals over v of derivatives of Goldstein's J(a, v), where J_b is the
 * density of elution at v events of desorption.  They give a pulse and its
 * derivatives without a difference of nearly equal numbers.
 */
typedef struct paramod_i_panel_sums {
    double p;   /**< exp(-a - v) I0(2 sqrt(a v)) */
    double b;   /**< J_b */
    double ab;  /**< J_ab */
    double aab; /**< J_aab; a times it is also the integral of (v J_b)_vv */
    double k;   /**< (v J_b)_v */
    double kk;  /**< v (v J_b)_vv */
    double ak;  /**< (v J_ab)_v */
    double bb, abb, bbb; /**< J_bb, J_abb, J_bbb: only where a v >= 1 */
} paramod_i_panel_sums;

/**
 * Adds the integrals over v = w^2, w between w_0 and w_0 + length > w_0 >= 0.
 * In w the integrands are exp(-(sqrt(a) - w)^2) times functions that vary
 * slowly, so nothing overflows.
 *
 * \param root_a  sqrt(a)
 * \param near    sqrt(a) - w_0, given apart because the caller can form it
 *                without cancellation
 * \param order   0: only p and b; above: all
 */
void paramod_i_panel_integrate(double root_a, double w_0, double near,
                               double length, int order,
                               paramod_i_panel_sums *sums);

/** exp(-z) times I0(z), I1(z) and I0(z) - I1(z), for z >= 0. */
typedef struct paramod_i_bessel {
    double i0, i1, difference;
} paramod_i_bessel;

/** Relative error about 1e-15; of the difference 2e-14 below z = 20. */
paramod_i_bessel paramod_i_bessel_scaled(double z);

#endif /* PARAMOD_CHROMA_PANEL_IMPL_H */
