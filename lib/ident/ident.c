/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ident/ident_impl.h"
#include "ident/noise_impl.h"

#define LOG_10 2.302585092994045684018

/* ---- scales ----------------------------------------------------------------- */

double paramod_i_scale_of(uint64_t scale, double theta)
{
    if (scale == PARAMOD_IDENT_LINEAR)
        return theta;
    return scale == PARAMOD_IDENT_LOG ? log(theta) : log10(theta);
}

double paramod_i_scale_back(uint64_t scale, double x)
{
    if (scale == PARAMOD_IDENT_LINEAR)
        return x;
    return scale == PARAMOD_IDENT_LOG ? exp(x) : pow(10.0, x);
}

double paramod_i_scale_slope(uint64_t scale, double theta)
{
    if (scale == PARAMOD_IDENT_LINEAR)
        return 1.0;
    return scale == PARAMOD_IDENT_LOG ? theta : theta * LOG_10;
}

/* ---- checks ------------------------------------------------------------------- */

static const char caller[] = "paramod_ident_create";

static paramod_status check_datum(const paramod_ident_model *model, size_t i)
{
    const uint64_t noise = model->noise != NULL ? model->noise[i] : 0;

    if (noise > PARAMOD_IDENT_POISSON)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller,
                              "noise[%zu] is %lu, which is no paramod_ident_noise", i,
                              (unsigned long)noise);
    if (model->sigma != NULL && !(model->sigma[i] > 0.0 && model->sigma[i] < INFINITY))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller,
                              "sigma[%zu] is %g; a standard deviation must be positive",
                              i, model->sigma[i]);
    if (model->measured == NULL ||
        paramod_i_noise_measures((paramod_ident_noise)noise, model->measured[i]))
        return PARAMOD_OK;
    return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "measured[%zu] is %g; %s", i,
                          model->measured[i],
                          noise == PARAMOD_IDENT_POISSON
                              ? "a Poisson datum is a count 0, 1, 2, ..."
                          : noise == PARAMOD_IDENT_NORMAL || noise == PARAMOD_IDENT_LAPLACE
                              ? "leave out what was not measured"
                              : "its logarithm must be finite");
}

static paramod_status check_model(const paramod_ident_model *model)
{
    paramod_status status = PARAMOD_OK;

    if (model->observations == 0)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller,
                              "the model has no observations; there is nothing to "
                              "identify parameters from");
    if (model->value == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "model->value is null");
    if (model->models_sigma != 0 && model->sigma != NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller,
                              "the model has an array sigma and models sigma as well; "
                              "leave out one of them");
    if ((model->copy == NULL) != (model->release == NULL))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller,
                              "the model has one of copy() and release(), which belong "
                              "together");
    for (size_t i = 0; i < model->observations && status == PARAMOD_OK; i++)
        status = check_datum(model, i);
    return status;
}

static paramod_status check_scales(const paramod_space *space, const uint64_t *scale)
{
    for (size_t i = 0; scale != NULL && i < paramod_space_size(space); i++) {
        if (scale[i] > PARAMOD_IDENT_LOG10)
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "scale of '%s' is %lu, "
                                  "which is no paramod_ident_scale",
                                  paramod_space_name(space, i), (unsigned long)scale[i]);
        if (scale[i] != PARAMOD_IDENT_LINEAR && !(paramod_space_upper(space, i) > 0.0))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "'%s' has a logarithmic "
                                  "scale and the upper bound %g; only positive numbers "
                                  "have logarithms", paramod_space_name(space, i),
                                  paramod_space_upper(space, i));
    }
    if (paramod_space_free_size(space) == 0)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller,
                              "the space has no free parameter");
    return PARAMOD_OK;
}

/* ---- creation ------------------------------------------------------------------- */

void paramod_ident_destroy(paramod_ident *ident)
{
    if (ident == NULL)
        return;
    paramod_space_destroy(ident->space);
    paramod_i_free(ident->index);
    paramod_i_free(ident->scale);
    paramod_i_free(ident->block);
    paramod_i_free(ident);
}

static bool allocate(paramod_ident *ident)
{
    const size_t data = ident->observations;
    const paramod_i_part parts[] = {
        { &ident->lower, ident->k, 1 }, { &ident->upper, ident->k, 1 },
        { &ident->start, ident->n, 1 }, { &ident->measured, data, 1 },
        { &ident->sigma, data, 1 },
    };

    ident->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    ident->index = paramod_i_resize(NULL, ident->k, sizeof *ident->index);
    ident->scale = paramod_i_resize(NULL, ident->n, 2 * sizeof *ident->scale);
    if (ident->scale == NULL || data > SIZE_MAX / sizeof(uint64_t) - 2 * ident->n)
        return false;
    ident->noise = paramod_i_resize(ident->scale, ident->n + data, sizeof *ident->noise);
    if (ident->noise == NULL)
        return false;
    ident->scale = ident->noise;
    ident->noise += ident->n;
    return ident->block != NULL && ident->index != NULL;
}

static const double *take(const double *given, size_t count, double *own)
{
    if (given == NULL)
        return NULL;
    (void)memcpy(own, given, count * sizeof *own);
    return own;
}

