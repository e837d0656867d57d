/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sem_model.h  Models and data of 'paramod sem fit' and 'simulate'. */

#ifndef PARAMOD_TOOLS_SEM_MODEL_H
#define PARAMOD_TOOLS_SEM_MODEL_H

#include <paramod/sem.h>

#include "options.h"

/** A model, with its data and what was asked of the fit. */
typedef struct sem_input {
    paramod_sem_model *model;
    paramod_sem_data *data;
    paramod_sem_options options;
    paramod_executor executor;
    bool free_x; /**< exogenous moments are parameters whatever the options */
} sem_input;

/** Options of models, data and estimators, for tables of options. */
extern const option sem_model_options[];
extern const option sem_fit_options[];

/** Reads the model, the one operand: a file, or the text itself. */
bool sem_model_read(const options *o, size_t groups, bool free_x,
                    paramod_sem_model **model);
/** Reads data, then the model, and the options of the fit. */
bool sem_input_read(const options *o, sem_input *in);
void sem_input_release(sem_input *in);
/** Runs a command with these options besides its own, and more if that is not null. */
int sem_model_command(int words, char **word, const option *own, const option *more,
                      void (*help)(void), bool (*run)(const options *o, int *status));

#endif /* PARAMOD_TOOLS_SEM_MODEL_H */
