/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a fit takes out of one group of the data. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/eigen_impl.h"
#include "linalg/product_impl.h"
#include "sem/sample_impl.h"

static paramod_status no_memory(const char *caller)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
}

void paramod_i_sample_destroy(paramod_i_sample *sample)
{
    if (sample == NULL)
        return;
    for (size_t i = 0; i < sample->patterns; i++) {
        paramod_i_free(sample->pattern[i].seen);
        paramod_i_free(sample->pattern[i].moments);
    }
    paramod_i_free(sample->pattern);
    paramod_i_free(sample->centre);
    paramod_i_free(sample->covariance);
    paramod_i_free(sample->row);
    paramod_i_free(sample);
}

/* ---- columns ---------------------------------------------------------------------- */

static paramod_status find_columns(const paramod_sem_model *model,
                                   const paramod_sem_data *data, const char *caller,
                                   size_t *column)
{
    for (size_t i = 0; i < model->observed; i++) {
        const char *const name = paramod_sem_model_variable(model, i);

        for (column[i] = 0; column[i] < data->variables; column[i]++)
            if (strcmp(data->name[column[i]], name) == 0)
                break;
        if (column[i] == data->variables)
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "the data have no "
                                  "variable '%s', which the model needs", name);
    }
    for (size_t i = 0; i < model->latent; i++)
        for (size_t j = 0; j < data->variables; j++)
            if (strcmp(paramod_sem_model_variable(model, model->observed + i),
                       data->name[j]) == 0)
                return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "'%s' is latent in "
                                      "the model, but a variable of the data: rename "
                                      "one", data->name[j]);
    return PARAMOD_OK;
}

/* ---- rows ------------------------------------------------------------------------- */

/* Copies rows that are wanted; returns how many. */
static size_t copy_rows(const paramod_i_data_group *group, size_t variables, size_t p,
                        const size_t *column, bool missing, double *row)
{
    size_t kept = 0;

    for (size_t i = 0; i < group->rows; i++) {
        size_t seen = 0;

        for (size_t j = 0; j < p; j++) {
            row[kept * p + j] = group->value[i * variables + column[j]];
            seen += isnan(row[kept * p + j]) ? 0 : 1;
        }
        kept += (missing ? seen > 0 : seen == p) ? 1 : 0;
    }
    return kept;
}

/* Subtracts the means of what is there, twice: the second pass removes what
 * rounding left of the first.  seen[j] counts. */
static void subtract_means(paramod_i_sample *sample, double *mean, double *seen)
{
    const size_t p = sample->p;

    memset(sample->centre, 0, p * sizeof *sample->centre);
    for (int pass = 0; pass < 2; pass++) {
        memset(mean, 0, 2 * p * sizeof *mean);
        for (size_t i = 0; i < sample->rows; i++) {
            const double *const row = sample->row + i * p;

            for (size_t j = 0; j < p; j++) {
                mean[j] += isnan(row[j]) ? 0.0 : row[j];
                seen[j] += isnan(row[j]) ? 0.0 : 1.0;
            }
        }
        for (size_t j = 0; j < p; j++) {
            mean[j] = seen[j] > 0.0 ? mean[j] / seen[j] : 0.0;
            sample->centre[j] += mean[j];
        }
        for (size_t i = 0; i < sample->rows; i++)
            for (size_t j = 0; j < p; j++)
                sample->row[i * p + j] -= mean[j];
    }
}

static double largest_in_column(const paramod_i_sample *sample, size_t j)
{
    double largest = 0.0;

    for (size_t i = 0; i < sample->rows; i++) /* a NaN compares false */
        if (fabs(sample->row[i * sample->p + j]) > largest)
            largest = fabs(sample->row[i * sample->p + j]);
    return largest;
}

/* A column whose first values differ by more than rounding is not constant. */
static bool is_constant(const paramod_i_sample *sample, size_t j)
{
    const double tiny = 8.0 * DBL_EPSILON * fabs(sample->centre[j]);

    return !(fabs(sample->row[j]) > tiny) && largest_in_column(sample, j) <= tiny;
}

static paramod_status centre_rows(paramod_i_sample *sample,
                                  const paramod_sem_model *model, const char *caller)
{
    const size_t p = sample->p;
    double *const mean = paramod_i_resize(NULL, 2 * p, sizeof *mean);
    paramod_status status = PARAMOD_OK;

    if (mean == NULL)
        return no_memory(caller);
    subtract_means(sample, mean, mean + p);
    for (size_t j = 0; j < p && status == PARAMOD_OK; j++)
        if (mean[p + j] == 0.0)
            status = paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "all values of '%s' are "
                                    "missing", paramod_sem_model_variable(model, j));
        else if (is_constant(sample, j))
            status = paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "'%s' is constant: all "
                                    "its values are %g",
                                    paramod_sem_model_variable(model, j),
                                    sample->centre[j]);
    paramod_i_free(mean);
    return status;
}

