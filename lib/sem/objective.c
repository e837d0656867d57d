/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/gemm_impl.h"
#include "sem/objective_impl.h"

/* ---- life -------------------------------------------------------------------- */

void paramod_i_objective_destroy(paramod_i_objective *objective)
{
    if (objective == NULL)
        return;
    for (size_t g = 0; objective->part != NULL && g < objective->groups; g++) {
        paramod_i_ram_destroy(objective->part[g].ram);
        paramod_i_woodbury_destroy(objective->part[g].woodbury);
        paramod_i_free(objective->part[g].block);
    }
    paramod_i_free(objective->part);
    paramod_i_free(objective->row);
    paramod_i_free(objective);
}

/* Exogenous rows are held at the moments of the sample. */
static void hold_moments(const paramod_sem_model *model, paramod_i_part_of *part)
{
    const paramod_i_ram *const ram = part->ram;

    for (size_t i = ram->free; i < ram->cells; i++) {
        paramod_i_cell *const cell = ram->cell + i;
        const paramod_i_row *const row = model->row + cell->row;
        const size_t a = ram->place[cell->i], b = ram->place[cell->j];

        if (!row->exogenous)
            continue;
        if (row->kind == PARAMOD_SEM_INTERCEPT)
            cell->value = part->target[a * part->width + ram->p] + ram->centre[a];
        else
            cell->value = part->target[a * part->width + b] -
                          (ram->means ? part->target[a * part->width + ram->p] *
                                        part->target[b * part->width + ram->p] : 0.0);
    }
}

/* Doubles of work: for tables, and by patterns. */
static size_t work_size(const paramod_i_objective *objective, const paramod_i_ram *ram)
{
    const size_t w = ram->width, n = paramod_i_ram_vectors(ram);
    const size_t tables = 4 * ram->k * (w + ram->k) + ram->cells + 1;
    const size_t saturated = paramod_i_patterns_saturated_work(ram->p);
    const size_t hessian = paramod_i_patterns_work(ram->p) + n * n + tables;

    if (objective->kind != PARAMOD_I_FIML)
        return tables;
    return saturated > hessian ? saturated : hessian;
}

static bool reserve(paramod_i_objective *objective, paramod_i_part_of *part)
{
    const size_t w = part->width, P = part->moments;
    const size_t n = paramod_i_ram_vectors(part->ram);
    const bool wls = objective->kind == PARAMOD_I_WLS;
    const paramod_i_part parts[] = {
        { &part->target, w, w }, { &part->metric, w, w }, { &part->W, w, w },
        { &part->product, 2 * w, w }, { &part->table, n, n }, { &part->wtable, n, n },
        { &part->work, work_size(objective, part->ram), 1 },
        { &part->outer, wls ? 2 * P : 0, P }, { &part->delta, wls ? 2 * P : 0,
                                                objective->q }
    };

    part->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return part->block != NULL;
}

static void set_target(const paramod_i_sample *sample, paramod_i_part_of *part)
{
    const size_t p = sample->p, w = part->width;

    memset(part->target, 0, w * w * sizeof *part->target);
    for (size_t i = 0; i < p; i++)
        memcpy(part->target + i * w, sample->covariance + i * p,
               p * sizeof *part->target);
    if (w > p)
        part->target[w * w - 1] = 1.0;
    memcpy(part->ram->centre, sample->centre, p * sizeof *part->ram->centre);
}

/* S^-1 as the metric, and log|S|. */
static bool invert_target(paramod_i_part_of *part, double *log_det)
{
    const size_t w = part->width;

    memcpy(part->product, part->target, w * w * sizeof *part->product);
    if (!paramod_i_cholesky(w, part->product))
        return false;
    *log_det = paramod_i_cholesky_log_det(w, part->product);
    paramod_i_cholesky_inverse(w, part->product, part->metric);
    return true;
}

/* 2 V, V = Gamma^-1 with Gamma the covariance, divisor n, of the products
 * z_i z_j of centred rows (and of z_i itself with means). */
static bool invert_gamma(const paramod_i_sample *sample, paramod_i_part_of *part)
{
    const size_t p = sample->p, w = part->width;
    const size_t P = part->moments - (w > p ? 1 : 0);
    double *const gamma = part->outer + part->moments * part->moments;
    double *const g = part->delta;
    const double divisor = 1.0 / sample->n;

    memset(gamma, 0, P * P * sizeof *gamma);
    for (size_t r = 0; r < sample->rows; r++) {
        const double *const z = sample->row + r * p;
        size_t at = 0;

        for (size_t i = 0; i < w; i++)
            for (size_t j = 0; j <= i && at < P; j++, at++)
                g[at] = (i < p ? z[i] : 1.0) * z[j] - (i < p ? part->product[i * p + j]
                                                             : 0.0);
        for (size_t i = 0; i < P; i++)
            for (size_t j = 0; j <= i; j++)
                gamma[j * P + i] += divisor * g[i] * g[j];
    }
    if (!paramod_i_cholesky(P, gamma))
        return false;
    paramod_i_cholesky_inverse(P, gamma, part->outer);
    for (size_t i = 0; i < P * P; i++)
        part->outer[i] *= 2.0;
    return true;
}

