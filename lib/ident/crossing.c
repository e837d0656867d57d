/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Newton's method for the KKT conditions g = mu a, f = level (Venzon and Moolgavkar
 * 1988), a the gradient of what is maximised.  In the quadratic model of f they are
 * solved by
 *
 *     p = -H^-1 g + alpha H^-1 a,
 *     f - g'H^-1 g / 2 + alpha^2 a'H^-1 a / 2 = level,
 *
 * in the subspace of coordinates that are not held at bounds.  With H = S'S the
 * iteration is linear, at a rate that is small where residuals and curvatures are;
 * where it is not, H gets second derivatives.  How far x is from a KKT point is told
 * by the residual (g'H^-1 g - (g'H^-1 a)^2 / a'H^-1 a) / 2 + |f - level|.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/profile_impl.h"
#include "linalg/dense_impl.h"

enum { MOST_STEPS = 30, MOST_HALVINGS = 5, PATIENCE = 5 };

/* ---- the object ----------------------------------------------------------------------- */

void paramod_i_trace_release(paramod_i_trace *trace)
{
    paramod_i_search_release(&trace->search);
    paramod_i_free(trace->block);
}

paramod_status paramod_i_trace_create(paramod_i_view *view, const paramod_i_base *base,
                                      const paramod_i_goal *goal, const char *caller,
                                      paramod_i_trace *trace)
{
    const size_t k = view->ident->k;
    const paramod_i_part parts[] = {
        { &trace->x, k, 1 },     { &trace->a, k, 1 },    { &trace->along, k, 1 },
        { &trace->down, k, 1 },  { &trace->places, k, 4 },
        { &trace->goal.gradient, view->ident->n, 2 },
    };
    paramod_status status;

    *trace = (paramod_i_trace){ .base = base, .goal = *goal };
    status = paramod_i_search_create(view, caller, &trace->search);
    if (status != PARAMOD_OK)
        return status;
    trace->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (trace->block == NULL) {
        paramod_i_trace_release(trace);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    (void)memcpy(trace->x, base->x, k * sizeof *trace->x);
    return PARAMOD_OK;
}

static paramod_eval predict(paramod_i_trace *trace, const double *x)
{
    const paramod_ident *const ident = trace->search.view->ident;
    double *const gradient = trace->goal.gradient;
    double *const theta = gradient + ident->n;
    paramod_eval eval;

    paramod_ident_theta_of(ident, x, theta);
    for (size_t i = 0; i < ident->n; i++)
        gradient[i] = 0.0;
    eval = trace->goal.prediction(theta, &trace->value, gradient, trace->goal.data);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t j = 0; j < ident->k; j++) {
        const size_t i = ident->index[j];

        trace->a[j] = trace->goal.side * gradient[i] *
                      paramod_i_scale_slope(ident->scale[i], theta[i]);
    }
    return isfinite(trace->value) && paramod_i_all_finite(ident->k, trace->a)
               ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}

paramod_eval paramod_i_goal_at(paramod_i_trace *trace, const double *x)
{
    if (trace->goal.j == PARAMOD_IDENT_NONE)
        return predict(trace, x);
    for (size_t j = 0; j < trace->search.k; j++)
        trace->a[j] = j == trace->goal.j ? trace->goal.side : 0.0;
    trace->value = x[trace->goal.j];
    return PARAMOD_EVAL_OK;
}

/* ---- one step ---------------------------------------------------------------------------- */

/* The quadratic model at x, in numbers. */
typedef struct model {
    double f, gg, ga, aa; /* f, g'H^-1 g, g'H^-1 a, a'H^-1 a */
    double alpha;
    bool doubtful; /* the last step was too long, or this is the first */
} model;

/* A coordinate at a bound stays there if g - alpha a pushes it outwards; that of
 * the goal is never held. */
static void hold(paramod_i_trace *trace, const double *x, double alpha)
{
    paramod_i_search *const search = &trace->search;

    for (size_t j = 0; j < search->k; j++)
        search->trial[j] = search->g[j] - alpha * trace->a[j];
    paramod_i_search_hold(search, x, search->trial);
    if (trace->goal.j != PARAMOD_IDENT_NONE && search->held[trace->goal.j]) {
        search->held[trace->goal.j] = false;
        search->free++;
    }
}

