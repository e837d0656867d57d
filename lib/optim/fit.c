/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "optim/fit_impl.h"
#include "optim/multistart_impl.h"

/* ---- what the caller asks for --------------------------------------------- */

static paramod_status check_tolerance(const char *name, double value)
{
    if (value >= 0.0 && value < 1.0)
        return PARAMOD_OK;
    return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "'%s': %g is not inside [0, 1)", name,
                        value);
}

static paramod_status check_options(const paramod_fit_options *o, bool least_squares)
{
    paramod_status status =
        check_tolerance("gradient_tolerance", o->gradient_tolerance);

    if (status == PARAMOD_OK)
        status = check_tolerance("step_tolerance", o->step_tolerance);
    if (status != PARAMOD_OK)
        return status;
    if (o->method > PARAMOD_FIT_BFGS)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "'method': there is no method "
                            "number %lu", (unsigned long)o->method);
    if (least_squares && o->method != PARAMOD_FIT_DEFAULT)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "'method': least squares has no "
                            "method but PARAMOD_FIT_DEFAULT");
    if (o->executor != NULL && o->executor->run == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "'executor': its function run "
                            "is null");
    return PARAMOD_OK;
}

static void fill_defaults(paramod_fit_options *o, bool least_squares)
{
    if (o->gradient_tolerance == 0.0)
        o->gradient_tolerance = least_squares ? 1e-24 : 1e-12;
    if (o->step_tolerance == 0.0)
        o->step_tolerance = 1e-12;
    if (o->max_iterations == 0)
        o->max_iterations = 1000;
    if (o->max_evaluations == 0)
        o->max_evaluations = 100000;
    if (o->starts == 0)
        o->starts = 1;
}

/* The size member of a model struct tells which header its user compiled with;
 * smallest is that of the first published one. */
static paramod_status read_model(void *known, size_t known_size, const void *given,
                                 const char *type)
{
    size_t given_size;

    (void)memcpy(&given_size, given, sizeof given_size);
    if (given_size < known_size)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of the model is "
                            "%zu; set it to sizeof(%s)", given_size, type);
    return paramod_i_options_read(known, known_size, given);
}

/* ---- making a fit ---------------------------------------------------------- */

static paramod_status provide(paramod_fit *fit)
{
    const size_t n = fit->n;

    fit->starts = fit->options.starts;
    fit->theta = paramod_i_resize(NULL, n + fit->k, sizeof *fit->theta);
    fit->end = paramod_i_resize(NULL, fit->starts, sizeof *fit->end);
    fit->end_theta = paramod_i_resize(NULL, fit->starts, n * sizeof(double));
    if (fit->theta == NULL || fit->end == NULL || fit->end_theta == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu starts",
                            fit->starts);
    fit->u = fit->theta + n;
    return PARAMOD_OK;
}

