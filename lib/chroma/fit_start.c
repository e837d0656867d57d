/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Start values from moments.  A peak's mean, less that of the injection, is t0 (1 + k'),
 * which gives K = ka / kd; its variance, less what injection and dispersion make of it, is
 * 2 t0 k' / kd, which gives kd.
 */

#include <math.h>
#include <string.h>

#include "chroma/fit_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"

/* Slow exchange is none beside a rate this many times 1 / t0. */
static const double fast = 1e9;

void paramod_i_fit_moments(const paramod_chroma_fit *fit, const size_t range[2],
                           double moment[3])
{
    const double *const t = fit->times, *const y = fit->signal;
    const double from = t[range[0]], to = t[range[1]];
    const int has_line = fit->options.baseline > 0 && fit->signal[range[0]] != 0.0;
    double sum[3] = { 0.0 };

    for (size_t j = range[0]; j <= range[1]; j++) {
        const double left = j > range[0] ? t[j - 1] : t[j];
        const double right = j < range[1] ? t[j + 1] : t[j];
        const double line = has_line
            ? y[range[0]] + (y[range[1]] - y[range[0]]) * (t[j] - from) / (to - from) : 0.0;
        const double share = 0.5 * (right - left) * (y[j] - line), since = t[j] - from;

        sum[0] += share;
        sum[1] += share * since;
        sum[2] += share * since * since;
    }
    moment[0] = sum[0];
    moment[1] = from + sum[1] / sum[0];
    moment[2] = sum[2] / sum[0] - (sum[1] / sum[0]) * (sum[1] / sum[0]);
}

/* ---- where the peaks are --------------------------------------------------------------- */

/* Mean of five points, so that noise makes no peaks. */
static double smooth(const paramod_chroma_fit *fit, size_t j)
{
    const size_t from = j >= 2 ? j - 2 : 0;
    const size_t to = j + 2 < fit->count ? j + 2 : fit->count - 1;
    double sum = 0.0;

    for (size_t k = from; k <= to; k++)
        sum += fit->signal[k];
    return sum / (double)(to - from + 1);
}

/* The level of the signal where it is flat: the lower of its two ends. */
static double floor_of(const paramod_chroma_fit *fit)
{
    if (fit->options.baseline == 0)
        return 0.0;
    return fmin(smooth(fit, 0), smooth(fit, fit->count - 1));
}

/* From the highest point that no range before holds, down to 2 % of it or to where it
 * rises again by a tenth. */
static void next_range(const paramod_chroma_fit *fit, size_t known, size_t ranges[][2])
{
    const double base = floor_of(fit);
    double highest = -INFINITY, low;
    size_t top = 0;

    for (size_t j = 0; j < fit->count; j++) {
        int taken = 0;

        for (size_t k = 0; k < known; k++)
            taken |= j >= ranges[k][0] && j <= ranges[k][1];
        if (!taken && smooth(fit, j) > highest) {
            highest = smooth(fit, j);
            top = j;
        }
    }
    for (int side = 0; side < 2; side++) {
        size_t j = top, lowest = top;

        low = highest;
        while (side == 0 ? j > 0 : j + 1 < fit->count) {
            const double y = smooth(fit, j = side == 0 ? j - 1 : j + 1);

            if (y < low) {
                low = y;
                lowest = j;
            }
            if (y - base < 0.005 * (highest - base) || y - low > 0.1 * (highest - base))
                break;
        }
        ranges[known][side] = lowest;
    }
}

static void sort_ranges(size_t count, size_t ranges[][2])
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && ranges[k][0] < ranges[k - 1][0]; k--)
            for (int side = 0; side < 2; side++) {
                const size_t keep = ranges[k][side];

                ranges[k][side] = ranges[k - 1][side];
                ranges[k - 1][side] = keep;
            }
}

static void given_range(const paramod_chroma_fit *fit, size_t i, size_t range[2])
{
    const double *const w = fit->options.windows + 2 * i;

    range[0] = 0;
    while (range[0] + 1 < fit->count && fit->times[range[0]] < w[0])
        range[0]++;
    range[1] = fit->count - 1;
    while (range[1] > range[0] && fit->times[range[1]] > w[1])
        range[1]--;
}

/* ---- one peak ---------------------------------------------------------------------------- */

static paramod_status refuse(const paramod_chroma_fit *fit, size_t i, const char *what,
                             double value, double limit)
{
    char name[64];

    paramod_i_fit_name(fit, i, name, sizeof name);
    return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%s: %s (%g, %g)", name, what, value, limit);
}

