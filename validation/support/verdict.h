/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file verdict.h  Peer's value, ours, difference, verdict; and the sums. */

#ifndef VALIDATION_VERDICT_H
#define VALIDATION_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

/** What became of one file of references. */
typedef struct verdict {
    const char *file;
    size_t rows;     /**< in the file */
    size_t compared; /**< rows of which every number was compared */
    size_t skipped;
    size_t replaced; /**< compared with exact numbers, not the peer's own */
    size_t numbers;  /**< comparisons made */
    size_t failures;
    double worst;    /**< largest |difference| / tolerance that passed */
    bool row_failed; /**< since the last verdict_row() */
} verdict;

/** Starts a file, with a heading. */
verdict verdict_open(const char *file, size_t rows);
/** A line of prose above the numbers that follow. */
void verdict_heading(const char *text);
/** Compares ours with the peer's value: |ours - peer| <= tolerance. */
void verdict_number(verdict *v, const char *what, double peer, double ours,
                    double tolerance);
/** The same where more is better: ours >= peer - tolerance. */
void verdict_at_least(verdict *v, const char *what, double peer, double ours,
                      double tolerance);
/** Something that had to succeed did not. */
void verdict_failure(verdict *v, const char *what, const char *why);
/** One row of the file was compared. */
void verdict_row(verdict *v);
/** Rows that were not, and why. */
void verdict_skip(verdict *v, size_t rows, const char *what, const char *why);
/** Prints the sums; false if something failed, or rows are unaccounted for. */
bool verdict_close(const verdict *v);

#endif /* VALIDATION_VERDICT_H */
