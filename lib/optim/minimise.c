/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The trust-region iteration, the same for every method (Conn, Gould and
 * Toint 2000, algorithm 6.1.1).  A point where f or its derivatives cannot be
 * computed is treated as one where f is too large: the region shrinks, and is
 * never mistaken for a solution.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "optim/minimise_impl.h"

typedef struct run {
    const paramod_i_method *method;
    void *state;
    paramod_i_stop *stop;
    paramod_i_model *q;
    paramod_i_step step;
    double *work;
    double *u;      /* the current point, the best so far; the caller's */
    double *trial;  /* k */
    double *correction; /* k */
    double radius;
    bool likely;    /* the last prediction was good */
    bool confirmed; /* q holds second derivatives of the current point */
    bool widened;   /* the full step has been offered at the current point */
} run;

/* ---- one iteration ------------------------------------------------------ */

/* Bends a step that the region cuts short along the curvature of the model.
 * Close to a solution there is nothing to bend, only rounding error. */
static paramod_eval correct(run *r)
{
    paramod_eval eval;

    if (r->method->correct == NULL || r->step.full ||
        r->step.predicted <= 1e3 * r->q->noise)
        return PARAMOD_EVAL_OK;
    eval = r->method->correct(r->state, r->u, r->q, &r->step, r->correction);
    if (eval == PARAMOD_EVAL_OK)
        paramod_i_axpy(r->q->k, 1.0, r->correction, r->step.s);
    return eval == PARAMOD_EVAL_STOP ? eval : PARAMOD_EVAL_OK;
}

/* u + s; false if that is u. */
static bool propose(run *r)
{
    bool moved = false;

    for (size_t j = 0; j < r->q->k; j++) {
        r->trial[j] = r->u[j] + r->step.s[j];
        moved = moved || r->trial[j] != r->u[j];
    }
    return moved;
}

static void settle(run *r)
{
    (void)memcpy(r->u, r->trial, r->q->k * sizeof *r->u);
    r->confirmed = false;
    r->widened = false;
}

/* The trial point becomes the current one, if the model can be built there. */
static paramod_eval move(run *r)
{
    const paramod_eval eval = r->method->expand(r->state, r->trial, r->q);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    settle(r);
    return eval;
}

/* Differences of f end where the gain of a Newton step falls below the
 * rounding error of f, which is well before the Newton step itself has become
 * inaccurate: sqrt(eps) against eps.  In between a full step counts as progress
 * if f does not rise visibly and the decrement falls.  The noise is an estimate
 * and may be too small; how much so matters least where nothing is to be gained. */
static bool is_hidden(const run *r, double gain)
{
    const double noise = r->q->noise;
    const double visible = r->step.predicted <= 4.0 * noise ? 1e3 : 16.0;

    return r->step.full && r->step.predicted <= 1e3 * noise &&
           gain >= -visible * noise;
}

/* Rebuilds the model of the current point. */
static paramod_eval go_back(run *r)
{
    double f;
    const paramod_eval eval = r->method->start(r->state, r->u, &f);

    return eval == PARAMOD_EVAL_OK ? r->method->expand(r->state, r->u, r->q) : eval;
}

static paramod_eval polish(run *r, paramod_fit_end *ending)
{
    const paramod_i_model before = *r->q;
    const paramod_eval eval = r->method->expand(r->state, r->trial, r->q);

    if (eval == PARAMOD_EVAL_STOP)
        return eval;
    if (eval == PARAMOD_EVAL_OK && r->q->decrement < before.decrement) {
        settle(r);
        return eval;
    }
    *r->q = before;
    if (before.decrement <= 4.0 * before.noise) {
        *ending = paramod_i_stop_at_noise(r->stop, r->q);
        return PARAMOD_EVAL_OK;
    }
    r->radius = 0.25 * r->step.length;
    return go_back(r);
}

/* A trial that lowered f enough is worth a model; *gain becomes NaN if that
 * cannot be had. */
static paramod_eval accept(run *r, double *gain)
{
    const double radius = paramod_i_trust_radius(r->q, &r->step, r->radius, *gain);
    const paramod_eval eval = move(r);

    if (eval == PARAMOD_EVAL_OK)
        r->radius = radius;
    else
        *gain = NAN;
    return eval;
}

static paramod_fit_end reject(run *r, double gain)
{
    r->radius = paramod_i_trust_radius(r->q, &r->step, r->radius, gain);
    return paramod_i_stop_at_rejection(r->stop, r->q, &r->step, !isnan(gain));
}

/* Tries the step that stands in r; *ending as soon as nothing is left to do. */
static paramod_eval attempt(run *r, paramod_fit_end *ending)
{
    const double predicted = r->step.predicted;
    double gain = NAN;
    paramod_eval eval = correct(r);

    r->stop->end->iterations++;
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (!propose(r)) {
        *ending = paramod_i_stop_at_noise(r->stop, r->q);
        return eval;
    }
    eval = r->method->trial(r->state, r->trial, r->likely, &gain);
    if (eval == PARAMOD_EVAL_STOP)
        return eval;
    gain = eval == PARAMOD_EVAL_OK ? gain : NAN;
    r->likely = gain >= 0.75 * predicted && gain <= 1.5 * predicted;
    if (gain > 0.0 && gain >= 1e-4 * predicted) {
        eval = accept(r, &gain);
        if (eval != PARAMOD_EVAL_RETRY)
            return eval;
    } else if (is_hidden(r, gain)) {
        return polish(r, ending);
    }
    *ending = reject(r, gain);
    return PARAMOD_EVAL_OK;
}

