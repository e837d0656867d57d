/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Matrices and right-hand sides from MatrixMarket texts. */

#include "core/status_impl.h"
#include "sor/matrix_impl.h"

static paramod_status convert(paramod_i_sparse *a, const char *function,
                              paramod_sor_matrix **matrix_out)
{
    paramod_status status;

    if (a->rows != a->columns)
        status = paramod_i_fail(PARAMOD_ERR_FORMAT, function, "the matrix is %zu x %zu; "
                                "a system of equations is square", a->rows, a->columns);
    else
        status = paramod_i_sor_matrix_from(a, false, function, matrix_out);
    paramod_i_sparse_destroy(a);
    return status;
}

paramod_status paramod_sor_matrix_read(const char *text, size_t length,
                                       paramod_sor_matrix **matrix_out)
{
    paramod_i_sparse *a = NULL;
    paramod_status status;

    if (text == NULL || matrix_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "text or matrix_out is null");
    status = paramod_i_sparse_read(text, length, &a);
    return status == PARAMOD_OK ? convert(a, __func__, matrix_out) : status;
}

paramod_status paramod_sor_matrix_read_file(const char *path,
                                            paramod_sor_matrix **matrix_out)
{
    paramod_i_sparse *a = NULL;
    paramod_status status;

    if (path == NULL || matrix_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "path or matrix_out is null");
    status = paramod_i_sparse_read_file(path, &a);
    return status == PARAMOD_OK ? convert(a, __func__, matrix_out) : status;
}

/* The entries of one column or one row; those not stored are 0. */
static void unpack(const paramod_i_sparse *a, size_t count, double *vector)
{
    for (size_t i = 0; i < count; i++)
        vector[i] = 0.0;
    for (size_t i = 0; i < a->rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            vector[a->columns == 1 ? i : a->column[k]] = a->value[k];
}

paramod_status paramod_sor_vector_read_file(const char *path, size_t count,
                                            double *vector)
{
    paramod_i_sparse *a = NULL;
    paramod_status status;

    if (path == NULL || vector == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "path or vector is null");
    status = paramod_i_sparse_read_file(path, &a);
    if (status != PARAMOD_OK)
        return status;
    if ((a->columns == 1 && a->rows == count) || (a->rows == 1 && a->columns == count))
        unpack(a, count, vector);
    else
        status = PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "'%.200s' is %zu x %zu; a right-hand "
                              "side of %zu equations is %zu x 1", path, a->rows,
                              a->columns, count, count);
    paramod_i_sparse_destroy(a);
    return status;
}
