/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nearest.h"
#include "survival_model.h"

const option survival_data_options[] = {
    { "time", "COLUMN", "time of event or censoring; left end of intervals", false },
    { "status", "COLUMN", "0 censored, 1 event, 2 left-, 3 interval-censored", false },
    { "event", "VALUE", "value of the status column that means the event", false },
    { "time2", "COLUMN", "right end of intervals; missing means no end", false },
    { "entry", "COLUMN", "late entry, or start of (start, stop] rows", false },
    { "time-unit", "X", "divide all times by X", false },
    { "weights", "COLUMN", "weights of the rows; rows of weight 0 are left out", false },
    { "cluster", "COLUMN", "clusters of rows, for --frailty and --robust", false },
    { "strata", "COLUMN", "strata, each with intercepts of its own", false },
    { "subject", "COLUMN", "subjects of (start, stop] rows, for --frailty", false },
    { "complete", "COLUMN", "leave out rows that miss this column as well", true },
    { "ref", "COLUMN=LEVEL", "reference level of a factor (default: the first)", true },
    { NULL, NULL, NULL, false },
};

const option survival_model_options[] = {
    { "family", "NAME", "family of distributions (default apgw)", false },
    { "covariates", "FORMULA", "formula of the family's first parameter", false },
    { "fix", "PARAMETER[:NAME]=X", "fix an intercept, or a coefficient, at X", true },
    { "tie", "P:NAME=Q:NAME", "give two coefficients one value", true },
    { "offset", "PARAMETER=COLUMN", "add a column to a linear predictor", true },
    { "frailty", "gamma|invgauss", "shared frailty by --cluster", false },
    { NULL, NULL, NULL, false },
};

const option survival_fit_options[] = {
    { "robust", NULL, "sandwich standard errors, by --cluster if given", false },
    { "starts", "N", "number of starts (default: the family's own set)", false },
    { "seed", "S", "seed of random starts and simulations (default 1)", false },
    { "iterations", "N", "most iterations per start (default 200)", false },
    { "threads", "N", "threads (default: one per processor)", false },
    { "ridge", NULL, "report the highest likelihood even where it is degenerate", false },
    { "level", "X", "level of intervals (default 0.95)", false },
    { "quiet", NULL, "no progress on the terminal", false },
    { NULL, NULL, NULL, false },
};

/* The distinct parameter names of all families, in order of appearance. */
const option *survival_parameter_options(void)
{
    static option list[64];
    size_t count = 0;
    const paramod_family *family;

    for (size_t k = 0; (family = paramod_family_at(k)) != NULL; k++)
        for (size_t i = 0; i < paramod_family_size(family); i++) {
            const char *name = paramod_family_parameter(family, i);
            size_t j = 0;

            while (j < count && strcmp(list[j].name, name) != 0)
                j++;
            if (j == count && count + 1 < sizeof list / sizeof list[0])
                list[count++] = (option) { name, "FORMULA", NULL, false };
        }
    list[count].name = NULL;
    return list;
}

const paramod_family *survival_family(const char *name, problem *p)
{
    const paramod_family *family = paramod_family_find(name);
    nearest n = nearest_to(name);
    char hint[128];

    for (size_t k = 0; family == NULL && paramod_family_at(k) != NULL; k++)
        nearest_try(&n, paramod_family_name(paramod_family_at(k)));
    if (family == NULL)
        (void)problem_set(p, "there is no family '%s'%s", name,
                          nearest_hint(&n, "", hint, sizeof hint));
    return family;
}

bool survival_family_is_real(const paramod_family *family)
{
    const double theta[MOST_PARAMETERS] = { 0.5, 0.5, 0.5, 0.5 };

    return isfinite(paramod_family_log_density(family, -1.0, theta));
}

/* ---- formulas -------------------------------------------------------------- */

/* Place of the family's parameter of that name, or the number of them. */
static size_t parameter_place(const paramod_family *family, const char *name)
{
    size_t i = 0;

    while (i < paramod_family_size(family)
           && strcmp(paramod_family_parameter(family, i), name) != 0)
        i++;
    return i;
}

static bool refuse_parameter(const paramod_family *family, const char *name,
                             problem *p)
{
    char list[256] = "";

    for (size_t i = 0; i < paramod_family_size(family); i++)
        (void)snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
                       i == 0 ? "" : ", ", paramod_family_parameter(family, i));
    return problem_set(p, "family '%s' has no parameter '%s'; it has %s",
                       paramod_family_name(family), name, list);
}

/* Refuses formulas for parameters of other families. */
static bool check_parameters(const options *o, const paramod_family *family)
{
    const option *known = survival_parameter_options();

    for (; known->name != NULL; known++)
        if (options_has(o, known->name)
            && parameter_place(family, known->name) == paramod_family_size(family))
            return refuse_parameter(family, known->name, o->problem);
    return true;
}

bool regressions_read(const options *o, const paramod_family *family, bool strict,
                      regressions *r)
{
    *r = (regressions) { .family = family, .parameters = paramod_family_size(family) };
    if (strict && !check_parameters(o, family))
        return false;
    for (size_t i = 0; i < r->parameters; i++) {
        const char *text = options_text(o, paramod_family_parameter(family, i));

        if (text == NULL && i == 0)
            text = options_text(o, "covariates");
        r->given[i] = text != NULL;
        r->formula[i].intercept = true;
        if (text != NULL && !formula_read(text, &r->formula[i], o->problem)) {
            r->given[i] = false;
            return false;
        }
    }
    return true;
}

void regressions_release(regressions *r)
{
    for (size_t i = 0; i < r->parameters; i++) {
        formula_release(&r->formula[i]);
        design_choice_release(&r->choice[i]);
    }
}
