/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "design.h"
#include "memory.h"
#include "nearest.h"
#include "number.h"

void design_begin(design *d, const table *t, size_t rows, const size_t *row)
{
    *d = (design) { .table = t, .rows = rows, .row = row };
}

void design_release(design *d)
{
    for (size_t k = 0; k < d->factors; k++)
        factor_release(&d->factor[k]);
    for (size_t j = 0; j < d->count; j++) {
        covariate *c = &d->covariate[j];

        for (size_t i = 0; i < c->parts; i++)
            free(c->part[i].variable.column);
        free(c->name);
        free(c->value);
    }
    free(d->factor);
    free(d->covariate);
    *d = (design) { 0 };
}

void design_choice_release(design_choice *choice)
{
    free(choice->covariate);
    *choice = (design_choice) { 0 };
}

/* ---- factors --------------------------------------------------------------- */

/* The value of "--ref column=level" for that column; null if there is none. */
static const char *reference_for(const options *o, const char *name)
{
    const size_t length = strlen(name);
    const char *text;

    for (size_t i = 0; (text = options_repeated(o, "ref", i)) != NULL; i++)
        if (strncmp(text, name, length) == 0 && text[length] == '=')
            return text + length + 1;
    return NULL;
}

static bool set_reference(factor *f, const char *level, problem *p)
{
    char hint[128];

    if (level == NULL)
        return true;
    f->reference = factor_find(f, level);
    if (f->reference < f->count)
        return true;
    return problem_set(p, "option '--ref': column '%s' has no level '%s'%s",
                       f->column->name, level,
                       factor_hint(f, level, hint, sizeof hint));
}

/* Place of the column's factor, which is made if it is new. */
static bool need_factor(design *d, const column *c, size_t *place,
                        const options *o, problem *p)
{
    for (*place = 0; *place < d->factors; ++*place)
        if (d->factor[*place].column == c)
            return true;
    d->factor = room_for_one_more(d->factor, d->factors, sizeof *d->factor);
    d->factor[d->factors++] = factor_of(c, d->rows, d->row);
    return set_reference(&d->factor[*place], reference_for(o, c->name), p);
}

static bool refuse_mixture(const column *c, problem *p)
{
    char text[256];
    const bool mostly_numbers = c->numbers >= c->texts;
    const size_t row = mostly_numbers ? c->first_text : c->first_number;

    return problem_set(p, mostly_numbers
                       ? "row %zu, column '%s': '%s' is not a number (factor(%s) "
                         "makes categories of numbers and texts)"
                       : "row %zu, column '%s': '%s' is a number among texts "
                         "(factor(%s) makes categories of numbers and texts)",
                       row + 1, c->name, cell_text(c, row, text, sizeof text),
                       c->name);
}

/* ---- covariates ------------------------------------------------------------ */

/* The choices that one variable of a term leaves: one for a number, one per
 * coded level for a factor. */
typedef struct coding {
    design_part part; /* its level is the first choice */
    size_t levels;    /* of the factor; 0 for a number */
    size_t skipped;   /* level without a column; levels if all have one */
} coding;

static bool find_coding(design *d, const variable *v, bool all_levels, coding *c,
                        const options *o, problem *p)
{
    const column *in = table_find(d->table, v->column, p);

    if (in == NULL)
        return false;
    *c = (coding) { { *v, NOT_A_FACTOR, 0 }, 0, 0 };
    if (v->how != AS_FACTOR && in->texts == 0)
        return true;
    if (v->how != AS_FACTOR && in->numbers > 0)
        return refuse_mixture(in, p);
    if (v->how != AS_FACTOR && v->how != AS_IT_IS)
        return table_numbers(d->table, v->column, p) != NULL;
    if (!need_factor(d, in, &c->part.factor, o, p))
        return false;
    c->levels = d->factor[c->part.factor].count;
    c->skipped = all_levels ? c->levels : d->factor[c->part.factor].reference;
    return true;
}

static void part_label(const design *d, const design_part *part, char *text,
                       size_t size)
{
    size_t used;

    variable_label(&part->variable, text, size);
    used = strlen(text);
    if (part->factor != NOT_A_FACTOR)
        (void)snprintf(text + used, size - used, "%s",
                       d->factor[part->factor].level[part->level]);
}

