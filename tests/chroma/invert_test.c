/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Inverse Laplace transforms against functions known in closed form; no method may claim
 * less error than it has. */

#include <complex.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/chroma.h>

#include "support/support.h"

/* ---- pairs of F and f ------------------------------------------------------------------- */

typedef struct pair {
    const char *name;
    double complex (*image)(double complex s);
    double (*original)(double t);
    double abscissa;
    /* least accuracy of the methods, relative to max |f| on 0.1 .. 20; 0: may fail */
    double accuracy[7];
} pair;

static double complex decay_image(double complex s) { return 1.0 / (s + 1.0); }
static double decay(double t) { return exp(-t); }
static double complex root_image(double complex s) { return 1.0 / csqrt(s); }
static double root(double t) { return 1.0 / sqrt(3.141592653589793 * t); }
static double complex bessel_image(double complex s) { return 1.0 / csqrt(s * s + 1.0); }
static double bessel(double t) { return j0(t); }
static double complex growth_image(double complex s) { return 1.0 / (s - 0.25); }
static double growth(double t) { return exp(0.25 * t); }
static double complex gamma_image(double complex s) { return cpow(1.0 + s, -3.0); }
static double gamma_density(double t) { return 0.5 * t * t * exp(-t); }
static double complex diffusion_image(double complex s) { return cexp(-2.0 * csqrt(s)); }
static double diffusion(double t)
{
    return exp(-1.0 / t) / sqrt(3.141592653589793 * t * t * t);
}
static double complex sine_image(double complex s) { return 3.0 / (s * s + 9.0); }
static double sine(double t) { return sin(3.0 * t); }

static const pair pairs[] = {
    { "exp(-t)", decay_image, decay, 0.0, { 1e-10, 1e-10, 2e-2, 1e-11, 1e-11, 1e-8, 1e-4 } },
    { "1/sqrt(pi t)", root_image, root, 0.0, { 1e-9, 1e-9, 0.0, 0.0, 1e-11, 1e-8, 1e-4 } },
    { "J0(t)", bessel_image, bessel, 0.0, { 1e-10, 1e-9, 2e-2, 1e-8, 0.0, 0.0, 0.0 } },
    { "exp(t/4)", growth_image, growth, 0.25, { 1e-10, 1e-9, 2e-2, 1e-10, 1e-11, 1e-8, 1e-3 } },
    { "t^2 exp(-t) / 2", gamma_image, gamma_density, 0.0,
      { 1e-10, 1e-10, 1e-5, 1e-11, 1e-10, 1e-7, 1e-2 } },
    { "exp(-1/t) / sqrt(pi t^3)", diffusion_image, diffusion, 0.0,
      { 1e-10, 1e-9, 1e-5, 1e-4, 1e-10, 1e-7, 1e-2 } },
    { "sin(3 t)", sine_image, sine, 0.0, { 1e-8, 0.0, 1e-3, 1e-8, 0.0, 0.0, 0.0 } }
};

enum { PAIRS = sizeof pairs / sizeof pairs[0], TIMES = 60 };

static paramod_eval evaluate(const double s[2], double f[2], void *data)
{
    const pair *const p = data;
    const double complex value = p->image(s[0] + s[1] * I);

    f[0] = creal(value);
    f[1] = cimag(value);
    return PARAMOD_EVAL_OK;
}

static paramod_status invert(const pair *p, uint64_t method, const double *times,
                             size_t count, double *f, double *error,
                             paramod_chroma_inversion *report)
{
    paramod_chroma_inversion_options options = { .size = sizeof options, .method = method,
                                                 .abscissa = p->abscissa };
    pair mine = *p;

    return paramod_chroma_invert(evaluate, &mine, times, count, &options, f, error, report);
}

