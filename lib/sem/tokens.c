/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A model text, word by word. */

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/tokens_impl.h"

static const char create[] = "paramod_sem_model_create";

bool paramod_i_reader_refuse(reader *r, const char *what)
{
    if (r->status == PARAMOD_OK)
        r->status = paramod_i_fail(PARAMOD_ERR_FORMAT, create, "line %zu, column "
                                   "%zu: %s", r->start_line, r->start_column, what);
    return false;
}

bool paramod_i_reader_no_memory(reader *r)
{
    r->status = paramod_i_fail(PARAMOD_ERR_MEMORY, create, "out of memory");
    return false;
}

/* ---- tokens --------------------------------------------------------------- */

static bool opens_name(char c)
{
    return isalpha((unsigned char)c) || c == '_' || c == '.' ||
           (unsigned char)c >= 0x80;
}

static bool within_name(char c)
{
    return opens_name(c) || isdigit((unsigned char)c);
}

static void skip_blanks(reader *r)
{
    for (;;) {
        if (*r->at == ' ' || *r->at == '\t' || *r->at == '\r')
            r->at++;
        else if (*r->at == '#' || *r->at == '!')
            while (*r->at != '\0' && *r->at != '\n')
                r->at++;
        else
            return;
    }
}

static void take_name(reader *r, bool (*belongs)(char))
{
    size_t length = 0;

    while (belongs(*r->at)) {
        if (length + 1 < sizeof r->name)
            r->name[length++] = *r->at;
        r->at++;
    }
    r->name[length] = '\0';
    r->token = NAME;
    if (r->at - r->start >= (ptrdiff_t)sizeof r->name)
        (void)paramod_i_reader_refuse(r, "this name is longer than 127 bytes");
}

static bool not_quote(char c)
{
    return c != '"' && c != '\'' && c != '\0' && c != '\n';
}

static void take_number(reader *r)
{
    size_t length = 0;

    while (length + 1 < sizeof r->name &&
           (isdigit((unsigned char)*r->at) || *r->at == '.' ||
            ((*r->at == 'e' || *r->at == 'E') &&
             (isdigit((unsigned char)r->at[1]) || r->at[1] == '-' ||
              r->at[1] == '+')) ||
            ((*r->at == '-' || *r->at == '+') && length > 0 &&
             (r->at[-1] == 'e' || r->at[-1] == 'E'))))
        r->name[length++] = *r->at++;
    r->name[length] = '\0';
    r->token = NUMBER;
    if (!paramod_i_read_number(r->name, &r->number) || !isfinite(r->number))
        (void)paramod_i_reader_refuse(r, "this is not a number");
}

static void take_string(reader *r)
{
    r->at++;
    take_name(r, not_quote);
    r->token = STRING;
    if (*r->at == '"' || *r->at == '\'')
        r->at++;
    else
        (void)paramod_i_reader_refuse(r, "the closing quote is missing");
}

static void take_mark(reader *r)
{
    static const struct { const char *text; token token; } marks[] = {
        { "=~", MEASURED }, { "~~", COVARIES }, { "~", REGRESSED },
        { "==", EQUALS }, { ":=", DEFINES }, { "<", LESS }, { ">", GREATER },
        { ";", SEPARATOR }
    };

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const size_t length = strlen(marks[i].text);

        if (strncmp(r->at, marks[i].text, length) == 0) {
            r->token = marks[i].token;
            r->at += length;
            return;
        }
    }
    r->token = OTHER;
    r->mark = *r->at++;
}

static void take_newline(reader *r)
{
    r->at++;
    r->line++;
    r->line_start = r->at;
    r->token = SEPARATOR;
}

void paramod_i_reader_next(reader *r)
{
    skip_blanks(r);
    r->start = r->at;
    r->start_line = r->line;
    r->start_column = (size_t)(r->at - r->line_start) + 1;
    if (*r->at == '\0')
        r->token = END;
    else if (*r->at == '\n')
        take_newline(r);
    else if (isdigit((unsigned char)*r->at) ||
             (*r->at == '.' && isdigit((unsigned char)r->at[1])))
        take_number(r);
    else if (opens_name(*r->at))
        take_name(r, within_name);
    else if (*r->at == '"' || *r->at == '\'')
        take_string(r);
    else
        take_mark(r);
    if (r->status != PARAMOD_OK)
        r->token = END;
}

bool paramod_i_reader_is_mark(const reader *r, char mark)
{
    return r->token == OTHER && r->mark == mark;
}

/* Ends of line do not count where a statement cannot end. */
void paramod_i_reader_next_in_statement(reader *r)
{
    do
        paramod_i_reader_next(r);
    while (r->token == SEPARATOR && r->at[-1] == '\n');
}

/* A line may also begin with the '+' that continues the one before. */
void paramod_i_reader_look_past_newlines(reader *r)
{
    reader ahead = *r;

    while (ahead.token == SEPARATOR && ahead.at[-1] == '\n')
        paramod_i_reader_next(&ahead);
    if (paramod_i_reader_is_mark(&ahead, '+') || paramod_i_reader_is_mark(&ahead, '*'))
        *r = ahead;
}