static char *product_name(const design *d, const covariate *c)
{
    char label[512];
    char *name = copy_text("");

    for (size_t i = 0; i < c->parts; i++) {
        const size_t used = strlen(name);

        part_label(d, &c->part[i], label, sizeof label);
        name = resize(name, used + strlen(label) + 2, 1);
        (void)sprintf(name + used, "%s%s", i > 0 ? ":" : "", label);
    }
    return name;
}

static double transform(transformation how, double x)
{
    switch (how) {
    case AS_LOG:   return log(x);
    case AS_LOG2:  return log2(x);
    case AS_LOG10: return log10(x);
    case AS_EXP:   return exp(x);
    case AS_SQRT:  return sqrt(x);
    default:       return x;
    }
}

static bool refuse_value(const variable *v, const char *where, double x,
                         problem *p)
{
    char text[NUMBER_SIZE];

    (void)write_number(x, text);
    if (v->how == AS_IT_IS)
        return problem_set(p, "%s, column '%s': %s is not a finite number", where,
                           v->column, text);
    return problem_set(p, "%s, column '%s': %s(%s) is not a finite number", where,
                       v->column, transformation_name(v->how), text);
}

/* Multiplies the covariate's values by one of its parts. */
static bool multiply(const design *d, const design_part *part, double *value,
                     problem *p)
{
    const column *c = table_find(d->table, part->variable.column, p);
    char where[64];

    for (size_t i = 0; i < d->rows; i++) {
        double x;

        if (part->factor != NOT_A_FACTOR) {
            x = factor_level(&d->factor[part->factor], d->row[i]) == part->level;
        } else {
            x = transform(part->variable.how, c->number[d->row[i]]);
            if (!isfinite(x)) {
                (void)snprintf(where, sizeof where, "row %zu", d->row[i] + 1);
                return refuse_value(&part->variable, where, c->number[d->row[i]], p);
            }
        }
        value[i] *= x;
    }
    return true;
}

static bool fill(const design *d, covariate *c, problem *p)
{
    c->value = take(d->rows, sizeof *c->value);
    for (size_t i = 0; i < d->rows; i++)
        c->value[i] = 1.0;
    for (size_t k = 0; k < c->parts; k++)
        if (!multiply(d, &c->part[k], c->value, p))
            return false;
    return true;
}

static void choose(design_choice *choice, size_t j)
{
    for (size_t i = 0; i < choice->count; i++)
        if (choice->covariate[i] == j)
            return;
    choice->covariate = room_for_one_more(choice->covariate, choice->count,
                                          sizeof *choice->covariate);
    choice->covariate[choice->count++] = j;
}

/* Finds the covariate of these parts, or makes it. */
static bool need_covariate(design *d, size_t parts, const design_part *part,
                           design_choice *choice, problem *p)
{
    covariate c = { .parts = parts };

    memcpy(c.part, part, parts * sizeof *part);
    c.name = product_name(d, &c);
    for (size_t j = 0; j < d->count; j++)
        if (strcmp(d->covariate[j].name, c.name) == 0) {
            free(c.name);
            choose(choice, j);
            return true;
        }
    for (size_t i = 0; i < parts; i++)
        c.part[i].variable.column = copy_text(part[i].variable.column);
    d->covariate = room_for_one_more(d->covariate, d->count, sizeof c);
    d->covariate[d->count++] = c;
    choose(choice, d->count - 1);
    return fill(d, &d->covariate[d->count - 1], p);
}

/* All products of choices, the first variable's varying fastest, as in R. */
static bool expand(design *d, size_t depth, const coding *coded, size_t factors,
                   design_part *part, design_choice *choice, problem *p)
{
    const coding *c;

    if (depth == 0)
        return need_covariate(d, factors, part, choice, p);
    c = &coded[depth - 1];
    part[depth - 1] = c->part;
    if (c->levels == 0)
        return expand(d, depth - 1, coded, factors, part, choice, p);
    for (size_t level = 0; level < c->levels; level++) {
        part[depth - 1].level = level;
        if (level != c->skipped
            && !expand(d, depth - 1, coded, factors, part, choice, p))
            return false;
    }
    return true;
}

