/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The text is walked by lines, and a line by words.  Nothing is trusted: what a
 * header announces is held against the length of the text before memory is
 * asked for, so hostile text costs no more than text of its size.
 */

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "linalg/sparse_impl.h"

enum { WORD_SIZE = 400 };

typedef enum field { REAL, INTEGER, PATTERN } field;
typedef enum symmetry { GENERAL, SYMMETRIC, SKEW } symmetry;

typedef struct reader {
    const char *next, *end; /* what has not been read */
    const char *word, *line_end; /* what is left of the line */
    size_t line;            /* its number, from 1 */
    bool is_array;
    field field;
    symmetry symmetry;
    size_t rows, columns;
    size_t announced;       /* entries in the text */
    size_t count;           /* triplets so far */
    size_t *row, *column;
    double *value;
} reader;

#define REFUSE(r, ...) refuse((r)->line, __VA_ARGS__)

static paramod_status refuse(size_t line, const char *format, ...)
    PARAMOD_I_PRINTF(2, 3);

static paramod_status refuse(size_t line, const char *format, ...)
{
    char text[PARAMOD_I_MESSAGE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    (void)paramod_i_format_list(text, sizeof text, format, arguments);
    va_end(arguments);
    return paramod_i_fail(PARAMOD_ERR_FORMAT, "paramod_i_sparse_read",
                          "line %zu: %s", line, text);
}

/* ---- lines and words ---------------------------------------------------------- */

/* Makes the next line current; false at the end of the text. */
static bool next_line(reader *r)
{
    const char *mark;

    if (r->next == r->end)
        return false;
    mark = memchr(r->next, '\n', (size_t)(r->end - r->next));
    r->word = r->next;
    r->line_end = mark == NULL ? r->end : mark;
    r->next = mark == NULL ? r->end : mark + 1;
    r->line++;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Copies the next word of the line; its length, 0 at the end of the line, or
 * WORD_SIZE if it is too long.  A NUL byte cuts the word, so that no number
 * is made of it. */
static size_t next_word(reader *r, char word[WORD_SIZE])
{
    size_t length = 0;

    while (r->word < r->line_end && is_blank(*r->word))
        r->word++;
    while (r->word < r->line_end && !is_blank(*r->word) && length < WORD_SIZE)
        word[length++] = *r->word++;
    word[length < WORD_SIZE ? length : WORD_SIZE - 1] = '\0';
    return length;
}

/* The next line that is neither empty nor a comment. */
static bool next_content(reader *r)
{
    while (next_line(r)) {
        while (r->word < r->line_end && is_blank(*r->word))
            r->word++;
        if (r->word < r->line_end && *r->word != '%')
            return true;
    }
    return false;
}

static paramod_status end_of_line(reader *r)
{
    char word[WORD_SIZE];

    if (next_word(r, word) > 0)
        return REFUSE(r, "'%.40s' is not expected", word);
    return PARAMOD_OK;
}

static paramod_status read_count(reader *r, const char *what, size_t *count)
{
    char word[WORD_SIZE];
    const size_t length = next_word(r, word);
    size_t result = 0;

    if (length == 0)
        return REFUSE(r, "the %s is missing", what);
    for (size_t i = 0; i < length; i++) {
        const size_t digit = (size_t)(unsigned char)word[i] - '0';

        if (word[i] < '0' || word[i] > '9')
            return REFUSE(r, "the %s '%.40s' is not a whole number", what, word);
        if (result > (SIZE_MAX - digit) / 10)
            return REFUSE(r, "the %s '%.40s' is too large", what, word);
        result = 10 * result + digit;
    }
    *count = result;
    return PARAMOD_OK;
}

static paramod_status read_value(reader *r, double *value)
{
    char word[WORD_SIZE];
    size_t length;

    *value = 1.0;
    if (r->field == PATTERN)
        return PARAMOD_OK;
    length = next_word(r, word);
    if (length == 0)
        return REFUSE(r, "the value is missing");
    if (length >= WORD_SIZE || strlen(word) != length ||
        !paramod_i_read_number(word, value) || !isfinite(*value))
        return REFUSE(r, "the value '%.40s' is not a finite number", word);
    if (r->field == INTEGER && *value != nearbyint(*value))
        return REFUSE(r, "the value '%.40s' is not an integer", word);
    return PARAMOD_OK;
}

/* ---- header ---------------------------------------------------------------------- */

static bool same_word(const char *word, const char *expected)
{
    size_t i = 0;

    while (word[i] != '\0' && (word[i] >= 'A' && word[i] <= 'Z'
                                   ? word[i] + ('a' - 'A') : word[i]) == expected[i])
        i++;
    return word[i] == '\0' && expected[i] == '\0';
}

/* The position of the next word of the line among `count` that are possible. */
static paramod_status read_choice(reader *r, const char *const choice[],
                                  size_t count, const char *possible, size_t *chosen)
{
    char word[WORD_SIZE];

    (void)next_word(r, word);
    for (size_t i = 0; i < count; i++)
        if (same_word(word, choice[i])) {
            *chosen = i;
            return PARAMOD_OK;
        }
    return REFUSE(r, "'%.40s' is not supported here; it can be %s", word, possible);
}

static paramod_status read_banner(reader *r)
{
    static const char *const object[] = { "%%matrixmarket" };
    static const char *const kind[] = { "matrix" };
    static const char *const format[] = { "coordinate", "array" };
    static const char *const type[] = { "real", "integer", "pattern" };
    static const char *const form[] = { "general", "symmetric", "skew-symmetric" };
    size_t array, chosen;
    paramod_status status;

    if (!next_line(r))
        return REFUSE(r, "the text is empty");
    if ((status = read_choice(r, object, 1, "%%MatrixMarket", &chosen)) != PARAMOD_OK ||
        (status = read_choice(r, kind, 1, "matrix", &chosen)) != PARAMOD_OK ||
        (status = read_choice(r, format, 2, "coordinate or array", &array))
            != PARAMOD_OK)
        return status;
    r->is_array = array == 1;
    status = read_choice(r, type, r->is_array ? 2 : 3,
                         r->is_array ? "real or integer"
                                     : "real, integer or pattern", &chosen);
    if (status != PARAMOD_OK)
        return status;
    r->field = (field)chosen;
    status = read_choice(r, form, 3, "general, symmetric or skew-symmetric", &chosen);
    if (status != PARAMOD_OK)
        return status;
    r->symmetry = (symmetry)chosen;
    return end_of_line(r);
}

/* Entries that an array of that symmetry lists: all, or a triangle by columns,
 * without the diagonal if skew.  Rows and columns are small enough. */
static size_t array_entries(const reader *r)
{
    const size_t n = r->rows;

    switch (r->symmetry) {
    case SYMMETRIC: return n * (n + 1) / 2;
    case SKEW:      return n == 0 ? 0 : n * (n - 1) / 2;
    case GENERAL:   break;
    }
    return n * r->columns;
}

/* An entry takes at least "1 1\n" in a coordinate file and "1\n" in an array. */
static paramod_status read_sizes(reader *r)
{
    paramod_status status;
    size_t room;

    if (!next_content(r))
        return REFUSE(r, "the text ends before the line of sizes");
    if ((status = read_count(r, "number of rows", &r->rows)) != PARAMOD_OK ||
        (status = read_count(r, "number of columns", &r->columns)) != PARAMOD_OK)
        return status;
    if (r->rows > PARAMOD_I_SPARSE_MOST || r->columns > PARAMOD_I_SPARSE_MOST)
        return REFUSE(r, "a %zu x %zu matrix is too large; the limit is %d rows or "
                      "columns", r->rows, r->columns, (int)PARAMOD_I_SPARSE_MOST);
    if (r->symmetry != GENERAL && r->rows != r->columns)
        return REFUSE(r, "a symmetric matrix cannot be %zu x %zu", r->rows,
                      r->columns);
    r->announced = array_entries(r);
    if (!r->is_array) {
        status = read_count(r, "number of entries", &r->announced);
        if (status != PARAMOD_OK)
            return status;
    }
    room = ((size_t)(r->end - r->next) + 1) / (r->is_array ? 2 : 4);
    if (r->announced > room)
        return REFUSE(r, "%zu entries are announced, but the rest of the text has "
                      "room for %zu at most", r->announced, room);
    return end_of_line(r);
}

/* ---- entries --------------------------------------------------------------------- */

static paramod_status allocate(reader *r)
{
    const size_t room = r->symmetry == GENERAL ? r->announced + 1
                                               : 2 * r->announced + 1;

    r->row = paramod_i_resize(NULL, room, sizeof *r->row);
    r->column = paramod_i_resize(NULL, room, sizeof *r->column);
    r->value = paramod_i_resize(NULL, room, sizeof *r->value);
    if (r->row == NULL || r->column == NULL || r->value == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_i_sparse_read",
                              "out of memory for %zu entries", r->announced);
    return PARAMOD_OK;
}

static void append(reader *r, size_t row, size_t column, double value)
{
    r->row[r->count] = row;
    r->column[r->count] = column;
    r->value[r->count++] = value;
}

/* Stores an entry, and its mirror image if the text leaves that out. */
static void store(reader *r, size_t row, size_t column, double value)
{
    if (r->is_array && value == 0.0)
        return;
    append(r, row, column, value);
    if (r->symmetry != GENERAL && row != column)
        append(r, column, row, r->symmetry == SKEW ? -value : value);
}

/* An index from 1 to `most`, made one from 0. */
static paramod_status read_index(reader *r, const char *what, const char *things,
                                 size_t most, size_t *index)
{
    const paramod_status status = read_count(r, what, index);

    if (status != PARAMOD_OK)
        return status;
    if (*index == 0)
        return REFUSE(r, "%s 0, but indices begin at 1", what);
    if (*index > most)
        return REFUSE(r, "%s %zu exceeds %zu %s", what, *index, most, things);
    (*index)--;
    return PARAMOD_OK;
}

static paramod_status read_coordinate(reader *r)
{
    size_t row, column;
    double value;
    paramod_status status;

    if ((status = read_index(r, "row index", "rows", r->rows, &row)) != PARAMOD_OK ||
        (status = read_index(r, "column index", "columns", r->columns, &column))
            != PARAMOD_OK ||
        (status = read_value(r, &value)) != PARAMOD_OK)
        return status;
    if (r->symmetry != GENERAL && row < column)
        return REFUSE(r, "(%zu, %zu) lies above the diagonal, which a symmetric "
                      "matrix leaves out", row + 1, column + 1);
    if (r->symmetry == SKEW && row == column)
        return REFUSE(r, "(%zu, %zu) lies on the diagonal, which a skew-symmetric "
                      "matrix leaves out", row + 1, column + 1);
    store(r, row, column, value);
    return end_of_line(r);
}

static paramod_status read_coordinates(reader *r)
{
    for (size_t e = 0; e < r->announced; e++) {
        paramod_status status;

        if (!next_content(r))
            return REFUSE(r, "the text ends after %zu of %zu entries", e,
                          r->announced);
        status = read_coordinate(r);
        if (status != PARAMOD_OK)
            return status;
    }
    return PARAMOD_OK;
}

/* One value a line, by columns, from the first row that is not left out. */
static paramod_status read_array(reader *r)
{
    size_t e = 0;

    for (size_t j = 0; j < r->columns; j++) {
        const size_t first = r->symmetry == GENERAL ? 0
                             : r->symmetry == SKEW  ? j + 1 : j;

        for (size_t i = first; i < r->rows; i++, e++) {
            paramod_status status;
            double value;

            if (!next_content(r))
                return REFUSE(r, "the text ends after %zu of %zu values", e,
                              r->announced);
            if ((status = read_value(r, &value)) != PARAMOD_OK ||
                (status = end_of_line(r)) != PARAMOD_OK)
                return status;
            store(r, i, j, value);
        }
    }
    return PARAMOD_OK;
}

static paramod_status read_all(reader *r)
{
    paramod_status status;

    if ((status = read_banner(r)) != PARAMOD_OK ||
        (status = read_sizes(r)) != PARAMOD_OK ||
        (status = allocate(r)) != PARAMOD_OK ||
        (status = r->is_array ? read_array(r) : read_coordinates(r)) != PARAMOD_OK)
        return status;
    if (next_content(r))
        return REFUSE(r, "the text goes on after the last of %zu entries",
                      r->announced);
    return PARAMOD_OK;
}

paramod_status paramod_i_sparse_read(const char *text, size_t length,
                                     paramod_i_sparse **sparse_out)
{
    reader r = { .next = text, .end = text + length };
    paramod_status status = read_all(&r);

    if (status == PARAMOD_OK) {
        const paramod_i_triplets entries = { r.count, r.row, r.column, r.value };

        status = paramod_i_sparse_create(r.rows, r.columns, &entries, sparse_out);
    }
    paramod_i_free(r.row);
    paramod_i_free(r.column);
    paramod_i_free(r.value);
    return status;
}

/* ---- files ------------------------------------------------------------------------ */

/* Reads to the end of the file into a block that doubles as it fills. */
static paramod_status read_stream(FILE *file, char **text, size_t *length)
{
    size_t size = 0;

    do {
        char *grown = *text;

        if (*length == size) {
            size = size == 0 ? 1 << 16 : 2 * size;
            grown = paramod_i_resize(*text, size, 1);
        }
        if (grown == NULL)
            return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
        *text = grown;
        *length += fread(*text + *length, 1, size - *length, file);
    } while (!feof(file) && !ferror(file));
    return ferror(file) ? PARAMOD_ERR_FORMAT : PARAMOD_OK;
}

paramod_status paramod_i_sparse_read_file(const char *path,
                                          paramod_i_sparse **sparse_out)
{
    const int before = errno; /* belongs to the host */
    FILE *const file = fopen(path, "rb");
    char *text = NULL;
    size_t length = 0;
    paramod_status status = PARAMOD_ERR_FORMAT;

    if (file != NULL) {
        status = read_stream(file, &text, &length);
        (void)fclose(file);
    }
    errno = before;
    if (status == PARAMOD_OK)
        status = paramod_i_sparse_read(text, length, sparse_out);
    else if (status == PARAMOD_ERR_FORMAT)
        status = PARAMOD_FAIL(status, "'%s' cannot be read", path);
    paramod_i_free(text);
    return status;
}
