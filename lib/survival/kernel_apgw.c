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
#include <string.h>

#include "survival/kernel_impl.h"
#include "survival/terms_impl.h"

static const double LIMIT = 100.0;

/* What values and derivatives share, row by row. */
typedef struct apgw_rows {
    PARAMOD_I_ALIGNED double gamma[PARAMOD_I_BLOCK];
    double c[PARAMOD_I_BLOCK];
    double lambda[PARAMOD_I_BLOCK];
    double s[PARAMOD_I_BLOCK];
    double L[PARAMOD_I_BLOCK];
    double tail[PARAMOD_I_BLOCK];  /* exp(-|log u|) */
    double p[PARAMOD_I_BLOCK];
    double q[PARAMOD_I_BLOCK];
    double x[PARAMOD_I_BLOCK];
    double over_x[PARAMOD_I_BLOCK]; /* 1 / x, inf at 0 */
    double power[PARAMOD_I_BLOCK]; /* lambda e^x */
    double ratio[PARAMOD_I_BLOCK]; /* lambda E */
    double H[PARAMOD_I_BLOCK];
    double log_h[PARAMOD_I_BLOCK];
} apgw_rows;

/* Steps of the values, each a loop with one transcendental function at most:
 * rows of a short loop overlap, those of a long one wait for one another. */
PARAMOD_I_CLONES
static void standardise(size_t count, const double *restrict log_time,
                        const double *restrict a, const double *restrict n,
                        apgw_rows *restrict r)
{
    for (size_t i = 0; i < count; i++) {
        r->s[i] = r->gamma[i] * (a[i] + log_time[i]);
        r->tail[i] = -fabs(r->s[i] - n[i]);
    }
}

PARAMOD_I_CLONES
static void logarithms(size_t count, apgw_rows *restrict r)
{
    for (size_t i = 0; i < count; i++)
        r->L[i] = log1p(r->tail[i]);
}

PARAMOD_I_CLONES
static void exponents(size_t count, const double *restrict b,
                      const double *restrict n, apgw_rows *restrict r)
{
    for (size_t i = 0; i < count; i++) {
        const double w = r->s[i] - n[i], tail = r->tail[i];
        const double reciprocal = 1.0 / (1.0 + tail);
        const double L = (w > 0.0 ? w : 0.0) + r->L[i];
        const double x = (r->c[i] - 1.0) * L;

        r->L[i] = L;
        r->p[i] = (w > 0.0 ? 1.0 : tail) * reciprocal;
        r->q[i] = tail * reciprocal * reciprocal;
        r->x[i] = x;
        r->power[i] = x + b[i];
    }
}

PARAMOD_I_CLONES
static void hazards_of(size_t count, const double *restrict log_time,
                       const double *restrict b, const double *restrict g,
                       apgw_rows *restrict r)
{
    for (size_t i = 0; i < count; i++) {
        const double x = r->x[i], over_x = 1.0 / x, c = r->c[i];
        const double ratio = fabs(x) < 0.5
                           ? r->lambda[i] * paramod_i_expm1_ratio(x)
                           : (r->power[i] - r->lambda[i]) * over_x;
        const double log_h = b[i] + g[i] + (r->s[i] - log_time[i]) +
                             (c - 2.0) * r->L[i];

        r->over_x[i] = over_x;
        r->ratio[i] = ratio;
        r->H[i] = c * r->L[i] * ratio;
        r->log_h[i] = log_h > DBL_MAX ? DBL_MAX : log_h;
    }
}

static void values(const paramod_i_times *times, apgw_rows *r)
{
    const size_t count = times->count;
    const double *const *eta = times->eta;

    paramod_i_natural(times, 1, r->lambda);
    paramod_i_natural(times, 2, r->gamma);
    paramod_i_natural(times, 3, r->c);
    standardise(count, times->log_time, eta[0], eta[3], r);
    paramod_i_exponentials(count, r->tail, r->tail);
    logarithms(count, r);
    exponents(count, eta[1], eta[3], r);
    paramod_i_exponentials(count, r->power, r->power);
    hazards_of(count, times->log_time, eta[1], eta[2], r);
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

    return u < 0.0625 ? u * u * paramod_i_polynomial_12(c, u) : L - p;
}

/* By n: m_n and G_n lambda of row i, with what second derivatives need. */
typedef struct by_shape {
    double c_d1, E1, m_n, H_n;
} by_shape;

PARAMOD_I_INLINE by_shape shape_row(const apgw_rows *r, size_t i, double E1)
{
    const double c = r->c[i], L = r->L[i], p = r->p[i];
    const double u = p < 0.5 ? r->tail[i] : 1.0;
    const double c_d1 = c * first_difference(u, L, p);

    return (by_shape){ c_d1, E1, c_d1 + 2.0 * p,
                       c_d1 * r->ratio[i] + c * L * E1 * (c_d1 + p) };
}

