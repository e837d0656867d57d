/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The adjoint problem as CVODES sees it: functions, matrices, vectors. */

#include <string.h>

#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_band.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_band.h>
#include <sunmatrix/sunmatrix_dense.h>

#include "core/memory_impl.h"
#include "ode/adjoint_impl.h"

typedef paramod_i_adjoint adjoint;

enum { STEPS_BETWEEN_CHECK_POINTS = 200 };

static double *data_of(N_Vector v)
{
    return N_VGetArrayPointer(v);
}

void paramod_i_add_transposed(const paramod_ode *ode, const double *matrix,
                           const double *lambda, double *out)
{
    for (size_t i = 0; i < ode->d; i++)
        paramod_i_axpy(ode->n, lambda[i], matrix + i * ode->n, out);
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

static int quadrature_back(double t, N_Vector y, N_Vector lambda, N_Vector dq,
                           void *data)
{
    adjoint *const a = data;
    paramod_eval eval;

    move_to(a, t, y);
    eval = paramod_i_ode_parameter_jacobian(a->ode, a->ode->by_theta);
    (void)memset(data_of(dq), 0, a->ode->n * sizeof(double));
    paramod_i_add_transposed(a->ode, a->ode->by_theta, data_of(lambda), data_of(dq));
    for (size_t j = 0; j < a->ode->n; j++)
        data_of(dq)[j] = -data_of(dq)[j];
    return paramod_i_flag(eval);
}

/* ---- making ------------------------------------------------------------------------------------ */

void paramod_i_adjoint_destroy(adjoint *a)
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

bool paramod_i_adjoint_make(adjoint *a)
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

bool paramod_i_adjoint_begin(adjoint *a, double t)
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
