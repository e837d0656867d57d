/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Kaplan-Meier and Nelson-Aalen estimates against R's survfit()
 * (tests/data/kaplan_meier.R); survival 3.5-3. */

#include <math.h>
#include <stdio.h>

#include <paramod/survival.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { ROWS = 12, STEPS = 7 };

static const double entry[ROWS] = { 0, 0, 0, 1, 2, 0, 3, 0, 2.5, 0, 4, 0 };
static const double time_of[ROWS] = { 2, 3, 3, 3, 5, 5, 6, 7, 7, 8, 9, 9.5 };
static const double status[ROWS] = { 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1 };
static const double weight[ROWS] = { 1, 2, 1, .5, 1, 1, 3, 1, 1, .25, 1, 2 };

static const paramod_survival_step plain[STEPS] = {
    { 2, 12, 1, 0.9166666666666666,
      0.07978559231302818, 0.5389771805707413, 0.987825565400458, 0.08333333333333333, 0.08333333333333333 },
    { 3, 11, 2, 0.75,
      0.125, 0.4084159131515949, 0.9117204061256983, 0.2651515151515151, 0.1532102152739143 },
    { 5, 8, 1, 0.65625,
      0.1401903003509872, 0.3204116375996003, 0.8556572346519385, 0.3901515151515151, 0.1977330778202756 },
    { 6, 6, 1, 0.546875,
      0.1536789335814643, 0.2224057206791646, 0.7848120481137441, 0.5568181818181818, 0.2586042301317922 },
    { 7, 5, 1, 0.4375,
      0.1571156575937329, 0.1441474686736497, 0.7026986229114892, 0.7568181818181818, 0.3269191763143559 },
    { 8, 3, 1, 0.2916666666666666,
      0.1585859339815172, 0.05360844972075986, 0.5952050983799696, 1.090151515151515, 0.466891056835712 },
    { 9.5, 1, 1, 0,
      NAN, NAN, NAN, 2.090151515151515, 1.103624600556352 },
};

static const paramod_survival_step truncated[STEPS] = {
    { 2, 8, 1, 0.875,
      0.1169267933366857, 0.3870000140320252, 0.981392965878966, 0.125, 0.125 },
    { 3, 9, 2, 0.6805555555555556,
      0.1515717691401481, 0.3022662037450242, 0.8835667663271961, 0.3472222222222222, 0.2007893374277911 },
    { 5, 8, 1, 0.5954861111111112,
      0.1546663465327402, 0.2505729576950364, 0.8235282150837652, 0.4722222222222222, 0.2365192550823111 },
    { 6, 6, 1, 0.496238425925926,
      0.1575458539232988, 0.1821446614620753, 0.7495291667728909, 0.6388888888888888, 0.2893425924444397 },
    { 7, 5, 1, 0.3969907407407408,
      0.1541600723543026, 0.1217665468618219, 0.6667562142139352, 0.8388888888888888, 0.3517373107909781 },
    { 8, 3, 1, 0.2646604938271605,
      0.1491192949443833, 0.04732126194853469, 0.5603395864361851, 1.172222222222222, 0.4845928671715879 },
    { 9.5, 1, 1, 0,
      NAN, NAN, NAN, 2.172222222222222, 1.111229160395632 },
};

static const paramod_survival_step truncated_weighted[STEPS] = {
    { 2, 8.75, 1, 0.8857142857142857,
      0.1075570226416366, 0.4220689984431079, 0.9830701869053272, 0.1142857142857143, 0.1142857142857143 },
    { 3, 9.75, 1.5, 0.7494505494505495,
      0.1369559361829822, 0.3684340997880615, 0.9200670878414809, 0.2681318681318681, 0.1698243716077452 },
    { 5, 10.25, 1, 0.6763334226748862,
      0.1417748681185808, 0.3268683265382342, 0.8721714916345124, 0.3656928437416243, 0.1958531622259211 },
    { 6, 8.25, 3, 0.4303939962476548,
      0.1448106406576777, 0.1583132059087902, 0.6800387063584031, 0.7293292073779879, 0.2871159977084504 },
    { 7, 5.25, 1, 0.3484141874385777,
      0.1385022830912674, 0.1099672339302366, 0.6043652235933797, 0.9198053978541784, 0.3445530079370094 },
    { 8, 3.25, 0.25, 0.3216130960971487,
      0.1378308999733263, 0.09267109625159482, 0.5821655388282747, 0.9967284747772553, 0.3773399188155095 },
    { 9.5, 2, 2, 0,
      NAN, NAN, NAN, 1.996728474777255, 0.8014894973308728 },
};

