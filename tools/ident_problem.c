/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ident_problem.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "number.h"

const option ident_problem_options[] = {
    { "set", "NAME=VALUE", "a parameter's value instead of its nominal one; may be "
      "repeated", true },
    { "rtol", "X", "relative tolerance of the integrator (default 1e-10)", false },
    { "atol", "X", "absolute tolerance (default 1e-12)", false },
    { "level", "L", "level of intervals (default 0.95)", false },
    { NULL, NULL, NULL, false },
};

static bool set_parameter(ident_problem *q, const char *text, problem *p)
{
    const char *equals = strchr(text, '=');
    char *name;
    size_t i;

    if (equals == NULL)
        return problem_set(p, "option '--set': '%s' is not NAME=VALUE", text);
    name = copy_bytes(text, (size_t)(equals - text));
    i = paramod_space_find(q->model->space, name);
    if (i == q->model->parameters) {
        (void)problem_set(p, "option '--set': there is no parameter '%s'", name);
        free(name);
        return false;
    }
    free(name);
    return read_number(equals + 1, &q->theta[i]) ||
           problem_set(p, "option '--set': '%s' is not a number", equals + 1);
}

bool ident_problem_read(const options *o, ident_problem *q)
{
    ident_tolerances tolerances = { 1e-10, 1e-12 };

    if (o->operands != 1)
        return problem_set(o->problem, "one model file is needed: see --help");
    if (!options_number(o, "rtol", &tolerances.relative) ||
        !options_number(o, "atol", &tolerances.absolute))
        return false;
    q->model = ident_model_read(o->operand[0], &tolerances, false, o->problem);
    if (q->model == NULL)
        return false;
    q->theta = take(q->model->parameters, sizeof *q->theta);
    (void)memcpy(q->theta, q->model->nominal, q->model->parameters * sizeof *q->theta);
    for (size_t i = 0; options_repeated(o, "set", i) != NULL; i++)
        if (!set_parameter(q, options_repeated(o, "set", i), o->problem))
            return false;
    return true;
}

void ident_problem_release(ident_problem *q)
{
    paramod_ident_analysis_destroy(q->analysis);
    ident_model_destroy(q->model);
    free(q->theta);
}
