/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file problem.h  Why something was refused, as one sentence for the user. */

#ifndef PARAMOD_TOOLS_PROBLEM_H
#define PARAMOD_TOOLS_PROBLEM_H

#include <stdbool.h>

enum { PROBLEM_SIZE = 1024 };

/** The sentence; "" while nothing is wrong. */
typedef struct problem {
    char text[PROBLEM_SIZE];
} problem;

#if defined(__GNUC__)
#define TOOLS_PRINTF(template, first) \
    __attribute__((format(printf, template, first)))
#else
#define TOOLS_PRINTF(template, first)
#endif

/** Writes the sentence, cut to fit, and returns false, so that a function
 *  that refuses its input ends in one statement. */
bool problem_set(problem *p, const char *format, ...) TOOLS_PRINTF(2, 3);

/** The last failure of the library in this thread as the sentence; the name of
 *  the C function in front of it means nothing to users of the command. */
bool problem_from_library(problem *p);

/** Exit statuses of the command. */
enum {
    EXIT_SOLVED = 0,        /**< a regular solution, or the output asked for */
    EXIT_IRREGULAR = 1,     /**< ended without a regular solution */
    EXIT_REFUSED = 2,       /**< bad input or usage */
    EXIT_INTERRUPTED = 130  /**< Ctrl-C; what there was has been printed */
};

/** Prints "paramod: sentence" to stderr; returns EXIT_REFUSED. */
int problem_report(const problem *p);

/** Prints "paramod: note" to stderr: something to know, not an error. */
void note(const char *format, ...) TOOLS_PRINTF(1, 2);

#endif /* PARAMOD_TOOLS_PROBLEM_H */
