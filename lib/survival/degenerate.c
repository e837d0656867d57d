/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Degenerate directions of the likelihood.
 *
 * In the scaled view a unit step of any coefficient moves a predictor by about
 * 1 for a typical row, so an eigenvalue of the information below 1e-6 means an
 * uncertainty of more than a thousand such units: that direction is flat.
 * Which kind it is shows where the parameters stand:
 *
 *     R1  phi and lambda run off together, kappa being near 1
 *     R2  kappa -> -1           R3  kappa -> 0 with gamma -> inf
 *     R4  kappa -> inf          monotone: the direction is one of covariates
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "linalg/cholesky_impl.h"
#include "survival/fit_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_fit_create", __VA_ARGS__)

paramod_status paramod_i_judge_create(const paramod_i_design *design,
                                      paramod_i_judge *judge)
{
    const size_t n = design->size;
    size_t k = 0;
    paramod_status status = PARAMOD_OK;

    *judge = (paramod_i_judge){ .design = design };
    judge->index = paramod_i_resize(NULL, n, sizeof *judge->index);
    judge->gradient = paramod_i_resize(NULL, 3 * n + 2 * n * n,
                                       sizeof *judge->gradient);
    if (judge->index == NULL || judge->gradient == NULL)
        status = REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < n && status == PARAMOD_OK; i++)
        if (paramod_i_is_free(design, i))
            judge->index[k++] = i;
    judge->free = k;
    if (status == PARAMOD_OK && k > 0)
        status = paramod_i_eigen_create(k, &judge->eigen);
    if (status != PARAMOD_OK) {
        paramod_i_judge_destroy(judge);
        return status;
    }
    judge->hessian = judge->gradient + n;
    judge->information = judge->hessian + n * n;
    judge->scale = judge->information + n * n;
    judge->at = judge->scale + n;
    return PARAMOD_OK;
}

void paramod_i_judge_destroy(paramod_i_judge *judge)
{
    paramod_i_free(judge->index);
    paramod_i_free(judge->gradient);
    paramod_i_eigen_destroy(judge->eigen);
    *judge = (paramod_i_judge){ 0 };
}

static bool inform(paramod_i_judge *judge, const paramod_i_view *view,
                   const double *v)
{
    const size_t n = judge->design->size, k = judge->free;
    double value;

    if (judge->whose == view->design &&
        memcmp(judge->at, v, n * sizeof *v) == 0)
        return true;
    judge->whose = NULL;
    if (paramod_i_view_evaluate(view, 2, v, &value, judge->gradient,
                                judge->hessian) != PARAMOD_EVAL_OK)
        return false;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            judge->information[i + j * k] =
                -judge->hessian[judge->index[i] * n + judge->index[j]];
    (void)memcpy(judge->at, v, n * sizeof *v);
    if (k > 0 && !paramod_i_eigen_factor(judge->eigen, judge->information))
        return false;
    judge->whose = view->design;
    return true;
}

/* Share of an eigenvector that belongs to a block, or to covariates of any
 * (block PARAMOD_I_NONE). */
static double share(const paramod_i_judge *judge, const double *vector,
                    size_t block)
{
    double sum = 0.0;

    for (size_t k = 0; k < judge->free; k++) {
        const paramod_i_coefficient *c =
            &judge->design->coefficient[judge->index[k]];
        const bool mine = block == PARAMOD_I_NONE
            ? c->covariate != PARAMOD_I_NONE : c->parameter == block;

        sum += mine ? vector[k] * vector[k] : 0.0;
    }
    return sum;
}

static size_t parameter_named(const paramod_i_design *design, const char *name)
{
    size_t p = 0;

    while (p < design->family->size &&
           strcmp(design->family->parameter[p], name) != 0)
        p++;
    return p;
}

/* Linear predictor of parameter p at the means, in the first stratum. */
static double level(const paramod_i_design *design, size_t p, const double *v)
{
    const size_t i = design->predictor[p].coefficient[0];
    const paramod_i_coefficient *c = &design->coefficient[i];

    return c->fixed ? c->value : design->unit[i] * v[c->leader];
}

