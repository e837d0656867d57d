/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file paramod/ode.h
 * Initial value problems y' = f(t, y, theta), and how their solutions depend on
 * the parameters.
 *
 *     paramod_ode_system system = { sizeof system };
 *     system.states = 1;
 *     system.parameters = 2;
 *     system.rate = decay;            // dydt[0] = -theta[1] y[0]
 *     system.initial = at_start;      // y0[0] = theta[0]
 *     paramod_ode_create(&system, NULL, &ode);
 *     paramod_ode_add(ode, &(paramod_ode_experiment){
 *         .size = sizeof(paramod_ode_experiment), .times = times, .count = 5 });
 *     paramod_ode_solve(ode, 0, theta, values, sensitivity);
 *
 * The integrator is CVODES of SUNDIALS.  A library that was built without it
 * has all functions, and paramod_ode_create() then returns
 * PARAMOD_ERR_UNSUPPORTED.
 *
 * Matrices are row-major arrays of the caller.
 */

#ifndef PARAMOD_ODE_H
#define PARAMOD_ODE_H

#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/** \name The system
 *  \{ */

/** Where a callback is to be evaluated.  Members may be appended. */
typedef struct paramod_ode_point {
    double t;            /**< time */
    const double *y;     /**< states; null for initial() */
    const double *theta; /**< parameters */
    const double *input; /**< inputs of this segment; null if there are none */
    size_t experiment;   /**< index of the experiment */
    size_t segment;      /**< restart points passed: tells the two sides of a
                              restart point apart, where t does not; 0 during
                              pre-equilibration */
    size_t event;        /**< index of the event, for event() */
} paramod_ode_point;

/** The same with complex numbers as pairs (real part, imaginary part), which is
 *  the layout of C's `double complex`, so that a pointer may be cast. */
typedef struct paramod_ode_complex_point {
    double t;
    const double (*y)[2];
    const double (*theta)[2];
    const double *input;
    size_t experiment, segment, event;
} paramod_ode_complex_point;

/** A function of a point with one array of results. */
typedef paramod_eval (*paramod_ode_function)(const paramod_ode_point *at,
                                             double *out, void *data);

/** The same in complex arithmetic. */
typedef paramod_eval (*paramod_ode_complex_function)(
    const paramod_ode_complex_point *at, double (*out)[2], void *data);

/**
 * The functions that make a model: d states, n parameters, u inputs, m
 * observables.  Copied by paramod_ode_create(), but not data nor the names.
 * Arrays of derivatives are all zero when the callback gets them, so only what
 * is not zero need be written.
 *
 * A derivative that is null is computed by the complex step, exact to rounding,
 * if complex_rate is there, and else by central differences;
 * paramod_ode_statistics says which and how accurately.
 */
typedef struct paramod_ode_system {
    size_t size;        /**< sizeof(paramod_ode_system) */
    void *data;         /**< handed to every function */
    size_t states;      /**< d, at least 1 */
    size_t parameters;  /**< n, may be 0 */
    size_t inputs;      /**< u, piecewise constant; may be 0 */
    size_t observables; /**< m; 0 for the states themselves */
    const char *const *state_names;     /**< for messages; null for numbers */
    const char *const *parameter_names; /**< for messages; null for numbers */
    paramod_ode_function rate;               /**< dydt[d]; required */
    paramod_ode_function state_jacobian;     /**< df/dy[d x d], or its band */
    paramod_ode_function parameter_jacobian; /**< df/dtheta[d x n] */
    paramod_ode_complex_function complex_rate; /**< dydt[d] */
    paramod_ode_function initial;          /**< y0[d] at the start; required */
    paramod_ode_function initial_jacobian; /**< dy0/dtheta[d x n] */
    paramod_ode_function observe;          /**< h[m]; with observables > 0 */
    paramod_ode_function observe_state_jacobian;     /**< dh/dy[m x d] */
    paramod_ode_function observe_parameter_jacobian; /**< dh/dtheta[m x n] */
    paramod_ode_function event;            /**< y[d] just after event at->event */
    paramod_ode_function event_state_jacobian;     /**< [d x d] */
    paramod_ode_function event_parameter_jacobian; /**< [d x n] */
    /** 1: df_i/dy_j is 0 unless i - lower <= j <= i + upper, and
     *  state_jacobian fills band[d x (lower + upper + 1)], where df_i/dy_j is
     *  band[i (lower + upper + 1) + j - i + lower] */
    uint64_t banded;
    size_t lower, upper;
    /** Conservation laws: rows w[laws x d] with w'f = 0 everywhere, which a
     *  steady state needs; null: found from values of the rate */
    const double *conserved;
    size_t laws;
} paramod_ode_system;

/** How sensitivities are computed. */
typedef enum paramod_ode_method {
    /** states and sensitivities as one system, the states by Newton's method
     *  and the sensitivities by one solve with the same factors: the default */
    PARAMOD_ODE_AUGMENTED = 0,
    /** CVODES' own sensitivities with the staggered corrector, its own vectors
     *  and dense solver: slower, and independent of the above */
    PARAMOD_ODE_STAGGERED = 1,
    /** the same with the simultaneous corrector */
    PARAMOD_ODE_SIMULTANEOUS = 2
} paramod_ode_method;

/** Zero in any member but size means the default given here.  The local error
 *  of state i is held below relative_tolerance |y_i| + absolute_tolerance, and
 *  that of dy_i/dtheta_j below relative_tolerance |dy_i/dtheta_j| +
 *  absolute_tolerance / |theta_j| (|theta_j| = 1 for a zero). */
typedef struct paramod_ode_options {
    size_t size;               /**< sizeof(paramod_ode_options) */
    double relative_tolerance; /**< 1e-8 */
    double absolute_tolerance; /**< 1e-10, in the units of each state */
    const double *absolute_tolerances; /**< d of them, or null for that one */
    uint64_t max_steps;        /**< 100000, between two output times */
    uint64_t method;           /**< a paramod_ode_method */
    uint64_t adams;            /**< 1: Adams' methods for problems that are not
                                    stiff, up to order 12; 0: BDF up to 5 */
    double first_step;         /**< chosen by the integrator */
    double largest_step;       /**< infinite */
    double steady_tolerance;   /**< 1e-6: pre-equilibration integrates until all
                                    relative rates times the elapsed time are
                                    below it, and then applies Newton's method */
    double steady_time;        /**< 1e12: and gives up at that time */
} paramod_ode_options;

/** Initial value problems of one system.  One object per thread. */
typedef struct paramod_ode paramod_ode;

/** True if this library was built with an integrator. */
PARAMOD_API int paramod_ode_available(void);

/**
 * \param[in]  system   copied
 * \param[in]  options  null for the defaults
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, no states, a function that is
 *         required is missing, a band wider than the matrix, an unknown method,
 *         or PARAMOD_ODE_STAGGERED with a band
 * \retval PARAMOD_ERR_DOMAIN    a tolerance or step that is not positive
 * \retval PARAMOD_ERR_UNSUPPORTED  the library was built without SUNDIALS
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_create(const paramod_ode_system *system,
                   const paramod_ode_options *options, paramod_ode **ode_out);

/** Another object of the same system with the same experiments, for another
 *  thread.  \retval PARAMOD_ERR_MEMORY  out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_copy(const paramod_ode *ode, paramod_ode **ode_out);

/** Releases it with its experiments; null is allowed. */
PARAMOD_API void paramod_ode_destroy(paramod_ode *ode);

/** \}
 *  \name Experiments
 *  \{ */

/**
 * One run of the system.  Everything is copied.  At a time at which several
 * things happen, first an event changes the state, then inputs change, then the
 * observables are evaluated: they belong to the state after an event.
 */
typedef struct paramod_ode_experiment {
    size_t size;          /**< sizeof(paramod_ode_experiment) */
    double start;         /**< time of the initial values */
    size_t count;         /**< output times */
    const double *times;  /**< ascending, not before start; may repeat */
    size_t restart_count; /**< where f or its derivatives jump in time: */
    const double *restarts; /**< strictly ascending, after start */
    const double *inputs; /**< (restart_count + 1) x u, one row a segment */
    size_t event_count;   /**< events; several may share a time, and are then */
    const double *events; /**< handled in order; ascending, not before start */
    uint64_t equilibrate; /**< 1: begin at the steady state that is reached from
                               initial() with steady_input, at time start */
    const double *steady_input; /**< u of them; null for those of segment 0 */
    /** Parameters that the rate, the initial values or the events of this
     *  experiment depend on, strictly ascending; null for all.  The
     *  sensitivities of states to others are 0, and cost nothing. */
    const size_t *active;
    size_t active_count;
} paramod_ode_experiment;

/**
 * Appends an experiment; the first has index 0.
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, inputs or events that the
 *         system does not have, or a parameter that is out of range
 * \retval PARAMOD_ERR_DOMAIN    times that are not finite, not ascending, or
 *         before the start; the message names the first of them
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_add(paramod_ode *ode, const paramod_ode_experiment *experiment);

/** Number of experiments. */
PARAMOD_API size_t paramod_ode_experiments(const paramod_ode *ode);

/** \}
 *  \name Solving
 *  Each of these leaves its outputs as they were when it fails, with
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such experiment
 *  \retval PARAMOD_ERR_DOMAIN    a parameter is not finite, the solution grows
 *          beyond all bounds, or the tolerances cannot be met
 *  \retval PARAMOD_ERR_CALLBACK  a function had no finite value, or gave up
 *  \retval PARAMOD_ERR_SINGULAR  a steady state is not isolated even with the
 *          conserved totals held
 *  \retval PARAMOD_ERR_MEMORY    out of memory
 *
 *  The message says at which time, in which state and for which parameters;
 *  paramod_ode_trouble has all of them as numbers.
 *  \{ */

/**
 * Integrates experiment number \p experiment.
 *
 * \param[in]  theta        n parameters
 * \param[out] values       count x m observables
 * \param[out] sensitivity  count x m x n: d value / d theta; null when not wanted
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_solve(paramod_ode *ode, size_t experiment, const double *theta,
                  double *values, double *sensitivity);

/**
 * Integrates twice, with the tolerances of the options and with a hundredth of
 * them (but at least 1e-14), and returns the more accurate results together
 * with the absolute differences of the two, which estimate the errors of
 * paramod_ode_solve().
 *
 * \param[out] value_error        count x m
 * \param[out] sensitivity        count x m x n, or null
 * \param[out] sensitivity_error  count x m x n, or null
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_solve_twice(paramod_ode *ode, size_t experiment, const double *theta,
                        double *values, double *value_error,
                        double *sensitivity, double *sensitivity_error);

/** A function of all observables of an experiment, such as a log likelihood:
 *  *value, and derivative[count x m], by values[count x m]. */
typedef paramod_eval (*paramod_ode_loss)(const double *values, double *value,
                                         double *derivative, void *data);

/**
 * The gradient of loss(values(theta)) by the adjoint equations: its cost does
 * not grow with the number of parameters.
 *
 * \param[out] value     of the loss
 * \param[out] gradient  n
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_gradient(paramod_ode *ode, size_t experiment, const double *theta,
                     paramod_ode_loss loss, void *data, double *value,
                     double *gradient);

/**
 * The steady state that an experiment with `equilibrate` begins at, before any
 * event, and its sensitivity, from J S = -df/dtheta where rows that depend on
 * the others are replaced by the conservation laws.
 *
 * \param[out] y            d
 * \param[out] sensitivity  d x n; null when not wanted
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_steady_state(paramod_ode *ode, size_t experiment,
                         const double *theta, double *y, double *sensitivity);

/** Replaces the tolerances of the options, for all later calls; the factor
 *  between those of different states is kept.
 *  \retval PARAMOD_ERR_DOMAIN  one is not positive */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_set_tolerances(paramod_ode *ode, double relative, double absolute);

/** \}
 *  \name What happened
 *  \{ */

typedef enum paramod_ode_derivative {
    PARAMOD_ODE_GIVEN        = 0, /**< by the callbacks of the system */
    PARAMOD_ODE_COMPLEX_STEP = 1, /**< by complex_rate */
    PARAMOD_ODE_DIFFERENCES  = 2  /**< by central differences */
} paramod_ode_derivative;

/** Of the last call that solved something. */
typedef struct paramod_ode_statistics {
    size_t size;            /**< sizeof(paramod_ode_statistics), set by caller */
    uint64_t steps;         /**< of the integrator */
    uint64_t rates;         /**< evaluations of the rate for the states */
    uint64_t jacobians;     /**< evaluations of df/dy, or of J S and df/dtheta */
    uint64_t factorisations; /**< of d x d matrices */
    uint64_t failures;      /**< steps repeated: error too large, or Newton's
                                 method did not converge */
    uint64_t derivatives;   /**< worst source of derivatives that was used, a
                                 paramod_ode_derivative */
    double derivative_error; /**< largest error of differences, by comparison
                                 with Ridders' extrapolation at the last point,
                                 relative to the largest entry of its row;
                                 0 if none were used */
} paramod_ode_statistics;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer or an unknown size */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_get_statistics(const paramod_ode *ode,
                           paramod_ode_statistics *statistics);

typedef enum paramod_ode_trouble_kind {
    PARAMOD_ODE_NO_TROUBLE    = 0,
    PARAMOD_ODE_NOT_FINITE    = 1, /**< a function has no finite value */
    PARAMOD_ODE_GAVE_UP       = 2, /**< a function returned PARAMOD_EVAL_STOP */
    PARAMOD_ODE_BLOW_UP       = 3, /**< the solution seems to end at a pole */
    PARAMOD_ODE_STEP_TOO_SHORT = 4, /**< tolerances cannot be met: a
                                       discontinuity, or a wrong Jacobian */
    PARAMOD_ODE_TOO_MANY_STEPS = 5, /**< more than max_steps */
    PARAMOD_ODE_NO_STEADY_STATE = 6 /**< none up to steady_time */
} paramod_ode_trouble_kind;

/** Why the last call failed. */
typedef struct paramod_ode_trouble {
    size_t size;         /**< sizeof(paramod_ode_trouble), set by the caller */
    uint64_t kind;       /**< a paramod_ode_trouble_kind */
    uint64_t experiment; /**< its index */
    double t;            /**< the time that was reached */
    uint64_t component;  /**< the state that is not finite or grows fastest */
    const double *y;     /**< d states there; the object's, until the next call */
    const double *theta; /**< n parameters, likewise */
} paramod_ode_trouble;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer or an unknown size */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_get_trouble(const paramod_ode *ode, paramod_ode_trouble *trouble);

/**
 * Compares the Jacobians of the system with the complex step, or with Ridders'
 * extrapolated differences where there is no complex_rate.  Errors are those of
 * paramod_derivative_report: the member gradient_error and its companions are
 * the worst of df/dy (columns 0 .. d-1) and df/dtheta (columns d .. d+n-1).
 *
 * \param[in] at  time, state, parameters, input, experiment and segment
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size member not set
 * \retval PARAMOD_ERR_CALLBACK  the rate has no finite value there
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_ode_check(paramod_ode *ode, const paramod_ode_point *at,
                  paramod_derivative_report *report);

/** \} */

PARAMOD_END_DECLS

#endif /* PARAMOD_ODE_H */
