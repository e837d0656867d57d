/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Models and data at the edge: no minimum, near singularity, unstable feedback. */

#include "sem/sem_data.h"

#include <paramod/random.h>

#define FIT "paramod_sem_fit_create: "

typedef struct result {
    paramod_sem_model *model;
    paramod_sem_fit *fit;
    paramod_sem_summary summary;
    char verdict[1024];
} result;

static paramod_status fit_moments(const char *text, size_t p, const char *const *names,
                                  double n, const double *s,
                                  const paramod_sem_options *options, result *r)
{
    paramod_sem_data *data = NULL;
    paramod_status status;

    *r = (result){ .summary = { .size = sizeof r->summary } };
    MUST(paramod_sem_model_create(text, NULL, &r->model));
    MUST(paramod_sem_data_create(p, names, &data));
    MUST(paramod_sem_data_add_moments(data, NULL, n, s, NULL, 1));
    status = paramod_sem_fit_create(r->model, data, options, &r->fit);
    if (status == PARAMOD_OK) {
        MUST(paramod_sem_fit_summary(r->fit, &r->summary));
        MUST(paramod_sem_fit_verdict(r->fit, r->verdict, sizeof r->verdict));
    }
    paramod_sem_data_destroy(data);
    return status;
}

static void release(result *r)
{
    paramod_sem_fit_destroy(r->fit);
    paramod_sem_model_destroy(r->model);
}

static double estimate(const result *r, const char *row)
{
    paramod_sem_estimate e;

    MUST(paramod_sem_fit_estimate(r->fit, find_row(r->model, row, 0), &e));
    return e.estimate;
}

/* The first indicator is unrelated to the others: its loading of 1 sends theirs to
 * infinity and the factor's variance to 0; the infimum is that of b ~~ c free. */
static void test_infimum_at_infinity(void)
{
    static const char *const names[] = { "a", "b", "c", "d" };
    static const double s[] = { 1, 0, 0, 0, 0, 1, 0.5, 0.4, 0, 0.5, 1, 0.3,
                                0, 0.4, 0.3, 1 };
    result r;

    MUST(fit_moments("f =~ a + b + c + d", 4, names, 200, s, NULL, &r));
    CU_ASSERT_NOT_EQUAL(r.summary.ending, PARAMOD_SEM_CONVERGED);
    CU_ASSERT_PTR_NOT_NULL(strstr(r.verdict, r.summary.ending == PARAMOD_SEM_DIVERGED
                                  ? "the parameters run to infinity"
                                  : "the information is singular"));
    CU_ASSERT(r.summary.chi2 < 0.02); /* the infimum is 0 */
    release(&r);
}

/* A direct effect on a variable that explains nothing: cyc3's ridge is found below no
 * minimum, and a single start from far away does not claim a minimum there. */
static void test_iteration_limit(void)
{
    static const char *const names[] = { "a", "b", "c" };
    static const double s[] = { 1, 0.5, 0.4, 0.5, 1, 0.3, 0.4, 0.3, 1 };
    paramod_sem_options o = { .size = sizeof o };
    result r;

    o.max_iterations = 1;
    o.starts = 1;
    MUST(fit_moments("f =~ a + start(5)*b + start(-3)*c", 3, names, 200, s, &o, &r));
    CU_ASSERT_EQUAL(r.summary.ending, PARAMOD_SEM_LIMIT);
    CU_ASSERT_STRING_EQUAL(r.verdict, "the limit of iterations was reached before a "
                           "minimum");
    release(&r);
}

