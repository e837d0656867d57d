/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Continuity of S' at the inner points i = 1 .. n - 1:
 *
 *   h_i-1 c_i-1 + 2 (h_i-1 + h_i) c_i + h_i c_i+1 = 3 (s_i - s_i-1)
 *
 * (de Boor, A Practical Guide to Splines, chapter IV), symmetric positive
 * definite and diagonally dominant, also after the ends are eliminated: so
 * L D L' without pivots is stable, and an error decays by 2 - sqrt(3) a knot.
 */

#include "spline/cubic_impl.h"

/* Rows first .. last of a system under construction: diagonal, and right-hand
 * side in place of the solution; off-diagonal entries are h[i] between rows i
 * and i + 1. */
typedef struct tridiagonal {
    size_t first, last;
    const double *off;
    double *diagonal, *x;
} tridiagonal;

static tridiagonal continuity(const paramod_i_points *p, double *curvature,
                              double *diagonal)
{
    for (size_t i = 1; i < p->n; i++) {
        diagonal[i] = 2.0 * (p->h[i - 1] + p->h[i]);
        curvature[i] = 3.0 * (p->s[i] - p->s[i - 1]);
    }
    return (tridiagonal){ 1, p->n - 1, p->h, diagonal, curvature };
}

static void factor(tridiagonal *t)
{
    for (size_t i = t->first; i < t->last; i++)
        t->diagonal[i + 1] -= t->off[i] * (t->off[i] / t->diagonal[i]);
}

/* A t with first > last is empty. */
static void solve_factored(const tridiagonal *t, double *x)
{
    if (t->first > t->last)
        return;
    for (size_t i = t->first; i < t->last; i++)
        x[i + 1] -= t->off[i] * (x[i] / t->diagonal[i]);
    x[t->last] /= t->diagonal[t->last];
    for (size_t i = t->last; i-- > t->first; )
        x[i] = (x[i] - t->off[i] * x[i + 1]) / t->diagonal[i];
}

/* Factors and solves in one sweep. */
static void solve(tridiagonal *t)
{
    if (t->first > t->last)
        return;
    for (size_t i = t->first; i < t->last; i++) {
        const double ratio = t->off[i] / t->diagonal[i];

        t->diagonal[i + 1] -= ratio * t->off[i];
        t->x[i + 1] -= ratio * t->x[i];
    }
    t->x[t->last] /= t->diagonal[t->last];
    for (size_t i = t->last; i-- > t->first; )
        t->x[i] = (t->x[i] - t->off[i] * t->x[i + 1]) / t->diagonal[i];
}

/* One cubic through four points, or a parabola through three, by divided
 * differences: S'' / 2 = f[012] + f[0123] (3 x - x_0 - x_1 - x_2), and a line
 * through two. */
static void one_polynomial(const paramod_i_points *p, double *c)
{
    const double *h = p->h, *s = p->s;
    double quadratic = 0.0, next, cubic = 0.0;

    if (p->n >= 2)
        quadratic = (s[1] - s[0]) / (h[0] + h[1]);
    if (p->n >= 3) {
        next = (s[2] - s[1]) / (h[1] + h[2]);
        cubic = (next - quadratic) / (h[0] + h[1] + h[2]);
    }
    for (size_t i = 0; i <= p->n; i++) {
        double x = 0.0;

        for (size_t j = 0; j < i; j++)
            x += h[j];
        c[i] = quadratic;
        if (p->n >= 3)
            c[i] += cubic * (3.0 * x - h[0] - (h[0] + h[1]));
    }
}

/* S''' continuous at the neighbour of an end, which has width a while the next
 * interval has b: c_0 and c_1 as seen from the end, eliminated in favour of c_2
 * by that condition and the row of c_1, whose right-hand side is d. */
typedef struct end {
    double big, small;           /* right-hand sides A_0 and A_1 */
    double from_outer, from_inner; /* c_0 = big - from_outer c_2 and
                                      c_1 = small - from_inner c_2 */
} end;

static end not_a_knot_end(double a, double b, double d)
{
    end e;

    e.big = d / (a + 2.0 * b);
    e.small = e.big * (b / (a + b));
    e.from_outer = (2.0 * a + b) / (a + 2.0 * b);
    e.from_inner = (b - a) / (a + 2.0 * b);
    return e;
}

void paramod_i_cubic_not_a_knot(const paramod_i_points *p, double *c, double *work)
{
    const size_t n = p->n;
    const double *h = p->h;
    tridiagonal t;
    end left, right;

    if (n < 4) {
        one_polynomial(p, c);
        return;
    }
    t = continuity(p, c, work);
    left = not_a_knot_end(h[0], h[1], c[1]);
    right = not_a_knot_end(h[n - 1], h[n - 2], c[n - 1]);
    t.first = 2;
    t.last = n - 2;
    work[2] -= h[1] * left.from_inner;
    c[2] -= h[1] * left.small;
    work[n - 2] -= h[n - 2] * right.from_inner;
    c[n - 2] -= h[n - 2] * right.small;
    solve(&t);
    c[0] = left.big - left.from_outer * c[2];
    c[1] = left.small - left.from_inner * c[2];
    c[n - 1] = right.small - right.from_inner * c[n - 2];
    c[n] = right.big - right.from_outer * c[n - 2];
}

void paramod_i_cubic_natural(const paramod_i_points *p, double *c, double *work)
{
    tridiagonal t = continuity(p, c, work);

    c[0] = c[p->n] = 0.0;
    solve(&t);
}

void paramod_i_cubic_clamped(const paramod_i_points *p, const double slope[2],
                             double *c, double *work)
{
    const size_t n = p->n;
    tridiagonal t = continuity(p, c, work);

    t.first = 0;
    t.last = n;
    work[0] = 2.0 * p->h[0];
    c[0] = 3.0 * (p->s[0] - slope[0]);
    work[n] = 2.0 * p->h[n - 1];
    c[n] = 3.0 * (slope[1] - p->s[n - 1]);
    solve(&t);
}

/* Unknowns c_1 .. c_n with c_0 = c_n.  Row n closes the ring with entry h_0
 * between c_n and c_1.  With c_n known the others are tridiagonal:
 * c = u - c_n v, T u = rhs, T v = (h_0, 0, .., 0, h_n-1). */
void paramod_i_cubic_periodic(const paramod_i_points *p, double *c, double *work)
{
    const size_t n = p->n;
    const double *h = p->h;
    double *v = work + (n + 1);
    tridiagonal t = continuity(p, c, work);
    const double right = 3.0 * (p->s[0] - p->s[n - 1]);

    for (size_t i = 1; i < n; i++)
        v[i] = 0.0;
    v[1] += h[0];
    v[n - 1] += h[n - 1];
    factor(&t);
    solve_factored(&t, c);
    solve_factored(&t, v);
    c[n] = (right - h[0] * c[1] - h[n - 1] * c[n - 1])
        / (2.0 * (h[0] + h[n - 1]) - h[0] * v[1] - h[n - 1] * v[n - 1]);
    for (size_t i = 1; i < n; i++)
        c[i] -= c[n] * v[i];
    c[0] = c[n];
}
