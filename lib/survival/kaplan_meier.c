/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Kaplan-Meier and Nelson-Aalen estimates. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/data_impl.h"

/* One change of the number at risk. */
typedef struct change {
    double time, entered, left, events;
} change;

static int compare(const void *a, const void *b)
{
    change x, y;

    (void)memcpy(&x, a, sizeof x);
    (void)memcpy(&y, b, sizeof y);
    return (x.time > y.time) - (x.time < y.time);
}

/* Entries and exits of all rows, by time; returns how many. */
static size_t list_changes(const paramod_survival_data *data, change *list)
{
    size_t count = 0;

    for (size_t g = 0; g < data->groups; g++) {
        const paramod_i_group *group = &data->group[g];
        const double event = group->kind == PARAMOD_CENSOR_EXACT ? 1.0 : 0.0;

        for (size_t i = group->first; i < group->first + group->count; i++) {
            const double w = data->weight[i];
            const double entry = group->entry == PARAMOD_I_ENTRY_NONE
                                     ? -INFINITY : data->entry[i];

            list[count++] = (change){ entry, w, 0.0, 0.0 };
            list[count++] = (change){ data->time[i], 0.0, w, event * w };
        }
    }
    qsort(list, count, sizeof *list, compare);
    return count;
}

/* Limits of S on the log(-log) scale, whose error is Greenwood's sum^1/2 over
 * -log S. */
static void set_limits(double greenwood, paramod_survival_step *step)
{
    const double z = 1.959963984540054;
    const double h = -log(step->survival);
    const double factor = exp(z * sqrt(greenwood) / h);

    step->survival_se = step->survival * sqrt(greenwood);
    step->lower = h > 0.0 && isfinite(h) ? exp(-h * factor) : NAN;
    step->upper = h > 0.0 && isfinite(h) ? exp(-h / factor) : NAN;
}

/*
 * Walks over the changes: at each time the number at risk is of those who
 * entered before it and have not left before it.  Greenwood's sum is that of
 * d / (r (r - d)), and the variance of Nelson-Aalen that of d / r^2.
 */
static size_t walk(size_t count, const change *list, size_t room,
                   paramod_survival_step *steps)
{
    double at_risk = 0.0, survival = 1.0, cumulative = 0.0;
    double greenwood = 0.0, variance = 0.0;
    size_t found = 0;

    for (size_t i = 0, end; i < count; i = end) {
        double entered = 0.0, left = 0.0, events = 0.0;

        for (end = i; end < count && list[end].time == list[i].time; end++) {
            entered += list[end].entered;
            left += list[end].left;
            events += list[end].events;
        }
        if (events > 0.0) {
            paramod_survival_step step = { .time = list[i].time,
                                           .at_risk = at_risk,
                                           .events = events };

            survival *= fmax(0.0, (at_risk - events) / at_risk);
            cumulative += events / at_risk;
            greenwood += events / (at_risk * (at_risk - events));
            variance += events / (at_risk * at_risk);
            step.survival = survival;
            step.cumulative = cumulative;
            step.cumulative_se = sqrt(variance);
            set_limits(greenwood, &step);
            if (steps != NULL && found < room)
                steps[found] = step;
            found++;
        }
        at_risk += entered - left;
    }
    return found;
}

paramod_status paramod_kaplan_meier(const paramod_survival_data *data,
                                    size_t *count, paramod_survival_step *steps)
{
    change *list;
    size_t changes, found;

    if (data == NULL || count == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "data or count is null");
    for (size_t g = 0; g < data->groups; g++)
        if (data->group[g].kind == PARAMOD_CENSOR_LEFT ||
            data->group[g].kind == PARAMOD_CENSOR_INTERVAL)
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "row %zu is left- or "
                                "interval-censored, which the product-limit "
                                "estimate does not allow",
                                data->source[data->group[g].first] + 1);
    list = paramod_i_resize(NULL, data->rows, 2 * sizeof *list);
    if (list == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    changes = list_changes(data, list);
    found = walk(changes, list, 0, NULL);
    if (steps != NULL && *count < found) {
        paramod_i_free(list);
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "room for %zu steps, but there "
                            "are %zu", *count, found);
    }
    (void)walk(changes, list, *count, steps);
    *count = found;
    paramod_i_free(list);
    return PARAMOD_OK;
}
