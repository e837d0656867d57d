/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file nearest.h  What a misspelt name was meant to be. */

#ifndef PARAMOD_TOOLS_NEAREST_H
#define PARAMOD_TOOLS_NEAREST_H

#include <stddef.h>

/** Edits between two words: insertions, deletions, substitutions and swaps of
 *  neighbours (optimal string alignment); upper and lower case count as
 *  equal.  Words of 64 bytes or more count as entirely different. */
size_t edit_distance(const char *a, const char *b);

/** The best candidate so far. */
typedef struct nearest {
    const char *wanted;
    const char *name; /**< null while none is near */
    size_t distance;
} nearest;

/** Begins a search: nothing at more than a third of the word's length, and
 *  nothing at more than 3 edits, counts as near. */
nearest nearest_to(const char *wanted);

/** Considers one candidate; the first of equally near ones is kept. */
void nearest_try(nearest *n, const char *candidate);

/** "; did you mean 'name'?", or "": the end of a sentence, in the given
 *  buffer, with \p dashes in front of the name. */
const char *nearest_hint(const nearest *n, const char *dashes, char *text,
                         size_t size);

#endif /* PARAMOD_TOOLS_NEAREST_H */
