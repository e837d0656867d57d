/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The closed-form families against 120-digit values (tests/data/family.py). */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"
#include "survival/family_impl.h"

enum { MOST = PARAMOD_I_FAMILY_MOST, PAIRS = PARAMOD_I_FAMILY_PAIRS, FIELDS = 40 };

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

/* log h, H and log S = -H to 1e-13 over the whole range, S and f to 1e-13
 * times 1 + their condition. */
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
            if (!(off[i] <= 1e-13))
                printf("\n%s t=%a: %d off by %.2g ", r.family->name, t, i, off[i]);
            CU_ASSERT(off[i] <= 1e-13);
        }
        cases++;
    }
    (void)fclose(file);
    printf("%zu cases; worst relative error: log h %.1e, H %.1e, S %.1e ... ",
           cases, worst[0], worst[1], worst[2]);
    CU_ASSERT(cases == 960);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "values agree with 120 digits", test_values },
        CU_TEST_INFO_NULL,
    };

    return run_tests("family", tests);
}