static void check_pair(const pair *p, uint64_t method)
{
    paramod_chroma_inversion report = { .size = sizeof report };
    double times[TIMES], f[TIMES], error[TIMES], largest = 0.0, worst = 0.0;
    size_t dishonest = 0;

    for (size_t i = 0; i < TIMES; i++) {
        times[i] = 0.1 + 19.9 * uniform() * uniform();
        largest = fmax(largest, fabs(p->original(times[i])));
    }
    CU_ASSERT_EQUAL_FATAL(invert(p, method, times, TIMES, f, error, &report), PARAMOD_OK);
    for (size_t i = 0; i < TIMES; i++) {
        const double off = fabs(f[i] - p->original(times[i]));

        worst = fmax(worst, off);
        dishonest += !(off <= error[i]);
        CU_ASSERT(error[i] <= report.error);
    }
    if (dishonest > 0 || (p->accuracy[method] > 0.0 && !(worst <= p->accuracy[method] * largest)))
        (void)printf("%s by method %d: off by %.1e of %.1e, claimed %.1e, %zu claims too small\n",
                     p->name, (int)method, worst, largest, report.error, dishonest);
    CU_ASSERT_EQUAL(dishonest, 0);
    if (p->accuracy[method] > 0.0)
        CU_ASSERT(worst <= p->accuracy[method] * largest);
    CU_ASSERT(report.evaluations > 0);
    CU_ASSERT_EQUAL(report.converged, report.error <= 1e-10 * largest);
}

static void test_methods(void)
{
    for (size_t i = 0; i < PAIRS; i++)
        for (uint64_t method = 0; method <= PARAMOD_CHROMA_STEHFEST; method++)
            check_pair(&pairs[i], method);
}

/* ---- a chromatographic peak --------------------------------------------------------------- */

/* a, kd, t1 of a pulse behind its front */
static paramod_eval peak_image(const double x[2], double f[2], void *data)
{
    const double *const p = data;
    const double complex s = x[0] + x[1] * I;
    const double complex value = (1.0 - cexp(-s * p[2])) / s * cexp(-p[0] * s / (s + p[1]));

    f[0] = creal(value);
    f[1] = cimag(value);
    return PARAMOD_EVAL_OK;
}

/* Plates are what the methods on contours fail of; they must say so. */
static void test_peak(void)
{
    const paramod_chroma_peak peak = { sizeof peak, 439.7, 5.299, 34.0, 4.0 };
    double p[] = { peak.a, peak.kd, peak.t1 }, times[40], c[40], f[40], error[40];

    for (size_t i = 0; i < 40; i++)
        times[i] = 95.0 + 1.5 * (double)i;
    CU_ASSERT_EQUAL(paramod_chroma_peak_evaluate(&peak, times, 40, c, NULL, NULL, NULL),
                    PARAMOD_OK);
    for (uint64_t method = 0; method <= PARAMOD_CHROMA_STEHFEST; method++) {
        paramod_chroma_inversion_options options = { .size = sizeof options, .delay = 34.0,
                                                     .method = method };
        paramod_chroma_inversion report = { .size = sizeof report };
        double worst = 0.0;
        size_t dishonest = 0;

        CU_ASSERT_EQUAL(paramod_chroma_invert(peak_image, p, times, 40, &options, f, error,
                                              &report), PARAMOD_OK);
        for (size_t i = 0; i < 40; i++) {
            worst = fmax(worst, fabs(f[i] - c[i]));
            dishonest += !(fabs(f[i] - c[i]) <= error[i]);
        }
        if (dishonest > 0)
            (void)printf("peak by %s: off by %.1e, claimed %.1e, %zu claims too small\n",
                         report.name, worst, report.error, dishonest);
        CU_ASSERT_EQUAL(dishonest, 0);
        if (method == PARAMOD_CHROMA_METHOD_AUTOMATIC)
            CU_ASSERT(worst <= 1e-11 && report.converged);
        if (method >= PARAMOD_CHROMA_TALBOT)
            CU_ASSERT(worst > 1e-4 && !report.converged);
    }
}

/* ---- ends, delays, failures --------------------------------------------------------------- */

