/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Moments that a model implies, and observations drawn from them. */

#include <math.h>
#include <string.h>

#include <paramod/random.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "sem/ram_impl.h"

/* Rows held at moments of a sample that is not there. */
static void stand_in(const paramod_sem_model *model, paramod_i_ram *ram)
{
    for (size_t i = ram->free; i < ram->cells; i++)
        if (model->row[ram->cell[i].row].exogenous)
            ram->cell[i].value = !ram->cell[i].directed && ram->cell[i].i == ram->cell[i].j;
}

static paramod_status evaluate(const paramod_sem_model *model, const char *caller,
                               size_t group, const double *theta, paramod_i_ram **out)
{
    paramod_i_ram *ram = NULL;
    paramod_status status;

    if (model == NULL || theta == NULL || group >= model->groups)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "model or theta is null, or "
                              "there is no group %zu", group);
    for (size_t k = 0; k < model->parameters; k++)
        if (!isfinite(theta[k]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "parameter '%s' is %g",
                                  model->name[k], theta[k]);
    status = paramod_i_ram_create(model, group, true, caller, &ram);
    if (status != PARAMOD_OK)
        return status;
    stand_in(model, ram);
    if (!paramod_i_ram_evaluate(ram, theta)) {
        paramod_i_ram_destroy(ram);
        return paramod_i_fail(PARAMOD_ERR_SINGULAR, caller, "I - A is singular: the "
                              "model has no equilibrium at these parameters");
    }
    *out = ram;
    return PARAMOD_OK;
}

paramod_status paramod_sem_model_implied(const paramod_sem_model *model, size_t group,
                                         const double *theta, double *covariance,
                                         double *mean)
{
    paramod_i_ram *ram = NULL;
    const paramod_status status = evaluate(model, __func__, group, theta, &ram);

    if (status != PARAMOD_OK)
        return status;
    for (size_t i = 0; i < ram->p; i++) {
        for (size_t j = 0; j < ram->p && covariance != NULL; j++)
            covariance[i * ram->p + j] = ram->sigma[i * ram->width + j];
        if (mean != NULL)
            mean[i] = ram->means ? ram->mean[i] : 0.0;
    }
    paramod_i_ram_destroy(ram);
    return PARAMOD_OK;
}

/* mean + L e, row by row */
static void draw(size_t p, const double *l, const double *mean, size_t rows,
                 paramod_random *random, double *values)
{
    for (size_t i = 0; i < rows; i++) {
        double *const row = values + i * p;

        for (size_t j = 0; j < p; j++)
            row[j] = paramod_random_normal(random);
        for (size_t j = p; j-- > 0;) {
            double sum = mean[j];

            for (size_t k = 0; k <= j; k++)
                sum += l[k * p + j] * row[k]; /* by columns */
            row[j] = sum;
        }
    }
}

paramod_status paramod_sem_simulate(const paramod_sem_model *model, size_t group,
                                    const double *theta, size_t rows, uint64_t seed,
                                    double *values)
{
    paramod_random random = paramod_random_stream(seed, group);
    size_t p;
    double *l;
    paramod_status status;

    if (model == NULL || values == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model or values is null");
    p = model->observed;
    l = paramod_i_resize(NULL, p * p + p, sizeof *l);
    if (l == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = paramod_sem_model_implied(model, group, theta, l, l + p * p);
    if (status == PARAMOD_OK && !paramod_i_cholesky(p, l))
        status = PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the implied covariance matrix of group "
                              "%zu is not positive definite", group + 1);
    if (status == PARAMOD_OK)
        draw(p, l, l + p * p, rows, &random, values);
    paramod_i_free(l);
    return status;
}
