/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/product_impl.h"
#include "sem/gemm_impl.h"
#include "sem/woodbury_impl.h"

/* Below SMALLEST observed variables, or with more latent ones than a third of
 * them, the dense inverse is as fast; blocks are factored densely. */
enum { SMALLEST = 24, LARGEST_BLOCK = 12 };

/* Least error variance given the other errors, relative to the variance itself:
 * with less, the difference of Theta^-1 and F K F' cancels more than 4 digits. */
static const double least_share = 1e-4;

/* ---- structure ------------------------------------------------------------- */

static bool are_all_leaves(const paramod_i_ram *ram)
{
    for (size_t x = 0; x < ram->k; x++)
        if (ram->place[x] < ram->p)
            return false;
    for (size_t i = 0; i < ram->cells; i++) {
        const paramod_i_cell *const cell = ram->cell + i;

        if (!cell->directed && (cell->i < ram->k) != (cell->j < ram->k))
            return false;
    }
    return true;
}

static bool is_worth_it(const paramod_i_ram *ram)
{
    return !ram->plain && ram->p >= SMALLEST && ram->k > 0 && 3 * ram->k <= ram->p &&
           are_all_leaves(ram);
}

/* Rows joined by error covariances get the same number, that of the first. */
static void join(const paramod_i_ram *ram, size_t *label)
{
    for (size_t r = 0; r < ram->p; r++)
        label[r] = r;
    for (size_t i = 0; i < ram->cells; i++) {
        const paramod_i_cell *const cell = ram->cell + i;
        size_t a, b;

        if (cell->directed || cell->i < ram->k)
            continue;
        a = label[ram->place[cell->i]];
        b = label[ram->place[cell->j]];
        for (size_t r = 0; r < ram->p && a != b; r++)
            if (label[r] == (a > b ? a : b))
                label[r] = a < b ? a : b;
    }
}

/* False if a block is too large. */
static bool find_blocks(paramod_i_woodbury *w, const size_t *label)
{
    size_t next = 0;

    for (size_t a = 0; a < w->p; a++) {
        const size_t start = next;

        for (size_t r = a; r < w->p && label[a] == a; r++)
            if (label[r] == a)
                w->member[next++] = r;
        if (next > start)
            w->first[w->blocks++] = start;
        if (next - start > LARGEST_BLOCK)
            return false;
    }
    w->first[w->blocks] = next;
    return true;
}

/* Factors of factors, which nothing observed loads on, enter through C alone. */
static bool has_indicators(const paramod_i_ram *ram, size_t x)
{
    for (size_t i = 0; i < ram->cells; i++)
        if (ram->cell[i].directed && ram->cell[i].j == x && ram->cell[i].i >= ram->k)
            return true;
    return false;
}

static void find_numbers(paramod_i_woodbury *w)
{
    for (size_t x = 0; x < w->ram->k; x++)
        if (w->ram->place[x] == PARAMOD_I_NONE && has_indicators(w->ram, x))
            w->core[w->c++] = x;
    for (size_t x = w->ram->k; x < w->ram->m; x++)
        w->leaf[w->ram->place[x]] = x;
}

void paramod_i_woodbury_destroy(paramod_i_woodbury *w)
{
    if (w == NULL)
        return;
    paramod_i_free(w->core);
    paramod_i_free(w->block);
    paramod_i_free(w);
}

static bool reserve(paramod_i_woodbury *w)
{
    const size_t p = w->p, k = w->ram->k, c = k;
    const paramod_i_part parts[] = {
        { &w->theta, p, LARGEST_BLOCK }, { &w->A, p, c }, { &w->F, p, c },
        { &w->V, p, c }, { &w->C, c, c }, { &w->G, c, c }, { &w->B, c, c },
        { &w->K, c, c }, { &w->X, c, c }, { &w->T, p, p }, { &w->TF, p, c },
        { &w->Z, p, c }, { &w->shift, 3, p }
    };

    w->core = paramod_i_resize(NULL, k + 4 * p + 1, sizeof *w->core);
    w->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (w->core == NULL || w->block == NULL)
        return false;
    w->leaf = w->core + k;
    w->member = w->leaf + p;
    w->label = w->member + p;
    w->first = w->label + p;
    return true;
}

