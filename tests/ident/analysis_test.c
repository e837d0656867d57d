/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Spectra, coordinates, null directions and verdicts: the paper's algebraic examples
 * (tests/data/ident.py computes them in 40 digits), properties, and bad input. */

#include "ident/models.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static paramod_ident_report report_of(const paramod_ident_analysis *a)
{
    paramod_ident_report r = { .size = sizeof r };

    MUST(paramod_ident_get_report(a, &r));
    return r;
}

/* ---- the paper's examples --------------------------------------------------------- */

typedef struct example {
    char name[64];
    size_t k, count;
    double theta[8], x[16], eigenvalue[8], k_inf[8], k_2[8];
} example;

static bool read_row(FILE *file, const char *key, size_t count, double *numbers)
{
    char word[64];
    bool good = fscanf(file, "%63s", word) == 1 && strcmp(word, key) == 0;

    for (size_t i = 0; i < count && good; i++)
        good = fscanf(file, "%lf", &numbers[i]) == 1;
    return good;
}

static bool read_example(FILE *file, example *e)
{
    return fscanf(file, " example %63s %zu %zu", e->name, &e->k, &e->count) == 3 &&
           read_row(file, "theta", e->k, e->theta) && read_row(file, "x", e->count, e->x) &&
           read_row(file, "eigenvalues", e->k, e->eigenvalue) &&
           read_row(file, "k_inf", e->k, e->k_inf) && read_row(file, "k_2", e->k, e->k_2);
}

static FILE *open_references(void)
{
    const char *const folder = getenv("PARAMOD_TEST_DATA");
    char path[4096];

    (void)snprintf(path, sizeof path, "%s/ident.ref", folder != NULL ? folder : ".");
    return fopen(path, "r");
}

static void compare(const example *e, const paramod_ident_report *r)
{
    for (size_t j = 0; j < e->k; j++) {
        const double floor = 1e-15 * e->eigenvalue[0];

        CU_ASSERT(fabs(r->eigenvalue[j] - e->eigenvalue[j]) <=
                  1e-12 * e->eigenvalue[j] + 1e-15 * floor);
        CU_ASSERT(fabs(r->eigenvalue[j] - e->eigenvalue[j]) <=
                  r->eigenvalue_error[j] + 1e-30 * e->eigenvalue[0]);
        CU_ASSERT(fabs(r->k_inf[j] - e->k_inf[j]) <= 1e-11 * e->k_inf[j]);
        CU_ASSERT(fabs(r->k_2[j] - e->k_2[j]) <= 1e-11 * e->k_2[j]);
    }
}

static void test_examples_of_the_paper(void)
{
    FILE *const file = open_references();
    example e;
    size_t count = 0;

    CU_ASSERT_FATAL(file != NULL);
    while (read_example(file, &e)) {
        curve c = { .count = e.count, .parameters = e.k,
                    .f = strncmp(e.name, "hill", 4) == 0 ? hill : polynomial };
        paramod_ident *ident;
        paramod_ident_analysis *a = NULL;
        paramod_ident_report r;

        (void)memcpy(c.x, e.x, sizeof e.x);
        ident = make_ident(&c, NULL, NULL, NULL, -INFINITY, INFINITY);
        MUST(paramod_ident_analyze(ident, e.theta, NULL, &a));
        r = report_of(a);
        compare(&e, &r);
        paramod_ident_analysis_destroy(a);
        paramod_ident_destroy(ident);
        count++;
    }
    CU_ASSERT_EQUAL(count, 5);
    (void)fclose(file);
}

/* ---- random matrices against the definition -------------------------------------------- */

enum { ROWS = 12, K = 4 };

