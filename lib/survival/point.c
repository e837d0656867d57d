/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * log h and H of one time from natural parameters.  The formulas are those of
 * the kernels, in twofold numbers: exponents reach 700 there, and a relative
 * error of 2^-53 of such an exponent would be one of 1e-13 of the power.
 */

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "core/special_impl.h"
#include "core/twofold_impl.h"
#include "survival/point_impl.h"

typedef paramod_i_twofold twofold;

static twofold of(double x)
{
    return paramod_i_twofold_of(x);
}

static twofold add(twofold x, twofold y)
{
    return paramod_i_twofold_add(x, y);
}

static twofold subtract(twofold x, twofold y)
{
    return paramod_i_twofold_add(x, paramod_i_twofold_negate(y));
}

static twofold multiply(twofold x, twofold y)
{
    return paramod_i_twofold_multiply(x, y);
}

static twofold log_of(double x)
{
    return paramod_i_twofold_log(of(x));
}

/* log(1 + e^v); beyond 80 the rest is below 2^-115. */
static twofold softplus(twofold v)
{
    return v.high > 80.0 ? v
         : paramod_i_twofold_log1p(paramod_i_twofold_exp(v));
}

/* s = gamma log(phi t) */
static twofold standardised(double t, double phi, double gamma)
{
    return multiply(of(gamma), paramod_i_twofold_log_product(phi, t));
}

static double rounded_exp(twofold x)
{
    return paramod_i_twofold_round(paramod_i_twofold_exp(x));
}

static double bounded(twofold log_hazard)
{
    const double rounded = paramod_i_twofold_round(log_hazard);

    return rounded > DBL_MAX ? DBL_MAX : rounded;
}

/* log lambda + log gamma + s - log t */
static twofold weibull_log_hazard(double t, double lambda, double gamma, twofold s)
{
    return subtract(add(add(log_of(lambda), log_of(gamma)), s), log_of(t));
}

/* ---- powers ---------------------------------------------------------------- */

void paramod_i_point_exponential(double t, const double *theta,
                                 double *log_hazard, double *cumulative)
{
    *log_hazard = log(theta[0]);
    *cumulative = theta[0] * t;
}

void paramod_i_point_rayleigh(double t, const double *theta, double *log_hazard,
                              double *cumulative)
{
    const twofold product = paramod_i_twofold_log_product(theta[0], t);

    *log_hazard = paramod_i_twofold_round(
        add(log_of(2.0), add(product, log_of(theta[0]))));
    *cumulative = rounded_exp(add(product, product));
}

void paramod_i_point_weibull(double t, const double *theta, double *log_hazard,
                             double *cumulative)
{
    const twofold s = standardised(t, theta[0], theta[2]);

    *log_hazard = bounded(weibull_log_hazard(t, theta[1], theta[2], s));
    *cumulative = rounded_exp(add(log_of(theta[1]), s));
}

/* ---- lambda (m / kappa) [(1 + z/m)^kappa - 1] --------------------------------- */

/* +-lambda expm1(+-z), the limits kappa = +-inf */
static void limit(double sign, twofold s, double lambda, twofold base,
                  double *log_hazard, double *cumulative)
{
    const twofold z = multiply(of(sign), paramod_i_twofold_exp(s));

    *log_hazard = isinf(z.high) ? copysign(DBL_MAX, sign) : bounded(add(base, z));
    if (fabs(z.high) < 1e-35) /* z may have lost digits or underflowed */
        *cumulative = rounded_exp(add(log_of(lambda), s));
    else if (z.high > 1.0)
        *cumulative = rounded_exp(add(z, add(log_of(lambda), paramod_i_twofold_log1p(
            paramod_i_twofold_negate(paramod_i_twofold_exp(
                paramod_i_twofold_negate(z)))))));
    else
        *cumulative = paramod_i_twofold_round(
            multiply(of(sign * lambda), paramod_i_twofold_expm1(z)));
}

static double power_cumulative(twofold s, double lambda, double kappa, twofold m,
                               twofold u, twofold L)
{
    const twofold x = multiply(of(kappa), L);
    twofold G;

    if ((1.0 + fabs(kappa)) * u.high < 1e-20) /* G = z (1 + (kappa-1) u/2 ..) */
        return rounded_exp(add(log_of(lambda), s));
    if (x.high > 100.0)
        return rounded_exp(subtract(add(x, add(log_of(lambda), paramod_i_twofold_log(m))),
                                    log_of(kappa)));
    if (kappa == 0.0 || fabs(x.high) < 1e-30)
        G = L;
    else
        G = paramod_i_twofold_divide(paramod_i_twofold_expm1(x), of(kappa));
    return paramod_i_twofold_round(multiply(of(lambda), multiply(m, G)));
}

static void power_family(double t, const double *theta, twofold m,
                         double *log_hazard, double *cumulative)
{
    const double lambda = theta[1], kappa = theta[3];
    const twofold s = standardised(t, theta[0], theta[2]);
    const twofold base = weibull_log_hazard(t, lambda, theta[2], s);
    twofold w, L;

    if (fabs(kappa) > 1e40) {
        limit(copysign(1.0, kappa), s, lambda, base, log_hazard, cumulative);
        return;
    }
    w = subtract(s, paramod_i_twofold_log(m));
    L = softplus(w);
    *log_hazard = bounded(add(base, multiply(add(of(kappa), of(-1.0)), L)));
    *cumulative = power_cumulative(s, lambda, kappa, m, paramod_i_twofold_exp(w), L);
}

