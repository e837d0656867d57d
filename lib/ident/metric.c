/* SPDX-License-Identifier: GPL-3.0-or-later */

/* K_inf and K_2 alone. */

#include <float.h>
#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/ident_impl.h"
#include "infer/coordinate_impl.h"
#include "linalg/dense_impl.h"

static paramod_status by_svd(size_t rows, size_t k, const double *s,
                             const paramod_i_coordinates *out)
{
    const double rounding = 1024.0 * DBL_EPSILON;
    double *column, *left, *work;
    const paramod_i_part parts[] = {
        { &column, rows, k }, { &left, rows, k }, { &work, rows, 1 } };
    double *const block = paramod_i_carve(parts, 3);
    paramod_i_information *information = NULL;
    paramod_status status;

    if (block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a %zu x %zu matrix",
                            rows, k);
    paramod_i_transpose(k, rows, s, column);
    status = paramod_i_information_with_left(rows, k, column,
                                             (double)k * rounding * rounding, left,
                                             &information);
    if (status == PARAMOD_OK)
        paramod_i_coordinates_of_svd(information, rows, left, work, out);
    paramod_i_information_destroy(information);
    paramod_i_free(block);
    return status;
}

paramod_status paramod_ident_coordinate_metric(size_t rows, size_t k, const double *s,
                                               double *k_inf, double *k_2)
{
    const paramod_i_coordinates out = { k_inf, k_2, 1 };
    paramod_status status;
    bool done;

    if (s == NULL || k_inf == NULL || k_2 == NULL || rows == 0 || k == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "s, k_inf or k_2 is null, or there are no rows or columns");
    for (size_t i = 0; i < rows * k; i++)
        if (!isfinite(s[i]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "s[%zu][%zu] is %g; all entries must "
                                "be finite", i / k, i % k, s[i]);
    status = paramod_i_coordinates_by_qr(rows, k, s, &out, &done);
    return status == PARAMOD_OK && !done ? by_svd(rows, k, s, &out) : status;
}
