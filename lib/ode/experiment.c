/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ode/ode_impl.h"

void paramod_i_experiment_destroy(paramod_i_experiment *experiment)
{
    paramod_i_free(experiment->block);
    paramod_i_free(experiment->active);
}

const double *paramod_i_experiment_input(const paramod_ode *ode,
                                         const paramod_i_experiment *e, size_t segment)
{
    const size_t u = ode->system.inputs;

    return u == 0 ? NULL : e->given.inputs + segment * u;
}

/* ---- what is asked of it --------------------------------------------------------- */

/* Times that ascend from `start`; strictly, and beyond it, if so wanted. */
static paramod_status check_times(const char *what, size_t count, const double *times,
                                  double start, bool strictly)
{
    for (size_t i = 0; i < count; i++) {
        const double before = i > 0 ? times[i - 1] : start;

        if (!isfinite(times[i]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "paramod_ode_add: %s %zu is %g, "
                                "which is not a finite time", what, i, times[i]);
        if (times[i] < before || (strictly && times[i] == before))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "paramod_ode_add: %s %zu at %g "
                                "%s %s at %g; sort the times", what, i, times[i],
                                strictly ? "does not come after" : "comes before",
                                i > 0 ? "the one before it" : "the start", before);
    }
    return PARAMOD_OK;
}

static paramod_status check_numbers(const char *what, size_t count, const double *x)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(x[i]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "paramod_ode_add: %s %zu is %g, "
                                "which is not finite", what, i, x[i]);
    return PARAMOD_OK;
}

static paramod_status check_active(const paramod_ode *ode,
                                   const paramod_ode_experiment *given)
{
    for (size_t i = 0; given->active != NULL && i < given->active_count; i++)
        if (given->active[i] >= ode->n ||
            (i > 0 && given->active[i] <= given->active[i - 1]))
            return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_add: active "
                                "parameter %zu is not above the one before it and "
                                "below %zu", given->active[i], ode->n);
    return PARAMOD_OK;
}

static paramod_status check_arrays(const paramod_ode *ode,
                                   const paramod_ode_experiment *given)
{
    if ((given->count > 0 && given->times == NULL) ||
        (given->restart_count > 0 && given->restarts == NULL) ||
        (given->event_count > 0 && given->events == NULL))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_add: times, restarts or "
                            "events is null, but their number is not 0");
    if (given->count == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_add: the experiment has "
                            "no output times");
    if (given->event_count > 0 && ode->system.event == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_add: the experiment has "
                            "events, but the system has no event()");
    if (ode->system.inputs > 0 && given->inputs == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_add: the system has %zu "
                            "inputs, but inputs is null", ode->system.inputs);
    return check_active(ode, given);
}

static paramod_status check(const paramod_ode *ode, const paramod_ode_experiment *given)
{
    const size_t u = ode->system.inputs;
    paramod_status status = check_arrays(ode, given);

    if (status == PARAMOD_OK && !isfinite(given->start))
        status = PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "paramod_ode_add: the start is %g, "
                              "which is not a finite time", given->start);
    if (status == PARAMOD_OK)
        status = check_times("output time", given->count, given->times, given->start,
                             false);
    if (status == PARAMOD_OK)
        status = check_times("restart point", given->restart_count, given->restarts,
                             given->start, true);
    if (status == PARAMOD_OK)
        status = check_times("event", given->event_count, given->events, given->start,
                             false);
    if (status == PARAMOD_OK && u > 0)
        status = check_numbers("input", (given->restart_count + 1) * u, given->inputs);
    if (status == PARAMOD_OK && u > 0 && given->steady_input != NULL)
        status = check_numbers("steady input", u, given->steady_input);
    return status;
}

/* ---- copying ----------------------------------------------------------------------- */

static const double *keep(double *copy, size_t count, const double *from)
{
    if (from == NULL)
        return NULL;
    if (count > 0)
        (void)memcpy(copy, from, count * sizeof *copy);
    return copy;
}

/* A copy whose arrays are its own.  \return false without memory */
static bool copy(const paramod_ode *ode, const paramod_ode_experiment *given,
                 paramod_i_experiment *e)
{
    const size_t u = ode->system.inputs, rows = given->restart_count + 1;
    const size_t k = given->active != NULL ? given->active_count : ode->n;
    double *times, *restarts, *inputs, *events, *steady;
    const paramod_i_part parts[] = {
        { &times, given->count, 1 },        { &restarts, given->restart_count, 1 },
        { &inputs, rows, u },               { &events, given->event_count, 1 },
        { &steady, u, 1 },
    };

    *e = (paramod_i_experiment){ .given = *given, .active_count = k };
    e->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    e->active = paramod_i_resize(NULL, k, sizeof *e->active);
    if (e->block == NULL || e->active == NULL) {
        paramod_i_experiment_destroy(e);
        return false;
    }
    for (size_t i = 0; i < k; i++)
        e->active[i] = given->active != NULL ? given->active[i] : i;
    e->given.active = e->active;
    e->given.active_count = k;
    e->given.times = keep(times, given->count, given->times);
    e->given.restarts = keep(restarts, given->restart_count, given->restarts);
    e->given.inputs = keep(inputs, rows * u, given->inputs);
    e->given.events = keep(events, given->event_count, given->events);
    e->given.steady_input = keep(steady, u, given->steady_input);
    return true;
}

paramod_status paramod_ode_add(paramod_ode *ode, const paramod_ode_experiment *experiment)
{
    paramod_ode_experiment given;
    paramod_i_experiment *grown;
    paramod_status status;

    if (ode == NULL || experiment == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ode or experiment is null");
    status = paramod_i_options_read(&given, sizeof given, experiment);
    if (status == PARAMOD_OK)
        status = check(ode, &given);
    if (status != PARAMOD_OK)
        return status;
    grown = paramod_i_resize(ode->experiment, ode->experiments + 1, sizeof *grown);
    if (grown == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    ode->experiment = grown;
    if (!copy(ode, &given, &grown[ode->experiments]))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    ode->experiments++;
    return PARAMOD_OK;
}

size_t paramod_ode_experiments(const paramod_ode *ode)
{
    return ode != NULL ? ode->experiments : 0;
}
