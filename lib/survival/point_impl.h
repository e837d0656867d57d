/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file point_impl.h  log h and H of one time to the last digits: see
 *  paramod_family.point. */

#ifndef PARAMOD_SURVIVAL_POINT_IMPL_H
#define PARAMOD_SURVIVAL_POINT_IMPL_H

void paramod_i_point_apgw(double t, const double *theta, double *log_hazard,
                          double *cumulative);
void paramod_i_point_pgwx(double t, const double *theta, double *log_hazard,
                          double *cumulative);
void paramod_i_point_exponential(double t, const double *theta,
                                 double *log_hazard, double *cumulative);
void paramod_i_point_rayleigh(double t, const double *theta, double *log_hazard,
                              double *cumulative);
void paramod_i_point_weibull(double t, const double *theta, double *log_hazard,
                             double *cumulative);
void paramod_i_point_loglogistic(double t, const double *theta,
                                 double *log_hazard, double *cumulative);
void paramod_i_point_burr(double t, const double *theta, double *log_hazard,
                          double *cumulative);
void paramod_i_point_pgw(double t, const double *theta, double *log_hazard,
                         double *cumulative);
void paramod_i_point_gompertz(double t, const double *theta, double *log_hazard,
                              double *cumulative);
void paramod_i_point_lognormal(double t, const double *theta, double *log_hazard,
                               double *cumulative);
void paramod_i_point_normal(double t, const double *theta, double *log_hazard,
                            double *cumulative);
void paramod_i_point_logistic(double t, const double *theta, double *log_hazard,
                              double *cumulative);

#endif /* PARAMOD_SURVIVAL_POINT_IMPL_H */
