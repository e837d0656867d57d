/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sor/box_impl.h"
#include "sor/tsallis_impl.h"
#include "sor/tuner_impl.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

static FILE *open_data(const char *name)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/sor/%s", getenv("PARAMOD_TEST_DATA"), name);
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    while (fgetc(file) == '#')
        while (fgetc(file) != '\n')
            ;
    (void)fseek(file, -1, SEEK_CUR);
    return file;
}

static bool read_all(FILE *file, size_t count, double *x)
{
    for (size_t i = 0; i < count; i++)
        if (fscanf(file, "%lf", &x[i]) != 1)
            return false;
    return true;
}

static paramod_sor_tuner *tuner_of(const paramod_sor_tuner_options *o)
{
    paramod_sor_tuner *t = NULL;

    MUST(paramod_sor_tuner_create(o, &t));
    return t;
}

/* Young's asymptotic count for beta = 3.8 / (4 + c), with a little noise. */
static double cost_of(double omega, double context, double noise)
{
    const double b = 3.8 / (4.0 + context), u = omega * b, d = u * u - 4 * (omega - 1);
    const double rho = d > 0 ? pow(u + sqrt(d), 2) / 4 : omega - 1;

    return ceil(8 * log(10) / -log(rho) + 8 + 4 * noise);
}

static void test_tsallis_against_60_digits(void)
{
    FILE *const file = open_data("learners.ref");
    double head[2], loss[32], p[32], work[32], expected[32];
    int cases = 0;

    for (; read_all(file, 2, head); cases++) {
        const size_t n = (size_t)head[0];

        CU_ASSERT_TRUE_FATAL(read_all(file, n, loss) && read_all(file, n, expected));
        paramod_i_sor_tsallis_solve(n, loss, head[1], p, work);
        for (size_t i = 0; i < n; i++)
            CU_ASSERT(fabs(p[i] - expected[i]) <= 1e-14 * expected[i]);
    }
    CU_ASSERT_EQUAL(cases, 9);
    (void)fclose(file);
}

static void gram(const paramod_i_sor_gram *g, size_t n, const double *x, const double *y)
{
    memset(g->r, 0, 36 * sizeof *g->r);
    memset(g->z, 0, 6 * sizeof *g->z);
    *g->rest = 0;
    for (size_t s = 0; s < n; s++) {
        double f[6] = { 1.0, x[s] };

        for (size_t j = 2; j < 6; j++)
            f[j] = 2 * x[s] * f[j - 1] - f[j - 2];
        paramod_i_sor_gram_add(g, f, y[s]);
    }
}

static void test_bounded_least_squares(void)
{
    FILE *const file = open_data("boxls.ref");
    double head[4], x[256], y[256], bound[6], least[6], box[6], r[36], z[6], rest, theta[6];
    const paramod_i_sor_gram g = { 6, r, z, &rest };
    int cases = 0;

    for (; read_all(file, 4, head); cases++) {
        const size_t n = (size_t)head[0];
        double squares = -1;

        CU_ASSERT_TRUE_FATAL(n <= 256 && read_all(file, n, x) && read_all(file, n, y)
                             && read_all(file, 6, bound) && read_all(file, 6, least)
                             && read_all(file, 6, box));
        gram(&g, n, x, y);
        paramod_i_sor_gram_solve(&g, 1 / head[2], theta);
        for (size_t j = 0; j < 6; j++)
            CU_ASSERT(fabs(theta[j] - least[j]) <= 1e-8 * (1 + fabs(least[j])));
        CU_ASSERT_EQUAL(paramod_i_sor_gram_solve_box(&g, 1 / head[2], bound, theta,
                                                     &squares), head[1] != 0);
        for (size_t j = 0; j < 6; j++)
            CU_ASSERT(fabs(theta[j]) <= bound[j] || head[1] == 0);
        if (head[1] != 0)
            CU_ASSERT(squares <= head[3] * (1 + 1e-9) + 1e-15);
    }
    CU_ASSERT(cases > 5);
    (void)fclose(file);
}

/* The authors' learners, scripted: Tsallis-INF with its defect for all 300 rounds,
 * ChebCB until its published bounded least squares loses digits. */
static void test_traces_of_the_published_code(void)
{
    FILE *const file = open_data("learner_traces.tsv");
    paramod_sor_tuner *const tinf = tuner_of(&(paramod_sor_tuner_options){
        .size = sizeof(paramod_sor_tuner_options), .published = 1,
        .learner = PARAMOD_SOR_LEARNER_TSALLIS,
        .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED });
    paramod_sor_tuner *const cheb = tuner_of(&(paramod_sor_tuner_options){
        .size = sizeof(paramod_sor_tuner_options), .context_min = -0.15,
        .context_max = 0.65, .learner = PARAMOD_SOR_LEARNER_CHEBCB });
    char name[32];
    double v[10];

    while (fscanf(file, "%31s", name) == 1 && read_all(file, 10, v)) {
        const bool is_tinf = strcmp(name, "tinf") == 0;
        paramod_sor_tuner *const t = is_tinf ? tinf : cheb;
        paramod_sor_advice a = { .size = sizeof a };

        if (!is_tinf && v[0] > 23)
            continue;
        paramod_i_sor_tuner_choose(t, v[1], v[2], &a);
        CU_ASSERT_EQUAL_FATAL(a.arm + 1, (size_t)v[3]);
        CU_ASSERT(fabs(a.probability - v[6]) <= 1e-13 * v[6]
                  || (v[0] > 122 && fabs(a.probability - v[6]) <= 1e-6 * v[6]));
        CU_ASSERT(fabs(a.omega - v[4]) <= 1e-15 * 4);
        MUST(paramod_sor_tuner_tell(t, a.ticket, v[5], PARAMOD_SOR_SOLVED));
    }
    CU_ASSERT_EQUAL(tinf->told, 300);
    CU_ASSERT_EQUAL(cheb->told, 23);
    paramod_sor_tuner_destroy(tinf);
    paramod_sor_tuner_destroy(cheb);
    (void)fclose(file);
}

