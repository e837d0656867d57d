/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file frame.h  Tables for the tests of survival models. */

#ifndef PARAMOD_TESTS_SURVIVAL_FRAME_H
#define PARAMOD_TESTS_SURVIVAL_FRAME_H

#include <stddef.h>

#include <paramod/survival.h>

enum { FRAME_COLUMNS = 24, FRAME_ROWS = 4000, FRAME_TEXT = 96 };

/** A CSV file as text; the first line holds the names. */
typedef struct frame {
    size_t rows, columns;
    char *cell; /**< (rows + 1) x columns texts of FRAME_TEXT bytes */
} frame;

/** Reads tests/data/survival/NAME; ends the program if it cannot. */
frame *frame_read(const char *name);
void frame_free(frame *f);
/** Cell of row (from 0) and column of that name; ends the program if there is
 *  none. */
const char *frame_text(const frame *f, size_t row, const char *column);
double frame_number(const frame *f, size_t row, const char *column);
/** A whole column, to be freed by free(): numbers times a factor. */
double *frame_column(const frame *f, const char *column, double factor);
/** 1 where the column has that text, else 0. */
double *frame_equals(const frame *f, const char *column, const char *text);

#endif /* PARAMOD_TESTS_SURVIVAL_FRAME_H */
