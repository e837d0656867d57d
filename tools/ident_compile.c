/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Formulas of a model as programs, with exact derivatives, and the callbacks that run
 * them.  Workspaces belong to threads: each has one for every program it has run, with
 * the parameters of the last run, so that what depends on parameters alone is computed
 * once for each theta. */

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "ident_model.h"
#include "memory.h"

/* ---- compiling ---------------------------------------------------------------------- */

/* Variables are parameters, time, states, inputs, in this order. */
static size_t state_variable(const ident_model *m, size_t i)
{
    return m->parameters + 1 + i;
}

static program *compile(ident_model *m, size_t count, const size_t *node)
{
    size_t *place = take(count + 1, sizeof *place);
    program *p;

    for (size_t i = 0; i < count; i++)
        place[i] = i;
    p = program_create(m->pool, count, node, place, m->parameters);
    free(place);
    if (program_size(p) > m->largest)
        m->largest = program_size(p);
    return p;
}

/* The derivatives that are not 0, row-major: count x width. */
static program *differentiate(ident_model *m, size_t count, const size_t *node,
                              size_t first, size_t width)
{
    size_t *wanted = take(count * width + 1, sizeof *wanted), entries = 0;
    size_t *place = take(count * width + 1, sizeof *place);
    program *p;
    double value;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < width; j++) {
            const size_t d = expression_derivative(m->pool, node[i], first + j);

            if (expression_is_number(m->pool, d, &value) && value == 0.0)
                continue;
            wanted[entries] = d;
            place[entries++] = i * width + j;
        }
    p = program_create(m->pool, entries, wanted, place, m->parameters);
    if (program_size(p) > m->largest)
        m->largest = program_size(p);
    free(wanted);
    free(place);
    return p;
}

/* Parameters that the states depend on. */
static void find_active(ident_model *m, ident_experiment *e)
{
    e->active = take(m->parameters + 1, sizeof *e->active);
    for (size_t j = 0; j < m->parameters; j++) {
        bool used = false;

        for (size_t i = 0; i < m->states && !used; i++) {
            used = expression_depends(m->pool, e->rate[i], j) ||
                   expression_depends(m->pool, e->initial[i], j);
            for (size_t k = 0; k < e->events && !used; k++)
                used = expression_depends(m->pool, e->event_node[k * m->states + i], j);
        }
        if (used)
            e->active[e->active_count++] = j;
    }
}

static void compile_events(ident_model *m, ident_experiment *e)
{
    const size_t d = m->states, n = m->parameters;

    e->event = take(e->events + 1, sizeof *e->event);
    e->event_by_y = take(e->events + 1, sizeof *e->event_by_y);
    e->event_by_theta = take(e->events + 1, sizeof *e->event_by_theta);
    for (size_t k = 0; k < e->events; k++) {
        const size_t *node = e->event_node + k * d;

        e->event[k] = compile(m, d, node);
        e->event_by_y[k] = differentiate(m, d, node, state_variable(m, 0), d);
        e->event_by_theta[k] = differentiate(m, d, node, 0, n);
    }
}

void ident_compile(ident_model *m, ident_experiment *e)
{
    const size_t d = m->states, n = m->parameters, first = state_variable(m, 0);

    e->rate_program = compile(m, d, e->rate);
    e->rate_by_y = differentiate(m, d, e->rate, first, d);
    e->rate_by_theta = differentiate(m, d, e->rate, 0, n);
    e->initial_program = compile(m, d, e->initial);
    e->initial_by_theta = differentiate(m, d, e->initial, 0, n);
    e->observe = compile(m, e->observables, e->observable);
    e->observe_by_y = differentiate(m, e->observables, e->observable, first, d);
    e->observe_by_theta = differentiate(m, e->observables, e->observable, 0, n);
    compile_events(m, e);
    find_active(m, e);
}

