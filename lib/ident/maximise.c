/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fits from one or several starts, regularised or not. */

#include <math.h>
#include <string.h>

#include <paramod/random.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ident/search_impl.h"

static const char caller[] = "paramod_ident_maximise";

typedef struct job {
    const paramod_ident *ident;
    paramod_ident_fit_options options;
    const double *first; /* k coordinates of start 0 */
} job;

/* What a start gives: this, and k coordinates behind it. */
typedef struct outcome {
    double usable; /* 1 if f could be evaluated at the start */
    double penalty, constant;
    size_t evaluations;
    paramod_i_minimum minimum;
} outcome;

/* Starts after the first are uniform in the box, or one unit about the first. */
static void draw_start(const job *j, size_t index, double *x)
{
    paramod_random random = paramod_random_stream(j->options.seed, index);
    const paramod_ident *const ident = j->ident;

    (void)memcpy(x, j->first, ident->k * sizeof *x);
    for (size_t i = 0; i < ident->k && index > 0; i++) {
        const double u = paramod_random_uniform(&random);
        const double width = ident->upper[i] - ident->lower[i];

        if (isfinite(width))
            x[i] = ident->lower[i] + u * width;
        else
            x[i] += (2.0 * u - 1.0) * fmax(1.0, fabs(x[i]));
        x[i] = fmin(fmax(x[i], ident->lower[i]), ident->upper[i]);
    }
}

static paramod_status fit(const job *j, paramod_i_view *view, double *x, outcome *out)
{
    paramod_i_search search;
    paramod_status status = paramod_i_search_create(view, caller, &search);
    paramod_eval eval;
    double all, penalty;

    if (status != PARAMOD_OK)
        return status;
    view->penalty = (paramod_i_penalty){ j->options.lambda, j->options.regularised,
                                         j->options.u, j->options.center };
    eval = paramod_i_search_minimise(&search, x, j->options.tolerance,
                                     j->options.max_iterations, &out->minimum);
    if (eval == PARAMOD_EVAL_OK) {
        all = out->minimum.f;
        view->penalty = (paramod_i_penalty){ 0.0, 0, NULL, NULL };
        eval = paramod_i_view_value(view, x, &out->minimum.f);
        penalty = all - out->minimum.f;
        out->penalty = j->options.lambda > 0.0 ? fmax(penalty, 0.0) : 0.0;
    }
    out->usable = eval == PARAMOD_EVAL_OK ? 1.0 : 0.0;
    out->constant = view->constant;
    out->evaluations = view->evaluations;
    if (eval == PARAMOD_EVAL_STOP)
        status = paramod_i_view_fail(view, eval, caller);
    paramod_i_search_release(&search);
    return status;
}

static paramod_status run_start(size_t index, void *result, void *data)
{
    const job *const j = data;
    outcome *const out = result;
    double *const x = (double *)(void *)(out + 1);
    paramod_i_view *view = NULL;
    paramod_status status = paramod_i_view_create(j->ident, j->options.starts == 1, caller,
                                                  &view);

    if (status != PARAMOD_OK)
        return status;
    *out = (outcome){ 0 };
    draw_start(j, index, x);
    status = fit(j, view, x, out);
    paramod_i_view_destroy(view);
    return status;
}

/* ---- the best of them ------------------------------------------------------------------ */

static const outcome *at(const void *results, size_t index, size_t size)
{
    return (const outcome *)(const void *)((const char *)results + index * size);
}

static void report(const job *j, const outcome *best, size_t index, double *theta,
                   paramod_ident_fit *out)
{
    const paramod_ident *const ident = j->ident;
    const double *const x = (const double *)(const void *)(best + 1);
    paramod_ident_fit found = {
        .log_likelihood = -best->minimum.f - best->constant, .penalty = best->penalty,
        .decrement = best->minimum.decrement, .ending = (uint64_t)best->minimum.ending,
        .iterations = best->minimum.iterations, .evaluations = best->evaluations,
        .start = index };

    for (size_t i = 0; i < ident->k; i++)
        found.at_bound += x[i] <= ident->lower[i] || x[i] >= ident->upper[i];
    paramod_ident_theta_of(ident, x, theta);
    found.size = out->size;
    (void)memcpy(out, &found, found.size);
}

static paramod_status run(const job *j, double *theta, paramod_ident_fit *out)
{
    const size_t starts = j->options.starts;
    const size_t size = sizeof(outcome) + j->ident->k * sizeof(double);
    const paramod_executor serial = paramod_executor_serial();
    const paramod_executor *const e = j->options.executor != NULL ? j->options.executor
                                                                  : &serial;
    void *const results = paramod_i_resize(NULL, starts, size);
    const outcome *best = NULL;
    size_t which = 0;
    job own = *j;
    paramod_status status;

    if (results == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu starts",
                              starts);
    status = e->run(starts, size, results, run_start, &own, e->self);
    for (size_t i = 0; i < starts && status == PARAMOD_OK; i++) {
        const outcome *const o = at(results, i, size);

        if (o->usable == 0.0 || (best != NULL && !(o->minimum.f + o->penalty <
                                                   best->minimum.f + best->penalty)))
            continue;
        best = o;
        which = i;
    }
    if (status == PARAMOD_OK && best == NULL)
        status = paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "the model has no finite log "
                                "likelihood at %s", starts == 1 ? "the start"
                                                                : "any of the starts");
    if (status == PARAMOD_OK)
        report(j, best, which, theta, out);
    paramod_i_free(results);
    return status;
}

/* ---- the interface ------------------------------------------------------------------------ */

static paramod_status read_options(const paramod_ident_fit_options *given,
                                   paramod_ident_fit_options *o)
{
    const paramod_status status = paramod_i_options_read(o, sizeof *o, given);

    if (status != PARAMOD_OK)
        return status;
    o->starts = o->starts == 0 ? 1 : o->starts;
    o->max_iterations = o->max_iterations == 0 ? 500 : o->max_iterations;
    o->tolerance = o->tolerance == 0.0 ? 1e-13 : o->tolerance;
    if (!(o->lambda >= 0.0 && o->lambda < INFINITY))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "lambda is %g; a penalty must not "
                              "be negative", o->lambda);
    if (o->lambda > 0.0 && (o->regularised == 0 || o->u == NULL || o->center == NULL))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "lambda is %g, but u, its "
                              "number of columns or the center is missing", o->lambda);
    if (!(o->tolerance > 0.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "tolerance %g is not positive",
                              o->tolerance);
    return PARAMOD_OK;
}

paramod_status paramod_ident_maximise(const paramod_ident *ident,
                                      const paramod_ident_fit_options *given,
                                      double *theta, paramod_ident_fit *out)
{
    job j = { .ident = ident };
    double *first;
    paramod_status status;

    if (ident == NULL || theta == NULL || out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ident, theta or fit is null");
    if (ident->model.measured == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model has no data to fit");
    if (out->size < sizeof(size_t) || out->size > sizeof *out)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit->size is %zu; set it to "
                            "sizeof(paramod_ident_fit), %zu", out->size, sizeof *out);
    status = read_options(given, &j.options);
    if (status != PARAMOD_OK)
        return status;
    if (j.options.lambda == 0.0)
        j.options.regularised = 0;
    first = paramod_i_resize(NULL, ident->k, sizeof *first);
    if (first == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    j.first = first;
    status = paramod_i_ident_enter(ident, __func__, theta, first);
    if (status == PARAMOD_OK)
        status = run(&j, theta, out);
    paramod_i_free(first);
    return status;
}