/* True if the formula has the term without its factor number i. */
static bool has_margin(const formula *f, const term *t, size_t i)
{
    for (size_t k = 0; k < f->count; k++) {
        const term *other = &f->term[k];
        size_t common = 0;

        for (size_t m = 0; m < t->factors; m++)
            for (size_t n = 0; m != i && n < other->factors; n++)
                common += variable_equal(&t->factor[m], &other->factor[n]);
        if (other->factors == t->factors - 1 && common == other->factors)
            return true;
    }
    return false;
}

/* A factor of a term loses its reference level where the rest of the term is in
 * the formula, and so spans that column already; the intercept is the rest of a
 * factor alone (the rule of Chambers and Hastie, Statistical Models in S, 1992,
 * which R follows).  Without an intercept the first factor stands in for it. */
static bool add_term(design *d, const formula *f, const term *t, bool *constant,
                     design_choice *choice, problem *p, const options *o)
{
    coding coded[MOST_FACTORS];
    design_part part[MOST_FACTORS];

    for (size_t i = 0; i < t->factors; i++) {
        const bool alone = t->factors == 1;
        const bool spanned = alone ? *constant : has_margin(f, t, i);

        if (!find_coding(d, &t->factor[i], !spanned, &coded[i], o, p))
            return false;
        *constant = *constant || (alone && coded[i].levels > 0);
    }
    return expand(d, t->factors, coded, t->factors, part, choice, p);
}

bool design_add(design *d, const formula *f, design_choice *choice, problem *p,
                const options *o)
{
    bool constant = f->intercept; /* in the span of the columns so far */

    *choice = (design_choice) { 0 };
    for (size_t k = 0; k < f->count; k++)
        if (!add_term(d, f, &f->term[k], &constant, choice, p, o))
            return false;
    return true;
}

bool design_check_references(const design *d, const options *o, problem *p)
{
    const char *text;

    for (size_t i = 0; (text = options_repeated(o, "ref", i)) != NULL; i++) {
        const char *equals = strchr(text, '=');
        size_t k = 0;

        if (equals == NULL)
            return problem_set(p, "option '--ref': '%s' is not COLUMN=LEVEL", text);
        while (k < d->factors
               && (strlen(d->factor[k].column->name) != (size_t)(equals - text)
                   || strncmp(d->factor[k].column->name, text,
                              (size_t)(equals - text)) != 0))
            k++;
        if (k == d->factors)
            return problem_set(p, "option '--ref': the model has no factor '%.*s'; "
                               "factor(%.*s) in a formula makes one of numbers",
                               (int)(equals - text), text, (int)(equals - text),
                               text);
    }
    return true;
}

/* ---- single points --------------------------------------------------------- */

static bool part_value(const design *d, const design_part *part, const char *text,
                       double *x, problem *p)
{
    const char *name = part->variable.column;
    char hint[128];

    if (part->factor != NOT_A_FACTOR) {
        const factor *f = &d->factor[part->factor];
        const size_t level = factor_find(f, text);

        *x = level == part->level;
        return level < f->count
            || problem_set(p, "column '%s' has no level '%s'%s", name, text,
                           factor_hint(f, text, hint, sizeof hint));
    }
    if (!read_number(text, x))
        return problem_set(p, "the value '%s' for '%s' is not a number", text, name);
    *x = transform(part->variable.how, *x);
    return isfinite(*x)
        || problem_set(p, "the value '%s' for '%s' is out of range", text, name);
}

bool design_point(const design *d, design_lookup lookup, void *data,
                  double *values, problem *p)
{
    for (size_t j = 0; j < d->count; j++) {
        const covariate *c = &d->covariate[j];

        values[j] = 1.0;
        for (size_t i = 0; i < c->parts; i++) {
            const char *text = lookup(c->part[i].variable.column, data);
            double x;

            if (text == NULL)
                return problem_set(p, "there is no value for '%s'",
                                   c->part[i].variable.column);
            if (!part_value(d, &c->part[i], text, &x, p))
                return false;
            values[j] *= x;
        }
    }
    return true;
}
