/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A noisy chromatogram of two overlapping peaks: rates of adsorption and desorption with
 * standard errors, from no knowledge but the column's, and what happens when the dead time is
 * asked for as well.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>
#include <paramod/random.h>

enum { POINTS = 800 };

static const paramod_chroma_column column = {
    .size = sizeof column, .length = 20.0, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
    .inlet_pressure = 4.01e5, .outlet_pressure = 1.013e5
};
static const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

/* 600 and 900 units of ethylbenzene and the xylenes on a baseline of 40, noise of 0.5. */
static void measure(double *times, double *signal)
{
    const paramod_chroma_analyte truth[] = {
        { .size = sizeof truth[0], .ka = 9203.0, .kd = 16.94, .detector = 600.0 },
        { .size = sizeof truth[0], .ka = 6483.0, .kd = 11.057, .detector = 900.0 }
    };
    paramod_random random = paramod_random_stream(7, 0);
    paramod_chroma *chroma = NULL;

    for (size_t k = 0; k < POINTS; k++)
        times[k] = 400.0 + 0.2 * (double)k;
    check(paramod_chroma_create(&column, truth, 2, &injection, NULL, &chroma));
    check(paramod_chroma_signal(chroma, times, POINTS, signal, NULL));
    for (size_t k = 0; k < POINTS; k++)
        signal[k] += 40.0 + 0.5 * paramod_random_normal(&random);
    paramod_chroma_destroy(chroma);
}

static void fit(const double *times, const double *signal, uint64_t with_dead_time)
{
    /* rates of 0: the start comes from the moments of the peaks */
    const paramod_chroma_analyte unknown[] = {
        { .size = sizeof unknown[0], .name = "ethylbenzene" },
        { .size = sizeof unknown[0], .name = "xylenes" }
    };
    const paramod_chroma_fit_options options = { .size = sizeof options, .baseline = 1,
                                                 .fit_dead_time = with_dead_time };
    paramod_chroma_fit *fit = NULL;
    paramod_chroma *chroma = NULL;
    const paramod_space *space;
    double covariance[8 * 8];
    paramod_status status;
    char verdict[400];
    size_t n, size;

    check(paramod_chroma_create(&column, unknown, 2, &injection, NULL, &chroma));
    check(paramod_chroma_fit_create(chroma, times, signal, POINTS, &options, &fit));
    status = paramod_chroma_fit_covariance(fit, covariance);
    check(paramod_chroma_fit_verdict(fit, verdict, sizeof verdict));
    space = paramod_fit_space(paramod_chroma_fit_base(fit));
    n = paramod_space_size(space);
    size = n + paramod_chroma_fit_coefficients(fit);
    if (status == PARAMOD_ERR_SINGULAR) /* the message and the verdict say what is confounded */
        printf("the data do not determine %zu parameters; there %s a verdict\n", n,
               verdict[0] != '\0' ? "is" : "is not");
    for (size_t i = 0; status == PARAMOD_OK && i < n; i++)
        printf("%-16s %9.1f +- %.1f\n", paramod_space_name(space, i),
               paramod_fit_theta(paramod_chroma_fit_base(fit))[i],
               sqrt(covariance[i * (size + 1)]));
    paramod_chroma_fit_destroy(fit);
    paramod_chroma_destroy(chroma);
}

int main(void)
{
    double times[POINTS], signal[POINTS];

    measure(times, signal);
    fit(times, signal, 0);
    printf("\nwith the dead time unknown:\n");
    fit(times, signal, 1);
    return 0;
}
