/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "memory.h"
#include "problem.h"

/* jansson returns null only when memory has run out. */
static json_t *or_end(json_t *value)
{
    if (value == NULL) {
        (void)fputs("paramod: out of memory\n", stderr);
        exit(EXIT_REFUSED);
    }
    return value;
}

json_t *json_number(double value)
{
    return or_end(isfinite(value) ? json_real(value) : json_null());
}

json_t *json_count(size_t value)
{
    return or_end(json_integer((json_int_t)value));
}

void json_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, or_end(value)) != 0)
        (void)or_end(NULL);
}

/* Names may come from files in any encoding. */
static json_t *text_of_any_bytes(const char *text)
{
    char *copy = copy_text(text);
    json_t *value;

    for (char *c = copy; *c != '\0'; c++)
        if ((unsigned char)*c >= 128)
            *c = '?';
    value = json_string(copy);
    free(copy);
    return value;
}

void json_put_text(json_t *object, const char *key, const char *text)
{
    json_t *value = json_string(text);

    json_put(object, key, value != NULL ? value : text_of_any_bytes(text));
}

void json_put_number(json_t *object, const char *key, double value)
{
    json_put(object, key, json_number(value));
}

void json_put_count(json_t *object, const char *key, size_t value)
{
    json_put(object, key, json_count(value));
}

void json_print(json_t *object)
{
    if (json_dumpf(object, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) != 0)
        (void)or_end(NULL);
    (void)putchar('\n');
    json_decref(object);
}
