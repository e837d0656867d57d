/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows a fit: effects, modification indices, tests, scores, intervals,
 * replicates, draws. */

#include "sem/sem_data.h"

static paramod_sem_fit *fit_text(const char *text, const char *file, bool means,
                                 paramod_sem_model **model)
{
    paramod_sem_model_options mo = { .size = sizeof mo };
    paramod_sem_data *const data = read_rows(file);
    paramod_sem_fit *fit = NULL;

    mo.means = means;
    MUST(paramod_sem_model_create(text, &mo, model));
    MUST(paramod_sem_fit_create(*model, data, NULL, &fit));
    paramod_sem_data_destroy(data);
    return fit;
}

static paramod_sem_fit *fit_file(const char *name, paramod_sem_model **model)
{
    paramod_sem_data *const data = data_of(name);
    paramod_sem_fit *fit = NULL;

    *model = model_of(name);
    MUST(paramod_sem_fit_create(*model, data, NULL, &fit));
    paramod_sem_data_destroy(data);
    return fit;
}

static size_t variable(const paramod_sem_model *model, const char *name)
{
    size_t i = 0;

    while (strcmp(paramod_sem_model_variable(model, i), name) != 0)
        i++;
    return i;
}

/* ---- modification indices ------------------------------------------------------- */

