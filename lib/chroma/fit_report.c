/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a fit tells. */

#include <math.h>
#include <string.h>

#include <paramod/infer.h>

#include "chroma/fit_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "infer/chi_squared_impl.h"

/* R^2 and the correlation of neighbouring residuals. */
void paramod_i_fit_describe(paramod_chroma_fit *fit)
{
    double weights = 0.0, mean = 0.0, total = 0.0, square = 0.0, neighbours = 0.0;

    for (size_t j = 0; j < fit->count; j++) {
        const double w = fit->weight[j] * fit->weight[j];

        weights += w;
        mean += w * fit->signal[j];
        square += fit->residual[j] * fit->residual[j];
        if (j > 0)
            neighbours += fit->residual[j] * fit->residual[j - 1];
    }
    mean /= weights;
    for (size_t j = 0; j < fit->count; j++)
        total += fit->weight[j] * (fit->signal[j] - mean) * fit->weight[j] *
                 (fit->signal[j] - mean);
    fit->report.sum_of_squares = square;
    fit->report.r_squared = 1.0 - square / total;
    fit->report.autocorrelation = square > 0.0 ? neighbours / square : 0.0;
    fit->report.degrees = (double)fit->count - (double)(fit->parameters + fit->columns);
    fit->report.variance = fit->report.degrees > 0.0 ? square / fit->report.degrees
                                                     : (double)NAN;
}

/* ((triangle' triangle)^-1)_kl */
static double linear_part(const double *inverse, size_t q, size_t k, size_t l)
{
    double sum = 0.0;

    for (size_t j = k > l ? k : l; j < q; j++)
        sum += inverse[k * q + j] * inverse[l * q + j];
    return sum;
}

static void invert_triangle(const paramod_chroma_fit *fit, double *inverse)
{
    const size_t q = fit->columns;

    memset(inverse, 0, q * q * sizeof *inverse);
    for (size_t j = 0; j < q; j++)
        for (size_t k = j + 1; k-- > 0;) {
            double sum = k == j ? 1.0 : 0.0;

            for (size_t l = k + 1; l <= j; l++)
                sum -= fit->triangle[k * q + l] * inverse[l * q + j];
            inverse[k * q + j] = fit->triangle[k * q + k] > 0.0
                                     ? sum / fit->triangle[k * q + k] : 0.0;
        }
}

/* With V that of theta and B = d c / d theta = -image, the linear coefficients have
 * s^2 (R'R)^-1 + B V B', and B V with theta. */
static void join(const paramod_chroma_fit *fit, const double *v, const double *inverse,
                 double *out)
{
    const size_t n = fit->parameters, q = fit->columns, all = n + q;
    const double variance = fit->options.unit_variance ? 1.0 : fit->report.variance;

    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            out[a * all + b] = variance * v[a * n + b];
    for (size_t k = 0; k < q; k++)
        for (size_t a = 0; a < n; a++) {
            double sum = 0.0;

            for (size_t b = 0; b < n; b++)
                sum -= fit->image[k * n + b] * out[b * all + a];
            out[(n + k) * all + a] = out[a * all + n + k] = sum;
        }
    for (size_t k = 0; k < q; k++)
        for (size_t l = 0; l < q; l++) {
            double sum = variance * linear_part(inverse, q, k, l);

            for (size_t a = 0; a < n; a++)
                sum -= out[(n + k) * all + a] * fit->image[l * n + a];
            out[(n + k) * all + n + l] = sum;
        }
}

/* Room for the covariances lies behind fit->covariance. */
paramod_status paramod_chroma_fit_covariance(paramod_chroma_fit *fit, double *covariance)
{
    const paramod_covariance_options options = { .size = sizeof options, .unit_variance = 1 };
    paramod_status status;
    size_t all;
    double *v, *inverse;

    if (fit == NULL || covariance == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer");
    if (!(fit->report.degrees > 0.0) && !fit->options.unit_variance)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%zu points do not leave a variance for %zu "
                            "parameters", fit->count, fit->parameters + fit->columns);
    all = fit->parameters + fit->columns;
    v = fit->covariance + all * all;
    inverse = v + fit->parameters * fit->parameters;
    status = paramod_fit_covariance(fit->fit, &options, v);
    if (status != PARAMOD_OK)
        return status;
    (void)paramod_i_fit_evaluate(fit, fit->best);
    invert_triangle(fit, inverse);
    join(fit, v, inverse, fit->covariance);
    if (covariance != fit->covariance)
        memcpy(covariance, fit->covariance, all * all * sizeof *covariance);
    return PARAMOD_OK;
}

