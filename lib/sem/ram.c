/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/gemm_impl.h"
#include "sem/ram_impl.h"

/* ---- structure -------------------------------------------------------------- */

static bool is_edge(const paramod_i_row *row)
{
    return row->kind == PARAMOD_SEM_LOADING || row->kind == PARAMOD_SEM_REGRESSION ||
           row->kind == PARAMOD_SEM_INTERCEPT;
}

/* Public numbers of "to" and "from"; the constant is number `variables`. */
static void ends(const paramod_sem_model *model, const size_t *public_number,
                 const paramod_i_row *row, size_t *to, size_t *from)
{
    const bool measured = row->kind == PARAMOD_SEM_LOADING;

    *to = public_number[measured ? row->rhs : row->lhs];
    *from = row->kind == PARAMOD_SEM_INTERCEPT ? model->variables
            : public_number[measured ? row->lhs : row->rhs];
}

static void renumber(const paramod_sem_model *model, const size_t *public_number,
                     paramod_i_ram *ram)
{
    size_t next = 0;

    for (size_t v = 0; v < ram->m; v++)
        ram->number[v] = v < model->observed ? PARAMOD_I_NONE : next++;
    for (size_t i = 0; i < model->rows; i++) {
        size_t to, from;

        if (model->row[i].group != 0 || !is_edge(model->row + i))
            continue;
        ends(model, public_number, model->row + i, &to, &from);
        if (ram->number[from] == PARAMOD_I_NONE)
            ram->number[from] = next++;
    }
    ram->k = next;
    for (size_t v = 0; v < model->observed; v++)
        if (ram->number[v] == PARAMOD_I_NONE)
            ram->number[v] = next++;
    for (size_t v = 0; v < ram->m; v++)
        ram->place[ram->number[v]] = v < model->observed ? v
                                     : v == model->variables ? ram->p : PARAMOD_I_NONE;
}

static void take_cell(const paramod_sem_model *model, const size_t *public_number,
                      size_t i, paramod_i_ram *ram)
{
    const paramod_i_row *const row = model->row + i;
    paramod_i_cell *const cell = ram->cell + ram->cells++;
    size_t to, from;

    ends(model, public_number, row, &to, &from);
    *cell = (paramod_i_cell){ .directed = is_edge(row), .i = ram->number[to],
                              .j = ram->number[from], .parameter = row->parameter,
                              .row = i, .value = row->value };
}

/* Those of free parameters first. */
static void take_cells(const paramod_sem_model *model, const size_t *public_number,
                       size_t group, paramod_i_ram *ram)
{
    for (int fixed = 0; fixed < 2; fixed++) {
        for (size_t i = 0; i < model->rows; i++)
            if (model->row[i].group == group && model->row[i].fixed == fixed &&
                model->row[i].kind != PARAMOD_SEM_DEFINED)
                take_cell(model, public_number, i, ram);
        if (fixed == 0)
            ram->free = ram->cells;
    }
    ram->in_order = true;
    for (size_t i = 0; i < ram->free; i++)
        ram->in_order = ram->in_order && ram->cell[i].parameter == i;
    for (size_t i = 0; i < ram->cells; i++) {
        const paramod_i_cell *const cell = ram->cell + i;

        ram->a[i] = cell->i;
        ram->b[i] = cell->directed ? ram->m + cell->j : cell->j;
        ram->factor[i] = !cell->directed && cell->i == cell->j ? 0.5 : 1.0;
    }
}

/* Cyclic, unless removing variables that no edge leads to removes all. */
static bool has_cycle(const paramod_i_ram *ram, size_t *gone)
{
    bool changed = true;
    size_t left = ram->m;

    memset(gone, 0, ram->m * sizeof *gone);
    while (changed) {
        changed = false;
        for (size_t v = 0; v < ram->m; v++) {
            bool entered = gone[v] != 0;

            for (size_t i = 0; i < ram->cells && !entered; i++) {
                const paramod_i_cell *const cell = ram->cell + i;

                entered = cell->directed && cell->i == v && !gone[cell->j] &&
                          (cell->parameter != PARAMOD_I_NONE || cell->value != 0.0);
            }
            if (!entered) {
                gone[v] = 1;
                left--;
                changed = true;
            }
        }
    }
    return left > 0;
}

