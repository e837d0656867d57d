/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Goldstein's J (S. Goldstein, Proc. R. Soc. A 219 (1953) 151-171): the
 * probability that independent Poisson variables of means a and b satisfy
 * N_b >= N_a.
 *
 *     J(a, b)     = e^-a + integral from 0 to b of J_b(a, v) dv
 *     1 - J(a, b) = integral from 0 to a of e^-(b+t) I0(2 sqrt(b t)) dt
 *
 * All terms are positive, so the smaller of J and 1 - J comes with a relative
 * error, however small it is.
 */

#include <math.h>

#include <paramod/chroma.h>

#include "chroma/goldstein_impl.h"

/* What is left out beyond an exponent this far below its largest. */
#define NEGLIGIBLE 44.0
/* Largest change of the exponent, and length, of one panel (see panel.c). */
#define EXPONENT 14.0
#define LENGTH 3.0

/* How far to go from distance s to the peak until s^2 has grown by drop. */
static double reach(double s, double drop)
{
    return drop / (sqrt(s * s + drop) + s);
}

/*
 * Panels from w away from the peak at sqrt(a), whose distance is s >= 0;
 * direction -1 for downwards.
 */
static void integrate_away(double root_a, double w, double s, double length,
                           int direction, int order, paramod_i_panel_sums *sums)
{
    double left = fmin(length, reach(s, NEGLIGIBLE));

    while (left > 0.0) {
        const double step = fmin(left, fmin(LENGTH, reach(s, EXPONENT)));

        if (direction < 0)
            paramod_i_panel_integrate(root_a, fmax(w - step, 0.0), s + step,
                                      step, order, sums);
        else
            paramod_i_panel_integrate(root_a, w, -s, step, order, sums);
        w += direction * step;
        s += step;
        left -= step;
    }
}

void paramod_i_elution_integrate(double a, double low, double width, int order,
                                 paramod_i_panel_sums *sums)
{
    const double high = low + width;
    const double root_a = sqrt(a), from = sqrt(low), to = sqrt(high);
    const double length = width / (from + to);
    const double below = (low - a) / (root_a + from); /* from - sqrt(a) */
    const double above = (high - a) / (root_a + to);  /* to - sqrt(a) */

    *sums = (paramod_i_panel_sums){ 0 };
    if (!(width > 0.0) || a == 0.0)
        return;
    if (above <= 0.0) {
        integrate_away(root_a, to, -above, length, -1, order, sums);
    } else if (low > 0.0 && below >= 0.0) {
        integrate_away(root_a, from, below, length, 1, order, sums);
    } else {
        integrate_away(root_a, root_a, 0.0, root_a - from, -1, order, sums);
        integrate_away(root_a, root_a, 0.0, above, 1, order, sums);
    }
}

/* J(a, b) from its own integral. */
static double direct(double a, double b)
{
    paramod_i_panel_sums sums;

    paramod_i_elution_integrate(a, 0.0, b, 0, &sums);
    return exp(-a) + sums.b;
}

/* 1 - J(a, b) from its own integral. */
static double complementary(double a, double b)
{
    paramod_i_panel_sums sums;

    if (b == 0.0)
        return -expm1(-a);
    paramod_i_elution_integrate(b, 0.0, a, 0, &sums);
    return sums.p;
}

/* Where a or b is infinite, or not a number. */
static double limit(double a, double b, double *complement)
{
    const int elutes = b > a, never = a > b;

    *complement = elutes ? 0.0 : never ? 1.0 : (double)NAN;
    return elutes ? 1.0 : never ? 0.0 : (double)NAN;
}

double paramod_chroma_goldstein(double a, double b, double *complement)
{
    double j, rest;

    if (!(a >= 0.0 && b >= 0.0)) {
        j = rest = (double)NAN;
    } else if (isinf(a) || isinf(b)) {
        j = limit(a, b, &rest);
    } else if (b < a) {
        j = direct(a, b);
        rest = j > 0.5 ? complementary(a, b) : 1.0 - j;
    } else {
        rest = complementary(a, b);
        j = rest > 0.5 ? direct(a, b) : 1.0 - rest;
    }
    if (complement != NULL)
        *complement = rest;
    return j;
}

/* I1(z) / (z/2) and I2(z) / (z/2)^2 as series in x = z^2 / 4 <= 1/4, where
 * twelve terms leave less than 1e-20. */
static void small(double x, double *one, double *two)
{
    double term = 1.0;

    *one = *two = 0.0;
    for (int k = 1; k <= 12; k++) {
        *one += term;
        *two += term / (k + 1);
        term *= x / (k * (k + 1.0));
    }
}

paramod_i_elution paramod_i_elution_density(double a, double b)
{
    const double root_a = sqrt(a), root_b = sqrt(b);
    const double s = a == b ? 0.0 : (a - b) / (root_a + root_b);
    const double scale = exp(-s * s), z = 2.0 * root_a * root_b;
    const paramod_i_bessel bessel = paramod_i_bessel_scaled(z);
    const double p = scale * bessel.i0, q = scale * bessel.i1;
    const double d = scale * bessel.difference;
    paramod_i_elution j;

    if (z < 1.0) {
        const double outer = scale * exp(-z);
        double one, two;

        small(a * b, &one, &two);
        j.b = outer * a * one;
        j.bb = outer * a * (a * two - one);
        j.ab = p - j.b;
        j.k = j.b + b * j.bb;
        return j;
    }
    j.b = root_a / root_b * q;
    j.ab = d - s / root_b * q;
    j.k = a * d + root_a * s * q;
    j.bb = (j.k - j.b) / b;
    return j;
}

void paramod_chroma_goldstein_derivatives(double a, double b, double gradient[2],
                                          double hessian[3])
{
    const paramod_i_elution by_b = paramod_i_elution_density(a, b);
    /* J_a = -e^-(a+b) I0, which is symmetric, so J_aa(a, b) = J_ab(b, a). */
    const paramod_i_elution swapped = paramod_i_elution_density(b, a);

    gradient[0] = -(by_b.ab + by_b.b);
    gradient[1] = by_b.b;
    hessian[0] = swapped.ab;
    hessian[1] = by_b.ab;
    hessian[2] = by_b.bb;
}
