/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "chroma/fit_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"

enum { REWEIGHTINGS = 50, NAME = 96 };

void paramod_i_fit_name(const paramod_chroma_fit *fit, size_t analyte, char *text, size_t size)
{
    const char *const name = fit->chroma->species[analyte].analyte.name;

    if (name != NULL && name[0] != '\0')
        (void)paramod_i_format(text, size, "%s", name);
    else
        (void)paramod_i_format(text, size, "analyte %zu", analyte + 1);
}

/* ---- what is given --------------------------------------------------------------------- */

static paramod_status check_data(const double *times, const double *signal, const double *sigma,
                                 size_t count)
{
    if (count < 3)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%zu points; a fit needs at least 3", count);
    for (size_t j = 0; j < count; j++) {
        if (!(fabs(times[j]) <= DBL_MAX) || !(fabs(signal[j]) <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "point %zu (%g, %g) is not finite", j,
                                times[j], signal[j]);
        if (j > 0 && !(times[j] > times[j - 1]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "times[%zu] = %g does not exceed %g before "
                                "it; sort the points", j, times[j], times[j - 1]);
        if (sigma != NULL && !(sigma[j] > 0.0 && sigma[j] <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "sigma[%zu] = %g is not positive and finite",
                                j, sigma[j]);
    }
    return PARAMOD_OK;
}

static paramod_status check_model(const paramod_chroma *chroma,
                                  const paramod_chroma_fit_options *o)
{
    if (chroma->count > PARAMOD_CHROMA_FIT_ANALYTES)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "%zu analytes; a fit takes at most %d",
                            chroma->count, (int)PARAMOD_CHROMA_FIT_ANALYTES);
    if (o->loss > PARAMOD_CHROMA_BISQUARE || o->baseline > PARAMOD_I_FIT_BASELINE)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no loss %zu, or no baseline of %zu "
                            "terms", (size_t)o->loss, (size_t)o->baseline);
    if (isinf(chroma->injection.duration))
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "an infinite injection has no peak to fit");
    for (size_t i = 0; i < chroma->count; i++)
        if (paramod_i_chroma_is_nonlinear(chroma, i) || chroma->species[i].expansion != NULL ||
            (chroma->column.dispersion == PARAMOD_CHROMA_GOLAY))
            return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "fits are of linear analytes, without "
                                "Golay's dispersion, and without dispersion in an expanding "
                                "carrier; give the dispersion as a number in a column of "
                                "constant velocity");
    return PARAMOD_OK;
}

/* ---- the parameters ----------------------------------------------------------------------- */

static paramod_status add_parameter(paramod_chroma_fit *fit, size_t analyte, int derivative,
                                    const char *name, const char *unit)
{
    const size_t which = derivative == PARAMOD_I_BY_KD;
    const paramod_chroma_fit_options *const o = &fit->options;
    double lower = 0.0, upper = INFINITY;

    if (analyte != SIZE_MAX && o->lower != NULL && o->lower[2 * analyte + which] > 0.0)
        lower = o->lower[2 * analyte + which];
    if (analyte != SIZE_MAX && o->upper != NULL && o->upper[2 * analyte + which] > 0.0)
        upper = o->upper[2 * analyte + which];
    fit->fitted[fit->parameters++] = (paramod_i_fitted){ analyte, derivative };
    return paramod_space_add(fit->space, name, unit, lower, upper);
}

static paramod_status add_parameters(paramod_chroma_fit *fit)
{
    paramod_status status = paramod_space_create(&fit->space);

    for (size_t i = 0; i < fit->analytes && status == PARAMOD_OK; i++) {
        const bool is_kinetic = fit->chroma->species[i].transfer.model !=
                                PARAMOD_CHROMA_EQUILIBRIUM;
        char analyte[NAME], ka[NAME + 4], kd[NAME + 4];

        paramod_i_fit_name(fit, i, analyte, sizeof analyte);
        (void)paramod_i_format(ka, sizeof ka, "%s.ka", analyte);
        (void)paramod_i_format(kd, sizeof kd, "%s.kd", analyte);
        status = add_parameter(fit, i, PARAMOD_I_BY_KA, ka, "1/s");
        if (status == PARAMOD_OK && is_kinetic)
            status = add_parameter(fit, i, PARAMOD_I_BY_KD, kd, "1/s");
    }
    if (status == PARAMOD_OK && fit->options.fit_dead_time)
        status = add_parameter(fit, SIZE_MAX, PARAMOD_I_BY_DEAD_TIME, "t0", "s");
    if (status == PARAMOD_OK && fit->options.fit_tail)
        status = add_parameter(fit, SIZE_MAX,
                               PARAMOD_I_TRANSFER_PARAMETERS + PARAMOD_I_BY_TAIL, "tail", "s");
    return status;
}

