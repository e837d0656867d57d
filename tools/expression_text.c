/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The grammar:
 *
 *     sum     = product { ("+" | "-") product }
 *     product = factor { ("*" | "/") factor }
 *     factor  = ("+" | "-") factor | power
 *     power   = atom [ ("**" | "^") factor ]
 *     atom    = number | name | name "(" sum ")" | "(" sum ")"
 */

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expression_node.h"
#include "nearest.h"
#include "number.h"

enum { MOST_DEPTH = 200 };

typedef struct reader {
    expressions *pool;
    const char *text, *at, *what;
    problem *problem;
    int depth;
} reader;

static bool refuse(const reader *r, const char *why)
{
    return problem_set(r->problem, "%s: %s at character %d of '%.200s'", r->what, why,
                       (int)(r->at - r->text) + 1, r->text);
}

static void skip(reader *r)
{
    while (*r->at == ' ' || *r->at == '\t')
        r->at++;
}

static bool next_is(reader *r, const char *token)
{
    skip(r);
    if (strncmp(r->at, token, strlen(token)) != 0)
        return false;
    r->at += strlen(token);
    return true;
}

static bool read_sum(reader *r, size_t *out);

/* ---- atoms ---------------------------------------------------------------------- */

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool number(reader *r, size_t *out)
{
    const char *end = r->at;
    char text[64];
    double value;
    size_t length;

    while (isdigit((unsigned char)*end) || *end == '.')
        end++;
    if (*end == 'e' || *end == 'E') {
        const char *digits = end + 1 + (end[1] == '+' || end[1] == '-');

        if (isdigit((unsigned char)*digits))
            for (end = digits; isdigit((unsigned char)*end);)
                end++;
    }
    length = (size_t)(end - r->at);
    if (length >= sizeof text)
        return refuse(r, "a number with too many digits");
    (void)memcpy(text, r->at, length);
    text[length] = '\0';
    if (!read_number(text, &value))
        return refuse(r, "what is no number");
    r->at = end;
    *out = expression_number(r->pool, value);
    return true;
}

static bool find_variable(const reader *r, const char *name, size_t length, size_t *out)
{
    nearest near;
    char word[128], hint[160];

    for (size_t i = 0; i < r->pool->variables; i++)
        if (strlen(r->pool->name[i]) == length &&
            strncmp(r->pool->name[i], name, length) == 0) {
            *out = i;
            return true;
        }
    if (length >= sizeof word)
        return refuse(r, "a name that is too long");
    (void)memcpy(word, name, length);
    word[length] = '\0';
    near = nearest_to(word);
    for (size_t i = 0; i < r->pool->variables; i++)
        nearest_try(&near, r->pool->name[i]);
    return problem_set(r->problem, "%s: there is no '%s'%s", r->what, word,
                       nearest_hint(&near, "", hint, sizeof hint));
}

static bool call(reader *r, const char *name, size_t length, size_t *out)
{
    static const struct {
        const char *name;
        operation op;
    } functions[] = { { "exp", OP_EXP }, { "log", OP_LOG }, { "ln", OP_LOG },
                      { "log10", OP_LOG }, { "sqrt", OP_SQRT }, { "sin", OP_SIN },
                      { "cos", OP_COS }, { "tan", OP_TAN }, { "sinh", OP_SINH },
                      { "cosh", OP_COSH }, { "tanh", OP_TANH }, { "atan", OP_ATAN },
                      { "abs", OP_ABS } };
    size_t operand;

    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (strlen(functions[i].name) != length ||
            strncmp(functions[i].name, name, length) != 0)
            continue;
        if (!read_sum(r, &operand))
            return false;
        if (!next_is(r, ")"))
            return refuse(r, "')' is missing");
        *out = node_make(r->pool, functions[i].op, operand, 0);
        if (strcmp(functions[i].name, "log10") == 0)
            *out = node_make(r->pool, OP_DIVIDE, *out,
                             expression_number(r->pool, log(10.0)));
        return true;
    }
    r->at = name;
    return refuse(r, "an unknown function");
}

static bool atom(reader *r, size_t *out)
{
    const char *const begin = (skip(r), r->at);
    size_t length = 0, variable;

    if (next_is(r, "(")) {
        if (!read_sum(r, out))
            return false;
        return next_is(r, ")") || refuse(r, "')' is missing");
    }
    if (isdigit((unsigned char)*begin) || *begin == '.')
        return number(r, out);
    while (is_name(begin[length]))
        length++;
    if (length == 0)
        return refuse(r, *begin == '\0' ? "the formula ends" : "an unexpected character");
    r->at = begin + length;
    if (next_is(r, "("))
        return call(r, begin, length, out);
    if (!find_variable(r, begin, length, &variable))
        return false;
    *out = node_make(r->pool, OP_VARIABLE, variable, 0);
    return true;
}

/* ---- operators ---------------------------------------------------------------------- */

static bool factor(reader *r, size_t *out);

static bool power(reader *r, size_t *out)
{
    size_t exponent;

    if (!atom(r, out))
        return false;
    if (!next_is(r, "**") && !next_is(r, "^"))
        return true;
    if (!factor(r, &exponent))
        return false;
    *out = node_make(r->pool, OP_POWER, *out, exponent);
    return true;
}

static bool factor(reader *r, size_t *out)
{
    bool good;

    if (++r->depth > MOST_DEPTH)
        return refuse(r, "too many brackets or signs");
    if (next_is(r, "-")) {
        good = factor(r, out);
        if (good)
            *out = node_make(r->pool, OP_MULTIPLY, expression_number(r->pool, -1.0), *out);
    } else if (next_is(r, "+")) {
        good = factor(r, out);
    } else {
        good = power(r, out);
    }
    r->depth--;
    return good;
}

static bool product(reader *r, size_t *out)
{
    size_t other;

    if (!factor(r, out))
        return false;
    for (;;) {
        const bool divides = next_is(r, "/");

        if (!divides && !next_is(r, "*"))
            return true;
        if (!factor(r, &other))
            return false;
        *out = node_make(r->pool, divides ? OP_DIVIDE : OP_MULTIPLY, *out, other);
    }
}

static bool read_sum(reader *r, size_t *out)
{
    size_t other;

    if (!product(r, out))
        return false;
    for (;;) {
        const bool subtracts = next_is(r, "-");

        if (!subtracts && !next_is(r, "+"))
            return true;
        if (!product(r, &other))
            return false;
        *out = node_make(r->pool, subtracts ? OP_SUBTRACT : OP_ADD, *out, other);
    }
}

bool expression_read(expressions *pool, const char *text, const char *what, size_t *out,
                     problem *p)
{
    reader r = { .pool = pool, .text = text, .at = text, .what = what, .problem = p };

    if (!read_sum(&r, out))
        return false;
    skip(&r);
    return *r.at == '\0' || refuse(&r, "something left over");
}
