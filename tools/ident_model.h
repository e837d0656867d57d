/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file ident_model.h  Models out of JSON files.
 *
 *     problem      name, optional
 *     states       names; none for an algebraic model
 *     parameters   names
 *     scale        one of "lin", "log", "log10" for each; default "lin"
 *     nominal      values; lower, upper: bounds (null or absent: none)
 *     fixed        names of parameters that are held at their nominal values
 *     inputs       names of inputs, piecewise constant in time
 *     experiments  list of
 *       start        time of the initial values, default 0
 *       rhs          formula of the rate of each state
 *       x0           formula of the initial value of each state
 *       data         list of t, m (null: not measured), y and sigma (formulas), transf
 *                    ("lin", "log", "log10") and noise ("normal", "laplace",
 *                    "poisson"), the last three optional
 *       inputs       for each input a list of [from time, value]
 *       events       list of t and set: formulas of states after the event
 *       equilibrate  true: begin at the steady state
 *
 * Formulas know the parameters, time_t, the states and the inputs.  Anything else in
 * the file is ignored.
 */

#ifndef PARAMOD_TOOLS_IDENT_MODEL_H
#define PARAMOD_TOOLS_IDENT_MODEL_H

#include <paramod/ident.h>

#include "expression.h"
#include "problem.h"

/** A value of which two are compared in one experiment: y and sigma of a datum. */
typedef struct ident_datum {
    size_t experiment, time;       /**< index of the time among those of it */
    size_t y, sigma;               /**< nodes */
    size_t observable, sigma_observable;
    double t, m;
    uint64_t noise;
} ident_datum;

/** The functions of one experiment. */
typedef struct ident_experiment {
    size_t *rate, *initial;        /**< nodes, one for each state */
    double start;
    size_t times;
    double *time;
    size_t observables;            /**< distinct formulas of values */
    size_t *observable;            /**< their nodes */
    size_t segments;
    double *restart, *input;       /**< segments - 1, and segments x inputs */
    size_t events;
    double *event_time;
    size_t *event_node;            /**< events x states */
    bool equilibrate;
    size_t active_count, *active;
    program *rate_program, *rate_by_y, *rate_by_theta, *initial_program,
        *initial_by_theta, *observe, *observe_by_y, *observe_by_theta, **event,
        **event_by_y, **event_by_theta;
} ident_experiment;

/** A model that was read. */
typedef struct ident_model {
    size_t states, parameters, inputs, experiments, observables, data;
    char **state, **parameter, **input;
    uint64_t *scale;
    double *nominal;
    paramod_space *space;
    expressions *pool;
    ident_experiment *experiment;
    ident_datum *datum;
    bool models_sigma, measured;
    paramod_ode *ode;
    paramod_ident_ode *rows;
    paramod_ident *ident;
    size_t largest;                /**< doubles of the largest workspace */
} ident_model;

/** How it is to be integrated, or null for 1e-10 and 1e-12. */
typedef struct ident_tolerances {
    double relative, absolute;
} ident_tolerances;

/** Reads a file and makes the model ready.
 *  \param without_data  leaves out what was measured */
ident_model *ident_model_read(const char *file, const ident_tolerances *tolerances,
                              bool without_data, problem *p);
/** The same from bytes, without making it ready to be evaluated (for tests). */
ident_model *ident_model_parse(const char *text, size_t size, const char *file,
                               problem *p);
void ident_model_destroy(ident_model *m);

/** Makes `ident`: experiments, rows, noise (ident_build.c). */
bool ident_model_build(ident_model *m, const ident_tolerances *tolerances,
                       bool without_data, problem *p);

/** The observations of a model without states; data is the model. */
void ident_algebraic(ident_model *m, paramod_ident_model *model);

/** Compiles the formulas of an experiment with their derivatives (ident_compile.c). */
void ident_compile(ident_model *m, ident_experiment *e);
void ident_compile_release(const ident_model *m, ident_experiment *e);
/** The callbacks that run them; data is the model. */
void ident_functions(const ident_model *m, paramod_ode_system *system);
/** Runs a program of an experiment at a point; out as the program places it. */
void ident_run(const ident_model *m, const program *of, const double *theta, double t,
               const double *y, const double *input, double *out);

#endif /* PARAMOD_TOOLS_IDENT_MODEL_H */
