/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Steady states, f(y) = 0, reached from given initial values.
 *
 * Where w'f = 0 for some w, the total w'y never changes, df/dy is singular, and
 * f(y) = 0 alone has a whole manifold of solutions.  One equation for each such
 * law is replaced by w'y = w'y0.  The laws are those of the caller or, as
 * reaction networks have them for good, those of the values of f at random
 * states and parameters: the null space of that matrix.
 *
 * The system is integrated for longer and longer, until Newton's method started
 * at the state reached finds a root within steady_tolerance of it: then the
 * root is where the solution was going, and not another one.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include <paramod/random.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/qr_impl.h"
#include "linalg/svd_impl.h"
#include "ode/integrator_impl.h"

/* Singular values below this, relative to the largest, are rounding. */
static const double LAW_TOLERANCE = 1e-13;
enum { MOST_ITERATIONS = 25, MORE_SAMPLES = 8 };

struct paramod_i_steady {
    size_t d, samples, stride;
    size_t laws;
    size_t found_for;  /* 1 + experiment that the laws are of; 0 for none */
    paramod_i_lu *lu;
    paramod_i_svd *svd;
    paramod_i_qr *qr;  /* d x d: laws above rows of zeros */
    double *block;
    double *law;       /* laws x d, room for d x d */
    size_t *row;       /* laws: the equation that each replaces */
    double *sample;    /* samples x d, column-major */
    double *scale;     /* d */
    double *matrix;    /* d x d, row-major: df/dy with laws put in */
    double *start;     /* d: y0 */
    double *y, *rate;  /* d */
    double *theta;     /* n */
    double *s;         /* d x stride */
};

void paramod_i_steady_destroy(paramod_i_steady *steady)
{
    if (steady == NULL)
        return;
    paramod_i_lu_destroy(steady->lu);
    paramod_i_svd_destroy(steady->svd);
    paramod_i_qr_destroy(steady->qr);
    paramod_i_free(steady->row);
    paramod_i_free(steady->block);
    paramod_i_free(steady);
}