/* What is left of column i after projection on the others, by Gram-Schmidt. */
static void leftover(const double *s, size_t i, double *k_inf, double *k_2)
{
    double q[K][ROWS];
    size_t order[K], n = 0;

    for (size_t j = 0; j < K; j++)
        if (j != i)
            order[n++] = j;
    order[n] = i;
    for (size_t c = 0; c < K; c++) {
        double norm = 0.0;

        for (size_t t = 0; t < ROWS; t++)
            q[c][t] = s[t * K + order[c]];
        for (int pass = 0; pass < 2; pass++)
            for (size_t d = 0; d < c; d++) {
                double dot = 0.0;

                for (size_t t = 0; t < ROWS; t++)
                    dot += q[d][t] * q[c][t];
                for (size_t t = 0; t < ROWS; t++)
                    q[c][t] -= dot * q[d][t];
            }
        for (size_t t = 0; t < ROWS; t++)
            norm = hypot(norm, q[c][t]);
        if (c == K - 1) {
            *k_2 = norm;
            *k_inf = 0.0;
            for (size_t t = 0; t < ROWS; t++)
                *k_inf = fmax(*k_inf, fabs(q[c][t]));
        }
        for (size_t t = 0; t < ROWS; t++)
            q[c][t] /= norm;
    }
}

static void random_matrix(double *s)
{
    for (size_t j = 0; j < K; j++) {
        const double unit = ldexp(1.0, (int)(200.0 * uniform()) - 100);

        for (size_t t = 0; t < ROWS; t++)
            s[t * K + j] = unit * (uniform() - 0.5);
    }
}

static void test_coordinates_are_what_projection_leaves(void)
{
    for (long n = rounds(200); n > 0; n--) {
        double s[ROWS * K], k_inf[K], k_2[K], want_inf = 0.0, want_2 = 0.0;
        paramod_ident_analysis *a = NULL;
        paramod_ident_report r;

        random_matrix(s);
        MUST(paramod_ident_coordinate_metric(ROWS, K, s, k_inf, k_2));
        MUST(paramod_ident_analyze_matrix(ROWS, K, s, NULL, NULL, &a));
        r = report_of(a);
        CU_ASSERT_EQUAL(r.rank, K);
        for (size_t i = 0; i < K; i++) {
            leftover(s, i, &want_inf, &want_2);
            CU_ASSERT(relative(k_inf[i], want_inf) < 1e-11);
            CU_ASSERT(relative(k_2[i], want_2) < 1e-11);
            CU_ASSERT(relative(r.k_inf[i], want_inf) < 1e-11);
            CU_ASSERT(relative(r.k_2[i], want_2) < 1e-11);
            CU_ASSERT(r.k_inf[i] <= r.k_2[i] * (1.0 + 1e-12));
            CU_ASSERT(r.k_2[i] <= sqrt((double)ROWS) * r.k_inf[i] * (1.0 + 1e-12));
            CU_ASSERT(r.vif[i] >= 1.0 - 1e-12);
            CU_ASSERT(relative(r.standard_error[i], 1.0 / want_2) < 1e-11);
        }
        paramod_ident_analysis_destroy(a);
    }
}

/* A column that repeats another, and a third that stands alone. */
static void test_dependent_columns_have_no_coordinates(void)
{
    double s[ROWS * 3], k_inf[3], k_2[3];
    paramod_ident_analysis *a = NULL;
    paramod_ident_report r;
    double v[3];
    char text[200];

    for (size_t t = 0; t < ROWS; t++) {
        s[t * 3] = uniform() - 0.5;
        s[t * 3 + 1] = -3e7 * s[t * 3];
        s[t * 3 + 2] = uniform() - 0.5;
    }
    MUST(paramod_ident_analyze_matrix(ROWS, 3, s, NULL, NULL, &a));
    MUST(paramod_ident_coordinate_metric(ROWS, 3, s, k_inf, k_2));
    r = report_of(a);
    CU_ASSERT_EQUAL(r.rank, 2);
    CU_ASSERT_EQUAL(r.verdict, PARAMOD_IDENT_SINGULAR);
    CU_ASSERT_EQUAL(r.k_2[0], 0.0);
    CU_ASSERT_EQUAL(r.k_inf[1], 0.0);
    CU_ASSERT_EQUAL(k_2[0], 0.0);
    CU_ASSERT(r.k_2[2] > 0.1 && relative(k_2[2], r.k_2[2]) < 1e-12);
    CU_ASSERT(isinf(r.standard_error[0]) && isnan(r.correlation[1]));
    CU_ASSERT_EQUAL(r.correlation[8], 1.0);
    MUST(paramod_ident_null_direction(a, 0, v, text, sizeof text));
    CU_ASSERT(v[0] == 1.0 && relative(v[1], 1.0 / 3e7) < 1e-9 && v[2] == 0.0);
    CU_ASSERT_STRING_EQUAL(text, "x[0] + 3.33e-08 x[1]");
    paramod_ident_analysis_destroy(a);
}