static bool is_apgw(const paramod_i_design *design)
{
    return design->family->definition == NULL &&
           (strcmp(design->family->name, "apgw") == 0 ||
            strcmp(design->family->name, "pgwx") == 0);
}

static double kappa_of(const paramod_i_design *design, const double *v)
{
    const double eta = level(design, 3, v);

    return design->family->link[3] == PARAMOD_LINK_LOG1P ? expm1(eta) : eta;
}

/* A baseline kappa that the model fixes has no direction to run away in: the
 * Gompertz branch, kappa = inf, and any law near the edge are then as regular
 * as their own curvature says.  Coefficients of covariates leave it free. */
static bool kappa_is_given(const paramod_i_design *design)
{
    for (size_t i = 0; i < design->size; i++)
        if (design->coefficient[i].parameter == 3 && !design->coefficient[i].fixed)
            return false;
    return true;
}

/* Places from which no regular optimum is in reach, whatever the curvature. */
static paramod_degenerate by_place(const paramod_i_design *design,
                                   const double *v, bool flat)
{
    double kappa, gamma;

    if (!is_apgw(design) || kappa_is_given(design))
        return PARAMOD_REGULAR;
    kappa = kappa_of(design, v);
    gamma = level(design, 2, v);
    if (gamma > (flat ? 3.0 : 5.0) && fabs(kappa) < (flat ? 0.1 : 0.02))
        return PARAMOD_DEGENERATE_R3;
    if (kappa > (flat ? 20.0 : 1000.0))
        return PARAMOD_DEGENERATE_R4;
    if (design->family->link[3] == PARAMOD_LINK_LOG1P &&
        kappa < (flat ? -0.95 : -0.9999))
        return PARAMOD_DEGENERATE_R2;
    return PARAMOD_REGULAR;
}

/* A direction in which phi and lambda move together. */
static bool is_scale_pair(const paramod_i_judge *judge, const double *vector)
{
    const double phi = share(judge, vector,
                             parameter_named(judge->design, "phi"));
    const double lambda = share(judge, vector,
                                parameter_named(judge->design, "lambda"));

    return phi > 0.05 && lambda > 0.05 && phi + lambda > 0.6;
}

static void note_direction(const paramod_i_judge *judge, const double *vector,
                           bool covariates, paramod_i_place *place)
{
    double largest = 0.0;

    for (size_t k = 0; k < judge->free; k++) {
        const size_t i = judge->index[k];

        if (covariates &&
            judge->design->coefficient[i].covariate == PARAMOD_I_NONE)
            continue;
        if (fabs(vector[k]) > largest) {
            largest = fabs(vector[k]);
            place->direction = i;
            place->sign = place->v[i] < 0.0 ? -1.0 : 1.0;
        }
    }
}

void paramod_i_judge_place(paramod_i_judge *judge, const paramod_i_view *view,
                           paramod_i_place *place)
{
    const double *value, *vector;
    bool flat, solved;

    place->kind = PARAMOD_DEGENERATE_SINGULAR;
    place->direction = PARAMOD_I_NONE;
    if (!inform(judge, view, place->v))
        return;
    if (judge->free == 0) {
        place->kind = PARAMOD_REGULAR;
        return;
    }
    value = paramod_i_eigen_values(judge->eigen);
    vector = paramod_i_eigen_vectors(judge->eigen);
    flat = !(value[0] > 1e-6) || !(value[0] > 1e-12 * value[judge->free - 1]);
    note_direction(judge, vector, false, place);
    solved = place->ending != PARAMOD_FIT_LIMIT &&
             place->ending != PARAMOD_FIT_INTERRUPTED;
    place->kind = by_place(judge->design, place->v, flat || !solved);
    if (place->kind != PARAMOD_REGULAR)
        return;
    if (!flat) /* stopped short of a solution is not degenerate by itself */
        return;
    if (is_scale_pair(judge, vector)) {
        place->kind = PARAMOD_DEGENERATE_R1;
    } else if (share(judge, vector, PARAMOD_I_NONE) > 0.3) {
        place->kind = PARAMOD_DEGENERATE_MONOTONE;
        note_direction(judge, vector, true, place);
    } else {
        place->kind = PARAMOD_DEGENERATE_SINGULAR;
    }
}

