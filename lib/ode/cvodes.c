/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CVODES for the states and sensitivities as one system. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ode/sundials_impl.h"

bool paramod_i_integrator_available(void)
{
    return true;
}

/* ---- silence --------------------------------------------------------------------------- */

#if SUNDIALS_VERSION_MAJOR < 7
static void silent(int code, const char *module, const char *function, char *text,
                   void *data)
{
    (void)code, (void)module, (void)function, (void)text, (void)data;
}
#endif

bool paramod_i_context_create(SUNContext *context)
{
#if SUNDIALS_VERSION_MAJOR < 7
    return SUNContext_Create(NULL, context) == 0;
#else
    if (SUNContext_Create(SUN_COMM_NULL, context) != 0)
        return false;
    (void)SUNContext_ClearErrHandlers(*context);
    return true;
#endif
}

void paramod_i_hush(void *cvode)
{
#if SUNDIALS_VERSION_MAJOR < 7
    (void)CVodeSetErrHandlerFn(cvode, silent, NULL);
#endif
    (void)CVodeSetMaxHnilWarns(cvode, -1);
}

/* ---- functions of the system -------------------------------------------------------------- */

double paramod_i_augmented_time(const paramod_i_augmented *a, double since)
{
    return fmin(a->begun + since, a->stop);
}

/* The rate of everything, which CVODES asks for at the start only. */
static int rate(double t, N_Vector z, N_Vector dz, void *data)
{
    paramod_i_augmented *const a = data;
    const double *const x = paramod_i_vector_data(z);
    double *const out = paramod_i_vector_data(dz);
    paramod_i_variation v = { .jacobian = paramod_i_ode_shape(a->base.ode),
                              .by_theta = a->by_theta, .s = x + a->layout.head,
                              .gamma = 1.0 };
    paramod_eval eval;

    a->base.ode->at.t = paramod_i_augmented_time(a, t);
    a->base.ode->at.y = x;
    eval = paramod_i_ode_rate(a->base.ode, out);
    if (eval == PARAMOD_EVAL_OK && a->layout.k > 0)
        eval = paramod_i_ode_state_jacobian(a->base.ode, a->jacobian);
    if (eval == PARAMOD_EVAL_OK && a->layout.k > 0)
        eval = paramod_i_gather_by_theta(a);
    a->has_jacobian = a->has_factors = false;
    if (eval != PARAMOD_EVAL_OK || a->layout.k == 0)
        return paramod_i_flag(eval);
    v.jacobian.entry = a->jacobian;
    paramod_i_variation_rate(&v, a->layout.stride, out + a->layout.head);
    return 0;
}

/* The staggered corrector of CVODES holds states and sensitivities to the
 * tolerances one after the other, and repeats a step if either fails; here they
 * pass one test.  With sensitivities half the tolerances make the errors of the
 * results no larger than those of the former (bench/ode.c prints both), for
 * about an eighth more steps. */
static int weights(N_Vector z, N_Vector w, void *data)
{
    const paramod_i_augmented *const a = data;
    const paramod_ode *const ode = a->base.ode;

    paramod_i_vector_weights(&a->layout, paramod_i_vector_data(z),
                             (a->layout.k > 0 ? 0.5 : 1.0) *
                                 ode->options.relative_tolerance,
                             a->tolerance, a->scale, paramod_i_vector_data(w));
    return 0;
}

/* ---- trouble --------------------------------------------------------------------------------- */

/* The state that changes fastest relative to its size, and how much of itself it
 * would change by in the time since the beginning. */
static double fastest(paramod_ode *ode, double begun, size_t *component)
{
    double largest = 0.0;

    *component = 0;
    if (paramod_i_ode_rate(ode, ode->state) != PARAMOD_EVAL_OK)
        return largest;
    for (size_t i = 0; i < ode->d; i++) {
        const double size = fabs(ode->at.y[i]) +
                            ode->absolute[i] / ode->options.relative_tolerance;
        const double change = fabs(ode->state[i]) * fabs(ode->at.t - begun) / size;

        if (change > largest) {
            largest = change;
            *component = i;
        }
    }
    return largest;
}

bool paramod_i_has_reached(void *cvode, int flag, double t)
{
    double now;

    return (flag == CV_SUCCESS || flag == CV_TSTOP_RETURN) &&
           CVodeGetCurrentTime(cvode, &now) == CV_SUCCESS &&
           now >= t - 64.0 * DBL_EPSILON * fabs(t);
}

