/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "spline/free_knots_impl.h"
#include "spline/knot_selection_impl.h"
#include "spline/spline_impl.h"

enum { MOST_DEGREE = 5, MOST_POLISHED = 12, STARTS = 100 };

/* Backward deletion takes a fit a knot: what is spent on it, in data times
 * knots, and the knots that there may be at any rate. */
enum { DELETION_EFFORT = 4000000, LEAST_START_KNOTS = 100 };

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_spline_fit_create", __VA_ARGS__)

struct paramod_spline_fit {
    paramod_spline *spline;
    paramod_i_least_squares *ls; /**< its data are gone; for standard errors */
    double sum_of_squares, count, df, bic, first, last;
};

/* ---- checks ---------------------------------------------------------------------- */

static paramod_status check_data(size_t count, const double *x, const double *y,
                                 const double *weight)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return REFUSE(PARAMOD_ERR_DOMAIN, "datum %zu is (%g, %g): data must be "
                          "finite", i, x[i], y[i]);
        if (i > 0 && x[i] < x[i - 1])
            return REFUSE(PARAMOD_ERR_DOMAIN, "x[%zu] = %g is below x[%zu] = %g: sort "
                          "the data", i, x[i], i - 1, x[i - 1]);
        if (weight != NULL && !(weight[i] >= 0.0 && isfinite(weight[i])))
            return REFUSE(PARAMOD_ERR_DOMAIN, "weight[%zu] = %g is not a number from 0 "
                          "on", i, weight[i]);
    }
    return PARAMOD_OK;
}

static paramod_status check_knots(const paramod_spline_fit_options *o, double first,
                                  double last)
{
    if (o->rule != PARAMOD_SPLINE_KNOTS_GIVEN || o->knot_count == 0)
        return PARAMOD_OK;
    if (o->knots == NULL)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "null pointer in place of %zu knots",
                      o->knot_count);
    for (size_t j = 0; j < o->knot_count; j++) {
        const double left = j > 0 ? o->knots[j - 1] : first;

        if (!(o->knots[j] > left && o->knots[j] < last))
            return REFUSE(PARAMOD_ERR_DOMAIN, "knot %zu = %g is not inside (%g, %g): "
                          "inner knots rise within the data", j, o->knots[j], left,
                          last);
    }
    return PARAMOD_OK;
}

static paramod_status check_options(size_t count, const paramod_spline_fit_options *o)
{
    if (o->rule > PARAMOD_SPLINE_KNOTS_FREE)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "rule %lu is none of the rules 0 to 2",
                      (unsigned long)o->rule);
    if (o->degree > MOST_DEGREE)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "degree %lu is not 1 to 5",
                      (unsigned long)o->degree);
    if (o->outside > PARAMOD_OUTSIDE_CONTINUE)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "outside %lu is none of the rules 0 to 3",
                      (unsigned long)o->outside);
    if (count < (o->degree > 0 ? o->degree : 3) + 1
        || (o->rule != PARAMOD_SPLINE_KNOTS_CHOSEN
            && count - o->degree - 1 < o->knot_count))
        return REFUSE(PARAMOD_ERR_ARGUMENT, "%zu data are fewer than the coefficients "
                      "of degree %lu and %zu knots", count,
                      (unsigned long)(o->degree > 0 ? o->degree : 3),
                      o->rule == PARAMOD_SPLINE_KNOTS_CHOSEN ? 0 : o->knot_count);
    return PARAMOD_OK;
}

/* ---- the knots -------------------------------------------------------------------- */

static paramod_status undetermined(const paramod_i_least_squares *ls, size_t j)
{
    return REFUSE(PARAMOD_ERR_SINGULAR, "the data do not determine coefficient %zu: no "
                  "x of its own lies inside (%g, %g); take away a knot there", j,
                  ls->t[j], ls->t[j + ls->basis.degree + 1]);
}

static paramod_status fit_given(paramod_i_least_squares *ls, size_t inner,
                                const double *knot)
{
    size_t coefficient;

    return paramod_i_least_squares_fit(ls, inner, knot, &coefficient) ?
        PARAMOD_OK : undetermined(ls, coefficient);
}

/* Arrays for the search of knots. */
typedef struct search {
    double *block, *knot, *best, *other, *work;
} search;

static bool take_arrays(size_t most, search *s)
{
    const paramod_i_part parts[] = {
        { &s->knot, most + 1, 1 }, { &s->best, most + 1, 1 },
        { &s->other, most + 1, 1 }, { &s->work, most + MOST_DEGREE + 1, 1 },
    };

    s->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return s->block != NULL;
}

