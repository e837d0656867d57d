/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file box_impl.h  Small least squares with bounds on the unknowns. */

#ifndef PARAMOD_SOR_BOX_IMPL_H
#define PARAMOD_SOR_BOX_IMPL_H

#include <stdbool.h>
#include <stddef.h>

enum { PARAMOD_I_SOR_MOST_FEATURES = 16 };

/**
 * What is known of a regression min sum (<f_s, theta> - y_s)^2 after any number of
 * observations: the triangular factor R of the Gram matrix F'F = R'R, z with
 * R'z = F'y, and the squares that no theta explains.  Kept in factored form, its
 * errors are those of an orthogonal factorisation of F, not of F'F.
 */
typedef struct paramod_i_sor_gram {
    size_t m;
    double *r;        /**< m x m row-major, upper triangle */
    double *z;        /**< m */
    double *rest;     /**< 1 */
} paramod_i_sor_gram;

/** Adds an observation, by m plane rotations: O(m^2).  f is destroyed. */
void paramod_i_sor_gram_add(const paramod_i_sor_gram *g, double *f, double y);
/** Adds all observations of another one: its rows are observations too. */
void paramod_i_sor_gram_merge(const paramod_i_sor_gram *g, const paramod_i_sor_gram *other);

/** theta[m]: the solution of least norm of min |R theta - scale z|.  Directions in
 *  which R is below m 64 eps of its largest are taken as undetermined. */
void paramod_i_sor_gram_solve(const paramod_i_sor_gram *g, double scale, double *theta);

/**
 * The same with |theta_j| <= bound_j, by the active-set method of Stark and
 * Parker, "Bounded-variable least squares", Computational Statistics 10 (1995)
 * 129-141.
 *
 * \param[out] squares  sum of squares left, of scaled observations
 * \return true if a bound mattered; otherwise theta is the unbounded solution and
 *         squares is untouched
 */
bool paramod_i_sor_gram_solve_box(const paramod_i_sor_gram *g, double scale,
                                  const double *bound, double *theta, double *squares);

#endif /* PARAMOD_SOR_BOX_IMPL_H */
