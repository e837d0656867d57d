/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "nearest.h"
#include "number.h"
#include "options.h"

static const option *find(const option *const *tables, const char *name,
                          size_t length)
{
    for (; *tables != NULL; tables++)
        for (const option *o = *tables; o->name != NULL; o++)
            if (strlen(o->name) == length && strncmp(o->name, name, length) == 0)
                return o;
    return NULL;
}

static bool refuse_unknown(const option *const *tables, const char *name,
                           size_t length, problem *p)
{
    char *word = copy_bytes(name, length), hint[128];
    nearest n = nearest_to(word);

    for (; *tables != NULL; tables++)
        for (const option *o = *tables; o->name != NULL; o++)
            nearest_try(&n, o->name);
    (void)problem_set(p, "there is no option '--%s'%s", word,
                      nearest_hint(&n, "--", hint, sizeof hint));
    free(word);
    return false;
}

static void add_operand(options *o, const char *word)
{
    o->operand = room_for_one_more(o->operand, o->operands, sizeof *o->operand);
    o->operand[o->operands++] = word;
}

static bool add_option(options *o, const option *known, const char *value)
{
    if (!known->repeats && options_has(o, known->name))
        return problem_set(o->problem, "option '--%s' is given twice", known->name);
    o->given = room_for_one_more(o->given, o->count, sizeof *o->given);
    o->given[o->count++] = (given) { known->name, value };
    return true;
}

/* One option; *used counts the words it takes. */
static bool read_option(char **word, const option *const *tables, options *o,
                        int *used)
{
    const char *name = *word + 2, *equals = strchr(name, '=');
    const size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
    const option *known = find(tables, name, length);
    const char *value = equals != NULL ? equals + 1 : NULL;

    if (known == NULL)
        return refuse_unknown(tables, name, length, o->problem);
    if (known->argument == NULL && value != NULL)
        return problem_set(o->problem, "option '--%s' takes no value, but '%s' is "
                           "given", known->name, value);
    if (known->argument != NULL && value == NULL) {
        value = word[1];
        if (value == NULL || strncmp(value, "--", 2) == 0)
            return problem_set(o->problem, "option '--%s' needs a value: %s",
                               known->name, known->argument);
        ++*used;
    }
    return add_option(o, known, value);
}

bool options_read(int words, char **word, const option *const *tables,
                  options *out, problem *p)
{
    bool options_end = false;

    *out = (options) { .problem = p };
    for (int i = 0; i < words; i++) {
        if (options_end || word[i][0] != '-' || word[i][1] == '\0') {
            add_operand(out, word[i]);
        } else if (strcmp(word[i], "--") == 0) {
            options_end = true;
        } else if (word[i][1] != '-') {
            return problem_set(p, "there is no option '%s': options begin with "
                               "two dashes", word[i]);
        } else if (!read_option(&word[i], tables, out, &i)) {
            return false;
        }
    }
    return true;
}

void options_release(options *o)
{
    free(o->given);
    free(o->operand);
    *o = (options) { 0 };
}

const char *options_repeated(const options *o, const char *name, size_t index)
{
    for (size_t i = 0; i < o->count; i++)
        if (strcmp(o->given[i].name, name) == 0 && index-- == 0)
            return o->given[i].value;
    return NULL;
}

const char *options_text(const options *o, const char *name)
{
    return options_repeated(o, name, 0);
}

bool options_has(const options *o, const char *name)
{
    for (size_t i = 0; i < o->count; i++)
        if (strcmp(o->given[i].name, name) == 0)
            return true;
    return false;
}

bool options_number(const options *o, const char *name, double *value)
{
    const char *text = options_text(o, name);

    if (text == NULL || read_number(text, value))
        return true;
    return problem_set(o->problem, "option '--%s': '%s' is not a number", name,
                       text);
}

bool options_count(const options *o, const char *name, uint64_t *value)
{
    const char *text = options_text(o, name);
    unsigned long long count;

    if (text == NULL)
        return true;
    if (!read_count(text, &count))
        return problem_set(o->problem, "option '--%s': '%s' is not a whole number "
                           "from 0 on", name, text);
    *value = count;
    return true;
}

static void list_names(const char *const *names, char *text, size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (size_t i = 0; names[i] != NULL && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s",
                                 i == 0 ? "" : ", ", names[i]);
}

bool options_choice(const options *o, const char *name,
                    const char *const *names, size_t *choice)
{
    const char *text = options_text(o, name);
    char list[512];

    if (text == NULL)
        return true;
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(names[i], text) == 0) {
            *choice = i;
            return true;
        }
    list_names(names, list, sizeof list);
    return problem_set(o->problem, "option '--%s': '%s' is none of %s", name, text,
                       list);
}

void options_print(const option *table)
{
    for (; table->name != NULL; table++) {
        char left[64];

        if (table->help == NULL)
            continue;
        (void)snprintf(left, sizeof left, "--%s%s%s", table->name,
                       table->argument != NULL ? " " : "",
                       table->argument != NULL ? table->argument : "");
        (void)printf("  %-24s %s\n", left, table->help);
    }
}
