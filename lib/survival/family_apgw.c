/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The adapted power generalised Weibull family and its extension.  Both are
 *
 *   H = lambda (m / kappa) [(1 + z/m)^kappa - 1],  z = (phi t)^gamma,
 *
 * with m = kappa + 1 for kappa in (-1, inf] (apgw: Burke, Jones, Noufaily 2020,
 * section 2), and m = sqrt(1 + kappa^2) for all real kappa (pgwx), which goes
 * smoothly through kappa = -1 to lambda (1 - e^-z) at -inf, the promotion-time
 * Weibull cure model.  apgw's hazards and derivatives are in kernel_apgw.c.
 */

#include <math.h>

#include "survival/family_impl.h"
#include "survival/kernel_impl.h"
#include "survival/point_impl.h"
#include "survival/scale_impl.h"

/* ---- what both families share ---------------------------------------------- */

/* log z with (m / kappa) [(1 + z/m)^kappa - 1] = v, from log v; inf if there is
 * none.  z = m expm1(Y), Y = log1p(kappa v/m) / kappa. */
static double inverse_log(double log_v, double kappa, double log_m)
{
    const double log_r = log_v - log_m;
    const double r = exp(log_r);
    double Y;

    if (isinf(kappa)) {
        const double v = exp(log_v);

        return log_v < -40.0 ? log_v
             : kappa < 0.0 ? (v < 1.0 ? log(-log1p(-v)) : INFINITY)
             : v > DBL_MAX ? log(log_v) : log(log1p(v));
    }
    if (kappa < 0.0 && kappa * r <= -1.0)
        return INFINITY;
    if (log_r < -40.0 && fabs(kappa * r) < 1e-17)
        return log_v; /* v = z (1 + O(z/m)) */
    if (kappa == 0.0)
        Y = r;
    else if (r > DBL_MAX)
        Y = (log(kappa) + log_r) / kappa;
    else
        Y = log1p(kappa * r) / kappa;
    return log_m + paramod_i_log_expm1(Y);
}

static double time_of(double log_z, const double *eta)
{
    return exp(log_z / exp(eta[2]) - eta[0]);
}

/* Elasticity gamma - 1 + gamma (kappa - 1) u / (1 + u), u = z/m: it vanishes at
 * z = m (gamma - 1) / (1 - gamma kappa). */
static paramod_hazard_shape shape_of(const double *theta, double m, double *turning)
{
    const double gamma = theta[2], kappa = theta[3];
    const double ratio = isinf(kappa) ? (1.0 - gamma) / (gamma * copysign(1.0, kappa))
                                      : m * (gamma - 1.0) / (1.0 - gamma * kappa);
    const paramod_hazard_shape shape =
        paramod_i_monotone_elasticity(gamma - 1.0, gamma * kappa - 1.0);

    *turning = shape == PARAMOD_HAZARD_UP_DOWN || shape == PARAMOD_HAZARD_DOWN_UP
             ? pow(ratio, 1.0 / gamma) / theta[0] : NAN;
    return shape;
}

/* A cured share has no mean.  At kappa = 0, S = (1 + z)^-lambda:
 * E T = Gamma(1 + 1/gamma) Gamma(lambda - 1/gamma) / Gamma(lambda) / phi. */
static double mean(const double *theta)
{
    const double lambda = theta[1], power = 1.0 / theta[2];

    if (theta[3] < 0.0 || (theta[3] == 0.0 && lambda * theta[2] <= 1.0))
        return INFINITY;
    if (theta[3] != 0.0)
        return NAN;
    return exp(lgamma(1.0 + power) + lgamma((lambda * theta[2] - 1.0) * power) -
               lgamma(lambda) - log(theta[0]));
}

/* ---- apgw ------------------------------------------------------------------- */

static paramod_eval apgw(const paramod_family *family, int order,
                         const paramod_i_times *times, paramod_i_hazards *hazards)
{
    (void)family;
    paramod_i_kernel_apgw(order, times, hazards);
    return PARAMOD_EVAL_OK;
}

static double apgw_inverse(const paramod_family *family, double y, const double *eta)
{
    (void)family;
    return time_of(inverse_log(log(y) - eta[1], expm1(eta[3]), eta[3]), eta);
}