/* v += I^-1 g, from the factor of the scaled information; g'I^-1 g / 2. */
static double newton_step(paramod_i_judge *judge, double *v)
{
    const size_t k = judge->free;
    double *step = judge->hessian; /* no longer needed */
    double decrement = 0.0;

    for (size_t i = 0; i < k; i++)
        step[i] = judge->scale[i] * judge->gradient[judge->index[i]];
    paramod_i_cholesky_solve(k, judge->information, step);
    for (size_t i = 0; i < k; i++) {
        const double by = judge->scale[i] * step[i];

        decrement += 0.5 * by * judge->gradient[judge->index[i]];
        v[judge->index[i]] += by;
    }
    return decrement;
}

/* The information is scaled to unit diagonal before it is factored. */
bool paramod_i_judge_covariance(paramod_i_judge *judge, double *covariance,
                                double *v, double *decrement)
{
    const size_t n = judge->design->size, k = judge->free;
    double *a = judge->information, *inverse = judge->hessian;

    judge->whose = NULL;
    (void)memset(covariance, 0, n * n * sizeof *covariance);
    for (size_t i = 0; i < k; i++) {
        if (!(a[i + i * k] > 0.0))
            return false;
        judge->scale[i] = 1.0 / sqrt(a[i + i * k]);
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            a[i + j * k] *= judge->scale[i] * judge->scale[j];
    if (!paramod_i_cholesky(k, a))
        return false;
    paramod_i_cholesky_inverse(k, a, inverse);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            covariance[judge->index[i] * n + judge->index[j]] =
                judge->scale[i] * inverse[i + j * k] * judge->scale[j];
    *decrement = newton_step(judge, v);
    return true;
}

static const char *what_is_wrong(paramod_degenerate kind)
{
    switch (kind) {
    case PARAMOD_DEGENERATE_R1:
        return "R1: phi and lambda are not told apart, as in a Weibull model "
               "(kappa = 1); fix one of them";
    case PARAMOD_DEGENERATE_R2:
        return "R2: the likelihood rises as kappa -> -1 and lambda -> inf, the "
               "boundary of the family; family pgwx goes beyond it";
    case PARAMOD_DEGENERATE_R3:
        return "R3: the likelihood rises as kappa -> 0 and gamma -> inf, towards "
               "a law with a threshold before which there are no events";
    case PARAMOD_DEGENERATE_R4:
        return "R4: the likelihood rises as kappa -> inf, towards a hazard of "
               "Gompertz type; the intercept of kappa may be fixed at infinity";
    case PARAMOD_DEGENERATE_SINGULAR:
        return "the information is singular";
    case PARAMOD_DEGENERATE_MONOTONE:
    case PARAMOD_REGULAR:
        break;
    }
    return "";
}

void paramod_i_degenerate_sentence(const paramod_i_design *design,
                                   const paramod_i_place *place, char *text,
                                   size_t size)
{
    const paramod_i_coefficient *c = place->direction == PARAMOD_I_NONE
        ? NULL : &design->coefficient[place->direction];

    if (place->kind == PARAMOD_DEGENERATE_MONOTONE && c != NULL)
        (void)paramod_i_format(text, size, "monotone likelihood: it rises as the "
                               "coefficient '%s:%s' goes to %sinfinity", c->block,
                               paramod_i_coefficient_name(c),
                               place->sign < 0.0 ? "minus " : "");
    else if (place->kind == PARAMOD_DEGENERATE_SINGULAR && c != NULL)
        (void)paramod_i_format(text, size, "%s: the data do not determine '%s:%s'",
                               what_is_wrong(place->kind), c->block,
                               paramod_i_coefficient_name(c));
    else
        (void)paramod_i_format(text, size, "%s", what_is_wrong(place->kind));
}
