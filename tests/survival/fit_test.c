/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fits of survival models against reference fits (ref_apgw.csv and others; see
 * tests/data/survival/README.md), and what a fit says where there is none. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/survival.h>

#include "support/support.h"
#include "survival/frame.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* ---- data sets ----------------------------------------------------------- */

static void add(paramod_survival_data *data, const char *name, double *values)
{
    MUST(paramod_survival_data_add(data, name, values));
    free(values);
}

static paramod_survival_data *create(const frame *f, const char *time,
                                     double factor, const char *status)
{
    double *t = frame_column(f, time, factor), *s = frame_column(f, status, 1.0);
    const paramod_survival_rows rows = { .size = sizeof rows, .count = f->rows,
                                         .time = t, .status = s };
    paramod_survival_data *data = NULL;

    MUST(paramod_survival_data_create(&rows, &data));
    free(t);
    free(s);
    return data;
}

static paramod_survival_data *load(const char *name)
{
    char file[64];
    frame *f;
    paramod_survival_data *data;

    (void)snprintf(file, sizeof file, "%s.csv", name);
    f = frame_read(file);
    if (strcmp(name, "e1684") == 0) {
        data = create(f, "FAILTIME", 1.0, "FAILCENS");
        add(data, "TRT", frame_column(f, "TRT", 1.0));
    } else if (strcmp(name, "gbsg") == 0) {
        data = create(f, "rfstime", 1.0 / 365.25, "status");
        add(data, "hormon", frame_column(f, "hormon", 1.0));
        add(data, "nodes", frame_column(f, "nodes", 1.0));
    } else {
        data = create(f, "time", 1.0 / 30.4375, "status");
        add(data, "trt2", frame_equals(f, "trt", "2"));
        add(data, "smallcell", frame_equals(f, "celltype", "smallcell"));
        add(data, "adeno", frame_equals(f, "celltype", "adeno"));
        add(data, "large", frame_equals(f, "celltype", "large"));
    }
    frame_free(f);
    return data;
}

/* ---- reference fits of APGW ---------------------------------------------- */

static const char *const block[4] = { "tau", "beta", "alpha", "nu" };
static const char *const parameter[4] = { "phi", "lambda", "gamma", "kappa" };

/* "1", "-" or "a+b" of one block. */
static void regress(paramod_survival_model *model, size_t p, const char *formula)
{
    char text[FRAME_TEXT];
    const char *name[8];
    size_t count = 0;

    (void)snprintf(text, sizeof text, "%s", formula);
    if (strcmp(text, "-") == 0) {
        MUST(paramod_survival_model_fix(model, parameter[p], NULL, 0.0));
        return;
    }
    for (char *s = text; strcmp(text, "1") != 0 && s != NULL; count++) {
        char *plus = strchr(s, '+');

        name[count] = s;
        if (plus != NULL)
            *plus++ = '\0';
        s = plus;
    }
    MUST(paramod_survival_model_regress(model, parameter[p], count, name));
}

static bool same_model(const frame *f, size_t i, size_t j)
{
    static const char *const key[] = { "dataset", "tau", "beta", "alpha", "nu",
                                       "fixed" };

    for (size_t k = 0; k < sizeof key / sizeof key[0]; k++)
        if (strcmp(frame_text(f, i, key[k]), frame_text(f, j, key[k])) != 0)
            return false;
    return true;
}

static const paramod_coefficient *find(const paramod_survival_model *model,
                                       const paramod_survival_fit *fit,
                                       const char *reference,
                                       paramod_coefficient *c)
{
    const char *colon = strchr(reference, ':');

    for (size_t i = 0; i < paramod_survival_model_size(model); i++)
        for (size_t p = 0; p < 4; p++)
            if (strncmp(reference, block[p], (size_t)(colon - reference)) == 0 &&
                strcmp(paramod_survival_model_block(model, i),
                       parameter[p]) == 0 &&
                strcmp(paramod_survival_model_name(model, i), colon + 1) == 0) {
                MUST(paramod_survival_fit_coefficient(fit, i, 0.95, c));
                return c;
            }
    CU_FAIL_FATAL("no such coefficient");
    return NULL;
}

/* Relative to the larger of the estimate and its error. */
static double off(double x, double expected, double error)
{
    return fabs(x - expected) / fmax(fabs(expected), error);
}

