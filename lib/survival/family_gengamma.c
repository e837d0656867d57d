/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Generalised gamma (Prentice 1974) in v = (log t - mu) / sigma:
 *
 *     g(v; Q) = -log(2 pi)/2 - rho(1/Q^2) - v^2 paramod_i_phi_2(Q v),
 *     paramod_i_phi_2(y) = (exp(y) - 1 - y) / y^2,
 *
 * which is the familiar |Q| a^a exp(a (Q v - exp(Q v))) / Gamma(a), a = 1/Q^2,
 * with Gamma(a) written by Stirling's correction rho (stirling.c).  Nothing is
 * singular at Q = 0, where g is the normal density.  The mode is at v = 0.
 *
 * The gamma distribution with shape a and the given rate is Q = sigma =
 * a^(-1/2), mu = log(a / rate).
 */

#include "survival/kernel_impl.h"
#include "survival/phi_impl.h"
#include "survival/stirling_impl.h"
#include "survival/tail_impl.h"

/* Below this Q the series of rho in Q^2 serves: a >= 16. */
#define SMALL_Q 0.25

typedef struct shape {
    double q;
    double rho[3]; /* rho(1/Q^2) and its derivatives by Q */
} shape;

/* ---- the density --------------------------------------------------------- */

static double drop(const void *data, double v)
{
    const shape *s = data;
    const double y = s->q * v;

    return v * v * paramod_i_phi_2(y, exp(y));
}

/* phi_1(y) = expm1(y) / y, 1 at 0 */
static double phi_1(double y)
{
    return fabs(y) < 1e-300 ? 1.0 : expm1(y) / y;
}

/* g' = -v phi_1(Q v), g'' = -exp(Q v); g is a straight line and
 * exp(Q v) / Q^2. */
static void local(const void *data, double v, paramod_i_tail_local *at)
{
    const shape *s = data;
    const double y = s->q * v, curvature = exp(y);

    at->slope = -v * (fabs(y) < 0.5 ? phi_1(y) : (curvature - 1.0) / y);
    at->curvature = curvature;
    at->roughness = curvature / (s->q * s->q);
}

/* d g' / dQ = -v^2 phi_1'(Q v), phi_1' = phi_2 + y phi_2' */
static void mixed(const void *data, double v, double *g_vq)
{
    const shape *s = data;
    const double y = s->q * v, e = exp(y), phi = paramod_i_phi_2(y, e);

    g_vq[0] = -v * v * (phi + y * paramod_i_phi_2_prime(y, e, phi));
}

PARAMOD_I_CLONES
static void fill_drops(double q, double rise, double slant, const double *u,
                       double *drop_of)
{
    for (int i = 0; i < PARAMOD_I_TAIL_NODES; i++) {
        const double y = q * u[i];

        drop_of[i] = rise * u[i] * u[i] * paramod_i_phi_2(y, exp(y)) + u[i] * slant;
    }
}

PARAMOD_I_CLONES
static void fill_derivatives(const shape *s, double origin, const double *u,
                             double *g_1, double *g_2)
{
    const double q = s->q, rho_1 = s->rho[1], rho_2 = s->rho[2];

    for (int i = 0; i < PARAMOD_I_TAIL_NODES; i++) {
        const double v = origin + u[i], v2 = v * v;
        const double y = q * v, e = exp(y);
        const double phi = paramod_i_phi_2(y, e), phi_1 = paramod_i_phi_2_prime(y, e, phi);

        g_1[i] = -rho_1 - v2 * v * phi_1;
        g_2[i] = -rho_2 - v2 * v2 * paramod_i_phi_2_second(y, e, phi, phi_1);
    }
}

/* g(o) - g(o + u) = exp(Q o) u^2 paramod_i_phi_2(Q u) + u o phi_1(Q o): no cancellation,
 * both terms being positive where |o + u| > |o|. */
static void nodes(const void *data, int order, double origin, const double *u,
                  paramod_i_tail_nodes *out)
{
    const shape *s = data;

    fill_drops(s->q, exp(s->q * origin), origin * phi_1(s->q * origin),
               u, out->drop);
    if (order >= 1)
        fill_derivatives(s, origin, u, out->g_1[0], out->g_2[0]);
}

/* rho(Q^-2) and derivatives by Q: with a = Q^-2, a' = -2 Q^-3, a'' = 6 Q^-4;
 * for small Q the powers would overflow, and the asymptotic series in Q^2,
 * Q^2/12 - Q^6/360 + Q^10/1260 - ..., is exact to rounding. */