/* Error bars hold the truth when entries are wrong by as much as they say. */
static void test_error_bars_hold_the_truth(void)
{
    for (long n = rounds(100); n > 0; n--) {
        double s[ROWS * K], wrong[ROWS * K], error[ROWS * K];
        paramod_ident_analysis *a = NULL, *b = NULL;
        paramod_ident_report r, q;

        random_matrix(s);
        for (size_t i = 0; i < ROWS * K; i++) {
            error[i] = 1e-7 * fabs(s[i]);
            wrong[i] = s[i] + (uniform() < 0.5 ? -1.0 : 1.0) * error[i];
        }
        MUST(paramod_ident_analyze_matrix(ROWS, K, s, NULL, NULL, &a));
        MUST(paramod_ident_analyze_matrix(ROWS, K, wrong, error, NULL, &b));
        r = report_of(a);
        q = report_of(b);
        for (size_t j = 0; j < K; j++)
            CU_ASSERT(fabs(r.eigenvalue[j] - q.eigenvalue[j]) <=
                      1.01 * q.eigenvalue_error[j]);
        paramod_ident_analysis_destroy(a);
        paramod_ident_analysis_destroy(b);
    }
}

/* ---- null directions ------------------------------------------------------------------------ */

static const uint64_t logs[3] = { PARAMOD_IDENT_LOG10, PARAMOD_IDENT_LOG,
                                  PARAMOD_IDENT_LINEAR };

static void test_a_product_is_found(void)
{
    curve c = { .count = 6, .parameters = 3, .x = { 0, 1, 2, 3, 4, 5 }, .f = decay };
    const double theta[3] = { 2.0, 5.0, 0.3 };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, logs, 0.0, INFINITY);
    paramod_ident_analysis *a = NULL;
    paramod_ident_growth growth = { .size = sizeof growth };
    paramod_ident_structure structure = { .size = sizeof structure };
    double v[3];
    char text[400];

    MUST(paramod_ident_analyze(ident, theta, NULL, &a));
    MUST(paramod_ident_null_direction(a, 0, v, text, sizeof text));
    CU_ASSERT_STRING_EQUAL(text, "-0.434 log10 'a' + log 'b': only 'b' 'a' is determined");
    MUST(paramod_ident_reason(a, text, sizeof text));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "rank 2 of 3"));
    MUST(paramod_ident_higher_order(a, v, &growth));
    CU_ASSERT_EQUAL(growth.higher_order, 0);
    MUST(paramod_ident_structure_test(ident, theta, 5, 1, &structure));
    CU_ASSERT_EQUAL(structure.generic_rank, 2);
    CU_ASSERT_EQUAL(structure.points, 5);
    CU_ASSERT_EQUAL(structure.structural, 1);
    CU_ASSERT_EQUAL(paramod_ident_null_direction(a, 1, v, NULL, 0), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_null_direction: index 1, "
                           "but there are 1 null directions");
    paramod_ident_analysis_destroy(a);
    paramod_ident_destroy(ident);
}

/* The same tangent, but not the same curve: in linear coordinates a b is constant
 * along a hyperbola, which the second-order correction follows. */
static void test_a_curved_symmetry_does_not_grow(void)
{
    curve c = { .count = 6, .parameters = 3, .x = { 0, 1, 2, 3, 4, 5 }, .f = decay };
    const double theta[3] = { 2.0, 5.0, 0.3 };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, NULL, 0.0, INFINITY);
    paramod_ident_analysis *a = NULL;
    paramod_ident_growth growth = { .size = sizeof growth };
    double v[3];

    MUST(paramod_ident_analyze(ident, theta, NULL, &a));
    MUST(paramod_ident_null_direction(a, 0, v, NULL, 0));
    MUST(paramod_ident_higher_order(a, v, &growth));
    CU_ASSERT_EQUAL(growth.higher_order, 0);
    CU_ASSERT(growth.quadratic < 1e-25);
    paramod_ident_analysis_destroy(a);
    paramod_ident_destroy(ident);
}

