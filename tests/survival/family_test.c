/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The closed-form families against 120-digit values (tests/data/family.py). */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"
#include "survival/family_impl.h"

enum { MOST = PARAMOD_I_FAMILY_MOST, PAIRS = PARAMOD_I_FAMILY_PAIRS, FIELDS = 48 };

/* A line of family.ref: its kind, family and numbers. */
typedef struct reference {
    char kind[16];
    const paramod_family *family;
    double number[FIELDS];
    size_t count;
} reference;

static bool next_reference(FILE *file, reference *r)
{
    char line[2048], *word;

    do {
        if (fgets(line, sizeof line, file) == NULL)
            return false;
    } while (line[0] == '#');
    word = strtok(line, " \n");
    (void)snprintf(r->kind, sizeof r->kind, "%s", word);
    r->family = paramod_family_find(strtok(NULL, " \n"));
    CU_ASSERT_PTR_NOT_NULL_FATAL(r->family);
    r->count = 0;
    while ((word = strtok(NULL, " \n")) != NULL)
        r->number[r->count++] = strtod(word, NULL);
    return true;
}

static FILE *open_references(void)
{
    const char *directory = getenv("PARAMOD_TEST_DATA");
    char path[512];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/family.ref",
                   directory == NULL ? "tests/data" : directory);
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    return file;
}

static double relative(double x, double expected)
{
    return x == expected ? 0.0
         : fabs(x - expected) / fmax(fabs(expected), DBL_MIN);
}

/* log h, H and log S = -H to 1e-14 over the whole range, and S to that times
 * 1 + its condition H. */
static void test_values(void)
{
    FILE *const file = open_references();
    double worst[3] = { 0.0 };
    reference r;
    size_t cases = 0;

    while (next_reference(file, &r)) {
        const size_t q = r.family->size;
        const double *const theta = r.number, t = r.number[q];
        const double log_h = r.number[q + 1], H = r.number[q + 2];
        double off[3];

        if (strcmp(r.kind, "value") != 0)
            continue;
        off[0] = relative(paramod_family_log_hazard(r.family, t, theta), log_h);
        off[1] = relative(paramod_family_cumulative_hazard(r.family, t, theta), H);
        off[2] = relative(paramod_family_survival(r.family, t, theta), exp(-H)) /
                 (1.0 + H);
        for (int i = 0; i < 3; i++) {
            worst[i] = fmax(worst[i], off[i]);
            if (!(off[i] <= 1e-14))
                printf("\n%s t=%a: %d off by %.2g ", r.family->name, t, i, off[i]);
            CU_ASSERT(off[i] <= 1e-14);
        }
        cases++;
    }
    (void)fclose(file);
    printf("%zu cases; worst relative error: log h %.1e, H %.1e, S %.1e ... ",
           cases, worst[0], worst[1], worst[2]);
    CU_ASSERT(cases == 960);
}

/* Worst errors of a kernel: values; first and second derivatives, in units of
 * the function's own derivative scale. */
typedef struct kernel_errors {
    double value, first, second;
} kernel_errors;

/* |x - expected| relative to expected, or to the function where a derivative
 * passes through zero. */
static double scaled_error(double x, double expected, double scale)
{
    return fabs(x - expected) / (fabs(expected) + fabs(scale));
}

static void check_derivatives(const reference *r, const paramod_i_hazards *h,
                              size_t row, kernel_errors *worst)
{
    const size_t q = r->family->size, pairs = q * (q + 1) / 2;
    const double *const value = r->number + q + 1;
    const double *const first = value + 2, *const second = first + 2 * q;
    const double H = value[1];

    worst->value = fmax(worst->value, relative(h->cumulative[row], H));
    worst->value = fmax(worst->value, scaled_error(h->log_hazard[row], value[0], 1.0));
    for (size_t j = 0; j < q; j++) {
        worst->first = fmax(worst->first, scaled_error(h->log_hazard_1[j][row],
                                                       first[j], 1.0));
        worst->first = fmax(worst->first, scaled_error(h->cumulative_1[j][row],
                                                       first[q + j], H));
    }
    for (size_t p = 0; p < pairs; p++) {
        worst->second = fmax(worst->second,
                             scaled_error(h->log_hazard_2[p][row], second[p], 1.0));
        worst->second = fmax(worst->second,
                             scaled_error(h->cumulative_2[p][row],
                                          second[pairs + p], H));
    }
}

