/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file models.h  Small systems whose solutions are known. */

#ifndef PARAMOD_TESTS_ODE_MODELS_H
#define PARAMOD_TESTS_ODE_MODELS_H

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/ode.h>

#include "support/support.h"

#define MUST(call) MUST_(call, __LINE__)
#define MUST_(call, line) \
    do { \
        if ((call) != PARAMOD_OK) { \
            printf("line %d: %s\n", (line), paramod_error_message()); \
            CU_FAIL_FATAL("a call failed"); \
        } \
    } while (0)

/* ---- a chain: A -> B ->, with doses and an inflow -------------------------------------
 * y1' = u - k1 y1, y2' = k1 y1 - k2 y2; y(0) = (a, 0); each event adds b to y1. */

enum { CHAIN_A, CHAIN_K1, CHAIN_K2, CHAIN_B, CHAIN_PARAMETERS };

static inline paramod_eval chain_rate(const paramod_ode_point *at, double *out, void *data)
{
    (void)data;
    out[0] = (at->input != NULL ? at->input[0] : 0.0) - at->theta[CHAIN_K1] * at->y[0];
    out[1] = at->theta[CHAIN_K1] * at->y[0] - at->theta[CHAIN_K2] * at->y[1];
    return PARAMOD_EVAL_OK;
}

static inline paramod_eval chain_complex(const paramod_ode_complex_point *at,
                                         double (*out)[2], void *data)
{
    const double complex *const y = (const double complex *)at->y;
    const double complex *const theta = (const double complex *)at->theta;
    double complex *const rate = (double complex *)out;

    (void)data;
    rate[0] = (at->input != NULL ? at->input[0] : 0.0) - theta[CHAIN_K1] * y[0];
    rate[1] = theta[CHAIN_K1] * y[0] - theta[CHAIN_K2] * y[1];
    return PARAMOD_EVAL_OK;
}

static inline paramod_eval chain_by_state(const paramod_ode_point *at, double *out,
                                          void *data)
{
    (void)data;
    out[0] = -at->theta[CHAIN_K1];
    out[2] = at->theta[CHAIN_K1];
    out[3] = -at->theta[CHAIN_K2];
    return PARAMOD_EVAL_OK;
}

static inline paramod_eval chain_by_parameter(const paramod_ode_point *at, double *out,
                                              void *data)
{
    (void)data;
    out[CHAIN_K1] = -at->y[0];
    out[CHAIN_PARAMETERS + CHAIN_K1] = at->y[0];
    out[CHAIN_PARAMETERS + CHAIN_K2] = -at->y[1];
    return PARAMOD_EVAL_OK;
}

static inline paramod_eval chain_initial(const paramod_ode_point *at, double *out,
                                         void *data)
{
    (void)data;
    out[0] = at->theta[CHAIN_A];
    out[1] = 0.0;
    return PARAMOD_EVAL_OK;
}

static inline paramod_eval chain_initial_by_parameter(const paramod_ode_point *at,
                                                      double *out, void *data)
{
    (void)at, (void)data;
    out[CHAIN_A] = 1.0;
    return PARAMOD_EVAL_OK;
}

static inline paramod_eval chain_event(const paramod_ode_point *at, double *out,
                                       void *data)
{
    (void)data;
    out[0] = at->y[0] + at->theta[CHAIN_B];
    out[1] = at->y[1];
    return PARAMOD_EVAL_OK;
}

static inline paramod_ode_system chain_system(void)
{
    return (paramod_ode_system){
        .size = sizeof(paramod_ode_system), .states = 2,
        .parameters = CHAIN_PARAMETERS, .rate = chain_rate,
        .state_jacobian = chain_by_state, .parameter_jacobian = chain_by_parameter,
        .initial = chain_initial, .initial_jacobian = chain_initial_by_parameter,
        .event = chain_event,
    };
}

/* What an amount 1 of A at time 0 has become at time t: y and its derivatives by
 * k1 and k2. */
static inline void chain_unit(const double *theta, double t, double y[2],
                              double by_k1[2], double by_k2[2])
{
    const double p = theta[CHAIN_K1], q = theta[CHAIN_K2], e = exp(-p * t),
                 f = exp(-q * t), g = (e - f) / (q - p);

    y[0] = e;
    by_k1[0] = -t * e;
    by_k2[0] = 0.0;
    y[1] = p * g;
    by_k1[1] = g + p * (-t * e + g) / (q - p);
    by_k2[1] = p * (t * f - g) / (q - p);
}

/* Adds `amount` units from time `since` on; by is 2 x CHAIN_PARAMETERS, and
 * `column` the parameter that the amount is. */
static inline void chain_add(const double *theta, double t, double amount, size_t column,
                             double y[2], double *by)
{
    double unit[2], by_k1[2], by_k2[2];

    chain_unit(theta, t, unit, by_k1, by_k2);
    for (size_t i = 0; i < 2; i++) {
        y[i] += amount * unit[i];
        by[i * CHAIN_PARAMETERS + CHAIN_K1] += amount * by_k1[i];
        by[i * CHAIN_PARAMETERS + CHAIN_K2] += amount * by_k2[i];
        by[i * CHAIN_PARAMETERS + column] += unit[i];
    }
}

/** The largest |x_i - y_i|. */
static inline double largest_difference(size_t count, const double *x, const double *y)
{
    double largest = 0.0;

    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, isfinite(x[i] - y[i]) ? fabs(x[i] - y[i]) : INFINITY);
    return largest;
}

#endif /* PARAMOD_TESTS_ODE_MODELS_H */
