/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The gradient of a loss L(values, theta) by the adjoint equations.
 *
 * Backwards in time lambda' = -J' lambda, and q' = -(df/dtheta)' lambda with
 * q = 0 at the end, so that q is what the stretch adds to the gradient.  Passing an output,
 * lambda += (dh/dy)' v and the gradient gains (dh/dtheta)' v, where v is the
 * derivative of the loss by the observables there; passing an event y+ =
 * g(y-, theta), the gradient gains (dg/dtheta)' lambda and then lambda :=
 * (dg/dy)' lambda; at the start it gains (dy0/dtheta)' lambda.  (Cao, Li,
 * Petzold and Serban, SIAM J. Sci. Comput. 24 (2003) 1076-1089.)
 *
 * A first pass gives the observables, their loss, and the state at the beginning
 * of each smooth stretch.  The second takes the stretches from the last to the
 * first, and integrates each forward once more with CVODES' check points.
 */

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <nvector/nvector_serial.h>

#include "core/status_impl.h"
#include "ode/adjoint_impl.h"

typedef paramod_i_adjoint adjoint;
typedef paramod_i_stretch stretch;

static double *data_of(N_Vector v)
{
    return N_VGetArrayPointer(v);
}

/* ---- the plan ----------------------------------------------------------------------- */

static double smallest(double a, bool has_b, double b)
{
    return has_b && b < a ? b : a;
}

/* Fills in stretch number i, given that those before it are there. */
static void plan_stretch(adjoint *a, size_t i)
{
    const paramod_ode_experiment *const given = a->given;
    const stretch *const last = i > 0 ? &a->stretches[i - 1] : NULL;
    stretch *const s = &a->stretches[i];
    size_t event, output;

    *s = (stretch){ .begin = last != NULL ? last->end : given->start };
    s->first_event = last != NULL ? last->first_event + last->events : 0;
    s->first_output = last != NULL ? last->first_output + last->outputs : 0;
    s->segment = last != NULL ? last->segment : 0;
    for (event = s->first_event;
         event < given->event_count && given->events[event] <= s->begin; event++)
        s->events++;
    while (s->segment < given->restart_count &&
           given->restarts[s->segment] <= s->begin)
        s->segment++;
    s->end = given->times[given->count - 1];
    s->end = smallest(s->end, event < given->event_count,
                      event < given->event_count ? given->events[event] : 0.0);
    s->end = smallest(s->end, s->segment < given->restart_count,
                      s->segment < given->restart_count ? given->restarts[s->segment]
                                                        : 0.0);
    for (output = s->first_output;
         output < given->count &&
         (given->times[output] < s->end || given->times[output] <= s->begin);
         output++)
        s->outputs++;
}

/* Stretches up to the last output; one of no length holds what happens there. */
static void plan(adjoint *a)
{
    a->count = 0;
    do
        plan_stretch(a, a->count++);
    while (a->stretches[a->count - 1].first_output +
               a->stretches[a->count - 1].outputs <
           a->given->count);
}

static void enter(adjoint *a, const stretch *s)
{
    a->ode->at.segment = s->segment;
    a->ode->at.input = paramod_i_experiment_input(
        a->ode, &a->ode->experiment[a->ode->at.experiment], s->segment);
}

/* ---- forward ------------------------------------------------------------------------------ */

static bool is_long_enough(const stretch *s)
{
    return s->end - s->begin > 8.0 * DBL_EPSILON * fmax(fabs(s->end), fabs(s->begin));
}

static bool start_forward(adjoint *a, const stretch *s)
{
    const paramod_ode_options *const options = &a->ode->options;

    enter(a, s);
    return CVodeReInit(a->cvode, s->begin, a->y) == CV_SUCCESS &&
           CVodeSVtolerances(a->cvode, options->relative_tolerance, a->tolerance) ==
               CV_SUCCESS &&
           CVodeSetStopTime(a->cvode, s->end) == CV_SUCCESS &&
           CVodeSetInitStep(a->cvode, options->first_step) == CV_SUCCESS &&
           CVodeSetMaxStep(a->cvode, options->largest_step) == CV_SUCCESS;
}

static paramod_eval diagnose(adjoint *a, int flag, double begun)
{
    double reached = begun;

    (void)CVodeGetCurrentTime(a->cvode, &reached);
    a->ode->at.t = reached;
    a->ode->at.y = data_of(a->y);
    return paramod_i_ode_diagnose(a->ode, flag, begun);
}

