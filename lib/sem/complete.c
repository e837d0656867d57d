/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows that a model text implies without naming them, as lavaan's sem()
 * adds them (Rosseel 2012, section 3). */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/model_impl.h"

static const char create[] = "paramod_sem_model_create";

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, create, "out of memory");
}

/* Observed: indicators first, then dependent variables, then the others. */
static int place(const paramod_i_variable *v)
{
    return v->latent ? 3 : v->indicator ? 0 : v->dependent ? 1 : 2;
}

static paramod_status order_variables(paramod_sem_model *model)
{
    size_t next = 0;

    model->order = paramod_i_resize(NULL, model->variables, sizeof *model->order);
    if (model->order == NULL)
        return no_memory();
    for (int which = 0; which < 4; which++)
        for (size_t i = 0; i < model->variables; i++)
            if (place(model->variable + i) == which)
                model->order[next++] = i;
    for (size_t i = 0; i < model->variables; i++)
        model->latent += model->variable[i].latent;
    model->observed = model->variables - model->latent;
    if (model->observed == 0)
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "the model has no observed "
                              "variable");
    return PARAMOD_OK;
}

/* One row in each group, unless the entry is there. */
static paramod_status add(paramod_sem_model *model, paramod_sem_row_kind kind,
                          size_t lhs, size_t rhs, bool fixed, double value)
{
    for (size_t g = 0; g < model->groups; g++) {
        paramod_i_row *row;

        if (paramod_i_model_entry(model, kind, lhs, rhs, g) != NULL)
            continue;
        row = paramod_i_model_add_row(model);
        if (row == NULL)
            return no_memory();
        row->kind = kind;
        row->lhs = lhs;
        row->rhs = rhs;
        row->group = g;
        row->fixed = fixed;
        row->value = value;
    }
    return PARAMOD_OK;
}

/* ---- what kind of variable -------------------------------------------------- */

static bool is_outer(const paramod_i_variable *v) /* nothing points to it */
{
    return !v->dependent && !v->indicator;
}

bool paramod_i_model_is_exogenous(const paramod_i_variable *v)
{
    return !v->latent && is_outer(v) && v->predictor && !v->mentioned;
}

/* Dependent variables that nothing depends on. */
static bool is_terminal(const paramod_i_variable *v)
{
    return v->dependent && !v->predictor && !v->indicator;
}

/* ---- rules --------------------------------------------------------------------- */

static paramod_status add_variances(paramod_sem_model *model,
                                    const paramod_sem_model_options *options)
{
    for (size_t i = 0; i < model->variables; i++) {
        const size_t v = model->order[i];
        const bool unit = model->variable[v].latent && options->standardise_latent;
        paramod_status status;

        if (!model->graph && paramod_i_model_is_exogenous(model->variable + v))
            continue;
        status = add(model, PARAMOD_SEM_COVARIANCE, v, v, unit, unit ? 1.0 : NAN);
        if (status != PARAMOD_OK)
            return status;
    }
    return PARAMOD_OK;
}

static paramod_status add_pairs(paramod_sem_model *model,
                                bool (*belongs)(const paramod_i_variable *),
                                bool fixed, double value)
{
    for (size_t i = 0; i < model->variables; i++)
        for (size_t j = i + 1; j < model->variables; j++) {
            const size_t v = model->order[i], w = model->order[j];
            paramod_status status;

            if (!belongs(model->variable + v) || !belongs(model->variable + w))
                continue;
            status = add(model, PARAMOD_SEM_COVARIANCE, v, w, fixed, value);
            if (status != PARAMOD_OK)
                return status;
        }
    return PARAMOD_OK;
}

static bool is_outer_latent(const paramod_i_variable *v)
{
    return v->latent && is_outer(v);
}

/* Moments of exogenous variables, free or held at the sample's. */
static paramod_status add_exogenous(paramod_sem_model *model, bool hold)
{
    const size_t before = model->rows;
    paramod_status status = PARAMOD_OK;

    for (size_t i = 0; i < model->variables && status == PARAMOD_OK; i++)
        if (paramod_i_model_is_exogenous(model->variable + i))
            status = add(model, PARAMOD_SEM_COVARIANCE, i, i, hold, NAN);
    if (status == PARAMOD_OK)
        status = add_pairs(model, paramod_i_model_is_exogenous, hold, NAN);
    for (size_t i = 0; i < model->variables && status == PARAMOD_OK && model->means; i++)
        if (paramod_i_model_is_exogenous(model->variable + i))
            status = add(model, PARAMOD_SEM_INTERCEPT, i, i, hold, NAN);
    for (size_t i = before; i < model->rows; i++)
        model->row[i].exogenous = hold;
    return status;
}

static paramod_status add_means(paramod_sem_model *model)
{
    for (size_t i = 0; i < model->variables; i++) {
        const size_t v = model->order[i];
        const bool latent = model->variable[v].latent;
        paramod_status status;

        if (!model->graph && paramod_i_model_is_exogenous(model->variable + v))
            continue;
        status = add(model, PARAMOD_SEM_INTERCEPT, v, v, latent, latent ? 0.0 : NAN);
        if (status != PARAMOD_OK)
            return status;
    }
    return PARAMOD_OK;
}