/* Rows first .. end - 1 describe one fit. */
static double compare(const frame *f, size_t first, size_t end)
{
    paramod_survival_data *data = load(frame_text(f, first, "dataset"));
    paramod_survival_summary summary = { .size = sizeof summary };
    const double reference = frame_number(f, first, "loglik");
    paramod_survival_model *model;
    paramod_survival_fit *fit;
    double worst = 0.0;

    MUST(paramod_survival_model_create(paramod_family_find("apgw"), data, &model));
    for (size_t p = 0; p < 4; p++)
        regress(model, p, frame_text(f, first, block[p]));
    MUST(paramod_survival_fit_create(model, NULL, &fit));
    MUST(paramod_survival_fit_summary(fit, &summary));
    CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_REGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_survival_fit_sentence(fit), "");
    CU_ASSERT(summary.log_likelihood >= reference - 1e-8);
    if (!(fabs(summary.log_likelihood - reference) <= 1e-8) ||
        summary.degenerate != PARAMOD_REGULAR)
        printf("\n%s %s %s %s: %.10f for %.10f, %d ", frame_text(f, first,
               "dataset"), frame_text(f, first, "tau"), frame_text(f, first,
               "beta"), frame_text(f, first, "alpha"), summary.log_likelihood,
               reference, (int)summary.degenerate);
    for (size_t i = first; i < end; i++) {
        paramod_coefficient c;
        const double se = frame_number(f, i, "se");

        (void)find(model, fit, frame_text(f, i, "param"), &c);
        worst = fmax(worst, off(c.estimate, frame_number(f, i, "est"), se));
        worst = fmax(worst, off(c.se, se, se));
    }
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
    return worst;
}

static void test_reference_fits_of_apgw(void)
{
    frame *f = frame_read("ref_apgw.csv");
    double worst = 0.0;
    size_t fits = 0;

    for (size_t first = 0, end; first < f->rows; first = end) {
        for (end = first; end < f->rows && same_model(f, first, end);)
            end++;
        if (strcmp(frame_text(f, first, "dataset"), "rotterdam") == 0)
            continue; /* a large file: part of `make validate` */
        worst = fmax(worst, compare(f, first, end));
        fits++;
    }
    printf("%zu fits, worst relative difference %.1e ... ", fits, worst);
    CU_ASSERT_EQUAL(fits, 41);
    CU_ASSERT(worst <= 1e-6);
    frame_free(f);
}

/* ---- robust errors, frailty ---------------------------------------------- */

static paramod_survival_data *load_clusters(const char *file, const char *cluster,
                                            double factor)
{
    frame *f = frame_read(file);
    double *t = frame_column(f, "time", factor);
    double *s = frame_column(f, "status", 1.0);
    double *c = frame_column(f, cluster, 1.0);
    uint64_t *label = malloc(f->rows * sizeof *label);
    paramod_survival_rows rows = { .size = sizeof rows, .count = f->rows,
                                   .time = t, .status = s, .cluster = label };
    paramod_survival_data *data;

    for (size_t i = 0; i < f->rows; i++)
        label[i] = (uint64_t)c[i];
    MUST(paramod_survival_data_create(&rows, &data));
    if (strcmp(file, "rats.csv") == 0) {
        add(data, "rx", frame_column(f, "rx", 1.0));
    } else {
        add(data, "age", frame_column(f, "age", 1.0));
        add(data, "sexf", frame_equals(f, "sex", "2"));
    }
    free(t);
    free(s);
    free(c);
    free(label);
    frame_free(f);
    return data;
}

