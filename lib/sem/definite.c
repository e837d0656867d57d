/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Is a matrix of the caller a covariance matrix? */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/eigen_impl.h"
#include "sem/definite_impl.h"

static paramod_status check_symmetric(size_t n, const double *sigma,
                                      const char *function)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            const double x = sigma[i * n + j], y = sigma[j * n + i];

            if (!isfinite(x))
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, function, "entry [%zu][%zu] "
                                      "of the covariance matrix, %g, is not a finite "
                                      "number", i, j, x);
            if (x != y)
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, function, "the covariance "
                                      "matrix is not symmetric: entries [%zu][%zu] and "
                                      "[%zu][%zu] are %g and %g", i, j, j, i, x, y);
        }
    return PARAMOD_OK;
}

static paramod_status report(size_t n, const double *sigma, const char *function)
{
    paramod_i_eigen *eigen = NULL;
    const paramod_status status = paramod_i_eigen_create(n, &eigen);
    double least = NAN;

    if (status != PARAMOD_OK)
        return status;
    if (paramod_i_eigen_factor(eigen, sigma))
        least = paramod_i_eigen_values(eigen)[0];
    paramod_i_eigen_destroy(eigen);
    return paramod_i_fail(PARAMOD_ERR_DOMAIN, function, "the covariance matrix is not "
                          "positive definite: its smallest eigenvalue is %g", least);
}

paramod_status paramod_i_check_definite(size_t n, const double *sigma,
                                        const char *function)
{
    paramod_status status = check_symmetric(n, sigma, function);
    double *factor;

    if (status != PARAMOD_OK)
        return status;
    factor = paramod_i_resize(NULL, n * n, sizeof *factor);
    if (factor == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, function, "no memory for %zu nodes",
                              n);
    memcpy(factor, sigma, n * n * sizeof *factor);
    if (!paramod_i_cholesky(n, factor))
        status = report(n, sigma, function);
    paramod_i_free(factor);
    return status;
}