static paramod_status weigh(const paramod_i_objective *objective, const char *caller,
                            paramod_i_part_of *part)
{
    const paramod_i_sample *const sample = part->sample;
    const size_t p = sample->p, w = part->width;
    double log_det = 0.0;

    if (objective->kind == PARAMOD_I_FIML) {
        if (!paramod_i_patterns_saturated(sample, part->target, &part->offset,
                                          part->work))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the saturated model has "
                                  "no maximum likelihood: some variables are never "
                                  "seen together, or collinear");
        memcpy(part->ram->centre, sample->centre, p * sizeof *sample->centre);
        return PARAMOD_OK;
    }
    set_target(sample, part);
    if (!invert_target(part, &log_det))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the sample covariance matrix "
                              "is not positive definite");
    part->offset = log_det + (double)w;
    if (objective->kind == PARAMOD_I_ULS)
        for (size_t i = 0; i < w * w; i++)
            part->metric[i] = i % (w + 1) == 0 ? 1.0 : 0.0;
    if (objective->kind != PARAMOD_I_WLS)
        return PARAMOD_OK;
    for (size_t i = 0; i < p * p; i++) /* with divisor n, as Gamma has */
        part->product[i] = sample->covariance[i] * (sample->n - 1.0) / sample->n;
    if (!invert_gamma(sample, part))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the weight matrix of WLS is "
                              "singular: %zu moments need more than %g observations",
                              part->moments - (w > p ? 1 : 0), sample->n);
    return PARAMOD_OK;
}

static paramod_status create_part(paramod_i_objective *objective, size_t g,
                                  const paramod_i_sample *sample, double n,
                                  const char *caller)
{
    paramod_i_part_of *const part = objective->part + g;
    const bool plain = objective->kind != PARAMOD_I_ML &&
                       objective->kind != PARAMOD_I_FIML;
    paramod_status status = paramod_i_ram_create(objective->model, g, plain, caller,
                                                 &part->ram);

    if (status != PARAMOD_OK)
        return status;
    part->sample = sample;
    part->weight = n / objective->n;
    part->width = part->ram->width;
    part->moments = part->width * (part->width + 1) / 2;
    if (!reserve(objective, part))
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    if (objective->kind == PARAMOD_I_ML)
        status = paramod_i_woodbury_create(part->ram, caller, &part->woodbury);
    if (status != PARAMOD_OK)
        return status;
    status = weigh(objective, caller, part);
    if (status == PARAMOD_OK)
        hold_moments(objective->model, part);
    return status;
}

