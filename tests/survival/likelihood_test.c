/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log likelihood of survival data, against terms in 60-digit arithmetic
 * (ref_censor_loglik.csv), differences, and itself on other threads. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/survival.h>

#include "support/support.h"
#include "survival/design_impl.h"
#include "survival/frame.h"
#include "survival/likelihood_impl.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* One row of the reference: entry, left, right, weight. */
static paramod_survival_data *one_row(const frame *f, size_t i)
{
    const double l = frame_number(f, i, "left"), r = frame_number(f, i, "right");
    const double e = frame_number(f, i, "entry"), w = frame_number(f, i, "weight");
    /* an event of weight 1e-300 keeps right-censored rows from being alone */
    const double time[] = { l == 0.0 ? NAN : l, 1.0 }, time2[] = { r, 1.0 };
    const double entry[] = { e, 0.0 }, weight[] = { w, 1e-300 };
    const paramod_survival_rows rows = { .size = sizeof rows, .count = 2,
                                         .time = time, .time2 = time2,
                                         .entry = entry, .weight = weight };
    paramod_survival_data *data = NULL;

    MUST(paramod_survival_data_create(&rows, &data));
    return data;
}

static void read_theta(const char *text, double *theta)
{
    char *end;

    for (int k = 0; k < 4; k++) {
        theta[k] = strtod(text, &end);
        text = end + 1;
    }
}

/* The reference takes the interval (2, 2.0000001] in decimal; the nearest
 * double to its end makes it 1.6e-9 of its length shorter. */
static double rounded_interval(const frame *f, size_t i)
{
    const char *row = frame_text(f, i, "row");
    const bool narrow = strcmp(row, "narrow interval") == 0 ||
                        strcmp(row, "TOTAL") == 0;

    return narrow ? log1p((2.0000001 - 2.0 - 1e-7) / 1e-7) : 0.0;
}

static double off(double x, double expected)
{
    return fabs(x - expected) / fmax(1.0, fabs(expected));
}

static void test_each_kind_of_row_against_60_digits(void)
{
    static const char *const slope[] = { "dl/da", "dl/db", "dl/dg", "dl/dn" };
    frame *f = frame_read("ref_censor_loglik.csv");
    double worst = 0.0, total = 0.0, total_gradient[4] = { 0.0 };
    size_t rows = 0;

    for (size_t i = 0; i < f->rows; i++) {
        const bool sum = strcmp(frame_text(f, i, "row"), "TOTAL") == 0;
        double theta[4], value = total, gradient[4];

        read_theta(frame_text(f, i, "params(a;b;g;n)"), theta);
        if (!sum) {
            paramod_survival_data *data = one_row(f, i);
            paramod_survival_model *model;
            paramod_likelihood likelihood;

            MUST(paramod_survival_model_create(paramod_family_find("apgw"), data,
                                               &model));
            MUST(paramod_survival_model_likelihood(model, &likelihood));
            CU_ASSERT_EQUAL(likelihood.gradient(theta, &value, gradient,
                                                likelihood.data),
                            PARAMOD_EVAL_OK);
            paramod_survival_model_destroy(model);
            paramod_survival_data_destroy(data);
        }
        worst = fmax(worst, off(value, frame_number(f, i, "loglik") +
                                       rounded_interval(f, i)));
        for (int k = 0; k < 4; k++) {
            const double g = sum ? total_gradient[k] : gradient[k];

            worst = fmax(worst, off(g, frame_number(f, i, slope[k])));
            total_gradient[k] = sum ? 0.0 : total_gradient[k] + g;
        }
        total = sum ? 0.0 : total + value;
        rows++;
    }
    printf("%zu rows, worst relative error %.1e ... ", rows, worst);
    CU_ASSERT_EQUAL(rows, 55);
    CU_ASSERT(worst <= 1e-12);
    frame_free(f);
}

enum { N = 300, K = 3 };

/* Rows of all kinds, some truncated, with weights, strata and covariates. */
static paramod_survival_data *mixed(size_t n, bool frail)
{
    double *x = malloc(n * K * sizeof *x), *t = malloc(5 * n * sizeof *t);
    double *time2 = t + n, *status = t + 2 * n, *entry = t + 3 * n;
    double *weight = t + 4 * n;
    uint64_t *label = malloc(3 * n * sizeof *label);
    paramod_survival_rows rows = { .size = sizeof rows, .count = n, .time = t,
                                   .time2 = time2, .status = status,
                                   .entry = entry };
    paramod_survival_data *data = NULL;

    for (size_t i = 0; i < n; i++) {
        t[i] = 0.1 - 2.0 * log(1.0 - uniform());
        time2[i] = t[i] * (1.0 + (i % 7 == 0 ? 1e-9 : uniform()));
        status[i] = frail ? (double)(i % 2) : (double)(i % 4);
        entry[i] = i % 3 == 0 ? 0.5 * t[i] : 0.0;
        weight[i] = 0.5 + uniform();
        label[i] = 7 * (i % 2);
        label[n + i] = i % (n / 6);
        label[2 * n + i] = i / 2;
        for (size_t j = 0; j < K; j++)
            x[j * n + i] = j == 2 ? 1e6 * (3.0 + uniform()) : uniform() - 0.5;
    }
    if (frail) {
        rows.cluster = label + n;
        rows.subject = label + 2 * n;
    } else {
        rows.weight = weight;
        rows.stratum = label;
    }
    MUST(paramod_survival_data_create(&rows, &data));
    MUST(paramod_survival_data_add(data, "a", x));
    MUST(paramod_survival_data_add(data, "b", x + n));
    MUST(paramod_survival_data_add(data, "far", x + 2 * n));
    free(x);
    free(t);
    free(label);
    return data;
}

