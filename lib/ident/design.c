/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Continuous designs: weights of candidates, and support points in an interval. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/least_impl.h"
#include "ident/weights_impl.h"

/* ---- checks ------------------------------------------------------------------------------ */

static paramod_status check(size_t k, const paramod_ident_design_options *given,
                            const char *caller, const paramod_ident_design *design,
                            paramod_ident_design_options *options)
{
    const paramod_status status = paramod_i_design_read(given, caller, options);

    if (status != PARAMOD_OK)
        return status;
    if (k == 0)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "there are no parameters");
    if (design->size < sizeof(size_t) || design->size > sizeof *design)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "design->size is %zu; set it "
                              "to sizeof(paramod_ident_design), %zu", design->size,
                              sizeof *design);
    if (options->criterion == PARAMOD_IDENT_MODIFIED_E)
        return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, caller, "the condition number is "
                              "not concave in the weights, so that no equivalence theorem "
                              "holds; use an exact design");
    return PARAMOD_OK;
}

static paramod_status check_rows(size_t count, size_t k, const double *row,
                                 const char *caller)
{
    for (size_t i = 0; i < count * k; i++)
        if (!isfinite(row[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "candidate[%zu][%zu] is %g; "
                                  "all entries must be finite", i / k, i % k, row[i]);
    return PARAMOD_OK;
}

static void give(paramod_ident_design *to, paramod_ident_design from)
{
    from.size = to->size;
    (void)memcpy(to, &from, from.size);
}

/* ---- candidates ------------------------------------------------------------------------------ */

typedef struct workspace {
    paramod_i_criterion criterion;
    paramod_i_support support;
    size_t *index;
    double *block;
} workspace;

static void release(workspace *w)
{
    paramod_i_criterion_release(&w->criterion);
    paramod_i_least_destroy(w->support.least);
    paramod_i_free(w->index);
    paramod_i_free(w->block);
}

static paramod_status prepare(size_t k, const paramod_ident_design_options *options,
                              const char *caller, workspace *w)
{
    paramod_status status;

    *w = (workspace){ .index = NULL };
    status = paramod_i_criterion_create(k, options, caller, &w->criterion);
    if (status != PARAMOD_OK)
        return status;
    status = paramod_i_support_create(k, options->sets, caller, &w->support, &w->index,
                                      &w->block);
    if (status == PARAMOD_OK && options->criterion == PARAMOD_IDENT_E)
        status = paramod_i_least_create(k, options->sets, w->support.most, caller,
                                        &w->support.least);
    return status;
}

paramod_status paramod_ident_design_weights(size_t k, size_t candidates,
                                            const double *candidate,
                                            const paramod_ident_design_options *given,
                                            double *weight, paramod_ident_design *design)
{
    const paramod_i_rows rows = { candidates, candidate };
    paramod_ident_design_options options;
    paramod_ident_design found = { .size = sizeof found };
    workspace w;
    paramod_status status;

    if (candidate == NULL || weight == NULL || design == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "candidate, weight or design is null");
    status = check(k, given, __func__, design, &options);
    if (status == PARAMOD_OK)
        status = check_rows(candidates * options.sets, k, candidate, __func__);
    if (status != PARAMOD_OK)
        return status;
    status = prepare(k, &options, __func__, &w);
    if (status == PARAMOD_OK)
        status = paramod_i_support_start(k, options.sets, &rows, &w.support, w.index);
    if (status == PARAMOD_OK) {
        (void)paramod_i_design_solve(&w.criterion, &rows, &w.support, w.index,
                                     options.tolerance, &found);
        for (size_t i = 0; i < candidates; i++)
            weight[i] = 0.0;
        for (size_t i = 0; i < w.support.count; i++) {
            weight[w.index[i]] += w.support.weight[i];
            found.support += w.support.weight[i] > 1e-6;
        }
        give(design, found);
    }
    release(&w);
    return status;
}

/* ---- an interval -------------------------------------------------------------------------------- */

/* The function s(t) of the caller, and where its values are kept. */
typedef struct curve {
    size_t k, sets;
    paramod_ident_sensitivity sensitivity;
    void *data;
    double lower, upper, step;
    double *row; /* sets x k: at one time */
    paramod_eval eval;
} curve;

static bool at(curve *c, double t, double *row, size_t stride)
{
    for (size_t set = 0; set < c->sets && c->eval == PARAMOD_EVAL_OK; set++) {
        c->eval = c->sensitivity(t, set, row + set * stride, c->data);
        for (size_t j = 0; j < c->k && c->eval == PARAMOD_EVAL_OK; j++)
            if (!isfinite(row[set * stride + j]))
                c->eval = PARAMOD_EVAL_RETRY;
    }
    return c->eval == PARAMOD_EVAL_OK;
}

static double gain_at(curve *c, paramod_i_criterion *criterion, double t)
{
    double sum = 0.0;

    if (!at(c, t, c->row, c->k))
        return -INFINITY;
    for (size_t set = 0; set < c->sets; set++)
        sum += paramod_i_criterion_gain(criterion, set, c->row + set * c->k);
    return sum;
}

/* The largest s'G s within one step of t, by golden section; ends are tried too. */
static double climb(curve *c, paramod_i_criterion *criterion, double *t)
{
    const double ratio = 0.6180339887498949;
    double a = fmax(c->lower, *t - c->step), b = fmin(c->upper, *t + c->step);
    double x = b - ratio * (b - a), y = a + ratio * (b - a);
    double fx = gain_at(c, criterion, x), fy = gain_at(c, criterion, y);
    double best = gain_at(c, criterion, *t);
    const double ends[2] = { a, b };

    while (b - a > 1e-9 * fmax(c->step, 1e-3 * fabs(b))) {
        if (fx >= fy) {
            b = y, y = x, fy = fx;
            fx = gain_at(c, criterion, x = b - ratio * (b - a));
        } else {
            a = x, x = y, fx = fy;
            fy = gain_at(c, criterion, y = a + ratio * (b - a));
        }
    }
    if (fmax(fx, fy) > best) {
        *t = fx > fy ? x : y;
        best = fmax(fx, fy);
    }
    for (int i = 0; i < 2; i++) {
        const double value = gain_at(c, criterion, ends[i]);

        if (value >= best) {
            best = value;
            *t = ends[i];
        }
    }
    return best;
}

/* Points of the grid that share a peak become one: within 2 steps of each other. */
static void merge(const curve *c, paramod_i_support *support, double *time, double within)
{
    size_t kept = 0;

    for (size_t i = 1; i < support->count; i++) /* insertion sort by time */
        for (size_t j = i; j > 0 && time[j] < time[j - 1]; j--) {
            const double t = time[j], w = support->weight[j];

            time[j] = time[j - 1], time[j - 1] = t;
            support->weight[j] = support->weight[j - 1], support->weight[j - 1] = w;
        }
    for (size_t i = 0; i < support->count; i++) {
        const double w = support->weight[i];

        if (w < 1e-6)
            continue;
        if (kept > 0 && time[i] - time[kept - 1] <= within * c->step) {
            const double sum = support->weight[kept - 1] + w;

            time[kept - 1] += (time[i] - time[kept - 1]) * w / sum;
            support->weight[kept - 1] = sum;
            continue;
        }
        time[kept] = time[i];
        support->weight[kept++] = w;
    }
    support->count = kept;
}

static bool refill(curve *c, paramod_i_support *support, const double *time)
{
    double sum = 0.0;

    for (size_t i = 0; i < support->count; i++) {
        if (!at(c, time[i], support->row + i * c->k, support->most * c->k))
            return false;
        sum += support->weight[i];
    }
    for (size_t i = 0; i < support->count; i++)
        support->weight[i] /= sum;
    return true;
}

/* Moves one point after the other to the peak of s'G s beside it; *moved is the
 * longest way. */
static bool move_points(curve *c, paramod_i_criterion *criterion,
                        paramod_i_support *support, double *time, double *moved)
{
    *moved = 0.0;
    for (size_t i = 0; i < support->count; i++) {
        const double from = time[i];

        (void)paramod_i_support_evaluate(criterion, support);
        (void)climb(c, criterion, &time[i]);
        *moved = fmax(*moved, fabs(time[i] - from));
        if (!refill(c, support, time))
            return false;
    }
    return true;
}

/* The peak of s'G s over the interval: the grid's best point, refined. */
static double peak(curve *c, paramod_i_criterion *criterion, size_t grid, double *where)
{
    double most = -INFINITY, values[3] = { -INFINITY, -INFINITY, -INFINITY };

    for (size_t g = 0; g <= grid + 1; g++) {
        const double t = c->lower + (c->upper - c->lower) * (double)(g - 1) / (double)grid;
        double x = t, value;

        values[0] = values[1];
        values[1] = values[2];
        values[2] = g <= grid ? gain_at(c, criterion, c->lower + (c->upper - c->lower) *
                                                      (double)g / (double)grid)
                              : -INFINITY;
        if (g == 0 || values[1] < values[0] || values[1] < values[2])
            continue;
        value = climb(c, criterion, &x);
        if (value > most) {
            most = value;
            *where = x;
        }
    }
    return most;
}

static double mean_of(curve *c, paramod_i_criterion *criterion,
                      const paramod_i_support *support, const double *time)
{
    double sum = 0.0;

    for (size_t i = 0; i < support->count; i++)
        sum += support->weight[i] * gain_at(c, criterion, time[i]);
    return sum;
}

static void assess(curve *c, paramod_i_criterion *criterion,
                   const paramod_i_support *support, const double *time, size_t grid,
                   double *where, paramod_ident_design *found)
{
    const double phi = paramod_i_support_evaluate(criterion, support);

    found->largest = peak(c, criterion, grid, where);
    found->value = criterion->kind == PARAMOD_IDENT_D ? phi
                   : criterion->kind == PARAMOD_IDENT_E
                       ? paramod_i_criterion_hard(criterion) : fabs(phi);
    found->gap = fmax(0.0, paramod_i_relative_gap(criterion, support, phi, found->largest,
                                                  mean_of(c, criterion, support, time)));
}

/* Weights, and what they are worth. */
static void settle(curve *c, workspace *w, double *time,
                   const paramod_ident_design_options *options, double *where,
                   paramod_ident_design *found)
{
    found->iterations += paramod_i_support_optimise(&w->criterion, &w->support,
                                                    0.1 * options->tolerance);
    assess(c, &w->criterion, &w->support, time, options->grid, where, found);
}

/* Moves points and weights in turn until the gap is closed, or is small and no longer
 * shrinks; a peak without a point gets one. */
static void polish(curve *c, workspace *w, double *time,
                   const paramod_ident_design_options *options,
                   paramod_ident_design *found)
{
    enum { MOST_ROUNDS = 100 };
    double least = INFINITY;
    int idle = 0;

    for (int round = 0; round < MOST_ROUNDS; round++) {
        double where = c->lower, moved;
        size_t count;

        if (!move_points(c, &w->criterion, &w->support, time, &moved))
            return;
        settle(c, w, time, options, &where, found);
        count = w->support.count;
        merge(c, &w->support, time, 0.5);
        if (!refill(c, &w->support, time))
            return;
        if (w->support.count == count &&
            (found->gap <= fmax(options->tolerance, 1e-6) || idle > 8) &&
            (moved <= 1e-6 * c->step || idle > 20))
            return;
        idle = found->gap > 0.9 * least ? idle + 1 : 0;
        least = fmin(least, found->gap);
        if (found->gap <= 1e-4 || round % 4 != 3 || w->support.count == w->support.most)
            continue;
        time[w->support.count] = where;
        w->support.weight[w->support.count++] = 0.05;
        if (!refill(c, &w->support, time))
            return;
    }
}

static bool fill_grid(curve *c, size_t grid, double *rows)
{
    for (size_t g = 0; g <= grid; g++)
        if (!at(c, c->lower + (c->upper - c->lower) * (double)g / (double)grid,
                rows + g * c->k, (grid + 1) * c->k))
            return false;
    return true;
}

/* The grid's design, whose points then move. */
static paramod_status search(curve *c, workspace *w, const double *grid_rows,
                             double *time, const paramod_ident_design_options *options,
                             paramod_ident_design *found)
{
    const paramod_i_rows rows = { options->grid + 1, grid_rows };
    const paramod_status status = paramod_i_support_start(c->k, c->sets, &rows, &w->support,
                                                          w->index);

    if (status != PARAMOD_OK)
        return status;
    (void)paramod_i_design_solve(&w->criterion, &rows, &w->support, w->index,
                                 fmax(options->tolerance, 1e-6), found);
    for (size_t i = 0; i < w->support.count; i++)
        time[i] = c->lower + (c->upper - c->lower) * (double)w->index[i] /
                                 (double)options->grid;
    merge(c, &w->support, time, 2.0);
    if (refill(c, &w->support, time))
        polish(c, w, time, options, found);
    found->support = w->support.count;
    return PARAMOD_OK;
}

static paramod_status design_curve(curve *c, const paramod_ident_design_options *options,
                                   size_t most, double *time, double *weight,
                                   paramod_ident_design *design, const char *caller)
{
    paramod_ident_design found = { .size = sizeof found };
    double *rows, *own, *block = NULL;
    workspace w;
    paramod_status status = prepare(c->k, options, caller, &w);

    if (status == PARAMOD_OK)
        block = paramod_i_carve((const paramod_i_part[]){
            { &rows, (options->grid + 1) * c->sets, c->k }, { &c->row, c->sets, c->k },
            { &own, w.support.most, 1 } }, 3);
    if (status == PARAMOD_OK && block == NULL)
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for a grid");
    if (status == PARAMOD_OK && fill_grid(c, options->grid, rows))
        status = search(c, &w, rows, own, options, &found);
    if (status == PARAMOD_OK && c->eval != PARAMOD_EVAL_OK)
        status = paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "the sensitivities are not "
                                "finite somewhere inside [%g, %g]", c->lower, c->upper);
    if (status == PARAMOD_OK && found.support > most)
        status = paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "the design has %zu points, "
                                "but there is room for %zu", found.support, most);
    for (size_t i = 0; status == PARAMOD_OK && i < found.support; i++) {
        time[i] = own[i];
        weight[i] = w.support.weight[i];
    }
    if (status == PARAMOD_OK)
        give(design, found);
    paramod_i_free(block);
    release(&w);
    return status;
}

paramod_status paramod_ident_design_interval(size_t k,
                                             paramod_ident_sensitivity sensitivity,
                                             void *data, double lower, double upper,
                                             const paramod_ident_design_options *given,
                                             size_t most, double *time, double *weight,
                                             paramod_ident_design *design)
{
    paramod_ident_design_options options;
    curve c = { .k = k, .sensitivity = sensitivity, .data = data, .lower = lower,
                .upper = upper, .eval = PARAMOD_EVAL_OK };
    paramod_status status;

    if (sensitivity == NULL || time == NULL || weight == NULL || design == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "sensitivity, time, weight or design is null");
    status = check(k, given, __func__, design, &options);
    if (status != PARAMOD_OK)
        return status;
    if (!(lower < upper) || isinf(lower) || isinf(upper))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "[%g, %g] is no interval of times", lower,
                            upper);
    c.sets = options.sets;
    c.step = (upper - lower) / (double)options.grid;
    return design_curve(&c, &options, most, time, weight, design, __func__);
}
