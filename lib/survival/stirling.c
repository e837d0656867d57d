/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "survival/stirling_impl.h"

/* B_2j / (2j (2j - 1)), Abramowitz and Stegun 6.1.41: from a = 10 on, the
 * first term left out is below 2e-17 of the sum. */
static const double coefficient[] = {
    1.0 / 12.0,          -1.0 / 360.0,        1.0 / 1260.0,
    -1.0 / 1680.0,       1.0 / 1188.0,        -691.0 / 360360.0,
    1.0 / 156.0,         -3617.0 / 122400.0,  43867.0 / 244188.0,
};

enum { TERMS = sizeof coefficient / sizeof coefficient[0] };

/* The asymptotic series sum_j c_j a^(1 - 2j), term by term differentiated. */
static void series(double a, double rho[3])
{
    const double x = 1.0 / a, x2 = x * x;
    double value = 0.0, first = 0.0, second = 0.0;

    for (int j = TERMS - 1; j >= 0; j--) {
        const double power = 2.0 * j + 1.0;

        value = value * x2 + coefficient[j];
        first = first * x2 - power * coefficient[j];
        second = second * x2 + power * (power + 1.0) * coefficient[j];
    }
    rho[0] = value * x;
    rho[1] = first * x2;
    rho[2] = second * x2 * x;
}

/* Below 10, rho(a) = rho(a + 1) + r(a) with
 *     r   = (a + 1/2) log(1 + 1/a) - 1 > 0,
 *     r'  = log(1 + 1/a) - (a + 1/2) / (a (a + 1)) < 0,
 *     r'' = 1 / (2 a^2 (a + 1)^2) > 0.
 * All terms of one sum have the same sign.  r and r' cancel for large a: with
 * y = 1 / (2a + 1), log(1 + 1/a) = 2 atanh(y), so r = atanh(y)/y - 1 and
 * r' = 2 (atanh(y) - y / (1 - y^2)), which have series in y^2. */
static void step(double a, double rho[3])
{
    const double y = 1.0 / (2.0 * a + 1.0), y2 = y * y;
    double r = 0.0, r_1 = 0.0;

    if (a < 0.5) {
        const double l = log1p(1.0 / a);

        r = (a + 0.5) * l - 1.0;
        r_1 = l - (a + 0.5) / (a * (a + 1.0));
    } else {
        for (int j = 30; j >= 1; j--) { /* y^2 <= 1/4 */
            r = (r + 1.0 / (2 * j + 1)) * y2;
            r_1 = (r_1 + 1.0 / (2 * j + 1) - 1.0) * y2;
        }
        r_1 *= 2.0 * y;
    }
    rho[0] += r;
    rho[1] += r_1;
    rho[2] += 0.5 / (a * a * (a + 1.0) * (a + 1.0));
}

void paramod_i_stirling(double a, double rho[3])
{
    int steps = 0;

    while (a + steps < 10.0)
        steps++;
    series(a + steps, rho);
    while (steps > 0)
        step(a + --steps, rho);
}