static paramod_status allocate(const paramod_ode *ode, paramod_i_steady *steady)
{
    const size_t d = steady->d;
    const paramod_i_rows_view shape = { d, 0, 0, d, false, NULL };
    const paramod_i_part parts[] = {
        { &steady->law, d, d },     { &steady->sample, steady->samples, d },
        { &steady->scale, d, 1 },   { &steady->matrix, d, d },
        { &steady->start, d, 1 },   { &steady->y, d, 1 },
        { &steady->rate, d, 1 },    { &steady->theta, ode->n, 1 },
        { &steady->s, d, steady->stride },
    };
    paramod_status status;

    steady->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    steady->row = paramod_i_resize(NULL, d, sizeof *steady->row);
    if (steady->block == NULL || steady->row == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = paramod_i_lu_create(&shape, &steady->lu);
    if (status == PARAMOD_OK)
        status = paramod_i_svd_create(steady->samples, d, &steady->svd);
    return status == PARAMOD_OK ? paramod_i_qr_create(d, d, &steady->qr) : status;
}

paramod_status paramod_i_steady_create(paramod_ode *ode, paramod_i_steady **out)
{
    paramod_i_steady *const steady = paramod_i_resize(NULL, 1, sizeof *steady);
    const size_t block = PARAMOD_I_LU_BLOCK;
    paramod_status status;

    if (steady == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *steady = (paramod_i_steady){ .d = ode->d, .samples = ode->d + MORE_SAMPLES,
                                  .stride = (ode->n + block - 1) / block * block };
    status = allocate(ode, steady);
    if (status == PARAMOD_OK)
        *out = steady;
    else
        paramod_i_steady_destroy(steady);
    return status;
}

/* ---- conservation laws ------------------------------------------------------------ */

/* The rate at a random state near that of the object, and at random parameters
 * near its own, as row i of the samples.  Rows that cannot be had are 0. */
static void draw(paramod_ode *ode, paramod_random *random, size_t i)
{
    paramod_i_steady *const steady = ode->steady;
    const paramod_ode_point at = ode->at;
    double largest;

    for (size_t j = 0; j < ode->d; j++) {
        const double floor = ode->absolute[j] / ode->options.relative_tolerance;

        steady->y[j] = at.y[j] * (0.5 + paramod_random_uniform(random)) +
                       floor * paramod_random_uniform(random);
    }
    for (size_t j = 0; j < ode->n; j++)
        steady->theta[j] = at.theta[j] * (0.9 + 0.2 * paramod_random_uniform(random));
    ode->at.y = steady->y;
    ode->at.theta = steady->theta;
    if (paramod_i_ode_rate(ode, steady->rate) != PARAMOD_EVAL_OK)
        (void)memset(steady->rate, 0, ode->d * sizeof *steady->rate);
    ode->trouble.kind = PARAMOD_ODE_NO_TROUBLE;
    ode->at = at;
    largest = paramod_i_largest(ode->d, steady->rate);
    for (size_t j = 0; j < ode->d; j++)
        steady->sample[i + j * steady->samples] =
            largest > 0.0 ? steady->rate[j] / largest : 0.0;
}

/* Divides each column by its largest entry. */
static void scale_columns(paramod_i_steady *steady)
{
    const size_t samples = steady->samples;

    for (size_t j = 0; j < steady->d; j++) {
        double *const column = steady->sample + j * samples;
        const double largest = paramod_i_largest(samples, column);

        steady->scale[j] = largest > 0.0 ? largest : 1.0;
        for (size_t i = 0; i < samples; i++)
            column[i] /= steady->scale[j];
    }
}

/* Right singular vectors of value 0, as laws. */
static void take_laws(paramod_i_steady *steady)
{
    const size_t d = steady->d;
    const double *const right = paramod_i_svd_right(steady->svd);
    const size_t rank = paramod_i_svd_values(steady->svd)[0] > 0.0
                            ? paramod_i_svd_rank(steady->svd, LAW_TOLERANCE)
                            : 0;

    steady->laws = d - rank;
    for (size_t i = 0; i < steady->laws; i++)
        for (size_t j = 0; j < d; j++)
            steady->law[i * d + j] = right[j + (rank + i) * d] / steady->scale[j];
}

static void find_laws(paramod_ode *ode)
{
    paramod_i_steady *const steady = ode->steady;
    paramod_random random = paramod_random_stream(20250101, 0);

    for (size_t i = 0; i < steady->samples; i++)
        draw(ode, &random, i);
    scale_columns(steady);
    if (paramod_i_svd_factor(steady->svd, steady->sample))
        take_laws(steady);
}

/* Equations to be replaced: those of the states on which the laws, in units of
 * the rates, depend most independently. */
static void choose_rows(paramod_i_steady *steady)
{
    const size_t d = steady->d, laws = steady->laws;
    double *const scaled = steady->matrix; /* d x d, column-major */

    for (size_t j = 0; j < d; j++)
        for (size_t i = 0; i < d; i++)
            scaled[i + j * d] = i < laws ? steady->law[i * d + j] * steady->scale[j]
                                         : 0.0;
    paramod_i_qr_factor(steady->qr, scaled);
    for (size_t i = 0; i < laws; i++)
        steady->row[i] = paramod_i_qr_pivot(steady->qr)[i];
}

static void prepare_laws(paramod_ode *ode)
{
    paramod_i_steady *const steady = ode->steady;
    const size_t d = ode->d;

    if (steady->found_for == ode->at.experiment + 1)
        return;
    steady->found_for = ode->at.experiment + 1;
    steady->laws = 0;
    if (ode->system.conserved != NULL) {
        steady->laws = ode->system.laws;
        (void)memcpy(steady->law, ode->system.conserved,
                     steady->laws * d * sizeof *steady->law);
        for (size_t j = 0; j < d; j++)
            steady->scale[j] = 1.0;
    } else
        find_laws(ode);
    choose_rows(steady);
}

/* ---- Newton's method ---------------------------------------------------------------- */

/* df/dy at ode->at in full, with the laws in place of their rows. */
static paramod_eval fill_matrix(paramod_ode *ode)
{
    paramod_i_steady *const steady = ode->steady;
    const size_t d = ode->d;
    const paramod_eval eval = paramod_i_ode_state_jacobian(ode, ode->jacobian);
    paramod_i_rows_view view = paramod_i_ode_shape(ode);

    view.entry = ode->jacobian;
    (void)memset(steady->matrix, 0, d * d * sizeof *steady->matrix);
    for (size_t i = 0; i < d; i++) {
        const size_t begin = paramod_i_row_begin(&view, i);

        (void)memcpy(steady->matrix + i * d + begin, paramod_i_row(&view, i),
                     (paramod_i_row_end(&view, i) - begin) * sizeof(double));
    }
    for (size_t i = 0; i < steady->laws; i++)
        (void)memcpy(steady->matrix + steady->row[i] * d, steady->law + i * d,
                     d * sizeof(double));
    return eval;
}

/* f, and how far the totals have moved, into steady->rate. */
static paramod_eval fill_residual(paramod_ode *ode)
{
    paramod_i_steady *const steady = ode->steady;
    const paramod_eval eval = paramod_i_ode_rate(ode, steady->rate);

    for (size_t i = 0; i < steady->laws; i++) {
        double moved = 0.0;

        for (size_t j = 0; j < ode->d; j++)
            moved += steady->law[i * ode->d + j] * (ode->at.y[j] - steady->start[j]);
        steady->rate[steady->row[i]] = moved;
    }
    return eval;
}

/* Size of a change relative to the states, those below their floor aside. */
static double relative_size(const paramod_ode *ode, const double *change,
                            const double *y)
{
    double largest = 0.0;

    for (size_t i = 0; i < ode->d; i++)
        largest = fmax(largest, fabs(change[i]) /
                                    (fabs(y[i]) + ode->absolute[i] /
                                                      ode->options.relative_tolerance));
    return largest;
}

/* What Newton's method came to. */
typedef enum newton { CONVERGED, WENT_ASTRAY, IS_SINGULAR } newton;

/* From steady->y to a root there, which ode->at.y then points at. */
static newton find_root(paramod_ode *ode)
{
    paramod_i_steady *const steady = ode->steady;
    double before = INFINITY;

    ode->at.y = steady->y;
    for (int i = 0; i < MOST_ITERATIONS; i++) {
        double size;

        if (fill_residual(ode) != PARAMOD_EVAL_OK || fill_matrix(ode) != PARAMOD_EVAL_OK)
            return WENT_ASTRAY;
        if (!paramod_i_lu_factor(steady->lu, 0.0, 1.0, steady->matrix))
            return IS_SINGULAR;
        paramod_i_lu_solve(steady->lu, steady->rate);
        size = relative_size(ode, steady->rate, steady->y);
        for (size_t j = 0; j < ode->d; j++)
            steady->y[j] -= steady->rate[j];
        /* the next step would be of the order of size^2, or be rounding */
        if (size < 64.0 * DBL_EPSILON || (size < 1e-9 && size >= 0.5 * before))
            return CONVERGED;
        if (!(size < 1e3))
            return WENT_ASTRAY;
        before = size;
    }
    return WENT_ASTRAY;
}

/* True if the root that Newton's method finds from y is y, nearly. */
static newton try_root(paramod_ode *ode, const double *y)
{
    paramod_i_steady *const steady = ode->steady;
    newton outcome;

    (void)memcpy(steady->y, y, ode->d * sizeof *y);
    outcome = find_root(ode);
    if (outcome != CONVERGED)
        return outcome;
    for (size_t i = 0; i < ode->d; i++)
        steady->rate[i] = steady->y[i] - y[i];
    return relative_size(ode, steady->rate, y) <= ode->options.steady_tolerance
               ? CONVERGED
               : WENT_ASTRAY;
}

/* ---- sensitivities -------------------------------------------------------------------- */

/* M S = (-df/dtheta; w' dy0/dtheta), over columns that s has; s holds dy0. */
static paramod_eval solve_sensitivities(paramod_ode *ode, double *s, size_t stride)
{
    paramod_i_steady *const steady = ode->steady;
    const paramod_i_experiment *const e = &ode->experiment[ode->at.experiment];
    const size_t d = ode->d, k = e->active_count;
    paramod_eval eval = fill_matrix(ode);

    if (eval == PARAMOD_EVAL_OK)
        eval = paramod_i_ode_parameter_jacobian(ode, ode->by_theta);
    if (eval == PARAMOD_EVAL_OK &&
        !paramod_i_lu_factor(steady->lu, 0.0, 1.0, steady->matrix))
        eval = paramod_i_ode_note(ode, PARAMOD_ODE_NO_STEADY_STATE, "steady state", 0);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    (void)memset(steady->s, 0, d * steady->stride * sizeof *steady->s);
    for (size_t i = 0; i < d; i++)
        for (size_t j = 0; j < k; j++)
            steady->s[i * steady->stride + j] =
                -ode->by_theta[i * ode->n + e->active[j]];
    for (size_t i = 0; i < steady->laws; i++) {
        double *const row = steady->s + steady->row[i] * steady->stride;

        (void)memset(row, 0, steady->stride * sizeof *row);
        for (size_t l = 0; l < d; l++)
            paramod_i_axpy(k, steady->law[i * d + l], s + l * stride, row);
    }
    paramod_i_lu_solve_block(steady->lu, steady->stride, steady->s);
    for (size_t i = 0; i < d; i++)
        (void)memcpy(s + i * stride, steady->s + i * steady->stride, k * sizeof *s);
    return PARAMOD_EVAL_OK;
}

paramod_eval paramod_i_steady_adjoint(paramod_ode *ode, double *lambda,
                                      double *gradient)
{
    paramod_i_steady *const steady = ode->steady;
    const size_t d = ode->d, n = ode->n;
    paramod_eval eval = fill_matrix(ode);

    if (eval == PARAMOD_EVAL_OK)
        eval = paramod_i_ode_parameter_jacobian(ode, ode->by_theta);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    paramod_i_transpose(d, d, steady->matrix, ode->square);
    if (!paramod_i_lu_factor(steady->lu, 0.0, 1.0, ode->square))
        return paramod_i_ode_note(ode, PARAMOD_ODE_NO_STEADY_STATE, "steady state", 0);
    paramod_i_lu_solve(steady->lu, lambda);
    for (size_t i = 0; i < d; i++) {
        bool replaced = false;

        for (size_t l = 0; l < steady->laws; l++)
            replaced = replaced || steady->row[l] == i;
        if (!replaced)
            paramod_i_axpy(n, -lambda[i], ode->by_theta + i * n, gradient);
    }
    eval = paramod_i_ode_initial_jacobian(ode, ode->by_theta);
    for (size_t l = 0; eval == PARAMOD_EVAL_OK && l < steady->laws; l++)
        for (size_t j = 0; j < d; j++)
            paramod_i_axpy(n, lambda[steady->row[l]] * steady->law[l * d + j],
                           ode->by_theta + j * n, gradient);
    return eval;
}

/* ---- the way there --------------------------------------------------------------------- */

/* Integrates on and on; *singular tells why no root was found in the end. */
static paramod_eval approach(paramod_ode *ode, paramod_i_integrator *plain,
                             bool *singular)
{
    const double start = ode->at.t, most = ode->options.steady_time;
    paramod_eval eval = plain->class->begin(plain, start, start + most);

    for (double time = 1.0; eval == PARAMOD_EVAL_OK; time = fmin(4.0 * time, most)) {
        newton outcome;

        eval = plain->class->advance(plain, start + time);
        if (eval != PARAMOD_EVAL_OK)
            break;
        ode->at.t = start + time;
        ode->at.y = plain->y;
        prepare_laws(ode);
        outcome = try_root(ode, plain->y);
        *singular = outcome == IS_SINGULAR;
        if (outcome == CONVERGED)
            return PARAMOD_EVAL_OK;
        ode->at.y = plain->y;
        if (time >= most)
            return paramod_i_ode_note(ode, PARAMOD_ODE_NO_STEADY_STATE, "steady state",
                                      0);
    }
    return eval;
}

paramod_eval paramod_i_ode_equilibrate(paramod_ode *ode, double *y, double *s,
                                       size_t stride)
{
    paramod_i_steady *const steady = ode->steady;
    paramod_i_integrator *plain = NULL;
    paramod_eval eval;

    for (size_t i = 0; i < ode->integrators; i++)
        if (ode->integrator[i]->k == 0)
            plain = ode->integrator[i];
    (void)memcpy(steady->start, y, ode->d * sizeof *y);
    if (plain->y != y)
        (void)memcpy(plain->y, y, ode->d * sizeof *y);
    ode->singular = false;
    eval = approach(ode, plain, &ode->singular);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    (void)memcpy(y, steady->y, ode->d * sizeof *y);
    ode->at.y = y;
    return s != NULL ? solve_sensitivities(ode, s, stride) : PARAMOD_EVAL_OK;
}
