/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of a structural equation model. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/model_impl.h"

size_t paramod_i_model_find(const paramod_sem_model *model, const char *name)
{
    for (size_t i = 0; i < model->variables; i++)
        if (strcmp(model->variable[i].name, name) == 0)
            return i;
    return PARAMOD_I_NONE;
}

size_t paramod_i_model_variable(paramod_sem_model *model, const char *name)
{
    const size_t known = paramod_i_model_find(model, name), i = model->variables;
    paramod_i_variable *more;

    if (known != PARAMOD_I_NONE)
        return known;
    more = paramod_i_resize(model->variable, i + 1, sizeof *more);
    if (more == NULL)
        return PARAMOD_I_NONE;
    model->variable = more;
    more[i] = (paramod_i_variable){ .name = paramod_i_copy_text(name) };
    if (more[i].name == NULL)
        return PARAMOD_I_NONE;
    model->variables++;
    return i;
}

paramod_i_row *paramod_i_model_add_row(paramod_sem_model *model)
{
    paramod_i_row *row;

    if (model->rows == model->row_room) {
        const size_t room = 2 * model->row_room + 16;
        paramod_i_row *const more = paramod_i_resize(model->row, room, sizeof *more);

        if (more == NULL)
            return NULL;
        model->row = more;
        model->row_room = room;
    }
    row = model->row + model->rows++;
    *row = (paramod_i_row){ .value = NAN, .start = NAN, .lower = -INFINITY,
                            .upper = INFINITY, .parameter = PARAMOD_I_NONE,
                            .expression = PARAMOD_I_NONE };
    return row;
}

/* Where "to <- from" stands in A: a loading "f =~ y" is the edge f -> y. */
static bool same_edge(const paramod_i_row *row, paramod_sem_row_kind kind, size_t lhs,
                      size_t rhs)
{
    const bool measured = kind == PARAMOD_SEM_LOADING;
    const size_t to = measured ? rhs : lhs, from = measured ? lhs : rhs;

    if (row->kind == PARAMOD_SEM_LOADING)
        return row->rhs == to && row->lhs == from;
    return row->kind == PARAMOD_SEM_REGRESSION && row->lhs == to && row->rhs == from;
}

paramod_i_row *paramod_i_model_entry(const paramod_sem_model *model,
                                     paramod_sem_row_kind kind, size_t lhs,
                                     size_t rhs, size_t group)
{
    for (size_t i = 0; i < model->rows; i++) {
        paramod_i_row *const row = model->row + i;
        bool same;

        if (row->group != group)
            continue;
        if (kind == PARAMOD_SEM_LOADING || kind == PARAMOD_SEM_REGRESSION)
            same = same_edge(row, kind, lhs, rhs);
        else
            same = row->kind == kind &&
                   ((row->lhs == lhs && row->rhs == rhs) ||
                    (row->lhs == rhs && row->rhs == lhs));
        if (same)
            return row;
    }
    return NULL;
}

const char *paramod_i_row_operator(paramod_sem_row_kind kind)
{
    static const char *const operator[] = { "", "=~", "~", "~~", "~1", ":=" };

    return operator[kind];
}

void paramod_i_row_text(const paramod_sem_model *model, const paramod_i_row *row,
                        char *text, size_t size)
{
    char group[24] = "";

    if (row->group > 0)
        (void)paramod_i_format(group, sizeof group, ".g%zu", row->group + 1);
    (void)paramod_i_format(text, size, "%s%s%s%s",
                           row->kind == PARAMOD_SEM_DEFINED ? row->given
                           : model->variable[row->lhs].name,
                           paramod_i_row_operator(row->kind),
                           row->kind == PARAMOD_SEM_DEFINED ? row->text
                           : row->kind == PARAMOD_SEM_INTERCEPT ? ""
                           : model->variable[row->rhs].name, group);
}

/* ---- life ------------------------------------------------------------------- */

