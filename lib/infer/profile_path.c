/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The profile followed outwards from the estimate.  Each point is a fit with
 * parameter `index` fixed, started where the path points to.  Steps in u_j
 * double; where a point cannot be fitted they are halved towards the last good
 * one.  Once p has risen enough the crossing is bracketed, and is found by
 * Newton's method on z(t) = sqrt(2 (p(t) - base)), which is linear in t for a
 * quadratic f; p'(t) is df/du_j at the constrained minimum.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/status_impl.h"
#include "infer/profile_impl.h"
#include "infer/solution_impl.h"

enum {
    MOST_OUTWARD = 400, /* points before the crossing is bracketed */
    MOST_INWARD = 100,  /* points inside the bracket */
    DOUBLINGS = 2000    /* of a step, in the whole range of double */
};

/* A point of the profile.  u has k entries, all optimal but u_j. */
typedef struct place {
    double *u;
    double t;     /* u_j */
    double rise;  /* p - base */
    double slope; /* dp/dt */
} place;

/* A path: the last two places that were reached, and room for the next. */
typedef struct path {
    paramod_i_profile *profile;
    place before, last, next;
    double step; /* of |t| */
    double wall; /* the nearest |t - last.t| that could not be reached */
} path;

/* ---- constrained fits ------------------------------------------------------- */

/* Fits all other free parameters, from u and back to it, with u_j = t. */
static paramod_status constrained_fit(paramod_i_profile *profile, double *u,
                                      bool *solved)
{
    const paramod_fit *const fit = profile->fit;
    paramod_fit_options options = fit->options;
    paramod_space *space;
    paramod_fit *inner = NULL;
    paramod_status status = paramod_space_copy(fit->space, &space);
    paramod_fit_end ending = PARAMOD_FIT_LIMIT;

    if (status != PARAMOD_OK)
        return status;
    options.size = sizeof options;
    options.starts = 1;
    options.gradient_tolerance = options.step_tolerance = 0.0; /* the defaults */
    options.executor = NULL;
    options.next_start = NULL;
    paramod_space_unpack(fit->space, u, profile->theta);
    status = paramod_space_fix(space, profile->index, profile->theta[profile->index]);
    if (status == PARAMOD_OK)
        status = fit->least_squares
                     ? paramod_fit_least_squares(space, &fit->residuals, &options,
                                                 profile->theta, &inner)
                     : paramod_fit_likelihood(space, &fit->likelihood, &options,
                                              profile->theta, &inner);
    if (status == PARAMOD_OK)
        ending = paramod_fit_ending(inner);
    if (ending == PARAMOD_FIT_INTERRUPTED)
        status = paramod_i_fail(PARAMOD_ERR_INTERRUPTED,
                                "paramod_fit_profile_interval",
                                "the monitor stopped a fit with '%s' fixed",
                                paramod_space_name(space, profile->index));
    *solved = status == PARAMOD_OK && ending != PARAMOD_FIT_LIMIT;
    paramod_fit_destroy(inner);
    paramod_space_destroy(space);
    return status;
}

/* A model that cannot be evaluated there is an outcome, not an error. */
static paramod_status fit_others(paramod_i_profile *profile, double *u, bool *solved)
{
    const double t = u[profile->j];
    double f;
    paramod_status status;
    const paramod_eval eval = paramod_i_problem_value(profile->problem, u, &f);

    *solved = eval == PARAMOD_EVAL_OK;
    if (eval == PARAMOD_EVAL_STOP)
        return paramod_i_evaluated(eval, "paramod_fit_profile_interval", "value");
    if (!*solved || profile->k == 1)
        return PARAMOD_OK;
    status = constrained_fit(profile, u, solved);
    if (status == PARAMOD_ERR_CALLBACK)
        return PARAMOD_OK;
    if (status != PARAMOD_OK || !*solved)
        return status;
    status = paramod_space_pack(profile->fit->space, profile->theta, u);
    u[profile->j] = t;
    return status;
}

