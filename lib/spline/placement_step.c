/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The step h(x) of a mesh, on a grid with linear h between. */

#include <float.h>
#include <math.h>

#include "core/memory_impl.h"
#include "spline/placement_step_impl.h"

static const double growth = 0.35; /* of neighbouring steps, at most */

double paramod_i_model(const paramod_i_surrogate *s, const paramod_i_segment *g,
                       size_t j, double x, int *hint)
{
    const double u = fmin(fmax(paramod_i_map(s->task, x), s->piece[g->first].a),
                          s->piece[g->last].b);

    *hint = paramod_i_leaf_of(s, u, *hint);
    return paramod_i_fit_end(s, &s->piece[*hint], j, u);
}

/* du / dx */
static double map_slope(const paramod_i_task *task, double x)
{
    return task->options.map == PARAMOD_KNOTS_LOG ? 1.0 / x
        : task->options.map == PARAMOD_KNOTS_SINH ? 1.0 / hypot(1.0, x) : 1.0;
}

void paramod_i_end_slopes(const paramod_i_surrogate *s, const paramod_i_segment *g,
                          size_t j, double slope[2])
{
    const paramod_i_piece *l = &s->piece[g->first], *r = &s->piece[g->last];

    slope[0] = paramod_i_fit_slope(l, j, l->a) * map_slope(s->task, g->from);
    slope[1] = paramod_i_fit_slope(r, j, r->b) * map_slope(s->task, g->to);
}

/* Enough cells to follow the fourth derivative of a fit. */
static size_t parts_of(const paramod_i_piece *p)
{
    return 3 * p->fitted + 8;
}

/* u at a part of the leaf, in the variable of its fit. */
static double place_in(const paramod_i_piece *p, double part)
{
    return p->graded != 0 ? paramod_i_fit_place(p, 2.0 * part - 1.0)
        : p->a + (p->b - p->a) * part;
}

bool paramod_i_step_begin(paramod_i_step *h, const paramod_i_surrogate *s,
                          const paramod_i_segment *segment)
{
    size_t count = 1, k = 0;
    int i;

    for (i = segment->first;; i = s->piece[i].after) {
        count += parts_of(&s->piece[i]);
        if (i == segment->last)
            break;
    }
    *h = (paramod_i_step) { .count = count };
    h->block = paramod_i_carve((const paramod_i_part[]) {
        { &h->x, count, 1 }, { &h->h, count, 1 }, { &h->sum, count, 1 } }, 3);
    if (h->block == NULL)
        return false;
    for (i = segment->first;; i = s->piece[i].after) {
        const paramod_i_piece *p = &s->piece[i];
        const size_t parts = parts_of(p);

        for (size_t c = 0; c < parts; c++, k++) {
            h->x[k] = paramod_i_unmap(s->task, place_in(p, (double)c / (double)parts));
            h->h[k] = 0.0;
        }
        if (i == segment->last)
            break;
    }
    h->x[0] = segment->from;
    h->x[k] = segment->to;
    for (k = 0; k < count; k++) {
        const double beside = k + 1 < count ? h->x[k + 1] - h->x[k]
            : h->x[k] - h->x[k - 1];

        h->h[k] = fmax(beside, 0.0);
    }
    return true;
}

void paramod_i_step_release(paramod_i_step *h)
{
    paramod_i_free(h->block);
}

/* (wanted step / h)^4 at x by the fourth difference over the width 4 h, inside
 * the segment. */
static double correction(const paramod_i_surrogate *s, const paramod_i_segment *g,
                         double x, double h, int *hint)
{
    const double centre = fmin(fmax(x, g->from + 2.0 * h), g->to - 2.0 * h);
    double least = INFINITY;

    for (size_t j = 0; j < s->task->components; j++) {
        double y[5], fourth, size, tolerance;

        for (int k = 0; k < 5; k++)
            y[k] = paramod_i_model(s, g, j, centre + h * (k - 2), hint);
        fourth = fabs((y[0] + y[4]) - 4.0 * (y[1] + y[3]) + 6.0 * y[2]) / 384.0;
        size = fmax(fabs(y[2]), 0.25 * (fabs(y[1]) + fabs(y[3])));
        tolerance = s->task->tolerance * (size + s->task->scale[j]);
        if (fourth > 0.0)
            least = fmin(least, 0.75 * tolerance / fourth);
    }
    return least;
}

void paramod_i_step_estimate(paramod_i_step *h, const paramod_i_surrogate *s,
                             const paramod_i_segment *segment)
{
    const double whole = segment->to - segment->from;
    const int rounds = 12;
    int hint = segment->first;

    for (size_t k = 0; k < h->count; k++) {
        double step = fmin(4.0 * h->h[k], whole / 5.0);

        step = fmax(step, 1e-9 * whole);
        for (int i = 0; i < rounds; i++) {
            const double ratio = correction(s, segment, h->x[k], step, &hint);
            const double factor = fmin(fmax(sqrt(sqrt(ratio)), 0.3), 3.0);

            step = fmin(step * factor, whole / 5.0);
            if (step < 64.0 * DBL_EPSILON * fabs(h->x[k]))
                break;
            if (fabs(factor - 1.0) < 0.05 || step >= whole / 5.0)
                break;
        }
        h->h[k] = step;
    }
    paramod_i_step_smooth(h);
}

void paramod_i_step_smooth(paramod_i_step *h)
{
    for (size_t k = 1; k < h->count; k++)
        h->h[k] = fmin(h->h[k], h->h[k - 1] + growth * (h->x[k] - h->x[k - 1]));
    for (size_t k = h->count - 1; k-- > 0;)
        h->h[k] = fmin(h->h[k], h->h[k + 1] + growth * (h->x[k + 1] - h->x[k]));
}

/* Integral of dx / h over a cell whose h is linear: log(h1 / h0) / (h1 - h0)
 * per width, by its series where the steps are nearly equal. */
static double steps_in(double width, double h0, double h1)
{
    const double d = (h1 - h0) / h0;

    if (fabs(d) < 1e-3)
        return width / h0 * (1.0 - d * (0.5 - d / 3.0));
    return width / h0 * log1p(d) / d;
}

double paramod_i_step_total(paramod_i_step *h)
{
    h->sum[0] = 0.0;
    for (size_t k = 1; k < h->count; k++)
        h->sum[k] = h->sum[k - 1] + steps_in(h->x[k] - h->x[k - 1], h->h[k - 1],
                                             h->h[k]);
    return h->sum[h->count - 1];
}

double paramod_i_step_sum(const paramod_i_step *h, double x)
{
    size_t low = 0, high = h->count - 1;
    double t, end;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (h->x[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    if (!(h->x[high] > h->x[low]))
        return h->sum[low];
    t = (x - h->x[low]) / (h->x[high] - h->x[low]);
    end = h->h[low] + t * (h->h[high] - h->h[low]);
    return h->sum[low] + steps_in(x - h->x[low], h->h[low], end);
}

double paramod_i_step_place(const paramod_i_step *h, double sum, size_t *cell)
{
    size_t k = *cell;
    double h0, h1, width, share, d;

    while (k + 2 < h->count && h->sum[k + 1] < sum)
        k++;
    *cell = k;
    h0 = h->h[k];
    h1 = h->h[k + 1];
    width = h->x[k + 1] - h->x[k];
    share = sum - h->sum[k];
    if (!(width > 0.0))
        return h->x[k];
    d = (h1 - h0) / width; /* h grows by d; x = h0 (e^(d share) - 1) / d */
    return h->x[k] + (fabs(d * share) < 1e-9 ? h0 * share
                      : h0 * expm1(d * share) / d);
}
