/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Many starts, on a part of the rows if there are many, and the two places that
 * matter: the best regular optimum, and the highest degenerate ridge.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/fit_impl.h"
#include "survival/starts_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_fit_create", __VA_ARGS__)

enum {
    MOST_BLOCKS = 48, /* more than these are explored through a part of them */
    PART_BLOCKS = 16, /* or a 64th, if that is more */
    PART_STARTS = 10,
    PART_ITERATIONS = 50,
    ITERATIONS = 200
};

typedef struct explorer {
    const paramod_i_design *design;
    paramod_i_shape shape;
    const double *given; /* v of the caller's start, or null */
    size_t own;          /* starts of the family */
} explorer;

/* Start number index >= 1: the family's first, then random ones about those. */
static void next_start(size_t index, paramod_random *random, double *v,
                       void *data)
{
    const explorer *e = data;
    const size_t k = e->given == NULL ? index : index - 1;

    paramod_i_start(e->design, &e->shape, k, v);
    for (size_t i = 0; i < e->design->size && k >= e->own; i++)
        if (paramod_i_is_free(e->design, i))
            v[i] += paramod_random_normal(random);
}

static void release_part(paramod_i_design *part)
{
    paramod_i_free(part->block);
    paramod_i_free(part->chunk);
    if (part->pool != NULL) {
        paramod_i_pool_empty(part->pool);
        (void)pthread_mutex_destroy(&part->pool->lock);
    }
    paramod_i_free(part->pool);
}

/* Some of the blocks, evenly spaced; all else is shared with the design, but
 * for the workspaces, whose size depends on the number of chunks. */
static paramod_status thin(const paramod_i_design *design, paramod_i_design *part)
{
    const size_t blocks = design->blocks / 64 > PART_BLOCKS
                              ? design->blocks / 64 : PART_BLOCKS;

    *part = *design;
    part->block = paramod_i_resize(NULL, blocks, sizeof *part->block);
    part->chunk = paramod_i_resize(NULL, blocks, sizeof *part->chunk);
    part->pool = paramod_i_resize(NULL, 1, sizeof *part->pool);
    if (part->pool != NULL) {
        *part->pool = (struct paramod_i_pool){ .idle = NULL };
        (void)pthread_mutex_init(&part->pool->lock, NULL);
    }
    if (part->block == NULL || part->chunk == NULL || part->pool == NULL) {
        release_part(part);
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    }
    part->blocks = blocks;
    part->chunks = blocks;
    for (size_t b = 0; b < blocks; b++) {
        part->block[b] = design->block[(2 * b + 1) * design->blocks /
                                       (2 * blocks)];
        part->chunk[b] = (paramod_i_chunk){ b, 1, part->block[b].stratum };
    }
    return PARAMOD_OK;
}

static paramod_fit_options options_for(const paramod_survival_options *given,
                                       bool small)
{
    paramod_fit_options options = { .size = sizeof options };

    options.max_iterations = given->max_iterations == 0 ? ITERATIONS
                                                        : given->max_iterations;
    options.monitor = given->monitor;
    options.monitor_data = given->monitor_data;
    options.executor = small ? given->executor : NULL;
    options.seed = given->seed;
    options.method = PARAMOD_FIT_NEWTON;
    return options;
}

static paramod_i_place place_of(const paramod_fit *fit, size_t start, double *v,
                                size_t n)
{
    paramod_i_place place = { .v = v,
                              .value = paramod_fit_start_value(fit, start),
                              .ending = paramod_fit_start_ending(fit, start) };

    if (!isnan(place.value))
        (void)memcpy(v, paramod_fit_start_theta(fit, start), n * sizeof *v);
    return place;
}

static void keep(const paramod_i_place *place, size_t n, paramod_i_place *kept)
{
    double *v = kept->v;

    (void)memcpy(v, place->v, n * sizeof *v);
    *kept = *place;
    kept->v = v;
}