/* Events at the beginning of a stretch; the states before them are kept. */
static paramod_eval pass_events(adjoint *a, const stretch *s, double **place)
{
    const size_t bytes = a->ode->d * sizeof(double);

    a->ode->at.t = s->begin;
    a->ode->at.y = data_of(a->y);
    for (size_t i = 0; i < s->events; i++, *place += a->ode->d) {
        paramod_eval eval;

        (void)memcpy(*place, data_of(a->y), bytes);
        a->ode->at.event = s->first_event + i;
        eval = paramod_i_ode_event(a->ode, false);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        (void)memcpy(data_of(a->y), a->ode->state, bytes);
    }
    (void)memcpy(*place, data_of(a->y), bytes);
    *place += a->ode->d;
    return PARAMOD_EVAL_OK;
}

static paramod_eval observe(adjoint *a, const stretch *s)
{
    paramod_eval eval = PARAMOD_EVAL_OK;
    bool begun = false;

    for (size_t i = s->first_output; i < s->first_output + s->outputs; i++) {
        const double t = a->given->times[i];

        if (t - s->begin > 8.0 * DBL_EPSILON * fmax(fabs(t), fabs(s->begin))) {
            double reached;
            int flag;

            if (!begun && !start_forward(a, s))
                return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "rate", 0);
            begun = true;
            flag = CVode(a->cvode, t, a->y, &reached, CV_NORMAL);
            if (!paramod_i_has_reached(a->cvode, flag, t))
                return diagnose(a, flag, s->begin);
        }
        a->ode->at.t = t;
        a->ode->at.y = data_of(a->y);
        eval = paramod_i_ode_observe(a->ode, false);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        (void)memcpy(a->values + i * a->ode->m, a->ode->observed,
                     a->ode->m * sizeof(double));
    }
    if (!is_long_enough(s))
        return eval;
    if (!begun && !start_forward(a, s))
        return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "rate", 0);
    {
        double reached;
        const int flag = CVode(a->cvode, s->end, a->y, &reached, CV_NORMAL);

        return paramod_i_has_reached(a->cvode, flag, s->end)
                   ? PARAMOD_EVAL_OK
                   : diagnose(a, flag, s->begin);
    }
}

/* All observables, and the states that the way back begins at. */
static paramod_eval go_forward(adjoint *a)
{
    double *place = a->before;
    paramod_eval eval = paramod_i_ode_start(a->ode, data_of(a->y), NULL, 0);

    for (size_t i = 0; eval == PARAMOD_EVAL_OK && i < a->count; i++) {
        eval = pass_events(a, &a->stretches[i], &place);
        enter(a, &a->stretches[i]);
        if (eval == PARAMOD_EVAL_OK)
            eval = observe(a, &a->stretches[i]);
    }
    return eval;
}

/* ---- back ----------------------------------------------------------------------------------- */

/* The loss sees output number i at the state y. */
static paramod_eval pass_output(adjoint *a, size_t i, const double *y)
{
    paramod_ode *const ode = a->ode;
    const double *const v = a->v + i * ode->m;
    paramod_eval eval;

    ode->at.t = a->given->times[i];
    ode->at.y = y;
    eval = paramod_i_ode_observe(ode, true);
    for (size_t j = 0; eval == PARAMOD_EVAL_OK && j < ode->m; j++) {
        paramod_i_axpy(ode->d, v[j], ode->observed_by_y + j * ode->d, a->multiplier);
        paramod_i_axpy(ode->n, v[j], ode->observed_by_theta + j * ode->n, a->gradient);
    }
    return eval;
}

/* Absolute tolerances that follow the size of lambda, of the gradient so far,
 * and of what the stretch would add at the rate of its end.  None may be near 0:
 * the weights of CVODES are their inverses. */
