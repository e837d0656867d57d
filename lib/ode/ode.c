/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ode/integrator_impl.h"

int paramod_ode_available(void)
{
    return paramod_i_integrator_available();
}

/* ---- what is asked of a system --------------------------------------------------- */

static paramod_status check_functions(const paramod_ode_system *system)
{
    const char *missing = NULL;

    if (system->rate == NULL)
        missing = "rate";
    else if (system->initial == NULL)
        missing = "initial";
    else if (system->observables > 0 && system->observe == NULL)
        missing = "observe";
    if (missing != NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_create: the system has "
                            "no %s()", missing);
    return PARAMOD_OK;
}

static paramod_status check_system(const paramod_ode_system *system)
{
    const size_t d = system->states;

    if (d == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_create: the system has "
                            "no states");
    if (system->banded != 0 && (system->lower >= d || system->upper >= d))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_create: a band with %zu "
                            "diagonals below and %zu above does not fit into %zu "
                            "states", system->lower, system->upper, d);
    if (system->conserved != NULL && (system->laws == 0 || system->laws >= d))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_create: %zu conservation "
                            "laws are not between 1 and the number of states less 1",
                            system->laws);
    return check_functions(system);
}

static paramod_status check_positive(const char *name, double value)
{
    if (value > 0.0 && isfinite(value))
        return PARAMOD_OK;
    return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "paramod_ode_create: %s: %g is not inside "
                        "(0, inf)", name, value);
}

/* Puts in the defaults. */
static paramod_status read_options(const paramod_ode_system *system,
                                   const paramod_ode_options *given,
                                   paramod_ode_options *options)
{
    paramod_status status = paramod_i_options_read(options, sizeof *options, given);
    const struct { const char *name; double *value, otherwise; } numbers[] = {
        { "relative_tolerance", &options->relative_tolerance, 1e-8 },
        { "absolute_tolerance", &options->absolute_tolerance, 1e-10 },
        { "steady_tolerance", &options->steady_tolerance, 1e-6 },
        { "steady_time", &options->steady_time, 1e12 },
        { "first_step", &options->first_step, 0.0 },
        { "largest_step", &options->largest_step, 0.0 },
    };

    for (size_t i = 0; status == PARAMOD_OK && i < sizeof numbers / sizeof numbers[0];
         i++) {
        if (*numbers[i].value == 0.0)
            *numbers[i].value = numbers[i].otherwise;
        else
            status = check_positive(numbers[i].name, *numbers[i].value);
    }
    if (status != PARAMOD_OK)
        return status;
    if (options->max_steps == 0)
        options->max_steps = 100000;
    if (options->method > PARAMOD_ODE_SIMULTANEOUS)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_create: %lu is not a "
                            "method", (unsigned long)options->method);
    if (options->method != PARAMOD_ODE_AUGMENTED && system->banded != 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "paramod_ode_create: a band needs "
                            "PARAMOD_ODE_AUGMENTED");
    for (size_t i = 0; options->absolute_tolerances != NULL && i < system->states; i++)
        if (!(options->absolute_tolerances[i] > 0.0) ||
            !isfinite(options->absolute_tolerances[i]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "paramod_ode_create: absolute "
                                "tolerance %zu: %g is not inside (0, inf)", i,
                                options->absolute_tolerances[i]);
    return PARAMOD_OK;
}

/* ---- making ------------------------------------------------------------------------ */

static bool allocate(paramod_ode *ode)
{
    const size_t d = ode->d, n = ode->n, m = ode->m;
    const size_t width = paramod_i_ode_shape(ode).width;
    const size_t difference = paramod_i_ode_difference_size(ode);
    const paramod_i_part parts[] = {
        { &ode->theta, n, 1 },         { &ode->absolute, d, 1 },
        { &ode->jacobian, d, width },  { &ode->by_theta, d, n },
        { &ode->square, d, ode->system.banded != 0 && ode->system.event == NULL ? 1 : d },
        { &ode->state, d, 1 },         { &ode->observed, m, 1 },
        { &ode->observed_by_y, m, ode->system.observables > 0 || n > 0 ? d : 0 },
        { &ode->observed_by_theta, m, n },
        { &ode->moved, d, n },         { &ode->trouble.y, d, 1 },
        { &ode->difference, difference, 1 },
    };

    if (difference == 0)
        return false;
    ode->jacobian_size = d * width;
    ode->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    for (size_t i = 0; ode->block != NULL && i < d; i++)
        ode->trouble.y[i] = NAN;
    return ode->block != NULL;
}

