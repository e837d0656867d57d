/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file adjoint_impl.h  The parts of a run by the adjoint equations. */

#ifndef PARAMOD_ODE_ADJOINT_IMPL_H
#define PARAMOD_ODE_ADJOINT_IMPL_H

#include "linalg/dense_impl.h"
#include "ode/sundials_impl.h"

/** A stretch between two times at which something jumps. */
typedef struct paramod_i_stretch {
    double begin, end;
    size_t segment;
    size_t first_event, events;   /* that happen at its beginning */
    size_t first_output, outputs; /* in [begin, end), or at the very end as well */
} paramod_i_stretch;

typedef struct paramod_i_adjoint {
    paramod_ode *ode;
    const paramod_ode_experiment *given;
    SUNContext context;
    void *cvode;
    int which; /* CVODES' number of the backward problem */
    bool has_backward;
    N_Vector y, lambda, q, tolerance;
    SUNMatrix matrix, transposed;
    SUNLinearSolver solver, solver_back;
    paramod_i_stretch *stretches;
    size_t count;
    double *block;
    double *before;     /* (stretches + events) x d: states before each event, and
                           at the beginning of each stretch */
    double *values, *v; /* count x m */
    double *gradient;   /* n */
    double *multiplier; /* d: lambda between stretches */
} paramod_i_adjoint;

/** False, with nothing to be released but what destroy() releases, without memory;
 *  ode and given are set. */
bool paramod_i_adjoint_make(paramod_i_adjoint *adjoint);
void paramod_i_adjoint_destroy(paramod_i_adjoint *adjoint);
/** Makes CVODES integrate lambda back from time t, from what the vectors hold. */
bool paramod_i_adjoint_begin(paramod_i_adjoint *adjoint, double t);

/** out += (d x n matrix)' lambda */
void paramod_i_add_transposed(const paramod_ode *ode, const double *matrix,
                              const double *lambda, double *out);

#endif /* PARAMOD_ODE_ADJOINT_IMPL_H */
