/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Certificates, null directions and verdicts of models whose defects are
 * known. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/paramod.h>

#include "infer/nist.h"
#include "infer/weibull.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* Parameters a, b, c .. without bounds. */
static paramod_space *plain_space(size_t n)
{
    paramod_space *space = NULL;

    MUST(paramod_space_create(&space));
    for (size_t i = 0; i < n; i++) {
        const char name[] = { (char)('a' + i), '\0' };

        MUST(paramod_space_add(space, name, "1", -INFINITY, INFINITY));
    }
    return space;
}

static paramod_certificate certify(const paramod_fit *fit)
{
    paramod_certificate c = { .size = sizeof c };

    MUST(paramod_fit_certificate(fit, &c));
    return c;
}

static void expect_verdict(const paramod_fit *fit, const char *expected)
{
    char text[400];

    MUST(paramod_fit_verdict(fit, text, sizeof text));
    CU_ASSERT_STRING_EQUAL(text, expected);
    if (strcmp(text, expected) != 0)
        printf("verdict: %s\n", text);
}

/* ---- least squares ------------------------------------------------------------ */

/* Residuals of a polynomial in x = 0 .. 9 whose coefficients come from theta. */
typedef void (*coefficients)(const double *theta, double *c);

typedef struct curve {
    size_t n;
    coefficients of;
} curve;

static paramod_eval residual(const double *theta, double *r, void *data)
{
    const curve *const model = data;
    double c[3];

    model->of(theta, c);
    for (size_t i = 0; i < 10; i++) {
        const double x = (double)i;

        r[i] = c[0] + x * (c[1] + x * c[2]) - (5.0 - 0.5 * x + sin(x));
    }
    return PARAMOD_EVAL_OK;
}

static paramod_fit *fit_curve(curve *model, paramod_space *space, double *theta)
{
    const paramod_residuals residuals = { .size = sizeof residuals, .data = model,
                                          .count = 10, .residual = residual };
    paramod_fit *fit = NULL;

    MUST(paramod_fit_least_squares(space, &residuals, NULL, theta, &fit));
    paramod_space_destroy(space);
    return fit;
}

static void difference(const double *theta, double *c)
{
    c[0] = theta[0] + 2.0 * theta[1];
    c[1] = theta[2];
    c[2] = 0.0;
}

static void test_a_sum_of_two(void)
{
    curve model = { 3, difference };
    double theta[] = { 1.0, 1.0, 0.0 }, direction[3], v[9] = { 7.0 };
    paramod_fit *const fit = fit_curve(&model, plain_space(3), theta);
    const paramod_certificate c = certify(fit);

    CU_ASSERT(c.free == 3 && c.rank == 2 && c.positive == 2 && c.zero == 1 &&
              c.negative == 0 && c.at_bound == 0);
    CU_ASSERT(c.condition > 1e14);
    CU_ASSERT(c.gradient < 1e-8);
    MUST(paramod_fit_null_direction(fit, 0, direction));
    CU_ASSERT(fabs(direction[0] - 1.0) < 1e-15);
    CU_ASSERT(fabs(direction[1] + 0.5) < 1e-8);
    CU_ASSERT_EQUAL(direction[2], 0.0);
    expect_verdict(fit, "the data do not determine 'a' - 0.5 'b'");
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, NULL, v), PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_covariance: the "
                           "information is singular: the data do not determine "
                           "'a' - 0.5 'b'");
    CU_ASSERT_EQUAL(v[0], 7.0);
    CU_ASSERT_EQUAL(paramod_fit_null_direction(fit, 1, direction),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_null_direction: "
                           "index 1, but there are 1 null directions");
    paramod_fit_destroy(fit);
}

static void product(const double *theta, double *c)
{
    c[0] = theta[0] * theta[1];
    c[1] = theta[2];
    c[2] = 0.0;
}

/* The direction of a product is (a, -b); with both positive it is exact in
 * logarithms. */
