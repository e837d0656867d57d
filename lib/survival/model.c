/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Survival models: a family, data, and a regression per parameter. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "survival/model_impl.h"

static const char create[] = "paramod_survival_model_create";
static const char regress[] = "paramod_survival_model_regress";
static const char frail[] = "paramod_survival_model_frailty";

/* Families of positive times refuse what data alone cannot. */
static paramod_status check_positive(const paramod_family *family,
                                     const paramod_survival_data *data)
{
    for (size_t g = 0; g < data->groups; g++) {
        const paramod_i_group *group = &data->group[g];

        for (size_t k = 0; k < group->count; k++) {
            const size_t i = group->first + k;
            const size_t row = data->source[i] + 1;
            const bool event = group->kind == PARAMOD_CENSOR_EXACT ||
                               group->kind == PARAMOD_CENSOR_LEFT;

            if (data->time[i] < 0.0)
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "row %zu: time %g < 0, "
                                    "but times of '%s' are positive", row,
                                    data->time[i], family->name);
            if (data->entry != NULL && data->entry[i] < 0.0)
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "row %zu: entry %g < 0, "
                                    "but times of '%s' are positive", row,
                                    data->entry[i], family->name);
            if (event && data->time[i] == 0.0)
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "row %zu: event at time "
                                    "0, but times of '%s' are positive", row,
                                    family->name);
        }
    }
    return PARAMOD_OK;
}

static void forget_design(paramod_survival_model *model)
{
    paramod_i_design_release(model->compiled->design);
    model->compiled->design = NULL;
}

void paramod_survival_model_destroy(paramod_survival_model *model)
{
    if (model == NULL)
        return;
    for (size_t p = 0; p < PARAMOD_I_FAMILY_MOST; p++) {
        paramod_i_free(model->regression[p].term);
        paramod_i_free(model->regression[p].offset);
    }
    if (model->compiled != NULL) {
        forget_design(model);
        (void)pthread_mutex_destroy(&model->compiled->lock);
    }
    paramod_i_free(model->compiled);
    paramod_i_free(model->tie);
    paramod_i_free(model->coefficient);
    paramod_i_free(model);
}

