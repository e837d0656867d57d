/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All starts of a fit, and the distinct places they lead to. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/descent_impl.h"
#include "sem/fit_impl.h"
#include "sem/starts_impl.h"

/* What a task hands back, before q estimates. */
typedef struct arrival {
    double f, decrement, radius;
    double ending, iterations, active; /* counts, as numbers */
    double theta[];
} arrival;

typedef struct journey {
    paramod_sem_fit *fit;
    const double *first;
    const char *caller;
    size_t size;
} journey;

static double largest_radius(paramod_i_objective *o)
{
    double largest = 0.0;

    for (size_t g = 0; g < o->groups; g++)
        largest = fmax(largest, paramod_i_ram_radius(o->part[g].ram,
                                                     o->part[g].ram->work));
    return largest;
}

static void arrive(const paramod_i_scoring *s, bool fine, arrival *to)
{
    to->f = fine ? s->f : INFINITY;
    to->decrement = s->decrement;
    to->ending = fine ? (double)s->ending : (double)PARAMOD_SEM_STALLED;
    to->iterations = (double)s->iterations;
    to->active = (double)s->active_count;
    to->radius = fine ? largest_radius(s->objective) : NAN;
    memcpy(to->theta, s->theta, s->reduction->q * sizeof *to->theta);
}

/* From where it makes sense for a start of this number: the first as it is; of a
 * model with cycles among observed variables, after block coordinate descent. */
static bool travel(paramod_i_scoring *s, const journey *j, size_t index)
{
    paramod_random random = paramod_random_stream(j->fit->options.seed, index);
    double f;

    memcpy(s->theta, j->first, s->reduction->q * sizeof *s->theta);
    for (int tries = 0; index > 0 && tries < 20; tries++) {
        paramod_i_starts_random(s->objective, j->first, &random, s->theta);
        if (paramod_i_objective_value(s->objective, s->theta, &f))
            break;
    }
    if (index > 0 || s->objective->part[0].ram->cyclic)
        (void)paramod_i_descent(s->objective, s->reduction, s->theta);
    return paramod_i_scoring_run(s);
}

static paramod_status task(size_t index, void *result, void *data)
{
    const journey *const j = data;
    paramod_sem_fit *const fit = j->fit;
    paramod_i_objective *objective = NULL;
    paramod_i_scoring *scoring = NULL;
    paramod_status status = paramod_i_objective_create(
        fit->model, fit->plan.kind, (const paramod_i_sample *const *)fit->sample,
        fit->plan.minus_one, j->caller, &objective);

    if (status == PARAMOD_OK)
        status = paramod_i_scoring_create(objective, fit->reduction, NULL, NULL, j->caller,
                                          &scoring);
    if (status == PARAMOD_OK) {
        scoring->max_iterations = fit->options.max_iterations;
        scoring->tolerance = fit->options.tolerance;
        arrive(scoring, travel(scoring, j, index), result);
    }
    paramod_i_scoring_destroy(scoring);
    paramod_i_objective_destroy(objective);
    return status;
}

/* ---- distinct places ------------------------------------------------------------ */

static bool is_same(size_t q, const paramod_i_optimum *o, const arrival *a)
{
    if (o->ending != (paramod_sem_end)a->ending)
        return false;
    if (o->ending == PARAMOD_SEM_DIVERGED)
        return fabs(o->f - a->f) <= 1e-3 * (1e-12 + fabs(o->f));
    if (fabs(o->f - a->f) > 1e-7 * (1.0 + fabs(o->f)))
        return false;
    for (size_t i = 0; i < q; i++)
        if (fabs(o->theta[i] - a->theta[i]) >
            1e-4 * (fabs(o->theta[i]) + fabs(a->theta[i])) + 1e-8)
            return false;
    return true;
}

/* Regular minima first, then by F; of equal ones, the stable one first. */
static bool is_better(const paramod_i_optimum *a, const paramod_i_optimum *b)
{
    const bool ra = a->ending == PARAMOD_SEM_CONVERGED;
    const bool rb = b->ending == PARAMOD_SEM_CONVERGED;

    if (ra != rb)
        return ra;
    if (fabs(a->f - b->f) > 1e-9 * (1.0 + fabs(a->f)))
        return a->f < b->f;
    return a->radius < 1.0 && !(b->radius < 1.0);
}

