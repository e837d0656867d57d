/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Local identifiability at generic parameters.  The rank of the Jacobian of
 * the moments, which is that of the information, is largest at almost all
 * parameters.  So full rank anywhere, at the start say, decides for the model
 * (Rothenberg 1971); a deficient rank decides against it only where the point
 * is generic, which random ones are.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "infer/information_impl.h"
#include "linalg/cholesky_impl.h"
#include "sem/fit_impl.h"
#include "sem/starts_impl.h"

enum { POINTS = 3, MOST_NAMES = 8 };

/* Smallest pivot, relative, that counts as regular; and eigenvalues below which
 * a direction counts as flat. */
static const double pivot_tolerance = 1e-9, flat = 1e-11;

typedef struct search {
    paramod_i_objective *objective;
    const paramod_i_reduction *reduction;
    double *theta, *gradient, *full, *matrix, *factor, *work, *support;
    double f;
} search;

static bool information_at(search *s, const double *theta)
{
    if (!paramod_i_objective_value(s->objective, theta, &s->f))
        return false;
    paramod_i_objective_derivatives(s->objective, s->gradient, s->full, NULL);
    paramod_i_reduction_matrix(s->reduction, s->full, s->matrix, s->work);
    return true;
}

static bool is_regular(search *s)
{
    const size_t k = s->reduction->k;

    memcpy(s->factor, s->matrix, k * k * sizeof *s->factor);
    if (!paramod_i_cholesky(k, s->factor))
        return false;
    for (size_t j = 0; j < k; j++) {
        const double l = s->factor[j * k + j];

        if (l * l < pivot_tolerance * s->matrix[j * k + j])
            return false;
    }
    return true;
}

/* Adds the parameters of the flat directions at the current point to the
 * support; their number goes to *count. */
static paramod_status add_support(search *s, size_t *count)
{
    const size_t k = s->reduction->k, q = s->reduction->q;
    paramod_i_information *information = NULL;
    paramod_status status = paramod_i_information_of_matrix(k, s->matrix,
                                                            flat * (double)k,
                                                            &information);
    double *basis;
    size_t *lead;

    if (status != PARAMOD_OK)
        return status;
    *count = k - paramod_i_information_positive(information);
    basis = paramod_i_resize(NULL, k * *count + k, sizeof *basis);
    lead = paramod_i_resize(NULL, *count + 1, sizeof *lead);
    if (basis == NULL || lead == NULL)
        status = PARAMOD_ERR_MEMORY;
    else if (*count > 0 && *count < k)
        paramod_i_information_null_basis(information, basis, lead);
    for (size_t d = 0; status == PARAMOD_OK && d < *count; d++)
        for (size_t j = 0; j < k; j++)
            if (*count == k || fabs(basis[d * k + j]) > 1e-5)
                for (size_t i = 0; i < q; i++)
                    if (s->reduction->trivial ? i == s->reduction->free[j]
                                              : s->reduction->K[i * k + j] != 0.0)
                        s->support[i] = 1.0;
    paramod_i_free(basis);
    paramod_i_free(lead);
    paramod_i_information_destroy(information);
    return status;
}

static void list_names(const search *s, char *text, size_t size)
{
    const paramod_sem_model *const model = s->objective->model;
    size_t named = 0, all = 0, length = 0;

    for (size_t i = 0; i < s->reduction->q; i++)
        all += s->support[i] != 0.0;
    for (size_t i = 0; i < s->reduction->q && named < MOST_NAMES; i++)
        if (s->support[i] != 0.0) {
            length += paramod_i_format(text + length, size - length, "%s'%s'",
                                       named == 0 ? "" : ", ", model->name[i]);
            named++;
            if (length + 40 > size)
                break;
        }
    if (named < all)
        (void)paramod_i_format(text + length, size - length, " and %zu more",
                               all - named);
}

