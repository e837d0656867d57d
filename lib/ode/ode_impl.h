/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file ode_impl.h  The object, its experiments and its callbacks.
 */

#ifndef PARAMOD_ODE_ODE_IMPL_H
#define PARAMOD_ODE_ODE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/ode.h>

#include "linalg/lu_impl.h"

/** An experiment with its arrays, which are in one block. */
typedef struct paramod_i_experiment {
    paramod_ode_experiment given;
    double *block;
    size_t *active;     /**< `count` parameters with sensitivities */
    size_t active_count;
} paramod_i_experiment;

/** How steady states are found; see steady.c. */
typedef struct paramod_i_steady paramod_i_steady;

/** What goes with one number k of sensitivities; see integrator_impl.h. */
typedef struct paramod_i_integrator paramod_i_integrator;

/** The trouble that is told apart from others by where it happened. */
typedef struct paramod_i_trouble {
    paramod_ode_trouble_kind kind;
    const char *function; /**< "rate", for messages */
    double t;
    size_t experiment, component;
    double *y;            /**< d */
} paramod_i_trouble;

struct paramod_ode {
    paramod_ode_system system;
    paramod_ode_options options;
    size_t d, n, m;
    size_t k;                /**< sensitivities of the run, 0 for none */
    const char *caller;      /**< public function, for messages */
    paramod_i_experiment *experiment;
    size_t experiments;
    paramod_i_integrator **integrator; /**< those made so far */
    size_t integrators;
    paramod_ode_point at;    /**< where the callbacks are; y is the integrator's */
    paramod_i_trouble trouble;
    paramod_ode_statistics statistics;
    paramod_i_steady *steady; /**< null until it is needed */
    bool singular;           /**< df/dy was, where a steady state was tried */
    size_t results;          /**< largest count x m so far */
    double *result;          /**< results x 2 (n + 1) */
    size_t jacobian_size;    /**< d * d, or of the band */
    double *block;           /**< one block for the arrays below */
    double *theta;           /**< n */
    double *absolute;        /**< d tolerances */
    double *jacobian;        /**< jacobian_size */
    double *by_theta;        /**< d x n */
    double *square;          /**< d x d */
    double *state;           /**< d */
    double *observed;        /**< m */
    double *observed_by_y;   /**< m x d */
    double *observed_by_theta; /**< m x n */
    double *moved;           /**< d x n: sensitivities after an event */
    double *difference;      /**< work of differences, see derivative.c */
};

/** The shape of df/dy as the system gives it. */
paramod_i_rows_view paramod_i_ode_shape(const paramod_ode *ode);

/** \name Callbacks
 *  Each evaluates at ode->at, with zeros for what it does not write, and notes
 *  the trouble unless it returns PARAMOD_EVAL_OK.
 *  \{ */
paramod_eval paramod_i_ode_rate(paramod_ode *ode, double *rate);
/** df/dy, in the shape of the system. */
paramod_eval paramod_i_ode_state_jacobian(paramod_ode *ode, double *jacobian);
/** df/dtheta, d x n. */
paramod_eval paramod_i_ode_parameter_jacobian(paramod_ode *ode, double *by_theta);
paramod_eval paramod_i_ode_initial(paramod_ode *ode, double *y);
paramod_eval paramod_i_ode_initial_jacobian(paramod_ode *ode, double *by_theta);
/** ode->observed and, if wanted, ode->observed_by_y and _by_theta. */
paramod_eval paramod_i_ode_observe(paramod_ode *ode, bool derivatives);
/** The state after event ode->at.event into ode->state and, if wanted, its
 *  derivatives into ode->square and ode->by_theta. */
paramod_eval paramod_i_ode_event(paramod_ode *ode, bool derivatives);
/** \} */

/** \name Derivatives that the system does not give (derivative.c)
 *  \{ */
enum { PARAMOD_I_BY_STATE, PARAMOD_I_BY_PARAMETER };
/** Doubles in ode->difference; 0 if size_t does not hold them. */
size_t paramod_i_ode_difference_size(const paramod_ode *ode);
/** out[count x d or n] of a function with count results. */
paramod_eval paramod_i_ode_difference(paramod_ode *ode,
                                      paramod_ode_function function, size_t count,
                                      int by, double *out);
/** df/dy in the shape of the system, or df/dtheta. */
paramod_eval paramod_i_ode_rate_derivative(paramod_ode *ode, int by, double *out);
/** Puts the error of the differences at ode->at into the statistics. */
void paramod_i_ode_measure_differences(paramod_ode *ode);
/** \} */

/** \name Experiments (experiment.c)
 *  \{ */
void paramod_i_experiment_destroy(paramod_i_experiment *experiment);
/** Inputs of segment number `segment`, or null. */
const double *paramod_i_experiment_input(const paramod_ode *ode,
                                         const paramod_i_experiment *e,
                                         size_t segment);
/** \} */

/** \name Runs (run.c, steady.c)
 *  \{ */
/** Checks arguments that all runs share and makes them those of the object. */
paramod_status paramod_i_ode_prepare(paramod_ode *ode, const char *caller,
                                     size_t experiment, const double *theta,
                                     bool sensitivities);
/** What a run does with the observables of output time number `index`, which
 *  are in ode->observed with derivatives beside them. */
typedef struct paramod_i_output {
    double *values;      /**< count x m, or null */
    double *sensitivity; /**< count x m x n, or null */
} paramod_i_output;
paramod_eval paramod_i_ode_run(paramod_ode *ode, const paramod_i_output *output);
/** y[d] and s[d x stride] at the start, before events; s may be null. */
paramod_eval paramod_i_ode_start(paramod_ode *ode, double *y, double *s,
                                 size_t stride);
paramod_status paramod_i_steady_create(paramod_ode *ode, paramod_i_steady **out);
void paramod_i_steady_destroy(paramod_i_steady *steady);
/** From initial values in y and s to the steady state. */
paramod_eval paramod_i_ode_equilibrate(paramod_ode *ode, double *y, double *s,
                                       size_t stride);
/** gradient[n] += dy/dtheta' lambda of the steady state found last; lambda is
 *  spoilt, and of the initial values that it depends on the Jacobian is used. */
paramod_eval paramod_i_steady_adjoint(paramod_ode *ode, double *lambda,
                                      double *gradient);
/** \} */

/** \name Trouble (trouble.c)
 *  \{ */
/** Notes it, with the time and state of ode->at. */
paramod_eval paramod_i_ode_note(paramod_ode *ode, paramod_ode_trouble_kind kind,
                                const char *function, size_t component);
/** The failure that says what was noted. */
paramod_status paramod_i_ode_fail(paramod_ode *ode);
/** \} */

#endif /* PARAMOD_ODE_ODE_IMPL_H */
