/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/lapack_impl.h"
#include "linalg/svd_impl.h"

/* dgesvj wants a tall matrix, so a wide one is transposed on the way in: `tall`
 * is most x least, and holds its left vectors on the way out. */
struct paramod_i_svd {
    size_t rows, columns, most, least;
    double *block;
    double *values;  /* least, descending */
    double *tall;    /* most x most for a wide matrix, else most x least */
    double *small;   /* least x least: right vectors of the tall matrix */
    double *work;
    lapack_int work_size;
};

static bool is_wide(const paramod_i_svd *svd)
{
    return svd->rows < svd->columns;
}

static bool allocate(paramod_i_svd *svd)
{
    const size_t size = svd->most + svd->least > 6 ? svd->most + svd->least : 6;
    const paramod_i_part parts[] = {
        { &svd->values, svd->least, 1 },
        { &svd->tall, svd->most, is_wide(svd) ? svd->most : svd->least },
        { &svd->small, svd->least, svd->least },
        { &svd->work, size, 1 },
    };

    svd->work_size = (lapack_int)size;
    svd->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return svd->block != NULL;
}

paramod_status paramod_i_svd_create(size_t rows, size_t columns,
                                    paramod_i_svd **svd_out)
{
    const bool wide = rows < columns;
    paramod_i_svd *svd;

    if (rows == 0 || columns == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a %zu x %zu matrix has no "
                            "singular values", rows, columns);
    if (!paramod_i_lapack_holds(rows) || !paramod_i_lapack_holds(columns))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "a %zu x %zu matrix is too large "
                            "for LAPACK", rows, columns);
    svd = paramod_i_resize(NULL, 1, sizeof *svd);
    if (svd == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *svd = (paramod_i_svd){ .rows = rows, .columns = columns,
                            .most = wide ? columns : rows,
                            .least = wide ? rows : columns };
    if (!allocate(svd)) {
        paramod_i_svd_destroy(svd);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a %zu x %zu "
                            "matrix", rows, columns);
    }
    *svd_out = svd;
    return PARAMOD_OK;
}

void paramod_i_svd_destroy(paramod_i_svd *svd)
{
    if (svd == NULL)
        return;
    paramod_i_free(svd->block);
    paramod_i_free(svd);
}

/* The unit vector that lies least in the span of the first `done` columns: of
 * the squared row sums, which add up to done, the smallest is at most
 * done / rows, so what is left of it has a norm of at least 1/sqrt(rows). */
static size_t least_covered(size_t rows, size_t done, const double *q)
{
    size_t best = 0;
    double smallest = INFINITY;

    for (size_t i = 0; i < rows; i++) {
        double sum = 0.0;

        for (size_t j = 0; j < done; j++)
            sum += q[i + j * rows] * q[i + j * rows];
        if (sum < smallest) {
            smallest = sum;
            best = i;
        }
    }
    return best;
}

/* Extends `done` orthonormal columns to `all` by Gram-Schmidt, twice, which is
 * enough for orthogonality to rounding (Giraud et al. 2005). */
static void complete(size_t rows, size_t done, size_t all, double *q)
{
    for (; done < all; done++) {
        double *const fresh = q + done * rows;
        const size_t unit = least_covered(rows, done, q);
        double size;

        for (size_t i = 0; i < rows; i++)
            fresh[i] = i == unit ? 1.0 : 0.0;
        for (size_t j = 0; j < 2 * done; j++) {
            const double *const old = q + j % done * rows;

            paramod_i_axpy(rows, -paramod_i_dot(rows, old, fresh), old, fresh);
        }
        size = paramod_i_norm(rows, fresh);
        for (size_t i = 0; i < rows; i++)
            fresh[i] /= size;
    }
}

static bool iterate(paramod_i_svd *svd)
{
    const lapack_int m = (lapack_int)svd->most, n = (lapack_int)svd->least;
    const paramod_i_lapack section = paramod_i_lapack_enter();
    const lapack_int info = LAPACKE_dgesvj_work(
        LAPACK_COL_MAJOR, 'G', 'U', 'V', m, n, svd->tall, m, svd->values, 0,
        svd->small, n, svd->work, svd->work_size);

    paramod_i_lapack_leave(section);
    return info == 0;
}

bool paramod_i_svd_factor(paramod_i_svd *svd, const double *a)
{
    const size_t entries = svd->rows * svd->columns;
    size_t rank = 0;

    if (!paramod_i_all_finite(entries, a))
        return false;
    if (is_wide(svd))
        paramod_i_transpose(svd->rows, svd->columns, a, svd->tall);
    else
        (void)memcpy(svd->tall, a, entries * sizeof *a);
    if (!iterate(svd))
        return false;
    for (size_t j = 0; j < svd->least; j++) {
        svd->values[j] *= svd->work[0];
        rank += svd->values[j] > 0.0;
    }
    complete(svd->most, rank, is_wide(svd) ? svd->most : svd->least, svd->tall);
    return true;
}

const double *paramod_i_svd_values(const paramod_i_svd *svd)
{
    return svd->values;
}

const double *paramod_i_svd_left(const paramod_i_svd *svd)
{
    return is_wide(svd) ? svd->small : svd->tall;
}

const double *paramod_i_svd_right(const paramod_i_svd *svd)
{
    return is_wide(svd) ? svd->tall : svd->small;
}

size_t paramod_i_svd_rank(const paramod_i_svd *svd, double tolerance)
{
    const double share = tolerance > 0.0 ? tolerance
                                         : (double)svd->most * DBL_EPSILON;
    size_t rank = 0;

    while (rank < svd->least && svd->values[rank] > share * svd->values[0])
        rank++;
    return rank;
}
