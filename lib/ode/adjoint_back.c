/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The backward pass of the adjoint equations (see adjoint.c). */

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

static double *data_of(N_Vector v)
{
    return N_VGetArrayPointer(v);
}

static int rate_back(double t, N_Vector y, N_Vector lambda, N_Vector dlambda, void *data)
{
    paramod_i_adjoint *const a = data;
    paramod_i_rows_view view = paramod_i_ode_shape(a->ode);
    double *const out = data_of(dlambda);
    paramod_eval eval;

    paramod_i_adjoint_move_to(a, t, y);
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
    paramod_i_adjoint *const a = data;
    paramod_eval eval;

    (void)lambda, (void)dlambda, (void)t1, (void)t2, (void)t3;
    paramod_i_adjoint_move_to(a, t, y);
    eval = paramod_i_ode_state_jacobian(a->ode, a->ode->jacobian);
    paramod_i_adjoint_store(a, -1.0, true, matrix);
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
    paramod_i_adjoint *const a = data;
    paramod_eval eval;

    paramod_i_adjoint_move_to(a, t, y);
    eval = paramod_i_ode_parameter_jacobian(a->ode, a->ode->by_theta);
    (void)memset(data_of(dq), 0, a->ode->n * sizeof(double));
    add_transposed(a->ode, a->ode->by_theta, data_of(lambda), data_of(dq));
    for (size_t j = 0; j < a->ode->n; j++)
        data_of(dq)[j] = -data_of(dq)[j];
    return paramod_i_flag(eval);
}

/* ---- back ----------------------------------------------------------------------------------- */

/* The loss sees output number i at the state y. */
static paramod_eval pass_output(paramod_i_adjoint *a, size_t i, const double *y)
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

static bool prepare_back(paramod_i_adjoint *a, double t)
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
static paramod_eval set_back_tolerances(paramod_i_adjoint *a, double from, double to)
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
static paramod_eval integrate_back(paramod_i_adjoint *a, double from, double to)
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
        return paramod_i_adjoint_diagnose(a, flag, from);
    (void)memcpy(a->multiplier, data_of(a->lambda), d * sizeof(double));
    paramod_i_axpy(a->ode->n, 1.0, data_of(a->q), a->gradient);
    return PARAMOD_EVAL_OK;
}

/* The state at an output, by the interpolation of CVODES' check points. */
static paramod_eval pass_interpolated(paramod_i_adjoint *a, size_t i)
{
    if (CVodeGetAdjY(a->cvode, a->given->times[i], a->y) != CV_SUCCESS)
        return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "adjoint", 0);
    return pass_output(a, i, data_of(a->y));
}

static paramod_eval back_through(paramod_i_adjoint *a, const paramod_i_stretch *s, const double *beginning)
{
    const size_t d = a->ode->d;
    double t = s->end, reached;
    int points, flag = CV_SUCCESS;
    size_t i = s->first_output + s->outputs;
    paramod_eval eval = PARAMOD_EVAL_OK;

    paramod_i_adjoint_enter(a, s);
    if (paramod_i_adjoint_is_long_enough(s)) {
        (void)memcpy(data_of(a->y), beginning, d * sizeof(double));
        if (!paramod_i_adjoint_start_forward(a, s) || CVodeAdjReInit(a->cvode) != CV_SUCCESS)
            return paramod_i_ode_note(a->ode, PARAMOD_ODE_STEP_TOO_SHORT, "adjoint", 0);
        flag = CVodeF(a->cvode, s->end, a->y, &reached, CV_NORMAL, &points);
        if (flag < 0)
            return paramod_i_adjoint_diagnose(a, flag, s->begin);
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
static paramod_eval back_through_events(paramod_i_adjoint *a, const paramod_i_stretch *s,
                                        const double *after)
{
    paramod_ode *const ode = a->ode;
    const size_t d = ode->d;
    double *const next = data_of(a->lambda);

    if (s != a->stretches) /* an event sees the inputs of the stretch before it */
        paramod_i_adjoint_enter(a, s - 1);
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

static paramod_eval back_to_initial(paramod_i_adjoint *a)
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

paramod_eval paramod_i_adjoint_back(paramod_i_adjoint *a)
{
    const size_t d = a->ode->d;
    size_t states = a->count;
    paramod_eval eval = PARAMOD_EVAL_OK;

    for (size_t i = 0; i < a->count; i++)
        states += a->stretches[i].events;
    (void)memset(a->multiplier, 0, d * sizeof(double));
    (void)memset(a->gradient, 0, a->ode->n * sizeof(double));
    for (size_t i = a->count; eval == PARAMOD_EVAL_OK && i-- > 0;) {
        const paramod_i_stretch *const s = &a->stretches[i];
        const double *const after = a->before + (states - 1) * d;

        states -= s->events + 1;
        eval = back_through(a, s, after);
        if (eval == PARAMOD_EVAL_OK)
            eval = back_through_events(a, s, after);
    }
    return eval == PARAMOD_EVAL_OK ? back_to_initial(a) : eval;
}