/* Completes a place whose u is a guess. */
static paramod_status settle(paramod_i_profile *profile, place *at, bool *solved)
{
    double f;
    paramod_status status = fit_others(profile, at->u, solved);

    if (status != PARAMOD_OK || !*solved)
        return status;
    *solved = paramod_i_problem_gradient(profile->problem, at->u, &f,
                                         profile->gradient) == PARAMOD_EVAL_OK;
    at->t = at->u[profile->j];
    at->rise = f - profile->base;
    at->slope = profile->gradient[profile->j];
    return PARAMOD_OK;
}

/* The point at t on the straight line through two places. */
static void extrapolate(const paramod_i_profile *profile, const place *a,
                        const place *b, double t, double *u)
{
    const double part = b->t == a->t ? 0.0 : (t - a->t) / (b->t - a->t);

    for (size_t i = 0; i < profile->k; i++)
        u[i] = a->u[i] + part * (b->u[i] - a->u[i]);
    u[profile->j] = t;
}

/* Makes t the next place, started from the line through two others or, if that
 * leads nowhere, from the other coordinates of the second. */
static paramod_status reach(path *p, const place *a, const place *b, double t,
                            bool *solved)
{
    paramod_status status;

    extrapolate(p->profile, a, b, t, p->next.u);
    status = settle(p->profile, &p->next, solved);
    if (status != PARAMOD_OK || *solved)
        return status;
    (void)memcpy(p->next.u, b->u, p->profile->k * sizeof *b->u);
    p->next.u[p->profile->j] = t;
    return settle(p->profile, &p->next, solved);
}

static void exchange(place *a, place *b)
{
    const place t = *a;

    *a = *b;
    *b = t;
}

/* ---- inwards: the crossing in a bracket ------------------------------------- */

static double newton_point(const paramod_i_profile *profile, const place *at)
{
    const double z = sqrt(2.0 * fmax(at->rise, 0.0));
    const double wanted = sqrt(2.0 * profile->rise);

    return at->t - (z - wanted) * z / at->slope;
}

/* Newton's point from the end that is nearer in p, if it falls inside. */
static double next_inside(const path *p, bool bisect)
{
    const place *const low = &p->last, *const high = &p->before;
    const double rise = p->profile->rise;
    const bool low_is_nearer = rise - low->rise < high->rise - rise;
    const double t = newton_point(p->profile, low_is_nearer ? low : high);
    const double a = fmin(low->t, high->t), b = fmax(low->t, high->t);

    return !bisect && t > a && t < b ? t : 0.5 * (a + b);
}

/* True if Newton's next step, or the misfit of p, is negligible. */
static bool is_crossing(const paramod_i_profile *profile, const place *at)
{
    const double distance = fabs(at->t - profile->fit->u[profile->j]);

    return fabs(newton_point(profile, at) - at->t) <= 1e-10 * distance ||
           fabs(at->rise - profile->rise) <= paramod_i_profile_noise(profile);
}

/* The crossing lies between `last`, which has risen too little, and `before`,
 * which has risen enough; it ends up in `last`.  Two Newton steps that do not
 * shrink the bracket to a quarter are followed by a bisection. */
static paramod_status close_in(path *p, bool *solved)
{
    double width = INFINITY;

    for (int step = 0; step < MOST_INWARD; step++) {
        const double now = fabs(p->before.t - p->last.t);
        const bool bisect = step % 3 == 2 && now > 0.25 * width;
        const double t = next_inside(p, bisect);
        bool is_low;
        const paramod_status status = reach(p, &p->before, &p->last, t, solved);

        if (status != PARAMOD_OK || !*solved)
            return status;
        width = step % 3 == 2 ? now : width;
        is_low = p->next.rise < p->profile->rise;
        exchange(&p->next, is_low ? &p->last : &p->before);
        if (is_crossing(p->profile, is_low ? &p->last : &p->before) ||
            now <= 8.0 * DBL_EPSILON * fabs(t)) {
            if (!is_low)
                exchange(&p->last, &p->before);
            return PARAMOD_OK;
        }
    }
    *solved = false;
    return PARAMOD_OK;
}

/* ---- outwards ----------------------------------------------------------------- */

