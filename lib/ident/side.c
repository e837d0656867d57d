/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One side of the profile of a coordinate, from the optimum to its report. */

#include <math.h>
#include <string.h>

#include "ident/profile_impl.h"

double *paramod_i_side_points(paramod_ident_side *side)
{
    return (double *)(void *)(side + 1);
}

static void keep_point(const paramod_i_trace *trace, double *point)
{
    const size_t k = trace->search.k;

    point[0] = trace->x[trace->goal.j];
    point[1] = trace->rise;
    (void)memcpy(point + 2, trace->x, k * sizeof *point);
}

/* From the start through point m - 1 to where m is expected. */
static void extrapolate(paramod_i_trace *trace, size_t m)
{
    const paramod_ident *const ident = trace->search.view->ident;
    const double part = (double)m / (double)(m - 1);

    for (size_t i = 0; i < ident->k; i++) {
        const double x = trace->base->x[i];

        trace->x[i] = fmin(fmax(x + part * (trace->x[i] - x), ident->lower[i]),
                           ident->upper[i]);
    }
}

/* Thresholds drop (m/M)^2, whose crossings lie at m/M of the distance for a
 * quadratic f.  One that is no further than the last one, or more than three times
 * as far from it as expected, has jumped across a valley. */
static bool by_thresholds(paramod_i_trace *trace, size_t levels, size_t points,
                          double *kept)
{
    const size_t k = trace->search.k, each = points > 0 ? levels / points : 1;
    const double start = trace->base->x[trace->goal.j];
    double reached = 0.0;

    (void)memcpy(trace->x, trace->base->x, k * sizeof *trace->x);
    trace->search.full = false;

    for (size_t m = 1; m <= levels; m++) {
        const double share = (double)m / (double)levels;
        double distance;

        if (m > 1)
            extrapolate(trace, m);
        if (!paramod_i_crossing(trace, trace->base->drop * share * share))
            return false;
        distance = trace->goal.side * (trace->x[trace->goal.j] - start);
        if (!(distance > reached) ||
            (m > 1 && distance - reached > 3.0 * reached / (double)(m - 1)))
            return false;
        reached = distance;
        if (points > 0 && m % each == 0)
            keep_point(trace, kept + (m / each - 1) * (k + 2));
    }
    return true;
}

/* With more thresholds where Newton's method fails from one to the next. */
static bool by_newton(paramod_i_trace *trace, size_t points, double *kept)
{
    const size_t few = points > 1 ? points : 2, many = few * ((7 + few) / few);

    return by_thresholds(trace, few, points, kept) ||
           by_thresholds(trace, many, points, kept);
}

/* Points at equal distances to where the path ended. */
static void fill_points(paramod_i_trace *trace, size_t points, double *kept)
{
    const size_t k = trace->search.k, j = trace->goal.j;
    const double start = trace->base->x[j], end = trace->x[j], rise = trace->rise;
    const double residual = trace->residual;
    double *const last = trace->places;

    (void)memcpy(last, trace->x, k * sizeof *last);
    (void)memcpy(trace->x, trace->base->x, k * sizeof *last);
    for (size_t m = 1; m < points; m++) {
        double f, slope;

        trace->x[j] = start + (end - start) * (double)m / (double)points;
        trace->rise = paramod_i_constrained(trace, trace->x, &f, &slope)
                          ? f - trace->base->f : (double)NAN;
        keep_point(trace, kept + (m - 1) * (k + 2));
    }
    (void)memcpy(trace->x, last, k * sizeof *last);
    trace->rise = rise;
    trace->residual = residual;
    if (points > 0)
        keep_point(trace, kept + (points - 1) * (k + 2));
}

/* A parameter at its bound at x that was inside at the start. */
static uint64_t other_bound(const paramod_i_trace *trace)
{
    const paramod_ident *const ident = trace->search.view->ident;

    for (size_t j = 0; j < ident->k; j++) {
        const double x = trace->x[j], start = trace->base->x[j];

        if (j != trace->goal.j && ((x <= ident->lower[j] && start > ident->lower[j]) ||
                                   (x >= ident->upper[j] && start < ident->upper[j])))
            return ident->index[j];
    }
    return PARAMOD_IDENT_NONE;
}

static double slice_rise(paramod_i_trace *trace)
{
    double *const x = trace->places;
    double f;

    (void)memcpy(x, trace->base->x, trace->search.k * sizeof *x);
    x[trace->goal.j] = trace->x[trace->goal.j];
    return paramod_i_view_value(trace->search.view, x, &f) == PARAMOD_EVAL_OK
               ? f - trace->base->f : (double)NAN;
}

static void report(paramod_i_trace *trace, paramod_ident_end end,
                   paramod_ident_side *side)
{
    const paramod_ident *const ident = trace->search.view->ident;
    const size_t j = trace->goal.j;
    const double bound = trace->goal.side > 0.0 ? ident->upper[j] : ident->lower[j];
    const bool open = end == PARAMOD_IDENT_OPEN || end == PARAMOD_IDENT_FLAT;

    side->rise = trace->rise;
    side->residual = trace->residual;
    side->slice = slice_rise(trace);
    side->other = other_bound(trace);
    side->x = open ? bound : trace->x[j];
    side->theta = paramod_i_scale_back(ident->scale[ident->index[j]], side->x);
    if (end == PARAMOD_IDENT_FINITE && side->other != PARAMOD_IDENT_NONE)
        end = PARAMOD_IDENT_OTHER_BOUND;
    side->end = (uint64_t)end;
    side->evaluations = trace->search.view->evaluations;
}

/* At its bound already: there is nowhere to go. */
static bool is_stuck(const paramod_i_trace *trace)
{
    const paramod_ident *const ident = trace->search.view->ident;
    const size_t j = trace->goal.j;

    return trace->goal.side > 0.0 ? trace->x[j] >= ident->upper[j]
                                  : trace->x[j] <= ident->lower[j];
}

paramod_status paramod_i_find_side(paramod_i_view *view, const paramod_i_base *base,
                                   const paramod_i_goal *goal, size_t points,
                                   paramod_ident_side *side)
{
    const size_t k = view->ident->k;
    double *const kept = paramod_i_side_points(side);
    paramod_ident_end end = PARAMOD_IDENT_FINITE;
    paramod_i_trace trace;
    const paramod_status status = paramod_i_trace_create(
        view, base, goal, "paramod_ident_profile_run", &trace);

    if (status != PARAMOD_OK)
        return status;
    for (size_t i = 0; i < points * (k + 2); i++)
        kept[i] = (double)NAN;
    if (is_stuck(&trace)) {
        end = PARAMOD_IDENT_OPEN;
    } else if (!by_newton(&trace, points, kept)) {
        end = paramod_i_path(&trace);
        fill_points(&trace, points, kept);
    }
    report(&trace, end, side);
    paramod_i_trace_release(&trace);
    return PARAMOD_OK;
}
