/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file stirling_impl.h  Stirling's correction to the logarithm of Gamma. */

#ifndef PARAMOD_SURVIVAL_STIRLING_IMPL_H
#define PARAMOD_SURVIVAL_STIRLING_IMPL_H

/**
 * rho(a) = log Gamma(a) - (a - 1/2) log a + a - log(2 pi) / 2 for a > 0, with
 * its first two derivatives, each to a relative 1e-14: rho[3].
 * rho(a) ~ 1 / (12 a); all are 0 at a = inf.
 */
void paramod_i_stirling(double a, double rho[3]);

#endif /* PARAMOD_SURVIVAL_STIRLING_IMPL_H */
