/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Jacobi iteration on the transposed factor R of a QR decomposition with sorted
 * rows and pivoted columns: Z. Drmac, K. Veselic, "New fast and accurate Jacobi
 * SVD algorithm", SIAM J. Matrix Anal. Appl. 29 (2008) 1322-1342 and 1343-1362.
 * For A = D B E with diagonal D, E the relative error of every singular value is
 * of the order eps cond(B), however graded D and E are: rows in descending order
 * keep the error of each row of the QR factorisation small beside that row (Cox,
 * Higham 1998), pivoting makes R = diag(row norms) times a well-conditioned
 * matrix, and one-sided Jacobi (dgesvj) does not see that diagonal.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/lapack_impl.h"
#include "linalg/qr_impl.h"
#include "linalg/svd_impl.h"


/* A wide matrix is transposed on the way in, so that `tall` is most x least. */
struct paramod_i_svd {
    size_t rows, columns, most, least;
    paramod_i_qr *qr;  /* of the tall matrix */
    size_t *order;     /* row order[i] of the tall matrix is the i-th largest */
    double *block;
    double *values;    /* least, descending */
    double *tall;      /* its left vectors: most x most if wide, else x least */
    double *small;     /* its right vectors: least x least */
    double *triangle;  /* least x least: R', and then its left vectors */
    double *right;     /* least x least: right vectors of R' */
    double *spare;     /* most */
    double *work;
    lapack_int work_size;
};

static bool is_wide(const paramod_i_svd *svd)
{
    return svd->rows < svd->columns;
}

/* Columns of svd->tall. */
static size_t width(const paramod_i_svd *svd)
{
    return is_wide(svd) ? svd->most : svd->least;
}

static paramod_status allocate(paramod_i_svd *svd)
{
    const size_t n = svd->least, size = 2 * n > 6 ? 2 * n : 6;
    const paramod_i_part parts[] = {
        { &svd->values, n, 1 },   { &svd->tall, svd->most, width(svd) },
        { &svd->small, n, n },    { &svd->triangle, n, n },
        { &svd->right, n, n },    { &svd->spare, svd->most, 1 },
        { &svd->work, size, 1 },
    };

    svd->work_size = (lapack_int)size;
    svd->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    svd->order = paramod_i_resize(NULL, svd->most, sizeof *svd->order);
    if (svd->block == NULL || svd->order == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a %zu x %zu "
                            "matrix", svd->rows, svd->columns);
    return paramod_i_qr_create(svd->most, n, &svd->qr);
}

paramod_status paramod_i_svd_create(size_t rows, size_t columns,
                                    paramod_i_svd **svd_out)
{
    const bool wide = rows < columns;
    paramod_i_svd *svd;
    paramod_status status;

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
    status = allocate(svd);
    if (status != PARAMOD_OK) {
        paramod_i_svd_destroy(svd);
        return status;
    }
    *svd_out = svd;
    return PARAMOD_OK;
}

void paramod_i_svd_destroy(paramod_i_svd *svd)
{
    if (svd == NULL)
        return;
    paramod_i_qr_destroy(svd->qr);
    paramod_i_free(svd->order);
    paramod_i_free(svd->block);
    paramod_i_free(svd);
}

/* ---- factoring ------------------------------------------------------------ */

enum { LARGEST_EXPONENT = 1023, BUCKETS = 2100 };

/* Where a row with largest entry x belongs: one bucket for each power of two,
 * which is sorted enough, in descending order; zeros come last. */
static size_t bucket(double x)
{
    return x == 0.0 ? BUCKETS - 1 : (size_t)(LARGEST_EXPONENT - ilogb(x));
}

/* Counting sort of the rows of the tall matrix a. */
static void sort_rows(paramod_i_svd *svd, const double *a)
{
    const size_t m = svd->most;
    size_t start[BUCKETS + 1] = { 0 };

    for (size_t i = 0; i < m; i++)
        svd->spare[i] = 0.0;
    for (size_t j = 0; j < svd->least; j++)
        for (size_t i = 0; i < m; i++)
            svd->spare[i] = fmax(svd->spare[i], fabs(a[i + j * m]));
    for (size_t i = 0; i < m; i++)
        start[bucket(svd->spare[i]) + 1]++;
    for (size_t k = 0; k < BUCKETS; k++)
        start[k + 1] += start[k];
    for (size_t i = 0; i < m; i++)
        svd->order[start[bucket(svd->spare[i])]++] = i;
}

