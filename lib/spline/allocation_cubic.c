/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Not-a-knot cubics for the tests of allocation: no object is made, and the
 * memory serves all passes. */

#include <math.h>

#include "core/memory_impl.h"
#include "spline/allocation_impl.h"
#include "spline/cubic_impl.h"

bool paramod_i_cubic_reserve(paramod_i_cubic *s, size_t count)
{
    paramod_i_cubic t = { .capacity = count };
    const paramod_i_part parts[] = {
        { &t.y, count, 1 }, { &t.b, count, 1 }, { &t.c, count, 1 },
        { &t.d, count, 1 }, { &t.work, count, 4 },
    };

    if (count <= s->capacity)
        return true;
    t.block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (t.block == NULL)
        return false;
    paramod_i_free(s->block);
    *s = t;
    return true;
}

void paramod_i_cubic_release(paramod_i_cubic *s)
{
    paramod_i_free(s->block);
    *s = (paramod_i_cubic) { 0 };
}

/* A power of two near the largest |y|, so that no coefficient overflows. */
static double unit_of(size_t count, const double *y)
{
    double most = 0.0;
    int exponent = 0;

    for (size_t i = 0; i < count; i++)
        most = fmax(most, fabs(y[i]));
    (void)frexp(most, &exponent);
    return most > 0.0 ? ldexp(1.0, exponent - 1) : 1.0;
}

void paramod_i_cubic_solve(paramod_i_cubic *s, size_t count, const double *x,
                           const double *end)
{
    const size_t n = count - 1;
    double *h = s->work, *slope = h + count;
    const paramod_i_points points = { n, h, s->y, slope };

    s->count = count;
    s->x = x;
    s->unit = unit_of(count, s->y);
    for (size_t i = 0; i < count; i++)
        s->y[i] /= s->unit;
    for (size_t i = 0; i < n; i++) {
        h[i] = x[i + 1] - x[i];
        slope[i] = (s->y[i + 1] - s->y[i]) / h[i];
    }
    if (end != NULL) {
        const double scaled[2] = { end[0] / s->unit, end[1] / s->unit };

        paramod_i_cubic_clamped(&points, scaled, s->c, slope + count);
    } else {
        paramod_i_cubic_not_a_knot(&points, s->c, slope + count);
    }
    for (size_t i = 0; i < n; i++) {
        s->b[i] = slope[i] - h[i] * (s->c[i + 1] + 2.0 * s->c[i]) / 3.0;
        s->d[i] = (s->c[i + 1] - s->c[i]) / (3.0 * h[i]);
    }
}

double paramod_i_cubic_value(const paramod_i_cubic *s, size_t i, double x)
{
    const double t = x - s->x[i];

    return s->unit * (s->y[i] + t * (s->b[i] + t * (s->c[i] + t * s->d[i])));
}

double paramod_i_cubic_integral(const paramod_i_cubic *s, size_t i)
{
    const double h = s->x[i + 1] - s->x[i];

    return s->unit * (h * (s->y[i] + h * (0.5 * s->b[i]
                           + h * (s->c[i] / 3.0 + 0.25 * h * s->d[i]))));
}
