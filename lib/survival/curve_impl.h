/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file curve_impl.h  Quantities of one law, with derivatives by predictors. */

#ifndef PARAMOD_SURVIVAL_CURVE_IMPL_H
#define PARAMOD_SURVIVAL_CURVE_IMPL_H

#include "survival/family_impl.h"

/** A number on the scale where its estimate is most nearly normal. */
typedef struct paramod_i_curve {
    double y;
    double slope[PARAMOD_I_FAMILY_MOST]; /**< dy / d eta */
} paramod_i_curve;

/** log h, log H, log f (log h - H), log of a quantile, and so on: see curve.c.
 *  NaN where the quantity does not exist, infinite where it is infinite. */
paramod_i_curve paramod_i_curve_at(const paramod_family *family,
                                   paramod_prediction what, double at,
                                   const double *eta);

#endif /* PARAMOD_SURVIVAL_CURVE_IMPL_H */
