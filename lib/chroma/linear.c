/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Linear analytes: Goldstein's J where it applies, else a Fourier series.
 *
 * The error of the series, relative to 1 = c0: what the response has outside the window,
 * at most 2 e^-level of a rectangle's plateau; what the sum leaves out; rounding. */

#include <float.h>
#include <math.h>

#include "chroma/chroma_impl.h"
#include "core/status_impl.h"

enum { MOST_FREQUENCIES = 1 << 20, FEWEST_FOR_FFT = 64 };

/* Below this many adsorptions the front e^-a that arrives unretained can be seen. */
static const double few_adsorptions = 60.0;

static bool has_closed_form(const paramod_chroma *chroma, const paramod_i_place *place,
                            const paramod_i_species *species)
{
    return place->transfer.model == PARAMOD_CHROMA_KINETIC && species->dispersion == 0.0 &&
           chroma->injection.kind == PARAMOD_CHROMA_RECTANGLE &&
           chroma->injection.tail == 0.0;
}

/* Whether the times are equally spaced, up to their rounding; the step. */
static bool is_uniform(const double *times, size_t count, double *step)
{
    const double last = times[count - 1];
    double slack;

    *step = (last - times[0]) / (double)(count - 1);
    slack = 8.0 * DBL_EPSILON * fmax(fabs(times[0]), fabs(last));
    if (!(*step > 16.0 * slack))
        return false;
    for (size_t j = 1; j < count; j++)
        if (fabs(times[j] - (times[0] + (double)j * *step)) > slack)
            return false;
    return true;
}

static void note_report(paramod_chroma_report *report, paramod_chroma_engine engine,
                        const char *name, double bound, bool proven, size_t frequencies)
{
    if (report == NULL || !(bound >= report->error_bound))
        return;
    *report = (paramod_chroma_report){ .size = sizeof *report, .engine = engine, .name = name,
                                       .error_bound = bound, .proven = proven,
                                       .frequencies = frequencies };
}

/* ---- the closed form ------------------------------------------------------------------- */

/* What is left of an empty column's q / c in equilibrium after a step: 1 - J(b, a). */
static double loaded(const paramod_chroma_peak *peak, double since)
{
    double rest;

    if (since < 0.0)
        return 0.0;
    (void)paramod_chroma_goldstein(peak->kd * since, peak->a, &rest);
    return rest;
}

static paramod_status closed(const paramod_chroma *chroma, const paramod_i_place *place,
                             const double *times, size_t count, double *out, size_t stride,
                             paramod_chroma_report *report)
{
    const paramod_i_transfer *const t = &place->transfer;
    const double way = t->dead_time * t->xi;
    const paramod_chroma_peak peak = {
        .size = sizeof peak, .a = t->phase_ratio * t->ka * way, .kd = t->kd,
        .t0 = way + chroma->injection.delay, .t1 = chroma->injection.duration
    };

    for (size_t j = 0; j < count; j++) {
        double c = 0.0, bound = 0.0;

        if (place->loading) {
            c = t->ka / t->kd * (loaded(&peak, times[j] - peak.t0) -
                                 loaded(&peak, times[j] - peak.t0 - peak.t1));
            bound = 1e-14 * t->ka / t->kd;
        } else {
            const paramod_status status =
                paramod_chroma_peak_evaluate(&peak, &times[j], 1, &c, NULL, NULL, &bound);

            if (status != PARAMOD_OK)
                return status;
        }
        out[j * stride] = place->factor * c;
        note_report(report, PARAMOD_CHROMA_CLOSED, "closed form", place->factor * bound, true,
                    0);
    }
    return PARAMOD_OK;
}

/* ---- the Fourier series ------------------------------------------------------------------ */

typedef struct fourier {
    paramod_i_response response;
    double begin, end; /* of the window */
    double plateau;    /* value after it: that of a step's response, else 0 */
    double alias;      /* bound of what the window leaves outside, relative to factor */
    bool proven;
} fourier;

static paramod_status no_moments(void)
{
    return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "kd = 0: a response that never ends has no "
                        "Fourier series; only the closed form without dispersion does this");
}

static paramod_status set_window(const paramod_chroma *chroma, size_t i, double level,
                                 fourier *f)
{
    const paramod_chroma_injection *const injection = &chroma->injection;
    const paramod_i_expansion *const expansion = chroma->species[i].expansion;
    double cumulant[4], from, to;

    if (!paramod_i_transfer_cumulants(f->response.transfer, cumulant))
        return no_moments();
    if (expansion != NULL) {
        f->response.other = paramod_i_expansion_log;
        f->response.other_data = expansion;
        paramod_i_expansion_cumulants(expansion, cumulant);
    }
    f->response.mean = cumulant[0];
    f->response.deviation = sqrt(fmax(cumulant[1], 0.0));
    paramod_i_response_support(&f->response, level, &f->begin, &f->end);
    f->response.duration = injection->duration;
    if (isinf(injection->duration)) { /* a rectangle whose end arrives after the window */
        f->response.duration = f->end - f->begin + injection->tail * level;
        f->plateau = 1.0;
        f->end += injection->delay + injection->tail * level;
        f->begin += injection->delay;
    } else {
        paramod_i_injection_support(injection, level, &from, &to);
        f->begin += from;
        f->end += to;
    }
    f->alias = 2.0 * exp(-level);
    f->proven = injection->kind == PARAMOD_CHROMA_RECTANGLE && injection->tail == 0.0 &&
                expansion == NULL;
    return PARAMOD_OK;
}

/* The period that holds the window: that of the series, twice the window where a step's
 * other edge must not come back into it. */
