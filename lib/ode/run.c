/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One experiment from its start to its last output: a sequence of stretches in
 * each of which the rate is smooth.  Between them inputs change and events
 * happen.  Sensitivities pass an event y+ = g(y-, theta), whose time is fixed,
 * as S+ = dg/dy S- + dg/dtheta.
 */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "ode/integrator_impl.h"

/* How far a run has come. */
typedef struct run {
    paramod_ode *ode;
    const paramod_i_experiment *e;
    paramod_i_integrator *integrator;
    const paramod_i_output *output;
    size_t next_output, next_event;
    double t;
} run;

/* ---- the start ----------------------------------------------------------------------- */

/* Columns of the active parameters, d x n, into s, d x stride. */
static void gather(const paramod_ode *ode, const paramod_i_experiment *e,
                   const double *by_theta, double *s, size_t stride)
{
    for (size_t i = 0; i < ode->d; i++)
        for (size_t j = 0; j < e->active_count; j++)
            s[i * stride + j] = by_theta[i * ode->n + e->active[j]];
}

paramod_eval paramod_i_ode_start(paramod_ode *ode, double *y, double *s, size_t stride)
{
    const paramod_i_experiment *const e = &ode->experiment[ode->at.experiment];
    const bool steady = e->given.equilibrate != 0;
    paramod_eval eval;

    ode->at.t = e->given.start;
    ode->at.segment = 0;
    ode->at.input = steady && e->given.steady_input != NULL
                        ? e->given.steady_input
                        : paramod_i_experiment_input(ode, e, 0);
    eval = paramod_i_ode_initial(ode, y);
    if (eval == PARAMOD_EVAL_OK && s != NULL) {
        eval = paramod_i_ode_initial_jacobian(ode, ode->by_theta);
        gather(ode, e, ode->by_theta, s, stride);
    }
    ode->at.y = y;
    if (eval == PARAMOD_EVAL_OK && steady)
        eval = paramod_i_ode_equilibrate(ode, y, s, stride);
    ode->at.input = paramod_i_experiment_input(ode, e, 0);
    ode->at.t = e->given.start;
    ode->at.y = y;
    return eval;
}

/* ---- what happens at one time ----------------------------------------------------------- */

/* s := dg/dy s + dg/dtheta */
static void move_sensitivities(run *r)
{
    const paramod_ode *const ode = r->ode;
    const size_t d = ode->d, k = r->e->active_count, stride = r->integrator->stride;
    double *const s = r->integrator->s;

    for (size_t i = 0; i < d; i++) {
        double *const row = ode->moved + i * k;

        for (size_t j = 0; j < k; j++)
            row[j] = ode->by_theta[i * ode->n + r->e->active[j]];
        for (size_t l = 0; l < d; l++)
            if (ode->square[i * d + l] != 0.0)
                paramod_i_axpy(k, ode->square[i * d + l], s + l * stride, row);
    }
    for (size_t i = 0; i < d; i++)
        (void)memcpy(s + i * stride, ode->moved + i * k, k * sizeof *s);
}

static paramod_eval pass_events(run *r)
{
    paramod_ode *const ode = r->ode;
    const paramod_ode_experiment *const given = &r->e->given;
    const bool derivatives = r->integrator->k > 0;

    while (r->next_event < given->event_count &&
           given->events[r->next_event] <= r->t) {
        paramod_eval eval;

        ode->at.event = r->next_event++;
        eval = paramod_i_ode_event(ode, derivatives);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        if (derivatives)
            move_sensitivities(r);
        (void)memcpy(r->integrator->y, ode->state, ode->d * sizeof(double));
    }
    return PARAMOD_EVAL_OK;
}

static void pass_restart(run *r)
{
    paramod_ode *const ode = r->ode;
    const paramod_ode_experiment *const given = &r->e->given;

    if (ode->at.segment < given->restart_count &&
        given->restarts[ode->at.segment] <= r->t) {
        ode->at.segment++;
        ode->at.input = paramod_i_experiment_input(ode, r->e, ode->at.segment);
    }
}

/* dh/dtheta + dh/dy S for observable number i, over the active parameters. */
static void store_sensitivity(const run *r, size_t i, double *row)
{
    const paramod_ode *const ode = r->ode;
    const double *const by_y = ode->observed_by_y + i * ode->d;
    const size_t stride = r->integrator->stride;

    (void)memcpy(row, ode->observed_by_theta + i * ode->n, ode->n * sizeof *row);
    for (size_t l = 0; l < ode->d; l++) {
        const double *const s = r->integrator->s + l * stride;

        for (size_t j = 0; by_y[l] != 0.0 && j < r->integrator->k; j++)
            row[r->e->active[j]] += by_y[l] * s[j];
    }
}

static paramod_eval observe(run *r)
{
    paramod_ode *const ode = r->ode;
    const size_t index = r->next_output++, m = ode->m, n = ode->n;
    double *const sensitivity = r->output->sensitivity;
    const paramod_eval eval = paramod_i_ode_observe(ode, sensitivity != NULL);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (r->output->values != NULL)
        (void)memcpy(r->output->values + index * m, ode->observed, m * sizeof(double));
    for (size_t i = 0; sensitivity != NULL && i < m; i++)
        store_sensitivity(r, i, sensitivity + (index * m + i) * n);
    return PARAMOD_EVAL_OK;
}

