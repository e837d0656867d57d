/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sum_impl.h  Compensated sums, in index order. */

#ifndef PARAMOD_CORE_SUM_IMPL_H
#define PARAMOD_CORE_SUM_IMPL_H

#include <math.h>
#include <stddef.h>

/** A running sum with Neumaier's compensation (1974): the value is
 *  sum + carry, with an error of about eps |sum| + n eps^2 sum |x_i|. */
typedef struct paramod_i_sum {
    double sum;
    double carry;
} paramod_i_sum;

/** Adds one term.  Infinities and NaN end up in the value as usual. */
static inline void paramod_i_sum_add(paramod_i_sum *s, double x)
{
    const double total = s->sum + x;

    if (fabs(s->sum) >= fabs(x))
        s->carry += (s->sum - total) + x;
    else
        s->carry += (x - total) + s->sum;
    s->sum = total;
}

/** The value; an infinite sum has no finite carry, so that is left out. */
static inline double paramod_i_sum_value(const paramod_i_sum *s)
{
    return isfinite(s->sum) ? s->sum + s->carry : s->sum;
}

/** Sum of count numbers. */
double paramod_i_sum_of(size_t count, const double *x);

#endif /* PARAMOD_CORE_SUM_IMPL_H */
