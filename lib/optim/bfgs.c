/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Trust-region BFGS with Powell's damping (Nocedal and Wright, "Numerical
 * Optimization", 2nd ed., procedure 18.2), for models without second
 * derivatives.  The first B is diagonal, from second differences of values, so
 * that a change of units changes nothing.
 *
 * B says little about directions that were not travelled.  Before a solution
 * is believed B is therefore replaced by the Hessian from differences; if the
 * point then no longer looks like one, the work goes on from there.
 */

#include <math.h>
#include <string.h>

#include <paramod/fit.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "optim/method_impl.h"
#include "optim/spectral_impl.h"

typedef struct bfgs_state {
    paramod_i_problem *problem;
    paramod_i_spectral spectral;
    size_t k;
    bool begun;       /* b has been set */
    double f;         /* at the current point */
    double candidate; /* f at the last start() or trial() */
    double *work;
    double *u;        /* k: the current point */
    double *g;        /* k: its gradient */
    double *b;        /* k x k: B there */
    double *next_g;   /* k */
    double *next_b;   /* k x k */
    double *s;        /* k: step, then B s */
    double *y;        /* k: change of the gradient */
} bfgs_state;

static void bfgs_destroy(void *state)
{
    bfgs_state *bfgs = state;

    if (bfgs == NULL)
        return;
    paramod_i_spectral_destroy(&bfgs->spectral);
    paramod_i_free(bfgs->work);
    paramod_i_free(bfgs);
}