/* Two indicators that agree but for 1e-6 of their variance. */
static void test_nearly_collinear(void)
{
    static const char *const names[] = { "a", "b", "c", "d" };
    const double e = 1e-6;
    double s[16] = { 1, 1 - e, 0.5, 0.4, 1 - e, 1, 0.5, 0.4, 0.5, 0.5, 1, 0.3,
                     0.4, 0.4, 0.3, 1 };
    result r;

    MUST(fit_moments("f =~ a + b + c + d; a ~~ b", 4, names, 200, s, NULL, &r));
    CU_ASSERT_EQUAL(r.summary.ending, PARAMOD_SEM_CONVERGED);
    CU_ASSERT(r.summary.chi2 >= 0.0 && r.summary.chi2 < 1.0);
    CU_ASSERT(isfinite(estimate(&r, "f=~b")));
    release(&r);
    s[1] = s[4] = 1.0; /* and in full */
    CU_ASSERT_EQUAL(fit_moments("f =~ a + b + c + d", 4, names, 200, s, NULL, &r),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_error_message(), "is not positive definite "
                                  "(smallest eigenvalue"));
    release(&r);
}

/* Five observations of six variables. */
static void test_fewer_observations_than_variables(void)
{
    static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
    paramod_random random = paramod_random_stream(3, 3);
    paramod_sem_data *data = NULL;
    paramod_sem_model *model = NULL;
    paramod_sem_fit *fit = NULL;
    double x[30];

    for (size_t i = 0; i < 30; i++)
        x[i] = paramod_random_normal(&random);
    MUST(paramod_sem_data_create(6, names, &data));
    MUST(paramod_sem_data_add_rows(data, NULL, 5, x));
    MUST(paramod_sem_model_create("l =~ a + b + c + d + e + f", NULL, &model));
    CU_ASSERT_EQUAL(paramod_sem_fit_create(model, data, NULL, &fit), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_error_message(), "of the 6 observed variables is "
                                  "not positive definite"));
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_error_message(), "n = 5): variables are collinear, "
                                  "or there are too few observations"));
    CU_ASSERT_PTR_NULL(fit);
    paramod_sem_model_destroy(model);
    paramod_sem_data_destroy(data);
}

/* Moments of a 2-cycle with instruments and coefficients 1.5 and -1.6: there is an
 * equilibrium, but not a stable one, |1.5 * -1.6| > 1. */
static void test_unstable_feedback(void)
{
    static const char *const names[] = { "a", "b", "x", "y" };
    static const double lambda[] = { 0, 1.5, 0, 0, -1.6, 0, 0, 0, 0.7, 0, 0, 0,
                                     0, 0.9, 0, 0 };
    static const double omega[] = { 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, 0.3, 0, 0, 0.3, 1 };
    paramod_sem_graph *graph = NULL;
    double s[16];
    result r;

    MUST(paramod_sem_graph_read("a>b, b>a, x>a, y>b; x-y", 0, &graph));
    MUST(paramod_sem_covariance(graph, lambda, omega, s, NULL));
    MUST(fit_moments("b ~ a; a ~ b + x; b ~ y; x ~~ y; x ~~ x; y ~~ y", 4,
                     (const char *const[]){ names[0], names[1], names[2], names[3] }, 300, s,
                     NULL, &r));
    CU_ASSERT_EQUAL(r.summary.ending, PARAMOD_SEM_CONVERGED);
    check_close("b on a", estimate(&r, "b~a"), 1.5, 1e-7);
    check_close("a on b", estimate(&r, "a~b"), -1.6, 1e-7);
    check_close("radius", r.summary.spectral_radius, sqrt(2.4), 1e-7);
    CU_ASSERT_PTR_NOT_NULL(strstr(r.verdict,
                                  "the feedback is unstable (spectral radius 1.55)"));
    CU_ASSERT(r.summary.condition > 1.0 && r.summary.condition < 100.0);
    release(&r);
    paramod_sem_graph_destroy(graph);
}

/* A perfect fit has chi2 0 with a relative error that does not matter, and measures
 * that exist. */
