/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "core/gsl_guard_impl.h"
#include "infer/chi_squared_impl.h"

double paramod_i_chi_squared_tail(double x, double degrees)
{
    double tail;

    if (isnan(x))
        return x;
    if (x <= 0.0)
        return 1.0;
    if (degrees == 1.0)
        return erfc(sqrt(0.5 * x));
    if (degrees == 2.0)
        return exp(-0.5 * x);
    /* Underflow raises in GSL; the value it then gives, 0, is right. */
    paramod_i_gsl_enter();
    tail = gsl_cdf_chisq_Q(x, degrees);
    paramod_i_gsl_leave();
    return tail;
}

/* The square of a normal quantile; from the upper tail, so that levels near 1
 * lose no digits beyond those of 1 - level, which is exact above 1/2. */
double paramod_i_chi_squared_quantile(double level)
{
    const double z = level >= 0.5 ? gsl_cdf_ugaussian_Qinv(0.5 * (1.0 - level))
                                  : gsl_cdf_ugaussian_Pinv(0.5 + 0.5 * level);

    return z * z;
}
