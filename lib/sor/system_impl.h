/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file system_impl.h  One system of equations being solved, and its kernels. */

#ifndef PARAMOD_SOR_SYSTEM_IMPL_H
#define PARAMOD_SOR_SYSTEM_IMPL_H

#include <paramod/sor.h>

#include "sor/matrix_impl.h"

enum {
    PARAMOD_I_SOR_VECTORS = 4, /**< besides x, r, e, d and g */
    PARAMOD_I_SOR_DEPTH = 4    /**< sweeps at a time of the blocked form */
};

struct paramod_sor_workspace {
    double *block;
    size_t length, most;
    double *b, *x, *r, *e, *d, *g, *v[PARAMOD_I_SOR_VECTORS];
    size_t *given_column;  /* a row of a function */
    uint32_t *column;
    double *value;
};

/** All vectors are in the numbering and length of the matrix. */
typedef struct paramod_i_sor_system {
    const paramod_sor_matrix *matrix;
    const paramod_executor *executor; /**< null: sweep without one */
    double shift;
    const double *b;
    double *x;  /**< iterate */
    double *r;  /**< residual b - (A + shift I) x */
    double *e;  /**< last update of x */
    double *d;  /**< diagonal of A + shift I */
    double *g;  /**< omega / d, of the next sweep */
    double *v[PARAMOD_I_SOR_VECTORS];
    paramod_sor_workspace *workspace;
    paramod_status status; /**< of the functions of rows and of the executor */
} paramod_i_sor_system;

/** Which strict triangle, and thereby which way a triangular solve runs. */
typedef enum paramod_i_sor_side {
    PARAMOD_I_SOR_LOWER_SIDE,
    PARAMOD_I_SOR_UPPER_SIDE
} paramod_i_sor_side;

/** Euclidean norm, whatever the size of x. */
double paramod_i_sor_norm(size_t n, const double *x);
/** x += e; the norm of r. */
double paramod_i_sor_advance(size_t n, const double *e, double *x, const double *r);

/** g = omega / d on the rows from \p first to before \p end. */
void paramod_i_sor_relax(paramod_i_sor_system *system, double omega, size_t first,
                         size_t end);

/** \name Any kind of matrix
 *  \{ */
/** y = (A + shift I) x */
void paramod_i_sor_times(paramod_i_sor_system *system, const double *x, double *y);
/** r = b - (A + shift I) x; its norm. */
double paramod_i_sor_residual(paramod_i_sor_system *system);
/** t = (D/omega + T)^-1 v for the strict triangle T, which is U with the upper
 *  side; t may be v. */
void paramod_i_sor_solve_triangle(paramod_i_sor_system *system,
                                  paramod_i_sor_side side, const double *v, double *t);
/**
 * The second half of a step by Eisenstat's trick.  With K = (2/omega - 1) D:
 * w = v - K t, a = (D/omega + T) t + w, u = (D/omega + T)^-1 w.
 */
void paramod_i_sor_eisenstat(paramod_i_sor_system *system, paramod_i_sor_side side,
                             double omega, const double *v, const double *t, double *a,
                             double *u);
/** One sweep with the residual of its end: x, r and e are replaced, and the norm
 *  of r is returned.  The lower side is the sweep forward. */
double paramod_i_sor_sweep(paramod_i_sor_system *system, paramod_i_sor_side side,
                           double omega, bool textbook);
/** A sweep over the colours `from` to before `to` of two, forward, with their g:
 *  e is set there. */
void paramod_i_sor_solve_colours(paramod_i_sor_system *system, size_t from, size_t to,
                                 const double *v, double *t);
/** r_i = (1 - omega) d_i e_i / omega - sum of the upper entries times e; then
 *  x += e; the norm of r. */
double paramod_i_sor_finish_forward(paramod_i_sor_system *system);
/** \}
 *  \name Symmetric matrices
 *  \{ */
void paramod_i_sor_symmetric_times(const paramod_i_sor_system *system, const double *x,
                                   double *y);
double paramod_i_sor_symmetric_forward(paramod_i_sor_system *system, double omega);
double paramod_i_sor_symmetric_backward(paramod_i_sor_system *system, double omega);
void paramod_i_sor_symmetric_solve(const paramod_i_sor_system *system,
                                   paramod_i_sor_side side, const double *v, double *t);
void paramod_i_sor_symmetric_eisenstat(const paramod_i_sor_system *system,
                                       paramod_i_sor_side side, double omega,
                                       const double *v, const double *t, double *a,
                                       double *u);
/** Rows between one sweep and the next of the blocked form. */
size_t paramod_i_sor_lag(const paramod_sor_matrix *matrix);
/** PARAMOD_I_SOR_DEPTH sweeps at once.  before[] gets the x of their start,
 *  norm[p] the norm of the residual after p + 1 of them. */
void paramod_i_sor_symmetric_block(paramod_i_sor_system *system, double omega,
                                   double *before, double *norm);
/** \} */

#endif /* PARAMOD_SOR_SYSTEM_IMPL_H */