/* False if the goal cannot be evaluated at x, or f is not convex there. */
static bool solve_model(paramod_i_trace *trace, double level, double before, model *m)
{
    paramod_i_search *const search = &trace->search;
    const size_t k = search->k;

    if (paramod_i_goal_at(trace, trace->x) != PARAMOD_EVAL_OK)
        return false;
    hold(trace, trace->x, before);
    if (!paramod_i_search_factor(search, 0.0)) {
        if (!search->full)
            return false;
        search->full = false; /* S'S may be definite where the Hessian is not */
        if (paramod_i_search_expand(search, trace->x, &m->f, search->g, search->h) !=
            PARAMOD_EVAL_OK || !paramod_i_search_factor(search, 0.0))
            return false;
    }
    paramod_i_search_solve(search, search->g, trace->down);
    paramod_i_search_solve(search, trace->a, trace->along);
    m->gg = paramod_i_dot(k, search->g, trace->down);
    m->ga = paramod_i_dot(k, search->g, trace->along);
    m->aa = paramod_i_dot(k, trace->a, trace->along);
    m->alpha = sqrt(fmax(2.0 * (level - m->f + 0.5 * m->gg) / m->aa, 0.0));
    return m->aa > 0.0 && isfinite(m->alpha);
}

/* Moves to x + p, or less of it where f is far above the level there, and expands f
 * at the new x.  Where that is dear, or a step is likely to be too long, it is tried
 * with f alone, which costs less than half as much. */
static bool advance(paramod_i_trace *trace, model *m, double level, double rise)
{
    paramod_i_search *const search = &trace->search;
    const size_t k = search->k;
    const double limit = level + fmax(2.0 * rise, 0.7 * (m->f - level));
    double *const from = trace->places;
    bool doubtful = m->doubtful || search->stale;

    m->doubtful = false;
    (void)memcpy(from, trace->x, k * sizeof *from);
    for (size_t j = 0; j < k; j++)
        search->step[j] = m->alpha * trace->along[j] - trace->down[j];
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        (void)paramod_i_search_move(search, from, search->step, trace->x);
        if ((!doubtful || (paramod_i_view_value(search->view, trace->x, &m->f) ==
                            PARAMOD_EVAL_OK && m->f <= limit)) &&
            paramod_i_search_expand(search, trace->x, &m->f, search->g, search->h) ==
                PARAMOD_EVAL_OK && m->f <= limit)
            return true;
        doubtful = m->doubtful = true;
        for (size_t j = 0; j < k; j++)
            search->step[j] *= 0.5;
    }
    return false;
}

static bool leaves_bounds(const paramod_i_trace *trace)
{
    const paramod_ident *const ident = trace->search.view->ident;
    const size_t j = trace->goal.j;

    return j != PARAMOD_IDENT_NONE &&
           (trace->goal.side > 0.0 ? trace->x[j] >= ident->upper[j]
                                   : trace->x[j] <= ident->lower[j]);
}

bool paramod_i_crossing(paramod_i_trace *trace, double rise)
{
    const double level = trace->base->f + rise;
    const double noise = paramod_i_view_noise(trace->search.view, trace->base->f);
    double before = INFINITY, alpha = 0.0, best = INFINITY;
    bool last = false;
    int slow = 0, idle = 0;
    model m = { .doubtful = true };

    if (paramod_i_search_expand(&trace->search, trace->x, &m.f, trace->search.g,
                                trace->search.h) != PARAMOD_EVAL_OK)
        return false;
    for (int step = 0; step < MOST_STEPS; step++) {
        if (!solve_model(trace, level, alpha, &m))
            return false;
        trace->rise = m.f - trace->base->f;
        trace->residual = fmax(0.5 * (m.gg - m.ga * m.ga / m.aa), 0.0) +
                          fabs(m.f - level);
        if (last || trace->residual <= 1e-14 * rise)
            return trace->residual <= 1e-8 * rise + noise && m.ga > 0.0;
        /* quadratic convergence: one more step ends below rounding */
        last = trace->residual <= 1e-11 * rise + 0.1 * noise;
        slow = trace->residual > 0.1 * before ? slow + 1 : 0;
        if (step >= 2 && slow > (trace->search.full ? 1 : 0)) {
            paramod_i_search_refine(&trace->search);
            slow = 0;
        }
        idle = trace->residual > 0.5 * best ? idle + 1 : 0;
        best = fmin(best, trace->residual);
        before = trace->residual;
        alpha = m.alpha;
        if (idle > PATIENCE || !advance(trace, &m, level, rise) || leaves_bounds(trace))
            return false;
    }
    return false;
}
