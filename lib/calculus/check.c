/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A derivative is compared with differences of the function above it, one
 * parameter at a time, in natural units.  The differences know their own
 * uncertainty, so "wrong" can be told from "not to be had more accurately".
 */

#include <math.h>
#include <string.h>

#include <paramod/model.h>

#include "calculus/difference_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"

/* What both checks share. */
typedef struct check {
    const char *who; /* the public function, for messages */
    const paramod_space *space;
    paramod_likelihood likelihood;
    paramod_residuals residuals;
    size_t n;
    double *block;
    double *theta;  /* n */
    double *value;  /* count, of the function that is differenced */
    double *given;  /* count x n, row-major: d value_i / d theta_j by the model */
    double *column; /* count: column j of the same by differences */
    double *error;  /* count */
    double *work;   /* 23 count */
    double *spare;  /* n x n: a Hessian that is not of interest */
} check;

/* The largest disagreement so far. */
typedef struct worst {
    double error, given, difference;
    size_t row, column;
} worst;

/* Ridders' error estimates are estimates: four of them are granted. */
static double disagreement(double given, double difference, double error)
{
    const double excess = fabs(given - difference) - 4.0 * error;

    if (!isfinite(given))
        return 1.0;
    return excess > 0.0 ? excess / fmax(fabs(given), fabs(difference)) : 0.0;
}

/* Index of the first parameter that is outside its bounds, or n. */
static size_t first_outside(const paramod_space *space, const double *theta)
{
    size_t i = 0;

    while (i < paramod_space_size(space) &&
           paramod_space_lower(space, i) < theta[i] &&
           theta[i] < paramod_space_upper(space, i))
        i++;
    return i;
}

/* ---- the functions that are differenced ---------------------------------- */

static paramod_eval value_at(const double *theta, double *value, void *data)
{
    const check *const c = data;
    const paramod_likelihood *const model = &c->likelihood;

    if (first_outside(c->space, theta) < c->n)
        return PARAMOD_EVAL_RETRY;
    return model->value(theta, value, model->data);
}

/* By gradient(), or by hessian() when there is no gradient(). */
static paramod_eval gradient_at(const double *theta, double *gradient, void *data)
{
    const check *const c = data;
    const paramod_likelihood *const model = &c->likelihood;
    double value;

    if (first_outside(c->space, theta) < c->n)
        return PARAMOD_EVAL_RETRY;
    return model->gradient != NULL
               ? model->gradient(theta, &value, gradient, model->data)
               : model->hessian(theta, &value, gradient, c->spare, model->data);
}

static paramod_eval residual_at(const double *theta, double *residual, void *data)
{
    const check *const c = data;
    const paramod_residuals *const model = &c->residuals;

    if (first_outside(c->space, theta) < c->n)
        return PARAMOD_EVAL_RETRY;
    return model->residual(theta, residual, model->data);
}

/* ---- comparing ------------------------------------------------------------ */

static void compare_column(const check *c, size_t count, size_t j, worst *w)
{
    for (size_t i = 0; i < count; i++) {
        const double given = c->given[i * c->n + j];
        const double error = disagreement(given, c->column[i], c->error[i]);

        if (error > w->error)
            *w = (worst){ error, given, c->column[i], i, j };
    }
}

/* Compares c->given with differences of f; a NaN that is given counts as 1. */
static paramod_status compare(check *c, size_t count, paramod_i_vector_function f,
                              worst *w)
{
    for (size_t j = 0; j < c->n; j++) {
        const paramod_eval eval = paramod_i_difference_ridders(
            count, f, c, c->theta, j, c->column, c->error, c->work);

        if (eval == PARAMOD_EVAL_STOP)
            return paramod_i_fail(PARAMOD_ERR_CALLBACK, c->who,
                                  "the model gave up near theta");
        if (eval != PARAMOD_EVAL_OK)
            return paramod_i_fail(PARAMOD_ERR_CALLBACK, c->who, "'%s': the model "
                                  "has no finite values on both sides of %g",
                                  paramod_space_name(c->space, j), c->theta[j]);
        compare_column(c, count, j, w);
    }
    return PARAMOD_OK;
}

/* The function to be differenced must have finite values at theta itself. */
static paramod_status require_value(check *c, size_t count,
                                    paramod_i_vector_function f)
{
    if (f(c->theta, c->value, c) != PARAMOD_EVAL_OK ||
        !paramod_i_all_finite(count, c->value))
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, c->who,
                              "the model has no finite value at theta");
    return PARAMOD_OK;
}

static paramod_status require_derivative(const check *c, paramod_eval eval,
                                         const char *name)
{
    if (eval != PARAMOD_EVAL_OK)
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, c->who,
                              "%s() has no result at theta", name);
    return PARAMOD_OK;
}

/* ---- preparing and reporting ----------------------------------------------- */