/* Factors the matrix in svd->tall with its rows sorted; R' is left in
 * svd->triangle. */
static void reduce(paramod_i_svd *svd)
{
    const size_t m = svd->most, n = svd->least;
    const double *r;

    sort_rows(svd, svd->tall);
    for (size_t j = 0; j < n; j++) {
        double *const column = svd->tall + j * m;

        (void)memcpy(svd->spare, column, m * sizeof *column);
        for (size_t i = 0; i < m; i++)
            column[i] = svd->spare[svd->order[i]];
    }
    paramod_i_qr_factor(svd->qr, svd->tall);
    r = paramod_i_qr_r(svd->qr);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            svd->triangle[j + i * n] = i <= j ? r[i + j * m] : 0.0;
}

/* dgesvj wants all cosines below sqrt(n) eps / 2, but a cosine computed from
 * columns that are orthogonal can be n eps: sweeps may then go on without end
 * at the level of rounding.  work[4] is the largest cosine of the last one. */
static bool iterate(paramod_i_svd *svd)
{
    const lapack_int n = (lapack_int)svd->least;
    const paramod_i_lapack section = paramod_i_lapack_enter();
    const lapack_int info = LAPACKE_dgesvj_work(
        LAPACK_COL_MAJOR, 'L', 'U', 'V', n, n, svd->triangle, n, svd->values, 0,
        svd->right, n, svd->work, svd->work_size);

    paramod_i_lapack_leave(section);
    return info == 0 ||
           (info > 0 && svd->work[4] <= 4.0 * (double)svd->least * DBL_EPSILON);
}

/* The unit vector that lies least in the span of the first `done` columns: of
 * the squared row sums, which add up to done, the smallest is at most done / n,
 * so what is left of that unit vector has a norm of at least 1 / sqrt(n). */
static size_t least_covered(size_t n, size_t done, const double *q)
{
    size_t best = 0;
    double smallest = INFINITY;

    for (size_t i = 0; i < n; i++) {
        double sum = 0.0;

        for (size_t j = 0; j < done; j++)
            sum += q[i + j * n] * q[i + j * n];
        if (sum < smallest) {
            smallest = sum;
            best = i;
        }
    }
    return best;
}

/* Extends `done` orthonormal columns to n by Gram-Schmidt; as no more than a
 * factor sqrt(n) cancels, one pass leaves them orthogonal to sqrt(n) eps.
 * dgesvj leaves the left vectors of zero singular values to the caller. */
static void complete(size_t n, size_t done, double *q)
{
    for (; done < n; done++) {
        double *const fresh = q + done * n;
        const size_t unit = least_covered(n, done, q);
        double size;

        for (size_t i = 0; i < n; i++)
            fresh[i] = i == unit ? 1.0 : 0.0;
        for (size_t j = 0; j < done; j++) {
            const double *const old = q + j * n;

            paramod_i_axpy(n, -paramod_i_dot(n, old, fresh), old, fresh);
        }
        size = paramod_i_norm(n, fresh);
        for (size_t i = 0; i < n; i++)
            fresh[i] /= size;
    }
}

/* With S the sorting of rows, S T P = Q R and R' = U diag(s) V', the tall
 * matrix is T = S' Q V diag(s) (P U)'.  The columns of Q beyond R complete the
 * left vectors of a wide matrix. */
static void assemble(paramod_i_svd *svd)
{
    const size_t m = svd->most, n = svd->least;
    const size_t *const pivot = paramod_i_qr_pivot(svd->qr);

    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < n; i++)
            svd->small[pivot[i] + j * n] = svd->triangle[i + j * n];
    for (size_t j = 0; j < width(svd); j++) {
        for (size_t i = 0; i < m; i++)
            svd->spare[i] = j < n && i < n ? svd->right[i + j * n]
                                           : (i == j ? 1.0 : 0.0);
        paramod_i_qr_apply(svd->qr, svd->spare);
        for (size_t i = 0; i < m; i++)
            svd->tall[svd->order[i] + j * m] = svd->spare[i];
    }
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
    reduce(svd);
    if (!iterate(svd))
        return false;
    for (size_t j = 0; j < svd->least; j++) {
        svd->values[j] *= svd->work[0]; /* dgesvj scales near overflow */
        rank += svd->values[j] > 0.0;
    }
    complete(svd->least, rank, svd->triangle);
    assemble(svd);
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