/* The first loading of each latent variable gives it its scale. */
static void fix_first_loadings(paramod_sem_model *model)
{
    for (size_t g = 0; g < model->groups; g++)
        for (size_t v = 0; v < model->variables; v++)
            for (size_t i = 0; i < model->rows; i++) {
                paramod_i_row *const row = model->row + i;

                if (row->kind != PARAMOD_SEM_LOADING || row->lhs != v ||
                    row->group != g)
                    continue;
                if (!row->fixed && !row->freed) {
                    row->fixed = true;
                    row->value = 1.0;
                }
                break;
            }
}

/* ---- equality over groups --------------------------------------------------------- */

static bool is_equal_over_groups(const paramod_sem_model *model,
                                 const paramod_i_row *row, uint64_t equal)
{
    const bool latent = model->variable[row->lhs].latent;

    switch (row->kind) {
    case PARAMOD_SEM_LOADING:
        return equal & PARAMOD_SEM_LOADINGS;
    case PARAMOD_SEM_REGRESSION:
        return equal & PARAMOD_SEM_REGRESSIONS;
    case PARAMOD_SEM_INTERCEPT:
        return equal & (latent ? PARAMOD_SEM_MEANS : PARAMOD_SEM_INTERCEPTS);
    case PARAMOD_SEM_COVARIANCE:
        if (row->lhs != row->rhs)
            return latent && (equal & PARAMOD_SEM_LATENT_COVARIANCES);
        return equal & (latent ? PARAMOD_SEM_LATENT_VARIANCES : PARAMOD_SEM_RESIDUALS);
    default:
        return false;
    }
}

/* Free rows of later groups get the label of the first; ".pK." for want of one. */
static paramod_status equate(paramod_sem_model *model, uint64_t equal)
{
    for (size_t i = 0; i < model->rows; i++) {
        paramod_i_row *const row = model->row + i;
        paramod_i_row *first;
        char label[32];

        if (row->group == 0 || row->fixed || row->label != NULL ||
            !is_equal_over_groups(model, row, equal))
            continue;
        first = paramod_i_model_entry(model, row->kind, row->lhs, row->rhs, 0);
        if (first == NULL || first->fixed)
            continue;
        if (first->label == NULL) {
            (void)paramod_i_format(label, sizeof label, ".p%zu.",
                                   (size_t)(first - model->row) + 1);
            first->label = paramod_i_copy_text(label);
        }
        row->label = first->label == NULL ? NULL : paramod_i_copy_text(first->label);
        if (row->label == NULL)
            return no_memory();
    }
    return PARAMOD_OK;
}

/* Latent means of later groups are identified once intercepts are equal. */
static void free_latent_means(paramod_sem_model *model)
{
    for (size_t i = 0; i < model->rows; i++) {
        paramod_i_row *const row = model->row + i;

        if (row->kind == PARAMOD_SEM_INTERCEPT && row->group > 0 && !row->user &&
            model->variable[row->lhs].latent)
            row->fixed = false;
    }
}

/* ---- all of it --------------------------------------------------------------------- */

static bool wants_means(const paramod_sem_model *model,
                        const paramod_sem_model_options *options)
{
    if (options->means != 0)
        return options->means == 1;
    for (size_t i = 0; i < model->rows; i++)
        if (model->row[i].kind == PARAMOD_SEM_INTERCEPT)
            return true;
    return model->groups > 1;
}

static paramod_status refuse_intercepts(const paramod_sem_model *model)
{
    for (size_t i = 0; i < model->rows; i++)
        if (model->row[i].kind == PARAMOD_SEM_INTERCEPT)
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "'%s~1' is in a model "
                                  "that was asked for without means",
                                  model->variable[model->row[i].lhs].name);
    return PARAMOD_OK;
}

paramod_status paramod_i_model_complete(paramod_sem_model *model,
                                        const paramod_sem_model_options *options)
{
    const bool hold = !options->free_exogenous && !model->graph;
    paramod_status status = order_variables(model);

    model->means = wants_means(model, options);
    if (status == PARAMOD_OK && !model->means)
        status = refuse_intercepts(model);
    if (status == PARAMOD_OK && !options->standardise_latent)
        fix_first_loadings(model);
    if (status == PARAMOD_OK)
        status = add_variances(model, options);
    if (status == PARAMOD_OK && !model->graph)
        status = add_pairs(model, is_outer_latent, options->orthogonal,
                           options->orthogonal ? 0.0 : NAN);
    if (status == PARAMOD_OK && !model->graph)
        status = add_pairs(model, is_terminal, false, NAN);
    if (status == PARAMOD_OK && !model->graph)
        status = add_exogenous(model, hold);
    if (status == PARAMOD_OK && model->means)
        status = add_means(model);
    if (status == PARAMOD_OK && (options->equal & PARAMOD_SEM_INTERCEPTS))
        free_latent_means(model);
    return status == PARAMOD_OK ? equate(model, options->equal) : status;
}
