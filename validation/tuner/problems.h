/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file problems.h  The systems of the paper's experiments, with plain solvers. */

#ifndef VALIDATION_TUNER_PROBLEMS_H
#define VALIDATION_TUNER_PROBLEMS_H

#include <stddef.h>

#include <paramod/random.h>

enum { LAPLACIAN_SIDE = 10, LAPLACIAN_ROWS = 100 };

/** A + c I with the five-point Laplacian on 10 x 10 points: iterations of SOR from
 *  x = 0 until ||r|| < 1e-8 ||b||, at most 10000.  rate, if not null, becomes the
 *  ratio of the last two residuals. */
double laplacian_sor(double c, double omega, const double *b, double *rate);
/** The same with the omega adapted within the solve, from the one given. */
double laplacian_adaptive(double c, double omega, const double *b);
/** The same by the cyclic Chebyshev schedule on the red-black ordering. */
double laplacian_chebyshev(double c, double beta, const double *b);
/** Young's omega*(c). */
double laplacian_omega(double c);

/** c = -0.15 + 0.6 x, x of Beta(2, 6) for law 0 and Beta(1/2, 3/2) for law 1. */
double draw_shift(paramod_random *random, size_t law);
/** Standard normal, conditioned on ||b||^2 <= n. */
void draw_ball(paramod_random *random, double *b);

/** u_t = kappa(t) Lap u + f on a grid of nx intervals, Crank-Nicolson, dt = 1e-3.
 *  Law 0: kappa and f of the paper; 1 and 2: others, that nothing was fitted to. */
typedef struct heat heat;
heat *heat_create(size_t nx, size_t law);
void heat_destroy(heat *h);
/** kappa at the start of a step. */
double heat_kappa(const heat *h, size_t step);
/** Makes a step; returns the iterations of its SSOR-PCG (backward first). */
double heat_step(heat *h, size_t step, double omega);
/** Makes a step by the best of omega = 1, 1.01, .., 1.95, each tried from the same
 *  start; returns the least iterations. */
double heat_oracle(heat *h, size_t step);

#endif /* VALIDATION_TUNER_PROBLEMS_H */
