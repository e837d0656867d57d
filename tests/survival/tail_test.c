/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gamma, generalised gamma and generalised F against the incomplete gamma and
 * beta functions of mpmath (tests/data/tail.py), and by their limits. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"
#include "survival/family_impl.h"
#include "survival/stirling_impl.h"

static const paramod_family *const families[] = {
    &paramod_i_family_gengamma, &paramod_i_family_gamma, &paramod_i_family_genf,
};

static const paramod_family *find(const char *name)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (strcmp(families[i]->name, name) == 0)
            return families[i];
    return NULL;
}

static void evaluate(const paramod_family *family, int order, const double *eta,
                     double log_time, paramod_i_hazards *hazards)
{
    const double time = exp(log_time);
    paramod_i_times times = { .count = 1, .time = &time, .log_time = &log_time };

    for (size_t j = 0; j < family->size; j++)
        times.eta[j] = &eta[j];
    CU_ASSERT_EQUAL(family->evaluate(family, order, &times, hazards),
                    PARAMOD_EVAL_OK);
}

/* Largest |x_i - expected_i|, relative to the largest |expected_i| or 1. */
static double worst_of(size_t count, double (*x)[PARAMOD_I_BLOCK],
                       FILE *file)
{
    double expected[PARAMOD_I_FAMILY_PAIRS], scale = 1.0, worst = 0.0;

    for (size_t i = 0; i < count; i++) {
        CU_ASSERT_EQUAL_FATAL(fscanf(file, "%lf", &expected[i]), 1);
        scale = fmax(scale, fabs(expected[i]));
    }
    for (size_t i = 0; i < count; i++)
        worst = fmax(worst, fabs(x[i][0] - expected[i]) / scale);
    return worst;
}

/* Errors of one line: log h (absolute below 1), H (relative), and the
 * derivatives of first and second order. */
static void compare_line(FILE *file, const char *name, size_t q, double worst[4])
{
    static paramod_i_hazards hazards;
    const paramod_family *family = find(name);
    double eta[PARAMOD_I_FAMILY_MOST], log_time, log_hazard, cumulative;

    CU_ASSERT_PTR_NOT_NULL_FATAL(family);
    CU_ASSERT_EQUAL_FATAL(family->size, q);
    for (size_t j = 0; j < q; j++)
        CU_ASSERT_EQUAL_FATAL(fscanf(file, "%lf", &eta[j]), 1);
    CU_ASSERT_EQUAL_FATAL(fscanf(file, "%lf %lf %lf", &log_time, &log_hazard,
                                 &cumulative), 3);
    evaluate(family, 2, eta, log_time, &hazards);
    worst[0] = fmax(worst[0], fabs(hazards.log_hazard[0] - log_hazard) /
                              fmax(1.0, fabs(log_hazard)));
    worst[1] = fmax(worst[1], fabs(hazards.cumulative[0] / cumulative - 1.0));
    worst[2] = fmax(worst[2], worst_of(q, hazards.log_hazard_1, file));
    worst[3] = fmax(worst[3], worst_of(q * (q + 1) / 2, hazards.log_hazard_2, file));
    worst[2] = fmax(worst[2], worst_of(q, hazards.cumulative_1, file));
    worst[3] = fmax(worst[3], worst_of(q * (q + 1) / 2, hazards.cumulative_2, file));
}

static void test_reference_values(void)
{
    char path[512], name[32], comment[256];
    double worst[4] = { 0.0, 0.0, 0.0, 0.0 };
    size_t q;
    int cases = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/tail.ref", getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_PTR_NOT_NULL(fgets(comment, sizeof comment, file));
    while (fscanf(file, "%31s %zu", name, &q) == 2) {
        compare_line(file, name, q, worst);
        cases++;
    }
    (void)fclose(file);
    printf("%d cases; worst errors: log h %.1e, H %.1e, first derivatives %.1e, "
           "second %.1e ... ", cases, worst[0], worst[1], worst[2], worst[3]);
    CU_ASSERT(cases > 150);
    CU_ASSERT(worst[0] <= 1e-13);
    CU_ASSERT(worst[1] <= 1e-13);
    CU_ASSERT(worst[2] <= 1e-12);
    CU_ASSERT(worst[3] <= 1e-9);
}

/* Q = 0 is the log-normal; and nothing jumps there. */
static void test_generalised_gamma_is_smooth_at_the_normal(void)
{
    static paramod_i_hazards at, near;
    static const double step[] = { 1e-300, -1e-300, 1e-12, -1e-12 };

    for (double v = -30.0; v <= 30.0; v += 1.25) {
        double eta[] = { 0.0, 0.0, 0.0 };

        evaluate(&paramod_i_family_gengamma, 2, eta, v, &at);
        for (size_t i = 0; i < 4; i++) {
            const double third = 1.0 + v * v * v * v * v * v;

            eta[2] = step[i];
            evaluate(&paramod_i_family_gengamma, 2, eta, v, &near);
            CU_ASSERT(fabs(near.cumulative[0] - at.cumulative[0] -
                           step[i] * at.cumulative_1[2][0]) <=
                      1e-13 * at.cumulative[0]);
            CU_ASSERT(fabs(near.cumulative_2[5][0] - at.cumulative_2[5][0]) <=
                      1e-11 * third);
        }
        CU_ASSERT(ulps_off(v > 0.0 ? at.cumulative[0]
                                   : -expm1(-at.cumulative[0]),
                           v > 0.0 ? -log(0.5 * erfc(v * M_SQRT1_2))
                                   : 0.5 * erfc(-v * M_SQRT1_2),
                           at.cumulative[0]) <= 64.0 + v * v);
    }
}

