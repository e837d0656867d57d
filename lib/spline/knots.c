/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The result of an allocation. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "spline/allocation_impl.h"
#include "spline/spline_impl.h"

const char *paramod_knots_end_name(paramod_knots_end end)
{
    static const char *const name[] = {
        "met", "evaluations", "full", "noise", "discontinuous", "not finite",
        "unresolved", "untested",
    };

    return end >= PARAMOD_KNOTS_MET && end <= PARAMOD_KNOTS_UNTESTED
        ? name[end - PARAMOD_KNOTS_MET] : "unknown";
}

paramod_knots *paramod_i_knots_new(size_t count, size_t components)
{
    paramod_knots *k = paramod_i_resize(NULL, 1, sizeof *k);

    if (k == NULL)
        return NULL;
    *k = (paramod_knots) { .report = { .size = sizeof k->report, .knots = count,
                                       .components = components,
                                       .worst_x = NAN, .jump_left = NAN,
                                       .jump_right = NAN, .not_finite_x = NAN } };
    k->x = paramod_i_resize(NULL, count, sizeof *k->x);
    k->y = paramod_i_resize(NULL, count, components * sizeof *k->y);
    k->mark = paramod_i_resize(NULL, count, 1);
    if (k->x == NULL || k->y == NULL || k->mark == NULL) {
        paramod_knots_destroy(k);
        return NULL;
    }
    (void)memset(k->mark, 0, count);
    return k;
}

void paramod_knots_destroy(paramod_knots *knots)
{
    if (knots == NULL)
        return;
    paramod_i_free(knots->x);
    paramod_i_free(knots->y);
    paramod_i_free(knots->mark);
    paramod_i_free(knots->end);
    for (size_t j = 0; knots->spline != NULL && j < knots->report.components; j++)
        paramod_spline_destroy(knots->spline[j]);
    paramod_i_free(knots->spline);
    paramod_i_free(knots->unresolved);
    paramod_i_free(knots->hint);
    paramod_i_free(knots);
}

bool paramod_i_knots_unresolved_add(paramod_knots *k, double left, double right)
{
    const size_t n = k->report.unresolved;
    paramod_i_range *grown;

    if (n > 0 && k->unresolved[n - 1].right >= left) { /* one interval */
        k->unresolved[n - 1].right = right;
        return true;
    }
    grown = paramod_i_resize(k->unresolved, n + 1, sizeof *grown);
    if (grown == NULL)
        return false;
    k->unresolved = grown;
    grown[n] = (paramod_i_range) { left, right };
    k->report.unresolved++;
    return true;
}

/* Pieces of one component from knot `first` to knot `last`, in the local
 * variable t = (x - x_i) / h_i of the spline object. */
static void fill_segment(const paramod_knots *k, size_t component, size_t first,
                         size_t last, paramod_i_cubic *work)
{
    const size_t m = k->report.components;
    double slope[2] = { NAN, NAN };

    for (size_t i = first; i <= last; i++)
        work->y[i - first] = k->y[i * m + component];
    if (k->end != NULL) {
        slope[0] = k->end[2 * (first * m + component) + 1];
        slope[1] = k->end[2 * (last * m + component)];
    }
    paramod_i_cubic_solve(work, last - first + 1, k->x + first,
                          isnan(slope[0]) || isnan(slope[1]) ? NULL : slope);
    for (size_t i = first; i < last; i++) {
        const double h = k->x[i + 1] - k->x[i];
        double *c = paramod_i_spline_piece(k->spline[component], i);

        c[0] = k->y[i * m + component];
        c[1] = work->b[i - first] * h * work->unit;
        c[2] = work->c[i - first] * h * h * work->unit;
        c[3] = work->d[i - first] * h * h * h * work->unit;
    }
}

/* Across a jump a line; NaN where f has no values. */
static void fill_gap(const paramod_knots *k, size_t component, size_t i)
{
    const size_t m = k->report.components;
    const double *y = k->y + i * m + component;
    double *c = paramod_i_spline_piece(k->spline[component], i);

    c[0] = y[0];
    c[1] = k->mark[i] == 3 ? NAN : y[m] - y[0];
    c[2] = c[3] = 0.0;
}

