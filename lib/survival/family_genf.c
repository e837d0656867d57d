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

#include <string.h>

#include "survival/kernel_impl.h"
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
PARAMOD_I_INLINE double log1p_minus(double z)
{
    static const double c[] = {
        1.0 / 3, 1.0 / 5, 1.0 / 7, 1.0 / 9, 1.0 / 11, 1.0 / 13, 1.0 / 15,
        1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27, 1.0 / 29,
        1.0 / 31, 1.0 / 33, 1.0 / 35
    };
    const double r = z / (2.0 + z), r2 = r * r;
    double sum = c[16];

    for (int k = 15; k >= 0; k--)
        sum = sum * r2 + c[k];
    return 2.0 * sum * r2 * r - z * r;
}

/* K(x; p), other = 1 - p.  K(x; p) = K(-x; 1 - p) puts p on the side below 1/2.
 * Then, with z = p (exp(x) - 1) < 1,
 *     K = [log(1 + z) - z] + p (exp(x) - 1 - x),
 * two terms of opposite sign of which the second is at least twice the first;
 * for larger z the logarithm is no small difference. */
PARAMOD_I_INLINE double cumulant(double x, double p, double other)
{
    const double y = p > 0.5 ? -x : x, e = exp(y < 700.0 ? y : 700.0);
    const double a = p > 0.5 ? other : p, b = p > 0.5 ? p : other;
    const double curve = y * y * paramod_i_phi_2(y, e); /* exp(y) - 1 - y */
    const double z = a * (curve + y);
    const double near = log1p_minus(z < 1.0 ? z : 1.0) + a * curve;
    const double far = y * b + log(a + b * exp(-fabs(y)));

    return z < 1.0 && y < 700.0 ? near : far;
}

/* e = (exp(x) - 1) / D and d = exp(x) / D^2 with D = 1 + p (exp(x) - 1):
 *     K_x = p q e,  K_p = e - x,  K_xx = p q d,  K_xp = d - 1,  K_pp = -e^2. */
PARAMOD_I_INLINE void quotients(double x, double p, double q, double *e, double *d)
{
    const double small = exp(-fabs(x)), minus = expm1(-fabs(x));
    const double inverse = 1.0 / (x > 0.0 ? p + q * small : q + p * small);

    *e = (x > 0.0 ? -minus : minus) * inverse;
    *d = small * inverse * inverse;
}

/* ---- the density --------------------------------------------------------- */

static double drop(const void *data, double v)
{
    const shape *s = data;

    return s->n * cumulant(s->delta.value * v, s->p.value, s->other);
}

/* g' = -n delta K_x and g'' = -d, as n delta^2 p q = 1.  K_xx = p q d is what
 * bends K.  Where it is below 1/100 the poles of K, at x = log(q/p) +- pi i,
 * are far away; n multiplies what is left. */
