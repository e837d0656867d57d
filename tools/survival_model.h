/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file survival_model.h  From options to data and models of the library. */

#ifndef PARAMOD_TOOLS_SURVIVAL_MODEL_H
#define PARAMOD_TOOLS_SURVIVAL_MODEL_H

#include <paramod/survival.h>

#include "design.h"
#include "formula.h"
#include "options.h"
#include "survival_rows.h"

enum { MOST_PARAMETERS = 4 };

/** A family, and a formula for each of its parameters. */
typedef struct regressions {
    const paramod_family *family;
    size_t parameters;
    bool given[MOST_PARAMETERS];
    formula formula[MOST_PARAMETERS];
    design_choice choice[MOST_PARAMETERS]; /**< filled by survival_input_read() */
} regressions;

/** The data, as the user's table, as covariates, and inside the library. */
typedef struct survival_input {
    table *table;
    survival_rows rows;
    design design;
    paramod_survival_data *data;
} survival_input;

/** Options that say what the data are, how the model is made, how it is fitted,
 *  and one for each parameter of each built-in family. */
extern const option survival_data_options[];
extern const option survival_model_options[];
extern const option survival_fit_options[];
const option *survival_parameter_options(void);

/** The family of that name: "there is no family 'weibul'; did you mean ..". */
const paramod_family *survival_family(const char *name, problem *p);

/** Reads the formulas of one family; an option for a parameter that the family
 *  does not have is refused if \p strict and left aside otherwise. */
bool regressions_read(const options *o, const paramod_family *family, bool strict,
                      regressions *r);
void regressions_release(regressions *r);

/** Reads the file with all that \p count regressions need of it. */
bool survival_input_read(const options *o, const char *file, size_t count,
                         regressions *r, survival_input *in);
void survival_input_release(survival_input *in);

/** The model, with what --fix, --tie, --offset and --frailty ask for. */
bool survival_model_make(const options *o, const survival_input *in,
                         const regressions *r, paramod_survival_model **model);

/** Name of coefficient \p index; strata by the texts of their column. */
const char *survival_coefficient_name(const survival_input *in, const char *name,
                                      char *text, size_t size);

/** True if the family has times on the whole real line. */
bool survival_family_is_real(const paramod_family *family);

#endif /* PARAMOD_TOOLS_SURVIVAL_MODEL_H */