static void test_a_product(void)
{
    for (int positive = 0; positive < 2; positive++) {
        curve model = { 3, product };
        const double lower = positive ? 0.0 : -INFINITY;
        paramod_space *space = NULL;
        double theta[] = { 8.0, 0.5, 0.0 }, direction[3];
        paramod_fit *fit;

        MUST(paramod_space_create(&space));
        MUST(paramod_space_add(space, "a", "1", lower, INFINITY));
        MUST(paramod_space_add(space, "b", "1", lower, INFINITY));
        MUST(paramod_space_add(space, "c", "1", -INFINITY, INFINITY));
        fit = fit_curve(&model, space, theta);
        CU_ASSERT_EQUAL(certify(fit).rank, 2);
        MUST(paramod_fit_null_direction(fit, 0, direction));
        CU_ASSERT_EQUAL(direction[0], 1.0);
        CU_ASSERT(relative(direction[1], -theta[1] / theta[0]) < 1e-7);
        CU_ASSERT_EQUAL(direction[2], 0.0);
        paramod_fit_destroy(fit);
    }
}

static void two_defects(const double *theta, double *c)
{
    c[0] = theta[0] - theta[3]; /* b is not used, a + d only moves nothing */
    c[1] = theta[2];
    c[2] = 0.0;
}

static void test_two_directions_come_apart(void)
{
    curve model = { 4, two_defects };
    double theta[] = { 1.0, 1.0, 0.0, 0.0 }, direction[4];
    paramod_fit *const fit = fit_curve(&model, plain_space(4), theta);
    const paramod_certificate c = certify(fit);

    CU_ASSERT(c.rank == 2 && c.zero == 2 && isinf(c.condition));
    MUST(paramod_fit_null_direction(fit, 0, direction));
    CU_ASSERT(direction[0] == 1.0 && direction[1] == 0.0 && direction[2] == 0.0 &&
              fabs(direction[3] - 1.0) < 1e-8);
    MUST(paramod_fit_null_direction(fit, 1, direction));
    CU_ASSERT(direction[0] == 0.0 && direction[1] == 1.0 && direction[2] == 0.0 &&
              direction[3] == 0.0);
    expect_verdict(fit, "the data do not determine 'a' + 'd' and 'b'");
    paramod_fit_destroy(fit);
}

static void straight(const double *theta, double *c)
{
    c[0] = theta[0];
    c[1] = theta[1] * 1e-9;
    c[2] = 0.0;
}

static void test_bad_units_are_no_defect(void)
{
    curve model = { 2, straight };
    double theta[] = { 1.0, 1.0 };
    paramod_fit *const fit = fit_curve(&model, plain_space(2), theta);
    const paramod_certificate c = certify(fit);

    CU_ASSERT(c.rank == 2 && c.zero == 0);
    /* eigenvalues 1 +- r with r = sum x / sqrt(m sum x^2) = 45 / sqrt(2850) */
    CU_ASSERT(relative(c.condition, (1.0 + 45.0 / sqrt(2850.0)) /
                                        (1.0 - 45.0 / sqrt(2850.0))) < 1e-6);
    expect_verdict(fit, "");
    paramod_fit_destroy(fit);
}

/* Smallest eigenvalues of the scaled J'J, from 40-digit arithmetic. */
static void test_conditions_of_nist(void)
{
    const double smallest[] = { 0.0012238080363819658, 0.27015443794865814,
                                0.42262404032498818, 0.034059037296714514 };
    const char *const names[] = { "Misra1a", "BoxBOD", "Eckerle4", "Rat42" };
    FILE *const file = open_data("profile.ref");
    static nist_problem p;

    while (nist_read(file, &p))
        for (size_t i = 0; i < 4; i++)
            if (strcmp(p.name, names[i]) == 0) {
                paramod_fit *const fit = nist_fit(&p);
                const paramod_certificate c = certify(fit);

                /* two eigenvalues of trace 2; of three only a bound is known */
                if (p.k == 2)
                    CU_ASSERT(relative(c.condition,
                                       (2.0 - smallest[i]) / smallest[i]) < 1e-10);
                CU_ASSERT(c.condition < (double)p.k / smallest[i]);
                paramod_fit_destroy(fit);
            }
    (void)fclose(file);
}

/* ---- likelihoods ---------------------------------------------------------------- */

/* log L = -(a b - 1)^2 with exact derivatives. */
static paramod_eval hyperbola(const double *theta, double *value, double *gradient,
                              double *hessian, void *data)
{
    const double a = theta[0], b = theta[1], r = a * b - 1.0;

    (void)data;
    *value = -r * r;
    gradient[0] = -2.0 * r * b;
    gradient[1] = -2.0 * r * a;
    hessian[0] = -2.0 * b * b;
    hessian[1] = hessian[2] = -2.0 * (r + a * b);
    hessian[3] = -2.0 * a * a;
    return PARAMOD_EVAL_OK;
}

