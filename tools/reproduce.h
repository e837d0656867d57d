/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file reproduce.h  The parts of 'paramod reproduce survival'. */

#ifndef PARAMOD_TOOLS_REPRODUCE_H
#define PARAMOD_TOOLS_REPRODUCE_H

#include <stdbool.h>

#include "options.h"

/** "FOLDER/name", with the folder of --output (default "."). */
const char *reproduce_path(const options *o, const char *name, char *text,
                           size_t size);

/** Each returns false after a refusal, and otherwise sets *status. */
bool reproduce_melanoma(const options *o, int *status);
bool reproduce_shapes(const options *o, int *status);
bool reproduce_study(const options *o, bool full, int *status);
bool reproduce_lung(const options *o, int *status);

#endif /* PARAMOD_TOOLS_REPRODUCE_H */
