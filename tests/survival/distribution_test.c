/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One distribution of every family: properties that hold without a reference. */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/survival.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static const paramod_family *find(const char *name)
{
    const paramod_family *const family = paramod_family_find(name);

    CU_ASSERT_PTR_NOT_NULL_FATAL(family);
    return family;
}

static double relative(double x, double expected)
{
    return x == expected ? 0.0 : fabs(x - expected) / fabs(expected);
}

/* Moderate natural parameters, with kappa near its special values at times. */
static void random_theta(const paramod_family *family, double *theta)
{
    static const double special[] = { 0.0, 1.0, 1e-12, -1e-12, -0.5, 1e6 };

    for (size_t j = 0; j < paramod_family_size(family); j++) {
        const double u = 2.0 * uniform() - 1.0;

        switch (paramod_family_link(family, j)) {
        case PARAMOD_LINK_IDENTITY: theta[j] = 1.5 * u; break;
        case PARAMOD_LINK_LOG:      theta[j] = exp(u); break;
        case PARAMOD_LINK_LOG1P:
            theta[j] = uniform() < 0.5 ? expm1(u) : special[(int)(6.0 * uniform())];
            break;
        }
    }
}

static void test_describes_itself(void)
{
    static const char *const name[] = {
        "apgw", "pgwx", "exponential", "rayleigh", "weibull", "loglogistic",
        "burr", "pgw", "gompertz", "tdl", "lognormal", "gamma", "gengamma",
        "genf", "normal", "logistic"
    };
    const paramod_family *const apgw = find("apgw");

    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++)
        CU_ASSERT_STRING_EQUAL(paramod_family_name(paramod_family_at(i)), name[i]);
    CU_ASSERT_PTR_NULL(paramod_family_at(sizeof name / sizeof name[0]));
    CU_ASSERT_PTR_NULL(paramod_family_find("APGW"));
    CU_ASSERT_PTR_NULL(paramod_family_find(NULL));
    CU_ASSERT_EQUAL(paramod_family_size(apgw), 4);
    CU_ASSERT_STRING_EQUAL(paramod_family_parameter(apgw, 3), "kappa");
    CU_ASSERT_EQUAL(paramod_family_link(apgw, 3), PARAMOD_LINK_LOG1P);
    CU_ASSERT_EQUAL(paramod_family_link(apgw, 0), PARAMOD_LINK_LOG);
    CU_ASSERT_PTR_NULL(paramod_family_parameter(apgw, 4));
}

/* H(Q(H = y)) = y up to 1e-13 (1 + d log H / d log t). */
static void test_quantile_round_trip(void)
{
    double worst = 0.0;

    for (long r = rounds(200); r > 0; r--) {
        for (size_t f = 0; paramod_family_at(f) != NULL; f++) {
            const paramod_family *const family = paramod_family_at(f);
            const double y = exp(12.0 * uniform() - 9.0);
            double theta[4], t, back, slope;

            random_theta(family, theta);
            t = paramod_family_inverse_cumulative(family, y, theta);
            if (isinf(t) || t == 0.0) {
                CU_ASSERT(paramod_family_cure(family, theta) >= exp(-y));
                continue;
            }
            back = paramod_family_cumulative_hazard(family, t, theta);
            slope = fabs(t) * paramod_family_hazard(family, t, theta) / y *
                    (1.0 + fabs(log(fabs(t))));
            worst = fmax(worst, relative(back, y) / (1.0 + slope));
            if (!(relative(back, y) <= 1e-13 * (1.0 + slope)))
                printf("\n%s y=%g t=%g back=%g ", paramod_family_name(family), y, t, back);
            CU_ASSERT(relative(back, y) <= 1e-13 * (1.0 + slope));
        }
    }
    printf("worst %.1e ... ", worst);
}

/* Q(p) rises with p, Q(0) = 0, Q(1) = inf, and S(Q(p)) = 1 - p. */
static void test_quantiles(void)
{
    for (size_t f = 0; paramod_family_at(f) != NULL; f++) {
        const paramod_family *const family = paramod_family_at(f);
        double theta[4], last = -INFINITY;

        random_theta(family, theta);
        for (double p = 0.05; p < 1.0; p += 0.05) {
            const double t = paramod_family_quantile(family, p, theta);

            CU_ASSERT(t > last || isinf(t));
            last = t;
            if (isfinite(t))
                CU_ASSERT(fabs(paramod_family_survival(family, t, theta) -
                               (1.0 - p)) < 1e-13);
        }
        CU_ASSERT_EQUAL(paramod_family_quantile(family, 1.0, theta), INFINITY);
        CU_ASSERT(isnan(paramod_family_quantile(family, 1.5, theta)));
        CU_ASSERT(isnan(paramod_family_quantile(family, NAN, theta)));
        CU_ASSERT(paramod_family_quantile(family, 0.0, theta) <= 0.0);
    }
}

