/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file twofold_impl.h  Numbers as unevaluated sums of two doubles.
 *
 * A double has no room for both the size and the digits of an exponent: the
 * logarithm of 1e300 alone is rounded by 6e-14, which is what the relative
 * error of its exponential then is.  These functions keep exponents to about
 * 2^-95 of their value (2^-80 after exp and log), so that a result rounded to
 * a double is right to the last digits.  Finite arguments only, within the
 * limits that each function states.
 *
 * T. J. Dekker, "A floating-point technique for extending the available
 * precision", Numer. Math. 18 (1971) 224-242.
 */

#ifndef PARAMOD_CORE_TWOFOLD_IMPL_H
#define PARAMOD_CORE_TWOFOLD_IMPL_H

#include <math.h>

/** The number high + low, |low| <= ulp(high) / 2. */
typedef struct paramod_i_twofold {
    double high;
    double low;
} paramod_i_twofold;

static inline paramod_i_twofold paramod_i_twofold_of(double x)
{
    return (paramod_i_twofold){ x, 0.0 };
}

static inline double paramod_i_twofold_round(paramod_i_twofold x)
{
    return x.high + x.low;
}

paramod_i_twofold paramod_i_twofold_add(paramod_i_twofold x, paramod_i_twofold y);
paramod_i_twofold paramod_i_twofold_multiply(paramod_i_twofold x,
                                             paramod_i_twofold y);
paramod_i_twofold paramod_i_twofold_divide(paramod_i_twofold x,
                                           paramod_i_twofold y);
paramod_i_twofold paramod_i_twofold_negate(paramod_i_twofold x);

/** e^x; inf and 0 where that overflows and underflows. */
paramod_i_twofold paramod_i_twofold_exp(paramod_i_twofold x);
/** e^x - 1, relatively accurate however small x is. */
paramod_i_twofold paramod_i_twofold_expm1(paramod_i_twofold x);
/** log x for finite x > 0. */
paramod_i_twofold paramod_i_twofold_log(paramod_i_twofold x);
/** log(1 + x) for x > -1, relatively accurate however small x is. */
paramod_i_twofold paramod_i_twofold_log1p(paramod_i_twofold x);
/** log(x y) for finite x, y > 0, even where x y overflows; relatively accurate
 *  near x y = 1. */
paramod_i_twofold paramod_i_twofold_log_product(double x, double y);

#endif /* PARAMOD_CORE_TWOFOLD_IMPL_H */
