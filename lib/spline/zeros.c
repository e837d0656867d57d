/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the tolerance is relative, it vanishes where f does.  There the zero
 * must be known to the last digits: it becomes an end of pieces, whose fits
 * leave it out as a factor, and a knot, at which spline and f vanish together.
 * A minimum of |f| that is no zero, but small, is an end of pieces as well, so
 * that halving grades the pieces towards it.
 */

#include <float.h>
#include <math.h>

#include "spline/surrogate_impl.h"

enum { GRID = 4, MOST_SEARCHES = 8 };

bool paramod_i_is_relative(const paramod_i_surrogate *s, const paramod_i_piece *p,
                           size_t j)
{
    double most = 0.0;

    for (size_t i = 0; i < p->points; i++)
        most = fmax(most, fabs(s->samples->y[p->point[i] * s->samples->components + j]));
    return s->task->scale[j] < 1e-3 * most;
}

typedef struct target {
    double u;
    bool crosses;  /* the fit changes its sign there; else a small minimum */
} target;

/* The root of the fit, or of its slope, in [low, high] by bisection. */
static double root(const paramod_i_piece *p, size_t j, double low, double high,
                   bool of_slope)
{
    double (*const f)(const paramod_i_piece *, size_t, double)
        = of_slope ? paramod_i_fit_slope : paramod_i_fit_value;
    const bool sign = f(p, j, low) < 0.0;

    for (int i = 0; i < 80; i++) {
        const double middle = 0.5 * (low + high);

        if (!(middle > low) || !(middle < high))
            break;
        if ((f(p, j, middle) < 0.0) == sign)
            low = middle;
        else
            high = middle;
    }
    return fabs(f(p, j, low)) < fabs(f(p, j, high)) ? low : high;
}

/* Looks at the fit on a grid, away from the ends that are zeros already. */
static bool look(const paramod_i_piece *p, size_t j, target *found)
{
    const size_t steps = GRID * p->fitted;
    double before = NAN, value = NAN, most = 0.0, least = INFINITY, at = NAN;

    for (size_t i = 0; i <= steps; i++) {
        const double u = i == steps ? p->b
            : p->a + (p->b - p->a) * (double)i / (double)steps;
        const double next = paramod_i_fit_value(p, j, u);
        const double h = (p->b - p->a) / (double)steps;

        most = fmax(most, fabs(next));
        if (i > 0 && value * next < 0.0) {
            *found = (target) { root(p, j, u - h, u, false), true };
            return true;
        }
        if (i > 1 && fabs(value) < fabs(before) && fabs(value) <= fabs(next)
            && fabs(value) < least) {
            least = fabs(value);
            at = u - h;
        }
        before = value;
        value = next;
    }
    if (!(least < 0.02 * most))
        return false;
    *found = (target) { at, false };
    {
        const double h = (p->b - p->a) / (double)steps;

        if (paramod_i_fit_slope(p, j, at - h) * paramod_i_fit_slope(p, j, at + h) < 0.0)
            found->u = root(p, j, at - h, at + h, true);
    }
    return true;
}

/* Samples of the search lie so near the zero that the fits could not use them:
 * rounding of f over a tiny distance is no slope. */
static void thin(const paramod_i_surrogate *s, paramod_i_piece *p, double u)
{
    const double width = p->b - p->a;
    size_t kept = 0;

    for (size_t i = 0; i < p->points; i++) {
        const double distance = fabs(s->samples->u[p->point[i]] - u);

        if (distance == 0.0 || distance > 0.01 * width)
            p->point[kept++] = p->point[i];
    }
    p->points = kept;
}

/* Halves at u, which is a sample; both halves have the zero as an end. */
static paramod_i_turn split_at(paramod_i_surrogate *s, int piece, double u, size_t j,
                               unsigned char multiplicity)
{
    const size_t count = s->count;

    thin(s, &s->piece[piece], u);
    if (!paramod_i_piece_split(s, piece, u))
        return PARAMOD_I_NO_MEMORY;
    s->piece[count].pinned = true;
    s->piece[count].zero[j].right = multiplicity;
    s->piece[count + 1].zero[j].left = multiplicity;
    return PARAMOD_I_SETTLED;
}

/* True if the fit shares the sample's value to within the tolerance. */
static bool agrees(const paramod_i_surrogate *s, const paramod_i_piece *p, size_t j,
                   double u)
{
    const double width = p->b - p->a;

    for (size_t i = 0; i < p->points; i++)
        if (fabs(s->samples->u[p->point[i]] - u) < 1e-3 * width)
            return true;
    (void)j;
    return false;
}

/* Size of component j in the piece. */
static double size_of(const paramod_i_surrogate *s, const paramod_i_piece *p, size_t j)
{
    double most = 0.0;

    for (size_t i = 0; i < p->points; i++)
        most = fmax(most, fabs(s->samples->y[p->point[i] * s->samples->components + j]));
    return most;
}