/* Q = 1, sigma = 1 is exponential; Q = 1 Weibull; P -> 0 the generalised gamma;
 * genf with Q = 0, P = 1 and sigma = sqrt(2) is log-logistic. */
static void test_special_cases(void)
{
    static paramod_i_hazards got, want;

    for (long r = rounds(300); r > 0; r--) {
        const double mu = 4.0 * uniform() - 2.0, s = 2.0 * uniform() - 1.0;
        const double v = 12.0 * uniform() - 8.0, y = mu + exp(s) * v;
        const double q = 4.0 * uniform() - 2.0;
        const double weibull[] = { mu, s, 1.0 };
        const double gengamma[] = { mu, s, q };
        const double genf[] = { mu, s, q, -40.0 };
        const double logistic[] = { mu, s, 0.0, 0.0 };

        evaluate(&paramod_i_family_gengamma, 0, weibull, y, &got);
        CU_ASSERT(fabs(got.cumulative[0] / exp(v) - 1.0) < 1e-13 * (8.0 + fabs(y) * exp(-s)));
        evaluate(&paramod_i_family_gengamma, 0, gengamma, y, &want);
        evaluate(&paramod_i_family_genf, 0, genf, y, &got);
        if (want.cumulative[0] > 1e-290 && want.cumulative[0] < 1e10)
            CU_ASSERT(fabs(got.cumulative[0] / want.cumulative[0] - 1.0) < 1e-9);
        evaluate(&paramod_i_family_genf, 0, logistic, y, &got);
        CU_ASSERT(fabs(got.cumulative[0] / log1p(exp(M_SQRT2 * v)) - 1.0) <
                  1e-13 * (8.0 + fabs(y) * exp(-s)));
    }
}

static void test_inverse_undoes_the_cumulative_hazard(void)
{
    static paramod_i_hazards hazards;

    for (long r = rounds(300); r > 0; r--) {
        const double eta[3][4] = {
            { uniform(), uniform() - 0.5, 6.0 * uniform() - 3.0, 0.0 },
            { uniform(), 8.0 * uniform() - 4.0, 0.0, 0.0 },
            { uniform(), uniform() - 0.5, 4.0 * uniform() - 2.0,
              6.0 * uniform() - 4.0 },
        };
        const double y = exp(20.0 * (uniform() - 0.75));

        for (size_t f = 0; f < 3; f++) {
            const double t = families[f]->inverse(families[f], y, eta[f]);
            double condition;

            if (!(t > 1e-300 && t < 1e300))
                continue;
            evaluate(families[f], 0, eta[f], log(t), &hazards);
            condition = exp(hazards.log_hazard[0]) * t / hazards.cumulative[0];
            CU_ASSERT_FATAL(fabs(hazards.cumulative[0] / y - 1.0) <
                            1e-14 * (5.0 + condition * (4.0 + fabs(log(t)))));
        }
    }
    CU_ASSERT_EQUAL(families[0]->inverse(families[0], 0.0, (double[]){ 0, 0, 1 }), 0.0);
    CU_ASSERT(isinf(families[0]->inverse(families[0], INFINITY, (double[]){ 0, 0, 1 })));
}

static void test_stirling_correction(void)
{
    const double half_log_two_pi = 0.91893853320467274178;

    for (double a = 1e-8; a < 1e8; a *= 1.7) {
        double rho[3], up[3], down[3];
        const double h = 1e-4 * a;
        const double direct = lgamma(a) - (a - 0.5) * log(a) + a - half_log_two_pi;

        paramod_i_stirling(a, rho);
        paramod_i_stirling(a + h, up);
        paramod_i_stirling(a - h, down);
        CU_ASSERT(fabs(rho[0] - direct) <= 4e-15 * (1.0 + fabs(a * log(a)) + fabs(log(a))));
        CU_ASSERT(fabs((up[0] - down[0]) / (2.0 * h) / rho[1] - 1.0) < 1e-6);
        CU_ASSERT(fabs((up[1] - down[1]) / (2.0 * h) / rho[2] - 1.0) < 1e-6);
    }
}

static void test_far_tails_stay_finite_or_infinite_but_never_nan(void)
{
    static paramod_i_hazards hazards;
    static const double far[] = { -700.0, -100.0, -40.0, 40.0, 100.0, 700.0 };

    for (long r = rounds(200); r > 0; r--) {
        const double eta[4] = { 0.0, 4.0 * uniform() - 2.0,
                                20.0 * uniform() - 10.0, 12.0 * uniform() - 8.0 };

        for (size_t i = 0; i < sizeof far / sizeof far[0]; i++)
            for (size_t f = 0; f < 3; f++) {
                evaluate(families[f], 2, eta, far[i], &hazards);
                CU_ASSERT_FALSE_FATAL(isnan(hazards.cumulative[0]));
                CU_ASSERT_FALSE_FATAL(isnan(hazards.log_hazard[0]));
                CU_ASSERT(hazards.cumulative[0] >= 0.0);
                for (size_t j = 0; j < families[f]->size; j++)
                    CU_ASSERT_FALSE(isnan(hazards.cumulative_1[j][0]) &&
                                    isfinite(hazards.cumulative[0]));
            }
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "agrees with mpmath", test_reference_values },
        { "the generalised gamma is smooth at the normal",
          test_generalised_gamma_is_smooth_at_the_normal },
        { "special cases", test_special_cases },
        { "the inverse undoes the cumulative hazard",
          test_inverse_undoes_the_cumulative_hazard },
        { "Stirling's correction", test_stirling_correction },
        { "far tails are never NaN",
          test_far_tails_stay_finite_or_infinite_but_never_nan },
        CU_TEST_INFO_NULL,
    };

    return run_tests("tail", tests);
}
