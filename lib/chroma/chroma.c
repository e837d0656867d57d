/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "chroma/carrier_impl.h"
#include "chroma/chroma_impl.h"
#include "chroma/langmuir_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"

static const double default_tolerance = 1e-13;

double *paramod_i_chroma_scratch(paramod_chroma *chroma, size_t size)
{
    if (size > chroma->scratch_size) {
        double *const larger = paramod_i_resize(chroma->scratch, size, sizeof *larger);

        if (larger == NULL)
            return NULL;
        chroma->scratch = larger;
        chroma->scratch_size = size;
    }
    return chroma->scratch;
}

/* ---- creation ------------------------------------------------------------------------- */

static paramod_status read_injection(paramod_chroma *chroma,
                                     const paramod_chroma_injection *given)
{
    paramod_chroma_injection *const i = &chroma->injection;
    paramod_status status = paramod_i_options_read(i, sizeof *i, given);
    size_t numbers;

    if (status == PARAMOD_OK)
        status = paramod_i_injection_check(i);
    if (status != PARAMOD_OK || i->kind != PARAMOD_CHROMA_POLYNOMIAL)
        return status;
    numbers = i->pieces * (i->degree + 1);
    chroma->pieces = paramod_i_resize(NULL, i->pieces + 1 + numbers, sizeof *chroma->pieces);
    if (chroma->pieces == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu pieces", i->pieces);
    memcpy(chroma->pieces, i->breaks, (i->pieces + 1) * sizeof *i->breaks);
    memcpy(chroma->pieces + i->pieces + 1, i->coefficients, numbers * sizeof *i->breaks);
    i->breaks = chroma->pieces;
    i->coefficients = chroma->pieces + i->pieces + 1;
    return PARAMOD_OK;
}

static paramod_status read_column(paramod_chroma *chroma, const paramod_chroma_column *given)
{
    paramod_chroma_column *const c = &chroma->column;
    paramod_status status = paramod_i_options_read(c, sizeof *c, given);

    chroma->carrier.size = sizeof chroma->carrier;
    if (status == PARAMOD_OK)
        status = paramod_chroma_carrier_of(c, &chroma->carrier);
    if (status == PARAMOD_OK && (c->boundary > PARAMOD_CHROMA_OPEN ||
                                 c->dispersion > PARAMOD_CHROMA_USER))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "column: there is no boundary %zu or no "
                            "dispersion %zu", (size_t)c->boundary,
                            (size_t)c->dispersion);
    return status;
}

static paramod_status read_species(paramod_chroma *chroma,
                                   const paramod_chroma_analyte *analyte, size_t count)
{
    paramod_status status = PARAMOD_OK;

    chroma->species = paramod_i_resize(NULL, count, sizeof *chroma->species);
    if (chroma->species == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu analytes", count);
    memset(chroma->species, 0, count * sizeof *chroma->species);
    chroma->count = count;
    for (size_t i = 0; i < count && status == PARAMOD_OK; i++) {
        paramod_i_species *const s = &chroma->species[i];

        status = paramod_i_options_read(&s->analyte, sizeof s->analyte, &analyte[i]);
        if (status == PARAMOD_OK)
            status = paramod_i_species_prepare(chroma, s);
    }
    return status;
}

bool paramod_i_chroma_is_nonlinear(const paramod_chroma *chroma, size_t i)
{
    return chroma->species[i].analyte.capacity > 0.0;
}

static size_t count_nonlinear(const paramod_chroma *chroma)
{
    size_t nonlinear = 0;

    for (size_t i = 0; i < chroma->count; i++)
        nonlinear += paramod_i_chroma_is_nonlinear(chroma, i);
    return nonlinear;
}

/* The engine asked for can do all analytes. */
static paramod_status check_engine(const paramod_chroma *chroma)
{
    const uint64_t engine = chroma->options.engine;
    const bool has_nonlinear = count_nonlinear(chroma) > 0;

    if (engine > PARAMOD_CHROMA_LINES)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no engine "
                            "%zu", (size_t)engine);
    if ((engine == PARAMOD_CHROMA_CLOSED || engine == PARAMOD_CHROMA_FOURIER) && has_nonlinear)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "this engine is for "
                            "linear kinetics; PARAMOD_CHROMA_LANGMUIR and "
                            "PARAMOD_CHROMA_LINES know a capacity");
    for (size_t i = 0; engine == PARAMOD_CHROMA_CLOSED && i < chroma->count; i++)
        if (chroma->species[i].analyte.model != PARAMOD_CHROMA_KINETIC ||
            chroma->species[i].dispersion > 0.0 || chroma->injection.tail > 0.0 ||
            chroma->injection.kind != PARAMOD_CHROMA_RECTANGLE)
            return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "the closed form "
                                "is for the kinetic model without dispersion and a rectangle "
                                "without tail; PARAMOD_CHROMA_FOURIER does the rest");
    return engine == PARAMOD_CHROMA_LANGMUIR ? paramod_i_langmuir_check(chroma) : PARAMOD_OK;
}

