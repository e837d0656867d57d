/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * CVODES as it is delivered: serial vectors, dense solver, and its own forward
 * sensitivities with the right-hand side J s_j + df/dtheta_j.  It shares no
 * arithmetic with the integrator of cvodes.c, and so is a check of it.
 *
 * Sensitivities take part in the control of errors, which is not CVODES'
 * default; without it they get worse as tolerances get smaller.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ode/sundials_impl.h"

typedef struct stock {
    paramod_i_integrator base;
    SUNContext context;
    void *cvode;
    N_Vector z, tolerance;
    N_Vector *s, *s_tolerance; /* k of each */
    SUNMatrix matrix;
    SUNLinearSolver solver;
    double *block; /* y, s, jacobian */
    double *jacobian;
    bool has_sensitivities;
    double begun, stop; /* CVODES counts time from begun */
} stock;

/* ---- functions of the system ---------------------------------------------------------- */

static void move_to(stock *x, double t, N_Vector z)
{
    x->base.ode->at.t = fmin(x->begun + t, x->stop);
    x->base.ode->at.y = N_VGetArrayPointer(z);
}

static int rate(double t, N_Vector z, N_Vector dz, void *data)
{
    stock *const x = data;
    paramod_eval eval;

    move_to(x, t, z);
    eval = paramod_i_ode_rate(x->base.ode, N_VGetArrayPointer(dz));
    if (eval == PARAMOD_EVAL_OK)
        x->base.ode->trouble.kind = PARAMOD_ODE_NO_TROUBLE;
    return paramod_i_flag(eval);
}

/* Row-major into the columns of SUNDIALS. */
static int jacobian(double t, N_Vector z, N_Vector f, SUNMatrix matrix, void *data,
                    N_Vector t1, N_Vector t2, N_Vector t3)
{
    stock *const x = data;
    const size_t d = x->base.ode->d;
    double *const to = SUNDenseMatrix_Data(matrix);
    paramod_eval eval;

    (void)f, (void)t1, (void)t2, (void)t3;
    move_to(x, t, z);
    eval = paramod_i_ode_state_jacobian(x->base.ode, x->jacobian);
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j < d; j++)
            to[i + j * d] = x->jacobian[i * d + j];
    return paramod_i_flag(eval);
}

static void variation(const stock *x, size_t j, const double *s, double *out)
{
    const paramod_ode *const ode = x->base.ode;

    for (size_t i = 0; i < ode->d; i++) {
        double sum = ode->by_theta[i * ode->n + x->base.active[j]];

        for (size_t l = 0; l < ode->d; l++)
            sum += x->jacobian[i * ode->d + l] * s[l];
        out[i] = sum;
    }
}

static int sensitivity_rates(int count, double t, N_Vector z, N_Vector dz, N_Vector *s,
                             N_Vector *ds, void *data, N_Vector t1, N_Vector t2)
{
    stock *const x = data;
    paramod_eval eval;

    (void)dz, (void)t1, (void)t2;
    move_to(x, t, z);
    eval = paramod_i_ode_state_jacobian(x->base.ode, x->jacobian);
    if (eval == PARAMOD_EVAL_OK)
        eval = paramod_i_ode_parameter_jacobian(x->base.ode, x->base.ode->by_theta);
    for (int j = 0; eval == PARAMOD_EVAL_OK && j < count; j++)
        variation(x, (size_t)j, N_VGetArrayPointer(s[j]), N_VGetArrayPointer(ds[j]));
    return paramod_i_flag(eval);
}

/* ---- a run --------------------------------------------------------------------------------- */

static void set_tolerances(stock *x)
{
    const paramod_ode *const ode = x->base.ode;

    for (size_t i = 0; i < ode->d; i++)
        N_VGetArrayPointer(x->tolerance)[i] = ode->absolute[i];
    for (size_t j = 0; j < x->base.k; j++) {
        const double theta = fabs(ode->theta[x->base.active[j]]);

        for (size_t i = 0; i < ode->d; i++)
            N_VGetArrayPointer(x->s_tolerance[j])[i] =
                ode->absolute[i] / (theta > 0.0 ? theta : 1.0);
    }
}

