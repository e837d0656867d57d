/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Each start is a task that has its own random stream, workspace and result
 * bytes, so nothing depends on how many of them run at a time.  Result i is
 * one paramod_i_end, then n doubles theta, then k doubles u.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "optim/minimise_impl.h"
#include "optim/multistart_impl.h"

typedef struct multistart {
    const paramod_fit *fit;
    const double *theta; /* n: the first start */
    const paramod_i_method *method;
    atomic_bool interrupted;
} multistart;

/* Likelihoods have a choice of methods, residuals have one. */
static const paramod_i_method *choose(const paramod_fit *fit)
{
    static const paramod_i_method *const methods[] = {
        [PARAMOD_FIT_DEFAULT] = NULL,
        [PARAMOD_FIT_NEWTON] = &paramod_i_newton,
        [PARAMOD_FIT_BFGS] = &paramod_i_bfgs,
    };

    if (fit->least_squares)
        return &paramod_i_lm;
    if (fit->options.method != PARAMOD_FIT_DEFAULT)
        return methods[fit->options.method];
    return fit->likelihood.hessian != NULL || fit->likelihood.gradient != NULL
               ? &paramod_i_newton : &paramod_i_bfgs;
}

/* ---- one start ----------------------------------------------------------- */

/* Without next_start: u_j moves by 2 z max(1, |u_j|) / 2, z standard normal. */
static void wander(const paramod_space *space, paramod_random *random, double *u)
{
    const size_t k = paramod_space_free_size(space);

    for (size_t j = 0; j < k; j++)
        u[j] += paramod_random_normal(random) * fmax(1.0, fabs(u[j]));
}

/* Sets u to start number index; false if the proposal is outside the bounds. */
static bool propose(const multistart *ms, size_t index, double *theta, double *u)
{
    const paramod_fit *fit = ms->fit;
    paramod_random random = paramod_random_stream(fit->options.seed, index);

    (void)memcpy(theta, ms->theta, fit->n * sizeof *theta);
    if (index > 0 && fit->options.next_start != NULL)
        fit->options.next_start(index, &random, theta,
                                fit->options.next_start_data);
    if (paramod_space_pack(fit->space, theta, u) != PARAMOD_OK)
        return false;
    if (index > 0 && fit->options.next_start == NULL)
        wander(fit->space, &random, u);
    return true;
}

/* Nothing is free: the value is all there is to find. */
static paramod_status evaluate(paramod_i_problem *problem, const paramod_i_stop *stop,
                               const double *u)
{
    paramod_i_end *end = stop->end;
    double f = NAN;
    const paramod_eval eval = paramod_i_problem_value(problem, u, &f);

    if (eval == PARAMOD_EVAL_STOP)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the model asked to stop");
    end->value = eval == PARAMOD_EVAL_RETRY ? NAN
                                            : problem->least_squares ? 2.0 * f : -f;
    end->decrement = 0.0;
    end->evaluations = problem->evaluations;
    end->ending = PARAMOD_FIT_GRADIENT;
    (void)paramod_i_format(end->text, sizeof end->text, "no parameter is free");
    return PARAMOD_OK;
}

static paramod_status run_start(multistart *ms, size_t index, paramod_i_end *end,
                                double *theta, double *u)
{
    const paramod_fit *fit = ms->fit;
    paramod_i_problem *problem;
    paramod_i_stop stop = { .options = &fit->options, .start = index,
                            .interrupted = &ms->interrupted, .end = end,
                            .theta = theta };
    paramod_status status = paramod_i_problem_create(
        fit->space, fit->least_squares ? NULL : &fit->likelihood,
        fit->least_squares ? &fit->residuals : NULL, &problem);

    if (status != PARAMOD_OK)
        return status;
    stop.problem = problem;
    status = fit->k == 0 ? evaluate(problem, &stop, u)
                         : paramod_i_minimise(ms->method, problem, &stop, u);
    paramod_i_problem_destroy(problem);
    paramod_space_unpack(fit->space, u, theta);
    return status;
}