/* A block made of many copies of one row: vector code and its scalar rest. */
static void check_block(const reference *r, kernel_errors *worst)
{
    static paramod_i_hazards hazards;
    static double eta[MOST][PARAMOD_I_BLOCK], t[PARAMOD_I_BLOCK];
    static double log_t[PARAMOD_I_BLOCK];
    const size_t q = r->family->size, count = 13;
    paramod_i_times times = { .count = count, .time = t, .log_time = log_t };

    for (size_t row = 0; row < count; row++) {
        t[row] = r->number[q];
        log_t[row] = log(fabs(r->number[q]));
        for (size_t j = 0; j < q; j++)
            eta[j][row] = r->number[j];
    }
    for (size_t j = 0; j < q; j++)
        times.eta[j] = eta[j];
    CU_ASSERT_EQUAL(r->family->evaluate(r->family, 2, &times, &hazards),
                    PARAMOD_EVAL_OK);
    check_derivatives(r, &hazards, 0, worst);
    check_derivatives(r, &hazards, count - 1, worst);
}

/* log h and H of one row, with gradients, by the kernel. */
static void kernel(const paramod_family *family, double t, const double *eta,
                   paramod_i_hazards *hazards)
{
    const double log_t = log(fabs(t));
    paramod_i_times times = { .count = 1, .time = &t, .log_time = &log_t };

    for (size_t j = 0; j < family->size; j++)
        times.eta[j] = &eta[j];
    CU_ASSERT_EQUAL(family->evaluate(family, 2, &times, hazards), PARAMOD_EVAL_OK);
}

/* How much rounding the predictors and the time by one unit changes H. */
static double condition(const paramod_i_hazards *h, const paramod_family *family,
                        double t, const double *eta)
{
    const double H = h->cumulative[0];
    double sum = 1.0;

    sum += fabs(t * (family->real_line ? 1.0 : log(t))) * exp(h->log_hazard[0]) / H;
    for (size_t j = 0; j < family->size; j++)
        if (isfinite(eta[j]))
            sum += fabs(h->cumulative_1[j][0]) / H * (1.0 + fabs(eta[j]));
    return sum;
}

/* 1e-13 (1e-12 for second derivatives), unless the condition forbids. */
static void test_kernels(void)
{
    static paramod_i_hazards hazards;
    FILE *const file = open_references();
    kernel_errors all = { .value = 0.0 };
    reference r;
    size_t cases = 0;

    while (next_reference(file, &r)) {
        kernel_errors worst = { .value = 0.0 };
        double allowed;

        if (strcmp(r.kind, "derivative") != 0)
            continue;
        check_block(&r, &worst);
        kernel(r.family, r.number[r.family->size], r.number, &hazards);
        allowed = fmax(1e-13, 4.0 * DBL_EPSILON *
                              condition(&hazards, r.family,
                                        r.number[r.family->size], r.number));
        if (worst.value > allowed || worst.first > allowed ||
            worst.second > 10.0 * allowed)
            printf("\n%s t=%g eta %g %g %g %g: %.2g %.2g %.2g ", r.family->name,
                   r.number[r.family->size], r.number[0], r.number[1], r.number[2],
                   r.number[3], worst.value, worst.first, worst.second);
        CU_ASSERT(worst.value <= allowed);
        CU_ASSERT(worst.first <= allowed);
        CU_ASSERT(worst.second <= 10.0 * allowed);
        all = (kernel_errors){ fmax(all.value, worst.value),
                               fmax(all.first, worst.first),
                               fmax(all.second, worst.second) };
        cases++;
    }
    (void)fclose(file);
    printf("%zu cases; worst error: value %.1e, first %.1e, second %.1e ... ",
           cases, all.value, all.first, all.second);
    CU_ASSERT(cases > 700);
}

/* Over the whole range the kernels are backward stable: H has the error that
 * rounding the predictors and log t by a few units would cause. */
static void test_kernels_over_the_whole_range(void)
{
    static paramod_i_hazards hazards;
    FILE *const file = open_references();
    double worst = 0.0;
    reference r;

    while (next_reference(file, &r)) {
        const size_t q = r.family->size;
        const double t = r.number[q], H = r.number[q + 2];
        double eta[MOST], off;

        if (strcmp(r.kind, "value") != 0)
            continue;
        for (size_t j = 0; j < q; j++)
            eta[j] = paramod_i_link(r.family->link[j], r.number[j]);
        kernel(r.family, t, eta, &hazards);
        off = relative(hazards.cumulative[0], H) /
              condition(&hazards, r.family, t, eta);
        if (!(off <= 8.0 * DBL_EPSILON))
            printf("\n%s t=%a off by %.2g eps ", r.family->name, t, off / DBL_EPSILON);
        CU_ASSERT(off <= 8.0 * DBL_EPSILON);
        worst = fmax(worst, off);
    }
    (void)fclose(file);
    printf("worst backward error %.1f eps ... ", worst / DBL_EPSILON);
}

