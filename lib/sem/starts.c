/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Start values in closed form.  Loadings by instrumental variables (FABIN 3 of
 * Haegglund 1982), factor variances from covariances of indicators, and with
 * them estimates of all covariances among observed and latent variables, in
 * which each equation is solved by least squares and error moments are what is
 * left.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/starts_impl.h"

typedef struct draft {
    const paramod_i_ram *ram;
    const paramod_sem_model *model;
    const double *S;   /**< p x p sample covariances, stride w */
    size_t w;
    double *cell;      /**< value of each cell */
    double *weight;    /**< m x p: each variable's proxy from observed ones */
    double *shadow;    /**< m x p: its covariances with what is observed */
    double *variance;  /**< m */
    double *C;         /**< m x m estimated covariances */
    double *loading;   /**< m */
    size_t *indicator; /**< m */
    double *normal, *right; /**< m x m, m */
    bool *known;       /**< m: its proxy is there */
} draft;

/* cov of proxies x and y */
static double proxy_covariance(const draft *d, size_t x, size_t y)
{
    const size_t p = d->ram->p, place = d->ram->place[y];

    return place < p ? d->shadow[x * p + place]
                     : paramod_i_dot(p, d->shadow + x * p, d->weight + y * p);
}

/* The proxy of x is known: its covariances with what is observed. */
static void cast_shadow(draft *d, size_t x)
{
    const size_t p = d->ram->p;

    for (size_t i = 0; i < p; i++)
        if (d->weight[x * p + i] != 0.0)
            paramod_i_axpy(p, d->weight[x * p + i], d->S + i * d->w,
                           d->shadow + x * p);
    d->known[x] = true;
}

static bool is_indicator_of(const draft *d, const paramod_i_cell *cell, size_t f)
{
    return cell->directed && cell->j == f &&
           d->model->row[cell->row].kind == PARAMOD_SEM_LOADING;
}

/* Indicators of f whose own proxies are known; the reference one, which has a
 * fixed loading, comes first.  Its loading goes to *scale (0: free). */
static size_t collect(const draft *d, size_t f, double *scale)
{
    size_t count = 0;

    *scale = 0.0;
    for (size_t i = 0; i < d->ram->cells; i++) {
        const paramod_i_cell *const cell = d->ram->cell + i;

        if (!is_indicator_of(d, cell, f) || !d->known[cell->i])
            continue;
        d->indicator[count++] = cell->i;
        if (cell->parameter == PARAMOD_I_NONE && cell->value != 0.0 && *scale == 0.0) {
            *scale = cell->value;
            d->indicator[count - 1] = d->indicator[0];
            d->indicator[0] = cell->i;
        }
    }
    return count;
}

/* Relative to the first indicator: lambda_j = sum_k s_jk s_1k / sum_k s_1k^2. */
static double relative_loading(const draft *d, size_t count, size_t j)
{
    const size_t r = d->indicator[0], x = d->indicator[j];
    double above = 0.0, below = 0.0, ratio;

    for (size_t k = 1; k < count; k++) {
        const double s = proxy_covariance(d, r, d->indicator[k]);

        if (k == j)
            continue;
        above += proxy_covariance(d, x, d->indicator[k]) * s;
        below += s * s;
    }
    ratio = sqrt(proxy_covariance(d, x, x) / proxy_covariance(d, r, r));
    if (!(below > 0.0) || !(fabs(above / below) < 5.0 * ratio))
        return copysign(ratio, proxy_covariance(d, r, x));
    return fabs(above / below) < 0.05 * ratio ? copysign(0.05 * ratio, above)
                                              : above / below;
}

static void estimate_factor(draft *d, size_t f)
{
    const size_t p = d->ram->p;
    double scale, above = 0.0, below = 0.0, size = 0.0, most;
    const size_t count = collect(d, f, &scale);

    if (count == 0) {
        d->variance[f] = 1.0;
        return;
    }
    for (size_t j = 0; j < count; j++)
        d->loading[j] = j == 0 ? 1.0 : relative_loading(d, count, j);
    for (size_t j = 0; j < count; j++)
        for (size_t k = 0; k < j; k++) {
            const double l = d->loading[j] * d->loading[k];

            above += l * proxy_covariance(d, d->indicator[j], d->indicator[k]);
            below += l * l;
        }
    most = proxy_covariance(d, d->indicator[0], d->indicator[0]);
    d->variance[f] = below > 0.0 ? fmin(fmax(above / below, 0.1 * most), 0.95 * most)
                                 : 0.8 * most;
    if (scale == 0.0)
        scale = sqrt(d->variance[f]);
    d->variance[f] /= scale * scale;
    for (size_t j = 0; j < count; j++)
        d->loading[j] *= scale;
    for (size_t j = 0; j < count; j++)
        size += d->loading[j] * d->loading[j];
    for (size_t j = 0; j < count; j++)
        for (size_t i = 0; i < p; i++)
            d->weight[f * p + i] += d->loading[j] / size *
                                    d->weight[d->indicator[j] * p + i];
    cast_shadow(d, f);
    for (size_t j = 0; j < count; j++)
        d->C[f * d->ram->m + d->indicator[j]] = d->C[d->indicator[j] * d->ram->m + f] =
            d->loading[j] * d->variance[f];
}