static bool begin_sensitivities(stock *x)
{
    const int k = (int)x->base.k;
    const int corrector = x->base.ode->options.method == PARAMOD_ODE_SIMULTANEOUS
                              ? CV_SIMULTANEOUS : CV_STAGGERED;

    if (k == 0)
        return true;
    for (size_t j = 0; j < x->base.k; j++)
        for (size_t i = 0; i < x->base.ode->d; i++)
            N_VGetArrayPointer(x->s[j])[i] = x->base.s[i * x->base.stride + j];
    if (x->has_sensitivities) {
        if (CVodeSensReInit(x->cvode, corrector, x->s) != CV_SUCCESS)
            return false;
    } else if (CVodeSensInit(x->cvode, k, corrector, sensitivity_rates, x->s) !=
               CV_SUCCESS)
        return false;
    x->has_sensitivities = true;
    return CVodeSensSVtolerances(x->cvode, x->base.ode->options.relative_tolerance,
                                 x->s_tolerance) == CV_SUCCESS &&
           CVodeSetSensErrCon(x->cvode, 1) == CV_SUCCESS;
}

static paramod_eval begin(paramod_i_integrator *self, double t, double stop)
{
    stock *const x = (stock *)self;
    const paramod_ode_options *const options = &self->ode->options;

    x->begun = t;
    x->stop = stop;
    set_tolerances(x);
    (void)memcpy(N_VGetArrayPointer(x->z), self->y, self->ode->d * sizeof(double));
    if (CVodeReInit(x->cvode, 0.0, x->z) != CV_SUCCESS ||
        CVodeSVtolerances(x->cvode, options->relative_tolerance, x->tolerance) !=
            CV_SUCCESS ||
        !begin_sensitivities(x) || CVodeSetStopTime(x->cvode, stop - t) != CV_SUCCESS ||
        CVodeSetInitStep(x->cvode, options->first_step) != CV_SUCCESS ||
        CVodeSetMaxStep(x->cvode, options->largest_step) != CV_SUCCESS)
        return paramod_i_ode_note(self->ode, PARAMOD_ODE_STEP_TOO_SHORT, "rate", 0);
    return PARAMOD_EVAL_OK;
}

static void take_results(stock *x)
{
    double t;

    (void)memcpy(x->base.y, N_VGetArrayPointer(x->z), x->base.ode->d * sizeof(double));
    if (x->base.k == 0 || CVodeGetSens(x->cvode, &t, x->s) != CV_SUCCESS)
        return;
    for (size_t j = 0; j < x->base.k; j++)
        for (size_t i = 0; i < x->base.ode->d; i++)
            x->base.s[i * x->base.stride + j] = N_VGetArrayPointer(x->s[j])[i];
}

static void count(const stock *x, long sign)
{
    paramod_ode_statistics *const statistics = &x->base.ode->statistics;
    long steps = 0, errors = 0, set_ups = 0;

    (void)CVodeGetNumSteps(x->cvode, &steps);
    (void)CVodeGetNumErrTestFails(x->cvode, &errors);
    (void)CVodeGetNumLinSolvSetups(x->cvode, &set_ups);
    statistics->steps += (uint64_t)(sign * steps);
    statistics->failures += (uint64_t)(sign * errors);
    statistics->factorisations += (uint64_t)(sign * set_ups);
}

static paramod_eval advance(paramod_i_integrator *self, double t)
{
    stock *const x = (stock *)self;
    double reached;
    int flag;

    if (t - x->begun <= 8.0 * DBL_EPSILON * fmax(fabs(t), fabs(x->begun)))
        return PARAMOD_EVAL_OK;
    count(x, -1);
    flag = CVode(x->cvode, t - x->begun, x->z, &reached, CV_NORMAL);
    count(x, 1);
    take_results(x);
    if (paramod_i_has_reached(x->cvode, flag, t - x->begun))
        return PARAMOD_EVAL_OK;
    (void)CVodeGetCurrentTime(x->cvode, &reached);
    self->ode->at.t = x->begun + reached;
    self->ode->at.y = self->y;
    return paramod_i_ode_diagnose(self->ode, flag, x->begun);
}