static double apgw_total(const paramod_family *family, const double *eta)
{
    const double kappa = expm1(eta[3]);

    (void)family;
    return kappa < 0.0 ? exp(eta[1] + eta[3]) / -kappa
         : isnan(kappa) ? NAN : INFINITY;
}

static paramod_hazard_shape apgw_shape(const double *theta, double *turning)
{
    return shape_of(theta, theta[3] + 1.0, turning);
}

const paramod_family paramod_i_family_apgw = {
    .name = "apgw",
    .size = 4,
    .parameter = { "phi", "lambda", "gamma", "kappa" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_LOG, PARAMOD_LINK_LOG,
              PARAMOD_LINK_LOG1P },
    .intercept = { true, true, true, true },
    .evaluate = apgw,
    .terms = paramod_i_terms_apgw,
    .inverse = apgw_inverse,
    .total = apgw_total,
    .shape = apgw_shape,
    .mean = mean,
    .point = paramod_i_point_apgw,
};

/* ---- pgwx ------------------------------------------------------------------- */

/* Above this |kappa| the limit is used: it is off by z^2 / |kappa|. */
static const double LIMIT = 1e40;

/* kappa = +-inf: H = +-lambda expm1(+-z), l = b + s +- z. */
static void pgwx_limit(double s, double b, double sign, paramod_i_law *law)
{
    const double z = exp(s), step = sign * z;
    const double D = exp(b + s + step);

    law->H = step > 1.0 ? exp(b + step) - exp(b) : sign * exp(b) * expm1(step);
    law->l = b + s + step;
    law->l1[0] = 1.0 + step;
    law->l1[1] = 1.0;
    law->H1[0] = D;
    law->H1[1] = law->H;
    law->l2[0] = step;
    law->H2[0] = step == -INFINITY ? 0.0 : D * (1.0 + step);
    law->H2[1] = D;
    law->H2[2] = law->H;
}

/* L = log1p(u), u = e^w: p = u/(1+u), q = p (1-p), d1 = L - p without
 * cancellation. */
typedef struct log1p_parts {
    double L, p, q, d1;
} log1p_parts;

static log1p_parts parts_of(double w)
{
    const double tail = exp(-fabs(w)), large = 1.0 / (1.0 + tail);
    log1p_parts r = { .L = paramod_i_softplus(w),
                      .p = w > 0.0 ? large : tail * large,
                      .q = tail * large * large };

    r.d1 = r.L - r.p;
    if (w < -2.5) { /* sum_{j>=2} (-1)^j (1 - 1/j) u^j */
        double sum = 0.0;

        for (int j = 18; j >= 2; j--)
            sum = (1.0 - 1.0 / j) - tail * sum;
        r.d1 = tail * tail * sum;
    }
    return r;
}

/* E(x) = expm1(x) / x and its first two derivatives, times lambda = e^b. */
static void scaled_ratio(double x, double b, double E[3])
{
    if (fabs(x) < 0.5) {
        const double lambda = exp(b);

        E[0] = lambda * paramod_i_expm1_ratio(x);
        E[1] = lambda * paramod_i_expm1_ratio_1(x);
        E[2] = lambda * paramod_i_expm1_ratio_2(x);
        return;
    }
    E[0] = (exp(x + b) - exp(b)) / x;
    E[1] = (exp(x + b) - E[0]) / x;
    E[2] = (exp(x + b) - 2.0 * E[1]) / x;
}

/*
 * With A = m L, x = kappa L, M = (kappa - 1) L, k = kappa, by s and kappa:
 *   A_k = (k/m) d1,            A_kk = d1/m^3 - (k^2/m^3) p^2,
 *   x_k = d1 + p/m^2,          x_kk = -(k/m^4) (3p + k^2 p^2),
 *   M_s = (k-1) p,  M_ss = (k-1) q,  M_k = d1 + (1+k) p/m^2,
 *   M_sk = p^2 + (1+k) q/m^2,
 *   M_kk = [p (1 - 3k - 2k^2) - p^2 k^2 (k-1)] / m^4,
 *   G = A E(x), D = G_s = e^(s+M).
 */