/* Rows on both sides of the switch to kappa = inf in one block: every output
 * goes on smoothly, and kappa = inf itself is no different. */
static void test_the_limit_of_apgw(void)
{
    static paramod_i_hazards h;
    static const double kappa[4] = { 99.0, 101.0, INFINITY, 99.0 };
    const paramod_family *const apgw = paramod_family_find("apgw");

    for (long r = rounds(100); r > 0; r--) {
        const double t = 0.01 + 3.0 * uniform(), log_t = log(t);
        const double a = uniform() - 0.5, b = uniform() - 0.5, g = uniform() - 0.5;
        const double time[4] = { t, t, t, t };
        const double log_time[4] = { log_t, log_t, log_t, log_t };
        const double eta[3][4] = { { a, a, a, a }, { b, b, b, b }, { g, g, g, g } };
        const paramod_i_times times = { .count = 4, .time = time,
                                        .log_time = log_time,
                                        .eta = { eta[0], eta[1], eta[2], kappa } };

        (void)apgw->evaluate(apgw, 2, &times, &h);
        for (size_t i = 1; i < 4; i++) {
            CU_ASSERT(relative(h.cumulative[i], h.cumulative[0]) < 1e-13);
            CU_ASSERT(fabs(h.log_hazard[i] - h.log_hazard[0]) < 1e-12);
            for (size_t j = 0; j < MOST; j++) {
                CU_ASSERT(scaled_error(h.cumulative_1[j][i], h.cumulative_1[j][0],
                                       h.cumulative[0]) < 1e-13);
                CU_ASSERT(scaled_error(h.log_hazard_1[j][i], h.log_hazard_1[j][0],
                                       1.0) < 1e-13);
            }
            for (size_t p = 0; p < PAIRS; p++) {
                CU_ASSERT(scaled_error(h.cumulative_2[p][i], h.cumulative_2[p][0],
                                       h.cumulative[0]) < 1e-12);
                CU_ASSERT(scaled_error(h.log_hazard_2[p][i], h.log_hazard_2[p][0],
                                       1.0) < 1e-12);
            }
        }
    }
}

/* Where H overflows it is inf, log h is finite, and no derivative is NaN. */
static void test_overflow(void)
{
    static paramod_i_hazards h;
    size_t overflows = 0;

    for (long r = rounds(2000); r > 0; r--) {
        for (size_t f = 0; f < 11; f++) { /* the families in closed form */
            const paramod_family *const family = paramod_family_at(f);
            const size_t q = family->size, pairs = q * (q + 1) / 2;
            const double t = exp(1400.0 * uniform() - 700.0);
            double eta[MOST];

            for (size_t j = 0; j < q; j++)
                eta[j] = 8.0 * uniform() - 4.0;
            kernel(family, t, eta, &h);
            overflows += isinf(h.cumulative[0]) != 0;
            CU_ASSERT(h.cumulative[0] >= 0.0 && h.log_hazard[0] <= DBL_MAX);
            for (size_t j = 0; j < q; j++)
                CU_ASSERT(!isnan(h.cumulative_1[j][0]) && !isnan(h.log_hazard_1[j][0]));
            for (size_t p = 0; p < pairs; p++) {
                const bool number = !isnan(h.cumulative_2[p][0]) &&
                                    !isnan(h.log_hazard_2[p][0]);

                if (!number)
                    printf("\n%s t=%g eta %g %g H=%g: pair %zu ", family->name, t,
                           eta[0], eta[1], h.cumulative[0], p);
                CU_ASSERT(number);
            }
        }
    }
    CU_ASSERT(overflows >= (size_t)rounds(2000) / 2);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "values agree with 120 digits", test_values },
        { "kernels and their derivatives agree with 120 digits", test_kernels },
        { "kernels are backward stable over the whole range",
          test_kernels_over_the_whole_range },
        { "apgw runs smoothly into kappa = inf", test_the_limit_of_apgw },
        { "overflow is infinite, never NaN", test_overflow },
        CU_TEST_INFO_NULL,
    };

    return run_tests("family", tests);
}
