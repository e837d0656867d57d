/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a few rows say about scale and shape, for starting values. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "survival/starts_impl.h"

static void add_row(const paramod_survival_data *data, const paramod_i_group *g,
                    size_t i, bool positive, paramod_i_sample *s)
{
    double t = data->time[i];

    if (g->kind == PARAMOD_CENSOR_INTERVAL)
        t = 0.5 * t + 0.5 * data->time2[i];
    if (g->kind == PARAMOD_CENSOR_LEFT && positive)
        t *= 0.5;
    if (positive && !(t > 0.0))
        return;
    s->time[s->count] = t;
    s->event[s->count++] = g->kind != PARAMOD_CENSOR_RIGHT;
}

static void draw(const paramod_i_design *design, paramod_i_sample *s)
{
    const paramod_survival_data *data = design->data;
    const size_t step = data->rows / PARAMOD_I_SAMPLE + 1;

    s->count = 0;
    for (size_t i = 0, g = 0; i < data->rows; i += step) {
        while (i >= data->group[g].first + data->group[g].count)
            g++;
        add_row(data, &data->group[g], i, !design->family->real_line, s);
    }
}

static int compare(const void *a, const void *b)
{
    double x, y;

    (void)memcpy(&x, a, sizeof x);
    (void)memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static double median_of(size_t count, const double *x)
{
    double sorted[PARAMOD_I_SAMPLE];

    (void)memcpy(sorted, x, count * sizeof *x);
    qsort(sorted, count, sizeof *sorted, compare);
    return count == 0 ? 1.0 : sorted[count / 2];
}

/* The score of a Weibull shape g, with the scale at its maximum:
 * 1 / g + mean of log t over events - sum t^g log t / sum t^g; it falls with g. */
static double shape_score(const paramod_i_sample *s, double top, double g,
                          double *log_sum)
{
    double sum = 0.0, moment = 0.0, mean = 0.0, events = 0.0;

    for (size_t i = 0; i < s->count; i++) {
        const double x = log(s->time[i]) - top, y = exp(g * x);

        sum += y;
        moment += y * x;
        mean += s->event[i] ? x : 0.0;
        events += s->event[i] ? 1.0 : 0.0;
    }
    *log_sum = log(sum / events);
    return 1.0 / g + mean / events - moment / sum;
}

/* Weibull fit of the sample by bisection on log gamma. */
static void fit_weibull(const paramod_i_sample *s, paramod_i_shape *shape)
{
    double low = -4.0, high = 4.0, top = -INFINITY, log_sum = 0.0;

    for (size_t i = 0; i < s->count; i++)
        top = fmax(top, log(s->time[i]));
    for (int k = 0; k < 12; k++) {
        const double middle = 0.5 * (low + high);

        if (shape_score(s, top, exp(middle), &log_sum) > 0.0)
            low = middle;
        else
            high = middle;
    }
    shape->log_gamma = 0.5 * (low + high);
    (void)shape_score(s, top, exp(shape->log_gamma), &log_sum);
    shape->log_phi = -top - log_sum * exp(-shape->log_gamma);
}

paramod_i_shape paramod_i_sample_shape(const paramod_i_design *design)
{
    double distance[PARAMOD_I_SAMPLE];
    paramod_i_sample s;
    paramod_i_shape shape = { 1.0, 1.0, 0.0, 0.0 };
    size_t events = 0;

    draw(design, &s);
    if (s.count == 0)
        return shape;
    shape.median = median_of(s.count, s.time);
    for (size_t i = 0; i < s.count; i++) {
        distance[i] = fabs(s.time[i] - shape.median);
        events += s.event[i] ? 1 : 0;
    }
    shape.spread = median_of(s.count, distance);
    if (!(shape.spread > 0.0) || isinf(shape.spread))
        shape.spread = shape.median == 0.0 ? 1.0 : fabs(shape.median);
    if (events == 0) /* none in the sample: take the last time for one */
        s.event[s.count - 1] = true;
    if (!design->family->real_line)
        fit_weibull(&s, &shape);
    return shape;
}
