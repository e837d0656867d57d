/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file model_table.h  Several fits side by side. */

#ifndef PARAMOD_TOOLS_MODEL_TABLE_H
#define PARAMOD_TOOLS_MODEL_TABLE_H

#include "json.h"
#include "survival_fitting.h"

/** One fit with its name, such as "weibull" or "M(phi,gamma)". */
typedef struct model_entry {
    char name[128];
    regressions regressions;
    survival_job job;
    paramod_survival_summary summary;
} model_entry;

typedef struct model_table {
    size_t count;
    model_entry *entry;
} model_table;

/** Fits every combination of \p blocks of the family that carry the covariates
 *  of \p choice, in order of their bits, and adds the fits.  \p base says which
 *  formulas the parameters outside the blocks have.  \p prefix is put in front
 *  of the names. */
bool model_table_add_combinations(model_table *t, const options *o,
                                  survival_input *in, const regressions *base,
                                  uint64_t blocks, const design_choice *choice,
                                  const char *prefix);

/** Fits one model and adds it. */
bool model_table_add(model_table *t, const options *o, survival_input *in,
                     const regressions *r, const char *name);
void model_table_release(model_table *t);

/** Entry with the least AIC or BIC among the regular ones; count if none. */
size_t model_table_best(const model_table *t, bool by_bic);

/** Names, log likelihoods and criteria. */
void model_table_print(const model_table *t, FILE *file);
/** Estimates over standard errors, one column per coefficient of a family. */
void model_table_print_estimates(const model_table *t, FILE *file);
json_t *model_table_json(const model_table *t);
/** The worst exit status of the entries. */
int model_table_status(const model_table *t);

#endif /* PARAMOD_TOOLS_MODEL_TABLE_H */