/* x E' = e^x - E */
PARAMOD_I_INLINE double ratio_1(const apgw_rows *r, size_t i)
{
    const double x = r->x[i];

    return fabs(x) < 0.5 ? r->lambda[i] * paramod_i_expm1_ratio_1(x)
                         : (r->power[i] - r->ratio[i]) * r->over_x[i];
}

/* x E'' = e^x - 2 E', which is stable towards E'' for large x and, with E''
 * from its series, towards E' for small x. */
PARAMOD_I_INLINE void ratios(const apgw_rows *r, size_t i, double *E1, double *E2)
{
    const double x = r->x[i], power = r->power[i];
    const double near_2 = r->lambda[i] * paramod_i_expm1_ratio_2(x);
    const double near_1 = 0.5 * (power - x * near_2);
    const double far_1 = (power - r->ratio[i]) * r->over_x[i];
    const double far_2 = (power - 2.0 * far_1) * r->over_x[i];

    *E1 = fabs(x) < 0.5 ? near_1 : far_1;
    *E2 = fabs(x) < 0.5 ? near_2 : far_2;
}

/* Second derivatives by n: d2 = d1 - p^2 loses no more than two bits, as
 * d1 ~ u^2 / 2 and p^2 ~ u^2. */
PARAMOD_I_INLINE void shape_row_2(const apgw_rows *r, size_t i, const by_shape *n,
                                  double E2, double *m_nn, double *H_nn)
{
    const double p = r->p[i], q = r->q[i], c = r->c[i];
    const double c_d2 = n->c_d1 - c * p * p;
    const double x_n = n->c_d1 + p, x_nn = c_d2 - q;

    *m_nn = c_d2 - 2.0 * q;
    *H_nn = c_d2 * r->ratio[i] + 2.0 * n->c_d1 * n->E1 * x_n +
            c * r->L[i] * (E2 * x_n * x_n + n->E1 * x_nn);
}

PARAMOD_I_CLONES
static void gradients(size_t count, const apgw_rows *restrict r,
                      paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], p = r->p[i], s = r->s[i], H = r->H[i];
        const by_shape n = shape_row(r, i, ratio_1(r, i));
        const double D = c * p * r->power[i];
        const double slope = 1.0 + (c - 2.0) * p; /* d log h / d s */

        out->log_hazard_1[0][i] = r->gamma[i] * slope;
        out->log_hazard_1[1][i] = 1.0;
        out->log_hazard_1[2][i] = 1.0 + s * slope;
        out->log_hazard_1[3][i] = n.m_n;
        out->cumulative_1[0][i] = paramod_i_unless_infinite(r->gamma[i] * D, H);
        out->cumulative_1[1][i] = H;
        out->cumulative_1[2][i] = paramod_i_unless_infinite(s * D, H);
        out->cumulative_1[3][i] = paramod_i_unless_infinite(n.H_n, H);
    }
}

PARAMOD_I_CLONES
static void log_hazard_hessians(size_t count, const apgw_rows *restrict r,
                                paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], p = r->p[i], q = r->q[i], s = r->s[i];
        const double gamma = r->gamma[i];
        const double u = p < 0.5 ? r->tail[i] : 1.0;
        const double c_d2 = c * (first_difference(u, r->L[i], p) - p * p);
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
        const double c = r->c[i], p = r->p[i], s = r->s[i];
        const double gamma = r->gamma[i], H = r->H[i];
        const double D = c * p * r->power[i];
        const double G_ss = D * (1.0 + (c - 2.0) * p);
        double E1, E2, m_nn, H_nn, G_sn;
        by_shape n;

        ratios(r, i, &E1, &E2);
        n = shape_row(r, i, E1);
        shape_row_2(r, i, &n, E2, &m_nn, &H_nn);
        G_sn = D * n.m_n;
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
        out->cumulative_2[9][i] = paramod_i_unless_infinite(H_nn, H);
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

static bool at_limit(const paramod_i_times *times)
{
    const size_t count = times->same[3] && times->count > 0 ? 1 : times->count;
    bool some = false;

    for (size_t i = 0; i < count; i++)
        some = some || times->eta[3][i] > LIMIT;
    return some;
}

void paramod_i_kernel_apgw(int order, const paramod_i_times *times,
                           paramod_i_hazards *hazards)
{
    const size_t count = times->count;
    apgw_rows rows;

    values(times, &rows);
    (void)memcpy(hazards->cumulative, rows.H, count * sizeof(double));
    (void)memcpy(hazards->log_hazard, rows.log_h, count * sizeof(double));
    if (order > 0)
        gradients(count, &rows, hazards);
    if (order > 1) {
        log_hazard_hessians(count, &rows, hazards);
        cumulative_hessians(count, &rows, hazards);
    }
    for (size_t i = 0; i < count && at_limit(times); i++)
        if (times->eta[3][i] > LIMIT)
            limit_row(i, times->log_time, times->eta, hazards);
}