/* y = a^2 x at a = 0: F = 0, but the misfit is sum x^2 h^4. */
static void test_quartic_growth_is_found(void)
{
    curve c = { .count = 3, .parameters = 1, .x = { 1, 2, 3 }, .f = square };
    const double theta[1] = { 0.0 };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, NULL, -1.0, 1.0);
    paramod_ident_analysis *a = NULL;
    paramod_ident_growth growth = { .size = sizeof growth };
    paramod_ident_structure structure = { .size = sizeof structure };
    char text[400];

    MUST(paramod_ident_analyze(ident, theta, NULL, &a));
    MUST(paramod_ident_reason(a, text, sizeof text));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "'a' never reaches an observable"));
    MUST(paramod_ident_higher_order(a, (const double[]){ 1.0 }, &growth));
    CU_ASSERT_EQUAL(growth.higher_order, 1);
    CU_ASSERT(relative(growth.quartic, 14.0) < 1e-10);
    MUST(paramod_ident_structure_test(ident, theta, 3, 1, &structure));
    CU_ASSERT_EQUAL(structure.structural, 0);
    CU_ASSERT_EQUAL(structure.rank, 0);
    CU_ASSERT_EQUAL(structure.generic_rank, 1);
    paramod_ident_analysis_destroy(a);
    paramod_ident_destroy(ident);
}

/* ---- likelihoods and their information ----------------------------------------------------- */

/* E[score score'] = F: the mean over many draws of data, for each law, would be slow;
 * the derivative of the log likelihood is compared with differences instead, and F
 * with the expected second derivative, which for these laws is that at data = value. */
static void check_law(uint64_t noise, const double *measured)
{
    curve c = { .count = 4, .parameters = 3, .x = { 0.5, 1, 2, 4 }, .f = hill };
    const uint64_t kinds[4] = { noise, noise, noise, noise };
    const double sigma[4] = { 0.3, 0.2, 0.5, 0.1 };
    double theta[3] = { 5.0, 1.5, 2.0 }, g[3], none;
    paramod_space *const space = make_space(3, 0.0, 50.0);
    paramod_ident_model model = curve_model(&c);
    paramod_ident *ident = NULL;

    model.measured = measured;
    model.sigma = sigma;
    model.noise = kinds;
    MUST(paramod_ident_create(space, &model, logs, &ident));
    MUST(paramod_ident_log_likelihood(ident, theta, &none, g));
    for (size_t j = 0; j < 3; j++) {
        double x[3], up, down;
        const double h = 1e-5;

        MUST(paramod_ident_coordinates_of(ident, theta, x));
        x[j] += h;
        paramod_ident_theta_of(ident, x, theta);
        MUST(paramod_ident_log_likelihood(ident, theta, &up, NULL));
        x[j] -= 2.0 * h;
        paramod_ident_theta_of(ident, x, theta);
        MUST(paramod_ident_log_likelihood(ident, theta, &down, NULL));
        x[j] += h;
        paramod_ident_theta_of(ident, x, theta);
        CU_ASSERT(fabs((up - down) / (2.0 * h) - g[j]) <= 1e-7 * (1.0 + fabs(g[j])));
    }
    paramod_ident_destroy(ident);
    paramod_space_destroy(space);
}

static void test_gradients_of_all_laws(void)
{
    const double measured[4] = { 1.0, 2.0, 3.0, 5.0 };

    for (uint64_t noise = PARAMOD_IDENT_NORMAL; noise <= PARAMOD_IDENT_POISSON; noise++)
        check_law(noise, measured);
}

/* Log likelihoods of one datum: m = 3, y = 2, s = 0.5, by hand. */
static double constant_two(double x, const double *theta, double *gradient)
{
    (void)x;
    if (gradient != NULL)
        gradient[0] = 1.0;
    return theta[0];
}

