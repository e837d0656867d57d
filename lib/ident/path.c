/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The profile of a coordinate, followed by constrained fits.  Steps double; where a
 * point cannot be fitted they are halved.  Once f has risen enough the crossing is
 * bracketed, and is found by Newton's method on z(t) = sqrt(2 rise), which is linear
 * in t for a quadratic f; the slope of the profile is df/dx_i.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "ident/profile_impl.h"

enum { MOST_OUTWARD = 300, MOST_INWARD = 80, MOST_FIT = 200, MOST_CAUTION = 3, RASH = 10 };

typedef struct place {
    double *x;
    double t, rise, slope;
} place;

typedef struct path {
    paramod_i_trace *trace;
    place before, last, next;
    double *spare; /* k */
    double step;
    double wall; /* the nearest distance that could not be reached */
} path;

bool paramod_i_constrained(paramod_i_trace *trace, double *x, double *f, double *slope)
{
    paramod_i_search *const search = &trace->search;
    paramod_i_minimum minimum;
    paramod_eval eval;

    search->fixed[trace->goal.j] = true;
    eval = paramod_i_search_minimise(search, x, 1e-13, MOST_FIT, &minimum);
    search->fixed[trace->goal.j] = false;
    if (eval != PARAMOD_EVAL_OK ||
        !(minimum.decrement <= 1e-7 * trace->base->drop +
                                   paramod_i_view_noise(search->view, minimum.f)))
        return false;
    *f = minimum.f;
    *slope = search->g[trace->goal.j];
    trace->residual = minimum.decrement;
    return true;
}

static bool settle(path *p, place *at)
{
    double f;

    if (!paramod_i_constrained(p->trace, at->x, &f, &at->slope))
        return false;
    at->t = at->x[p->trace->goal.j];
    at->rise = f - p->trace->base->f;
    return true;
}

/* Makes t the next place from the other coordinates of b, unless the next place is
 * at t already with a lower f: a fit may have fallen into another valley. */
static bool reach_from(path *p, const place *b, double t)
{
    const size_t k = p->trace->search.k;
    const place old = p->next;
    const bool had = old.t == t && isfinite(old.rise);

    (void)memcpy(p->spare, old.x, k * sizeof *old.x);
    (void)memcpy(p->next.x, b->x, k * sizeof *b->x);
    p->next.x[p->trace->goal.j] = t;
    if (settle(p, &p->next) && (!had || p->next.rise <= old.rise))
        return true;
    if (had) {
        p->next = old;
        (void)memcpy(p->next.x, p->spare, k * sizeof *old.x);
    }
    return had;
}

/* Puts t on the line through two places, in the box, into the next one. */
static void extrapolate(path *p, const place *a, const place *b, double t)
{
    const paramod_ident *const ident = p->trace->search.view->ident;
    const size_t k = ident->k;
    const double part = b->t == a->t ? 0.0 : (t - a->t) / (b->t - a->t);

    for (size_t i = 0; i < k; i++) {
        p->next.x[i] = a->x[i] + part * (b->x[i] - a->x[i]);
        p->next.x[i] = fmin(fmax(p->next.x[i], ident->lower[i]), ident->upper[i]);
    }
    p->next.x[p->trace->goal.j] = t;
    p->next.t = (double)NAN;
}

/* Makes t the next place, from the line through two others. */
static bool reach(path *p, const place *a, const place *b, double t)
{
    extrapolate(p, a, b, t);
    if (settle(p, &p->next) && p->next.rise < p->trace->base->drop)
        return true;
    return reach_from(p, b, t);
}

static void exchange(place *a, place *b)
{
    const place t = *a;

    *a = *b;
    *b = t;
}

/* ---- inwards ----------------------------------------------------------------------------- */

static double newton_point(const path *p, const place *at)
{
    const double z = sqrt(2.0 * fmax(at->rise, 0.0));
    const double wanted = sqrt(2.0 * p->trace->base->drop);

    return at->t - (z - wanted) * z / at->slope;
}

static double next_inside(const path *p, bool bisect)
{
    const place *const low = &p->last, *const high = &p->before;
    const double drop = p->trace->base->drop;
    const bool low_is_nearer = drop - low->rise < high->rise - drop;
    const double t = newton_point(p, low_is_nearer ? low : high);
    const double a = fmin(low->t, high->t), b = fmax(low->t, high->t);

    return !bisect && t > a && t < b ? t : 0.5 * (a + b);
}

static bool is_crossing(const path *p, const place *at)
{
    const paramod_i_base *const base = p->trace->base;
    const double distance = fabs(at->t - base->x[p->trace->goal.j]);
    const double noise = paramod_i_view_noise(p->trace->search.view, base->f);

    return (fabs(newton_point(p, at) - at->t) <= 1e-10 * distance &&
            fabs(at->rise - base->drop) <= 1e-3 * base->drop) ||
           fabs(at->rise - base->drop) <= 0.1 * noise;
}

/* The crossing lies between `last` and `before`; it ends up in `last`. */
static bool close_in(path *p)
{
    double width = INFINITY;

    for (int step = 0; step < MOST_INWARD; step++) {
        const double now = fabs(p->before.t - p->last.t);
        const bool bisect = step % 3 == 2 && now > 0.25 * width;
        const double t = next_inside(p, bisect);
        bool is_low;

        if (!reach(p, &p->before, &p->last, t))
            return false;
        width = step % 3 == 2 ? now : width;
        is_low = p->next.rise < p->trace->base->drop;
        exchange(&p->next, is_low ? &p->last : &p->before);
        if (is_crossing(p, is_low ? &p->last : &p->before) ||
            now <= 8.0 * DBL_EPSILON * fabs(t)) {
            if (!is_low)
                exchange(&p->last, &p->before);
            return fabs(p->last.rise - p->trace->base->drop) <=
                   1e-6 * p->trace->base->drop +
                       paramod_i_view_noise(p->trace->search.view, p->trace->base->f);
        }
    }
    return false;
}

