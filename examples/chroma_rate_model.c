/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The general rate model of a packed bed: the chromatogram, its moments against the textbook's
 * formulae, and how much each physical parameter matters at the top of the peak.
 */

#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>

enum { POINTS = 2001 };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

int main(void)
{
    static const char *const names[PARAMOD_CHROMA_PARAMETERS] = {
        "ka", "kd", "dead time", "phase ratio", "dispersion", "film transfer",
        "pore diffusion", "particle porosity", "particle radius"
    };
    const double ep = 0.4, rp = 1e-4, kf = 1e-5, dp = 1e-9, ka = 1.0, kd = 1.0, d = 1e-4;
    const double length = 1.0, speed = 1.0 / 30.0, t0 = length / speed, f = 0.4 / 0.6;
    const paramod_chroma_column column = {
        .size = sizeof column, .length = length, .speed = speed, .bed_porosity = 0.6,
        .particle_porosity = ep, .particle_radius = rp, .dispersion = PARAMOD_CHROMA_USER
    };
    const paramod_chroma_analyte analyte = {
        .size = sizeof analyte, .model = PARAMOD_CHROMA_GENERAL_RATE, .ka = ka, .kd = kd,
        .film_transfer = kf, .pore_diffusion = dp, .dispersion = d
    };
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 10.0 };
    /* phi'(0) and -phi''(0) / 2 */
    const double k0 = ep + (1.0 - ep) * ka / kd, first = 1.0 + f * k0;
    const double second = f * ((1.0 - ep) * ka / (kd * kd) + k0 * k0 * rp / (3.0 * kf) +
                               k0 * k0 * rp * rp / (15.0 * ep * dp));
    const double mean = t0 * first + 5.0;
    const double variance = 2.0 * t0 * t0 * first * first * d / (speed * length) +
                            2.0 * t0 * second + 100.0 / 12.0;
    static double times[POINTS], c[POINTS];
    double gradient[PARAMOD_CHROMA_PARAMETERS], area = 0.0, sum = 0.0, squares = 0.0, top;
    const double value[] = { ka, kd, t0, f, d, kf, dp, ep, rp };
    paramod_chroma_report report = { .size = sizeof report };
    paramod_chroma_summary s = { .size = sizeof s };
    paramod_chroma *chroma = NULL;

    for (size_t k = 0; k < POINTS; k++)
        times[k] = 0.2 * (double)k;
    check(paramod_chroma_create(&column, &analyte, 1, &injection, NULL, &chroma));
    check(paramod_chroma_outlet(chroma, times, POINTS, c, &report));
    for (size_t k = 0; k < POINTS; k++) {
        area += c[k];
        sum += c[k] * times[k];
    }
    for (size_t k = 0; k < POINTS; k++)
        squares += c[k] * (times[k] - sum / area) * (times[k] - sum / area);
    check(paramod_chroma_summarise(chroma, 0, &s));
    printf("engine: %s, error below 1e-12: %s\n\n", report.name,
           report.error_bound < 1e-12 ? "yes" : "no");
    printf("%-10s %14s %14s %14s\n", "", "formula", "summary", "curve");
    printf("%-10s %14.6f %14.6f %14.6f\n", "mean", mean, s.cumulant[0], sum / area);
    printf("%-10s %14.6f %14.6f %14.6f\n", "variance", variance, s.cumulant[1], squares / area);

    check(paramod_chroma_sensitivities(chroma, 0, &s.peak_time, 1, &top, gradient, NULL));
    printf("\nAt %.2f s c = %.6f; one per cent more of a parameter changes it by\n",
           s.peak_time, top);
    for (size_t k = 0; k < sizeof value / sizeof value[0]; k++)
        printf("%-18s %8.4f %%\n", names[k], gradient[k] * value[k] / top);
    paramod_chroma_destroy(chroma);
    return 0;
}
