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

/* The authors' learners, scripted: Tsallis-INF with its defect, alone and in five
 * intervals of [-0.15, 0.65], for all 300 rounds.  ChebCB to all digits until round
 * 23, the first with active bounds, where the published solver is loose; then to
 * 6e-4 until round 89, when the first regression of fewer costs than features has
 * its minimum at many points within bounds: from there on runs part. */
static void test_traces_of_the_published_code(void)
{
    static const paramod_sor_tuner_options o[3] = {
        { .size = sizeof *o, .published = 1, .learner = PARAMOD_SOR_LEARNER_TSALLIS,
          .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED },
        { .size = sizeof *o, .learner = PARAMOD_SOR_LEARNER_CHEBCB,
          .context_min = -0.15, .context_max = 0.65 },
        { .size = sizeof *o, .published = 1, .learner = PARAMOD_SOR_LEARNER_TSALLIS,
          .estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED, .bins = 5,
          .context_min = -0.15, .context_max = 0.65 },
    };
    static const char *const names[] = { "tinf", "cheb", "tinfcb" };
    FILE *const file = open_data("learner_traces.tsv");
    paramod_sor_tuner *const t[] = { tuner_of(&o[0]), tuner_of(&o[1]), tuner_of(&o[2]) };
    char name[32];
    double v[10];

    while (fscanf(file, "%31s", name) == 1 && read_all(file, 10, v)) {
        const size_t k = strcmp(name, names[0]) == 0 ? 0 : strcmp(name, names[1]) == 0 ? 1 : 2;
        const double loose = k == 1 && v[0] > 23 ? 6e-4 : k == 0 && v[0] > 122 ? 1e-6 : 1e-13;
        paramod_sor_advice a = { .size = sizeof a };

        if (k == 1 && v[0] > 89)
            continue;
        paramod_i_sor_tuner_choose(t[k], v[1], v[2], &a);
        CU_ASSERT_EQUAL_FATAL(a.arm + 1, (size_t)v[3]);
        CU_ASSERT(fabs(a.probability - v[6]) <= loose * (k == 1 ? 1.0 : v[6]));
        CU_ASSERT(fabs(a.omega - v[4]) <= 1e-15 * 4);
        MUST(paramod_sor_tuner_tell(t[k], a.ticket, v[5], PARAMOD_SOR_SOLVED));
    }
    for (size_t k = 0; k < 3; k++) {
        CU_ASSERT_EQUAL(t[k]->told, k == 1 ? 89 : 300);
        paramod_sor_tuner_destroy(t[k]);
    }
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

static const char *changed(char *text, size_t length)
{
    (void)sprintf(text, "the checksum of the checkpoint does not fit its %zu bytes: it was "
                  "cut off or changed", length);
    return text;
}

static const char *room(char *text, size_t length)
{
    (void)sprintf(text, "paramod_sor_tuner_save: room for 8 bytes, but the checkpoint has "
                  "%zu", length);
    return text;
}

/* Contexts for which the diagonal of the model would not be positive. */
static void test_contexts_outside_the_model_are_refused(void)
{
    paramod_sor_tuner *const t = tuner_of(&every[8]);
    paramod_sor_advice a = { .size = sizeof a };

    expect(paramod_sor_tuner_ask(t, -5, &a), PARAMOD_ERR_DOMAIN, "paramod_sor_tuner_ask: "
           "context -5: the diagonal of the model, 4 for context 0 or 1, is not positive "
           "there");
    expect(paramod_sor_tuner_ask(t, INFINITY, &a), PARAMOD_ERR_DOMAIN,
           "paramod_sor_tuner_ask: context inf is not finite");
    paramod_sor_tuner_destroy(t);
}

static void test_bad_input(void)
{
    paramod_sor_tuner *t = tuner_of(&every[3]), *other = NULL;
    paramod_sor_advice a = { .size = sizeof a };
    unsigned char bytes[65536];
    char text[128];
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
    bytes[length - 9] ^= 4;
    expect(paramod_sor_tuner_restore(bytes, length, &other), PARAMOD_ERR_FORMAT,
           changed(text, length));
    bytes[length - 9] ^= 4;
    bytes[8] = 99;
    CU_ASSERT_EQUAL(paramod_sor_tuner_restore(bytes, length, &other),
                    PARAMOD_ERR_UNSUPPORTED);
    bytes[8] = 1;
    CU_ASSERT_PTR_NULL(other);
    expect(paramod_sor_tuner_save(t, bytes, 8, &length), PARAMOD_ERR_ARGUMENT,
           room(text, length));
    expect(paramod_sor_tuner_save(t, NULL, 0, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_save: length is null");
    expect(paramod_sor_tuner_ask(NULL, 0, &a), PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_ask: tuner is null");
    expect(paramod_sor_tuner_report(t, 1, NULL), PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_report: outcome is null");
    expect(paramod_sor_tuner_abandon(t, 1), PARAMOD_ERR_ARGUMENT, "paramod_sor_tuner_"
           "abandon: ticket 1 is unknown: it was told or abandoned before");
    expect(paramod_sor_tuner_tell(t, 1, 9, (paramod_sor_outcome_status)5),
           PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_report: ticket 1 is unknown: it was told or abandoned before");
    MUST(paramod_sor_tuner_ask(t, 0, &a));
    expect(paramod_sor_tuner_tell(t, a.ticket, 9, (paramod_sor_outcome_status)5),
           PARAMOD_ERR_ARGUMENT, "status 5 is neither solved nor failed");
    expect(paramod_sor_tuner_tell(t, a.ticket, INFINITY, PARAMOD_SOR_SOLVED),
           PARAMOD_ERR_DOMAIN, "cost inf is not finite; tell a solve without a result as "
           "failed");
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

/* p_i = 1 / (d + eta (s_i - s_least)), the least getting the rest, against the
 * value published with the experiments (igw.json). */
static void test_inverse_gap_weighting(void)
{
    static const double s[] = { 0.3, 0.1, 0.15, 0.4 };
    static const double expected[] = { 0.07142857142857142, 0.7220936957779063,
                                       0.15384615384615385, 0.05263157894736842 };
    double p[4];

    paramod_i_sor_gap_weights(s, 4, 50.0, p);
    for (size_t i = 0; i < 4; i++)
        CU_ASSERT(fabs(p[i] - expected[i]) <= 1e-16);
}

static void test_grids_and_probabilities(void)
{
    paramod_sor_tuner *const t = tuner_of(&every[5]);
    double omega[20], p[20], sum = 0;

    paramod_sor_tuner_omegas(t, omega);
    for (size_t i = 0; i < 20; i++)
        CU_ASSERT(fabs(omega[i] - (1 + 0.05 * (double)i)) <= 1e-15 * 4);
    MUST(paramod_sor_tuner_probabilities(t, 0, p));
    for (size_t i = 0; i < 20; i++)
        CU_ASSERT(fabs(p[i] - 0.05) <= 1e-15);
    (void)run(t, 0, 400);
    MUST(paramod_sor_tuner_probabilities(t, 0, p));
    for (size_t i = 0; i < 20; i++)
        sum += p[i];
    CU_ASSERT(fabs(sum - 1) <= 1e-14);
    paramod_sor_tuner_destroy(t);
    expect(paramod_sor_tuner_probabilities(NULL, 0, p), PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_probabilities: tuner is null");
    CU_ASSERT_EQUAL(paramod_sor_flops(PARAMOD_SOR_TUNE_SOR, 10, 30, 2), 2 * (60 + 40));
    CU_ASSERT_EQUAL(paramod_sor_flops(PARAMOD_SOR_TUNE_SSOR, 10, 30, 2), 4 * (60 + 40));
    CU_ASSERT_EQUAL(paramod_sor_flops(PARAMOD_SOR_TUNE_CG, 10, 30, 2), 2 * (60 + 100));
    CU_ASSERT_EQUAL(paramod_sor_flops(PARAMOD_SOR_TUNE_SSOR_PCG, 10, 30, 2), 2 * (60 + 140));
    CU_ASSERT(isnan(paramod_sor_flops((paramod_sor_tune)9, 10, 30, 2)));
}

/* Two halves of a run, merged, know what one tuner that was told all of it knows. */
static void test_merging_adds_up(void)
{
    for (size_t i = 0; i < EVERY; i++) {
        paramod_sor_tuner *const whole = tuner_of(&every[i]), *const one = tuner_of(&every[i]);
        paramod_sor_tuner *const two = tuner_of(&every[i]);
        paramod_sor_tuner_stats s = { .size = sizeof s }, all = { .size = sizeof all };
        paramod_status status;

        (void)run(whole, 0, 300);
        (void)run(one, 0, 300);
        (void)run(two, 300, 600);
        status = paramod_sor_tuner_merge(one, two);
        if (every[i].learner == PARAMOD_SOR_LEARNER_TSALLIS) {
            expect(status, PARAMOD_ERR_UNSUPPORTED, "paramod_sor_tuner_merge: what "
                   "Tsallis-INF has learnt depends on the order of its rounds, and cannot "
                   "be merged");
        } else {
            double count = 0, mean = 0, before = 0;

            CU_ASSERT_EQUAL(status, PARAMOD_OK);
            for (size_t k = 0; k < one->cells; k++) {
                count += paramod_i_sor_cells_of(one)[k].count;
                mean += paramod_i_sor_cells_of(one)[k].count
                    * paramod_i_sor_cells_of(one)[k].mean;
                before += paramod_i_sor_cells_of(two)[k].count
                    * paramod_i_sor_cells_of(two)[k].mean;
                before += paramod_i_sor_cells_of(whole)[k].count
                    * paramod_i_sor_cells_of(whole)[k].mean;
            }
            CU_ASSERT(count >= 598); /* two calibrations at most are no costs */
            CU_ASSERT(fabs(mean - before) <= 1e-12 * before);
            paramod_sor_tuner_statistics(one, &s);
            paramod_sor_tuner_statistics(whole, &all);
            CU_ASSERT_EQUAL(s.told, all.told);
        }
        paramod_sor_tuner_destroy(whole);
        paramod_sor_tuner_destroy(one);
        paramod_sor_tuner_destroy(two);
    }
}

/* Regressions merge to those of all the costs together. */
static void test_merged_regressions_are_those_of_all_costs(void)
{
    const paramod_sor_tuner_options o = { .size = sizeof o, .arms = 1, .omega_max = 1.5,
        .learner = PARAMOD_SOR_LEARNER_CHEBCB, .context_min = -0.15, .context_max = 0.45 };
    paramod_sor_tuner *const whole = tuner_of(&o), *const one = tuner_of(&o);
    paramod_sor_tuner *const two = tuner_of(&o);
    const double *theta, *expected;

    (void)run(whole, 0, 600);
    (void)run(one, 0, 300);
    (void)run(two, 300, 600);
    MUST(paramod_sor_tuner_merge(one, two));
    expected = paramod_i_sor_own(whole) + 8; /* behind the head */
    theta = paramod_i_sor_own(one) + 8;
    for (size_t j = 0; j < 6; j++)
        CU_ASSERT(fabs(theta[j] - expected[j]) <= 1e-10 * (1 + fabs(expected[j])));
    expect(paramod_sor_tuner_merge(one, one), PARAMOD_ERR_ARGUMENT,
           "paramod_sor_tuner_merge: the tuners are one and the same");
    paramod_sor_tuner_destroy(two);
    paramod_sor_tuner_destroy(one);
    paramod_sor_tuner_destroy(whole);
}

/* Costs that jump after 600 rounds restart the learner soon; steady ones never do. */
static void test_drift_restarts(void)
{
    for (int jumps = 0; jumps < 2; jumps++) {
        paramod_sor_tuner *const t = tuner_of(&(paramod_sor_tuner_options){
            .size = sizeof(paramod_sor_tuner_options),
            .learner = PARAMOD_SOR_LEARNER_TSALLIS, .drift = PARAMOD_SOR_DRIFT_RESTART });
        paramod_sor_tuner_stats s = { .size = sizeof s };

        for (uint64_t i = 0; i < 700; i++) {
            paramod_random random = paramod_random_stream(8, i);
            paramod_sor_advice a = { .size = sizeof a };

            MUST(paramod_sor_tuner_ask(t, 0, &a));
            MUST(paramod_sor_tuner_tell(t, a.ticket, (jumps && i >= 600 ? 2 : 1)
                 * cost_of(a.omega, 0.1, paramod_random_uniform(&random)),
                 PARAMOD_SOR_SOLVED));
        }
        paramod_sor_tuner_statistics(t, &s);
        CU_ASSERT_EQUAL(s.restarts, (uint64_t)jumps);
        paramod_sor_tuner_destroy(t);
    }
}

static void test_restarting_at_intervals(void)
{
    paramod_sor_tuner *const t = tuner_of(&(paramod_sor_tuner_options){
        .size = sizeof(paramod_sor_tuner_options), .restart_every = 50,
        .learner = PARAMOD_SOR_LEARNER_UCB });
    paramod_sor_tuner_stats s = { .size = sizeof s };

    (void)run(t, 0, 220);
    paramod_sor_tuner_statistics(t, &s);
    CU_ASSERT_EQUAL(s.restarts, 4);
    paramod_sor_tuner_restart(t);
    paramod_sor_tuner_statistics(t, &s);
    CU_ASSERT_EQUAL(s.restarts, 5);
    CU_ASSERT_EQUAL(s.told, 220);
    paramod_sor_tuner_destroy(t);
}

/* A frozen tuner advises one omega a context, and its state stays to the bit. */
static void test_freezing(void)
{
    for (size_t i = 0; i < EVERY; i++) {
        paramod_sor_tuner *const t = tuner_of(&every[i]);
        paramod_sor_advice a = { .size = sizeof a }, again = { .size = sizeof again };
        double *state;

        (void)run(t, 0, 500);
        paramod_sor_tuner_freeze(t, 1);
        state = malloc(t->numbers * sizeof *state);
        memcpy(state, t->state, t->numbers * sizeof *state);
        (void)run(t, 500, 600);
        CU_ASSERT_EQUAL(memcmp(state, t->state, t->numbers * sizeof *state), 0);
        MUST(paramod_sor_tuner_ask(t, 0.1, &a));
        MUST(paramod_sor_tuner_ask(t, 0.1, &again));
        CU_ASSERT_EQUAL(a.omega, again.omega);
        CU_ASSERT_EQUAL(a.probability, 1);
        free(state);
        paramod_sor_tuner_destroy(t);
    }
}

/* Updates of a 2-cyclic iteration at omega: their ratio is Young's rate. */
static void test_adaptation_finds_omega(void)
{
    const double betas[] = { 0.8, 0.95, 0.99, 0.997 };

    for (size_t k = 0; k < 4; k++) {
        const double best = paramod_sor_omega(betas[k]);
        paramod_sor_adaptation a = paramod_sor_adaptation_begin(1.0);
        double update = 1;

        while (update > 1e-250) {
            const double omega = paramod_sor_adaptation_step(&a, update);

            update *= paramod_sor_rate(omega, betas[k]);
        }
        /* ends below the best one, where the rate is within F of log(omega* - 1) */
        CU_ASSERT(a.omega <= best + 1e-12);
        CU_ASSERT(log(paramod_sor_rate(a.omega, betas[k])) <= 0.95 * log(best - 1));
        CU_ASSERT(a.changes > 0 && a.changes < 12);
        /* at omega* the ratio says nothing more, and a warm start stays there */
        a = paramod_sor_adaptation_begin(best);
        for (update = 1; update > 1e-250;)
            update *= paramod_sor_rate(paramod_sor_adaptation_step(&a, update), betas[k]);
        CU_ASSERT_EQUAL(a.omega, best);
    }
    CU_ASSERT_EQUAL(paramod_sor_adaptation_begin(1.3).omega, 1.3);
}

/* The rate of any solve may be handed on as it comes. */
static void test_rates_that_say_nothing(void)
{
    const double rates[] = { 0.0, NAN, 1.0, 7.0 };

    for (size_t k = 0; k < 4; k++) {
        paramod_sor_tuner *const t = tuner_of(&every[8]);
        paramod_sor_advice a = { .size = sizeof a };
        paramod_sor_tuner_stats s = { .size = sizeof s };
        paramod_sor_outcome o = { .size = sizeof o, .cost = 201, .rate = rates[k] };

        MUST(paramod_sor_tuner_ask(t, 0, &a));
        CU_ASSERT_EQUAL(a.kind, PARAMOD_SOR_ADVICE_CALIBRATE);
        MUST(paramod_sor_tuner_report(t, a.ticket, &o));
        paramod_sor_tuner_statistics(t, &s);
        /* from the count: beta^2 = 1e-8^(1/200), radius = 4 beta */
        CU_ASSERT(fabs(s.radius - 4 * pow(1e-8, 1.0 / 400)) <= 1e-12);
        MUST(paramod_sor_tuner_ask(t, 0, &a));
        o.rate = -1;
        expect(paramod_sor_tuner_report(t, a.ticket, &o), PARAMOD_ERR_DOMAIN,
               "rate -1 is negative; it is a ratio of norms");
        o = (paramod_sor_outcome){ .size = sizeof o, .cost = 20, .beta = 1 };
        expect(paramod_sor_tuner_report(t, a.ticket, &o), PARAMOD_ERR_DOMAIN,
               "beta 1 is not inside [0, 1)");
        paramod_sor_tuner_destroy(t);
    }
}

#define BAD(...) { .size = sizeof(paramod_sor_tuner_options), __VA_ARGS__ }

static void test_options_that_cannot_be_are_refused(void)
{
    const struct {
        paramod_sor_tuner_options o;
        paramod_status status;
        const char *message;
    } bad[] = {
        { BAD(.learner = 9), PARAMOD_ERR_ARGUMENT,
          "option 'learner': 9 is no choice; the last is 6" },
        { BAD(.method = 7), PARAMOD_ERR_ARGUMENT,
          "option 'method': 7 is no choice; the last is 4" },
        { BAD(.method = PARAMOD_SOR_TUNE_CG), PARAMOD_ERR_ARGUMENT,
          "option 'method': conjugate gradients alone have no omega to tune" },
        { BAD(.published = 2), PARAMOD_ERR_ARGUMENT,
          "option 'published': 2 is no choice; the last is 1" },
        { BAD(.omega_min = -1), PARAMOD_ERR_DOMAIN,
          "option 'omega_min': -1 is not inside (0, 2)" },
        { BAD(.omega_max = 2), PARAMOD_ERR_DOMAIN,
          "option 'omega_max': 2 is not inside (0, 2)" },
        { BAD(.omega_min = 1.5, .omega_max = 1.2), PARAMOD_ERR_DOMAIN,
          "option 'omega_min': 1.5 is above omega_max, 1.2" },
        { BAD(.safe_omega = NAN), PARAMOD_ERR_DOMAIN,
          "option 'safe_omega': nan is not inside (0, 2)" },
        { BAD(.cap = 0.5), PARAMOD_ERR_DOMAIN,
          "option 'cap': 0.5 iterations are below 1" },
        { BAD(.cap = INFINITY), PARAMOD_ERR_DOMAIN,
          "option 'cap': inf is not positive and finite" },
        { BAD(.most = -1), PARAMOD_ERR_DOMAIN,
          "option 'most': -1 is not nonnegative and finite" },
        { BAD(.tolerance = 1), PARAMOD_ERR_DOMAIN,
          "option 'tolerance': 1 is not below 1" },
        { BAD(.arms = 1000), PARAMOD_ERR_DOMAIN,
          "option 'arms': 1000 is above 512" },
        { BAD(.bins = 5000), PARAMOD_ERR_DOMAIN,
          "option 'bins': 5000 is above 4096" },
        { BAD(.features = 17), PARAMOD_ERR_DOMAIN,
          "option 'features': 17 is above 16" },
        { BAD(.tickets = 100000), PARAMOD_ERR_DOMAIN,
          "option 'tickets': 100000 is above 65536" },
        { BAD(.context_min = 1, .context_max = 0), PARAMOD_ERR_DOMAIN,
          "options 'context_min', 'context_max': [1, 0] is no interval" },
        { BAD(.context_max = NAN), PARAMOD_ERR_DOMAIN,
          "options 'context_min', 'context_max': [0, nan] is no interval" },
        { BAD(.learner = PARAMOD_SOR_LEARNER_CHEBCB), PARAMOD_ERR_DOMAIN,
          "options 'context_min', 'context_max': this learner needs an "
          "interval of contexts" },
        { BAD(.learner = PARAMOD_SOR_LEARNER_TSALLIS, .bins = 3), PARAMOD_ERR_DOMAIN,
          "options 'context_min', 'context_max': this learner needs an "
          "interval of contexts" },
        { BAD(.learner = PARAMOD_SOR_LEARNER_SPECTRAL), PARAMOD_ERR_ARGUMENT,
          "option 'model': the spectral learner needs one" },
        { BAD(.model = PARAMOD_SOR_MODEL_SHIFT), PARAMOD_ERR_DOMAIN,
          "option 'diagonal': the model needs the diagonal of A, which 0 cannot be" },
        { BAD(.model = PARAMOD_SOR_MODEL_CONSTANT,
              .method = PARAMOD_SOR_TUNE_SSOR_PCG), PARAMOD_ERR_DOMAIN,
          "option 'radius': for this method no solve calibrates a constant model" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        paramod_sor_tuner *t = NULL;

        expect(paramod_sor_tuner_create(&bad[i].o, &t), bad[i].status, bad[i].message);
        CU_ASSERT_PTR_NULL(t);
    }
}

/* A radius that makes a solve fail is learnt again, by a plain solve. */
static void test_wrong_radii_are_learnt_again(void)
{
    paramod_sor_tuner *const t = tuner_of(&(paramod_sor_tuner_options){
        .size = sizeof(paramod_sor_tuner_options), .adaptive = 1,
        .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4 });
    const uint64_t kinds[] = { PARAMOD_SOR_ADVICE_CALIBRATE, PARAMOD_SOR_ADVICE_LEARNT,
                               PARAMOD_SOR_ADVICE_FALLBACK, PARAMOD_SOR_ADVICE_CALIBRATE,
                               PARAMOD_SOR_ADVICE_LEARNT };
    const double rates[] = { 0.999, 0.9, 0, 0.9, 0.5 };

    for (size_t k = 0; k < 5; k++) {
        paramod_sor_advice a = { .size = sizeof a };

        MUST(paramod_sor_tuner_ask(t, 0, &a));
        CU_ASSERT_EQUAL(a.kind, kinds[k]);
        CU_ASSERT_EQUAL(a.adapt, a.kind != PARAMOD_SOR_ADVICE_CALIBRATE);
        if (k == 4)
            CU_ASSERT(fabs(a.omega - paramod_sor_omega(sqrt(0.9))) <= 1e-12);
        MUST(paramod_sor_tuner_report(t, a.ticket, &(paramod_sor_outcome){
            .size = sizeof(paramod_sor_outcome), .cost = 99, .rate = rates[k],
            .status = k == 1 ? PARAMOD_SOR_FAILED : PARAMOD_SOR_SOLVED }));
        if (k == 2)
            paramod_sor_tuner_restart(t);
    }
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
        { "contexts outside the model are refused",
          test_contexts_outside_the_model_are_refused },
        { "failures and tickets", test_failures_and_tickets },
        { "inverse gap weighting", test_inverse_gap_weighting },
        { "grids and probabilities", test_grids_and_probabilities },
        { "merging adds up", test_merging_adds_up },
        { "merged regressions are those of all costs",
          test_merged_regressions_are_those_of_all_costs },
        { "drift restarts", test_drift_restarts },
        { "restarting at intervals", test_restarting_at_intervals },
        { "freezing", test_freezing },
        { "adaptation finds omega", test_adaptation_finds_omega },
        { "rates that say nothing", test_rates_that_say_nothing },
        { "options that cannot be are refused", test_options_that_cannot_be_are_refused },
        { "wrong radii are learnt again", test_wrong_radii_are_learnt_again },
        { "every allocation failing once", test_every_allocation_failing_once },
        CU_TEST_INFO_NULL,
    };

    return run_tests("sor tuner", tests);
}
