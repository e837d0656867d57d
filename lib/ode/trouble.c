/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/status_impl.h"
#include "core/text_impl.h"
#include "ode/ode_impl.h"

/* Of the trouble that an integrator meets, the first that it cannot get around
 * is reported; what it got around is overwritten. */
paramod_eval paramod_i_ode_note(paramod_ode *ode, paramod_ode_trouble_kind kind,
                                const char *function, size_t component)
{
    paramod_i_trouble *const trouble = &ode->trouble;

    trouble->kind = kind;
    trouble->function = function;
    trouble->t = ode->at.t;
    trouble->experiment = ode->at.experiment;
    trouble->component = component;
    for (size_t i = 0; i < ode->d; i++)
        trouble->y[i] = ode->at.y != NULL ? ode->at.y[i] : NAN;
    return kind == PARAMOD_ODE_GAVE_UP ? PARAMOD_EVAL_STOP : PARAMOD_EVAL_RETRY;
}

/* "'name'", or "number 3". */
static void name_of(const char *const *names, size_t index, char *text, size_t size)
{
    if (names != NULL && names[index] != NULL)
        (void)paramod_i_format(text, size, "'%.60s'", names[index]);
    else
        (void)paramod_i_format(text, size, "number %zu", index);
}

/* A list (v1, v2, ..) that is cut after what fits into `size`. */
static void list(size_t count, const double *x, char *text, size_t size)
{
    size_t length = paramod_i_format(text, size, "(");

    for (size_t i = 0; i < count; i++) {
        char entry[40];
        const size_t more =
            paramod_i_format(entry, sizeof entry, "%s%.6g", i > 0 ? ", " : "", x[i]);

        if (length + more + 6 > size) {
            length += paramod_i_format(text + length, size - length, ", ..");
            break;
        }
        length += paramod_i_format(text + length, size - length, "%s", entry);
    }
    (void)paramod_i_format(text + length, size - length, ")");
}

static const char *remedy(const paramod_ode *ode)
{
    switch (ode->trouble.kind) {
    case PARAMOD_ODE_BLOW_UP:
        return "the solution seems to have a pole there";
    case PARAMOD_ODE_STEP_TOO_SHORT:
        return "steps became too short to go on: the rate may jump there (declare a "
               "restart point), its Jacobian be wrong, or the tolerances too small";
    case PARAMOD_ODE_TOO_MANY_STEPS:
        return "max_steps was reached: the solution may oscillate, or be stiff where "
               "Adams' methods were asked for";
    case PARAMOD_ODE_NO_STEADY_STATE:
        return ode->singular
                   ? "no steady state is isolated there even with conserved totals held"
                   : "no steady state was reached";
    case PARAMOD_ODE_NO_TROUBLE:
    case PARAMOD_ODE_NOT_FINITE:
    case PARAMOD_ODE_GAVE_UP:
        break;
    }
    return "";
}

/* What happened, without where. */
static void describe(const paramod_ode *ode, char *text, size_t size)
{
    const paramod_i_trouble *const trouble = &ode->trouble;
    char name[80];

    if (trouble->kind == PARAMOD_ODE_GAVE_UP)
        (void)paramod_i_format(text, size, "%s() gave up", trouble->function);
    else if (trouble->kind == PARAMOD_ODE_NOT_FINITE && trouble->component == SIZE_MAX)
        (void)paramod_i_format(text, size, "%s() has no value", trouble->function);
    else if (trouble->kind == PARAMOD_ODE_NOT_FINITE) {
        const bool observable = strncmp(trouble->function, "observe", 7) == 0;

        name_of(observable ? NULL : ode->system.state_names, trouble->component, name,
                sizeof name);
        (void)paramod_i_format(text, size, "%s() is not finite for %s %s",
                               trouble->function, observable ? "observable" : "state",
                               name);
    } else if (trouble->kind == PARAMOD_ODE_BLOW_UP) {
        name_of(ode->system.state_names, trouble->component, name, sizeof name);
        (void)paramod_i_format(text, size, "state %s grows beyond all bounds: %s",
                               name, remedy(ode));
    } else
        (void)paramod_i_format(text, size, "%s", remedy(ode));
}

static paramod_status status_of(const paramod_ode *ode)
{
    switch (ode->trouble.kind) {
    case PARAMOD_ODE_NOT_FINITE:
    case PARAMOD_ODE_GAVE_UP:
        return PARAMOD_ERR_CALLBACK;
    case PARAMOD_ODE_NO_STEADY_STATE:
        return ode->singular ? PARAMOD_ERR_SINGULAR : PARAMOD_ERR_DOMAIN;
    case PARAMOD_ODE_NO_TROUBLE:
    case PARAMOD_ODE_BLOW_UP:
    case PARAMOD_ODE_STEP_TOO_SHORT:
    case PARAMOD_ODE_TOO_MANY_STEPS:
        break;
    }
    return PARAMOD_ERR_DOMAIN;
}

paramod_status paramod_i_ode_fail(paramod_ode *ode)
{
    const paramod_i_trouble *const trouble = &ode->trouble;
    char what[220], states[100], parameters[100];

    describe(ode, what, sizeof what);
    list(ode->d, trouble->y, states, sizeof states);
    list(ode->n, ode->theta, parameters, sizeof parameters);
    return paramod_i_fail(status_of(ode), ode->caller,
                          "experiment %zu, t = %g, y = %s, theta = %s: %s",
                          trouble->experiment, trouble->t, states, parameters, what);
}

paramod_status paramod_ode_get_trouble(const paramod_ode *ode,
                                       paramod_ode_trouble *trouble)
{
    const size_t size = trouble != NULL ? trouble->size : 0;

    if (ode == NULL || size < sizeof size || size > sizeof *trouble)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ode or trouble is null, or the "
                            "size member of trouble is not sizeof the struct");
    const paramod_ode_trouble full = {
        .size = size, .kind = ode->trouble.kind,
        .experiment = ode->trouble.experiment, .t = ode->trouble.t,
        .component = ode->trouble.component, .y = ode->trouble.y,
        .theta = ode->theta,
    };

    (void)memcpy(trouble, &full, size);
    return PARAMOD_OK;
}
