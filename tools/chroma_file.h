/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file chroma_file.h  A column with its analytes out of a JSON file. */

#ifndef PARAMOD_TOOLS_CHROMA_FILE_H
#define PARAMOD_TOOLS_CHROMA_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/chroma.h>

#include "problem.h"

/** What a file holds; the members are called as in paramod/chroma.h. */
typedef struct chroma_file {
    paramod_chroma_column column;
    paramod_chroma_injection injection;
    size_t count;
    paramod_chroma_analyte *analyte;
    void *json; /**< holds the names */
    double *numbers; /**< of a polynomial */
} chroma_file;

/** To be released in any case.  Reads {"column": {...}, "analytes": [{...}, ...], "injection": {...}}. */
bool chroma_file_read(const char *name, chroma_file *file, problem *p);
/** The same from memory; \p name is for messages. */
bool chroma_file_parse(const char *text, size_t size, const char *name, chroma_file *file,
                       problem *p);
/** An object of what the file holds, or a refusal. */
bool chroma_file_create(const chroma_file *file, const paramod_chroma_options *options,
                        paramod_chroma **chroma, problem *p);
void chroma_file_release(chroma_file *file);

/** Name of analyte i, or its number in buffer. */
const char *chroma_file_name(const chroma_file *file, size_t i, char *buffer, size_t size);

#endif /* PARAMOD_TOOLS_CHROMA_FILE_H */
