/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mean and restricted mean by quadrature over logarithms, where integrands are
 * smooth however steep the hazard is at 0. */

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include <paramod/survival.h>

#include "calculus/quadrature_impl.h"
#include "survival/family_impl.h"

static const double RELATIVE = 1e-13;
static const double NEGLIGIBLE = 38.0; /* e^-38 < 2^-54 */

typedef struct law {
    const paramod_family *family;
    const double *theta;
    double scale; /* logarithm of what the integrand is divided by */
} law;

/* ---- mean: int t(H) e^-H dH over v = log H ---------------------------------- */

/* Where t overflows the integrand counts as 0; see truncated(). */
static double log_mean_integrand(const law *l, double v)
{
    const double y = exp(v);
    const double t = paramod_family_inverse_cumulative(l->family, y, l->theta);

    return isinf(t) ? -INFINITY : log(t) - y + v;
}

static void mean_integrand(double v, double *value, void *data)
{
    const law *const l = data;

    *value = exp(log_mean_integrand(l, v) - l->scale);
}

/* The point in direction step from v where the integrand has become
 * negligible, or stopped being finite. */
static double end_of(const law *l, double v, double step)
{
    for (int i = 0; i < 60 && log_mean_integrand(l, v) > l->scale - NEGLIGIBLE; i++) {
        v += step;
        step *= 1.25;
    }
    return v;
}

/* log t(e^v) - e^v + v rises with slope >= 1 on the left and falls at last,
 * so a scan finds the top of the hill. */
static double top_of(const law *l)
{
    double best = 0.0, highest = -INFINITY;

    for (double v = -40.0; v <= 12.0; v += 0.25) {
        const double g = log_mean_integrand(l, v);

        if (g > highest) {
            highest = g;
            best = v;
        }
    }
    return best;
}

/* True if the integrand still mattered where t overflowed: the mean is too
 * large or its tail too heavy to be had from doubles. */
static bool truncated(const law *l, double top, double upper)
{
    double inside = top, outside = upper;

    if (isfinite(log_mean_integrand(l, upper)))
        return false;
    for (int i = 0; i < 50; i++) {
        const double middle = 0.5 * (inside + outside);

        if (isfinite(log_mean_integrand(l, middle)))
            inside = middle;
        else
            outside = middle;
    }
    return log_mean_integrand(l, inside) > l->scale - 30.0;
}

static double integrated_mean(const paramod_family *family, const double *theta)
{
    law l = { .family = family, .theta = theta };
    const double top = top_of(&l);
    double left, right, lower, upper;

    l.scale = log_mean_integrand(&l, top);
    if (isinf(l.scale))
        return l.scale > 0.0 ? INFINITY : 0.0;
    lower = end_of(&l, top, -0.5);
    upper = end_of(&l, top, 0.125);
    if (truncated(&l, top, upper))
        return NAN;
    (void)paramod_i_quadrature_adaptive(1, mean_integrand, &l, lower, top,
                                        RELATIVE, 0.0, &left, NULL);
    (void)paramod_i_quadrature_adaptive(1, mean_integrand, &l, top, upper,
                                        RELATIVE, 0.0, &right, NULL);
    return exp(l.scale) * (left + right);
}

double paramod_family_mean(const paramod_family *family, const double *theta)
{
    double eta[PARAMOD_I_FAMILY_MOST], mean;

    if (!paramod_i_family_eta(family, theta, eta))
        return NAN;
    mean = family->mean == NULL ? NAN : family->mean(theta);
    if (!isnan(mean))
        return mean;
    if (family->total != NULL && !isinf(family->total(family, eta)))
        return INFINITY; /* a cured share lives for ever */
    return integrated_mean(family, theta);
}

/* ---- restricted mean: int S dt over v = log t --------------------------------- */

static void survival_over_log(double v, double *value, void *data)
{
    const law *const l = data;
    const double t = exp(v);

    *value = t * paramod_family_survival(l->family, t, l->theta);
}

static void survival_over_time(double t, double *value, void *data)
{
    const law *const l = data;

    *value = paramod_family_survival(l->family, t, l->theta);
}

/* From e^-38 of the smaller of median and tau, below which S integrates to
 * less than rounding, to where S is below e^-745. */
static double restricted_over_log(law *l, double tau)
{
    const double median = paramod_family_quantile(l->family, 0.5, l->theta);
    const double last = paramod_family_inverse_cumulative(l->family, 60.0, l->theta);
    const double end = log(fmin(tau, last));
    const double middle = log(fmin(tau, median)), start = middle - NEGLIGIBLE;
    double left, right = 0.0;

    (void)paramod_i_quadrature_adaptive(1, survival_over_log, l, start, middle,
                                        RELATIVE, 0.0, &left, NULL);
    if (end > middle)
        (void)paramod_i_quadrature_adaptive(1, survival_over_log, l, middle, end,
                                            RELATIVE, DBL_EPSILON * left, &right,
                                            NULL);
    return left + right;
}

double paramod_family_restricted_mean(const paramod_family *family, double tau,
                                      const double *theta)
{
    law l = { .family = family, .theta = theta };
    double eta[PARAMOD_I_FAMILY_MOST], integral;

    if (!paramod_i_family_eta(family, theta, eta) || !(tau >= 0.0))
        return NAN;
    if (tau == 0.0)
        return 0.0;
    if (isinf(tau) && !family->real_line)
        return paramod_family_mean(family, theta);
    if (!family->real_line)
        return restricted_over_log(&l, tau);
    tau = fmin(tau, fmax(paramod_family_inverse_cumulative(family, 60.0, theta), 0.0));
    (void)paramod_i_quadrature_adaptive(1, survival_over_time, &l, 0.0, tau,
                                        RELATIVE, DBL_MIN, &integral, NULL);
    return integral;
}
