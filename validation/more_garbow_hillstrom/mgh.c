/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbered and written as in the paper, but for indices from 0. */

#include <math.h>

#include "mgh.h"

#define FUNCTION(name) \
    static void name(size_t n, size_t m, const double complex *x, \
                     double complex *r)
#define UNUSED(n, m) ((void)(n), (void)(m))

static const double turn = 6.283185307179586476925;

FUNCTION(rosenbrock)
{
    UNUSED(n, m);
    r[0] = 10.0 * (x[1] - x[0] * x[0]);
    r[1] = 1.0 - x[0];
}

FUNCTION(freudenstein_roth)
{
    UNUSED(n, m);
    r[0] = -13.0 + x[0] + ((5.0 - x[1]) * x[1] - 2.0) * x[1];
    r[1] = -29.0 + x[0] + ((x[1] + 1.0) * x[1] - 14.0) * x[1];
}

FUNCTION(powell_badly_scaled)
{
    UNUSED(n, m);
    r[0] = 1e4 * x[0] * x[1] - 1.0;
    r[1] = cexp(-x[0]) + cexp(-x[1]) - 1.0001;
}

FUNCTION(brown_badly_scaled)
{
    UNUSED(n, m);
    r[0] = x[0] - 1e6;
    r[1] = x[1] - 2e-6;
    r[2] = x[0] * x[1] - 2.0;
}

FUNCTION(beale)
{
    UNUSED(n, m);
    r[0] = 1.5 - x[0] * (1.0 - x[1]);
    r[1] = 2.25 - x[0] * (1.0 - x[1] * x[1]);
    r[2] = 2.625 - x[0] * (1.0 - x[1] * x[1] * x[1]);
}

FUNCTION(jennrich_sampson)
{
    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double t = (double)i + 1.0;

        r[i] = 2.0 + 2.0 * t - (cexp(t * x[0]) + cexp(t * x[1]));
    }
}

FUNCTION(helical_valley)
{
    const double complex angle = catan(x[1] / x[0]) / turn +
                                 (creal(x[0]) < 0.0 ? 0.5 : 0.0);

    UNUSED(n, m);
    r[0] = 10.0 * (x[2] - 10.0 * angle);
    r[1] = 10.0 * (csqrt(x[0] * x[0] + x[1] * x[1]) - 1.0);
    r[2] = x[2];
}

FUNCTION(bard)
{
    static const double y[] = { 0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39,
                                0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39 };

    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double u = (double)i + 1.0;
        const double v = 16.0 - u;

        r[i] = y[i] - (x[0] + u / (v * x[1] + fmin(u, v) * x[2]));
    }
}

FUNCTION(gaussian)
{
    static const double y[] = { 0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420,
                                0.3521, 0.3989, 0.3521, 0.2420, 0.1295, 0.0540,
                                0.0175, 0.0044, 0.0009 };

    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double complex d = (7.0 - (double)i) / 2.0 - x[2];

        r[i] = x[0] * cexp(-0.5 * x[1] * d * d) - y[i];
    }
}

FUNCTION(meyer)
{
    static const double y[] = { 34780, 28610, 23650, 19630, 16370, 13720, 11540,
                                9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307,
                                2872 };

    (void)n;
    for (size_t i = 0; i < m; i++)
        r[i] = x[0] * cexp(x[1] / (50.0 + 5.0 * (double)i + x[2])) - y[i];
}

FUNCTION(gulf)
{
    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double t = ((double)i + 1.0) / 100.0;
        const double y = 25.0 + pow(-50.0 * log(t), 2.0 / 3.0);
        const double complex d = creal(y - x[1]) < 0.0 ? x[1] - y : y - x[1];

        r[i] = cexp(-cpow(d, x[2]) / x[0]) - t;
    }
}

FUNCTION(box)
{
    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double t = 0.1 * ((double)i + 1.0);

        r[i] = cexp(-t * x[0]) - cexp(-t * x[1]) -
               x[2] * (exp(-t) - exp(-10.0 * t));
    }
}

