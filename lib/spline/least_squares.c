/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/sum_impl.h"
#include "spline/least_squares_impl.h"
#include "spline/spline_impl.h"

enum { MOST = PARAMOD_I_SPLINE_DEGREE + 1 };

paramod_status paramod_i_least_squares_create(const paramod_i_data *data, size_t most,
                                              paramod_i_least_squares **out)
{
    const size_t order = data->degree + 1, n = most + order;
    paramod_i_least_squares *ls = paramod_i_resize(NULL, 1, sizeof *ls);

    if (ls != NULL) {
        const paramod_i_part parts[] = {
            { &ls->t, n + order, 1 }, { &ls->r, n, order }, { &ls->right, n, 1 },
            { &ls->coefficient, n, 1 }, { &ls->residual, data->count, 1 },
        };

        *ls = (paramod_i_least_squares){ .data = data, .most = most };
        ls->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    }
    if (ls == NULL || ls->block == NULL) {
        paramod_i_free(ls);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu knots", most);
    }
    *out = ls;
    return PARAMOD_OK;
}

void paramod_i_least_squares_destroy(paramod_i_least_squares *ls)
{
    if (ls == NULL)
        return;
    paramod_i_free(ls->block);
    paramod_i_free(ls);
}

/* Each coefficient needs an x of its own inside the support of its function,
 * at the ends on it: the earliest x left will do. */
static bool determined(const paramod_i_data *data, const paramod_i_basis *basis,
                       size_t *coefficient)
{
    const size_t order = basis->degree + 1;
    size_t i = 0;

    for (size_t j = 0; j < basis->count; j++, i++) {
        const double left = basis->t[j], right = basis->t[j + order];

        while (i < data->count
               && ((i > 0 && data->x[i] == data->x[i - 1])
                   || (data->x[i] <= left && !(j == 0 && data->x[i] == left))))
            i++;
        if (i == data->count
            || (data->x[i] >= right && !(j + 1 == basis->count && data->x[i] == right))) {
            if (coefficient != NULL)
                *coefficient = j;
            return false;
        }
    }
    return true;
}

/* Rotates a row, whose first entry stands in column j, into R. */
static void rotate_in(paramod_i_least_squares *ls, size_t j, double *row, double y)
{
    const size_t order = ls->basis.degree + 1;

    for (size_t k = 0; k < order; k++, j++) {
        double *r = ls->r + j * order, c, s, length;
        const double entry = row[k], y_j = ls->right[j];

        if (entry == 0.0)
            continue;
        length = sqrt(r[0] * r[0] + entry * entry);
        if (!(length > 1e-150 && length < 1e150))
            length = hypot(r[0], entry); /* squares out of range: extreme weights */
        c = r[0] / length;
        s = entry / length;
        r[0] = length;
        for (size_t i = 1; i < order - k; i++) {
            const double old = r[i];

            r[i] = c * old + s * row[k + i];
            row[k + i] = c * row[k + i] - s * old;
        }
        ls->right[j] = c * y_j + s * y;
        y = c * y - s * y_j;
    }
}

static void triangularise(paramod_i_least_squares *ls)
{
    const paramod_i_data *d = ls->data;
    const size_t order = ls->basis.degree + 1;
    size_t span = ls->basis.degree;

    memset(ls->r, 0, ls->basis.count * order * sizeof *ls->r);
    memset(ls->right, 0, ls->basis.count * sizeof *ls->right);
    for (size_t i = 0; i < d->count; i++) {
        const double root = d->root_weight == NULL ? 1.0 : d->root_weight[i];
        double row[MOST];

        while (span + 1 < ls->basis.count && d->x[i] >= ls->t[span + 1])
            span++;
        if (root == 0.0)
            continue;
        paramod_i_basis_values(&ls->basis, span, d->x[i], row);
        for (size_t k = 0; k < order; k++)
            row[k] *= root;
        rotate_in(ls, span - ls->basis.degree, row, root * d->y[i]);
    }
}

static bool back_substitute(paramod_i_least_squares *ls)
{
    const size_t n = ls->basis.count, order = ls->basis.degree + 1;
    double most = 0.0;

    for (size_t j = 0; j < n; j++)
        most = fmax(most, ls->r[j * order]);
    for (size_t j = n; j-- > 0; ) {
        const double *r = ls->r + j * order;
        double sum = ls->right[j];

        if (!(r[0] > (double)n * DBL_EPSILON * most))
            return false;
        for (size_t i = 1; i < order && j + i < n; i++)
            sum -= r[i] * ls->coefficient[j + i];
        ls->coefficient[j] = sum / r[0];
    }
    return true;
}

static void find_residuals(paramod_i_least_squares *ls)
{
    const paramod_i_data *d = ls->data;
    paramod_i_sum sum = { 0.0, 0.0 };
    size_t span = ls->basis.degree;

    for (size_t i = 0; i < d->count; i++) {
        double value[MOST], fit = 0.0;

        while (span + 1 < ls->basis.count && d->x[i] >= ls->t[span + 1])
            span++;
        paramod_i_basis_values(&ls->basis, span, d->x[i], value);
        for (size_t k = 0; k <= ls->basis.degree; k++)
            fit += value[k] * ls->coefficient[span - ls->basis.degree + k];
        ls->residual[i] = (d->y[i] - fit)
            * (d->root_weight == NULL ? 1.0 : d->root_weight[i]);
        paramod_i_sum_add(&sum, ls->residual[i] * ls->residual[i]);
    }
    ls->sum_of_squares = paramod_i_sum_value(&sum);
}

bool paramod_i_least_squares_fit(paramod_i_least_squares *ls, size_t inner,
                                 const double *knot, size_t *coefficient)
{
    const paramod_i_data *d = ls->data;
    const double ends[2] = { d->x[0], d->x[d->count - 1] };

    paramod_i_basis_knots(d->degree, inner, knot, ends, ls->t);
    ls->basis = (paramod_i_basis){ d->degree, inner + d->degree + 1, ls->t };
    if (coefficient != NULL)
        *coefficient = 0;
    if (!determined(d, &ls->basis, coefficient))
        return false;
    triangularise(ls);
    if (!back_substitute(ls))
        return false;
    find_residuals(ls);
    return true;
}

/* Forward substitution needs the last `degree` results only. */
double paramod_i_least_squares_error(const paramod_i_least_squares *ls, double x)
{
    const size_t n = ls->basis.count, order = ls->basis.degree + 1;
    const size_t span = paramod_i_basis_span(&ls->basis, x);
    const size_t first = span - ls->basis.degree;
    double value[MOST], done[MOST], sum = 0.0;

    paramod_i_basis_values(&ls->basis, span, x, value);
    for (size_t j = first; j < n; j++) {
        double right = j - first < order ? value[j - first] : 0.0;

        for (size_t i = j - first < order ? first : j - order + 1; i < j; i++)
            right -= ls->r[i * order + (j - i)] * done[i % MOST];
        done[j % MOST] = right / ls->r[j * order];
        sum += done[j % MOST] * done[j % MOST];
    }
    return sqrt(sum);
}
