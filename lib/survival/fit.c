/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fitting a survival model: the scaled view is maximised, the reported one is
 * what a fit speaks. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "survival/fit_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_fit_create", __VA_ARGS__)

void paramod_survival_fit_destroy(paramod_survival_fit *fit)
{
    if (fit == NULL)
        return;
    paramod_fit_destroy(fit->core);
    paramod_space_destroy(fit->space);
    paramod_i_design_release(fit->design);
    paramod_i_free(fit->storage);
    paramod_i_free(fit);
}

static void fill_nan(size_t count, double *x)
{
    for (size_t i = 0; i < count; i++)
        x[i] = NAN;
}

/* Ratio of the extreme eigenvalues of the information in reported
 * coefficients, which is that of their covariance. */
static double condition_of(paramod_i_judge *judge, const double *covariance)
{
    const size_t n = judge->design->size, k = judge->free;
    const double *eigenvalue;

    if (k == 0)
        return 1.0;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            judge->information[i + j * k] =
                covariance[judge->index[i] * n + judge->index[j]];
    if (!paramod_i_eigen_factor(judge->eigen, judge->information))
        return INFINITY;
    eigenvalue = paramod_i_eigen_values(judge->eigen);
    return eigenvalue[0] > 0.0 ? eigenvalue[k - 1] / eigenvalue[0] : INFINITY;
}

/* V M V with the meat M of the scores, in the scaled view. */
static paramod_status sandwich(const paramod_survival_fit *fit, double *v)
{
    const size_t n = fit->design->size;
    double *meat = paramod_i_resize(NULL, 2 * n * n, sizeof *meat);
    double *product = meat == NULL ? NULL : meat + n * n;
    paramod_status status;

    if (meat == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    status = paramod_i_view_meat(&fit->view, fit->v, meat);
    for (size_t pass = 0; pass < 2 && status == PARAMOD_OK; pass++) {
        const double *a = pass == 0 ? v : product;
        const double *b = pass == 0 ? meat : v;
        double *y = pass == 0 ? product : meat;

        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                double sum = 0.0;

                for (size_t k = 0; k < n; k++)
                    sum += a[i * n + k] * b[k * n + j];
                y[i * n + j] = sum;
            }
    }
    if (status == PARAMOD_OK)
        (void)memcpy(v, meat, n * n * sizeof *v);
    paramod_i_free(meat);
    return status;
}

/* Covariance at fit->v, and one Newton step from there unless *decrement is 0;
 * false if the information is not positive definite after all. */
static bool settle(paramod_survival_fit *fit, paramod_i_judge *judge,
                   paramod_i_place *place, double *decrement)
{
    const size_t n = fit->design->size;
    const bool stay = *decrement == 0.0;
    double *v = stay ? fit->scratch : fit->v;

    if (stay)
        (void)memcpy(v, fit->v, n * sizeof *v);
    if (paramod_i_judge_covariance(judge, fit->scaled_covariance, v, decrement)) {
        if (stay)
            *decrement = 0.0;
        return true;
    }
    place->kind = PARAMOD_DEGENERATE_SINGULAR;
    fill_nan(2 * n * n, fit->covariance);
    return false;
}

/* Covariance of the reported coefficients from that of the scaled ones. */
static void push(paramod_survival_fit *fit)
{
    const size_t n = fit->design->size;

    (void)memcpy(fit->covariance, fit->scaled_covariance,
                 n * n * sizeof *fit->covariance);
    paramod_i_design_push(fit->design, fit->covariance);
}

/*
 * The optimiser ends with an error of about sqrt(2e-12) standard errors; Newton
 * steps from the information that is formed here anyway bring that down to
 * rounding, and the covariance belongs to the last place but one.
 */
static paramod_status covariance_at(paramod_survival_fit *fit,
                                    paramod_i_judge *judge,
                                    paramod_i_place *place, bool robust)
{
    const size_t n = fit->design->size;
    double decrement = INFINITY;
    paramod_status status = PARAMOD_OK;

    fill_nan(2 * n * n, fit->covariance);
    fit->summary.condition = INFINITY;
    for (int step = 0; step < 3 && !(decrement < 1e-17); step++) {
        const paramod_degenerate before = place->kind;

        place->v = fit->v;
        paramod_i_judge_place(judge, &fit->view, place);
        if (before != PARAMOD_REGULAR)
            place->kind = before;
        if (place->kind != PARAMOD_REGULAR)
            return PARAMOD_OK;
        if (place->ending == PARAMOD_FIT_LIMIT ||
            place->ending == PARAMOD_FIT_INTERRUPTED)
            decrement = 0.0; /* no solution: stay where it ended */
        if (!settle(fit, judge, place, &decrement))
            return PARAMOD_OK;
    }
    push(fit);
    fit->summary.condition = condition_of(judge, fit->covariance);
    if (robust) {
        status = sandwich(fit, fit->scaled_covariance);
        push(fit);
    }
    return status;
}

/* The generic fit in reported coefficients: one iteration at most, as the
 * solution is known. */