/* theta at the last place but for u_j = t. */
static double natural(path *p, double t)
{
    const paramod_i_profile *const profile = p->profile;

    (void)memcpy(p->next.u, p->last.u, profile->k * sizeof *p->next.u);
    p->next.u[profile->j] = t;
    paramod_space_unpack(profile->fit->space, p->next.u, profile->theta);
    return profile->theta[profile->index];
}

/* True if no number lies between the last place and the bound. */
static bool is_at_bound(path *p, double t)
{
    return natural(p, t) == natural(p, p->last.t);
}

/*
 * True if p will not rise enough before the numbers end: the last doubling of
 * the step gained less than 1 / DOUBLINGS of what is still missing, far from
 * the estimate, where gains no longer grow (a profile that is concave in log t
 * there; one that turns up beyond 1000 Wald distances is not seen).
 */
static bool is_flat(const path *p)
{
    const paramod_i_profile *const profile = p->profile;
    const double distance = fabs(p->last.t - profile->fit->u[profile->j]);
    const double far = profile->is_mapped ? 64.0 : 1024.0 * profile->unit;

    return isinf(p->wall) && distance >= far &&
           p->last.rise - p->before.rise <
               (profile->rise - p->last.rise) / DOUBLINGS;
}

/* Halves the step towards what could not be reached; false when that is as
 * near as the last place. */
static bool turn_back(path *p)
{
    const double distance = fabs(p->last.t - p->profile->fit->u[p->profile->j]);

    p->wall = p->step;
    p->step *= 0.5;
    return p->step > 1e-9 * distance && p->step > 1e-12 * p->profile->unit;
}

static void advance(path *p)
{
    exchange(&p->before, &p->last);
    exchange(&p->last, &p->next);
    p->wall -= p->step;
    p->step = fmin(2.0 * p->step, 0.5 * p->wall);
}

static paramod_status follow(path *p, paramod_profile_end *end)
{
    const paramod_i_profile *const profile = p->profile;
    const double better = -(1e-6 * profile->rise + paramod_i_profile_noise(profile));

    *end = PARAMOD_PROFILE_FAILED;
    for (int step = 0; step < MOST_OUTWARD; step++) {
        const double t = p->last.t + profile->side * p->step;
        bool solved;
        paramod_status status;

        if (!isfinite(t) || is_at_bound(p, t) || is_flat(p)) {
            *end = PARAMOD_PROFILE_OPEN;
            return PARAMOD_OK;
        }
        status = reach(p, &p->before, &p->last, t, &solved);
        if (status != PARAMOD_OK)
            return status;
        if (!solved) {
            if (!turn_back(p))
                return PARAMOD_OK;
            continue;
        }
        if (p->next.rise < better)
            return PARAMOD_OK;
        if (p->next.rise < profile->rise) {
            advance(p);
            continue;
        }
        exchange(&p->before, &p->next);
        status = close_in(p, &solved);
        if (status == PARAMOD_OK && solved)
            *end = PARAMOD_PROFILE_FINITE;
        return status;
    }
    return PARAMOD_OK;
}

paramod_status paramod_i_profile_path(paramod_i_profile *profile, double *u,
                                      paramod_profile_end *end)
{
    const size_t k = profile->k;
    double *const room = profile->point;
    path p = { .profile = profile, .step = 0.5 * profile->unit, .wall = INFINITY,
               .before = { .u = room }, .last = { .u = room + k },
               .next = { .u = room + 2 * k } };
    double f;
    paramod_status status;

    /* A place one unit back along the tangent starts the first line. */
    (void)memcpy(p.last.u, u, k * sizeof *u);
    (void)memcpy(p.before.u, u, k * sizeof *u);
    p.last.t = u[profile->j];
    p.before.t = p.last.t - profile->side * profile->unit;
    if (paramod_i_profile_expand(profile, u, &f))
        for (size_t i = 0, a = 0; i < k; i++)
            if (i != profile->j)
                p.before.u[i] -= profile->side * profile->unit *
                                 profile->tangent[a++];
    status = follow(&p, end);
    (void)memcpy(u, p.last.u, k * sizeof *u);
    return status;
}
