/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Quantities of one law and their derivatives by its linear predictors:
 *
 *     log H, log h, log f = log h - H;
 *     log of the quantile t with H(t) = y:  d log t = -H' / (h t);
 *     log of the restricted mean, the integral of S:  d S = -S H';
 *     log of the mean, the integral of t(y) e^-y dy:  d t = -H' / h;
 *     log A of the cure probability e^-A, by differences of the closed A.
 *
 * On the real line quantiles and means are not logarithms.
 */

#include <math.h>

#include "calculus/quadrature_impl.h"
#include "survival/curve_impl.h"

/* log h, H and first derivatives of one time. */
static bool evaluate(const paramod_family *family, double t, const double *eta,
                     paramod_i_hazards *h)
{
    const double log_t = log(t);
    paramod_i_times times = { .count = 1, .time = &t, .log_time = &log_t };

    for (size_t p = 0; p < family->size; p++)
        times.eta[p] = &eta[p];
    return family->evaluate(family, 1, &times, h) == PARAMOD_EVAL_OK;
}

static const paramod_i_curve nothing = { NAN, { NAN, NAN, NAN, NAN } };

static paramod_i_curve of_time(const paramod_family *family,
                               paramod_prediction what, double t,
                               const double *eta)
{
    paramod_i_hazards h;
    paramod_i_curve c;

    if (!evaluate(family, t, eta, &h))
        return nothing;
    c.y = what == PARAMOD_PREDICT_HAZARD ? h.log_hazard[0]
        : what == PARAMOD_PREDICT_DENSITY ? h.log_hazard[0] - h.cumulative[0]
                                          : log(h.cumulative[0]);
    for (size_t p = 0; p < family->size; p++)
        c.slope[p] = what == PARAMOD_PREDICT_HAZARD ? h.log_hazard_1[p][0]
                   : what == PARAMOD_PREDICT_DENSITY
                         ? h.log_hazard_1[p][0] - h.cumulative_1[p][0]
                         : h.cumulative_1[p][0] / h.cumulative[0];
    return c;
}

static paramod_i_curve of_quantile(const paramod_family *family, double p,
                                   const double *eta)
{
    const double t = family->inverse(family, -log1p(-p), eta);
    paramod_i_hazards h;
    paramod_i_curve c = nothing;

    if (isinf(t))
        c.y = t;
    if (!isfinite(t) || !evaluate(family, t, eta, &h))
        return c;
    c.y = family->real_line ? t : log(t);
    for (size_t k = 0; k < family->size; k++) {
        const double per_time = -h.cumulative_1[k][0] * exp(-h.log_hazard[0]);

        c.slope[k] = family->real_line ? per_time : per_time / t;
    }
    return c;
}

typedef struct integral {
    const paramod_family *family;
    const double *eta;
    double end;
} integral;

/* S(t) and -S H' with t = end x^4, which takes the edge off t^gamma at 0. */
static void survival_at(double x, double *value, void *data)
{
    const integral *in = data;
    const double t = in->end * (x * x) * (x * x);
    const double measure = 4.0 * in->end * x * x * x;
    paramod_i_hazards h;
    double s;

    if (!(t > 0.0) || !evaluate(in->family, t, in->eta, &h)) {
        value[0] = t > 0.0 ? NAN : 0.0;
        for (size_t p = 0; p < in->family->size; p++)
            value[1 + p] = 0.0;
        return;
    }
    s = exp(-h.cumulative[0]) * measure;
    value[0] = s;
    for (size_t p = 0; p < in->family->size; p++)
        value[1 + p] = s > 0.0 ? -s * h.cumulative_1[p][0] : 0.0;
}

/* t(y) e^-y and its derivatives. */
static void time_at(double y, double *value, void *data)
{
    const integral *in = data;
    const double t = in->family->inverse(in->family, y, in->eta);
    paramod_i_hazards h;

    if (!(t > 0.0) || !evaluate(in->family, t, in->eta, &h)) {
        for (size_t p = 0; p <= in->family->size; p++)
            value[p] = t > 0.0 ? NAN : 0.0;
        return;
    }
    value[0] = t * exp(-y);
    for (size_t p = 0; p < in->family->size; p++)
        value[1 + p] = -h.cumulative_1[p][0] * exp(-h.log_hazard[0] - y);
}

