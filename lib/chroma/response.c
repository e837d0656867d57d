/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include <paramod/chroma.h>

#include "chroma/response_impl.h"

static bool is_plain(const paramod_i_response *r)
{
    return r->other == NULL && r->transfer->model == PARAMOD_CHROMA_KINETIC &&
           r->transfer->delta == 0.0 && r->transfer->kd > 0.0;
}

/* ln G(i w) + i w t of the kinetic model without dispersion, about the mean:
 * i w (t - t0 - a / kd) - a (w / kd)^2 / (1 + i w / kd), a = F ka t0. */
static double complex plain_exponent(const paramod_i_transfer *g, double w, double t)
{
    const double way = g->dead_time * g->xi, a = g->phase_ratio * g->ka * way;
    const double v = w / g->kd, damping = a * v * v / (1.0 + v * v);

    return CMPLX(-damping, w * (t - way - a / g->kd) + damping * v);
}

static double complex log_transfer(const paramod_i_response *r, double complex s,
                                   double complex *by)
{
    return r->other != NULL ? r->other(s, r->other_data)
                            : paramod_i_transfer_log(r->transfer, s, by);
}

/* The injection's transform, with the duration of the response. */
static double complex injected(const paramod_i_response *r, double complex s,
                               double complex *by)
{
    paramod_chroma_injection injection = *r->injection;

    injection.duration = r->duration;
    return paramod_i_injection_transform(&injection, s, by);
}

double complex paramod_i_response_spectrum(double w, double t, const void *data)
{
    const paramod_i_response *const r = data;
    const double complex s = CMPLX(0.0, w);
    double complex by[PARAMOD_I_TRANSFER_PARAMETERS],
        by_injection[PARAMOD_I_INJECTION_PARAMETERS];
    const bool by_transfer = r->derivative >= 0 &&
                             r->derivative < PARAMOD_I_TRANSFER_PARAMETERS;
    const bool by_input = r->derivative >= PARAMOD_I_TRANSFER_PARAMETERS;
    double complex exponent, value;

    if (is_plain(r)) {
        if (by_transfer)
            (void)log_transfer(r, s, by);
        exponent = plain_exponent(r->transfer, w, t);
    } else {
        exponent = log_transfer(r, s, by_transfer ? by : NULL) + CMPLX(0.0, w * t);
    }
    value = r->factor * cexp(exponent) * injected(r, s, by_input ? by_injection : NULL);
    if (by_input)
        value = r->factor * cexp(exponent) *
                by_injection[r->derivative - PARAMOD_I_TRANSFER_PARAMETERS];
    if (by_transfer)
        value *= by[r->derivative];
    if (r->loading)
        value *= paramod_i_transfer_loading(r->transfer, s);
    return value;
}

static double other_real(double s, const void *data)
{
    const paramod_i_response *const r = data;
    const double complex value = r->other(s, r->other_data);

    return fabs(cimag(value)) < 1e-6 ? creal(value) : NAN;
}

void paramod_i_response_support(const paramod_i_response *r, double level, double *begin,
                                double *end)
{
    const double way = r->transfer->dead_time * r->transfer->xi;

    if (is_plain(r)) { /* P(outside) <= exp(-(sqrt(kd (t - t0)) - sqrt a)^2) */
        const double root = sqrt(r->transfer->phase_ratio * r->transfer->ka * way);
        const double early = fmax(root - sqrt(level), 0.0), late = root + sqrt(level);

        *begin = way + early * early / r->transfer->kd;
        *end = way + late * late / r->transfer->kd;
        return;
    }
    if (r->other != NULL)
        paramod_i_support(other_real, r, r->mean, r->deviation, level, begin, end);
    else
        paramod_i_support(paramod_i_transfer_real, r->transfer, r->mean, r->deviation, level,
                          begin, end);
    /* nothing arrives before the carrier, unless dispersion carries it */
    *begin = fmax(*begin, r->transfer->delta > 0.0 || r->other != NULL ? 0.0 : way);
}