static void test_perfect_fit(void)
{
    static const char *const names[] = { "a", "b", "c", "d" };
    static const double s[] = { 1, 0.56, 0.48, 0.4, 0.56, 1, 0.42, 0.35, 0.48, 0.42, 1,
                                0.3, 0.4, 0.35, 0.3, 1 };
    result r;

    MUST(fit_moments("f =~ a + b + c + d", 4, names, 500, s, NULL, &r));
    CU_ASSERT_EQUAL(r.summary.ending, PARAMOD_SEM_CONVERGED);
    CU_ASSERT(r.summary.chi2 >= 0.0 && r.summary.chi2 < 1e-20);
    check_close("p", r.summary.p_value, 1.0, 1e-12);
    for (size_t i = 0; i < paramod_sem_measures(); i++)
        CU_ASSERT(!isinf(paramod_sem_fit_measure(r.fit, i)));
    check_close("loading", estimate(&r, "f=~b"), 0.7 / 0.8, 1e-9);
    release(&r);
}

/* Equality constraints without which the model would not be identified. */
static void test_identified_by_constraints(void)
{
    static const char *const names[] = { "a", "b" };
    static const double s[] = { 1, 0.5, 0.5, 1.2 };
    result r;

    CU_ASSERT_EQUAL(fit_moments("f =~ 1*a + b", 2, names, 100, s, NULL, &r),
                    PARAMOD_ERR_SINGULAR);
    release(&r);
    MUST(fit_moments("f =~ 1*a + l*b; l == 1; a ~~ v*a; b ~~ u*b", 2, names, 100, s, NULL,
                     &r));
    CU_ASSERT_EQUAL(r.summary.ending, PARAMOD_SEM_CONVERGED);
    CU_ASSERT_EQUAL(r.summary.df, 0.0);
    check_close("variance", estimate(&r, "f~~f"), 0.5, 1e-9);
    release(&r);
}

/* Columns of a 30-variable factor model in units up to a million apart: the way
 * through the latent variables is taken, and chi2 is as in equal units. */
static void test_large_model_in_mixed_units(void)
{
    enum { P = 30, N = 200 };
    paramod_random random = paramod_random_stream(9, 9);
    double x[2][N * P], chi2[2];
    char name[P][8], text[400] = "", *at = text;
    const char *names[P];

    for (size_t j = 0; j < P; j++) {
        (void)snprintf(name[j], sizeof name[j], "v%zu", j);
        names[j] = name[j];
        at += j % 10 == 0 ? sprintf(at, "\nf%zu =~ v%zu", j / 10, j)
                          : sprintf(at, " + v%zu", j);
    }
    for (size_t i = 0; i < N; i++) {
        double f = 0.0;

        for (size_t j = 0; j < P; j++) {
            f = j % 10 == 0 ? paramod_random_normal(&random) : f;
            x[0][i * P + j] = f + paramod_random_normal(&random);
            x[1][i * P + j] = x[0][i * P + j] * pow(2.0, (double)(j % 3) * 10.0);
        }
    }
    for (int pass = 0; pass < 2; pass++) {
        paramod_sem_data *data = NULL;
        paramod_sem_model *model = NULL;
        paramod_sem_fit *fit = NULL;
        paramod_sem_summary s = { .size = sizeof s };

        MUST(paramod_sem_model_create(text, NULL, &model));
        MUST(paramod_sem_data_create(P, names, &data));
        MUST(paramod_sem_data_add_rows(data, NULL, N, x[pass]));
        MUST(paramod_sem_fit_create(model, data, NULL, &fit));
        MUST(paramod_sem_fit_summary(fit, &s));
        CU_ASSERT_EQUAL(s.ending, PARAMOD_SEM_CONVERGED);
        chi2[pass] = s.chi2;
        paramod_sem_fit_destroy(fit);
        paramod_sem_data_destroy(data);
        paramod_sem_model_destroy(model);
    }
    check_close("chi2", chi2[1], chi2[0], 1e-11);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "an infimum at infinity", test_infimum_at_infinity },
        { "the limit of iterations", test_iteration_limit },
        { "nearly collinear variables", test_nearly_collinear },
        { "fewer observations than variables", test_fewer_observations_than_variables },
        { "unstable feedback", test_unstable_feedback },
        { "a perfect fit", test_perfect_fit },
        { "identified by constraints", test_identified_by_constraints },
        { "a large model in mixed units", test_large_model_in_mixed_units },
        CU_TEST_INFO_NULL,
    };

    return run_tests("hard cases of fits", tests);
}
