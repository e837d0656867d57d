/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file number.h  Numbers as text.  The command never calls setlocale(), so
 *  strtod() and printf() keep the decimal point in every locale. */

#ifndef PARAMOD_TOOLS_NUMBER_H
#define PARAMOD_TOOLS_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/** Reads a text that is a number in C notation from end to end, correctly
 *  rounded; blanks around it are allowed.  False for anything else. */
bool read_number(const char *text, double *value);

/** The same for a nonnegative decimal integer below 2^64. */
bool read_count(const char *text, unsigned long long *value);

/** Reads "0.1,0.5,2" or "0:0.25:5" (from, step, to) into a new array.
 *  \return the number of entries, 0 if the text is neither */
size_t read_numbers(const char *text, double **values);

enum { NUMBER_SIZE = 32 };

/** The shortest text that reads back as the same number. */
const char *write_number(double value, char text[NUMBER_SIZE]);

#endif /* PARAMOD_TOOLS_NUMBER_H */
