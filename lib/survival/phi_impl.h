/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file phi_impl.h  phi_2(y) = (exp(y) - 1 - y) / y^2, for kernels.
 *
 * The functions take y and e = exp(y), and the derivatives of lower order.
 */

#ifndef PARAMOD_SURVIVAL_PHI_IMPL_H
#define PARAMOD_SURVIVAL_PHI_IMPL_H

#include "survival/kernel_impl.h"

/* phi_2 and its derivatives by their power series, sum y^k / (k + 2)! times 1,
 * (k+1) / (k+3), (k+1) (k+2) / ((k+3) (k+4)), for |y| <= 1, where the first
 * term left out is below 2^-53 of the sum; elsewhere from
 * phi_1(y) = (exp(y) - 1) / y by y phi_2 = phi_1 - 1 and its derivatives, in
 * which the differences lose a digit at most.  Both are computed. */
PARAMOD_I_INLINE double paramod_i_phi_2(double y, double e)
{
    static const double c[] = {
        1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040,
        1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800,
        1.0 / 479001600, 1.0 / 6227020800, 1.0 / 87178291200,
        1.0 / 1307674368000, 1.0 / 20922789888000, 1.0 / 355687428096000
    };
    const double near = fabs(y) < 1.0 ? y : 1.0;
    double sum = c[15];

    for (int k = 14; k >= 0; k--)
        sum = sum * near + c[k];
    return fabs(y) < 1.0 ? sum : ((e - 1.0) / y - 1.0) / y;
}

PARAMOD_I_INLINE double paramod_i_phi_2_prime(double y, double e, double phi)
{
    static const double c[] = {
        1.0 / 6, 2.0 / 24, 3.0 / 120, 4.0 / 720, 5.0 / 5040, 6.0 / 40320,
        7.0 / 362880, 8.0 / 3628800, 9.0 / 39916800, 10.0 / 479001600,
        11.0 / 6227020800, 12.0 / 87178291200, 13.0 / 1307674368000,
        14.0 / 20922789888000, 15.0 / 355687428096000,
        16.0 / 6402373705728000
    };
    const double near = fabs(y) < 1.0 ? y : 1.0;
    double sum = c[15];

    for (int k = 14; k >= 0; k--)
        sum = sum * near + c[k];
    return fabs(y) < 1.0 ? sum : ((e - 1.0) / y - 2.0 * phi) / y;
}

PARAMOD_I_INLINE double paramod_i_phi_2_second(double y, double e, double phi, double phi_1)
{
    static const double c[] = {
        2.0 / 24, 6.0 / 120, 12.0 / 720, 20.0 / 5040, 30.0 / 40320,
        42.0 / 362880, 56.0 / 3628800, 72.0 / 39916800, 90.0 / 479001600,
        110.0 / 6227020800, 132.0 / 87178291200, 156.0 / 1307674368000,
        182.0 / 20922789888000, 210.0 / 355687428096000,
        240.0 / 6402373705728000, 272.0 / 121645100408832000
    };
    const double near = fabs(y) < 1.0 ? y : 1.0;
    double sum = c[15];

    /* y phi_2'' = phi_1'' - 2 phi_2', y phi_1'' = exp(y) - 2 phi_1',
     * phi_1' = phi_2 + y phi_2' */
    for (int k = 14; k >= 0; k--)
        sum = sum * near + c[k];
    return fabs(y) < 1.0 ? sum
                         : ((e - 2.0 * (phi + y * phi_1)) / y - 2.0 * phi_1) / y;
}

#endif /* PARAMOD_SURVIVAL_PHI_IMPL_H */
