/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sor_trial.h  A tuner over a sequence of systems, with what others would
 *  have paid for the same ones. */

#ifndef PARAMOD_TOOLS_SOR_TRIAL_H
#define PARAMOD_TOOLS_SOR_TRIAL_H

#include <stdio.h>

#include "sor_problem.h"
#include "sor_sequence.h"
#include "sor_tuning.h"

enum { SOR_MOST_ARMS = 512 };

typedef struct sor_trial_plan {
    sor_sequence sequence;
    sor_sequence rivals;    /**< the same, solved by plain SOR instead of Chebyshev */
    paramod_sor_tuner_options tuner;
    size_t rounds, trials, arms;
    double omega[SOR_MOST_ARMS]; /**< fixed ones, to compare with */
    bool blind;             /**< the tuner does not see the shift */
    bool compares;
    const char *checkpoint; /**< null: none */
    FILE *table;            /**< null, or where the costs of fixed omegas go */
    double *costs;          /**< null, or shift, omega and cost of each round of the
                                 only trial */
} sor_trial_plan;

/** Totals of a trial; plain bytes, which an executor may gather. */
typedef struct sor_trial {
    bool good;
    double total, optimal, fixed[SOR_MOST_ARMS];
    paramod_sor_tuner_stats stats;
    char text[200];         /**< why it is not good */
} sor_trial;

/** Runs a trial; the task of an executor, with the plan as its data. */
paramod_status sor_trial_run(size_t index, void *result, void *data);

#endif /* PARAMOD_TOOLS_SOR_TRIAL_H */
