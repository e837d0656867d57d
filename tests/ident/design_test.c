/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Designs: optimal ones in closed form, exhaustive search, the equivalence theorem. */

#include "ident/models.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* ---- sensitivities ------------------------------------------------------------------ */

static paramod_eval exponential(double t, size_t set, double *row, void *data)
{
    const double rate = data != NULL ? ((const double *)data)[set] : 0.5;

    row[0] = exp(-rate * t);
    row[1] = -t * row[0];
    return PARAMOD_EVAL_OK;
}

static paramod_eval powers(double t, size_t set, double *row, void *data)
{
    const size_t k = *(const size_t *)data;

    (void)set;
    row[0] = 1.0;
    for (size_t j = 1; j < k; j++)
        row[j] = row[j - 1] * t;
    return PARAMOD_EVAL_OK;
}

static const double hill_theta[3] = { 1, 3, 8 };

static paramod_eval hill_row(double t, size_t set, double *row, void *data)
{
    (void)set, (void)data;
    (void)hill(t, hill_theta, row);
    return PARAMOD_EVAL_OK;
}

static paramod_ident_design_options with(uint64_t criterion)
{
    return (paramod_ident_design_options){ .size = sizeof(paramod_ident_design_options),
                                           .criterion = criterion };
}

/* ---- the paper's collection --------------------------------------------------------------- */