/* True if the rate is not finite a little further on, where the steps did not
 * lead; the trouble is noted then. */
static bool ends_ahead(paramod_ode *ode, double begun)
{
    const double *const y = ode->at.y;
    const double t = ode->at.t, ahead = 1e-6 * fabs(t - begun);
    bool ends;

    if (paramod_i_ode_rate(ode, ode->state) != PARAMOD_EVAL_OK)
        return true;
    for (size_t i = 0; i < ode->d; i++)
        ode->state[i] = y[i] + ahead * ode->state[i];
    ode->at.y = ode->state;
    ode->at.t = t + ahead;
    ends = paramod_i_ode_rate(ode, ode->trouble.y) != PARAMOD_EVAL_OK;
    ode->at.y = y;
    ode->at.t = t;
    return ends;
}

/* A callback's own trouble comes first.  Else steps became too short, and the
 * solution ends at a pole if a state would change by 1e8 of itself within the
 * time that it has taken to come here. */
paramod_eval paramod_i_ode_diagnose(paramod_ode *ode, int flag, double begun)
{
    paramod_ode_trouble_kind kind = PARAMOD_ODE_STEP_TOO_SHORT;
    size_t component = 0;

    if (ode->trouble.kind == PARAMOD_ODE_GAVE_UP)
        return PARAMOD_EVAL_STOP;
    if (ode->trouble.kind == PARAMOD_ODE_NOT_FINITE)
        return PARAMOD_EVAL_RETRY;
    if (flag == CV_TOO_MUCH_WORK)
        kind = PARAMOD_ODE_TOO_MANY_STEPS;
    if (fastest(ode, begun, &component) > 1e8)
        kind = PARAMOD_ODE_BLOW_UP;
    else if (kind == PARAMOD_ODE_STEP_TOO_SHORT && ends_ahead(ode, begun))
        return PARAMOD_EVAL_RETRY;
    return paramod_i_ode_note(ode, kind, "rate", component);
}

/* ---- a run ----------------------------------------------------------------------------------- */

static void set_scale(paramod_i_augmented *a)
{
    const paramod_ode *const ode = a->base.ode;

    for (size_t j = 0; j < a->layout.stride; j++) {
        const double theta = j < a->layout.k ? fabs(ode->theta[a->base.active[j]]) : 1.0;

        a->scale[j] = theta > 0.0 ? 1.0 / theta : 1.0;
    }
    for (size_t i = 0; i < ode->d; i++)
        a->tolerance[i] = (a->layout.k > 0 ? 0.5 : 1.0) * ode->absolute[i];
}

static paramod_eval begin(paramod_i_integrator *self, double t, double stop)
{
    paramod_i_augmented *const a = (paramod_i_augmented *)self;
    const paramod_ode_options *const options = &self->ode->options;

    set_scale(a);
    a->has_jacobian = a->has_factors = false;
    a->convergence = 1.0;
    a->begun = t;
    a->stop = stop;
    a->solves = a->failed = 0;
    if (CVodeReInit(a->cvode, 0.0, a->z) != CV_SUCCESS ||
        CVodeSetStopTime(a->cvode, stop - t) != CV_SUCCESS ||
        CVodeSetInitStep(a->cvode, options->first_step) != CV_SUCCESS ||
        CVodeSetMaxStep(a->cvode, options->largest_step) != CV_SUCCESS)
        return paramod_i_ode_note(self->ode, PARAMOD_ODE_STEP_TOO_SHORT, "rate", 0);
    return PARAMOD_EVAL_OK;
}

static paramod_eval advance(paramod_i_integrator *self, double t)
{
    paramod_i_augmented *const a = (paramod_i_augmented *)self;
    long before = 0, after = 0, failed_before = 0, failed = 0;
    double reached;
    int flag;

    /* too short for the first step of CVODES, and for the state to change */
    if (t - a->begun <= 8.0 * DBL_EPSILON * fmax(fabs(t), fabs(a->begun)))
        return PARAMOD_EVAL_OK;
    (void)CVodeGetNumSteps(a->cvode, &before);
    (void)CVodeGetNumErrTestFails(a->cvode, &failed_before);
    flag = CVode(a->cvode, t - a->begun, a->z, &reached, CV_NORMAL);
    (void)CVodeGetNumSteps(a->cvode, &after);
    (void)CVodeGetNumErrTestFails(a->cvode, &failed);
    self->ode->statistics.steps += (uint64_t)(after - before);
    self->ode->statistics.failures += (uint64_t)(failed - failed_before + a->failed);
    a->failed = 0;
    if (paramod_i_has_reached(a->cvode, flag, t - a->begun))
        return PARAMOD_EVAL_OK;
    (void)CVodeGetCurrentTime(a->cvode, &reached);
    self->ode->at.t = paramod_i_augmented_time(a, reached);
    self->ode->at.y = self->y;
    return paramod_i_ode_diagnose(self->ode, flag, a->begun);
}

