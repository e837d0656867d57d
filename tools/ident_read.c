/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON to models. */

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ident_model.h"
#include "memory.h"

/* ---- pieces ------------------------------------------------------------------------- */

static bool read_names(const json_t *root, const char *key, size_t *count, char ***names,
                       bool needed, problem *p)
{
    const json_t *list = json_object_get(root, key);

    if (list == NULL && !needed)
        return true;
    if (!json_is_array(list))
        return problem_set(p, "'%s' is not a list of names", key);
    *names = take(json_array_size(list) + 1, sizeof **names);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));

        if (name == NULL || name[0] == '\0')
            return problem_set(p, "'%s': entry %zu is not a name", key, i + 1);
        (*names)[(*count)++] = copy_text(name);
    }
    return true;
}

/* A number at place i of a list; what is missing or null is the default. */
static bool number_at(const json_t *root, const char *key, size_t i, double otherwise,
                      double *value, problem *p)
{
    const json_t *list = json_object_get(root, key), *x;

    *value = otherwise;
    if (list == NULL)
        return true;
    x = json_array_get(list, i);
    if (x == NULL)
        return problem_set(p, "'%s' has no entry %zu, but there are more parameters", key,
                           i + 1);
    if (json_is_null(x))
        return true;
    *value = json_number_value(x);
    return json_is_number(x) ||
           problem_set(p, "'%s': entry %zu is not a number", key, i + 1);
}

static bool choose(const char *text, const char *const *names, const char *what,
                   size_t *choice, problem *p)
{
    for (*choice = 0; names[*choice] != NULL; ++*choice)
        if (text != NULL && strcmp(text, names[*choice]) == 0)
            return true;
    return problem_set(p, "%s is '%s'; it must be '%s', '%s' or '%s'", what,
                       text != NULL ? text : "no text", names[0], names[1], names[2]);
}

/* ---- parameters ------------------------------------------------------------------------ */

static bool is_fixed(const json_t *root, const char *name)
{
    const json_t *list = json_object_get(root, "fixed");

    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *other = json_string_value(json_array_get(list, i));

        if (other != NULL && strcmp(other, name) == 0)
            return true;
    }
    return false;
}

static bool read_parameter(ident_model *m, const json_t *root, size_t i, problem *p)
{
    static const char *const scales[] = { "lin", "log", "log10", NULL };
    const json_t *scale = json_object_get(root, "scale");
    double lower, upper;
    size_t choice = 0;

    if (scale != NULL && !choose(json_string_value(json_array_get(scale, i)), scales,
                                 "a scale", &choice, p))
        return false;
    m->scale[i] = choice;
    if (!number_at(root, "nominal", i, (double)NAN, &m->nominal[i], p) ||
        !number_at(root, "lower", i, choice == 0 ? -INFINITY : 0.0, &lower, p) ||
        !number_at(root, "upper", i, INFINITY, &upper, p))
        return false;
    if (isnan(m->nominal[i]))
        return problem_set(p, "'%s' has no nominal value", m->parameter[i]);
    if (paramod_space_add(m->space, m->parameter[i], "1", lower, upper) != PARAMOD_OK)
        return problem_from_library(p);
    if (is_fixed(root, m->parameter[i]) &&
        paramod_space_fix(m->space, i, m->nominal[i]) != PARAMOD_OK)
        return problem_from_library(p);
    return true;
}

static bool read_parameters(ident_model *m, const json_t *root, problem *p)
{
    if (!read_names(root, "parameters", &m->parameters, &m->parameter, true, p) ||
        !read_names(root, "states", &m->states, &m->state, false, p) ||
        !read_names(root, "inputs", &m->inputs, &m->input, false, p))
        return false;
    if (m->parameters == 0)
        return problem_set(p, "there are no parameters");
    m->scale = take(m->parameters, sizeof *m->scale);
    m->nominal = take(m->parameters, sizeof *m->nominal);
    if (paramod_space_create(&m->space) != PARAMOD_OK)
        return problem_from_library(p);
    for (size_t i = 0; i < m->parameters; i++)
        if (!read_parameter(m, root, i, p))
            return false;
    return true;
}