static paramod_i_curve log_of(const paramod_family *family, const double *value)
{
    paramod_i_curve c = { log(value[0]), { 0.0 } };

    for (size_t p = 0; p < family->size; p++)
        c.slope[p] = value[1 + p] / value[0];
    return c;
}

static paramod_i_curve of_restricted_mean(const paramod_family *family,
                                          double end, const double *eta)
{
    integral in = { family, eta, end };
    double value[1 + PARAMOD_I_FAMILY_MOST];

    if (family->real_line)
        return nothing;
    (void)paramod_i_quadrature_adaptive(1 + family->size, survival_at, &in, 0.0,
                                        1.0, 1e-12, 1e-14 * end, value, NULL);
    return log_of(family, value);
}

static paramod_i_curve of_mean(const paramod_family *family, const double *eta)
{
    static const double knot[] = { 0.0, 0.01, 0.3, 2.0, 10.0, 40.0, 150.0, 700.0 };
    enum { KNOTS = sizeof knot / sizeof knot[0] };
    integral in = { family, eta, 0.0 };
    double theta[PARAMOD_I_FAMILY_MOST], sum[1 + PARAMOD_I_FAMILY_MOST] = { 0.0 };
    paramod_i_curve c = nothing;

    for (size_t p = 0; p < family->size; p++)
        theta[p] = paramod_i_link_inverse(family->link[p], eta[p]);
    c.y = paramod_family_mean(family, theta);
    if (family->real_line || !isfinite(c.y))
        return c;
    for (size_t k = 0; k + 1 < KNOTS; k++) {
        double value[1 + PARAMOD_I_FAMILY_MOST];

        (void)paramod_i_quadrature_adaptive(1 + family->size, time_at, &in,
                                            knot[k], knot[k + 1], 1e-11,
                                            1e-13 * c.y, value, NULL);
        for (size_t p = 0; p <= family->size; p++)
            sum[p] += value[p];
    }
    sum[0] = c.y;
    return log_of(family, sum);
}

/* Central differences of log A, extrapolated once.  A has a pole at kappa = 0:
 * the error is about (h / kappa)^4, and rounding eps / h, 4e-11 in all for
 * |kappa| > 0.004. */
static paramod_i_curve of_cure(const paramod_family *family, const double *eta)
{
    const double h = 1e-5;
    paramod_i_curve c = { INFINITY, { NAN, NAN, NAN, NAN } };

    if (family->total == NULL || isinf(family->total(family, eta)))
        return c;
    c.y = log(family->total(family, eta));
    for (size_t p = 0; p < family->size; p++) {
        double difference[2];

        for (int k = 0; k < 2; k++) {
            double moved[PARAMOD_I_FAMILY_MOST];
            const double step = k == 0 ? h : 0.5 * h;

            for (size_t i = 0; i < family->size; i++)
                moved[i] = eta[i];
            moved[p] = eta[p] + step;
            difference[k] = log(family->total(family, moved));
            moved[p] = eta[p] - step;
            difference[k] = (difference[k] - log(family->total(family, moved))) /
                            (2.0 * step);
        }
        c.slope[p] = (4.0 * difference[1] - difference[0]) / 3.0;
    }
    return c;
}

paramod_i_curve paramod_i_curve_at(const paramod_family *family,
                                   paramod_prediction what, double at,
                                   const double *eta)
{
    switch (what) {
    case PARAMOD_PREDICT_SURVIVAL:
    case PARAMOD_PREDICT_CUMULATIVE:
        return of_time(family, PARAMOD_PREDICT_CUMULATIVE, at, eta);
    case PARAMOD_PREDICT_HAZARD:
    case PARAMOD_PREDICT_HAZARD_RATIO:
        return of_time(family, PARAMOD_PREDICT_HAZARD, at, eta);
    case PARAMOD_PREDICT_DENSITY:
        return of_time(family, what, at, eta);
    case PARAMOD_PREDICT_QUANTILE:
    case PARAMOD_PREDICT_QUANTILE_RATIO:
        return of_quantile(family, at, eta);
    case PARAMOD_PREDICT_RESTRICTED_MEAN:
        return of_restricted_mean(family, at, eta);
    case PARAMOD_PREDICT_MEAN:
        return of_mean(family, eta);
    case PARAMOD_PREDICT_CURE:
        return of_cure(family, eta);
    }
    return nothing;
}
