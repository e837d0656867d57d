/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A program outside the tree: the median survival time of a Weibull law and a
 * likelihood-free use of the core, so that linking needs every part.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/paramod.h>

int main(void)
{
    const paramod_family *const weibull = paramod_family_find("weibull");
    const double theta[] = { 0.5, 1.0, 2.0 }; /* phi, lambda, gamma */
    const double median = weibull == NULL ? NAN
                          : paramod_family_quantile(weibull, 0.5, theta);
    /* S(t) = exp(-(t / 2)^2) = 1/2 */
    const double expected = 2.0 * sqrt(log(2.0));

    if (strcmp(paramod_version(), PARAMOD_VERSION) != 0) {
        fprintf(stderr, "headers %s, library %s\n", PARAMOD_VERSION,
                paramod_version());
        return EXIT_FAILURE;
    }
    if (!(fabs(median - expected) <= 1e-13 * expected)) {
        fprintf(stderr, "median %.17g, expected %.17g\n", median, expected);
        return EXIT_FAILURE;
    }
    puts("consumer: ok");
    return EXIT_SUCCESS;
}
