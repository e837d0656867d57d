/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from a fit: predictions against ref_apgw_pred.csv, residuals,
 * simulated times. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/survival.h>

#include "support/support.h"
#include "survival/frame.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static const char *const trt[] = { "TRT" };

static paramod_survival_data *melanoma(void)
{
    frame *f = frame_read("e1684.csv");
    double *t = frame_column(f, "FAILTIME", 1.0);
    double *s = frame_column(f, "FAILCENS", 1.0), *x = frame_column(f, "TRT", 1.0);
    const paramod_survival_rows rows = { .size = sizeof rows, .count = f->rows,
                                         .time = t, .status = s };
    paramod_survival_data *data;

    MUST(paramod_survival_data_create(&rows, &data));
    MUST(paramod_survival_data_add(data, "TRT", x));
    free(t);
    free(s);
    free(x);
    frame_free(f);
    return data;
}

/* M(tau,alpha) and so on. */
static paramod_survival_model *model_of(const paramod_survival_data *data,
                                        const char *name)
{
    paramod_survival_model *model;

    MUST(paramod_survival_model_create(paramod_family_find("apgw"), data, &model));
    if (strstr(name, "tau") != NULL)
        MUST(paramod_survival_model_regress(model, "phi", 1, trt));
    if (strstr(name, "beta") != NULL)
        MUST(paramod_survival_model_regress(model, "lambda", 1, trt));
    if (strstr(name, "alpha") != NULL)
        MUST(paramod_survival_model_regress(model, "gamma", 1, trt));
    return model;
}

static paramod_prediction what_of(const char *quantity)
{
    static const struct {
        const char *start;
        paramod_prediction what;
    } names[] = {
        { "log HR", PARAMOD_PREDICT_HAZARD_RATIO },
        { "log cumulative", PARAMOD_PREDICT_CUMULATIVE },
        { "log hazard", PARAMOD_PREDICT_HAZARD },
        { "log quantile ratio", PARAMOD_PREDICT_QUANTILE_RATIO },
        { "log quantile", PARAMOD_PREDICT_QUANTILE },
        { "RMST", PARAMOD_PREDICT_RESTRICTED_MEAN },
        { "-log(-log cure)", PARAMOD_PREDICT_CURE },
    };

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        if (strncmp(quantity, names[k].start, strlen(names[k].start)) == 0)
            return names[k].what;
    CU_FAIL_FATAL("unknown quantity");
    return PARAMOD_PREDICT_MEAN;
}

/* Distance in standard errors, and relative distance of the error. */
static double compare(const frame *f, size_t i, const paramod_survival_fit *fit)
{
    const double x = frame_number(f, i, "trt"), one = 1.0, zero = 0.0;
    const double at = frame_number(f, i, "at");
    const bool ratio = frame_text(f, i, "trt")[0] == '\0';
    const double se = frame_number(f, i, "se");
    paramod_predicted p;

    MUST(paramod_survival_predict(fit, what_of(frame_text(f, i, "quantity")),
                                  ratio ? &one : &x, ratio ? &zero : NULL, 1, &at,
                                  0.95, &p));
    return fmax(fabs(p.scaled - frame_number(f, i, "est")) / se,
                fmax(fabs(p.scaled_se / se - 1.0),
                     fabs(p.scaled - 1.959963984540054 * p.scaled_se -
                          frame_number(f, i, "lo95")) / se));
}

