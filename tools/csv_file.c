/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <csv.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "csv_file.h"
#include "memory.h"
#include "number.h"

enum { CHUNK = 1 << 16 };

typedef struct reader {
    table *table;
    csv_choice choose;
    void *data;
    problem *problem;
    bool failed;
    bool in_body;      /* the header is complete */
    size_t field;      /* fields of the current row so far */
    size_t bytes;      /* read so far, byte order mark included */
    struct csv_parser parser;
} reader;

/* Doubles the room of all stored columns. */
static void grow(table *t)
{
    t->capacity = t->capacity > 0 ? 2 * t->capacity : 256;
    for (size_t j = 0; j < t->columns; j++) {
        column *c = &t->column[j];

        if (c->use == COLUMN_AUTO)
            c->number = resize(c->number, t->capacity, sizeof *c->number);
        if (c->code != NULL)
            c->code = resize(c->code, t->capacity, sizeof *c->code);
    }
}

/* Codes exist from the first cell on that is not a number. */
static void need_codes(const table *t, column *c)
{
    if (c->code != NULL)
        return;
    c->code = resize(NULL, t->capacity, sizeof *c->code);
    for (size_t i = 0; i < t->rows; i++)
        c->code[i] = CELL_NUMBER;
}

static void store_text(const table *t, column *c, const char *text, size_t length)
{
    const bool missing = length == 0
        || (length == 2 && text[0] == 'N' && text[1] == 'A');

    need_codes(t, c);
    c->number[t->rows] = NAN;
    if (missing) {
        c->code[t->rows] = CELL_MISSING;
        c->missing++;
        return;
    }
    c->code[t->rows] = levels_number(&c->levels, text, length);
    if (c->texts++ == 0)
        c->first_text = t->rows;
}

static void store(const table *t, column *c, const char *text, size_t length)
{
    double value;

    if (!read_number(text, &value)) {
        store_text(t, c, text, length);
        return;
    }
    c->number[t->rows] = value;
    if (c->code != NULL)
        c->code[t->rows] = CELL_NUMBER;
    if (c->numbers++ == 0)
        c->first_number = t->rows;
}

static void add_name(reader *r, const char *name, size_t length)
{
    table *t = r->table;
    column *c;

    t->column = room_for_one_more(t->column, t->columns, sizeof *t->column);
    c = &t->column[t->columns++];
    *c = (column) { .name = copy_bytes(name, length) };
    c->use = r->choose != NULL ? r->choose(c->name, r->data) : COLUMN_AUTO;
}

static void refuse_zero_byte(reader *r)
{
    r->failed = true;
    if (r->in_body)
        (void)problem_set(r->problem, "row %zu, column '%s': the cell of '%s' "
                          "holds a byte of value 0, so this is not a text file",
                          r->table->rows + 1, r->table->column[r->field].name,
                          r->table->source);
    else
        (void)problem_set(r->problem, "the header of '%s' holds a byte of value "
                          "0, so this is not a text file", r->table->source);
}

static void on_field(void *bytes, size_t length, void *data)
{
    reader *r = data;
    table *t = r->table;
    const char *text = bytes;

    if (r->failed)
        return;
    if (r->in_body && r->field >= t->columns) { /* told at the row's end */
        r->field++;
        return;
    }
    if (memchr(text, '\0', length) != NULL) {
        refuse_zero_byte(r);
        return;
    }
    if (!r->in_body)
        add_name(r, text, length);
    else if (t->column[r->field].use != COLUMN_SKIP)
        store(t, &t->column[r->field], text, length);
    r->field++;
}

static void on_row(int end, void *data)
{
    reader *r = data;
    table *t = r->table;

    (void)end;
    if (r->failed)
        return;
    if (!r->in_body) {
        r->in_body = true;
    } else if (r->field != t->columns) {
        r->failed = true;
        (void)problem_set(r->problem, "row %zu of '%s' has %zu field%s, but the "
                          "header names %zu columns", t->rows + 1, t->source,
                          r->field, r->field == 1 ? "" : "s", t->columns);
    } else {
        t->rows++;
    }
    if (t->rows >= t->capacity)
        grow(t);
    r->field = 0;
}

static void begin(reader *r, const char *name, csv_choice choose, void *data,
                  problem *p)
{
    *r = (reader) { .choose = choose, .data = data, .problem = p };
    r->table = take(1, sizeof *r->table);
    r->table->source = copy_text(name);
    (void)csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    r->parser.blk_size = 4096;
}

static bool refuse_quotes(reader *r)
{
    r->failed = true;
    if (csv_error(&r->parser) == CSV_ENOMEM)
        return problem_set(r->problem, "out of memory");
    return problem_set(r->problem, "row %zu of '%s': a quotation mark is where "
                       "none may be, or one is missing",
                       r->table->rows + (r->in_body ? 1 : 0), r->table->source);
}

/* The first chunk holds at least 3 bytes, unless the whole file is shorter. */
static bool feed(reader *r, const char *bytes, size_t size)
{
    if (r->bytes == 0 && size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    r->bytes += size;
    if (csv_parse(&r->parser, bytes, size, on_field, on_row, r) != size)
        return r->failed ? false : refuse_quotes(r);
    return !r->failed;
}

/* Ends the last row and hands over the table, or destroys it. */
static table *finish(reader *r, bool good)
{
    if (good && csv_fini(&r->parser, on_field, on_row, r) != 0)
        good = refuse_quotes(r);
    good = good && !r->failed;
    csv_free(&r->parser);
    if (good && r->table->columns == 0)
        good = problem_set(r->problem, "'%s' is empty", r->table->source);
    else if (good && r->table->rows == 0)
        good = problem_set(r->problem, "'%s' has a header, but no rows",
                           r->table->source);
    if (good)
        return r->table;
    table_destroy(r->table);
    return NULL;
}

table *csv_read_bytes(const char *name, const char *bytes, size_t size,
                      csv_choice choose, void *data, problem *p)
{
    reader r;

    begin(&r, name, choose, data, p);
    return finish(&r, feed(&r, bytes, size));
}

static bool feed_file(reader *r, FILE *file)
{
    char *chunk = take(CHUNK, 1);
    bool good = true;
    size_t size;

    while (good && (size = fread(chunk, 1, CHUNK, file)) > 0)
        good = feed(r, chunk, size);
    if (good && ferror(file))
        good = problem_set(r->problem, "cannot read '%s': %s", r->table->source,
                           strerror(errno));
    free(chunk);
    return good;
}

table *csv_read_file(const char *name, csv_choice choose, void *data, problem *p)
{
    const bool standard = strcmp(name, "-") == 0;
    FILE *file = standard ? stdin : fopen(name, "rb");
    reader r;
    table *t;

    if (file == NULL) {
        (void)problem_set(p, "cannot open '%s': %s", name, strerror(errno));
        return NULL;
    }
    begin(&r, standard ? "standard input" : name, choose, data, p);
    t = finish(&r, feed_file(&r, file));
    if (!standard)
        (void)fclose(file);
    return t;
}

void csv_write_field(FILE *file, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL && text[0] != ' ')
        (void)fputs(text, file);
    else
        (void)csv_fwrite(file, text, strlen(text));
}
