/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include <paramod/infer.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"

/* g_i' V g_j, rows of length n */
static double between(size_t n, const double *v, const double *gi, const double *gj)
{
    double sum = 0.0;

    for (size_t a = 0; a < n; a++) {
        double row = 0.0;

        for (size_t b = 0; b < n; b++)
            row += v[a * n + b] * gj[b];
        sum += gi[a] * row;
    }
    return sum;
}

static const char caller[] = "paramod_delta_method";

static paramod_status all_finite(size_t count, size_t n, const double *value,
                                 const double *gradient)
{
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(value[i]))
            return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "value %zu is %g",
                                  i, value[i]);
        for (size_t a = 0; a < n; a++)
            if (!isfinite(gradient[i * n + a]))
                return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller,
                                      "derivative %zu of value %zu is %g", a, i,
                                      gradient[i * n + a]);
    }
    return PARAMOD_OK;
}

paramod_status paramod_delta_method(size_t n, const double *theta, const double *v,
                                    size_t count, paramod_function function,
                                    void *data, double *value,
                                    double *covariance)
{
    double *work, *gradient;
    paramod_status status;

    if (theta == NULL || v == NULL || function == NULL || value == NULL ||
        covariance == NULL || n == 0 || count == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "an array or the function is null, or n or count is 0");
    work = paramod_i_resize(NULL, n + 1, count * sizeof *work);
    if (work == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY,
                            "out of memory for %zu x %zu derivatives", count, n);
    gradient = work + count;
    if (function(theta, work, gradient, data) != PARAMOD_EVAL_OK)
        status = PARAMOD_FAIL(PARAMOD_ERR_CALLBACK,
                              "the function cannot be evaluated at theta");
    else
        status = all_finite(count, n, work, gradient);
    if (status == PARAMOD_OK) {
        (void)memcpy(value, work, count * sizeof *value);
        for (size_t i = 0; i < count; i++)
            for (size_t j = i; j < count; j++)
                covariance[i * count + j] = covariance[j * count + i] =
                    between(n, v, gradient + i * n, gradient + j * n);
    }
    paramod_i_free(work);
    return status;
}