typedef struct identity {
    const char *one;
    double theta[4];
    const char *other;
    double same[4];
} identity;

static void test_special_cases(void)
{
    const double c = 3.5; /* kappa + 1 of the last but one */
    const identity pairs[] = {
        { "apgw", { 0.7, 1.3, 1.8, 1.0 }, "weibull", { 0.7, 1.3, 1.8 } },
        { "apgw", { 0.7, 1.0, 1.8, 0.0 }, "loglogistic", { 0.7, 1.0, 1.8 } },
        { "apgw", { 0.7, 1.3, 1.8, 0.0 }, "burr",
          { 1.3 * pow(0.7, 1.8), 1.8, 1.0 / 1.3 } },
        { "apgw", { 0.7, 1.3, 1.0, INFINITY }, "gompertz", { 0.7 * 1.3, 0.7 } },
        { "apgw", { 0.7, 1.0, 1.0, 1.0 }, "exponential", { 0.7 } },
        { "weibull", { 0.7, 1.0, 2.0 }, "rayleigh", { 0.7 } },
        { "pgwx", { 0.7, 1.3, 1.8, 0.0 }, "apgw", { 0.7, 1.3, 1.8, 0.0 } },
        { "pgwx", { 0.7, 1.3, 1.8, INFINITY }, "apgw", { 0.7, 1.3, 1.8, INFINITY } },
        { "pgw", { 1.3, 1.8, c - 1.0 }, "apgw",
          { pow(c, 1.0 / 1.8), 1.3 * (c - 1.0) / c, 1.8, c - 1.0 } },
        { "tdl", { 0.4, 0.0 }, "exponential", { 1.0 / (1.0 + exp(-0.4)) } },
        { "gengamma", { 0.3, 0.8, 0.0 }, "lognormal", { 0.3, 0.8 } },
        { "gengamma", { 0.3, 0.8, 1.0 }, "weibull", { exp(-0.3), 1.0, 1.0 / 0.8 } },
        { "gamma", { 0.7, 1.0 }, "exponential", { 0.7 } },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const paramod_family *const one = find(pairs[i].one);
        const paramod_family *const other = find(pairs[i].other);

        for (double t = 1e-3; t < 20.0; t *= 1.7) {
            const double H = paramod_family_cumulative_hazard(other, t, pairs[i].same);

            CU_ASSERT(relative(paramod_family_cumulative_hazard(
                                   one, t, pairs[i].theta), H) < 1e-13);
            CU_ASSERT(fabs(paramod_family_log_hazard(one, t, pairs[i].theta) -
                           paramod_family_log_hazard(other, t, pairs[i].same)) < 1e-12);
        }
    }
}

/* pgwx with kappa > -1 is apgw in other units: m = sqrt(1 + kappa^2) for c. */
static void test_extension_agrees_with_apgw(void)
{
    for (long r = rounds(200); r > 0; r--) {
        const double kappa = 4.0 * uniform() - 0.9, gamma = exp(uniform());
        const double ratio = sqrt(1.0 + kappa * kappa) / (1.0 + kappa);
        const double x[4] = { 0.7, 1.3, gamma, kappa };
        const double a[4] = { 0.7 * pow(ratio, -1.0 / gamma), 1.3 * ratio, gamma,
                              kappa };
        const double t = 5.0 * uniform();

        CU_ASSERT(relative(paramod_family_cumulative_hazard(find("pgwx"), t, x),
                           paramod_family_cumulative_hazard(find("apgw"), t, a)) <
                  2e-14);
    }
}

/* Measuring time in units of 1/c divides phi by c: H stays, log h falls by
 * log c. */
static void test_time_unit(void)
{
    static const char *const name[] = { "apgw", "pgwx", "weibull", "loglogistic",
                                        "exponential", "rayleigh" };
    const double c = 365.25;

    for (size_t f = 0; f < sizeof name / sizeof name[0]; f++) {
        double theta[4], scaled[4];

        for (long r = rounds(20); r > 0; r--) {
            const double t = 3.0 * uniform() + 0.01;

            random_theta(find(name[f]), theta);
            (void)memcpy(scaled, theta, sizeof scaled);
            scaled[0] /= c;
            CU_ASSERT(relative(paramod_family_cumulative_hazard(find(name[f]), c * t,
                                                                scaled),
                      paramod_family_cumulative_hazard(find(name[f]), t, theta)) < 1e-14);
            CU_ASSERT(fabs(paramod_family_log_hazard(find(name[f]), c * t, scaled) +
                           log(c) -
                           paramod_family_log_hazard(find(name[f]), t, theta)) < 1e-13);
        }
    }
}

