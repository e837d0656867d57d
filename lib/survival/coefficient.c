/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of a model's coefficients, their names, and the design that is
 * compiled from them when it is first needed. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "survival/model_impl.h"

paramod_status paramod_i_model_reserve(paramod_survival_model *model, size_t size)
{
    paramod_i_coefficient *grown =
        paramod_i_resize(model->coefficient, size + 1, sizeof *grown);

    if (grown == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    model->coefficient = grown;
    return PARAMOD_OK;
}

/* Appends one coefficient that is its own leader. */
static paramod_i_coefficient *append(paramod_survival_model *model, size_t p)
{
    const size_t i = model->size++;
    paramod_i_coefficient *c = &model->coefficient[i];

    *c = (paramod_i_coefficient){ .parameter = p, .covariate = PARAMOD_I_NONE,
                                  .leader = i };
    c->block = p < model->family->size ? model->family->parameter[p] : "frailty";
    return c;
}

static void list_intercepts(paramod_survival_model *model, size_t p)
{
    const paramod_i_regression *r = &model->regression[p];
    const paramod_survival_data *data = model->data;
    const size_t intercepts = r->fixed ? 1 : data->strata;

    for (size_t s = 0; s < intercepts; s++) {
        paramod_i_coefficient *c = append(model, p);

        c->fixed = r->fixed;
        c->value = r->value;
        c->stratum = s;
        c->label = intercepts == 1 ? "(Intercept)" : NULL;
        if (intercepts > 1)
            (void)paramod_i_format(c->text, sizeof c->text, "(Intercept):%lu",
                                   (unsigned long)data->stratum[s]);
    }
}

static void list_parameter(paramod_survival_model *model, size_t p)
{
    const paramod_i_regression *r = &model->regression[p];

    list_intercepts(model, p);
    for (size_t j = 0; j < r->count; j++) {
        paramod_i_coefficient *c = append(model, p);

        c->covariate = r->term[j].covariate;
        c->fixed = r->term[j].fixed;
        c->value = r->term[j].value;
        c->label = model->data->covariate[c->covariate].name;
    }
}

/* A fixed leader fixes its follower; a fixed follower follows no one. */
static void apply_tie(paramod_survival_model *model, const paramod_i_tie *tie)
{
    const size_t from = paramod_i_model_index(model, tie->parameter,
                                              tie->covariate);
    const size_t to = paramod_i_model_index(model, tie->parameter2,
                                            tie->covariate2);
    const size_t strata = tie->covariate == PARAMOD_I_NONE &&
                          tie->covariate2 == PARAMOD_I_NONE
                          ? model->data->strata : 1;

    if (from == model->size || to == model->size || model->coefficient[to].fixed)
        return;
    for (size_t s = 0; s < strata; s++) {
        const size_t step = model->coefficient[from].fixed ? 0 : s;
        const paramod_i_coefficient *leader =
            &model->coefficient[model->coefficient[from + step].leader];
        paramod_i_coefficient *follower = &model->coefficient[to + s];

        if (leader == follower)
            continue;
        follower->fixed = leader->fixed;
        follower->value = leader->value;
        follower->leader = leader->fixed ? to + s
                                         : (size_t)(leader - model->coefficient);
    }
}

void paramod_i_model_list(paramod_survival_model *model)
{
    model->size = 0;
    for (size_t p = 0; p < model->family->size; p++)
        list_parameter(model, p);
    if (model->frailty != PARAMOD_FRAILTY_NONE)
        append(model, model->family->size)->label = "log(theta)";
    for (size_t k = 0; k < model->ties; k++)
        apply_tie(model, &model->tie[k]);
    /* a leader may itself have come to follow another one since */
    for (size_t i = 0; i < model->size; i++)
        model->coefficient[i].leader =
            model->coefficient[model->coefficient[i].leader].leader;
}

size_t paramod_i_model_index(const paramod_survival_model *model,
                             size_t parameter, size_t covariate)
{
    size_t i = 0;

    while (i < model->size &&
           (model->coefficient[i].parameter != parameter ||
            model->coefficient[i].covariate != covariate))
        i++;
    return i;
}

static const char *parameter_at(size_t index, const void *data)
{
    const paramod_family *family = data;

    return family->parameter[index];
}

static const char *covariate_at(size_t index, const void *data)
{
    const paramod_survival_data *rows = data;

    return rows->covariate[index].name;
}

paramod_status paramod_i_model_parameter(const paramod_survival_model *model,
                                         const char *name, size_t *parameter,
                                         const char *function)
{
    const paramod_family *family = model->family;
    size_t p = 0;

    while (p < family->size && strcmp(family->parameter[p], name) != 0)
        p++;
    *parameter = p;
    if (p < family->size)
        return PARAMOD_OK;
    p = paramod_i_nearest_name(name, family->size, parameter_at, family);
    if (p == family->size)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "'%s' has no parameter '%s'",
                            family->name, name);
    return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "'%s' has no parameter '%s'; did you "
                        "mean '%s'?", family->name, name, family->parameter[p]);
}

paramod_status paramod_i_model_covariate(const paramod_survival_model *model,
                                         const char *name, size_t *covariate,
                                         const char *function)
{
    const paramod_survival_data *data = model->data;
    size_t j = paramod_i_data_find(data, name);

    *covariate = j;
    if (j < data->covariates)
        return PARAMOD_OK;
    j = paramod_i_nearest_name(name, data->covariates, covariate_at, data);
    if (j == data->covariates)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "the data have no covariate "
                            "'%s'", name);
    return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "the data have no covariate '%s'; "
                        "did you mean '%s'?", name, data->covariate[j].name);
}

const char *paramod_i_coefficient_name(const paramod_i_coefficient *c)
{
    return c->label == NULL ? c->text : c->label;
}

size_t paramod_survival_model_size(const paramod_survival_model *model)
{
    return model->size;
}

const char *paramod_survival_model_block(const paramod_survival_model *model,
                                         size_t index)
{
    return index < model->size ? model->coefficient[index].block : NULL;
}

const char *paramod_survival_model_name(const paramod_survival_model *model,
                                        size_t index)
{
    return index < model->size
               ? paramod_i_coefficient_name(&model->coefficient[index]) : NULL;
}

paramod_status paramod_i_model_design(const paramod_survival_model *model,
                                      paramod_i_design **design_out)
{
    struct paramod_i_compiled *compiled = model->compiled;
    paramod_status status = PARAMOD_OK;

    (void)pthread_mutex_lock(&compiled->lock);
    if (compiled->design == NULL)
        status = paramod_i_design_create(model, &compiled->design);
    if (status == PARAMOD_OK) {
        paramod_i_design_hold(compiled->design);
        *design_out = compiled->design;
    }
    (void)pthread_mutex_unlock(&compiled->lock);
    return status;
}

paramod_status paramod_survival_model_space(const paramod_survival_model *model,
                                            paramod_space **space_out)
{
    paramod_i_design *design;
    paramod_status status;

    if (model == NULL || space_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model or space_out is null");
    status = paramod_i_model_design(model, &design);
    if (status != PARAMOD_OK)
        return status;
    status = paramod_i_design_space(design, space_out);
    paramod_i_design_release(design);
    return status;
}