static paramod_survival_model *model_of(const paramod_survival_data *data,
                                        const char *family)
{
    static const char *const names[] = { "a", "far" }, *const one[] = { "b" };
    paramod_survival_model *model;

    MUST(paramod_survival_model_create(paramod_family_find(family), data, &model));
    MUST(paramod_survival_model_regress(model, "phi", 2, names));
    MUST(paramod_survival_model_regress(model, "gamma", 1, one));
    return model;
}

static void check(const paramod_survival_model *model, double *theta)
{
    paramod_derivative_report report = { .size = sizeof report };
    paramod_likelihood likelihood;
    paramod_space *space;

    MUST(paramod_survival_model_likelihood(model, &likelihood));
    MUST(paramod_survival_model_space(model, &space));
    MUST(paramod_likelihood_check(space, &likelihood, theta, &report));
    CU_ASSERT(report.gradient_error < 1e-5);
    CU_ASSERT(report.hessian_error < 1e-5);
    if (!(report.gradient_error < 1e-5 && report.hessian_error < 1e-5))
        printf("\ngradient %g at %zu (%g, %g), Hessian %g at %zu %zu (%g, %g)\n",
               report.gradient_error, report.gradient_column,
               report.gradient_given, report.gradient_difference,
               report.hessian_error, report.hessian_row, report.hessian_column,
               report.hessian_given, report.hessian_difference);
    paramod_space_destroy(space);
}

/* phi: two strata, a, far; lambda, gamma, b, kappa */
static void point(const paramod_survival_model *model, double *theta)
{
    for (size_t i = 0; i < paramod_survival_model_size(model); i++) {
        const char *name = paramod_survival_model_name(model, i);

        theta[i] = strcmp(name, "far") == 0 ? 3e-7 * uniform()
                                            : 0.6 * (uniform() - 0.5);
    }
}