FUNCTION(powell_singular)
{
    (void)m;
    for (size_t i = 0; i < n; i += 4) {
        const double complex p = x[i + 1] - 2.0 * x[i + 2];
        const double complex q = x[i] - x[i + 3];

        r[i] = x[i] + 10.0 * x[i + 1];
        r[i + 1] = sqrt(5.0) * (x[i + 2] - x[i + 3]);
        r[i + 2] = p * p;
        r[i + 3] = sqrt(10.0) * q * q;
    }
}

FUNCTION(wood)
{
    UNUSED(n, m);
    r[0] = 10.0 * (x[1] - x[0] * x[0]);
    r[1] = 1.0 - x[0];
    r[2] = sqrt(90.0) * (x[3] - x[2] * x[2]);
    r[3] = 1.0 - x[2];
    r[4] = sqrt(10.0) * (x[1] + x[3] - 2.0);
    r[5] = (x[1] - x[3]) / sqrt(10.0);
}

FUNCTION(kowalik_osborne)
{
    static const double y[] = { 0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627,
                                0.0456, 0.0342, 0.0323, 0.0235, 0.0246 };
    static const double u[] = { 4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1,
                                0.0833, 0.0714, 0.0625 };

    (void)n;
    for (size_t i = 0; i < m; i++)
        r[i] = y[i] - x[0] * (u[i] * u[i] + u[i] * x[1]) /
                      (u[i] * u[i] + u[i] * x[2] + x[3]);
}

FUNCTION(brown_dennis)
{
    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double t = ((double)i + 1.0) / 5.0;
        const double complex p = x[0] + t * x[1] - exp(t);
        const double complex q = x[2] + sin(t) * x[3] - cos(t);

        r[i] = p * p + q * q;
    }
}

FUNCTION(osborne_1)
{
    static const double y[] = {
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751,
        0.718, 0.685, 0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490,
        0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406 };

    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double t = 10.0 * (double)i;

        r[i] = y[i] - (x[0] + x[1] * cexp(-t * x[3]) + x[2] * cexp(-t * x[4]));
    }
}

FUNCTION(biggs_exp6)
{
    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double t = 0.1 * ((double)i + 1.0);
        const double y = exp(-t) - 5.0 * exp(-10.0 * t) + 3.0 * exp(-4.0 * t);

        r[i] = x[2] * cexp(-t * x[0]) - x[3] * cexp(-t * x[1]) +
               x[5] * cexp(-t * x[4]) - y;
    }
}

FUNCTION(osborne_2)
{
    static const double y[] = {
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746,
        0.679, 0.608, 0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649,
        0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395,
        0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653,
        0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739,
        0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054 };

    (void)n;
    for (size_t i = 0; i < m; i++) {
        const double t = (double)i / 10.0;

        r[i] = y[i] - x[0] * cexp(-t * x[4]);
        for (size_t j = 1; j < 4; j++) {
            const double complex d = t - x[7 + j];

            r[i] -= x[j] * cexp(-d * d * x[4 + j]);
        }
    }
}

FUNCTION(watson)
{
    for (size_t i = 0; i + 2 < m; i++) {
        const double t = ((double)i + 1.0) / 29.0;
        double complex slope = 0.0, sum = 0.0;

        for (size_t j = n; j-- > 0;) {
            sum = sum * t + x[j];
            if (j > 0)
                slope = slope * t + (double)j * x[j];
        }
        r[i] = slope - sum * sum - 1.0;
    }
    r[m - 2] = x[0];
    r[m - 1] = x[1] - x[0] * x[0] - 1.0;
}

FUNCTION(extended_rosenbrock)
{
    (void)m;
    for (size_t i = 0; i < n; i += 2)
        rosenbrock(2, 2, x + i, r + i);
}

FUNCTION(penalty_1)
{
    (void)m;
    r[n] = -0.25;
    for (size_t i = 0; i < n; i++) {
        r[i] = sqrt(1e-5) * (x[i] - 1.0);
        r[n] += x[i] * x[i];
    }
}

FUNCTION(penalty_2)
{
    const double a = sqrt(1e-5);

    (void)m;
    r[0] = x[0] - 0.2;
    for (size_t i = 1; i < n; i++) {
        const double t = ((double)i + 1.0) / 10.0;

        r[i] = a * (cexp(x[i] / 10.0) + cexp(x[i - 1] / 10.0) - exp(t) -
                    exp(t - 0.1));
        r[n + i - 1] = a * (cexp(x[i] / 10.0) - exp(-0.1));
    }
    r[2 * n - 1] = -1.0;
    for (size_t i = 0; i < n; i++)
        r[2 * n - 1] += (double)(n - i) * x[i] * x[i];
}

