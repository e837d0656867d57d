/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The equations of one step, z = z_pred + c with
 *
 *     rl1 z_1 + c - gamma f(t, z_pred + c) = 0,
 *
 * for z = (y, S).  They are triangular by blocks: those for y do not contain S,
 * and those for S are linear in it with the matrix I - gamma df/dy at the new y.
 * So y is found first, by Newton's method with the factors at hand; df/dy is
 * evaluated and factored there once; and one solve with k right-hand sides
 * gives all sensitivities, without iteration (the staggered direct method of
 * Caracotsios and Stewart, Computers and Chemical Engineering 9 (1985) 359-365).
 * The factors then serve the next step.
 *
 * Without sensitivities factors are kept while they converge, by the rules of
 * CVODE: 20 steps, or a change of gamma by 30 %; and Jacobians for 50 steps.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "ode/sundials_impl.h"

enum { MOST_ITERATIONS = 4, JACOBIAN_AGE = 50, FACTOR_AGE = 20 };
static const double GAMMA_CHANGE = 0.3;
/* The most that Newton's method may leave, in units of the tolerances.  CVODES
 * would allow several times them with Adams' methods of high order, and what is
 * left divided by the step then drowns the derivatives. */
static const double MOST_LEFT = 0.1;

/* What CVODES says of the step. */
typedef struct step {
    paramod_i_augmented *a;
    double t, gamma, rl1, tolerance;
    const double *predicted, *z1, *weights;
} step;

static paramod_eval evaluate_jacobian(step *s)
{
    paramod_i_augmented *const a = s->a;
    const paramod_eval eval = paramod_i_ode_state_jacobian(a->base.ode, a->jacobian);

    a->has_jacobian = a->is_current = eval == PARAMOD_EVAL_OK;
    a->has_factors = false;
    a->jacobian_age = 0;
    return eval;
}

/* False if I - gamma J is singular. */
static bool factor(step *s)
{
    paramod_i_augmented *const a = s->a;

    a->base.ode->statistics.factorisations++;
    a->has_factors = paramod_i_lu_factor(a->lu, 1.0, -s->gamma, a->jacobian);
    a->factored = s->gamma;
    a->factor_age = 0;
    return a->has_factors;
}

static paramod_eval evaluate_and_factor(step *s)
{
    const paramod_eval eval = evaluate_jacobian(s);

    s->a->convergence = 1.0;
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    return factor(s) ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}

/* Factors that will do, at the predicted state. */
static paramod_eval set_up(step *s)
{
    paramod_i_augmented *const a = s->a;
    const bool is_old = a->factor_age >= FACTOR_AGE ||
                        fabs(s->gamma / a->factored - 1.0) > GAMMA_CHANGE;

    if (!a->has_jacobian || a->jacobian_age >= JACOBIAN_AGE)
        return evaluate_and_factor(s);
    if (a->has_factors && !is_old)
        return PARAMOD_EVAL_OK;
    return factor(s) ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}

/* ---- the states --------------------------------------------------------------------- */

/* One iteration; *size is the norm of the change. */
static paramod_eval iterate(step *s, double *size)
{
    paramod_i_augmented *const a = s->a;
    const size_t d = a->layout.d;
    const double factor = 2.0 / (1.0 + s->gamma / a->factored);
    const paramod_eval eval = paramod_i_ode_rate(a->base.ode, a->rate);
    double sum = 0.0;

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t i = 0; i < d; i++)
        a->rate[i] = s->gamma * a->rate[i] - s->rl1 * s->z1[i] - a->correction[i];
    paramod_i_lu_solve(a->lu, a->rate);
    for (size_t i = 0; i < d; i++) {
        const double change = factor * a->rate[i], term = change * s->weights[i];

        a->correction[i] += change;
        a->y[i] = s->predicted[i] + a->correction[i];
        sum += term * term;
    }
    *size = sqrt(sum / (double)d);
    return PARAMOD_EVAL_OK;
}

static void predict(step *s)
{
    const size_t bytes = s->a->layout.d * sizeof(double);

    (void)memset(s->a->correction, 0, bytes);
    (void)memcpy(s->a->y, s->predicted, bytes);
}

/* Newton's method from the prediction, with the convergence test of CVODE. */
static paramod_eval find_states(step *s)
{
    paramod_i_augmented *const a = s->a;
    double before = 0.0, size;

    predict(s);
    for (int i = 0; i < MOST_ITERATIONS; i++) {
        const paramod_eval eval = iterate(s, &size);

        a->solves++;
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        if (i > 0)
            a->convergence = fmax(0.3 * a->convergence, size / before);
        if (size * fmin(1.0, a->convergence) <= s->tolerance)
            return PARAMOD_EVAL_OK;
        if (!isfinite(size) || (i > 0 && size > 2.0 * before))
            return PARAMOD_EVAL_RETRY;
        before = size;
    }
    return PARAMOD_EVAL_RETRY;
}

/* Again with a fresh Jacobian if an old one may be to blame. */
static paramod_eval solve_states(step *s)
{
    paramod_i_augmented *const a = s->a;
    paramod_eval eval;

    a->is_current = false;
    predict(s);
    eval = set_up(s);
    if (eval == PARAMOD_EVAL_OK)
        eval = find_states(s);
    if (eval == PARAMOD_EVAL_RETRY && !a->is_current) {
        predict(s);
        eval = evaluate_and_factor(s);
        if (eval == PARAMOD_EVAL_OK)
            eval = find_states(s);
    }
    return eval;
}

/* ---- the sensitivities ----------------------------------------------------------------- */

