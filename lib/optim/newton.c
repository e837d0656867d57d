/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Newton's method: the quadratic model is the Taylor polynomial.  One call of
 * the model's hessian() gives value, gradient and Hessian.  Where the last
 * prediction was good the next point is almost certain to be accepted, and
 * that one call serves as its trial too; elsewhere, and where Hessians are
 * made of differences, a trial is a mere value.
 */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "optim/method_impl.h"
#include "optim/spectral_impl.h"

typedef struct newton_state {
    paramod_i_problem *problem;
    paramod_i_spectral spectral;
    double f;         /* at the current point */
    double *g;        /* k */
    double *h;        /* k x k */
    double candidate; /* f at the last start() or trial() */
    bool expanded;    /* g and h belong to that point */
} newton_state;

static void newton_destroy(void *state)
{
    newton_state *newton = state;

    if (newton == NULL)
        return;
    paramod_i_spectral_destroy(&newton->spectral);
    paramod_i_free(newton->g);
    paramod_i_free(newton);
}

static paramod_status newton_create(paramod_i_problem *problem, void **state_out)
{
    const size_t k = problem->k;
    newton_state *newton = paramod_i_resize(NULL, 1, sizeof *newton);
    paramod_status status;

    if (newton == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *newton = (newton_state){ .problem = problem };
    status = paramod_i_spectral_create(k, &newton->spectral);
    newton->g = paramod_i_resize(NULL, k + k * k, sizeof *newton->g);
    if (status == PARAMOD_OK && newton->g == NULL)
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    if (status != PARAMOD_OK) {
        newton_destroy(newton);
        return status;
    }
    newton->h = newton->g + k;
    *state_out = newton;
    return PARAMOD_OK;
}

static paramod_eval derivatives(newton_state *newton, const double *u)
{
    const paramod_eval eval = paramod_i_problem_hessian(
        newton->problem, u, &newton->candidate, newton->g, newton->h);

    newton->expanded = eval == PARAMOD_EVAL_OK;
    return eval;
}

static paramod_eval newton_start(void *state, const double *u, double *f)
{
    newton_state *newton = state;
    const paramod_eval eval = derivatives(newton, u);

    *f = newton->candidate;
    return eval;
}

static paramod_eval newton_trial(void *state, const double *u, bool likely,
                                 double *gain)
{
    newton_state *newton = state;
    paramod_eval eval;

    newton->expanded = false;
    if (likely && newton->problem->likelihood.hessian != NULL)
        eval = derivatives(newton, u);
    else
        eval = paramod_i_problem_value(newton->problem, u, &newton->candidate);
    *gain = newton->f - newton->candidate;
    return eval;
}

static paramod_eval newton_expand(void *state, const double *u,
                                  paramod_i_model *q)
{
    newton_state *newton = state;
    const paramod_eval eval = newton->expanded ? PARAMOD_EVAL_OK
                                               : derivatives(newton, u);
    const paramod_i_expansion at = { u, newton->candidate, newton->g, newton->h };

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (!paramod_i_spectral_fill(&newton->spectral, newton->problem, &at, q))
        return PARAMOD_EVAL_RETRY;
    newton->f = newton->candidate;
    return PARAMOD_EVAL_OK;
}

const paramod_i_method paramod_i_newton = {
    .name = "Newton", .create = newton_create, .destroy = newton_destroy,
    .start = newton_start, .trial = newton_trial, .expand = newton_expand,
};