FUNCTION(variably_dimensioned)
{
    double complex sum = 0.0;

    (void)m;
    for (size_t i = 0; i < n; i++) {
        r[i] = x[i] - 1.0;
        sum += ((double)i + 1.0) * (x[i] - 1.0);
    }
    r[n] = sum;
    r[n + 1] = sum * sum;
}

FUNCTION(trigonometric)
{
    double complex sum = 0.0;

    (void)m;
    for (size_t i = 0; i < n; i++)
        sum += ccos(x[i]);
    for (size_t i = 0; i < n; i++)
        r[i] = (double)n - sum + ((double)i + 1.0) * (1.0 - ccos(x[i])) - csin(x[i]);
}

FUNCTION(brown_almost_linear)
{
    double complex sum = -(double)n - 1.0, product = 1.0;

    (void)m;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        product *= x[i];
    }
    for (size_t i = 0; i + 1 < n; i++)
        r[i] = x[i] + sum;
    r[n - 1] = product - 1.0;
}

FUNCTION(discrete_boundary)
{
    const double h = 1.0 / ((double)n + 1.0);

    (void)m;
    for (size_t i = 0; i < n; i++) {
        const double complex c = x[i] + ((double)i + 1.0) * h + 1.0;

        r[i] = 2.0 * x[i] - (i > 0 ? x[i - 1] : 0.0) -
               (i + 1 < n ? x[i + 1] : 0.0) + 0.5 * h * h * c * c * c;
    }
}

FUNCTION(discrete_integral)
{
    const double h = 1.0 / ((double)n + 1.0);

    (void)m;
    for (size_t i = 0; i < n; i++) {
        const double t = ((double)i + 1.0) * h;

        r[i] = x[i];
        for (size_t j = 0; j < n; j++) {
            const double s = ((double)j + 1.0) * h;
            const double complex c = x[j] + s + 1.0;

            r[i] += 0.5 * h * (j <= i ? (1.0 - t) * s : t * (1.0 - s)) * c * c * c;
        }
    }
}

FUNCTION(broyden_tridiagonal)
{
    (void)m;
    for (size_t i = 0; i < n; i++)
        r[i] = (3.0 - 2.0 * x[i]) * x[i] - (i > 0 ? x[i - 1] : 0.0) -
               2.0 * (i + 1 < n ? x[i + 1] : 0.0) + 1.0;
}

FUNCTION(broyden_banded)
{
    (void)m;
    for (size_t i = 0; i < n; i++) {
        r[i] = x[i] * (2.0 + 5.0 * x[i] * x[i]) + 1.0;
        for (size_t j = i > 5 ? i - 5 : 0; j < n && j <= i + 1; j++)
            if (j != i)
                r[i] -= x[j] * (1.0 + x[j]);
    }
}

FUNCTION(linear_full_rank)
{
    double complex sum = 0.0;

    for (size_t j = 0; j < n; j++)
        sum += x[j];
    for (size_t i = 0; i < m; i++)
        r[i] = (i < n ? x[i] : 0.0) - 2.0 * sum / (double)m - 1.0;
}

FUNCTION(linear_rank_1)
{
    double complex sum = 0.0;

    for (size_t j = 0; j < n; j++)
        sum += ((double)j + 1.0) * x[j];
    for (size_t i = 0; i < m; i++)
        r[i] = ((double)i + 1.0) * sum - 1.0;
}

FUNCTION(linear_rank_1_zero)
{
    double complex sum = 0.0;

    for (size_t j = 1; j + 1 < n; j++)
        sum += ((double)j + 1.0) * x[j];
    for (size_t i = 0; i < m; i++)
        r[i] = (i > 0 && i + 1 < m ? (double)i * sum : 0.0) - 1.0;
}

FUNCTION(chebyquad)
{
    for (size_t i = 0; i < m; i++)
        r[i] = i % 2 == 0 ? 0.0 : 1.0 / (((double)i + 1.0) * ((double)i + 1.0) - 1.0);
    for (size_t j = 0; j < n; j++) {
        const double complex y = 2.0 * x[j] - 1.0;
        double complex before = 1.0, now = y;

        for (size_t i = 0; i < m; i++) {
            const double complex next = 2.0 * y * now - before;

            r[i] += now / (double)n;
            before = now;
            now = next;
        }
    }
}

