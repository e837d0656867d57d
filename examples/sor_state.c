/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The state of a tuner: what it has learnt, a checkpoint from which it goes on to the
 * bit, tuners that merge, and an adaptation of omega within one solve.
 *
 *     cc sor_state.c $(pkg-config --cflags --libs paramod) -lm
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/paramod.h>

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

/* Stands for a solve: Young's count. */
static double count(double omega, double context)
{
    return ceil(paramod_sor_asymptotic(
        paramod_sor_rate(omega, paramod_sor_beta_shifted(4, 0.1, context)), 1e-8));
}

static void learn(paramod_sor_tuner *tuner, int solves)
{
    for (int i = 0; i < solves; i++) {
        const double context = 0.3 * (i % 10) / 10.0;
        paramod_sor_advice a = { .size = sizeof a };
        paramod_sor_outcome o = { .size = sizeof o };

        check(paramod_sor_tuner_ask(tuner, context, &a));
        if (i % 50 == 49) { /* its result was lost */
            check(paramod_sor_tuner_abandon(tuner, a.ticket));
            continue;
        }
        o.cost = count(a.omega, context);
        check(paramod_sor_tuner_report(tuner, a.ticket, &o));
    }
}

static void print_state(const paramod_sor_tuner *tuner)
{
    paramod_sor_tuner_stats s = { .size = sizeof s };
    double omega[4], p[4];

    paramod_sor_tuner_omegas(tuner, omega);
    check(paramod_sor_tuner_probabilities(tuner, 0.1, p));
    paramod_sor_tuner_statistics(tuner, &s);
    printf("%llu told, %llu abandoned, mean cost %.3f\n", (unsigned long long)s.told,
           (unsigned long long)s.abandoned, s.mean_cost);
    for (int i = 0; i < 4; i++)
        printf("  omega %.2f with probability %.4f\n", omega[i], p[i]);
}

static paramod_sor_tuner *copy(const paramod_sor_tuner *tuner)
{
    paramod_sor_tuner *again;
    size_t length;
    void *bytes;

    check(paramod_sor_tuner_save(tuner, NULL, 0, &length));
    bytes = malloc(length);
    check(paramod_sor_tuner_save(tuner, bytes, length, &length)); /* to a file, say */
    check(paramod_sor_tuner_restore(bytes, length, &again));
    free(bytes);
    return again;
}

/* Updates of a solve whose Jacobi radius is 0.95. */
static void adapt(void)
{
    paramod_sor_adaptation a = paramod_sor_adaptation_begin(1);
    double update = 1;
    int sweeps = 0;

    for (; update > 1e-8; sweeps++)
        update *= paramod_sor_rate(paramod_sor_adaptation_step(&a, update), 0.95);
    printf("adapted within a solve of %d sweeps: omega %.4f, best %.4f\n", sweeps, a.omega,
           paramod_sor_omega(0.95));
}

int main(void)
{
    const paramod_sor_tuner_options options = {
        .size = sizeof options, .learner = PARAMOD_SOR_LEARNER_CHEBCB, .arms = 4,
        .omega_min = 1.3, .omega_max = 1.9, .context_max = 0.3, .features = 3 };
    paramod_sor_tuner *one, *two, *resumed;

    check(paramod_sor_tuner_create(&options, &one));
    check(paramod_sor_tuner_create(&options, &two));
    learn(one, 300);
    print_state(one);
    resumed = copy(one);
    learn(one, 100);
    learn(resumed, 100);
    print_state(resumed);
    learn(two, 300); /* elsewhere, in parallel */
    check(paramod_sor_tuner_merge(one, two));
    paramod_sor_tuner_freeze(one, 1);
    print_state(one);
    paramod_sor_tuner_restart(two);
    adapt();
    printf("flops of 40 iterations: SOR %.0f, SSOR-PCG %.0f\n",
           paramod_sor_flops(PARAMOD_SOR_TUNE_SOR, 100, 460, 40),
           paramod_sor_flops(PARAMOD_SOR_TUNE_SSOR_PCG, 100, 460, 40));
    paramod_sor_tuner_destroy(one);
    paramod_sor_tuner_destroy(two);
    paramod_sor_tuner_destroy(resumed);
    return 0;
}
