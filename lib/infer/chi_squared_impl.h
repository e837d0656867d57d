/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file chi_squared_impl.h  Tail probabilities and quantiles. */

#ifndef PARAMOD_INFER_CHI_SQUARED_IMPL_H
#define PARAMOD_INFER_CHI_SQUARED_IMPL_H

/** P(X > x) with X chi-squared; 1 for x <= 0, NaN for NaN.  Relative error a
 *  few eps (1 + x) for 1 and 2 degrees of freedom; below 1e-12 where tests
 *  compare, up to 1000. */
double paramod_i_chi_squared_tail(double x, double degrees);

/** x with P(X <= x) = level for 1 degree of freedom, 0 < level < 1. */
double paramod_i_chi_squared_quantile(double level);

#endif /* PARAMOD_INFER_CHI_SQUARED_IMPL_H */