static void test_collection(void)
{
    double time[8] = { 1.6, 3.2 }, gain[8];
    size_t count = 2;

    MUST(paramod_ident_collect(3, hill_row, NULL, 2.6, 8, &count, time, gain));
    CU_ASSERT_EQUAL(count, 3);
    CU_ASSERT(fabs(time[2] - 5.8) < 1e-12);
    CU_ASSERT(gain[2] > 1e-6);
    count = 2;
    CU_ASSERT_EQUAL(paramod_ident_collect(3, hill_row, NULL, 2.6, 2, &count, time, NULL),
                    PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_collect: rank 2 of 3 "
                           "with 2 times, and no room for more");
    CU_ASSERT_EQUAL(paramod_ident_collect(3, hill_row, NULL, 0.0, 8, &count, time, NULL),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_ident_collect: step 0 is not positive");
}

static void test_completion(void)
{
    const double initial[3] = { 1, 0, 0 };
    const double candidate[4 * 3] = { 5, 0, 0, 9, 1, 0, 0, 2, 0, 0, 0, 0.5 };
    size_t count, chosen[3];
    double gain[3];

    MUST(paramod_ident_complete(3, 1, initial, 4, candidate, &count, chosen, gain));
    CU_ASSERT_EQUAL(count, 2);
    CU_ASSERT(chosen[0] == 2 && chosen[1] == 3);
    CU_ASSERT(relative(gain[0], 4.0) < 1e-12 && relative(gain[1], 0.25) < 1e-12);
    CU_ASSERT_EQUAL(paramod_ident_complete(3, 1, initial, 3, candidate, &count, chosen,
                                           gain), PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_complete: the 3 "
                           "candidates reach rank 2 of 3: other times, or other "
                           "observables, are needed");
}

/* ---- continuous designs ------------------------------------------------------------------------ */

/* A exp(-k t), A = 1, k = 1/2: times 0 and 1/k with equal weights; det = e^-2. */
static void test_exponential(void)
{
    const paramod_ident_design_options options = with(PARAMOD_IDENT_D);
    paramod_ident_design design = { .size = sizeof design };
    double time[8], weight[8];

    MUST(paramod_ident_design_interval(2, exponential, NULL, 0.0, 20.0, &options, 8, time,
                                       weight, &design));
    CU_ASSERT_EQUAL_FATAL(design.support, 2);
    CU_ASSERT(fabs(time[0]) < 1e-9 && fabs(time[1] - 2.0) < 1e-6);
    CU_ASSERT(fabs(weight[0] - 0.5) < 1e-7);
    CU_ASSERT(fabs(design.value + 2.0) < 1e-8);
    CU_ASSERT(design.gap <= 1e-7 && fabs(design.largest - 2.0) < 1e-6);
}

/* Degree 3 on [-1, 1]: the roots of (1 - x^2) P_3'(x), +-1 and +-1/sqrt 5 (Guest). */
static void test_polynomials(void)
{
    const size_t k = 4;
    const paramod_ident_design_options options = with(PARAMOD_IDENT_D);
    paramod_ident_design design = { .size = sizeof design };
    double time[16], weight[16];

    MUST(paramod_ident_design_interval(k, powers, (void *)(uintptr_t)&k, -1.0, 1.0,
                                       &options, 16, time, weight, &design));
    CU_ASSERT_EQUAL_FATAL(design.support, 4);
    CU_ASSERT(fabs(time[0] + 1.0) < 1e-9 && fabs(time[3] - 1.0) < 1e-9);
    CU_ASSERT(fabs(time[1] + 1.0 / sqrt(5.0)) < 1e-6);
    CU_ASSERT(fabs(time[2] - 1.0 / sqrt(5.0)) < 1e-6);
    CU_ASSERT(fabs(weight[1] - 0.25) < 1e-7);
    CU_ASSERT(fabs(design.value + 5.274600839930722) < 1e-7);
}

/* A-optimal for a straight line on [-1, 1]: the ends with 1/2 each, trace 2.  For a
 * parabola 1/4, 1/2, 1/4 at -1, 0, 1, trace 8.  E for the parabola: 1/5, 3/5, 1/5 with
 * least eigenvalue 1/5 (Pukelsheim 1993, sections 9.5 and 9.13). */
static void check_parabola(uint64_t criterion, double middle, double value)
{
    const size_t k = 3;
    const paramod_ident_design_options options = with(criterion);
    paramod_ident_design design = { .size = sizeof design };
    double time[16], weight[16];

    MUST(paramod_ident_design_interval(k, powers, (void *)(uintptr_t)&k, -1.0, 1.0,
                                       &options, 16, time, weight, &design));
    CU_ASSERT_EQUAL_FATAL(design.support, 3);
    CU_ASSERT(fabs(time[1]) < 1e-5);
    CU_ASSERT(fabs(weight[1] - middle) < 1e-4);
    CU_ASSERT(relative(design.value, value) < 1e-5);
    CU_ASSERT(design.gap <= 1e-6);
}

static void test_a_and_e(void)
{
    check_parabola(PARAMOD_IDENT_A, 0.5, 8.0);
    check_parabola(PARAMOD_IDENT_E, 0.6, 0.2);
}

/* E for degree k - 1 on [-1, 1]: the extrema of Chebyshev's polynomial T, and 1 over the
 * sum of its squared coefficients as least eigenvalue (Pukelsheim and Studden 1993).
 * The interval [0, 1] has T(2 x - 1), where several eigenvalues are near. */
static void test_e_of_polynomials(void)
{
    static const struct {
        size_t k;
        double lower, squares;
    } want[] = { { 4, -1.0, 25.0 }, { 5, -1.0, 129.0 }, { 6, -1.0, 681.0 },
                 { 7, -1.0, 3653.0 }, { 4, 0.0, 3653.0 } };
    const paramod_ident_design_options options = with(PARAMOD_IDENT_E);
    paramod_ident_design design = { .size = sizeof design };
    double time[64], weight[64];

    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        const size_t k = want[i].k;

        MUST(paramod_ident_design_interval(k, powers, (void *)(uintptr_t)&k, want[i].lower,
                                           1.0, &options, 64, time, weight, &design));
        CU_ASSERT(relative(design.value, 1.0 / want[i].squares) < 1e-8);
        CU_ASSERT(design.gap <= 1e-8);
        CU_ASSERT_EQUAL_FATAL(design.support, k);
        for (size_t j = 0; j < k; j++) {
            const double x = -cos((double)j / (double)(k - 1) * acos(-1.0));

            CU_ASSERT(fabs(time[j] - (want[i].lower < 0.0 ? x : 0.5 * (x + 1.0))) < 1e-5);
        }
    }
}

/* Where eigenvalues meet, also on average over parameter sets: rows with columns of
 * equal size. */
static void test_e_closes_its_gap_where_eigenvalues_meet(void)
{
    enum { C = 60, K = 6, SETS = 3 };
    double candidate[SETS * C * K], weight[C];

    for (long n = rounds(5); n > 0; n--)
        for (size_t sets = 1; sets <= SETS; sets += 2) {
            paramod_ident_design_options options = with(PARAMOD_IDENT_E);
            paramod_ident_design design = { .size = sizeof design };

            options.sets = sets;
            for (size_t i = 0; i < sets * C * K; i++)
                candidate[i] = uniform() - 0.5;
            MUST(paramod_ident_design_weights(K, C, candidate, &options, weight, &design));
            CU_ASSERT(design.gap <= 1e-8);
        }
}