static void make_pool(ident_model *m)
{
    const size_t count = m->parameters + 1 + m->states + m->inputs;
    const char **name = take(count + 1, sizeof *name);
    size_t at = 0;

    for (size_t i = 0; i < m->parameters; i++)
        name[at++] = m->parameter[i];
    name[at++] = "time_t";
    for (size_t i = 0; i < m->states; i++)
        name[at++] = m->state[i];
    for (size_t i = 0; i < m->inputs; i++)
        name[at++] = m->input[i];
    m->pool = expressions_create(count, name);
    free(name);
}

/* ---- experiments --------------------------------------------------------------------------- */

/* A formula, which may be a number. */
static bool read_formula(ident_model *m, const json_t *value, const char *what,
                         size_t *node, problem *p)
{
    if (json_is_number(value)) {
        *node = expression_number(m->pool, json_number_value(value));
        return true;
    }
    if (!json_is_string(value))
        return problem_set(p, "%s is missing, or neither a formula nor a number", what);
    return expression_read(m->pool, json_string_value(value), what, node, p);
}

static bool read_states(ident_model *m, const json_t *from, const char *key, size_t e,
                        size_t *nodes, problem *p)
{
    const json_t *object = json_object_get(from, key);
    char what[200];

    for (size_t i = 0; i < m->states; i++) {
        (void)snprintf(what, sizeof what, "experiment %zu, %s of '%.100s'", e + 1, key,
                       m->state[i]);
        if (!read_formula(m, json_object_get(object, m->state[i]), what, &nodes[i], p))
            return false;
    }
    return true;
}

static bool read_event(ident_model *m, ident_experiment *x, const json_t *event, size_t k,
                       size_t e, problem *p)
{
    const json_t *set = json_object_get(event, "set");
    char what[200];

    if (!json_is_number(json_object_get(event, "t")))
        return problem_set(p, "experiment %zu, event %zu: 't' is not a number", e + 1,
                           k + 1);
    x->event_time[k] = json_number_value(json_object_get(event, "t"));
    for (size_t i = 0; i < m->states; i++) {
        size_t *node = &x->event_node[k * m->states + i];
        const json_t *value = json_object_get(set, m->state[i]);

        (void)snprintf(what, sizeof what, "experiment %zu, event %zu, '%.100s'", e + 1,
                       k + 1, m->state[i]);
        if (value == NULL ? !expression_read(m->pool, m->state[i], what, node, p)
                          : !read_formula(m, value, what, node, p))
            return false;
    }
    return true;
}

static bool read_events(ident_model *m, ident_experiment *x, const json_t *from, size_t e,
                        problem *p)
{
    const json_t *list = json_object_get(from, "events");

    x->events = json_array_size(list);
    x->event_time = take(x->events + 1, sizeof *x->event_time);
    x->event_node = take(x->events * m->states + 1, sizeof *x->event_node);
    for (size_t k = 0; k < x->events; k++)
        if (!read_event(m, x, json_array_get(list, k), k, e, p))
            return false;
    return true;
}

/* The value of an input at a time: the last [from, value] not after it. */
static double input_at(const json_t *list, double t)
{
    double value = 0.0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i);

        if (i == 0 || json_number_value(json_array_get(pair, 0)) <= t)
            value = json_number_value(json_array_get(pair, 1));
    }
    return value;
}

static void add_restart(ident_experiment *x, double t)
{
    size_t at = 0;

    if (t <= x->start)
        return;
    while (at + 1 < x->segments && x->restart[at] < t)
        at++;
    if (at + 1 < x->segments && x->restart[at] == t)
        return;
    x->restart = resize(x->restart, x->segments, sizeof *x->restart);
    for (size_t i = x->segments - 1; i > at; i--)
        x->restart[i] = x->restart[i - 1];
    x->restart[at] = t;
    x->segments++;
}

