/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file csv_file.h  Tables out of CSV files (RFC 4180), by libcsv. */

#ifndef PARAMOD_TOOLS_CSV_FILE_H
#define PARAMOD_TOOLS_CSV_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "problem.h"
#include "table.h"

/** Says for each name of the header what its column is wanted for. */
typedef column_use (*csv_choice)(const char *name, void *data);

/**
 * Reads a file whose first line names its columns.  A byte order mark, CRLF
 * ends of line, empty lines and a missing last end of line are no matter.
 *
 * \param name    the file; "-" is the standard input
 * \param choose  null: all columns as COLUMN_AUTO
 * \return null and a sentence for an unreadable or empty file, rows of
 *         different length, text after a closing quote, and bytes of value 0
 */
table *csv_read_file(const char *name, csv_choice choose, void *data, problem *p);

/** The same from memory; \p name is for messages only. */
table *csv_read_bytes(const char *name, const char *bytes, size_t size,
                      csv_choice choose, void *data, problem *p);

/** Writes a field, in quotes if it needs them. */
void csv_write_field(FILE *file, const char *text);

#endif /* PARAMOD_TOOLS_CSV_FILE_H */