/* Minima: see README.md for where they come from. */
const mgh_problem mgh_problems[MGH_PROBLEMS] = {
    { "Rosenbrock", rosenbrock, 2, 2, { -1.2, 1 }, 1, { 0 }, 3 },
    { "Freudenstein-Roth", freudenstein_roth, 2, 2, { 0.5, -2 }, 2,
      { 0, 48.98425367924 }, 3 },
    { "Powell badly scaled", powell_badly_scaled, 2, 2, { 0, 1 }, 1, { 0 }, 1 },
    { "Brown badly scaled", brown_badly_scaled, 2, 3, { 1, 1 }, 1, { 0 }, 1 },
    { "Beale", beale, 2, 3, { 1, 1 }, 1, { 0 }, 1 },
    { "Jennrich-Sampson", jennrich_sampson, 2, 10, { 0.3, 0.4 }, 1,
      { 124.3621823556 }, 1 },
    { "Helical valley", helical_valley, 3, 3, { -1, 0, 0 }, 1, { 0 }, 3 },
    { "Bard", bard, 3, 15, { 1, 1, 1 }, 2, { 8.214877306579e-3, 17.42869333 }, 3 },
    { "Gaussian", gaussian, 3, 15, { 0.4, 1, 0 }, 1, { 1.127932769619e-8 }, 1 },
    { "Meyer", meyer, 3, 16, { 0.02, 4000, 250 }, 1, { 87.94585517097 }, 1 },
    { "Gulf", gulf, 3, 99, { 5, 2.5, 0.15 }, 1, { 0 }, 1 },
    { "Box 3-D", box, 3, 10, { 0, 10, 20 }, 1, { 0 }, 1 },
    { "Powell singular", powell_singular, 4, 4, { 3, -1, 0, 1 }, 1, { 0 }, 3 },
    { "Wood", wood, 4, 6, { -3, -1, -3, -1 }, 1, { 0 }, 1 },
    { "Kowalik-Osborne", kowalik_osborne, 4, 11, { 0.25, 0.39, 0.415, 0.39 }, 2,
      { 3.075056038492e-4, 3.205219e-2 * 3.205219e-2 }, 3 },
    { "Brown-Dennis", brown_dennis, 4, 20, { 25, 5, -5, -1 }, 1,
      { 85822.20162636 }, 3 },
    { "Osborne 1", osborne_1, 5, 33, { 0.5, 1.5, -1, 0.01, 0.02 }, 1,
      { 5.464894697483e-5 }, 1 },
    { "Biggs EXP6", biggs_exp6, 6, 13, { 1, 2, 1, 1, 1, 1 }, 2,
      { 0, 5.655649925e-3 }, 1 },
    { "Osborne 2", osborne_2, 11, 65,
      { 1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5 }, 1,
      { 4.013773629355e-2 }, 1 },
    { "Watson", watson, 6, 31, { 0 }, 1, { 2.287670053552e-3 }, 1 },
    { "Extended Rosenbrock", extended_rosenbrock, 10, 10,
      { -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1, -1.2, 1 }, 1, { 0 }, 3 },
    { "Extended Powell", powell_singular, 12, 12,
      { 3, -1, 0, 1, 3, -1, 0, 1, 3, -1, 0, 1 }, 1, { 0 }, 3 },
    { "Penalty I", penalty_1, 4, 5, { 1, 2, 3, 4 }, 1, { 2.249977500089e-5 }, 1 },
    { "Penalty II", penalty_2, 4, 8, { 0.5, 0.5, 0.5, 0.5 }, 1,
      { 9.376293278487e-6 }, 1 },
    { "Variably dimensioned", variably_dimensioned, 10, 12,
      { 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0 }, 1, { 0 }, 3 },
    { "Trigonometric", trigonometric, 10, 10,
      { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 2,
      { 0, 2.795056121876e-5 }, 1 },
    { "Brown almost linear", brown_almost_linear, 10, 10,
      { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 }, 2, { 0, 1 }, 3 },
    { "Discrete boundary value", discrete_boundary, 10, 10,
      { -0.0826446281, -0.1487603306, -0.1983471074, -0.2314049587, -0.2479338843,
        -0.2479338843, -0.2314049587, -0.1983471074, -0.1487603306, -0.0826446281 },
      1, { 0 }, 3 },
    { "Discrete integral", discrete_integral, 10, 10,
      { -0.0826446281, -0.1487603306, -0.1983471074, -0.2314049587, -0.2479338843,
        -0.2479338843, -0.2314049587, -0.1983471074, -0.1487603306, -0.0826446281 },
      1, { 0 }, 3 },
    { "Broyden tridiagonal", broyden_tridiagonal, 10, 10,
      { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 }, 1, { 0 }, 3 },
    { "Broyden banded", broyden_banded, 10, 10,
      { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 }, 1, { 0 }, 3 },
    { "Linear, full rank", linear_full_rank, 5, 10, { 1, 1, 1, 1, 1 }, 1, { 5 }, 1 },
    { "Linear, rank 1", linear_rank_1, 5, 10, { 1, 1, 1, 1, 1 }, 1,
      { 15.0 / 7.0 }, 1 },
    { "Linear, rank 1, zeros", linear_rank_1_zero, 5, 10, { 1, 1, 1, 1, 1 }, 1,
      { 62.0 / 17.0 }, 1 },
    { "Chebyquad", chebyquad, 8, 8,
      { 1.0 / 9, 2.0 / 9, 3.0 / 9, 4.0 / 9, 5.0 / 9, 6.0 / 9, 7.0 / 9, 8.0 / 9 }, 1,
      { 3.516873725677e-3 }, 1 },
};

/* ---- as models ------------------------------------------------------------- */

static paramod_eval residual(const double *theta, double *r, void *data)
{
    const mgh_problem *p = data;
    double complex x[MGH_MOST_PARAMETERS], value[128];

    for (size_t j = 0; j < p->n; j++)
        x[j] = theta[j];
    p->function(p->n, p->m, x, value);
    for (size_t i = 0; i < p->m; i++)
        r[i] = creal(value[i]);
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *j, void *data)
{
    const mgh_problem *p = data;
    const double h = 1e-100;
    double complex x[MGH_MOST_PARAMETERS], value[128];

    for (size_t c = 0; c < p->n; c++) {
        for (size_t l = 0; l < p->n; l++)
            x[l] = theta[l] + (l == c ? h : 0.0) * _Complex_I;
        p->function(p->n, p->m, x, value);
        for (size_t i = 0; i < p->m; i++)
            j[i * p->n + c] = cimag(value[i]) / h;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval log_likelihood(const double *theta, double *value, void *data)
{
    const mgh_problem *p = data;
    double r[128];

    (void)residual(theta, r, data);
    *value = 0.0;
    for (size_t i = 0; i < p->m; i++)
        *value -= r[i] * r[i];
    return PARAMOD_EVAL_OK;
}

static paramod_eval gradient(const double *theta, double *value, double *g,
                             void *data)
{
    const mgh_problem *p = data;
    double r[128], j[128 * MGH_MOST_PARAMETERS];

    (void)residual(theta, r, data);
    (void)jacobian(theta, j, data);
    for (size_t c = 0; c < p->n; c++)
        g[c] = 0.0;
    for (size_t i = 0; i < p->m; i++)
        for (size_t c = 0; c < p->n; c++)
            g[c] -= 2.0 * r[i] * j[i * p->n + c];
    return log_likelihood(theta, value, data);
}

/* The callbacks only read the problem. */
static void *as_data(const mgh_problem *problem)
{
    union { const mgh_problem *in; void *out; } data = { problem };

    return data.out;
}

paramod_residuals mgh_residuals(const mgh_problem *problem)
{
    return (paramod_residuals){ .size = sizeof(paramod_residuals),
                                .data = as_data(problem), .count = problem->m,
                                .residual = residual, .jacobian = jacobian };
}

paramod_likelihood mgh_likelihood(const mgh_problem *problem)
{
    return (paramod_likelihood){ .size = sizeof(paramod_likelihood),
                                 .data = as_data(problem),
                                 .value = log_likelihood, .gradient = gradient };
}
