/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file frailty_impl.h  Laplace transforms of frailties. */

#ifndef PARAMOD_SURVIVAL_FRAILTY_IMPL_H
#define PARAMOD_SURVIVAL_FRAILTY_IMPL_H

#include <stddef.h>

#include <paramod/survival.h>

/** A = log((-1)^d L^(d)(x)), where L is the Laplace transform of a frailty of
 *  mean 1 and variance theta, and its derivatives by x and t = log theta. */
typedef struct paramod_i_laplace {
    double value;
    double x, t;
    double xx, xt, tt;
} paramod_i_laplace;

/** At x >= 0 with d events.  Continuous down to theta = 0, where A = -x. */
paramod_i_laplace paramod_i_frailty_laplace(paramod_frailty frailty, double x,
                                            size_t d, double theta);

#endif /* PARAMOD_SURVIVAL_FRAILTY_IMPL_H */