/* ---- making ----------------------------------------------------------------------------------- */

static void destroy(paramod_i_integrator *self)
{
    stock *const x = (stock *)self;

    if (x->cvode != NULL)
        CVodeFree(&x->cvode);
    if (x->s != NULL)
        N_VDestroyVectorArray(x->s, (int)self->k);
    if (x->s_tolerance != NULL)
        N_VDestroyVectorArray(x->s_tolerance, (int)self->k);
    if (x->z != NULL)
        N_VDestroy(x->z);
    if (x->tolerance != NULL)
        N_VDestroy(x->tolerance);
    if (x->solver != NULL)
        (void)SUNLinSolFree(x->solver);
    if (x->matrix != NULL)
        SUNMatDestroy(x->matrix);
    if (x->context != NULL)
        (void)SUNContext_Free(&x->context);
    paramod_i_free(x->block);
    paramod_i_free(x);
}

static const paramod_i_integrator_class stock_class = { destroy, begin, advance };

static bool make_vectors(stock *x)
{
    const sunindextype d = (sunindextype)x->base.ode->d;
    const int k = (int)x->base.k;

    x->z = N_VNew_Serial(d, x->context);
    x->tolerance = N_VNew_Serial(d, x->context);
    x->matrix = SUNDenseMatrix(d, d, x->context);
    if (x->z == NULL || x->tolerance == NULL || x->matrix == NULL)
        return false;
    N_VConst(0.0, x->z);
    x->solver = SUNLinSol_Dense(x->z, x->matrix, x->context);
    x->s = k > 0 ? N_VCloneVectorArray(k, x->z) : NULL;
    x->s_tolerance = k > 0 ? N_VCloneVectorArray(k, x->z) : NULL;
    return x->solver != NULL && (k == 0 || (x->s != NULL && x->s_tolerance != NULL));
}

static bool set_up(stock *x)
{
    const paramod_ode_options *const options = &x->base.ode->options;

    if (!paramod_i_context_create(&x->context) || !make_vectors(x))
        return false;
    x->cvode = CVodeCreate(options->adams != 0 ? CV_ADAMS : CV_BDF, x->context);
    if (x->cvode == NULL)
        return false;
    paramod_i_hush(x->cvode);
    return CVodeInit(x->cvode, rate, 0.0, x->z) == CV_SUCCESS &&
           CVodeSetUserData(x->cvode, x) == CV_SUCCESS &&
           CVodeSStolerances(x->cvode, 1e-8, 1e-8) == CV_SUCCESS &&
           CVodeSetLinearSolver(x->cvode, x->solver, x->matrix) == CV_SUCCESS &&
           CVodeSetJacFn(x->cvode, jacobian) == CV_SUCCESS &&
           CVodeSetMaxNumSteps(x->cvode, (long)options->max_steps) == CV_SUCCESS;
}

paramod_status paramod_i_stock_create(paramod_ode *ode, size_t k,
                                      paramod_i_integrator **out)
{
    stock *const x = paramod_i_resize(NULL, 1, sizeof *x);
    double *y, *s;
    const paramod_i_part parts[] = { { &y, ode->d, 1 },
                                     { &s, ode->d, k },
                                     { x != NULL ? &x->jacobian : &y, ode->d, ode->d } };

    if (x == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *x = (stock){ .base = { .class = &stock_class, .ode = ode, .k = k, .stride = k } };
    x->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (x->block == NULL || !set_up(x)) {
        destroy(&x->base);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    x->base.y = y;
    x->base.s = s;
    *out = &x->base;
    return PARAMOD_OK;
}