/* K from the mean, kd from what dispersion and injection leave of the variance. */
static paramod_status match(paramod_chroma_fit *fit, size_t i, const double moment[3],
                            double rates[2])
{
    paramod_i_transfer t = fit->chroma->species[i].transfer;
    double input[4], column[4], inert[4], excess;

    paramod_i_injection_cumulants(&fit->chroma->injection, input);
    if (!(moment[0] > 0.0))
        return refuse(fit, i, "the area of the peak must be positive (area, 0)", moment[0], 0.0);
    t.ka = 0.0;
    t.kd = fast / t.dead_time;
    (void)paramod_i_transfer_cumulants(&t, inert);
    if (!(moment[1] - input[0] > inert[0]))
        return refuse(fit, i, "the dead time is not before the peak; give a shorter one "
                      "(dead time, mean of the peak)", inert[0] + input[0], moment[1]);
    t.ka = t.kd;
    (void)paramod_i_transfer_cumulants(&t, column);
    t.ka = t.kd * (moment[1] - input[0] - inert[0]) / (column[0] - inert[0]);
    (void)paramod_i_transfer_cumulants(&t, column);
    excess = moment[2] - input[1] - column[1];
    if (t.model != PARAMOD_CHROMA_EQUILIBRIUM && !(excess > 0.0))
        return refuse(fit, i, "the peak is not wider than injection and dispersion make it, so "
                      "kd has no upper bound (variance, that without kinetics)", moment[2],
                      input[1] + column[1]);
    rates[1] = t.model == PARAMOD_CHROMA_EQUILIBRIUM
                   ? fit->chroma->species[i].transfer.kd
                   : 2.0 * (moment[1] - input[0] - inert[0]) / excess;
    rates[0] = t.ka / t.kd * rates[1];
    return PARAMOD_OK;
}

/* The analyte's own rates where both are given, else from its range. */
static paramod_status start_analyte(paramod_chroma_fit *fit, size_t i, const size_t range[2],
                                    double rates[2])
{
    const paramod_i_transfer *const t = &fit->chroma->species[i].transfer;
    double moment[3];

    rates[0] = t->ka;
    rates[1] = t->kd;
    if (t->ka > 0.0 && t->kd > 0.0)
        return PARAMOD_OK;
    paramod_i_fit_moments(fit, range, moment);
    return match(fit, i, moment, rates);
}

/* Inside the bounds, where it is not. */
static double inside(const paramod_chroma_fit *fit, size_t p, double x)
{
    const double lower = paramod_space_lower(fit->space, p);
    const double upper = paramod_space_upper(fit->space, p);

    if (x > lower && x < upper)
        return x;
    return isfinite(upper) ? lower + (x >= upper ? 0.99 : 0.01) * (upper - lower)
                           : 1.01 * lower + (lower == 0.0);
}

static paramod_status start_rates(paramod_chroma_fit *fit, const size_t ranges[][2])
{
    for (size_t i = 0; i < fit->analytes; i++) {
        double rates[2];
        const paramod_status status = start_analyte(fit, i, ranges[i], rates);

        if (status != PARAMOD_OK)
            return status;
        for (size_t p = 0; p < fit->parameters; p++)
            if (fit->fitted[p].analyte == i)
                fit->best[p] = inside(fit, p, rates[fit->fitted[p].derivative ==
                                                    PARAMOD_I_BY_KD]);
    }
    return PARAMOD_OK;
}

paramod_status paramod_i_fit_start(paramod_chroma_fit *fit)
{
    size_t ranges[PARAMOD_CHROMA_FIT_ANALYTES][2];
    const paramod_chroma_injection *const injection = &fit->chroma->injection;
    double input[4];

    for (size_t i = 0; i < fit->analytes; i++)
        if (fit->options.windows != NULL)
            given_range(fit, i, ranges[i]);
        else
            next_range(fit, i, ranges);
    if (fit->options.windows == NULL)
        sort_ranges(fit->analytes, ranges);
    paramod_i_injection_cumulants(injection, input);
    for (size_t p = 0; p < fit->parameters; p++) {
        if (fit->fitted[p].analyte != SIZE_MAX)
            continue;
        fit->best[p] = fit->fitted[p].derivative == PARAMOD_I_BY_DEAD_TIME
                           ? fit->chroma->carrier.dead_time
                       : injection->tail > 0.0 ? injection->tail
                                               : 0.25 * sqrt(input[1]);
    }
    return start_rates(fit, (const size_t (*)[2])ranges);
}
