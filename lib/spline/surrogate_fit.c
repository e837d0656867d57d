/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Interpolation in arbitrary points t_j of [-1, 1]: by the barycentric formula
 * (Berrut and Trefethen, SIAM Review 46 (2004) 501) to the Chebyshev points of
 * as many, and from there by a cosine sum to Chebyshev coefficients.  For Leja
 * points the Lebesgue constant grows about like the number of points, so a few
 * digits are lost at most.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "spline/surrogate_impl.h"

enum { MOST = PARAMOD_I_MOST_POINTS, CANDIDATES = 4 * MOST + 1 };

size_t paramod_i_fit_work(void)
{
    return 6 * MOST + 2 * CANDIDATES;
}

/* A graded fit is one in v = log(1 + d / offset), d the distance from an end:
 * an algebraic or logarithmic singularity there is entire in v, but for a
 * remainder of the size of f within the offset. */
static double to_unit(const paramod_i_piece *p, double u)
{
    double distance, v;

    if (p->graded == 0)
        return ((u - p->low) - (p->high - u)) / (p->high - p->low);
    distance = fmax(p->graded < 0 ? u - p->low : p->high - u, 0.0);
    v = log1p(distance / p->offset) / log1p((p->high - p->low) / p->offset);
    return p->graded < 0 ? 2.0 * v - 1.0 : 1.0 - 2.0 * v;
}

double paramod_i_fit_unit(const paramod_i_piece *p, double u)
{
    return to_unit(p, u);
}

double paramod_i_fit_place(const paramod_i_piece *p, double t)
{
    double distance;

    if (t <= -1.0)
        return p->a;
    if (t >= 1.0)
        return p->b;
    if (p->graded == 0)
        return 0.5 * ((1.0 - t) * p->a + (1.0 + t) * p->b);
    distance = p->offset * expm1(0.5 * (p->graded < 0 ? 1.0 + t : 1.0 - t)
                                 * log1p((p->b - p->a) / p->offset));
    return p->graded < 0 ? fmin(p->a + distance, p->b) : fmax(p->b - distance, p->a);
}

/* dt / du */
static double unit_slope(const paramod_i_piece *p, double u)
{
    const double width = p->high - p->low;

    if (p->graded == 0)
        return 2.0 / width;
    return 2.0 / (log1p(width / p->offset)
                  * (p->offset + (p->graded < 0 ? u - p->low : p->high - u)));
}

/* (u - low)^left (high - u)^right over powers of half the width: the factor that the
 * interpolant leaves out. */
static double factor_at(const paramod_i_piece *p, size_t j, double u)
{
    const double half = 0.5 * (p->high - p->low);
    double factor = 1.0;

    for (int k = 0; k < p->zero[j].left; k++)
        factor *= (u - p->low) / half;
    for (int k = 0; k < p->zero[j].right; k++)
        factor *= (p->high - u) / half;
    return factor;
}

/* The nodes and values of component j, without those at its zeros. */
static size_t gather(const paramod_i_surrogate *s, const paramod_i_piece *p, size_t j,
                     double *t, double *v)
{
    const paramod_i_samples *all = s->samples;
    size_t n = 0;

    for (size_t i = 0; i < p->points; i++) {
        const double u = all->u[p->point[i]];
        const double factor = factor_at(p, j, u);

        if (factor != 0.0) {
            t[n] = to_unit(p, u);
            v[n++] = all->y[p->point[i] * all->components + j] / factor;
        }
    }
    return n;
}

/* Each distance is doubled, as the capacity of [-1, 1] is 1/2: products of many
 * then neither overflow nor underflow. */
static void weights(size_t n, const double *t, double *w)
{
    for (size_t i = 0; i < n; i++) {
        double product = 1.0;

        for (size_t k = 0; k < n; k++)
            if (k != i)
                product *= 2.0 * (t[i] - t[k]);
        w[i] = 1.0 / product;
    }
}

static double barycentric(size_t n, const double *t, const double *w, const double *v,
                          double at)
{
    double above = 0.0, below = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double distance = at - t[i];

        if (distance == 0.0)
            return v[i];
        above += w[i] / distance * v[i];
        below += w[i] / distance;
    }
    return above / below;
}

/* Coefficients of the polynomial with values v at cos(i pi / (n - 1)). */
static void cosine_sums(size_t n, const double *v, double *cosine, double *term)
{
    const size_t last = n - 1, period = 2 * last;
    const double pi = 3.14159265358979323846;

    for (size_t i = 0; i < period; i++)
        cosine[i] = cos(pi * (double)i / (double)last);
    for (size_t k = 0; k < n; k++) {
        double sum = 0.5 * (v[0] + (k % 2 == 0 ? v[last] : -v[last]));

        for (size_t i = 1; i < last; i++)
            sum += v[i] * cosine[k * i % period];
        term[k] = (k == 0 || k == last ? 1.0 : 2.0) / (double)last * sum;
    }
}

