/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ident/models.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

double polynomial(double t, const double *theta, double *gradient)
{
    const double p = (t - 1.0) * (t - 2.0) * (t - 3.0) + 2.0;

    if (gradient != NULL) {
        gradient[0] = 1.0;
        gradient[1] = t * t;
        gradient[2] = p;
    }
    return theta[0] + theta[1] * t * t + theta[2] * p;
}

double hill(double x, const double *theta, double *gradient)
{
    const double ratio = pow(theta[1] / x, theta[2]);
    const double y = 1.0 / (1.0 + ratio);

    if (gradient != NULL) {
        gradient[0] = y;
        gradient[1] = -theta[0] * y * y * ratio * theta[2] / theta[1];
        gradient[2] = theta[0] * y * y * ratio * log(x / theta[1]);
    }
    return theta[0] * y;
}

double decay(double x, const double *theta, double *gradient)
{
    const double e = exp(-theta[2] * x);

    if (gradient != NULL) {
        gradient[0] = theta[1] * e;
        gradient[1] = theta[0] * e;
        gradient[2] = -theta[0] * theta[1] * x * e;
    }
    return theta[0] * theta[1] * e;
}

double square(double x, const double *theta, double *gradient)
{
    if (gradient != NULL)
        gradient[0] = 2.0 * theta[0] * x;
    return theta[0] * theta[0] * x;
}

static paramod_eval value(const double *theta, double *y, double *sigma, void *data)
{
    const curve *const c = data;

    (void)sigma;
    for (size_t i = 0; i < c->count; i++)
        y[i] = c->f(c->x[i], theta, NULL);
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *y, double *sigma,
                             double *by_value, double *by_sigma, void *data)
{
    const curve *const c = data;

    (void)sigma, (void)by_sigma;
    for (size_t i = 0; i < c->count; i++)
        y[i] = c->f(c->x[i], theta, by_value + i * c->parameters);
    return PARAMOD_EVAL_OK;
}

paramod_ident_model curve_model(curve *c)
{
    return (paramod_ident_model){ .size = sizeof(paramod_ident_model), .data = c,
                                  .observations = c->count, .value = value,
                                  .jacobian = jacobian };
}

paramod_space *make_space(size_t n, double lower, double upper)
{
    paramod_space *space = NULL;
    bool good = paramod_space_create(&space) == PARAMOD_OK;

    for (size_t i = 0; i < n && good; i++) {
        const char name[2] = { (char)('a' + (int)i), '\0' };

        good = paramod_space_add(space, name, "1", lower, upper) == PARAMOD_OK;
    }
    if (!good)
        abort();
    return space;
}

paramod_ident *make_ident(curve *c, const double *measured, const double *sigma,
                          const uint64_t *scale, double lower, double upper)
{
    paramod_space *const space = make_space(c->parameters, lower, upper);
    paramod_ident_model model = curve_model(c);
    paramod_ident *ident = NULL;

    model.measured = measured;
    model.sigma = sigma;
    if (paramod_ident_create(space, &model, scale, &ident) != PARAMOD_OK) {
        (void)fprintf(stderr, "%s\n", paramod_error_message());
        abort();
    }
    paramod_space_destroy(space);
    return ident;
}

double relative(double a, double b)
{
    return b != 0.0 ? fabs(a / b - 1.0) : fabs(a);
}