static void fill(const paramod_knots *k, size_t component, paramod_i_cubic *work)
{
    const size_t n = k->report.knots;

    for (size_t first = 0, i = 1; i < n; i++)
        if (i == n - 1 || k->mark[i] != 0) {
            fill_segment(k, component, first, i, work);
            first = i;
            if (k->mark[i] > 1) {
                fill_gap(k, component, i);
                first = ++i;
            }
        }
    paramod_i_spline_finish(k->spline[component]);
}

bool paramod_i_knots_clamp(paramod_knots *k)
{
    const size_t count = 2 * k->report.knots * k->report.components;

    k->end = paramod_i_resize(NULL, count, sizeof *k->end);
    for (size_t i = 0; k->end != NULL && i < count; i++)
        k->end[i] = NAN;
    return k->end != NULL;
}

bool paramod_i_knots_solve(paramod_knots *k)
{
    const size_t n = k->report.knots, m = k->report.components;
    const paramod_i_spline_shape shape = { .pieces = n - 1, .degree = 3, .knot = k->x };
    paramod_i_cubic work = { 0 };
    bool good;

    k->spline = paramod_i_resize(NULL, m, sizeof(paramod_spline *));
    if (k->spline == NULL)
        return false;
    for (size_t j = 0; j < m; j++)
        k->spline[j] = NULL;
    good = paramod_i_cubic_reserve(&work, n);
    for (size_t j = 0; good && j < m; j++) {
        good = paramod_i_spline_shape_create(&shape, &k->spline[j]) == PARAMOD_OK;
        if (good)
            fill(k, j, &work);
    }
    paramod_i_cubic_release(&work);
    return good;
}

typedef struct place {
    double x;
    size_t sample;
} place;

static int by_x(const void *a, const void *b)
{
    const double x = ((const place *)a)->x, y = ((const place *)b)->x;

    return (x > y) - (x < y);
}

paramod_knots *paramod_i_knots_from_samples(const paramod_i_samples *s, size_t count)
{
    const size_t m = s->components;
    paramod_knots *k = paramod_i_knots_new(count, m);
    place *order = paramod_i_resize(NULL, count, sizeof *order);
    bool good = k != NULL && order != NULL;

    for (size_t i = 0; good && i < count; i++)
        order[i] = (place) { s->x[i], i };
    if (good)
        qsort(order, count, sizeof *order, by_x);
    for (size_t i = 0; good && i < count; i++) {
        k->x[i] = order[i].x;
        (void)memcpy(k->y + i * m, s->y + order[i].sample * m, m * sizeof *k->y);
    }
    paramod_i_free(order);
    if (good && paramod_i_knots_solve(k))
        return k;
    paramod_knots_destroy(k);
    return NULL;
}

paramod_status paramod_knots_report_read(const paramod_knots *knots,
                                         paramod_knots_report *report)
{
    size_t size;

    if (knots == NULL || report == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "knots and report must not be null");
    size = report->size;
    if (size < sizeof size || size > sizeof *report)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of the report is "
                            "%zu; set it to sizeof the struct", size);
    (void)memcpy(report, &knots->report, size);
    report->size = size;
    return PARAMOD_OK;
}

const char *paramod_knots_text(const paramod_knots *knots)
{
    return knots->text;
}

const double *paramod_knots_x(const paramod_knots *knots)
{
    return knots->x;
}

const double *paramod_knots_y(const paramod_knots *knots)
{
    return knots->y;
}

int paramod_knots_break(const paramod_knots *knots, size_t index)
{
    return index < knots->report.knots ? knots->mark[index] : 0;
}

paramod_status paramod_knots_unresolved(const paramod_knots *knots, size_t index,
                                        double *left, double *right)
{
    if (knots == NULL || left == NULL || right == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "knots, left and right must not be "
                            "null");
    if (index >= knots->report.unresolved)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no unresolved interval "
                            "%zu: there are %zu", index, knots->report.unresolved);
    *left = knots->unresolved[index].left;
    *right = knots->unresolved[index].right;
    return PARAMOD_OK;
}

const paramod_spline *paramod_knots_spline(const paramod_knots *knots,
                                           size_t component)
{
    return component < knots->report.components ? knots->spline[component] : NULL;
}
