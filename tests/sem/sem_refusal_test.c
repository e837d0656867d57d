/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What cannot be fitted, with the sentence that says so; hard cases that can. */

#include "sem/sem_data.h"

static void refuse_model(const char *text, paramod_status status, const char *message)
{
    paramod_sem_model *model = NULL;

    CU_ASSERT_EQUAL(paramod_sem_model_create(text, NULL, &model), status);
    CU_ASSERT_PTR_NULL(model);
    if (strcmp(paramod_error_message(), message) != 0)
        printf("%s\n  not: %s\n", paramod_error_message(), message);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
    paramod_sem_model_destroy(model);
}

#define MODEL "paramod_sem_model_create: "

static void test_models(void)
{
    refuse_model("y ~ y", PARAMOD_ERR_DOMAIN,
                 MODEL "line 1: 'y~y' leads from a variable to itself");
    refuse_model("y ~ x + x", PARAMOD_ERR_DOMAIN,
                 MODEL "line 1: 'y~x' occurs twice: give each edge once");
    refuse_model("y ~ x\n\ny ~~ x ~ z", PARAMOD_ERR_FORMAT,
                 MODEL "line 3, column 8: '+' or the end of the statement is expected");
    refuse_model("y ~ 1x", PARAMOD_ERR_FORMAT,
                 MODEL "line 1, column 6: '+' or the end of the statement is expected");
    refuse_model("", PARAMOD_ERR_FORMAT,
                 MODEL "the model has no statement such as 'y ~ x'");
    refuse_model("y ~ a*x\nz ~ a*1*x", PARAMOD_ERR_DOMAIN,
                 MODEL "the label 'a' is on the fixed 'z~x' and on the free 'y~x': fix or "
                 "free both");
    refuse_model("y ~ a*x\na == 1\nb == 2", PARAMOD_ERR_FORMAT,
                 MODEL "'b - (2)', column 1: no parameter has the label 'b'");
    refuse_model("y ~ a*x + b*z\na == b^2", PARAMOD_ERR_FORMAT,
                 MODEL "'a' against 'b^2' is not a linear constraint on free parameters");
    refuse_model("y ~ lower(2)*upper(1)*x", PARAMOD_ERR_DOMAIN,
                 MODEL "'y': the lower bound 2 is above the upper bound 1");
    refuse_model("y ~ c(a, b)*x", PARAMOD_ERR_FORMAT,
                 MODEL "line 1, column 10: there are more values than groups");
}

static paramod_sem_model *make(const char *text)
{
    paramod_sem_model *model = NULL;

    MUST(paramod_sem_model_create(text, NULL, &model));
    return model;
}

static void refuse_fit(const char *text, paramod_sem_data *data,
                       const paramod_sem_options *o, paramod_status status,
                       const char *message)
{
    paramod_sem_model *const model = make(text);
    paramod_sem_fit *fit = NULL;

    CU_ASSERT_EQUAL(paramod_sem_fit_create(model, data, o, &fit), status);
    CU_ASSERT_PTR_NULL(fit);
    if (strcmp(paramod_error_message(), message) != 0)
        printf("%s\n  not: %s\n", paramod_error_message(), message);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
}

#define FIT "paramod_sem_fit_create: "

/* Before anything is optimised, with the edges. */
static void test_contradiction(void)
{
    paramod_sem_data *const data = read_rows("PoliticalDemocracy.csv");

    refuse_fit("y1 ~ a*x1\na > 1\na < 0", data, NULL, PARAMOD_ERR_DOMAIN,
               FIT "the inequality constraints and bounds contradict each other");
    refuse_fit("y1 ~ a*x1 + b*x2\na > b + 1\nb > a", data, NULL, PARAMOD_ERR_DOMAIN,
               FIT "the inequality constraints and bounds contradict each other");
    refuse_fit("y1 ~ a*x1\na == 1\na == 2", data, NULL, PARAMOD_ERR_DOMAIN,
               FIT "the equality constraints contradict each other");
    paramod_sem_data_destroy(data);
}