static void test_cure(void)
{
    const double apgw[] = { 0.7, 1.3, 1.8, -0.4 };
    const double pgwx[] = { 0.7, 1.3, 1.8, -INFINITY };
    const double gompertz[] = { 0.7, -0.5 }, tdl[] = { 0.3, -0.5 };
    const double proper[] = { 0.7, 1.3, 1.8, 0.0 };

    CU_ASSERT(relative(paramod_family_cure(find("apgw"), apgw),
                       exp(1.3 * 0.6 / -0.4)) < 1e-14);
    CU_ASSERT(relative(paramod_family_cure(find("pgwx"), pgwx), exp(-1.3)) < 1e-14);
    CU_ASSERT(relative(paramod_family_cure(find("gompertz"), gompertz),
                       exp(-1.4)) < 1e-14);
    CU_ASSERT(relative(paramod_family_cure(find("tdl"), tdl),
                       pow(1.0 + exp(0.3), -2.0)) < 1e-14);
    CU_ASSERT_EQUAL(paramod_family_cure(find("apgw"), proper), 0.0);
    CU_ASSERT_EQUAL(paramod_family_quantile(find("apgw"), 0.9, apgw), INFINITY);
    CU_ASSERT_EQUAL(paramod_family_mean(find("apgw"), apgw), INFINITY);
    CU_ASSERT_EQUAL(paramod_family_mean(find("gompertz"), gompertz), INFINITY);
    CU_ASSERT_EQUAL(paramod_family_survival(find("apgw"), INFINITY, apgw),
                    paramod_family_cure(find("apgw"), apgw));
}

/* Closed forms against the restricted mean, which is integrated in t. */
static void check_closed_means(void)
{
    const struct {
        const char *name;
        double theta[4];
    } cases[] = {
        { "burr", { 1.3, 2.5, 0.3 } },      { "apgw", { 0.7, 3.0, 1.9, 0.0 } },
        { "gamma", { 0.7, 2.5 } },          { "gengamma", { 0.3, 0.5, 1.4 } },
        { "gengamma", { 0.3, 0.2, -0.7 } }, { "genf", { 0.3, 0.3, 0.6, 0.4 } },
        { "lognormal", { 0.3, 0.8 } },      { "gengamma", { 0.3, 0.5, 0.1 } },
        { "genf", { 0.3, 0.1, 0.2, 0.01 } }, { "pgw", { 1.3, 0.8, 1.7 } },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const paramod_family *const family = find(cases[i].name);
        const double mean = paramod_family_mean(family, cases[i].theta);
        const double integral =
            paramod_family_restricted_mean(family, 1e30, cases[i].theta);

        CU_ASSERT(relative(mean, integral) < 1e-11);
        if (!(relative(mean, integral) < 1e-11))
            printf("\n%s %.15g %.15g", cases[i].name, mean, integral);
    }
}

/* Means by quadrature (apgw, burr, pgw) against closed forms of the special
 * cases, and rate e^rate/shape E1(rate/shape) for Gompertz. */
static void test_means(void)
{
    const double gompertz[] = { 0.7, 0.7 }, heavy[] = { 1.0, 1.0, 1.0, 1e-4 };
    const double pi = 3.14159265358979323846;

    for (double gamma = 0.3; gamma < 5.0; gamma *= 1.4) {
        const double power[] = { 0.7, 1.3, gamma, 1.0 };
        const double logistic[] = { 0.7, 1.0, gamma, 0.0 };
        const double weibull = tgamma(1.0 + 1.0 / gamma) * pow(1.3, -1.0 / gamma) / 0.7;

        CU_ASSERT(relative(paramod_family_mean(find("weibull"), power), weibull) < 1e-13);
        CU_ASSERT(relative(paramod_family_mean(find("apgw"), power), weibull) < 1e-12);
        if (gamma > 1.05) {
            const double mean = pi / gamma / sin(pi / gamma) / 0.7;

            CU_ASSERT(relative(paramod_family_mean(find("loglogistic"), logistic),
                               mean) < 1e-13);
            CU_ASSERT(relative(paramod_family_mean(find("apgw"), logistic), mean) < 1e-11);
        } else if (gamma <= 1.0) {
            CU_ASSERT_EQUAL(paramod_family_mean(find("loglogistic"), logistic), INFINITY);
            CU_ASSERT_EQUAL(paramod_family_mean(find("apgw"), logistic), INFINITY);
        }
    }
    check_closed_means();
    /* t = e^y - 1 nearly, so the tail matters beyond 1e308 */
    CU_ASSERT(isnan(paramod_family_mean(find("apgw"), heavy)));
    /* e E1(1) / 0.7 = 0.59634736232319407434 / 0.7 */
    CU_ASSERT(relative(paramod_family_mean(find("gompertz"), gompertz),
                       0.59634736232319407434 / 0.7) < 1e-12);
}

