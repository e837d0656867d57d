/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "spline/knot_selection_impl.h"

double paramod_i_bic(const paramod_i_least_squares *ls, size_t chosen)
{
    const double n = (double)ls->data->count;

    return n * log(ls->sum_of_squares / n)
        + log(n) * (double)(ls->basis.count + chosen);
}

/* Near interpolation the criterion falls without end and means nothing: more
 * than half as many parameters as data are not eligible. */
static double criterion(const paramod_i_least_squares *ls, size_t inner)
{
    return inner > 0 && 2 * (ls->basis.count + inner) > ls->data->count ?
        INFINITY : paramod_i_bic(ls, inner);
}

size_t paramod_i_quantile_knots(const paramod_i_data *data, size_t most, double *knot)
{
    const double last = data->x[data->count - 1];
    size_t inner = 0;

    for (size_t j = 1; j <= most; j++) {
        const double place = (double)(data->count - 1) * (double)j / (double)(most + 1);
        const size_t i = (size_t)place;
        const double x = 0.5 * (data->x[i] + data->x[i + 1]);

        if (x > (inner > 0 ? knot[inner - 1] : data->x[0]) && x < last)
            knot[inner++] = x;
    }
    return inner;
}

/* ---- backward ------------------------------------------------------------------ */

/* The jump of the highest derivative at knot number j of t, squared, over its
 * variance for errors of unit variance.  The jump of B_i is, up to a factor
 * common to all i, (t_i+k+1 - t_i) / prod_{l != j} (t_j - t_l).  R^-T g decays
 * exponentially away from the knot, so its tail is left out. */
static const double NEGLIGIBLE = 1e-13;

static double wald(const paramod_i_least_squares *ls, size_t j, double *work)
{
    const size_t k = ls->basis.degree, n = ls->basis.count;
    const size_t first = j - k - 1;
    const double *t = ls->t;
    double jump = 0.0, variance = 0.0;
    size_t quiet = 0;

    for (size_t i = first; i < n; i++) {
        double g = 0.0;

        if (i <= j) {
            g = t[i + k + 1] - t[i];
            for (size_t l = i; l <= i + k + 1; l++)
                if (l != j)
                    g *= (t[n] - t[0]) / (t[j] - t[l]);
            jump += g * ls->coefficient[i];
        }
        for (size_t m = i > first + k ? i - k : first; m < i; m++)
            g -= ls->r[m * (k + 1) + (i - m)] * work[m];
        work[i] = g / ls->r[i * (k + 1)];
        variance += work[i] * work[i];
        quiet = work[i] * work[i] > NEGLIGIBLE * variance ? 0 : quiet + 1;
        if (i > j && quiet > 2 * k)
            break;
    }
    return jump * jump / variance;
}

static size_t weakest(const paramod_i_least_squares *ls, size_t inner, double *work)
{
    size_t least = 0;
    double least_value = INFINITY;

    for (size_t i = 0; i < inner; i++) {
        const double value = wald(ls, ls->basis.degree + 1 + i, work);

        if (!(value >= least_value)) { /* NaN goes first */
            least = i;
            least_value = isnan(value) ? 0.0 : value;
        }
    }
    return least;
}

static void take_away(double *knot, size_t *inner, size_t place)
{
    memmove(knot + place, knot + place + 1, (*inner - place - 1) * sizeof *knot);
    --*inner;
}

/* Knots that the data do not determine lose one near the coefficient. */
static bool make_determined(paramod_i_least_squares *ls, size_t *inner, double *knot)
{
    size_t coefficient;

    while (!paramod_i_least_squares_fit(ls, *inner, knot, &coefficient)) {
        if (*inner == 0)
            return false;
        coefficient = coefficient > ls->data->degree / 2 ?
            coefficient - ls->data->degree / 2 - 1 : 0;
        take_away(knot, inner, coefficient < *inner ? coefficient : *inner - 1);
    }
    return true;
}

bool paramod_i_delete_knots(paramod_i_least_squares *ls, size_t wanted, size_t *inner,
                            double *knot, double *best, double *work)
{
    size_t best_inner = 0;
    double least = INFINITY;

    if (!make_determined(ls, inner, knot))
        return false;
    for (;;) {
        const double bic = criterion(ls, *inner);

        if (wanted < SIZE_MAX ? *inner >= wanted : bic <= least) {
            least = bic;
            best_inner = *inner;
            memcpy(best, knot, *inner * sizeof *knot);
        }
        if (*inner == 0 || *inner == wanted)
            break;
        take_away(knot, inner, weakest(ls, *inner, work));
        if (!paramod_i_least_squares_fit(ls, *inner, knot, NULL))
            return false;
    }
    *inner = best_inner;
    memcpy(knot, best, best_inner * sizeof *knot);
    return paramod_i_least_squares_fit(ls, *inner, knot, NULL);
}

