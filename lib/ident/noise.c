/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "ident/noise_impl.h"

#define LOG_10 2.302585092994045684018
#define LOG_2PI 1.837877066409345483561

/* The absolute value in the Laplace law has a corner of this radius, in units
 * of s, so that its minimum is one of a smooth function: sqrt(z^2 + c^2) - c
 * differs from |z| by less than c. */
#define CORNER 1e-5

static bool is_logarithmic(paramod_ident_noise noise)
{
    return noise == PARAMOD_IDENT_LOG_NORMAL || noise == PARAMOD_IDENT_LOG10_NORMAL;
}

static double unit(paramod_ident_noise noise)
{
    return noise == PARAMOD_IDENT_LOG10_NORMAL ? LOG_10 : 1.0;
}

bool paramod_i_noise_admits(const paramod_i_datum *d)
{
    if (d->noise == PARAMOD_IDENT_POISSON)
        return d->y > 0.0 || (d->y == 0.0 && !(d->m > 0.0));
    return d->s > 0.0 && (!is_logarithmic(d->noise) || d->y > 0.0);
}

bool paramod_i_noise_measures(paramod_ident_noise noise, double m)
{
    if (noise == PARAMOD_IDENT_POISSON)
        return m >= 0.0 && m == floor(m) && m < INFINITY;
    return isfinite(m) && (!is_logarithmic(noise) || m > 0.0);
}

/* (m - y)/s, of logarithms where the law is about them. */
static double deviation(const paramod_i_datum *d)
{
    return is_logarithmic(d->noise) ? log(d->m / d->y) / unit(d->noise) / d->s
                                    : (d->m - d->y) / d->s;
}

double paramod_i_noise_loss(const paramod_i_datum *d)
{
    const double spread = d->fixed ? 0.0 : log(d->s);
    double z;

    if (d->noise == PARAMOD_IDENT_POISSON)
        return d->y - (d->m > 0.0 ? d->m * log(d->y) : 0.0);
    z = deviation(d);
    if (d->noise == PARAMOD_IDENT_LAPLACE)
        return spread + hypot(z, CORNER) - CORNER;
    return spread + 0.5 * z * z;
}

double paramod_i_noise_constant(const paramod_i_datum *d)
{
    const double spread = d->fixed ? log(d->s) : 0.0;

    if (d->noise == PARAMOD_IDENT_POISSON)
        return lgamma(d->m + 1.0);
    if (d->noise == PARAMOD_IDENT_LAPLACE)
        return log(2.0) + spread;
    return 0.5 * LOG_2PI + spread +
           (is_logarithmic(d->noise) ? log(d->m * unit(d->noise)) : 0.0);
}

void paramod_i_noise_gradient(const paramod_i_datum *d, double *by_y, double *by_s)
{
    double z, slope;

    if (d->noise == PARAMOD_IDENT_POISSON) {
        *by_y = 1.0 - (d->m > 0.0 ? d->m / d->y : 0.0);
        *by_s = 0.0;
        return;
    }
    z = deviation(d);
    slope = d->noise == PARAMOD_IDENT_LAPLACE ? z / hypot(z, CORNER) : z;
    *by_y = -slope / d->s;
    if (is_logarithmic(d->noise))
        *by_y /= d->y * unit(d->noise);
    *by_s = (1.0 - slope * z) / d->s;
}

void paramod_i_noise_weights(const paramod_i_datum *d, double *y_weight,
                             double *s_weight)
{
    if (d->noise == PARAMOD_IDENT_POISSON) {
        *y_weight = d->y > 0.0 ? 1.0 / sqrt(d->y) : 0.0;
        *s_weight = 0.0;
        return;
    }
    *y_weight = 1.0 / d->s;
    if (is_logarithmic(d->noise))
        *y_weight /= d->y * unit(d->noise);
    *s_weight = (d->noise == PARAMOD_IDENT_LAPLACE ? 1.0 : sqrt(2.0)) / d->s;
}