static void test_unidentified(void)
{
    paramod_sem_data *const data = read_rows("PoliticalDemocracy.csv");

    refuse_fit("y1 ~ x1; y1 ~~ x1", data, NULL, PARAMOD_ERR_SINGULAR,
               FIT "the model is not identified: it has 1 parameter more than moments; "
               "these are not determined: 'y1~x1', 'y1~~x1', 'y1~~y1'");
    refuse_fit("y1 ~ y2; y2 ~ y1", data, NULL, PARAMOD_ERR_SINGULAR,
               FIT "the model is not identified: it has 1 parameter more than moments; "
               "these are not determined: 'y1~y2', 'y2~y1', 'y1~~y1', 'y2~~y2'");
    refuse_fit("x1>y1, x2>y1; x1-y1", data, NULL, PARAMOD_ERR_SINGULAR,
               FIT "the model is not identified: the moments leave 1 direction free among "
               "'y1~x1', 'x1~~y1', 'y1~~y1'");
    refuse_fit("y1>y2, y2>y1, x1>x2, x2>x3", data, NULL, PARAMOD_ERR_SINGULAR,
               FIT "the model is not identified: the moments leave 1 direction free among "
               "'y2~y1', 'y1~y2', 'y1~~y1', 'y2~~y2'");
    refuse_fit("f =~ x1 + x2", data, NULL, PARAMOD_ERR_SINGULAR,
               FIT "the model is not identified: it has 1 parameter more than moments; "
               "these are not determined: 'f=~x2', 'x1~~x1', 'x2~~x2', 'f~~f'");
    paramod_sem_data_destroy(data);
}

static paramod_sem_data *columns(size_t rows, const double *values)
{
    static const char *const names[] = { "x", "y" };
    paramod_sem_data *data = NULL;

    MUST(paramod_sem_data_create(2, names, &data));
    MUST(paramod_sem_data_add_rows(data, NULL, rows, values));
    return data;
}

static void test_data(void)
{
    static const double constant[] = { 1, 2, 2, 2, 3, 2 };
    static const double collinear[] = { 1, 2, 2, 4, 3, 6, 5, 10 };
    static const double missing[] = { 1, NAN, 2, NAN, 3, NAN };
    static const double one[] = { 1, 2, NAN, 3, 4, NAN };
    static const char *const names[] = { "x", "y" };
    static const double bad[] = { 1, 0.5, 0.4, 1 }, nan_[] = { 1, NAN, NAN, 1 };
    static const double indefinite[] = { 1, 2, 2, 1 };
    paramod_sem_data *data = columns(3, constant);

    refuse_fit("y ~ x", data, NULL, PARAMOD_ERR_DOMAIN,
               FIT "'y' is constant: all its values are 2");
    refuse_fit("y ~ zebra", data, NULL, PARAMOD_ERR_ARGUMENT,
               FIT "the data have no variable 'zebra', which the model needs");
    refuse_fit("x =~ y + z + w", data, NULL, PARAMOD_ERR_ARGUMENT,
               FIT "the data have no variable 'z', which the model needs");
    paramod_sem_data_destroy(data);
    data = columns(3, missing);
    refuse_fit("y ~ x", data, NULL, PARAMOD_ERR_DOMAIN,
               FIT "all values of 'y' are missing");
    paramod_sem_data_destroy(data);
    data = columns(3, one);
    refuse_fit("y ~ x", data, NULL, PARAMOD_ERR_DOMAIN,
               FIT "of 3 rows 1 are complete: at least 2 are needed");
    paramod_sem_data_destroy(data);
    data = columns(4, collinear);
    refuse_fit("y ~ x", data, NULL, PARAMOD_ERR_DOMAIN, FIT "the sample covariance matrix "
               "of the 2 observed variables is not positive definite (smallest eigenvalue "
               "0, n = 4): variables are collinear, or there are too few observations");
    paramod_sem_data_destroy(data);
    MUST(paramod_sem_data_create(2, names, &data));
    CU_ASSERT_EQUAL(paramod_sem_data_add_moments(data, NULL, 10, bad, NULL, 0),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_data_add_moments: the "
                           "covariance matrix is not symmetric: 'y' with 'x' is 0.4, but "
                           "0.5 the other way");
    CU_ASSERT_EQUAL(paramod_sem_data_add_moments(data, NULL, 10, nan_, NULL, 0),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_data_add_moments: the "
                           "covariance of 'x' and 'y' is nan");
    CU_ASSERT_EQUAL(paramod_sem_data_add_moments(data, NULL, 0, bad, NULL, 0),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sem_data_add_moments: n is 0: "
                           "it must be above 1");
    MUST(paramod_sem_data_add_moments(data, NULL, 10, indefinite, NULL, 1));
    refuse_fit("y ~ x", data, NULL, PARAMOD_ERR_DOMAIN, FIT "the sample covariance matrix "
               "of the 2 observed variables is not positive definite (smallest eigenvalue "
               "-1, n = 10): variables are collinear, or there are too few observations");
    paramod_sem_data_destroy(data);
}

