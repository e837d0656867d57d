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
#include <sunlinsol/sunlinsol_band.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_band.h>
#include <sunmatrix/sunmatrix_dense.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "ode/adjoint_impl.h"
enum { STEPS_BETWEEN_CHECK_POINTS = 200 };

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
static void plan_stretch(paramod_i_adjoint *a, size_t i)
{
    const paramod_ode_experiment *const given = a->given;
    const paramod_i_stretch *const last = i > 0 ? &a->stretches[i - 1] : NULL;
    paramod_i_stretch *const s = &a->stretches[i];
    size_t event, output;

    *s = (paramod_i_stretch){ .begin = last != NULL ? last->end : given->start };
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
static void plan(paramod_i_adjoint *a)
{
    a->count = 0;
    do
        plan_stretch(a, a->count++);
    while (a->stretches[a->count - 1].first_output +
               a->stretches[a->count - 1].outputs <
           a->given->count);
}

void paramod_i_adjoint_enter(paramod_i_adjoint *a, const paramod_i_stretch *s)
{
    a->ode->at.segment = s->segment;
    a->ode->at.input = paramod_i_experiment_input(
        a->ode, &a->ode->experiment[a->ode->at.experiment], s->segment);
}

/* ---- functions of the system ------------------------------------------------------------ */

void paramod_i_adjoint_move_to(paramod_i_adjoint *a, double t, N_Vector y)
{
    a->ode->at.t = t;
    a->ode->at.y = data_of(y);
}

static int rate(double t, N_Vector y, N_Vector dy, void *data)
{
    paramod_i_adjoint *const a = data;
    paramod_eval eval;

    paramod_i_adjoint_move_to(a, t, y);
    eval = paramod_i_ode_rate(a->ode, data_of(dy));
    if (eval == PARAMOD_EVAL_OK)
        a->ode->trouble.kind = PARAMOD_ODE_NO_TROUBLE;
    return paramod_i_flag(eval);
}

/* factor J or factor J' into a matrix of SUNDIALS. */
void paramod_i_adjoint_store(const paramod_i_adjoint *a, double factor, bool transposed, SUNMatrix matrix)
{
    paramod_i_rows_view view = paramod_i_ode_shape(a->ode);

    view.entry = a->ode->jacobian;
    for (size_t i = 0; i < view.n; i++) {
        const size_t begin = paramod_i_row_begin(&view, i);

        for (size_t j = begin; j < paramod_i_row_end(&view, i); j++) {
            const double entry = factor * paramod_i_row(&view, i)[j - begin];
            const sunindextype row = (sunindextype)(transposed ? j : i);
            const sunindextype column = (sunindextype)(transposed ? i : j);

            if (view.banded)
                SM_ELEMENT_B(matrix, row, column) = entry;
            else
                SM_ELEMENT_D(matrix, row, column) = entry;
        }
    }
}

static int jacobian(double t, N_Vector y, N_Vector dy, SUNMatrix matrix, void *data,
                    N_Vector t1, N_Vector t2, N_Vector t3)
{
    paramod_i_adjoint *const a = data;
    paramod_eval eval;

    (void)dy, (void)t1, (void)t2, (void)t3;
    paramod_i_adjoint_move_to(a, t, y);
    eval = paramod_i_ode_state_jacobian(a->ode, a->ode->jacobian);
    paramod_i_adjoint_store(a, 1.0, false, matrix);
    return paramod_i_flag(eval);
}

/* ---- forward ------------------------------------------------------------------------------ */

bool paramod_i_adjoint_is_long_enough(const paramod_i_stretch *s)
{
    return s->end - s->begin > 8.0 * DBL_EPSILON * fmax(fabs(s->end), fabs(s->begin));
}

bool paramod_i_adjoint_start_forward(paramod_i_adjoint *a, const paramod_i_stretch *s)
{
    const paramod_ode_options *const options = &a->ode->options;

    paramod_i_adjoint_enter(a, s);
    return CVodeReInit(a->cvode, s->begin, a->y) == CV_SUCCESS &&
           CVodeSVtolerances(a->cvode, options->relative_tolerance, a->tolerance) ==
               CV_SUCCESS &&
           CVodeSetStopTime(a->cvode, s->end) == CV_SUCCESS &&
           CVodeSetInitStep(a->cvode, options->first_step) == CV_SUCCESS &&
           CVodeSetMaxStep(a->cvode, options->largest_step) == CV_SUCCESS;
}

paramod_eval paramod_i_adjoint_diagnose(paramod_i_adjoint *a, int flag, double begun)
{
    double reached = begun;

    (void)CVodeGetCurrentTime(a->cvode, &reached);
    a->ode->at.t = reached;
    a->ode->at.y = data_of(a->y);
    return paramod_i_ode_diagnose(a->ode, flag, begun);
}

/* Events at the beginning of a stretch; the states before them are kept. */
static paramod_eval pass_events(paramod_i_adjoint *a, const paramod_i_stretch *s, double **place)
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

static paramod_eval observe(paramod_i_adjoint *a, const paramod_i_stretch *s)
{
    paramod_eval eval = PARAMOD_EVAL_OK;
    bool begun = false;

    for (size_t i = s->first_output; i < s->first_output + s->outputs; i++) {
        const double t = a->given->times[i];

        if (t - s->begin > 8.0 * DBL_EPSILON * fmax(fabs(t), fabs(s->begin))) {
            double reached;
            int flag;

            if (!begun && !paramod_i_adjoint_start_forward(a, s))
                return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "rate", 0);
            begun = true;
            flag = CVode(a->cvode, t, a->y, &reached, CV_NORMAL);
            if (flag < 0)
                return paramod_i_adjoint_diagnose(a, flag, s->begin);
        }
        a->ode->at.t = t;
        a->ode->at.y = data_of(a->y);
        eval = paramod_i_ode_observe(a->ode, false);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        (void)memcpy(a->values + i * a->ode->m, a->ode->observed,
                     a->ode->m * sizeof(double));
    }
    if (!paramod_i_adjoint_is_long_enough(s))
        return eval;
    if (!begun && !paramod_i_adjoint_start_forward(a, s))
        return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "rate", 0);
    {
        double reached;
        const int flag = CVode(a->cvode, s->end, a->y, &reached, CV_NORMAL);

        return flag < 0 ? paramod_i_adjoint_diagnose(a, flag, s->begin) : PARAMOD_EVAL_OK;
    }
}

