/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Methods of the form g(t) = (1 / t) Re sum over k of w_k G(z_k / t), with nodes and
 * weights that do not depend on t (J. Abate, W. Whitt, INFORMS J. Comput. 18 (2006)
 * 408-421).
 */

#include <float.h>
#include <math.h>

#include "chroma/invert_impl.h"

static const double pi = 3.141592653589793;
static const double ln_2 = 0.6931471805599453, ln_10 = 2.302585092994046;

size_t paramod_i_contour_room(size_t terms)
{
    return 2 * (2 * terms + 1);
}

static void sum(const paramod_i_inversion *run, size_t nodes, const double complex *z,
                const double complex *weight)
{
    for (size_t i = 0; i < run->count; i++) {
        const double t = run->times[i];
        double total = 0.0, magnitude = 0.0;

        for (size_t k = 0; k < nodes; k++) {
            const double complex term = weight[k] * paramod_i_image_at(run->image, z[k] / t);

            total += creal(term);
            magnitude += cabs(term);
        }
        run->g[i] = total / t;
        run->rounding[i] = DBL_EPSILON * magnitude / t;
    }
}

/*
 * z(theta) = n (0.5017 theta cot(0.6407 theta) - 0.6122 + 0.2645 i theta) at the n
 * midpoints of (-pi, pi), the lower half being the conjugate of the upper; the error falls
 * like 3.89^-n where the singularities are on the negative axis.
 */
void paramod_i_talbot(const paramod_i_inversion *run)
{
    const size_t half = (run->terms + 1) / 2;
    const double n = 2.0 * (double)half;
    double complex *const z = run->room, *const weight = run->room + half;

    for (size_t k = 0; k < half; k++) {
        const double theta = (2.0 * (double)k + 1.0) * pi / n, angle = 0.6407 * theta;
        const double cot = 1.0 / tan(angle), sine = sin(angle);
        const double complex slope = n * CMPLX(0.5017 * (cot - angle / (sine * sine)),
                                               0.2645);

        z[k] = n * CMPLX(0.5017 * theta * cot - 0.6122, 0.2645 * theta);
        weight[k] = 2.0 / n * CMPLX(0.0, -1.0) * cexp(z[k]) * slope;
    }
    sum(run, half, z, weight);
}

/*
 * z_k = m ln(10) / 3 + i pi k, k = 0 .. 2m, and weights 10^(m/3) (-1)^k xi_k with xi_0 =
 * 1/2, xi_k = 1 up to m, and then the upper tails of a binomial distribution with m
 * trials of probability 1/2.
 */
void paramod_i_euler(const paramod_i_inversion *run)
{
    const size_t m = run->terms;
    const double scale = pow(10.0, (double)m / 3.0);
    double complex *const z = run->room, *const weight = run->room + 2 * m + 1;
    double chance = ldexp(1.0, -(int)m), tail = chance;

    for (size_t k = 0; k <= 2 * m; k++) {
        z[k] = CMPLX((double)m * ln_10 / 3.0, pi * (double)k);
        weight[k] = k % 2 == 0 ? scale : -scale;
    }
    weight[0] *= 0.5;
    for (size_t j = 0; j < m; j++) {
        weight[2 * m - j] *= tail;
        chance *= (double)(m - j) / ((double)j + 1.0);
        tail += chance;
    }
    sum(run, 2 * m + 1, z, weight);
}

static double factorial(size_t n)
{
    return tgamma((double)n + 1.0);
}

/* Of n = 2 m terms, the k-th: ln(2) (-1)^(k+m) / m! times the sum over j of j^(m+1)
 * C(m, j) C(2j, j) C(j, k-j); all numbers up to m = 10 are exact. */
static double stehfest_weight(size_t m, size_t k)
{
    double total = 0.0;

    for (size_t j = (k + 1) / 2; j <= (k < m ? k : m); j++)
        total += pow((double)j, (double)m) * factorial(2 * j) /
                 (factorial(m - j) * factorial(j) * factorial(j - 1) * factorial(k - j) *
                  factorial(2 * j - k));
    return (k + m) % 2 == 0 ? ln_2 * total : -ln_2 * total;
}

void paramod_i_stehfest(const paramod_i_inversion *run)
{
    const size_t m = (run->terms + 1) / 2, n = 2 * m;
    double complex *const z = run->room, *const weight = run->room + n;

    for (size_t k = 1; k <= n; k++) {
        z[k - 1] = ln_2 * (double)k;
        weight[k - 1] = stehfest_weight(m, k);
    }
    sum(run, n, z, weight);
}