/* ---- terms w (d log h - H), d = 1 at an event and 0 where censored ---------- */

/* The value, and by a and g, which both go through T = w (d log h - H) as a
 * function of s. */
PARAMOD_I_CLONES
static void time_slopes(size_t count, double d, const double *restrict weight,
                        const apgw_rows *restrict r, paramod_i_terms *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], p = r->p[i], s = r->s[i], w = weight[i];
        const double T_s = w * (d * (1.0 + (c - 2.0) * p) - c * p * r->power[i]);

        out->value[i] = w * ((d > 0.0 ? r->log_h[i] : 0.0) - r->H[i]);
        out->first[0][i] = r->gamma[i] * T_s;
        out->first[2][i] = w * d + s * T_s;
    }
}

PARAMOD_I_CLONES
static void time_terms(size_t count, double d, const double *restrict weight,
                       const apgw_rows *restrict r, paramod_i_terms *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], p = r->p[i], s = r->s[i], w = weight[i];
        const double gamma = r->gamma[i], D = c * p * r->power[i];
        const double slope = 1.0 + (c - 2.0) * p;
        const double T_s = w * (d * slope - D);
        const double T_ss = w * (d * ((c - 2.0) * r->q[i]) - D * slope);
        const double mixed = T_s + s * T_ss;

        out->value[i] = w * ((d > 0.0 ? r->log_h[i] : 0.0) - r->H[i]);
        out->first[0][i] = gamma * T_s;
        out->first[2][i] = w * d + s * T_s;
        out->second[0][i] = gamma * gamma * T_ss;
        out->second[3][i] = gamma * mixed;
        out->second[5][i] = s * mixed;
    }
}

PARAMOD_I_CLONES
static void scale_terms(int order, size_t count, double d,
                        const double *restrict weight,
                        const apgw_rows *restrict r, paramod_i_terms *restrict out)
{
    for (size_t i = 0; i < count; i++)
        out->first[1][i] = weight[i] * (d - r->H[i]);
    for (size_t i = 0; i < count && order > 1; i++) {
        const double w_D = weight[i] * (r->c[i] * r->p[i] * r->power[i]);

        out->second[1][i] = -r->gamma[i] * w_D;
        out->second[2][i] = -weight[i] * r->H[i];
        out->second[4][i] = -r->s[i] * w_D;
    }
}

PARAMOD_I_CLONES
static void shape_slopes(size_t count, double d, const double *restrict weight,
                         const apgw_rows *restrict r, paramod_i_terms *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const by_shape n = shape_row(r, i, ratio_1(r, i));

        out->first[3][i] = weight[i] * (d * n.m_n - n.H_n);
    }
}

PARAMOD_I_CLONES
static void shape_terms(size_t count, double d, const double *restrict weight,
                        const apgw_rows *restrict r, paramod_i_terms *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double c = r->c[i], p = r->p[i], w = weight[i];
        const double m_sn = c * p * p + 2.0 * r->q[i];
        double E1, E2, m_nn, H_nn, T_sn;
        by_shape n;

        ratios(r, i, &E1, &E2);
        n = shape_row(r, i, E1);
        shape_row_2(r, i, &n, E2, &m_nn, &H_nn);
        T_sn = w * (d * m_sn - c * p * r->power[i] * n.m_n);
        out->first[3][i] = w * (d * n.m_n - n.H_n);
        out->second[6][i] = r->gamma[i] * T_sn;
        out->second[7][i] = -w * n.H_n;
        out->second[8][i] = r->s[i] * T_sn;
        out->second[9][i] = w * (d * m_nn - H_nn);
    }
}

bool paramod_i_terms_apgw(const paramod_i_wanted *wanted,
                          const paramod_i_times *times, bool event,
                          const double *weight, paramod_i_terms *terms)
{
    const size_t count = times->count;
    const double d = event ? 1.0 : 0.0;
    apgw_rows rows;

    if (at_limit(times))
        return false;
    values(times, &rows);
    if (wanted->order > 1)
        time_terms(count, d, weight, &rows, terms);
    else
        time_slopes(count, d, weight, &rows, terms);
    if (wanted->active[1] && wanted->order > 0)
        scale_terms(wanted->order, count, d, weight, &rows, terms);
    if (wanted->active[3] && wanted->order == 1)
        shape_slopes(count, d, weight, &rows, terms);
    if (wanted->active[3] && wanted->order > 1)
        shape_terms(count, d, weight, &rows, terms);
    return true;
}