/* ---- hard cases ------------------------------------------------------------------- */

/* chi2 of 0 to rounding where the model is saturated. */
static void test_saturated(void)
{
    paramod_sem_data *const data = read_rows("PoliticalDemocracy.csv");
    paramod_sem_model *const model = make("y1 ~ x1 + x2; x1 ~~ x2");
    paramod_sem_summary s = { .size = sizeof s };
    paramod_sem_fit *fit = NULL;

    MUST(paramod_sem_fit_create(model, data, NULL, &fit));
    MUST(paramod_sem_fit_summary(fit, &s));
    CU_ASSERT_EQUAL(s.df, 0.0);
    CU_ASSERT_DOUBLE_EQUAL(s.chi2, 0.0, 1e-20);
    CU_ASSERT_EQUAL(measure(fit, "rmsea"), 0.0);
    CU_ASSERT_EQUAL(measure(fit, "tli"), 1.0);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
    paramod_sem_data_destroy(data);
}

/* Units six orders apart change estimates by their ratio and nothing else. */
static void test_units(void)
{
    sheet s = read_sheet("PoliticalDemocracy.csv");
    paramod_sem_model *const model = make("dem60 =~ y1 + y2 + y3 + y4");
    paramod_sem_fit *fit[2] = { NULL, NULL };
    paramod_sem_summary a = { .size = sizeof a }, b = { .size = sizeof b };
    paramod_sem_estimate e[2];
    size_t y2 = 0;

    while (strcmp(s.name[y2], "y2") != 0)
        y2++;
    for (int pass = 0; pass < 2; pass++) {
        paramod_sem_data *data = NULL;

        for (size_t i = 0; i < s.rows && pass == 1; i++)
            s.value[i * s.columns + y2] *= 1048576.0;
        MUST(paramod_sem_data_create(s.columns, (const char *const *)s.name, &data));
        MUST(paramod_sem_data_add_rows(data, NULL, s.rows, s.value));
        MUST(paramod_sem_fit_create(model, data, NULL, fit + pass));
        MUST(paramod_sem_fit_estimate(fit[pass], find_row(model, "dem60=~y2", 0),
                                      e + pass));
        paramod_sem_data_destroy(data);
    }
    MUST(paramod_sem_fit_summary(fit[0], &a));
    MUST(paramod_sem_fit_summary(fit[1], &b));
    CU_ASSERT_EQUAL(b.ending, PARAMOD_SEM_CONVERGED);
    check_close("chi2", b.chi2, a.chi2, 1e-10);
    check_close("estimate", e[1].estimate, 1048576.0 * e[0].estimate, 1e-10);
    check_close("se", e[1].se, 1048576.0 * e[0].se, 1e-10);
    paramod_sem_fit_destroy(fit[0]);
    paramod_sem_fit_destroy(fit[1]);
    paramod_sem_model_destroy(model);
    free_sheet(&s);
}

/* Moments of a factor model with the error variance -0.2: free, and kept at 0. */
static void test_heywood(void)
{
    static const char *const names[] = { "a", "b", "c" };
    static const double s[] = { 1, 0.9, 0.8, 0.9, 1, 0.6, 0.8, 0.6, 1 };
    paramod_sem_model *const model = make("f =~ a + b + c");
    paramod_sem_options o = { .size = sizeof o };
    paramod_sem_summary summary = { .size = sizeof summary };
    paramod_sem_data *data = NULL;
    paramod_sem_fit *fit = NULL;
    paramod_sem_estimate e;
    char text[400];

    MUST(paramod_sem_data_create(3, names, &data));
    MUST(paramod_sem_data_add_moments(data, NULL, 100, s, NULL, 1));
    MUST(paramod_sem_fit_create(model, data, NULL, &fit));
    MUST(paramod_sem_fit_estimate(fit, find_row(model, "a~~a", 0), &e));
    check_close("error variance", e.estimate, 1.0 - 0.9 * 0.8 / 0.6, 1e-9);
    MUST(paramod_sem_fit_verdict(fit, text, sizeof text));
    CU_ASSERT_STRING_EQUAL(text, "the variance 'a~~a' is negative (-0.2), a Heywood case");
    paramod_sem_fit_destroy(fit);
    fit = NULL;
    o.bounds = 1;
    MUST(paramod_sem_fit_create(model, data, &o, &fit));
    MUST(paramod_sem_fit_estimate(fit, find_row(model, "a~~a", 0), &e));
    CU_ASSERT_DOUBLE_EQUAL(e.estimate, 0.0, 1e-12);
    CU_ASSERT_EQUAL(e.se, 0.0); /* given the bound */
    MUST(paramod_sem_fit_estimate(fit, find_row(model, "f=~b", 0), &e));
    check_close("loading", e.se, sqrt((1.0 - 0.81) / 100.0), 1e-6);
    MUST(paramod_sem_fit_summary(fit, &summary));
    CU_ASSERT_EQUAL(summary.at_bound, 1);
    MUST(paramod_sem_fit_verdict(fit, text, sizeof text));
    CU_ASSERT_STRING_EQUAL(text, "1 inequality constraint is active");
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
    paramod_sem_data_destroy(data);
}

