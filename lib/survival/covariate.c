/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Covariates, stored standardised so that 1e-8 and 1e8 are alike to the fit. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/sum_impl.h"
#include "survival/data_impl.h"
#include "survival/family_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_data_add", __VA_ARGS__)

size_t paramod_i_data_find(const paramod_survival_data *data, const char *name)
{
    size_t j = 0;

    while (j < data->covariates && strcmp(data->covariate[j].name, name) != 0)
        j++;
    return j;
}

/* Mean of x[count] scaled by 2^-e beforehand, so that no sum overflows. */
static double mean_of(size_t count, const double *x, double shift)
{
    paramod_i_sum sum = { 0.0, 0.0 };

    for (size_t i = 0; i < count; i++)
        paramod_i_sum_add(&sum, (x[i] - shift) / (double)count);
    return shift + paramod_i_sum_value(&sum);
}

/* Root mean square of x - centre, without overflow. */
static double spread_of(size_t count, const double *x, double centre)
{
    double largest = 0.0, sum = 0.0;

    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(x[i] - centre));
    if (!(largest > 0.0) || isinf(largest))
        return largest;
    for (size_t i = 0; i < count; i++) {
        const double y = (x[i] - centre) / largest;

        sum += y * y;
    }
    return largest * sqrt(sum / (double)count);
}

/* z holds the values in their order here on entry.  A column counts as constant
 * if it varies by no more than rounding: 8 eps of its mean. */
static void standardise(size_t rows, paramod_i_covariate *column)
{
    double *z = column->z;
    double spread;

    column->centre = mean_of(rows, z, z[0]);
    spread = spread_of(rows, z, column->centre);
    column->constant = !(spread > 8.0 * DBL_EPSILON * fabs(column->centre));
    column->scale = column->constant ? 1.0 : spread;
    for (size_t i = 0; i < rows; i++)
        z[i] = column->constant ? 0.0 : (z[i] - column->centre) / spread;
}

static paramod_status gather(const paramod_survival_data *data, const char *name,
                             const double *values, double *z)
{
    for (size_t i = 0; i < data->rows; i++)
        z[i] = values[data->source[i]];
    for (size_t i = 0; i < data->rows; i++)
        if (!(fabs(z[i]) <= 1e300))
            return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: '%s' is %g, not a "
                                "number between -1e300 and 1e300",
                                data->source[i] + 1, name, z[i]);
    (void)memset(z + data->rows, 0, PARAMOD_I_BLOCK * sizeof *z);
    return PARAMOD_OK;
}

enum { LINE = 8, PAGE = 512 }; /* doubles in a cache line, and in a page */

/*
 * Storage of column number index, aligned to cache lines.  Large allocations
 * all begin at the same place within a page, and columns that do so compete for
 * the same few lines of the first-level cache, which holds eight or so; so each
 * column begins one block of rows and one line further on than the one before.
 */
static double *place_column(size_t rows, size_t index, paramod_i_covariate *column)
{
    const size_t ahead = index * (PARAMOD_I_BLOCK + LINE) % PAGE;
    size_t beyond;

    column->storage = paramod_i_resize(NULL, rows + PARAMOD_I_BLOCK + 2 * PAGE,
                                       sizeof *column->storage);
    if (column->storage == NULL)
        return NULL;
    beyond = (uintptr_t)column->storage / sizeof(double) % PAGE;
    return column->storage + (PAGE - beyond) + ahead;
}

/* Room for one more covariate; their number is not raised. */
static paramod_status append(paramod_survival_data *data, const char *name,
                             const double *values)
{
    paramod_i_covariate *grown, column = { 0 };
    paramod_status status;

    grown = paramod_i_resize(data->covariate, data->covariates + 1, sizeof *grown);
    if (grown == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "'%s': out of memory", name);
    data->covariate = grown;
    column.name = paramod_i_copy_text(name);
    column.z = place_column(data->rows, data->covariates, &column);
    status = column.name == NULL || column.z == NULL
        ? REFUSE(PARAMOD_ERR_MEMORY, "'%s': out of memory", name)
        : gather(data, name, values, column.z);
    if (status != PARAMOD_OK) {
        paramod_i_free(column.name);
        paramod_i_free(column.storage);
        return status;
    }
    standardise(data->rows, &column);
    grown[data->covariates] = column;
    return PARAMOD_OK;
}

paramod_status paramod_survival_data_add(paramod_survival_data *data,
                                         const char *name, const double *values)
{
    paramod_status status;

    if (data == NULL || name == NULL || values == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "data, name or values is null");
    if (name[0] == '\0')
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "name is empty");
    if (paramod_i_data_find(data, name) < data->covariates)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "'%s' is already in the data",
                            name);
    status = append(data, name, values);
    if (status == PARAMOD_OK)
        data->covariates++;
    return status;
}
