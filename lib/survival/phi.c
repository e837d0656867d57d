/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "survival/phi_impl.h"

/* phi_2 and its first two derivatives.  For |y| < 1 by power series, the
 * k-th terms y^k / (k + 2)! times 1, (k+1)/(k+3), (k+1)(k+2)/((k+3)(k+4));
 * elsewhere from phi_1(y) = (exp(y) - 1) / y by y phi_2 = phi_1 - 1 and its
 * derivatives, in which differences lose a digit at most. */
static void phi_series(double y, double phi[3])
{
    double term = 0.5, sum[3] = { 0.0, 0.0, 0.0 };

    for (int k = 0; k < 18; k++) {
        const double s = (k + 1.0) / (k + 3.0);

        sum[0] += term;
        sum[1] += term * s;
        sum[2] += term * s * (k + 2.0) / (k + 4.0);
        term *= y / (k + 3.0);
    }
    phi[0] = sum[0];
    phi[1] = sum[1];
    phi[2] = sum[2];
}

void paramod_i_phi_2(double y, double phi[3])
{
    double e, p, p_1, p_2;

    if (fabs(y) < 1.0) {
        phi_series(y, phi);
        return;
    }
    e = exp(y);
    p = expm1(y) / y;        /* phi_1 and its derivatives */
    p_1 = (e - p) / y;
    p_2 = (e - 2.0 * p_1) / y;
    phi[0] = (p - 1.0) / y;
    phi[1] = (p_1 - phi[0]) / y;
    phi[2] = (p_2 - 2.0 * phi[1]) / y;
}