static void local(const void *data, double v, paramod_i_tail_local *at)
{
    const shape *s = data;
    const double pq = s->p.value * s->other;
    double e, d;

    quotients(s->delta.value * v, s->p.value, s->other, &e, &d);
    at->slope = -s->n * s->delta.value * pq * e;
    at->curvature = d;
    at->roughness = (s->n > 30.0 ? s->n : 30.0) * pq * d;
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

/* n K(x; p) and its derivatives by theta at x = delta v:
 *     T_a  = n_a K + n (K_x x_a + K_p p_a),
 *     T_ab = n_ab K + n_a B_b + n_b B_a + n (K_xx x_a x_b + K_xp (x_a p_b +
 *            x_b p_a) + K_pp p_a p_b + K_x x_ab + K_p p_ab),
 * B_a being the bracket of T_a. */
PARAMOD_I_CLONES
static void fill_derivatives(const shape *s, double origin, const double *u,
                             paramod_i_tail_nodes *out)
{
    static const size_t row[3] = { 0, 0, 1 }, column[3] = { 0, 1, 1 };
    const double n = s->n, pq = s->p.value * s->other;
    double k[PARAMOD_I_TAIL_NODES], e[PARAMOD_I_TAIL_NODES];
    double d[PARAMOD_I_TAIL_NODES], v[PARAMOD_I_TAIL_NODES];
    double by[2][PARAMOD_I_TAIL_NODES];

    for (int i = 0; i < PARAMOD_I_TAIL_NODES; i++) {
        v[i] = origin + u[i];
        k[i] = cumulant(s->delta.value * v[i], s->p.value, s->other);
        quotients(s->delta.value * v[i], s->p.value, s->other, &e[i], &d[i]);
    }
    for (int a = 0; a < 2; a++) {
        const double n_a = a == 0 ? 0.0 : -n;

        for (int i = 0; i < PARAMOD_I_TAIL_NODES; i++) {
            by[a][i] = pq * e[i] * s->delta.first[a] * v[i] +
                       (e[i] - s->delta.value * v[i]) * s->p.first[a];
            out->g_1[a][i] = -s->rho.first[a] - n_a * k[i] - n * by[a][i];
        }
    }
    for (size_t ab = 0; ab < 3; ab++) {
        const size_t a = row[ab], b = column[ab];
        const double n_a = a == 0 ? 0.0 : -n, n_b = b == 0 ? 0.0 : -n;
        const double n_ab = ab == 2 ? n : 0.0;
        const double delta_a = s->delta.first[a], delta_b = s->delta.first[b];
        const double p_a = s->p.first[a], p_b = s->p.first[b];

        for (int i = 0; i < PARAMOD_I_TAIL_NODES; i++)
            out->g_2[ab][i] =
                -s->rho.second[ab] - n_ab * k[i] - n_a * by[b][i] -
                n_b * by[a][i] -
                n * (pq * d[i] * delta_a * delta_b * v[i] * v[i] +
                     (d[i] - 1.0) * v[i] * (delta_a * p_b + delta_b * p_a) -
                     e[i] * e[i] * p_a * p_b +
                     pq * e[i] * s->delta.second[ab] * v[i] +
                     (e[i] - s->delta.value * v[i]) * s->p.second[ab]);
    }
}

PARAMOD_I_CLONES
static void fill_drops(double n, double delta, double tilted, double other,
                       double slant, const double *u, double *drop_of)
{
    for (int i = 0; i < PARAMOD_I_TAIL_NODES; i++) {
        const double y = delta * u[i];

        drop_of[i] = n * (cumulant(y, tilted, other) + slant * y);
    }
}

/* g(o) - g(o + u) = n [K(delta u; p') + (p' - p) delta u] with
 * p' = p exp(x) / D and p' - p = K_x at x = delta o. */
static void nodes(const void *data, int order, double origin, const double *u,
                  paramod_i_tail_nodes *out)
{
    const shape *s = data;
    const double p = s->p.value, q = s->other, x = s->delta.value * origin;
    const double small = exp(-fabs(x));
    const double whole = x > 0.0 ? p + q * small : q + p * small;
    const double tilted = (x > 0.0 ? p : p * small) / whole;
    const double other = (x > 0.0 ? q * small : q) / whole;
    double e, d;

    quotients(x, p, q, &e, &d);
    fill_drops(s->n, s->delta.value, tilted, other, p * q * e, u, out->drop);
    if (order >= 1)
        fill_derivatives(s, origin, u, out);
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
        .peak = -half_log_two_pi - s->rho.value, .drop = drop, .local = local,
        .mixed = mixed, .nodes = nodes,
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

/* With delta^2 = Q^2 + 2P, s1,2 = 2 / (delta^2 +- Q delta), r = sigma / delta:
 * E T = e^mu (s2/s1)^r Gamma(s1 + r) Gamma(s2 - r) / (Gamma(s1) Gamma(s2)),
 * which diverges if s2 <= r.  The gamma functions cancel for large s, where
 * the mean is left to quadrature.  delta - |Q| = 2P / (delta + |Q|). */
static double mean(const double *theta)
{
    const double q = theta[2], delta = sqrt(q * q + 2.0 * theta[3]);
    const double wide = delta + fabs(q), narrow = 2.0 * theta[3] / wide;
    const double s1 = 2.0 / (delta * (q > 0.0 ? wide : narrow));
    const double s2 = 2.0 / (delta * (q > 0.0 ? narrow : wide));
    const double r = theta[1] / delta;

    if (s2 <= r)
        return INFINITY;
    return s1 > 30.0 || s2 > 30.0 ? NAN
         : exp(theta[0] + r * log(s2 / s1) + lgamma(s1 + r) - lgamma(s1) +
               lgamma(s2 - r) - lgamma(s2));
}

const paramod_family paramod_i_family_genf = {
    .name = "genf", .size = 4,
    .parameter = { "mu", "sigma", "Q", "P" },
    .link = { PARAMOD_LINK_IDENTITY, PARAMOD_LINK_LOG, PARAMOD_LINK_IDENTITY,
              PARAMOD_LINK_LOG },
    .intercept = { true, true, true, true },
    .evaluate = evaluate, .inverse = inverse, .mean = mean,
};
