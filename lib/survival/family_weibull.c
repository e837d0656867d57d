/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exponential, Rayleigh, Weibull and log-logistic families; their hazards and
 * derivatives are in kernel_power.c. */

#include <math.h>

#include "survival/family_impl.h"
#include "survival/kernel_impl.h"
#include "survival/point_impl.h"

static paramod_hazard_shape no_turning(paramod_hazard_shape shape, double *turning)
{
    *turning = NAN;
    return shape;
}

/* ---- exponential: H = phi t ----------------------------------------------- */

static paramod_eval exponential(const paramod_family *family, int order,
                                const paramod_i_times *times,
                                paramod_i_hazards *hazards)
{
    (void)family;
    paramod_i_kernel_exponential(order, 1.0, times, hazards);
    return PARAMOD_EVAL_OK;
}

static double exponential_inverse(const paramod_family *family, double y,
                                  const double *eta)
{
    (void)family;
    return exp(log(y) - eta[0]);
}

static paramod_hazard_shape exponential_shape(const double *theta, double *turning)
{
    (void)theta;
    return no_turning(PARAMOD_HAZARD_CONSTANT, turning);
}

static double exponential_mean(const double *theta)
{
    return 1.0 / theta[0];
}

const paramod_family paramod_i_family_exponential = {
    .name = "exponential",
    .size = 1,
    .parameter = { "phi" },
    .link = { PARAMOD_LINK_LOG },
    .intercept = { true },
    .evaluate = exponential,
    .inverse = exponential_inverse,
    .shape = exponential_shape,
    .mean = exponential_mean,
    .point = paramod_i_point_exponential,
};

/* ---- Rayleigh: H = (phi t)^2 ----------------------------------------------- */

static paramod_eval rayleigh(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards)
{
    (void)family;
    paramod_i_kernel_exponential(order, 2.0, times, hazards);
    return PARAMOD_EVAL_OK;
}

static double rayleigh_inverse(const paramod_family *family, double y,
                               const double *eta)
{
    (void)family;
    return exp(0.5 * log(y) - eta[0]);
}

static paramod_hazard_shape rayleigh_shape(const double *theta, double *turning)
{
    (void)theta;
    return no_turning(PARAMOD_HAZARD_INCREASING, turning);
}

static double rayleigh_mean(const double *theta)
{
    return 0.88622692545275801365 / theta[0]; /* Gamma(3/2) */
}

const paramod_family paramod_i_family_rayleigh = {
    .name = "rayleigh",
    .size = 1,
    .parameter = { "phi" },
    .link = { PARAMOD_LINK_LOG },
    .intercept = { true },
    .evaluate = rayleigh,
    .inverse = rayleigh_inverse,
    .shape = rayleigh_shape,
    .mean = rayleigh_mean,
    .point = paramod_i_point_rayleigh,
};

/* ---- Weibull: H = lambda (phi t)^gamma ------------------------------------- */

static paramod_eval weibull(const paramod_family *family, int order,
                            const paramod_i_times *times,
                            paramod_i_hazards *hazards)
{
    (void)family;
    paramod_i_kernel_weibull(order, times, hazards);
    return PARAMOD_EVAL_OK;
}

static double weibull_inverse(const paramod_family *family, double y,
                              const double *eta)
{
    (void)family;
    return exp((log(y) - eta[1]) / exp(eta[2]) - eta[0]);
}

static paramod_hazard_shape weibull_shape(const double *theta, double *turning)
{
    return no_turning(paramod_i_monotone_elasticity(theta[2] - 1.0, theta[2] - 1.0),
                      turning);
}

/* Gamma(1 + 1/gamma) lambda^(-1/gamma) / phi */
static double weibull_mean(const double *theta)
{
    const double power = 1.0 / theta[2];

    return exp(lgamma(1.0 + power) - power * log(theta[1]) - log(theta[0]));
}

const paramod_family paramod_i_family_weibull = {
    .name = "weibull",
    .size = 3,
    .parameter = { "phi", "lambda", "gamma" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_LOG, PARAMOD_LINK_LOG },
    .intercept = { true, false, true },
    .evaluate = weibull,
    .terms = paramod_i_terms_weibull,
    .inverse = weibull_inverse,
    .shape = weibull_shape,
    .mean = weibull_mean,
    .point = paramod_i_point_weibull,
};

/* ---- log-logistic: H = log(1 + lambda (phi t)^gamma) ------------------------ */

static paramod_eval loglogistic(const paramod_family *family, int order,
                                const paramod_i_times *times,
                                paramod_i_hazards *hazards)
{
    (void)family;
    paramod_i_kernel_loglogistic(order, times, hazards);
    return PARAMOD_EVAL_OK;
}

static double loglogistic_inverse(const paramod_family *family, double y,
                                  const double *eta)
{
    (void)family;
    return exp((paramod_i_log_expm1(y) - eta[1]) / exp(eta[2]) - eta[0]);
}

/* d log h / d log t = gamma / (1 + z) - 1 with z = lambda (phi t)^gamma. */
static paramod_hazard_shape loglogistic_shape(const double *theta, double *turning)
{
    const double gamma = theta[2];

    *turning = gamma > 1.0
             ? pow((gamma - 1.0) / theta[1], 1.0 / gamma) / theta[0] : NAN;
    return paramod_i_monotone_elasticity(gamma - 1.0, -1.0);
}

/* S ~ t^-gamma; else (pi/gamma) / sin(pi/gamma) lambda^(-1/gamma) / phi, where
 * the sine is taken at pi (1 - 1/gamma), which is exact as gamma falls to 1. */
static double loglogistic_mean(const double *theta)
{
    const double gamma = theta[2];
    const double pi = 3.14159265358979323846;

    if (!(gamma > 1.0))
        return gamma <= 1.0 ? INFINITY : NAN;
    return pi / gamma / sin(pi * (gamma > 2.0 ? 1.0 : gamma - 1.0) / gamma) *
           exp(-log(theta[1]) / gamma - log(theta[0]));
}

const paramod_family paramod_i_family_loglogistic = {
    .name = "loglogistic",
    .size = 3,
    .parameter = { "phi", "lambda", "gamma" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_LOG, PARAMOD_LINK_LOG },
    .intercept = { true, false, true },
    .evaluate = loglogistic,
    .inverse = loglogistic_inverse,
    .shape = loglogistic_shape,
    .mean = loglogistic_mean,
    .point = paramod_i_point_loglogistic,
};