static bool read_inputs(ident_model *m, ident_experiment *x, const json_t *from, size_t e,
                        problem *p)
{
    const json_t *object = json_object_get(from, "inputs");

    x->segments = 1;
    for (size_t u = 0; u < m->inputs; u++) {
        const json_t *list = json_object_get(object, m->input[u]);

        if (!json_is_array(list) || json_array_size(list) == 0)
            return problem_set(p, "experiment %zu: input '%s' is not a list of [from, "
                               "value]", e + 1, m->input[u]);
        for (size_t i = 0; i < json_array_size(list); i++) {
            const json_t *pair = json_array_get(list, i);

            if (!json_is_number(json_array_get(pair, 0)) ||
                !json_is_number(json_array_get(pair, 1)))
                return problem_set(p, "experiment %zu: entry %zu of input '%s' is not "
                                   "[from, value]", e + 1, i + 1, m->input[u]);
            add_restart(x, json_number_value(json_array_get(pair, 0)));
        }
    }
    x->input = take(x->segments * m->inputs + 1, sizeof *x->input);
    for (size_t s = 0; s < x->segments; s++)
        for (size_t u = 0; u < m->inputs; u++)
            x->input[s * m->inputs + u] =
                input_at(json_object_get(object, m->input[u]),
                         s == 0 ? x->start : x->restart[s - 1]);
    return true;
}

/* ---- data ------------------------------------------------------------------------------------ */

static bool read_noise(const json_t *d, ident_datum *datum, const char *what, problem *p)
{
    static const char *const transforms[] = { "lin", "log", "log10", NULL };
    static const char *const laws[] = { "normal", "laplace", "poisson", NULL };
    const json_t *transform = json_object_get(d, "transf"), *law = json_object_get(d, "noise");
    size_t choice = 0, which = 0;

    if (transform != NULL &&
        !choose(json_string_value(transform), transforms, "transf", &choice, p))
        return false;
    if (law != NULL && !choose(json_string_value(law), laws, "noise", &which, p))
        return false;
    if (which > 0 && choice > 0)
        return problem_set(p, "%s: only normal noise has a transformation", what);
    datum->noise = which == 1 ? PARAMOD_IDENT_LAPLACE
                   : which == 2 ? PARAMOD_IDENT_POISSON : choice;
    return true;
}

static bool read_datum(ident_model *m, const json_t *d, size_t e, size_t i, problem *p)
{
    ident_datum *datum = &m->datum[m->data];
    const json_t *measured = json_object_get(d, "m"), *sigma = json_object_get(d, "sigma");
    char what[100], name[120];

    (void)snprintf(what, sizeof what, "experiment %zu, datum %zu", e + 1, i + 1);
    *datum = (ident_datum){ .experiment = e };
    if (!json_is_number(json_object_get(d, "t")))
        return problem_set(p, "%s: 't' is not a number", what);
    datum->t = json_number_value(json_object_get(d, "t"));
    datum->m = json_is_number(measured) ? json_number_value(measured) : (double)NAN;
    if (measured != NULL && !json_is_null(measured) && !json_is_number(measured))
        return problem_set(p, "%s: 'm' is not a number", what);
    m->measured = m->measured && !isnan(datum->m);
    (void)snprintf(name, sizeof name, "%s, y", what);
    if (!read_formula(m, json_object_get(d, "y"), name, &datum->y, p))
        return false;
    (void)snprintf(name, sizeof name, "%s, sigma", what);
    if (sigma == NULL)
        datum->sigma = expression_number(m->pool, 1.0);
    else if (!read_formula(m, sigma, name, &datum->sigma, p))
        return false;
    m->data++;
    return read_noise(d, datum, what, p);
}