void paramod_i_point_apgw(double t, const double *theta, double *log_hazard,
                          double *cumulative)
{
    power_family(t, theta, add(of(theta[3]), of(1.0)), log_hazard, cumulative);
}

/* m = sqrt(1 + kappa^2) by one Newton step from the double-precision root. */
void paramod_i_point_pgwx(double t, const double *theta, double *log_hazard,
                          double *cumulative)
{
    const double kappa = theta[3];
    const double root = fabs(kappa) > 1e40 ? 1.0 : hypot(1.0, kappa);
    const twofold rest = subtract(add(of(1.0), multiply(of(kappa), of(kappa))),
                                  multiply(of(root), of(root)));
    const twofold m = fabs(kappa) > 1e40 ? of(1.0)
                    : add(of(root), of(rest.high / (2.0 * root)));

    power_family(t, theta, m, log_hazard, cumulative);
}

/* ---- log-logistic, Burr XII, power generalised Weibull ------------------------- */

void paramod_i_point_loglogistic(double t, const double *theta,
                                 double *log_hazard, double *cumulative)
{
    const twofold v = add(log_of(theta[1]), standardised(t, theta[0], theta[2]));
    const twofold H = softplus(v);

    *log_hazard = bounded(subtract(subtract(add(log_of(theta[2]), v), log_of(t)), H));
    *cumulative = paramod_i_twofold_round(H);
}

void paramod_i_point_burr(double t, const double *theta, double *log_hazard,
                          double *cumulative)
{
    const double lambda = theta[0], gamma = theta[1], rho = theta[2];
    const twofold s = standardised(t, 1.0, gamma);
    const twofold v = add(s, paramod_i_twofold_log_product(lambda, rho));
    const twofold L = softplus(v);

    *log_hazard = bounded(subtract(weibull_log_hazard(t, lambda, gamma, s), L));
    *cumulative = v.high < -80.0 ? rounded_exp(add(log_of(lambda), s))
                : paramod_i_twofold_round(paramod_i_twofold_divide(L, of(rho)));
}

void paramod_i_point_pgw(double t, const double *theta, double *log_hazard,
                         double *cumulative)
{
    const double lambda = theta[0], gamma = theta[1], rho = theta[2];
    const twofold s = standardised(t, 1.0, gamma), L = softplus(s);
    const twofold x = multiply(of(rho), L);
    const twofold base = add(weibull_log_hazard(t, lambda, gamma, s), log_of(rho));

    *log_hazard = bounded(add(base, multiply(add(of(rho), of(-1.0)), L)));
    if (s.high < -80.0 && fabs(x.high) < 1e-30)
        *cumulative = rounded_exp(add(s, paramod_i_twofold_log_product(lambda, rho)));
    else if (x.high > 100.0)
        *cumulative = rounded_exp(add(x, log_of(lambda)));
    else
        *cumulative = paramod_i_twofold_round(
            multiply(of(lambda), paramod_i_twofold_expm1(x)));
}

/* ---- Gompertz ------------------------------------------------------------------- */

void paramod_i_point_gompertz(double t, const double *theta, double *log_hazard,
                              double *cumulative)
{
    const double rate = theta[0], shape = theta[1];
    const twofold x = multiply(of(shape), of(t));

    *log_hazard = isinf(x.high) ? copysign(DBL_MAX, shape)
                                : bounded(add(log_of(rate), x));
    if (fabs(x.high) < 1e-30)
        *cumulative = rate * t;
    else if (x.high > 100.0)
        *cumulative = rounded_exp(add(x, subtract(log_of(rate), log_of(shape))));
    else
        *cumulative = paramod_i_twofold_round(paramod_i_twofold_divide(
            multiply(of(rate), paramod_i_twofold_expm1(x)), of(shape)));
}

/* ---- laws of (x - mu) / sigma ----------------------------------------------------- */

static twofold deviate(twofold x, const double *theta)
{
    return paramod_i_twofold_divide(subtract(x, of(theta[0])), of(theta[1]));
}

/* What w.high has lost of w enters to first order. */
static void normal_law(twofold w, twofold base, double *log_hazard,
                       double *cumulative)
{
    const paramod_i_normal_tail tail = paramod_i_normal(w.high);

    *log_hazard = paramod_i_twofold_round(
        add(base, add(of(tail.log_hazard), of(tail.excess * w.low))));
    *cumulative = tail.cumulative + exp(tail.log_hazard) * w.low;
}

void paramod_i_point_lognormal(double t, const double *theta, double *log_hazard,
                               double *cumulative)
{
    const twofold x = log_of(t);

    normal_law(deviate(x, theta),
               paramod_i_twofold_negate(add(x, log_of(theta[1]))), log_hazard,
               cumulative);
}

void paramod_i_point_normal(double t, const double *theta, double *log_hazard,
                            double *cumulative)
{
    normal_law(deviate(of(t), theta), paramod_i_twofold_negate(log_of(theta[1])),
               log_hazard, cumulative);
}

void paramod_i_point_logistic(double t, const double *theta, double *log_hazard,
                              double *cumulative)
{
    const twofold w = deviate(of(t), theta);

    *log_hazard = paramod_i_twofold_round(paramod_i_twofold_negate(
        add(log_of(theta[1]), softplus(paramod_i_twofold_negate(w)))));
    *cumulative = paramod_i_twofold_round(softplus(w));
}