/* All observables, and the states that the way back begins at. */
static paramod_eval go_forward(paramod_i_adjoint *a)
{
    double *place = a->before;
    paramod_eval eval = paramod_i_ode_start(a->ode, data_of(a->y), NULL, 0);

    for (size_t i = 0; eval == PARAMOD_EVAL_OK && i < a->count; i++) {
        eval = pass_events(a, &a->stretches[i], &place);
        paramod_i_adjoint_enter(a, &a->stretches[i]);
        if (eval == PARAMOD_EVAL_OK)
            eval = observe(a, &a->stretches[i]);
    }
    return eval;
}

/* ---- making ------------------------------------------------------------------------------------ */

static void destroy(paramod_i_adjoint *a)
{
    if (a->cvode != NULL)
        CVodeFree(&a->cvode);
    const N_Vector vectors[] = { a->y, a->lambda, a->q, a->tolerance };

    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        if (vectors[i] != NULL)
            N_VDestroy(vectors[i]);
    if (a->solver != NULL)
        (void)SUNLinSolFree(a->solver);
    if (a->solver_back != NULL)
        (void)SUNLinSolFree(a->solver_back);
    if (a->matrix != NULL)
        SUNMatDestroy(a->matrix);
    if (a->transposed != NULL)
        SUNMatDestroy(a->transposed);
    if (a->context != NULL)
        (void)SUNContext_Free(&a->context);
    paramod_i_free(a->stretches);
    paramod_i_free(a->block);
}

