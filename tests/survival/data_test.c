/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows that cannot be are refused with a sentence; others are taken. */

#include <math.h>
#include <string.h>

#include <paramod/survival.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* Row 2 of three is the bad one. */
typedef struct bad_row {
    double time, time2, status, entry, weight;
    const char *message;
} bad_row;

static const bad_row bad[] = {
    { NAN, 0, 1, 0, 1, "row 2: time nan is not a number" },
    { INFINITY, 0, 0, 0, 1, "row 2: time inf is not a number" },
    { 3, 0, 1, 3, 1, "row 2: time 3 <= entry 3" },
    { 3, 0, 0, 4, 1, "row 2: time 3 <= entry 4" },
    { 3, 2, 3, 0, 1, "row 2: time2 2 < time 3" },
    { 3, NAN, 3, 0, 1, "row 2: time2 nan is not a number" },
    { 3, 4, 3, 3.5, 1, "row 2: time 3 <= entry 3.5" },
    { 3, 0, 1, NAN, 1, "row 2: entry nan is not a number" },
    { 3, 0, 1, 0, -1, "row 2: weight -1 is not a number of at least 0" },
    { 3, 0, 1, 0, NAN, "row 2: weight nan is not a number of at least 0" },
    { 3, 0, 4, 0, 1, "row 2: status 4 is not 0 (right-censored), 1 (event), "
                     "2 (left-censored) or 3 (interval)" },
    { 3, 0, 0.5, 0, 1, "row 2: status 0.5 is not 0 (right-censored), 1 (event), "
                       "2 (left-censored) or 3 (interval)" },
};

static paramod_status create(const bad_row *row, paramod_survival_data **data)
{
    const double time[] = { 1, row->time, 2 }, time2[] = { 0, row->time2, 0 };
    const double status[] = { 1, row->status, 0 }, entry[] = { 0, row->entry, 0 };
    const double weight[] = { 1, row->weight, 1 };
    const paramod_survival_rows rows = {
        .size = sizeof rows, .count = 3, .time = time, .time2 = time2,
        .status = status, .entry = entry, .weight = weight
    };

    return paramod_survival_data_create(&rows, data);
}

/* The message after "function: ". */
static const char *sentence(void)
{
    const char *colon = strstr(paramod_error_message(), ": ");

    return colon == NULL ? "" : colon + 2;
}

static void test_rows_that_cannot_be(void)
{
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        paramod_survival_data *data = NULL;

        CU_ASSERT_EQUAL(create(&bad[k], &data), PARAMOD_ERR_DOMAIN);
        CU_ASSERT_STRING_EQUAL(sentence(), bad[k].message);
        CU_ASSERT_PTR_NULL(data);
    }
}