/* survreg 3.5-3, Surv(time, status) ~ rx, weibull, robust, cluster(litter). */
static void test_robust_errors_by_cluster(void)
{
    static const char *const rx[] = { "rx" };
    paramod_survival_data *data = load_clusters("rats.csv", "litter", 1.0);
    const paramod_survival_options options = { .size = sizeof options,
                                               .robust = 1 };
    paramod_survival_model *model;
    paramod_survival_fit *fit;
    paramod_coefficient c;

    MUST(paramod_survival_model_create(paramod_family_find("weibull"), data,
                                       &model));
    MUST(paramod_survival_model_regress(model, "phi", 1, rx));
    MUST(paramod_survival_fit_create(model, &options, &fit));
    MUST(paramod_survival_fit_coefficient(fit, 0, 0.95, &c));
    CU_ASSERT(off(-c.estimate, 5.158849048, 0.0) <= 1e-8);
    CU_ASSERT(off(c.se, 0.108978229451, 0.0) <= 1e-6);
    MUST(paramod_survival_fit_coefficient(fit, 1, 0.95, &c));
    CU_ASSERT(off(-c.estimate, -0.198763340896, 0.0) <= 1e-8);
    CU_ASSERT(off(c.se, 0.0758409033782, 0.0) <= 1e-6);
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

static void test_shared_frailty(void)
{
    /* log likelihoods of parfm, also maximised in closed form */
    static const struct {
        const char *file, *cluster, *family;
        double factor;
        paramod_frailty frailty;
        double log_likelihood;
    } cases[] = {
        { "kidney.csv", "id", "exponential", 1.0, PARAMOD_FRAILTY_GAMMA,
          -333.2481135802 },
        { "kidney.csv", "id", "weibull", 1.0, PARAMOD_FRAILTY_GAMMA,
          -332.1878177507 },
        { "kidney.csv", "id", "gompertz", 1.0, PARAMOD_FRAILTY_GAMMA,
          -332.2853029563 },
        { "kidney.csv", "id", "weibull", 1.0, PARAMOD_FRAILTY_INVERSE_GAUSSIAN,
          -333.3136586172 },
        { "rats.csv", "litter", "weibull", 0.01, PARAMOD_FRAILTY_GAMMA,
          -85.5888195053 },
        { "rats.csv", "litter", "weibull", 0.01,
          PARAMOD_FRAILTY_INVERSE_GAUSSIAN, -85.9932843051 },
    };
    static const char *const rx[] = { "rx" }, *const kidney[] = { "age", "sexf" };

    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        paramod_survival_data *data = load_clusters(cases[k].file,
                                                    cases[k].cluster,
                                                    cases[k].factor);
        const paramod_family *family = paramod_family_find(cases[k].family);
        paramod_survival_summary summary = { .size = sizeof summary };
        const bool rats = cases[k].factor != 1.0;
        paramod_survival_model *model;
        paramod_survival_fit *fit;

        MUST(paramod_survival_model_create(family, data, &model));
        MUST(paramod_survival_model_regress(model,
                                            paramod_family_parameter(family, 0),
                                            rats ? 1 : 2, rats ? rx : kidney));
        MUST(paramod_survival_model_frailty(model, cases[k].frailty));
        MUST(paramod_survival_fit_create(model, NULL, &fit));
        MUST(paramod_survival_fit_summary(fit, &summary));
        CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_REGULAR);
        CU_ASSERT(fabs(summary.log_likelihood - cases[k].log_likelihood) < 1e-8);
        if (!(fabs(summary.log_likelihood - cases[k].log_likelihood) < 1e-8))
            printf("\n%zu: %.10f for %.10f ", k, summary.log_likelihood,
                   cases[k].log_likelihood);
        paramod_survival_fit_destroy(fit);
        paramod_survival_model_destroy(model);
        paramod_survival_data_destroy(data);
    }
}

/* ---- where there is no regular fit --------------------------------------- */

enum { N = 60 };

static paramod_survival_data *small(const double *status)
{
    double t[N], s[N];
    const paramod_survival_rows rows = { .size = sizeof rows, .count = N,
                                         .time = t,
                                         .status = status == NULL ? s : status };
    paramod_survival_data *data;

    for (int i = 0; i < N; i++) {
        t[i] = 0.2 - log(1.0 - uniform());
        s[i] = i % 3 == 0 ? 0.0 : 1.0;
    }
    MUST(paramod_survival_data_create(&rows, &data));
    return data;
}

static paramod_survival_fit *fit_of(const paramod_survival_data *data,
                                    const char *family, size_t count,
                                    const char *const *names,
                                    paramod_survival_model **model)
{
    const paramod_family *f = paramod_family_find(family);
    paramod_survival_fit *fit = NULL;

    MUST(paramod_survival_model_create(f, data, model));
    MUST(paramod_survival_model_regress(*model, paramod_family_parameter(f, 0),
                                        count, names));
    MUST(paramod_survival_fit_create(*model, NULL, &fit));
    return fit;
}

