/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A time-stepping code of one's own that lets the tuner choose omega: the ten
 * lines in step_all() are all that is added to it. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/sor.h>

enum { POINTS = 60 };

/* (2 + c) x_i - x_{i-1} - x_{i+1} = b_i by SOR; the number of sweeps. */
static int your_solver(double c, double omega, const double *b, double *x)
{
    double change = 1;
    int sweeps = 0;

    while (change > 1e-10 && sweeps < 10000) {
        change = 0;
        for (int i = 1; i <= POINTS; i++) {
            const double step = omega * ((b[i] + x[i - 1] + x[i + 1]) / (2 + c) - x[i]);

            x[i] += step;
            change = fmax(change, fabs(step));
        }
        sweeps++;
    }
    return sweeps;
}

static long step_all(int steps, paramod_sor_tuner *tuner)
{
    double u[POINTS + 2] = { 0 }, b[POINTS + 2] = { 0 };
    long total = 0;

    for (int i = 1; i <= POINTS; i++)
        u[i] = i == POINTS / 2;
    for (int step = 0; step < steps; step++) {
        const double c = 0.02 * (1.5 + sin(0.01 * step)); /* 1 / (kappa dt) */
        paramod_sor_advice advice = { .size = sizeof advice, .omega = 1.0 };
        int sweeps;

        for (int i = 1; i <= POINTS; i++)
            b[i] = c * u[i] + (i == 10 ? 0.01 : 0.0);
        if (tuner != NULL && paramod_sor_tuner_ask(tuner, c, &advice) != PARAMOD_OK)
            return -1;
        sweeps = your_solver(c, advice.omega, b, u);
        if (tuner != NULL
            && paramod_sor_tuner_tell(tuner, advice.ticket, sweeps, PARAMOD_SOR_SOLVED)
                   != PARAMOD_OK)
            return -1;
        total += sweeps;
    }
    return total;
}

int main(void)
{
    const paramod_sor_tuner_options options = {
        .size = sizeof options, .context_min = 0.01, .context_max = 0.05, .bins = 8 };
    paramod_sor_tuner *tuner;
    long plain, tuned;

    if (paramod_sor_tuner_create(&options, &tuner) != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        return 1;
    }
    plain = step_all(2000, NULL);
    tuned = step_all(2000, tuner);
    printf("sweeps with omega 1: %ld\nsweeps with the tuner: %ld\n", plain, tuned);
    paramod_sor_tuner_destroy(tuner);
    return tuned > 0 && tuned < plain / 2 ? 0 : 1;
}
