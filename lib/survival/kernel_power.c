/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The classical families in s = gamma (a + log t), a = log phi, b = log lambda,
 * g = log gamma.  Each step from s to the linear predictors is
 *   s_a = gamma, s_g = s, s_aa = 0, s_ag = gamma, s_gg = s.
 */

#include "survival/kernel_impl.h"

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

PARAMOD_I_CLONES
static void weibull_values(size_t count, const double *restrict log_time,
                           const double *const restrict eta[4],
                           double *restrict gamma, double *restrict s,
                           paramod_i_hazards *restrict out)
{
    const double *restrict a = eta[0], *restrict b = eta[1], *restrict g = eta[2];

    for (size_t i = 0; i < count; i++) {
        gamma[i] = exp(g[i]);
        s[i] = gamma[i] * (a[i] + log_time[i]);
        out->cumulative[i] = exp(b[i] + s[i]);
        out->log_hazard[i] = b[i] + g[i] + (s[i] - log_time[i]);
    }
}

PARAMOD_I_CLONES
static void weibull_gradients(size_t count, const double *restrict gamma,
                              const double *restrict s,
                              paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double H = out->cumulative[i];

        out->log_hazard_1[0][i] = gamma[i];
        out->log_hazard_1[1][i] = 1.0;
        out->log_hazard_1[2][i] = 1.0 + s[i];
        out->cumulative_1[0][i] = gamma[i] * H;
        out->cumulative_1[1][i] = H;
        out->cumulative_1[2][i] = paramod_i_unless_infinite(s[i] * H, H);
    }
}

PARAMOD_I_CLONES
static void weibull_hessians(size_t count, const double *restrict gamma,
                             const double *restrict s,
                             paramod_i_hazards *restrict out)
{
    for (size_t i = 0; i < count; i++) {
        const double H = out->cumulative[i];

        out->log_hazard_2[0][i] = 0.0;
        out->log_hazard_2[1][i] = 0.0;
        out->log_hazard_2[2][i] = 0.0;
        out->log_hazard_2[3][i] = gamma[i];
        out->log_hazard_2[4][i] = 0.0;
        out->log_hazard_2[5][i] = s[i];
        out->cumulative_2[0][i] = gamma[i] * gamma[i] * H;
        out->cumulative_2[1][i] = gamma[i] * H;
        out->cumulative_2[2][i] = H;
        out->cumulative_2[3][i] =
            paramod_i_unless_infinite(gamma[i] * (1.0 + s[i]) * H, H);
        out->cumulative_2[4][i] = out->cumulative_1[2][i];
        out->cumulative_2[5][i] =
            paramod_i_unless_infinite(s[i] * (1.0 + s[i]) * H, H);
    }
}

void paramod_i_kernel_weibull(int order, const paramod_i_times *times,
                              paramod_i_hazards *hazards)
{
    double gamma[PARAMOD_I_BLOCK], s[PARAMOD_I_BLOCK];

    weibull_values(times->count, times->log_time, times->eta, gamma, s, hazards);
    if (order > 0)
        weibull_gradients(times->count, gamma, s, hazards);
    if (order > 1)
        weibull_hessians(times->count, gamma, s, hazards);
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
