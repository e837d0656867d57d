/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The time-dependent logistic family, h = p(lambda + gamma t) with
 * p(v) = 1 / (1 + e^-v): G. MacKenzie, "Regression models for survival data:
 * the generalized time-dependent logistic family", The Statistician 45 (1996)
 * 21-34, in the form of R's package mpr, where both parameters are on the
 * identity scale.
 *
 * With x = gamma t, H = t J(lambda, x), J = int_0^1 p(lambda + x v) dv =
 * [log(1 + e^(lambda+x)) - log(1 + e^lambda)] / x.  For |x| <= 1 the closed
 * forms of J and its derivatives cancel; there Gauss-Legendre quadrature with
 * 12 points is exact to rounding: the nearest pole of p(lambda + x v) is pi
 * away from the path, which makes the error of order (2 pi)^-24 of H.
 */

#include <float.h>
#include <math.h>

#include "survival/family_impl.h"

/* H and its derivatives by l = lambda and g = gamma. */
typedef struct mean_hazard {
    double H, H_l, H_g, H_ll, H_lg, H_gg;
} mean_hazard;

static double logistic(double v)
{
    const double tail = exp(-fabs(v));

    return (v > 0.0 ? 1.0 : tail) / (1.0 + tail);
}

/* p' = p (1 - p) */
static double logistic_slope(double v)
{
    const double tail = exp(-fabs(v)), large = 1.0 / (1.0 + tail);

    return tail * large * large;
}

static mean_hazard by_quadrature(double t, double lambda, double gamma)
{
    static const double node[6] = {
        0.12523340851146891547, 0.36783149899818019375, 0.58731795428661744730,
        0.76990267419430468704, 0.90411725637047485668, 0.98156063424671925069
    };
    static const double weight[6] = {
        0.24914704581340278500, 0.23349253653835480876, 0.20316742672306592175,
        0.16007832854334622633, 0.10693932599531843096, 0.04717533638651182719
    };
    mean_hazard m = { .H = 0.0 };

    for (int i = 0; i < 12; i++) {
        const double v = 0.5 * (1.0 + (i % 2 == 0 ? node[i / 2] : -node[i / 2]));
        const double w = 0.5 * weight[i / 2], y = lambda + gamma * t * v;
        const double p = logistic(y), p1 = logistic_slope(y);
        const double p2 = p1 * (1.0 - 2.0 * p);
        const double tv = t * v, w_t = w * t;

        m.H += w_t * p;
        m.H_l += w_t * p1;
        m.H_g += w_t * p1 * tv;
        m.H_ll += w_t * p2;
        m.H_lg += w_t * p2 * tv;
        m.H_gg += w_t * p2 * tv * tv;
    }
    return m;
}

/* log(1 + e^(lambda+x)) - log(1 + e^lambda), for |x| > 1: where both arguments
 * are positive the difference of their positive parts is x itself. */
static double softplus_difference(double lambda, double x)
{
    const double end = lambda + x;
    const double rest = log1p(exp(-fabs(end))) - log1p(exp(-fabs(lambda)));

    if (lambda > 0.0 && end > 0.0)
        return x + rest;
    return fmax(end, 0.0) - fmax(lambda, 0.0) + rest;
}

static mean_hazard by_formula(double t, double lambda, double gamma)
{
    const double x = gamma * t, end = lambda + x;
    const double p0 = logistic(lambda), p1 = logistic(end);
    const double q0 = logistic_slope(lambda), q1 = logistic_slope(end);
    mean_hazard m = { .H = softplus_difference(lambda, x) / gamma };

    m.H_l = (lambda > 0.0 ? logistic(-lambda) - logistic(-end) : p1 - p0) / gamma;
    m.H_g = (p1 * t - m.H) / gamma;
    m.H_ll = (q1 - q0) / gamma;
    m.H_lg = (q1 * t - m.H_l) / gamma;
    m.H_gg = (q1 * t * t - 2.0 * m.H_g) / gamma;
    return m;
}

static void evaluate_row(double t, double lambda, double gamma, size_t i,
                         paramod_i_hazards *out)
{
    const double x = gamma * t, v = lambda + x;
    const mean_hazard m = fabs(x) <= 1.0 ? by_quadrature(t, lambda, gamma)
                                         : by_formula(t, lambda, gamma);
    const double p = logistic(v), q = logistic_slope(v);

    out->cumulative[i] = m.H;
    out->log_hazard[i] = -paramod_i_softplus(-v);
    out->cumulative_1[0][i] = m.H_l;
    out->cumulative_1[1][i] = m.H_g;
    out->cumulative_2[0][i] = m.H_ll;
    out->cumulative_2[1][i] = m.H_lg;
    out->cumulative_2[2][i] = m.H_gg;
    out->log_hazard_1[0][i] = 1.0 - p;
    out->log_hazard_1[1][i] = t * (1.0 - p);
    out->log_hazard_2[0][i] = -q;
    out->log_hazard_2[1][i] = -t * q;
    out->log_hazard_2[2][i] = -t * (t * q);
}

static paramod_eval evaluate(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards)
{
    (void)family;
    (void)order; /* the derivatives cost no further exponentials */
    for (size_t i = 0; i < times->count; i++)
        evaluate_row(times->time[i], times->eta[0][i], times->eta[1][i], i, hazards);
    return PARAMOD_EVAL_OK;
}

static double total(const paramod_family *family, const double *eta)
{
    (void)family;
    return eta[1] < 0.0 ? paramod_i_softplus(eta[0]) / -eta[1] : INFINITY;
}

/* With p0 = p(lambda): e^(gamma y) = 1 + p0 expm1(gamma t), so
 * t = log1p(expm1(gamma y) / p0) / gamma. */
static double inverse(const paramod_family *family, double y, const double *eta)
{
    const double lambda = eta[0], gamma = eta[1], x = gamma * y;
    const double log_p0 = -paramod_i_softplus(-lambda);
    const double ratio = expm1(x) * exp(-log_p0);

    if (y >= total(family, eta) || ratio <= -1.0)
        return INFINITY;
    if (fabs(ratio) < DBL_EPSILON / 4.0)
        return y * exp(-log_p0);
    if (x > 1.0) /* log(1 + e^r), r = log(expm1(x) / p0) */
        return paramod_i_softplus(paramod_i_log_expm1(x) - log_p0) / gamma;
    return log1p(ratio) / gamma;
}

static paramod_hazard_shape shape(const double *theta, double *turning)
{
    *turning = NAN;
    return paramod_i_monotone_elasticity(theta[1], theta[1]);
}

static double mean(const double *theta)
{
    return theta[1] < 0.0 ? INFINITY
         : theta[1] == 0.0 ? 1.0 + exp(-theta[0]) : NAN;
}

const paramod_family paramod_i_family_tdl = {
    .name = "tdl",
    .size = 2,
    .parameter = { "lambda", "gamma" },
    .link = { PARAMOD_LINK_IDENTITY, PARAMOD_LINK_IDENTITY },
    .intercept = { true, true },
    .evaluate = evaluate,
    .inverse = inverse,
    .total = total,
    .shape = shape,
    .mean = mean,
};