static void forget_rows(paramod_sem_model *model)
{
    for (size_t i = 0; i < model->rows; i++) {
        paramod_i_free(model->row[i].label);
        paramod_i_free(model->row[i].text);
        paramod_i_free(model->row[i].given);
    }
    for (size_t i = 0; i < model->variables; i++)
        paramod_i_free(model->variable[i].name);
    for (size_t i = 0; i < model->pending; i++) {
        paramod_i_free(model->pend[i].left);
        paramod_i_free(model->pend[i].right);
    }
    paramod_i_free(model->row);
    paramod_i_free(model->variable);
    paramod_i_free(model->pend);
}

void paramod_sem_model_destroy(paramod_sem_model *model)
{
    if (model == NULL)
        return;
    forget_rows(model);
    for (size_t i = 0; i < model->expressions; i++)
        paramod_i_expression_destroy(model->expression[i]);
    for (size_t i = 0; i < model->constraints; i++)
        paramod_i_free(model->constraint[i].coefficient);
    for (size_t i = 0; model->name != NULL && i < model->parameters; i++)
        paramod_i_free(model->name[i]);
    paramod_i_free(model->name);
    paramod_i_free(model->expression);
    paramod_i_free(model->constraint);
    paramod_i_free(model->order);
    paramod_i_free(model->first_row);
    paramod_i_free(model->lower);
    paramod_i_free(model);
}

static paramod_status build(paramod_sem_model *model, const char *text,
                            const paramod_sem_model_options *options)
{
    paramod_status status = (paramod_i_model_is_graph(text) ? paramod_i_model_read_graph
                                                   : paramod_i_model_read)(model, text);

    if (status == PARAMOD_OK)
        status = paramod_i_model_complete(model, options);
    return status == PARAMOD_OK ? paramod_i_model_number(model) : status;
}

paramod_status paramod_sem_model_create(const char *text,
                                        const paramod_sem_model_options *options,
                                        paramod_sem_model **model_out)
{
    paramod_sem_model_options known;
    paramod_sem_model *model;
    paramod_status status;

    if (text == NULL || model_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "text or model_out is null");
    status = paramod_i_options_read(&known, sizeof known, options);
    if (status != PARAMOD_OK)
        return status;
    if (known.groups > 64)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%zu groups, but at most 64 are "
                            "possible", known.groups);
    model = paramod_i_resize(NULL, 1, sizeof *model);
    if (model == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *model = (paramod_sem_model){ .groups = known.groups > 0 ? known.groups : 1 };
    status = build(model, text, &known);
    if (status != PARAMOD_OK) {
        paramod_sem_model_destroy(model);
        return status;
    }
    *model_out = model;
    return PARAMOD_OK;
}

/* ---- questions ---------------------------------------------------------------- */

size_t paramod_sem_model_groups(const paramod_sem_model *model)
{
    return model->groups;
}

size_t paramod_sem_model_observed(const paramod_sem_model *model)
{
    return model->observed;
}

size_t paramod_sem_model_latent(const paramod_sem_model *model)
{
    return model->latent;
}

const char *paramod_sem_model_variable(const paramod_sem_model *model, size_t index)
{
    return index < model->variables ? model->variable[model->order[index]].name : NULL;
}

int paramod_sem_model_has_means(const paramod_sem_model *model)
{
    return model->means;
}

size_t paramod_sem_model_rows(const paramod_sem_model *model)
{
    return model->rows;
}

paramod_sem_row paramod_sem_model_row(const paramod_sem_model *model, size_t index)
{
    const paramod_i_row *const row = model->row + index;
    const bool defined = row->kind == PARAMOD_SEM_DEFINED;

    return (paramod_sem_row){
        .kind = row->kind,
        .lhs = defined ? row->given : model->variable[row->lhs].name,
        .op = paramod_i_row_operator(row->kind),
        .rhs = defined ? row->text : row->kind == PARAMOD_SEM_INTERCEPT ? ""
               : model->variable[row->rhs].name,
        .label = row->label != NULL ? row->label : "",
        .group = row->group, .parameter = row->parameter, .value = row->value,
        .start = row->start, .exogenous = row->exogenous };
}

size_t paramod_sem_model_parameters(const paramod_sem_model *model)
{
    return model->parameters;
}

const char *paramod_sem_model_parameter(const paramod_sem_model *model, size_t index)
{
    return index < model->parameters ? model->name[index] : NULL;
}