static paramod_status polish(paramod_i_least_squares *ls,
                             const paramod_spline_fit_options *o, size_t starts,
                             size_t inner, double *knot)
{
    const paramod_i_knot_search moved = { ls->data, inner, starts, o->seed,
                                          o->executor };
    const paramod_status status = inner == 0 ? PARAMOD_OK
                                             : paramod_i_free_knots(&moved, knot);

    return status == PARAMOD_OK ? fit_given(ls, inner, knot) : status;
}

static paramod_status fit_free(paramod_i_least_squares *ls,
                               const paramod_spline_fit_options *o, search *s)
{
    size_t inner = paramod_i_quantile_knots(ls->data, ls->most, s->knot);

    if (inner < o->knot_count
        || !paramod_i_delete_knots(ls, o->knot_count, &inner, s->knot, s->best, s->work)
        || inner < o->knot_count)
        return REFUSE(PARAMOD_ERR_SINGULAR, "the data do not determine %zu free knots",
                      o->knot_count);
    return polish(ls, o, o->starts, inner, s->knot);
}

static paramod_status fit_chosen(paramod_i_least_squares *ls,
                                 const paramod_spline_fit_options *o, search *s,
                                 size_t *inner_out)
{
    size_t added = 0, left;
    double bic;

    if (!paramod_i_add_knots(ls, &added, s->other, s->best))
        return fit_given(ls, 0, s->knot);
    bic = paramod_i_bic(ls, added);
    left = paramod_i_quantile_knots(ls->data, ls->most, s->knot);
    if (!paramod_i_delete_knots(ls, SIZE_MAX, &left, s->knot, s->best, s->work)
        || paramod_i_bic(ls, left) > bic) {
        left = added;
        memcpy(s->knot, s->other, added * sizeof *s->knot);
    }
    *inner_out = left;
    if (left <= MOST_POLISHED)
        return polish(ls, o, 1, left, s->knot);
    if (!paramod_i_least_squares_fit(ls, left, s->knot, NULL)
        || !paramod_i_move_knots(ls, left, s->knot)
        || !paramod_i_delete_knots(ls, SIZE_MAX, inner_out, s->knot, s->best, s->work))
        return undetermined(ls, 0);
    return PARAMOD_OK;
}

static paramod_status choose(paramod_i_least_squares *ls,
                             const paramod_spline_fit_options *o, size_t *inner)
{
    search s = { 0 };
    paramod_status status;

    *inner = o->knot_count;
    if (o->rule == PARAMOD_SPLINE_KNOTS_GIVEN)
        return fit_given(ls, o->knot_count, o->knots);
    if (!take_arrays(ls->most, &s))
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory for %zu knots", ls->most);
    status = o->rule == PARAMOD_SPLINE_KNOTS_FREE ? fit_free(ls, o, &s)
                                                  : fit_chosen(ls, o, &s, inner);
    paramod_i_free(s.block);
    return status;
}

/* ---- the fit ---------------------------------------------------------------------- */

static size_t most_knots(size_t count, const paramod_spline_fit_options *o)
{
    const size_t room = count - o->degree - 1;
    size_t most = DELETION_EFFORT / count;

    if (most < LEAST_START_KNOTS)
        most = LEAST_START_KNOTS;

    if (o->rule == PARAMOD_SPLINE_KNOTS_GIVEN
        || (o->rule == PARAMOD_SPLINE_KNOTS_CHOSEN && o->knot_count > 0))
        most = o->knot_count;
    if (o->rule == PARAMOD_SPLINE_KNOTS_FREE && most < 2 * o->knot_count)
        most = 2 * o->knot_count;
    return most < room ? most : room;
}

