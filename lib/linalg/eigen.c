/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/eigen_impl.h"
#include "linalg/lapack_impl.h"

struct paramod_i_eigen {
    size_t n;
    double *block;
    double *values;  /* n, ascending */
    double *vectors; /* n x n */
    double *work;
    lapack_int work_size;
    lapack_int *integers;
    lapack_int integer_size;
};

/* The sizes that LAPACK asks for; false if it asks for none. */
static bool query(paramod_i_eigen *eigen)
{
    const lapack_int n = (lapack_int)eigen->n;
    double size = 0.0, nothing = 0.0;
    const paramod_i_lapack section = paramod_i_lapack_enter();
    const lapack_int info = LAPACKE_dsyevd_work(LAPACK_COL_MAJOR, 'V', 'L', n,
                                                &nothing, n, &nothing, &size, -1,
                                                &eigen->integer_size, -1);

    paramod_i_lapack_leave(section);
    eigen->work_size = (lapack_int)size;
    return info == 0 && size >= 1.0 && eigen->integer_size >= 1;
}

static bool allocate(paramod_i_eigen *eigen)
{
    const size_t n = eigen->n;
    const paramod_i_part parts[] = {
        { &eigen->values, n, 1 }, { &eigen->vectors, n, n },
        { &eigen->work, (size_t)eigen->work_size, 1 },
    };

    eigen->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    eigen->integers = paramod_i_resize(NULL, (size_t)eigen->integer_size,
                                       sizeof *eigen->integers);
    return eigen->block != NULL && eigen->integers != NULL;
}

/* dsyevd's workspace of 1 + 6 n + 2 n^2 must be countable. */
static bool fits(size_t n)
{
    return n <= 32000;
}

paramod_status paramod_i_eigen_create(size_t n, paramod_i_eigen **eigen_out)
{
    paramod_i_eigen *eigen;

    if (n == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a matrix of order 0 has no "
                            "eigenvalues");
    if (!fits(n))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "a matrix of order %zu is too "
                            "large for LAPACK", n);
    eigen = paramod_i_resize(NULL, 1, sizeof *eigen);
    if (eigen == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *eigen = (paramod_i_eigen){ .n = n };
    if (!query(eigen) || !allocate(eigen)) {
        paramod_i_eigen_destroy(eigen);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a matrix of "
                            "order %zu", n);
    }
    *eigen_out = eigen;
    return PARAMOD_OK;
}

void paramod_i_eigen_destroy(paramod_i_eigen *eigen)
{
    if (eigen == NULL)
        return;
    paramod_i_free(eigen->block);
    paramod_i_free(eigen->integers);
    paramod_i_free(eigen);
}

bool paramod_i_eigen_factor(paramod_i_eigen *eigen, const double *a)
{
    const size_t entries = eigen->n * eigen->n;
    const lapack_int n = (lapack_int)eigen->n;
    paramod_i_lapack section;
    lapack_int info;

    if (!paramod_i_all_finite(entries, a))
        return false;
    (void)memcpy(eigen->vectors, a, entries * sizeof *a);
    section = paramod_i_lapack_enter();
    info = LAPACKE_dsyevd_work(LAPACK_COL_MAJOR, 'V', 'L', n, eigen->vectors, n,
                               eigen->values, eigen->work, eigen->work_size,
                               eigen->integers, eigen->integer_size);
    paramod_i_lapack_leave(section);
    return info == 0;
}

const double *paramod_i_eigen_values(const paramod_i_eigen *eigen)
{
    return eigen->values;
}

const double *paramod_i_eigen_vectors(const paramod_i_eigen *eigen)
{
    return eigen->vectors;
}

paramod_i_inertia paramod_i_eigen_inertia(const paramod_i_eigen *eigen,
                                          double tolerance)
{
    paramod_i_inertia inertia = { 0, 0, 0 };

    for (size_t j = 0; j < eigen->n; j++) {
        inertia.positive += eigen->values[j] > tolerance;
        inertia.negative += eigen->values[j] < -tolerance;
    }
    inertia.zero = eigen->n - inertia.positive - inertia.negative;
    return inertia;
}