/* ---- covariances ------------------------------------------------------------------ */

static void estimate_covariances(draft *d)
{
    const size_t m = d->ram->m;

    for (size_t x = 0; x < m; x++)
        for (size_t y = 0; y <= x; y++) {
            const size_t a = d->ram->place[x], b = d->ram->place[y];
            double value, most;

            if (d->C[x * m + y] != 0.0) /* own indicators */
                continue;
            if (x == y)
                value = a < d->ram->p ? d->S[a * d->w + a] : d->variance[x];
            else
                value = proxy_covariance(d, x, y);
            most = 0.95 * sqrt((a < d->ram->p ? d->S[a * d->w + a] : d->variance[x]) *
                               (b < d->ram->p ? d->S[b * d->w + b] : d->variance[y]));
            if (x != y && (a >= d->ram->p || b >= d->ram->p) && fabs(value) > most)
                value = copysign(most, value);
            d->C[x * m + y] = d->C[y * m + x] = value;
        }
}

/* ---- equations ---------------------------------------------------------------------- */

/* Regression of i on those of its causes whose effects are free. */
static void solve_equation(draft *d, size_t i)
{
    const paramod_i_ram *const ram = d->ram;
    const size_t m = ram->m;
    size_t count = 0;

    for (size_t c = 0; c < ram->free; c++)
        if (ram->cell[c].directed && ram->cell[c].i == i &&
            ram->place[ram->cell[c].j] != ram->p)
            d->indicator[count++] = c;
    if (count == 0)
        return;
    for (size_t a = 0; a < count; a++) {
        const size_t x = ram->cell[d->indicator[a]].j;

        d->right[a] = d->C[x * m + i];
        for (size_t c = ram->free; c < ram->cells; c++)
            if (ram->cell[c].directed && ram->cell[c].i == i &&
                ram->place[ram->cell[c].j] != ram->p)
                d->right[a] -= ram->cell[c].value * d->C[x * m + ram->cell[c].j];
        for (size_t b = 0; b < count; b++)
            d->normal[a * count + b] = d->C[x * m + ram->cell[d->indicator[b]].j] *
                                       (a == b ? 1.02 : 1.0);
    }
    if (!paramod_i_cholesky(count, d->normal))
        return;
    paramod_i_cholesky_solve(count, d->normal, d->right);
    for (size_t a = 0; a < count; a++)
        d->cell[d->indicator[a]] = d->right[a];
}

/* (I - A) C (I - A)' at cell (i, j). */
static double error_moment(const draft *d, size_t i, size_t j)
{
    const paramod_i_ram *const ram = d->ram;
    const size_t m = ram->m;
    double sum = d->C[i * m + j];

    for (size_t c = 0; c < ram->cells; c++) {
        const paramod_i_cell *const x = ram->cell + c;

        if (!x->directed || ram->place[x->j] == ram->p)
            continue;
        if (x->i == i)
            sum -= d->cell[c] * d->C[x->j * m + j];
        if (x->i == j)
            sum -= d->cell[c] * d->C[i * m + x->j];
        for (size_t e = 0; e < ram->cells && x->i == i; e++)
            if (ram->cell[e].directed && ram->cell[e].i == j &&
                ram->place[ram->cell[e].j] != ram->p)
                sum += d->cell[c] * d->cell[e] * d->C[x->j * m + ram->cell[e].j];
    }
    return sum;
}

static bool has_cause(const paramod_i_ram *ram, size_t i)
{
    for (size_t c = 0; c < ram->cells; c++)
        if (ram->cell[c].directed && ram->cell[c].i == i &&
            ram->place[ram->cell[c].j] != ram->p)
            return true;
    return false;
}

/* Error covariances of dependent variables start at 0, which keeps S positive
 * definite; those of others at their estimate. */
static void set_errors(draft *d)
{
    const paramod_i_ram *const ram = d->ram;
    const size_t m = ram->m;

    for (size_t c = 0; c < ram->free; c++) {
        const paramod_i_cell *const cell = ram->cell + c;
        const double size = d->C[cell->i * m + cell->i];

        if (cell->directed)
            continue;
        if (cell->i == cell->j)
            d->cell[c] = fmin(fmax(error_moment(d, cell->i, cell->i), 0.1 * size),
                              size);
        else if (!has_cause(ram, cell->i) && !has_cause(ram, cell->j))
            d->cell[c] = d->C[cell->i * m + cell->j];
        else
            d->cell[c] = 0.0;
    }
}

/* Intercepts that reproduce the means while latent means are as fixed. */
static void set_intercepts(draft *d)
{
    const paramod_i_ram *const ram = d->ram;

    for (size_t c = 0; c < ram->free && ram->means; c++) {
        const paramod_i_cell *const cell = ram->cell + c;
        const size_t r = ram->place[cell->i];
        double value;

        if (!cell->directed || ram->place[cell->j] != ram->p)
            continue;
        value = r < ram->p ? ram->centre[r] + d->S[r * d->w + ram->p] : 0.0;
        for (size_t e = 0; e < ram->cells && r < ram->p; e++) {
            const paramod_i_cell *const other = ram->cell + e;
            const size_t from = ram->place[other->j];

            if (other->directed && other->i == cell->i && from < ram->p)
                value -= d->cell[e] * (ram->centre[from] + d->S[from * d->w + ram->p]);
        }
        d->cell[c] = value;
    }
}

