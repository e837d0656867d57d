/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file survival_fitting.h  The steps that all sub-commands share: read, make
 *  the model, search, fit. */

#ifndef PARAMOD_TOOLS_SURVIVAL_FITTING_H
#define PARAMOD_TOOLS_SURVIVAL_FITTING_H

#include <paramod/survival.h>

#include "survival_model.h"
#include "survival_report.h"

/** What the library is asked to do, from the options; the executor lives as
 *  long as \p settings. */
typedef struct survival_settings {
    paramod_survival_options options;
    paramod_executor executor;
} survival_settings;

bool survival_settings_read(const options *o, survival_settings *settings);

/** The one operand, the data file. */
const char *survival_operand(const options *o);

/** Fits the model of \p r to data that have been read. */
bool survival_fit_model(const options *o, survival_input *in, regressions *r,
                        survival_job *job);

/** Reads the data of the operand and fits the model of the options. */
bool survival_fit_all(const options *o, survival_input *in, regressions *r,
                      survival_job *job);
void survival_job_release(survival_job *job);

/** Names "M(phi,gamma)" of a combination of blocks. */
const char *survival_combination(const paramod_family *family, uint64_t blocks,
                                 char *text, size_t size);

/** Blocks that carry covariates in the search unless the user says otherwise:
 *  all, but for the kappa of APGW and PGWX, which selects the baseline. */
uint64_t survival_search_blocks(const paramod_family *family);

/** Fits all combinations of \p blocks carrying the covariates; candidates has
 *  room for 2^bits.  \return false after a failure of the library */
bool survival_search_all(const options *o, const survival_input *in,
                         const regressions *r, uint64_t blocks,
                         const design_choice *covariates,
                         paramod_survival_candidate *candidates);

#endif /* PARAMOD_TOOLS_SURVIVAL_FITTING_H */
