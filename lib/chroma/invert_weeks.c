/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Weeks' method: g(t) = e^((sigma - b) t) sum a_n L_n(2 b t), the a_n being the Taylor
 * coefficients of 2 b / (1 - w) G(sigma + b (1 + w) / (1 - w)), by the midpoint rule on
 * |w| = 1, where s = sigma + i b cot(theta / 2).  sigma and b > 0 minimise Weideman's
 * bound e^(sigma t) (sum of |a_n| left out + eps sum of |a_n|) at the longest time; what
 * is left out is taken from the second half of 2 n coefficients.
 */

#include <float.h>
#include <math.h>

#include "chroma/invert_impl.h"

static const double pi = 3.141592653589793;

enum { SHIFTS = 6, SCALES = 12 };

/* cosines of the 2 n angles, 2 n values of G, 2 n coefficients */
size_t paramod_i_weeks_room(size_t terms)
{
    return 6 * terms;
}

typedef struct weeks {
    double sigma, b;
    double left_out, kept; /* sums of |a_n| */
} weeks;

/* a_n = (1 / m) sum over k of Re(A_k e^(-i n theta_k)), theta_k = (k + 1/2) pi / m, for
 * n < m = 2 terms. */
static void expand(const paramod_i_inversion *run, weeks *w)
{
    const size_t m = 2 * run->terms;
    double complex *const value = run->room, *const turn = run->room + m;
    double *const a = (double *)(run->room + 2 * m);

    for (size_t k = 0; k < m; k++) {
        const double theta = ((double)k + 0.5) * pi / (double)m;
        const double cot = 1.0 / tan(0.5 * theta);

        /* 2 / (1 - e^(i theta)) = 1 + i cot(theta / 2) */
        value[k] = w->b / (double)m * CMPLX(1.0, cot) *
                   paramod_i_image_at(run->image, CMPLX(w->sigma, w->b * cot));
        turn[k] = CMPLX(cos(theta), -sin(theta));
    }
    w->kept = w->left_out = 0.0;
    for (size_t n = 0; n < m; n++) {
        a[n] = 0.0;
        for (size_t k = 0; k < m; k++) {
            a[n] += creal(value[k]);
            value[k] *= turn[k];
        }
        *(n < run->terms ? &w->kept : &w->left_out) += fabs(a[n]);
    }
}

static double bound(const weeks *w, double longest)
{
    const double e = exp(w->sigma * longest) *
                     (w->left_out + DBL_EPSILON * (w->kept + w->left_out));

    return isfinite(e) ? e : INFINITY;
}

/* sigma is 1/2 to 16 over the longest time, and b such that 2 b t is from 1/500 to 8 times
 * the number of terms, where e^(-x/2) L_n(x) is still of order 1 up to x = 4 n. */
static weeks choose(const paramod_i_inversion *run, double longest)
{
    weeks best = { 1.0 / longest, 1.0 / longest, 0.0, 0.0 };
    double least = INFINITY;

    for (int i = 0; i < SHIFTS; i++)
        for (int j = 0; j < SCALES; j++) {
            weeks w = { ldexp(0.5, i) / longest,
                        ldexp((double)run->terms, 2 - j) / longest, 0.0, 0.0 };

            expand(run, &w);
            if (bound(&w, longest) < least) {
                best = w;
                least = bound(&w, longest);
            }
        }
    expand(run, &best);
    return best;
}

/* e^(-x/2) sum a_n L_n(x) by (n + 1) L_{n+1} = (2 n + 1 - x) L_n - n L_{n-1}, which is
 * stable; L_n itself may exceed all numbers, so a power of e is kept apart. */
static double laguerre_sum(const double *a, size_t terms, double x)
{
    double before = 0.0, now = 1.0, total = 0.0, exponent = -0.5 * x;

    for (size_t n = 0; n < terms; n++) {
        const double k = (double)n;
        const double next = ((2.0 * k + 1.0 - x) * now - k * before) / (k + 1.0);

        total += a[n] * now;
        before = now;
        now = next;
        if (fabs(now) > 1e100) {
            now *= 1e-100;
            before *= 1e-100;
            total *= 1e-100;
            exponent += 230.25850929940458; /* 100 ln 10 */
        }
    }
    return total * exp(exponent);
}

void paramod_i_weeks(const paramod_i_inversion *run)
{
    const double *const a = (const double *)(run->room + 4 * run->terms);
    const weeks w = choose(run, run->stretch * paramod_i_longest(run->times, run->count,
                                                                DBL_MAX));

    for (size_t i = 0; i < run->count; i++) {
        const double t = run->times[i], growth = exp(w.sigma * t);

        run->g[i] = growth * laguerre_sum(a, run->terms, 2.0 * w.b * t);
        run->rounding[i] = growth * (w.left_out + DBL_EPSILON * w.kept);
    }
}