static void fit_component(paramod_i_surrogate *s, paramod_i_piece *p, size_t j)
{
    double *t = s->work, *v = t + MOST, *w = v + MOST, *at = w + MOST;
    double *cosine = at + MOST, *term = p->term + j * p->fitted;
    const size_t n = gather(s, p, j, t, v);
    const double pi = 3.14159265358979323846;

    (void)memset(term, 0, p->fitted * sizeof *term);
    if (n < 2) {
        term[0] = n == 1 ? v[0] : 0.0;
        return;
    }
    weights(n, t, w);
    for (size_t i = 0; i < n; i++)
        at[i] = barycentric(n, t, w, v, cos(pi * (double)i / (double)(n - 1)));
    cosine_sums(n, at, cosine, term);
}

bool paramod_i_fit(paramod_i_surrogate *s, paramod_i_piece *p)
{
    const size_t m = s->samples->components;
    double *term = paramod_i_resize(p->term, p->points * m, sizeof *term);

    if (term == NULL)
        return false;
    p->term = term;
    p->fitted = p->points;
    for (size_t j = 0; j < m; j++)
        fit_component(s, p, j);
    return true;
}

static double clenshaw(size_t n, const double *term, double t)
{
    double b1 = 0.0, b2 = 0.0;

    for (size_t k = n; k-- > 1;) {
        const double b0 = term[k] + 2.0 * t * b1 - b2;

        b2 = b1;
        b1 = b0;
    }
    return term[0] + t * b1 - b2;
}

double paramod_i_fit_value(const paramod_i_piece *p, size_t j, double u)
{
    return factor_at(p, j, u)
        * clenshaw(p->fitted, p->term + j * p->fitted, to_unit(p, u));
}

double paramod_i_fit_extend(const paramod_i_piece *p, size_t j, double u,
                            double negligible)
{
    const double *term = p->term + j * p->fitted;
    size_t n = p->fitted;
    double rest = 0.0;

    while (n > 2 && rest + fabs(term[n - 1]) < negligible)
        rest += fabs(term[--n]);
    return factor_at(p, j, u) * clenshaw(n, term, to_unit(p, u));
}

/* The series of the derivative, from its end: d_k-1 = d_k+1 + 2 k c_k. */
static double series_slope(size_t n, const double *term, double t)
{
    double slope[MOST + 2] = { 0.0 };

    for (size_t k = n; k-- > 1;)
        slope[k - 1] = slope[k + 1] + 2.0 * (double)k * term[k];
    slope[0] *= 0.5;
    return clenshaw(n > 1 ? n - 1 : 1, slope, t);
}

double paramod_i_fit_slope(const paramod_i_piece *p, size_t j, double u)
{
    const double *term = p->term + j * p->fitted, t = to_unit(p, u);
    const double half = 0.5 * (p->high - p->low);
    const int left = p->zero[j].left, right = p->zero[j].right;
    double slope = factor_at(p, j, u) * series_slope(p->fitted, term, t)
        * unit_slope(p, u);

    if (left > 0 || right > 0) {
        const double from_low = (u - p->low) / half, to_high = (p->high - u) / half;
        const double value = clenshaw(p->fitted, term, t);

        if (left > 0)
            slope += value / half * left * pow(from_low, left - 1)
                * pow(to_high, right);
        if (right > 0)
            slope -= value / half * right * pow(from_low, left)
                * pow(to_high, right - 1);
    }
    return slope;
}

double paramod_i_fit_end(const paramod_i_surrogate *s, const paramod_i_piece *p,
                         size_t j, double u)
{
    if ((u == p->low && p->zero[j].left > 0) || (u == p->high && p->zero[j].right > 0))
        for (size_t i = 0; i < p->points; i++)
            if (s->samples->u[p->point[i]] == u)
                return s->samples->y[p->point[i] * s->samples->components + j];
    return paramod_i_fit_value(p, j, u);
}

void paramod_i_leja(paramod_i_surrogate *s, const paramod_i_piece *p, size_t count,
                    double *u)
{
    const size_t wanted = p->points + count;
    const size_t candidates = wanted < 6 ? 25 : 4 * wanted + 1;
    double *t = s->work, *product = t + CANDIDATES;
    const double pi = 3.14159265358979323846;

    for (size_t c = 0; c < candidates; c++) {
        t[c] = -cos(pi * (double)c / (double)(candidates - 1));
        product[c] = 1.0;
    }
    t[(candidates - 1) / 2] = 0.0;
    for (size_t i = 0; i < p->points + count; i++) {
        double at;

        if (i < p->points) {
            at = to_unit(p, s->samples->u[p->point[i]]);
        } else {
            size_t best = 0;

            for (size_t c = 1; c < candidates; c++)
                if (product[c] > product[best])
                    best = c;
            at = t[best];
            u[i - p->points] = paramod_i_fit_place(p, best == 0 ? -1.0
                : best == candidates - 1 ? 1.0 : at);
        }
        for (size_t c = 0; c < candidates; c++)
            product[c] *= 2.0 * fabs(t[c] - at);
    }
}