static void test_predictions_with_errors(void)
{
    frame *f = frame_read("ref_apgw_pred.csv");
    paramod_survival_data *data = melanoma();
    double worst = 0.0;

    for (size_t first = 0, end; first < f->rows; first = end) {
        const char *name = frame_text(f, first, "model");
        paramod_survival_model *model = model_of(data, name);
        paramod_survival_fit *fit;

        MUST(paramod_survival_fit_create(model, NULL, &fit));
        for (end = first; end < f->rows &&
                          strcmp(frame_text(f, end, "model"), name) == 0; end++) {
            const double off = compare(f, end, fit);

            if (!(off <= 1e-6))
                printf("\n%s %s %s %s: %g ", name, frame_text(f, end, "quantity"),
                       frame_text(f, end, "at"), frame_text(f, end, "trt"), off);
            CU_ASSERT(off <= 1e-6);
            worst = fmax(worst, off);
        }
        paramod_survival_fit_destroy(fit);
        paramod_survival_model_destroy(model);
    }
    printf("%zu rows, worst %.1e ... ", f->rows, worst);
    paramod_survival_data_destroy(data);
    frame_free(f);
}

/* S is monotone, its limits hold it, and a quantile inverts it. */
static void test_predictions_agree_with_each_other(void)
{
    paramod_survival_data *data = melanoma();
    paramod_survival_model *model = model_of(data, "tau");
    paramod_survival_fit *fit;
    double before = 1.0;

    MUST(paramod_survival_fit_create(model, NULL, &fit));
    for (long r = rounds(50); r > 0; r--) {
        const double p = 0.01 + 0.6 * uniform(), x = uniform();
        paramod_predicted quantile, survival, density, hazard;

        MUST(paramod_survival_predict(fit, PARAMOD_PREDICT_QUANTILE, &x, NULL, 1,
                                      &p, 0.9, &quantile));
        MUST(paramod_survival_predict(fit, PARAMOD_PREDICT_SURVIVAL, &x, NULL, 1,
                                      &quantile.estimate, 0.9, &survival));
        MUST(paramod_survival_predict(fit, PARAMOD_PREDICT_DENSITY, &x, NULL, 1,
                                      &quantile.estimate, 0.9, &density));
        MUST(paramod_survival_predict(fit, PARAMOD_PREDICT_HAZARD, &x, NULL, 1,
                                      &quantile.estimate, 0.9, &hazard));
        CU_ASSERT(fabs(survival.estimate - (1.0 - p)) < 1e-12);
        CU_ASSERT(survival.lower < survival.estimate &&
                  survival.estimate < survival.upper);
        CU_ASSERT(fabs(density.estimate / (hazard.estimate * survival.estimate) -
                       1.0) < 1e-12);
    }
    for (double t = 0.1; t < 10.0; t += 0.1) {
        const double x = 1.0;
        paramod_predicted survival;

        MUST(paramod_survival_predict(fit, PARAMOD_PREDICT_SURVIVAL, &x, NULL, 1,
                                      &t, 0.9, &survival));
        CU_ASSERT(survival.estimate < before);
        before = survival.estimate;
    }
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

/* At the maximum over an intercept of log lambda, martingale residuals sum to
 * 0: that derivative is the sum of delta - H. */
static void test_residuals(void)
{
    paramod_survival_data *data = melanoma();
    const size_t n = paramod_survival_data_rows(data);
    paramod_survival_model *model = model_of(data, "tau");
    double *m = malloc(3 * n * sizeof *m), *cs = m + n, *d = m + 2 * n;
    double sum = 0.0;
    paramod_survival_fit *fit;

    MUST(paramod_survival_fit_create(model, NULL, &fit));
    MUST(paramod_survival_residuals(fit, PARAMOD_RESIDUAL_MARTINGALE, m));
    MUST(paramod_survival_residuals(fit, PARAMOD_RESIDUAL_COX_SNELL, cs));
    MUST(paramod_survival_residuals(fit, PARAMOD_RESIDUAL_DEVIANCE, d));
    for (size_t i = 0; i < n; i++) {
        const double event = m[i] + cs[i];

        sum += m[i];
        CU_ASSERT(fabs(event) < 1e-12 || fabs(event - 1.0) < 1e-12);
        CU_ASSERT((d[i] >= 0.0) == (m[i] >= 0.0));
    }
    CU_ASSERT(fabs(sum) < 1e-8);
    CU_ASSERT_EQUAL(paramod_survival_residuals(fit, (paramod_residual)7, m),
                    PARAMOD_ERR_ARGUMENT);
    free(m);
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

/* Simulated times have exponential Cox-Snell residuals: their mean over many
 * draws is 1 with standard error n^-1/2.  The same seed gives the same times. */
static void test_simulation(void)
{
    paramod_survival_data *data = melanoma();
    const size_t n = paramod_survival_data_rows(data);
    paramod_survival_model *model = model_of(data, "beta");
    double *t = malloc(5 * n * sizeof *t), *s = t + n, *u = t + 2 * n;
    double *censor = t + 3 * n, *s2 = t + 4 * n, events = 0.0, total = 0.0;
    paramod_survival_fit *fit;

    MUST(paramod_survival_fit_create(model, NULL, &fit));
    for (size_t i = 0; i < n; i++)
        censor[i] = 2.0;
    for (uint64_t seed = 0; seed < 20; seed++) {
        MUST(paramod_survival_simulate(fit, seed, censor, t, s));
        for (size_t i = 0; i < n; i++) {
            CU_ASSERT(t[i] > 0.0 && t[i] <= 2.0);
            CU_ASSERT(s[i] == 1.0 || (s[i] == 0.0 && t[i] == 2.0));
            events += s[i];
        }
    }
    for (int k = 0; k < 2; k++) {
        frame *f = frame_read("e1684.csv");

        for (size_t i = 0; i < n; i++) {
            const double x = frame_number(f, i, "TRT"), at = 2.0;
            paramod_predicted p;

            MUST(paramod_survival_predict(fit, PARAMOD_PREDICT_SURVIVAL, &x, NULL,
                                          1, &at, 0.95, &p));
            total += k == 0 ? 20.0 * (1.0 - p.estimate) : 0.0;
        }
        frame_free(f);
    }
    /* binomial counts: five standard deviations at most */
    CU_ASSERT(fabs(events - total) < 5.0 * sqrt(20.0 * (double)n * 0.25));
    MUST(paramod_survival_simulate(fit, 19, censor, u, s2));
    CU_ASSERT_EQUAL(memcmp(t, u, n * sizeof *t), 0);
    censor[3] = NAN;
    CU_ASSERT_EQUAL(paramod_survival_simulate(fit, 19, censor, u, s2),
                    PARAMOD_ERR_DOMAIN);
    free(t);
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

static void test_bad_requests(void)
{
    paramod_survival_data *data = melanoma();
    paramod_survival_model *model = model_of(data, "tau");
    const double x = 1.0, at = 1.0, negative = -1.0;
    paramod_survival_fit *fit;
    paramod_predicted p;

    MUST(paramod_survival_fit_create(model, NULL, &fit));
    CU_ASSERT_EQUAL(paramod_survival_predict(fit, PARAMOD_PREDICT_QUANTILE, &x,
                                             NULL, 1, &at, 0.95, &p),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_survival_predict: "
                           "probability 1 is not inside (0, 1)");
    CU_ASSERT_EQUAL(paramod_survival_predict(fit, PARAMOD_PREDICT_HAZARD, &x,
                                             NULL, 1, &negative, 0.95, &p),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_EQUAL(paramod_survival_predict(fit, PARAMOD_PREDICT_HAZARD_RATIO,
                                             &x, NULL, 1, &at, 0.95, &p),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_survival_predict(fit, PARAMOD_PREDICT_HAZARD, NULL,
                                             NULL, 1, &at, 0.95, &p),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_survival_predict(fit, (paramod_prediction)99, &x,
                                             NULL, 1, &at, 0.95, &p),
                    PARAMOD_ERR_ARGUMENT);
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "predictions with errors", test_predictions_with_errors },
        { "predictions agree with each other",
          test_predictions_agree_with_each_other },
        { "residuals", test_residuals },
        { "simulation", test_simulation },
        { "bad requests", test_bad_requests },
        CU_TEST_INFO_NULL,
    };

    return run_tests("survival predictions", tests);
}