static paramod_status prepare(check *c, const paramod_space *space,
                              const double *theta, size_t count)
{
    const size_t n = paramod_space_size(space);
    const size_t outside = first_outside(space, theta);
    const paramod_i_part parts[] = {
        { &c->theta, n, 1 },      { &c->value, count, 1 },
        { &c->given, count, n },  { &c->column, count, 1 },
        { &c->error, count, 1 },  { &c->work, count, 23 },
        { &c->spare, n, n },
    };

    if (outside < n)
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, c->who,
                              "'%s': %g is not inside (%g, %g)",
                              paramod_space_name(space, outside), theta[outside],
                              paramod_space_lower(space, outside),
                              paramod_space_upper(space, outside));
    c->space = space;
    c->n = n;
    c->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (c->block == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, c->who, "out of memory");
    for (size_t i = 0; i < n; i++)
        c->theta[i] = theta[i];
    return PARAMOD_OK;
}

/* A report that is shorter than ours is filled as far as it goes. */
static paramod_status deliver(paramod_derivative_report *report, worst gradient,
                              worst hessian)
{
    const paramod_derivative_report full = {
        .size = report->size,
        .gradient_error = gradient.error,
        .gradient_row = gradient.row,
        .gradient_column = gradient.column,
        .gradient_given = gradient.given,
        .gradient_difference = gradient.difference,
        .hessian_error = hessian.error,
        .hessian_row = hessian.row,
        .hessian_column = hessian.column,
        .hessian_given = hessian.given,
        .hessian_difference = hessian.difference,
    };

    (void)memcpy(report, &full, full.size < sizeof full ? full.size : sizeof full);
    return PARAMOD_OK;
}

static paramod_status require_report(const check *c,
                                     const paramod_derivative_report *report)
{
    if (report->size < sizeof report->size)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, c->who, "the size member of the "
                              "report is %zu; set it to sizeof the struct",
                              report->size);
    return PARAMOD_OK;
}

/* ---- likelihoods ------------------------------------------------------------ */

static paramod_status check_gradient(check *c, worst *w)
{
    const paramod_likelihood *const model = &c->likelihood;
    paramod_status status = require_value(c, 1, value_at);

    if (status != PARAMOD_OK ||
        (model->gradient == NULL && model->hessian == NULL))
        return status;
    status = require_derivative(c, gradient_at(c->theta, c->given, c),
                                model->gradient != NULL ? "gradient" : "hessian");
    return status != PARAMOD_OK ? status : compare(c, 1, value_at, w);
}

static paramod_status check_hessian(check *c, worst *w)
{
    const paramod_likelihood *const model = &c->likelihood;
    double value;
    paramod_status status;

    if (model->hessian == NULL)
        return PARAMOD_OK;
    status = require_derivative(c, model->hessian(c->theta, &value, c->value,
                                                  c->given, model->data),
                                "hessian");
    return status != PARAMOD_OK ? status : compare(c, c->n, gradient_at, w);
}

paramod_status paramod_likelihood_check(const paramod_space *space,
                                        const paramod_likelihood *model,
                                        const double *theta,
                                        paramod_derivative_report *report)
{
    check c = { .who = __func__ };
    worst gradient = { 0 }, hessian = { 0 };
    paramod_status status;

    if (space == NULL || model == NULL || theta == NULL || report == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "space, model, theta or report "
                            "is null");
    status = paramod_i_options_read(&c.likelihood, sizeof c.likelihood, model);
    if (status == PARAMOD_OK)
        status = require_report(&c, report);
    if (status != PARAMOD_OK)
        return status;
    if (c.likelihood.value == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model has no value()");
    status = prepare(&c, space, theta, paramod_space_size(space) + 1);
    if (status == PARAMOD_OK)
        status = check_gradient(&c, &gradient);
    if (status == PARAMOD_OK)
        status = check_hessian(&c, &hessian);
    paramod_i_free(c.block);
    return status != PARAMOD_OK ? status : deliver(report, gradient, hessian);
}

/* ---- residuals --------------------------------------------------------------- */

static paramod_status check_jacobian(check *c, worst *w)
{
    const paramod_residuals *const model = &c->residuals;
    paramod_status status = require_value(c, model->count, residual_at);

    if (status != PARAMOD_OK || model->jacobian == NULL)
        return status;
    status = require_derivative(c, model->jacobian(c->theta, c->given, model->data),
                                "jacobian");
    return status != PARAMOD_OK ? status
                                : compare(c, model->count, residual_at, w);
}

paramod_status paramod_residuals_check(const paramod_space *space,
                                       const paramod_residuals *model,
                                       const double *theta,
                                       paramod_derivative_report *report)
{
    check c = { .who = __func__ };
    worst jacobian = { 0 }, none = { 0 };
    paramod_status status;

    if (space == NULL || model == NULL || theta == NULL || report == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "space, model, theta or report "
                            "is null");
    status = paramod_i_options_read(&c.residuals, sizeof c.residuals, model);
    if (status == PARAMOD_OK)
        status = require_report(&c, report);
    if (status != PARAMOD_OK)
        return status;
    if (c.residuals.residual == NULL || c.residuals.count == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model has no residual()");
    status = prepare(&c, space, theta, c.residuals.count);
    if (status == PARAMOD_OK)
        status = check_jacobian(&c, &jacobian);
    paramod_i_free(c.block);
    return status != PARAMOD_OK ? status : deliver(report, jacobian, none);
}
