/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Fits an adapted power generalised Weibull model to the melanoma data, with
 * the treatment acting on the time scale phi; prints the coefficients, the
 * five-year survival of both arms and the ratio of their medians.
 *
 *     cc survival_fit.c $(pkg-config --cflags --libs paramod) -lm
 */

#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

#include "melanoma.h"

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(EXIT_FAILURE);
    }
}

static void print_coefficients(const paramod_survival_model *model,
                               const paramod_survival_fit *fit)
{
    printf("%-7s %-12s %9s %9s %9s %9s\n", "block", "coefficient", "estimate",
           "se", "lower", "upper");
    for (size_t i = 0; i < paramod_survival_model_size(model); i++) {
        paramod_coefficient c;

        check(paramod_survival_fit_coefficient(fit, i, 0.95, &c));
        printf("%-7s %-12s %9.5f %9.5f %9.5f %9.5f\n", c.block, c.name,
               c.estimate, c.se, c.lower, c.upper);
    }
}

static void print_predictions(const paramod_survival_fit *fit)
{
    const double treated = 1.0, control = 0.0, years = 5.0, half = 0.5;
    paramod_predicted s[2], ratio;

    check(paramod_survival_predict(fit, PARAMOD_PREDICT_SURVIVAL, &control, NULL,
                                   1, &years, 0.95, &s[0]));
    check(paramod_survival_predict(fit, PARAMOD_PREDICT_SURVIVAL, &treated, NULL,
                                   1, &years, 0.95, &s[1]));
    check(paramod_survival_predict(fit, PARAMOD_PREDICT_QUANTILE_RATIO, &treated,
                                   &control, 1, &half, 0.95, &ratio));
    printf("S(5 years), control: %.4f (%.4f to %.4f)\n", s[0].estimate,
           s[0].lower, s[0].upper);
    printf("S(5 years), treated: %.4f (%.4f to %.4f)\n", s[1].estimate,
           s[1].lower, s[1].upper);
    printf("ratio of medians: %.4f (%.4f to %.4f)\n", ratio.estimate,
           ratio.lower, ratio.upper);
}

int main(int argc, char **argv)
{
    const melanoma table = read_melanoma(argc, argv);
    const paramod_survival_rows rows = { .size = sizeof rows,
                                         .count = MELANOMA_ROWS,
                                         .time = table.years,
                                         .status = table.relapse };
    const char *const covariates[] = { "treated" };
    paramod_survival_summary summary = { .size = sizeof summary };
    paramod_survival_data *data;
    paramod_survival_model *model;
    paramod_survival_fit *fit;

    check(paramod_survival_data_create(&rows, &data));
    check(paramod_survival_data_add(data, "treated", table.treated));
    check(paramod_survival_model_create(paramod_family_find("apgw"), data, &model));
    check(paramod_survival_model_regress(model, "phi", 1, covariates));
    check(paramod_survival_model_regress(model, "lambda", 0, NULL));
    check(paramod_survival_model_regress(model, "gamma", 0, NULL));
    check(paramod_survival_model_regress(model, "kappa", 0, NULL));
    check(paramod_survival_fit_create(model, NULL, &fit));
    check(paramod_survival_fit_summary(fit, &summary));

    printf("%zu rows, %zu events\n", summary.rows, summary.events);
    print_coefficients(model, fit);
    printf("log likelihood %.6f, AIC %.4f, BIC %.4f\n", summary.log_likelihood,
           summary.aic, summary.bic);
    printf("%s\n", summary.degenerate == PARAMOD_REGULAR
                       ? "regular" : paramod_survival_fit_sentence(fit));
    print_predictions(fit);

    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
    return EXIT_SUCCESS;
}
