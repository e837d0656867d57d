/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survival/frame.h"

static void fail(const char *what, const char *name)
{
    (void)fprintf(stderr, "frame: %s '%s'\n", what, name);
    exit(2);
}

/* Splits one line, with quotes; returns the number of cells. */
static size_t split(const char *line, char *cells)
{
    size_t columns = 0;

    while (columns < FRAME_COLUMNS) {
        char *out = cells + columns++ * FRAME_TEXT;
        size_t n = 0;
        int quoted = 0;

        for (; *line != '\0' && *line != '\n' && *line != '\r' &&
             (quoted || *line != ','); line++) {
            if (*line == '"')
                quoted = !quoted;
            else if (n + 1 < FRAME_TEXT)
                out[n++] = *line;
        }
        out[n] = '\0';
        if (*line != ',')
            break;
        line++;
    }
    return columns;
}

frame *frame_read(const char *name)
{
    const char *folder = getenv("PARAMOD_TEST_DATA");
    char path[1024], line[4096];
    frame *f = malloc(sizeof *f);
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/survival/%s",
                   folder == NULL ? "tests/data" : folder, name);
    file = fopen(path, "r");
    if (file == NULL || f == NULL)
        fail("cannot open", path);
    f->cell = malloc((size_t)FRAME_ROWS * FRAME_COLUMNS * FRAME_TEXT);
    f->rows = 0;
    f->columns = 0;
    while (fgets(line, sizeof line, file) != NULL && f->rows < FRAME_ROWS)
    {
        const size_t columns = split(line, f->cell + f->rows * FRAME_COLUMNS *
                                               FRAME_TEXT);

        f->columns = f->rows++ == 0 ? columns : f->columns;
    }
    f->rows--;
    (void)fclose(file);
    return f;
}

void frame_free(frame *f)
{
    free(f->cell);
    free(f);
}

static const char *cell(const frame *f, size_t line, size_t column)
{
    return f->cell + (line * FRAME_COLUMNS + column) * FRAME_TEXT;
}

const char *frame_text(const frame *f, size_t row, const char *column)
{
    size_t j = 0;

    while (j < f->columns && strcmp(cell(f, 0, j), column) != 0)
        j++;
    if (j == f->columns)
        fail("no column", column);
    return cell(f, row + 1, j);
}

double frame_number(const frame *f, size_t row, const char *column)
{
    return strtod(frame_text(f, row, column), NULL);
}

double *frame_column(const frame *f, const char *column, double factor)
{
    double *x = malloc(f->rows * sizeof *x);

    for (size_t i = 0; i < f->rows; i++)
        x[i] = frame_number(f, i, column) * factor;
    return x;
}

double *frame_equals(const frame *f, const char *column, const char *text)
{
    double *x = malloc(f->rows * sizeof *x);

    for (size_t i = 0; i < f->rows; i++)
        x[i] = strcmp(frame_text(f, i, column), text) == 0 ? 1.0 : 0.0;
    return x;
}