/* Ends agree if their values do, to what Newton's method leaves. */
static bool agree(double a, double b)
{
    return fabs(a - b) <= 1e-9 * (1.0 + fabs(a));
}

static bool is_solution(const paramod_i_place *place)
{
    return place->ending == PARAMOD_FIT_GRADIENT ||
           place->ending == PARAMOD_FIT_STEP ||
           place->ending == PARAMOD_FIT_STALLED;
}

/* A regular solution beats a regular place that is none, however high. */
static bool is_better(const paramod_i_place *a, const paramod_i_place *b)
{
    if (isnan(b->value) || is_solution(a) != is_solution(b))
        return isnan(b->value) || is_solution(a);
    return a->value > b->value;
}

/* Enters an end of a start among the two places. */
static void enter(const paramod_i_design *design, const paramod_i_place *place,
                  paramod_i_outcome *outcome)
{
    if (isnan(place->value))
        return;
    if (place->kind == PARAMOD_REGULAR) {
        if (is_better(place, &outcome->best))
            keep(place, design->size, &outcome->best);
    } else if (isnan(outcome->ridge.value) ||
               place->value > outcome->ridge.value) {
        keep(place, design->size, &outcome->ridge);
    }
}

/* Judges all ends of a fit. */
static void judge_ends(const paramod_fit *fit, const paramod_i_view *view,
                       paramod_i_judge *judge, double *v,
                       paramod_i_outcome *outcome)
{
    const paramod_i_design *design = view->design;
    size_t agreeing = 0;

    for (size_t s = 0; s < paramod_fit_starts(fit); s++) {
        paramod_i_place place = place_of(fit, s, v, design->size);

        if (isnan(place.value))
            continue;
        if (place.value < outcome->best.value && is_solution(&outcome->best))
            continue; /* lower than what is at hand */
        paramod_i_judge_place(judge, view, &place);
        enter(design, &place, outcome);
    }
    for (size_t s = 0; s < paramod_fit_starts(fit); s++)
        agreeing += agree(paramod_fit_start_value(fit, s), outcome->best.value)
                        ? 1 : 0;
    outcome->agreeing = agreeing;
}

/* All starts on one design. */
static paramod_status explore(const paramod_i_view *view,
                              const paramod_space *space,
                              const paramod_survival_options *given, bool small,
                              paramod_i_judge *judge, double *v,
                              paramod_i_outcome *outcome)
{
    paramod_i_view own = *view;
    paramod_fit_options options = options_for(given, small);
    explorer e = { .design = view->design, .given = given->start };
    paramod_likelihood likelihood;
    paramod_fit *fit = NULL;
    paramod_status status;

    own.executor = NULL;
    likelihood = paramod_i_view_likelihood(&own);
    e.shape = paramod_i_sample_shape(view->design);
    e.own = paramod_i_start_count(view->design);
    options.starts = (given->starts == 0 ? e.own : given->starts) +
                     (given->start != NULL ? 1 : 0);
    options.next_start = next_start;
    options.next_start_data = &e;
    if (given->start != NULL)
        paramod_i_design_scale(view->design, given->start, v);
    else
        paramod_i_start(view->design, &e.shape, 0, v);
    status = paramod_fit_likelihood(space, &likelihood, &options, v, &fit);
    if (status != PARAMOD_OK)
        return status;
    judge_ends(fit, &own, judge, v, outcome);
    paramod_fit_destroy(fit);
    return PARAMOD_OK;
}

