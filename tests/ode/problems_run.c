/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Likelihoods and whitened sensitivities of the problems. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "problems.h"

enum { MOST_VALUES = 4096, MOST_PARAMETERS = 32 };

paramod_ode *problem_ode(const problem *p, const paramod_ode_options *options)
{
    paramod_ode *ode = NULL;

    if (paramod_ode_create(&p->system, options, &ode) != PARAMOD_OK) {
        fprintf(stderr, "%s: %s\n", p->name, paramod_error_message());
        exit(2);
    }
    for (size_t i = 0; i < p->experiments; i++) {
        const problem_experiment *const e = &p->experiment[i];

        if (paramod_ode_add(ode, &(paramod_ode_experiment){
                                     .size = sizeof(paramod_ode_experiment),
                                     .count = e->count, .times = e->times,
                                     .active = e->active,
                                     .active_count = e->active_count }) != PARAMOD_OK) {
            fprintf(stderr, "%s: %s\n", p->name, paramod_error_message());
            exit(2);
        }
    }
    return ode;
}

size_t problem_rows(const problem *p)
{
    size_t rows = 0;

    for (size_t i = 0; i < p->experiments; i++)
        rows += p->experiment[i].data_count;
    return rows;
}

static double log_density(double y, double sigma, double measured)
{
    const double z = (measured - y) / sigma;

    return -0.5 * (log(2.0 * acos(-1.0) * sigma * sigma) + z * z);
}

/* Row of one datum by log10 of the parameters. */
static void whiten(const problem *p, const double *by_theta, double factor, double *row)
{
    for (size_t j = 0; j < p->system.parameters; j++)
        row[j] = factor * by_theta[j] * p->nominal[j] * log(10.0);
}

static paramod_status run(const problem *p, paramod_ode *ode, double *log_likelihood,
                          double *s)
{
    static double values[MOST_VALUES], slopes[MOST_VALUES * MOST_PARAMETERS];
    const size_t m = p->system.observables, n = p->system.parameters;
    const size_t rows = problem_rows(p);
    size_t row = 0;

    *log_likelihood = 0.0;
    for (size_t i = 0; i < p->experiments; i++) {
        const problem_experiment *const e = &p->experiment[i];
        const paramod_status status = paramod_ode_solve(ode, i, p->nominal, values,
                                                        s != NULL ? slopes : NULL);

        if (status != PARAMOD_OK)
            return status;
        for (size_t k = 0; k < e->data_count; k++, row++) {
            const problem_datum *const x = &e->data[k];
            const size_t y = x->time * m + x->y;
            const size_t z = x->sigma < 0 ? 0 : x->time * m + (size_t)x->sigma;
            const double sigma = x->sigma < 0 ? x->deviation : values[z];

            *log_likelihood += log_density(values[y], sigma, x->measured);
            if (s == NULL)
                continue;
            whiten(p, slopes + y * n, 1.0 / sigma, s + row * n);
            (void)memset(s + (rows + row) * n, 0, n * sizeof *s);
            if (x->sigma >= 0)
                whiten(p, slopes + z * n, sqrt(2.0) / sigma, s + (rows + row) * n);
        }
    }
    return PARAMOD_OK;
}

paramod_status problem_sensitivity(const problem *p, paramod_ode *ode,
                                   double *log_likelihood, double *s)
{
    return run(p, ode, log_likelihood, s);
}

paramod_status problem_likelihood(const problem *p, paramod_ode *ode,
                                  double *log_likelihood)
{
    return run(p, ode, log_likelihood, NULL);
}