static void test_derivatives_of_mixed_rows(void)
{
    paramod_survival_data *data = mixed(N, false);
    paramod_survival_model *model = model_of(data, "apgw");
    double theta[16];

    CU_ASSERT_EQUAL(paramod_survival_model_size(model), 11);
    CU_ASSERT_STRING_EQUAL(paramod_survival_model_name(model, 1),
                           "(Intercept):7");
    for (long r = rounds(3); r > 0; r--) {
        point(model, theta);
        check(model, theta);
    }
    MUST(paramod_survival_model_tie(model, "phi", "a", "gamma", "b"));
    MUST(paramod_survival_model_fix(model, "kappa", NULL, 0.3));
    point(model, theta);
    check(model, theta);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

static void test_derivatives_with_frailty(void)
{
    static const double log_theta[] = { -12.0, -3.0, 0.2, 1.5 };
    paramod_survival_data *data = mixed(N / 3, true);
    paramod_survival_model *model = model_of(data, "weibull");
    double theta[16];

    for (int kind = 1; kind <= 2; kind++)
        for (int k = 0; k < 4; k++) {
            MUST(paramod_survival_model_frailty(model, (paramod_frailty)kind));
            point(model, theta);
            theta[paramod_survival_model_size(model) - 1] = log_theta[k];
            check(model, theta);
        }
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

/* As theta -> 0 both frailties become the model without. */
static void test_a_vanishing_frailty_is_none(void)
{
    paramod_survival_data *data = mixed(N / 3, true);
    paramod_survival_model *model = model_of(data, "weibull");
    paramod_likelihood likelihood;
    double theta[16], plain, value;
    size_t n;

    point(model, theta);
    MUST(paramod_survival_model_likelihood(model, &likelihood));
    CU_ASSERT_EQUAL(likelihood.value(theta, &plain, likelihood.data),
                    PARAMOD_EVAL_OK);
    n = paramod_survival_model_size(model);
    for (int kind = 1; kind <= 2; kind++)
        for (double t = -20.0; t > -800.0; t *= 6.0) {
            MUST(paramod_survival_model_frailty(model, (paramod_frailty)kind));
            MUST(paramod_survival_model_likelihood(model, &likelihood));
            theta[n] = t;
            CU_ASSERT_EQUAL(likelihood.value(theta, &value, likelihood.data),
                            PARAMOD_EVAL_OK);
            CU_ASSERT(fabs(value - plain) <=
                      1e4 * exp(t) + 1e-13 * fabs(plain));
        }
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

static void test_the_same_bits_on_any_number_of_threads(void)
{
    static const size_t threads[] = { 1, 2, 7 };
    paramod_survival_data *data = mixed(30000, false);
    paramod_survival_model *model = model_of(data, "apgw");
    double theta[16], first[1 + 16 + 256];
    paramod_likelihood likelihood;

    point(model, theta);
    MUST(paramod_survival_model_likelihood(model, &likelihood));
    for (int k = 0; k < 3; k++) {
        const paramod_executor executor = paramod_executor_threads(threads[k]);
        paramod_i_view view = *(paramod_i_view *)likelihood.data;
        double now[1 + 16 + 256];

        (void)memset(now, 0, sizeof now);
        view.executor = &executor;
        CU_ASSERT_EQUAL(paramod_i_view_evaluate(&view, 2, theta, now, now + 1,
                                                now + 17), PARAMOD_EVAL_OK);
        if (k == 0)
            (void)memcpy(first, now, sizeof first);
        CU_ASSERT_EQUAL(memcmp(first, now, sizeof now), 0);
    }
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

static void test_evaluation_takes_no_memory(void)
{
    for (int frail = 0; frail < 2; frail++) {
        paramod_survival_data *data = mixed(N, frail == 1);
        paramod_survival_model *model = model_of(data, "weibull");
        paramod_likelihood likelihood;
        double theta[16], value, gradient[16], hessian[256];
        long attempts = 0;

        if (frail == 1)
            MUST(paramod_survival_model_frailty(model, PARAMOD_FRAILTY_GAMMA));
        point(model, theta);
        MUST(paramod_survival_model_likelihood(model, &likelihood));
        for (int k = 0; k < 3; k++) {
            if (k == 1) /* the first made the workspace */
                attempts = memory_attempts();
            (void)likelihood.value(theta, &value, likelihood.data);
            (void)likelihood.hessian(theta, &value, gradient, hessian,
                                     likelihood.data);
        }
        CU_ASSERT_EQUAL(memory_attempts(), attempts);
        paramod_survival_model_destroy(model);
        paramod_survival_data_destroy(data);
    }
}

/* t -> ct shifts log phi by -log c and the log likelihood by log c for each
 * exact event. */
static void test_a_change_of_time_unit(void)
{
    const double c = 365.25;
    double t[40], u[40], s[40], theta[4] = { -0.3, 0.2, 0.1, 0.4 };
    double value[2], gradient[2][4], events = 0.0;

    for (int i = 0; i < 40; i++) {
        t[i] = 0.1 + 3.0 * uniform();
        u[i] = c * t[i];
        s[i] = i % 3 == 0 ? 0.0 : 1.0;
        events += s[i];
    }
    for (int k = 0; k < 2; k++) {
        const paramod_survival_rows rows = { .size = sizeof rows, .count = 40,
                                             .time = k == 0 ? t : u,
                                             .status = s };
        paramod_survival_data *data;
        paramod_survival_model *model;
        paramod_likelihood likelihood;

        MUST(paramod_survival_data_create(&rows, &data));
        MUST(paramod_survival_model_create(paramod_family_find("apgw"), data,
                                           &model));
        MUST(paramod_survival_model_likelihood(model, &likelihood));
        CU_ASSERT_EQUAL(likelihood.gradient(theta, &value[k], gradient[k],
                                            likelihood.data), PARAMOD_EVAL_OK);
        theta[0] -= log(c);
        paramod_survival_model_destroy(model);
        paramod_survival_data_destroy(data);
    }
    CU_ASSERT(fabs(value[0] - events * log(c) - value[1]) <=
              1e-13 * fabs(value[1]));
    for (int j = 0; j < 4; j++)
        CU_ASSERT(fabs(gradient[0][j] - gradient[1][j]) <=
                  1e-12 * (1.0 + fabs(gradient[0][j])));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "each kind of row, against 60 digits",
          test_each_kind_of_row_against_60_digits },
        { "derivatives of mixed rows", test_derivatives_of_mixed_rows },
        { "derivatives with frailty", test_derivatives_with_frailty },
        { "a vanishing frailty is none", test_a_vanishing_frailty_is_none },
        { "the same bits on any number of threads",
          test_the_same_bits_on_any_number_of_threads },
        { "evaluation takes no memory", test_evaluation_takes_no_memory },
        { "a change of time unit", test_a_change_of_time_unit },
        CU_TEST_INFO_NULL,
    };

    return run_tests("survival likelihood", tests);
}