paramod_status paramod_i_objective_create(const paramod_sem_model *model,
                                          paramod_i_discrepancy kind,
                                          const paramod_i_sample *const *sample,
                                          bool minus_one, const char *caller,
                                          paramod_i_objective **out)
{
    paramod_i_objective *const o = paramod_i_resize(NULL, 1, sizeof *o);
    const double less = minus_one ? 1.0 : 0.0;
    paramod_status status = PARAMOD_OK;

    if (o == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    *o = (paramod_i_objective){ .kind = kind, .model = model, .q = model->parameters,
                                .groups = model->groups };
    for (size_t g = 0; g < o->groups; g++)
        o->n += sample[g]->n - less;
    o->part = paramod_i_resize(NULL, o->groups, sizeof *o->part);
    o->row = paramod_i_resize(NULL, model->rows + o->q + 1, sizeof *o->row);
    if (o->part != NULL)
        memset(o->part, 0, o->groups * sizeof *o->part);
    if (o->part == NULL || o->row == NULL)
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    for (size_t g = 0; status == PARAMOD_OK && g < o->groups; g++)
        status = create_part(o, g, sample[g], sample[g]->n - less, caller);
    if (status != PARAMOD_OK) {
        paramod_i_objective_destroy(o);
        return status;
    }
    *out = o;
    return PARAMOD_OK;
}

/* ---- values -------------------------------------------------------------------- */

static bool invert_sigma(paramod_i_part_of *part, double *log_det)
{
    const size_t w = part->width;
    double *const l = part->product;

    memcpy(l, part->ram->sigma, w * w * sizeof *l);
    if (!paramod_i_cholesky(w, l))
        return false;
    paramod_i_cholesky_inverse(w, l, part->metric);
    *log_det = paramod_i_cholesky_log_det(w, l);
    return true;
}

static bool value_ml(paramod_i_part_of *part, double *value, double *noise)
{
    const size_t w = part->width;
    paramod_i_woodbury_end end = PARAMOD_I_WOODBURY_UNFIT;
    double log_det = 0.0;

    if (part->woodbury != NULL)
        end = paramod_i_woodbury_invert(part->woodbury, part->metric, &log_det);
    part->structured = end == PARAMOD_I_WOODBURY_FINE;
    if (end == PARAMOD_I_WOODBURY_INDEFINITE ||
        (end == PARAMOD_I_WOODBURY_UNFIT && !invert_sigma(part, &log_det)))
        return false;
    *value = log_det + paramod_i_dot(w * w, part->target, part->metric) - part->offset;
    /* of tr(S Sigma^-1), whose terms are largest where Sigma is nearly singular */
    for (size_t i = 0; i < w; i++)
        *noise += DBL_EPSILON * part->weight * part->target[i * (w + 1)] *
                  part->metric[i * (w + 1)];
    return true;
}

/* R = Sigma - S without the constant's own entry. */
static void residual(const paramod_i_part_of *part, double *r)
{
    const size_t w = part->width;

    for (size_t i = 0; i < w * w; i++)
        r[i] = part->ram->sigma[i] - part->target[i];
}

/* tr(M R M R) / 2, W = M R M */
static void value_least_squares(paramod_i_part_of *part, double *value)
{
    const size_t w = part->width;
    double *const r = part->product, *const mr = part->product + w * w;

    residual(part, r);
    paramod_i_gemm(w, w, w, part->metric, r, mr);
    paramod_i_gemm(w, w, w, mr, part->metric, part->W);
    *value = 0.5 * paramod_i_dot(w * w, r, part->W);
}

/* r'V r, W_ij = (2 V r)_ij / 2 off the diagonal */
static void value_wls(paramod_i_part_of *part, double *value)
{
    const size_t w = part->width, P = part->moments - (w > part->ram->p ? 1 : 0);
    double *const r = part->product;
    double sum = 0.0;

    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i && at < P; j++, at++)
            r[at] = part->ram->sigma[i * w + j] - part->target[i * w + j];
    memset(part->W, 0, w * w * sizeof *part->W);
    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i && at < P; j++, at++) {
            const double g = paramod_i_dot(P, part->outer + at * P, r);

            sum += 0.5 * r[at] * g;
            part->W[i * w + j] = part->W[j * w + i] = i == j ? g : 0.5 * g;
        }
    *value = sum;
}

bool paramod_i_objective_value(paramod_i_objective *objective, const double *theta,
                               double *value)
{
    *value = objective->noise = 0.0;
    for (size_t g = 0; g < objective->groups; g++) {
        paramod_i_part_of *const part = objective->part + g;
        double term = NAN;
        bool fine = paramod_i_ram_evaluate(part->ram, theta);

        if (fine && objective->kind == PARAMOD_I_ML)
            fine = value_ml(part, &term, &objective->noise);
        else if (fine && objective->kind == PARAMOD_I_FIML) {
            fine = paramod_i_patterns_value(part->sample, part->ram->sigma, &term,
                                            part->W, part->work);
            term -= part->offset;
        } else if (fine && objective->kind == PARAMOD_I_WLS)
            value_wls(part, &term);
        else if (fine)
            value_least_squares(part, &term);
        if (!fine || !isfinite(term))
            return false;
        *value += part->weight * term;
    }
    return true;
}

/* ---- derivatives ------------------------------------------------------------------ */

/* W = M - M S M */
static void weight_ml(paramod_i_part_of *part)
{
    const size_t w = part->width;

    if (part->structured) {
        paramod_i_woodbury_weight(part->woodbury, part->metric, part->target, part->W);
        return;
    }
    paramod_i_gemm(w, w, w, part->target, part->metric, part->product);
    paramod_i_gemm(w, w, w, part->metric, part->product, part->W);
    for (size_t i = 0; i < w * w; i++)
        part->W[i] = part->metric[i] - part->W[i];
}

/* weight D'Q D into the lower triangle; Q symmetric, P x P with stride. */
static void sandwich(const paramod_i_part_of *part, size_t P, size_t q, double weight,
                     double *matrix)
{
    double *const product = part->delta + part->moments * q;

    paramod_i_gemm(P, P, q, part->outer, part->delta, product);
    for (size_t l = 0; l < P; l++)
        for (size_t i = 0; i < q; i++) {
            const double x = weight * part->delta[l * q + i];

            for (size_t j = 0; j <= i && x != 0.0; j++)
                matrix[i * q + j] += x * product[l * q + j];
        }
}