static bool read_experiment(ident_model *m, const json_t *from, size_t e, problem *p)
{
    ident_experiment *x = &m->experiment[e];
    const json_t *list = json_object_get(from, "data");

    x->start = json_number_value(json_object_get(from, "start"));
    x->equilibrate = json_is_true(json_object_get(from, "equilibrate"));
    x->rate = take(m->states + 1, sizeof *x->rate);
    x->initial = take(m->states + 1, sizeof *x->initial);
    if (!read_states(m, from, "rhs", e, x->rate, p) ||
        !read_states(m, from, "x0", e, x->initial, p) ||
        !read_inputs(m, x, from, e, p) || !read_events(m, x, from, e, p))
        return false;
    if (json_array_size(list) == 0)
        return problem_set(p, "experiment %zu has no data", e + 1);
    m->datum = resize(m->datum, m->data + json_array_size(list), sizeof *m->datum);
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!read_datum(m, json_array_get(list, i), e, i, p))
            return false;
    return true;
}

static bool read_root(ident_model *m, const json_t *root, problem *p)
{
    const json_t *list = json_object_get(root, "experiments");

    if (!json_is_object(root))
        return problem_set(p, "the file is not a JSON object");
    if (!read_parameters(m, root, p))
        return false;
    make_pool(m);
    m->experiments = json_array_size(list);
    if (m->experiments == 0)
        return problem_set(p, "there are no experiments");
    m->experiment = take(m->experiments, sizeof *m->experiment);
    m->measured = true;
    for (size_t e = 0; e < m->experiments; e++)
        if (!read_experiment(m, json_array_get(list, e), e, p))
            return false;
    return true;
}

/* ---- files --------------------------------------------------------------------------------------- */

static void release_names(size_t count, char **names)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

static void release_experiment(const ident_model *m, ident_experiment *x)
{
    ident_compile_release(m, x);
    free(x->rate);
    free(x->initial);
    free(x->time);
    free(x->observable);
    free(x->restart);
    free(x->input);
    free(x->event_time);
    free(x->event_node);
}

void ident_model_destroy(ident_model *m)
{
    if (m == NULL)
        return;
    paramod_ident_destroy(m->ident);
    paramod_ident_ode_destroy(m->rows);
    paramod_ode_destroy(m->ode);
    for (size_t e = 0; e < m->experiments; e++)
        release_experiment(m, &m->experiment[e]);
    free(m->experiment);
    release_names(m->states, m->state);
    release_names(m->parameters, m->parameter);
    release_names(m->inputs, m->input);
    free(m->scale);
    free(m->nominal);
    free(m->datum);
    paramod_space_destroy(m->space);
    expressions_destroy(m->pool);
    free(m);
}

static ident_model *from_json(json_t *root, const json_error_t *error, const char *file,
                              problem *p)
{
    ident_model *m;

    if (root == NULL) {
        (void)problem_set(p, "'%s', line %d: %s", file, error->line, error->text);
        return NULL;
    }
    m = take(1, sizeof *m);
    if (!read_root(m, root, p)) {
        char why[PROBLEM_SIZE];

        (void)snprintf(why, sizeof why, "%s", p->text);
        (void)problem_set(p, "'%s': %s", file, why);
        ident_model_destroy(m);
        m = NULL;
    }
    json_decref(root);
    return m;
}

ident_model *ident_model_parse(const char *text, size_t size, const char *file, problem *p)
{
    json_error_t error;

    return from_json(json_loadb(text, size, JSON_REJECT_DUPLICATES, &error), &error, file,
                     p);
}

ident_model *ident_model_read(const char *file, const ident_tolerances *tolerances,
                              bool without_data, problem *p)
{
    json_error_t error;
    ident_model *m = from_json(json_load_file(file, JSON_REJECT_DUPLICATES, &error), &error,
                               file, p);

    if (m != NULL && !ident_model_build(m, tolerances, without_data, p)) {
        ident_model_destroy(m);
        return NULL;
    }
    return m;
}
