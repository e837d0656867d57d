/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "spline/placement_step_impl.h"

enum { LEAST = PARAMOD_I_LEAST_KNOTS, ROUNDS = 20 };

/* A mesh under trial, with its splines and their errors. */
typedef struct trial {
    const paramod_i_surrogate *s;
    const paramod_i_segment *g;
    paramod_i_step step;
    double *x, *error;        /* knots; error / tolerance of each interval */
    size_t count, capacity;
    paramod_i_cubic *spline;  /* one a component */
    double *pinned;           /* ends and zeros, where knots must be */
    size_t pins;
    double worst, worst_x;
} trial;

static void release(trial *t)
{
    for (size_t j = 0; t->spline != NULL && j < t->s->task->components; j++)
        paramod_i_cubic_release(&t->spline[j]);
    paramod_i_free(t->spline);
    paramod_i_free(t->pinned);
    paramod_i_free(t->x);
    paramod_i_free(t->error);
    paramod_i_step_release(&t->step);
}

static bool is_zero_end(const paramod_i_surrogate *s, int leaf, bool left)
{
    for (size_t j = 0; j < s->task->components; j++)
        if ((left ? s->piece[leaf].zero[j].left : s->piece[leaf].zero[j].right) > 0)
            return true;
    return false;
}

/* The ends of the segment and the zeros in it. */
static bool pin(trial *t)
{
    size_t count = 2;
    int i;

    for (i = t->g->first; i != t->g->last; i = t->s->piece[i].after)
        count++;
    t->pinned = paramod_i_resize(NULL, count, sizeof *t->pinned);
    if (t->pinned == NULL)
        return false;
    t->pinned[t->pins++] = t->g->from;
    for (i = t->g->first; i != t->g->last; i = t->s->piece[i].after) {
        const double x = paramod_i_unmap(t->s->task, t->s->piece[i].b);

        if (is_zero_end(t->s, i, false) && x > t->pinned[t->pins - 1] && x < t->g->to)
            t->pinned[t->pins++] = x;
    }
    t->pinned[t->pins++] = t->g->to;
    return true;
}

static bool begin(trial *t)
{
    const size_t m = t->s->task->components;

    t->spline = paramod_i_resize(NULL, m, sizeof *t->spline);
    if (t->spline == NULL)
        return false;
    (void)memset(t->spline, 0, m * sizeof *t->spline);
    return paramod_i_step_begin(&t->step, t->s, t->g) && pin(t);
}

static bool reserve(trial *t, size_t count)
{
    const size_t room = count + count / 2;
    double *x, *error;

    if (count <= t->capacity)
        return true;
    x = paramod_i_resize(t->x, room, sizeof *x);
    t->x = x != NULL ? x : t->x;
    error = paramod_i_resize(t->error, room, sizeof *error);
    t->error = error != NULL ? error : t->error;
    if (x == NULL || error == NULL)
        return false;
    for (size_t j = 0; j < t->s->task->components; j++)
        if (!paramod_i_cubic_reserve(&t->spline[j], room))
            return false;
    t->capacity = room;
    return true;
}

/* Number of steps between two pins. */
static size_t steps_between(const trial *t, size_t pin, double scale)
{
    const double sum = paramod_i_step_sum(&t->step, t->pinned[pin + 1])
        - paramod_i_step_sum(&t->step, t->pinned[pin]);
    const double steps = ceil(sum * scale - 1e-9);

    return steps >= 1.0 ? (size_t)steps : 1;
}

/* Knots at equal shares of the sum between pins.  Two that rounding brings
 * together are one. */
static bool mesh(trial *t)
{
    const double total = paramod_i_step_total(&t->step);
    const double scale = fmax(1.0, (LEAST - 1.0) / total);
    size_t needed = 1, cell = 0;

    for (size_t i = 0; i + 1 < t->pins; i++)
        needed += steps_between(t, i, scale);
    if (!reserve(t, needed))
        return false;
    t->count = 1;
    t->x[0] = t->pinned[0];
    for (size_t i = 0; i + 1 < t->pins; i++) {
        const size_t steps = steps_between(t, i, scale);
        const double low = paramod_i_step_sum(&t->step, t->pinned[i]);
        const double high = paramod_i_step_sum(&t->step, t->pinned[i + 1]);

        for (size_t k = 1; k <= steps; k++) {
            const double x = k == steps ? t->pinned[i + 1]
                : paramod_i_step_place(&t->step, low + (high - low) * (double)k
                                       / (double)steps, &cell);

            if (x > t->x[t->count - 1] && (k == steps || x < t->pinned[i + 1]))
                t->x[t->count++] = x;
        }
    }
    return true;
}

static void solve(trial *t)
{
    int hint = t->g->first;

    for (size_t j = 0; j < t->s->task->components; j++) {
        for (size_t i = 0; i < t->count; i++)
            t->spline[j].y[i] = paramod_i_model(t->s, t->g, j, t->x[i], &hint);
        paramod_i_cubic_solve(&t->spline[j], t->count, t->x);
    }
}

/* What the rounding of x and of the values at the knots explains: no mesh would
 * make that smaller. */
static double rounding(const paramod_i_cubic *c, size_t i, double x)
{
    return 4.0 * DBL_EPSILON * c->unit
        * (fabs(c->y[i]) + fabs(c->y[i + 1]) + fabs(c->b[i]) * fabs(x));
}

