/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Derivatives of the Laplace transforms of gamma and inverse-Gaussian frailty,
 * in forms that stay accurate as the variance theta goes to 0. */

#include <math.h>

#include "survival/frailty_impl.h"

/* Derivatives by theta, from which those by log theta follow. */
typedef struct by_theta {
    double value, x, v, xx, xv, vv;
} by_theta;

static paramod_i_laplace by_log(const by_theta *a, double theta)
{
    return (paramod_i_laplace){ .value = a->value, .x = a->x, .xx = a->xx,
                                .t = theta * a->v, .xt = theta * a->xv,
                                .tt = theta * (a->v + theta * a->vv) };
}

/* r = log1p(y) / y with two derivatives.  The closed forms lose y^-2 eps, so
 * below 0.25 the series sum (-y)^k / (k + 1) is used: 30 terms leave less than
 * 0.25^30 < 1e-18. */
static void log1p_ratio(double y, double r[3])
{
    if (y < 0.25) {
        r[0] = r[1] = r[2] = 0.0;
        for (int k = 32; k >= 0; k--) {
            const double c = (k % 2 == 0 ? 1.0 : -1.0) / (k + 1.0);

            r[2] = r[2] * y + 2.0 * r[1];
            r[1] = r[1] * y + r[0];
            r[0] = r[0] * y + c;
        }
        /* Horner with derivatives: the second sum came out doubled already */
        return;
    }
    r[0] = log1p(y) / y;
    r[1] = (1.0 / (1.0 + y) - r[0]) / y;
    r[2] = (-1.0 / ((1.0 + y) * (1.0 + y)) - 2.0 * r[1]) / y;
}

/*
 * Gamma: L = (1 + theta x)^(-1/theta), so
 * A = sum_{k<d} log(1 + k theta) - x r(theta x) - d log(1 + theta x).
 */
static by_theta gamma_frailty(double x, size_t d, double theta)
{
    const double y = theta * x, s = 1.0 / (1.0 + y), events = (double)d;
    double r[3];
    by_theta a;

    log1p_ratio(y, r);
    a.value = -x * r[0] - events * log1p(y);
    a.x = -(1.0 + events * theta) * s;
    a.xx = theta * (1.0 + events * theta) * s * s;
    a.v = -x * (x * r[1]) - events * x * s;
    a.vv = -x * (x * (x * r[2])) + events * (x * s) * (x * s);
    a.xv = (x - events) * s * s;
    for (size_t k = 1; k < d; k++) {
        const double ratio = (double)k / (1.0 + (double)k * theta);

        a.value += log1p((double)k * theta);
        a.v += ratio;
        a.vv -= ratio * ratio;
    }
    return a;
}

/* log Q_d(q) = log(K_{d-1/2}(1/q) / K_{1/2}(1/q)) with two derivatives, by
 * Q_{k+1} = Q_{k-1} + (2k - 1) q Q_k (Abramowitz and Stegun 9.6.26), whose terms
 * are all positive; rescaled so that nothing overflows. */
static void bessel_ratio(size_t d, double q, double psi[3])
{
    double q0[3] = { 1.0, 0.0, 0.0 }, q1[3] = { 1.0, 0.0, 0.0 };
    double log_scale = 0.0;

    for (size_t k = 1; k < d; k++) {
        const double c = 2.0 * (double)k - 1.0;
        const double q2[3] = { q0[0] + c * q * q1[0],
                               q0[1] + c * (q1[0] + q * q1[1]),
                               q0[2] + c * (2.0 * q1[1] + q * q1[2]) };
        const double down = q2[0] > 0x1p500 ? 0x1p-500 : 1.0;

        log_scale -= log(down);
        for (int i = 0; i < 3; i++) {
            q0[i] = q1[i] * down;
            q1[i] = q2[i] * down;
        }
    }
    psi[0] = log(q1[0]) + log_scale;
    psi[1] = q1[1] / q1[0];
    psi[2] = q1[2] / q1[0] - psi[1] * psi[1];
}

/*
 * Inverse Gaussian: L = exp((1 - r) / theta) with r = sqrt(1 + 2 theta x), so
 * A = -2 x / (1 + r) - d log r + log Q_d(theta / r).
 */
static by_theta inverse_gaussian(double x, size_t d, double theta)
{
    const double r = sqrt(1.0 + 2.0 * theta * x), s = 1.0 / r, s2 = s * s;
    const double s3 = s2 * s, s5 = s3 * s2, u = x / (1.0 + r), e = (double)d;
    const double q_x = -theta * theta * s3, q_v = (1.0 + theta * x) * s3;
    const double q_xx = 3.0 * theta * theta * theta * s5;
    const double q_vv = -x * (2.0 + theta * x) * s5;
    const double q_xv = -theta * (2.0 + theta * x) * s5;
    double psi[3];
    by_theta a;

    bessel_ratio(d, theta * s, psi);
    a.value = -2.0 * u - e * log(r) + psi[0];
    a.x = -s - e * theta * s2 + psi[1] * q_x;
    a.v = 2.0 * u * u * s - e * x * s2 + psi[1] * q_v;
    a.xx = theta * s3 + 2.0 * e * theta * theta * s2 * s2 + psi[1] * q_xx +
           psi[2] * q_x * q_x;
    a.xv = x * s3 - e * s2 * s2 + psi[1] * q_xv + psi[2] * q_x * q_v;
    a.vv = -2.0 * u * u * u * (1.0 + 3.0 * r) * s3 + 2.0 * e * (x * s2) * (x * s2) +
           psi[1] * q_vv + psi[2] * q_v * q_v;
    return a;
}

paramod_i_laplace paramod_i_frailty_laplace(paramod_frailty frailty, double x,
                                            size_t d, double theta)
{
    const by_theta a = frailty == PARAMOD_FRAILTY_GAMMA
                           ? gamma_frailty(x, d, theta)
                           : inverse_gaussian(x, d, theta);

    return by_log(&a, theta);
}