/* Takes up a place again on all rows. */
static paramod_status polish(const paramod_i_view *view,
                             const paramod_space *space,
                             const paramod_survival_options *given,
                             paramod_i_judge *judge, double *v,
                             paramod_i_outcome *outcome)
{
    paramod_i_view own = *view;
    const paramod_fit_options options = options_for(given, false);
    const paramod_likelihood likelihood = paramod_i_view_likelihood(&own);
    paramod_i_place place;
    paramod_fit *fit = NULL;
    const paramod_status status = paramod_fit_likelihood(space, &likelihood,
                                                         &options, v, &fit);

    if (status != PARAMOD_OK)
        return status;
    place = place_of(fit, 0, v, view->design->size);
    paramod_i_judge_place(judge, view, &place);
    enter(view->design, &place, outcome);
    outcome->agreeing++;
    paramod_fit_destroy(fit);
    return PARAMOD_OK;
}

/* One start from the family's table or the caller, on all rows. */
static paramod_status start_once(const paramod_i_view *view,
                                 const paramod_space *space,
                                 const paramod_survival_options *given,
                                 paramod_i_judge *judge, double *v,
                                 paramod_i_outcome *outcome)
{
    if (given->start != NULL) {
        paramod_i_design_scale(view->design, given->start, v);
    } else {
        const paramod_i_shape shape = paramod_i_sample_shape(view->design);

        paramod_i_start(view->design, &shape, 0, v);
    }
    return polish(view, space, given, judge, v, outcome);
}

/* Explores a part of the rows, then polishes what it found.  All rows may have a
 * regular optimum where that part has none: then the table's first start gets
 * its chance too. */
static paramod_status explore_part(const paramod_i_view *view,
                                   const paramod_space *space,
                                   const paramod_survival_options *given,
                                   paramod_i_judge *judge, double *v,
                                   paramod_i_outcome *outcome)
{
    const size_t n = view->design->size;
    paramod_i_design part;
    paramod_i_view own = *view;
    paramod_i_outcome found = *outcome;
    paramod_survival_options some = *given;
    paramod_status status = thin(view->design, &part);
    double *room;

    if (status != PARAMOD_OK)
        return status;
    room = paramod_i_resize(NULL, 2 * n, sizeof *room);
    if (room == NULL) {
        status = REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    } else {
        some.max_iterations = PART_ITERATIONS;
        if (some.starts == 0 && paramod_i_start_count(view->design) > PART_STARTS)
            some.starts = PART_STARTS;
        own.design = &part;
        found.best.v = room;
        found.ridge.v = room + n;
        status = explore(&own, space, &some, true, judge, v, &found);
    }
    if (status == PARAMOD_OK && !isnan(found.best.value)) {
        (void)memcpy(v, found.best.v, n * sizeof *v);
        status = polish(view, space, given, judge, v, outcome);
    }
    if (status == PARAMOD_OK && isnan(outcome->best.value)) {
        if (!isnan(found.ridge.value))
            (void)memcpy(v, found.ridge.v, n * sizeof *v);
        status = polish(view, space, given, judge, v, outcome);
    }
    if (status == PARAMOD_OK && isnan(outcome->best.value))
        status = start_once(view, space, given, judge, v, outcome);
    paramod_i_free(room);
    release_part(&part);
    return status;
}

paramod_status paramod_i_fit_starts(const paramod_i_view *view,
                                    const paramod_space *space,
                                    const paramod_survival_options *options,
                                    paramod_i_judge *judge,
                                    paramod_i_outcome *outcome)
{
    const paramod_i_design *design = view->design;
    const bool many = design->blocks > MOST_BLOCKS &&
                      design->frailty == PARAMOD_FRAILTY_NONE;
    const size_t starts = options->starts == 0 ? paramod_i_start_count(design)
                                               : options->starts;
    double *v = paramod_i_resize(NULL, design->size, sizeof *v);
    paramod_status status;

    if (v == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    outcome->best.value = outcome->ridge.value = NAN;
    outcome->agreeing = 0;
    if ((starts == 1 && !many) || (many && options->start != NULL))
        status = start_once(view, space, options, judge, v, outcome);
    else if (many)
        status = explore_part(view, space, options, judge, v, outcome);
    else
        status = explore(view, space, options, true, judge, v, outcome);
    paramod_i_free(v);
    return status;
}
