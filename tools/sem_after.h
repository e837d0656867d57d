/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sem_after.h  What 'paramod sem fit' does with a fit: tests, intervals,
 *  bootstrap, factor scores, a plot. */

#ifndef PARAMOD_TOOLS_SEM_AFTER_H
#define PARAMOD_TOOLS_SEM_AFTER_H

#include <jansson.h>

#include "sem_model.h"

typedef struct sem_fitted {
    const options *o;
    const sem_input *in;
    const paramod_sem_fit *fit;
} sem_fitted;

extern const option sem_after_options[];

/** Does all that the options ask for; adds to the object, or prints if it is null. */
bool sem_after_show(const sem_fitted *f, json_t *json);
/** Writes the estimates with their intervals to a file (sem_plot.c). */
bool sem_plot(const sem_fitted *f, const char *file, double level);

#endif /* PARAMOD_TOOLS_SEM_AFTER_H */