/* Error / tolerance at x in interval i. */
static double error_at(const trial *t, size_t i, double x, int *hint)
{
    const paramod_i_task *task = t->s->task;
    double worst = 0.0;

    for (size_t j = 0; j < task->components; j++) {
        const double y = paramod_i_model(t->s, t->g, j, x, hint);
        const paramod_i_cubic *c = &t->spline[j];
        const double off = fabs(y - paramod_i_cubic_value(c, i, x))
            - rounding(c, i, x);

        if (off > 0.0)
            worst = fmax(worst, off / (task->tolerance * (fabs(y) + task->scale[j])));
    }
    return worst;
}

/* Errors of all intervals, at five places each; next to a pin also near to it:
 * at a zero the error of the slope shows there, at an end a singularity. */
static void measure(trial *t)
{
    static const double place[] = { 0.12, 0.31, 0.5, 0.69, 0.88,
                                    0.01, 0.04, 0.96, 0.99 };
    size_t next_pin = 0;
    int hint = t->g->first;

    t->worst = 0.0;
    for (size_t i = 0; i + 1 < t->count; i++) {
        const double a = t->x[i], b = t->x[i + 1];
        size_t places = 5;

        while (next_pin + 1 < t->pins && t->pinned[next_pin] < a)
            next_pin++;
        if (t->pinned[next_pin] <= b)
            places = 9;
        t->error[i] = 0.0;
        for (size_t k = 0; k < places; k++) {
            const double x = a + place[k] * (b - a);
            const double e = x > a && x < b ? error_at(t, i, x, &hint) : 0.0;

            t->error[i] = fmax(t->error[i], e);
            if (e > t->worst) {
                t->worst = e;
                t->worst_x = x;
            }
        }
    }
}

/* Largest error of the intervals that meet [low, high], from interval *i on. */
static double error_within(const trial *t, size_t *i, double low, double high)
{
    double most = 0.0;

    while (*i + 2 < t->count && t->x[*i + 1] <= low)
        ++*i;
    for (size_t k = *i; k + 1 < t->count && (k == *i || t->x[k] < high); k++)
        most = fmax(most, t->error[k]);
    return most;
}

/* (goal / error)^(1/4) for smooth functions; next to an end with a singularity
 * the error falls more slowly with h, so steps there follow it faster. */
static double factor_for(double goal, double error, bool at_end)
{
    if (!(error > 0.0))
        return 1.25;
    if (at_end && error > 1.2 * goal)
        return fmax(sqrt(goal / error), 0.05);
    return fmin(fmax(sqrt(sqrt(goal / error)), 0.5), 1.25);
}

/* Corrects each step by the errors around it; where an error between two grid
 * points is too large, both are held responsible. */
static void correct(trial *t, double goal)
{
    const double *x = t->step.x;
    const size_t n = t->step.count;
    size_t here = 0, around = 0;

    for (size_t k = 0; k < n; k++) {
        const double low = x[k > 0 ? k - 1 : 0], high = x[k + 1 < n ? k + 1 : k];
        const double local = error_within(t, &here, x[k], x[k]);
        const double wide = error_within(t, &around, low, high);

        t->step.h[k] *= factor_for(goal, wide > goal ? wide : local,
                                   k == 0 || k == n - 1);
    }
    paramod_i_step_smooth(&t->step);
}

/* What the model leaves for the spline to err. */
static double allowance(const trial *t)
{
    double most = 0.0;

    for (int i = t->g->first;; i = t->s->piece[i].after) {
        most = fmax(most, t->s->piece[i].error);
        if (i == t->g->last)
            break;
    }
    return 0.95 - fmin(most, 0.5);
}

static bool keep(const trial *t, paramod_i_segment *segment)
{
    double *x = paramod_i_resize(segment->x, t->count, sizeof *x);

    if (x == NULL)
        return false;
    (void)memcpy(x, t->x, t->count * sizeof *x);
    segment->x = x;
    segment->count = t->count;
    segment->achieved = t->worst;
    segment->worst_x = t->worst_x;
    return true;
}

/* No more knots than allowed. */
static void thin(trial *t, size_t most)
{
    const double total = paramod_i_step_total(&t->step);
    const double room = (double)(most > t->pins + LEAST ? most - t->pins : LEAST);

    for (size_t k = 0; total > room && k < t->step.count; k++)
        t->step.h[k] *= total / room;
}

/* Where corrections chase each other, a slightly finer mesh ends it. */
static void shrink(trial *t, double factor)
{
    for (size_t k = 0; k < t->step.count; k++)
        t->step.h[k] *= factor;
}

static bool improve(trial *t, paramod_i_segment *segment, size_t most)
{
    const double limit = allowance(t);

    for (int round = 0; round < ROUNDS; round++) {
        const double goal = round < ROUNDS / 2 ? 0.9 : 0.9 - 0.04 * (round - ROUNDS / 2);
        bool better;

        shrink(t, round < ROUNDS / 2 ? 1.0 : 0.985);
        thin(t, most);
        if (!mesh(t))
            return false;
        if (t->count < LEAST)
            return true;
        solve(t);
        measure(t);
        better = segment->x == NULL
            || (t->worst <= limit ? segment->achieved > limit
                                    || t->count < segment->count
                                  : t->worst < segment->achieved);
        if (better && !keep(t, segment))
            return false;
        if (t->worst <= limit && (t->worst >= 0.9 * limit || t->count == LEAST))
            break;
        correct(t, goal * limit);
    }
    return true;
}

bool paramod_i_place(const paramod_i_surrogate *s, paramod_i_segment *segment,
                     size_t most)
{
    trial t = { .s = s, .g = segment };
    bool good;

    segment->x = NULL;
    segment->count = 0;
    segment->achieved = INFINITY;
    segment->worst_x = segment->from;
    good = begin(&t);
    if (good) {
        paramod_i_step_estimate(&t.step, s, segment);
        good = improve(&t, segment, most);
    }
    release(&t);
    return good;
}
