/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/status_impl.h"
#include "ode/integrator_impl.h"

/* Part number `part` of the room for results: 0 and 1 hold values, the others
 * sensitivities. */
static double *room(const paramod_ode *ode, size_t count, int part)
{
    return ode->result + (part < 2 ? (size_t)part * count
                                   : (2 + (size_t)(part - 2) * ode->n) * count);
}

static void deliver(double *to, size_t count, const double *from)
{
    if (to != NULL && count > 0)
        (void)memcpy(to, from, count * sizeof *to);
}

paramod_status paramod_ode_solve(paramod_ode *ode, size_t experiment,
                                 const double *theta, double *values,
                                 double *sensitivity)
{
    paramod_status status;
    paramod_i_output output;
    size_t count;

    if (values == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "values is null");
    status = paramod_i_ode_prepare(ode, __func__, experiment, theta,
                                   sensitivity != NULL);
    if (status != PARAMOD_OK)
        return status;
    count = ode->experiment[experiment].given.count * ode->m;
    output = (paramod_i_output){ room(ode, count, 0),
                                 sensitivity != NULL ? room(ode, count, 2) : NULL };
    if (paramod_i_ode_run(ode, &output) != PARAMOD_EVAL_OK)
        return paramod_i_ode_fail(ode);
    if (sensitivity != NULL)
        paramod_i_ode_measure_differences(ode);
    deliver(values, count, output.values);
    deliver(sensitivity, count * ode->n, output.sensitivity);
    return PARAMOD_OK;
}

/* ---- errors ---------------------------------------------------------------------------- */

/* Runs with all tolerances times factor. */
static paramod_eval run_with(paramod_ode *ode, double factor,
                             const paramod_i_output *output)
{
    const double relative = ode->options.relative_tolerance;
    const size_t experiment = ode->at.experiment;
    paramod_eval eval;

    ode->options.relative_tolerance = relative * factor;
    for (size_t i = 0; i < ode->d; i++)
        ode->absolute[i] *= factor;
    ode->at = (paramod_ode_point){ .theta = ode->theta, .experiment = experiment };
    eval = paramod_i_ode_run(ode, output);
    ode->options.relative_tolerance = relative;
    for (size_t i = 0; i < ode->d; i++)
        ode->absolute[i] /= factor;
    return eval;
}

static void distance(double *to, size_t count, const double *x, const double *y)
{
    for (size_t i = 0; to != NULL && i < count; i++)
        to[i] = fabs(x[i] - y[i]);
}

paramod_status paramod_ode_solve_twice(paramod_ode *ode, size_t experiment,
                                       const double *theta, double *values,
                                       double *value_error, double *sensitivity,
                                       double *sensitivity_error)
{
    const bool wanted = sensitivity != NULL || sensitivity_error != NULL;
    paramod_i_output rough, fine;
    paramod_status status;
    size_t count;

    if (values == NULL || value_error == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "values or value_error is null");
    status = paramod_i_ode_prepare(ode, __func__, experiment, theta, wanted);
    if (status != PARAMOD_OK)
        return status;
    count = ode->experiment[experiment].given.count * ode->m;
    rough = (paramod_i_output){ room(ode, count, 0),
                                wanted ? room(ode, count, 2) : NULL };
    fine = (paramod_i_output){ room(ode, count, 1),
                               wanted ? room(ode, count, 3) : NULL };
    /* a power of two, so that the absolute tolerances come back as they were */
    if (run_with(ode, 1.0, &rough) != PARAMOD_EVAL_OK ||
        run_with(ode, fmax(0x1p-7, 0x1p-46 / ode->options.relative_tolerance), &fine) !=
            PARAMOD_EVAL_OK)
        return paramod_i_ode_fail(ode);
    if (wanted)
        paramod_i_ode_measure_differences(ode);
    distance(value_error, count, rough.values, fine.values);
    deliver(values, count, fine.values);
    if (wanted)
        distance(sensitivity_error, count * ode->n, rough.sensitivity,
                 fine.sensitivity);
    deliver(sensitivity, count * ode->n, fine.sensitivity);
    return PARAMOD_OK;
}

/* ---- gradients ----------------------------------------------------------------------------- */

paramod_status paramod_ode_gradient(paramod_ode *ode, size_t experiment,
                                    const double *theta, paramod_ode_loss loss,
                                    void *data, double *value, double *gradient)
{
    paramod_status status;

    if (loss == NULL || value == NULL || (gradient == NULL && ode != NULL && ode->n > 0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "loss, value or gradient is null");
    status = paramod_i_ode_prepare(ode, __func__, experiment, theta, false);
    return status != PARAMOD_OK
               ? status
               : paramod_i_adjoint_gradient(ode, loss, data, value, gradient);
}

/* ---- steady states ---------------------------------------------------------------------------- */

/* Columns of active parameters, d x stride, spread over d x n. */
static void spread(const paramod_ode *ode, const paramod_i_integrator *from,
                   double *sensitivity)
{
    const paramod_i_experiment *const e = &ode->experiment[ode->at.experiment];

    (void)memset(sensitivity, 0, ode->d * ode->n * sizeof *sensitivity);
    for (size_t i = 0; i < ode->d; i++)
        for (size_t j = 0; j < e->active_count; j++)
            sensitivity[i * ode->n + e->active[j]] = from->s[i * from->stride + j];
}

paramod_status paramod_ode_steady_state(paramod_ode *ode, size_t experiment,
                                        const double *theta, double *y,
                                        double *sensitivity)
{
    paramod_i_integrator *integrator;
    paramod_status status;

    if (y == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "y is null");
    status = paramod_i_ode_prepare(ode, __func__, experiment, theta,
                                   sensitivity != NULL);
    if (status == PARAMOD_OK && ode->experiment[experiment].given.equilibrate == 0)
        status = PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "experiment %zu does not begin at a "
                              "steady state; set equilibrate", experiment);
    if (status == PARAMOD_OK)
        status = paramod_i_integrator_for(ode, ode->k, &integrator);
    if (status != PARAMOD_OK)
        return status;
    integrator->active = ode->experiment[experiment].active;
    if (paramod_i_ode_start(ode, integrator->y, ode->k > 0 ? integrator->s : NULL,
                            integrator->stride) != PARAMOD_EVAL_OK)
        return paramod_i_ode_fail(ode);
    deliver(y, ode->d, integrator->y);
    if (sensitivity != NULL && ode->n > 0)
        spread(ode, integrator, sensitivity);
    return PARAMOD_OK;
}