void ident_compile_release(const ident_model *m, ident_experiment *e)
{
    (void)m;
    program_destroy(e->rate_program);
    program_destroy(e->rate_by_y);
    program_destroy(e->rate_by_theta);
    program_destroy(e->initial_program);
    program_destroy(e->initial_by_theta);
    program_destroy(e->observe);
    program_destroy(e->observe_by_y);
    program_destroy(e->observe_by_theta);
    for (size_t k = 0; k < e->events && e->event != NULL; k++) {
        program_destroy(e->event[k]);
        program_destroy(e->event_by_y[k]);
        program_destroy(e->event_by_theta[k]);
    }
    free(e->event);
    free(e->event_by_y);
    free(e->event_by_theta);
    free(e->active);
}

/* ---- workspaces of threads ------------------------------------------------------------ */

enum { SLOTS = 256 };

typedef struct workspace {
    size_t serial; /* of its program; 0: none */
    double *work;
} workspace;

typedef struct cache {
    workspace slot[SLOTS];
} cache;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void release(void *data)
{
    cache *c = data;

    for (size_t i = 0; i < SLOTS; i++)
        free(c->slot[i].work);
    free(c);
}

static void make_key(void)
{
    (void)pthread_key_create(&key, release);
}

static cache *own_cache(void)
{
    cache *c;

    (void)pthread_once(&once, make_key);
    c = pthread_getspecific(key);
    if (c == NULL) {
        c = take(1, sizeof *c);
        (void)pthread_setspecific(key, c);
    }
    return c;
}

/* The workspace of a program; *fresh is set if another used its slot. */
static double *own_workspace(const program *of, bool *fresh)
{
    cache *c = own_cache();
    workspace *w = &c->slot[program_serial(of) % SLOTS];

    *fresh = w->serial != program_serial(of);
    if (*fresh) {
        free(w->work);
        w->work = take(program_size(of) + 1, sizeof *w->work);
        w->serial = program_serial(of);
        program_begin(of, w->work);
    }
    return w->work;
}

void ident_run(const ident_model *m, const program *of, const double *theta, double t,
               const double *y, const double *input, double *out)
{
    const size_t n = m->parameters;
    bool changed;
    double *work = own_workspace(of, &changed);

    changed = changed || memcmp(work, theta, n * sizeof *work) != 0;
    if (changed)
        (void)memcpy(work, theta, n * sizeof *work);
    work[n] = t;
    if (y != NULL)
        (void)memcpy(work + n + 1, y, m->states * sizeof *work);
    if (input != NULL)
        (void)memcpy(work + n + 1 + m->states, input, m->inputs * sizeof *work);
    program_run(of, work, changed, out);
}

/* ---- callbacks ---------------------------------------------------------------------------- */

static paramod_eval run_at(const paramod_ode_point *at, const program *of,
                           double *out, void *data)
{
    ident_run(data, of, at->theta, at->t, at->y, at->input, out);
    return PARAMOD_EVAL_OK;
}

static const ident_experiment *experiment_at(const paramod_ode_point *at, void *data)
{
    return &((const ident_model *)data)->experiment[at->experiment];
}

#define CALLBACK(name, member)                                                  \
    static paramod_eval name(const paramod_ode_point *at, double *out, void *data) \
    {                                                                           \
        return run_at(at, experiment_at(at, data)->member, out, data);          \
    }

CALLBACK(rate, rate_program)
CALLBACK(rate_by_y, rate_by_y)
CALLBACK(rate_by_theta, rate_by_theta)
CALLBACK(initial, initial_program)
CALLBACK(initial_by_theta, initial_by_theta)
CALLBACK(observe, observe)
CALLBACK(observe_by_y, observe_by_y)
CALLBACK(observe_by_theta, observe_by_theta)
CALLBACK(event, event[at->event])
CALLBACK(event_by_y, event_by_y[at->event])
CALLBACK(event_by_theta, event_by_theta[at->event])

void ident_functions(const ident_model *m, paramod_ode_system *system)
{
    system->data = (void *)(uintptr_t)m;
    system->rate = rate;
    system->state_jacobian = rate_by_y;
    system->parameter_jacobian = rate_by_theta;
    system->initial = initial;
    system->initial_jacobian = initial_by_theta;
    system->observe = observe;
    system->observe_state_jacobian = observe_by_y;
    system->observe_parameter_jacobian = observe_by_theta;
    system->event = event;
    system->event_state_jacobian = event_by_y;
    system->event_parameter_jacobian = event_by_theta;
}
