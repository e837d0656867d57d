/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file woodbury_impl.h  Inverse moments of models whose observed variables are all
 * indicators.
 *
 * Sigma = A C A' + Theta with C of few latent variables and Theta of small blocks.
 * Then (Woodbury 1950; Lawley and Maxwell 1971, section 4.3)
 *
 *     Sigma^-1 = Theta^-1 - F K F',   F = Theta^-1 A,   K = (C^-1 + A'F)^-1,
 *     |Sigma| = |Theta| |I + L'C L|,  A'F = L L',
 *
 * of which K = L'^-1 (I + L'C L)^-1 L'C needs no inverse of C: a latent variance
 * may be zero or negative.  What takes p^3 otherwise takes p^2 k.
 */

#ifndef PARAMOD_SEM_WOODBURY_IMPL_H
#define PARAMOD_SEM_WOODBURY_IMPL_H

#include "sem/ram_impl.h"

typedef struct paramod_i_woodbury {
    const paramod_i_ram *ram;
    size_t p, c;         /**< observed; latent variables that have indicators */
    size_t *core;        /**< c: their numbers */
    size_t *leaf;        /**< p: number of the variable in each row */
    size_t *label;       /**< p: first row of the block of each */
    size_t blocks;
    size_t *first;       /**< blocks + 1: into member */
    size_t *member;      /**< p: rows, by block */
    double *block;
    double *theta;       /**< blocks of Theta^-1, one after the other */
    double *A, *F, *V;   /**< p x c; V = F K */
    double *C, *G, *B, *K, *X; /**< c x c */
    double *T, *TF, *Z;  /**< p x p, p x c, p x c */
    double *shift;       /**< 3 p */
} paramod_i_woodbury;

typedef enum paramod_i_woodbury_end {
    PARAMOD_I_WOODBURY_FINE,
    PARAMOD_I_WOODBURY_INDEFINITE, /**< Sigma is not positive definite */
    PARAMOD_I_WOODBURY_UNFIT       /**< digits would be lost: invert Sigma itself */
} paramod_i_woodbury_end;

/** *out is null if the model has no such structure, or gains nothing by it. */
paramod_status paramod_i_woodbury_create(const paramod_i_ram *ram, const char *caller,
                                         paramod_i_woodbury **out);
void paramod_i_woodbury_destroy(paramod_i_woodbury *woodbury);
/** After paramod_i_ram_evaluate(): metric = inverse of the moments, width x width,
 *  and the logarithm of their determinant. */
paramod_i_woodbury_end paramod_i_woodbury_invert(paramod_i_woodbury *w, double *metric,
                                                 double *log_det);
/** W = M - M T M for the metric M of the last inversion. */
void paramod_i_woodbury_weight(paramod_i_woodbury *w, const double *metric,
                               const double *target, double *W);

#endif /* PARAMOD_SEM_WOODBURY_IMPL_H */