/* Two equivalent optima of a three-cycle: both are found, the stable one is first. */
static void test_equivalent_optima(void)
{
    static const char *const names[] = { "a", "b", "c" };
    static const double s[] = { 29.0 / 25, 9.0 / 50, -39.0 / 50, 9.0 / 50, 189.0 / 100,
                                81.0 / 100, -39.0 / 50, 81.0 / 100, 81.0 / 25 };
    paramod_sem_model *const model = make("a>b, b>c, c>a");
    paramod_sem_data *data = NULL;
    paramod_sem_fit *fit = NULL;
    paramod_sem_summary summary = { .size = sizeof summary };
    paramod_sem_optimum first, second;

    MUST(paramod_sem_data_create(3, names, &data));
    MUST(paramod_sem_data_add_moments(data, NULL, 100, s, NULL, 1));
    MUST(paramod_sem_fit_create(model, data, NULL, &fit));
    MUST(paramod_sem_fit_summary(fit, &summary));
    CU_ASSERT_TRUE(summary.optima >= 2);
    MUST(paramod_sem_fit_optimum(fit, 0, &first));
    MUST(paramod_sem_fit_optimum(fit, 1, &second));
    CU_ASSERT_TRUE(first.stable && !second.stable && second.equivalent);
    check_close("stable", first.theta[0], 0.5, 1e-7);
    check_close("stable", first.theta[1], 2.0 / 3, 1e-7);
    check_close("stable", first.theta[2], -1.0 / 3, 1e-7);
    check_close("other", second.theta[0], 189.0 / 58, 1e-7);
    check_close("other", second.theta[1], 18.0 / 7, 1e-7);
    check_close("other", second.theta[2], -29.0 / 27, 1e-7);
    paramod_sem_fit_destroy(fit);
    paramod_sem_model_destroy(model);
    paramod_sem_data_destroy(data);
}

/* ---- memory -------------------------------------------------------------------------- */

static void test_every_allocation_may_fail(void)
{
    paramod_sem_data *const data = read_rows("hs_missing.csv");
    const long before = memory_live();

    for (long k = 0; k < 3000; k++) {
        paramod_sem_model_options mo = { .size = sizeof mo };
        paramod_sem_options o = { .size = sizeof o };
        paramod_sem_model *model = NULL;
        paramod_sem_fit *fit = NULL;
        paramod_status status;

        mo.means = 1;
        o.missing = 1;
        o.estimator = PARAMOD_SEM_MLR;
        memory_allow(k);
        status = paramod_sem_model_create("f =~ x1 + a*x2 + x3; q := a^2; x1 ~~ v*x1; v > 0",
                                          &mo, &model);
        if (status == PARAMOD_OK)
            status = paramod_sem_fit_create(model, data, &o, &fit);
        memory_allow(-1);
        paramod_sem_fit_destroy(fit);
        paramod_sem_model_destroy(model);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK) {
            CU_ASSERT_TRUE(k > 50);
            paramod_sem_data_destroy(data);
            return;
        }
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
    }
    CU_FAIL("3000 allocations were not enough");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "models", test_models },
        { "unidentified", test_unidentified },
        { "contradictions", test_contradiction },
        { "data", test_data },
        { "saturated", test_saturated },
        { "units", test_units },
        { "heywood", test_heywood },
        { "equivalent optima", test_equivalent_optima },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("refusals and hard cases", tests);
}