/* ---- outwards ----------------------------------------------------------------------------- */

/* A first step: what raises f by a quarter of the drop with all else held, or a
 * tenth of the box. */
static double first_step(const paramod_i_trace *trace)
{
    const paramod_ident *const ident = trace->search.view->ident;
    const size_t j = trace->goal.j;
    const double h = trace->search.diagonal[j];
    const double width = ident->upper[j] - ident->lower[j];
    double step = sqrt(0.5 * trace->base->drop / h);

    if (!(step > 0.0 && step < INFINITY))
        step = fmax(1.0, fabs(trace->base->x[j]));
    return isfinite(width) ? fmin(step, 0.1 * width) : step;
}

static double bound_of(const paramod_i_trace *trace)
{
    const paramod_ident *const ident = trace->search.view->ident;

    return trace->goal.side > 0.0 ? ident->upper[trace->goal.j]
                                  : ident->lower[trace->goal.j];
}

/* Far out, and the last doubling of the step gained next to nothing: the profile of
 * a coordinate without a bound does not rise enough. */
static bool is_level(const path *p)
{
    const paramod_i_base *const base = p->trace->base;
    const paramod_ident *const ident = p->trace->search.view->ident;
    const size_t j = p->trace->goal.j;
    const double distance = fabs(p->last.t - base->x[j]);
    const double far = ident->scale[ident->index[j]] == PARAMOD_IDENT_LINEAR
                           ? 1024.0 * first_step(p->trace) : 64.0;

    return isinf(p->wall) && isinf(bound_of(p->trace)) && distance >= far &&
           p->last.rise - p->before.rise < (base->drop - p->last.rise) / 2000.0;
}

/* Shortens a step whose extrapolation ends where f is far too large: a fit from there
 * costs more than many steps. */
static double cautious(path *p, double t)
{
    const paramod_i_base *const base = p->trace->base;
    double f;

    for (int halving = 0; halving < MOST_CAUTION; halving++) {
        extrapolate(p, &p->before, &p->last, t);
        if (paramod_i_view_value(p->trace->search.view, p->next.x, &f) ==
                PARAMOD_EVAL_OK && f - base->f <= RASH * base->drop)
            break;
        p->step *= 0.5;
        t = p->last.t + p->trace->goal.side * p->step;
    }
    return t;
}

static bool turn_back(path *p)
{
    const double start = p->trace->base->x[p->trace->goal.j];

    p->wall = p->step;
    p->step *= 0.5;
    return p->step > 1e-9 * fabs(p->last.t - start) &&
           p->step > 1e-12 * fmax(1.0, fabs(start));
}

static void advance(path *p)
{
    exchange(&p->before, &p->last);
    exchange(&p->last, &p->next);
    p->wall -= p->step;
    p->step = fmin(2.0 * p->step, 0.5 * p->wall);
}

static paramod_ident_end level_end(const path *p)
{
    return p->last.rise < 1e-6 * p->trace->base->drop ? PARAMOD_IDENT_FLAT
                                                      : PARAMOD_IDENT_OPEN;
}

static paramod_ident_end follow(path *p)
{
    const paramod_i_base *const base = p->trace->base;
    const double noise = paramod_i_view_noise(p->trace->search.view, base->f);
    const double bound = bound_of(p->trace), side = p->trace->goal.side;

    for (int step = 0; step < MOST_OUTWARD; step++) {
        double t = p->last.t + side * p->step;

        if (p->last.t == bound || is_level(p) || !isfinite(t))
            return level_end(p);
        if (side * (t - bound) > 0.0) {
            t = bound;
            p->step = fabs(t - p->last.t);
        }
        t = cautious(p, t);
        if (!reach(p, &p->before, &p->last, t)) {
            if (!turn_back(p))
                return PARAMOD_IDENT_FAILED;
            continue;
        }
        if (p->next.rise < -(1e-6 * base->drop + noise)) {
            exchange(&p->last, &p->next);
            return PARAMOD_IDENT_BETTER;
        }
        if (p->next.rise < base->drop) {
            advance(p);
            continue;
        }
        exchange(&p->before, &p->next);
        return close_in(p) ? PARAMOD_IDENT_FINITE : PARAMOD_IDENT_FAILED;
    }
    return PARAMOD_IDENT_FAILED;
}

paramod_ident_end paramod_i_path(paramod_i_trace *trace)
{
    const size_t k = trace->search.k;
    path p = { .trace = trace, .wall = INFINITY, .before = { .x = trace->places },
               .last = { .x = trace->places + k }, .next = { .x = trace->places + 2 * k },
               .spare = trace->places + 3 * k };
    paramod_ident_end end;
    double f;

    (void)memcpy(p.last.x, trace->base->x, k * sizeof *p.last.x);
    (void)memcpy(p.before.x, trace->base->x, k * sizeof *p.before.x);
    p.last.t = p.before.t = trace->base->x[trace->goal.j];
    trace->search.full = false; /* what it has may be of another place */
    if (paramod_i_search_expand(&trace->search, p.last.x, &f, trace->search.g,
                                trace->search.h) != PARAMOD_EVAL_OK)
        return PARAMOD_IDENT_FAILED;
    p.step = first_step(trace);
    end = follow(&p);
    (void)memcpy(trace->x, p.last.x, k * sizeof *trace->x);
    trace->rise = p.last.rise;
    if (end == PARAMOD_IDENT_FINITE)
        trace->residual += fabs(p.last.rise - trace->base->drop);
    return end;
}