static const paramod_sor_tuner_options every[] = {
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_COMPOSITE },
    { .size = sizeof *every, .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4 },
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_FIXED },
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_TSALLIS },
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_TSALLIS, .bins = 5,
      .context_min = -0.15, .context_max = 0.45,
      .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED },
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_CHEBCB,
      .context_min = -0.15, .context_max = 0.45 },
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_THOMPSON },
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_UCB },
    { .size = sizeof *every, .learner = PARAMOD_SOR_LEARNER_SPECTRAL,
      .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4 },
};
enum { EVERY = sizeof every / sizeof *every };

static double run(paramod_sor_tuner *t, uint64_t from, uint64_t to)
{
    double total = 0;

    for (uint64_t i = from; i < to; i++) {
        paramod_random random = paramod_random_stream(5, i);
        const double c = -0.15 + 0.6 * pow(paramod_random_uniform(&random), 2);
        paramod_sor_advice a = { .size = sizeof a };
        double cost;

        MUST(paramod_sor_tuner_ask(t, c, &a));
        cost = cost_of(a.omega, c, paramod_random_uniform(&random));
        total += cost;
        MUST(paramod_sor_tuner_report(t, a.ticket, &(paramod_sor_outcome){
            .size = sizeof(paramod_sor_outcome), .cost = cost,
            .rate = a.kind == PARAMOD_SOR_ADVICE_CALIBRATE
                ? pow(3.8 / (4 + c), 2) : 0 }));
    }
    return total;
}

static void test_resuming_equals_never_stopping(void)
{
    for (size_t i = 0; i < EVERY; i++) {
        paramod_sor_tuner *const whole = tuner_of(&every[i]);
        paramod_sor_tuner *part = tuner_of(&every[i]), *resumed = NULL;
        size_t length = 0, again = 0;
        unsigned char *bytes, *end;

        (void)run(part, 0, 137);
        MUST(paramod_sor_tuner_save(part, NULL, 0, &length));
        bytes = malloc(2 * length);
        end = bytes + length;
        MUST(paramod_sor_tuner_save(part, bytes, length, &again));
        CU_ASSERT_EQUAL(again, length);
        paramod_sor_tuner_destroy(part);
        MUST(paramod_sor_tuner_restore(bytes, length, &resumed));
        (void)run(whole, 0, 400);
        (void)run(resumed, 137, 400);
        MUST(paramod_sor_tuner_save(whole, end, length, &again));
        MUST(paramod_sor_tuner_save(resumed, bytes, length, &again));
        CU_ASSERT_EQUAL(memcmp(bytes, end, length), 0);
        free(bytes);
        paramod_sor_tuner_destroy(whole);
        paramod_sor_tuner_destroy(resumed);
    }
}

static void test_learners_learn(void)
{
    paramod_sor_tuner *const gauss_seidel = tuner_of(&every[2]);
    const double fixed = run(gauss_seidel, 0, 2000);

    paramod_sor_tuner_destroy(gauss_seidel);
    for (size_t i = 0; i < EVERY; i++) {
        paramod_sor_tuner *const t = tuner_of(&every[i]);
        const double total = run(t, 0, 2000);

        if (i != 2)
            CU_ASSERT(total < 0.75 * fixed);
        paramod_sor_tuner_destroy(t);
    }
}

static void expect(paramod_status status, paramod_status expected, const char *message)
{
    CU_ASSERT_EQUAL(status, expected);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), message);
}

