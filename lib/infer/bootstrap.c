/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/infer.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"

typedef struct plan {
    size_t n;
    uint64_t seed;
    paramod_refit refit;
    void *data;
} plan;

static bool is_finite(size_t n, const double *x)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

static paramod_status replicate(size_t index, void *result, void *data)
{
    const plan *const p = data;
    double *const theta = result;
    paramod_random random = paramod_random_stream(p->seed, index);
    paramod_eval eval;

    for (size_t i = 0; i < p->n; i++)
        theta[i] = NAN;
    eval = p->refit(index, &random, theta, p->data);
    if (eval == PARAMOD_EVAL_STOP)
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, "paramod_bootstrap",
                              "the refit of replicate %zu gave up", index);
    if (eval != PARAMOD_EVAL_OK || !is_finite(p->n, theta))
        for (size_t i = 0; i < p->n; i++)
            theta[i] = NAN;
    return PARAMOD_OK;
}

paramod_status paramod_bootstrap(size_t n, size_t count, uint64_t seed,
                                 const paramod_executor *executor,
                                 paramod_refit refit, void *data,
                                 double *estimates, size_t *failed)
{
    const paramod_executor serial = paramod_executor_serial();
    const paramod_executor *const by = executor == NULL ? &serial : executor;
    plan p = { .n = n, .seed = seed, .refit = refit, .data = data };
    paramod_status status;
    double *results;
    size_t lost = 0;

    if (refit == NULL || estimates == NULL || n == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "refit or estimates is null, or n is 0");
    results = paramod_i_resize(NULL, count + 1, n * sizeof *results);
    if (results == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY,
                            "out of memory for %zu replicates", count);
    status = by->run(count, n * sizeof *results, results, replicate, &p, by->self);
    if (status == PARAMOD_OK) {
        (void)memcpy(estimates, results, count * n * sizeof *results);
        for (size_t i = 0; i < count; i++)
            lost += isnan(results[i * n]) ? 1 : 0;
        if (failed != NULL)
            *failed = lost;
    }
    paramod_i_free(results);
    return status;
}

void paramod_bootstrap_weights(paramod_random *random, size_t count, double *weights)
{
    for (size_t i = 0; i < count; i++)
        weights[i] = 0.0;
    for (size_t i = 0; i < count; i++)
        weights[paramod_random_index(random, count)] += 1.0;
}

/* ---- percentiles ---------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Order statistic at the real index (count - 1) p, interpolated. */
static double quantile(size_t count, const double *sorted, double p)
{
    const double place = (double)(count - 1) * p;
    const size_t below = (size_t)place;
    const double part = place - (double)below;

    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

static size_t finite_column(size_t n, size_t count, const double *estimates,
                            size_t index, double *column)
{
    size_t filled = 0;

    for (size_t i = 0; i < count; i++)
        if (isfinite(estimates[i * n + index]))
            column[filled++] = estimates[i * n + index];
    return filled;
}

paramod_status paramod_bootstrap_interval(size_t n, size_t count,
                                          const double *estimates, size_t index,
                                          double level, double interval[2])
{
    double *column;
    size_t filled;

    if (estimates == NULL || interval == NULL || index >= n)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "estimates or interval is null, "
                            "or index %zu is not below n = %zu", index, n);
    if (!(level > 0.0 && level < 1.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "level %g is not inside (0, 1)",
                            level);
    column = paramod_i_resize(NULL, count + 1, sizeof *column);
    if (column == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY,
                            "out of memory for %zu replicates", count);
    filled = finite_column(n, count, estimates, index, column);
    if (filled >= 2) {
        qsort(column, filled, sizeof *column, ascending);
        interval[0] = quantile(filled, column, 0.5 - 0.5 * level);
        interval[1] = quantile(filled, column, 0.5 + 0.5 * level);
    }
    paramod_i_free(column);
    return filled >= 2 ? PARAMOD_OK
                       : PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                                      "%zu finite replicates, but a percentile "
                                      "interval needs 2 or more", filled);
}