static paramod_status read_all(paramod_chroma *chroma, const paramod_chroma_column *column,
                               const paramod_chroma_analyte *analyte, size_t count,
                               const paramod_chroma_injection *injection,
                               const paramod_chroma_options *options)
{
    paramod_status status = paramod_i_options_read(&chroma->options, sizeof chroma->options,
                                                   options);

    if (status == PARAMOD_OK)
        status = read_column(chroma, column);
    if (status == PARAMOD_OK)
        status = read_injection(chroma, injection);
    if (status == PARAMOD_OK)
        status = read_species(chroma, analyte, count);
    if (status == PARAMOD_OK)
        status = check_engine(chroma);
    if (chroma->options.tolerance == 0.0)
        chroma->options.tolerance = default_tolerance;
    if (status == PARAMOD_OK &&
        !(chroma->options.tolerance > 0.0 && chroma->options.tolerance < 1.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "tolerance %g is not "
                            "inside (0, 1)", chroma->options.tolerance);
    return status;
}

paramod_status paramod_chroma_create(const paramod_chroma_column *column,
                                     const paramod_chroma_analyte *analyte, size_t count,
                                     const paramod_chroma_injection *injection,
                                     const paramod_chroma_options *options,
                                     paramod_chroma **out)
{
    paramod_chroma *chroma;
    paramod_status status;

    if (column == NULL || analyte == NULL || count == 0 || injection == NULL || out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer, or no "
                            "analyte");
    chroma = paramod_i_resize(NULL, 1, sizeof *chroma);
    if (chroma == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu analytes", count);
    memset(chroma, 0, sizeof *chroma);
    status = read_all(chroma, column, analyte, count, injection, options);
    if (status == PARAMOD_OK)
        *out = chroma;
    else
        paramod_chroma_destroy(chroma);
    return status;
}

paramod_status paramod_chroma_copy(const paramod_chroma *chroma, paramod_chroma **out)
{
    paramod_chroma_analyte *analyte;
    paramod_status status;

    if (chroma == NULL || out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer");
    analyte = paramod_i_resize(NULL, chroma->count, sizeof *analyte);
    if (analyte == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu analytes",
                            chroma->count);
    for (size_t i = 0; i < chroma->count; i++)
        analyte[i] = chroma->species[i].analyte;
    status = paramod_chroma_create(&chroma->column, analyte, chroma->count,
                                   &chroma->injection, &chroma->options, out);
    paramod_i_free(analyte);
    return status;
}

void paramod_chroma_destroy(paramod_chroma *chroma)
{
    if (chroma == NULL)
        return;
    for (size_t i = 0; i < chroma->count; i++)
        paramod_i_expansion_destroy(chroma->species[i].expansion);
    paramod_i_series_destroy(&chroma->series);
    paramod_i_fft_destroy(chroma->fft);
    paramod_i_free(chroma->species);
    paramod_i_free(chroma->pieces);
    paramod_i_free(chroma->scratch);
    paramod_i_free(chroma);
}

/* ---- chromatograms ----------------------------------------------------------------------- */

static paramod_status check_call(const char *function, const paramod_chroma *chroma,
                                 const double *times, size_t count, const double *out,
                                 const paramod_chroma_report *report)
{
    if (chroma == NULL || times == NULL || out == NULL || count == 0 ||
        (report != NULL && report->size != sizeof *report))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s: a null pointer, no times, or a report "
                            "whose size is not set", function);
    for (size_t j = 0; j < count; j++)
        if (isnan(times[j]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%s: time %zu is NaN", function, j);
    return PARAMOD_OK;
}

static void clear(paramod_chroma_report *report)
{
    if (report != NULL)
        *report = (paramod_chroma_report){ .size = sizeof *report, .name = "" };
}

paramod_status paramod_i_chroma_outlet(paramod_chroma *chroma, size_t i, const double *times,
                                       size_t count, double *out, size_t stride,
                                       paramod_chroma_report *report)
{
    /* dispersion in an expanding carrier has the expansion in its transfer function */
    const double factor = chroma->species[i].expansion == NULL ? chroma->carrier.pressure_ratio
                                                               : 1.0;
    const paramod_i_place place = { chroma->species[i].transfer, factor, false };

    if (paramod_i_chroma_is_nonlinear(chroma, i))
        return paramod_i_langmuir_outlet(chroma, i, times, count, out, stride, report);
    return paramod_i_chroma_linear(chroma, i, &place, times, count, out, stride, report);
}

/* Lines wherever the exact solutions end: competition, and Langmuir with dispersion or in
 * an expanding carrier. */
static bool needs_lines(const paramod_chroma *chroma)
{
    bool needs = chroma->options.engine == PARAMOD_CHROMA_LINES ||
                 (count_nonlinear(chroma) > 0 && chroma->count > 1);

    for (size_t i = 0; i < chroma->count; i++)
        needs = needs || (paramod_i_chroma_is_nonlinear(chroma, i) &&
                          (chroma->carrier.pressure_ratio < 1.0 ||
                           chroma->species[i].dispersion > 0.0));
    return needs;
}

static double concentration(const paramod_chroma *chroma, size_t i)
{
    const double c0 = chroma->species[i].analyte.concentration;

    return c0 > 0.0 ? c0 : 1.0;
}

static paramod_status outlet(paramod_chroma *chroma, const double *times, size_t count,
                             double *c, paramod_chroma_report *report)
{
    const size_t m = chroma->count;
    paramod_status status = PARAMOD_OK;

    clear(report);
    if (needs_lines(chroma)) {
        const bool shocks = count_nonlinear(chroma) > 0;
        const paramod_chroma_lines_options options = {
            .size = sizeof options,
            .scheme = shocks ? PARAMOD_CHROMA_WENO : PARAMOD_CHROMA_FIFTH_ORDER
        };

        return paramod_chroma_lines(chroma, &options, times, count, c, report);
    }
    for (size_t i = 0; i < m && status == PARAMOD_OK; i++) {
        status = paramod_i_chroma_outlet(chroma, i, times, count, c + i, m, report);
        for (size_t j = 0; status == PARAMOD_OK && j < count; j++)
            c[j * m + i] *= concentration(chroma, i);
    }
    return status;
}

paramod_status paramod_chroma_outlet(paramod_chroma *chroma, const double *times, size_t count,
                                     double *c, paramod_chroma_report *report)
{
    const paramod_status status =
        check_call("paramod_chroma_outlet", chroma, times, count, c, report);

    return status != PARAMOD_OK ? status : outlet(chroma, times, count, c, report);
}

paramod_status paramod_chroma_signal(paramod_chroma *chroma, const double *times, size_t count,
                                     double *signal, paramod_chroma_report *report)
{
    paramod_status status =
        check_call("paramod_chroma_signal", chroma, times, count, signal, report);
    double *c;

    if (status != PARAMOD_OK)
        return status;
    c = paramod_i_chroma_scratch(chroma, count * chroma->count);
    if (c == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu times", count);
    status = outlet(chroma, times, count, c, report);
    for (size_t j = 0; status == PARAMOD_OK && j < count; j++) {
        signal[j] = 0.0;
        for (size_t i = 0; i < chroma->count; i++) {
            const double detector = chroma->species[i].analyte.detector;

            signal[j] += (detector > 0.0 ? detector : 1.0) * c[j * chroma->count + i];
        }
    }
    return status;
}

/* ---- inside the column -------------------------------------------------------------------- */

/* The transfer function to x, and the expansion of the carrier there. */
static paramod_i_place place_at(const paramod_chroma *chroma, size_t i, double x)
{
    const paramod_chroma_carrier *const c = &chroma->carrier;
    const double length = chroma->column.length, p = c->pressure_ratio;
    paramod_i_place place = { chroma->species[i].transfer, 1.0, false };

    place.transfer.xi = x / length;
    if (p < 1.0) {
        place.transfer.xi = paramod_i_passage(p, length, c->speed, x) / c->dead_time;
        place.factor = sqrt(1.0 - (1.0 - p) * (1.0 + p) * (x / length));
    }
    return place;
}

static paramod_status profile(paramod_chroma *chroma, size_t i, double t, const double *x,
                              size_t count, double *c, double *q,
                              paramod_chroma_report *report)
{
    const size_t m = chroma->count;
    paramod_status status = PARAMOD_OK;

    for (size_t j = 0; j < count && status == PARAMOD_OK; j++) {
        paramod_i_place place = place_at(chroma, i, x[j]);

        if (paramod_i_chroma_is_nonlinear(chroma, i)) {
            status = paramod_i_langmuir_place(chroma, i, t, x[j], &c[j * m + i],
                                              q == NULL ? NULL : &q[j * m + i], report);
            continue;
        }
        place.factor *= concentration(chroma, i);
        status = paramod_i_chroma_linear(chroma, i, &place, &t, 1, &c[j * m + i], 1, report);
        place.loading = true;
        if (status == PARAMOD_OK && q != NULL)
            status = paramod_i_chroma_linear(chroma, i, &place, &t, 1, &q[j * m + i], 1,
                                             NULL);
    }
    return status;
}

static paramod_status check_profile(const paramod_chroma *chroma, const double *x, size_t count)
{
    for (size_t j = 0; j < count; j++)
        if (!(x[j] >= 0.0 && x[j] <= chroma->column.length))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "place %zu = %g is "
                                "outside the column, 0 to %g", j, x[j], chroma->column.length);
    for (size_t i = 0; i < chroma->count; i++)
        if (chroma->species[i].expansion != NULL)
            return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "dispersion in "
                                "an expanding carrier has no profile; set dispersion to "
                                "PARAMOD_CHROMA_NO_DISPERSION");
    return needs_lines(chroma)
               ? PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "analytes that "
                              "compete, or the method of lines, have no profile")
               : PARAMOD_OK;
}

paramod_status paramod_chroma_profile(paramod_chroma *chroma, double t, const double *x,
                                      size_t count, double *c, double *q,
                                      paramod_chroma_report *report)
{
    paramod_status status = check_call("paramod_chroma_profile", chroma, &t, 1, c, report);

    if (status == PARAMOD_OK && (x == NULL || count == 0))
        status = PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "no places");
    if (status == PARAMOD_OK)
        status = check_profile(chroma, x, count);
    clear(status == PARAMOD_OK ? report : NULL);
    for (size_t i = 0; status == PARAMOD_OK && i < chroma->count; i++)
        status = profile(chroma, i, t, x, count, c, q, report);
    return status;
}

/* ---- sensitivities ------------------------------------------------------------------------- */

/* Which derivative of a response a public parameter is; D at the inlet by way of
 * delta = D / u^2. */
static const int derivative_of[PARAMOD_CHROMA_PARAMETERS] = {
    PARAMOD_I_BY_KA, PARAMOD_I_BY_KD, PARAMOD_I_BY_DEAD_TIME, PARAMOD_I_BY_PHASE_RATIO,
    PARAMOD_I_BY_DELTA, PARAMOD_I_BY_KF, PARAMOD_I_BY_DP, PARAMOD_I_BY_EP, PARAMOD_I_BY_RP,
    PARAMOD_I_TRANSFER_PARAMETERS + PARAMOD_I_BY_DURATION,
    PARAMOD_I_TRANSFER_PARAMETERS + PARAMOD_I_BY_DELAY,
    PARAMOD_I_TRANSFER_PARAMETERS + PARAMOD_I_BY_SIGMA,
    PARAMOD_I_TRANSFER_PARAMETERS + PARAMOD_I_BY_TAIL
};

static bool has_parameter(const paramod_chroma *chroma, size_t analyte, int parameter)
{
    const paramod_i_species *const s = &chroma->species[analyte];
    const uint64_t kind = chroma->injection.kind;

    switch (parameter) {
    case PARAMOD_CHROMA_BY_DISPERSION:
        return s->dispersion > 0.0;
    case PARAMOD_CHROMA_BY_FILM_TRANSFER:
    case PARAMOD_CHROMA_BY_PARTICLE_POROSITY:
    case PARAMOD_CHROMA_BY_PARTICLE_RADIUS:
        return s->analyte.model >= PARAMOD_CHROMA_LUMPED_PORE;
    case PARAMOD_CHROMA_BY_PORE_DIFFUSION:
        return s->analyte.model == PARAMOD_CHROMA_GENERAL_RATE;
    case PARAMOD_CHROMA_BY_DURATION:
        return kind != PARAMOD_CHROMA_POLYNOMIAL && isfinite(chroma->injection.duration);
    case PARAMOD_CHROMA_BY_SIGMA:
        return kind == PARAMOD_CHROMA_GAUSSIAN;
    default:
        return true;
    }
}

static paramod_status sensitivities(paramod_chroma *chroma, size_t analyte,
                                    const double *times, size_t count, double *c,
                                    double *gradient, paramod_chroma_report *report)
{
    const double u = chroma->carrier.speed, c0 = concentration(chroma, analyte);
    const paramod_i_place place = { chroma->species[analyte].transfer,
                                    c0 * chroma->carrier.pressure_ratio, false };
    paramod_status status =
        paramod_i_chroma_linear(chroma, analyte, &place, times, count, c, 1, report);

    for (int k = 0; k < PARAMOD_CHROMA_PARAMETERS && status == PARAMOD_OK; k++) {
        double *const column = gradient + k;
        const double unit = k == PARAMOD_CHROMA_BY_DISPERSION ? 1.0 / (u * u) : 1.0;
        const bool has = has_parameter(chroma, analyte, k);

        if (has)
            status = paramod_i_chroma_series(chroma, analyte, &place, derivative_of[k], times,
                                             count, column, PARAMOD_CHROMA_PARAMETERS, NULL);
        for (size_t j = 0; j < count; j++)
            column[j * PARAMOD_CHROMA_PARAMETERS] =
                has ? unit * column[j * PARAMOD_CHROMA_PARAMETERS] : 0.0;
    }
    return status;
}

paramod_status paramod_chroma_sensitivities(paramod_chroma *chroma, size_t analyte,
                                            const double *times, size_t count, double *c,
                                            double *gradient, paramod_chroma_report *report)
{
    const paramod_status status =
        check_call("paramod_chroma_sensitivities", chroma, times, count, c, report);

    if (status != PARAMOD_OK)
        return status;
    if (gradient == NULL || analyte >= chroma->count)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null "
                            "pointer, or no analyte %zu", analyte);
    if (needs_lines(chroma) || paramod_i_chroma_is_nonlinear(chroma, analyte) ||
        chroma->species[analyte].expansion != NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "only linear "
                            "analytes, and no dispersion in an expanding carrier");
    clear(report);
    return sensitivities(chroma, analyte, times, count, c, gradient, report);
}
