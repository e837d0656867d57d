/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ident_problem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "number.h"

const option ident_problem_options[] = {
    { "set", "NAME=VALUE", "a parameter's value instead of its nominal one; may be "
      "repeated", true },
    { "rtol", "X", "relative tolerance of the integrator (default 1e-10, for analyze "
      "1e-12)", false },
    { "atol", "X", "absolute tolerance (default a hundredth of it)", false },
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

bool ident_problem_read(const options *o, double relative, ident_problem *q)
{
    ident_tolerances tolerances = { relative, 0.0 };

    if (o->operands != 1)
        return problem_set(o->problem, "one model file is needed: see --help");
    if (!options_number(o, "rtol", &tolerances.relative))
        return false;
    tolerances.absolute = 0.01 * tolerances.relative;
    if (!options_number(o, "atol", &tolerances.absolute))
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

/* Newton's method for erf(z) = level, from below, where erf is concave. */
double ident_half_quantile(double level)
{
    double z = 0.0;

    for (int step = 0; step < 100; step++) {
        const double next = z + (level - erf(z)) * 0.8862269254527580 * exp(z * z);

        if (!(next > z))
            break;
        z = next;
    }
    return z * z;
}

void ident_problem_release(ident_problem *q)
{
    paramod_ident_analysis_destroy(q->analysis);
    ident_model_destroy(q->model);
    free(q->theta);
}