static void test_monotone_likelihood_is_named(void)
{
    static const char *const names[] = { "x", "group" };
    paramod_survival_summary summary = { .size = sizeof summary };
    double status[N], x[N], group[N], covariance[25];
    paramod_survival_data *data;
    paramod_survival_model *model;
    paramod_survival_fit *fit;
    paramod_coefficient c;

    for (int i = 0; i < N; i++) {
        group[i] = i < 15 ? 1.0 : 0.0;
        status[i] = i < 15 ? 0.0 : 1.0; /* no event in the group */
        x[i] = uniform();
    }
    data = small(status);
    MUST(paramod_survival_data_add(data, "x", x));
    MUST(paramod_survival_data_add(data, "group", group));
    fit = fit_of(data, "weibull", 2, names, &model);
    MUST(paramod_survival_fit_summary(fit, &summary));
    CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_DEGENERATE_MONOTONE);
    CU_ASSERT_STRING_EQUAL(paramod_survival_fit_sentence(fit),
                           "monotone likelihood: it rises as the coefficient "
                           "'phi:group' goes to minus infinity");
    MUST(paramod_survival_fit_coefficient(fit, 1, 0.95, &c));
    CU_ASSERT(isnan(c.se));
    CU_ASSERT_EQUAL(paramod_survival_fit_covariance(fit, covariance),
                    PARAMOD_ERR_SINGULAR);
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

/* The degenerate directions by name, with likelihoods that other programs
 * found there too: the edge of R2 (-25.4958) and what lies beyond (-24.8322). */
static void test_degenerate_directions_by_name(void)
{
    static const struct {
        const char *file, *family, *phi, *lambda, *gamma;
        paramod_degenerate kind, ridge;
        double at_least;
    } cases[] = {
        { "veteran", "apgw", "trt2", "1", "trt2", PARAMOD_DEGENERATE_R3,
          PARAMOD_REGULAR, -305.5 },
        { "veteran", "apgw", "1", "smallcell+adeno+large", "1",
          PARAMOD_DEGENERATE_R3, PARAMOD_REGULAR, -296.0 },
        { "veteran", "apgw", "trt2", "trt2", "trt2", PARAMOD_DEGENERATE_R3,
          PARAMOD_REGULAR, -305.5 },
        { "veteran", "apgw", "trt2", "trt2", "1", PARAMOD_DEGENERATE_R1,
          PARAMOD_REGULAR, -307.4595 },
        { "veteran", "weibull", "1", "1", "-", PARAMOD_DEGENERATE_R1,
          PARAMOD_REGULAR, -400.0 },
        { "gbsg", "apgw", "1", "1", "hormon+nodes", PARAMOD_REGULAR,
          PARAMOD_DEGENERATE_R2, -827.1173 },
    };

    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const char *const formula[3] = { cases[k].phi, cases[k].lambda,
                                         cases[k].gamma };
        paramod_survival_data *data = load(cases[k].file);
        paramod_survival_summary summary = { .size = sizeof summary };
        paramod_survival_model *model;
        paramod_survival_fit *fit;
        paramod_coefficient c;

        MUST(paramod_survival_model_create(paramod_family_find(cases[k].family),
                                           data, &model));
        for (size_t p = 0; p < 3; p++)
            regress(model, p, formula[p]);
        MUST(paramod_survival_fit_create(model, NULL, &fit));
        MUST(paramod_survival_fit_summary(fit, &summary));
        CU_ASSERT_EQUAL(summary.degenerate, cases[k].kind);
        CU_ASSERT_EQUAL(summary.ridge, cases[k].ridge);
        CU_ASSERT(summary.log_likelihood >= cases[k].at_least);
        MUST(paramod_survival_fit_coefficient(fit, 0, 0.95, &c));
        CU_ASSERT_EQUAL(isnan(c.se), cases[k].kind != PARAMOD_REGULAR);
        CU_ASSERT_EQUAL(strlen(paramod_survival_fit_sentence(fit)) > 0,
                        cases[k].kind != PARAMOD_REGULAR);
        if (summary.degenerate != cases[k].kind || summary.ridge != cases[k].ridge)
            printf("\n%zu: %d %d %.8f ", k, (int)summary.degenerate,
                   (int)summary.ridge, summary.log_likelihood);
        paramod_survival_fit_destroy(fit);
        paramod_survival_model_destroy(model);
        paramod_survival_data_destroy(data);
    }
}

/* APGW with kappa = inf and gamma = 1 is Gompertz, as regular as that is: a
 * kappa that the model fixes cannot run away. */