static paramod_status provide(bfgs_state *bfgs)
{
    const size_t k = bfgs->k;
    const paramod_status status = paramod_i_spectral_create(k, &bfgs->spectral);

    if (status != PARAMOD_OK)
        return status;
    bfgs->work = paramod_i_resize(NULL, 5 * k + 2 * k * k, sizeof *bfgs->work);
    if (bfgs->work == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    bfgs->u = bfgs->work;
    bfgs->g = bfgs->u + k;
    bfgs->next_g = bfgs->g + k;
    bfgs->s = bfgs->next_g + k;
    bfgs->y = bfgs->s + k;
    bfgs->b = bfgs->y + k;
    bfgs->next_b = bfgs->b + k * k;
    return PARAMOD_OK;
}

static paramod_status bfgs_create(paramod_i_problem *problem, void **state_out)
{
    bfgs_state *bfgs = paramod_i_resize(NULL, 1, sizeof *bfgs);
    paramod_status status;

    if (bfgs == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *bfgs = (bfgs_state){ .problem = problem, .k = problem->k };
    status = provide(bfgs);
    if (status != PARAMOD_OK) {
        bfgs_destroy(bfgs);
        return status;
    }
    *state_out = bfgs;
    return PARAMOD_OK;
}

static paramod_eval bfgs_start(void *state, const double *u, double *f)
{
    bfgs_state *bfgs = state;
    const paramod_eval eval = paramod_i_problem_value(bfgs->problem, u, f);

    bfgs->candidate = *f;
    return eval;
}

static paramod_eval bfgs_trial(void *state, const double *u, bool likely,
                               double *gain)
{
    bfgs_state *bfgs = state;
    double f = INFINITY;
    const paramod_eval eval = bfgs_start(state, u, &f);

    (void)likely;
    *gain = bfgs->f - f;
    return eval;
}

/* Diagonal B; where no curvature can be had, that of a unit change. */
static paramod_eval begin(bfgs_state *bfgs, const double *u)
{
    const size_t k = bfgs->k;
    const paramod_eval eval = paramod_i_second_difference_diagonal(
        bfgs->problem, u, bfgs->candidate, bfgs->y);

    if (eval == PARAMOD_EVAL_STOP)
        return eval;
    for (size_t i = 0; i < k * k; i++)
        bfgs->next_b[i] = 0.0;
    for (size_t j = 0; j < k; j++) {
        const double size = fmax(1.0, fabs(u[j]));
        const bool known = eval == PARAMOD_EVAL_OK && bfgs->y[j] != 0.0;

        bfgs->next_b[j * k + j] = known ? fabs(bfgs->y[j]) : 1.0 / (size * size);
    }
    return PARAMOD_EVAL_OK;
}

/* B + r r' / s'r - B s s'B / s'B s, with r = y damped towards B s so that
 * s'r >= 0.2 s'B s: the update stays positive definite.  An s that B takes
 * for nothing, or an overflow, leaves B alone. */
static void update(bfgs_state *bfgs, const double *u)
{
    const size_t k = bfgs->k;
    double *const s = bfgs->s, *const y = bfgs->y, *const bs = bfgs->next_b;
    double curved, secant, theta, damped;

    for (size_t j = 0; j < k; j++) {
        s[j] = u[j] - bfgs->u[j];
        y[j] = bfgs->next_g[j] - bfgs->g[j];
    }
    paramod_i_times(k, k, bfgs->b, s, bs);
    curved = paramod_i_dot(k, s, bs);
    secant = paramod_i_dot(k, s, y);
    theta = secant >= 0.2 * curved ? 1.0 : 0.8 * curved / (curved - secant);
    damped = theta * secant + (1.0 - theta) * curved;
    for (size_t j = 0; j < k; j++) {
        y[j] = theta * y[j] + (1.0 - theta) * bs[j];
        s[j] = bs[j];
    }
    (void)memcpy(bfgs->next_b, bfgs->b, k * k * sizeof *bs);
    if (!(curved > 0.0 && damped > 0.0 && isfinite(curved + damped)))
        return;
    for (size_t j = 0; j < k; j++)
        for (size_t i = 0; i < k; i++)
            bfgs->next_b[i + j * k] += y[i] * (y[j] / damped) -
                                       s[i] * (s[j] / curved);
}

/* The candidate becomes the current point. */
static void move(bfgs_state *bfgs, const double *u)
{
    const size_t k = bfgs->k;

    (void)memcpy(bfgs->u, u, k * sizeof *u);
    (void)memcpy(bfgs->g, bfgs->next_g, k * sizeof *u);
    (void)memcpy(bfgs->b, bfgs->next_b, k * k * sizeof *u);
    bfgs->f = bfgs->candidate;
    bfgs->begun = true;
}

static paramod_eval bfgs_expand(void *state, const double *u, paramod_i_model *q)
{
    bfgs_state *bfgs = state;
    double f;
    paramod_eval eval =
        paramod_i_problem_gradient(bfgs->problem, u, &f, bfgs->next_g);
    const paramod_i_expansion at = { u, bfgs->candidate, bfgs->next_g,
                                     bfgs->next_b };

    if (eval == PARAMOD_EVAL_OK && !bfgs->begun)
        eval = begin(bfgs, u);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (bfgs->begun)
        update(bfgs, u);
    if (!paramod_i_spectral_fill(&bfgs->spectral, bfgs->problem, &at, q))
        return PARAMOD_EVAL_RETRY;
    move(bfgs, u);
    return PARAMOD_EVAL_OK;
}

/* B = S V |W| V' S of the Hessian that q now stands for. */
static void restart(bfgs_state *bfgs, const paramod_i_model *q)
{
    const size_t k = bfgs->k;

    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double sum = 0.0;

            for (size_t l = 0; l < k; l++)
                sum += q->basis[i + l * k] * q->basis[j + l * k] *
                       fmax(fabs(q->curvature[l]), q->negligible);
            bfgs->b[i + j * k] = q->scale[i] * sum * q->scale[j];
        }
}

static paramod_eval bfgs_confirm(void *state, const double *u, paramod_i_model *q)
{
    bfgs_state *bfgs = state;
    double f;
    const paramod_eval eval = paramod_i_problem_hessian(
        bfgs->problem, u, &f, bfgs->next_g, bfgs->next_b);
    const paramod_i_expansion at = { u, bfgs->f, bfgs->g, bfgs->next_b };

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (!paramod_i_spectral_fill(&bfgs->spectral, bfgs->problem, &at, q))
        return PARAMOD_EVAL_RETRY;
    restart(bfgs, q);
    return PARAMOD_EVAL_OK;
}

const paramod_i_method paramod_i_bfgs = {
    .name = "BFGS", .create = bfgs_create, .destroy = bfgs_destroy,
    .start = bfgs_start, .trial = bfgs_trial, .expand = bfgs_expand,
    .confirm = bfgs_confirm,
    .doubtful = 1u << PARAMOD_FIT_GRADIENT | 1u << PARAMOD_FIT_STEP,
};