static void set_rho(double q, double rho[3])
{
    const double x = q * q;

    if (fabs(q) < SMALL_Q) {
        const double x2 = x * x;

        rho[0] = x * (1.0 / 12.0 - x2 * (1.0 / 360.0 - x2 * (1.0 / 1260.0 -
                 x2 * (1.0 / 1680.0 - x2 * (1.0 / 1188.0)))));
        rho[1] = q * (1.0 / 6.0 - x2 * (1.0 / 60.0 - x2 * (1.0 / 126.0 -
                 x2 * (1.0 / 120.0 - x2 * (1.0 / 66.0)))));
        rho[2] = 1.0 / 6.0 - x2 * (1.0 / 12.0 - x2 * (1.0 / 14.0 -
                 x2 * (13.0 / 120.0 - x2 * (17.0 / 66.0))));
    } else {
        const double a = 1.0 / x, a_1 = -2.0 * a / q, a_2 = 6.0 * a * a;
        double by_a[3];

        paramod_i_stirling(a, by_a);
        rho[0] = by_a[0];
        rho[1] = by_a[1] * a_1;
        rho[2] = by_a[2] * a_1 * a_1 + by_a[1] * a_2;
    }
}

static paramod_i_tail_density density_of(double q, shape *s)
{
    const double half_log_two_pi = 0.91893853320467274178;

    s->q = q;
    set_rho(q, s->rho);
    return (paramod_i_tail_density){
        .shapes = 1, .scale = q == 0.0 ? INFINITY : 1.0 / fabs(q), .shape = s,
        .peak = -half_log_two_pi - s->rho[0], .drop = drop, .local = local,
        .mixed = mixed, .nodes = nodes,
    };
}

/* ---- generalised gamma ----------------------------------------------------
 * eta = (mu, log sigma, Q); inner variables (v, Q). */

static paramod_eval evaluate(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards)
{
    (void)family;
    for (size_t row = 0; row < times->count; row++) {
        const double log_sigma = times->eta[1][row];
        const double inverse = exp(-log_sigma);
        const double v = (times->log_time[row] - times->eta[0][row]) * inverse;
        const double first[] = { -inverse, -v, 0.0, 0.0, 0.0, 1.0 };
        const double second[] = { 0.0, inverse, v, 0.0, 0.0, 0.0,
                                  0.0, 0.0, 0.0, 0.0, 0.0, 0.0 };
        shape s;
        const paramod_i_tail_density density = density_of(times->eta[2][row], &s);
        paramod_i_tail tail;

        paramod_i_tail_evaluate(&density, order, v, &tail);
        paramod_i_tail_store(&tail, order, 2, 3, first, second, row, hazards);
        hazards->log_hazard[row] -= log_sigma + times->log_time[row];
        if (order >= 1)
            hazards->log_hazard_1[1][row] -= 1.0;
    }
    return PARAMOD_EVAL_OK;
}

static double inverse(const paramod_family *family, double y, const double *eta)
{
    shape s;
    const paramod_i_tail_density density = density_of(eta[2], &s);

    (void)family;
    return exp(eta[0] + exp(eta[1]) * paramod_i_tail_inverse(&density, y));
}

/* E T = e^mu Q^(2 sigma/Q) Gamma(a + sigma/Q) / Gamma(a), a = Q^-2, which
 * diverges if Q < 0 and sigma |Q| >= 1.  The gamma functions cancel for small
 * Q, where the mean is left to quadrature. */
static double mean(const double *theta)
{
    const double sigma = theta[1], q = theta[2];
    const double a = 1.0 / (q * q), step = sigma / q;

    if (q < 0.0 && -sigma * q >= 1.0)
        return INFINITY;
    if (q == 0.0)
        return exp(theta[0] + 0.5 * sigma * sigma);
    return fabs(q) < 0.2 ? NAN
         : exp(theta[0] - step * log(a) + lgamma(a + step) - lgamma(a));
}

/* d log h / d log t */
static double elasticity(double log_t, const double *theta)
{
    const double eta[] = { theta[0], log(theta[1]), theta[2] }, t = exp(log_t);
    const paramod_i_times times = { .count = 1, .time = &t, .log_time = &log_t,
                                    .eta = { &eta[0], &eta[1], &eta[2] } };
    paramod_i_hazards hazards;

    (void)evaluate(&paramod_i_family_gengamma, 1, &times, &hazards);
    return -hazards.log_hazard_1[0][0] - 1.0; /* log h + log t is one of
                                                 log t - mu */
}

