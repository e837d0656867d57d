/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file adjoint_impl.h  What the forward and the backward pass share. */

#ifndef PARAMOD_ODE_ADJOINT_IMPL_H
#define PARAMOD_ODE_ADJOINT_IMPL_H

#include <nvector/nvector_serial.h>

#include "ode/sundials_impl.h"

/* A stretch between two times at which something jumps. */
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

/** Makes the experiment's input of a stretch the current one. */
void paramod_i_adjoint_enter(paramod_i_adjoint *a, const paramod_i_stretch *s);
/** Makes (t, y) the point where the system is evaluated. */
void paramod_i_adjoint_move_to(paramod_i_adjoint *a, double t, N_Vector y);
/** factor J or factor J' into a matrix of SUNDIALS. */
void paramod_i_adjoint_store(const paramod_i_adjoint *a, double factor, bool transposed,
                             SUNMatrix matrix);
/** What a failure of CVODES means. */
paramod_eval paramod_i_adjoint_diagnose(paramod_i_adjoint *a, int flag, double begun);
/** Whether there is anything to integrate. */
bool paramod_i_adjoint_is_long_enough(const paramod_i_stretch *s);
/** Starts CVODES at the beginning of a stretch, from a->y. */
bool paramod_i_adjoint_start_forward(paramod_i_adjoint *a, const paramod_i_stretch *s);
/** The second pass: from the last stretch to the first. */
paramod_eval paramod_i_adjoint_back(paramod_i_adjoint *a);

#endif /* PARAMOD_ODE_ADJOINT_IMPL_H */