static void draft_group(draft *d)
{
    const paramod_i_ram *const ram = d->ram;
    const size_t m = ram->m, p = ram->p;

    memset(d->weight, 0, m * p * sizeof *d->weight);
    memset(d->shadow, 0, m * p * sizeof *d->shadow);
    memset(d->C, 0, m * m * sizeof *d->C);
    for (size_t x = 0; x < m; x++) {
        d->known[x] = false;
        if (ram->place[x] < p) {
            d->weight[x * p + ram->place[x]] = 1.0;
            cast_shadow(d, x);
        }
        d->variance[x] = 1.0;
    }
    for (size_t c = 0; c < ram->cells; c++)
        d->cell[c] = ram->cell[c].parameter == PARAMOD_I_NONE ? ram->cell[c].value
                                                              : 0.0;
    for (size_t pass = 0; pass < m; pass++) /* factors of factors come later */
        for (size_t f = 0; f < ram->k; f++)
            if (ram->place[f] == PARAMOD_I_NONE && !d->known[f])
                estimate_factor(d, f);
    estimate_covariances(d);
    for (size_t i = 0; i < m; i++)
        solve_equation(d, i);
    set_errors(d);
    set_intercepts(d);
}

/* ---- all groups ------------------------------------------------------------------------ */

static paramod_status reserve(const paramod_i_ram *ram, size_t cells, draft *d,
                              double **block, size_t **index, const char *caller)
{
    const size_t m = ram->m, most = cells > m ? cells : m;
    const paramod_i_part parts[] = {
        { &d->cell, cells, 1 }, { &d->weight, m, ram->p },
        { &d->shadow, m, ram->p }, { &d->variance, m, 1 },
        { &d->C, m, m }, { &d->loading, most, 1 }, { &d->normal, m, m },
        { &d->right, m, 1 }
    };

    *block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    *index = paramod_i_resize(NULL, most + m, sizeof **index);
    if (*block == NULL || *index == NULL) {
        paramod_i_free(*block);
        paramod_i_free(*index);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    d->indicator = *index;
    d->known = (bool *)(*index + most);
    return PARAMOD_OK;
}

/* Rows that share a label start at their mean; start() in the text wins. */
static void finish(const paramod_sem_model *model, const double *count, double *theta)
{
    for (size_t k = 0; k < model->parameters; k++) {
        theta[k] /= fmax(count[k], 1.0);
        for (size_t i = 0; i < model->rows; i++)
            if (model->row[i].parameter == k && !isnan(model->row[i].start))
                theta[k] = model->row[i].start;
        theta[k] = fmin(fmax(theta[k], model->lower[k]), model->upper[k]);
    }
}

paramod_status paramod_i_starts(const paramod_i_objective *objective,
                                const char *caller, double *theta)
{
    const paramod_sem_model *const model = objective->model;
    const size_t q = objective->q;
    double *const count = objective->row;
    paramod_status status = PARAMOD_OK;

    memset(theta, 0, q * sizeof *theta);
    memset(count, 0, q * sizeof *count);
    for (size_t g = 0; g < objective->groups; g++) {
        const paramod_i_part_of *const part = objective->part + g;
        draft d = { .ram = part->ram, .model = model, .S = part->target,
                    .w = part->width };
        double *block;
        size_t *index;

        status = reserve(part->ram, part->ram->cells, &d, &block, &index, caller);
        if (status != PARAMOD_OK)
            return status;
        draft_group(&d);
        for (size_t c = 0; c < part->ram->free; c++) {
            theta[part->ram->cell[c].parameter] += d.cell[c];
            count[part->ram->cell[c].parameter] += 1.0;
        }
        paramod_i_free(block);
        paramod_i_free(index);
    }
    finish(model, count, theta);
    return PARAMOD_OK;
}

void paramod_i_starts_random(const paramod_i_objective *objective, const double *first,
                             paramod_random *random, double *theta)
{
    memcpy(theta, first, objective->q * sizeof *theta);
    for (size_t g = 0; g < objective->groups; g++) {
        const paramod_i_part_of *const part = objective->part + g;
        const paramod_i_ram *const ram = part->ram;
        const size_t w = part->width;

        for (size_t c = 0; c < ram->free; c++) {
            const paramod_i_cell *const cell = ram->cell + c;
            const size_t a = ram->place[cell->i], b = ram->place[cell->j];
            double scale = 1.0;

            if (!cell->directed || b == ram->p)
                continue;
            if (a < ram->p && b < ram->p)
                scale = sqrt(part->target[a * w + a] / part->target[b * w + b]);
            theta[cell->parameter] += scale * paramod_random_normal(random);
        }
    }
}