/* Once a monitor has asked to stop, further starts are not begun. */
static paramod_status task(size_t index, void *result, void *data)
{
    multistart *ms = data;
    paramod_i_end *end = result;
    double *const theta = (double *)(end + 1);
    double *const u = theta + ms->fit->n;

    (void)memset(end, 0, sizeof *end);
    end->value = end->decrement = NAN;
    for (size_t i = 0; i < ms->fit->n + ms->fit->k; i++)
        theta[i] = NAN;
    if (index > 0 && atomic_load(&ms->interrupted)) {
        end->ending = PARAMOD_FIT_INTERRUPTED;
        return PARAMOD_OK;
    }
    if (!propose(ms, index, theta, u))
        return PARAMOD_OK;
    return run_start(ms, index, end, theta, u);
}

/* ---- all starts ----------------------------------------------------------- */

static bool is_solved(const paramod_i_end *end)
{
    return end->ending == PARAMOD_FIT_GRADIENT || end->ending == PARAMOD_FIT_STEP;
}

/* Values that rounding cannot tell apart are equal; a solution is then better
 * than another end, and an earlier start better than a later one. */
static bool is_better(const paramod_fit *fit, const paramod_i_end *a,
                      const paramod_i_end *b)
{
    const double sign = fit->least_squares ? -1.0 : 1.0;
    const double more = sign * (a->value - b->value);
    const double noise = 64.0 * DBL_EPSILON * fmax(fabs(a->value), fabs(b->value));

    if (isnan(a->value) || isnan(b->value))
        return isnan(b->value) && !isnan(a->value);
    if (fabs(more) > noise)
        return more > 0.0;
    return is_solved(a) && !is_solved(b);
}

static void gather(paramod_fit *fit, const unsigned char *results, size_t size)
{
    fit->best = 0;
    fit->evaluations = 0;
    for (size_t i = 0; i < fit->starts; i++) {
        (void)memcpy(&fit->end[i], results + i * size, sizeof fit->end[i]);
        (void)memcpy(fit->end_theta + i * fit->n,
                     results + i * size + sizeof fit->end[i],
                     fit->n * sizeof(double));
        fit->evaluations += fit->end[i].evaluations;
        if (is_better(fit, &fit->end[i], &fit->end[fit->best]))
            fit->best = i;
    }
}

static paramod_status conclude(paramod_fit *fit, const unsigned char *results,
                               size_t size)
{
    const paramod_i_end *best = &fit->end[fit->best];
    const unsigned char *theta = results + fit->best * size + sizeof *best;

    if (isnan(best->value) && fit->starts == 1)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the model has no finite value "
                            "or derivatives at the start");
    if (isnan(best->value))
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the model has no finite value "
                            "or derivatives at any of the %zu starts", fit->starts);
    (void)memcpy(fit->theta, theta, fit->n * sizeof(double));
    (void)memcpy(fit->u, theta + fit->n * sizeof(double), fit->k * sizeof(double));
    fit->value = best->value;
    fit->decrement = best->decrement;
    fit->iterations = best->iterations;
    fit->ending = best->ending;
    (void)memcpy(fit->ending_text, best->text, sizeof fit->ending_text);
    return PARAMOD_OK;
}

paramod_status paramod_i_multistart(paramod_fit *fit, const double *theta)
{
    const paramod_executor serial = paramod_executor_serial();
    const paramod_executor *executor =
        fit->options.executor == NULL ? &serial : fit->options.executor;
    const size_t size = sizeof(paramod_i_end) + (fit->n + fit->k) * sizeof(double);
    unsigned char *results = paramod_i_resize(NULL, fit->starts, size);
    multistart ms = { .fit = fit, .theta = theta, .method = choose(fit) };
    paramod_status status;

    if (results == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    atomic_init(&ms.interrupted, false);
    status = executor->run(fit->starts, size, results, task, &ms, executor->self);
    if (status == PARAMOD_OK) {
        gather(fit, results, size);
        status = conclude(fit, results, size);
    }
    paramod_i_free(results);
    return status;
}