static void test_modifications(void)
{
    paramod_sem_model *model;
    paramod_sem_fit *const fit = fit_file("hs3", &model);
    paramod_sem_modification list[200];
    size_t count, compared = 0;
    char *const text = read_text("hs3.modindices.csv"), *save = NULL;

    MUST(paramod_sem_fit_modifications(fit, 200, list, &count));
    CU_ASSERT_TRUE(count < 200);
    for (size_t i = 1; i < count; i++)
        CU_ASSERT_TRUE(list[i].index <= list[i - 1].index);
    for (char *line = strtok_r(text, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        char lhs[40], op[4], rhs[40], what[100];
        double mi, epc, lv, all;

        if (sscanf(line, "%39[^,],%3[^,],%39[^,],%lf,%lf,%lf,%lf", lhs, op, rhs, &mi,
                   &epc, &lv, &all) != 7)
            continue;
        for (size_t i = 0; i < count; i++) {
            const char *const l = paramod_sem_model_variable(model, list[i].lhs);
            const char *const r = paramod_sem_model_variable(model, list[i].rhs);

            if (list[i].kind != (strcmp(op, "=~") == 0 ? PARAMOD_SEM_LOADING
                                                       : PARAMOD_SEM_COVARIANCE) ||
                !((strcmp(l, lhs) == 0 && strcmp(r, rhs) == 0) ||
                  (strcmp(l, rhs) == 0 && strcmp(r, lhs) == 0)))
                continue;
            (void)snprintf(what, sizeof what, "%s%s%s", lhs, op, rhs);
            CU_ASSERT_DOUBLE_EQUAL(list[i].index, mi, 1e-4 * (1.0 + mi));
            CU_ASSERT_DOUBLE_EQUAL(list[i].change, epc, 1e-4);
            CU_ASSERT_DOUBLE_EQUAL(list[i].standardised_change, all, 1e-4);
            compared++;
        }
    }
    CU_ASSERT_TRUE(compared >= 50);
    free(text);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* The index is about the drop of chi2: near it where it is small. */
static void test_modification_is_a_drop(void)
{
    static const char *const text[] = { "hs3.lav", "hs_missing.csv" };
    char *const hs3 = read_text(text[0]), more[600];
    paramod_sem_model *model, *freed;
    paramod_sem_fit *const fit = fit_text(hs3, "HolzingerSwineford1939.csv", true, &model);
    paramod_sem_modification list[300];
    paramod_sem_summary before = { .size = sizeof before }, after = { .size = sizeof after };
    size_t count, checked = 0;

    MUST(paramod_sem_fit_summary(fit, &before));
    MUST(paramod_sem_fit_modifications(fit, 300, list, &count));
    for (size_t i = 20; i < count && checked < 3; i++) {
        paramod_sem_fit *again;

        if (list[i].kind != PARAMOD_SEM_COVARIANCE || !(list[i].index > 0.5))
            continue;
        (void)snprintf(more, sizeof more, "%s\n%s ~~ %s\n", hs3,
                       paramod_sem_model_variable(model, list[i].lhs),
                       paramod_sem_model_variable(model, list[i].rhs));
        again = fit_text(more, "HolzingerSwineford1939.csv", true, &freed);
        MUST(paramod_sem_fit_summary(again, &after));
        CU_ASSERT_DOUBLE_EQUAL(before.chi2 - after.chi2, list[i].index,
                               0.15 * list[i].index);
        paramod_sem_fit_destroy(again);
        paramod_sem_model_destroy(freed);
        checked++;
    }
    CU_ASSERT_EQUAL(checked, 3);
    free(hs3);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* Means that are saturated change neither standardised values nor their errors, nor
 * what freeing an edge would do, from a variable that nothing depends on too. */
static void test_means_change_nothing(void)
{
    static const char text[] = "f =~ y2 + y3 + y4\ny5 ~ a*y1 + x1 + f\n"
                               "y6 ~ y5\ny7 ~ y1\ny6 ~~ 0*y7";
    paramod_sem_model *model[2];
    paramod_sem_fit *fit[2];
    paramod_sem_modification list[2][300];
    size_t count[2], leaves = 0, found = 0;

    for (int means = 0; means < 2; means++) {
        fit[means] = fit_text(text, "PoliticalDemocracy.csv", means == 1, model + means);
        MUST(paramod_sem_fit_modifications(fit[means], 300, list[means], count + means));
    }
    for (size_t i = 0; i < paramod_sem_model_rows(model[0]); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model[0], i);
        char name[80];
        paramod_sem_estimate e[2];

        (void)snprintf(name, sizeof name, "%s%s%s", row.lhs, row.op, row.rhs);
        MUST(paramod_sem_fit_estimate(fit[0], i, e));
        MUST(paramod_sem_fit_estimate(fit[1], find_row(model[1], name, 0), e + 1));
        check_close(name, e[1].standardised, e[0].standardised, 1e-9);
        if (isfinite(e[0].standardised_se) && e[0].standardised_se > 1e-9)
            check_close(name, e[1].standardised_se, e[0].standardised_se, 1e-8);
    }
    for (size_t i = 0; i < count[0]; i++)
        for (size_t j = 0; j < count[1]; j++) {
            const paramod_sem_modification *const a = list[0] + i, *const b = list[1] + j;

            if (a->kind != b->kind || a->lhs != b->lhs || a->rhs != b->rhs)
                continue;
            CU_ASSERT_DOUBLE_EQUAL(a->index, b->index, 1e-7 * (1.0 + a->index));
            CU_ASSERT_DOUBLE_EQUAL(a->standardised_change, b->standardised_change, 1e-7);
            found++;
            leaves += a->kind == PARAMOD_SEM_REGRESSION &&
                      strcmp(paramod_sem_model_variable(model[0], a->rhs), "y7") == 0;
        }
    CU_ASSERT_EQUAL(found, count[0]);
    CU_ASSERT(leaves > 0);
    for (int means = 0; means < 2; means++) {
        paramod_sem_fit_destroy(fit[means]);
        paramod_sem_model_destroy(model[means]);
    }
}

/* A curve that leaves the means residuals; y4 points to nothing. */
#define CURVE "i =~ 1*y5 + y6 + y7\ni ~ 1\ny5 ~ 0*1\ny6 ~ 0*1\ny7 ~ 0*1\n" \
              "y3 ~ i\ny4 ~ i\ny3 ~~ 0*y4\n"

/* The error variance of an observed variable over its variance, at any theta. */
static double share(const paramod_sem_model *model, size_t row, const double *theta)
{
    const paramod_sem_row r = paramod_sem_model_row(model, row);
    double covariance[25];
    size_t x = 0;

    while (strcmp(paramod_sem_model_variable(model, x), r.lhs) != 0)
        x++;
    MUST(paramod_sem_model_implied(model, 0, theta, covariance, NULL));
    return theta[r.parameter] / covariance[6 * x];
}

/* Against differences of what the model implies, and the delta method. */
static void test_standardised_where_means_are_not_saturated(void)
{
    paramod_sem_model *model;
    paramod_sem_fit *const fit = fit_text(CURVE, "PoliticalDemocracy.csv", true, &model);
    const size_t q = paramod_sem_model_parameters(model);
    double theta[30], V[900], g[30];
    size_t checked = 0;

    CU_ASSERT_EQUAL_FATAL(paramod_sem_model_observed(model), 5);
    MUST(paramod_sem_fit_covariance(fit, PARAMOD_INFORMATION_DEFAULT, V));
    for (size_t i = 0; i < paramod_sem_model_rows(model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model, i);
        double variance = 0.0;
        paramod_sem_estimate e;

        if (row.kind != PARAMOD_SEM_COVARIANCE || row.parameter == (size_t)-1 ||
            strcmp(row.lhs, row.rhs) != 0 || row.lhs[0] != 'y')
            continue;
        for (size_t k = 0; k < q; k++) {
            const double h = 1e-5;

            (void)memcpy(theta, paramod_sem_fit_theta(fit), q * sizeof *theta);
            theta[k] += h;
            g[k] = share(model, i, theta) / (2.0 * h);
            theta[k] -= 2.0 * h;
            g[k] -= share(model, i, theta) / (2.0 * h);
        }
        for (size_t k = 0; k < q; k++)
            for (size_t l = 0; l < q; l++)
                variance += g[k] * V[k * q + l] * g[l];
        MUST(paramod_sem_fit_estimate(fit, i, &e));
        check_close(row.lhs, e.standardised,
                    share(model, i, paramod_sem_fit_theta(fit)), 1e-12);
        check_close(row.lhs, e.standardised_se, sqrt(variance), 1e-7);
        checked++;
    }
    CU_ASSERT_EQUAL(checked, 5);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* The index of an edge from a leaf is the score test of holding it at 0. */
static void test_index_of_an_edge_from_a_leaf(void)
{
    paramod_sem_model *model, *held;
    paramod_sem_fit *const fit = fit_text(CURVE, "PoliticalDemocracy.csv", true, &model);
    paramod_sem_fit *const other = fit_text(CURVE "y3 ~ b*y4\nb == 0",
                                            "PoliticalDemocracy.csv", true, &held);
    paramod_sem_modification list[300];
    paramod_test test;
    size_t count, found = 0;

    MUST(paramod_sem_fit_score(other, &test));
    MUST(paramod_sem_fit_modifications(fit, 300, list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].kind == PARAMOD_SEM_REGRESSION &&
            strcmp(paramod_sem_model_variable(model, list[i].lhs), "y3") == 0 &&
            strcmp(paramod_sem_model_variable(model, list[i].rhs), "y4") == 0) {
            check_close("index", list[i].index, test.statistic, 1e-8);
            found++;
        }
    CU_ASSERT_EQUAL(found, 1);
    CU_ASSERT(test.statistic > 0.01);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
    paramod_sem_fit_destroy(other);
    paramod_sem_model_destroy(held);
}

/* ---- effects ---------------------------------------------------------------------- */

static void test_effects(void)
{
    paramod_sem_model *model;
    paramod_sem_fit *const fit = fit_text(
        "y5 ~ b*y1 + c*x1\ny1 ~ a*x1\nind := a*b\nall := c + a*b\n",
        "PoliticalDemocracy.csv", false, &model);
    paramod_sem_effect e;
    paramod_sem_estimate d;
    size_t row = find_row(model, "y5~x1", 0);

    MUST(paramod_sem_fit_effect(fit, 0, variable(model, "x1"), variable(model, "y5"), &e));
    MUST(paramod_sem_fit_estimate(fit, row, &d));
    check_close("direct", e.direct, d.estimate, 1e-14);
    check_close("direct se", e.direct_se, d.se, 1e-13);
    for (row = 0; paramod_sem_model_row(model, row).kind != PARAMOD_SEM_DEFINED;)
        row++;
    MUST(paramod_sem_fit_estimate(fit, row, &d));
    check_close("indirect", e.indirect, d.estimate, 1e-13);
    check_close("indirect se", e.indirect_se, d.se, 1e-12);
    MUST(paramod_sem_fit_estimate(fit, row + 1, &d));
    check_close("total", e.total, d.estimate, 1e-13);
    check_close("total se", e.total_se, d.se, 1e-12);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* In a loop: E = 1 / (1 - ab) and so on. */
static void test_effects_of_feedback(void)
{
    paramod_sem_model *model;
    paramod_sem_fit *const fit = fit_file("cyc2_iv", &model);
    const double *const theta = paramod_sem_fit_theta(fit);
    paramod_sem_effect e;
    double back = NAN, there = NAN;

    for (size_t k = 0; k < paramod_sem_model_parameters(model); k++) {
        if (strcmp(paramod_sem_model_parameter(model, k), "y1~y5") == 0)
            back = theta[k];
        if (strcmp(paramod_sem_model_parameter(model, k), "y5~y1") == 0)
            there = theta[k];
    }
    MUST(paramod_sem_fit_effect(fit, 0, variable(model, "y1"), variable(model, "y5"), &e));
    check_close("total", e.total, there / (1.0 - back * there), 1e-13);
    MUST(paramod_sem_fit_effect(fit, 0, variable(model, "y1"), variable(model, "y1"), &e));
    check_close("own", e.total, 1.0 / (1.0 - back * there) - 1.0, 1e-13);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* ---- tests ------------------------------------------------------------------------- */

#define FREE "ind60 =~ x1 + x2 + x3\ndem60 =~ y1 + a*y2 + b*y3 + c*y4\n" \
             "dem65 =~ y5 + d*y6 + e*y7 + f*y8\ndem60 ~ ind60\ndem65 ~ ind60 + dem60\n"

/* Values of lavaan 0.6-14 (tests/data/sem/lavaan/hypotheses.R). */
static void test_hypotheses(void)
{
    paramod_sem_model *wide, *narrow;
    paramod_sem_fit *const full = fit_text(FREE, "PoliticalDemocracy.csv", false, &wide);
    paramod_sem_fit *const restricted = fit_text(FREE "a == d\nb == e\nc == f\n",
                                                 "PoliticalDemocracy.csv", false, &narrow);
    paramod_test wald, ratio, score;

    MUST(paramod_sem_fit_wald(full, "a == d; b == e\nc == f", &wald));
    MUST(paramod_sem_fit_ratio(full, restricted, &ratio));
    MUST(paramod_sem_fit_score(restricted, &score));
    CU_ASSERT_EQUAL(wald.degrees, 3.0);
    CU_ASSERT_EQUAL(ratio.degrees, 3.0);
    CU_ASSERT_EQUAL(score.degrees, 3.0);
    check_close("wald", wald.statistic, 2.11248041817, 2e-4);
    check_close("ratio", ratio.statistic, 2.15625329949, 1e-6);
    check_close("score", score.statistic, 2.18806726453, 2e-4);
    CU_ASSERT_EQUAL(paramod_sem_fit_wald(full, "a > d", &wald), PARAMOD_ERR_FORMAT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_sem_fit_wald: 'a > d' has no '=='");
    CU_ASSERT_EQUAL(paramod_sem_fit_ratio(restricted, full, &ratio), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_EQUAL(paramod_sem_fit_score(full, &score), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_fit_score: the model has "
                           "no equality constraint '=='");
    paramod_sem_fit_destroy(full);
    paramod_sem_fit_destroy(restricted);
    paramod_sem_model_destroy(wide);
    paramod_sem_model_destroy(narrow);
}

/* ---- scores ---------------------------------------------------------------------------- */

static void check_scores(const paramod_sem_fit *fit, const paramod_sem_model *model,
                         int bartlett, const char *file)
{
    sheet data = read_sheet("HolzingerSwineford1939.csv"), expected = read_sheet(file);
    const size_t p = paramod_sem_model_observed(model);
    double *const values = malloc(data.rows * p * sizeof *values);
    double *const scores = malloc(data.rows * 3 * sizeof *scores);

    for (size_t i = 0; i < data.rows; i++)
        for (size_t j = 0; j < p; j++)
            values[i * p + j] = data.value[i * data.columns + j + 1];
    MUST(paramod_sem_fit_scores(fit, 0, bartlett, data.rows, values, scores));
    CU_ASSERT_EQUAL(expected.rows, data.rows);
    for (size_t i = 0; i < data.rows * 3; i++)
        CU_ASSERT_DOUBLE_EQUAL(scores[i], expected.value[i], 2e-6);
    free(values);
    free(scores);
    free_sheet(&data);
    free_sheet(&expected);
}

static void test_scores(void)
{
    paramod_sem_model *model;
    paramod_sem_fit *const fit = fit_file("hs3", &model);
    double values[9], all[3], scores[3];

    check_scores(fit, model, 0, "hs3.fscores_regression.csv");
    check_scores(fit, model, 1, "hs3.fscores_bartlett.csv");
    /* a missing value is one less indicator */
    for (size_t j = 0; j < 9; j++)
        values[j] = 4.0 + (double)j / 3.0;
    MUST(paramod_sem_fit_scores(fit, 0, 1, 1, values, all));
    values[1] = NAN;
    MUST(paramod_sem_fit_scores(fit, 0, 1, 1, values, scores));
    CU_ASSERT_TRUE(isfinite(scores[0]) && scores[0] != all[0]);
    check_close("another factor", scores[1], all[1], 1e-12);
    for (size_t j = 0; j < 3; j++)
        values[j] = NAN;
    CU_ASSERT_EQUAL(paramod_sem_fit_scores(fit, 0, 1, 1, values, scores),
                    PARAMOD_ERR_SINGULAR);
    MUST(paramod_sem_fit_scores(fit, 0, 0, 1, values, scores));
    CU_ASSERT_TRUE(isfinite(scores[0]));
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* ---- intervals ----------------------------------------------------------------------------- */

/* At the ends chi2 has risen by the quantile: fits with a constraint say so. */
static void test_profile(void)
{
    paramod_sem_model *model, *held;
    paramod_sem_fit *const fit = fit_text("y5 ~ b*y1 + x1\ny1 ~ x1\ny6 ~ y5\n",
                                          "PoliticalDemocracy.csv", false, &model);
    paramod_sem_summary s = { .size = sizeof s }, t = { .size = sizeof t };
    paramod_interval interval;
    size_t index = 0;

    while (strcmp(paramod_sem_model_parameter(model, index), "b") != 0)
        index++;
    MUST(paramod_sem_fit_profile(fit, index, 0.95, &interval));
    MUST(paramod_sem_fit_summary(fit, &s));
    CU_ASSERT_EQUAL(interval.lower_end, PARAMOD_PROFILE_FINITE);
    CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_FINITE);
    CU_ASSERT_TRUE(interval.lower < paramod_sem_fit_theta(fit)[index]);
    for (int side = 0; side < 2; side++) {
        char text[200];
        paramod_sem_fit *at;

        (void)snprintf(text, sizeof text, "y5 ~ b*y1 + x1\ny1 ~ x1\ny6 ~ y5\nb == %.17g\n",
                       side == 0 ? interval.lower : interval.upper);
        at = fit_text(text, "PoliticalDemocracy.csv", false, &held);
        MUST(paramod_sem_fit_summary(at, &t));
        check_close("rise", t.chi2 - s.chi2, 3.841458820694124, 1e-9);
        paramod_sem_fit_destroy(at);
        paramod_sem_model_destroy(held);
    }
    CU_ASSERT_EQUAL(paramod_sem_fit_profile(fit, index, 1.0, &interval),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_fit_profile: the level 1 "
                           "is not inside (0, 1)");
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* ---- replicates ------------------------------------------------------------------------------ */

static void test_bootstrap(void)
{
    enum { COUNT = 200, MOST = 12 };
    static double serial[COUNT * MOST], threaded[COUNT * MOST];
    paramod_sem_model *model;
    paramod_sem_fit *const fit = fit_text("y5 ~ b*y1 + x1\ny1 ~ a*x1\n",
                                          "PoliticalDemocracy.csv", false, &model);
    const paramod_executor executor = paramod_executor_threads(2);
    const size_t q = paramod_sem_model_parameters(model);
    size_t failed;

    for (int parametric = 0; parametric < 2; parametric++) {
        double mean = 0.0, square = 0.0;
        paramod_sem_estimate e;

        MUST(paramod_sem_fit_bootstrap(fit, parametric, COUNT, 5, NULL, serial, &failed));
        CU_ASSERT_EQUAL(failed, 0);
        MUST(paramod_sem_fit_bootstrap(fit, parametric, COUNT, 5, &executor, threaded,
                                       NULL));
        CU_ASSERT_EQUAL(memcmp(serial, threaded, COUNT * q * sizeof *serial), 0);
        for (size_t i = 0; i < COUNT; i++)
            mean += serial[i * q] / COUNT;
        for (size_t i = 0; i < COUNT; i++)
            square += (serial[i * q] - mean) * (serial[i * q] - mean) / (COUNT - 1);
        MUST(paramod_sem_fit_estimate(fit, find_row(model, "y5~y1", 0), &e));
        CU_ASSERT_DOUBLE_EQUAL(mean, e.estimate, 3.0 * e.se / sqrt(COUNT) + 0.2 * e.se);
        CU_ASSERT_DOUBLE_EQUAL(sqrt(square), e.se, 0.35 * e.se);
    }
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

/* ---- draws -------------------------------------------------------------------------------------- */

static void test_simulation(void)
{
    enum { ROWS = 40000 };
    static const double theta[] = { 0.8, 2.0, 1.0 };
    static double values[ROWS * 2], again[ROWS * 2];
    paramod_sem_model_options o = { .size = sizeof o };
    paramod_sem_model *model = NULL;
    double c[4], mean[2], moment[5] = { 0.0 };

    o.means = 1;
    o.free_exogenous = 1;
    MUST(paramod_sem_model_create("y ~ b*x\ny ~~ 0.5*y\ny ~ 1.5*1\nx ~ m*1\nx ~~ v*x\n", &o,
                                  &model));
    CU_ASSERT_EQUAL(paramod_sem_model_parameters(model), 3);
    MUST(paramod_sem_model_implied(model, 0, theta, c, mean));
    check_close("var y", c[0], 0.64 * 1.0 + 0.5, 1e-15);
    check_close("cov", c[1], 0.8, 1e-15);
    check_close("mean y", mean[0], 1.5 + 0.8 * 2.0, 1e-15);
    MUST(paramod_sem_simulate(model, 0, theta, ROWS, 9, values));
    MUST(paramod_sem_simulate(model, 0, theta, ROWS, 9, again));
    CU_ASSERT_EQUAL(memcmp(values, again, sizeof values), 0);
    for (size_t i = 0; i < ROWS; i++) {
        const double y = values[2 * i] - mean[0], x = values[2 * i + 1] - mean[1];

        moment[0] += y / ROWS;
        moment[1] += x / ROWS;
        moment[2] += y * y / ROWS;
        moment[3] += x * y / ROWS;
        moment[4] += x * x / ROWS;
    }
    CU_ASSERT_DOUBLE_EQUAL(moment[0], 0.0, 0.03);
    CU_ASSERT_DOUBLE_EQUAL(moment[1], 0.0, 0.03);
    CU_ASSERT_DOUBLE_EQUAL(moment[2], c[0], 0.04);
    CU_ASSERT_DOUBLE_EQUAL(moment[3], c[1], 0.04);
    CU_ASSERT_DOUBLE_EQUAL(moment[4], c[3], 0.04);
    paramod_sem_model_destroy(model);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "modifications", test_modifications },
        { "a modification is a drop of chi2", test_modification_is_a_drop },
        { "saturated means change nothing", test_means_change_nothing },
        { "standardised where means are not saturated",
          test_standardised_where_means_are_not_saturated },
        { "the index of an edge from a leaf", test_index_of_an_edge_from_a_leaf },
        { "effects", test_effects },
        { "effects of feedback", test_effects_of_feedback },
        { "hypotheses", test_hypotheses },
        { "scores", test_scores },
        { "profile", test_profile },
        { "bootstrap", test_bootstrap },
        { "simulation", test_simulation },
        CU_TEST_INFO_NULL,
    };

    return run_tests("after a fit", tests);
}