static void test_log_likelihoods(void)
{
    const double pi = 3.14159265358979323846, z = log(1.5) / 0.5;
    const double z10 = log10(1.5) / 0.5, base = -0.5 * log(2.0 * pi * 0.25);
    const double want[5] = { base - 2.0, base - 0.5 * z * z - log(3.0),
                             base - 0.5 * z10 * z10 - log(3.0 * log(10.0)), -2.0,
                             3.0 * log(2.0) - 2.0 - log(6.0) };
    const double measured[1] = { 3.0 }, sigma[1] = { 0.5 }, theta[1] = { 2.0 };
    curve c = { .count = 1, .parameters = 1, .x = { 0 }, .f = constant_two };

    for (uint64_t noise = 0; noise < 5; noise++) {
        paramod_space *const space = make_space(1, 0.0, 50.0);
        paramod_ident_model model = curve_model(&c);
        paramod_ident *ident = NULL;
        double value;

        model.measured = measured;
        model.sigma = sigma;
        model.noise = &noise;
        MUST(paramod_ident_create(space, &model, NULL, &ident));
        MUST(paramod_ident_log_likelihood(ident, theta, &value, NULL));
        CU_ASSERT(fabs(value - want[noise]) <= 2e-5 * (noise == PARAMOD_IDENT_LAPLACE) +
                                                   1e-14);
        paramod_ident_destroy(ident);
        paramod_space_destroy(space);
    }
}