/* A saddle at 0: log L = -(a - b)^2 + (a + b)^2 - (a + b)^4 / 4. */
static paramod_eval saddle(const double *theta, double *value, double *gradient,
                           double *hessian, void *data)
{
    const double d = theta[0] - theta[1], s = theta[0] + theta[1];

    (void)data;
    *value = -d * d + s * s - 0.25 * s * s * s * s;
    gradient[0] = -2.0 * d + 2.0 * s - s * s * s;
    gradient[1] = 2.0 * d + 2.0 * s - s * s * s;
    hessian[0] = hessian[3] = -3.0 * s * s;
    hessian[1] = hessian[2] = 4.0 - 3.0 * s * s;
    return PARAMOD_EVAL_OK;
}

typedef paramod_eval (*with_hessian)(const double *, double *, double *, double *,
                                     void *);

static paramod_eval gradient_of(const double *theta, double *value,
                                double *gradient, void *data)
{
    double hessian[4];

    return (*(with_hessian *)data)(theta, value, gradient, hessian, NULL);
}

static paramod_eval value_of(const double *theta, double *value, void *data)
{
    double gradient[2];

    return gradient_of(theta, value, gradient, data);
}

static paramod_eval hessian_of(const double *theta, double *value, double *gradient,
                               double *hessian, void *data)
{
    return (*(with_hessian *)data)(theta, value, gradient, hessian, NULL);
}

static paramod_fit *fit_likelihood(with_hessian *f, size_t iterations, double *theta)
{
    const paramod_likelihood model = { .size = sizeof model, .data = f,
                                       .value = value_of, .gradient = gradient_of,
                                       .hessian = hessian_of };
    paramod_fit_options options = { .size = sizeof options };
    paramod_space *const space = plain_space(2);
    paramod_fit *fit = NULL;

    options.max_iterations = iterations;
    MUST(paramod_fit_likelihood(space, &model, &options, theta, &fit));
    paramod_space_destroy(space);
    return fit;
}

static void test_a_flat_valley(void)
{
    with_hessian f = hyperbola;
    double theta[] = { 3.0, 1.0 }, direction[2];
    paramod_fit *const fit = fit_likelihood(&f, 100, theta);
    const paramod_certificate c = certify(fit);

    CU_ASSERT(c.free == 2 && c.positive == 1 && c.zero == 1 && c.negative == 0);
    MUST(paramod_fit_null_direction(fit, 0, direction));
    CU_ASSERT_EQUAL(fmax(direction[0], direction[1]), 1.0);
    CU_ASSERT(fabs(direction[0] * theta[1] + direction[1] * theta[0]) < 1e-5);
    paramod_fit_destroy(fit);
}

static void test_a_saddle_is_no_maximum(void)
{
    with_hessian f = saddle;
    double theta[] = { 1e-9, 1e-9 }, v[4];
    /* one iteration reaches a point near which the Hessian is indefinite */
    paramod_fit *const fit = fit_likelihood(&f, 1, theta);
    const paramod_certificate c = certify(fit);

    CU_ASSERT(fabs(theta[0] + theta[1]) < 1.0);
    CU_ASSERT(c.negative == 1 && c.rank == 2);
    expect_verdict(fit, "the point is not a maximum, as log L rises along 'a' + 'b'");
    CU_ASSERT_EQUAL(paramod_fit_covariance(fit, NULL, v), PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_fit_covariance: the "
                           "information is indefinite: the point is not a maximum, "
                           "as log L rises along 'a' + 'b'");
    paramod_fit_destroy(fit);
}

static paramod_eval no_events(const double *theta, double *value, void *data)
{
    (void)data;
    *value = -theta[0] - 0.5 * theta[1] * theta[1];
    return PARAMOD_EVAL_OK;
}

