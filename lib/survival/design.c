/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiling a model: which rows form blocks, which columns enter which
 * predictor. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "survival/likelihood_impl.h"
#include "survival/model_impl.h"

enum {
    CHUNK = 64,       /* blocks in a chunk of a sum ... */
    MOST_CHUNKS = 256 /* ... unless that makes more chunks than this */
};

void paramod_i_design_hold(paramod_i_design *design)
{
    (void)atomic_fetch_add(&design->references, 1);
}

static void destroy(paramod_i_design *design)
{
    for (size_t p = 0; p < PARAMOD_I_FAMILY_MOST; p++) {
        paramod_i_free(design->predictor[p].z);
        paramod_i_free(design->predictor[p].coefficient);
        paramod_i_free(design->offsets[p]);
    }
    if (design->pool != NULL) {
        paramod_i_pool_empty(design->pool);
        (void)pthread_mutex_destroy(&design->pool->lock);
    }
    paramod_i_free(design->pool);
    paramod_i_free(design->coefficient);
    paramod_i_free(design->block);
    paramod_i_free(design->chunk);
    paramod_i_free(design->scales);
    paramod_i_free(design);
}

void paramod_i_design_release(paramod_i_design *design)
{
    if (design != NULL && atomic_fetch_sub(&design->references, 1) == 1)
        destroy(design);
}

/* Which terms a group needs under a family; false if it says nothing. */
static bool rows_of_group(const paramod_family *family,
                          const paramod_i_group *group, paramod_i_rows *rows)
{
    static const paramod_i_term_kind kind[] = {
        PARAMOD_I_ROWS_RIGHT, PARAMOD_I_ROWS_EXACT, PARAMOD_I_ROWS_LEFT,
        PARAMOD_I_ROWS_INTERVAL
    };
    const bool at_zero = group->zero && !family->real_line;

    *rows = (paramod_i_rows){ .stratum = group->stratum,
                              .kind = kind[group->kind] };
    rows->entry = group->entry == PARAMOD_I_ENTRY_TIME ||
                  (group->entry == PARAMOD_I_ENTRY_ZERO && family->real_line);
    if (at_zero && rows->kind == PARAMOD_I_ROWS_RIGHT)
        return false;
    if (at_zero && rows->kind == PARAMOD_I_ROWS_INTERVAL) {
        rows->kind = PARAMOD_I_ROWS_LEFT;
        rows->second = true;
    }
    return true;
}

/* Cuts the groups into blocks; with block null only counts them.  Blocks end at
 * multiples of PARAMOD_I_BLOCK rows, so that all but a group's first begin at a
 * cache line of each column. */
static size_t cut_blocks(const paramod_family *family,
                         const paramod_survival_data *data, paramod_i_rows *block)
{
    size_t blocks = 0;

    for (size_t g = 0; g < data->groups; g++) {
        const paramod_i_group *group = &data->group[g];
        paramod_i_rows rows;

        if (!rows_of_group(family, group, &rows))
            continue;
        rows.first = group->first;
        for (size_t left = group->count; left > 0; left -= rows.count) {
            const size_t room = PARAMOD_I_BLOCK - rows.first % PARAMOD_I_BLOCK;

            rows.count = left < room ? left : room;
            if (block != NULL)
                block[blocks] = rows;
            blocks++;
            rows.first += rows.count;
        }
    }
    return blocks;
}

/* Chunks are the unit of parallel work and of compensated summation; their
 * bounds depend on the data alone. */
static size_t cut_chunks(size_t blocks, const paramod_i_rows *block,
                         paramod_i_chunk *chunk)
{
    const size_t even = (blocks + MOST_CHUNKS - 1) / MOST_CHUNKS;
    const size_t most = even > CHUNK ? even : CHUNK;
    size_t chunks = 0;

    for (size_t b = 0; b < blocks;) {
        size_t end = b + 1;

        while (end < blocks && end - b < most &&
               block[end].stratum == block[b].stratum)
            end++;
        if (chunk != NULL)
            chunk[chunks] = (paramod_i_chunk){ b, end - b, block[b].stratum };
        chunks++;
        b = end;
    }
    return chunks;
}

static paramod_status take_blocks(paramod_i_design *design)
{
    design->blocks = cut_blocks(design->family, design->data, NULL);
    design->block = paramod_i_resize(NULL, design->blocks + 1,
                                     sizeof *design->block);
    if (design->block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    (void)cut_blocks(design->family, design->data, design->block);
    design->chunks = cut_chunks(design->blocks, design->block, NULL);
    design->chunk = paramod_i_resize(NULL, design->chunks + 1,
                                     sizeof *design->chunk);
    if (design->chunk == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    (void)cut_chunks(design->blocks, design->block, design->chunk);
    return PARAMOD_OK;
}

/* Columns of predictor p: the constant, then the covariates.  A column fixed
 * at 0 or aliased is left out. */
static void fill_predictor(paramod_i_design *design, size_t p)
{
    paramod_i_predictor *x = &design->predictor[p];

    x->uses = 0;
    x->active = false;
    x->centred = false;
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];
        const bool intercept = c->covariate == PARAMOD_I_NONE;

        if (c->parameter != p || c->aliased || (intercept && c->stratum > 0))
            continue;
        x->active = x->active || !c->fixed;
        if (!intercept && c->fixed && c->value == 0.0)
            continue;
        x->z[x->uses] = intercept ? NULL
                                  : design->data->covariate[c->covariate].z;
        x->coefficient[x->uses++] = i;
    }
}

