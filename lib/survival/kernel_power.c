/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The classical families in s = gamma (a + log t), a = log phi, b = log lambda,
 * g = log gamma.  Each step from s to the linear predictors is
 *   s_a = gamma, s_g = s, s_aa = 0, s_ag = gamma, s_gg = s.
 */

#include <string.h>

#include "survival/kernel_impl.h"
#include "survival/terms_impl.h"

PARAMOD_I_CLONES
void paramod_i_exponentials(size_t count, const double *x, double *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = exp(x[i]);
}

PARAMOD_I_CLONES
static void fill(size_t count, double value, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = value;
}

void paramod_i_natural(const paramod_i_times *times, size_t parameter, double *out)
{
    const double *eta = times->eta[parameter];

    if (times->same[parameter] && times->count > 0)
        fill(times->count, exp(eta[0]), out);
    else
        paramod_i_exponentials(times->count, eta, out);
}

/* ---- exponential and Rayleigh: H = (phi t)^k, log h = log k + k a + (k-1) log t */

PARAMOD_I_CLONES
static void exponential(size_t count, double power,
                        const double *restrict log_time,
                        const double *restrict a, paramod_i_hazards *restrict out)
{
    const double log_power = log(power);

    for (size_t i = 0; i < count; i++) {
        const double H = exp(power * (a[i] + log_time[i]));

        out->cumulative[i] = H;
        out->log_hazard[i] = log_power + power * a[i] + (power - 1.0) * log_time[i];
        out->cumulative_1[0][i] = power * H;
        out->log_hazard_1[0][i] = power;
        out->cumulative_2[0][i] = power * power * H;
        out->log_hazard_2[0][i] = 0.0;
    }
}

void paramod_i_kernel_exponential(int order, double power,
                                  const paramod_i_times *times,
                                  paramod_i_hazards *hazards)
{
    (void)order; /* the derivatives cost nothing */
    exponential(times->count, power, times->log_time, times->eta[0], hazards);
}

/* ---- Weibull: H = e^(b+s), log h = b + g + s - log t ----------------------- */

/* What values and derivatives share, row by row. */
typedef struct weibull_rows {
    PARAMOD_I_ALIGNED double gamma[PARAMOD_I_BLOCK];
    double s[PARAMOD_I_BLOCK];
    double H[PARAMOD_I_BLOCK];
    double log_h[PARAMOD_I_BLOCK];
} weibull_rows;

PARAMOD_I_CLONES
static void weibull_exponents(size_t count, const double *restrict log_time,
                              const double *const restrict eta[4],
                              weibull_rows *restrict r)
{
    const double *restrict a = eta[0], *restrict b = eta[1], *restrict g = eta[2];

    for (size_t i = 0; i < count; i++) {
        const double s = r->gamma[i] * (a[i] + log_time[i]);

        r->s[i] = s;
        r->H[i] = b[i] + s;
        r->log_h[i] = b[i] + g[i] + (s - log_time[i]);
    }
}

static void weibull_values(const paramod_i_times *times, weibull_rows *r)
{
    paramod_i_natural(times, 2, r->gamma);
    weibull_exponents(times->count, times->log_time, times->eta, r);
    paramod_i_exponentials(times->count, r->H, r->H);
}

PARAMOD_I_CLONES
static void weibull_gradients(size_t count, const weibull_rows *restrict r,
                              paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double H = r->H[i], s = r->s[i];

        out->log_hazard_1[0][i] = r->gamma[i];
        out->log_hazard_1[1][i] = 1.0;
        out->log_hazard_1[2][i] = 1.0 + s;
        out->cumulative_1[0][i] = r->gamma[i] * H;
        out->cumulative_1[1][i] = H;
        out->cumulative_1[2][i] = paramod_i_unless_infinite(s * H, H);
    }
}

PARAMOD_I_CLONES
static void weibull_hessians(size_t count, const weibull_rows *restrict r,
                             paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double H = r->H[i], gamma = r->gamma[i], s = r->s[i];

        out->log_hazard_2[0][i] = 0.0;
        out->log_hazard_2[1][i] = 0.0;
        out->log_hazard_2[2][i] = 0.0;
        out->log_hazard_2[3][i] = gamma;
        out->log_hazard_2[4][i] = 0.0;
        out->log_hazard_2[5][i] = s;
        out->cumulative_2[0][i] = gamma * gamma * H;
        out->cumulative_2[1][i] = gamma * H;
        out->cumulative_2[2][i] = H;
        out->cumulative_2[3][i] =
            paramod_i_unless_infinite(gamma * (1.0 + s) * H, H);
        out->cumulative_2[4][i] = out->cumulative_1[2][i];
        out->cumulative_2[5][i] = paramod_i_unless_infinite(s * (1.0 + s) * H, H);
    }
}

