/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rank of S is largest on an open dense set of theta where the model is
 * analytic, so that a few random points meet it with probability 1; what is lacking
 * there is lacking for almost every theta, whatever the data.
 */

#include <math.h>
#include <string.h>

#include <paramod/random.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/analysis_impl.h"

/* Uniform in the box, or near x where it has no end. */
static double draw(const paramod_ident *ident, size_t j, double x, paramod_random *random)
{
    const double u = paramod_random_uniform(random);
    const double lower = ident->lower[j], upper = ident->upper[j];
    const uint64_t scale = ident->scale[ident->index[j]];
    double near;

    if (isfinite(lower) && isfinite(upper))
        return lower + u * (upper - lower);
    if (scale == PARAMOD_IDENT_LINEAR)
        near = x == 0.0 ? 2.0 * u - 1.0 : x * pow(3.0, 2.0 * u - 1.0);
    else
        near = x + (2.0 * u - 1.0) * (scale == PARAMOD_IDENT_LOG ? log(3.0) : log10(3.0));
    return fmin(fmax(near, lower), upper);
}

static paramod_status rank_at(const paramod_ident *dense, const double *theta,
                              size_t *rank)
{
    paramod_ident_analysis *analysis = NULL;
    const paramod_status status = paramod_ident_analyze(dense, theta, NULL, &analysis);

    if (status == PARAMOD_OK)
        *rank = analysis->report.rank;
    paramod_ident_analysis_destroy(analysis);
    return status;
}

/* Points at which the model has no value do not count. */
static paramod_status visit(const paramod_ident *dense, size_t points,
                            paramod_random *random, double *x, double *theta,
                            paramod_ident_structure *found)
{
    const size_t k = dense->k;

    for (size_t p = 0; p < points; p++) {
        paramod_status status;
        size_t rank;

        for (size_t j = 0; j < k; j++)
            x[k + j] = draw(dense, j, x[j], random);
        paramod_ident_theta_of(dense, x + k, theta);
        status = rank_at(dense, theta, &rank);
        if (status == PARAMOD_ERR_MEMORY)
            return status;
        if (status != PARAMOD_OK)
            continue;
        found->points++;
        found->generic_rank = rank > found->generic_rank ? rank : found->generic_rank;
    }
    return PARAMOD_OK;
}

paramod_status paramod_ident_structure_test(const paramod_ident *dense,
                                            const double *theta, size_t points,
                                            uint64_t seed,
                                            paramod_ident_structure *structure)
{
    paramod_ident_structure found = { .size = sizeof found };
    paramod_random random = paramod_random_stream(seed, 0);
    double *x, *moved, *block;
    paramod_status status;

    if (dense == NULL || theta == NULL || structure == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "dense, theta or structure is null");
    if (structure->size < sizeof(size_t) || structure->size > sizeof found)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "structure->size is %zu; set it to "
                            "sizeof(paramod_ident_structure), %zu", structure->size,
                            sizeof found);
    block = paramod_i_carve((const paramod_i_part[]){ { &x, dense->k, 2 },
                                                      { &moved, dense->n, 1 } }, 2);
    if (block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = paramod_i_ident_enter(dense, __func__, theta, x);
    if (status == PARAMOD_OK)
        status = rank_at(dense, theta, &found.rank);
    if (status == PARAMOD_OK) {
        found.generic_rank = found.rank;
        status = visit(dense, points, &random, x, moved, &found);
    }
    paramod_i_free(block);
    if (status != PARAMOD_OK)
        return status;
    found.structural = found.generic_rank < dense->k;
    found.size = structure->size;
    (void)memcpy(structure, &found, found.size);
    return PARAMOD_OK;
}
