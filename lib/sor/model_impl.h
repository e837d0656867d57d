/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file model_impl.h  The Jacobi radius as a function of the context. */

#ifndef PARAMOD_SOR_MODEL_IMPL_H
#define PARAMOD_SOR_MODEL_IMPL_H

#include "sor/tuner_impl.h"

/** r given or learnt; 0 while it is not known. */
double paramod_i_sor_radius(const paramod_sor_tuner *t);
/** True unless the model has no positive diagonal at this context. */
bool paramod_i_sor_model_holds(const paramod_sor_tuner_options *o, double context);
/** beta(context) for a radius, kept inside [0, 1). */
double paramod_i_sor_model_beta(const paramod_sor_tuner_options *o, double radius,
                                double context);
/** The best omega of the tuner's method for beta. */
double paramod_i_sor_model_omega(const paramod_sor_tuner_options *o, double beta);
/** beta with Young's omega*(beta) = omega; 0 below omega 1. */
double paramod_i_sor_beta_of_omega(double omega);
/** Learns r from a solve that was to calibrate it, or from a fallback. */
void paramod_i_sor_model_calibrate(paramod_sor_tuner *t,
                                   const paramod_i_sor_ticket *ticket,
                                   const paramod_sor_outcome *outcome);

#endif /* PARAMOD_SOR_MODEL_IMPL_H */