void paramod_i_kernel_weibull(int order, const paramod_i_times *times,
                              paramod_i_hazards *hazards)
{
    weibull_rows rows;

    weibull_values(times, &rows);
    (void)memcpy(hazards->cumulative, rows.H, times->count * sizeof(double));
    (void)memcpy(hazards->log_hazard, rows.log_h, times->count * sizeof(double));
    if (order > 0)
        weibull_gradients(times->count, &rows, hazards);
    if (order > 1)
        weibull_hessians(times->count, &rows, hazards);
}

/* Terms T = w (d log h - H), d = 1 at an event and 0 where censored: the value,
 * and by a and g, which both go through s, T_s = w (d - H), T_ss = -w H. */
PARAMOD_I_CLONES
static void weibull_time_terms(size_t count, double d,
                               const double *restrict weight,
                               const weibull_rows *restrict r,
                               paramod_i_terms *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double w = weight[i], s = r->s[i], H = r->H[i];
        const double gamma = r->gamma[i], T_s = w * (d - H), w_H = w * H;
        const double mixed = T_s - s * w_H;

        out->value[i] = w * ((d > 0.0 ? r->log_h[i] : 0.0) - H);
        out->first[0][i] = gamma * T_s;
        out->first[2][i] = w * d + s * T_s;
        out->second[0][i] = -gamma * gamma * w_H;
        out->second[3][i] = gamma * mixed;
        out->second[5][i] = s * mixed;
    }
}

PARAMOD_I_CLONES
static void weibull_scale_terms(size_t count, double d,
                                const double *restrict weight,
                                const weibull_rows *restrict r,
                                paramod_i_terms *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double w = weight[i], w_H = w * r->H[i];

        out->first[1][i] = w * (d - r->H[i]);
        out->second[1][i] = -r->gamma[i] * w_H;
        out->second[2][i] = -w_H;
        out->second[4][i] = -r->s[i] * w_H;
    }
}

bool paramod_i_terms_weibull(const paramod_i_wanted *wanted,
                             const paramod_i_times *times, bool event,
                             const double *weight, paramod_i_terms *terms)
{
    const double d = event ? 1.0 : 0.0;
    weibull_rows rows;

    weibull_values(times, &rows);
    weibull_time_terms(times->count, d, weight, &rows, terms);
    if (wanted->active[1] && wanted->order > 0)
        weibull_scale_terms(times->count, d, weight, &rows, terms);
    return true;
}

/* ---- log-logistic: with v = b + s, H = log(1 + e^v), p = H_v, q = p (1-p);
 * h = p gamma / t, so log h = g - log t - log(1 + e^-v).  No overflow. ------ */

typedef struct loglogistic_rows {
    double gamma[PARAMOD_I_BLOCK];
    double s[PARAMOD_I_BLOCK];
    double p[PARAMOD_I_BLOCK];
    double not_p[PARAMOD_I_BLOCK]; /* 1 - p */
} loglogistic_rows;

PARAMOD_I_CLONES
static void loglogistic_values(size_t count, const double *restrict log_time,
                               const double *const restrict eta[4],
                               loglogistic_rows *restrict r,
                               paramod_i_hazards *restrict out)
{
    const double *restrict a = eta[0], *restrict b = eta[1], *restrict g = eta[2];

    for (size_t i = 0; i < count; i++) {
        const double gamma = exp(g[i]);
        const double s = gamma * (a[i] + log_time[i]);
        const double v = b[i] + s;
        const double tail = exp(-fabs(v)), log_sum = log1p(tail);
        const double large = 1.0 / (1.0 + tail), small = tail * large;

        r->gamma[i] = gamma;
        r->s[i] = s;
        r->p[i] = v > 0.0 ? large : small;
        r->not_p[i] = v > 0.0 ? small : large;
        out->cumulative[i] = (v > 0.0 ? v : 0.0) + log_sum;
        out->log_hazard[i] = (g[i] - log_time[i]) + ((v < 0.0 ? v : 0.0) - log_sum);
    }
}

