/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Data that are added until all parameters are determined.  F + s s' gains rank if
 * and only if U2's is not 0, U2 a basis of the null space of F, and each datum gains
 * at most 1: so k - rank more data are needed.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/ident_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/svd_impl.h"

/* Beside the length of a row, or the largest singular value, anything below this is
 * error: a millionth, as sensitivities of integrators have errors of 1e-8. */
#define TOLERANCE 1e-6

/* Rows there are so far, and their null space. */
typedef struct basis {
    size_t k, rows, rank;
    double *s;    /* room x k, row-major */
    double *v;    /* k x k column-major: columns from rank on span the null space */
    double *column;
} basis;

static paramod_status find_null(basis *b, const char *caller)
{
    const size_t k = b->k;
    paramod_i_svd *svd = NULL;
    paramod_status status;

    for (size_t i = 0; i < k * k; i++)
        b->v[i] = i % (k + 1) == 0 ? 1.0 : 0.0;
    b->rank = 0;
    if (b->rows == 0)
        return PARAMOD_OK;
    status = paramod_i_svd_create(b->rows, k, &svd);
    if (status != PARAMOD_OK)
        return status;
    paramod_i_transpose(k, b->rows, b->s, b->column);
    if (paramod_i_svd_factor(svd, b->column)) {
        b->rank = paramod_i_svd_values(svd)[0] > 0.0 ? paramod_i_svd_rank(svd, TOLERANCE)
                                                     : 0;
        (void)memcpy(b->v, paramod_i_svd_right(svd), k * k * sizeof *b->v);
    } else {
        status = paramod_i_fail(PARAMOD_ERR_DOMAIN, caller,
                                "the sensitivities are not finite");
    }
    paramod_i_svd_destroy(svd);
    return status;
}

/* |U2's|^2, or 0 where it is error. */
static double gain_of(const basis *b, const double *s)
{
    const double size = paramod_i_dot(b->k, s, s);
    double sum = 0.0;

    for (size_t j = b->rank; j < b->k; j++) {
        const double along = paramod_i_dot(b->k, b->v + j * b->k, s);

        sum += along * along;
    }
    return sum > TOLERANCE * TOLERANCE * size ? sum : 0.0;
}

static double *make(basis *b, size_t k, size_t room)
{
    *b = (basis){ .k = k };
    return paramod_i_carve((const paramod_i_part[]){ { &b->s, room, k },
                                                     { &b->v, k, k },
                                                     { &b->column, room, k } }, 3);
}

/* ---- the paper's collection ------------------------------------------------------------ */

typedef struct collection {
    paramod_ident_sensitivity sensitivity;
    void *data;
    double step;
    size_t most, *count;
    double *time, *gain;
} collection;

static paramod_status evaluate(const collection *c, basis *b, double t)
{
    double *const row = b->s + b->rows * b->k;

    if (c->sensitivity(t, 0, row, c->data) != PARAMOD_EVAL_OK ||
        !paramod_i_all_finite(b->k, row))
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, "paramod_ident_collect",
                              "the sensitivities at time %g are not finite", t);
    return PARAMOD_OK;
}

/* One time more. */
static paramod_status extend(const collection *c, basis *b)
{
    enum { MOST_TRIES = 10000 };
    double t = c->time[0];

    for (size_t i = 1; i < *c->count; i++)
        t = fmax(t, c->time[i]);
    for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
        paramod_status status;
        double gain;

        t += c->step;
        status = evaluate(c, b, t);
        if (status != PARAMOD_OK)
            return status;
        gain = gain_of(b, b->s + b->rows * b->k);
        if (gain == 0.0)
            continue;
        c->time[*c->count] = t;
        if (c->gain != NULL)
            c->gain[*c->count] = gain;
        ++*c->count;
        b->rows++;
        return find_null(b, "paramod_ident_collect");
    }
    return paramod_i_fail(PARAMOD_ERR_SINGULAR, "paramod_ident_collect", "no time up to %g "
                          "tells more than what is there: rank %zu of %zu", t, b->rank,
                          b->k);
}

