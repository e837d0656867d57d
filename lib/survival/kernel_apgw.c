/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The adapted power generalised Weibull family: Burke, Jones, Noufaily, JRSS C
 * 69 (2020), section 2.  With c = kappa + 1, s = gamma (log phi + log t),
 * z = e^s, u = z / c, L = log(1 + u), x = kappa L, E(x) = expm1(x) / x,
 *
 *   H = lambda G,  G = (c / kappa) [(1 + u)^kappa - 1] = c L E(x),
 *   log h = log lambda + log gamma + s - log t + (kappa - 1) L,
 *
 * which has no cancellation at kappa = 0 (E = 1) nor at large kappa, and needs
 * neither z nor u when these overflow.  kappa = c - 1 may be absolutely wrong
 * by half an ulp of 1: that moves x by 2^-53 L only.  Powers are formed as
 * exp(x + log lambda), so that lambda G does not overflow before it must.
 *
 * Derivatives are by (a, b, g, n) = (log phi, log lambda, log gamma, log c).
 * With p = u / (1 + u), q = p (1 - p), d1 = L - p, d2 = L - 2p + q:
 *
 *   x_n = c d1 + p,  x_nn = c d2 - q,  (cL)_n = c d1,  (cL)_nn = c d2,
 *   m = (kappa - 1) L:  m_s = (kappa - 1) p,  m_n = c d1 + 2p,
 *   m_ss = (kappa - 1) q,  m_sn = c p^2 + 2q,  m_nn = c d2 - 2q,
 *   G_s = D = e^(s+m) = c p e^x,  G_ss = D (1 + m_s),  G_sn = D m_n.
 *
 * Above n = 100 the limit kappa = inf, H = lambda expm1(z), is used: the
 * exponents kappa L and z differ by z^2 / (2c) < 1e-37 where H is finite.
 */

#include <stdbool.h>

#include "survival/kernel_impl.h"

static const double LIMIT = 100.0;

/* What values and derivatives share, row by row. */
typedef struct apgw_rows {
    double gamma[PARAMOD_I_BLOCK];
    double c[PARAMOD_I_BLOCK];
    double lambda[PARAMOD_I_BLOCK];
    double s[PARAMOD_I_BLOCK];
    double L[PARAMOD_I_BLOCK];
    double tail[PARAMOD_I_BLOCK];  /* exp(-|log u|) */
    double p[PARAMOD_I_BLOCK];
    double x[PARAMOD_I_BLOCK];
    double power[PARAMOD_I_BLOCK]; /* lambda e^x */
    double ratio[PARAMOD_I_BLOCK]; /* lambda E */
} apgw_rows;

/* out = exp(eta); one evaluation serves all rows when a parameter has no
 * covariates. */
PARAMOD_I_CLONES
static void natural(size_t count, const double *restrict eta, double *restrict out)
{
    size_t same = 1;

    while (same < count && eta[same] == eta[0])
        same++;
    if (same >= count) {
        const double value = exp(eta[0]);

        for (size_t i = 0; i < count; i++)
            out[i] = value;
        return;
    }
    for (size_t i = 0; i < count; i++)
        out[i] = exp(eta[i]);
}

PARAMOD_I_CLONES
static void values(size_t count, const double *restrict log_time,
                   const double *const restrict eta[4], apgw_rows *restrict r,
                   paramod_i_hazards *restrict out)
{
    const double *restrict a = eta[0], *restrict b = eta[1];
    const double *restrict g = eta[2], *restrict n = eta[3];

    for (size_t i = 0; i < count; i++) {
        const double s = r->gamma[i] * (a[i] + log_time[i]);
        const double w = s - n[i];
        const double tail = exp(-fabs(w));
        const double L = (w > 0.0 ? w : 0.0) + log1p(tail);
        const double kappa = r->c[i] - 1.0;
        const double x = kappa * L;
        const double power = exp(x + b[i]);
        const double ratio = fabs(x) < 0.5
                           ? r->lambda[i] * paramod_i_expm1_ratio(x)
                           : (power - r->lambda[i]) / x;
        const double log_h = b[i] + g[i] + (s - log_time[i]) + (kappa - 1.0) * L;

        r->s[i] = s;
        r->tail[i] = tail;
        r->L[i] = L;
        r->p[i] = (w > 0.0 ? 1.0 : tail) / (1.0 + tail);
        r->x[i] = x;
        r->power[i] = power;
        r->ratio[i] = ratio;
        out->cumulative[i] = r->c[i] * L * ratio;
        out->log_hazard[i] = log_h > DBL_MAX ? DBL_MAX : log_h;
    }
}

/* d1 = L - p = u^2 sum_{j>=0} (-1)^j (j+1)/(j+2) u^j for u < 1/16, where the
 * first term left out is 2^-51 of the sum's; above, the difference loses at
 * most 5 bits. */
