/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _XOPEN_SOURCE 700

#include <math.h>
#include <stdint.h>

#include "knots/functions.h"

static double square(double x)
{
    return x * x;
}

static double sinc(double x)
{
    return x == 0.0 ? 1.0 : sin(x) / x;
}

/* ---- the fixed functions ------------------------------------------------------- */

#define FUNCTION(name, expression) \
    static double name(double x, void *data) { (void)data; return expression; }

FUNCTION(damped, exp(-x) * sin(3.0 * x) + 2.0)
FUNCTION(runge, 1.0 / (1.0 + 25.0 * x * x))
FUNCTION(osc, cos(100.0 * x) + 1.5)
FUNCTION(peak, 1.0 / (square(x - 0.3) + 1e-4))
FUNCTION(tanh100, 2.0 + tanh(100.0 * (x - 0.5137)))
FUNCTION(poly7, 1.0 + x * (2.0 + x * (-3.0 + x * (1.0 + x * (4.0 + x * (-2.0 + x
         * (1.5 - x)))))))
FUNCTION(exp20, exp(20.0 * x))
FUNCTION(hidden, 1.0 + x + exp(-square((x - 0.55) / 0.02))
         + exp(-square((x - 0.65) / 0.008)) - exp(-square((x - 0.75) / 0.008)))
FUNCTION(expsinc, 0.5 * exp(2.0 * x) + square(sinc(15.0 * x)))
FUNCTION(plateau, 1.0 + 1.0 / (1.0 + exp(-200.0 * (x - 0.25)))
         - 1.0 / (1.0 + exp(-200.0 * (x - 0.77))))
FUNCTION(multiscale, sin(1.0 / (x + 0.02)) + 2.0)
FUNCTION(bessel, j0(50.0 * x) + 0.5)
FUNCTION(root, sqrt(x))
FUNCTION(kink, fabs(x - 1.0 / 3.0))
FUNCTION(osc0, cos(100.0 * x))
FUNCTION(bump, 1.0 + exp(-square((x - 0.5137) / 0.002)))
FUNCTION(power, pow(x, -2.3))
FUNCTION(nfw, 1.0 / (x * square(1.0 + x)))
FUNCTION(sine, sin(x))
FUNCTION(line, 2.0 * x + 1.0)
FUNCTION(zero, 0.0 * x)
FUNCTION(stegosaurus, fmax(sin(x) + sin(x * x), x / 10.0))
FUNCTION(fishfillet, cos(x) * sin(exp(x)))
FUNCTION(chirp, sin(x * exp(x)))
FUNCTION(erf10, erf(x))
FUNCTION(third_power, pow(x, 1.0 / 3.0))
FUNCTION(kink_far, fabs(x - 1000000.333) + 1.0)
FUNCTION(kinks, fabs(sin(7.0 * x)))
FUNCTION(two_kinks, fabs(x - 0.3) + 2.0 * fabs(x - 0.7123))
FUNCTION(x_log_x, x > 0.0 ? x * log(x) : 0.0)
FUNCTION(gaussians, exp(-square((x - 0.2) / 0.05)) + exp(-square((x - 0.8) / 0.01)))
FUNCTION(sine_kink, sin(5.0 * x) + (x > 0.41 ? x - 0.41 : 0.0))
FUNCTION(curvature_jump, exp(x) + (x > 0.37 ? 5.0 * square(x - 0.37) : 0.0))
FUNCTION(interior_root, sqrt(fabs(x - 0.4)))

#define LINEAR PARAMOD_KNOTS_LINEAR
#define LOGARITHMIC PARAMOD_KNOTS_LOG

const subject subjects[] = {
    { "damped", damped, 0.1, 5.0, 0.0, LINEAR, true },
    { "runge", runge, -1.0, 1.0, 0.0, LINEAR, true },
    { "osc", osc, 0.0, 1.0, 0.0, LINEAR, true },
    { "peak", peak, 0.0, 1.0, 0.0, LINEAR, true },
    { "tanh", tanh100, 0.0, 1.0, 0.0, LINEAR, true },
    { "poly7", poly7, 0.0, 1.0, 0.0, LINEAR, true },
    { "exp20", exp20, 0.0, 1.0, 0.0, LINEAR, true },
    { "hidden", hidden, 0.0, 1.0, 1.0, LINEAR, true },
    { "expsinc", expsinc, 0.0, 1.0, 0.0, LINEAR, true },
    { "plateau", plateau, 0.0, 1.0, 0.0, LINEAR, true },
    { "multiscale", multiscale, 0.0, 1.0, 0.0, LINEAR, true },
    { "bessel", bessel, 0.0, 1.0, 1.0, LINEAR, true },
    { "sqrt", root, 0.0, 1.0, 1.0, LINEAR, false },
    { "kink", kink, 0.0, 1.0, 1.0, LINEAR, false },
    { "osc0", osc0, 0.0, 1.0, 1.0, LINEAR, false },
    { "bump", bump, 0.0, 1.0, 0.0, LINEAR, false },
    { "pow", power, 1e-4, 1e4, 0.0, LOGARITHMIC, false },
    { "nfwrho", nfw, 1e-4, 1e4, 0.0, LOGARITHMIC, false },
    { "sin0pi", sine, 0.0, 3.14159265358979323846, 0.0, LINEAR, false },
    { "sinm1", sine, -1.0, 1.3, 0.0, LINEAR, false },
    { "line", line, 0.1, 5.0, 0.0, LINEAR, false },
    { "zero", zero, 0.0, 1.0, 0.0, LINEAR, false },
    { "stegosaurus", stegosaurus, 0.0, 10.0, 1.0, LINEAR, false },
    { "fishfillet", fishfillet, 0.0, 6.0, 1.0, LINEAR, false },
    { "chirp", chirp, 0.0, 5.0, 1.0, LINEAR, false },
    { "erf10", erf10, -10.0, 10.0, 1.0, LINEAR, false },
    { "cuberoot", third_power, 0.0, 1.0, 1.0, LINEAR, false },
    { "kinkfar", kink_far, 1e6, 1e6 + 1.0, 1.0, LINEAR, false },
    { "kinks", kinks, 0.0, 3.0, 1.0, LINEAR, false },
    { "twokinks", two_kinks, 0.0, 1.0, 1.0, LINEAR, false },
    { "xlogx", x_log_x, 0.0, 1.0, 1.0, LINEAR, false },
    { "gaussians", gaussians, 0.0, 1.0, 1.0, LINEAR, false },
    { "sinekink", sine_kink, 0.0, 1.0, 1.0, LINEAR, false },
    { "curvjump", curvature_jump, 0.0, 1.0, 0.0, LINEAR, false },
    { "introot", interior_root, 0.0, 1.0, 1.0, LINEAR, false },
};
const size_t subject_count = sizeof subjects / sizeof subjects[0];