/* c = (1, 2): extrapolation of a straight line to 2 from [-1, 1]: weights 1/4 and 3/4,
 * variance 4 (Hoel and Levine 1964).  c = (1, 0.5) lies inside: one point at 0.5 would
 * do, with variance 1. */
static void test_c(void)
{
    const size_t k = 2;
    const double outside[2] = { 1.0, 2.0 };
    paramod_ident_design_options options = with(PARAMOD_IDENT_C);
    paramod_ident_design design = { .size = sizeof design };
    double time[16], weight[16];

    options.c = outside;
    MUST(paramod_ident_design_interval(k, powers, (void *)(uintptr_t)&k, -1.0, 1.0,
                                       &options, 16, time, weight, &design));
    CU_ASSERT(relative(design.value, 4.0) < 1e-6);
    CU_ASSERT(fabs(time[0] + 1.0) < 1e-6 && fabs(weight[0] - 0.25) < 1e-4);
    CU_ASSERT(design.gap <= 1e-6);
}

/* Over all candidates of a grid, no other weights do better: random ones. */
static void test_no_weights_do_better(void)
{
    enum { C = 30, K = 3 };
    double candidate[C * K], weight[C];

    for (long n = rounds(10); n > 0; n--)
        for (uint64_t criterion = 0; criterion <= PARAMOD_IDENT_E; criterion++) {
            const paramod_ident_design_options options = with(criterion);
            paramod_ident_design design = { .size = sizeof design };
            double sum = 0.0;

            for (size_t i = 0; i < C * K; i++)
                candidate[i] = uniform() - 0.3;
            MUST(paramod_ident_design_weights(K, C, candidate, &options, weight, &design));
            for (size_t i = 0; i < C; i++) {
                CU_ASSERT(weight[i] >= 0.0);
                sum += weight[i];
            }
            CU_ASSERT(fabs(sum - 1.0) < 1e-12);
            CU_ASSERT(design.gap <= 1e-6);
        }
}

/* Rates 0.25 and 1: the average of log det is best at equal weights on 0 and on a
 * time with d/dt (2 log t - 2 (0.25 + 1) t / 2) = 0 per set: t = 2 / 1.25. */
static void test_robust_designs(void)
{
    double rates[2] = { 0.25, 1.0 };
    paramod_ident_design_options options = with(PARAMOD_IDENT_D);
    paramod_ident_design design = { .size = sizeof design };
    double time[16], weight[16];

    options.sets = 2;
    MUST(paramod_ident_design_interval(2, exponential, rates, 0.0, 20.0, &options, 16, time,
                                       weight, &design));
    CU_ASSERT(design.gap <= 1e-6);
    CU_ASSERT(fabs(time[0]) < 1e-9);
    if (design.support == 2)
        CU_ASSERT(fabs(time[1] - 1.6) < 1e-5);
}

/* ---- exact designs ------------------------------------------------------------------------------- */

/* Hill's curve, times 0.25, 0.5, .., 8: the best three of all 4960, from an
 * exhaustive search (validation/ident/designs.csv). */
static void test_exact_designs_are_the_best(void)
{
    static const struct {
        uint64_t criterion;
        double value, time[3];
    } want[] = { { PARAMOD_IDENT_D, -7.394362460327546, { 2.75, 3.5, 8.0 } },
                 { PARAMOD_IDENT_E, 0.0013110703230432381, { 2.5, 3.5, 8.0 } },
                 { PARAMOD_IDENT_A, 767.378583506522, { 2.5, 3.5, 8.0 } } };
    double candidate[32 * 3];
    size_t chosen[3];

    for (size_t i = 0; i < 32; i++)
        (void)hill(0.25 * (double)(i + 1), hill_theta, candidate + 3 * i);
    for (size_t w = 0; w < 3; w++) {
        const paramod_ident_design_options options = with(want[w].criterion);
        paramod_ident_design design = { .size = sizeof design };

        MUST(paramod_ident_design_exact(3, 32, candidate, 3, &options, chosen, &design));
        CU_ASSERT(relative(design.value, want[w].value) < 1e-9);
        for (size_t i = 0; i < 3; i++)
            CU_ASSERT_EQUAL(0.25 * (double)(chosen[i] + 1), want[w].time[i]);
    }
}

