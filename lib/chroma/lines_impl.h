/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file lines_impl.h  The full model by the method of lines.
 *
 *     c_t + (u c)_x = (D c_x)_x - F q_t,   q_t = ka c (1 - sum of q_j / qm_j) - kd q
 *
 * for each of m components, from an empty column, with the flux u(0) c_in at the
 * inlet and c_x = 0 at the outlet (paper, eqs 1-6; Langmuir's term is beyond it).
 */

#ifndef PARAMOD_CHROMA_LINES_IMPL_H
#define PARAMOD_CHROMA_LINES_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <paramod/status.h>

#include "chroma/transport_impl.h"

/** One component, in units in which concentrations are near 1. */
typedef struct paramod_i_lines_component {
    double ka, kd;   /**< 1/s */
    double capacity; /**< qm; INFINITY for linear kinetics */
} paramod_i_lines_component;

typedef struct paramod_i_lines_problem {
    paramod_i_flow flow;
    double phase_ratio; /**< F */
    size_t count;       /**< m */
    const paramod_i_lines_component *component;
    /** c_in[m] at time t between restart points number segment - 1 and segment */
    void (*inlet)(double t, size_t segment, double *c_in, void *data);
    void *data;
    size_t restart_count;
    const double *restarts; /**< where c_in or a derivative of it jumps */
} paramod_i_lines_problem;

typedef enum paramod_i_lines_scheme {
    PARAMOD_I_LINES_UPWIND, PARAMOD_I_LINES_THIRD, PARAMOD_I_LINES_FIFTH,
    PARAMOD_I_LINES_WENO, PARAMOD_I_LINES_GALERKIN
} paramod_i_lines_scheme;

typedef struct paramod_i_lines_grid {
    paramod_i_lines_scheme scheme;
    size_t cells;  /**< or elements */
    size_t degree; /**< of Galerkin's polynomials, 1 to 10 */
    double relative_tolerance, absolute_tolerance; /**< of the integration */
    uint64_t max_steps;
} paramod_i_lines_grid;

/**
 * \param[in]  times  count of them, ascending, not negative
 * \param[out] c      count x m at the outlet
 * \param[out] steps  of the integrator; or null
 * Statuses are those of paramod_ode_create() and paramod_ode_solve().
 */
paramod_status paramod_i_lines_solve(const paramod_i_lines_problem *problem,
                                     const paramod_i_lines_grid *grid,
                                     const double *times, size_t count, double *c,
                                     uint64_t *steps);

#endif /* PARAMOD_CHROMA_LINES_IMPL_H */
