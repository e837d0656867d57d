/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From formulas to an object that can be analysed. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ident_model.h"
#include "memory.h"

/* ---- times and observables --------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Ascending distinct times of an experiment. */
static void find_times(ident_model *m, size_t e)
{
    ident_experiment *x = &m->experiment[e];
    size_t count = 0;

    x->time = take(m->data + 1, sizeof *x->time);
    for (size_t i = 0; i < m->data; i++)
        if (m->datum[i].experiment == e)
            x->time[count++] = m->datum[i].t;
    qsort(x->time, count, sizeof *x->time, compare);
    for (size_t i = 0; i < count; i++)
        if (x->times == 0 || x->time[i] != x->time[x->times - 1])
            x->time[x->times++] = x->time[i];
    for (size_t i = 0; i < m->data; i++)
        while (m->datum[i].experiment == e &&
               x->time[m->datum[i].time] < m->datum[i].t)
            m->datum[i].time++;
}

static size_t observable_of(ident_experiment *x, size_t node)
{
    for (size_t i = 0; i < x->observables; i++)
        if (x->observable[i] == node)
            return i;
    x->observable = room_for_one_more(x->observable, x->observables,
                                      sizeof *x->observable);
    x->observable[x->observables] = node;
    return x->observables++;
}

static void find_observables(ident_model *m)
{
    double value;

    for (size_t i = 0; i < m->data; i++)
        m->models_sigma = m->models_sigma ||
                          !expression_is_number(m->pool, m->datum[i].sigma, &value);
    for (size_t i = 0; i < m->data; i++) {
        ident_datum *d = &m->datum[i];
        ident_experiment *x = &m->experiment[d->experiment];

        d->observable = observable_of(x, d->y);
        d->sigma_observable = m->models_sigma ? observable_of(x, d->sigma)
                                              : PARAMOD_IDENT_NONE;
    }
    for (size_t e = 0; e < m->experiments; e++)
        if (m->experiment[e].observables > m->observables)
            m->observables = m->experiment[e].observables;
}

/* ---- algebraic models ------------------------------------------------------------------------ */

/* One row: value and sigma of the datum, by the program of its experiment. */
static void evaluate(const ident_model *m, size_t i, const double *theta,
                     const program *of, double *room)
{
    const ident_experiment *x = &m->experiment[m->datum[i].experiment];

    ident_run(m, of, theta, m->datum[i].t, NULL, m->inputs > 0 ? x->input : NULL, room);
}

static paramod_eval value(const double *theta, double *y, double *sigma, void *data)
{
    const ident_model *m = data;
    double *room = take(m->observables + 1, sizeof *room);

    for (size_t i = 0; i < m->data; i++) {
        const ident_datum *d = &m->datum[i];

        evaluate(m, i, theta, m->experiment[d->experiment].observe, room);
        y[i] = room[d->observable];
        if (sigma != NULL)
            sigma[i] = room[d->sigma_observable];
    }
    free(room);
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *y, double *sigma,
                             double *by_value, double *by_sigma, void *data)
{
    const ident_model *m = data;
    const size_t n = m->parameters;
    double *room = take(m->observables * n + 1, sizeof *room);

    for (size_t i = 0; i < m->data; i++) {
        const ident_datum *d = &m->datum[i];

        evaluate(m, i, theta, m->experiment[d->experiment].observe_by_theta, room);
        (void)memcpy(by_value + i * n, room + d->observable * n, n * sizeof *room);
        if (by_sigma != NULL)
            (void)memcpy(by_sigma + i * n, room + d->sigma_observable * n,
                         n * sizeof *room);
    }
    free(room);
    return value(theta, y, sigma, data);
}

void ident_algebraic(ident_model *m, paramod_ident_model *model)
{
    model->data = m;
    model->observations = m->data;
    model->models_sigma = m->models_sigma;
    model->value = value;
    model->jacobian = jacobian;
}

/* ---- differential equations -------------------------------------------------------------------- */

static bool add_experiment(ident_model *m, size_t e, problem *p)
{
    const ident_experiment *x = &m->experiment[e];
    const paramod_ode_experiment experiment = {
        .size = sizeof experiment, .start = x->start, .count = x->times, .times = x->time,
        .restart_count = x->segments - 1, .restarts = x->restart,
        .inputs = m->inputs > 0 ? x->input : NULL, .event_count = x->events,
        .events = x->event_time, .equilibrate = x->equilibrate, .active = x->active,
        .active_count = x->active_count };

    return paramod_ode_add(m->ode, &experiment) == PARAMOD_OK || problem_from_library(p);
}

static bool make_ode(ident_model *m, const ident_tolerances *tolerances, problem *p)
{
    paramod_ode_options options = { .size = sizeof options };
    paramod_ode_system system = { .size = sizeof system };

    options.relative_tolerance = tolerances != NULL ? tolerances->relative : 1e-10;
    options.absolute_tolerance = tolerances != NULL ? tolerances->absolute : 1e-12;
    ident_functions(m, &system);
    system.states = m->states;
    system.parameters = m->parameters;
    system.inputs = m->inputs;
    system.observables = m->observables;
    system.state_names = (const char *const *)m->state;
    system.parameter_names = (const char *const *)m->parameter;
    if (paramod_ode_create(&system, &options, &m->ode) != PARAMOD_OK)
        return problem_from_library(p);
    for (size_t e = 0; e < m->experiments; e++)
        if (!add_experiment(m, e, p))
            return false;
    return true;
}

static bool make_rows(ident_model *m, problem *p)
{
    paramod_ident_row *row = take(m->data, sizeof *row);
    bool good;

    for (size_t i = 0; i < m->data; i++) {
        const ident_datum *d = &m->datum[i];

        row[i] = (paramod_ident_row){ d->experiment, d->time, d->observable,
                                      d->sigma_observable };
    }
    good = paramod_ident_ode_create(m->ode, m->data, row, &m->rows) == PARAMOD_OK ||
           problem_from_library(p);
    free(row);
    return good;
}

/* ---- the object --------------------------------------------------------------------------------- */

static bool make_ident(ident_model *m, bool without_data, problem *p)
{
    paramod_ident_model model = { .size = sizeof model };
    double *measured = take(2 * m->data, sizeof *measured), *sigma = measured + m->data;
    uint64_t *noise = take(m->data, sizeof *noise);
    bool good;

    if (m->states > 0) {
        paramod_ident_ode_model(m->rows, &model);
    } else {
        ident_algebraic(m, &model);
    }
    for (size_t i = 0; i < m->data; i++) {
        measured[i] = m->datum[i].m;
        noise[i] = m->datum[i].noise;
        (void)expression_is_number(m->pool, m->datum[i].sigma, &sigma[i]);
    }
    model.measured = m->measured && !without_data ? measured : NULL;
    model.sigma = m->models_sigma ? NULL : sigma;
    model.noise = noise;
    good = paramod_ident_create(m->space, &model, m->scale, &m->ident) == PARAMOD_OK ||
           problem_from_library(p);
    free(measured);
    free(noise);
    return good;
}

bool ident_model_build(ident_model *m, const ident_tolerances *tolerances,
                       bool without_data, problem *p)
{
    for (size_t e = 0; e < m->experiments; e++)
        find_times(m, e);
    find_observables(m);
    for (size_t e = 0; e < m->experiments; e++)
        ident_compile(m, &m->experiment[e]);
    if (m->states > 0 && (!make_ode(m, tolerances, p) || !make_rows(m, p)))
        return false;
    return make_ident(m, without_data, p);
}