static void test_a_fixed_kappa_is_no_degenerate_direction(void)
{
    paramod_survival_data *data = load_clusters("rats.csv", "litter", 1.0);
    double log_likelihood[2];

    for (size_t k = 0; k < 2; k++) {
        const char *const family = k == 0 ? "gompertz" : "apgw";
        paramod_survival_summary summary = { .size = sizeof summary };
        paramod_survival_model *model;
        paramod_survival_fit *fit;

        MUST(paramod_survival_model_create(paramod_family_find(family), data,
                                           &model));
        if (k == 1) {
            MUST(paramod_survival_model_fix(model, "kappa", NULL, INFINITY));
            MUST(paramod_survival_model_fix(model, "gamma", NULL, 0.0));
        }
        MUST(paramod_survival_fit_create(model, NULL, &fit));
        MUST(paramod_survival_fit_summary(fit, &summary));
        CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_REGULAR);
        log_likelihood[k] = summary.log_likelihood;
        paramod_survival_fit_destroy(fit);
        paramod_survival_model_destroy(model);
    }
    CU_ASSERT(fabs(log_likelihood[0] - log_likelihood[1]) < 1e-9);
    paramod_survival_data_destroy(data);
}

/* PGW on the melanoma data rises towards rho = 0, while other starts walk a
 * lower ridge until their iterations are spent: that is no result. */
static void test_a_ridge_beats_a_walk_without_end(void)
{
    static const char *const treatment[] = { "TRT" };
    paramod_survival_data *data = load("e1684");
    paramod_survival_summary summary = { .size = sizeof summary };
    paramod_survival_model *model;
    paramod_survival_fit *fit;

    MUST(paramod_survival_model_create(paramod_family_find("pgw"), data, &model));
    MUST(paramod_survival_model_regress(model, "lambda", 1, treatment));
    MUST(paramod_survival_fit_create(model, NULL, &fit));
    MUST(paramod_survival_fit_summary(fit, &summary));
    CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_DEGENERATE_SINGULAR);
    CU_ASSERT(summary.log_likelihood >= -391.0997778564); /* of mpr */
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

static void test_aliased_columns_are_reported(void)
{
    static const char *const all[] = { "constant", "x", "y", "sum", "z" };
    static const char *const rest[] = { "x", "y", "z" };
    double column[5][N], value[2];
    paramod_survival_data *data = small(NULL);

    for (int i = 0; i < N; i++) {
        column[0][i] = 0.1;
        column[1][i] = uniform();
        column[2][i] = uniform();
        column[3][i] = 3.0 + 0.1 * column[1][i] - 7.0 * column[2][i];
        column[4][i] = uniform();
    }
    for (int j = 0; j < 5; j++)
        MUST(paramod_survival_data_add(data, all[j], column[j]));
    for (int k = 0; k < 2; k++) {
        paramod_survival_summary summary = { .size = sizeof summary };
        paramod_survival_model *model;
        paramod_survival_fit *fit = fit_of(data, "loglogistic", k == 0 ? 5 : 3,
                                           k == 0 ? all : rest, &model);

        MUST(paramod_survival_fit_summary(fit, &summary));
        CU_ASSERT_EQUAL(summary.aliased, k == 0 ? 2 : 0);
        CU_ASSERT_EQUAL(summary.free, 5);
        CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_REGULAR);
        value[k] = summary.log_likelihood;
        for (size_t j = 1; k == 0 && j <= 5; j++) {
            paramod_coefficient c;

            MUST(paramod_survival_fit_coefficient(fit, j, 0.95, &c));
            CU_ASSERT_EQUAL(c.aliased, j == 1 || j == 4);
            CU_ASSERT_EQUAL(isnan(c.estimate), j == 1 || j == 4);
        }
        paramod_survival_fit_destroy(fit);
        paramod_survival_model_destroy(model);
    }
    CU_ASSERT(fabs(value[0] - value[1]) < 1e-10);
    paramod_survival_data_destroy(data);
}

