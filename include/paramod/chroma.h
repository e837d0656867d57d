/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/chroma.h
 * Chromatography through its Laplace solutions.
 *
 * Paper: A. Cabrera-Codony, A. Valverde, K. Born, O. A. I. Noreldin,
 * T. G. Myers, "Mathematical modelling of flow and adsorption in a gas
 * chromatograph", arXiv:2501.00001 (2024).
 */

#ifndef PARAMOD_CHROMA_H
#define PARAMOD_CHROMA_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/** \name Goldstein's J
 *  \{ */

/**
 * J(a, b) = 1 - e^-b integral from 0 to a of e^-t I0(2 sqrt(b t)) dt: the
 * response at the outlet to a step at the inlet, a being the expected number of
 * adsorptions during the passage and b = kd (t - t0).  Also the probability
 * that independent Poisson variables of means a, b satisfy N_b >= N_a, and
 * Marcum's Q_1(sqrt(2 b), sqrt(2 a)).
 *
 * The smaller of J and 1 - J, down to 1e-300, has a relative error of about
 * (4 + s^2) 1e-15 with s = sqrt(a) - sqrt(b); numbers a and b that are
 * themselves rounded add s sqrt(a) times their relative error.
 *
 * \param[in]  a, b        at least 0; infinity has its limit
 * \param[out] complement  1 - J(a, b), not formed by that difference; or null
 * \return J(a, b); NaN for a negative argument, a NaN, or two infinities
 *
 * Source: S. Goldstein, Proc. R. Soc. A 219 (1953) 151-171.
 */
PARAMOD_API double paramod_chroma_goldstein(double a, double b,
                                            double *complement);

/**
 * Derivatives of J at finite a, b >= 0; relative error about 1e-13 (1 + s^2), of
 * the second ones in relation to the size of their terms around their zeros.
 *
 * \param[out] gradient  J_a, J_b
 * \param[out] hessian   J_aa, J_ab, J_bb
 */
PARAMOD_API void paramod_chroma_goldstein_derivatives(double a, double b,
                                                      double gradient[2],
                                                      double hessian[3]);

/** \} */

/** \name The linear peak in closed form
 *  \{ */

/**
 * One analyte at one place of a column without dispersion, in the numbers on
 * which its concentration depends (paper, eqs 45-51):
 *
 *     c(t) / c0 = J(a, kd (t - t0)) H(t - t0) - J(a, kd (t - t0 - t1)) H(t - t0 - t1)
 *
 * for an injection of concentration c0 from 0 to t1, H(0) = 1: at t0 the front
 * exp(-a) has arrived, at t0 + t1 it has left.  Multiply by the local pressure
 * p(x) / p0 where the carrier is compressible.
 */
typedef struct paramod_chroma_peak {
    size_t size; /**< sizeof(paramod_chroma_peak) */
    double a;    /**< expected adsorptions, alpha ka t0; at least 0 */
    double kd;   /**< rate of desorption in 1/s; at least 0 */
    double t0;   /**< time of the carrier to this place in s; at least 0 */
    double t1;   /**< duration of the injection in s; INFINITY for a step */
} paramod_chroma_peak;

/**
 * c(t) / c0, and its derivatives with respect to (a, kd, t0, t1).
 *
 * A pulse is one integral over its own window, not a difference of two J, so it
 * is exact however short it is.  The cost, some tens of nanoseconds a time,
 * does not depend on a.
 *
 * \param[in]  times        count times in s, in any order
 * \param[out] c            count values
 * \param[out] gradient     count x 4; null when not wanted
 * \param[out] hessian      count x 4 x 4, symmetric; null when not wanted
 * \param[out] error_bound  largest absolute error of c: rounding inside, and
 *             what a relative rounding of 2^-53 in a and kd (t - t0) does to J;
 *             null when not wanted
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_DOMAIN    a member that is negative or not finite (t1 may
 *         be infinite), or a time that is NaN
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_chroma_peak_evaluate(const paramod_chroma_peak *peak, const double *times,
                             size_t count, double *c, double *gradient,
                             double *hessian, double *error_bound);

/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_CHROMA_H */
