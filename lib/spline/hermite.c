/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "spline/cubic_impl.h"

/* ---- monotone ------------------------------------------------------------------ */

/* The slope at an end, from the parabola through three points, made to keep the
 * shape (Moler, Numerical Computing with MATLAB, section 3.6). */
static double shaped_end(double h_0, double h_1, double s_0, double s_1)
{
    const double d = ((2.0 * h_0 + h_1) * s_0 - h_0 * s_1) / (h_0 + h_1);

    if (d * s_0 <= 0.0)
        return 0.0;
    if (s_0 * s_1 <= 0.0 && fabs(d) > 3.0 * fabs(s_0))
        return 3.0 * s_0;
    return d;
}

/* The weighted harmonic mean: 0 at a turn, and never above 3 times the lesser
 * slope, which is enough for monotony (Fritsch and Carlson 1980, lemma 2). */
void paramod_i_hermite_monotone(const paramod_i_points *p, double *slope)
{
    const size_t n = p->n;
    const double *h = p->h, *s = p->s;

    if (n == 1) {
        slope[0] = slope[1] = s[0];
        return;
    }
    for (size_t i = 1; i < n; i++) {
        const double left = 2.0 * h[i] + h[i - 1], right = h[i] + 2.0 * h[i - 1];
        const int turns = !((s[i - 1] > 0.0 && s[i] > 0.0)
                            || (s[i - 1] < 0.0 && s[i] < 0.0));

        slope[i] = turns ? 0.0 : (left + right) / (left / s[i - 1] + right / s[i]);
    }
    slope[0] = shaped_end(h[0], h[1], s[0], s[1]);
    slope[n] = shaped_end(h[n - 1], h[n - 2], s[n - 1], s[n - 2]);
}

/* ---- Akima ----------------------------------------------------------------------- */

/* m holds the slopes of two imagined intervals at each end and the n in between:
 * m[i + 2] = s[i]. */
static void extend_slopes(const paramod_i_points *p, double *m)
{
    const size_t n = p->n;

    for (size_t i = 0; i < n; i++)
        m[i + 2] = p->s[i];
    if (n == 1) {
        m[0] = m[1] = m[3] = m[4] = m[2];
        return;
    }
    m[1] = 2.0 * m[2] - m[3];
    m[0] = 2.0 * m[1] - m[2];
    m[n + 2] = 2.0 * m[n + 1] - m[n];
    m[n + 3] = 2.0 * m[n + 2] - m[n + 1];
}

void paramod_i_hermite_akima(const paramod_i_points *p, int modified, double *slope,
                             double *m)
{
    extend_slopes(p, m);
    for (size_t i = 0; i <= p->n; i++) {
        double left = fabs(m[i + 3] - m[i + 2]), right = fabs(m[i + 1] - m[i]);
        const double size = fabs(m[i]) + fabs(m[i + 1]) + fabs(m[i + 2])
            + fabs(m[i + 3]);

        if (modified) {
            left += 0.5 * fabs(m[i + 3] + m[i + 2]);
            right += 0.5 * fabs(m[i + 1] + m[i]);
        }
        /* Weights of rounding errors would choose at random: 0 / 0 is a mean. */
        if (left + right <= 1e-9 * size)
            slope[i] = modified ? 0.0 : 0.5 * (m[i + 1] + m[i + 2]);
        else
            slope[i] = (left * m[i + 1] + right * m[i + 2]) / (left + right);
    }
}
