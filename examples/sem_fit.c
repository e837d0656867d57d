/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fits a model with feedback between two variables to a covariance matrix, and
 * shows estimates, standard errors and the effect of one on the other. */

#include <stdio.h>

#include <paramod/sem.h>

static const char model_text[] = "y1 ~ x1 + y2   # feedback: each has an instrument\n"
                                 "y2 ~ x2 + y1\n"
                                 "x1 ~~ x2\n";
static const char *const names[] = { "y1", "y2", "x1", "x2" };
static const double covariance[] = {
    3.0, 1.5, 0.9, 0.6,
    1.5, 2.6, 0.5, 0.8,
    0.9, 0.5, 1.0, 0.3,
    0.6, 0.8, 0.3, 1.0,
};

static int run(paramod_sem_model **model, paramod_sem_data **data, paramod_sem_fit **fit)
{
    if (paramod_sem_model_create(model_text, NULL, model) != PARAMOD_OK ||
        paramod_sem_data_create(4, names, data) != PARAMOD_OK ||
        paramod_sem_data_add_moments(*data, NULL, 200, covariance, NULL, 1) != PARAMOD_OK)
        return 0;
    return paramod_sem_fit_create(*model, *data, NULL, fit) == PARAMOD_OK;
}

static void print(const paramod_sem_model *model, const paramod_sem_fit *fit)
{
    paramod_sem_summary s = { .size = sizeof s };
    paramod_sem_effect effect;

    if (paramod_sem_fit_summary(fit, &s) == PARAMOD_OK)
        printf("%s: chi2 %.4f, %.0f degrees of freedom, p %.4f, spectral radius %.4f\n",
               paramod_sem_end_name(s.ending), s.chi2, s.df, s.p_value, s.spectral_radius);
    for (size_t i = 0; i < paramod_sem_model_rows(model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model, i);
        paramod_sem_estimate e;

        if (paramod_sem_fit_estimate(fit, i, &e) == PARAMOD_OK)
            printf("%-2s %-2s %-2s %8.4f (%.4f)\n", row.lhs, row.op, row.rhs, e.estimate,
                   e.se);
    }
    if (paramod_sem_fit_effect(fit, 0, 0, 1, &effect) == PARAMOD_OK)
        printf("y1 on y2: direct %.4f, with feedback %.4f (%.4f)\n", effect.direct,
               effect.total, effect.total_se);
}

int main(void)
{
    paramod_sem_model *model = NULL;
    paramod_sem_data *data = NULL;
    paramod_sem_fit *fit = NULL;
    const int good = run(&model, &data, &fit);

    if (good)
        print(model, fit);
    else
        fprintf(stderr, "%s\n", paramod_error_message());
    paramod_sem_fit_destroy(fit);
    paramod_sem_data_destroy(data);
    paramod_sem_model_destroy(model);
    return good ? 0 : 1;
}