static paramod_status make_core(paramod_survival_fit *fit)
{
    const paramod_likelihood likelihood =
        paramod_i_view_likelihood(&fit->design->reported);
    paramod_fit_options options = { .size = sizeof options, .max_iterations = 1,
                                    .method = PARAMOD_FIT_NEWTON };
    double *theta = paramod_i_resize(NULL, fit->design->size, sizeof *theta);
    paramod_status status;

    if (theta == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    (void)memcpy(theta, fit->beta, fit->design->size * sizeof *theta);
    status = paramod_fit_likelihood(fit->space, &likelihood, &options, theta,
                                    &fit->core);
    paramod_i_free(theta);
    return status;
}

static void summarise(paramod_survival_fit *fit, const paramod_i_outcome *outcome)
{
    const paramod_i_design *design = fit->design;
    paramod_survival_summary *s = &fit->summary;
    const double rows = (double)design->data->rows;

    s->size = sizeof *s;
    s->rows = design->data->rows;
    s->events = design->data->events;
    s->dropped = paramod_survival_data_dropped(design->data);
    for (size_t i = 0; i < design->size; i++) {
        s->free += paramod_i_is_free(design, i) ? 1 : 0;
        s->aliased += design->coefficient[i].aliased ? 1 : 0;
    }
    s->log_likelihood = outcome->best.value;
    s->aic = paramod_aic(s->log_likelihood, s->free);
    s->bic = paramod_bic(s->log_likelihood, s->free, rows);
    s->aicc = paramod_aicc(s->log_likelihood, s->free, rows);
    s->ending = outcome->best.ending;
    s->decrement = paramod_fit_decrement(fit->core);
    s->degenerate = outcome->best.kind;
    s->starts_agreeing = outcome->agreeing;
    s->ridge = outcome->ridge.value > outcome->best.value ? outcome->ridge.kind
                                                          : PARAMOD_REGULAR;
    s->ridge_log_likelihood = s->ridge == PARAMOD_REGULAR ? NAN
                                                          : outcome->ridge.value;
}

/* The place to report is the best regular one, unless there is none, or a higher
 * ridge is what the caller prefers or all that was reached within the limits:
 * then the regular place was on its way to nowhere. */
static void choose(const paramod_survival_options *options, paramod_i_outcome *o)
{
    const bool ridge = isnan(o->best.value) ||
                       (o->ridge.value > o->best.value &&
                        (options->prefer_ridge != 0 ||
                         o->best.ending == PARAMOD_FIT_LIMIT));
    const paramod_i_place best = o->best;

    if (!ridge)
        return;
    o->best = o->ridge;
    o->ridge = best;
    o->ridge.value = NAN;
}

static paramod_status report(paramod_survival_fit *fit,
                             const paramod_survival_options *options,
                             paramod_i_judge *judge, paramod_i_outcome *outcome)
{
    paramod_status status;

    choose(options, outcome);
    if (isnan(outcome->best.value))
        return REFUSE(PARAMOD_ERR_CALLBACK, "the log likelihood is not finite "
                            "at any start");
    (void)memmove(fit->v, outcome->best.v, fit->design->size * sizeof *fit->v);
    status = covariance_at(fit, judge, &outcome->best, options->robust != 0);
    paramod_i_design_report(fit->design, fit->v, fit->beta);
    if (status == PARAMOD_OK)
        status = make_core(fit);
    if (status != PARAMOD_OK)
        return status;
    summarise(fit, outcome);
    paramod_i_degenerate_sentence(fit->design, &outcome->best, fit->sentence,
                                  sizeof fit->sentence);
    for (size_t i = 0; i < fit->design->size; i++)
        if (fit->design->coefficient[i].aliased)
            fit->beta[i] = NAN;
    return PARAMOD_OK;
}

static paramod_status run(paramod_survival_fit *fit,
                          const paramod_survival_options *options)
{
    const size_t n = fit->design->size;
    paramod_i_outcome outcome = { .agreeing = 0 };
    paramod_i_judge judge;
    paramod_status status = paramod_i_judge_create(fit->design, &judge);

    if (status != PARAMOD_OK)
        return status;
    fit->storage = paramod_i_resize(NULL, 5 * n + 2 * n * n, sizeof *fit->storage);
    if (fit->storage == NULL) {
        status = REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    } else {
        fit->v = fit->storage;
        fit->beta = fit->v + n;
        outcome.best.v = fit->beta + n;
        outcome.ridge.v = outcome.best.v + n;
        fit->scratch = fit->storage + 4 * n;
        fit->covariance = fit->storage + 5 * n;
        fit->scaled_covariance = fit->covariance + n * n;
        status = paramod_i_design_space(fit->design, &fit->space);
    }
    if (status == PARAMOD_OK)
        status = paramod_i_fit_starts(&fit->view, fit->space, options, &judge,
                                      &outcome);
    if (status == PARAMOD_OK)
        status = report(fit, options, &judge, &outcome);
    paramod_i_judge_destroy(&judge);
    return status;
}

paramod_status paramod_survival_fit_create(const paramod_survival_model *model,
                                           const paramod_survival_options *options,
                                           paramod_survival_fit **fit_out)
{
    paramod_survival_options known;
    paramod_survival_fit *fit;
    paramod_status status;

    if (model == NULL || fit_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model or fit_out is null");
    status = paramod_i_options_read(&known, sizeof known, options);
    if (status != PARAMOD_OK)
        return status;
    fit = paramod_i_resize(NULL, 1, sizeof *fit);
    if (fit == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *fit = (paramod_survival_fit){ 0 };
    status = paramod_i_model_design(model, &fit->design);
    if (status == PARAMOD_OK) {
        fit->view = fit->design->scaled;
        fit->view.executor = known.executor;
        status = run(fit, &known);
    }
    if (status != PARAMOD_OK) {
        paramod_survival_fit_destroy(fit);
        return status;
    }
    *fit_out = fit;
    return PARAMOD_OK;
}
