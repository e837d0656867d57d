/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * g(t) is e^(gamma t) / T times a Fourier series with half-period T,
 *
 *     g(t) = e^(gamma t) / T Re(sum over k of a_k e^(i k pi t / T)),
 *     a_k = G(gamma + i k pi / T), a_0 halved,
 *
 * up to the sum of e^(-2 gamma T n) g(t + 2 n T).  Times that differ by less than the
 * factor 2 share a series with gamma T = 15: it repeats with a factor of 1e-13.  With T = 2
 * max t for the continued fraction rounding is multiplied by e^(gamma t) <= 1800, and with
 * T = 4 max t for the plain series what is left out by <= 43.
 */

#include <float.h>
#include <math.h>

#include "chroma/invert_impl.h"

static const double pi = 3.141592653589793;

#define DAMPING 15.0

enum { LAST = 8 };

size_t paramod_i_series_room(size_t terms)
{
    return 4 * (2 * terms + 2);
}

typedef struct fourier {
    double gamma, half; /* half: T */
    size_t count;
    double complex *a;
    double magnitude;   /* sum of |a_k| */
    double last;        /* largest of the last |a_k| */
} fourier;

static void coefficients(const paramod_i_inversion *run, double half, size_t count,
                         fourier *f)
{
    f->half = run->stretch * half;
    f->gamma = DAMPING / f->half;
    f->count = count;
    f->a = run->room;
    f->magnitude = f->last = 0.0;
    for (size_t k = 0; k < count; k++) {
        f->a[k] = paramod_i_image_at(run->image, CMPLX(f->gamma, (double)k * pi / f->half));
        if (k == 0)
            f->a[k] *= 0.5;
        f->magnitude += cabs(f->a[k]);
        if (k + LAST >= count)
            f->last = fmax(f->last, cabs(f->a[k]));
    }
}

static double complex angle(const fourier *f, double t)
{
    const double x = pi * t / f->half;

    return CMPLX(cos(x), sin(x));
}

static double next_group(const paramod_i_inversion *run, double longest)
{
    return paramod_i_longest(run->times, run->count, 0.5 * longest);
}

typedef double complex (*series_sum)(const fourier *f, double complex z);
typedef double (*remainder_of)(const fourier *f, double t);

static void sum_group(const paramod_i_inversion *run, const fourier *f, double longest,
                      series_sum sum, remainder_of left_out)
{
    for (size_t i = 0; i < run->count; i++) {
        const double t = run->times[i];

        if (t > 0.5 * longest && t <= longest) {
            const double scale = exp(f->gamma * t) / f->half;

            run->g[i] = scale * creal(sum(f, angle(f, t)));
            run->rounding[i] = scale * (DBL_EPSILON * f->magnitude + left_out(f, t));
        }
    }
}

/* ---- the series itself ---------------------------------------------------------------- */

/* Horner's scheme, stable for |z| = 1. */
static double complex plain_sum(const fourier *f, double complex z)
{
    double complex total = 0.0;

    for (size_t k = f->count; k-- > 0;)
        total = total * z + f->a[k];
    return total;
}

/* By Abel's summation: coefficients that decrease leave at most |a_n| 2 / |1 - z|. */
static double plain_remainder(const fourier *f, double t)
{
    return 2.0 * f->last / sin(0.5 * pi * t / f->half);
}

void paramod_i_durbin(const paramod_i_inversion *run)
{
    double longest = paramod_i_longest(run->times, run->count, DBL_MAX);
    fourier f;

    for (; longest > 0.0; longest = next_group(run, longest)) {
        coefficients(run, 4.0 * longest, run->terms, &f);
        sum_group(run, &f, longest, plain_sum, plain_remainder);
    }
}

/* ---- its continued fraction ------------------------------------------------------------ */

/*
 * Rutishauser's quotient-difference scheme turns sum a_k z^k into
 * d_0 / (1 + d_1 z / (1 + d_2 z / (1 + ...))), the d in the place of the a.  q and e hold
 * one column each; column r has q_r^(i) for i < 2 m - 2 r + 2.
 */
static void quotient_difference(fourier *f, double complex *q, double complex *e)
{
    const size_t m = (f->count - 1) / 2;
    double complex *const d = f->a;

    for (size_t i = 0; i < 2 * m; i++) {
        q[i] = d[i + 1] / d[i];
        e[i] = 0.0;
    }
    e[2 * m] = 0.0;
    for (size_t r = 1; r <= m; r++) {
        const size_t rows = 2 * (m - r) + 1;

        d[2 * r - 1] = -q[0];
        for (size_t i = 0; i < rows; i++)
            e[i] = q[i + 1] - q[i] + e[i + 1];
        d[2 * r] = -e[0];
        for (size_t i = 0; i + 1 < rows; i++)
            q[i] = q[i + 1] * e[i + 1] / e[i];
    }
}

/* Convergents A_n / B_n, the last with the remainder of de Hoog, Knight and Stokes
 * (eq 23): h = (1 + (d_{2m-1} - d_2m) z) / 2, R = -h (1 - sqrt(1 + d_2m z / h^2)). */
static double complex fraction_sum(const fourier *f, double complex z)
{
    const size_t last = f->count - 1;
    const double complex *const d = f->a;
    double complex a[2] = { 0.0, d[0] }, b[2] = { 1.0, 1.0 }, h, rest;

    for (size_t n = 1; n < last; n++) {
        const double complex next_a = a[1] + d[n] * z * a[0];
        const double complex next_b = b[1] + d[n] * z * b[0];
        const double scale = cabs(next_b) > 1e100 ? 1e-100 : 1.0;

        a[0] = scale * a[1];
        b[0] = scale * b[1];
        a[1] = scale * next_a;
        b[1] = scale * next_b;
    }
    h = 0.5 * (1.0 + (d[last - 1] - d[last]) * z);
    rest = -h * (1.0 - csqrt(1.0 + d[last] * z / (h * h)));
    return (a[1] + rest * a[0]) / (b[1] + rest * b[0]);
}

/* Of a continued fraction only other fractions can tell. */
static double no_remainder(const fourier *f, double t)
{
    (void)f;
    (void)t;
    return 0.0;
}

void paramod_i_de_hoog(const paramod_i_inversion *run)
{
    const size_t count = 2 * run->terms + 1;
    double longest = paramod_i_longest(run->times, run->count, DBL_MAX);
    fourier f;

    for (; longest > 0.0; longest = next_group(run, longest)) {
        coefficients(run, 2.0 * longest, count, &f);
        quotient_difference(&f, run->room + count + 1, run->room + 2 * (count + 1));
        sum_group(run, &f, longest, fraction_sum, no_remainder);
    }
}
