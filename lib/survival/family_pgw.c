/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Burr XII and the power generalised Weibull family, with the parameters of R's
 * package mpr.  In s = gamma log t, L = log1p(e^v), p = L', q = p':
 *
 *   Burr: H = L(v) / rho,  v = log rho + log lambda + s,
 *   PGW:  H = lambda expm1(x),  x = rho L(s).
 */

#include <math.h>

#include "survival/family_impl.h"
#include "survival/point_impl.h"
#include "survival/scale_impl.h"

/* L, p, q = p (1 - p) at v, and d1 = L - p, d2 = L - 2p + q, which cancel for
 * small u = e^v: sum_{j>=2} (-1)^j (1 - 1/j) u^j and
 * sum_{j>=2} (-1)^(j-1) (j - 2 + 1/j) u^j. */
typedef struct softplus_parts {
    double L, p, q, d1, d2;
} softplus_parts;

static softplus_parts parts_of(double v)
{
    const double u = exp(-fabs(v)), large = 1.0 / (1.0 + u);
    softplus_parts r = { .L = paramod_i_softplus(v),
                         .p = v > 0.0 ? large : u * large,
                         .q = u * large * large };

    r.d1 = r.L - r.p;
    r.d2 = r.L - 2.0 * r.p + r.q;
    if (v < -2.5) {
        r.d1 = r.d2 = 0.0;
        for (int j = 18; j >= 2; j--) {
            r.d1 = (1.0 - 1.0 / j) - u * r.d1;
            r.d2 = (j - 2.0 + 1.0 / j) - u * r.d2;
        }
        r.d1 *= u * u;
        r.d2 *= -u * u;
    }
    return r;
}

/* ---- Burr XII ---------------------------------------------------------------- */

/* Shapes: b = log lambda, r = log rho. */
static void burr_law(int order, double s, const double *shape, paramod_i_law *law)
{
    const double b = shape[0], r = shape[1], scale = exp(-r);
    const softplus_parts y = parts_of(r + b + s);

    law->H = y.L * scale;
    law->l = b + s - y.L;
    if (order == 0)
        return;
    law->l1[0] = law->l1[1] = 1.0 - y.p;
    law->l1[2] = -y.p;
    law->H1[0] = law->H1[1] = y.p * scale;
    law->H1[2] = -y.d1 * scale;
    law->l2[0] = law->l2[1] = law->l2[2] = -y.q;
    law->l2[3] = law->l2[4] = law->l2[5] = -y.q;
    law->H2[0] = law->H2[1] = law->H2[2] = y.q * scale;
    law->H2[3] = law->H2[4] = -y.p * y.p * scale; /* q - p */
    law->H2[5] = y.d2 * scale;
}

static const paramod_i_scale BURR_FORM = {
    .law = burr_law, .location = -1, .scale = 1, .sign = 1.0, .shapes = 2,
    .shape = { 0, 2 },
};

static paramod_eval burr(const paramod_family *family, int order,
                         const paramod_i_times *times, paramod_i_hazards *hazards)
{
    paramod_i_scale_evaluate(&BURR_FORM, family->real_line, order, times, hazards);
    return PARAMOD_EVAL_OK;
}

static double burr_inverse(const paramod_family *family, double y, const double *eta)
{
    const double log_z = y * exp(eta[2]) > 0.0
                       ? paramod_i_log_expm1(y * exp(eta[2]))
                       : log(y) + eta[2];

    (void)family;
    return exp((log_z - eta[2] - eta[0]) / exp(eta[1]));
}

/* Elasticity gamma / (1 + z) - 1 with z = rho lambda t^gamma. */
static paramod_hazard_shape burr_shape(const double *theta, double *turning)
{
    const double gamma = theta[1];

    *turning = gamma > 1.0
             ? pow((gamma - 1.0) / (theta[0] * theta[2]), 1.0 / gamma) : NAN;
    return paramod_i_monotone_elasticity(gamma - 1.0, -1.0);
}

/* S = (1 + z)^(-1/rho), z = rho lambda t^gamma: E T = (rho lambda)^(-1/gamma)
 * Gamma(1 + 1/gamma) Gamma(1/rho - 1/gamma) / Gamma(1/rho), if gamma > rho. */
