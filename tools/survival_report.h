/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file survival_report.h  What a fit says, as text and as JSON. */

#ifndef PARAMOD_TOOLS_SURVIVAL_REPORT_H
#define PARAMOD_TOOLS_SURVIVAL_REPORT_H

#include <stdio.h>

#include <paramod/survival.h>

#include "json.h"
#include "survival_model.h"

/** A fit with all that a report of it needs. */
typedef struct survival_job {
    const options *options;
    survival_input *input;
    regressions *regressions;
    paramod_survival_model *model;
    paramod_survival_fit *fit;
    double level;
} survival_job;

/** "R3"; null for a regular fit. */
const char *degenerate_code(paramod_degenerate degenerate);

paramod_survival_summary survival_summary(const paramod_survival_fit *fit);
/** EXIT_SOLVED, EXIT_IRREGULAR or EXIT_INTERRUPTED. */
int survival_exit_status(const paramod_survival_summary *summary);

/** The report for people. */
void survival_report_text(const survival_job *job, FILE *file);
/** The report for programs; the caller may add to it and prints it. */
json_t *survival_report_json(const survival_job *job);

/** Reads --level into *level; false with a sentence if it is not in (0, 1). */
bool survival_level(const options *o, double *level);

#endif /* PARAMOD_TOOLS_SURVIVAL_REPORT_H */
