/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file ram_impl.h  One group of a model, in numbers.
 *
 * Variables are renumbered: first the k core variables (those with outgoing
 * edges, the latent ones, and the constant), then the other observed ones, the
 * leaves.  E = (I - A)^-1 is a unit column for a leaf, so only the k x k corner
 * is inverted, and products cost O(p^2 k) in place of O(p^3).
 *
 * Means are regressions on a constant of variance 1.  Moments are then the
 * second moments of (y - c, 1) about a centre c near the mean, which keeps
 * digits:  [ Sigma + d d', d ; d', 1 ],  d = mu - c.  All formulas for
 * covariances hold for them as they stand.  Least-squares estimators compare
 * Sigma and d themselves; there d d' is left out ("plain").
 */

#ifndef PARAMOD_SEM_RAM_IMPL_H
#define PARAMOD_SEM_RAM_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "sem/model_impl.h"

/** An entry of A ("to <- from") or of S.  Its derivative of the moments is
 *  factor (u_a u_b' + u_b u_a'), where vectors a and b are those of the table. */
typedef struct paramod_i_cell {
    bool directed;
    size_t i, j;       /**< renumbered; A: to, from */
    size_t parameter;  /**< PARAMOD_I_NONE if fixed */
    size_t row;        /**< of the model's table */
    double value;
} paramod_i_cell;

typedef struct paramod_i_ram {
    size_t p;           /**< observed variables */
    size_t width;       /**< p, or p + 1 with the constant as the last */
    size_t m, k;        /**< variables, and core ones among them */
    bool means, plain, cyclic;
    size_t *number;     /**< public number of a variable (the constant last) ->
                             renumbered */
    size_t *place;      /**< renumbered -> row among the moments, or NONE */
    size_t cells, free; /**< the free ones come first, by parameter */
    bool in_order;      /**< free cell i is parameter i */
    paramod_i_cell *cell;
    size_t *a, *b;      /**< cells: vectors of each in the table */
    double *factor;     /**< cells */
    /* evaluated */
    double *block;
    double *centre;     /**< p */
    double *A;          /**< m x k: rows "to", columns core */
    double *SC;         /**< k x m: covariances of errors, rows core */
    double *SL;         /**< (m - k)^2: of leaves */
    double *E;          /**< k x k */
    double *C;          /**< k x k second moments of core variables */
    double *covariance; /**< k x k: C without the means' part */
    double *u;          /**< k x width: rows e_d */
    double *v;          /**< k x width: rows c_d */
    double *sigma;      /**< width x width */
    double *mean;       /**< p: mu, if there are means */
    double *work;       /**< 2 k k + 2 k width + k */
    double condition;   /**< of I - A, in the 1-norm */
} paramod_i_ram;

/** \param plain  true for least-squares estimators */
paramod_status paramod_i_ram_create(const paramod_sem_model *model, size_t group,
                                    bool plain, const char *caller,
                                    paramod_i_ram **out);
void paramod_i_ram_destroy(paramod_i_ram *ram);
/** Moments at theta; false if I - A has no finite inverse. */
bool paramod_i_ram_evaluate(paramod_i_ram *ram, const double *theta);

/** Vectors of the table: m columns of E, then k of C. */
static inline size_t paramod_i_ram_vectors(const paramod_i_ram *ram)
{
    return ram->m + ram->k;
}

/** table[a, b] = x_a' M x_b over all vectors; M width x width, symmetric;
 *  work 4 k width + 4 k k. */
void paramod_i_ram_table(const paramod_i_ram *ram, const double *matrix,
                         double *table, double *work);
/** gradient[q] += weight * (tr(W d Sigma)) from the table of W. */
void paramod_i_ram_gradient(const paramod_i_ram *ram, double weight,
                            const double *table, double *gradient);
/** matrix[q x q] += weight * tr(M dSigma M dSigma), lower triangle. */
void paramod_i_ram_information(const paramod_i_ram *ram, size_t q, double weight,
                               const double *table, double *matrix, double *work);
/** matrix -= weight * (tr(M dSigma W dSigma) + tr(W dSigma M dSigma)). */
void paramod_i_ram_mixed(const paramod_i_ram *ram, size_t q, double weight,
                         const double *table, const double *wtable, double *matrix,
                         double *work);
/** matrix += weight * tr(W d2Sigma). */
void paramod_i_ram_curvature(const paramod_i_ram *ram, size_t q, double weight,
                             const double *wtable, double *matrix, double *work);
/** delta[P x q], row-major: derivatives of the moments (i >= j, by rows). */
void paramod_i_ram_jacobian(const paramod_i_ram *ram, size_t q, double *delta);
/** Largest |eigenvalue| of A. */
double paramod_i_ram_radius(const paramod_i_ram *ram, double *work);

#endif /* PARAMOD_SEM_RAM_IMPL_H */