static void fill(paramod_ident *ident, const uint64_t *scale)
{
    const paramod_ident_model *const model = &ident->model;
    size_t j = 0;

    for (size_t i = 0; i < ident->n; i++) {
        const double lower = paramod_space_lower(ident->space, i);

        ident->scale[i] = scale != NULL ? scale[i] : PARAMOD_IDENT_LINEAR;
        if (paramod_space_is_fixed(ident->space, i))
            continue;
        ident->index[j] = i;
        ident->lower[j] = ident->scale[i] != PARAMOD_IDENT_LINEAR && lower <= 0.0
                              ? -INFINITY : paramod_i_scale_of(ident->scale[i], lower);
        ident->upper[j++] = paramod_i_scale_of(ident->scale[i],
                                               paramod_space_upper(ident->space, i));
    }
    for (size_t i = 0; i < ident->observations; i++)
        ident->noise[i] = model->noise != NULL ? model->noise[i] : PARAMOD_IDENT_NORMAL;
    ident->model.noise = ident->noise;
    ident->model.measured = take(model->measured, ident->observations, ident->measured);
    ident->model.sigma = take(model->sigma, ident->observations, ident->sigma);
}

/* The values of fixed parameters, which a space gives only through its map. */
static paramod_status find_fixed(paramod_ident *ident)
{
    double *const u = paramod_i_resize(NULL, ident->k, sizeof *u);

    if (u == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    for (size_t j = 0; j < ident->k; j++)
        u[j] = 0.0;
    paramod_space_unpack(ident->space, u, ident->start);
    paramod_i_free(u);
    return PARAMOD_OK;
}

static paramod_status build(const paramod_space *space, const paramod_ident_model *model,
                            const uint64_t *scale, paramod_ident **ident_out)
{
    paramod_ident *const ident = paramod_i_resize(NULL, 1, sizeof *ident);
    paramod_status status;

    if (ident == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    *ident = (paramod_ident){ .model = *model, .n = paramod_space_size(space),
                              .k = paramod_space_free_size(space),
                              .observations = model->observations };
    ident->rows = (model->models_sigma != 0 ? 2 : 1) * ident->observations;
    status = paramod_space_copy(space, &ident->space);
    if (status == PARAMOD_OK && !allocate(ident))
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu "
                                "observations", ident->observations);
    if (status == PARAMOD_OK) {
        fill(ident, scale);
        status = find_fixed(ident);
    }
    if (status == PARAMOD_OK)
        *ident_out = ident;
    else
        paramod_ident_destroy(ident);
    return status;
}

paramod_status paramod_ident_create(const paramod_space *space,
                                    const paramod_ident_model *model,
                                    const uint64_t *scale, paramod_ident **ident_out)
{
    paramod_ident_model known;
    paramod_status status;

    if (space == NULL || model == NULL || ident_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "space, model or ident_out is null");
    status = paramod_i_options_read(&known, sizeof known, model);
    if (status == PARAMOD_OK)
        status = check_model(&known);
    if (status == PARAMOD_OK)
        status = check_scales(space, scale);
    return status == PARAMOD_OK ? build(space, &known, scale, ident_out) : status;
}

/* ---- coordinates ------------------------------------------------------------------ */

size_t paramod_ident_free_size(const paramod_ident *ident)
{
    return ident->k;
}

size_t paramod_ident_parameter(const paramod_ident *ident, size_t j)
{
    return j < ident->k ? ident->index[j] : PARAMOD_IDENT_NONE;
}

paramod_status paramod_i_ident_enter(const paramod_ident *ident, const char *who,
                                     const double *theta, double *x)
{
    for (size_t j = 0; j < ident->k; j++) {
        const size_t i = ident->index[j];
        const double lower = paramod_space_lower(ident->space, i);
        const double upper = paramod_space_upper(ident->space, i);

        if (!(theta[i] >= lower && theta[i] <= upper) || isinf(theta[i]))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "'%s': %g is not inside "
                                  "[%g, %g]", paramod_space_name(ident->space, i),
                                  theta[i], lower, upper);
        if (ident->scale[i] != PARAMOD_IDENT_LINEAR && !(theta[i] > 0.0))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, who, "'%s': %g has no logarithm; "
                                  "give the parameter a linear scale, or a positive "
                                  "value", paramod_space_name(ident->space, i), theta[i]);
    }
    for (size_t j = 0; j < ident->k; j++) {
        const size_t i = ident->index[j];

        x[j] = paramod_i_scale_of(ident->scale[i], theta[i]);
        x[j] = fmin(fmax(x[j], ident->lower[j]), ident->upper[j]);
    }
    return PARAMOD_OK;
}

paramod_status paramod_ident_coordinates_of(const paramod_ident *ident,
                                            const double *theta, double *x)
{
    if (ident == NULL || theta == NULL || x == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ident, theta or x is null");
    return paramod_i_ident_enter(ident, __func__, theta, x);
}

/* Rounding of the map back never leaves the bounds. */
void paramod_ident_theta_of(const paramod_ident *ident, const double *x, double *theta)
{
    (void)memcpy(theta, ident->start, ident->n * sizeof *theta);
    for (size_t j = 0; j < ident->k; j++) {
        const size_t i = ident->index[j];
        const double back = paramod_i_scale_back(ident->scale[i], x[j]);

        theta[i] = fmin(fmax(back, paramod_space_lower(ident->space, i)),
                        paramod_space_upper(ident->space, i));
    }
}