static void test_restricted_means(void)
{
    const double phi[] = { 0.7 }, normal[] = { 2.0, 0.5 };
    const double pi = 3.14159265358979323846;

    for (double tau = 1e-3; tau < 1e6; tau *= 7.0) {
        CU_ASSERT(relative(paramod_family_restricted_mean(find("exponential"), tau, phi),
                           -expm1(-0.7 * tau) / 0.7) < 1e-13);
        CU_ASSERT(relative(paramod_family_restricted_mean(find("rayleigh"), tau, phi),
                           0.5 * sqrt(pi) * erf(0.7 * tau) / 0.7) < 1e-13);
    }
    CU_ASSERT_EQUAL(paramod_family_restricted_mean(find("exponential"), 0.0, phi), 0.0);
    CU_ASSERT(isnan(paramod_family_restricted_mean(find("exponential"), -1.0, phi)));
    CU_ASSERT(relative(paramod_family_restricted_mean(find("exponential"), INFINITY, phi),
                       1.0 / 0.7) < 1e-15);
    /* int_0^inf Q((t - 2) / 0.5) dt = 2 + 0.5 [phi(4) - 4 Q(4)] */
    CU_ASSERT(relative(paramod_family_restricted_mean(find("normal"), 1e3, normal),
                       2.0000035726292162) < 1e-12);
}

/* The named shape is what the hazard does on a grid, and it turns where said. */
static void check_shape(const paramod_family *family, const double *theta)
{
    double turning;
    const paramod_hazard_shape shape =
        paramod_family_hazard_shape(family, theta, &turning);
    const int turns = shape == PARAMOD_HAZARD_UP_DOWN || shape == PARAMOD_HAZARD_DOWN_UP;
    const double up = shape == PARAMOD_HAZARD_INCREASING ||
                      shape == PARAMOD_HAZARD_UP_DOWN ? 1.0 : -1.0;

    if (shape == PARAMOD_HAZARD_UNKNOWN) {
        CU_ASSERT_STRING_EQUAL(paramod_family_name(family), "genf");
        return;
    }
    CU_ASSERT_EQUAL(isnan(turning), !turns);
    for (double x = -4.0; x < 4.0; x += 0.25) {
        const double t = turns ? turning * exp(x) : exp(x);
        const double step = paramod_family_log_hazard(family, 1.01 * t, theta) -
                            paramod_family_log_hazard(family, t, theta);
        const double sign = turns && x >= 0.0 ? -up : up;

        if (!isfinite(step) || (turns && fabs(x) < 0.01))
            continue;
        CU_ASSERT(shape != PARAMOD_HAZARD_CONSTANT || fabs(step) < 1e-13);
        CU_ASSERT(shape == PARAMOD_HAZARD_CONSTANT || sign * step > -1e-12);
    }
}

static void test_shapes(void)
{
    const double constant[] = { 0.7, 1.3, 1.0, 1.0 };
    const double unimodal[] = { 0.7, 1.3, 2.0, 0.0 };
    double turning;

    for (long r = rounds(100); r > 0; r--) {
        for (size_t f = 0; paramod_family_at(f) != NULL; f++) {
            double theta[4];

            random_theta(paramod_family_at(f), theta);
            check_shape(paramod_family_at(f), theta);
        }
    }
    CU_ASSERT_EQUAL(paramod_family_hazard_shape(find("apgw"), constant, NULL),
                    PARAMOD_HAZARD_CONSTANT);
    CU_ASSERT_EQUAL(paramod_family_hazard_shape(find("apgw"), unimodal, &turning),
                    PARAMOD_HAZARD_UP_DOWN);
    CU_ASSERT(relative(turning, 1.0 / 0.7) < 1e-14);
}

