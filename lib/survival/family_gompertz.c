/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Gompertz family, H = rate expm1(shape t) / shape, of either sign of its
 * shape; hazards and derivatives are in kernel_power.c. */

#include <math.h>

#include "survival/family_impl.h"
#include "survival/kernel_impl.h"
#include "survival/point_impl.h"

static paramod_eval gompertz(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards)
{
    (void)family;
    paramod_i_kernel_gompertz(order, times, hazards);
    return PARAMOD_EVAL_OK;
}

/* t = log1p(shape y / rate) / shape */
static double inverse(const paramod_family *family, double y, const double *eta)
{
    const double shape = eta[1], log_t = log(y) - eta[0], t = exp(log_t);
    const double x = shape * t;

    (void)family;
    if (x <= -1.0)
        return INFINITY;
    if (fabs(x) < DBL_EPSILON / 4.0)
        return t;
    return x > DBL_MAX ? (log(shape) + log_t) / shape : log1p(x) / shape;
}

static double total(const paramod_family *family, const double *eta)
{
    (void)family;
    return eta[1] < 0.0 ? exp(eta[0]) / -eta[1] : INFINITY;
}

static paramod_hazard_shape shape(const double *theta, double *turning)
{
    *turning = NAN;
    return paramod_i_monotone_elasticity(theta[1], theta[1]);
}

static double mean(const double *theta)
{
    return theta[1] < 0.0 ? INFINITY : theta[1] == 0.0 ? 1.0 / theta[0] : NAN;
}

const paramod_family paramod_i_family_gompertz = {
    .name = "gompertz",
    .size = 2,
    .parameter = { "rate", "shape" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_IDENTITY },
    .intercept = { true, true },
    .evaluate = gompertz,
    .inverse = inverse,
    .total = total,
    .shape = shape,
    .mean = mean,
    .point = paramod_i_point_gompertz,
};
