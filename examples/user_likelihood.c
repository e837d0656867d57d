/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A likelihood of one's own: Poisson regression of counts on a dose,
 * log mean = a + b dose.  The derivatives are checked against differences
 * before they are trusted, and the effect of the dose is tested.
 *
 *     cc user_likelihood.c $(pkg-config --cflags --libs paramod) -lm
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

enum { ROWS = 8 };

typedef struct assay {
    double dose[ROWS];
    double count[ROWS];
} assay;

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
}

/* log L = sum of count (a + b dose) - exp(a + b dose) - log count! */
static paramod_eval hessian(const double *theta, double *value, double *gradient,
                            double *h, void *data)
{
    const assay *d = data;

    *value = gradient[0] = gradient[1] = h[0] = h[1] = h[3] = 0.0;
    for (int i = 0; i < ROWS; i++) {
        const double eta = theta[0] + theta[1] * d->dose[i];
        const double mean = exp(eta);

        *value += d->count[i] * eta - mean - lgamma(d->count[i] + 1.0);
        gradient[0] += d->count[i] - mean;
        gradient[1] += (d->count[i] - mean) * d->dose[i];
        h[0] -= mean;
        h[1] -= mean * d->dose[i];
        h[3] -= mean * d->dose[i] * d->dose[i];
    }
    h[2] = h[1];
    return PARAMOD_EVAL_OK;
}

static paramod_eval gradient(const double *theta, double *value, double *g, void *data)
{
    double h[4];

    return hessian(theta, value, g, h, data);
}

static paramod_eval value(const double *theta, double *v, void *data)
{
    double g[2];

    return gradient(theta, v, g, data);
}

int main(void)
{
    assay data = { { 0, 0, 1, 1, 2, 2, 4, 4 }, { 2, 4, 5, 3, 9, 6, 17, 22 } };
    const paramod_likelihood model = { .size = sizeof model, .data = &data,
                                       .value = value, .gradient = gradient,
                                       .hessian = hessian, .observations = ROWS };
    paramod_derivative_report report = { .size = sizeof report };
    paramod_space *space;
    paramod_fit *fit, *null;
    paramod_test test;
    double theta[] = { 1.0, 0.1 }, v[4];

    check(paramod_space_create(&space));
    check(paramod_space_add(space, "a", "1", -INFINITY, INFINITY));
    check(paramod_space_add(space, "b", "1/mg", -INFINITY, INFINITY));
    check(paramod_likelihood_check(space, &model, theta, &report));
    printf("derivatives are %s\n", report.gradient_error < 1e-6 &&
                                   report.hessian_error < 1e-6 ? "right" : "wrong");

    check(paramod_fit_likelihood(space, &model, NULL, theta, &fit));
    check(paramod_fit_covariance(fit, NULL, v));
    printf("a = %.6f , standard error %.6f\n", theta[0], sqrt(v[0]));
    printf("b = %.6f , standard error %.6f\n", theta[1], sqrt(v[3]));
    printf("log likelihood %.6f , AIC %.6f\n", paramod_fit_value(fit),
           paramod_aic(paramod_fit_value(fit), 2));

    check(paramod_space_fix(space, 1, 0.0));
    check(paramod_fit_likelihood(space, &model, NULL, theta, &null));
    check(paramod_test_ratio(fit, null, &test));
    printf("no effect of the dose: chi-squared %.4f , p %.3e\n", test.statistic,
           test.p_value);

    paramod_fit_destroy(fit);
    paramod_fit_destroy(null);
    paramod_space_destroy(space);
    return EXIT_SUCCESS;
}