static void cross_products(paramod_i_sample *sample, double divisor)
{
    const size_t p = sample->p;

    memset(sample->covariance, 0, p * p * sizeof *sample->covariance);
    paramod_i_product_add_lower(p, sample->rows, 1.0,
                                (paramod_i_view){ sample->row, 1, p },
                                (paramod_i_view){ sample->row, p, 1 },
                                sample->covariance, p);
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b <= a; b++)
            sample->covariance[a * p + b] = sample->covariance[b * p + a] /= divisor;
}

/* ---- patterns ----------------------------------------------------------------------- */

static int compare_patterns(size_t p, const double *x, const double *y)
{
    for (size_t j = 0; j < p; j++)
        if (isnan(x[j]) != isnan(y[j]))
            return isnan(x[j]) ? 1 : -1;
    return 0;
}

static void sink(size_t p, size_t n, double *row, size_t *order, size_t at)
{
    const size_t moved = order[at];

    for (size_t child = 2 * at + 1; child < n; child = 2 * at + 1) {
        const double *const m = row + moved * p;
        int order_of;

        if (child + 1 < n) {
            order_of = compare_patterns(p, row + order[child] * p,
                                        row + order[child + 1] * p);
            child += order_of < 0 || (order_of == 0 && order[child] < order[child + 1]);
        }
        order_of = compare_patterns(p, m, row + order[child] * p);
        if (order_of > 0 || (order_of == 0 && moved > order[child]))
            break;
        order[at] = order[child];
        at = child;
    }
    order[at] = moved;
}

/* Heap sort of row numbers by pattern, then by number. */
static void sort_rows(size_t p, size_t n, double *row, size_t *order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    for (size_t i = n / 2; i-- > 0;)
        sink(p, n, row, order, i);
    for (size_t last = n; last-- > 1;) {
        const size_t top = order[0];

        order[0] = order[last];
        order[last] = top;
        sink(p, last, row, order, 0);
    }
}

static bool fill_pattern(const paramod_i_sample *sample, paramod_i_pattern *pattern)
{
    const size_t p = sample->p, w = p + 1;
    const double *const first = sample->row + pattern->first * p;

    pattern->seen = paramod_i_resize(NULL, p, sizeof *pattern->seen);
    pattern->moments = paramod_i_resize(NULL, w * w, sizeof *pattern->moments);
    if (pattern->seen == NULL || pattern->moments == NULL)
        return false;
    for (size_t j = 0; j < p; j++)
        if (!isnan(first[j]))
            pattern->seen[pattern->size++] = j;
    memset(pattern->moments, 0, w * w * sizeof *pattern->moments);
    for (size_t i = 0; i < pattern->count; i++)
        for (size_t a = 0; a < pattern->size; a++) {
            const size_t r = pattern->seen[a];
            const double x = first[i * p + r];

            pattern->moments[p * w + r] += x;
            for (size_t b = 0; b <= a; b++)
                pattern->moments[r * w + pattern->seen[b]] +=
                    x * first[i * p + pattern->seen[b]];
        }
    for (size_t a = 0; a < w; a++)
        for (size_t b = 0; b <= a; b++)
            pattern->moments[b * w + a] = pattern->moments[a * w + b] /=
                (double)pattern->count;
    pattern->moments[p * w + p] = 1.0;
    return true;
}

static paramod_status find_patterns(paramod_i_sample *sample, const char *caller)
{
    const size_t p = sample->p, n = sample->rows;
    size_t *const order = paramod_i_resize(NULL, n, sizeof *order);
    double *const sorted = paramod_i_resize(NULL, n * p, sizeof *sorted);
    bool fine = order != NULL && sorted != NULL;

    if (fine) {
        sort_rows(p, n, sample->row, order);
        for (size_t i = 0; i < n; i++)
            memcpy(sorted + i * p, sample->row + order[i] * p, p * sizeof *sorted);
        memcpy(sample->row, sorted, n * p * sizeof *sorted);
    }
    paramod_i_free(order);
    paramod_i_free(sorted);
    for (size_t i = 0; fine && i < n;) {
        paramod_i_pattern *const more = paramod_i_resize(
            sample->pattern, sample->patterns + 1, sizeof *more);
        size_t end = i + 1;

        if (more == NULL)
            return no_memory(caller);
        sample->pattern = more;
        while (end < n && compare_patterns(p, sample->row + i * p,
                                           sample->row + end * p) == 0)
            end++;
        more[sample->patterns] = (paramod_i_pattern){ .first = i, .count = end - i };
        sample->patterns++;
        fine = fill_pattern(sample, more + sample->patterns - 1);
        i = end;
    }
    return fine ? PARAMOD_OK : no_memory(caller);
}

/* ---- moments ------------------------------------------------------------------------ */

