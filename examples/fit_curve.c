/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fits y = b1 (1 - exp(-b2 x)) to the 14 points of Misra1a (NIST StRD) and says
 * how well the two parameters are determined: certificate, standard errors,
 * and 95 % profile-likelihood intervals.
 *
 *     cc fit_curve.c $(pkg-config --cflags --libs paramod) -lm
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

enum { POINTS = 14 };

static const double x[POINTS] = { 77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8,
                                  378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0 };
static const double y[POINTS] = { 10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02,
                                  44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78 };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
}

static paramod_eval residual(const double *b, double *r, void *data)
{
    (void)data;
    for (int i = 0; i < POINTS; i++)
        r[i] = -b[0] * expm1(-b[1] * x[i]) - y[i];
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *b, double *j, void *data)
{
    (void)data;
    for (int i = 0; i < POINTS; i++) {
        j[2 * i] = -expm1(-b[1] * x[i]);
        j[2 * i + 1] = b[0] * x[i] * exp(-b[1] * x[i]);
    }
    return PARAMOD_EVAL_OK;
}

static void print_parameters(const paramod_fit *fit)
{
    const double *b = paramod_fit_theta(fit);
    double v[4];

    check(paramod_fit_covariance(fit, NULL, v));
    for (size_t i = 0; i < 2; i++) {
        paramod_interval interval;

        check(paramod_fit_profile_interval(fit, i, 0.95, &interval));
        printf("%s = %.6g , standard error %.5g , 95 %% from %.6g to %.6g\n",
               paramod_space_name(paramod_fit_space(fit), i), b[i],
               sqrt(v[3 * i]), interval.lower, interval.upper);
    }
}

int main(void)
{
    const paramod_residuals model = { .size = sizeof model, .count = POINTS,
                                      .residual = residual, .jacobian = jacobian };
    paramod_certificate certificate = { .size = sizeof certificate };
    paramod_space *space;
    paramod_fit *fit;
    double b[] = { 500.0, 0.0001 };
    char verdict[200];

    check(paramod_space_create(&space));
    check(paramod_space_add(space, "b1", "1", 0.0, INFINITY));
    check(paramod_space_add(space, "b2", "1", 0.0, INFINITY));
    check(paramod_fit_least_squares(space, &model, NULL, b, &fit));

    printf("sum of squares %.8g\n", paramod_fit_value(fit));
    print_parameters(fit);
    check(paramod_fit_certificate(fit, &certificate));
    printf("rank %zu of %zu , condition %.4g\n", certificate.rank, certificate.free,
           certificate.condition);
    check(paramod_fit_verdict(fit, verdict, sizeof verdict));
    printf("verdict: %s\n", verdict[0] == '\0' ? "all is determined" : verdict);

    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
    return EXIT_SUCCESS;
}