static paramod_status collect(const collection *c, basis *b)
{
    paramod_status status = PARAMOD_OK;

    for (size_t i = 0; i < *c->count && status == PARAMOD_OK; i++) {
        status = evaluate(c, b, c->time[i]);
        b->rows++;
        if (c->gain != NULL)
            c->gain[i] = 0.0;
    }
    if (status == PARAMOD_OK)
        status = find_null(b, "paramod_ident_collect");
    while (status == PARAMOD_OK && b->rank < b->k) {
        if (*c->count == c->most)
            return paramod_i_fail(PARAMOD_ERR_SINGULAR, "paramod_ident_collect", "rank %zu "
                                  "of %zu with %zu times, and no room for more", b->rank,
                                  b->k, c->most);
        status = extend(c, b);
    }
    return status;
}

paramod_status paramod_ident_collect(size_t k, paramod_ident_sensitivity sensitivity,
                                     void *data, double step, size_t most, size_t *count,
                                     double *time, double *gain)
{
    const collection c = { sensitivity, data, step, most, count, time, gain };
    basis b;
    double *block;
    paramod_status status;

    if (sensitivity == NULL || count == NULL || time == NULL || k == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "sensitivity, count or time is null, or k is 0");
    if (!(step > 0.0 && step < INFINITY))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "step %g is not positive", step);
    if (*count == 0 || *count > most)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "count is %zu; there must be 1 to %zu "
                            "times to start with", *count, most);
    block = make(&b, k, most + 1);
    if (block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu times", most);
    status = collect(&c, &b);
    paramod_i_free(block);
    return status;
}

/* ---- greedy completion -------------------------------------------------------------------- */

static size_t best_candidate(const basis *b, size_t candidates, const double *candidate,
                             double *most)
{
    size_t best = 0;

    *most = 0.0;
    for (size_t i = 0; i < candidates; i++) {
        const double gain = gain_of(b, candidate + i * b->k);

        if (gain > *most * (1.0 + 1e-9)) {
            *most = gain;
            best = i;
        }
    }
    return best;
}

static paramod_status complete(basis *b, size_t candidates, const double *candidate,
                               size_t *count, size_t *chosen, double *gain)
{
    paramod_status status = find_null(b, "paramod_ident_complete");

    for (*count = 0; status == PARAMOD_OK && b->rank < b->k && *count < b->k; ++*count) {
        double most;
        const size_t best = best_candidate(b, candidates, candidate, &most);

        if (most == 0.0)
            break;
        chosen[*count] = best;
        if (gain != NULL)
            gain[*count] = most;
        (void)memcpy(b->s + b->rows++ * b->k, candidate + best * b->k,
                     b->k * sizeof *b->s);
        status = find_null(b, "paramod_ident_complete");
    }
    if (status == PARAMOD_OK && b->rank < b->k)
        status = paramod_i_fail(PARAMOD_ERR_SINGULAR, "paramod_ident_complete", "the %zu "
                                "candidates reach rank %zu of %zu: other times, or other "
                                "observables, are needed", candidates, b->rank, b->k);
    return status;
}

paramod_status paramod_ident_complete(size_t k, size_t rows, const double *initial,
                                      size_t candidates, const double *candidate,
                                      size_t *count, size_t *chosen, double *gain)
{
    basis b;
    double *block;
    paramod_status status;

    if (candidate == NULL || count == NULL || chosen == NULL || k == 0 ||
        (initial == NULL && rows > 0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "candidate, count, chosen or initial is null, or k is 0");
    block = make(&b, k, rows + k + 1);
    if (block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu rows", rows + k);
    if (rows > 0)
        (void)memcpy(b.s, initial, rows * k * sizeof *b.s);
    b.rows = rows;
    status = complete(&b, candidates, candidate, count, chosen, gain);
    paramod_i_free(block);
    return status;
}