/* Below this distance from a minimum rounding of u changes f, which is the value
 * there and a square, by more than its share of the tolerance. */
static double resolution(const paramod_i_surrogate *s, double u, double width)
{
    return 32.0 * DBL_EPSILON * fmax(fabs(u), width) / (s->share * s->task->tolerance);
}

/* The minimum is so small that doubles cannot tell f from a square. */
static bool is_touch(const paramod_i_surrogate *s, const paramod_i_piece *p, size_t j,
                     double u, double value)
{
    const double width = p->b - p->a, part = resolution(s, u, width) / width;

    return s->task->scale[j] <= fabs(value)
        && fabs(value) <= part * part * size_of(s, p, j);
}

/* The last sample was asked for at a presumed zero or minimum of component j.
 * A zero is found when what is left is rounding: of u, or where f changes its
 * sign of f. */
static paramod_i_turn follow(paramod_i_surrogate *s, int piece, size_t j)
{
    paramod_i_piece *p = &s->piece[piece];
    const size_t last = p->point[p->points - 1];
    const double u = s->samples->u[last];
    const double value = s->samples->y[last * s->samples->components + j];
    const double slope = paramod_i_fit_slope(p, j, u), width = p->b - p->a;
    const double doubt = 4.0 * DBL_EPSILON * fmax(fabs(u), width) * fabs(slope);
    target again = { NAN, false };
    const bool crosses = look(p, j, &again) && again.crosses
        && fabs(again.u - u) < 0.1 * width;

    if (value == 0.0 || fabs(value) <= doubt
        || (crosses && fabs(value) <= 32.0 * DBL_EPSILON * size_of(s, p, j)))
        return split_at(s, piece, u, j, fabs(slope) * width > 64.0 * fabs(value) ? 1 : 2);
    if (p->searches < MOST_SEARCHES && crosses && again.u != u) {
        p->searches++;
        if (fabs(again.u - u) < 1e-5 * width)
            p->points--; /* two nodes so near would spoil the fit */
        return paramod_i_piece_ask_at(s, piece, again.u) ? PARAMOD_I_ASKED
            : PARAMOD_I_NO_MEMORY;
    }
    if (!crosses && is_touch(s, p, j, u, value)) {
        s->rounded = true;
        return split_at(s, piece, u, j, 2);
    }
    return split_at(s, piece, u, j, crosses);
}

paramod_i_turn paramod_i_find_zeros(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];

    for (size_t j = 0; j < s->task->components; j++) {
        target found;

        if (!paramod_i_is_relative(s, p, j))
            continue;
        if (p->search == PARAMOD_I_ZERO)
            return follow(s, piece, j);
        if (!look(p, j, &found) || (!found.crosses && agrees(s, p, j, found.u)))
            continue;
        if (p->points >= PARAMOD_I_MOST_POINTS || found.u <= p->a || found.u >= p->b)
            continue;
        p->search = PARAMOD_I_ZERO;
        p->searches = 1;
        return paramod_i_piece_ask_at(s, piece, found.u) ? PARAMOD_I_ASKED
            : PARAMOD_I_NO_MEMORY;
    }
    return PARAMOD_I_NOTHING;
}

bool paramod_i_small_minimum(const paramod_i_surrogate *s, int piece, size_t j, double *u)
{
    const paramod_i_piece *p = &s->piece[piece];
    target found;

    if (!paramod_i_is_relative(s, p, j) || !look(p, j, &found) || found.crosses)
        return false;
    *u = found.u;
    return found.u > p->a && found.u < p->b;
}

/* The sample of the least |f| in component j. */
static double minimum_of(const paramod_i_surrogate *s, const paramod_i_piece *p,
                         size_t j, double *u)
{
    double least = INFINITY;

    for (size_t i = 0; i < p->points; i++) {
        const double y = fabs(s->samples->y[p->point[i] * s->samples->components + j]);

        if (y < least) {
            least = y;
            *u = s->samples->u[p->point[i]];
        }
    }
    return least;
}

paramod_i_turn paramod_i_grade_minimum(paramod_i_surrogate *s, int piece)
{
    const paramod_i_piece *p = &s->piece[piece];
    const double width = p->b - p->a, share = 0.1;

    for (size_t j = 0; j < s->task->components; j++) {
        double u = p->a, cut;
        const double least = minimum_of(s, p, j, &u) + s->task->scale[j];

        if (p->zero[j].left > 0 || p->zero[j].right > 0
            || !(least < 0.02 * size_of(s, p, j)) || p->tail > 1e6 / s->task->tolerance
            || width < resolution(s, u, 0.0))
            continue;
        if (p->depth < 2)
            continue;
        cut = u - p->a < 0.05 * width ? p->a + share * width
            : p->b - u < 0.05 * width ? p->b - share * width : u;
        return paramod_i_piece_split(s, piece, cut) ? PARAMOD_I_SETTLED
            : PARAMOD_I_NO_MEMORY;
    }
    return PARAMOD_I_NOTHING;
}