static void insert(paramod_sem_fit *fit, const arrival *a)
{
    const size_t q = fit->model->parameters;
    paramod_i_optimum new = { .f = a->f, .decrement = a->decrement,
                              .radius = a->radius, .starts = 1,
                              .ending = (paramod_sem_end)a->ending,
                              .iterations = (size_t)a->iterations,
                              .active = (size_t)a->active };
    size_t at = fit->optima;

    for (size_t i = 0; i < fit->optima; i++)
        if (is_same(q, fit->optimum + i, a)) {
            fit->optimum[i].starts++;
            return;
        }
    new.theta = fit->optimum[at].theta; /* memory that waits at the end */
    memcpy(new.theta, a->theta, q * sizeof *new.theta);
    while (at > 0 && is_better(&new, fit->optimum + at - 1)) {
        fit->optimum[at] = fit->optimum[at - 1];
        at--;
    }
    fit->optimum[at] = new;
    fit->optima++;
}

static paramod_status run_many(paramod_sem_fit *fit, size_t starts, const double *first,
                               const char *caller)
{
    const size_t size = sizeof(arrival) + fit->model->parameters * sizeof(double);
    const paramod_executor serial = paramod_executor_serial();
    const paramod_executor *const executor =
        fit->options.executor != NULL ? fit->options.executor : &serial;
    journey j = { .fit = fit, .first = first, .caller = caller, .size = size };
    unsigned char *const results = paramod_i_resize(NULL, starts, size);
    paramod_status status;

    if (results == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    status = executor->run(starts, size, results, task, &j, executor->self);
    for (size_t i = 0; status == PARAMOD_OK && i < starts; i++) {
        const arrival *const a = (const arrival *)(const void *)(results + i * size);

        if (isfinite(a->f))
            insert(fit, a);
    }
    paramod_i_free(results);
    return status;
}

/* One start needs no task: the objective of the fit serves. */
static paramod_status run_one(paramod_sem_fit *fit, const double *first,
                              const char *caller)
{
    const journey j = { .fit = fit, .first = first, .caller = caller };
    paramod_i_scoring *const scoring = fit->scoring;
    arrival *a = paramod_i_resize(NULL, 1, sizeof *a + fit->model->parameters *
                                                           sizeof(double));
    paramod_status status = a == NULL
        ? paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory") : PARAMOD_OK;

    if (status == PARAMOD_OK) {
        scoring->max_iterations = fit->options.max_iterations;
        scoring->tolerance = fit->options.tolerance;
        arrive(scoring, travel(scoring, &j, 0), a);
        if (isfinite(a->f))
            insert(fit, a);
    }
    paramod_i_free(a);
    return status;
}

static paramod_status reserve(paramod_sem_fit *fit, size_t starts, const char *caller)
{
    const size_t q = fit->model->parameters;
    double *storage;

    fit->optimum = paramod_i_resize(NULL, starts + 1, sizeof *fit->optimum);
    storage = paramod_i_resize(NULL, (starts + 1) * q, sizeof *storage);
    if (fit->optimum == NULL || storage == NULL) {
        paramod_i_free(storage);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    fit->places = storage;
    for (size_t i = 0; i <= starts; i++)
        fit->optimum[i] = (paramod_i_optimum){ .theta = storage + i * q };
    return PARAMOD_OK;
}

paramod_status paramod_i_sem_starts(paramod_sem_fit *fit, const double *first,
                                    const char *caller)
{
    const bool cyclic = fit->objective->part[0].ram->cyclic;
    const size_t usual = cyclic ? 20 : 1;
    const size_t starts = fit->options.starts > 0 ? fit->options.starts : usual;
    paramod_status status = reserve(fit, starts, caller);

    if (status == PARAMOD_OK)
        status = starts == 1 ? run_one(fit, first, caller)
                             : run_many(fit, starts, first, caller);
    if (starts > 1)
        fit->scoring->exact = false;
    /* a start in closed form may lead nowhere where a random one does not */
    if (status == PARAMOD_OK && starts == 1 && fit->options.starts == 0 &&
        (fit->optima == 0 || fit->optimum[0].ending != PARAMOD_SEM_CONVERGED)) {
        paramod_i_free(fit->optimum);
        paramod_i_free(fit->places);
        fit->optimum = NULL;
        fit->places = NULL;
        fit->optima = 0;
        fit->scoring->exact = false;
        status = reserve(fit, 10, caller);
        if (status == PARAMOD_OK)
            status = run_many(fit, 10, first, caller);
    }
    if (status == PARAMOD_OK && fit->optima == 0)
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "no start has a discrepancy: "
                              "the implied covariances are not positive definite");
    return status;
}