static paramod_status create(const paramod_ode_system *system,
                             const paramod_ode_options *options, paramod_ode **ode_out)
{
    paramod_ode *const ode = paramod_i_resize(NULL, 1, sizeof *ode);

    if (ode == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *ode = (paramod_ode){ .system = *system, .options = *options,
                          .d = system->states, .n = system->parameters,
                          .m = system->observables > 0 ? system->observables
                                                       : system->states };
    if (!allocate(ode)) {
        paramod_ode_destroy(ode);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < ode->d; i++)
        ode->absolute[i] = options->absolute_tolerances != NULL
                               ? options->absolute_tolerances[i]
                               : options->absolute_tolerance;
    ode->options.absolute_tolerances = NULL; /* copied */
    *ode_out = ode;
    return PARAMOD_OK;
}

paramod_status paramod_ode_create(const paramod_ode_system *system,
                                  const paramod_ode_options *options,
                                  paramod_ode **ode_out)
{
    paramod_ode_system known;
    paramod_ode_options read;
    paramod_status status;

    if (system == NULL || ode_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "system or ode_out is null");
    status = paramod_i_options_read(&known, sizeof known, system);
    if (status == PARAMOD_OK)
        status = check_system(&known);
    if (status == PARAMOD_OK)
        status = read_options(&known, options, &read);
    if (status != PARAMOD_OK)
        return status;
    if (!paramod_i_integrator_available())
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "this library was built without "
                            "SUNDIALS, which integrates differential equations; "
                            "install SUNDIALS 6.0 or later and configure it anew");
    return create(&known, &read, ode_out);
}

paramod_status paramod_ode_copy(const paramod_ode *ode, paramod_ode **ode_out)
{
    paramod_ode *made;
    paramod_status status;

    if (ode == NULL || ode_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ode or ode_out is null");
    status = create(&ode->system, &ode->options, &made);
    if (status != PARAMOD_OK)
        return status;
    (void)memcpy(made->absolute, ode->absolute, ode->d * sizeof *made->absolute);
    for (size_t i = 0; status == PARAMOD_OK && i < ode->experiments; i++)
        status = paramod_ode_add(made, &ode->experiment[i].given);
    if (status == PARAMOD_OK)
        *ode_out = made;
    else
        paramod_ode_destroy(made);
    return status;
}

void paramod_ode_destroy(paramod_ode *ode)
{
    if (ode == NULL)
        return;
    for (size_t i = 0; i < ode->experiments; i++)
        paramod_i_experiment_destroy(&ode->experiment[i]);
    for (size_t i = 0; i < ode->integrators; i++)
        paramod_i_integrator_destroy(ode->integrator[i]);
    paramod_i_free(ode->experiment);
    paramod_i_free(ode->integrator);
    paramod_i_steady_destroy(ode->steady);
    paramod_i_free(ode->result);
    paramod_i_free(ode->block);
    paramod_i_free(ode);
}

paramod_status paramod_ode_set_tolerances(paramod_ode *ode, double relative,
                                          double absolute)
{
    if (ode == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ode is null");
    if (!(relative > 0.0) || !isfinite(relative))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "relative: %g is not inside (0, inf)",
                            relative);
    if (!(absolute > 0.0) || !isfinite(absolute))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "absolute: %g is not inside (0, inf)",
                            absolute);
    for (size_t i = 0; i < ode->d; i++)
        ode->absolute[i] *= absolute / ode->options.absolute_tolerance;
    ode->options.relative_tolerance = relative;
    ode->options.absolute_tolerance = absolute;
    return PARAMOD_OK;
}

paramod_status paramod_ode_get_statistics(const paramod_ode *ode,
                                          paramod_ode_statistics *statistics)
{
    const size_t size = statistics != NULL ? statistics->size : 0;

    if (ode == NULL || size < sizeof size || size > sizeof *statistics)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ode or statistics is null, or the "
                            "size member of statistics is not sizeof the struct");
    (void)memcpy(statistics, &ode->statistics, size);
    statistics->size = size;
    return PARAMOD_OK;
}

/* ---- integrators --------------------------------------------------------------------- */

void paramod_i_integrator_destroy(paramod_i_integrator *integrator)
{
    if (integrator != NULL)
        integrator->class->destroy(integrator);
}

paramod_status paramod_i_integrator_for(paramod_ode *ode, size_t k,
                                        paramod_i_integrator **out)
{
    paramod_i_integrator **grown;
    paramod_status status;

    for (size_t i = 0; i < ode->integrators; i++)
        if (ode->integrator[i]->k == k) {
            *out = ode->integrator[i];
            return PARAMOD_OK;
        }
    grown = paramod_i_resize(ode->integrator, ode->integrators + 1, sizeof *grown);
    if (grown == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    ode->integrator = grown;
    status = ode->options.method == PARAMOD_ODE_AUGMENTED
                 ? paramod_i_augmented_create(ode, k, out)
                 : paramod_i_stock_create(ode, k, out);
    if (status == PARAMOD_OK)
        grown[ode->integrators++] = *out;
    return status;
}
