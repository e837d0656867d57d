/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A Poisson mixture of central distributions,
 *
 *     P(X <= x) = sum_j e^-h h^j / j! F_(d + 2 j)(x),   h = noncentrality / 2,
 *
 * summed from its largest weight outwards, with F_(d+2) = F_d - t_d,
 * t_d = (x/2)^(d/2) e^(-x/2) / Gamma(d/2 + 1), upwards and downwards. */

#include <math.h>

#include "infer/chi_squared_impl.h"
#include "sem/noncentral_impl.h"

static double step_of(double x, double degrees)
{
    return exp(0.5 * degrees * log(0.5 * x) - 0.5 * x - lgamma(0.5 * degrees + 1.0));
}

double paramod_i_noncentral_cdf(double x, double degrees, double noncentrality)
{
    const double h = 0.5 * noncentrality, mode = floor(h);
    double weight, F, t, sum, w, f, s;

    if (!(x > 0.0))
        return 0.0;
    if (!(h > 0.0))
        return 1.0 - paramod_i_chi_squared_tail(x, degrees);
    weight = exp(-h + mode * log(h) - lgamma(mode + 1.0));
    F = 1.0 - paramod_i_chi_squared_tail(x, degrees + 2.0 * mode);
    t = step_of(x, degrees + 2.0 * mode);
    sum = weight * F;
    w = weight;
    f = F;
    s = t;
    for (double j = mode + 1.0; w > 1e-18 && f > 0.0; j += 1.0) { /* upwards */
        w *= h / j;
        f -= s;
        s *= x / (degrees + 2.0 * j);
        sum += w * fmax(f, 0.0);
    }
    w = weight;
    f = F;
    s = t;
    for (double j = mode; j > 0.0 && w > 1e-18; j -= 1.0) { /* downwards */
        w *= j / h;
        s *= (degrees + 2.0 * j) / x;
        f += s;
        sum += w * fmin(f, 1.0);
    }
    return sum;
}

/* P falls as the noncentrality rises; bisection in the end, secants before. */
double paramod_i_noncentral_root(double x, double degrees, double level)
{
    double low = 0.0, high = fmax(x, 1.0), f_low, f_high;

    f_low = paramod_i_noncentral_cdf(x, degrees, 0.0) - level;
    if (!(f_low > 0.0))
        return 0.0;
    for (;;) {
        f_high = paramod_i_noncentral_cdf(x, degrees, high) - level;
        if (!(f_high > 0.0))
            break;
        high *= 2.0;
    }
    for (int i = 0; i < 200 && high - low > 1e-14 * high; i++) {
        const double secant = low + (high - low) * f_low / (f_low - f_high);
        const double middle = i % 3 == 2 || !(secant > low && secant < high)
                              ? 0.5 * (low + high) : secant;
        const double f = paramod_i_noncentral_cdf(x, degrees, middle) - level;

        if (middle <= low || middle >= high)
            break;
        if (f > 0.0) {
            low = middle;
            f_low = f;
        } else {
            high = middle;
            f_high = f;
        }
    }
    return 0.5 * (low + high);
}

double paramod_i_chi_squared_upper(double tail, double degrees)
{
    double low = 0.0, high = degrees + 10.0;

    while (paramod_i_chi_squared_tail(high, degrees) > tail)
        high *= 2.0;
    for (int i = 0; i < 100 && high - low > 1e-15 * high; i++) {
        const double middle = 0.5 * (low + high);

        if (paramod_i_chi_squared_tail(middle, degrees) > tail)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}