static void test_a_parameter_at_its_bound(void)
{
    const paramod_likelihood model = { .size = sizeof model, .value = no_events };
    paramod_space *space = NULL;
    paramod_fit *fit = NULL;
    double theta[] = { 1.0, 1.0 };

    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "rate", "1/s", 0.0, INFINITY));
    MUST(paramod_space_add(space, "shift", "s", -INFINITY, INFINITY));
    MUST(paramod_fit_likelihood(space, &model, NULL, theta, &fit));
    CU_ASSERT(theta[0] < 1e-6);
    CU_ASSERT_EQUAL(certify(fit).at_bound, 1);
    {
        char text[200];

        MUST(paramod_fit_verdict(fit, text, sizeof text));
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "'rate' lies at its lower bound 0"));
        MUST(paramod_fit_verdict(fit, text, 5)); /* cut, and ended */
        CU_ASSERT_EQUAL(strlen(text), 4);
    }
    paramod_fit_destroy(fit);
    paramod_space_destroy(space);
}

static void test_a_regular_fit(void)
{
    const paramod_likelihood model = weibull_model(false);
    paramod_fit *const fit = weibull_fit(&model, false);
    const paramod_certificate c = certify(fit);
    double v[3], r;

    /* condition of a scaled 2 x 2 matrix: (1 + |r|) / (1 - |r|); in logarithms
     * correlations are those in natural parameters */
    reference("weibull_observed", 3, v);
    r = v[1] / sqrt(v[0] * v[2]);
    CU_ASSERT(relative(c.condition, (1.0 + r) / (1.0 - r)) < 1e-6);
    CU_ASSERT(c.rank == 2 && c.positive == 2 && c.at_bound == 0);
    CU_ASSERT(c.decrement == paramod_fit_decrement(fit));
    CU_ASSERT(c.gradient < 2e-6);
    expect_verdict(fit, "");
    paramod_fit_destroy(fit);
}

static void test_bad_requests(void)
{
    const paramod_likelihood model = weibull_model(false);
    paramod_fit *const fit = weibull_fit(&model, false);
    paramod_certificate c = { .size = 0 };
    double direction[2];
    char text[8];

    CU_ASSERT_EQUAL(paramod_fit_certificate(fit, &c), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_error_message(), "paramod_fit_certificate: "
                                  "certificate->size is 0; set it to sizeof"));
    c.size = sizeof c + 8;
    CU_ASSERT_EQUAL(paramod_fit_certificate(fit, &c), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_certificate(NULL, &c), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_certificate(fit, NULL), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_null_direction(fit, 0, direction),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_null_direction(NULL, 0, direction),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_verdict(fit, text, 0), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_fit_verdict(fit, NULL, 8), PARAMOD_ERR_ARGUMENT);
    c.size = 2 * sizeof(size_t); /* an older, shorter struct */
    c.gradient = 7.0;
    MUST(paramod_fit_certificate(fit, &c));
    CU_ASSERT(c.decrement == paramod_fit_decrement(fit) && c.gradient == 7.0);
    paramod_fit_destroy(fit);
}

static void test_every_allocation_may_fail(void)
{
    curve model = { 4, two_defects };
    double theta[] = { 1.0, 1.0, 0.0, 0.0 };
    paramod_fit *const fit = fit_curve(&model, plain_space(4), theta);
    const long live = memory_live();
    int done = 0;

    for (long allowed = 0; done < 3; allowed++) {
        paramod_certificate c = { .size = sizeof c };
        double direction[4];
        char text[100];
        paramod_status status;

        memory_allow(allowed);
        status = done == 0   ? paramod_fit_certificate(fit, &c)
                 : done == 1 ? paramod_fit_null_direction(fit, 0, direction)
                             : paramod_fit_verdict(fit, text, sizeof text);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 100);
        if (status == PARAMOD_OK) {
            done++;
            allowed = -1;
        }
    }
    paramod_fit_destroy(fit);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "only a sum is determined", test_a_sum_of_two },
        { "only a product is determined", test_a_product },
        { "two directions come apart", test_two_directions_come_apart },
        { "bad units are no defect", test_bad_units_are_no_defect },
        { "conditions of NIST problems", test_conditions_of_nist },
        { "a flat valley", test_a_flat_valley },
        { "a saddle is no maximum", test_a_saddle_is_no_maximum },
        { "a parameter at its bound", test_a_parameter_at_its_bound },
        { "a regular fit", test_a_regular_fit },
        { "bad requests are explained", test_bad_requests },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("certificate", tests);
}
