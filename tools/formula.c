/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formula.h"
#include "memory.h"
#include "nearest.h"

static const char *const function_names[] = {
    [AS_IT_IS] = "",     [AS_FACTOR] = "factor", [AS_LOG] = "log",
    [AS_LOG2] = "log2",  [AS_LOG10] = "log10",   [AS_EXP] = "exp",
    [AS_SQRT] = "sqrt",
};
enum { FUNCTIONS = sizeof function_names / sizeof function_names[0] };

typedef struct reader {
    const char *text; /* the whole formula */
    const char *at;
    formula *formula;
    problem *problem;
} reader;

const char *transformation_name(transformation how)
{
    return function_names[how];
}

void variable_label(const variable *v, char *text, size_t size)
{
    if (v->how == AS_IT_IS)
        (void)snprintf(text, size, "%s", v->column);
    else
        (void)snprintf(text, size, "%s(%s)", function_names[v->how], v->column);
}

bool variable_equal(const variable *a, const variable *b)
{
    return a->how == b->how && strcmp(a->column, b->column) == 0;
}

static void skip_blanks(reader *r)
{
    r->at += strspn(r->at, " \t\r\n");
}

static bool refuse(reader *r, const char *what)
{
    return problem_set(r->problem, "formula '%s': %s at '%s'", r->text, what,
                       *r->at != '\0' ? r->at : "its end");
}

static bool in_name(char c)
{
    const unsigned char u = (unsigned char)c;

    return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z')
        || (u >= '0' && u <= '9') || u == '.' || u == '_' || u >= 128;
}

/* A name, copied; null after a refusal. */
static char *read_name(reader *r)
{
    const char *start = r->at;
    size_t length = 0;

    if (*start == '`') {
        const char *end = strchr(start + 1, '`');

        if (end == NULL || end == start + 1) {
            (void)refuse(r, "a name in backquotes has no end");
            return NULL;
        }
        r->at = end + 1;
        return copy_bytes(start + 1, (size_t)(end - start - 1));
    }
    while (in_name(start[length]))
        length++;
    if (length == 0) {
        (void)refuse(r, "a column name is expected");
        return NULL;
    }
    r->at += length;
    return copy_bytes(start, length);
}

static bool find_function(reader *r, const char *name, transformation *how)
{
    nearest n = nearest_to(name);
    char hint[128];

    for (size_t i = 1; i < FUNCTIONS; i++) {
        if (strcmp(function_names[i], name) == 0) {
            *how = (transformation)i;
            return true;
        }
        nearest_try(&n, function_names[i]);
    }
    return problem_set(r->problem, "formula '%s': there is no function '%s'%s",
                       r->text, name, nearest_hint(&n, "", hint, sizeof hint));
}

/* Behind "function": "(column)". */
static bool read_argument(reader *r, variable *v)
{
    char *name = v->column;
    bool good;

    v->column = NULL;
    r->at++;
    skip_blanks(r);
    good = find_function(r, name, &v->how)
        && (v->column = read_name(r)) != NULL;
    free(name);
    if (!good)
        return false;
    skip_blanks(r);
    if (*r->at != ')')
        return refuse(r, "')' is expected");
    r->at++;
    return true;
}

static bool read_variable(reader *r, variable *v)
{
    *v = (variable) { NULL, AS_IT_IS };
    skip_blanks(r);
    v->column = read_name(r);
    if (v->column == NULL)
        return false;
    skip_blanks(r);
    if (*r->at == '(' && !read_argument(r, v))
        return false;
    skip_blanks(r);
    return true;
}

static void term_release(term *t)
{
    for (size_t i = 0; i < t->factors; i++)
        free(t->factor[i].column);
    t->factors = 0;
}

static bool term_has(const term *t, const variable *v)
{
    for (size_t i = 0; i < t->factors; i++)
        if (variable_equal(&t->factor[i], v))
            return true;
    return false;
}