static double burr_mean(const double *theta)
{
    const double gamma = theta[1], rho = theta[2], power = 1.0 / gamma;

    if (gamma <= rho)
        return INFINITY;
    return exp(lgamma(1.0 + power) + lgamma((gamma - rho) / (gamma * rho)) -
               lgamma(1.0 / rho) - power * (log(rho) + log(theta[0])));
}

const paramod_family paramod_i_family_burr = {
    .name = "burr",
    .size = 3,
    .parameter = { "lambda", "gamma", "rho" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_LOG, PARAMOD_LINK_LOG },
    .intercept = { true, true, true },
    .evaluate = burr,
    .inverse = burr_inverse,
    .shape = burr_shape,
    .mean = burr_mean,
    .point = paramod_i_point_burr,
};

/* ---- power generalised Weibull ------------------------------------------------ */

/* x_s = rho p, x_ss = rho q, x_r = x, x_sr = rho p, x_rr = x; with X = lambda
 * e^x: H_i = X x_i, H_ij = X (x_i x_j + x_ij); l = b + r + s + x - L. */
static void pgw_law(int order, double s, const double *shape, paramod_i_law *law)
{
    const double b = shape[0], rho = exp(shape[1]);
    const softplus_parts y = parts_of(s);
    const double x = rho * y.L, X = exp(b + x);
    const double x_s = rho * y.p, x_ss = rho * y.q;

    law->H = x > 1.0 ? X - exp(b) : exp(b) * expm1(x);
    law->l = b + shape[1] + s + (rho - 1.0) * y.L;
    if (order == 0)
        return;
    law->l1[0] = 1.0 + (rho - 1.0) * y.p;
    law->l1[1] = 1.0;
    law->l1[2] = 1.0 + x;
    law->H1[0] = X * x_s;
    law->H1[1] = law->H;
    law->H1[2] = X * x;
    law->l2[0] = (rho - 1.0) * y.q;
    law->l2[1] = law->l2[2] = law->l2[4] = 0.0;
    law->l2[3] = x_s;
    law->l2[5] = x;
    law->H2[0] = X * (x_s * x_s + x_ss);
    law->H2[1] = X * x_s;
    law->H2[2] = law->H;
    law->H2[3] = X * x_s * (1.0 + x);
    law->H2[4] = X * x;
    law->H2[5] = X * x * (1.0 + x);
}

static const paramod_i_scale PGW_FORM = {
    .law = pgw_law, .location = -1, .scale = 1, .sign = 1.0, .shapes = 2,
    .shape = { 0, 2 },
};

static paramod_eval pgw(const paramod_family *family, int order,
                        const paramod_i_times *times, paramod_i_hazards *hazards)
{
    paramod_i_scale_evaluate(&PGW_FORM, family->real_line, order, times, hazards);
    return PARAMOD_EVAL_OK;
}

/* t^gamma = expm1(Y), Y = log1p(y / lambda) / rho. */
static double pgw_inverse(const paramod_family *family, double y, const double *eta)
{
    const double log_ratio = log(y) - eta[0];
    const double log_Y = log_ratio < -40.0 ? log_ratio - eta[2]
                       : log(paramod_i_softplus(log_ratio)) - eta[2];
    const double log_z = log_Y < -40.0 ? log_Y : paramod_i_log_expm1(exp(log_Y));

    (void)family;
    return exp(log_z / exp(eta[1]));
}

/* Elasticity gamma - 1 + gamma (rho - 1) z / (1 + z), z = t^gamma. */
static paramod_hazard_shape pgw_shape(const double *theta, double *turning)
{
    const double gamma = theta[1], start = gamma - 1.0;
    const double end = gamma * theta[2] - 1.0;

    *turning = start * end < 0.0 ? pow(start / -end, 1.0 / gamma) : NAN;
    return paramod_i_monotone_elasticity(start, end);
}

const paramod_family paramod_i_family_pgw = {
    .name = "pgw",
    .size = 3,
    .parameter = { "lambda", "gamma", "rho" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_LOG, PARAMOD_LINK_LOG },
    .intercept = { true, true, true },
    .evaluate = pgw,
    .inverse = pgw_inverse,
    .shape = pgw_shape,
    .point = paramod_i_point_pgw,
};
