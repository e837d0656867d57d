/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Derivatives by look-ups.  An entry of A or S changes the moments by
 *
 *     dSigma = s (x_a x_b' + x_b x_a'),
 *
 * where x_a is a column of E (of observed rows) and x_b one of C = E S E' for
 * A_ij (a = i, b = j), both of E for S_ij, and s = 1/2 for S_ii, else 1.  So all
 * traces of products of such terms with M = Sigma^-1 or another matrix are
 * products of two entries of the table x_a'M x_b.  Second derivatives are of
 * the same kind:
 *
 *     d2Sigma(A_ij, A_kl) = E_jk (x_i c_l' + .) + E_li (x_k c_j' + .)
 *                           + C_jl (x_i x_k' + .),
 *     d2Sigma(A_ij, S_kl) = s (E_jk (x_i x_l' + .) + E_jl (x_i x_k' + .)).
 */

#include <string.h>

#include "linalg/dense_impl.h"
#include "sem/gemm_impl.h"
#include "sem/ram_impl.h"

void paramod_i_ram_table(const paramod_i_ram *ram, const double *matrix,
                         double *table, double *work)
{
    const size_t k = ram->k, m = ram->m, w = ram->width;
    const size_t n = paramod_i_ram_vectors(ram);
    double *const product = work, *const corner = work + 2 * k * w;
    /* u and v lie one after the other, as 2k rows */
    paramod_i_gemm(2 * k, w, w, ram->u, matrix, product);
    paramod_i_gemm_transposed(2 * k, w, 2 * k, product, ram->u, corner);
    for (size_t i = 0; i < 2 * k; i++) {
        const size_t row = i < k ? i : m + (i - k);

        for (size_t j = 0; j < 2 * k; j++)
            table[row * n + (j < k ? j : m + (j - k))] = corner[i * 2 * k + j];
        for (size_t x = k; x < m; x++)
            table[row * n + x] = table[x * n + row] = product[i * w + ram->place[x]];
    }
    for (size_t x = k; x < m; x++) {
        const double *const from = matrix + ram->place[x] * w;

        for (size_t y = k; y < m; y++)
            table[x * n + y] = from[ram->place[y]];
    }
}

void paramod_i_ram_gradient(const paramod_i_ram *ram, double weight,
                            const double *table, double *gradient)
{
    const size_t n = paramod_i_ram_vectors(ram);

    for (size_t i = 0; i < ram->free; i++)
        gradient[ram->cell[i].parameter] +=
            2.0 * weight * ram->factor[i] * table[ram->a[i] * n + ram->b[i]];
}

/* Adds cell i against cells 0 .. i to the lower triangle; parameters of shared
 * labels need not be in order. */
static void scatter(const paramod_i_ram *ram, size_t q, size_t i, double weight,
                    const double *row, double *matrix)
{
    const size_t a = ram->cell[i].parameter;

    if (ram->in_order) {
        paramod_i_axpy(i + 1, weight, row, matrix + i * q);
        return;
    }
    for (size_t j = 0; j <= i; j++) {
        const size_t b = ram->cell[j].parameter;
        const double value = weight * row[j] * (a == b && i != j ? 2.0 : 1.0);

        matrix[(a > b ? a : b) * q + (a > b ? b : a)] += value;
    }
}

void paramod_i_ram_information(const paramod_i_ram *ram, size_t q, double weight,
                               const double *table, double *matrix, double *work)
{
    const size_t n = paramod_i_ram_vectors(ram);

    for (size_t i = 0; i < ram->free; i++) {
        memset(work, 0, (i + 1) * sizeof *work);
        paramod_i_gemm_pairs(i + 1, table + ram->a[i] * n, table + ram->b[i] * n,
                             ram->a, ram->b, ram->factor, work);
        scatter(ram, q, i, 2.0 * weight * ram->factor[i], work, matrix);
    }
}

/* tr(W d2Sigma) / 2 of a directed cell i and another one. */
static double second(const paramod_i_ram *ram, const paramod_i_cell *i,
                     const paramod_i_cell *j, const double *w, size_t n)
{
    const size_t k = ram->k, m = ram->m;
    double sum = 0.0;

    if (j->i < k)
        sum += ram->E[i->j * k + j->i] *
               w[i->i * n + (j->directed ? m + j->j : j->j)];
    if (j->directed) {
        if (i->i < k)
            sum += ram->E[j->j * k + i->i] * w[j->i * n + m + i->j];
        return sum + ram->C[i->j * k + j->j] * w[i->i * n + j->i];
    }
    if (j->j < k)
        sum += ram->E[i->j * k + j->j] * w[i->i * n + j->i];
    return sum * (j->i == j->j ? 0.5 : 1.0);
}

void paramod_i_ram_mixed(const paramod_i_ram *ram, size_t q, double weight,
                         const double *table, const double *wtable, double *matrix,
                         double *work)
{
    const size_t n = paramod_i_ram_vectors(ram);

    for (size_t i = 0; i < ram->free; i++) {
        const size_t a = ram->a[i] * n, b = ram->b[i] * n;

        memset(work, 0, (i + 1) * sizeof *work);
        paramod_i_gemm_mixed(i + 1, table + a, table + b, wtable + a, wtable + b, ram->a,
                             ram->b, ram->factor, work);
        scatter(ram, q, i, -2.0 * weight * ram->factor[i], work, matrix);
    }
}

void paramod_i_ram_curvature(const paramod_i_ram *ram, size_t q, double weight,
                             const double *wtable, double *matrix, double *work)
{
    const size_t n = paramod_i_ram_vectors(ram);

    for (size_t i = 0; i < ram->free; i++) {
        const paramod_i_cell *const cell = ram->cell + i;

        for (size_t j = 0; j <= i; j++) {
            const paramod_i_cell *const other = ram->cell + j;

            work[j] = cell->directed    ? second(ram, cell, other, wtable, n)
                      : other->directed ? second(ram, other, cell, wtable, n)
                                        : 0.0;
        }
        scatter(ram, q, i, 2.0 * weight, work, matrix);
    }
}

/* Row r of vector a: a column of E or C. */
static double entry(const paramod_i_ram *ram, size_t a, size_t r)
{
    if (a >= ram->m)
        return ram->v[(a - ram->m) * ram->width + r];
    if (a < ram->k)
        return ram->u[a * ram->width + r];
    return ram->place[a] == r ? 1.0 : 0.0;
}

void paramod_i_ram_jacobian(const paramod_i_ram *ram, size_t q, double *delta)
{
    const size_t w = ram->width;

    memset(delta, 0, w * (w + 1) / 2 * q * sizeof *delta);
    for (size_t c = 0; c < ram->free; c++) {
        double *row = delta + ram->cell[c].parameter;

        for (size_t i = 0; i < w; i++)
            for (size_t j = 0; j <= i; j++, row += q)
                *row += ram->factor[c] *
                        (entry(ram, ram->a[c], i) * entry(ram, ram->b[c], j) +
                         entry(ram, ram->a[c], j) * entry(ram, ram->b[c], i));
    }
}
