/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file noncentral_impl.h  The noncentral chi-squared distribution. */

#ifndef PARAMOD_SEM_NONCENTRAL_IMPL_H
#define PARAMOD_SEM_NONCENTRAL_IMPL_H

/** P(X <= x), X noncentral chi-squared; absolute error about 1e-14. */
double paramod_i_noncentral_cdf(double x, double degrees, double noncentrality);
/** The noncentrality at which P(X <= x) = level; 0 if P is below level at 0. */
double paramod_i_noncentral_root(double x, double degrees, double level);
/** x with P(X > x) = tail for the central distribution. */
double paramod_i_chi_squared_upper(double tail, double degrees);

#endif /* PARAMOD_SEM_NONCENTRAL_IMPL_H */
