/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A growth curve over five waves, of which a third of the persons leave early: draws
 * them, fits by full-information maximum likelihood, and tests whether the residual
 * variances are equal. */

#include <math.h>
#include <stdio.h>

#include <paramod/random.h>
#include <paramod/sem.h>

enum { PERSONS = 300, WAVES = 5 };

#define CURVE "i =~ 1*t0 + 1*t1 + 1*t2 + 1*t3 + 1*t4\n"      \
              "s =~ 0*t0 + 1*t1 + 2*t2 + 3*t3 + 4*t4\n"      \
              "i ~ 1; s ~ 1\n"                               \
              "t0 ~ 0*1; t1 ~ 0*1; t2 ~ 0*1; t3 ~ 0*1; t4 ~ 0*1\n"
#define EQUAL "t0 ~~ v*t0; t1 ~~ v*t1; t2 ~~ v*t2; t3 ~~ v*t3; t4 ~~ v*t4\n"

static const char *const waves[WAVES] = { "t0", "t1", "t2", "t3", "t4" };

/* Starts around 5 and grows by 1 a wave; who is low tends to leave. */
static void draw(double *y)
{
    paramod_random random = paramod_random_stream(2024, 1);

    for (size_t person = 0; person < PERSONS; person++) {
        const double start = 5.0 + paramod_random_normal(&random);
        const double slope = 1.0 + 0.4 * paramod_random_normal(&random);
        int left = 0;

        for (size_t t = 0; t < WAVES; t++) {
            const double value = start + slope * (double)t +
                                 0.7 * paramod_random_normal(&random);

            y[person * WAVES + t] = left ? NAN : value;
            left = left || paramod_random_uniform(&random) < 1.0 / (1.0 + exp(value - 3.0));
        }
    }
}

static paramod_status fit(const char *text, const paramod_sem_data *data,
                          paramod_sem_model **model, paramod_sem_fit **fit_out)
{
    paramod_sem_options options = { .size = sizeof options };
    paramod_status status = paramod_sem_model_create(text, NULL, model);

    options.missing = 1; /* by patterns */
    return status == PARAMOD_OK ? paramod_sem_fit_create(*model, data, &options, fit_out)
                                : status;
}

static void print(const paramod_sem_model *model, const paramod_sem_fit *curve)
{
    for (size_t i = 0; i < paramod_sem_model_rows(model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model, i);
        paramod_sem_estimate e;

        if (row.parameter != (size_t)-1 &&
            paramod_sem_fit_estimate(curve, i, &e) == PARAMOD_OK)
            printf("%-2s %-2s %-2s %8.4f (%.4f)\n", row.lhs, row.op, row.rhs, e.estimate,
                   e.se);
    }
}

static int run(paramod_sem_data *data)
{
    static double y[PERSONS * WAVES];
    paramod_sem_model *free_model = NULL, *equal_model = NULL;
    paramod_sem_fit *free_fit = NULL, *equal_fit = NULL;
    paramod_sem_summary s = { .size = sizeof s };
    paramod_test test;
    int good;

    draw(y);
    good = paramod_sem_data_add_rows(data, NULL, PERSONS, y) == PARAMOD_OK &&
           fit(CURVE, data, &free_model, &free_fit) == PARAMOD_OK &&
           fit(CURVE EQUAL, data, &equal_model, &equal_fit) == PARAMOD_OK &&
           paramod_sem_fit_summary(free_fit, &s) == PARAMOD_OK &&
           paramod_sem_fit_ratio(free_fit, equal_fit, &test) == PARAMOD_OK;
    if (good) {
        printf("%s: chi2 %.4f, %.0f degrees of freedom, p %.4f\n",
               paramod_sem_end_name(s.ending), s.chi2, s.df, s.p_value);
        print(free_model, free_fit);
        printf("equal residual variances: chi2 %.4f, %.0f degrees of freedom, p %.4f\n",
               test.statistic, test.degrees, test.p_value);
    }
    paramod_sem_fit_destroy(free_fit);
    paramod_sem_fit_destroy(equal_fit);
    paramod_sem_model_destroy(free_model);
    paramod_sem_model_destroy(equal_model);
    return good;
}

int main(void)
{
    paramod_sem_data *data = NULL;
    const int good = paramod_sem_data_create(WAVES, waves, &data) == PARAMOD_OK && run(data);

    if (!good)
        fprintf(stderr, "%s\n", paramod_error_message());
    paramod_sem_data_destroy(data);
    return good ? 0 : 1;
}
