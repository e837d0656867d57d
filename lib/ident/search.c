/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Levenberg-Marquardt with an active set.  H = S'S, the Fisher information; where
 * the decrement does not fall at least tenfold a step, residuals and curvatures are
 * large, and H is replaced by differences of gradients.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/search_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"

/* ---- the workspace ------------------------------------------------------------------ */

void paramod_i_search_release(paramod_i_search *search)
{
    paramod_i_free(search->held);
    paramod_i_free(search->block);
}

paramod_status paramod_i_search_create(paramod_i_view *view, const char *caller,
                                       paramod_i_search *search)
{
    const size_t k = view->ident->k;
    const paramod_i_part parts[] = {
        { &search->g, k, 1 },       { &search->h, k, k },
        { &search->diagonal, k, 2 }, { &search->factor, k, k },
        { &search->step, k, 1 },    { &search->solved, k, 1 },
        { &search->trial, k, 1 },   { &search->spare_g, k, 1 },
        { &search->spare_h, k, k }, { &search->work, k, 2 },
        { &search->correction, k, k },
    };

    *search = (paramod_i_search){ .view = view, .k = k };
    search->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    search->held = paramod_i_resize(NULL, k, 2 * sizeof *search->held);
    if (search->block == NULL || search->held == NULL) {
        paramod_i_search_release(search);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller,
                              "out of memory for %zu parameters", k);
    }
    search->fixed = search->held + k;
    search->spare_diagonal = search->diagonal + k;
    for (size_t j = 0; j < k; j++)
        search->held[j] = search->fixed[j] = false;
    return PARAMOD_OK;
}

static void exchange(double **a, double **b)
{
    double *const t = *a;

    *a = *b;
    *b = t;
}

/* ---- pieces ------------------------------------------------------------------------------ */

/* Adds the correction to h = S'S, or computes both anew. */
static paramod_eval correct(paramod_i_search *search, const double *x, const double *g,
                            double *h)
{
    const size_t entries = search->k * search->k;
    paramod_eval eval;

    if (!search->stale) {
        paramod_i_axpy(entries, 1.0, search->correction, h);
        return PARAMOD_EVAL_OK;
    }
    (void)memcpy(search->correction, h, entries * sizeof *h);
    eval = paramod_i_view_curvature(search->view, x, g, search->fixed, h, search->work);
    for (size_t i = 0; i < entries; i++)
        search->correction[i] = h[i] - search->correction[i];
    search->stale = eval != PARAMOD_EVAL_OK;
    return eval;
}

void paramod_i_search_refine(paramod_i_search *search)
{
    search->full = search->stale = true;
}

paramod_eval paramod_i_search_expand(paramod_i_search *search, const double *x, double *f,
                                     double *g, double *h)
{
    const size_t k = search->k;
    const paramod_eval eval = paramod_i_view_expand(search->view, x, f, g, h);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t j = 0; j < k; j++)
        search->spare_diagonal[j] = h[j * k + j] > 0.0 ? h[j * k + j] : 1.0;
    if (g == search->g)
        exchange(&search->diagonal, &search->spare_diagonal);
    return search->full ? correct(search, x, g, h) : PARAMOD_EVAL_OK;
}

void paramod_i_search_hold(paramod_i_search *search, const double *x, const double *g)
{
    const paramod_ident *const ident = search->view->ident;

    search->free = 0;
    for (size_t j = 0; j < search->k; j++) {
        search->held[j] = search->fixed[j] || (x[j] <= ident->lower[j] && g[j] >= 0.0) ||
                          (x[j] >= ident->upper[j] && g[j] <= 0.0);
        search->free += !search->held[j];
    }
}

bool paramod_i_search_factor(paramod_i_search *search, double mu)
{
    const size_t k = search->k, free = search->free;
    size_t column = 0;

    for (size_t j = 0; j < k; j++) {
        size_t row = 0;

        if (search->held[j])
            continue;
        for (size_t i = 0; i < k; i++)
            if (!search->held[i])
                search->factor[row++ + column * free] =
                    search->h[i * k + j] + (i == j ? mu * search->diagonal[j] : 0.0);
        column++;
    }
    return free == 0 || paramod_i_cholesky(free, search->factor);
}

void paramod_i_search_solve(const paramod_i_search *search, const double *b, double *y)
{
    double *const packed = search->work;
    size_t row = 0;

    for (size_t j = 0; j < search->k; j++)
        if (!search->held[j])
            packed[row++] = b[j];
    if (search->free > 0)
        paramod_i_cholesky_solve(search->free, search->factor, packed);
    row = 0;
    for (size_t j = 0; j < search->k; j++)
        y[j] = search->held[j] ? 0.0 : packed[row++];
}

bool paramod_i_search_move(const paramod_i_search *search, const double *x,
                           const double *step, double *moved)
{
    const paramod_ident *const ident = search->view->ident;
    bool clipped = false;

    for (size_t j = 0; j < search->k; j++) {
        const double to = x[j] + step[j];

        moved[j] = fmin(fmax(to, ident->lower[j]), ident->upper[j]);
        clipped = clipped || moved[j] != to;
    }
    return clipped;
}

/* ---- minimisation ------------------------------------------------------------------------- */

/* What a step from x to `to` lowers the quadratic model by. */
static double predicted(const paramod_i_search *search, const double *x, const double *to)
{
    const size_t k = search->k;
    double sum = 0.0;

    for (size_t i = 0; i < k; i++) {
        double row = search->g[i];

        for (size_t j = 0; j < k; j++)
            row += 0.5 * search->h[i * k + j] * (to[j] - x[j]);
        sum -= row * (to[i] - x[i]);
    }
    return sum;
}

/* Coordinates that the step takes out of the box go to the bound and are held there;
 * true if there are any. */