paramod_eval paramod_i_gather_by_theta(paramod_i_augmented *a)
{
    paramod_ode *const ode = a->base.ode;
    const paramod_eval eval = paramod_i_ode_parameter_jacobian(ode, ode->by_theta);
    const size_t *const active = a->base.active;
    const size_t k = a->layout.k;

    for (size_t i = 0; i < ode->d; i++) {
        const double *const from = ode->by_theta + i * ode->n;
        double *const to = a->by_theta + i * a->layout.stride;

        if (active[k - 1] - active[0] == k - 1) /* they ascend: no gaps */
            (void)memcpy(to, from + active[0], k * sizeof *to);
        else
            for (size_t j = 0; j < k; j++)
                to[j] = from[active[j]];
    }
    return eval;
}

static paramod_eval solve_sensitivities(step *s, double *correction)
{
    paramod_i_augmented *const a = s->a;
    const size_t head = a->layout.head, stride = a->layout.stride;
    paramod_eval eval = evaluate_jacobian(s);
    paramod_i_variation v = { .jacobian = paramod_i_ode_shape(a->base.ode),
                              .by_theta = a->by_theta, .s = s->predicted + head,
                              .gamma = s->gamma, .factor = -s->rl1,
                              .z = s->z1 + head };

    v.jacobian.entry = a->jacobian;
    if (eval == PARAMOD_EVAL_OK)
        eval = paramod_i_gather_by_theta(a);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (!factor(s))
        return PARAMOD_EVAL_RETRY;
    paramod_i_variation_rate(&v, stride, correction);
    paramod_i_lu_solve_block(a->lu, stride, correction);
    return PARAMOD_EVAL_OK;
}

/* ---- for CVODES --------------------------------------------------------------------------- */

/* Steps that hardly move the time mean that there is no going on. */
static bool is_stuck(const step *s)
{
    return fabs(s->gamma / s->rl1) <= 8.0 * DBL_EPSILON * fabs(s->t);
}

static int failure(paramod_i_augmented *a, paramod_eval eval)
{
    a->failed++;
    return eval == PARAMOD_EVAL_STOP ? SUN_NLS_EXT_FAIL : SUN_NLS_CONV_RECVR;
}

static int solve(SUNNonlinearSolver solver, N_Vector y0, N_Vector ycor, N_Vector w,
                 double tolerance, int call_setup, void *cvode)
{
    paramod_i_augmented *const a = solver->content;
    paramod_ode *const ode = a->base.ode;
    step s = { .a = a, .tolerance = fmin(tolerance, MOST_LEFT),
               .weights = paramod_i_vector_data(w) };
    double *const correction = paramod_i_vector_data(ycor);
    N_Vector predicted, z, f, z1;
    void *data;
    paramod_eval eval;

    (void)y0, (void)call_setup;
    if (CVodeGetNonlinearSystemData(cvode, &s.t, &predicted, &z, &f, &s.gamma, &s.rl1,
                                    &z1, &data) != CV_SUCCESS)
        return SUN_NLS_MEM_NULL;
    s.predicted = paramod_i_vector_data(predicted);
    s.z1 = paramod_i_vector_data(z1);
    ode->at.t = paramod_i_augmented_time(a, s.t);
    ode->at.y = a->y;
    if (is_stuck(&s))
        return failure(a, PARAMOD_EVAL_STOP);
    ode->trouble.kind = PARAMOD_ODE_NO_TROUBLE;
    eval = solve_states(&s);
    if (eval == PARAMOD_EVAL_OK && a->layout.k > 0)
        eval = solve_sensitivities(&s, correction + a->layout.head);
    if (eval != PARAMOD_EVAL_OK)
        return failure(a, eval);
    (void)memcpy(correction, a->correction, a->layout.d * sizeof *correction);
    ode->trouble.kind = PARAMOD_ODE_NO_TROUBLE;
    a->jacobian_age++;
    a->factor_age++;
    return SUN_NLS_SUCCESS;
}

static SUNNonlinearSolver_Type get_type(SUNNonlinearSolver solver)
{
    (void)solver;
    return SUNNONLINEARSOLVER_ROOTFIND;
}

static int accept(SUNNonlinearSolver solver)
{
    (void)solver;
    return SUN_NLS_SUCCESS;
}

static int set_function(SUNNonlinearSolver solver, SUNNonlinSolSysFn function)
{
    (void)solver, (void)function;
    return SUN_NLS_SUCCESS;
}

static int set_test(SUNNonlinearSolver solver, SUNNonlinSolConvTestFn test, void *data)
{
    (void)solver, (void)test, (void)data;
    return SUN_NLS_SUCCESS;
}

static int set_most(SUNNonlinearSolver solver, int most)
{
    (void)solver, (void)most;
    return SUN_NLS_SUCCESS;
}

static int get_iterations(SUNNonlinearSolver solver, long *count)
{
    const paramod_i_augmented *const a = solver->content;

    *count = a->solves;
    return SUN_NLS_SUCCESS;
}

static int get_failures(SUNNonlinearSolver solver, long *count)
{
    const paramod_i_augmented *const a = solver->content;

    *count = a->failed;
    return SUN_NLS_SUCCESS;
}

SUNNonlinearSolver paramod_i_newton_create(paramod_i_augmented *augmented)
{
    const SUNNonlinearSolver solver = SUNNonlinSolNewEmpty(augmented->context);

    if (solver == NULL)
        return NULL;
    solver->content = augmented;
    solver->ops->gettype = get_type;
    solver->ops->initialize = accept;
    solver->ops->solve = solve;
    solver->ops->setsysfn = set_function;
    solver->ops->setctestfn = set_test;
    solver->ops->setmaxiters = set_most;
    solver->ops->getnumiters = get_iterations;
    solver->ops->getnumconvfails = get_failures;
    return solver;
}
