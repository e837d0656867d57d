/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Twofold numbers and the normal tail, against 80-digit values
 * (tests/data/twofold.py). */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/special_impl.h"
#include "core/twofold_impl.h"
#include "support/support.h"

typedef paramod_i_twofold twofold;

/* A line of twofold.ref. */
typedef struct reference {
    char name[16];
    double number[5];
} reference;

static FILE *open_references(void)
{
    const char *directory = getenv("PARAMOD_TEST_DATA");
    char path[512];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/twofold.ref",
                   directory == NULL ? "tests/data" : directory);
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    return file;
}

static bool next_reference(FILE *file, reference *r)
{
    char line[512];

    do {
        if (fgets(line, sizeof line, file) == NULL)
            return false;
    } while (line[0] == '#');
    return sscanf(line, "%15s %lf %lf %lf %lf %lf", r->name, &r->number[0],
                  &r->number[1], &r->number[2], &r->number[3], &r->number[4]) >= 4;
}

static twofold apply(const char *name, double x)
{
    const twofold y = paramod_i_twofold_of(x);

    if (strcmp(name, "exp") == 0)
        return paramod_i_twofold_exp(y);
    if (strcmp(name, "expm1") == 0)
        return paramod_i_twofold_expm1(y);
    if (strcmp(name, "log") == 0)
        return paramod_i_twofold_log(y);
    return paramod_i_twofold_log1p(y);
}

static void test_functions(void)
{
    FILE *const file = open_references();
    double worst = 0.0;
    reference r;

    while (next_reference(file, &r)) {
        twofold y;
        double off;

        if (strcmp(r.name, "normal") == 0)
            continue;
        y = apply(r.name, r.number[0]);
        off = fabs((y.high - r.number[1]) + (y.low - r.number[2])) / fabs(r.number[1]);
        CU_ASSERT(off <= 0x1p-80);
        worst = fmax(worst, off);
    }
    (void)fclose(file);
    printf("worst relative error 2^%.0f ... ", log2(worst));
}

static void test_normal_tail(void)
{
    FILE *const file = open_references();
    double worst[4] = { 0.0 };
    reference r;

    while (next_reference(file, &r)) {
        paramod_i_normal_tail tail;

        if (strcmp(r.name, "normal") != 0)
            continue;
        tail = paramod_i_normal(r.number[0]);
        worst[0] = fmax(worst[0], fabs(tail.cumulative / r.number[1] - 1.0));
        worst[1] = fmax(worst[1], fabs(tail.log_hazard - r.number[2]) /
                                  (1.0 + fabs(r.number[2])));
        worst[2] = fmax(worst[2], fabs(tail.excess / r.number[3] - 1.0));
        worst[3] = fmax(worst[3], fabs(tail.curvature / r.number[4] - 1.0));
    }
    (void)fclose(file);
    printf("worst errors %.1e %.1e %.1e %.1e ... ", worst[0], worst[1], worst[2],
           worst[3]);
    CU_ASSERT(worst[0] <= 2e-15);
    CU_ASSERT(worst[1] <= 1e-15);
    /* just below the continued fraction, at w = 4, h - w loses h / (h - w) =
     * 19 times the rounding of h, and h (h - w) - 1 another 22 times */
    CU_ASSERT(worst[2] <= 6.0 * 19.0 * DBL_EPSILON);
    CU_ASSERT(worst[3] <= 6.0 * 19.0 * 22.0 * DBL_EPSILON);
}

static void test_normal_inverse(void)
{
    for (double log_y = -700.0; log_y < 14.0; log_y += 0.37) {
        const double w = paramod_i_normal_inverse(exp(log_y));
        const paramod_i_normal_tail tail = paramod_i_normal(w);
        const double slope = fabs(w) * exp(tail.log_hazard) / tail.cumulative;

        CU_ASSERT(fabs(tail.cumulative / exp(log_y) - 1.0) <=
                  4.0 * DBL_EPSILON * (1.0 + slope));
    }
}

/* Ring identities on random numbers, to the precision claimed. */
static void test_arithmetic(void)
{
    for (long round = rounds(2000); round > 0; round--) {
        const twofold x = { 1.0 + uniform(), 0x1p-54 * uniform() };
        const twofold y = { 3.0 + uniform(), 0x1p-53 * uniform() };
        const twofold back = paramod_i_twofold_divide(paramod_i_twofold_multiply(x, y), y);
        const twofold zero = paramod_i_twofold_add(
            paramod_i_twofold_add(x, y), paramod_i_twofold_negate(
                                             paramod_i_twofold_add(y, x)));

        CU_ASSERT(fabs((back.high - x.high) + (back.low - x.low)) < 0x1p-100);
        CU_ASSERT_EQUAL(paramod_i_twofold_round(zero), 0.0);
    }
    CU_ASSERT_EQUAL(paramod_i_twofold_log_product(0x1p600, 0x1p500).high,
                    1100.0 * 0.69314718055994530942);
}

static void test_limits(void)
{
    CU_ASSERT_EQUAL(paramod_i_twofold_exp(paramod_i_twofold_of(800.0)).high, INFINITY);
    CU_ASSERT_EQUAL(paramod_i_twofold_exp(paramod_i_twofold_of(-800.0)).high, 0.0);
    CU_ASSERT_EQUAL(paramod_i_twofold_expm1(paramod_i_twofold_of(-INFINITY)).high, -1.0);
    CU_ASSERT_EQUAL(paramod_i_twofold_expm1(paramod_i_twofold_of(INFINITY)).high, INFINITY);
    CU_ASSERT_EQUAL(paramod_i_twofold_log(paramod_i_twofold_of(INFINITY)).high, INFINITY);
    CU_ASSERT(isnan(paramod_i_twofold_exp(paramod_i_twofold_of(NAN)).high));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "functions agree with 80 digits", test_functions },
        { "the normal tail agrees with 80 digits", test_normal_tail },
        { "the normal tail is inverted", test_normal_inverse },
        { "arithmetic", test_arithmetic },
        { "limits", test_limits },
        CU_TEST_INFO_NULL,
    };

    return run_tests("twofold", tests);
}