paramod_status paramod_i_woodbury_create(const paramod_i_ram *ram, const char *caller,
                                         paramod_i_woodbury **out)
{
    paramod_i_woodbury *w;
    bool fits;

    *out = NULL;
    if (!is_worth_it(ram))
        return PARAMOD_OK;
    w = paramod_i_resize(NULL, 1, sizeof *w);
    if (w != NULL)
        *w = (paramod_i_woodbury){ .ram = ram, .p = ram->p };
    if (w == NULL || !reserve(w)) {
        paramod_i_woodbury_destroy(w);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    join(ram, w->label);
    fits = find_blocks(w, w->label);
    find_numbers(w);
    if (fits && w->c > 0)
        *out = w;
    else
        paramod_i_woodbury_destroy(w);
    return PARAMOD_OK;
}

/* ---- Theta ------------------------------------------------------------------ */

/* Inverts the blocks; false if one is not definite, or nearly so. */
static bool invert_theta(paramod_i_woodbury *w, double *log_det)
{
    const paramod_i_ram *const ram = w->ram;
    const size_t leaves = ram->m - ram->k;
    double *to = w->theta, l[LARGEST_BLOCK * LARGEST_BLOCK], determinant = 1.0;

    *log_det = 0.0;
    for (size_t b = 0; b < w->blocks; b++) {
        const size_t *const row = w->member + w->first[b];
        const size_t n = w->first[b + 1] - w->first[b];

        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                l[i * n + j] = ram->SL[(w->leaf[row[i]] - ram->k) * leaves +
                                       (w->leaf[row[j]] - ram->k)];
        if (n == 1) {
            to[0] = 1.0 / l[0];
            determinant = l[0];
        } else {
            if (!paramod_i_cholesky(n, l))
                return false;
            paramod_i_cholesky_inverse(n, l, to);
            determinant = exp(paramod_i_cholesky_log_det(n, l));
        }
        for (size_t i = 0; i < n; i++)
            if (!(to[i * n + i] > 0.0 &&
                  to[i * n + i] * least_share *
                  ram->sigma[row[i] * (ram->width + 1)] < 1.0))
                return false;
        *log_det += log(determinant);
        to += n * n;
    }
    return true;
}

/* y = Theta^-1 x, both p x columns. */
static void solve_theta(const paramod_i_woodbury *w, size_t columns, const double *x,
                        double *y)
{
    const double *from = w->theta;

    for (size_t b = 0; b < w->blocks; b++) {
        const size_t *const row = w->member + w->first[b];
        const size_t n = w->first[b + 1] - w->first[b];

        for (size_t i = 0; i < n; i++) {
            double *const to = y + row[i] * columns;

            for (size_t c = 0; c < columns; c++)
                to[c] = from[i * n] * x[row[0] * columns + c];
            for (size_t j = 1; j < n; j++)
                paramod_i_axpy(columns, from[i * n + j], x + row[j] * columns, to);
        }
        from += n * n;
    }
}

/* matrix += Theta^-1, with a stride. */
static void add_theta(const paramod_i_woodbury *w, double *matrix, size_t stride)
{
    const double *from = w->theta;

    for (size_t b = 0; b < w->blocks; b++) {
        const size_t *const row = w->member + w->first[b];
        const size_t n = w->first[b + 1] - w->first[b];

        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                matrix[row[i] * stride + row[j]] += from[i * n + j];
        from += n * n;
    }
}

/* ---- the inverse -------------------------------------------------------------- */

/* Loadings and covariances of the latent variables. */
static void gather(paramod_i_woodbury *w)
{
    const paramod_i_ram *const ram = w->ram;
    const size_t k = ram->k, c = w->c;

    for (size_t r = 0; r < w->p; r++)
        for (size_t a = 0; a < c; a++)
            w->A[r * c + a] = ram->A[w->leaf[r] * k + w->core[a]];
    for (size_t a = 0; a < c; a++)
        for (size_t b = 0; b < c; b++)
            w->C[a * c + b] = ram->covariance[w->core[a] * k + w->core[b]];
}

/* x = L'y, both c x c by rows; L as Cholesky's factor: l[i + j c], i >= j. */
static void times_factor(size_t c, const double *l, const double *y, double *x)
{
    memset(x, 0, c * c * sizeof *x);
    for (size_t j = 0; j < c; j++)
        for (size_t i = j; i < c; i++)
            paramod_i_axpy(c, l[i + j * c], y + i * c, x + j * c);
}

static void transpose(size_t c, double *x)
{
    for (size_t i = 0; i < c; i++)
        for (size_t j = 0; j < i; j++) {
            const double keep = x[i * c + j];

            x[i * c + j] = x[j * c + i];
            x[j * c + i] = keep;
        }
}

/* K = L'^-1 (I + L'C L)^-1 L'C, and log|I + L'C L|. */
static paramod_i_woodbury_end solve_core(paramod_i_woodbury *w, double *log_det)
{
    const size_t c = w->c;
    double *const l = w->G, *const b = w->B, *const x = w->X;

    for (size_t i = 0; i < c; i++)
        w->shift[i] = l[i * c + i];
    if (!paramod_i_cholesky(c, l))
        return PARAMOD_I_WOODBURY_UNFIT;
    for (size_t i = 0; i < c; i++)
        if (l[i * c + i] * l[i * c + i] < least_share * w->shift[i])
            return PARAMOD_I_WOODBURY_UNFIT;
    times_factor(c, l, w->C, x); /* L'C */
    memcpy(w->K, x, c * c * sizeof *x);
    transpose(c, w->K); /* C L */
    times_factor(c, l, w->K, b);
    for (size_t i = 0; i < c; i++)
        b[i * c + i] += 1.0;
    if (!paramod_i_cholesky(c, b))
        return PARAMOD_I_WOODBURY_INDEFINITE;
    *log_det = paramod_i_cholesky_log_det(c, b);
    transpose(c, x);
    for (size_t j = 0; j < c; j++) { /* columns of L'C, then those of K */
        paramod_i_cholesky_solve(c, b, x + j * c);
        paramod_i_cholesky_backward(c, l, x + j * c);
    }
    for (size_t i = 0; i < c; i++)
        for (size_t j = 0; j < c; j++)
            w->K[i * c + j] = 0.5 * (x[i * c + j] + x[j * c + i]);
    return PARAMOD_I_WOODBURY_FINE;
}

/* The lower triangle by columns, and with it all of it. */
static void mirror(size_t p, double *matrix, size_t stride)
{
    for (size_t j = 0; j < p; j++)
        for (size_t i = j + 1; i < p; i++)
            matrix[i * stride + j] = matrix[j * stride + i];
}

/* With M0 and d the means less the centre: [ M0, -M0 d; ., 1 + d'M0 d ]. */
static void add_constant(const paramod_i_woodbury *w, double *metric)
{
    const size_t p = w->p, width = w->ram->width;
    double corner = 1.0;

    for (size_t i = 0; i < p; i++) {
        const double *const d = w->ram->sigma + p * width;
        const double x = paramod_i_dot(p, metric + i * width, d);

        metric[i * width + p] = metric[p * width + i] = -x;
        corner += d[i] * x;
    }
    metric[p * width + p] = corner;
}

paramod_i_woodbury_end paramod_i_woodbury_invert(paramod_i_woodbury *w, double *metric,
                                                 double *log_det)
{
    const size_t p = w->p, c = w->c, width = w->ram->width;
    double core_log_det = 0.0;
    paramod_i_woodbury_end end;

    if (!invert_theta(w, log_det))
        return PARAMOD_I_WOODBURY_UNFIT;
    gather(w);
    solve_theta(w, c, w->A, w->F);
    memset(w->G, 0, c * c * sizeof *w->G);
    paramod_i_product_add(c, p, c, 1.0, (paramod_i_view){ w->A, 1, c },
                          (paramod_i_view){ w->F, c, 1 }, w->G, c);
    end = solve_core(w, &core_log_det);
    if (end != PARAMOD_I_WOODBURY_FINE)
        return end;
    *log_det += core_log_det;
    paramod_i_gemm(p, c, c, w->F, w->K, w->V);
    for (size_t i = 0; i < p; i++)
        memset(metric + i * width, 0, p * sizeof *metric);
    add_theta(w, metric, width);
    paramod_i_product_add_lower(p, c, -1.0, (paramod_i_view){ w->V, c, 1 },
                                (paramod_i_view){ w->F, 1, c }, metric, width);
    mirror(p, metric, width);
    if (w->ram->means)
        add_constant(w, metric);
    return PARAMOD_I_WOODBURY_FINE;
}

/* ---- the weight ----------------------------------------------------------------- */

/* T = J target J', J = [ I, -d ]; shift = d, t - d and M0 (t - d) one after the
 * other, with t the target's means. */
static void centre_target(paramod_i_woodbury *w, const double *metric,
                          const double *target)
{
    const size_t p = w->p, width = w->ram->width;
    double *const d = w->shift, *const left = d + p, *const solved = left + p;

    for (size_t i = 0; i < p; i++) {
        d[i] = width > p ? w->ram->sigma[i * width + p] : 0.0;
        left[i] = width > p ? target[i * width + p] - d[i] : 0.0;
    }
    for (size_t i = 0; i < p; i++) {
        memcpy(w->T + i * p, target + i * width, p * sizeof *w->T);
        if (width == p)
            continue;
        paramod_i_axpy(p, -d[i], left, w->T + i * p); /* - d t' + d d' */
        paramod_i_axpy(p, -target[i * width + p], d, w->T + i * p);
        solved[i] = paramod_i_dot(p, metric + i * width, left);
    }
}

/* W0 = M0 - Theta^-1 T Theta^-1 + Z V' + V Z' with Z = Theta^-1 T F - V F'T F / 2,
 * all with the stride of W. */
static void weigh(paramod_i_woodbury *w, const double *metric, double *W)
{
    const size_t p = w->p, c = w->c, width = w->ram->width;
    double *const H = w->B, *const VH = w->TF;

    paramod_i_gemm(p, p, c, w->T, w->F, w->TF);
    memset(H, 0, c * c * sizeof *H);
    paramod_i_product_add(c, p, c, 0.5, (paramod_i_view){ w->F, 1, c },
                          (paramod_i_view){ w->TF, c, 1 }, H, c);
    solve_theta(w, c, w->TF, w->Z);
    paramod_i_gemm(p, c, c, w->V, H, VH);
    paramod_i_axpy(p * c, -1.0, VH, w->Z);
    solve_theta(w, p, w->T, W); /* rows, then columns, by way of the transpose */
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            w->T[j * p + i] = W[i * p + j];
    solve_theta(w, p, w->T, W);
    memcpy(w->T, W, p * p * sizeof *W);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            W[i * width + j] = metric[i * width + j] - w->T[i * p + j];
    paramod_i_product_add_lower(p, c, 1.0, (paramod_i_view){ w->Z, c, 1 },
                                (paramod_i_view){ w->V, 1, c }, W, width);
    paramod_i_product_add_lower(p, c, 1.0, (paramod_i_view){ w->V, c, 1 },
                                (paramod_i_view){ w->Z, 1, c }, W, width);
    mirror(p, W, width);
}

/* With e = t - d and g = M0 e: [ W0, -W0 d - g; ., d'W0 d + 2 g'd ]. */
void paramod_i_woodbury_weight(paramod_i_woodbury *w, const double *metric,
                               const double *target, double *W)
{
    const size_t p = w->p, width = w->ram->width;
    const double *const d = w->shift, *const solved = d + 2 * p;
    double corner = 0.0;

    centre_target(w, metric, target);
    weigh(w, metric, W);
    if (width == p)
        return;
    for (size_t i = 0; i < p; i++) {
        const double x = paramod_i_dot(p, W + i * width, d);

        W[i * width + p] = W[p * width + i] = -x - solved[i];
        corner += d[i] * (x + 2.0 * solved[i]);
    }
    W[p * width + p] = corner;
}