static double condition_of(const double *candidate, const size_t *i)
{
    double s[9];
    paramod_ident_analysis *a = NULL;
    paramod_ident_report r = { .size = sizeof r };

    for (size_t row = 0; row < 3; row++)
        (void)memcpy(s + 3 * row, candidate + 3 * i[row], 3 * sizeof *s);
    MUST(paramod_ident_analyze_matrix(3, 3, s, NULL, NULL, &a));
    MUST(paramod_ident_get_report(a, &r));
    paramod_ident_analysis_destroy(a);
    return r.condition;
}

/* Modified E by exhaustive search over a coarser grid. */
static void test_the_least_condition_is_found(void)
{
    const paramod_ident_design_options options = with(PARAMOD_IDENT_MODIFIED_E);
    paramod_ident_design design = { .size = sizeof design };
    double candidate[10 * 3], best = INFINITY;
    size_t chosen[3];

    for (size_t i = 0; i < 10; i++)
        (void)hill(0.8 * (double)(i + 1), hill_theta, candidate + 3 * i);
    for (size_t a = 0; a < 10; a++)
        for (size_t b = a + 1; b < 10; b++)
            for (size_t c = b + 1; c < 10; c++)
                best = fmin(best, condition_of(candidate, (const size_t[]){ a, b, c }));
    MUST(paramod_ident_design_exact(3, 10, candidate, 3, &options, chosen, &design));
    CU_ASSERT(relative(design.value, best) < 1e-6);
    CU_ASSERT(isnan(design.gap));
    CU_ASSERT_EQUAL(paramod_ident_design_weights(3, 10, candidate, &options, candidate,
                                                 &design), PARAMOD_ERR_UNSUPPORTED);
}

static void test_bad_designs_are_refused(void)
{
    double candidate[4 * 3] = { 5, 0, 0, 9, 1, 0, 0, 2, 0, 0, 0, 0.5 };
    paramod_ident_design_options options = with(PARAMOD_IDENT_C);
    paramod_ident_design design = { .size = sizeof design };
    size_t chosen[6];

    CU_ASSERT_EQUAL(paramod_ident_design_exact(3, 4, candidate, 5, NULL, chosen, &design),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_design_exact: 4 "
                           "candidates are fewer than the 5 points wanted");
    CU_ASSERT_EQUAL(paramod_ident_design_exact(3, 4, candidate, 2, NULL, chosen, &design),
                    PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_design_exact: 2 points "
                           "determine at most 2 of 3 parameters; at least 3 are needed");
    CU_ASSERT_EQUAL(paramod_ident_design_exact(3, 3, candidate, 3, NULL, chosen, &design),
                    PARAMOD_ERR_SINGULAR);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_design_exact: no choice "
                           "of 3 of the 3 candidates has rank 3");
    CU_ASSERT_EQUAL(paramod_ident_design_exact(3, 4, candidate, 3, &options, chosen,
                                               &design), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_design_exact: the "
                           "c-criterion needs its vector c");
    candidate[4] = (double)NAN;
    CU_ASSERT_EQUAL(paramod_ident_design_exact(3, 4, candidate, 3, NULL, chosen, &design),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_ident_design_exact: "
                           "candidate[1][1] is nan; all entries must be finite");
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "collection", test_collection },
        { "completion", test_completion },
        { "exponential", test_exponential },
        { "polynomials", test_polynomials },
        { "A and E", test_a_and_e },
    { "E of polynomials", test_e_of_polynomials },
    { "E closes its gap where eigenvalues meet",
      test_e_closes_its_gap_where_eigenvalues_meet },
        { "c", test_c },
        { "no weights do better", test_no_weights_do_better },
        { "robust designs", test_robust_designs },
        { "exact designs are the best", test_exact_designs_are_the_best },
        { "the least condition is found", test_the_least_condition_is_found },
        { "bad designs are refused", test_bad_designs_are_refused },
        CU_TEST_INFO_NULL
    };

    return run_tests("designs", tests);
}
