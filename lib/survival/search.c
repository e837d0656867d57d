/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All combinations M(.) of parameters that carry covariates. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "survival/fit_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_search", __VA_ARGS__)

enum { FEW = 6 }; /* starts beside the warm one */

static paramod_status copy_regression(const paramod_i_regression *from,
                                      size_t padded, paramod_i_regression *to)
{
    *to = *from;
    to->term = paramod_i_resize(NULL, from->count + 1, sizeof *to->term);
    to->offset = from->offset == NULL
        ? NULL : paramod_i_resize(NULL, padded, sizeof *to->offset);
    if (to->term == NULL || (from->offset != NULL && to->offset == NULL))
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    if (from->count > 0)
        (void)memcpy(to->term, from->term, from->count * sizeof *to->term);
    if (from->offset != NULL)
        (void)memcpy(to->offset, from->offset, padded * sizeof *to->offset);
    return PARAMOD_OK;
}

/* A model of its own with the same regressions, ties and frailty. */
static paramod_status copy_model(const paramod_survival_model *model,
                                 paramod_survival_model **copy_out)
{
    const size_t padded = model->data->rows + PARAMOD_I_BLOCK;
    paramod_survival_model *copy;
    paramod_status status = paramod_survival_model_create(model->family,
                                                          model->data, &copy);

    if (status != PARAMOD_OK)
        return status;
    for (size_t p = 0; p < model->family->size && status == PARAMOD_OK; p++)
        status = copy_regression(&model->regression[p], padded,
                                 &copy->regression[p]);
    if (status == PARAMOD_OK)
        status = paramod_i_model_reserve(copy, model->size);
    copy->tie = paramod_i_resize(NULL, model->ties + 1, sizeof *copy->tie);
    if (status == PARAMOD_OK && copy->tie == NULL)
        status = REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    if (status != PARAMOD_OK) {
        paramod_survival_model_destroy(copy);
        return status;
    }
    if (model->ties > 0)
        (void)memcpy(copy->tie, model->tie, model->ties * sizeof *copy->tie);
    copy->ties = model->ties;
    copy->frailty = model->frailty;
    paramod_i_model_list(copy);
    *copy_out = copy;
    return PARAMOD_OK;
}

/* One candidate with what later ones need of it: its estimates by name. */
typedef struct tried {
    paramod_survival_model *model;
    paramod_survival_fit *fit;
} tried;

static void forget(tried *t, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        paramod_survival_fit_destroy(t[k].fit);
        paramod_survival_model_destroy(t[k].model);
    }
    paramod_i_free(t);
}

/* Coefficients of the larger model from a fit of a smaller one: 0 where that
 * has none. */
static void embed(const tried *small, const paramod_survival_model *large,
                  double *beta)
{
    for (size_t i = 0; i < large->size; i++) {
        const paramod_i_coefficient *c = &large->coefficient[i];

        beta[i] = 0.0;
        for (size_t j = 0; j < small->model->size; j++) {
            const paramod_i_coefficient *b = &small->model->coefficient[j];

            if (b->parameter == c->parameter && b->covariate == c->covariate &&
                b->stratum == c->stratum && isfinite(small->fit->beta[j]))
                beta[i] = small->fit->beta[j];
        }
    }
}

/* The best fit among the sub-models with one set of covariates fewer. */
static size_t best_parent(const tried *t, uint64_t bits, size_t parameters)
{
    size_t best = PARAMOD_I_NONE;

    for (size_t p = 0; p < parameters; p++) {
        const size_t parent = (size_t)(bits & ~((uint64_t)1 << p));

        if ((bits >> p & 1) == 0)
            continue;
        if (best == PARAMOD_I_NONE ||
            t[parent].fit->summary.log_likelihood >
                t[best].fit->summary.log_likelihood)
            best = parent;
    }
    return best;
}

