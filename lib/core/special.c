/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/special_impl.h"

static const double HALF_LOG_2_PI = 0.91893853320467274178;
static const double ROOT_HALF = 0.70710678118654752440;
static const double ROOT_HALF_REST = -4.8336466567264565e-17; /* 1/sqrt(2) - that */
static const double TWO_OVER_ROOT_PI = 1.12837916709551257390;

/* erfc(x / sqrt 2) / 2; the rounding error of the product is carried over to
 * first order, as it would cost x^2 ulp. */
static double lower_tail(double x)
{
    const double y = x * ROOT_HALF;
    const double rest = fma(x, ROOT_HALF, -y) + x * ROOT_HALF_REST;

    return 0.5 * (erfc(y) - TWO_OVER_ROOT_PI * exp(-y * y) * rest);
}

/*
 * Laplace's continued fraction h(w) = w + 1/(w + 2/(w + 3/(w + ...))).  With
 * the tails e1 = h - w = 1/(w + e2) and e2 = 2/(w + e3), h (h - w) - 1 =
 * e1 (w + e1) - e1 (w + e2) = e1 (e1 - e2), which does not cancel: e2 ~ 2 e1.
 * From w = 4 on 60 terms leave a relative error below 2^-53 (measured).
 */
static void continued_fraction(double w, double *e1, double *e2)
{
    double tail = 0.0;

    for (int j = 60; j >= 2; j--)
        tail = j / (w + tail);
    *e2 = tail;
    *e1 = 1.0 / (w + tail);
}

paramod_i_normal_tail paramod_i_normal(double w)
{
    const double log_density = -0.5 * w * w - HALF_LOG_2_PI;
    paramod_i_normal_tail r;
    double hazard, e2;

    if (w >= 4.0) {
        continued_fraction(w, &r.excess, &e2);
        r.log_hazard = log(w + r.excess);
        r.cumulative = r.log_hazard - log_density;
        r.curvature = r.excess * (r.excess - e2);
        return r;
    }
    r.cumulative = w < 0.0 ? -log1p(-lower_tail(-w)) : -log(lower_tail(w));
    r.log_hazard = log_density + r.cumulative;
    hazard = exp(r.log_hazard);
    r.excess = hazard - w;
    r.curvature = hazard * r.excess - 1.0;
    return r;
}

/* Newton's iteration for log C(w) = log y, C = -log Q: the slope h / C is
 * positive and log C is concave, so from a point to the left of the solution
 * the steps overshoot at most once, and then come back from the right. */
double paramod_i_normal_inverse(double y)
{
    const double log_y = log(y);
    double w = y < 0.6931471805599453 ? -sqrt(fmin(fmax(-2.0 * log_y, 0.0), 1444.0))
                                      : sqrt(2.0 * y);

    for (int i = 0; i < 60; i++) {
        const paramod_i_normal_tail t = paramod_i_normal(w);
        const double step = (log_y - log(t.cumulative)) * t.cumulative *
                            exp(-t.log_hazard);

        w += fmin(fmax(step, -2.0), 2.0);
        if (fabs(step) <= 2e-16 * (1.0 + fabs(w)))
            break;
    }
    return w;
}