/* The constant 2 V of WLS. */
static void wls_hessian(paramod_i_objective *objective, paramod_i_part_of *part,
                        bool exact, double *matrix)
{
    const size_t q = objective->q;

    if (matrix == NULL)
        return;
    paramod_i_ram_jacobian(part->ram, q, part->delta);
    sandwich(part, part->moments - (part->width > part->ram->p ? 1 : 0), q, part->weight,
             matrix);
    if (exact)
        paramod_i_ram_curvature(part->ram, q, part->weight, part->wtable, matrix,
                                part->work);
}

/* Tables of one pattern, and where their products are added up. */
typedef struct gathering {
    paramod_i_part_of *part;
    size_t q;
    double *table, *wtable, *work;
    double *expected, *exact;
} gathering;

static void add_pattern(double weight, const double *M, const double *W, void *data)
{
    const gathering *const g = data;
    const paramod_i_ram *const ram = g->part->ram;

    paramod_i_ram_table(ram, M, g->table, g->work);
    paramod_i_ram_information(ram, g->q, g->part->weight * weight, g->table,
                              g->expected != NULL ? g->expected : g->exact, g->work);
    if (g->exact == NULL)
        return;
    paramod_i_ram_table(ram, W, g->wtable, g->work);
    paramod_i_ram_mixed(ram, g->q, g->part->weight * weight, g->table, g->wtable,
                        g->exact, g->work);
}

static void fiml_hessian(paramod_i_objective *objective, paramod_i_part_of *part,
                         double *expected, double *exact)
{
    const size_t n = paramod_i_ram_vectors(part->ram);
    double *const rest = part->work + paramod_i_patterns_work(part->ram->p);
    gathering g = { part, objective->q, part->table, rest, rest + n * n, expected,
                    exact };

    (void)paramod_i_patterns_visit(part->sample, part->ram->sigma, exact != NULL,
                                   add_pattern, &g, part->work);
    if (exact != NULL)
        paramod_i_ram_curvature(part->ram, objective->q, part->weight, part->wtable,
                                exact, part->work);
}

static void part_derivatives(paramod_i_objective *objective, paramod_i_part_of *part,
                             double *gradient, double *expected, double *exact)
{
    const size_t q = objective->q;

    if (objective->kind == PARAMOD_I_ML)
        weight_ml(part);
    paramod_i_ram_table(part->ram, part->W, part->wtable, part->work);
    paramod_i_ram_gradient(part->ram, part->weight, part->wtable, gradient);
    if (expected == NULL && exact == NULL)
        return;
    if (objective->kind == PARAMOD_I_WLS) {
        wls_hessian(objective, part, false, expected);
        wls_hessian(objective, part, true, exact);
        return;
    }
    if (objective->kind == PARAMOD_I_FIML) {
        fiml_hessian(objective, part, expected, exact);
        return;
    }
    paramod_i_ram_table(part->ram, part->metric, part->table, part->work);
    paramod_i_ram_information(part->ram, q, part->weight, part->table,
                              expected != NULL ? expected : exact, part->work);
    if (exact == NULL)
        return;
    if (objective->kind == PARAMOD_I_ML)
        paramod_i_ram_mixed(part->ram, q, part->weight, part->table, part->wtable, exact,
                            part->work);
    paramod_i_ram_curvature(part->ram, q, part->weight, part->wtable, exact, part->work);
}

/* Of both matrices, the exact one has been given only what it has besides. */
static void add_expected(size_t q, const double *expected, double *exact)
{
    for (size_t i = 0; i < q; i++)
        for (size_t j = 0; j <= i; j++)
            exact[i * q + j] += expected[i * q + j];
}

static void complete(size_t q, double *matrix)
{
    enum { SIDE = 16 }; /* squares that stay in the cache, of rows and of columns */

    for (size_t a = 0; matrix != NULL && a < q; a += SIDE)
        for (size_t b = 0; b <= a; b += SIDE)
            for (size_t i = a; i < q && i < a + SIDE; i++)
                for (size_t j = b; j < i && j < b + SIDE; j++)
                    matrix[j * q + i] = matrix[i * q + j];
}

void paramod_i_objective_derivatives(paramod_i_objective *objective, double *gradient,
                                     double *expected, double *exact)
{
    const size_t q = objective->q;

    memset(gradient, 0, q * sizeof *gradient);
    if (expected != NULL)
        memset(expected, 0, q * q * sizeof *expected);
    if (exact != NULL)
        memset(exact, 0, q * q * sizeof *exact);
    for (size_t g = 0; g < objective->groups; g++)
        part_derivatives(objective, objective->part + g, gradient, expected, exact);
    if (expected != NULL && exact != NULL && objective->kind != PARAMOD_I_WLS)
        add_expected(q, expected, exact);
    complete(q, expected);
    complete(q, exact);
}