static paramod_status fill(paramod_survival_model *model)
{
    const paramod_family *family = model->family;

    model->compiled = paramod_i_resize(NULL, 1, sizeof *model->compiled);
    if (model->compiled == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *model->compiled = (struct paramod_i_compiled){ .design = NULL };
    (void)pthread_mutex_init(&model->compiled->lock, NULL);
    for (size_t p = 0; p < family->size; p++)
        model->regression[p].fixed = !family->intercept[p];
    return paramod_i_model_reserve(model, family->size * model->data->strata);
}

paramod_status paramod_survival_model_create(const paramod_family *family,
                                             const paramod_survival_data *data,
                                             paramod_survival_model **model_out)
{
    paramod_survival_model *model;
    paramod_status status;

    if (family == NULL || data == NULL || model_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "family, data or model_out is "
                            "null");
    if (!family->real_line) {
        status = check_positive(family, data);
        if (status != PARAMOD_OK)
            return status;
    }
    model = paramod_i_resize(NULL, 1, sizeof *model);
    if (model == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *model = (paramod_survival_model){ .family = family, .data = data };
    status = fill(model);
    if (status != PARAMOD_OK) {
        paramod_survival_model_destroy(model);
        return status;
    }
    paramod_i_model_list(model);
    *model_out = model;
    return PARAMOD_OK;
}

static paramod_status find_terms(const paramod_survival_model *model,
                                 size_t count, const char *const *covariates,
                                 paramod_i_term *term)
{
    for (size_t j = 0; j < count; j++) {
        paramod_status status;

        if (covariates[j] == NULL)
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, regress, "covariate %zu is null", j);
        term[j] = (paramod_i_term){ 0 };
        status = paramod_i_model_covariate(model, covariates[j],
                                           &term[j].covariate, regress);
        if (status != PARAMOD_OK)
            return status;
        for (size_t k = 0; k < j; k++)
            if (term[k].covariate == term[j].covariate)
                return paramod_i_fail(PARAMOD_ERR_ARGUMENT, regress, "'%s' is named twice",
                                    covariates[j]);
    }
    return PARAMOD_OK;
}

paramod_status paramod_survival_model_regress(paramod_survival_model *model,
                                              const char *parameter, size_t count,
                                              const char *const *covariates)
{
    paramod_i_term *term;
    paramod_i_regression *r;
    paramod_status status;
    size_t p = 0;

    if (model == NULL || parameter == NULL || (count > 0 && covariates == NULL))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model, parameter or covariates "
                            "is null");
    status = paramod_i_model_parameter(model, parameter, &p, __func__);
    if (status != PARAMOD_OK)
        return status;
    term = paramod_i_resize(NULL, count + 1, sizeof *term);
    if (term == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = find_terms(model, count, covariates, term);
    if (status == PARAMOD_OK)
        status = paramod_i_model_reserve(model, model->size + count +
                                                model->data->strata);
    if (status != PARAMOD_OK) {
        paramod_i_free(term);
        return status;
    }
    r = &model->regression[p];
    paramod_i_free(r->term);
    r->term = term;
    r->count = count;
    r->fixed = r->fixed && r->by_hand;
    paramod_i_model_list(model);
    forget_design(model);
    return PARAMOD_OK;
}

paramod_status paramod_survival_model_offset(paramod_survival_model *model,
                                             const char *parameter,
                                             const double *offset)
{
    const paramod_survival_data *data;
    paramod_status status;
    double *sorted;
    size_t p = 0;

    if (model == NULL || parameter == NULL || offset == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model, parameter or offset is "
                            "null");
    status = paramod_i_model_parameter(model, parameter, &p, __func__);
    if (status != PARAMOD_OK)
        return status;
    data = model->data;
    for (size_t i = 0; i < data->rows; i++)
        if (!isfinite(offset[data->source[i]]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "row %zu: the offset of '%s' "
                                "is %g", data->source[i] + 1, parameter,
                                offset[data->source[i]]);
    sorted = paramod_i_resize(model->regression[p].offset,
                              data->rows + PARAMOD_I_BLOCK, sizeof *sorted);
    if (sorted == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    (void)memset(sorted + data->rows, 0, PARAMOD_I_BLOCK * sizeof *sorted);
    for (size_t i = 0; i < data->rows; i++)
        sorted[i] = offset[data->source[i]];
    model->regression[p].offset = sorted;
    forget_design(model);
    return PARAMOD_OK;
}

/* Clusters are indispensable, rows must be exact or right-censored, and a
 * weight belongs to a whole cluster. */
static paramod_status check_frailty(const paramod_survival_data *data)
{
    double *weight;
    paramod_status status = PARAMOD_OK;

    if (data->cluster == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, frail, "the data have no clusters to "
                            "share a frailty");
    for (size_t g = 0; g < data->groups; g++)
        if (data->group[g].kind == PARAMOD_CENSOR_LEFT ||
            data->group[g].kind == PARAMOD_CENSOR_INTERVAL)
            return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, frail, "row %zu is left- or "
                                "interval-censored, for which a shared frailty "
                                "has no closed form",
                                data->source[data->group[g].first] + 1);
    weight = paramod_i_resize(NULL, data->clusters, sizeof *weight);
    if (weight == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, frail, "out of memory");
    for (size_t i = 0; i < data->rows; i++)
        weight[data->cluster[i]] = data->weight[i];
    for (size_t i = 0; i < data->rows && status == PARAMOD_OK; i++)
        if (data->weight[i] != weight[data->cluster[i]])
            status = paramod_i_fail(PARAMOD_ERR_DOMAIN, frail, "row %zu: weight %g differs "
                                  "from that of its cluster, whose frailty it "
                                  "shares", data->source[i] + 1,
                                  data->weight[i]);
    paramod_i_free(weight);
    return status;
}

paramod_status paramod_survival_model_frailty(paramod_survival_model *model,
                                              paramod_frailty frailty)
{
    paramod_status status = PARAMOD_OK;

    if (model == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model is null");
    if (frailty != PARAMOD_FRAILTY_NONE && frailty != PARAMOD_FRAILTY_GAMMA &&
        frailty != PARAMOD_FRAILTY_INVERSE_GAUSSIAN)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no frailty number %d",
                            (int)frailty);
    if (frailty != PARAMOD_FRAILTY_NONE)
        status = check_frailty(model->data);
    if (status == PARAMOD_OK)
        status = paramod_i_model_reserve(model, model->size + 1);
    if (status != PARAMOD_OK)
        return status;
    model->frailty = frailty;
    paramod_i_model_list(model);
    forget_design(model);
    return PARAMOD_OK;
}

/* The regression's cell that holds a coefficient's state: *fixed and *value. */
static void state_of(paramod_survival_model *model, size_t p, size_t covariate,
                     bool **fixed, double **value)
{
    paramod_i_regression *r = &model->regression[p];

    *fixed = &r->fixed;
    *value = &r->value;
    for (size_t j = 0; j < r->count && covariate != PARAMOD_I_NONE; j++)
        if (r->term[j].covariate == covariate) {
            *fixed = &r->term[j].fixed;
            *value = &r->term[j].value;
        }
}

static paramod_status find(const paramod_survival_model *model,
                           const char *parameter, const char *covariate,
                           size_t *p, size_t *j, const char *function)
{
    paramod_status status;

    if (model == NULL || parameter == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "model or parameter is null");
    status = paramod_i_model_parameter(model, parameter, p, function);
    *j = PARAMOD_I_NONE;
    if (status == PARAMOD_OK && covariate != NULL)
        status = paramod_i_model_covariate(model, covariate, j, function);
    if (status == PARAMOD_OK && paramod_i_model_index(model, *p, *j) == model->size)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "'%s' has no covariate '%s'",
                            parameter, covariate);
    return status;
}

static bool kappa_is_infinite(const paramod_survival_model *model, size_t p,
                              size_t j, double value)
{
    return j == PARAMOD_I_NONE && value == INFINITY &&
           strcmp(model->family->parameter[p], "kappa") == 0;
}

paramod_status paramod_survival_model_fix(paramod_survival_model *model,
                                          const char *parameter,
                                          const char *covariate, double value)
{
    size_t p = 0, j = 0;
    bool *fixed;
    double *held;
    paramod_status status = find(model, parameter, covariate, &p, &j, __func__);

    if (status != PARAMOD_OK)
        return status;
    if (!isfinite(value) && !kappa_is_infinite(model, p, j, value))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "'%s:%s' cannot be fixed at %g",
                            parameter, covariate == NULL ? "(Intercept)"
                                                         : covariate, value);
    state_of(model, p, j, &fixed, &held);
    *fixed = true;
    *held = value;
    model->regression[p].by_hand = model->regression[p].by_hand ||
                                   j == PARAMOD_I_NONE;
    paramod_i_model_list(model);
    forget_design(model);
    return PARAMOD_OK;
}