static void test_data_without_information(void)
{
    const double time[] = { 1, 2 }, censored[] = { 0, 0 }, none[] = { 0, 0 };
    paramod_survival_rows rows = { .size = sizeof rows, .count = 2,
                                   .time = time, .status = censored };
    paramod_survival_data *data = NULL;

    CU_ASSERT_EQUAL(paramod_survival_data_create(&rows, &data),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(sentence(), "all 2 rows are right-censored: without an "
                                       "event there is no estimate");
    rows.weight = none;
    CU_ASSERT_EQUAL(paramod_survival_data_create(&rows, &data),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(sentence(), "every row has weight 0");
    rows.count = 0;
    CU_ASSERT_EQUAL(paramod_survival_data_create(&rows, &data),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(sentence(), "there are no rows");
    rows.size = 0;
    CU_ASSERT_EQUAL(paramod_survival_data_create(&rows, &data),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_survival_data_create(NULL, &data),
                    PARAMOD_ERR_ARGUMENT);
}

/* What only the family can refuse. */
static void test_rows_that_a_family_refuses(void)
{
    static const struct {
        bad_row row;
        const char *message;
    } refused[] = {
        { { -3, 0, 1, -INFINITY, 1, NULL },
          "row 2: time -3 < 0, but times of 'weibull' are positive" },
        { { 0, 0, 1, -INFINITY, 1, NULL },
          "row 2: event at time 0, but times of 'weibull' are positive" },
        { { 3, 0, 1, -1, 1, NULL },
          "row 2: entry -1 < 0, but times of 'weibull' are positive" },
    };

    for (size_t k = 0; k < sizeof refused / sizeof refused[0]; k++) {
        paramod_survival_data *data = NULL;
        paramod_survival_model *model = NULL;

        MUST(create(&refused[k].row, &data));
        CU_ASSERT_EQUAL(paramod_survival_model_create(
                            paramod_family_find("weibull"), data, &model),
                        PARAMOD_ERR_DOMAIN);
        CU_ASSERT_STRING_EQUAL(sentence(), refused[k].message);
        CU_ASSERT_PTR_NULL(model);
        MUST(paramod_survival_model_create(paramod_family_find("normal"), data,
                                           &model));
        paramod_survival_model_destroy(model);
        paramod_survival_data_destroy(data);
    }
}

static void test_rows_of_weight_zero_are_dropped_and_counted(void)
{
    const bad_row zero = { NAN, NAN, 9, NAN, 0, NULL };
    const double x[] = { 5, NAN, 7 };
    paramod_survival_data *data;

    MUST(create(&zero, &data));
    CU_ASSERT_EQUAL(paramod_survival_data_rows(data), 2);
    CU_ASSERT_EQUAL(paramod_survival_data_dropped(data), 1);
    CU_ASSERT_EQUAL(paramod_survival_data_events(data), 1);
    MUST(paramod_survival_data_add(data, "x", x)); /* nor is its x looked at */
    paramod_survival_data_destroy(data);
    paramod_survival_data_destroy(NULL);
}

static void test_names(void)
{
    static const char *const nearly[] = { "treatmnet" }, *const far[] = { "qqq" };
    static const char *const twice[] = { "treatment", "treatment" };
    const bad_row good = { 3, 0, 1, 0, 1, NULL };
    const double x[] = { 5, 6, 7 }, hole[] = { 5, INFINITY, 7 };
    paramod_survival_data *data;
    paramod_survival_model *model;

    MUST(create(&good, &data));
    MUST(paramod_survival_data_add(data, "treatment", x));
    CU_ASSERT_EQUAL(paramod_survival_data_add(data, "treatment", x),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(sentence(), "'treatment' is already in the data");
    CU_ASSERT_EQUAL(paramod_survival_data_add(data, "", x), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_survival_data_add(data, "hole", hole),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(sentence(), "row 2: 'hole' is inf, not a number between "
                                       "-1e300 and 1e300");
    MUST(paramod_survival_model_create(paramod_family_find("apgw"), data, &model));
    CU_ASSERT_EQUAL(paramod_survival_model_regress(model, "phi", 1, nearly),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(sentence(), "the data have no covariate 'treatmnet'; "
                                       "did you mean 'treatment'?");
    CU_ASSERT_EQUAL(paramod_survival_model_regress(model, "phi", 1, far),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(sentence(), "the data have no covariate 'qqq'");
    CU_ASSERT_EQUAL(paramod_survival_model_regress(model, "phi", 2, twice),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(sentence(), "'treatment' is named twice");
    CU_ASSERT_EQUAL(paramod_survival_model_regress(model, "lamda", 0, NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(sentence(), "'apgw' has no parameter 'lamda'; did you "
                                       "mean 'lambda'?");
    CU_ASSERT_EQUAL(paramod_survival_model_fix(model, "phi", "treatment", 1.0),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(sentence(), "'phi' has no covariate 'treatment'");
    CU_ASSERT_EQUAL(paramod_survival_model_fix(model, "phi", NULL, INFINITY),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(sentence(), "'phi:(Intercept)' cannot be fixed at inf");
    MUST(paramod_survival_model_fix(model, "kappa", NULL, INFINITY));
    CU_ASSERT_EQUAL(paramod_survival_model_tie(model, "phi", NULL, "phi", NULL),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_survival_model_frailty(model, PARAMOD_FRAILTY_GAMMA),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(sentence(), "the data have no clusters to share a "
                                       "frailty");
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
}

/* A left-censored row that entered late is an interval from there, and an
 * interval from 0 is left-censored: the same likelihood either way. */
static void test_equal_ways_of_saying_a_thing(void)
{
    const double time[] = { 2, 1, 1, 3 }, time2[] = { 0, 2, 0, 4 };
    const double status[2][4] = { { 2, 3, 1, 3 }, { 3, 3, 1, 3 } };
    const double entry[] = { 1, 1, 0, 0 };
    const double first[] = { 1, 1, 1, 3 }, second[] = { 2, 2, 1, 4 };
    const double theta[] = { -0.5, 0.1, 0.2, 0.3 };
    double value[2];

    for (int k = 0; k < 2; k++) {
        const paramod_survival_rows rows = {
            .size = sizeof rows, .count = 4, .time = k == 0 ? time : first,
            .time2 = k == 0 ? time2 : second, .status = k == 0 ? status[0] : NULL,
            .entry = entry
        };
        paramod_survival_data *data;
        paramod_survival_model *model;
        paramod_likelihood likelihood;

        MUST(paramod_survival_data_create(&rows, &data));
        MUST(paramod_survival_model_create(paramod_family_find("apgw"), data,
                                           &model));
        MUST(paramod_survival_model_likelihood(model, &likelihood));
        CU_ASSERT_EQUAL(likelihood.value(theta, &value[k], likelihood.data),
                        PARAMOD_EVAL_OK);
        paramod_survival_model_destroy(model);
        paramod_survival_data_destroy(data);
    }
    CU_ASSERT_EQUAL(value[0], value[1]);
}

static void test_every_allocation_may_fail(void)
{
    const double time[] = { 1, 2, 3 }, entry[] = { 0, 1, 0 }, x[] = { 1, 2, 4 };
    const uint64_t label[] = { 5, 3, 5 };
    const paramod_survival_rows rows = {
        .size = sizeof rows, .count = 3, .time = time, .entry = entry,
        .cluster = label, .stratum = label, .subject = label
    };
    const long live = memory_live();
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_survival_data *data = NULL;

        memory_allow(allowed);
        status = paramod_survival_data_create(&rows, &data);
        if (status == PARAMOD_OK)
            status = paramod_survival_data_add(data, "x", x);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        paramod_survival_data_destroy(data);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 100);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "rows that cannot be", test_rows_that_cannot_be },
        { "data without information", test_data_without_information },
        { "rows that a family refuses", test_rows_that_a_family_refuses },
        { "rows of weight zero are dropped and counted",
          test_rows_of_weight_zero_are_dropped_and_counted },
        { "names", test_names },
        { "equal ways of saying a thing", test_equal_ways_of_saying_a_thing },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("survival data", tests);
}