static void test_delay_and_front(void)
{
    const double times[] = { -1.0, 4.0, 5.0, 5.5, 4.999999 };
    paramod_chroma_inversion_options options = { .size = sizeof options, .delay = 5.0 };
    paramod_chroma_inversion report = { .size = sizeof report };
    pair p = pairs[0];
    double f[5], error[5];

    CU_ASSERT_EQUAL(paramod_chroma_invert(evaluate, &p, times, 5, &options, f, error, &report),
                    PARAMOD_OK);
    CU_ASSERT_EQUAL(f[0], 0.0);
    CU_ASSERT_EQUAL(f[1], 0.0);
    CU_ASSERT_EQUAL(error[1], 0.0);
    CU_ASSERT(fabs(f[2] - 1.0) <= error[2] && error[2] < 1e-13);
    CU_ASSERT(fabs(f[3] - exp(-0.5)) <= 1e-10);
    CU_ASSERT_EQUAL(f[4], 0.0);
    CU_ASSERT_STRING_EQUAL(report.name, "de Hoog");
    p = pairs[1]; /* no initial value */
    CU_ASSERT_EQUAL(paramod_chroma_invert(evaluate, &p, times + 2, 1, &options, f, error, NULL),
                    PARAMOD_OK);
    CU_ASSERT(error[0] > 1.0);
}

typedef struct trouble {
    long left;
    paramod_eval outcome;
} trouble;

static paramod_eval troubled(const double s[2], double f[2], void *data)
{
    trouble *const t = data;

    f[0] = s[0];
    f[1] = s[1];
    return t->left-- > 0 ? PARAMOD_EVAL_OK : t->outcome;
}

static void test_failures(void)
{
    const double t = 1.0, bad = NAN;
    paramod_chroma_inversion_options options = { .size = sizeof options };
    trouble stop = { 30, PARAMOD_EVAL_STOP }, retry = { 30, PARAMOD_EVAL_RETRY };
    pair p = pairs[0];
    double f = 7.0, error = 0.0;

    CU_ASSERT_EQUAL(paramod_chroma_invert(troubled, &stop, &t, 1, NULL, &f, NULL, NULL),
                    PARAMOD_ERR_CALLBACK);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "the transform gave up");
    CU_ASSERT_EQUAL(f, 7.0);
    CU_ASSERT_EQUAL(paramod_chroma_invert(troubled, &retry, &t, 1, NULL, &f, &error, NULL),
                    PARAMOD_OK);
    CU_ASSERT(isnan(f) && isinf(error));
    CU_ASSERT_EQUAL(paramod_chroma_invert(NULL, NULL, &t, 1, NULL, &f, NULL, NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_chroma_invert(evaluate, &p, &bad, 1, NULL, &f, NULL, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "times[0] = nan is not finite");
    options.method = 7;
    CU_ASSERT_EQUAL(paramod_chroma_invert(evaluate, &p, &t, 1, &options, &f, NULL, NULL),
                    PARAMOD_ERR_ARGUMENT);
    options.method = PARAMOD_CHROMA_STEHFEST;
    options.terms = 22;
    CU_ASSERT_EQUAL(paramod_chroma_invert(evaluate, &p, &t, 1, &options, &f, NULL, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_PTR_NOT_NULL(strstr(paramod_error_message(),
                                  "22 terms; the method Gaver-Stehfest has at most 20"));
    options = (paramod_chroma_inversion_options){ .size = sizeof options, .delay = -1.0 };
    CU_ASSERT_EQUAL(paramod_chroma_invert(evaluate, &p, &t, 1, &options, &f, NULL, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_EQUAL(paramod_chroma_invert(evaluate, &p, NULL, 0, NULL, NULL, NULL, NULL),
                    PARAMOD_OK);
}

static void test_memory(void)
{
    const double t = 1.0;
    paramod_status status = PARAMOD_ERR_MEMORY;
    pair p = pairs[0];
    double f = 7.0;

    for (long allowed = 0; status == PARAMOD_ERR_MEMORY && allowed < 20; allowed++) {
        const long live = memory_live();

        CU_ASSERT_EQUAL(f, 7.0);
        memory_allow(allowed);
        status = paramod_chroma_invert(evaluate, &p, &t, 1, NULL, &f, NULL, NULL);
        memory_allow(-1);
        CU_ASSERT_EQUAL(memory_live(), live);
    }
    CU_ASSERT_EQUAL(status, PARAMOD_OK);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "every method finds what it can, and says how well", test_methods },
        { "a peak of 100 plates", test_peak },
        { "nothing before a delay, the initial value at it", test_delay_and_front },
        { "bad input", test_failures },
        { "every allocation may fail", test_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("invert", tests);
}