paramod_status paramod_survival_model_free(paramod_survival_model *model,
                                           const char *parameter,
                                           const char *covariate)
{
    size_t p = 0, j = 0;
    bool *fixed;
    double *held;
    paramod_status status = find(model, parameter, covariate, &p, &j, __func__);

    if (status == PARAMOD_OK)
        status = paramod_i_model_reserve(model, model->size +
                                                model->data->strata);
    if (status != PARAMOD_OK)
        return status;
    state_of(model, p, j, &fixed, &held);
    *fixed = false;
    paramod_i_model_list(model);
    forget_design(model);
    return PARAMOD_OK;
}

paramod_status paramod_survival_model_tie(paramod_survival_model *model,
                                          const char *parameter,
                                          const char *covariate,
                                          const char *parameter2,
                                          const char *covariate2)
{
    paramod_i_tie tie, *grown;
    paramod_status status = find(model, parameter, covariate, &tie.parameter,
                                 &tie.covariate, __func__);

    if (status == PARAMOD_OK)
        status = find(model, parameter2, covariate2, &tie.parameter2,
                      &tie.covariate2, __func__);
    if (status != PARAMOD_OK)
        return status;
    if (tie.parameter == tie.parameter2 && tie.covariate == tie.covariate2)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "'%s:%s' cannot be tied to "
                            "itself", parameter, covariate == NULL
                            ? "(Intercept)" : covariate);
    grown = paramod_i_resize(model->tie, model->ties + 1, sizeof *grown);
    if (grown == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    model->tie = grown;
    grown[model->ties++] = tie;
    paramod_i_model_list(model);
    forget_design(model);
    return PARAMOD_OK;
}
