/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Surface densities of halos: closed forms, and projections of any density. */

#include <math.h>

#include "calculus/quadrature_impl.h"
#include "core/status_impl.h"
#include "spline/allocation_impl.h"

double paramod_halo_density(paramod_halo halo, double x)
{
    const double one = 1.0 + x;

    if (!(x > 0.0))
        return NAN;
    return 1.0 / (x * one * one * (halo == PARAMOD_HALO_HERNQUIST ? one : 1.0));
}

/* ---- closed forms -------------------------------------------------------- */

/* Below this |w| power series are summed: (3 - w) C - 3 = O(w^2) loses a factor
 * 3 / (w^2 Sigma), 20 at its edge. */
static const double near_one = 0.7;

static double w_of(double X)
{
    return (1.0 - X) * (1.0 + X);
}

/* C by logarithm or arc, for w away from 0; 1/X may overflow, X^2 may too. */
static double c_of(double X)
{
    const double root = sqrt(fabs(w_of(X)));

    if (isinf(root))
        return 0.0;
    return X < 1.0 ? (log1p(root) - log(X)) / root : atan(root) / root;
}

/* C - 1 = w sum_k w^k / (2k + 3); the sum. */
static double c_series(double w)
{
    double sum = 0.0;

    for (int k = 110; k >= 0; k--)
        sum = 1.0 / (2.0 * k + 3.0) + w * sum;
    return sum;
}

/* (3 - w) C - 3 = w^2 sum_k 4 (k + 1) w^k / ((2k + 3) (2k + 5)); the sum. */
static double hernquist_series(double w)
{
    double sum = 0.0;

    for (int k = 110; k >= 0; k--)
        sum = 4.0 * (k + 1.0) / ((2.0 * k + 3.0) * (2.0 * k + 5.0)) + w * sum;
    return sum;
}

/* (C - 1) / w, half the surface density of NFW */
static double half_nfw(double X)
{
    const double w = w_of(X);

    return fabs(w) < near_one ? c_series(w) : (c_of(X) - 1.0) / w;
}

double paramod_halo_surface_density(paramod_halo halo, double X)
{
    const double w = w_of(X);

    if (!(X > 0.0))
        return NAN;
    if (halo != PARAMOD_HALO_HERNQUIST)
        return 2.0 * half_nfw(X);
    if (fabs(w) < near_one)
        return hernquist_series(w);
    return X > 1e50 ? 1.5707963267948966 / X / X / X
        : ((3.0 - w) * c_of(X) - 3.0) / w / w;
}

/* (log(X / 2) + C) / X^2.  For small X both terms cancel; with s = sqrt(w),
 *     X^2 [log(2 / X) / (1 + s) + log1p(-X^2 / (2 (1 + s))) / X^2] / s. */
static double nfw_mean(double X)
{
    const double w = w_of(X), s = sqrt(fmax(w, 0.0)), square = X * X;

    if (w >= near_one) {
        const double part = 0.5 * square / (1.0 + s);
        const double rest = part > 1e-300 ? log1p(-part) / part : -1.0;

        return (log(2.0 / X) + 0.5 * rest) / (1.0 + s) / s;
    }
    return (log(0.5 * X) + (fabs(w) < near_one ? 1.0 + w * c_series(w) : c_of(X)))
        / X / X;
}

double paramod_halo_mean_surface_density(paramod_halo halo, double X)
{
    if (!(X > 0.0))
        return NAN;
    return halo == PARAMOD_HALO_HERNQUIST ? 2.0 * half_nfw(X) : 4.0 * nfw_mean(X);
}

/* ---- projection ---------------------------------------------------------- */

typedef struct projection {
    double (*density)(double x, void *data);
    void *data;
    paramod_halo_quantity quantity;
    double X, relative;
} projection;

static void integrand(double t, double *value, void *data)
{
    const projection *p = data;
    const double outer = p->density(p->X * cosh(t), p->data);

    if (p->quantity == PARAMOD_HALO_SURFACE)
        *value = 2.0 * p->X * outer * cosh(t);
    else
        *value = 4.0 * p->X * (exp(-3.0 * t) * p->density(p->X * exp(-t), p->data)
                               + outer * sinh(t) / (1.0 + tanh(t)));
}

/* Integrates over lengths of 2 until what is left is below rounding: the
 * integrand falls as an exponential in the end, so what is left is near
 * part^2 / (before - part), three times in a row. */
static double project(projection *p)
{
    double sum = 0.0, before = 0.0, part = 0.0;
    int small = 0;

    for (double t = 0.0; t < 690.0; t += 2.0) {
        if (paramod_i_quadrature_adaptive(1, integrand, p, t, t + 2.0, p->relative,
                                          0.1 * p->relative * sum, &part, NULL) > 0)
            return NAN;
        sum += part;
        small = part < before
            && part * part <= (before - part) * 0.1 * p->relative * sum ? small + 1 : 0;
        if (small == 3)
            return sum;
        before = part;
    }
    return NAN;
}

double paramod_halo_project(double (*density)(double x, void *data), void *data,
                            paramod_halo_quantity quantity, double X, double relative)
{
    projection p = { density, data, quantity, X, relative > 0.0 ? relative : 1e-14 };

    return density != NULL && X > 0.0 && isfinite(X) ? project(&p) : NAN;
}

static double log_projection(double log_X, void *data)
{
    projection *p = data;

    p->X = exp(log_X);
    return log(project(p));
}

paramod_status paramod_halo_knots_create(double (*density)(double x, void *data),
                                         void *data, paramod_halo_quantity quantity,
                                         double from, double to, double tolerance,
                                         paramod_knots **knots_out)
{
    projection p = { density, data, quantity, from,
                     fmax(1e-3 * tolerance, 1e-14) };
    const paramod_knots_function f = { .size = sizeof f, .data = &p,
                                       .value = log_projection };
    const paramod_knots_options options = { .size = sizeof options, .scale = 100.0,
                                            .tolerance = tolerance / 125.0 };

    if (density == NULL || knots_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "density and knots_out must not be "
                            "null");
    if (!(tolerance > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the tolerance is %g; it must be "
                            "above 0", tolerance);
    if (!(from > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "from is %g; radii are above 0", from);
    return paramod_knots_create(&f, log(from), log(to), &options, knots_out);
}
