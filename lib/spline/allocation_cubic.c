/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The not-a-knot cubic of the reference program, in its arithmetic, because a
 * test that falls next to its threshold decides knots.
 *
 * With steps h_i, slopes s_i and n the last index, the second coefficients
 * c_2 .. c_{n-2} solve a tridiagonal system that is symmetric and positive
 * definite once the conditions of the ends are eliminated symmetrically: its
 * first diagonal entry is at least 1.5 h_1 + 2 h_2.  So L D L' needs no pivots.
 */

#include "core/memory_impl.h"
#include "spline/allocation_impl.h"

bool paramod_i_cubic_reserve(paramod_i_cubic *s, size_t count)
{
    double *y, *b, *c, *d, *diagonal, *off, *block;
    const paramod_i_part parts[] = {
        { &y, count, 1 }, { &b, count, 1 }, { &c, count, 1 },
        { &d, count, 1 }, { &diagonal, count, 1 }, { &off, count, 1 },
    };

    if (count <= s->capacity)
        return true;
    block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (block == NULL)
        return false;
    paramod_i_free(s->block);
    *s = (paramod_i_cubic) { .y = y, .b = b, .c = c, .d = d, .block = block,
                             .diagonal = diagonal, .off = off, .capacity = count };
    return true;
}

void paramod_i_cubic_release(paramod_i_cubic *s)
{
    paramod_i_free(s->block);
    *s = (paramod_i_cubic) { 0 };
}

/* What eliminating the condition of one end gives: the outer step h, the next
 * step g, and the change of slope between them. */
typedef struct border {
    double h, g, outer, inner;
} border;

static border eliminate(double h, double g, double change)
{
    border e = { .h = h, .g = g };

    e.outer = 3.0 * change / (h + 2.0 * g);
    e.inner = e.outer * g / (h + g);
    return e;
}

/* L D L' of the rows 2 .. last, and the solution in c. */
static void solve_rows(paramod_i_cubic *s, size_t last)
{
    for (size_t i = 2; i < last; i++) {
        const double e = s->off[i];

        s->off[i] = e / s->diagonal[i];
        s->diagonal[i + 1] -= s->off[i] * e;
    }
    for (size_t i = 3; i <= last; i++)
        s->c[i] -= s->c[i - 1] * s->off[i - 1];
    s->c[last] /= s->diagonal[last];
    for (size_t i = last; i-- > 2;)
        s->c[i] = s->c[i] / s->diagonal[i] - s->c[i + 1] * s->off[i];
}

static void set_rows(paramod_i_cubic *s, border left, border right)
{
    const size_t n = s->count - 1;
    const double *h = s->d, *slope = s->b;

    for (size_t i = 2; i <= n - 2; i++) {
        s->diagonal[i] = 2.0 * (h[i - 1] + h[i]);
        s->off[i] = h[i];
        s->c[i] = 3.0 * (slope[i] - slope[i - 1]);
    }
    s->diagonal[2] += (left.h - left.g) * left.g / (left.h + 2.0 * left.g);
    s->c[2] -= left.g * left.inner;
    s->diagonal[n - 2] += (right.h - right.g) * right.g / (right.h + 2.0 * right.g);
    s->c[n - 2] -= right.g * right.inner;
}

static void set_ends(paramod_i_cubic *s, border left, border right)
{
    const size_t n = s->count - 1;
    const double l = left.h + 2.0 * left.g, r = right.h + 2.0 * right.g;

    s->c[0] = left.outer - s->c[2] * (2.0 * left.h + left.g) / l;
    s->c[1] = left.inner - s->c[2] * (left.g - left.h) / l;
    s->c[n - 1] = right.inner - s->c[n - 2] * (right.g - right.h) / r;
    s->c[n] = right.outer - s->c[n - 2] * (right.g + 2.0 * right.h) / r;
}

void paramod_i_cubic_solve(paramod_i_cubic *s, size_t count, const double *x)
{
    const size_t n = count - 1;
    border left, right;

    s->count = count;
    s->x = x;
    for (size_t i = 0; i < n; i++) {
        s->d[i] = x[i + 1] - x[i];
        s->b[i] = (s->y[i + 1] - s->y[i]) / s->d[i];
    }
    left = eliminate(s->d[0], s->d[1], s->b[1] - s->b[0]);
    right = eliminate(s->d[n - 1], s->d[n - 2], s->b[n - 1] - s->b[n - 2]);
    set_rows(s, left, right);
    solve_rows(s, n - 2);
    set_ends(s, left, right);
    for (size_t i = 0; i < n; i++) {
        const double h = s->d[i];

        s->b[i] -= h * (s->c[i + 1] + 2.0 * s->c[i]) / 3.0;
        s->d[i] = (s->c[i + 1] - s->c[i]) / (3.0 * h);
    }
    s->b[n] = s->d[n] = 0.0;
}

double paramod_i_cubic_value(const paramod_i_cubic *s, size_t i, double x)
{
    const double t = x - s->x[i];

    return s->y[i] + t * (s->b[i] + t * (s->c[i] + t * s->d[i]));
}

double paramod_i_cubic_integral(const paramod_i_cubic *s, size_t i)
{
    const double h = s->x[i + 1] - s->x[i];

    return h * (s->y[i] + h * (0.5 * s->b[i] + h * (s->c[i] / 3.0
                                                   + 0.25 * h * s->d[i])));
}