/* log t where the elasticity changes its sign, by bisection. */
static double turning_log_time(const double *theta, double sign)
{
    double low = theta[0], high = theta[0], step = theta[1];

    for (int i = 0; i < 40 && sign * elasticity(low, theta) < 0.0; i++, step *= 1.5)
        low -= step;
    step = theta[1];
    for (int i = 0; i < 40 && sign * elasticity(high, theta) > 0.0; i++, step *= 1.5)
        high += step;
    for (int i = 0; i < 60; i++) {
        const double middle = 0.5 * (low + high);

        if (sign * elasticity(middle, theta) > 0.0)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

/* C. Cox et al., Statist. Med. 26 (2007) 4352-4374, section 4: the elasticity
 * runs from 1/(sigma Q) - 1 to Q/sigma - 1 for Q > 0; for Q <= 0 it starts
 * above 0 and ends below it. */
static paramod_hazard_shape hazard_shape(const double *theta, double *turning)
{
    const double sigma = theta[1], q = theta[2];
    const paramod_hazard_shape found = q > 0.0
        ? paramod_i_monotone_elasticity(1.0 / (sigma * q) - 1.0, q / sigma - 1.0)
        : PARAMOD_HAZARD_UP_DOWN;

    *turning = NAN;
    if (found == PARAMOD_HAZARD_UP_DOWN)
        *turning = exp(turning_log_time(theta, 1.0));
    if (found == PARAMOD_HAZARD_DOWN_UP)
        *turning = exp(turning_log_time(theta, -1.0));
    return found;
}

const paramod_family paramod_i_family_gengamma = {
    .name = "gengamma", .size = 3,
    .parameter = { "mu", "sigma", "Q" },
    .link = { PARAMOD_LINK_IDENTITY, PARAMOD_LINK_LOG, PARAMOD_LINK_IDENTITY },
    .intercept = { true, true, true },
    .evaluate = evaluate, .inverse = inverse,
    .shape = hazard_shape, .mean = mean,
};

/* ---- gamma ------------------------------------------------------------------
 * eta = (log rate, log shape) = (r, alpha).  With m = a^(1/2) = exp(alpha / 2),
 *     v = m (log t - alpha + r),   Q = 1 / m,
 *     v_r = m, v_alpha = v/2 - m, v_r,alpha = m/2, v_alpha,alpha = v/4 - m. */

static paramod_eval evaluate_gamma(const paramod_family *family, int order,
                                   const paramod_i_times *times,
                                   paramod_i_hazards *hazards)
{
    (void)family;
    for (size_t row = 0; row < times->count; row++) {
        const double alpha = times->eta[1][row];
        const double m = exp(0.5 * alpha), q = 1.0 / m;
        const double v = m * (times->log_time[row] - alpha + times->eta[0][row]);
        const double first[] = { m, 0.5 * v - m, 0.0, -0.5 * q };
        const double second[] = { 0.0, 0.5 * m, 0.25 * v - m,
                                  0.0, 0.0, 0.25 * q };
        shape s;
        const paramod_i_tail_density density = density_of(q, &s);
        paramod_i_tail tail;

        paramod_i_tail_evaluate(&density, order, v, &tail);
        paramod_i_tail_store(&tail, order, 2, 2, first, second, row, hazards);
        hazards->log_hazard[row] += 0.5 * alpha - times->log_time[row];
        if (order >= 1)
            hazards->log_hazard_1[1][row] += 0.5;
    }
    return PARAMOD_EVAL_OK;
}

static double inverse_gamma(const paramod_family *family, double y,
                            const double *eta)
{
    const double q = exp(-0.5 * eta[1]);
    shape s;
    const paramod_i_tail_density density = density_of(q, &s);

    (void)family;
    return exp(eta[1] - eta[0] + q * paramod_i_tail_inverse(&density, y));
}

static double mean_gamma(const double *theta)
{
    return theta[1] / theta[0];
}

static paramod_hazard_shape shape_gamma(const double *theta, double *turning)
{
    *turning = NAN;
    return paramod_i_monotone_elasticity(theta[1] - 1.0, theta[1] - 1.0);
}

const paramod_family paramod_i_family_gamma = {
    .name = "gamma", .size = 2,
    .parameter = { "rate", "shape" },
    .link = { PARAMOD_LINK_LOG, PARAMOD_LINK_LOG },
    .intercept = { true, true },
    .evaluate = evaluate_gamma, .inverse = inverse_gamma,
    .shape = shape_gamma, .mean = mean_gamma,
};
