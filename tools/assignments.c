/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdlib.h>
#include <string.h>

#include "assignments.h"
#include "memory.h"

/* A piece that ends before one of the characters in \p ends, or is quoted;
 * *at moves behind it.  Null if a quotation mark is missing. */
static char *read_piece(const char **at, char quote, const char *ends)
{
    const char *start = *at + strspn(*at, " ");
    size_t length;

    if (*start == quote) {
        const char *end = strchr(start + 1, quote);

        if (end == NULL)
            return NULL;
        *at = end + 1 + strspn(end + 1, " ");
        return copy_bytes(start + 1, (size_t)(end - start - 1));
    }
    length = strcspn(start, ends);
    *at = start + length;
    while (length > 0 && start[length - 1] == ' ')
        length--;
    return copy_bytes(start, length);
}

static bool refuse(const char *text, problem *p)
{
    return problem_set(p, "'%s' is not a list NAME=VALUE,NAME=VALUE", text);
}

bool assignments_read(const char *text, assignments *a, problem *p)
{
    const char *at = text;

    *a = (assignments) { .text = text };
    while (*at != '\0') {
        struct assignment one = { read_piece(&at, '`', "=,"), NULL, false };

        if (one.name != NULL && *at == '=') {
            at++;
            one.value = read_piece(&at, '"', ",");
        }
        a->of = room_for_one_more(a->of, a->count, sizeof one);
        a->of[a->count++] = one;
        if (one.value == NULL || (*at != ',' && *at != '\0'))
            return refuse(text, p);
        if (*at == ',' && *++at == '\0')
            return refuse(text, p);
    }
    return true;
}

void assignments_release(assignments *a)
{
    for (size_t k = 0; k < a->count; k++) {
        free(a->of[k].name);
        free(a->of[k].value);
    }
    free(a->of);
    *a = (assignments) { 0 };
}

const char *assignments_value(const char *name, void *data)
{
    assignments *a = data;

    for (size_t k = 0; k < a->count; k++)
        if (strcmp(a->of[k].name, name) == 0) {
            a->of[k].used = true;
            return a->of[k].value;
        }
    return NULL;
}

bool assignments_all_used(const assignments *a, problem *p)
{
    for (size_t k = 0; k < a->count; k++)
        if (!a->of[k].used)
            return problem_set(p, "'%s': the model has no covariate '%s'", a->text,
                               a->of[k].name);
    return true;
}
