/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Inverting a Laplace transform of one's own: diffusion into a slab,
 * F(s) = exp(-sqrt(s)) / s with f(t) = erfc(1 / (2 sqrt(t))), behind a dead volume that delays
 * it by 2, by each method, with the error that each claims.
 */

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>

static paramod_eval slab(const double x[2], double f[2], void *data)
{
    const double complex s = x[0] + x[1] * I, value = cexp(-csqrt(s)) / s;

    (void)data;
    f[0] = creal(value);
    f[1] = cimag(value);
    return PARAMOD_EVAL_OK;
}

int main(void)
{
    static const double times[] = { 1.0, 2.5, 3.0, 5.0, 12.0 };

    for (uint64_t method = 0; method <= PARAMOD_CHROMA_STEHFEST; method++) {
        /* the delay is told, not left inside F */
        const paramod_chroma_inversion_options options = { .size = sizeof options,
                                                           .method = method, .delay = 2.0 };
        paramod_chroma_inversion report = { .size = sizeof report };
        double f[5], error[5], worst = 0.0;
        int honest = 1;

        if (paramod_chroma_invert(slab, NULL, times, 5, &options, f, error, &report) !=
            PARAMOD_OK) {
            fprintf(stderr, "%s\n", paramod_error_message());
            return 1;
        }
        for (int k = 0; k < 5; k++) {
            const double exact = times[k] > 2.0 ? erfc(0.5 / sqrt(times[k] - 2.0)) : 0.0;

            worst = fmax(worst, fabs(f[k] - exact));
            honest = honest && fabs(f[k] - exact) <= error[k];
        }
        if (method == PARAMOD_CHROMA_METHOD_AUTOMATIC)
            for (int k = 0; k < 5; k++)
                printf("f(%4.1f) = %.8f\n", times[k], fabs(f[k]));
        printf("%-10s %s: true error %s, %s\n", method == 0 ? "automatic:" : "", report.name,
               worst <= 1e-9 ? "below 1e-9" : worst <= 1e-4 ? "below 1e-4" : "above 1e-4",
               honest ? "and less than claimed" : "MORE THAN CLAIMED");
    }
    return 0;
}