static void pgwx_law(int order, double s, const double *shape, paramod_i_law *law)
{
    const double b = shape[0], k = shape[1];
    const double m = hypot(1.0, k), m2 = m * m;
    const log1p_parts r = parts_of(s - log(m));
    const double p = r.p, d1 = r.d1, x = k * r.L;
    const double x_k = d1 + p / m2;
    const double M_k = d1 + (1.0 + k) * p / m2, M_s = (k - 1.0) * p;
    const double A_k = k / m * d1;
    const double A_kk = (d1 - k * k * p * p) / (m * m2);
    const double x_kk = -(k / (m2 * m2)) * (3.0 * p + k * k * p * p);
    double E[3], D;

    *law = (paramod_i_law){ .H = 0.0 };
    if (fabs(k) > LIMIT) {
        pgwx_limit(s, b, copysign(1.0, k), law);
        return;
    }
    scaled_ratio(x, b, E);
    law->H = m * r.L * E[0];
    law->l = b + s + (k - 1.0) * r.L;
    if (order == 0)
        return;
    D = m * p * exp(x + b);
    law->l1[0] = 1.0 + M_s;
    law->l1[1] = 1.0;
    law->l1[2] = M_k;
    law->H1[0] = D;
    law->H1[1] = law->H;
    law->H1[2] = A_k * E[0] + m * r.L * E[1] * x_k;
    law->l2[0] = (k - 1.0) * r.q;
    law->l2[3] = p * p + (1.0 + k) * r.q / m2;
    law->l2[5] = (p * (1.0 - 3.0 * k - 2.0 * k * k) -
                  p * p * k * k * (k - 1.0)) / (m2 * m2);
    law->H2[0] = D * (1.0 + M_s);
    law->H2[1] = D;
    law->H2[2] = law->H;
    law->H2[3] = D * M_k;
    law->H2[4] = law->H1[2];
    law->H2[5] = A_kk * E[0] + 2.0 * A_k * E[1] * x_k +
                 m * r.L * (E[2] * x_k * x_k + E[1] * x_kk);
}

static const paramod_i_scale PGWX_FORM = {
    .law = pgwx_law, .location = 0, .scale = 2, .sign = 1.0, .shapes = 2,
    .shape = { 1, 3 },
};

static paramod_eval pgwx(const paramod_family *family, int order,
                         const paramod_i_times *times, paramod_i_hazards *hazards)
{
    paramod_i_scale_evaluate(&PGWX_FORM, family->real_line, order, times, hazards);
    return PARAMOD_EVAL_OK;
}

/* log sqrt(1 + kappa^2); only its difference from log |kappa| is lost beyond
 * 1e150, which does not matter there. */
static double log_m(double kappa)
{
    return fabs(kappa) < 1e150 ? 0.5 * log1p(kappa * kappa) : log(fabs(kappa));
}

static double pgwx_inverse(const paramod_family *family, double y, const double *eta)
{
    const double kappa = fabs(eta[3]) > LIMIT ? copysign(INFINITY, eta[3]) : eta[3];

    (void)family;
    return time_of(inverse_log(log(y) - eta[1], kappa, log_m(kappa)), eta);
}

static double pgwx_total(const paramod_family *family, const double *eta)
{
    const double kappa = eta[3];

    (void)family;
    return kappa < 0.0 ? exp(eta[1]) * hypot(1.0, 1.0 / kappa)
         : isnan(kappa) ? NAN : INFINITY;
}

static paramod_hazard_shape pgwx_shape(const double *theta, double *turning)
{
    return shape_of(theta, hypot(1.0, theta[3]), turning);
}

const paramod_family paramod_i_family_pgwx = {
    .name = "pgwx",
    .size = 4,
    .parameter = { "phi", "lambda", "gamma", "kappa" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_LOG, PARAMOD_LINK_LOG,
              PARAMOD_LINK_IDENTITY },
    .intercept = { true, true, true, true },
    .evaluate = pgwx,
    .inverse = pgwx_inverse,
    .total = pgwx_total,
    .shape = pgwx_shape,
    .mean = mean,
    .point = paramod_i_point_pgwx,
};
