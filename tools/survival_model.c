/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "nearest.h"
#include "number.h"
#include "survival_model.h"

/* ---- coefficients by name -------------------------------------------------- */

/* "phi" or "phi:trt": a parameter's intercept, or one of its coefficients. */
typedef struct coefficient_name {
    char *block;
    char *name; /* null for the intercept */
} coefficient_name;

static coefficient_name split_name(const char *text, size_t length)
{
    const char *colon = memchr(text, ':', length);
    coefficient_name c = { NULL, NULL };

    if (colon == NULL) {
        c.block = copy_bytes(text, length);
        return c;
    }
    c.block = copy_bytes(text, (size_t)(colon - text));
    c.name = copy_bytes(colon + 1, length - (size_t)(colon - text) - 1);
    if (strcmp(c.name, "(Intercept)") == 0) {
        free(c.name);
        c.name = NULL;
    }
    return c;
}

static void release_name(coefficient_name *c)
{
    free(c->block);
    free(c->name);
}

static bool is_block(const regressions *r, const char *name)
{
    for (size_t i = 0; i < r->parameters; i++)
        if (strcmp(paramod_family_parameter(r->family, i), name) == 0)
            return true;
    return false;
}

static bool check_block(const regressions *r, const char *name, problem *p)
{
    nearest n = nearest_to(name);
    char hint[128];

    if (is_block(r, name))
        return true;
    for (size_t i = 0; i < r->parameters; i++)
        nearest_try(&n, paramod_family_parameter(r->family, i));
    return problem_set(p, "family '%s' has no parameter '%s'%s",
                       paramod_family_name(r->family), name,
                       nearest_hint(&n, "", hint, sizeof hint));
}

static bool check_name(const paramod_survival_model *model, const regressions *r,
                       const coefficient_name *c, problem *p)
{
    nearest n;
    char hint[128];

    if (!check_block(r, c->block, p))
        return false;
    if (c->name == NULL)
        return true;
    n = nearest_to(c->name);
    for (size_t j = 0; j < paramod_survival_model_size(model); j++) {
        if (strcmp(paramod_survival_model_block(model, j), c->block) != 0)
            continue;
        if (strcmp(paramod_survival_model_name(model, j), c->name) == 0)
            return true;
        nearest_try(&n, paramod_survival_model_name(model, j));
    }
    return problem_set(p, "the formula of '%s' has no coefficient '%s'%s", c->block,
                       c->name, nearest_hint(&n, "", hint, sizeof hint));
}

const char *survival_coefficient_name(const survival_input *in, const char *name,
                                      char *text, size_t size)
{
    static const char start[] = "(Intercept):";
    const size_t length = sizeof start - 1;
    unsigned long long label;

    if (in->rows.stratum == NULL || strncmp(name, start, length) != 0
        || !read_count(name + length, &label) || label == 0
        || label > in->rows.strata.count)
        return name;
    (void)snprintf(text, size, "%s%s", start, in->rows.strata.level[label - 1]);
    return text;
}

/* ---- regressions ----------------------------------------------------------- */

static bool regress(const survival_input *in, const regressions *r, size_t i,
                    paramod_survival_model *model, problem *p)
{
    const design_choice *choice = &r->choice[i];
    const char **names = take(choice->count, sizeof *names);
    const char *parameter = paramod_family_parameter(r->family, i);
    paramod_status status;

    for (size_t k = 0; k < choice->count; k++)
        names[k] = in->design.covariate[choice->covariate[k]].name;
    status = paramod_survival_model_regress(model, parameter, choice->count, names);
    if (status == PARAMOD_OK && !r->formula[i].intercept)
        status = paramod_survival_model_fix(model, parameter, NULL, 0.0);
    free(names);
    return status == PARAMOD_OK || problem_from_library(p);
}

/* Weibull and log-logistic laws are located by phi or by lambda, and nothing
 * tells the two intercepts apart: whoever speaks of lambda alone means the
 * proportional form, with phi = 1. */
static bool locate_by_lambda(const regressions *r, paramod_survival_model *model,
                             problem *p)
{
    const char *name = paramod_family_name(r->family);

    if ((strcmp(name, "weibull") != 0 && strcmp(name, "loglogistic") != 0)
        || r->given[0] || !r->given[1])
        return true;
    return paramod_survival_model_fix(model, paramod_family_parameter(r->family, 0),
                                      NULL, 0.0) == PARAMOD_OK
        || problem_from_library(p);
}

/* ---- options --------------------------------------------------------------- */

/* "0.5", "inf", or "log(2)", as most parameters are reported by logarithms. */
static bool read_fixed(const char *text, double *value)
{
    const size_t length = strlen(text);
    char *inside;
    bool good;

    if (strncmp(text, "log(", 4) != 0 || text[length - 1] != ')')
        return read_number(text, value) && !isnan(*value);
    inside = copy_bytes(text + 4, length - 5);
    good = read_number(inside, value) && *value > 0.0;
    free(inside);
    *value = log(*value);
    return good;
}

