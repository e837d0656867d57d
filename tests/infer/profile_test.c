/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Profile-likelihood intervals: against 60-digit values for regressions of
 * NIST StRD (tests/data/profile.py) and against closed forms. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "infer/nist.h"
#include "infer/profile_impl.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static void test_nist(void)
{
    FILE *const file = open_data("profile.ref");
    static nist_problem p;
    int count = 0;

    while (nist_read(file, &p)) {
        paramod_fit *const fit = nist_fit(&p);
        double worst = 0.0;

        for (size_t i = 0; i < p.k; i++) {
            paramod_interval interval;

            MUST(paramod_fit_profile_interval(fit, i, 0.95, &interval));
            CU_ASSERT_EQUAL(interval.lower_end, PARAMOD_PROFILE_FINITE);
            CU_ASSERT_EQUAL(interval.upper_end, PARAMOD_PROFILE_FINITE);
            worst = fmax(worst, relative(interval.lower, p.lower[i]));
            worst = fmax(worst, relative(interval.upper, p.upper[i]));
        }
        printf("%s: largest relative error of an end %.1e\n", p.name, worst);
        CU_ASSERT(worst < 1e-8);
        paramod_fit_destroy(fit);
        count++;
    }
    CU_ASSERT_EQUAL(count, 6);
    (void)fclose(file);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "regressions of NIST", test_nist },
        CU_TEST_INFO_NULL,
    };

    return run_tests("profile", tests);
}
