/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A piece that is not smooth between two good neighbours: if the samples up to
 * some place continue the left neighbour, and all others the right one, an edge
 * lies between two samples.  It is a kink where both continuations meet, which
 * one value confirms; else a jump, which bisection brackets.
 */

#include <float.h>
#include <math.h>

#include "spline/surrogate_impl.h"

enum { NONE = PARAMOD_I_NO_PIECE, MOST_SEARCHES = 80 };

/* True if sample k continues the fit of a neighbour. */
static bool continues(const paramod_i_surrogate *s, const paramod_i_piece *by, size_t k)
{
    const paramod_i_samples *all = s->samples;

    for (size_t j = 0; j < all->components; j++) {
        const double tolerance = s->share * paramod_i_tolerance(s, k, j);
        const double off = all->y[k * all->components + j]
            - paramod_i_fit_extend(by, j, all->u[k], 0.1 * tolerance);

        if (!(fabs(off) <= tolerance))
            return false;
    }
    return true;
}

/* The edge lies in (low, high): the last sample of the left side and the first
 * of the right side; or at a sample that belongs to both, if low >= high. */
typedef struct gap {
    double low, high;
} gap;

static bool find_gap(const paramod_i_surrogate *s, const paramod_i_piece *p, gap *g)
{
    const paramod_i_piece *left = &s->piece[p->before], *right = &s->piece[p->after];
    double first_off = p->b, last_off = p->a;

    *g = (gap) { p->a, p->b };
    for (size_t i = 0; i < p->points; i++) {
        const double u = s->samples->u[p->point[i]];

        if (!continues(s, left, p->point[i]))
            first_off = fmin(first_off, u);
        if (!continues(s, right, p->point[i]))
            last_off = fmax(last_off, u);
    }
    for (size_t i = 0; i < p->points; i++) {
        const double u = s->samples->u[p->point[i]];

        if (u < first_off)
            g->low = fmax(g->low, u);
        if (u > last_off)
            g->high = fmin(g->high, u);
    }
    /* Every sample continues at least one side. */
    for (size_t i = 0; i < p->points; i++) {
        const double u = s->samples->u[p->point[i]];

        if (u > g->low && u < g->high)
            return false;
    }
    return true;
}

/* Difference of the continuations in the component where it is largest. */
static double difference(const paramod_i_surrogate *s, const paramod_i_piece *p,
                         size_t j, double u)
{
    return paramod_i_fit_extend(&s->piece[p->before], j, u, 0.0)
        - paramod_i_fit_extend(&s->piece[p->after], j, u, 0.0);
}

/* Where the continuations meet in the gap, or its middle. */
static double meeting(const paramod_i_surrogate *s, const paramod_i_piece *p, gap g)
{
    const double middle = 0.5 * (g.low + g.high);

    for (size_t j = 0; j < s->task->components; j++) {
        double low = g.low, high = g.high;
        const double at_low = difference(s, p, j, low);

        if (!(at_low * difference(s, p, j, high) < 0.0))
            continue;
        for (int i = 0; i < 100 && high > low; i++) {
            const double u = 0.5 * (low + high);

            if (!(u > low) || !(u < high))
                break;
            if (difference(s, p, j, u) * at_low > 0.0)
                low = u;
            else
                high = u;
        }
        return low > g.low ? low : middle;
    }
    return middle;
}

/* Drops the terms that the continuation of a piece leaves out: beyond the piece
 * they would grow. */
static void shorten(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];

    for (size_t j = 0; j < s->task->components; j++) {
        double *term = p->term + j * p->fitted, least = INFINITY, rest = 0.0;

        for (size_t i = 0; i < p->points; i++)
            least = fmin(least, paramod_i_tolerance(s, p->point[i], j));
        for (size_t k = p->fitted; k-- > 2;) {
            rest += fabs(term[k]);
            if (rest > 0.1 * s->share * least)
                break;
            term[k] = 0.0;
        }
    }
}

/* A continuation may reach as far as its piece is wide. */
static bool is_near(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    const paramod_i_piece *left = &s->piece[p->before], *right = &s->piece[p->after];

    return p->b - left->high <= 1.01 * (left->high - left->low)
        && right->low - p->a <= 1.01 * (right->high - right->low);
}

static paramod_i_turn settle(paramod_i_surrogate *s, int piece, gap g)
{
    const int left = s->piece[piece].before;
    const double middle = 0.5 * (g.low + g.high);

    if (g.low >= g.high) { /* a sample that belongs to both sides */
        shorten(s, left);
        shorten(s, s->piece[piece].after);
        paramod_i_piece_remove(s, piece, middle);
        return PARAMOD_I_SETTLED;
    }
    if (g.high - g.low > 8.0 * DBL_EPSILON * fmax(fabs(g.low), fabs(g.high))
        && middle > g.low && middle < g.high)
        return PARAMOD_I_NOTHING;
    shorten(s, left);
    shorten(s, s->piece[piece].after);
    s->piece[left].b = s->piece[piece].a = g.low;
    s->piece[s->piece[piece].after].a = s->piece[piece].b = g.high;
    paramod_i_piece_close(s, piece, PARAMOD_I_JUMP, s->piece[piece].tail);
    return PARAMOD_I_SETTLED;
}

paramod_i_turn paramod_i_find_edge(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];
    const bool ready = p->before != NONE && p->after != NONE
        && s->piece[p->before].fate == PARAMOD_I_GOOD
        && s->piece[p->after].fate == PARAMOD_I_GOOD;
    paramod_i_turn turn;
    gap g;

    p->search = PARAMOD_I_FITTING;
    if (!ready || !is_near(s, p) || p->searches >= MOST_SEARCHES || !find_gap(s, p, &g))
        return PARAMOD_I_NOTHING;
    turn = settle(s, piece, g);
    if (turn != PARAMOD_I_NOTHING)
        return turn;
    p->searches++;
    p->search = PARAMOD_I_EDGE;
    return paramod_i_piece_ask_at(s, piece, meeting(s, p, g)) ? PARAMOD_I_ASKED
        : PARAMOD_I_NO_MEMORY;
}
