/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/sum_impl.h"

double paramod_i_sum_of(size_t count, const double *x)
{
    paramod_i_sum s = { 0.0, 0.0 };

    for (size_t i = 0; i < count; i++)
        paramod_i_sum_add(&s, x[i]);
    return paramod_i_sum_value(&s);
}
