/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exact designs: V. V. Fedorov, Theory of Optimal Experiments (1972), section 3.1,
 * from several starts: the best exchange of a point for a candidate, until none
 * helps. */

#include <math.h>
#include <string.h>

#include <paramod/random.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/weights_impl.h"

enum { MOST_EXCHANGES = 1000 };

static const char caller[] = "paramod_ident_design_exact";

typedef struct exchange {
    paramod_i_criterion criterion;
    const paramod_i_rows *rows;
    size_t points;
    size_t *now, *best;
    bool *used;      /* candidates in `now` */
    double *total;   /* M without the point to be exchanged */
    double ridge;    /* regularises starts */
    size_t exchanges;
} exchange;

static const double *row_of(const exchange *e, size_t set, size_t i)
{
    return e->rows->row + (set * e->rows->count + i) * e->criterion.k;
}

static size_t entries(const exchange *e)
{
    return e->criterion.sets * e->criterion.k * e->criterion.k;
}

/* M of all points but number `without`. */
static void sum_without(exchange *e, size_t without)
{
    const size_t k = e->criterion.k;

    paramod_i_criterion_clear(&e->criterion);
    for (size_t set = 0; set < e->criterion.sets; set++) {
        for (size_t i = 0; i < e->points; i++)
            if (i != without)
                paramod_i_criterion_add(&e->criterion, set, 1.0, row_of(e, set, e->now[i]));
        for (size_t j = 0; j < k; j++)
            e->criterion.m[(set * k + j) * k + j] += e->ridge;
    }
    (void)memcpy(e->total, e->criterion.m, entries(e) * sizeof *e->total);
}

static double value_with(exchange *e, size_t candidate)
{
    (void)memcpy(e->criterion.m, e->total, entries(e) * sizeof *e->total);
    for (size_t set = 0; set < e->criterion.sets; set++)
        paramod_i_criterion_add(&e->criterion, set, 1.0, row_of(e, set, candidate));
    return paramod_i_criterion_value(&e->criterion);
}

/* The value without a ridge; -infinity if M is singular. */
static double value_now(exchange *e)
{
    const double ridge = e->ridge;

    e->ridge = 0.0;
    sum_without(e, e->points);
    e->ridge = ridge;
    return paramod_i_criterion_value(&e->criterion);
}

/* Makes the best exchange of point i; the value after it. */
static double exchange_point(exchange *e, size_t i, double value)
{
    const size_t old = e->now[i];
    size_t best = old;

    sum_without(e, i);
    for (size_t c = 0; c < e->rows->count; c++) {
        double now;

        if (e->used[c])
            continue;
        now = value_with(e, c);
        if (now > value + 1e-12 * fabs(value) || (isinf(value) && now > value)) {
            value = now;
            best = c;
        }
    }
    if (best != old) {
        e->used[old] = false;
        e->used[best] = true;
        e->now[i] = best;
        e->exchanges++;
    }
    return value;
}

static double climb(exchange *e)
{
    double value, before;

    sum_without(e, e->points);
    value = paramod_i_criterion_value(&e->criterion);
    do {
        before = value;
        for (size_t i = 0; i < e->points; i++)
            value = exchange_point(e, i, value);
    } while (value > before && e->exchanges < MOST_EXCHANGES * e->points);
    return value_now(e);
}

static void draw(exchange *e, uint64_t seed, size_t start)
{
    paramod_random random = paramod_random_stream(seed, start);

    for (size_t c = 0; c < e->rows->count; c++)
        e->used[c] = false;
    for (size_t i = 0; i < e->points; i++) {
        size_t c = (size_t)paramod_random_index(&random, e->rows->count);

        while (e->used[c])
            c = (c + 1) % e->rows->count;
        e->used[c] = true;
        e->now[i] = c;
    }
}

/* Far below what a regular M has as its least eigenvalue, unless it is singular. */
static double find_ridge(const exchange *e)
{
    double sum = 0.0;
    const size_t numbers = e->criterion.sets * e->rows->count * e->criterion.k;

    for (size_t i = 0; i < numbers; i++)
        sum += e->rows->row[i] * e->rows->row[i];
    return 1e-11 * sum / (double)numbers;
}