static void test_bad_input(void)
{
    paramod_sor_tuner *t = tuner_of(&every[3]), *other = NULL;
    paramod_sor_advice a = { .size = sizeof a };
    unsigned char bytes[65536];
    size_t length;

    expect(paramod_sor_tuner_ask(t, NAN, &a), PARAMOD_ERR_DOMAIN,
           "paramod_sor_tuner_ask: context nan is not finite");
    MUST(paramod_sor_tuner_ask(t, 0, &a));
    expect(paramod_sor_tuner_tell(t, a.ticket, NAN, PARAMOD_SOR_SOLVED),
           PARAMOD_ERR_DOMAIN, "cost nan is not finite; tell a solve without a result as "
           "failed");
    expect(paramod_sor_tuner_tell(t, a.ticket, 0.5, PARAMOD_SOR_SOLVED),
           PARAMOD_ERR_DOMAIN, "cost 0.5 is below 1 iteration; abandon the ticket of a "
           "solve that had nothing to do");
    expect(paramod_sor_tuner_tell(t, 7, 9, PARAMOD_SOR_SOLVED), PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_report: ticket 7 is unknown: it was never given");
    MUST(paramod_sor_tuner_tell(t, a.ticket, 9, PARAMOD_SOR_SOLVED));
    expect(paramod_sor_tuner_tell(t, a.ticket, 9, PARAMOD_SOR_SOLVED),
           PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_report: ticket 1 is unknown: it was told or abandoned before");
    MUST(paramod_sor_tuner_save(t, bytes, sizeof bytes, &length));
    bytes[length / 2] ^= 1;
    CU_ASSERT_EQUAL(paramod_sor_tuner_restore(bytes, length, &other), PARAMOD_ERR_FORMAT);
    bytes[length / 2] ^= 1;
    for (size_t cut = 0; cut < length; cut += 7)
        CU_ASSERT_EQUAL(paramod_sor_tuner_restore(bytes, cut, &other), PARAMOD_ERR_FORMAT);
    expect(paramod_sor_tuner_restore(bytes, 8, &other), PARAMOD_ERR_FORMAT,
           "these 8 bytes are no checkpoint of a tuner");
    CU_ASSERT_PTR_NULL(other);
    expect(paramod_sor_tuner_create(&(paramod_sor_tuner_options){
               .size = sizeof(paramod_sor_tuner_options), .omega_max = 2.5 }, &other),
           PARAMOD_ERR_DOMAIN, "option 'omega_max': 2.5 is not inside (0, 2)");
    paramod_sor_tuner_destroy(t);
}

static void test_failures_and_tickets(void)
{
    paramod_sor_tuner *const t = tuner_of(&(paramod_sor_tuner_options){
        .size = sizeof(paramod_sor_tuner_options), .tickets = 2, .safe_omega = 1.1,
        .learner = PARAMOD_SOR_LEARNER_TSALLIS, .cap = 500 });
    paramod_sor_advice a[3] = { { .size = sizeof *a }, { .size = sizeof *a },
                                { .size = sizeof *a } };
    paramod_sor_tuner_stats s = { .size = sizeof s };
    long attempts;

    for (size_t i = 0; i < 3; i++)
        MUST(paramod_sor_tuner_ask(t, 0, &a[i]));
    attempts = memory_attempts();
    CU_ASSERT_EQUAL(paramod_sor_tuner_tell(t, a[0].ticket, 9, PARAMOD_SOR_SOLVED),
                    PARAMOD_ERR_ARGUMENT); /* pushed out by the third */
    MUST(paramod_sor_tuner_tell(t, a[2].ticket, 0, PARAMOD_SOR_FAILED));
    MUST(paramod_sor_tuner_abandon(t, a[1].ticket));
    MUST(paramod_sor_tuner_ask(t, 0, &a[0]));
    CU_ASSERT_EQUAL(a[0].kind, PARAMOD_SOR_ADVICE_FALLBACK);
    CU_ASSERT_EQUAL(a[0].omega, 1.1);
    MUST(paramod_sor_tuner_tell(t, a[0].ticket, 30, PARAMOD_SOR_SOLVED));
    MUST(paramod_sor_tuner_ask(t, 0, &a[0]));
    CU_ASSERT_EQUAL(a[0].kind, PARAMOD_SOR_ADVICE_LEARNT);
    CU_ASSERT_EQUAL(memory_attempts(), attempts);
    paramod_sor_tuner_statistics(t, &s);
    CU_ASSERT_EQUAL(s.total_cost, 530);
    CU_ASSERT_EQUAL(s.abandoned, 2);
    CU_ASSERT_EQUAL(s.pending, 1);
    paramod_sor_tuner_destroy(t);
}

static void test_every_allocation_failing_once(void)
{
    for (size_t i = 0; i < EVERY; i++) {
        paramod_status status = PARAMOD_ERR_MEMORY;

        for (long allowed = 0; status == PARAMOD_ERR_MEMORY && allowed < 10; allowed++) {
            const long live = memory_live();
            paramod_sor_tuner *t = NULL;

            memory_allow(allowed);
            status = paramod_sor_tuner_create(&every[i], &t);
            memory_allow(-1);
            paramod_sor_tuner_destroy(t);
            CU_ASSERT_EQUAL(memory_live(), live);
        }
        CU_ASSERT_EQUAL(status, PARAMOD_OK);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "Tsallis-INF against 60 digits", test_tsallis_against_60_digits },
        { "bounded least squares", test_bounded_least_squares },
        { "traces of the published code", test_traces_of_the_published_code },
        { "resuming equals never stopping", test_resuming_equals_never_stopping },
        { "learners learn", test_learners_learn },
        { "bad input", test_bad_input },
        { "failures and tickets", test_failures_and_tickets },
        { "every allocation failing once", test_every_allocation_failing_once },
        CU_TEST_INFO_NULL,
    };

    return run_tests("sor tuner", tests);
}