static bool same_columns(const paramod_i_predictor *x, const paramod_i_predictor *y)
{
    size_t k = 0;

    while (k < x->uses && k < y->uses && x->z[k] == y->z[k])
        k++;
    return k == x->uses && k == y->uses;
}

/* The number of a design matrix is that of the first predictor that has it. */
static void number_matrices(paramod_i_design *design)
{
    for (size_t j = 0; j < design->family->size; j++) {
        size_t i = 0;

        while (!same_columns(&design->predictor[i], &design->predictor[j]))
            i++;
        design->predictor[j].matrix = i;
    }
}

/* An intercept takes up the means of its columns only if nothing else hangs
 * on its value. */
static void decide_centring(paramod_i_design *design)
{
    for (size_t p = 0; p < design->family->size; p++) {
        const size_t first = design->predictor[p].coefficient[0];

        design->predictor[p].centred = paramod_i_is_free(design, first);
    }
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];
        const paramod_i_coefficient *leader = &design->coefficient[c->leader];

        if (c->leader != i && leader->covariate == PARAMOD_I_NONE)
            design->predictor[leader->parameter].centred = false;
    }
}

static void number_slots(paramod_i_design *design)
{
    const size_t q = design->family->size;

    design->slots = 0;
    design->pairs = 0;
    for (size_t p = 0; p < q; p++) {
        paramod_i_predictor *x = &design->predictor[p];

        x->slot = design->slots;
        design->slots += x->active ? x->uses : 0;
    }
    for (size_t j = 0; j < q; j++)
        for (size_t i = 0; i <= j; i++)
            if (design->predictor[i].active && design->predictor[j].active)
                design->pairs += design->predictor[i].uses *
                                 design->predictor[j].uses;
}

paramod_status paramod_i_design_rows(paramod_i_design *design)
{
    for (size_t p = 0; p < design->family->size; p++) {
        paramod_i_predictor *x = &design->predictor[p];

        if (x->z == NULL)
            x->z = paramod_i_resize(NULL, design->size, sizeof *x->z);
        if (x->coefficient == NULL)
            x->coefficient = paramod_i_resize(NULL, design->size,
                                              sizeof *x->coefficient);
        if (x->z == NULL || x->coefficient == NULL)
            return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
        x->offset = design->offsets[p];
        fill_predictor(design, p);
    }
    decide_centring(design);
    number_matrices(design);
    number_slots(design);
    return PARAMOD_OK;
}

static paramod_status copy_offsets(const paramod_survival_model *model,
                                   paramod_i_design *design)
{
    const size_t padded = model->data->rows + PARAMOD_I_BLOCK;

    for (size_t p = 0; p < model->family->size; p++) {
        if (model->regression[p].offset == NULL)
            continue;
        design->offsets[p] = paramod_i_resize(NULL, padded, sizeof(double));
        if (design->offsets[p] == NULL)
            return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
        (void)memcpy(design->offsets[p], model->regression[p].offset,
                     padded * sizeof(double));
    }
    return PARAMOD_OK;
}

static paramod_status fill(const paramod_survival_model *model,
                           paramod_i_design *design)
{
    paramod_status status;

    design->coefficient = paramod_i_resize(NULL, model->size,
                                           sizeof *design->coefficient);
    design->pool = paramod_i_resize(NULL, 1, sizeof *design->pool);
    if (design->pool != NULL) {
        *design->pool = (struct paramod_i_pool){ .idle = NULL };
        (void)pthread_mutex_init(&design->pool->lock, NULL);
    }
    if (design->coefficient == NULL || design->pool == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    (void)memcpy(design->coefficient, model->coefficient,
                 model->size * sizeof *design->coefficient);
    status = copy_offsets(model, design);
    if (status == PARAMOD_OK)
        status = take_blocks(design);
    if (status == PARAMOD_OK)
        status = paramod_i_design_rows(design);
    if (status == PARAMOD_OK)
        status = paramod_i_design_alias(design);
    if (status == PARAMOD_OK)
        status = paramod_i_design_rows(design); /* without the aliased ones */
    if (status == PARAMOD_OK)
        status = paramod_i_design_views(design);
    return status;
}

paramod_status paramod_i_design_create(const paramod_survival_model *model,
                                       paramod_i_design **design_out)
{
    paramod_i_design *design = paramod_i_resize(NULL, 1, sizeof *design);
    paramod_status status;

    if (design == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *design = (paramod_i_design){ .family = model->family, .data = model->data,
                                  .frailty = model->frailty,
                                  .size = model->size };
    atomic_init(&design->references, 1);
    status = fill(model, design);
    if (status != PARAMOD_OK) {
        destroy(design);
        return status;
    }
    *design_out = design;
    return PARAMOD_OK;
}

paramod_status paramod_i_design_space(const paramod_i_design *design,
                                      paramod_space **space_out)
{
    paramod_space *space;
    paramod_status status = paramod_space_create(&space);

    if (status != PARAMOD_OK)
        return status;
    for (size_t i = 0; i < design->size && status == PARAMOD_OK; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];
        char name[256];

        (void)paramod_i_format(name, sizeof name, "%s:%s", c->block,
                               paramod_i_coefficient_name(c));
        status = paramod_space_add(space, name, "1", -INFINITY, INFINITY);
        if (status == PARAMOD_OK && !paramod_i_is_free(design, i))
            status = paramod_space_fix(space, i, c->fixed && isfinite(c->value)
                                                 ? c->value : 0.0);
    }
    if (status != PARAMOD_OK) {
        paramod_space_destroy(space);
        return status;
    }
    *space_out = space;
    return PARAMOD_OK;
}