/* Outputs at the present time. */
static paramod_eval observe_all(run *r)
{
    const paramod_ode_experiment *const given = &r->e->given;
    paramod_eval eval = PARAMOD_EVAL_OK;

    while (eval == PARAMOD_EVAL_OK && r->next_output < given->count &&
           given->times[r->next_output] <= r->t)
        eval = observe(r);
    return eval;
}

/* ---- going on ------------------------------------------------------------------------------ */

/* The next time at which something jumps, or the last output. */
static double next_stop(const run *r)
{
    const paramod_ode_experiment *const given = &r->e->given;
    double stop = given->times[given->count - 1];

    if (r->next_event < given->event_count)
        stop = fmin(stop, given->events[r->next_event]);
    if (r->ode->at.segment < given->restart_count)
        stop = fmin(stop, given->restarts[r->ode->at.segment]);
    return stop;
}

static paramod_eval advance(run *r, double t)
{
    const paramod_eval eval = r->integrator->class->advance(r->integrator, t);

    r->t = t;
    r->ode->at.y = r->integrator->y;
    if (eval == PARAMOD_EVAL_OK)
        r->ode->at.t = t;
    return eval;
}

/* One smooth stretch; outputs at its end wait for what happens there. */
static paramod_eval stretch(run *r)
{
    const paramod_ode_experiment *const given = &r->e->given;
    const double stop = next_stop(r);
    paramod_eval eval = r->integrator->class->begin(r->integrator, r->t, stop);

    while (eval == PARAMOD_EVAL_OK && given->times[r->next_output] < stop) {
        eval = advance(r, given->times[r->next_output]);
        if (eval == PARAMOD_EVAL_OK)
            eval = observe_all(r);
    }
    return eval == PARAMOD_EVAL_OK ? advance(r, stop) : eval;
}

paramod_eval paramod_i_ode_run(paramod_ode *ode, const paramod_i_output *output)
{
    run r = { .ode = ode, .e = &ode->experiment[ode->at.experiment],
              .output = output };
    paramod_eval eval;

    for (size_t i = 0; i < ode->integrators; i++)
        if (ode->integrator[i]->k == ode->k)
            r.integrator = ode->integrator[i];
    r.integrator->active = r.e->active;
    eval = paramod_i_ode_start(ode, r.integrator->y, ode->k > 0 ? r.integrator->s : NULL,
                               r.integrator->stride);
    r.t = r.e->given.start;
    for (;;) {
        if (eval == PARAMOD_EVAL_OK)
            eval = pass_events(&r);
        pass_restart(&r);
        if (eval == PARAMOD_EVAL_OK)
            eval = observe_all(&r);
        if (eval != PARAMOD_EVAL_OK || r.next_output == r.e->given.count)
            return eval;
        eval = stretch(&r);
    }
}

/* ---- before a run ----------------------------------------------------------------------------- */

static paramod_status check_theta(const paramod_ode *ode, const double *theta)
{
    for (size_t i = 0; i < ode->n; i++)
        if (!isfinite(theta[i])) {
            const char *const *const names = ode->system.parameter_names;

            return names != NULL && names[i] != NULL
                       ? paramod_i_fail(PARAMOD_ERR_DOMAIN, ode->caller,
                                        "'%s': %g is not finite", names[i], theta[i])
                       : paramod_i_fail(PARAMOD_ERR_DOMAIN, ode->caller,
                                        "parameter %zu: %g is not finite", i, theta[i]);
        }
    return PARAMOD_OK;
}

/* Room for all results, so that nothing is written before all are there. */
static paramod_status hold_results(paramod_ode *ode, const paramod_i_experiment *e)
{
    const size_t count = e->given.count * ode->m, width = 2 * (ode->n + 1);
    double *grown;

    if (count <= ode->results)
        return PARAMOD_OK;
    grown = count > SIZE_MAX / width
                ? NULL
                : paramod_i_resize(ode->result, count * width, sizeof *grown);
    if (grown == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    ode->result = grown;
    ode->results = count;
    return PARAMOD_OK;
}

paramod_status paramod_i_ode_prepare(paramod_ode *ode, const char *caller,
                                     size_t experiment, const double *theta,
                                     bool sensitivities)
{
    paramod_i_integrator *ignored;
    paramod_status status;

    if (ode == NULL || (theta == NULL && ode->n > 0))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "ode or theta is null");
    if (experiment >= ode->experiments)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "there is no experiment "
                              "%zu: the object has %zu", experiment, ode->experiments);
    ode->caller = caller;
    status = check_theta(ode, theta);
    if (status != PARAMOD_OK)
        return status;
    ode->k = sensitivities ? ode->experiment[experiment].active_count : 0;
    status = paramod_i_integrator_for(ode, ode->k, &ignored);
    if (status == PARAMOD_OK && ode->experiment[experiment].given.equilibrate != 0) {
        status = paramod_i_integrator_for(ode, 0, &ignored);
        if (status == PARAMOD_OK && ode->steady == NULL)
            status = paramod_i_steady_create(ode, &ode->steady);
    }
    if (status == PARAMOD_OK)
        status = hold_results(ode, &ode->experiment[experiment]);
    if (status != PARAMOD_OK)
        return status;
    if (ode->n > 0)
        (void)memcpy(ode->theta, theta, ode->n * sizeof *theta);
    ode->at = (paramod_ode_point){ .theta = ode->theta, .experiment = experiment };
    ode->trouble.kind = PARAMOD_ODE_NO_TROUBLE;
    ode->statistics = (paramod_ode_statistics){ .size = sizeof ode->statistics };
    return PARAMOD_OK;
}
