/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "factor.h"
#include "memory.h"
#include "nearest.h"
#include "number.h"

/* A total order: NaN is behind all numbers, and one level. */
static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    if (isnan(x) || isnan(y))
        return (isnan(x) != 0) - (isnan(y) != 0);
    return (x > y) - (x < y);
}

static int by_bytes(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

static bool is_text(const column *c, size_t row)
{
    return c->code != NULL && c->code[row] < c->levels.count;
}

/* The distinct numbers among the rows, in order. */
static void find_numbers(factor *f, size_t count, const size_t *row)
{
    const column *c = f->column;
    size_t n = 0, distinct = 0;

    f->number = take(count, sizeof *f->number);
    for (size_t i = 0; i < count; i++)
        if (!is_text(c, row[i]))
            f->number[n++] = c->number[row[i]] + 0.0; /* -0 becomes 0 */
    qsort(f->number, n, sizeof *f->number, by_value);
    for (size_t i = 0; i < n; i++)
        if (distinct == 0 || by_value(&f->number[i], &f->number[distinct - 1]) != 0)
            f->number[distinct++] = f->number[i];
    f->numbers = distinct;
}

/* Appends the texts that occur among the rows, in order. */
static void find_texts(factor *f, size_t count, const size_t *row)
{
    const column *c = f->column;
    const size_t texts = c->levels.count;
    bool *used = take(texts, sizeof *used);
    const size_t first = f->count;

    for (size_t i = 0; i < count; i++)
        if (is_text(c, row[i]))
            used[c->code[row[i]]] = true;
    for (size_t k = 0; k < texts; k++)
        if (used[k])
            f->level[f->count++] = copy_text(c->levels.text[k]);
    qsort(f->level + first, f->count - first, sizeof *f->level, by_bytes);
    for (size_t k = 0; k < texts; k++) {
        const char *text = c->levels.text[k];
        char **place = used[k] ? bsearch(&text, f->level + first, f->count - first,
                                         sizeof *f->level, by_bytes) : NULL;

        f->of_text[k] = place != NULL ? (uint32_t)(place - f->level) : UINT32_MAX;
    }
    free(used);
}

factor factor_of(const column *c, size_t count, const size_t *row)
{
    factor f = { .column = c };
    char text[NUMBER_SIZE];

    find_numbers(&f, count, row);
    f.level = take(f.numbers + c->levels.count, sizeof *f.level);
    f.of_text = take(c->levels.count, sizeof *f.of_text);
    for (; f.count < f.numbers; f.count++)
        f.level[f.count] = copy_text(write_number(f.number[f.count], text));
    find_texts(&f, count, row);
    return f;
}

void factor_release(factor *f)
{
    for (size_t k = 0; k < f->count; k++)
        free(f->level[k]);
    free(f->level);
    free(f->number);
    free(f->of_text);
    *f = (factor) { 0 };
}

size_t factor_level(const factor *f, size_t row)
{
    const column *c = f->column;
    double number;
    const double *place;

    if (is_text(c, row))
        return f->of_text[c->code[row]];
    number = c->number[row] + 0.0;
    place = bsearch(&number, f->number, f->numbers, sizeof number, by_value);
    return place != NULL ? (size_t)(place - f->number) : f->count;
}

size_t factor_find(const factor *f, const char *level)
{
    double number;

    for (size_t k = 0; k < f->count; k++)
        if (strcmp(f->level[k], level) == 0)
            return k;
    if (read_number(level, &number)) /* 2.0 is the level 2 */
        for (size_t k = 0; k < f->numbers; k++)
            if (f->number[k] == number)
                return k;
    return f->count;
}

const char *factor_hint(const factor *f, const char *level, char *text,
                        size_t size)
{
    nearest n = nearest_to(level);

    for (size_t k = 0; k < f->count; k++)
        nearest_try(&n, f->level[k]);
    return nearest_hint(&n, "", text, size);
}