/* ---- making ------------------------------------------------------------------------------------ */

static void destroy(paramod_i_integrator *self)
{
    paramod_i_augmented *const a = (paramod_i_augmented *)self;

    if (a->cvode != NULL)
        CVodeFree(&a->cvode);
    if (a->solver != NULL)
        SUNNonlinSolFreeEmpty(a->solver);
    if (a->z != NULL)
        N_VDestroy(a->z);
    if (a->context != NULL)
        (void)SUNContext_Free(&a->context);
    paramod_i_pool_destroy(a->pool);
    paramod_i_lu_destroy(a->lu);
    paramod_i_free(a->block);
    paramod_i_free(a);
}

static const paramod_i_integrator_class augmented_class = { destroy, begin, advance };

static size_t round_up(size_t n, size_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static paramod_status allocate(paramod_i_augmented *a)
{
    const size_t d = a->layout.d, stride = a->layout.stride;
    const paramod_i_rows_view shape = paramod_i_ode_shape(a->base.ode);
    const paramod_i_part parts[] = {
        { &a->jacobian, d, shape.width }, { &a->by_theta, d, stride },
        { &a->scale, stride, 1 },         { &a->y, d, 1 },
        { &a->rate, d, 1 },               { &a->correction, d, 1 },
        { &a->tolerance, d, 1 },
    };

    a->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (a->block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    (void)memset(a->by_theta, 0, d * stride * sizeof *a->by_theta);
    a->pool = paramod_i_pool_create(&a->layout);
    if (a->pool == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    return paramod_i_lu_create(&shape, &a->lu);
}

static bool set_up(paramod_i_augmented *a)
{
    const paramod_ode_options *const options = &a->base.ode->options;

    if (!paramod_i_context_create(&a->context))
        return false;
    a->z = paramod_i_vector_create(a->pool, a->context);
    a->cvode = CVodeCreate(options->adams != 0 ? CV_ADAMS : CV_BDF, a->context);
    if (a->z == NULL || a->cvode == NULL)
        return false;
    paramod_i_hush(a->cvode);
    if (CVodeInit(a->cvode, rate, 0.0, a->z) != CV_SUCCESS)
        return false;
    a->solver = paramod_i_newton_create(a);
    return a->solver != NULL &&
           CVodeSetNonlinearSolver(a->cvode, a->solver) == CV_SUCCESS &&
           CVodeSetUserData(a->cvode, a) == CV_SUCCESS &&
           CVodeWFtolerances(a->cvode, weights) == CV_SUCCESS &&
           CVodeSetMaxNumSteps(a->cvode, (long)options->max_steps) == CV_SUCCESS;
}

paramod_status paramod_i_augmented_create(paramod_ode *ode, size_t k,
                                          paramod_i_integrator **out)
{
    paramod_i_augmented *const a = paramod_i_resize(NULL, 1, sizeof *a);
    paramod_status status;

    if (a == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *a = (paramod_i_augmented){
        .base = { .class = &augmented_class, .ode = ode, .k = k },
        .layout = { .d = ode->d, .k = k, .head = round_up(ode->d, PARAMOD_I_LANES),
                    .stride = round_up(k, PARAMOD_I_LANES) }
    };
    a->layout.size = round_up(a->layout.head + ode->d * a->layout.stride,
                              PARAMOD_I_FLAT);
    status = allocate(a);
    if (status == PARAMOD_OK && !set_up(a))
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    if (status != PARAMOD_OK) {
        destroy(&a->base);
        return status;
    }
    a->base.y = paramod_i_vector_data(a->z);
    a->base.s = a->base.y + a->layout.head;
    a->base.stride = a->layout.stride;
    *out = &a->base;
    return PARAMOD_OK;
}