static paramod_eval set_back_tolerances(adjoint *a, double from, double to)
{
    paramod_ode *const ode = a->ode;
    const double share = 1e-3 * ode->options.relative_tolerance;
    const double size = paramod_i_largest(ode->d, a->multiplier);
    double slope = paramod_i_largest(ode->n, a->gradient);
    paramod_eval eval;

    ode->at.t = from;
    ode->at.y = data_of(a->y);
    if (CVodeGetAdjY(a->cvode, from, a->y) != CV_SUCCESS)
        return paramod_i_ode_note(ode, PARAMOD_ODE_STEP_TOO_SHORT, "adjoint", 0);
    eval = paramod_i_ode_parameter_jacobian(ode, ode->by_theta);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    slope = fmax(slope, (from - to) * size *
                            fmax(paramod_i_largest(ode->d * ode->n, ode->by_theta),
                                 1e-8));
    if (CVodeSStolerancesB(a->cvode, a->which, ode->options.relative_tolerance,
                           share * size) != CV_SUCCESS ||
        CVodeQuadSStolerancesB(a->cvode, a->which, ode->options.relative_tolerance,
                               share * slope) != CV_SUCCESS)
        return paramod_i_ode_note(ode, PARAMOD_ODE_STEP_TOO_SHORT, "adjoint", 0);
    return PARAMOD_EVAL_OK;
}

/* lambda and q from time `from` back to time `to`. */
static paramod_eval integrate_back(adjoint *a, double from, double to)
{
    const size_t d = a->ode->d;
    double reached;
    paramod_eval eval;
    int flag;

    if (paramod_i_largest(d, a->multiplier) < DBL_MIN) /* nothing to carry */
        return PARAMOD_EVAL_OK;
    if (from - to <= 8.0 * DBL_EPSILON * fmax(fabs(from), fabs(to)))
        return PARAMOD_EVAL_OK;
    (void)memcpy(data_of(a->lambda), a->multiplier, d * sizeof(double));
    N_VConst(0.0, a->q);
    if (!paramod_i_adjoint_begin(a, from))
        return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "adjoint", 0);
    eval = set_back_tolerances(a, from, to);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    flag = CVodeB(a->cvode, to, CV_NORMAL);
    if (flag >= 0)
        flag = CVodeGetB(a->cvode, a->which, &reached, a->lambda);
    if (flag >= 0)
        flag = CVodeGetQuadB(a->cvode, a->which, &reached, a->q);
    if (flag < 0)
        return diagnose(a, flag, from);
    (void)memcpy(a->multiplier, data_of(a->lambda), d * sizeof(double));
    paramod_i_axpy(a->ode->n, 1.0, data_of(a->q), a->gradient);
    return PARAMOD_EVAL_OK;
}

/* The state at an output, by the interpolation of CVODES' check points. */
static paramod_eval pass_interpolated(adjoint *a, size_t i)
{
    if (CVodeGetAdjY(a->cvode, a->given->times[i], a->y) != CV_SUCCESS)
        return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "adjoint", 0);
    return pass_output(a, i, data_of(a->y));
}

static paramod_eval back_through(adjoint *a, const stretch *s, const double *beginning)
{
    const size_t d = a->ode->d;
    double t = s->end, reached;
    int points, flag = CV_SUCCESS;
    size_t i = s->first_output + s->outputs;
    paramod_eval eval = PARAMOD_EVAL_OK;

    enter(a, s);
    if (is_long_enough(s)) {
        (void)memcpy(data_of(a->y), beginning, d * sizeof(double));
        if (!start_forward(a, s) || CVodeAdjReInit(a->cvode) != CV_SUCCESS)
            return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "adjoint", 0);
        flag = CVodeF(a->cvode, s->end, a->y, &reached, CV_NORMAL, &points);
        if (!paramod_i_has_reached(a->cvode, flag, s->end))
            return diagnose(a, flag, s->begin);
    }
    for (; eval == PARAMOD_EVAL_OK && i > s->first_output; i--) {
        const double to = fmax(a->given->times[i - 1], s->begin);

        eval = integrate_back(a, t, to);
        t = to;
        if (eval == PARAMOD_EVAL_OK)
            eval = to > s->begin ? pass_interpolated(a, i - 1)
                                 : pass_output(a, i - 1, beginning);
    }
    return eval == PARAMOD_EVAL_OK ? integrate_back(a, t, s->begin) : eval;
}

