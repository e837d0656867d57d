/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file tokens_impl.h  Words of a model text. */

#ifndef PARAMOD_SEM_TOKENS_IMPL_H
#define PARAMOD_SEM_TOKENS_IMPL_H

#include "sem/model_impl.h"

enum { LONGEST_NAME = 128, MOST_GROUPS = 64, MOST_LHS = 64 };

typedef enum token {
    END, NAME, NUMBER, STRING, SEPARATOR, MEASURED, COVARIES, REGRESSED, EQUALS,
    DEFINES, LESS, GREATER, OTHER
} token;

typedef struct reader {
    paramod_sem_model *model;
    const char *text, *at;
    size_t line;
    const char *line_start;
    token token;
    const char *start;        /**< of the token */
    size_t start_line, start_column;
    char name[LONGEST_NAME];  /**< of a NAME or STRING, or the digits */
    double number;
    char mark;                /**< of OTHER */
    paramod_status status;
} reader;

/** Sets the status, unless it is set; always false. */
bool paramod_i_reader_refuse(reader *r, const char *what);
bool paramod_i_reader_no_memory(reader *r);
/** The next token; END after a refusal. */
void paramod_i_reader_next(reader *r);
/** The same, where ends of line do not count. */
void paramod_i_reader_next_in_statement(reader *r);
/** A line may begin with the '+' that continues the one before. */
void paramod_i_reader_look_past_newlines(reader *r);
/** True at a token OTHER of this mark. */
bool paramod_i_reader_is_mark(const reader *r, char mark);

#endif /* PARAMOD_SEM_TOKENS_IMPL_H */