/* ---- life ---------------------------------------------------------------------- */

void paramod_i_ram_destroy(paramod_i_ram *ram)
{
    if (ram == NULL)
        return;
    paramod_i_free(ram->number);
    paramod_i_free(ram->cell);
    paramod_i_free(ram->factor);
    paramod_i_free(ram->block);
    paramod_i_free(ram);
}

static bool reserve(paramod_i_ram *ram, size_t rows)
{
    ram->number = paramod_i_resize(NULL, 2 * ram->m + 2 * rows + ram->m,
                                   sizeof *ram->number);
    ram->cell = paramod_i_resize(NULL, rows + 1, sizeof *ram->cell);
    ram->factor = paramod_i_resize(NULL, rows + 1, sizeof *ram->factor);
    if (ram->number == NULL || ram->cell == NULL || ram->factor == NULL)
        return false;
    ram->place = ram->number + ram->m;
    ram->a = ram->place + ram->m;
    ram->b = ram->a + rows;
    return true;
}

static bool reserve_numbers(paramod_i_ram *ram)
{
    const size_t m = ram->m, k = ram->k, w = ram->width;
    const paramod_i_part parts[] = {
        { &ram->centre, ram->p, 1 }, { &ram->A, m, k }, { &ram->SC, k, m },
        { &ram->SL, m - k, m - k }, { &ram->E, k, k }, { &ram->C, k, k },
        { &ram->covariance, k, k }, { &ram->u, k, w }, { &ram->v, k, w }, { &ram->sigma, w, w },
        { &ram->mean, ram->p, 1 }, { &ram->work, 2 * k + 2, m + w + 2 }
    };

    ram->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (ram->block == NULL)
        return false;
    memset(ram->centre, 0, ram->p * sizeof *ram->centre);
    return true;
}

