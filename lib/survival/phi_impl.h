/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file phi_impl.h  phi_2(y) = (exp(y) - 1 - y) / y^2. */

#ifndef PARAMOD_SURVIVAL_PHI_IMPL_H
#define PARAMOD_SURVIVAL_PHI_IMPL_H

/** phi_2 and its first two derivatives at any y, phi[3]; relative error below
 *  1e-15 times 10.  phi_2(0) = 1/2. */
void paramod_i_phi_2(double y, double phi[3]);

#endif /* PARAMOD_SURVIVAL_PHI_IMPL_H */