paramod_status paramod_chroma_fit_interval(const paramod_chroma_fit *fit, size_t index,
                                           double level, paramod_interval *interval)
{
    double quantile;

    if (fit == NULL || interval == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer");
    if (!(level > 0.0 && level < 1.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "level = %g is not inside (0, 1)", level);
    if (!(fit->report.degrees > 0.0) && !fit->options.unit_variance)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "%zu points do not leave a variance for %zu "
                            "parameters", fit->count, fit->parameters + fit->columns);
    quantile = paramod_i_chi_squared_quantile(level);
    return paramod_fit_profile_crossing(
        fit->fit, index,
        0.5 * quantile * (fit->options.unit_variance ? 1.0 : fit->report.variance), interval);
}

/* Parameters that have a standard error of more than half their value, each with the one
 * that it is most correlated with. */
static void tell_confounded(const paramod_chroma_fit *fit, const double *v, size_t all,
                            char *text, size_t size)
{
    size_t length = 0;

    for (size_t p = 0; p < fit->parameters; p++) {
        const double error = sqrt(v[p * all + p]);
        double most = 0.0;
        size_t with = p;

        if (!(error > 0.5 * fabs(fit->best[p])))
            continue;
        for (size_t o = 0; o < fit->parameters; o++) {
            const double r = v[p * all + o] / (error * sqrt(v[o * all + o]));

            if (o != p && fabs(r) > fabs(most)) {
                most = r;
                with = o;
            }
        }
        length += paramod_i_format(length < size ? text + length : NULL,
                                   length < size ? size - length : 0,
                                   "%s'%s' has the standard error %.2g",
                                   length > 0 ? "; " : "the data hardly determine a parameter: ",
                                   paramod_space_name(fit->space, p), error);
        if (with != p)
            length += paramod_i_format(length < size ? text + length : NULL,
                                       length < size ? size - length : 0,
                                       " (correlation with '%s' %.4f)",
                                       paramod_space_name(fit->space, with), most);
    }
}

paramod_status paramod_chroma_fit_verdict(paramod_chroma_fit *fit, char *text, size_t size)
{
    const size_t all = fit == NULL ? 0 : fit->parameters + fit->columns;
    paramod_status status;

    if (fit == NULL || text == NULL || size == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer, or no room");
    status = paramod_fit_verdict(fit->fit, text, size);
    if (status != PARAMOD_OK || text[0] != '\0' ||
        (!(fit->report.degrees > 0.0) && !fit->options.unit_variance))
        return status;
    status = paramod_chroma_fit_covariance(fit, fit->covariance);
    if (status == PARAMOD_OK)
        tell_confounded(fit, fit->covariance, all, text, size);
    return status;
}

const paramod_fit *paramod_chroma_fit_base(const paramod_chroma_fit *fit)
{
    return fit == NULL ? NULL : fit->fit;
}

size_t paramod_chroma_fit_coefficients(const paramod_chroma_fit *fit)
{
    return fit == NULL ? 0 : fit->columns;
}

paramod_status paramod_chroma_fit_curve(paramod_chroma_fit *fit, double *coefficients,
                                        double *curve, paramod_chroma_fit_report *report)
{
    if (fit == NULL || (report != NULL && report->size != sizeof *report))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer, or a size member not set");
    (void)paramod_i_fit_evaluate(fit, fit->best);
    if (coefficients != NULL)
        memcpy(coefficients, fit->coefficient, fit->columns * sizeof *coefficients);
    for (size_t j = 0; curve != NULL && j < fit->count; j++) {
        double sum = 0.0;

        for (size_t k = 0; k < fit->columns; k++)
            sum += fit->coefficient[k] * fit->design[k * fit->count + j];
        /* amplitudes that are held have no column */
        curve[j] = fit->options.fixed_amplitudes && fit->weight[j] > 0.0
                       ? fit->signal[j] + fit->residual[j] / fit->weight[j] : sum;
    }
    if (report != NULL)
        *report = fit->report;
    return PARAMOD_OK;
}