static bool make_matrices(paramod_i_adjoint *a)
{
    const paramod_ode_system *const system = &a->ode->system;
    const sunindextype d = (sunindextype)a->ode->d;
    const sunindextype lower = (sunindextype)system->lower;
    const sunindextype upper = (sunindextype)system->upper;
    const bool banded = system->banded != 0;

    a->matrix = banded ? SUNBandMatrix(d, upper, lower, a->context)
                       : SUNDenseMatrix(d, d, a->context);
    a->transposed = banded ? SUNBandMatrix(d, lower, upper, a->context)
                           : SUNDenseMatrix(d, d, a->context);
    if (a->matrix == NULL || a->transposed == NULL)
        return false;
    a->solver = banded ? SUNLinSol_Band(a->y, a->matrix, a->context)
                       : SUNLinSol_Dense(a->y, a->matrix, a->context);
    a->solver_back = banded ? SUNLinSol_Band(a->y, a->transposed, a->context)
                            : SUNLinSol_Dense(a->y, a->transposed, a->context);
    return a->solver != NULL && a->solver_back != NULL;
}

static bool make_vectors(paramod_i_adjoint *a)
{
    const sunindextype d = (sunindextype)a->ode->d;

    a->y = N_VNew_Serial(d, a->context);
    a->lambda = N_VNew_Serial(d, a->context);
    a->tolerance = N_VNew_Serial(d, a->context);
    a->q = N_VNew_Serial((sunindextype)(a->ode->n > 0 ? a->ode->n : 1), a->context);
    if (a->y == NULL || a->lambda == NULL || a->tolerance == NULL || a->q == NULL)
        return false;
    N_VConst(0.0, a->y);
    N_VConst(0.0, a->lambda);
    (void)memcpy(data_of(a->tolerance), a->ode->absolute, a->ode->d * sizeof(double));
    return make_matrices(a);
}

static bool set_up(paramod_i_adjoint *a)
{
    const paramod_ode_options *const options = &a->ode->options;

    if (!paramod_i_context_create(&a->context) || !make_vectors(a))
        return false;
    a->cvode = CVodeCreate(options->adams != 0 ? CV_ADAMS : CV_BDF, a->context);
    if (a->cvode == NULL)
        return false;
    paramod_i_hush(a->cvode);
    return CVodeInit(a->cvode, rate, 0.0, a->y) == CV_SUCCESS &&
           CVodeSetUserData(a->cvode, a) == CV_SUCCESS &&
           CVodeSVtolerances(a->cvode, options->relative_tolerance, a->tolerance) ==
               CV_SUCCESS &&
           CVodeSetLinearSolver(a->cvode, a->solver, a->matrix) == CV_SUCCESS &&
           CVodeSetJacFn(a->cvode, jacobian) == CV_SUCCESS &&
           CVodeSetMaxNumSteps(a->cvode, (long)options->max_steps) == CV_SUCCESS &&
           CVodeAdjInit(a->cvode, STEPS_BETWEEN_CHECK_POINTS, CV_HERMITE) == CV_SUCCESS;
}

static bool allocate(paramod_i_adjoint *a)
{
    const size_t d = a->ode->d, m = a->ode->m, n = a->ode->n;
    const size_t jumps = a->given->event_count + a->given->restart_count + 2;
    const paramod_i_part parts[] = {
        { &a->before, jumps + a->given->event_count, d },
        { &a->values, a->given->count, m }, { &a->v, a->given->count, m },
        { &a->gradient, n, 1 },             { &a->multiplier, d, 1 },
    };

    a->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    a->stretches = paramod_i_resize(NULL, jumps, sizeof *a->stretches);
    return a->block != NULL && a->stretches != NULL && set_up(a);
}

/* The loss and its derivative v. */
static paramod_eval lose(paramod_i_adjoint *a, paramod_ode_loss loss, void *data, double *value)
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
    paramod_i_adjoint a = { .ode = ode, .given = &ode->experiment[ode->at.experiment].given };
    double found;
    paramod_eval eval;

    if (!allocate(&a)) {
        destroy(&a);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    plan(&a);
    eval = go_forward(&a);
    if (eval == PARAMOD_EVAL_OK)
        eval = lose(&a, loss, data, &found);
    if (eval == PARAMOD_EVAL_OK && ode->n > 0)
        eval = paramod_i_adjoint_back(&a);
    if (eval == PARAMOD_EVAL_OK) {
        *value = found;
        if (ode->n > 0)
            (void)memcpy(gradient, a.gradient, ode->n * sizeof *gradient);
    }
    destroy(&a);
    return eval == PARAMOD_EVAL_OK ? PARAMOD_OK : paramod_i_ode_fail(ode);
}