/* ---- random functions ------------------------------------------------------------ */

const family families[] = {
    { "polynomial N(0,1), scale 1", FAMILY_POLYNOMIAL, true, 1.0, 1.0, 99.9 },
    { "cosines U(-5,5), scale 1", FAMILY_COSINE, false, 5.0, 1.0, 99.9 },
    { "exp-sinc U(-10,10), scale 0", FAMILY_EXP_SINC, false, 10.0, 0.0, 99.0 },
    /* Exponents of 60 and more fall below the zeros of the sinc, next to which a
     * relative tolerance stays unresolved.  99 is the aim, and not reached at 1e-6
     * and below; NumCosmo's share is 78.6 to 85.6 with up to ten times the evaluations. */
    { "exp-sinc N(0,30), scale 0", FAMILY_EXP_SINC, true, 30.0, 0.0, 80.0 },
    { "polynomial N(0,1), scale 0", FAMILY_POLYNOMIAL, true, 1.0, 0.0, 95.0 },
};
const size_t family_count = sizeof families / sizeof families[0];

/* SplitMix64 of the index in the stream of the seed. */
double uniform_of(unsigned long seed, unsigned long index)
{
    uint64_t z = seed * UINT64_C(0xD1342543DE82EF95)
        + (index + 1) * UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return ((double)(z >> 12) + 0.5) * 0x1p-52;
}

static double draw(const family *f, unsigned long seed, unsigned long index)
{
    const double u = uniform_of(seed, 2 * index), v = uniform_of(seed, 2 * index + 1);

    return f->normal ? f->spread * sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v)
                     : f->spread * (2.0 * u - 1.0);
}

static void sort(size_t n, double *x)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && x[k] < x[k - 1]; k--) {
            const double t = x[k];

            x[k] = x[k - 1];
            x[k - 1] = t;
        }
}

/* Nodes: sorted uniform, with the ends at 0 and 1; then divided differences in
 * place of the ordinates. */
static void interpolate(member *m, const family *f, unsigned long seed,
                        unsigned long first)
{
    double *x = m->p, *y = m->p + FAMILY_NODES;

    for (unsigned long i = 0; i < FAMILY_NODES; i++) {
        x[i] = uniform_of(seed, 2 * first + 1000 + i);
        y[i] = draw(f, seed, first + i);
    }
    sort(FAMILY_NODES, x);
    x[0] = 0.0;
    x[FAMILY_NODES - 1] = 1.0;
    for (size_t k = 1; k < FAMILY_NODES; k++)
        for (size_t i = FAMILY_NODES; i-- > k; )
            y[i] = (y[i] - y[i - 1]) / (x[i] - x[i - k]);
}

member member_draw(const family *f, unsigned long seed, unsigned long index)
{
    const unsigned long first = 10000 * index;
    member m = { .shape = f->shape };

    if (f->shape == FAMILY_POLYNOMIAL)
        interpolate(&m, f, seed, first);
    else
        for (unsigned long i = 0; i < 2 * FAMILY_TERMS; i++)
            m.p[i] = draw(f, seed, first + i);
    return m;
}

double member_value(double x, void *data)
{
    const member *m = data;
    double y = 0.0;

    switch (m->shape) {
    case FAMILY_POLYNOMIAL:
        for (size_t i = FAMILY_NODES; i-- > 0; )
            y = y * (x - m->p[i]) + m->p[FAMILY_NODES + i];
        break;
    case FAMILY_COSINE:
        for (size_t i = 0; i < FAMILY_TERMS; i++)
            y += m->p[2 * i] * cos(6.283185307179586 * m->p[2 * i + 1] * x);
        break;
    case FAMILY_EXP_SINC:
        y = 0.5 * exp(m->p[0] * x) + square(sinc(m->p[1] * x));
        break;
    }
    return y;
}

double true_error(const paramod_knots *knots, double (*f)(double, void *), void *data,
                  double scale, unsigned long seed)
{
    enum { PLACES = 15 };
    const double *x = paramod_knots_x(knots);
    const paramod_spline *s = paramod_knots_spline(knots, 0);
    const size_t pieces = paramod_spline_pieces(s);
    double worst = 0.0;

    for (size_t i = 0; i < pieces; i++)
        for (unsigned long k = 0; k < PLACES; k++) {
            const double t = ((double)k + uniform_of(seed, PLACES * i + k)) / PLACES;
            const double at = x[i] + t * (x[i + 1] - x[i]), y = f(at, data);
            const double off = fabs(paramod_spline_value(s, at) - y);

            if (off > worst * (fabs(y) + scale))
                worst = off / (fabs(y) + scale);
        }
    return worst;
}
