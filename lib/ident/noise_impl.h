/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file noise_impl.h  The law of one datum. */

#ifndef PARAMOD_IDENT_NOISE_IMPL_H
#define PARAMOD_IDENT_NOISE_IMPL_H

#include <stdbool.h>

#include <paramod/ident.h>

/** A datum m, the value y of the model and its sigma s. */
typedef struct paramod_i_datum {
    paramod_ident_noise noise;
    bool fixed; /**< s is no function of the parameters */
    double m, y, s;
} paramod_i_datum;

/** True if y and s are inside the domain of the law. */
bool paramod_i_noise_admits(const paramod_i_datum *d);

/** True if m can be a datum of that law. */
bool paramod_i_noise_measures(paramod_ident_noise noise, double m);

/** -log of the density at m, but for its constant: so that differences of sums of
 *  squares that are far below 1 are not lost in it. */
double paramod_i_noise_loss(const paramod_i_datum *d);

/** The rest, which does not depend on y, and on s only if that is fixed. */
double paramod_i_noise_constant(const paramod_i_datum *d);

/** Its derivatives with respect to y and s. */
void paramod_i_noise_gradient(const paramod_i_datum *d, double *by_y, double *by_s);

/** Square roots of the Fisher information about y and about s; the two are
 *  independent for all laws here. */
void paramod_i_noise_weights(const paramod_i_datum *d, double *y_weight,
                             double *s_weight);

#endif /* PARAMOD_IDENT_NOISE_IMPL_H */