static paramod_status check_positive(const paramod_i_sample *sample,
                                     const paramod_sem_model *model, const char *caller)
{
    const size_t p = sample->p;
    paramod_i_eigen *eigen = NULL;
    double *const l = paramod_i_resize(NULL, p * p, sizeof *l);
    double smallest = NAN;
    paramod_status status = l == NULL ? no_memory(caller)
                                      : paramod_i_eigen_create(p, &eigen);
    bool positive = false;

    if (status == PARAMOD_OK) {
        /* as correlations, so that units do not matter */
        for (size_t i = 0; i < p; i++)
            for (size_t j = 0; j < p; j++)
                l[i * p + j] = sample->covariance[i * p + j] /
                               sqrt(sample->covariance[i * p + i]) /
                               sqrt(sample->covariance[j * p + j]);
        positive = paramod_i_cholesky(p, l);
        for (size_t i = 0; i < p; i++)
            positive = positive && l[i * p + i] * l[i * p + i] >
                                       64.0 * DBL_EPSILON * (double)p;
    }
    if (status == PARAMOD_OK && !positive) {
        if (paramod_i_eigen_factor(eigen, sample->covariance))
            smallest = paramod_i_eigen_values(eigen)[0];
        status = paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the sample covariance "
                                "matrix of the %zu observed variables is not positive "
                                "definite (smallest eigenvalue %.3g, n = %g): variables "
                                "are collinear, or there are too few observations",
                                model->observed, smallest, sample->n);
    }
    paramod_i_eigen_destroy(eigen);
    paramod_i_free(l);
    return status;
}

static paramod_status of_moments(paramod_i_sample *sample,
                                 const paramod_i_data_group *group, size_t variables,
                                 const size_t *column,
                                 const paramod_i_sample_options *options)
{
    const size_t p = sample->p;

    if (options->need_rows)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, options->caller, "this estimator "
                              "needs the observations, but only moments were given");
    if (options->need_mean && group->mean == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, options->caller, "the model has "
                              "means, but the data only covariances: give the means");
    sample->n = group->n;
    sample->with_mean = group->mean != NULL;
    for (size_t i = 0; i < p; i++) {
        sample->centre[i] = group->mean == NULL ? 0.0 : group->mean[column[i]];
        for (size_t j = 0; j < p; j++)
            sample->covariance[i * p + j] =
                group->covariance[column[i] * variables + column[j]] *
                (options->divisor_n ? (group->n - 1.0) / group->n : 1.0);
    }
    return PARAMOD_OK;
}

static paramod_status of_rows(paramod_i_sample *sample, const paramod_sem_model *model,
                              const paramod_i_data_group *group, size_t variables,
                              const size_t *column,
                              const paramod_i_sample_options *options)
{
    const size_t p = sample->p;
    paramod_status status;

    sample->row = paramod_i_resize(NULL, (group->rows + 1) * p, sizeof *sample->row);
    if (sample->row == NULL)
        return no_memory(options->caller);
    sample->rows = copy_rows(group, variables, p, column, options->missing, sample->row);
    sample->dropped = group->rows - sample->rows;
    sample->n = (double)sample->rows;
    sample->with_mean = true;
    for (size_t j = 0; j < p && sample->rows == 0; j++) {
        bool seen = false;

        for (size_t i = 0; i < group->rows && !seen; i++)
            seen = !isnan(group->value[i * variables + column[j]]);
        if (!seen)
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, options->caller, "all values of "
                                  "'%s' are missing", paramod_sem_model_variable(model, j));
    }
    if (sample->rows < 2)
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, options->caller, "of %zu rows %zu are "
                              "%s: at least 2 are needed", group->rows, sample->rows,
                              options->missing ? "not empty" : "complete");
    status = centre_rows(sample, model, options->caller);
    if (status != PARAMOD_OK || options->missing)
        return status == PARAMOD_OK ? find_patterns(sample, options->caller) : status;
    cross_products(sample, sample->n - (options->divisor_n ? 0.0 : 1.0));
    return PARAMOD_OK;
}

paramod_status paramod_i_sample_create(const paramod_sem_model *model,
                                       const paramod_sem_data *data, size_t group,
                                       const paramod_i_sample_options *options,
                                       paramod_i_sample **out)
{
    const size_t p = model->observed;
    const paramod_i_data_group *const from = data->group + group;
    paramod_i_sample *const sample = paramod_i_resize(NULL, 1, sizeof *sample);
    size_t *const column = paramod_i_resize(NULL, p, sizeof *column);
    paramod_status status = PARAMOD_OK;

    if (sample != NULL)
        *sample = (paramod_i_sample){ .p = p };
    if (sample != NULL && column != NULL) {
        sample->centre = paramod_i_resize(NULL, p, sizeof *sample->centre);
        sample->covariance = paramod_i_resize(NULL, p * p, sizeof *sample->covariance);
    }
    if (sample == NULL || column == NULL || sample->centre == NULL ||
        sample->covariance == NULL)
        status = no_memory(options->caller);
    if (status == PARAMOD_OK)
        status = find_columns(model, data, options->caller, column);
    if (status == PARAMOD_OK)
        status = from->rows > 0
                 ? of_rows(sample, model, from, data->variables, column, options)
                 : of_moments(sample, from, data->variables, column, options);
    if (status == PARAMOD_OK && !options->missing)
        status = check_positive(sample, model, options->caller);
    paramod_i_free(column);
    if (status != PARAMOD_OK) {
        paramod_i_sample_destroy(sample);
        return status;
    }
    *out = sample;
    return PARAMOD_OK;
}
