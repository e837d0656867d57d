/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A curve and its derivatives from one pass over the frequencies: they share the
 * exponential.  Where the front of a few adsorptions shows, the closed form takes over.
 */

#include <float.h>
#include <math.h>

#include "chroma/fit_impl.h"

static const double two_pi = 6.283185307179586;

/* Where the front e^-a would need more frequencies than there are. */
static const double few_adsorptions = 60.0;

enum { RUN = 4 };

/* ---- the closed form ------------------------------------------------------------------ */

static double closed_slope(const paramod_i_transfer *t, double a, const double *gradient,
                           int which)
{
    switch (which) {
    case PARAMOD_I_BY_KA:
        return gradient[0] * a / t->ka;
    case PARAMOD_I_BY_KD:
        return gradient[1];
    case PARAMOD_I_BY_DEAD_TIME:
        return gradient[2] + gradient[0] * a / t->dead_time;
    default:
        return 0.0;
    }
}

static bool closed(paramod_chroma_fit *fit, const paramod_i_transfer *t, const int *which,
                   size_t n)
{
    const double a = t->phase_ratio * t->ka * t->dead_time;
    const double factor = fit->chroma->carrier.pressure_ratio;
    const paramod_chroma_peak peak = {
        .size = sizeof peak, .a = a, .kd = t->kd,
        .t0 = t->dead_time + fit->chroma->injection.delay,
        .t1 = fit->chroma->injection.duration
    };

    for (size_t j = 0; j < fit->count; j++) {
        double gradient[4];

        if (paramod_chroma_peak_evaluate(&peak, &fit->times[j], 1, &fit->curves[j], gradient,
                                         NULL, NULL) != PARAMOD_OK)
            return false;
        fit->curves[j] *= factor;
        for (size_t k = 0; k < n; k++)
            fit->curves[(k + 1) * fit->count + j] =
                factor * closed_slope(t, a, gradient, which[k]);
    }
    return true;
}

/* ---- the series ----------------------------------------------------------------------- */

/* The window that holds the response, and the grid of the data where they have one. */
typedef struct window {
    double begin, end;
    double origin, period; /* of the series */
    size_t first, length;  /* of the transform; length 0: no grid */
} window;

static void set_window(const paramod_chroma_fit *fit, const paramod_i_species *s, window *w)
{
    const double level = log(8.0 / fit->chroma->options.tolerance) + 4.0;
    const paramod_chroma_injection *const injection = &fit->chroma->injection;
    paramod_i_response response = { .transfer = &s->transfer, .injection = injection };
    double cumulant[4] = { 0.0 }, from, to;

    (void)paramod_i_transfer_cumulants(&s->transfer, cumulant);
    response.mean = cumulant[0];
    response.deviation = sqrt(fmax(cumulant[1], 0.0));
    paramod_i_response_support(&response, level, &w->begin, &w->end);
    paramod_i_injection_support(injection, level, &from, &to);
    w->begin += from;
    w->end += to;
}

/* 2^a or 3 2^a: few lengths, so that the plans of one step serve the next. */
static size_t grid_length(double n)
{
    size_t length = 4;

    while ((double)length < n)
        length = length % 3 == 0 ? length / 3 * 4 : length / 2 * 3;
    return length;
}

static void set_grid(const paramod_chroma_fit *fit, window *w)
{
    const double width = (w->end - w->begin) * (1.0 + 1e-9);
    const double step = (fit->times[fit->count - 1] - fit->times[0]) /
                        (double)(fit->count - 1);
    const double before = ceil((w->begin - fit->times[0]) / step);

    w->origin = w->begin;
    w->period = width;
    w->length = w->first = 0;
    if (!fit->report.uniform || !(width / step < 64.0 * (double)fit->count) ||
        !(before < (double)fit->count) || width / step < 4.0)
        return;
    w->first = before > 0.0 ? (size_t)before : 0;
    w->length = grid_length(width / step + 1.0);
    w->origin = fit->times[w->first];
    w->period = (double)w->length * step;
}