static bool fix(const char *text, const regressions *r,
                paramod_survival_model *model, problem *p)
{
    const char *equals = strrchr(text, '=');
    coefficient_name c;
    double value;
    bool good;

    if (equals == NULL)
        return problem_set(p, "option '--fix': '%s' is not PARAMETER=X or "
                           "PARAMETER:NAME=X", text);
    if (!read_fixed(equals + 1, &value))
        return problem_set(p, "option '--fix': '%s' is not a number", equals + 1);
    c = split_name(text, (size_t)(equals - text));
    good = check_name(model, r, &c, p)
        && (paramod_survival_model_fix(model, c.block, c.name, value) == PARAMOD_OK
            || problem_from_library(p));
    release_name(&c);
    return good;
}

/* The '=' with a parameter behind it: names of factors may contain others. */
static const char *tie_sign(const char *text, const regressions *r)
{
    for (const char *at = strchr(text, '='); at != NULL; at = strchr(at + 1, '=')) {
        coefficient_name c = split_name(at + 1, strlen(at + 1));
        const bool found = is_block(r, c.block);

        release_name(&c);
        if (found)
            return at;
    }
    return NULL;
}

static bool tie(const char *text, const regressions *r,
                paramod_survival_model *model, problem *p)
{
    const char *sign = tie_sign(text, r);
    coefficient_name a, b;
    bool good;

    if (sign == NULL)
        return problem_set(p, "option '--tie': '%s' is not PARAMETER:NAME="
                           "PARAMETER:NAME", text);
    a = split_name(text, (size_t)(sign - text));
    b = split_name(sign + 1, strlen(sign + 1));
    good = check_name(model, r, &a, p) && check_name(model, r, &b, p)
        && (paramod_survival_model_tie(model, a.block, a.name, b.block, b.name)
            == PARAMOD_OK || problem_from_library(p));
    release_name(&a);
    release_name(&b);
    return good;
}

static bool add_offset(const char *text, const survival_input *in,
                       const regressions *r, paramod_survival_model *model,
                       problem *p)
{
    const char *equals = strchr(text, '=');
    coefficient_name c;
    const column *values;
    double *offset;
    bool good;

    if (equals == NULL)
        return problem_set(p, "option '--offset': '%s' is not PARAMETER=COLUMN", text);
    c = split_name(text, (size_t)(equals - text));
    values = check_block(r, c.block, p) ? table_numbers(in->table, equals + 1, p) : NULL;
    good = values != NULL;
    offset = take(in->rows.count, sizeof *offset);
    for (size_t i = 0; good && i < in->rows.count; i++)
        offset[i] = values->number[in->rows.row[i]];
    good = good && (paramod_survival_model_offset(model, c.block, offset)
                    == PARAMOD_OK || problem_from_library(p));
    free(offset);
    release_name(&c);
    return good;
}

static bool add_frailty(const options *o, const survival_input *in,
                        paramod_survival_model *model, problem *p)
{
    static const char *const names[] = { "none", "gamma", "invgauss", NULL };
    size_t choice = PARAMOD_FRAILTY_NONE;

    if (!options_choice(o, "frailty", names, &choice))
        return false;
    if (choice == PARAMOD_FRAILTY_NONE)
        return true;
    if (in->rows.cluster == NULL)
        return problem_set(p, "option '--frailty' needs '--cluster', which says who "
                           "shares a frailty");
    return paramod_survival_model_frailty(model, (paramod_frailty)choice)
        == PARAMOD_OK || problem_from_library(p);
}

static bool apply_options(const options *o, const survival_input *in,
                          const regressions *r, paramod_survival_model *model,
                          problem *p)
{
    const char *text;

    for (size_t k = 0; (text = options_repeated(o, "fix", k)) != NULL; k++)
        if (!fix(text, r, model, p))
            return false;
    for (size_t k = 0; (text = options_repeated(o, "tie", k)) != NULL; k++)
        if (!tie(text, r, model, p))
            return false;
    for (size_t k = 0; (text = options_repeated(o, "offset", k)) != NULL; k++)
        if (!add_offset(text, in, r, model, p))
            return false;
    return add_frailty(o, in, model, p);
}

bool survival_model_make(const options *o, const survival_input *in,
                         const regressions *r, paramod_survival_model **model)
{
    problem *p = o->problem;
    bool good;

    *model = NULL;
    if (paramod_survival_model_create(r->family, in->data, model) != PARAMOD_OK)
        return problem_from_library(p);
    good = locate_by_lambda(r, *model, p);
    for (size_t i = 0; good && i < r->parameters; i++)
        good = !r->given[i] || regress(in, r, i, *model, p);
    good = good && apply_options(o, in, r, *model, p);
    if (!good) {
        paramod_survival_model_destroy(*model);
        *model = NULL;
    }
    return good;
}
