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
#include "ode/sundials_impl.h"

enum { STEPS_BETWEEN_CHECK_POINTS = 200 };

/* A stretch between two times at which something jumps. */
typedef struct stretch {
    double begin, end;
    size_t segment;
    size_t first_event, events;   /* that happen at its beginning */
    size_t first_output, outputs; /* in [begin, end), or at the very end as well */
} stretch;

typedef struct adjoint {
    paramod_ode *ode;
    const paramod_ode_experiment *given;
    SUNContext context;
    void *cvode;
    int which; /* CVODES' number of the backward problem */
    bool has_backward;
    N_Vector y, lambda, q, tolerance;
    SUNMatrix matrix, transposed;
    SUNLinearSolver solver, solver_back;
    stretch *stretches;
    size_t count;
    double *block;
    double *before;     /* (stretches + events) x d: states before each event, and
                           at the beginning of each stretch */
    double *values, *v; /* count x m */
    double *gradient;   /* n */
    double *multiplier; /* d: lambda between stretches */
} adjoint;

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

/* ---- functions of the system ------------------------------------------------------------ */

static void move_to(adjoint *a, double t, N_Vector y)
{
    a->ode->at.t = t;
    a->ode->at.y = data_of(y);
}

static int rate(double t, N_Vector y, N_Vector dy, void *data)
{
    adjoint *const a = data;
    paramod_eval eval;

    move_to(a, t, y);
    eval = paramod_i_ode_rate(a->ode, data_of(dy));
    if (eval == PARAMOD_EVAL_OK)
        a->ode->trouble.kind = PARAMOD_ODE_NO_TROUBLE;
    return paramod_i_flag(eval);
}

/* factor J or factor J' into a matrix of SUNDIALS. */
static void store(const adjoint *a, double factor, bool transposed, SUNMatrix matrix)
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
    adjoint *const a = data;
    paramod_eval eval;

    (void)dy, (void)t1, (void)t2, (void)t3;
    move_to(a, t, y);
    eval = paramod_i_ode_state_jacobian(a->ode, a->ode->jacobian);
    store(a, 1.0, false, matrix);
    return paramod_i_flag(eval);
}

static int rate_back(double t, N_Vector y, N_Vector lambda, N_Vector dlambda, void *data)
{
    adjoint *const a = data;
    paramod_i_rows_view view = paramod_i_ode_shape(a->ode);
    double *const out = data_of(dlambda);
    paramod_eval eval;

    move_to(a, t, y);
    eval = paramod_i_ode_state_jacobian(a->ode, a->ode->jacobian);
    view.entry = a->ode->jacobian;
    (void)memset(out, 0, view.n * sizeof *out);
    for (size_t i = 0; i < view.n; i++) {
        const size_t begin = paramod_i_row_begin(&view, i);

        paramod_i_axpy(paramod_i_row_end(&view, i) - begin, -data_of(lambda)[i],
                       paramod_i_row(&view, i), out + begin);
    }
    return paramod_i_flag(eval);
}

static int jacobian_back(double t, N_Vector y, N_Vector lambda, N_Vector dlambda,
                         SUNMatrix matrix, void *data, N_Vector t1, N_Vector t2,
                         N_Vector t3)
{
    adjoint *const a = data;
    paramod_eval eval;

    (void)lambda, (void)dlambda, (void)t1, (void)t2, (void)t3;
    move_to(a, t, y);
    eval = paramod_i_ode_state_jacobian(a->ode, a->ode->jacobian);
    store(a, -1.0, true, matrix);
    return paramod_i_flag(eval);
}

/* out += (d x n matrix)' lambda */
static void add_transposed(const paramod_ode *ode, const double *matrix,
                           const double *lambda, double *out)
{
    for (size_t i = 0; i < ode->d; i++)
        paramod_i_axpy(ode->n, lambda[i], matrix + i * ode->n, out);
}

static int quadrature_back(double t, N_Vector y, N_Vector lambda, N_Vector dq,
                           void *data)
{
    adjoint *const a = data;
    paramod_eval eval;

    move_to(a, t, y);
    eval = paramod_i_ode_parameter_jacobian(a->ode, a->ode->by_theta);
    (void)memset(data_of(dq), 0, a->ode->n * sizeof(double));
    add_transposed(a->ode, a->ode->by_theta, data_of(lambda), data_of(dq));
    for (size_t j = 0; j < a->ode->n; j++)
        data_of(dq)[j] = -data_of(dq)[j];
    return paramod_i_flag(eval);
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

static bool prepare_back(adjoint *a, double t)
{
    const paramod_ode_options *const options = &a->ode->options;
    const double relative = options->relative_tolerance;
    int *const which = &a->which;
    void *const cvode = a->cvode;

    if (a->has_backward)
        return CVodeReInitB(cvode, *which, t, a->lambda) == CV_SUCCESS &&
               CVodeQuadReInitB(cvode, *which, a->q) == CV_SUCCESS;
    a->has_backward = true;
    return CVodeCreateB(cvode, options->adams != 0 ? CV_ADAMS : CV_BDF, which) ==
               CV_SUCCESS &&
           CVodeInitB(cvode, *which, rate_back, t, a->lambda) == CV_SUCCESS &&
           CVodeSetUserDataB(cvode, *which, a) == CV_SUCCESS &&
           CVodeSStolerancesB(cvode, *which, relative, 1.0) == CV_SUCCESS &&
           CVodeSetMaxNumStepsB(cvode, *which, (long)options->max_steps) ==
               CV_SUCCESS &&
           CVodeSetLinearSolverB(cvode, *which, a->solver_back, a->transposed) ==
               CV_SUCCESS &&
           CVodeSetJacFnB(cvode, *which, jacobian_back) == CV_SUCCESS &&
           CVodeQuadInitB(cvode, *which, quadrature_back, a->q) == CV_SUCCESS &&
           CVodeQuadSStolerancesB(cvode, *which, relative, 1.0) == CV_SUCCESS &&
           CVodeSetQuadErrConB(cvode, *which, 1) == CV_SUCCESS;
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
    if (!prepare_back(a, from))
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
        add_transposed(ode, ode->by_theta, a->multiplier, a->gradient);
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
        add_transposed(ode, ode->by_theta, a->multiplier, a->gradient);
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

/* ---- making ------------------------------------------------------------------------------------ */

static void destroy(adjoint *a)
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

static bool make_matrices(adjoint *a)
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

static bool make_vectors(adjoint *a)
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

static bool set_up(adjoint *a)
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

static bool allocate(adjoint *a)
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

    if (!allocate(&a)) {
        destroy(&a);
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
    destroy(&a);
    return eval == PARAMOD_EVAL_OK ? PARAMOD_OK : paramod_i_ode_fail(ode);
}
