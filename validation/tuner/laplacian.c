/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include <paramod/sor.h>

#include "tuner/problems.h"

enum { S = LAPLACIAN_SIDE, N = LAPLACIAN_ROWS };

static const double pi = 3.14159265358979323846;

static double neighbours(const double *x, size_t i, size_t j)
{
    const double *const at = x + i * S + j;

    return (i > 0 ? at[-S] : 0) + (i < S - 1 ? at[S] : 0) + (j > 0 ? at[-1] : 0)
        + (j < S - 1 ? at[1] : 0);
}

static double residual_norm(double d, const double *b, const double *x)
{
    double sum = 0;

    for (size_t k = 0; k < N; k++) {
        const double r = b[k] + neighbours(x, k / S, k % S) - d * x[k];

        sum += r * r;
    }
    return sqrt(sum);
}

double laplacian_sor(double c, double omega, const double *b, double *rate)
{
    const double d = 4 + c;
    double x[N] = { 0 }, first, norm, last;
    size_t k = 0;

    first = norm = residual_norm(d, b, x);
    do {
        for (size_t i = 0; i < N; i++)
            x[i] += omega * ((b[i] + neighbours(x, i / S, i % S)) / d - x[i]);
        last = norm;
        norm = residual_norm(d, b, x);
        k++;
    } while (!(norm < 1e-8 * first) && k < 10000);
    if (rate != NULL)
        *rate = norm / last;
    return (double)k;
}

double laplacian_adaptive(double c, double omega, const double *b)
{
    paramod_sor_adaptation a = paramod_sor_adaptation_begin(omega);
    const double d = 4 + c;
    double x[N] = { 0 };
    const double first = residual_norm(d, b, x);
    size_t k = 0;

    do {
        double square = 0;

        for (size_t i = 0; i < N; i++) {
            const double step = omega * ((b[i] + neighbours(x, i / S, i % S)) / d - x[i]);

            x[i] += step;
            square += step * step;
        }
        omega = paramod_sor_adaptation_step(&a, sqrt(square));
        k++;
    } while (!(residual_norm(d, b, x) < 1e-8 * first) && k < 10000);
    return (double)k;
}

double laplacian_chebyshev(double c, double beta, const double *b)
{
    const double d = 4 + c, square = beta * beta;
    double x[N] = { 0 }, omega = 1;
    const double first = residual_norm(d, b, x);

    for (size_t k = 1;; k++) {
        for (size_t colour = 0; colour < 2; colour++) {
            for (size_t i = 0; i < N; i++)
                if ((i / S + i % S) % 2 == colour)
                    x[i] += omega * ((b[i] + neighbours(x, i / S, i % S)) / d - x[i]);
            omega = k == 1 && colour == 0 ? 1 / (1 - square / 2)
                                          : 1 / (1 - square * omega / 4);
        }
        if (residual_norm(d, b, x) < 1e-8 * first || k == 10000)
            return (double)k;
    }
}

double laplacian_omega(double c)
{
    const double least = 8 * pow(sin(pi / 22), 2);
    const double beta = (4 - least) / (4 + c);

    return 2 / (1 + sqrt((1 - beta) * (1 + beta)));
}

/* Beta(2, 6) is the law of the second least of seven uniform numbers, and
 * Beta(1/2, 3/2) that of z_1^2 / (z_1^2 + .. + z_4^2). */
double draw_shift(paramod_random *random, size_t law)
{
    double least = 1, second = 1, head = 0, sum = 0;

    for (size_t i = 0; law == 0 && i < 7; i++) {
        const double u = paramod_random_uniform(random);

        second = fmin(second, fmax(u, least));
        least = fmin(least, u);
    }
    for (size_t i = 0; law == 1 && i < 4; i++) {
        const double z = paramod_random_normal(random);

        head = i == 0 ? z * z : head;
        sum += z * z;
    }
    return -0.15 + 0.6 * (law == 0 ? second : head / sum);
}

void draw_ball(paramod_random *random, double *b)
{
    double square;

    do {
        square = 0;
        for (size_t i = 0; i < N; i++) {
            b[i] = paramod_random_normal(random);
            square += b[i] * b[i];
        }
    } while (square > N);
}