paramod_status paramod_i_ram_create(const paramod_sem_model *model, size_t group,
                                    bool plain, const char *caller,
                                    paramod_i_ram **out)
{
    paramod_i_ram *const ram = paramod_i_resize(NULL, 1, sizeof *ram);
    size_t *public_number = NULL;
    bool fine = ram != NULL;

    if (fine) {
        *ram = (paramod_i_ram){ .p = model->observed, .means = model->means,
                                .plain = plain,
                                .width = model->observed + model->means,
                                .m = model->variables + model->means };
        public_number = paramod_i_resize(NULL, ram->m, sizeof *public_number);
        fine = public_number != NULL && reserve(ram, model->rows);
    }
    if (fine) {
        for (size_t v = 0; v < model->variables; v++)
            public_number[model->order[v]] = v;
        renumber(model, public_number, ram);
        take_cells(model, public_number, group, ram);
        ram->cyclic = has_cycle(ram, ram->b + model->rows);
        fine = reserve_numbers(ram);
    }
    paramod_i_free(public_number);
    if (!fine) {
        paramod_i_ram_destroy(ram);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    *out = ram;
    return PARAMOD_OK;
}

/* ---- values ------------------------------------------------------------------ */

static void put_symmetric(paramod_i_ram *ram, size_t i, size_t j, double value)
{
    const size_t k = ram->k, leaves = ram->m - k;

    if (i < k)
        ram->SC[i * ram->m + j] = value;
    if (j < k)
        ram->SC[j * ram->m + i] = value;
    if (i >= k && j >= k)
        ram->SL[(i - k) * leaves + (j - k)] =
            ram->SL[(j - k) * leaves + (i - k)] = value;
}

static void put_values(paramod_i_ram *ram, const double *theta)
{
    const size_t m = ram->m, k = ram->k;

    memset(ram->A, 0, m * k * sizeof *ram->A);
    memset(ram->SC, 0, m * k * sizeof *ram->SC);
    memset(ram->SL, 0, (m - k) * (m - k) * sizeof *ram->SL);
    for (size_t i = 0; i < ram->cells; i++) {
        const paramod_i_cell *const cell = ram->cell + i;
        const double value = cell->parameter == PARAMOD_I_NONE
                             ? cell->value : theta[cell->parameter];

        if (cell->directed)
            ram->A[cell->i * k + cell->j] = value;
        else
            put_symmetric(ram, cell->i, cell->j, value);
    }
}

/* ---- E ------------------------------------------------------------------------ */

static double norm_1(size_t n, const double *a)
{
    double largest = 0.0;

    for (size_t j = 0; j < n; j++) {
        double sum = 0.0;

        for (size_t i = 0; i < n; i++)
            sum += fabs(a[i * n + j]);
        largest = fmax(largest, sum);
    }
    return largest;
}

static void swap_rows(size_t n, double *x, double *y)
{
    for (size_t j = 0; j < n; j++) {
        const double keep = x[j];

        x[j] = y[j];
        y[j] = keep;
    }
}

/* Gauss-Jordan on [a | inverse] with partial pivoting. */
static bool invert(size_t n, double *a, double *inverse)
{
    for (size_t c = 0; c < n; c++) {
        size_t pivot = c;

        for (size_t i = c + 1; i < n; i++)
            if (fabs(a[i * n + c]) > fabs(a[pivot * n + c]))
                pivot = i;
        if (!(fabs(a[pivot * n + c]) > 0.0))
            return false;
        if (pivot != c) {
            swap_rows(n, a + pivot * n, a + c * n);
            swap_rows(n, inverse + pivot * n, inverse + c * n);
        }
        for (size_t i = 0; i < n; i++) {
            const double ratio = a[i * n + c] / a[c * n + c];

            if (i == c || ratio == 0.0)
                continue;
            for (size_t j = c; j < n; j++)
                a[i * n + j] -= ratio * a[c * n + j];
            for (size_t j = 0; j < n; j++)
                inverse[i * n + j] -= ratio * inverse[c * n + j];
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            inverse[i * n + j] /= a[i * n + i];
    return true;
}

static bool invert_core(paramod_i_ram *ram)
{
    const size_t k = ram->k;
    double *const matrix = ram->work;
    double norm;

    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            matrix[i * k + j] = (i == j ? 1.0 : 0.0) - ram->A[i * k + j];
            ram->E[i * k + j] = i == j ? 1.0 : 0.0;
        }
    norm = norm_1(k, matrix);
    if (!invert(k, matrix, ram->E))
        return false;
    ram->condition = norm * norm_1(k, ram->E);
    return isfinite(ram->condition) && !(ram->cyclic &&
                                         ram->condition > 0.125 / DBL_EPSILON);
}

/* ---- moments --------------------------------------------------------------------- */

/* cov(d, .) of the core variables: C = E S E', then the leaves in v. */
static void core_moments(paramod_i_ram *ram)
{
    const size_t m = ram->m, k = ram->k, w = ram->width;
    double *const ES = ram->work; /* k x m: cov(core, error) */

    paramod_i_gemm(k, k, m, ram->E, ram->SC, ES);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double sum = 0.0;

            for (size_t l = 0; l < k; l++)
                sum += ES[i * m + l] * ram->E[j * k + l];
            ram->C[i * k + j] = sum;
        }
    memcpy(ram->covariance, ram->C, k * k * sizeof *ram->C);
    for (size_t x = 0; x < m; x++) {
        const size_t r = ram->place[x];

        if (r == PARAMOD_I_NONE)
            continue;
        for (size_t d = 0; d < k; d++) {
            ram->u[d * w + r] = x < k ? ram->E[x * k + d] : 0.0;
            ram->v[d * w + r] = x < k ? ram->C[d * k + x] : ES[d * m + x];
        }
        for (size_t j = 0; x >= k && j < k; j++) {
            const double a = ram->A[x * k + j];

            for (size_t d = 0; d < k && a != 0.0; d++) {
                ram->u[d * w + r] += a * ram->E[j * k + d];
                ram->v[d * w + r] += a * ram->C[d * k + j];
            }
        }
    }
}

/* A row of Sigma for leaf x: A_x cov(., r), and its own error's cov(e_x, r). */
static void leaf_row(paramod_i_ram *ram, size_t x)
{
    const size_t m = ram->m, k = ram->k, w = ram->width;
    double *const row = ram->sigma + ram->place[x] * w;

    for (size_t y = 0; y < m; y++)
        if (ram->place[y] != PARAMOD_I_NONE)
            row[ram->place[y]] = y < k ? 0.0 : ram->SL[(x - k) * (m - k) + (y - k)];
    for (size_t d = 0; d < k; d++) {
        const double a = ram->A[x * k + d], s = ram->SC[d * m + x];

        for (size_t r = 0; r < w && a != 0.0; r++)
            row[r] += a * ram->v[d * w + r];
        for (size_t r = 0; r < w && s != 0.0; r++)
            row[r] += s * ram->u[d * w + r];
    }
}

/* Means: u of the constant holds mu; d = mu - centre goes into the moments. */
static void add_means(paramod_i_ram *ram)
{
    const size_t k = ram->k, w = ram->width, p = ram->p;
    size_t constant = 0;
    double *shift;

    while (ram->place[constant] != p)
        constant++;
    shift = ram->v + constant * w;
    for (size_t r = 0; r < p; r++) {
        ram->mean[r] = ram->u[constant * w + r];
        shift[r] = ram->mean[r] - ram->centre[r];
        ram->sigma[r * w + p] = ram->sigma[p * w + r] = shift[r];
    }
    ram->sigma[p * w + p] = 1.0;
    for (size_t r = 0; r < p && !ram->plain; r++)
        for (size_t s = 0; s < p; s++)
            ram->sigma[r * w + s] += shift[r] * shift[s];
    for (size_t d = 0; d < k; d++) {
        const double eta = ram->E[d * k + constant];

        ram->v[d * w + p] = eta;
        for (size_t r = 0; r < p && !ram->plain && d != constant; r++)
            ram->v[d * w + r] += shift[r] * eta;
        for (size_t f = 0; f < k && !ram->plain; f++)
            ram->C[d * k + f] += eta * ram->E[f * k + constant];
    }
    if (ram->plain)
        memset(shift, 0, p * sizeof *shift);
}

bool paramod_i_ram_evaluate(paramod_i_ram *ram, const double *theta)
{
    const size_t k = ram->k, w = ram->width;

    put_values(ram, theta);
    if (!invert_core(ram))
        return false;
    core_moments(ram);
    for (size_t x = 0; x < ram->m; x++) {
        const size_t r = ram->place[x];

        if (r == PARAMOD_I_NONE)
            continue;
        if (x >= k)
            leaf_row(ram, x);
        else
            memcpy(ram->sigma + r * w, ram->v + x * w, w * sizeof *ram->v);
    }
    for (size_t x = 0; x < k; x++) /* the columns of core variables */
        for (size_t r = 0; r < w && ram->place[x] != PARAMOD_I_NONE; r++)
            ram->sigma[r * w + ram->place[x]] = ram->v[x * w + r];
    if (ram->means)
        add_means(ram);
    return true;
}

/* ---- stability -------------------------------------------------------------------- */

/* |A^(2^t)|^(1 / 2^t) tends to the spectral radius; powers are rescaled. */
double paramod_i_ram_radius(const paramod_i_ram *ram, double *work)
{
    const size_t k = ram->k;
    double *power = work, *square = work + k * k, logarithm = 0.0, weight = 1.0;

    if (!ram->cyclic)
        return 0.0;
    memcpy(power, ram->A, k * k * sizeof *power);
    for (int t = 0; t < 50; t++) {
        const double norm = norm_1(k, power);
        double *const keep = power;

        if (!(norm > 0.0) || !isfinite(norm))
            return norm > 0.0 ? INFINITY : 0.0;
        logarithm += weight * log(norm);
        for (size_t i = 0; i < k * k; i++)
            power[i] /= norm;
        paramod_i_gemm(k, k, k, power, power, square);
        weight *= 0.5;
        power = square;
        square = keep;
    }
    return exp(logarithm);
}