/* ---- the residuals -------------------------------------------------------------------------- */

static paramod_eval residual(const double *theta, double *r, void *data)
{
    paramod_chroma_fit *const fit = data;

    if (!paramod_i_fit_evaluate(fit, theta))
        return PARAMOD_EVAL_RETRY;
    memcpy(r, fit->residual, fit->count * sizeof *r);
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *j, void *data)
{
    paramod_chroma_fit *const fit = data;

    if (!paramod_i_fit_evaluate(fit, theta))
        return PARAMOD_EVAL_RETRY;
    for (size_t i = 0; i < fit->count; i++)
        for (size_t p = 0; p < fit->parameters; p++)
            j[i * fit->parameters + p] = fit->slope[p * fit->count + i];
    return PARAMOD_EVAL_OK;
}

static paramod_status run(paramod_chroma_fit *fit)
{
    const paramod_residuals model = { .size = sizeof model, .data = fit, .count = fit->count,
                                      .residual = residual, .jacobian = jacobian };
    paramod_status status;

    fit->evaluated = false;
    paramod_fit_destroy(fit->fit);
    fit->fit = NULL;
    status = paramod_fit_least_squares(fit->space, &model, NULL, fit->best, &fit->fit);
    if (fit->starved)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a Fourier transform");
    return status;
}

static paramod_status run_robust(paramod_chroma_fit *fit)
{
    paramod_status status = run(fit);

    while (status == PARAMOD_OK && fit->options.loss != PARAMOD_CHROMA_LEAST_SQUARES &&
           fit->report.reweightings < REWEIGHTINGS) {
        fit->report.reweightings++;
        if (paramod_i_fit_reweight(fit) < 1e-6)
            break;
        status = run(fit);
    }
    return status;
}

/* ---- creation -------------------------------------------------------------------------------------- */

/* Powers of time, from -1 to 1 over the data, as Chebyshev's polynomials. */
static void fill_baseline(paramod_chroma_fit *fit)
{
    const size_t n = fit->count, peaks = fit->columns - fit->options.baseline;
    const double from = fit->times[0], width = fit->times[n - 1] - from;

    for (size_t k = 0; k < fit->options.baseline; k++)
        for (size_t j = 0; j < n; j++) {
            const double x = fmin(1.0, fmax(-1.0, 2.0 * (fit->times[j] - from) / width - 1.0));

            fit->design[(peaks + k) * n + j] = cos((double)k * acos(x));
        }
}

static bool is_uniform(const double *times, size_t count)
{
    const double step = (times[count - 1] - times[0]) / (double)(count - 1);
    const double slack = 1e-13 * fmax(fabs(times[0]), fabs(times[count - 1]));

    for (size_t j = 1; j < count; j++)
        if (fabs(times[j] - (times[0] + (double)j * step)) > slack)
            return false;
    return count >= 64;
}

