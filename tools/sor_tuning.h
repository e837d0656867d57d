/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sor_tuning.h  The tuner that 'paramod sor tune' and 'replay' are about. */

#ifndef PARAMOD_TOOLS_SOR_TUNING_H
#define PARAMOD_TOOLS_SOR_TUNING_H

#include <paramod/sor.h>

#include "options.h"

/** --learner, --method, --arms and so on. */
extern const option sor_tuning_options[];
/** Names of learners, by paramod_sor_learner. */
extern const char *const sor_learner_names[];
enum { SOR_LEARNERS = 7 };

/** Reads the options of a tuner that are given; the rest stays.  --method auto
 *  leaves the method as it is. */
bool sor_tuning_read(const options *o, paramod_sor_tuner_options *tuner);
/** Reads "MIN,MAX", if it is given. */
bool sor_tuning_interval(const options *o, const char *name, double *least, double *most);
/** Creates a tuner; false and a sentence if its options cannot be. */
bool sor_tuning_create(const paramod_sor_tuner_options *tuner, paramod_sor_tuner **out,
                       problem *p);

/** Restores a tuner from a file; *t stays if there is no such file. */
bool sor_checkpoint_read(const char *name, paramod_sor_tuner **t, problem *p);
/** Writes its whole state. */
bool sor_checkpoint_write(const char *name, const paramod_sor_tuner *t, problem *p);

#endif /* PARAMOD_TOOLS_SOR_TUNING_H */
