/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Generalised F (Prentice 1975; Cox 2008, "The generalized F distribution: an
 * umbrella for parametric survival analysis", parametrisation (mu, sigma, Q, P))
 * in v = (log t - mu) / sigma.  With delta^2 = Q^2 + 2 P, x = delta v and
 *
 *     n = 2 / P,  p = (1 - Q/delta) / 2,  s_1 = n p,  s_2 = n (1 - p),
 *
 * Stirling's correction rho in the three Gammas of the beta function leaves
 *
 *     g(v; Q, P) = -log(2 pi)/2 - [rho(s_1) + rho(s_2) - rho(n)] - n K(x; p),
 *     K(x; p) = log(1 + p (exp(x) - 1)) - p x,
 *
 * because s_1 s_2 delta^2 = n.  K is the cumulant function of a centred
 * Bernoulli variable, so g is concave with its mode at 0.  As P -> 0 it tends
 * to the generalised gamma, and nothing cancels on the way: K is formed with
 * full relative accuracy.
 *
 * The shape parameters are theta = (Q, pi) with pi = log P.
 */

#include <math.h>
#include <string.h>

#include "survival/family_impl.h"
#include "survival/phi_impl.h"
#include "survival/stirling_impl.h"
#include "survival/tail_impl.h"

/* A quantity with its derivatives by Q and pi: value, then (Q, pi), then
 * (QQ, Q pi, pi pi). */
typedef struct jet {
    double value, first[2], second[3];
} jet;

typedef struct shape {
    double n;     /* 2 / P; d n / d pi = -n */
    double other; /* 1 - p, not formed as a difference */
    jet delta, p, rho;
} shape;

/* ---- K(x; p) ------------------------------------------------------------- */

/* log(1 + z) - z for -1/2 <= z <= 1: with r = z / (2 + z),
 * log(1 + z) = 2 atanh(r) and z = 2 r / (1 - r) give
 * -z r + 2 (r^3/3 + r^5/5 + ...), |r| <= 1/3. */
static double log1p_minus(double z)
{
    const double r = z / (2.0 + z), r2 = r * r;
    double sum = 0.0;

    for (int k = 17; k >= 1; k--)
        sum = sum * r2 + 1.0 / (2 * k + 1);
    return 2.0 * sum * r2 * r - z * r;
}

/* K(x; p), q = 1 - p.  K(x; p) = K(-x; q) puts p on the side below 1/2. */
static double cumulant(double x, double p, double q)
{
    double z, phi[3];

    if (p > 0.5)
        return cumulant(-x, q, p);
    z = x < 700.0 ? p * expm1(x) : INFINITY;
    if (z < 1.0) {
        paramod_i_phi_2(x, phi);
        return log1p_minus(z) + p * x * x * phi[0];
    }
    return x * q + log(p + q * exp(-x));
}

/* e = (exp(x) - 1) / D and d = exp(x) / D^2 with D = 1 + p (exp(x) - 1):
 *     K_x = p q e,  K_p = e - x,  K_xx = p q d,  K_xp = d - 1,  K_pp = -e^2. */
static void quotients(double x, double p, double q, double *e, double *d)
{
    const double small = exp(-fabs(x)), minus = expm1(-fabs(x));

    if (x > 0.0) {
        const double inverse = 1.0 / (p + q * small);

        *e = -minus * inverse;
        *d = small * inverse * inverse;
    } else {
        const double inverse = 1.0 / (q + p * small);

        *e = minus * inverse;
        *d = small * inverse * inverse;
    }
}

/* ---- the density --------------------------------------------------------- */

static double drop(const void *data, double v)
{
    const shape *s = data;

    return s->n * cumulant(s->delta.value * v, s->p.value, s->other);
}

static double slope(const void *data, double v)
{
    const shape *s = data;
    double e, d;

    quotients(s->delta.value * v, s->p.value, s->other, &e, &d);
    return -s->n * s->delta.value * s->p.value * s->other * e;
}

/* n delta^2 p q = 1 */
static double curvature(const void *data, double v)
{
    const shape *s = data;
    double e, d;

    quotients(s->delta.value * v, s->p.value, s->other, &e, &d);
    return d;
}

/* K_xx is what bends K.  Where it is below 1/100 the poles of K, at
 * x = log(q/p) +- pi i, are far away; n multiplies what is left. */
static double roughness(const void *data, double v)
{
    const shape *s = data;

    return fmax(s->n, 30.0) * s->p.value * s->other * curvature(data, v);
}

/* g_v = -n delta K_x(delta v; p), differentiated by theta. */
static void mixed(const void *data, double v, double *g_v_theta)
{
    const shape *s = data;
    const double n_1[2] = { 0.0, -s->n }, delta = s->delta.value;
    double e, d, pq;

    quotients(delta * v, s->p.value, s->other, &e, &d);
    pq = s->p.value * s->other;
    for (int a = 0; a < 2; a++)
        g_v_theta[a] = -(n_1[a] * delta + s->n * s->delta.first[a]) * pq * e -
                       s->n * delta * (pq * d * s->delta.first[a] * v +
                                       (d - 1.0) * s->p.first[a]);
}

/* First and second derivatives of n K(delta v; p) by theta. */
static void differentiate(const shape *s, double v, double first[2],
                          double second[3])
{
    const double n = s->n, n_1[2] = { 0.0, -n }, n_2[3] = { 0.0, 0.0, n };
    const double x = s->delta.value * v, pq = s->p.value * s->other;
    const double k = cumulant(x, s->p.value, s->other);
    double e, d, k_x, k_p, by[2];

    quotients(x, s->p.value, s->other, &e, &d);
    k_x = pq * e;
    k_p = e - x;
    for (int a = 0; a < 2; a++) {
        by[a] = k_x * s->delta.first[a] * v + k_p * s->p.first[a];
        first[a] = n_1[a] * k + n * by[a];
    }
    for (size_t b = 0; b < 2; b++)
        for (size_t a = 0; a <= b; a++) {
            const size_t ab = paramod_i_pair(a, b);
            const double x_a = s->delta.first[a] * v, x_b = s->delta.first[b] * v;
            const double p_a = s->p.first[a], p_b = s->p.first[b];

            second[ab] = n_2[ab] * k + n_1[a] * by[b] + n_1[b] * by[a] +
                         n * (pq * d * x_a * x_b +
                              (d - 1.0) * (x_a * p_b + x_b * p_a) -
                              e * e * p_a * p_b +
                              k_x * s->delta.second[ab] * v +
                              k_p * s->p.second[ab]);
        }
}

/* g(o) - g(o + u) = n [K(delta u; p') + (p' - p) delta u] with
 * p' = p exp(x) / D and p' - p = K_x at x = delta o. */
static void nodes(const void *data, int order, double origin, const double *u,
                  paramod_i_tail_nodes *out)
{
    const shape *s = data;
    const double p = s->p.value, q = s->other, x = s->delta.value * origin;
    double e, d, tilted, other;

    quotients(x, p, q, &e, &d);
    tilted = x > 0.0 ? p / (p + q * exp(-x)) : p * exp(x) / (q + p * exp(x));
    other = x > 0.0 ? q * exp(-x) / (p + q * exp(-x)) : q / (q + p * exp(x));
    for (int i = 0; i < PARAMOD_I_TAIL_NODES; i++) {
        const double y = s->delta.value * u[i];
        double first[2], second[3];

        out->drop[i] = s->n * (cumulant(y, tilted, other) + p * q * e * y);
        if (order < 1)
            continue;
        differentiate(s, origin + u[i], first, second);
        for (int a = 0; a < 2; a++)
            out->g_1[a][i] = -s->rho.first[a] - first[a];
        for (int ab = 0; ab < 3; ab++)
            out->g_2[ab][i] = -s->rho.second[ab] - second[ab];
    }
}

/* ---- the shape ----------------------------------------------------------- */

/* Adds sign * rho(1 / a), where rho_hat(a) = rho(1/a) has
 * rho_hat' = -s^2 rho'(s), rho_hat'' = s^4 rho'' + 2 s^3 rho', s = 1/a;
 * rho_hat = a/12 - a^3/360 + ... where the powers of s would overflow. */
static void add_rho(double sign, const jet *a, jet *sum)
{
    double hat[3];

    if (a->value < 1e-4) {
        const double a2 = a->value * a->value;

        hat[0] = a->value * (1.0 / 12.0 - a2 / 360.0);
        hat[1] = 1.0 / 12.0 - a2 / 120.0;
        hat[2] = a->value * (-1.0 / 60.0 + a2 / 63.0);
    } else {
        const double s = 1.0 / a->value, s2 = s * s;
        double rho[3];

        paramod_i_stirling(s, rho);
        hat[0] = rho[0];
        hat[1] = -s2 * rho[1];
        hat[2] = s2 * (s2 * rho[2] + 2.0 * s * rho[1]);
    }
    sum->value += sign * hat[0];
    for (size_t j = 0; j < 2; j++) {
        sum->first[j] += sign * hat[1] * a->first[j];
        for (size_t i = 0; i <= j; i++)
            sum->second[paramod_i_pair(i, j)] += sign *
                (hat[2] * a->first[i] * a->first[j] +
                 hat[1] * a->second[paramod_i_pair(i, j)]);
    }
}

/* 1 / s_1 = delta (delta + Q) / 2 for sign 1; 1 / s_2 for sign -1, Q -> -Q. */
static jet inverse_s(double sign, double q, double p, double delta)
{
    const double c = sign * q / delta; /* cosine-like, in (-1, 1) */
    const double r = p / delta;

    return (jet){
        .value = 0.5 * delta * (c < 0.0 ? 2.0 * p / (delta - sign * q)
                                        : delta + sign * q),
        .first = { 0.5 * sign * (2.0 * sign * q + delta + sign * q * c),
                   0.5 * p * (2.0 + c) },
        .second = { 0.5 * (2.0 + 3.0 * c - c * c * c),
                    0.5 * sign * r * (1.0 - c * c),
                    0.5 * p * (2.0 + c * (1.0 - r / delta)) },
    };
}

static void set_shape(double q, double log_p, shape *s)
{
    const double p = exp(log_p), delta = sqrt(q * q + 2.0 * p);
    const double d2 = delta * delta, d3 = d2 * delta, d5 = d3 * d2;
    const jet one = inverse_s(1.0, q, p, delta), two = inverse_s(-1.0, q, p, delta);
    const jet three = { 0.5 * p, { 0.0, 0.5 * p }, { 0.0, 0.0, 0.5 * p } };
    const double sum = delta + fabs(q), difference = 2.0 * p / sum;

    s->n = 2.0 / p;
    s->delta = (jet){ delta, { q / delta, p / delta },
                      { 2.0 * p / d3, -q * p / d3, p * (q * q + p) / d3 } };
    s->p = (jet){ (q > 0.0 ? difference : sum) / (2.0 * delta),
                  { -p / d3, 0.5 * q * p / d3 },
                  { 3.0 * p * q / d5, p * (p - q * q) / d5,
                    0.5 * q * p * (q * q - p) / d5 } };
    s->other = (q > 0.0 ? sum : difference) / (2.0 * delta);
    (void)memset(&s->rho, 0, sizeof s->rho);
    add_rho(1.0, &one, &s->rho);
    add_rho(1.0, &two, &s->rho);
    add_rho(-1.0, &three, &s->rho);
}

static paramod_i_tail_density density_of(double q, double log_p, shape *s)
{
    const double half_log_two_pi = 0.91893853320467274178;

    set_shape(q, log_p, s);
    return (paramod_i_tail_density){
        .shapes = 2, .scale = 1.0 / s->delta.value, .shape = s,
        .peak = -half_log_two_pi - s->rho.value, .drop = drop, .slope = slope,
        .curvature = curvature, .mixed = mixed, .roughness = roughness,
        .nodes = nodes,
    };
}

/* ---- the family: eta = (mu, log sigma, Q, log P) ------------------------- */

static paramod_eval evaluate(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards)
{
    (void)family;
    for (size_t row = 0; row < times->count; row++) {
        const double log_sigma = times->eta[1][row];
        const double inverse = exp(-log_sigma);
        const double v = (times->log_time[row] - times->eta[0][row]) * inverse;
        const double first[] = { -inverse, -v, 0.0, 0.0,
                                 0.0, 0.0, 1.0, 0.0,
                                 0.0, 0.0, 0.0, 1.0 };
        const double second[3 * 10] = { [1] = inverse, [2] = v };
        shape s;
        const paramod_i_tail_density density =
            density_of(times->eta[2][row], times->eta[3][row], &s);
        paramod_i_tail tail;

        paramod_i_tail_evaluate(&density, order, v, &tail);
        paramod_i_tail_store(&tail, order, 3, 4, first, second, row, hazards);
        hazards->log_hazard[row] -= log_sigma + times->log_time[row];
        if (order >= 1)
            hazards->log_hazard_1[1][row] -= 1.0;
    }
    return PARAMOD_EVAL_OK;
}

static double inverse(const paramod_family *family, double y, const double *eta)
{
    shape s;
    const paramod_i_tail_density density = density_of(eta[2], eta[3], &s);

    (void)family;
    return exp(eta[0] + exp(eta[1]) * paramod_i_tail_inverse(&density, y));
}

const paramod_family paramod_i_family_genf = {
    .name = "genf", .size = 4,
    .parameter = { "mu", "sigma", "Q", "P" },
    .link = { PARAMOD_LINK_IDENTITY, PARAMOD_LINK_LOG, PARAMOD_LINK_IDENTITY,
              PARAMOD_LINK_LOG },
    .intercept = { true, true, true, true },
    .evaluate = evaluate, .inverse = inverse,
};
