/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gaussian elimination and the spectral radius. */

#include <math.h>
#include <string.h>

#include "sem/inverse_impl.h"

static void exchange(double *a, double *b, size_t columns)
{
    for (size_t j = 0; a != b && j < columns; j++) {
        const double held = a[j];

        a[j] = b[j];
        b[j] = held;
    }
}

static size_t pivot_of(size_t n, const double *a, size_t k)
{
    size_t best = k;

    for (size_t i = k + 1; i < n; i++)
        if (fabs(a[i * n + k]) > fabs(a[best * n + k]))
            best = i;
    return best;
}

static void subtract(double *row, const double *pivot, double factor, size_t from,
                     size_t columns)
{
    for (size_t j = from; factor != 0 && j < columns; j++)
        row[j] -= factor * pivot[j];
}

double paramod_i_solve(size_t n, size_t m, double *a, double *b)
{
    double det = 1;

    for (size_t k = 0; k < n; k++) {
        const size_t best = pivot_of(n, a, k);

        if (best != k)
            det = -det;
        exchange(a + k * n, a + best * n, n);
        exchange(b + k * m, b + best * m, m);
        det *= a[k * n + k];
        if (a[k * n + k] == 0)
            return 0;
        for (size_t i = k + 1; i < n; i++) {
            const double factor = a[i * n + k] / a[k * n + k];

            subtract(a + i * n, a + k * n, factor, k, n);
            subtract(b + i * m, b + k * m, factor, 0, m);
        }
    }
    for (size_t k = n; k-- > 0;) {
        for (size_t j = k + 1; j < n; j++)
            subtract(b + k * m, b + j * m, a[k * n + j], 0, m);
        for (size_t j = 0; j < m; j++)
            b[k * m + j] /= a[k * n + k];
    }
    return det;
}

static double largest(size_t count, const double *a)
{
    double most = 0;

    for (size_t k = 0; k < count; k++)
        most = fmax(most, fabs(a[k]));
    return most;
}

/* Gelfand: rho = lim |A^m|^(1/m).  After k squarings, each scaled to largest
 * entry 1, the sum of the logarithms of the scales divided by 2^k is log rho
 * with an error of O(n log n / 2^k): below rounding for k = 60. */
double paramod_i_spectral_radius(size_t n, const double *a, double *work)
{
    double *power = work, *square = work + n * n, log_rho = 0, weight = 1;

    memcpy(power, a, n * n * sizeof *power);
    for (int k = 0; k < 60; k++) {
        const double scale = largest(n * n, power);

        if (scale == 0)
            return 0; /* nilpotent, as without cycles */
        log_rho += weight * log(scale);
        weight /= 2;
        memset(square, 0, n * n * sizeof *square);
        for (size_t i = 0; i < n; i++)
            for (size_t l = 0; l < n; l++) {
                const double x = power[i * n + l] / scale;

                for (size_t j = 0; x != 0 && j < n; j++)
                    square[i * n + j] += x * (power[l * n + j] / scale);
            }
        memcpy(power, square, n * n * sizeof *power);
    }
    return exp(log_rho);
}