static void test_outside_the_domain(void)
{
    const double good[] = { 0.7, 1.3, 1.8, 0.5 };
    const double bad[] = { -0.7, 1.3, 1.8, 0.5 }, kappa[] = { 0.7, 1.3, 1.8, -1.0 };
    const double not_a_number[] = { 0.7, NAN, 1.8, 0.5 };
    const paramod_family *const apgw = find("apgw");

    CU_ASSERT(isnan(paramod_family_cumulative_hazard(apgw, 1.0, bad)));
    CU_ASSERT(isnan(paramod_family_cumulative_hazard(apgw, 1.0, kappa)));
    CU_ASSERT(isnan(paramod_family_log_hazard(apgw, 1.0, not_a_number)));
    CU_ASSERT(isnan(paramod_family_mean(apgw, bad)));
    CU_ASSERT(isnan(paramod_family_cure(apgw, bad)));
    CU_ASSERT(isnan(paramod_family_cumulative_hazard(apgw, NAN, good)));
    CU_ASSERT(isnan(paramod_family_log_hazard(apgw, 0.0, good)));
    CU_ASSERT(isnan(paramod_family_inverse_cumulative(apgw, -1.0, good)));
    CU_ASSERT_EQUAL(paramod_family_survival(apgw, -1.0, good), 1.0);
    CU_ASSERT_EQUAL(paramod_family_survival(apgw, 0.0, good), 1.0);
    CU_ASSERT_EQUAL(paramod_family_survival(apgw, INFINITY, good), 0.0);
    CU_ASSERT_EQUAL(paramod_family_density(apgw, -1.0, good), 0.0);
    CU_ASSERT_EQUAL(paramod_family_inverse_cumulative(apgw, 0.0, good), 0.0);
    CU_ASSERT_EQUAL(paramod_family_hazard_shape(apgw, bad, NULL),
                    PARAMOD_HAZARD_UNKNOWN);
}

/* Whatever finite input: H is not NaN, and log f is -inf where H overflows. */
static void test_overflow_is_infinite(void)
{
    for (long r = rounds(3000); r > 0; r--) {
        for (size_t f = 0; f < 11; f++) { /* the families in closed form */
            const paramod_family *const family = paramod_family_at(f);
            const double t = fabs(wild()) + DBL_MIN;
            double theta[4], H;

            random_theta(family, theta);
            H = paramod_family_cumulative_hazard(family, t, theta);
            CU_ASSERT(H >= 0.0);
            if (isinf(H))
                CU_ASSERT_EQUAL(paramod_family_log_density(family, t, theta), -INFINITY);
        }
    }
}

/* The sample's distribution function is within 1.95 / sqrt(n) of F, which
 * happens with probability 0.999 (Kolmogorov). */
static void test_random_numbers(void)
{
    enum { N = 2000 };
    const double theta[] = { 0.7, 1.3, 1.8, 0.4 };
    const paramod_family *const apgw = find("apgw");
    paramod_random random = paramod_random_stream(7, 0);
    size_t below[100] = { 0 };
    double worst = 0.0, sum = 0.0;

    for (size_t i = 0; i < N; i++) {
        const double S = paramod_family_survival(
            apgw, paramod_family_random(apgw, theta, &random), theta);

        below[(size_t)(99.9999 * S)]++;
    }
    for (size_t j = 0; j < 100; j++) {
        sum += (double)below[j];
        worst = fmax(worst, fabs(sum / N - ((double)j + 1.0) / 100.0));
    }
    CU_ASSERT(worst < 1.95 / sqrt((double)N));
}

static void test_takes_no_memory(void)
{
    const long attempts = memory_attempts();

    for (size_t f = 0; paramod_family_at(f) != NULL; f++) {
        const paramod_family *const family = paramod_family_at(f);
        double theta[4];

        random_theta(family, theta);
        (void)paramod_family_density(family, 1.5, theta);
        (void)paramod_family_quantile(family, 0.3, theta);
        (void)paramod_family_restricted_mean(family, 2.0, theta);
    }
    CU_ASSERT_EQUAL(memory_attempts(), attempts);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "families describe themselves", test_describes_itself },
        { "H(Q(y)) = y", test_quantile_round_trip },
        { "quantiles", test_quantiles },
        { "special cases agree", test_special_cases },
        { "pgwx extends apgw", test_extension_agrees_with_apgw },
        { "the unit of time", test_time_unit },
        { "cured shares", test_cure },
        { "means", test_means },
        { "restricted means", test_restricted_means },
        { "hazard shapes", test_shapes },
        { "outside the domain", test_outside_the_domain },
        { "overflow is infinite, never NaN", test_overflow_is_infinite },
        { "random numbers", test_random_numbers },
        { "no memory is taken", test_takes_no_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("distribution", tests);
}