/* A start, with all that is free moved at random. */
static void move(const search *s, const double *start, paramod_random *random)
{
    const paramod_i_objective *const o = s->objective;

    paramod_i_starts_random(o, start, random, s->theta);
    for (size_t g = 0; g < o->groups; g++) {
        const paramod_i_ram *const ram = o->part[g].ram;

        for (size_t c = 0; c < ram->free; c++) {
            const paramod_i_cell *const cell = ram->cell + c;

            if (!cell->directed && cell->i == cell->j)
                s->theta[cell->parameter] = fabs(start[cell->parameter]) *
                                            (1.0 + paramod_random_uniform(random));
        }
        for (size_t c = 0; c < ram->free; c++) { /* small against the variances */
            const paramod_i_cell *const cell = ram->cell + c;
            const size_t a = ram->place[cell->i], b = ram->place[cell->j];
            const double *const t = o->part[g].target;
            const size_t w = o->part[g].width;
            double scale = 0.1;

            if (cell->directed || cell->i == cell->j)
                continue;
            if (a < ram->p && b < ram->p)
                scale = 0.02 * sqrt(t[a * w + a] * t[b * w + b]);
            s->theta[cell->parameter] = scale * paramod_random_normal(random);
        }
    }
}

static paramod_status refuse(const search *s, size_t directions, double df,
                             const char *caller)
{
    char names[380] = "";

    list_names(s, names, sizeof names);
    if (df < 0.0)
        return paramod_i_fail(PARAMOD_ERR_SINGULAR, caller, "the model is not "
                              "identified: it has %g parameter%s more than moments; "
                              "these are not determined: %s", -df,
                              df == -1.0 ? "" : "s", names);
    return paramod_i_fail(PARAMOD_ERR_SINGULAR, caller, "the model is not identified: "
                          "the moments leave %zu direction%s free among %s", directions,
                          directions == 1 ? "" : "s", names);
}

static paramod_status examine(search *s, const double *start, double df,
                              const char *caller)
{
    paramod_random random = paramod_random_stream(0x5e3, 1);
    size_t directions = 0, fewest = (size_t)-1, points = 0;

    memset(s->support, 0, s->reduction->q * sizeof *s->support);
    for (size_t tries = 0; points < POINTS && tries < 50; tries++) {
        paramod_status status;

        move(s, start, &random);
        paramod_i_reduction_project(s->reduction, s->theta, s->factor);
        paramod_i_reduction_expand(s->reduction, s->factor, s->theta);
        if (!information_at(s, s->theta))
            continue;
        points++;
        if (df >= 0.0 && is_regular(s))
            return PARAMOD_OK;
        status = add_support(s, &directions);
        if (status != PARAMOD_OK)
            return paramod_i_fail(status, caller, "out of memory");
        fewest = directions < fewest ? directions : fewest;
    }
    if (df >= 0.0 && (points == 0 || fewest == 0))
        return PARAMOD_OK;
    return refuse(s, fewest, df, caller);
}

/* What has been computed at the start is where scoring begins. */
static void hand_over(const search *s, const double *start, paramod_i_scoring *scoring)
{
    paramod_i_reduction_gradient(s->reduction, s->gradient, scoring->g);
    memcpy(scoring->trial, start, s->reduction->k * sizeof *start);
    scoring->f = s->f;
    scoring->factored = 0.0;
    scoring->prepared = true;
}

paramod_status paramod_i_check_identified(paramod_i_scoring *scoring,
                                          const double *start, double df,
                                          const char *caller)
{
    const size_t q = scoring->reduction->q;
    search s = { .objective = scoring->objective, .reduction = scoring->reduction,
                 .theta = scoring->theta, .gradient = scoring->gradient,
                 .full = scoring->full, .matrix = scoring->matrix,
                 .factor = scoring->factor, .work = scoring->work };
    paramod_status status;
    bool regular;

    s.support = paramod_i_resize(NULL, q, sizeof *s.support);
    if (s.support == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    regular = df >= 0.0 && information_at(&s, start) && is_regular(&s);
    if (regular && s.reduction->trivial)
        hand_over(&s, start, scoring);
    status = regular ? PARAMOD_OK : examine(&s, start, df, caller);
    paramod_i_free(s.support);
    return status;
}
