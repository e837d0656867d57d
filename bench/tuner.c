/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tuner: seconds of CPU for ask and tell together, after 1e2 .. 1e6 rounds.
 *
 *     bench/tuner SOURCE CSV
 *
 * Limits are those of issue and manual: 1 us for Tsallis-INF with 20 arms, 5 us
 * for ChebCB, and no growth with the rounds.  Exit status 1 if one is missed.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

#include "support/bench.h"

enum { BATCH = 20000 };

typedef struct job {
    paramod_sor_tuner *tuner;
    paramod_random random;
    size_t rounds;
} job;

static void check(paramod_status status)
{
    if (status == PARAMOD_OK)
        return;
    fprintf(stderr, "%s\n", paramod_error_message());
    exit(2);
}

static void run(void *data)
{
    job *const j = data;

    for (size_t i = 0; i < j->rounds; i++) {
        const double c = -0.15 + 0.6 * paramod_random_uniform(&j->random);
        paramod_sor_advice a = { .size = sizeof a };
        double cost;

        check(paramod_sor_tuner_ask(j->tuner, c, &a));
        cost = floor(30 + 300 * pow(a.omega - 1.75 + c, 2)
                     + 10 * paramod_random_uniform(&j->random));
        check(paramod_sor_tuner_tell(j->tuner, a.ticket, cost, PARAMOD_SOR_SOLVED));
    }
}

static void measure(bench *b, const char *name, const paramod_sor_tuner_options *o,
                    double limit)
{
    double first = NAN;

    for (double before = 1e2; before <= 1e6; before *= 10) {
        job j = { .random = paramod_random_stream(1, 0), .rounds = (size_t)before };
        char what[96];
        timing t;

        check(paramod_sor_tuner_create(o, &j.tuner));
        run(&j);
        j.rounds = before < BATCH ? (size_t)before : BATCH;
        t = bench_time(before < 1e4 ? 1 : 7, bench_cpu, run, &j);
        t.median /= (double)j.rounds;
        t.least /= (double)j.rounds;
        t.most /= (double)j.rounds;
        (void)snprintf(what, sizeof what, "%s, ask and tell after %g rounds", name,
                       before);
        bench_report(b, what, &t, "seconds", t.median, BENCH_AT_MOST, limit);
        if (before == 1e4)
            first = t.median;
        if (before > 1e4)
            bench_report(b, "  the same against 1e4 rounds", &t, "1e4 rounds",
                         t.median / first, BENCH_AT_MOST, 1.5);
        paramod_sor_tuner_destroy(j.tuner);
    }
}

int main(int argc, char *argv[])
{
    const paramod_sor_tuner_options tsallis = {
        .size = sizeof tsallis, .learner = PARAMOD_SOR_LEARNER_TSALLIS };
    const paramod_sor_tuner_options chebcb = {
        .size = sizeof chebcb, .learner = PARAMOD_SOR_LEARNER_CHEBCB,
        .context_min = -0.15, .context_max = 0.45 };
    const paramod_sor_tuner_options composite = {
        .size = sizeof composite, .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4,
        .radius = 3.9 };
    bench b;

    if (argc < 3) {
        fprintf(stderr, "usage: %s SOURCE CSV\n", argv[0]);
        return 2;
    }
    b = bench_open(argv[2]);
    measure(&b, "Tsallis-INF, 20 arms", &tsallis, 1e-6);
    measure(&b, "ChebCB, 20 arms, 6 features", &chebcb, 5e-6);
    measure(&b, "composite", &composite, 5e-6);
    return bench_close(&b) ? 0 : 1;
}