/* Events, from the last to the first; `after` is the state after them. */
static paramod_eval back_through_events(adjoint *a, const stretch *s,
                                        const double *after)
{
    paramod_ode *const ode = a->ode;
    const size_t d = ode->d;
    double *const next = data_of(a->lambda);

    if (s != a->stretches) /* an event sees the inputs of the stretch before it */
        enter(a, s - 1);
    for (size_t i = s->events; i-- > 0;) {
        paramod_eval eval;

        after -= d;
        ode->at.t = s->begin;
        ode->at.y = after;
        ode->at.event = s->first_event + i;
        eval = paramod_i_ode_event(ode, true);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        paramod_i_add_transposed(ode, ode->by_theta, a->multiplier, a->gradient);
        (void)memset(next, 0, d * sizeof *next);
        for (size_t j = 0; j < d; j++)
            paramod_i_axpy(d, a->multiplier[j], ode->square + j * d, next);
        (void)memcpy(a->multiplier, next, d * sizeof *next);
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval back_to_initial(adjoint *a)
{
    paramod_ode *const ode = a->ode;
    const paramod_i_experiment *const e = &ode->experiment[ode->at.experiment];
    paramod_eval eval;

    ode->at.t = e->given.start;
    ode->at.segment = 0;
    ode->at.input = e->given.equilibrate != 0 && e->given.steady_input != NULL
                        ? e->given.steady_input
                        : paramod_i_experiment_input(ode, e, 0);
    ode->at.y = a->before;
    if (e->given.equilibrate != 0)
        return paramod_i_steady_adjoint(ode, a->multiplier, a->gradient);
    eval = paramod_i_ode_initial_jacobian(ode, ode->by_theta);
    if (eval == PARAMOD_EVAL_OK)
        paramod_i_add_transposed(ode, ode->by_theta, a->multiplier, a->gradient);
    return eval;
}

static paramod_eval go_back(adjoint *a)
{
    const size_t d = a->ode->d;
    size_t states = a->count;
    paramod_eval eval = PARAMOD_EVAL_OK;

    for (size_t i = 0; i < a->count; i++)
        states += a->stretches[i].events;
    (void)memset(a->multiplier, 0, d * sizeof(double));
    (void)memset(a->gradient, 0, a->ode->n * sizeof(double));
    for (size_t i = a->count; eval == PARAMOD_EVAL_OK && i-- > 0;) {
        const stretch *const s = &a->stretches[i];
        const double *const after = a->before + (states - 1) * d;

        states -= s->events + 1;
        eval = back_through(a, s, after);
        if (eval == PARAMOD_EVAL_OK)
            eval = back_through_events(a, s, after);
    }
    return eval == PARAMOD_EVAL_OK ? back_to_initial(a) : eval;
}

/* The loss and its derivative v. */
static paramod_eval lose(adjoint *a, paramod_ode_loss loss, void *data, double *value)
{
    const size_t count = a->given->count * a->ode->m;
    paramod_eval eval;

    (void)memset(a->v, 0, count * sizeof *a->v);
    eval = loss(a->values, value, a->v, data);
    if (eval == PARAMOD_EVAL_OK &&
        (!isfinite(*value) || !paramod_i_all_finite(count, a->v)))
        eval = PARAMOD_EVAL_RETRY;
    if (eval != PARAMOD_EVAL_OK)
        (void)paramod_i_ode_note(a->ode, eval == PARAMOD_EVAL_STOP
                                             ? PARAMOD_ODE_GAVE_UP
                                             : PARAMOD_ODE_NOT_FINITE,
                                 "loss", SIZE_MAX);
    return eval;
}

paramod_status paramod_i_adjoint_gradient(paramod_ode *ode, paramod_ode_loss loss,
                                          void *data, double *value, double *gradient)
{
    adjoint a = { .ode = ode, .given = &ode->experiment[ode->at.experiment].given };
    double found;
    paramod_eval eval;

    if (!paramod_i_adjoint_make(&a)) {
        paramod_i_adjoint_destroy(&a);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    plan(&a);
    eval = go_forward(&a);
    if (eval == PARAMOD_EVAL_OK)
        eval = lose(&a, loss, data, &found);
    if (eval == PARAMOD_EVAL_OK && ode->n > 0)
        eval = go_back(&a);
    if (eval == PARAMOD_EVAL_OK) {
        *value = found;
        if (ode->n > 0)
            (void)memcpy(gradient, a.gradient, ode->n * sizeof *gradient);
    }
    paramod_i_adjoint_destroy(&a);
    return eval == PARAMOD_EVAL_OK ? PARAMOD_OK : paramod_i_ode_fail(ode);
}