/* F(i w) e^(i w origin) and its derivatives, doubled and divided by the period. */
static double complex spectrum(const paramod_chroma_fit *fit, const paramod_i_species *s,
                               const window *w, size_t k, const int *which, size_t n,
                               double complex *slope)
{
    const double omega = two_pi * (double)k / w->period;
    const double complex at = CMPLX(0.0, omega);
    double complex by[PARAMOD_I_TRANSFER_PARAMETERS],
        by_input[PARAMOD_I_INJECTION_PARAMETERS];
    const double complex log_g = paramod_i_transfer_log(&s->transfer, at, n > 0 ? by : NULL);
    const double complex input =
        paramod_i_injection_transform(&fit->chroma->injection, at, n > 0 ? by_input : NULL);
    const double factor = fit->chroma->carrier.pressure_ratio;
    const double complex g = (k == 0 ? factor : 2.0 * factor) / w->period *
                             cexp(log_g + CMPLX(0.0, omega * w->origin));

    for (size_t p = 0; p < n; p++)
        slope[p] = g * (which[p] < PARAMOD_I_TRANSFER_PARAMETERS
                            ? input * by[which[p]]
                            : by_input[which[p] - PARAMOD_I_TRANSFER_PARAMETERS]);
    return g * input;
}

/* Coefficients of all curves, one after the other; their number, or 0 if there would be
 * too many. */
static size_t build(paramod_chroma_fit *fit, const paramod_i_species *s, const window *w,
                    const int *which, size_t n)
{
    const double small = 0.01 * fit->chroma->options.tolerance;
    const size_t stride = 2 * PARAMOD_I_FIT_FREQUENCIES;
    double largest = 0.0;
    size_t quiet = 0;

    for (size_t k = 0; k < PARAMOD_I_FIT_FREQUENCIES; k++) {
        double complex a[1 + PARAMOD_I_FIT_SLOPES];

        a[0] = spectrum(fit, s, w, k, which, n, a + 1);
        for (size_t p = 0; p <= n; p++) {
            fit->frequencies[p * stride + k] = creal(a[p]);
            fit->frequencies[p * stride + PARAMOD_I_FIT_FREQUENCIES + k] = cimag(a[p]);
        }
        largest = fmax(largest, cabs(a[0]));
        quiet = cabs(a[0]) <= small * largest ? quiet + 1 : 0;
        if (quiet >= RUN)
            return k + 1;
    }
    return 0;
}

static bool sum_curve(paramod_chroma_fit *fit, const window *w, size_t p, size_t terms)
{
    double *const out = fit->curves + p * fit->count;
    double *const at = fit->frequencies + 2 * p * PARAMOD_I_FIT_FREQUENCIES;
    const paramod_i_series series = { .begin = w->origin, .period = w->period,
                                      .count = terms, .re = at,
                                      .im = at + PARAMOD_I_FIT_FREQUENCIES };
    const double *values;

    if (w->length == 0) {
        paramod_i_series_at(&series, fit->times, fit->count, out, 1);
        return true;
    }
    values = paramod_i_fft_sum(&fit->chroma->fft, w->length, &series);
    fit->starved = fit->starved || values == NULL;
    for (size_t j = 0; values != NULL && j < fit->count; j++)
        out[j] = j >= w->first && j - w->first < w->length && fit->times[j] <= w->end
                     ? values[j - w->first] : 0.0;
    return values != NULL;
}

bool paramod_i_fit_curves(paramod_chroma_fit *fit, size_t i, const int *which, size_t n)
{
    const paramod_i_species *const s = &fit->chroma->species[i];
    const paramod_i_transfer *const t = &s->transfer;
    const paramod_chroma_injection *const injection = &fit->chroma->injection;
    window w;
    size_t terms;

    if (t->model == PARAMOD_CHROMA_KINETIC && t->delta == 0.0 && injection->tail == 0.0 &&
        injection->kind == PARAMOD_CHROMA_RECTANGLE &&
        t->phase_ratio * t->ka * t->dead_time < few_adsorptions)
        return closed(fit, t, which, n);
    set_window(fit, s, &w);
    set_grid(fit, &w);
    if (!(w.period > 0.0 && w.period <= DBL_MAX))
        return false;
    terms = build(fit, s, &w, which, n);
    if (terms == 0)
        return false;
    for (size_t p = 0; p <= n; p++)
        if (!sum_curve(fit, &w, p, terms))
            return false;
    return true;
}