/* Covariates in units of 1e-8 and 1e8, and far from 0, fit as well as others. */
static void test_scales_of_covariates(void)
{
    static const char *const names[] = { "x", "y" };
    double x[3][N], y[3][N], beta[3][3], se[3][3], value[3];
    paramod_survival_data *data[3];

    for (int i = 0; i < N; i++) {
        x[0][i] = uniform();
        y[0][i] = uniform();
        x[1][i] = 1e-8 * x[0][i];
        y[1][i] = 1e8 * y[0][i];
        x[2][i] = x[0][i] + 4096.0;
        y[2][i] = y[0][i];
    }
    {
        double t[N], s[N];
        const paramod_survival_rows rows = { .size = sizeof rows, .count = N,
                                             .time = t, .status = s };

        for (int i = 0; i < N; i++) {
            t[i] = 1e300 * (0.2 - log(1.0 - uniform()));
            s[i] = i % 3 == 0 ? 0.0 : 1.0;
        }
        for (int k = 0; k < 3; k++)
            MUST(paramod_survival_data_create(&rows, &data[k]));
    }
    for (int k = 0; k < 3; k++) {
        paramod_survival_summary summary = { .size = sizeof summary };
        paramod_survival_model *model;
        paramod_survival_fit *fit;

        MUST(paramod_survival_data_add(data[k], "x", x[k]));
        MUST(paramod_survival_data_add(data[k], "y", y[k]));
        fit = fit_of(data[k], "weibull", 2, names, &model);
        MUST(paramod_survival_fit_summary(fit, &summary));
        CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_REGULAR);
        value[k] = summary.log_likelihood;
        for (size_t j = 0; j < 3; j++) {
            paramod_coefficient c;

            MUST(paramod_survival_fit_coefficient(fit, j, 0.95, &c));
            beta[k][j] = c.estimate;
            se[k][j] = c.se;
        }
        paramod_survival_fit_destroy(fit);
        paramod_survival_model_destroy(model);
        paramod_survival_data_destroy(data[k]);
    }
    for (int k = 1; k < 3; k++) {
        CU_ASSERT(fabs(value[k] - value[0]) <= 1e-12 * fabs(value[0]));
        for (int j = 1; j < 3; j++) {
            const double unit = k == 2 ? 1.0 : j == 1 ? 1e8 : 1e-8;

            CU_ASSERT(off(beta[k][j], unit * beta[0][j], 0.0) < 1e-9);
            CU_ASSERT(off(se[k][j], unit * se[0][j], 0.0) < 1e-9);
        }
    }
    CU_ASSERT(off(beta[2][0], beta[0][0] - 4096.0 * beta[0][1], 0.0) < 1e-9);
}

