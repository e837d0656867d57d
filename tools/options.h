/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file options.h  "--name value", "--name=value" and operands. */

#ifndef PARAMOD_TOOLS_OPTIONS_H
#define PARAMOD_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "problem.h"

/** An option that a sub-command knows; tables of them end with a null name. */
typedef struct option {
    const char *name;     /**< without the dashes */
    const char *argument; /**< what its value is called; null: it has none */
    const char *help;     /**< one line; null: part of a group, not listed */
    bool repeats;         /**< may be given more than once */
} option;

typedef struct given {
    const char *name, *value; /**< value null for flags */
} given;

/** A command line, taken apart; keeps pointers to the words. */
typedef struct options {
    size_t count;
    given *given;
    size_t operands;
    const char **operand;
    problem *problem; /**< where the functions below put their refusals */
} options;

enum { MOST_TABLES = 8 };

/** Takes the words apart with the options of all tables, a list ended by null;
 *  "--" ends the options. */
bool options_read(int words, char **word, const option *const *tables,
                  options *out, problem *p);
void options_release(options *o);

bool options_has(const options *o, const char *name);
/** Its value; null if it is not given. */
const char *options_text(const options *o, const char *name);
/** Value number \p index of a repeated option; null past the last. */
const char *options_repeated(const options *o, const char *name, size_t index);
/** Sets *value if the option is given; false if it is not a number. */
bool options_number(const options *o, const char *name, double *value);
/** Sets *value if the option is given; false if it is not a count. */
bool options_count(const options *o, const char *name, uint64_t *value);
/** Sets *choice to the place of the value among the names, a list ended by
 *  null, if the option is given; false if it is none of them. */
bool options_choice(const options *o, const char *name,
                    const char *const *names, size_t *choice);

/** Prints the options of a table with their help. */
void options_print(const option *table);

#endif /* PARAMOD_TOOLS_OPTIONS_H */