/* Everything but the optimisation: a fit with its own space and options. */
static paramod_status prepare(paramod_fit *fit, const paramod_space *space,
                              const paramod_fit_options *options)
{
    paramod_status status =
        paramod_i_options_read(&fit->options, sizeof fit->options, options);

    if (status == PARAMOD_OK)
        status = check_options(&fit->options, fit->least_squares);
    if (status != PARAMOD_OK)
        return status;
    fill_defaults(&fit->options, fit->least_squares);
    fit->n = paramod_space_size(space);
    fit->k = paramod_space_free_size(space);
    if (fit->n == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the space has no parameters");
    status = paramod_space_copy(space, &fit->space);
    return status == PARAMOD_OK ? provide(fit) : status;
}

/* The start must be inside the bounds, and its message names the parameter. */
static paramod_status check_start(paramod_fit *fit, const double *theta)
{
    return paramod_space_pack(fit->space, theta, fit->u);
}

static paramod_status solve(const paramod_fit *model, const paramod_space *space,
                            const paramod_fit_options *options, double *theta,
                            paramod_fit **fit_out)
{
    paramod_fit *fit = paramod_i_resize(NULL, 1, sizeof *fit);
    paramod_status status;

    if (fit == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *fit = *model;
    status = prepare(fit, space, options);
    if (status == PARAMOD_OK)
        status = check_start(fit, theta);
    if (status == PARAMOD_OK)
        status = paramod_i_multistart(fit, theta);
    if (status == PARAMOD_OK)
        (void)memcpy(theta, fit->theta, fit->n * sizeof *theta);
    if (status == PARAMOD_OK && fit_out != NULL)
        *fit_out = fit;
    else
        paramod_fit_destroy(fit);
    return status;
}

paramod_status paramod_fit_least_squares(const paramod_space *space,
                                         const paramod_residuals *model,
                                         const paramod_fit_options *options,
                                         double *theta, paramod_fit **fit_out)
{
    paramod_fit fit = { .least_squares = true };
    paramod_status status;

    if (space == NULL || model == NULL || theta == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "space, model or theta is null");
    status = read_model(&fit.residuals, sizeof fit.residuals, model,
                        "paramod_residuals");
    if (status != PARAMOD_OK)
        return status;
    if (model->residual == NULL || model->count == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model has no residuals: "
                            "'residual' is null or 'count' is 0");
    return solve(&fit, space, options, theta, fit_out);
}

paramod_status paramod_fit_likelihood(const paramod_space *space,
                                      const paramod_likelihood *model,
                                      const paramod_fit_options *options,
                                      double *theta, paramod_fit **fit_out)
{
    paramod_fit fit = { .least_squares = false };
    paramod_status status;

    if (space == NULL || model == NULL || theta == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "space, model or theta is null");
    status = read_model(&fit.likelihood, sizeof fit.likelihood, model,
                        "paramod_likelihood");
    if (status != PARAMOD_OK)
        return status;
    if (model->value == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model's function value is "
                            "null");
    return solve(&fit, space, options, theta, fit_out);
}

void paramod_fit_destroy(paramod_fit *fit)
{
    if (fit == NULL)
        return;
    paramod_space_destroy(fit->space);
    paramod_i_free(fit->theta);
    paramod_i_free(fit->end);
    paramod_i_free(fit->end_theta);
    paramod_i_free(fit);
}

/* ---- asking a fit ----------------------------------------------------------- */

const char *paramod_fit_end_name(paramod_fit_end end)
{
    switch (end) {
    case PARAMOD_FIT_GRADIENT:    return "gradient";
    case PARAMOD_FIT_STEP:        return "step";
    case PARAMOD_FIT_STALLED:     return "stalled";
    case PARAMOD_FIT_LIMIT:       return "limit";
    case PARAMOD_FIT_INTERRUPTED: return "interrupted";
    }
    return "unknown";
}

paramod_fit_end paramod_fit_ending(const paramod_fit *fit)
{
    return fit->ending;
}

const char *paramod_fit_ending_text(const paramod_fit *fit)
{
    return fit->ending_text;
}

double paramod_fit_value(const paramod_fit *fit)
{
    return fit->value;
}

const double *paramod_fit_theta(const paramod_fit *fit)
{
    return fit->theta;
}

const paramod_space *paramod_fit_space(const paramod_fit *fit)
{
    return fit->space;
}

size_t paramod_fit_iterations(const paramod_fit *fit)
{
    return fit->iterations;
}

size_t paramod_fit_evaluations(const paramod_fit *fit)
{
    return fit->evaluations;
}

double paramod_fit_decrement(const paramod_fit *fit)
{
    return fit->decrement;
}

size_t paramod_fit_starts(const paramod_fit *fit)
{
    return fit->starts;
}

double paramod_fit_start_value(const paramod_fit *fit, size_t index)
{
    return index < fit->starts ? fit->end[index].value : NAN;
}

const double *paramod_fit_start_theta(const paramod_fit *fit, size_t index)
{
    if (index >= fit->starts || isnan(fit->end[index].value))
        return NULL;
    return fit->end_theta + index * fit->n;
}

paramod_fit_end paramod_fit_start_ending(const paramod_fit *fit, size_t index)
{
    return index < fit->starts ? fit->end[index].ending : (paramod_fit_end)0;
}