static void test_more_columns_than_rows(void)
{
    static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
    const double t[] = { 1.0, 2.0, 3.5, 5.0 }, s[] = { 1, 1, 0, 1 };
    const paramod_survival_rows rows = { .size = sizeof rows, .count = 4,
                                         .time = t, .status = s };
    paramod_survival_summary summary = { .size = sizeof summary };
    paramod_survival_data *data;
    paramod_survival_model *model;
    paramod_survival_fit *fit;

    MUST(paramod_survival_data_create(&rows, &data));
    for (int j = 0; j < 6; j++) {
        double x[4];

        for (int i = 0; i < 4; i++)
            x[i] = uniform();
        MUST(paramod_survival_data_add(data, names[j], x));
    }
    fit = fit_of(data, "exponential", 6, names, &model);
    MUST(paramod_survival_fit_summary(fit, &summary));
    CU_ASSERT_EQUAL(summary.aliased, 3);
    CU_ASSERT_NOT_EQUAL(summary.degenerate, PARAMOD_REGULAR);
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

static void test_the_search_finds_the_melanoma_table(void)
{
    /* bits of phi, lambda, gamma */
    static const double expected[] = {
        -373.0618260965, -369.4353102588, -369.8675273208, -368.6668844740,
        -371.0253913672, -368.4168713593, -369.7552124697, -368.4120368121
    };
    static const char *const trt[] = { "TRT" };
    paramod_survival_data *data = load("e1684");
    paramod_survival_candidate found[8];
    paramod_survival_model *model;

    MUST(paramod_survival_model_create(paramod_family_find("apgw"), data, &model));
    MUST(paramod_survival_search(model, 7, 1, trt, NULL, found));
    for (size_t k = 0; k < 8; k++) {
        CU_ASSERT_EQUAL(found[k].blocks, k);
        CU_ASSERT_EQUAL(found[k].degenerate, PARAMOD_REGULAR);
        CU_ASSERT(fabs(found[k].log_likelihood - expected[k]) < 1e-9);
    }
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

/* More blocks than are explored at once: a part of the rows leads, all of them
 * decide; and nothing depends on the number of threads. */
static void test_many_rows(void)
{
    enum { ROWS = 12000 };
    static const char *const names[] = { "x" };
    double *t = malloc(3 * ROWS * sizeof *t), *s = t + ROWS, *x = t + 2 * ROWS;
    const paramod_survival_rows rows = { .size = sizeof rows, .count = ROWS,
                                         .time = t, .status = s };
    paramod_survival_data *data;
    paramod_survival_model *model;
    double first[8], value = 0.0;

    for (size_t i = 0; i < ROWS; i++) {
        const double u = uniform();

        x[i] = uniform();
        t[i] = exp(0.5 * x[i]) * pow(u / (1.0 - u), 0.5); /* log-logistic */
        s[i] = t[i] < 2.0 ? 1.0 : 0.0;
        t[i] = fmin(t[i], 2.0);
    }
    MUST(paramod_survival_data_create(&rows, &data));
    MUST(paramod_survival_data_add(data, "x", x));
    MUST(paramod_survival_model_create(paramod_family_find("apgw"), data, &model));
    MUST(paramod_survival_model_regress(model, "phi", 1, names));
    for (size_t threads = 1; threads <= 3; threads += 2) {
        const paramod_executor executor = paramod_executor_threads(threads);
        const paramod_survival_options options = { .size = sizeof options,
                                                   .executor = &executor };
        paramod_survival_summary summary = { .size = sizeof summary };
        paramod_survival_fit *fit;
        const double *beta;

        MUST(paramod_survival_fit_create(model, &options, &fit));
        MUST(paramod_survival_fit_summary(fit, &summary));
        beta = paramod_survival_fit_estimates(fit);
        CU_ASSERT_EQUAL(summary.degenerate, PARAMOD_REGULAR);
        CU_ASSERT(fabs(beta[1] + 0.5) < 0.15);
        CU_ASSERT(fabs(beta[4]) < 0.3);
        if (threads == 1) {
            value = summary.log_likelihood;
            (void)memcpy(first, beta, 5 * sizeof *beta);
        }
        CU_ASSERT_EQUAL(summary.log_likelihood, value);
        CU_ASSERT_EQUAL(memcmp(first, beta, 5 * sizeof *beta), 0);
        paramod_survival_fit_destroy(fit);
    }
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
    free(t);
}

/* Lets 0, 1, 2, .. allocations succeed until the whole job does. */
static void test_every_allocation_may_fail(void)
{
    static const char *const rx[] = { "rx" };
    paramod_survival_data *data = load_clusters("rats.csv", "litter", 1.0);
    const paramod_survival_options options = { .size = sizeof options,
                                               .robust = 1 };
    const long live = memory_live();
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_survival_model *model = NULL;
        paramod_survival_fit *fit = NULL;

        memory_allow(allowed);
        status = paramod_survival_model_create(paramod_family_find("weibull"),
                                               data, &model);
        if (status == PARAMOD_OK)
            status = paramod_survival_model_regress(model, "phi", 1, rx);
        if (status == PARAMOD_OK)
            status = paramod_survival_fit_create(model, &options, &fit);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY ||
                  status == PARAMOD_ERR_CALLBACK);
        paramod_survival_fit_destroy(fit);
        paramod_survival_model_destroy(model);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 500);
    }
    paramod_survival_data_destroy(data);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "reference fits of APGW", test_reference_fits_of_apgw },
        { "robust errors by cluster", test_robust_errors_by_cluster },
        { "shared frailty", test_shared_frailty },
        { "monotone likelihood is named", test_monotone_likelihood_is_named },
        { "degenerate directions by name", test_degenerate_directions_by_name },
        { "a fixed kappa is no degenerate direction",
          test_a_fixed_kappa_is_no_degenerate_direction },
        { "a ridge beats a walk without end",
          test_a_ridge_beats_a_walk_without_end },
        { "aliased columns are reported", test_aliased_columns_are_reported },
        { "scales of covariates", test_scales_of_covariates },
        { "more columns than rows", test_more_columns_than_rows },
        { "the search finds the melanoma table",
          test_the_search_finds_the_melanoma_table },
        { "many rows", test_many_rows },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("survival fit", tests);
}
