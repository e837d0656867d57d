/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file ident_impl.h  Parameters and observations. */

#ifndef PARAMOD_IDENT_IDENT_IMPL_H
#define PARAMOD_IDENT_IDENT_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/ident.h>

struct paramod_ident {
    paramod_space *space;       /**< own copy */
    paramod_ident_model model;  /**< arrays are own copies */
    size_t n, k, observations;  /**< parameters, free ones, N */
    size_t rows;                /**< of S: N, or 2 N if sigma is modelled */
    size_t *index;              /**< k: parameter of coordinate j */
    uint64_t *scale;            /**< n */
    uint64_t *noise;            /**< N */
    double *block;              /**< for the arrays below */
    double *lower, *upper;      /**< k bounds of coordinates */
    double *start;              /**< n: values of fixed parameters */
    double *measured, *sigma;   /**< N each; null as in the model */
};

/** The coordinate of a natural value, and back. */
double paramod_i_scale_of(uint64_t scale, double theta);
double paramod_i_scale_back(uint64_t scale, double x);
/** dtheta/dx. */
double paramod_i_scale_slope(uint64_t scale, double theta);

/** \retval PARAMOD_ERR_DOMAIN  theta is outside its bounds, or not positive where
 *          its scale is logarithmic; the failure is that of `caller` */
paramod_status paramod_i_ident_enter(const paramod_ident *ident, const char *caller,
                                     const double *theta, double *x);

/** True if observations are those of an initial value problem: what could not be
 *  solved is then told by the last failure. */
bool paramod_i_ident_is_ode(const paramod_ident *ident);

/** From now on, sensitivities of those observations, whose data are given, are the more
 *  accurate ones of paramod_ode_solve_twice(); or no longer. */
void paramod_i_ident_ode_careful(void *data, bool careful);

#endif /* PARAMOD_IDENT_IDENT_IMPL_H */