static bool clip_step(paramod_i_search *search, const double *x)
{
    const paramod_ident *const ident = search->view->ident;
    bool clipped = false;

    for (size_t j = 0; j < search->k; j++) {
        const double to = x[j] + search->step[j];

        if (search->held[j] || (to >= ident->lower[j] && to <= ident->upper[j]))
            continue;
        search->step[j] = (to < ident->lower[j] ? ident->lower[j] : ident->upper[j]) - x[j];
        search->held[j] = clipped = true;
        search->free--;
    }
    return clipped;
}

/* step = -(h + mu diagonal)^-1 (g + h d), d being the moves of what is held. */
static void solve_rest(paramod_i_search *search)
{
    const size_t k = search->k;
    double *const b = search->solved, *const y = search->trial;

    for (size_t i = 0; i < k; i++) {
        b[i] = -search->g[i];
        for (size_t j = 0; j < k; j++)
            if (search->held[j])
                b[i] -= search->h[i * k + j] * search->step[j];
    }
    paramod_i_search_solve(search, b, y);
    for (size_t j = 0; j < k; j++)
        if (!search->held[j])
            search->step[j] = y[j];
}

/* Newton's step with the least damping from mu on that makes it one. */
static bool newton_step(paramod_i_search *search, const double *x, double *mu)
{
    for (size_t j = 0; j < search->k; j++)
        search->step[j] = 0.0;
    do {
        while (!paramod_i_search_factor(search, *mu)) {
            *mu = fmax(10.0 * *mu, 1e-10);
            if (*mu > 1e12)
                return false;
        }
        solve_rest(search);
    } while (clip_step(search, x));
    return true;
}

typedef struct state {
    double *x;
    double mu, decrement, before; /* decrements of this and the last step taken */
    int slow;
    double noise;
} state;

/* Tries the step: PARAMOD_EVAL_OK if it was taken. */
static paramod_eval try_step(paramod_i_search *search, state *now,
                             paramod_i_minimum *minimum)
{
    double gain, f = 0.0;
    paramod_eval eval;

    (void)paramod_i_search_move(search, now->x, search->step, search->trial);
    gain = predicted(search, now->x, search->trial);
    eval = gain > 0.0 ? paramod_i_search_expand(search, search->trial, &f,
                                                search->spare_g, search->spare_h)
                      : PARAMOD_EVAL_RETRY;
    if (eval == PARAMOD_EVAL_STOP)
        return eval;
    if (eval != PARAMOD_EVAL_OK || !(minimum->f - f > 1e-4 * gain - now->noise)) {
        now->mu = fmax(8.0 * now->mu, 1e-3);
        return PARAMOD_EVAL_RETRY;
    }
    now->mu = minimum->f - f > 0.75 * gain ? now->mu / 10.0 : now->mu;
    now->mu = now->mu < 1e-9 ? 0.0 : now->mu;
    (void)memcpy(now->x, search->trial, search->k * sizeof *now->x);
    exchange(&search->g, &search->spare_g);
    exchange(&search->h, &search->spare_h);
    exchange(&search->diagonal, &search->spare_diagonal);
    minimum->f = f;
    return PARAMOD_EVAL_OK;
}

/* After a step that was taken: is it time for second derivatives? */
static paramod_eval judge(paramod_i_search *search, state *now)
{
    double f;

    now->slow = now->decrement > 0.1 * now->before ? now->slow + 1 : 0;
    now->before = now->decrement;
    if (now->slow < 2)
        return PARAMOD_EVAL_OK;
    now->slow = 0;
    paramod_i_search_refine(search);
    return paramod_i_search_expand(search, now->x, &f, search->g, search->h);
}

/* A decrement that rounding or the integrator alone may cause is as small as it
 * gets.  That it is so needs a step that was not damped. */
static bool has_converged(const state *now, double tolerance, paramod_i_minimum *minimum)
{
    tolerance *= fmin(1.0, fabs(minimum->f)); /* sums of squares may be tiny */
    if (now->mu > 1e-6)
        return false;
    minimum->ending = now->decrement <= tolerance ? PARAMOD_FIT_GRADIENT
                                                  : PARAMOD_FIT_STEP;
    return now->decrement <= fmax(tolerance, 1e-3 * now->noise);
}

paramod_eval paramod_i_search_minimise(paramod_i_search *search, double *x,
                                       double tolerance, size_t most,
                                       paramod_i_minimum *minimum)
{
    state now = { .x = x, .before = INFINITY };
    paramod_eval eval = paramod_i_search_expand(search, x, &minimum->f, search->g,
                                                search->h);

    minimum->ending = PARAMOD_FIT_LIMIT;
    minimum->decrement = INFINITY;
    for (minimum->iterations = 0; minimum->iterations < most && eval != PARAMOD_EVAL_STOP;
         minimum->iterations++) {
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        paramod_i_search_hold(search, x, search->g);
        now.noise = paramod_i_view_noise(search->view, minimum->f);
        if (!newton_step(search, x, &now.mu))
            break;
        /* a step along bounds need not lead downwards: then it is no optimum */
        now.decrement = 0.5 * fabs(paramod_i_dot(search->k, search->g, search->step));
        minimum->decrement = now.decrement;
        if (has_converged(&now, tolerance, minimum))
            return PARAMOD_EVAL_OK;
        eval = try_step(search, &now, minimum);
        if (eval == PARAMOD_EVAL_OK)
            eval = judge(search, &now);
        else if (eval == PARAMOD_EVAL_RETRY && now.mu > 1e10) {
            minimum->ending = PARAMOD_FIT_STALLED;
            return PARAMOD_EVAL_OK;
        } else if (eval == PARAMOD_EVAL_RETRY) {
            eval = PARAMOD_EVAL_OK;
        }
    }
    return eval;
}
