/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The two views of a design: reported coefficients, and the optimiser's. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/design_impl.h"
#include "survival/starts_impl.h"

/* Scale of the optimiser's unit for coefficient i in its block's unit: the
 * column's standard deviation, or its root mean square where no intercept
 * takes up the mean. */
static double column_scale(const paramod_i_design *design, size_t i)
{
    const paramod_i_coefficient *c = &design->coefficient[i];
    const paramod_i_covariate *x;

    if (c->covariate == PARAMOD_I_NONE)
        return 1.0;
    x = &design->data->covariate[c->covariate];
    if (design->predictor[c->parameter].centred)
        return x->scale;
    return x->constant ? (x->centre == 0.0 ? 1.0 : fabs(x->centre))
                       : hypot(x->scale, x->centre);
}

static bool is_covariate(const paramod_i_coefficient *c)
{
    return c->covariate != PARAMOD_I_NONE;
}

static void fill_reported(paramod_i_design *design)
{
    double *scale = design->scales, *shift = scale + design->size;

    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];
        const paramod_i_covariate *x;

        scale[i] = 1.0;
        shift[i] = 0.0;
        if (!is_covariate(c))
            continue;
        x = &design->data->covariate[c->covariate];
        scale[i] = x->scale;
        shift[i] = x->centre;
    }
    design->reported = (paramod_i_view){ design, NULL, scale, shift };
}

/* beta = unit v.  A follower has its leader's unit.  Where the intercept takes
 * up the means, v's intercept is eta at the mean: no shift. */
static void fill_scaled(paramod_i_design *design)
{
    const double *scale = design->reported.scale;
    const double *shift = design->reported.shift;
    double *scale2 = design->scales + 2 * design->size;
    double *shift2 = scale2 + design->size;

    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];
        const size_t p = c->parameter;

        design->unit[i] = p < design->family->size
            ? paramod_i_start_unit(design, p) / column_scale(design, i) : 1.0;
    }
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];
        const bool centred = c->parameter < design->family->size &&
                             design->predictor[c->parameter].centred;

        design->unit[i] = design->unit[c->leader];
        scale2[i] = scale[i] * design->unit[i];
        shift2[i] = centred ? 0.0 : shift[i] * design->unit[i];
    }
    design->scaled = (paramod_i_view){ design, NULL, scale2, shift2 };
}

paramod_status paramod_i_design_views(paramod_i_design *design)
{
    design->scales = paramod_i_resize(NULL, 5 * design->size,
                                      sizeof *design->scales);
    if (design->scales == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    design->unit = design->scales + 4 * design->size;
    fill_reported(design);
    fill_scaled(design);
    return PARAMOD_OK;
}

/* Adds factor * (sum of mean_j beta_j over the covariates of the block) to each
 * free intercept of a centred block. */
static void move_intercepts(const paramod_i_design *design, double factor,
                            double *beta)
{
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];

        if (c->parameter >= design->family->size || is_covariate(c) ||
            !design->predictor[c->parameter].centred)
            continue;
        for (size_t j = 0; j < design->size; j++) {
            const paramod_i_coefficient *x = &design->coefficient[j];

            if (x->parameter == c->parameter && is_covariate(x))
                beta[i] += factor * design->reported.shift[j] * beta[j];
        }
    }
}

void paramod_i_design_report(const paramod_i_design *design, const double *v,
                             double *beta)
{
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];

        beta[i] = c->fixed ? c->value
                           : c->aliased ? 0.0 : design->unit[i] * v[c->leader];
    }
    move_intercepts(design, -1.0, beta);
}

void paramod_i_design_scale(const paramod_i_design *design, const double *beta,
                            double *v)
{
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];

        v[i] = c->fixed ? c->value : c->aliased ? 0.0 : beta[c->leader];
    }
    move_intercepts(design, 1.0, v);
    for (size_t i = 0; i < design->size; i++)
        v[i] = paramod_i_is_free(design, i) ? v[i] / design->unit[i] : 0.0;
}

/* Row operation of T in V := T V T', by rows if stride is size, by columns if
 * it is 1 (and step the other). */
static void push_side(const paramod_i_design *design, double *v, size_t stride,
                      size_t step)
{
    const size_t n = design->size;

    for (size_t i = 0; i < n; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];
        const bool zero = c->fixed || c->aliased;

        for (size_t k = 0; k < n; k++)
            v[i * stride + k * step] =
                zero ? 0.0 : design->unit[i] * v[i * stride + k * step];
    }
    for (size_t i = 0; i < n; i++) {
        const size_t leader = design->coefficient[i].leader;

        for (size_t k = 0; k < n && leader != i; k++)
            v[i * stride + k * step] = v[leader * stride + k * step];
    }
}

/* The same for the intercepts' part of T, which leaves other rows alone. */
static void push_intercepts(const paramod_i_design *design, double *v,
                            size_t stride, size_t step)
{
    const size_t n = design->size;

    for (size_t i = 0; i < n; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];

        if (c->parameter >= design->family->size || is_covariate(c) ||
            !design->predictor[c->parameter].centred)
            continue;
        for (size_t j = 0; j < n; j++) {
            const paramod_i_coefficient *x = &design->coefficient[j];

            for (size_t k = 0; k < n && x->parameter == c->parameter &&
                               is_covariate(x); k++)
                v[i * stride + k * step] -= design->reported.shift[j] *
                                            v[j * stride + k * step];
        }
    }
}

void paramod_i_design_push(const paramod_i_design *design, double *covariance)
{
    const size_t n = design->size;

    push_side(design, covariance, n, 1);
    push_side(design, covariance, 1, n);
    push_intercepts(design, covariance, n, 1);
    push_intercepts(design, covariance, 1, n);
}
