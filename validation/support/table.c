/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "support/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void give_up(const char *file, const char *what,
                              const char *name)
{
    fprintf(stderr, "%s: %s%s\n", file, what, name);
    exit(2);
}

static char *contents(const char *folder, const char *file)
{
    char path[4096];
    size_t used = 0, room = 1 << 20;
    char *text = malloc(room);
    FILE *stream;

    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path)
        give_up(file, "the path is too long: ", folder);
    stream = fopen(path, "r");
    if (stream == NULL || text == NULL)
        give_up(path, "cannot be opened", "");
    used = fread(text, 1, room - 1, stream);
    if (ferror(stream) || !feof(stream))
        give_up(path, "cannot be read, or is longer than 1 MB", "");
    fclose(stream);
    text[used] = '\0';
    return text;
}

/* Cuts one cell out at *at, undoing quotes in place; returns what ended it. */
static char next_cell(char **at, char **cell)
{
    char *from = *at, *to = *at, end;
    bool quoted = false;

    *cell = to;
    for (; *from != '\0'; from++) {
        if (*from == '"') {
            quoted = !quoted;
            continue;
        }
        if (!quoted && (*from == ',' || *from == '\n'))
            break;
        if (quoted || *from != '\r')
            *to++ = *from;
    }
    end = *from;
    *at = end == '\0' ? from : from + 1;
    *to = '\0';
    return end;
}

static size_t count(const char *text, char what)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += *text == what;
    return n;
}

table *table_read(const char *folder, const char *file)
{
    table *t = calloc(1, sizeof *t);
    char *text = contents(folder, file), *at = text;
    const size_t commas = count(text, ',');
    size_t cells = 0, lines = 0;

    if (t == NULL)
        give_up(file, "out of memory", "");
    *t = (table){ .file = file, .text = text };
    t->cell = calloc(commas + count(text, '\n') + 2, sizeof *t->cell);
    if (t->cell == NULL)
        give_up(file, "out of memory", "");
    while (*at != '\0') {
        char end;

        do
            end = next_cell(&at, &t->cell[cells++]);
        while (end == ',');
        if (lines++ == 0)
            t->columns = cells;
        if (cells != lines * t->columns)
            give_up(file, "is ragged", "");
    }
    if (lines < 2)
        give_up(file, "has no rows", "");
    t->rows = lines - 1;
    return t;
}

void table_destroy(table *t)
{
    if (t == NULL)
        return;
    free(t->cell);
    free(t->text);
    free(t);
}

/* Index of a column, or columns if there is none. */
static size_t find(const table *t, const char *column)
{
    size_t j = 0;

    while (j < t->columns && strcmp(t->cell[j], column) != 0)
        j++;
    return j;
}

bool table_has(const table *t, const char *column)
{
    return find(t, column) < t->columns;
}

const char *table_text(const table *t, size_t row, const char *column)
{
    const size_t j = find(t, column);

    if (j == t->columns || row >= t->rows)
        give_up(t->file, "no column ", column);
    return t->cell[(row + 1) * t->columns + j];
}

double table_number(const table *t, size_t row, const char *column)
{
    const char *text = table_text(t, row, column);
    char *end;
    const double number = strtod(text, &end);

    if (*text == '\0' || strcmp(text, "NA") == 0)
        return NAN;
    if (*end != '\0')
        give_up(t->file, "not a number: ", text);
    return number;
}