/* y = a, s = b: F = diag(N / b^2, 2 N / b^2). */
static paramod_eval level(const double *theta, double *y, double *sigma, void *data)
{
    (void)data;
    for (size_t i = 0; i < 5; i++) {
        y[i] = theta[0];
        sigma[i] = theta[1];
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval level_jacobian(const double *theta, double *y, double *sigma,
                                   double *by_value, double *by_sigma, void *data)
{
    for (size_t i = 0; i < 5; i++) {
        by_value[2 * i] = 1.0;
        by_sigma[2 * i + 1] = 1.0;
    }
    return level(theta, y, sigma, data);
}

static void test_sigma_is_a_parameter(void)
{
    const double theta[2] = { 1.0, 0.5 };

    for (int given = 0; given < 2; given++) {
        paramod_ident_model model = { .size = sizeof model, .observations = 5,
                                      .models_sigma = 1, .value = level,
                                      .jacobian = given ? level_jacobian : NULL };
        paramod_space *const space = make_space(2, 0.0, 10.0);
        paramod_ident *ident = NULL;
        paramod_ident_analysis *a = NULL;
        paramod_ident_report r;

        MUST(paramod_ident_create(space, &model, NULL, &ident));
        MUST(paramod_ident_analyze(ident, theta, NULL, &a));
        r = report_of(a);
        CU_ASSERT_EQUAL(r.rows, 10);
        CU_ASSERT(relative(r.eigenvalue[0], 40.0) < 1e-9);
        CU_ASSERT(relative(r.eigenvalue[1], 20.0) < 1e-9);
        CU_ASSERT(isnan(r.log_likelihood) && r.gradient == NULL);
        paramod_ident_analysis_destroy(a);
        paramod_ident_destroy(ident);
        paramod_space_destroy(space);
    }
}

/* ---- bands -------------------------------------------------------------------------------- */

static void test_bands(void)
{
    curve c = { .count = 3, .parameters = 3, .x = { 1, 2, 3 }, .f = polynomial };
    const double theta[3] = { 1, 1, 1 };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, NULL, -INFINITY, INFINITY);
    paramod_ident_analysis *a = NULL;
    double s[3], variance;

    (void)polynomial(0.0, theta, s); /* (1, 0, -4); the null direction (2, 0, -1)/sqrt 5 */
    MUST(paramod_ident_analyze(ident, theta, NULL, &a));
    MUST(paramod_ident_band(a, 1, s, PARAMOD_IDENT_BAND_NULL, 10.0, &variance));
    CU_ASSERT(relative(variance, 10.0 * 36.0 / 5.0) < 1e-12);
    MUST(paramod_ident_band(a, 1, s, PARAMOD_IDENT_BAND_ALL, 10.0, &variance));
    CU_ASSERT(relative(variance, 170.0) < 1e-12);
    (void)polynomial(2.0, theta, s);
    MUST(paramod_ident_band(a, 1, s, PARAMOD_IDENT_BAND_NULL, 1.0, &variance));
    CU_ASSERT(variance < 1e-25);
    MUST(paramod_ident_band(a, 1, s, PARAMOD_IDENT_BAND_DELTA, 0.0, &variance));
    /* three data determine two combinations: projection of e_2 on their span, whose
     * columns are (1,1,1) and (1,4,9): (1/3 + (4 - 14/3)^2 / (98/3)) */
    CU_ASSERT(relative(variance, 1.0 / 3.0 + (4.0 / 9.0) / (98.0 / 3.0)) < 1e-12);
    CU_ASSERT_EQUAL(paramod_ident_band(a, 1, s, PARAMOD_IDENT_BAND_NULL, 0.0, &variance),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_ident_band: sigma2 is 0; a variance must be positive");
    paramod_ident_analysis_destroy(a);
    paramod_ident_destroy(ident);
}

/* ---- bad input ------------------------------------------------------------------------------ */

static void refused(const paramod_ident_model *model, const uint64_t *scale, double upper,
                    paramod_status status, const char *message)
{
    paramod_space *const space = make_space(1, -10.0, upper);
    paramod_ident *ident = NULL;

    CU_ASSERT_EQUAL(paramod_ident_create(space, model, scale, &ident), status);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
    CU_ASSERT_PTR_NULL(ident);
    paramod_ident_destroy(ident);
    paramod_space_destroy(space);
}

static void test_bad_models_are_refused(void)
{
    curve c = { .count = 2, .parameters = 1, .x = { 0 }, .f = constant_two };
    const paramod_ident_model good = curve_model(&c);
    paramod_ident_model m = good;
    const double nan_data[2] = { 1.0, (double)NAN }, half[2] = { 0.5, 1.0 };
    const double sigma[2] = { 1.0, 0.0 };
    const uint64_t poisson[2] = { 4, 4 }, logs_of[2] = { 1, 1 }, unknown[2] = { 0, 9 };
    const double negative[2] = { 1.0, -1.0 };
    const uint64_t log_scale[1] = { PARAMOD_IDENT_LOG };

    m.observations = 0;
    refused(&m, NULL, 10, PARAMOD_ERR_ARGUMENT, "paramod_ident_create: the model has no "
            "observations; there is nothing to identify parameters from");
    m = good;
    m.measured = nan_data;
    refused(&m, NULL, 10, PARAMOD_ERR_DOMAIN, "paramod_ident_create: measured[1] is nan; "
            "leave out what was not measured");
    m.measured = half;
    m.noise = poisson;
    refused(&m, NULL, 10, PARAMOD_ERR_DOMAIN, "paramod_ident_create: measured[0] is 0.5; a "
            "Poisson datum is a count 0, 1, 2, ...");
    m.noise = logs_of;
    m.measured = negative;
    refused(&m, NULL, 10, PARAMOD_ERR_DOMAIN, "paramod_ident_create: measured[1] is -1; its "
            "logarithm must be finite");
    m = good;
    m.noise = unknown;
    refused(&m, NULL, 10, PARAMOD_ERR_ARGUMENT, "paramod_ident_create: noise[1] is 9, which "
            "is no paramod_ident_noise");
    m = good;
    m.sigma = sigma;
    refused(&m, NULL, 10, PARAMOD_ERR_DOMAIN, "paramod_ident_create: sigma[1] is 0; a "
            "standard deviation must be positive");
    refused(&good, log_scale, -1, PARAMOD_ERR_DOMAIN, "paramod_ident_create: 'a' has a "
            "logarithmic scale and the upper bound -1; only positive numbers have "
            "logarithms");
}

static void test_bad_points_are_refused(void)
{
    curve c = { .count = 3, .parameters = 3, .x = { 1, 2, 3 }, .f = hill };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, logs, 0.0, 10.0);
    const double outside[3] = { 11, 1, 1 }, zero[3] = { 0, 1, 1 };
    const double at_nan[3] = { 1, (double)NAN, 1 };
    paramod_ident_options options = { .size = sizeof options };
    paramod_ident_analysis *a = NULL;

    CU_ASSERT_EQUAL(paramod_ident_analyze(ident, outside, NULL, &a), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_ident_analyze: 'a': 11 is not inside [0, 10]");
    CU_ASSERT_EQUAL(paramod_ident_analyze(ident, zero, NULL, &a), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_analyze: 'a': 0 has no "
                           "logarithm; give the parameter a linear scale, or a positive "
                           "value");
    CU_ASSERT_EQUAL(paramod_ident_analyze(ident, at_nan, NULL, &a), PARAMOD_ERR_DOMAIN);
    options.threshold = -1.0;
    CU_ASSERT_EQUAL(paramod_ident_analyze(ident, zero, &options, &a), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_analyze: threshold -1 is "
                           "not positive; 0 stands for none");
    CU_ASSERT_PTR_NULL(a);
    paramod_ident_destroy(ident);
}

/* More parameters than data; zero columns; duplicates. */
static void test_fewer_data_than_parameters(void)
{
    curve c = { .count = 2, .parameters = 3, .x = { 1.6, 3.2 }, .f = hill };
    const double theta[3] = { 1, 3, 8 };
    paramod_ident *const ident = make_ident(&c, NULL, NULL, NULL, 0.0, 100.0);
    paramod_ident_analysis *a = NULL;
    paramod_ident_report r;
    char text[600];

    MUST(paramod_ident_analyze(ident, theta, NULL, &a));
    r = report_of(a);
    CU_ASSERT_EQUAL(r.rank, 2);
    CU_ASSERT_EQUAL(r.eigenvalue[2], 0.0);
    CU_ASSERT(r.k_inf[0] == 0.0 && r.k_inf[1] == 0.0 && r.k_inf[2] == 0.0);
    MUST(paramod_ident_reason(a, text, sizeof text));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "rank <= N: 2 data determine at most 2 "
                                        "combinations"));
    paramod_ident_analysis_destroy(a);
    paramod_ident_destroy(ident);
}

