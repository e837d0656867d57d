/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The callbacks of a system, held to their word: results are finite, or the
 * place where they are not is noted. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "linalg/dense_impl.h"
#include "ode/kernel_impl.h"
#include "ode/ode_impl.h"

paramod_i_rows_view paramod_i_ode_shape(const paramod_ode *ode)
{
    const paramod_ode_system *const system = &ode->system;
    const bool banded = system->banded != 0;

    return (paramod_i_rows_view){
        .n = ode->d, .lower = banded ? system->lower : 0,
        .upper = banded ? system->upper : 0,
        .width = banded ? system->lower + system->upper + 1 : ode->d,
        .banded = banded, .entry = NULL
    };
}

/* Index of the first entry that is not finite, or count. */
static size_t first_bad(size_t count, const double *x)
{
    size_t i = 0;

    if (paramod_i_vector_is_finite(count, x))
        return count;
    while (i < count && isfinite(x[i]))
        i++;
    return i;
}

/* Judges a result of `rows` rows of `width` numbers. */
static paramod_eval judge(paramod_ode *ode, paramod_eval eval, const char *name,
                          size_t rows, size_t width, const double *out)
{
    if (eval == PARAMOD_EVAL_OK) {
        const size_t bad = first_bad(rows * width, out);

        if (bad == rows * width)
            return PARAMOD_EVAL_OK;
        return paramod_i_ode_note(ode, PARAMOD_ODE_NOT_FINITE, name, bad / width);
    }
    return paramod_i_ode_note(ode, eval == PARAMOD_EVAL_STOP ? PARAMOD_ODE_GAVE_UP
                                                             : PARAMOD_ODE_NOT_FINITE,
                              name, SIZE_MAX);
}

static paramod_eval call(paramod_ode *ode, paramod_ode_function function,
                         const char *name, size_t rows, size_t width, double *out)
{
    (void)memset(out, 0, rows * width * sizeof *out);
    return judge(ode, function(&ode->at, out, ode->system.data), name, rows, width,
                 out);
}

paramod_eval paramod_i_ode_rate(paramod_ode *ode, double *rate)
{
    ode->statistics.rates++;
    return call(ode, ode->system.rate, "rate", ode->d, 1, rate);
}

/* Of derivatives of the rate that the system does not give; where there are
 * none, the rate itself may be to blame. */
static paramod_eval judge_rate(paramod_ode *ode, paramod_eval eval, size_t width,
                               const double *out)
{
    if (eval == PARAMOD_EVAL_RETRY &&
        paramod_i_ode_rate(ode, ode->state) != PARAMOD_EVAL_OK)
        return PARAMOD_EVAL_RETRY;
    return judge(ode, eval, "derivative of rate", ode->d, width, out);
}

paramod_eval paramod_i_ode_state_jacobian(paramod_ode *ode, double *jacobian)
{
    const paramod_i_rows_view shape = paramod_i_ode_shape(ode);

    ode->statistics.jacobians++;
    if (ode->system.state_jacobian != NULL)
        return call(ode, ode->system.state_jacobian, "state_jacobian", ode->d,
                    shape.width, jacobian);
    return judge_rate(ode,
                      paramod_i_ode_rate_derivative(ode, PARAMOD_I_BY_STATE, jacobian),
                      shape.width, jacobian);
}

paramod_eval paramod_i_ode_parameter_jacobian(paramod_ode *ode, double *by_theta)
{
    if (ode->n == 0)
        return PARAMOD_EVAL_OK;
    if (ode->system.parameter_jacobian != NULL)
        return call(ode, ode->system.parameter_jacobian, "parameter_jacobian", ode->d,
                    ode->n, by_theta);
    return judge_rate(
        ode, paramod_i_ode_rate_derivative(ode, PARAMOD_I_BY_PARAMETER, by_theta), ode->n,
        by_theta);
}

/* A given derivative, or differences. */
static paramod_eval derive(paramod_ode *ode, paramod_ode_function given,
                           paramod_ode_function function, const char *name,
                           size_t count, int by, double *out)
{
    const size_t columns = by == PARAMOD_I_BY_STATE ? ode->d : ode->n;

    if (columns == 0)
        return PARAMOD_EVAL_OK;
    if (given != NULL)
        return call(ode, given, name, count, columns, out);
    return judge(ode, paramod_i_ode_difference(ode, function, count, by, out), name,
                 count, columns, out);
}

paramod_eval paramod_i_ode_initial(paramod_ode *ode, double *y)
{
    ode->at.y = NULL;
    return call(ode, ode->system.initial, "initial", ode->d, 1, y);
}

paramod_eval paramod_i_ode_initial_jacobian(paramod_ode *ode, double *by_theta)
{
    ode->at.y = NULL;
    return derive(ode, ode->system.initial_jacobian, ode->system.initial,
                  "initial_jacobian", ode->d, PARAMOD_I_BY_PARAMETER, by_theta);
}

/* The states themselves. */
static paramod_eval observe_states(paramod_ode *ode, bool derivatives)
{
    (void)memcpy(ode->observed, ode->at.y, ode->d * sizeof *ode->observed);
    if (!derivatives)
        return PARAMOD_EVAL_OK;
    (void)memset(ode->observed_by_y, 0, ode->d * ode->d * sizeof *ode->observed_by_y);
    (void)memset(ode->observed_by_theta, 0,
                 ode->d * ode->n * sizeof *ode->observed_by_theta);
    for (size_t i = 0; i < ode->d; i++)
        ode->observed_by_y[i * ode->d + i] = 1.0;
    return PARAMOD_EVAL_OK;
}

paramod_eval paramod_i_ode_observe(paramod_ode *ode, bool derivatives)
{
    const paramod_ode_system *const system = &ode->system;
    paramod_eval eval;

    if (system->observables == 0)
        return observe_states(ode, derivatives);
    eval = call(ode, system->observe, "observe", ode->m, 1, ode->observed);
    if (eval != PARAMOD_EVAL_OK || !derivatives)
        return eval;
    eval = derive(ode, system->observe_state_jacobian, system->observe,
                  "observe_state_jacobian", ode->m, PARAMOD_I_BY_STATE,
                  ode->observed_by_y);
    return eval != PARAMOD_EVAL_OK
               ? eval
               : derive(ode, system->observe_parameter_jacobian, system->observe,
                        "observe_parameter_jacobian", ode->m, PARAMOD_I_BY_PARAMETER,
                        ode->observed_by_theta);
}

paramod_eval paramod_i_ode_event(paramod_ode *ode, bool derivatives)
{
    const paramod_ode_system *const system = &ode->system;
    paramod_eval eval = call(ode, system->event, "event", ode->d, 1, ode->state);

    if (eval != PARAMOD_EVAL_OK || !derivatives)
        return eval;
    eval = derive(ode, system->event_state_jacobian, system->event,
                  "event_state_jacobian", ode->d, PARAMOD_I_BY_STATE, ode->square);
    return eval != PARAMOD_EVAL_OK
               ? eval
               : derive(ode, system->event_parameter_jacobian, system->event,
                        "event_parameter_jacobian", ode->d, PARAMOD_I_BY_PARAMETER,
                        ode->by_theta);
}