/* Candidate's bits, counted among those of blocks, spread over parameters. */
static uint64_t spread(uint64_t bits, uint64_t blocks)
{
    uint64_t spread_bits = 0;

    for (size_t p = 0, k = 0; p < PARAMOD_I_FAMILY_MOST; p++)
        if (blocks >> p & 1) {
            spread_bits |= (bits >> k & 1) << p;
            k++;
        }
    return spread_bits;
}

static paramod_status build(const paramod_survival_model *model, uint64_t blocks,
                            uint64_t chosen, size_t count,
                            const char *const *covariates,
                            paramod_survival_model **built)
{
    paramod_status status = copy_model(model, built);

    for (size_t p = 0; p < model->family->size && status == PARAMOD_OK; p++)
        if (blocks >> p & 1)
            status = paramod_survival_model_regress(
                *built, model->family->parameter[p],
                chosen >> p & 1 ? count : 0, covariates);
    return status;
}

static paramod_status fit_one(tried *t, uint64_t bits, size_t width,
                              const paramod_survival_options *options)
{
    paramod_survival_options own = *options;
    const size_t parent = best_parent(t, bits, width);
    double *beta = NULL;
    paramod_status status;

    own.start = NULL;
    if (parent != PARAMOD_I_NONE) {
        beta = paramod_i_resize(NULL, t[bits].model->size, sizeof *beta);
        if (beta == NULL)
            return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
        embed(&t[parent], t[bits].model, beta);
        own.start = beta;
        own.starts = own.starts == 0 ? FEW : own.starts;
    }
    status = paramod_survival_fit_create(t[bits].model, &own, &t[bits].fit);
    paramod_i_free(beta);
    return status;
}

static paramod_survival_candidate candidate_of(const paramod_survival_fit *fit,
                                               uint64_t blocks)
{
    const paramod_survival_summary *s = &fit->summary;

    return (paramod_survival_candidate){
        .blocks = blocks, .free = s->free, .log_likelihood = s->log_likelihood,
        .aic = s->aic, .bic = s->bic, .degenerate = s->degenerate,
        .ending = s->ending
    };
}

static paramod_status check(const paramod_survival_model *model, uint64_t blocks,
                            size_t count, const char *const *covariates,
                            const paramod_survival_candidate *candidates)
{
    if (model == NULL || candidates == NULL || (count > 0 && covariates == NULL))
        return REFUSE(PARAMOD_ERR_ARGUMENT, "model, covariates or candidates "
                            "is null");
    if (blocks >> model->family->size != 0)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "blocks names a parameter that "
                            "'%s' does not have", model->family->name);
    return PARAMOD_OK;
}

paramod_status paramod_survival_search(const paramod_survival_model *model,
                                       uint64_t blocks, size_t count,
                                       const char *const *covariates,
                                       const paramod_survival_options *options,
                                       paramod_survival_candidate *candidates)
{
    paramod_survival_options known;
    paramod_status status = check(model, blocks, count, covariates, candidates);
    size_t width = 0, number;
    tried *t;

    if (status == PARAMOD_OK)
        status = paramod_i_options_read(&known, sizeof known, options);
    if (status != PARAMOD_OK)
        return status;
    for (size_t p = 0; p < PARAMOD_I_FAMILY_MOST; p++)
        width += blocks >> p & 1;
    number = (size_t)1 << width;
    t = paramod_i_resize(NULL, number, sizeof *t);
    if (t == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    (void)memset(t, 0, number * sizeof *t);
    for (size_t bits = 0; bits < number && status == PARAMOD_OK; bits++) {
        status = build(model, blocks, spread(bits, blocks), count, covariates,
                       &t[bits].model);
        if (status == PARAMOD_OK)
            status = fit_one(t, bits, width, &known);
    }
    for (size_t bits = 0; bits < number && status == PARAMOD_OK; bits++)
        candidates[bits] = candidate_of(t[bits].fit, spread(bits, blocks));
    forget(t, number);
    return status;
}