static void sort(size_t count, size_t *index)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && index[j] < index[j - 1]; j--) {
            const size_t t = index[j];

            index[j] = index[j - 1];
            index[j - 1] = t;
        }
}

static paramod_status search(exchange *e, const paramod_ident_design_options *options,
                             size_t *chosen, paramod_ident_design *design)
{
    paramod_ident_design found = { .size = design->size, .value = -INFINITY,
                                   .gap = (double)NAN, .largest = (double)NAN,
                                   .support = e->points };

    e->ridge = find_ridge(e);
    for (size_t start = 0; start < options->starts; start++) {
        double value;

        draw(e, options->seed, start);
        value = climb(e);
        if (value > found.value) {
            found.value = value;
            (void)memcpy(e->best, e->now, e->points * sizeof *e->best);
        }
    }
    if (!(found.value > -INFINITY))
        return paramod_i_fail(PARAMOD_ERR_SINGULAR, caller, "no choice of %zu of the %zu "
                              "candidates has rank %zu", e->points, e->rows->count,
                              e->criterion.k);
    if (options->criterion != PARAMOD_IDENT_D)
        found.value = fabs(found.value);
    found.iterations = e->exchanges;
    sort(e->points, e->best);
    (void)memcpy(chosen, e->best, e->points * sizeof *chosen);
    (void)memcpy(design, &found, design->size);
    return PARAMOD_OK;
}

static paramod_status check(size_t k, const paramod_i_rows *rows, size_t points,
                            const paramod_ident_design_options *options)
{
    if (rows->count < points)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "%zu candidates are fewer than "
                              "the %zu points wanted", rows->count, points);
    if (points < k || k == 0)
        return paramod_i_fail(PARAMOD_ERR_SINGULAR, caller, "%zu points determine at most "
                              "%zu of %zu parameters; at least %zu are needed", points,
                              points, k, k);
    for (size_t i = 0; i < rows->count * options->sets * k; i++)
        if (!isfinite(rows->row[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "candidate[%zu][%zu] is %g; "
                                  "all entries must be finite", i / k, i % k,
                                  rows->row[i]);
    return PARAMOD_OK;
}

static paramod_status allocate(exchange *e)
{
    e->total = paramod_i_resize(NULL, entries(e), sizeof *e->total);
    e->now = paramod_i_resize(NULL, e->points, 2 * sizeof *e->now);
    e->used = paramod_i_resize(NULL, e->rows->count, sizeof *e->used);
    if (e->total == NULL || e->now == NULL || e->used == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu "
                              "candidates", e->rows->count);
    e->best = e->now + e->points;
    return PARAMOD_OK;
}

paramod_status paramod_ident_design_exact(size_t k, size_t candidates,
                                          const double *candidate, size_t points,
                                          const paramod_ident_design_options *given,
                                          size_t *chosen, paramod_ident_design *design)
{
    const paramod_i_rows rows = { candidates, candidate };
    exchange e = { .rows = &rows, .points = points };
    paramod_ident_design_options options;
    paramod_status status;

    if (candidate == NULL || chosen == NULL || design == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "candidate, chosen or design is null");
    status = paramod_i_design_read(given, __func__, &options);
    if (status == PARAMOD_OK)
        status = check(k, &rows, points, &options);
    if (status == PARAMOD_OK &&
        (design->size < sizeof(size_t) || design->size > sizeof *design))
        status = PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "design->size is %zu; set it to "
                              "sizeof(paramod_ident_design), %zu", design->size,
                              sizeof *design);
    if (status == PARAMOD_OK)
        status = paramod_i_criterion_create(k, &options, __func__, &e.criterion);
    if (status != PARAMOD_OK)
        return status;
    status = allocate(&e);
    if (status == PARAMOD_OK)
        status = search(&e, &options, chosen, design);
    paramod_i_free(e.total);
    paramod_i_free(e.now);
    paramod_i_free(e.used);
    paramod_i_criterion_release(&e.criterion);
    return status;
}