/* ---- all iterations ----------------------------------------------------- */

/* Second derivatives have the last word on endings that a method without them
 * is not sure of, and are called in where it takes too long. */
static bool is_doubtful(const run *r, paramod_fit_end ending)
{
    if (r->method->confirm == NULL)
        return false;
    if (ending == PARAMOD_I_GO_ON)
        return r->stop->end->iterations == r->method->patience;
    return (r->method->doubtful >> ending & 1u) != 0;
}

static paramod_eval confirm(run *r, paramod_fit_end *ending)
{
    paramod_eval eval;

    if (r->confirmed || !is_doubtful(r, *ending))
        return PARAMOD_EVAL_OK;
    eval = r->method->confirm(r->state, r->u, r->q);
    r->confirmed = true;
    if (eval == PARAMOD_EVAL_OK) {
        *ending = PARAMOD_I_GO_ON;
        r->radius = fmax(r->radius, paramod_i_model_reach(r->q));
    } else if (*ending == PARAMOD_FIT_GRADIENT || *ending == PARAMOD_FIT_STEP) {
        paramod_i_stop_unconfirmed(r->stop);
        *ending = PARAMOD_FIT_STALLED;
    }
    return eval == PARAMOD_EVAL_STOP ? eval : PARAMOD_EVAL_OK;
}

/* Where all that is left to gain is hardly visible, the region has lost its
 * guide: the full step is offered once, for polish() to judge. */
static void widen(run *r)
{
    if (r->widened || r->q->decrement > 1e3 * r->q->noise ||
        !paramod_i_model_is_convex(r->q))
        return;
    r->widened = true;
    r->radius = fmax(r->radius, paramod_i_model_reach(r->q));
}

static paramod_eval iterate(run *r, paramod_fit_end *ending)
{
    paramod_eval eval = PARAMOD_EVAL_OK;

    *ending = paramod_i_stop_at_point(r->stop, r->q);
    if (*ending == PARAMOD_I_GO_ON) {
        widen(r);
        paramod_i_trust_step(r->q, r->radius, &r->step);
        *ending = paramod_i_stop_at_step(r->stop, r->u, r->q, &r->step);
        if (*ending == PARAMOD_I_GO_ON) {
            eval = attempt(r, ending);
            paramod_i_stop_report(r->stop, r->u, r->q);
        }
    }
    return eval == PARAMOD_EVAL_OK ? confirm(r, ending) : eval;
}

static paramod_status gave_up(void)
{
    return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the model asked to stop");
}

/* As far as the Newton step, within what the method allows; 1, a change of f by
 * about a half, if the gradient is zero. */
static double first_radius(const run *r)
{
    const double reach = paramod_i_model_reach(r->q);
    const double most = r->method->reach * paramod_i_scaled_norm(r->q, r->u);

    if (!(reach > 0.0))
        return 1.0;
    return most > 0.0 ? fmin(reach, most) : reach;
}

/* From the start, whose model stands in q, to the end. */
static paramod_status descend(run *r)
{
    paramod_fit_end ending = PARAMOD_I_GO_ON;

    r->radius = first_radius(r);
    while (ending == PARAMOD_I_GO_ON)
        if (iterate(r, &ending) != PARAMOD_EVAL_OK)
            return gave_up();
    r->stop->end->value = paramod_i_stop_value(r->stop, r->q);
    r->stop->end->decrement = paramod_i_stop_decrement(r->stop, r->q);
    return PARAMOD_OK;
}

static paramod_status begin(run *r)
{
    double f;
    paramod_eval eval = r->method->start(r->state, r->u, &f);

    if (eval == PARAMOD_EVAL_OK)
        eval = r->method->expand(r->state, r->u, r->q);
    if (eval == PARAMOD_EVAL_STOP)
        return gave_up();
    return eval == PARAMOD_EVAL_OK ? descend(r) : PARAMOD_OK;
}

static paramod_status provide(run *r, paramod_i_problem *problem)
{
    const size_t k = problem->k;
    const paramod_status status = paramod_i_model_create(k, &r->q);

    if (status != PARAMOD_OK)
        return status;
    r->work = paramod_i_resize(NULL, 4 * k, sizeof *r->work);
    if (r->work == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    r->step.y = r->work;
    r->step.s = r->work + k;
    r->trial = r->work + 2 * k;
    r->correction = r->work + 3 * k;
    return r->method->create(problem, &r->state);
}

paramod_status paramod_i_minimise(const paramod_i_method *method,
                                  paramod_i_problem *problem,
                                  paramod_i_stop *stop, double *u)
{
    run r = { .method = method, .stop = stop, .u = u };
    paramod_status status = provide(&r, problem);

    stop->end->value = NAN;
    stop->end->decrement = NAN;
    if (status == PARAMOD_OK)
        status = begin(&r);
    stop->end->evaluations = problem->evaluations;
    method->destroy(r.state);
    paramod_i_free(r.work);
    paramod_i_model_destroy(r.q);
    return status;
}
