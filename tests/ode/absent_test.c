/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a build without SUNDIALS says. */

#include "ode/models.h"

static void test_absent(void)
{
    paramod_ode_system system = chain_system();
    paramod_ode *ode = NULL;

    CU_ASSERT_EQUAL(paramod_ode_available(), 0);
    CU_ASSERT_EQUAL(paramod_ode_create(&system, NULL, &ode), PARAMOD_ERR_UNSUPPORTED);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_ode_create: this library was built without SUNDIALS, "
                           "which integrates differential equations; install SUNDIALS "
                           "6.0 or later and configure it anew");
    CU_ASSERT_PTR_NULL(ode);
    system.rate = NULL; /* wrong arguments are wrong all the same */
    CU_ASSERT_EQUAL(paramod_ode_create(&system, NULL, &ode), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_ode_experiments(ode), 0);
    paramod_ode_destroy(ode);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "an object cannot be made, and the message says why", test_absent },
        CU_TEST_INFO_NULL
    };

    return run_tests("ode absent", tests);
}
