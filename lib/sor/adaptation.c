/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The adaptive SOR of ITPACK 2C (Kincaid, Respess, Young, Grimes 1982; Hageman
 * and Young, "Applied iterative methods" (1981), chapter 9).  While omega is
 * below the best one, the ratio of successive updates tends to the rate of
 * SOR, from which Young's formula gives beta and so a better omega; at and above
 * it the ratio tends to omega - 1 and tells nothing, which the test against
 * (omega - 1)^F notices.
 */

#include <math.h>

#include <paramod/sor.h>

/* ITPACK has 0.75 and 5e-5.  These took fewer iterations at all of n = 100, 225,
 * 900 and 2500, from omega = 1: by 1 to 4 per cent. */
static const double exponent = 0.95;       /* F */
static const double fluctuation = 1e-3;    /* of a ratio that has settled */

/* Young's omega may not rise faster than these, change by change. */
static double ceiling(uint64_t changes)
{
    static const double omega[] = { 1.5, 1.8, 1.85, 1.9, 1.94, 1.96, 1.975, 1.985 };

    return changes < sizeof omega / sizeof *omega ? omega[changes] : 1.992;
}

/* Sweeps to wait after a change, until ratios mean something again: the least
 * p >= 6 with p (omega - 1)^(p - 1) <= 1/2, and (omega - 1)/(2 - omega). */
static double patience(double omega)
{
    const double gap = 2.0 - omega, z = omega - 1.0;
    double p = 6.0;

    while (p < 1e6 && p * pow(z, p - 1.0) > 0.5)
        p += 1.0;
    return fmax(p, fmax(3.0, floor(z / gap)));
}

paramod_sor_adaptation paramod_sor_adaptation_begin(double omega)
{
    return (paramod_sor_adaptation){ .size = sizeof(paramod_sor_adaptation),
                                     .omega = omega };
}

/* Takes what the ratio says of beta, and the omega that goes with it. */
static void adopt(paramod_sor_adaptation *a, double ratio)
{
    const double omega = a->omega;
    const double beta = omega <= 1.0 ? sqrt(ratio)
                                     : (ratio + omega - 1.0) / (sqrt(ratio) * omega);
    double next;

    if (!(beta > 0.0 && beta < 1.0))
        return;
    next = fmin(2.0 / (1.0 + sqrt((1.0 - beta) * (1.0 + beta))), ceiling(a->changes));
    if (!(next > omega))
        return;
    a->beta = beta;
    a->omega = next;
    a->changes++;
    a->sweeps = 0;
}

double paramod_sor_adaptation_step(paramod_sor_adaptation *a, double update)
{
    const double before = a->update, last = a->ratio;
    const double ratio = before > 0.0 ? update / before : 0.0;

    a->update = update;
    a->ratio = ratio;
    a->sweeps++;
    if (!(ratio > 0.0 && ratio < 1.0)
        || (double)a->sweeps < (a->omega <= 1.0 ? 3.0 : patience(a->omega)))
        return a->omega;
    if (a->omega <= 1.0
        || (ratio > pow(a->omega - 1.0, exponent) && !(last - ratio > fluctuation)))
        adopt(a, ratio);
    return a->omega;
}