static double period_of(const fourier *f)
{
    const double width = f->end - f->begin;

    return f->plateau > 0.0 ? 2.0 * width + 1e-9 * f->end : width * (1.0 + 1e-9) + 1e-12 * f->end;
}

static void after_window(const fourier *f, const double *times, size_t count, double *out,
                         size_t stride)
{
    for (size_t j = 0; j < count; j++)
        if (times[j] > f->end)
            out[j * stride] = f->plateau * f->response.factor *
                              (f->response.loading ? creal(paramod_i_transfer_loading(
                                                         f->response.transfer, 0.0))
                                                   : 1.0);
        else if (times[j] < f->begin)
            out[j * stride] = 0.0;
}

/* All times by one transform of a grid through them. */
static paramod_status on_grid(paramod_chroma *chroma, const fourier *f, const double *times,
                              size_t count, double step, double *out, size_t stride,
                              double small)
{
    const double before = ceil((f->begin - times[0]) / step);
    const size_t first = before > 0.0 ? (before < (double)count ? (size_t)before : count) : 0;
    const size_t length = paramod_i_fft_length((size_t)ceil(period_of(f) / step) + 1);
    const double *values;
    paramod_status status;

    if (first == count) {
        after_window(f, times, count, out, stride);
        return PARAMOD_OK;
    }
    status = paramod_i_series_build(&chroma->series, paramod_i_response_spectrum, &f->response,
                                    times[first], (double)length * step, small,
                                    MOST_FREQUENCIES);
    if (status != PARAMOD_OK)
        return status;
    values = paramod_i_fft_sum(&chroma->fft, length, &chroma->series);
    if (values == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu times", length);
    for (size_t j = first; j < count && j - first < length; j++)
        out[j * stride] = values[j - first];
    after_window(f, times, count, out, stride);
    return PARAMOD_OK;
}

static paramod_status one_by_one(paramod_chroma *chroma, const fourier *f,
                                 const double *times, size_t count, double *out,
                                 size_t stride, double small)
{
    const paramod_status status =
        paramod_i_series_build(&chroma->series, paramod_i_response_spectrum, &f->response,
                               f->begin, period_of(f), small, MOST_FREQUENCIES);

    if (status != PARAMOD_OK)
        return status;
    paramod_i_series_at(&chroma->series, times, count, out, stride);
    after_window(f, times, count, out, stride);
    return PARAMOD_OK;
}

/* A grid pays where it is not far finer or far longer than the window needs. */
static bool grid_pays(const fourier *f, size_t count, double step)
{
    return period_of(f) / step < 64.0 * (double)count && period_of(f) / step > 4.0;
}

/* What phases w t and Horner's scheme lose by rounding. */
static double rounding_of(const paramod_i_series *s, const fourier *f)
{
    return DBL_EPSILON * (s->magnitude * (8.0 + (double)s->count) + s->turning * fabs(f->end));
}

paramod_status paramod_i_chroma_series(paramod_chroma *chroma, size_t i,
                                       const paramod_i_place *place, int derivative,
                                       const double *times, size_t count, double *out,
                                       size_t stride, paramod_chroma_report *report)
{
    const double tolerance = chroma->options.tolerance, small = 0.01 * tolerance;
    fourier f = { .response = { .transfer = &place->transfer, .injection = &chroma->injection,
                                .factor = place->factor, .loading = place->loading,
                                .derivative = derivative } };
    double step = 0.0;
    paramod_status status = set_window(chroma, i, log(8.0 / tolerance) + 4.0, &f);

    if (status != PARAMOD_OK)
        return status;
    if (count >= FEWEST_FOR_FFT && is_uniform(times, count, &step) &&
        grid_pays(&f, count, step))
        status = on_grid(chroma, &f, times, count, step, out, stride, small);
    else
        status = one_by_one(chroma, &f, times, count, out, stride, small);
    if (status != PARAMOD_OK)
        return status;
    note_report(report, PARAMOD_CHROMA_FOURIER, "fourier",
                fabs(place->factor) * f.alias + chroma->series.truncation +
                    rounding_of(&chroma->series, &f), f.proven && derivative < 0,
                chroma->series.count);
    return PARAMOD_OK;
}

paramod_status paramod_i_chroma_linear(paramod_chroma *chroma, size_t i,
                                       const paramod_i_place *place, const double *times,
                                       size_t count, double *out, size_t stride,
                                       paramod_chroma_report *report)
{
    const paramod_i_transfer *const t = &place->transfer;
    const double a = t->phase_ratio * t->ka * t->dead_time * t->xi;
    const bool can = has_closed_form(chroma, place, &chroma->species[i]);
    double step;

    if (can && chroma->options.engine != PARAMOD_CHROMA_FOURIER &&
        !(place->loading && (t->ka == 0.0 || t->kd == 0.0)) &&
        (chroma->options.engine == PARAMOD_CHROMA_CLOSED || t->kd == 0.0 ||
         a < few_adsorptions || count < FEWEST_FOR_FFT ||
         !is_uniform(times, count, &step)))
        return closed(chroma, place, times, count, out, stride, report);
    return paramod_i_chroma_series(chroma, i, place, -1, times, count, out, stride, report);
}

paramod_status paramod_i_chroma_window(const paramod_chroma *chroma, size_t i, double *begin,
                                       double *end)
{
    fourier f = { .response = { .transfer = &chroma->species[i].transfer,
                                .injection = &chroma->injection, .factor = 1.0,
                                .derivative = -1 } };
    const paramod_status status = set_window(chroma, i, 16.0, &f);

    *begin = f.begin;
    *end = f.end;
    return status;
}