PARAMOD_I_CLONES
static void loglogistic_gradients(size_t count, const loglogistic_rows *restrict r,
                                  paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        out->log_hazard_1[0][i] = r->gamma[i] * r->not_p[i];
        out->log_hazard_1[1][i] = r->not_p[i];
        out->log_hazard_1[2][i] = 1.0 + r->s[i] * r->not_p[i];
        out->cumulative_1[0][i] = r->gamma[i] * r->p[i];
        out->cumulative_1[1][i] = r->p[i];
        out->cumulative_1[2][i] = r->s[i] * r->p[i];
    }
}

PARAMOD_I_CLONES
static void loglogistic_hessians(size_t count, const loglogistic_rows *restrict r,
                                 paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double gamma = r->gamma[i], s = r->s[i];
        const double p = r->p[i], not_p = r->not_p[i], q = p * not_p;

        out->log_hazard_2[0][i] = -gamma * gamma * q;
        out->log_hazard_2[1][i] = -gamma * q;
        out->log_hazard_2[2][i] = -q;
        out->log_hazard_2[3][i] = gamma * (not_p - s * q);
        out->log_hazard_2[4][i] = -s * q;
        out->log_hazard_2[5][i] = s * (not_p - s * q);
        out->cumulative_2[0][i] = gamma * gamma * q;
        out->cumulative_2[1][i] = gamma * q;
        out->cumulative_2[2][i] = q;
        out->cumulative_2[3][i] = gamma * (p + s * q);
        out->cumulative_2[4][i] = s * q;
        out->cumulative_2[5][i] = s * (p + s * q);
    }
}

void paramod_i_kernel_loglogistic(int order, const paramod_i_times *times,
                                  paramod_i_hazards *hazards)
{
    loglogistic_rows rows;

    loglogistic_values(times->count, times->log_time, times->eta, &rows, hazards);
    if (order > 0)
        loglogistic_gradients(times->count, &rows, hazards);
    if (order > 1)
        loglogistic_hessians(times->count, &rows, hazards);
}

/* ---- Gompertz: with x = shape t, H = rate t E(x), log h = log rate + x ------ */

PARAMOD_I_CLONES
static void gompertz(size_t count, const double *restrict time,
                     const double *restrict log_time,
                     const double *restrict log_rate,
                     const double *restrict shape, paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double t = time[i], x = shape[i] * t;
        const double scale = exp(log_rate[i] + log_time[i]); /* rate t */
        const double power = exp(log_rate[i] + log_time[i] + x);
        const int small = fabs(x) < 0.5;
        const double E = small ? scale * paramod_i_expm1_ratio(x)
                               : (power - scale) / x;
        const double E1 = small ? scale * paramod_i_expm1_ratio_1(x)
                                : (power - E) / x;
        const double E2 = small ? scale * paramod_i_expm1_ratio_2(x)
                                : (power - 2.0 * E1) / x;
        const double log_h = log_rate[i] + x;
        /* x^2 e^x is gone here, and x^3 may not be formed */
        const int far = x < -700.0;
        const double H_a = far ? -E / shape[i] : t * E1;
        const double H_aa = far ? -2.0 * H_a / shape[i] : t * (t * E2);

        out->cumulative[i] = E;
        out->log_hazard[i] = log_h > DBL_MAX ? DBL_MAX : log_h;
        out->log_hazard_1[0][i] = 1.0;
        out->log_hazard_1[1][i] = t;
        out->cumulative_1[0][i] = E;
        out->cumulative_1[1][i] = paramod_i_unless_infinite(H_a, E);
        out->log_hazard_2[0][i] = 0.0;
        out->log_hazard_2[1][i] = 0.0;
        out->log_hazard_2[2][i] = 0.0;
        out->cumulative_2[0][i] = E;
        out->cumulative_2[1][i] = out->cumulative_1[1][i];
        out->cumulative_2[2][i] = paramod_i_unless_infinite(H_aa, E);
    }
}

void paramod_i_kernel_gompertz(int order, const paramod_i_times *times,
                               paramod_i_hazards *hazards)
{
    (void)order; /* the second derivatives cost a few additions */
    gompertz(times->count, times->time, times->log_time, times->eta[0],
             times->eta[1], hazards);
}