static bool term_equal(const term *a, const term *b)
{
    if (a->factors != b->factors)
        return false;
    for (size_t i = 0; i < a->factors; i++)
        if (!term_has(b, &a->factor[i]))
            return false;
    return true;
}

/* Adds the product of the variables chosen by bits, unless it is there. */
static void add_product(formula *f, const variable *v, size_t count, unsigned bits)
{
    term t = { 0 };

    for (size_t i = 0; i < count; i++)
        if ((bits >> i & 1) != 0 && !term_has(&t, &v[i])) {
            t.factor[t.factors] = v[i];
            t.factor[t.factors++].column = copy_text(v[i].column);
        }
    for (size_t k = 0; k < f->count; k++)
        if (term_equal(&f->term[k], &t)) {
            term_release(&t);
            return;
        }
    f->term = room_for_one_more(f->term, f->count, sizeof *f->term);
    f->term[f->count++] = t;
}

/* All sub-products of v that the operators between its members ask for, those
 * of fewer variables first: a*b:c is a + b:c + a:b:c. */
static void add_products(formula *f, const variable *v, size_t count,
                         unsigned stars)
{
    for (size_t order = 1; order <= count; order++)
        for (unsigned bits = 1; bits < 1u << count; bits++) {
            size_t members = 0;
            bool wanted = true;

            for (size_t i = 0; i < count; i++) {
                members += bits >> i & 1;
                /* operator i - 1, between i - 1 and i, is ':': both or none */
                if (i > 0 && (stars >> (i - 1) & 1) == 0)
                    wanted = wanted && (bits >> i & 1) == (bits >> (i - 1) & 1);
            }
            if (wanted && members == order)
                add_product(f, v, count, bits);
        }
}

static bool read_product(reader *r)
{
    variable v[MOST_FACTORS];
    size_t count = 0;
    unsigned stars = 0;
    bool good = read_variable(r, &v[count++]);

    while (good && (*r->at == ':' || *r->at == '*')) {
        if (count == MOST_FACTORS) {
            good = refuse(r, "a product of more than 4 variables");
            break;
        }
        stars |= (*r->at == '*' ? 1u : 0u) << (count - 1);
        r->at++;
        good = read_variable(r, &v[count++]);
    }
    if (good)
        add_products(r->formula, v, count, stars);
    for (size_t i = 0; i < count; i++)
        free(v[i].column);
    return good;
}

/* The digit alone, not the start of a name. */
static bool at_digit(const reader *r, char digit)
{
    return r->at[0] == digit && !in_name(r->at[1]);
}

static bool read_term(reader *r, char sign)
{
    skip_blanks(r);
    if (at_digit(r, '0') || at_digit(r, '1')) {
        r->formula->intercept = (*r->at == '1') == (sign == '+');
        r->at++;
        skip_blanks(r);
        return true;
    }
    if (sign == '-')
        return refuse(r, "only 1 can be taken away");
    return read_product(r);
}

bool formula_read(const char *text, formula *f, problem *p)
{
    reader r = { text, text, f, p };
    char sign = '+';
    bool good = true;

    *f = (formula) { .intercept = true };
    skip_blanks(&r);
    if (*r.at == '~')
        r.at++;
    skip_blanks(&r);
    if (*r.at == '-' || *r.at == '+')
        sign = *r.at++;
    while ((good = read_term(&r, sign)) && *r.at != '\0') {
        if (*r.at != '+' && *r.at != '-') {
            good = refuse(&r, "'+' is expected");
            break;
        }
        sign = *r.at++;
    }
    if (!good)
        formula_release(f);
    return good;
}

void formula_release(formula *f)
{
    for (size_t k = 0; k < f->count; k++)
        term_release(&f->term[k]);
    free(f->term);
    *f = (formula) { .intercept = true };
}

void formula_columns(const formula *f,
                     void (*visit)(const variable *v, void *data), void *data)
{
    for (size_t k = 0; k < f->count; k++)
        for (size_t i = 0; i < f->term[k].factors; i++)
            visit(&f->term[k].factor[i], data);
}