static paramod_status reserve(paramod_chroma_fit *fit)
{
    const size_t n = fit->count, q = fit->columns, most = 2 * fit->analytes + 2;
    const paramod_i_part parts[] = {
        { &fit->times, n, 1 }, { &fit->signal, n, 1 }, { &fit->weight, n, 1 },
        { &fit->prior, n, 1 }, { &fit->design, q, n }, { &fit->basis, q, n },
        { &fit->triangle, q, q }, { &fit->coefficient, q, 1 },
        { &fit->amplitude, fit->analytes, 1 }, { &fit->curves, 1 + PARAMOD_I_FIT_SLOPES, n },
        { &fit->slope, most * fit->analytes, n }, { &fit->image, q, most },
        { &fit->residual, n, 1 }, { &fit->theta, most, 1 }, { &fit->best, most, 1 },
        { &fit->covariance, 3, (most + q) * (most + q) },
        { &fit->frequencies, 1 + PARAMOD_I_FIT_SLOPES, 2 * PARAMOD_I_FIT_FREQUENCIES }
    };

    fit->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    fit->fitted = paramod_i_resize(NULL, most, sizeof *fit->fitted);
    if (fit->block == NULL || fit->fitted == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu points", n);
    return PARAMOD_OK;
}

static void take_data(paramod_chroma_fit *fit, const double *times, const double *signal)
{
    memcpy(fit->times, times, fit->count * sizeof *times);
    memcpy(fit->signal, signal, fit->count * sizeof *signal);
    for (size_t j = 0; j < fit->count; j++)
        fit->prior[j] = fit->weight[j] =
            fit->options.sigma != NULL ? 1.0 / fit->options.sigma[j] : 1.0;
    for (size_t i = 0; i < fit->analytes; i++) {
        const paramod_chroma_analyte *const a = &fit->chroma->species[i].analyte;

        fit->amplitude[i] = (a->concentration > 0.0 ? a->concentration : 1.0) *
                            (a->detector > 0.0 ? a->detector : 1.0);
    }
    fit->report.uniform = is_uniform(times, fit->count);
    fill_baseline(fit);
}

static paramod_status fit_all(paramod_chroma_fit *fit, const double *times,
                              const double *signal)
{
    paramod_status status = reserve(fit);

    if (status == PARAMOD_OK) {
        take_data(fit, times, signal);
        status = add_parameters(fit);
    }
    if (status == PARAMOD_OK)
        status = paramod_i_fit_start(fit);
    if (status == PARAMOD_OK)
        status = run_robust(fit);
    if (status == PARAMOD_OK) {
        fit->options.windows = fit->options.lower = fit->options.upper = NULL;
        fit->options.sigma = NULL;
        (void)paramod_i_fit_evaluate(fit, fit->best);
        paramod_i_fit_describe(fit);
    }
    return status;
}

void paramod_chroma_fit_destroy(paramod_chroma_fit *fit)
{
    if (fit == NULL)
        return;
    paramod_fit_destroy(fit->fit);
    paramod_space_destroy(fit->space);
    paramod_chroma_destroy(fit->chroma);
    paramod_i_free(fit->fitted);
    paramod_i_free(fit->block);
    paramod_i_free(fit);
}

paramod_status paramod_chroma_fit_create(const paramod_chroma *chroma, const double *times,
                                         const double *signal, size_t count,
                                         const paramod_chroma_fit_options *options,
                                         paramod_chroma_fit **out)
{
    paramod_chroma_fit_options known = { .size = sizeof known };
    paramod_chroma_fit *fit;
    paramod_status status;

    if (chroma == NULL || times == NULL || signal == NULL || out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer");
    status = paramod_i_options_read(&known, sizeof known, options);
    if (status == PARAMOD_OK)
        status = check_data(times, signal, known.sigma, count);
    if (status == PARAMOD_OK)
        status = check_model(chroma, &known);
    if (status != PARAMOD_OK)
        return status;
    fit = paramod_i_resize(NULL, 1, sizeof *fit);
    if (fit == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a fit");
    memset(fit, 0, sizeof *fit);
    fit->options = known;
    fit->count = count;
    fit->analytes = chroma->count;
    fit->columns = (known.fixed_amplitudes ? 0 : chroma->count) + known.baseline;
    fit->report.size = sizeof fit->report;
    status = paramod_chroma_copy(chroma, &fit->chroma);
    if (status == PARAMOD_OK)
        status = fit_all(fit, times, signal);
    if (status != PARAMOD_OK) {
        paramod_chroma_fit_destroy(fit);
        return status;
    }
    *out = fit;
    return PARAMOD_OK;
}
