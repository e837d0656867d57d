/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which parameters of Hill's curve V x^n / (K^n + x^n) can be told from data at two
 * values of x, where a third one helps most, and what five values give. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

static double hill(double x, const double *theta, double *gradient)
{
    const double q = pow(theta[1] / x, theta[2]), y = 1.0 / (1.0 + q);

    gradient[0] = y;
    gradient[1] = -theta[0] * y * y * q * theta[2] / theta[1];
    gradient[2] = theta[0] * y * y * q * log(x / theta[1]);
    return theta[0] * y;
}

typedef struct data {
    size_t count;
    double x[8];
} data;

static paramod_eval value(const double *theta, double *y, double *sigma, void *of)
{
    const data *d = of;
    double unused[3];

    (void)sigma;
    for (size_t i = 0; i < d->count; i++)
        y[i] = hill(d->x[i], theta, unused);
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *theta, double *y, double *sigma,
                             double *by_value, double *by_sigma, void *of)
{
    const data *d = of;

    (void)sigma, (void)by_sigma;
    for (size_t i = 0; i < d->count; i++)
        y[i] = hill(d->x[i], theta, by_value + 3 * i);
    return PARAMOD_EVAL_OK;
}

static const double theta[3] = { 1.0, 3.0, 8.0 };

static paramod_eval row(double x, size_t set, double *s, void *unused)
{
    (void)set, (void)unused;
    (void)hill(x, theta, s);
    return PARAMOD_EVAL_OK;
}

static void must(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
}

static void analyse(const paramod_space *space, data *d)
{
    paramod_ident_model model = { .size = sizeof model, .data = d,
                                  .observations = d->count, .value = value,
                                  .jacobian = jacobian };
    paramod_ident *ident = NULL;
    paramod_ident_analysis *analysis = NULL;
    paramod_ident_report r = { .size = sizeof r };

    must(paramod_ident_create(space, &model, NULL, &ident));
    must(paramod_ident_analyze(ident, theta, NULL, &analysis));
    must(paramod_ident_get_report(analysis, &r));
    printf("%zu data: rank %zu of %zu\n", d->count, r.rank, r.free);
    for (size_t j = 0; j < r.free; j++)
        printf("  eigenvalue %.6g  %s: K %.6g, standard error %.6g\n", r.eigenvalue[j],
               paramod_space_name(space, j), r.k_inf[j], r.standard_error[j]);
    paramod_ident_analysis_destroy(analysis);
    paramod_ident_destroy(ident);
}

int main(void)
{
    paramod_space *space = NULL;
    data few = { 2, { 1.6, 3.2 } };
    double gain[8];

    must(paramod_space_create(&space));
    must(paramod_space_add(space, "V", "1", 0.0, 10.0));
    must(paramod_space_add(space, "K", "1", 0.0, 10.0));
    must(paramod_space_add(space, "n", "1", 0.0, 100.0));
    analyse(space, &few);
    must(paramod_ident_collect(3, row, NULL, 2.6, 8, &few.count, few.x, gain));
    printf("\nadded x = %g, which gains %.4g\n", few.x[2], gain[2]);
    analyse(space, &few);
    printf("\n");
    analyse(space, &(data){ 5, { 1.6, 3.2, 4.8, 6.4, 8.0 } });
    paramod_space_destroy(space);
    return EXIT_SUCCESS;
}
