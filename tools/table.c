/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "nearest.h"
#include "number.h"
#include "table.h"

/* FNV-1a (Fowler, Noll, Vo); the last step spreads it to the low bits. */
static size_t hash(const char *text, size_t length)
{
    uint64_t h = 0xcbf29ce484222325u;

    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
    return (size_t)(h ^ (h >> 32));
}

/* The slot that holds the text, or the free one where it belongs. */
static size_t find_slot(const levels *l, const char *text, size_t length)
{
    size_t i = hash(text, length) & (l->slots - 1);

    while (l->slot[i] != 0) {
        const char *other = l->text[l->slot[i] - 1];

        if (strncmp(other, text, length) == 0 && other[length] == '\0')
            break;
        i = (i + 1) & (l->slots - 1);
    }
    return i;
}

/* Keeps the hash table at most half full. */
static void grow_slots(levels *l)
{
    if (2 * (l->count + 1) <= l->slots)
        return;
    free(l->slot);
    l->slots = l->slots > 0 ? 2 * l->slots : 16;
    l->slot = take(l->slots, sizeof *l->slot);
    for (size_t k = 0; k < l->count; k++)
        l->slot[find_slot(l, l->text[k], strlen(l->text[k]))] = (uint32_t)k + 1;
}

uint32_t levels_number(levels *l, const char *text, size_t length)
{
    size_t i;

    grow_slots(l);
    i = find_slot(l, text, length);
    if (l->slot[i] == 0) {
        l->text = room_for_one_more(l->text, l->count, sizeof *l->text);
        l->text[l->count++] = copy_bytes(text, length);
        l->slot[i] = (uint32_t)l->count;
    }
    return l->slot[i] - 1;
}

bool column_is_numeric(const column *c)
{
    return c->texts == 0;
}

bool cell_is_missing(const column *c, size_t row)
{
    return c->code != NULL && c->code[row] == CELL_MISSING;
}

const char *cell_text(const column *c, size_t row, char *buffer, size_t size)
{
    char number[NUMBER_SIZE];

    if (cell_is_missing(c, row))
        (void)snprintf(buffer, size, "NA");
    else if (c->code != NULL && c->code[row] != CELL_NUMBER)
        (void)snprintf(buffer, size, "%s", c->levels.text[c->code[row]]);
    else
        (void)snprintf(buffer, size, "%s", write_number(c->number[row], number));
    return buffer;
}

static bool report_unknown(const table *t, const char *name, problem *p)
{
    nearest n = nearest_to(name);
    char hint[128];

    for (size_t j = 0; j < t->columns; j++)
        nearest_try(&n, t->column[j].name);
    return problem_set(p, "there is no column '%s' in '%s'%s", name, t->source,
                       nearest_hint(&n, "", hint, sizeof hint));
}

column *table_find(const table *t, const char *name, problem *p)
{
    column *found = NULL;

    for (size_t j = 0; j < t->columns; j++) {
        if (strcmp(t->column[j].name, name) != 0)
            continue;
        if (found != NULL) {
            (void)problem_set(p, "'%s' has two columns '%s'", t->source, name);
            return NULL;
        }
        found = &t->column[j];
    }
    if (found == NULL)
        (void)report_unknown(t, name, p);
    return found;
}

const column *table_numbers(const table *t, const char *name, problem *p)
{
    const column *c = table_find(t, name, p);

    if (c == NULL || column_is_numeric(c))
        return c;
    (void)problem_set(p, "row %zu, column '%s': '%s' is not a number",
                      c->first_text + 1, c->name,
                      c->levels.text[c->code[c->first_text]]);
    return NULL;
}

column *table_add(table *t, const char *name, const double *number)
{
    column *c;

    t->column = resize(t->column, t->columns + 1, sizeof *t->column);
    c = &t->column[t->columns++];
    *c = (column) { .name = copy_text(name), .use = COLUMN_AUTO,
                    .numbers = t->rows };
    c->number = take(t->rows, sizeof *c->number);
    memcpy(c->number, number, t->rows * sizeof *c->number);
    return c;
}

static void column_release(column *c)
{
    for (size_t k = 0; k < c->levels.count; k++)
        free(c->levels.text[k]);
    free(c->levels.text);
    free(c->levels.slot);
    free(c->number);
    free(c->code);
    free(c->name);
}

void table_destroy(table *t)
{
    if (t == NULL)
        return;
    for (size_t j = 0; j < t->columns; j++)
        column_release(&t->column[j]);
    free(t->column);
    free(t->source);
    free(t);
}
