/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file assignments.h  "trt=1,age=50": values of columns by name. */

#ifndef PARAMOD_TOOLS_ASSIGNMENTS_H
#define PARAMOD_TOOLS_ASSIGNMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "problem.h"

typedef struct assignments {
    const char *text; /**< as given */
    size_t count;
    struct assignment {
        char *name, *value;
        bool used; /**< asked for by assignments_value() */
    } *of;
} assignments;

/** A name may be in backquotes, and a value in double quotes. */
bool assignments_read(const char *text, assignments *a, problem *p);
void assignments_release(assignments *a);
/** The value of a name, or null; a design_lookup. */
const char *assignments_value(const char *name, void *data);
/** Refuses a name that nobody asked for. */
bool assignments_all_used(const assignments *a, problem *p);

#endif /* PARAMOD_TOOLS_ASSIGNMENTS_H */