PARAMOD_I_INLINE double first_difference(double u, double L, double p)
{
    static const double c[] = {
        1.0 / 2, -2.0 / 3, 3.0 / 4, -4.0 / 5, 5.0 / 6, -6.0 / 7, 7.0 / 8, -8.0
        / 9, 9.0 / 10, -10.0 / 11, 11.0 / 12, -12.0 / 13, 13.0 / 14
    };

    return u < 0.0625 ? u * u * paramod_i_horner_12(c, u) : L - p;
}

/* d2 = L - 2p + q = -u^2 sum_{j>=0} (-1)^j (j + 1/(j+2)) u^j, likewise. */
PARAMOD_I_INLINE double second_difference(double u, double L, double p, double q)
{
    static const double c[] = {
        1.0 / 2, -4.0 / 3, 9.0 / 4, -16.0 / 5, 25.0 / 6, -36.0 / 7, 49.0 / 8,
        -64.0 / 9, 81.0 / 10, -100.0 / 11, 121.0 / 12, -144.0 / 13, 169.0 / 14
    };

    return u < 0.0625 ? -u * u * paramod_i_horner_12(c, u) : L - 2.0 * p + q;
}

/* E' and E'' from the level before: (e^x - E) / x and (e^x - 2E') / x. */
PARAMOD_I_INLINE double ratio_1(double x, double power, double lambda, double ratio)
{
    return fabs(x) < 0.5 ? lambda * paramod_i_expm1_ratio_1(x)
                         : (power - ratio) / x;
}

PARAMOD_I_INLINE double ratio_2(double x, double power, double lambda, double first)
{
    return fabs(x) < 0.5 ? lambda * paramod_i_expm1_ratio_2(x)
                         : (power - 2.0 * first) / x;
}

PARAMOD_I_CLONES
static void gradients(size_t count, const apgw_rows *restrict r,
                      paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], L = r->L[i], p = r->p[i], s = r->s[i];
        const double H = out->cumulative[i];
        const double u = p < 0.5 ? r->tail[i] : 1.0;
        const double c_d1 = c * first_difference(u, L, p);
        const double E1 = ratio_1(r->x[i], r->power[i], r->lambda[i], r->ratio[i]);
        const double D = c * p * r->power[i];
        const double G_n = c_d1 * r->ratio[i] + c * L * E1 * (c_d1 + p);
        const double slope = 1.0 + (c - 2.0) * p; /* d log h / d s */

        out->log_hazard_1[0][i] = r->gamma[i] * slope;
        out->log_hazard_1[1][i] = 1.0;
        out->log_hazard_1[2][i] = 1.0 + s * slope;
        out->log_hazard_1[3][i] = c_d1 + 2.0 * p;
        out->cumulative_1[0][i] = paramod_i_unless_infinite(r->gamma[i] * D, H);
        out->cumulative_1[1][i] = H;
        out->cumulative_1[2][i] = paramod_i_unless_infinite(s * D, H);
        out->cumulative_1[3][i] = paramod_i_unless_infinite(G_n, H);
    }
}

PARAMOD_I_CLONES
static void log_hazard_hessians(size_t count, const apgw_rows *restrict r,
                                paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], p = r->p[i], s = r->s[i];
        const double gamma = r->gamma[i];
        const double reciprocal = 1.0 / (1.0 + r->tail[i]);
        const double q = r->tail[i] * reciprocal * reciprocal;
        const double u = p < 0.5 ? r->tail[i] : 1.0;
        const double c_d2 = c * second_difference(u, r->L[i], p, q);
        const double slope = 1.0 + (c - 2.0) * p;
        const double m_ss = (c - 2.0) * q;
        const double m_sn = c * p * p + 2.0 * q;

        out->log_hazard_2[0][i] = gamma * gamma * m_ss;        /* aa */
        out->log_hazard_2[1][i] = 0.0;                         /* ab */
        out->log_hazard_2[2][i] = 0.0;                         /* bb */
        out->log_hazard_2[3][i] = gamma * (slope + s * m_ss);  /* ag */
        out->log_hazard_2[4][i] = 0.0;                         /* bg */
        out->log_hazard_2[5][i] = s * (slope + s * m_ss);      /* gg */
        out->log_hazard_2[6][i] = gamma * m_sn;                /* an */
        out->log_hazard_2[7][i] = 0.0;                         /* bn */
        out->log_hazard_2[8][i] = s * m_sn;                    /* gn */
        out->log_hazard_2[9][i] = c_d2 - 2.0 * q;              /* nn */
    }
}

