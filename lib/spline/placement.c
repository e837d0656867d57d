/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/memory_impl.h"
#include "spline/placement_step_impl.h"

enum { LEAST = PARAMOD_I_LEAST_KNOTS, ROUNDS = 24, CALIBRATION = 4 };

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
    double *minimum;          /* small minima of |f|, ascending */
    size_t minima;
    double worst, worst_x;    /* with what rounding explains, */
    double excess;            /* and without */
} trial;

static void release(trial *t)
{
    for (size_t j = 0; t->spline != NULL && j < t->s->task->components; j++)
        paramod_i_cubic_release(&t->spline[j]);
    paramod_i_free(t->spline);
    paramod_i_free(t->pinned);
    paramod_i_free(t->minimum);
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

/* Small minima of |f|, where the tolerance is least: intervals are tested there
 * and on both sides as well. */
static bool find_minima(trial *t)
{
    for (int i = t->g->first;; i = t->s->piece[i].after) {
        for (size_t j = 0; j < t->s->task->components; j++) {
            double u, *grown;

            if (!paramod_i_small_minimum(t->s, i, j, &u))
                continue;
            grown = paramod_i_resize(t->minimum, t->minima + 1, sizeof *grown);
            if (grown == NULL)
                return false;
            t->minimum = grown;
            t->minimum[t->minima++] = paramod_i_unmap(t->s->task, u);
        }
        if (i == t->g->last)
            return true;
    }
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

        if ((t->s->piece[i].pinned || is_zero_end(t->s, i, false)) && x > t->pinned[t->pins - 1] && x < t->g->to)
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
    return paramod_i_step_begin(&t->step, t->s, t->g) && pin(t) && find_minima(t);
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
    double slope[2];

    for (size_t j = 0; j < t->s->task->components; j++) {
        for (size_t i = 0; i < t->count; i++)
            t->spline[j].y[i] = paramod_i_model(t->s, t->g, j, t->x[i], &hint);
        paramod_i_end_slopes(t->s, t->g, j, slope);
        paramod_i_cubic_solve(&t->spline[j], t->count, t->x,
                              t->g->clamped ? slope : NULL);
    }
}

/* What the rounding of x and of the values at the knots explains: no mesh would
 * make that smaller. */
static double rounding(const paramod_i_cubic *c, size_t i, double x)
{
    return 4.0 * DBL_EPSILON * c->unit
        * (fabs(c->y[i]) + fabs(c->y[i + 1]) + fabs(c->b[i]) * fabs(x));
}

/* Error / tolerance at x in interval i; what rounding does not explain of it goes
 * to *excess. */
static double error_at(const trial *t, size_t i, double x, int *hint, double *excess)
{
    const paramod_i_task *task = t->s->task;
    double worst = 0.0;

    *excess = 0.0;
    for (size_t j = 0; j < task->components; j++) {
        const double y = paramod_i_model(t->s, t->g, j, x, hint);
        const paramod_i_cubic *c = &t->spline[j];
        const double off = fabs(y - paramod_i_cubic_value(c, i, x));
        const double unit = task->tolerance * (fabs(y) + task->scale[j]);

        if (!(off <= 0.0)) { /* a NaN is no agreement */
            worst = isnan(off) ? INFINITY : fmax(worst, off / unit);
            *excess = fmax(*excess, (off - rounding(c, i, x)) / unit);
        }
    }
    return worst;
}

/* The error of interval i at the part \p at of it. */
static double try_at(trial *t, size_t i, double at, int *hint)
{
    const double x = t->x[i] + at * (t->x[i + 1] - t->x[i]);
    double excess = 0.0, e;

    if (!(x > t->x[i]) || !(x < t->x[i + 1]))
        return 0.0;
    e = error_at(t, i, x, hint, &excess);
    if (isnan(e))
        e = excess = INFINITY;
    t->error[i] = fmax(t->error[i], excess);
    if (e > t->worst) {
        t->worst = e;
        t->worst_x = x;
    }
    return e;
}

/* The largest error of interval i, at seven places, and next to a pin also near
 * to it: at a zero the error of the slope shows there, at an end a singularity.
 * Where it comes near the limit the maximum is followed: the weight 1 / |f| may
 * move it away from the middle. */
static void measure_interval(trial *t, size_t i, bool at_pin, int *hint)
{
    static const double place[] = { 0.08, 0.21, 0.35, 0.5, 0.65, 0.79, 0.92,
                                    0.01, 0.03, 0.97, 0.99,
                                    1e-4, 1e-3, 0.999, 0.9999 };
    const size_t places = i == 0 || i + 2 == t->count ? 15 : at_pin ? 11 : 7;
    double best = 0.0, at = 0.5;

    t->error[i] = 0.0;
    for (size_t k = 0; k < places; k++) {
        const double e = try_at(t, i, place[k], hint);

        if (e > best) {
            best = e;
            at = place[k];
        }
    }
    if (best < 0.4)
        return;
    for (double step = fmin(0.07, 0.5 * fmin(at, 1.0 - at)); step > 0.005; step *= 0.5)
        for (int side = -1; side <= 1; side += 2) {
            const double e = try_at(t, i, at + side * step, hint);

            if (e > best) {
                best = e;
                at += side * step;
                break;
            }
        }
}

/* The minima that lie in interval i, from minimum *next on. */
static void measure_minima(trial *t, size_t i, size_t *next, int *hint)
{
    const double width = t->x[i + 1] - t->x[i];

    for (; *next < t->minima && t->minimum[*next] <= t->x[i + 1]; ++*next) {
        const double at = (t->minimum[*next] - t->x[i]) / width;

        (void)try_at(t, i, at, hint);
        for (double step = 0.1; step > 1e-3; step *= 0.25) {
            (void)try_at(t, i, at - step, hint);
            (void)try_at(t, i, at + step, hint);
        }
    }
}

static void measure(trial *t)
{
    size_t next_pin = 0, next_minimum = 0;
    int hint = t->g->first;

    t->worst = t->excess = 0.0;
    for (size_t i = 0; i + 1 < t->count; i++) {
        while (next_pin + 1 < t->pins && t->pinned[next_pin] < t->x[i])
            next_pin++;
        measure_interval(t, i, t->pinned[next_pin] <= t->x[i + 1], &hint);
        measure_minima(t, i, &next_minimum, &hint);
        t->excess = fmax(t->excess, t->error[i]);
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
 * points is too large, both are held responsible.  Later rounds only shorten
 * steps: corrections would chase each other otherwise. */
static void correct(trial *t, double goal, bool both_ways)
{
    const double *x = t->step.x;
    const size_t n = t->step.count;
    size_t here = 0, around = 0;

    for (size_t k = 0; k < n; k++) {
        const double low = x[k > 0 ? k - 1 : 0], high = x[k + 1 < n ? k + 1 : k];
        const double local = error_within(t, &here, x[k], x[k]);
        const double wide = error_within(t, &around, low, high);
        const double factor = factor_for(goal, wide > goal ? wide : local,
                                         k == 0 || k == n - 1);

        t->step.h[k] *= both_ways ? factor : fmin(factor, 1.0);
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
    segment->excess = t->excess;
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

/* True if the mesh of the trial is the best so far. */
static bool is_better(const trial *t, const paramod_i_segment *segment, double limit)
{
    if (segment->x == NULL)
        return true;
    if (t->excess <= limit)
        return segment->excess > limit || t->count < segment->count;
    return t->excess < segment->excess;
}

static bool improve(trial *t, paramod_i_segment *segment, size_t most)
{
    const double limit = allowance(t);
    size_t before = SIZE_MAX, first = 0;
    double error = INFINITY;

    for (int round = 0; round < ROUNDS; round++) {
        thin(t, most);
        if (!mesh(t))
            return false;
        if (t->count < LEAST)
            return true;
        solve(t);
        measure(t);
        if (is_better(t, segment, limit) && !keep(t, segment))
            return false;
        if (t->excess <= limit
            && (t->excess >= 0.75 * limit || t->count == LEAST || round >= CALIBRATION))
            break;
        first = round == 0 ? t->count : first;
        if (t->count >= most || (t->count > before + before / 2 && t->excess > 0.7 * error)
            || (t->count > 8 * first + 1000 && t->excess > 0.5 * error))
            break; /* more knots do not help */
        before = t->count;
        error = t->excess;
        correct(t, round < CALIBRATION ? 0.85 * limit : 0.8 * limit,
                round < CALIBRATION);
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
    segment->achieved = segment->excess = INFINITY;
    segment->worst_x = segment->from;
    good = begin(&t);
    if (good) {
        paramod_i_step_estimate(&t.step, s, segment);
        good = improve(&t, segment, most);
    }
    release(&t);
    return good;
}