static const paramod_survival_step weighted[STEPS] = {
    { 2, 14.75, 1, 0.9322033898305084,
      0.06545808845102494, 0.6073890856251152, 0.9901634610193398, 0.06779661016949153, 0.06779661016949153 },
    { 3, 13.75, 1.5, 0.8305084745762711,
      0.09768997944319198, 0.5258980258694065, 0.9477448952711753, 0.1768875192604006, 0.1119386646695174 },
    { 5, 10.25, 1, 0.7494832575444398,
      0.117032657557186, 0.4345538244538838, 0.9050388759463879, 0.2744484948701567, 0.1484870654633665 },
    { 6, 8.25, 3, 0.4769438911646435,
      0.1459535936181217, 0.1892910359957864, 0.7194194614246942, 0.6380848585065204, 0.2571488743824246 },
    { 7, 5.25, 1, 0.3860974357047114,
      0.1436703638765535, 0.1290040535018321, 0.6425957404839098, 0.8285610489827109, 0.3200105041002091 },
    { 8, 3.25, 0.25, 0.3563976329581952,
      0.1443767635754932, 0.1078177894192864, 0.6200872189740895, 0.9054841259057878, 0.3550709250103765 },
    { 9.5, 2, 2, 0,
      NAN, NAN, NAN, 1.905484125905788, 0.7912492412557022 },
};

static paramod_survival_data *make(const double *entries, const double *weights,
                                   const double *statuses)
{
    const paramod_survival_rows rows = {
        .size = sizeof rows, .count = ROWS, .time = time_of, .status = statuses,
        .entry = entries, .weight = weights,
    };
    paramod_survival_data *data = NULL;

    MUST(paramod_survival_data_create(&rows, &data));
    return data;
}

/* Equal to 1e-13, or both NaN. */
static bool agree(double x, double expected)
{
    return isnan(expected) ? isnan(x) : fabs(x - expected) <= 1e-13;
}

static void compare(const double *entries, const double *weights,
                    const paramod_survival_step *expected)
{
    paramod_survival_data *data = make(entries, weights, status);
    paramod_survival_step step[STEPS];
    size_t count = 0;

    MUST(paramod_kaplan_meier(data, &count, NULL));
    CU_ASSERT_EQUAL_FATAL(count, STEPS);
    MUST(paramod_kaplan_meier(data, &count, step));
    for (size_t i = 0; i < STEPS; i++) {
        CU_ASSERT_EQUAL(step[i].time, expected[i].time);
        CU_ASSERT(agree(step[i].at_risk, expected[i].at_risk));
        CU_ASSERT(agree(step[i].events, expected[i].events));
        CU_ASSERT(agree(step[i].survival, expected[i].survival));
        CU_ASSERT(agree(step[i].survival_se, expected[i].survival_se));
        CU_ASSERT(agree(step[i].lower, expected[i].lower));
        CU_ASSERT(agree(step[i].upper, expected[i].upper));
        CU_ASSERT(agree(step[i].cumulative, expected[i].cumulative));
        CU_ASSERT(agree(step[i].cumulative_se, expected[i].cumulative_se));
    }
    paramod_survival_data_destroy(data);
}

static void test_agrees_with_survfit(void)
{
    compare(NULL, NULL, plain);
    compare(entry, NULL, truncated);
    compare(NULL, weight, weighted);
    compare(entry, weight, truncated_weighted);
}

/* Without censoring the estimate is the empirical survival function. */
static void test_without_censoring_it_is_the_empirical_one(void)
{
    static const double all[ROWS] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
    paramod_survival_data *data = make(NULL, NULL, all);
    paramod_survival_step step[ROWS];
    size_t count = ROWS, past = 0;

    MUST(paramod_kaplan_meier(data, &count, step));
    for (size_t i = 0; i < count; i++) {
        past += (size_t)step[i].events;
        CU_ASSERT(agree(step[i].survival, 1.0 - (double)past / ROWS));
    }
    CU_ASSERT_EQUAL(past, ROWS);
    paramod_survival_data_destroy(data);
}

static void test_bad_calls(void)
{
    static const double left[ROWS] = { 1, 0, 1, 1, 2, 0, 1, 0, 1, 1, 0, 1 };
    paramod_survival_data *data = make(NULL, NULL, status);
    paramod_survival_step step[STEPS] = { { .time = 7.0 } };
    size_t count = STEPS - 1;

    CU_ASSERT_EQUAL(paramod_kaplan_meier(data, &count, step), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_kaplan_meier: room for "
                           "6 steps, but there are 7 distinct event times");
    CU_ASSERT_EQUAL(step[0].time, 7.0);
    CU_ASSERT_EQUAL(paramod_kaplan_meier(NULL, &count, step), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_kaplan_meier(data, NULL, step), PARAMOD_ERR_ARGUMENT);
    memory_allow(0);
    CU_ASSERT_EQUAL(paramod_kaplan_meier(data, &count, NULL), PARAMOD_ERR_MEMORY);
    memory_allow(-1);
    paramod_survival_data_destroy(data);

    data = make(NULL, NULL, left);
    CU_ASSERT_EQUAL(paramod_kaplan_meier(data, &count, NULL), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_kaplan_meier: row 5 is left- or "
                           "interval-censored: the product-limit estimate needs "
                           "exact and right-censored rows");
    paramod_survival_data_destroy(data);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "agrees with survfit", test_agrees_with_survfit },
        { "without censoring it is the empirical one",
          test_without_censoring_it_is_the_empirical_one },
        { "bad calls", test_bad_calls },
        CU_TEST_INFO_NULL,
    };

    return run_tests("Kaplan-Meier", tests);
}