static paramod_status conclude(paramod_i_least_squares *ls,
                               const paramod_spline_fit_options *o, size_t inner,
                               paramod_spline_fit **fit_out)
{
    paramod_spline_fit *fit = paramod_i_resize(NULL, 1, sizeof *fit);
    const paramod_i_data *d = ls->data;
    paramod_status status;

    if (fit == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory for a fit");
    *fit = (paramod_spline_fit){
        .sum_of_squares = ls->sum_of_squares, .count = (double)d->count,
        .df = (double)ls->basis.count, .first = d->x[0], .last = d->x[d->count - 1],
        .bic = paramod_i_bic(ls, o->rule == PARAMOD_SPLINE_KNOTS_GIVEN ? 0 : inner)
    };
    status = paramod_i_basis_spline(&ls->basis, ls->coefficient, o->outside,
                                    &fit->spline);
    if (status != PARAMOD_OK) {
        paramod_i_free(fit);
        return status;
    }
    fit->ls = ls;
    *fit_out = fit;
    return PARAMOD_OK;
}

static paramod_status run(const paramod_i_data *data,
                          const paramod_spline_fit_options *o,
                          paramod_spline_fit **fit_out)
{
    paramod_i_least_squares *ls = NULL;
    size_t inner = 0;
    paramod_status status =
        paramod_i_least_squares_create(data, most_knots(data->count, o), &ls);

    if (status == PARAMOD_OK && (status = choose(ls, o, &inner)) == PARAMOD_OK)
        status = conclude(ls, o, inner, fit_out);
    if (status != PARAMOD_OK)
        paramod_i_least_squares_destroy(ls);
    else
        ls->data = NULL;
    return status;
}

/* The degree with the least criterion. */
static paramod_status run_degrees(paramod_i_data *data, paramod_spline_fit_options *o,
                                  paramod_spline_fit **fit_out)
{
    static const size_t degrees[] = { 3, 2, 5 };
    paramod_spline_fit *best = NULL;

    for (size_t i = 0; i < 3 && degrees[i] < data->count; i++) {
        paramod_spline_fit *fit = NULL, *worse;
        paramod_status status;

        data->degree = o->degree = degrees[i];
        if ((status = run(data, o, &fit)) != PARAMOD_OK) {
            paramod_spline_fit_destroy(best);
            return status;
        }
        worse = best != NULL && best->bic <= fit->bic ? fit : best;
        best = worse == fit ? best : fit;
        paramod_spline_fit_destroy(worse);
    }
    *fit_out = best;
    return PARAMOD_OK;
}

static paramod_status run_weighted(size_t count, const double *x, const double *y,
                                   paramod_spline_fit_options *o,
                                   paramod_spline_fit **fit_out)
{
    const bool any_degree = o->degree == 0;
    paramod_i_data data = { count, o->degree, x, y, NULL };
    double *root = NULL;
    paramod_status status;

    if (o->weight != NULL) {
        if ((root = paramod_i_resize(NULL, count, sizeof *root)) == NULL)
            return REFUSE(PARAMOD_ERR_MEMORY, "out of memory for %zu weights", count);
        for (size_t i = 0; i < count; i++)
            root[i] = sqrt(o->weight[i]);
        data.root_weight = root;
    }
    status = any_degree ? run_degrees(&data, o, fit_out) : run(&data, o, fit_out);
    paramod_i_free(root);
    return status;
}

paramod_status paramod_spline_fit_create(size_t count, const double *x,
                                         const double *y,
                                         const paramod_spline_fit_options *options,
                                         paramod_spline_fit **fit_out)
{
    paramod_spline_fit_options o = { 0 };
    paramod_status status;

    if (x == NULL || y == NULL || fit_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "null pointer");
    if ((status = paramod_i_options_read(&o, sizeof o, options)) != PARAMOD_OK)
        return status;
    if (o.degree == 0 && o.rule != PARAMOD_SPLINE_KNOTS_CHOSEN)
        o.degree = 3;
    if (o.starts == 0)
        o.starts = STARTS;
    if ((status = check_options(count, &o)) != PARAMOD_OK
        || (status = check_data(count, x, y, o.weight)) != PARAMOD_OK)
        return status;
    if (!(x[count - 1] > x[0]))
        return REFUSE(PARAMOD_ERR_SINGULAR, "all %zu abscissas are %g: there is no "
                      "interval to fit on", count, x[0]);
    if ((status = check_knots(&o, x[0], x[count - 1])) != PARAMOD_OK)
        return status;
    return run_weighted(count, x, y, &o, fit_out);
}

void paramod_spline_fit_destroy(paramod_spline_fit *fit)
{
    if (fit == NULL)
        return;
    paramod_spline_destroy(fit->spline);
    paramod_i_least_squares_destroy(fit->ls);
    paramod_i_free(fit);
}

const paramod_spline *paramod_spline_fit_spline(const paramod_spline_fit *fit)
{
    return fit->spline;
}

double paramod_spline_fit_sum_of_squares(const paramod_spline_fit *fit)
{
    return fit->sum_of_squares;
}

double paramod_spline_fit_df(const paramod_spline_fit *fit)
{
    return fit->df;
}

double paramod_spline_fit_sigma(const paramod_spline_fit *fit)
{
    return fit->count > fit->df ?
        sqrt(fit->sum_of_squares / (fit->count - fit->df)) : NAN;
}

double paramod_spline_fit_gcv(const paramod_spline_fit *fit)
{
    const double left = fit->count - fit->df;

    return left > 0.0 ? fit->count * fit->sum_of_squares / (left * left) : NAN;
}

double paramod_spline_fit_bic(const paramod_spline_fit *fit)
{
    return fit->bic;
}

double paramod_spline_fit_error(const paramod_spline_fit *fit, double x)
{
    if (!(x >= fit->first && x <= fit->last))
        return NAN;
    return paramod_spline_fit_sigma(fit) * paramod_i_least_squares_error(fit->ls, x);
}
