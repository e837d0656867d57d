/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * No piece is believed by its own points alone: before the end each good leaf is
 * tested in its widest gaps, at places that follow no pattern of the fit, and
 * leaves that fail are taken up again.  What was told there is final: the error
 * found is part of what is reported.
 */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/memory_impl.h"
#include "spline/surrogate_impl.h"

enum { NONE = PARAMOD_I_NO_PIECE, MOST = PARAMOD_I_MOST_POINTS };

/* Places of the samples in [-1, 1], ascending, with both ends. */
static size_t places_of(const paramod_i_surrogate *s, const paramod_i_piece *p,
                        const paramod_i_piece *frame, double *t)
{
    size_t n = 0;

    t[n++] = -1.0;
    t[n++] = 1.0;
    for (size_t i = 0; i < p->points; i++) {
        const double at = paramod_i_fit_unit(frame, s->samples->u[p->point[i]]);
        size_t k = n;

        if (!(at > -1.0) || !(at < 1.0))
            continue;
        for (; k > 0 && t[k - 1] > at; k--)
            t[k] = t[k - 1];
        t[k] = at;
        n++;
    }
    return n;
}

/* Asks for `count` points in the widest gaps of the leaf, each at its own part
 * of the gap: multiples of the golden ratio, from 0.3 to 0.7. */
static bool ask_leaf(paramod_i_surrogate *s, int leaf, size_t count)
{
    double t[MOST + 16];
    paramod_i_piece frame = s->piece[leaf];
    size_t n;

    frame.low = frame.a;
    frame.high = frame.b;
    n = places_of(s, &s->piece[leaf], &frame, t);
    for (size_t i = 0; i < count; i++) {
        const double part = 0.3 + 0.4 * fmod(0.61803398874989485
                                             * (double)(s->samples->count + 1), 1.0);
        size_t widest = 0;
        double u;

        for (size_t k = 1; k + 1 < n; k++)
            if (t[k + 1] - t[k] > t[widest + 1] - t[widest])
                widest = k;
        (void)memmove(t + widest + 2, t + widest + 1, (n++ - widest - 1) * sizeof *t);
        t[widest + 1] = t[widest] + part * (t[widest + 2] - t[widest]);
        u = paramod_i_fit_place(&frame, t[widest + 1]);
        if (paramod_i_samples_add(s->samples, u, paramod_i_unmap(s->task, u)) == SIZE_MAX)
            return false;
    }
    s->piece[leaf].verified = true;
    return true;
}

/* The fewer leaves there are, the more depends on each. */
static size_t tests_of(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    const bool alone = p->before == NONE && p->after == NONE;

    (void)s;
    return alone ? 2 + p->points / 10 : 1 + p->points / 16;
}

bool paramod_i_verify_ask(paramod_i_surrogate *s)
{
    for (int i = paramod_i_first_leaf(s); i != NONE; i = s->piece[i].after)
        if (s->piece[i].fate == PARAMOD_I_GOOD && !s->piece[i].verified
            && !ask_leaf(s, i, tests_of(s, &s->piece[i])))
            return false;
    return true;
}

/* Misfit / tolerance of the leaf at a sample; infinite where f is not finite. */
static double misfit(const paramod_i_surrogate *s, const paramod_i_piece *p,
                     size_t sample)
{
    const size_t m = s->task->components;
    double worst = 0.0;

    if (!s->samples->finite[sample])
        return INFINITY;
    for (size_t j = 0; j < m; j++) {
        const double off = fabs(s->samples->y[sample * m + j]
                                - paramod_i_fit_value(p, j, s->samples->u[sample]));

        if (off > 0.0)
            worst = fmax(worst, off / paramod_i_tolerance(s, sample, j));
    }
    return worst;
}

static bool add_sample(paramod_i_piece *p, size_t sample)
{
    size_t *grown;

    if (p->points >= MOST)
        return true;
    grown = paramod_i_resize(p->point, p->points + 1, sizeof *grown);
    if (grown == NULL)
        return false;
    p->point = grown;
    p->point[p->points++] = sample;
    p->fresh++;
    return true;
}

/* A test of a leaf; a failure reopens it. */
static bool take(paramod_i_surrogate *s, paramod_i_piece *p, size_t sample)
{
    const bool reopened = p->fate == PARAMOD_I_OPEN
        && p->search == PARAMOD_I_VERIFYING;
    double off;

    if (p->fate != PARAMOD_I_GOOD && !reopened)
        return true;
    off = misfit(s, p, sample);
    if (!reopened && off <= 2.0 * s->share) {
        p->error = fmax(p->error, off);
        return true;
    }
    if (!reopened) {
        p->fate = PARAMOD_I_OPEN;
        p->search = PARAMOD_I_VERIFYING;
        p->fresh = 0;
        p->waited = 0;
        p->residual = 0.0;
        p->verified = false;
        s->open++;
    }
    p->residual = fmax(p->residual, off);
    return add_sample(p, sample);
}

bool paramod_i_verify_take(paramod_i_surrogate *s, size_t first)
{
    int leaf = paramod_i_first_leaf(s);

    for (size_t i = first; i < s->samples->told; i++) {
        leaf = paramod_i_leaf_of(s, s->samples->u[i], leaf);
        if (!take(s, &s->piece[leaf], i))
            return false;
    }
    for (size_t i = 0; i < s->count; i++)
        if (s->piece[i].search == PARAMOD_I_VERIFYING) { /* fits begin anew */
            s->piece[i].low = s->piece[i].a;
            s->piece[i].high = s->piece[i].b;
        }
    return true;
}
