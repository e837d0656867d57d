/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/twofold_impl.h"

typedef paramod_i_twofold twofold;

/* log 2 as 42 bits, whose products with exponents are exact, and the rest. */
static const double LN2_HEAD = 0x1.62e42fefa38p-1;
static const double LN2_TAIL = 0x1.ef35793c7673p-45;
static const double LN2_REST = 0x1.f97b57a079a19p-103;

/* x + y exactly, for |x| >= |y| (or x = 0). */
static twofold ordered_sum(double x, double y)
{
    const double sum = x + y;

    return (twofold){ sum, y - (sum - x) };
}

/* x + y exactly (Knuth). */
static twofold exact_sum(double x, double y)
{
    const double sum = x + y, back = sum - x;

    return (twofold){ sum, (x - (sum - back)) + (y - back) };
}

/* x y exactly, unless its low part underflows */
static twofold exact_product(double x, double y)
{
    const double product = x * y;

    return (twofold){ product, isinf(product) ? 0.0 : fma(x, y, -product) };
}

twofold paramod_i_twofold_negate(twofold x)
{
    return (twofold){ -x.high, -x.low };
}

twofold paramod_i_twofold_add(twofold x, twofold y)
{
    const twofold high = exact_sum(x.high, y.high);
    const twofold low = exact_sum(x.low, y.low);
    twofold sum;

    if (isinf(high.high))
        return paramod_i_twofold_of(high.high);
    sum = ordered_sum(high.high, high.low + low.high);
    return ordered_sum(sum.high, sum.low + low.low);
}

twofold paramod_i_twofold_multiply(twofold x, twofold y)
{
    const twofold high = exact_product(x.high, y.high);

    if (isinf(high.high) || high.high == 0.0)
        return paramod_i_twofold_of(high.high);
    return ordered_sum(high.high, high.low + (x.high * y.low + x.low * y.high));
}

twofold paramod_i_twofold_divide(twofold x, twofold y)
{
    const double first = x.high / y.high;
    twofold rest;

    if (isinf(first) || first == 0.0)
        return paramod_i_twofold_of(first);
    rest = paramod_i_twofold_multiply(y, paramod_i_twofold_of(-first));
    rest = paramod_i_twofold_add(x, rest);
    return ordered_sum(first, (rest.high + rest.low) / y.high);
}

/* x 2^n */
static twofold scaled(twofold x, int n)
{
    return (twofold){ ldexp(x.high, n), ldexp(x.low, n) };
}

/* k log 2, to 2^-105 of log 2 */
static twofold multiple_of_ln2(double k)
{
    const twofold tail = exact_product(k, LN2_TAIL);
    const twofold sum = ordered_sum(k * LN2_HEAD, tail.high);

    return k == 0.0 ? paramod_i_twofold_of(0.0)
                    : ordered_sum(sum.high, sum.low + (tail.low + k * LN2_REST));
}

/* e^r - 1 for |r| <= 0.35: the series of r / 64 up to the ninth power leaves
 * (r/64)^9 / 10! < 2^-89 of it; then six times (1 + y)^2 - 1 = y (2 + y). */
static twofold expm1_reduced(twofold r)
{
    const twofold x = scaled(r, -6);
    twofold y = paramod_i_twofold_of(1.0);

    for (int j = 10; j >= 2; j--) {
        y = paramod_i_twofold_multiply(y, x);
        y = paramod_i_twofold_divide(y, paramod_i_twofold_of(j));
        y = paramod_i_twofold_add(paramod_i_twofold_of(1.0), y);
    }
    y = paramod_i_twofold_multiply(y, x);
    for (int i = 0; i < 6; i++)
        y = paramod_i_twofold_multiply(
            y, paramod_i_twofold_add(paramod_i_twofold_of(2.0), y));
    return y;
}

twofold paramod_i_twofold_exp(twofold x)
{
    const double k = nearbyint(x.high * 1.44269504088896340736);
    twofold r;

    if (!(x.high < 720.0))
        return paramod_i_twofold_of(isnan(x.high) ? NAN : INFINITY);
    if (x.high < -760.0)
        return paramod_i_twofold_of(0.0);
    r = paramod_i_twofold_add(x, paramod_i_twofold_negate(multiple_of_ln2(k)));
    return scaled(paramod_i_twofold_add(paramod_i_twofold_of(1.0),
                                        expm1_reduced(r)), (int)k);
}

twofold paramod_i_twofold_expm1(twofold x)
{
    if (fabs(x.high) <= 0.34)
        return expm1_reduced(x);
    return paramod_i_twofold_add(paramod_i_twofold_exp(x),
                                 paramod_i_twofold_of(-1.0));
}

/* One Newton step from the double-precision value y: with e = e^-y - 1,
 * (1 + x) e^-y - 1 = x + e + x e =: d, and log1p(x) = y + d + O(d^2), where
 * d is of the size of the rounding error of y. */
twofold paramod_i_twofold_log1p(twofold x)
{
    const double y = log1p(x.high);
    twofold e, d;

    if (!(fabs(x.high) < 0.5))
        return paramod_i_twofold_log(
            paramod_i_twofold_add(paramod_i_twofold_of(1.0), x));
    e = paramod_i_twofold_expm1(paramod_i_twofold_of(-y));
    d = paramod_i_twofold_add(x, e);
    d = paramod_i_twofold_add(d, paramod_i_twofold_multiply(x, e));
    return ordered_sum(y, d.high + d.low);
}

/* x = m 2^k with m between 0.7 and 1.42 */
twofold paramod_i_twofold_log(twofold x)
{
    int k;

    if (isinf(x.high))
        return paramod_i_twofold_of(INFINITY);
    if (frexp(x.high, &k) < 0.7071)
        k--;
    return paramod_i_twofold_add(
        multiple_of_ln2(k),
        paramod_i_twofold_log1p(paramod_i_twofold_add(
            scaled(x, -k), paramod_i_twofold_of(-1.0))));
}

twofold paramod_i_twofold_log_product(double x, double y)
{
    int i, j;
    const double m = frexp(x, &i), n = frexp(y, &j);
    const twofold product = exact_product(m, n);

    return paramod_i_twofold_add(multiple_of_ln2(i + j),
                                 paramod_i_twofold_log(product));
}