/* ---- forward ------------------------------------------------------------------- */

/* The span with the largest sum of squared residuals that can be halved with
 * data on both sides, by its median datum; false if there is none. */
static bool worst_span(const paramod_i_least_squares *ls, size_t inner,
                       const double *knot, double *residual, double *at)
{
    const paramod_i_data *d = ls->data;
    double most = 0.0;
    size_t from = 0, worst_from = 0, worst_end = 0;

    for (size_t j = 0; j <= inner; j++) {
        size_t end = from;
        double sum = 0.0;

        while (end < d->count && (j == inner || d->x[end] < knot[j]))
            sum += residual[end] * residual[end], end++;
        if (end - from >= 4 && sum > most
            && d->x[from + (end - from) / 2] > d->x[from + (end - from) / 2 - 1]) {
            most = sum;
            worst_from = from;
            worst_end = end;
        }
        from = end;
    }
    if (worst_end == 0)
        return false;
    from = worst_from + (worst_end - worst_from) / 2;
    *at = 0.5 * (d->x[from - 1] + d->x[from]);
    for (size_t i = worst_from; i < worst_end; i++)
        residual[i] = 0.0; /* one knot a span and round */
    return true;
}

static void insert(double *knot, size_t *inner, double at)
{
    size_t i = (*inner)++;

    for (; i > 0 && knot[i - 1] > at; i--)
        knot[i] = knot[i - 1];
    knot[i] = at;
}

static size_t add_round(paramod_i_least_squares *ls, size_t *inner, double *knot)
{
    const size_t wanted = 1 + *inner / 10, before = *inner;
    double at;

    while (*inner < before + wanted && *inner < ls->most
           && worst_span(ls, *inner, knot, ls->residual, &at))
        insert(knot, inner, at);
    return *inner - before;
}

bool paramod_i_add_knots(paramod_i_least_squares *ls, size_t *inner, double *knot,
                         double *best)
{
    size_t best_inner = 0;
    double least = INFINITY;

    *inner = 0;
    if (!paramod_i_least_squares_fit(ls, 0, knot, NULL))
        return false;
    do {
        const double bic = criterion(ls, *inner);

        if (bic < least) {
            least = bic;
            best_inner = *inner;
            memcpy(best, knot, *inner * sizeof *knot);
        }
    } while (add_round(ls, inner, knot) > 0
             && paramod_i_least_squares_fit(ls, *inner, knot, NULL));
    *inner = best_inner;
    memcpy(knot, best, best_inner * sizeof *knot);
    return paramod_i_least_squares_fit(ls, *inner, knot, NULL);
}

/* ---- moves --------------------------------------------------------------------- */

/* Number of data at or below x. */
static size_t data_below(const paramod_i_data *d, double x)
{
    size_t low = 0, high = d->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (d->x[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Knot j to a place `step` gaps between data away, if that lessens the sum. */
static bool move_knot(paramod_i_least_squares *ls, size_t inner, double *knot, size_t j,
                      long step, double *least)
{
    const paramod_i_data *d = ls->data;
    const double old = knot[j];
    const double left = j > 0 ? knot[j - 1] : d->x[0];
    const double right = j + 1 < inner ? knot[j + 1] : d->x[d->count - 1];
    const long i = (long)data_below(d, old) + step;

    if (i < 1 || i >= (long)d->count)
        return false;
    knot[j] = 0.5 * (d->x[i - 1] + d->x[i]);
    if (knot[j] > left && knot[j] < right
        && paramod_i_least_squares_fit(ls, inner, knot, NULL)
        && ls->sum_of_squares < *least * (1.0 - 1e-9)) {
        *least = ls->sum_of_squares;
        return true;
    }
    knot[j] = old;
    return false;
}

bool paramod_i_move_knots(paramod_i_least_squares *ls, size_t inner, double *knot)
{
    static const long steps[] = { 1, -1, 3, -3, 8, -8 };
    double least = ls->sum_of_squares;
    bool moved = true;

    for (int round = 0; moved && round < 10; round++) {
        moved = false;
        for (size_t j = 0; j < inner; j++)
            for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++)
                moved = move_knot(ls, inner, knot, j, steps[k], &least) || moved;
    }
    return paramod_i_least_squares_fit(ls, inner, knot, NULL);
}
