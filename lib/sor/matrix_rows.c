/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Matrices that exist as a function only. */

#include <math.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "sor/matrix_impl.h"

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_sor_matrix_create_rows", __VA_ARGS__)

static paramod_status check_row(const paramod_sor_matrix *matrix, size_t i, size_t count,
                                const size_t *column, const double *value)
{
    const size_t n = matrix->rows;

    if (count > matrix->given.most)
        return REFUSE(PARAMOD_ERR_CALLBACK, "row %zu: the function gave up", i + 1);
    for (size_t k = 0; k < count; k++) {
        if (column[k] >= n)
            return REFUSE(PARAMOD_ERR_ARGUMENT, "row %zu: column index %zu is outside "
                          "0 .. %zu", i + 1, column[k], n - 1);
        if (!isfinite(value[k]))
            return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: the entry in column %zu is %g",
                          i + 1, column[k] + 1, value[k]);
    }
    return PARAMOD_OK;
}

/* Reads every row once: for the diagonal, the bandwidth, and to refuse. */
static paramod_status read_rows(paramod_sor_matrix *matrix, size_t *column, double *value)
{
    const paramod_sor_rows *given = &matrix->given;

    for (size_t i = 0; i < matrix->rows; i++) {
        const size_t count = given->row(i, column, value, given->data);
        const paramod_status status = check_row(matrix, i, count, column, value);

        if (status != PARAMOD_OK)
            return status;
        matrix->diagonal[i] = 0.0;
        for (size_t k = 0; k < count; k++) {
            const size_t j = column[k], apart = j < i ? i - j : j - i;

            if (apart == 0)
                matrix->diagonal[i] += value[k];
            matrix->bandwidth = apart > matrix->bandwidth ? apart : matrix->bandwidth;
        }
    }
    return PARAMOD_OK;
}

static paramod_status check_given(const paramod_sor_rows *given)
{
    if (given->row == NULL)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "the function of the rows is null");
    if (given->rows == 0 || given->rows >= UINT32_MAX)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "a matrix of %zu rows; there must be 1 to "
                      "2^32 - 2", given->rows);
    if (given->most == 0 || given->most > given->rows)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "%zu entries in a row of %zu; there must be "
                      "room for 1 to %zu", given->most, given->rows, given->rows);
    return PARAMOD_OK;
}

paramod_status paramod_sor_matrix_create_rows(const paramod_sor_rows *rows,
                                              paramod_sor_matrix **matrix_out)
{
    paramod_sor_rows given;
    paramod_sor_matrix *matrix;
    paramod_status status;
    size_t *column;
    double *value;

    if (rows == NULL || matrix_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "rows or matrix_out is null");
    if ((status = paramod_i_options_read(&given, sizeof given, rows)) != PARAMOD_OK ||
        (status = check_given(&given)) != PARAMOD_OK)
        return status;
    matrix = paramod_i_sor_matrix_allocate(given.rows, given.rows);
    column = paramod_i_resize(NULL, given.most, sizeof *column);
    value = paramod_i_resize(NULL, given.most, sizeof *value);
    if (matrix == NULL || column == NULL || value == NULL) {
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a matrix of %zu "
                              "rows", given.rows);
    } else {
        matrix->kind = PARAMOD_I_SOR_CALLBACK;
        matrix->given = given;
        matrix->symmetric = given.symmetric != 0;
        status = read_rows(matrix, column, value);
    }
    paramod_i_free(column);
    paramod_i_free(value);
    if (status != PARAMOD_OK) {
        paramod_sor_matrix_destroy(matrix);
        return status;
    }
    *matrix_out = matrix;
    return PARAMOD_OK;
}
