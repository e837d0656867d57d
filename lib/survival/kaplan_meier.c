/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Kaplan and Meier (1958), Nelson (1972), Aalen (1978), with left truncation
 * and weights: at each time t with d > 0 weighted events,
 *
 *     n = sum of the weights of rows with entry < t <= time,
 *     S *= 1 - d / n,                    var(log S) += d / (n (n - d)),
 *     Lambda += d / n,                   var(Lambda) += d / n^2
 *
 * (Greenwood 1926).  Rows censored at t are still at risk there.
 */

#include <math.h>
#include <stdlib.h>

#include <paramod/survival.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/data_impl.h"

/* What happens to the risk set at a time: a row leaves it, or enters it just
 * after that time (weight < 0). */
typedef struct passage {
    double time;
    double leaving; /* weight that leaves; negative for an entry */
    double events;  /* weight of events among it */
} passage;

static int by_time(const void *a, const void *b)
{
    const double x = ((const passage *)a)->time, y = ((const passage *)b)->time;

    return (x > y) - (x < y);
}

/* The first row that is neither exact nor right-censored; rows if none is. */
static size_t unsuited_row(const paramod_survival_data *data)
{
    for (size_t g = 0; g < data->groups; g++)
        if (data->group[g].kind == PARAMOD_CENSOR_LEFT ||
            data->group[g].kind == PARAMOD_CENSOR_INTERVAL)
            return data->group[g].first;
    return data->rows;
}

/* All passages in order of time; returns their number. */
static size_t list_passages(const paramod_survival_data *data, passage *list)
{
    size_t count = 0;

    for (size_t g = 0; g < data->groups; g++) {
        const paramod_i_group *group = &data->group[g];

        for (size_t i = group->first; i < group->first + group->count; i++) {
            const double w = data->weight[i];

            list[count++] = (passage){
                data->time[i], w, group->kind == PARAMOD_CENSOR_EXACT ? w : 0.0 };
            if (group->entry == PARAMOD_I_ENTRY_TIME)
                list[count++] = (passage){ data->entry[i], -w, 0.0 };
        }
    }
    qsort(list, count, sizeof *list, by_time);
    return count;
}

/* At risk before the first passage: all rows that have no later entry. */
static double at_risk_first(const passage *list, size_t count)
{
    double n = 0.0;

    for (size_t i = 0; i < count; i++)
        n += list[i].leaving;
    return n;
}

static paramod_survival_step next_step(const paramod_survival_step *before,
                                       double *log_variance, double time,
                                       double n, double d)
{
    const double z = 1.959963984540054; /* 97.5 % point of the normal */
    paramod_survival_step step = { .time = time, .at_risk = n, .events = d };
    double width;

    if (n - d <= 1e-12 * n)
        d = n; /* weights that are not whole numbers leave rounding */
    *log_variance += d / (n * (n - d));
    step.survival = n > d ? before->survival * (1.0 - d / n) : 0.0;
    step.survival_se = step.survival > 0.0
                           ? step.survival * sqrt(*log_variance) : NAN;
    width = z * sqrt(*log_variance) / log(step.survival); /* of log(-log S) */
    step.lower = pow(step.survival, exp(-width));
    step.upper = pow(step.survival, exp(width));
    if (!(step.survival > 0.0))
        step.lower = step.upper = NAN;
    step.cumulative = before->cumulative + d / n;
    step.cumulative_se = hypot(before->cumulative_se, sqrt(d) / n);
    return step;
}

/* Walks through the groups of equal times; steps may be null. */
static size_t walk(const passage *list, size_t count, paramod_survival_step *steps)
{
    paramod_survival_step last = { .survival = 1.0 };
    double n = at_risk_first(list, count), log_variance = 0.0;
    size_t found = 0;

    for (size_t i = 0; i < count;) {
        const double time = list[i].time;
        double leaving = 0.0, events = 0.0;

        for (; i < count && list[i].time == time; i++) {
            leaving += list[i].leaving;
            events += list[i].events;
        }
        if (events > 0.0) {
            last = next_step(&last, &log_variance, time, n, events);
            if (steps != NULL)
                steps[found] = last;
            found++;
        }
        n -= leaving;
    }
    return found;
}

paramod_status paramod_kaplan_meier(const paramod_survival_data *data,
                                    size_t *count, paramod_survival_step *steps)
{
    passage *list;
    size_t passages, needed, unsuited;

    if (data == NULL || count == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "data or count is null");
    unsuited = unsuited_row(data);
    if (unsuited < data->rows)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                            "row %zu is left- or interval-censored: the "
                            "product-limit estimate needs exact and "
                            "right-censored rows", data->source[unsuited] + 1);
    list = paramod_i_resize(NULL, 2 * data->rows, sizeof *list);
    if (list == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    passages = list_passages(data, list);
    needed = walk(list, passages, NULL);
    if (steps != NULL && *count < needed) {
        paramod_i_free(list);
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "room for %zu steps, but there "
                            "are %zu distinct event times", *count, needed);
    }
    if (steps != NULL)
        (void)walk(list, passages, steps);
    *count = needed;
    paramod_i_free(list);
    return PARAMOD_OK;
}