PARAMOD_I_CLONES
static void cumulative_hessians(size_t count, const apgw_rows *restrict r,
                                paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], L = r->L[i], p = r->p[i], s = r->s[i];
        const double x = r->x[i], gamma = r->gamma[i];
        const double H = out->cumulative[i];
        const double reciprocal = 1.0 / (1.0 + r->tail[i]);
        const double q = r->tail[i] * reciprocal * reciprocal;
        const double u = p < 0.5 ? r->tail[i] : 1.0;
        const double c_d1 = c * first_difference(u, L, p);
        const double c_d2 = c * second_difference(u, L, p, q);
        const double E1 = ratio_1(x, r->power[i], r->lambda[i], r->ratio[i]);
        const double E2 = ratio_2(x, r->power[i], r->lambda[i], E1);
        const double x_n = c_d1 + p, x_nn = c_d2 - q;
        const double D = c * p * r->power[i];
        const double G_ss = D * (1.0 + (c - 2.0) * p);
        const double G_sn = D * (c_d1 + 2.0 * p);
        const double G_nn = c_d2 * r->ratio[i] + 2.0 * c_d1 * E1 * x_n +
                            c * L * (E2 * x_n * x_n + E1 * x_nn);

        out->cumulative_2[0][i] = paramod_i_unless_infinite(gamma * gamma * G_ss, H);
        out->cumulative_2[1][i] = out->cumulative_1[0][i];
        out->cumulative_2[2][i] = H;
        out->cumulative_2[3][i] =
            paramod_i_unless_infinite(gamma * (D + s * G_ss), H);
        out->cumulative_2[4][i] = out->cumulative_1[2][i];
        out->cumulative_2[5][i] = paramod_i_unless_infinite(s * (D + s * G_ss), H);
        out->cumulative_2[6][i] = paramod_i_unless_infinite(gamma * G_sn, H);
        out->cumulative_2[7][i] = out->cumulative_1[3][i];
        out->cumulative_2[8][i] = paramod_i_unless_infinite(s * G_sn, H);
        out->cumulative_2[9][i] = paramod_i_unless_infinite(G_nn, H);
    }
}

/* kappa = inf: H = lambda expm1(z), log h = b + g + s - log t + z; nothing
 * depends on n.  A rare choice, so plain code. */
static void limit_row(size_t i, const double *log_time,
                      const double *const eta[4], paramod_i_hazards *out)
{
    const double a = eta[0][i], b = eta[1][i], g = eta[2][i];
    const double gamma = exp(g), s = gamma * (a + log_time[i]), z = exp(s);
    const double H = z > 1.0 ? exp(b + z) - exp(b) : exp(b) * expm1(z);
    const double log_h = b + g + (s - log_time[i]) + z;
    const double D = paramod_i_unless_infinite(exp(b + s + z), H);
    const double m1[4] = { gamma * (1.0 + z), 1.0, 1.0 + s * (1.0 + z), 0.0 };
    const double H1[4] = { gamma * D, H, s * D, 0.0 };
    const double m2[PARAMOD_I_FAMILY_PAIRS] = {
        gamma * gamma * z, 0.0, 0.0, gamma * (1.0 + z + s * z), 0.0,
        s * (1.0 + z + s * z)
    };
    const double inner = D * (1.0 + s * (1.0 + z));
    const double H2[PARAMOD_I_FAMILY_PAIRS] = {
        gamma * gamma * D * (1.0 + z), gamma * D, H, gamma * inner, s * D,
        s * inner
    };

    out->cumulative[i] = H;
    out->log_hazard[i] = log_h > DBL_MAX ? DBL_MAX : log_h;
    for (size_t j = 0; j < 4; j++) {
        out->log_hazard_1[j][i] = m1[j];
        out->cumulative_1[j][i] = j == 3 ? 0.0 : paramod_i_unless_infinite(H1[j], H);
    }
    for (size_t j = 0; j < PARAMOD_I_FAMILY_PAIRS; j++) {
        out->log_hazard_2[j][i] = m2[j];
        out->cumulative_2[j][i] = j > 5 ? 0.0 : paramod_i_unless_infinite(H2[j], H);
    }
}

void paramod_i_kernel_apgw(int order, const paramod_i_times *times,
                           paramod_i_hazards *hazards)
{
    const size_t count = times->count;
    apgw_rows rows;

    natural(count, times->eta[1], rows.lambda);
    natural(count, times->eta[2], rows.gamma);
    natural(count, times->eta[3], rows.c);
    values(count, times->log_time, times->eta, &rows, hazards);
    if (order > 0)
        gradients(count, &rows, hazards);
    if (order > 1) {
        log_hazard_hessians(count, &rows, hazards);
        cumulative_hessians(count, &rows, hazards);
    }
    for (size_t i = 0; i < count; i++)
        if (times->eta[3][i] > LIMIT)
            limit_row(i, times->log_time, times->eta, hazards);
}
