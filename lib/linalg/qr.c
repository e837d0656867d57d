/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/lapack_impl.h"
#include "linalg/qr_impl.h"
#include "linalg/triangular_impl.h"

/* Householder vectors stand below the diagonal of a, each with an implied 1 on
 * it: Q = H_0 H_1 .. with H_j = I - tau_j v_j v_j'. */
struct paramod_i_qr {
    size_t rows, columns, least;
    bool finite;
    double *block;
    double *a;    /* rows x columns */
    double *tau;  /* least */
    double *work; /* size of dgeqp3's workspace, and 3 least at least */
    lapack_int work_size;
    lapack_int *jpvt;
    size_t *pivot;
};

/* The size that LAPACK asks for, or a negative number. */
static lapack_int query(size_t rows, size_t columns)
{
    const lapack_int m = (lapack_int)rows, n = (lapack_int)columns;
    double size = 0.0, nothing = 0.0;
    lapack_int pivot = 0;
    const paramod_i_lapack section = paramod_i_lapack_enter();
    const lapack_int info = LAPACKE_dgeqp3_work(LAPACK_COL_MAJOR, m, n, &nothing,
                                                m, &pivot, &nothing, &size, -1);

    paramod_i_lapack_leave(section);
    return info == 0 ? (lapack_int)size : -1;
}

static bool allocate(paramod_i_qr *qr)
{
    const size_t m = qr->rows, n = qr->columns;
    const lapack_int asked = query(m, n);
    const size_t size = asked > 0 && (size_t)asked > 3 * n + 1
                            ? (size_t)asked : 3 * n + 1;
    const paramod_i_part parts[] = {
        { &qr->a, m, n }, { &qr->tau, qr->least, 1 }, { &qr->work, size, 1 },
    };

    qr->work_size = (lapack_int)size;
    qr->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    qr->jpvt = paramod_i_resize(NULL, n, sizeof *qr->jpvt);
    qr->pivot = paramod_i_resize(NULL, n, sizeof *qr->pivot);
    return qr->block != NULL && qr->jpvt != NULL && qr->pivot != NULL;
}

paramod_status paramod_i_qr_create(size_t rows, size_t columns,
                                   paramod_i_qr **qr_out)
{
    paramod_i_qr *qr;

    if (rows == 0 || columns == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a %zu x %zu matrix has no "
                            "factors", rows, columns);
    if (!paramod_i_lapack_holds(rows) || !paramod_i_lapack_holds(columns))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "a %zu x %zu matrix is too large "
                            "for LAPACK", rows, columns);
    qr = paramod_i_resize(NULL, 1, sizeof *qr);
    if (qr == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *qr = (paramod_i_qr){ .rows = rows, .columns = columns,
                          .least = rows < columns ? rows : columns };
    if (!allocate(qr)) {
        paramod_i_qr_destroy(qr);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a %zu x %zu "
                            "matrix", rows, columns);
    }
    *qr_out = qr;
    return PARAMOD_OK;
}

void paramod_i_qr_destroy(paramod_i_qr *qr)
{
    if (qr == NULL)
        return;
    paramod_i_free(qr->block);
    paramod_i_free(qr->jpvt);
    paramod_i_free(qr->pivot);
    paramod_i_free(qr);
}

void paramod_i_qr_factor(paramod_i_qr *qr, const double *a)
{
    const size_t entries = qr->rows * qr->columns;
    const lapack_int m = (lapack_int)qr->rows, n = (lapack_int)qr->columns;
    paramod_i_lapack section;

    for (size_t j = 0; j < qr->columns; j++) {
        qr->jpvt[j] = 0; /* free to move */
        qr->pivot[j] = j;
    }
    (void)memcpy(qr->a, a, entries * sizeof *a);
    qr->finite = paramod_i_all_finite(entries, a);
    if (!qr->finite) {
        (void)memset(qr->tau, 0, qr->least * sizeof *qr->tau);
        return;
    }
    section = paramod_i_lapack_enter();
    (void)LAPACKE_dgeqp3_work(LAPACK_COL_MAJOR, m, n, qr->a, m, qr->jpvt,
                              qr->tau, qr->work, qr->work_size);
    paramod_i_lapack_leave(section);
    for (size_t j = 0; j < qr->columns; j++)
        qr->pivot[j] = (size_t)(qr->jpvt[j] - 1);
}

size_t paramod_i_qr_rank(const paramod_i_qr *qr, double tolerance)
{
    const size_t most = qr->rows > qr->columns ? qr->rows : qr->columns;
    const double share = tolerance > 0.0 ? tolerance
                                         : (double)most * DBL_EPSILON;
    const double limit = share * fabs(qr->a[0]);
    size_t rank = 0;

    while (qr->finite && rank < qr->least &&
           fabs(qr->a[rank + rank * qr->rows]) > limit)
        rank++;
    return rank;
}

const size_t *paramod_i_qr_pivot(const paramod_i_qr *qr)
{
    return qr->pivot;
}

const double *paramod_i_qr_r(const paramod_i_qr *qr)
{
    return qr->a;
}

/* b := H_j b */
static void reflect(const paramod_i_qr *qr, size_t j, double *b)
{
    const double *const v = qr->a + j + 1 + j * qr->rows;
    const size_t below = qr->rows - j - 1;
    const double share = qr->tau[j] *
                         (b[j] + paramod_i_dot(below, v, b + j + 1));

    b[j] -= share;
    paramod_i_axpy(below, -share, v, b + j + 1);
}

void paramod_i_qr_apply_transposed(const paramod_i_qr *qr, double *b)
{
    for (size_t j = 0; j < qr->least; j++)
        reflect(qr, j, b);
}

void paramod_i_qr_apply(const paramod_i_qr *qr, double *b)
{
    for (size_t j = qr->least; j-- > 0;)
        reflect(qr, j, b);
}

/* The leading block of R. */
static paramod_i_triangle leading(const paramod_i_qr *qr, size_t rank)
{
    return (paramod_i_triangle){ rank, qr->a, qr->rows };
}

void paramod_i_qr_solve(const paramod_i_qr *qr, size_t rank, double *b, double *x)
{
    paramod_i_qr_apply_transposed(qr, b);
    for (size_t j = 0; j < qr->columns; j++)
        x[qr->pivot[j]] = 0.0;
    for (size_t j = rank; j-- > 0;) {
        double sum = b[j];

        for (size_t k = j + 1; k < rank; k++)
            sum -= qr->a[j + k * qr->rows] * x[qr->pivot[k]];
        x[qr->pivot[j]] = sum / qr->a[j + j * qr->rows];
    }
}

double paramod_i_qr_rcond(paramod_i_qr *qr, size_t rank)
{
    if (rank == 0)
        return 1.0;
    return qr->finite ? paramod_i_upper_rcond(leading(qr, rank), qr->work) : 0.0;
}