static void test_every_allocation_may_fail(void)
{
    curve c = { .count = 6, .parameters = 3, .x = { 0, 1, 2, 3, 4, 5 }, .f = decay };
    const double theta[3] = { 2.0, 5.0, 0.3 };
    paramod_space *const space = make_space(3, 0.0, INFINITY);
    const paramod_ident_model model = curve_model(&c);
    const long before = memory_live();

    for (long allowed = 0;; allowed++) {
        paramod_ident *ident = NULL;
        paramod_ident_analysis *a = NULL;
        char text[200];
        paramod_status status;

        memory_allow(allowed);
        status = paramod_ident_create(space, &model, NULL, &ident);
        if (status == PARAMOD_OK)
            status = paramod_ident_analyze(ident, theta, NULL, &a);
        if (status == PARAMOD_OK)
            status = paramod_ident_reason(a, text, sizeof text);
        memory_allow(-1);
        paramod_ident_analysis_destroy(a);
        paramod_ident_destroy(ident);
        CU_ASSERT_EQUAL(memory_live(), before);
        if (status == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
        CU_ASSERT_FATAL(allowed < 1000);
    }
    paramod_space_destroy(space);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "examples of the paper", test_examples_of_the_paper },
        { "coordinates are what projection leaves",
          test_coordinates_are_what_projection_leaves },
        { "dependent columns have no coordinates",
          test_dependent_columns_have_no_coordinates },
        { "error bars hold the truth", test_error_bars_hold_the_truth },
        { "a product is found", test_a_product_is_found },
        { "a curved symmetry does not grow", test_a_curved_symmetry_does_not_grow },
        { "quartic growth is found", test_quartic_growth_is_found },
        { "gradients of all laws", test_gradients_of_all_laws },
        { "log likelihoods", test_log_likelihoods },
        { "sigma is a parameter", test_sigma_is_a_parameter },
        { "bands", test_bands },
        { "bad models are refused", test_bad_models_are_refused },
        { "bad points are refused", test_bad_points_are_refused },
        { "fewer data than parameters", test_fewer_data_than_parameters },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL
    };

    return run_tests("analysis of sensitivities", tests);
}
