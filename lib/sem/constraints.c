/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Minors of Sigma that vanish on a model.  By trek separation (S. Sullivant,
 * K. Talaska, J. Draisma, Annals of Statistics 38, 2010; with cycles: J. Draisma,
 * S. Sullivant, K. Talaska, Advances in Applied Mathematics 50, 2013) that is a
 * property of the graph; it is decided here by the value of the minor at two
 * random points modulo 2^61 - 1, wrong with probability below 1e-17 each. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/ideal_impl.h"

enum { MOST_SIZE = 6, MOST_MINOR = 3 };

typedef struct hunt {
    const paramod_sem_graph *g;
    paramod_sem_ideal *ideal;
    paramod_i_modular_point point[2];
} hunt;

/* ---- minors ------------------------------------------------------------- */

static bool vanishes(const hunt *h, size_t size, const size_t *row, const size_t *column)
{
    for (int k = 0; k < 2; k++) {
        uint64_t a[MOST_SIZE * MOST_SIZE], none = 0;

        for (size_t i = 0; i < size; i++)
            for (size_t j = 0; j < size; j++)
                a[i * size + j] = h->point[k].sigma[row[i] * h->g->n + column[j]];
        if (paramod_i_mod_solve(size, 0, a, &none) != 0)
            return false;
    }
    return true;
}

static paramod_status add_terms(paramod_sem_polynomial *p, size_t size,
                                const size_t *row, const size_t *column, size_t *image,
                                size_t count, int64_t sign)
{
    paramod_status status = PARAMOD_OK;
    uint64_t *record;

    for (size_t j = 0; count < size && j < size && status == PARAMOD_OK; j++) {
        int64_t swapped = sign;
        bool taken = false;

        for (size_t k = 0; k < count; k++) {
            taken = taken || image[k] == j;
            swapped = image[k] > j ? -swapped : swapped;
        }
        image[count] = j;
        if (!taken)
            status = add_terms(p, size, row, column, image, count + 1, swapped);
    }
    if (count < size)
        return status;
    record = paramod_i_polynomial_append(p);
    if (record == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_constraints_create",
                              "no memory for a minor");
    for (size_t k = 0; k < size; k++)
        paramod_i_polynomial_raise(p, record,
                                   paramod_i_moment(p->n, row[k], column[image[k]]));
    record[p->words] = (uint64_t)sign;
    return PARAMOD_OK;
}

static paramod_status add_minor(hunt *h, size_t size, const size_t *row,
                                const size_t *column)
{
    size_t image[MOST_SIZE];
    paramod_sem_polynomial *p = NULL;
    paramod_status status = paramod_i_polynomial_of_moments(h->g->n, &p);

    if (status == PARAMOD_OK)
        status = add_terms(p, size, row, column, image, 0, 1);
    if (status == PARAMOD_OK)
        status = paramod_i_polynomial_tidy(p, 0);
    if (status == PARAMOD_OK)
        return paramod_i_ideal_add(h->ideal, p);
    paramod_sem_polynomial_destroy(p);
    return status;
}

static bool next_subset(size_t size, size_t n, size_t *member)
{
    size_t k = size;

    while (k > 0 && member[k - 1] == n - size + k - 1)
        k--;
    if (k == 0)
        return false;
    member[k - 1]++;
    for (; k < size; k++)
        member[k] = member[k - 1] + 1;
    return true;
}

static void first_subset(size_t size, size_t *member)
{
    for (size_t k = 0; k < size; k++)
        member[k] = k;
}

/* ---- families ----------------------------------------------------------- */

/* a and b given C: all sets C of the least size, without a and b. */
static paramod_status find_independence(hunt *h, size_t a, size_t b)
{
    const size_t n = h->g->n;
    bool found = false;
    paramod_status status = PARAMOD_OK;

    for (size_t size = 0; size + 2 <= n && size < MOST_SIZE && !found; size++) {
        size_t pick[MOST_SIZE], row[MOST_SIZE], column[MOST_SIZE];

        first_subset(size, pick);
        do {
            row[0] = a;
            column[0] = b;
            for (size_t k = 0; k < size; k++) {
                size_t v = pick[k];

                v += v >= a;
                v += v >= b;
                row[k + 1] = column[k + 1] = v;
            }
            if (vanishes(h, size + 1, row, column)) {
                found = true;
                status = add_minor(h, size + 1, row, column);
            }
        } while (status == PARAMOD_OK && next_subset(size, n - 2, pick));
    }
    return status;
}

static paramod_status find_independences(hunt *h)
{
    paramod_status status = PARAMOD_OK;

    for (size_t a = 0; a < h->g->n; a++)
        for (size_t b = a + 1; b < h->g->n && status == PARAMOD_OK; b++)
            status = find_independence(h, a, b);
    return status;
}

/* True if a minor one size smaller within this one vanishes. */
static bool says_less(const hunt *h, size_t size, const size_t *row,
                      const size_t *column)
{
    for (size_t i = 0; size > 1 && i < size; i++)
        for (size_t j = 0; j < size; j++) {
            size_t r[MOST_SIZE], c[MOST_SIZE], rows = 0, columns = 0;

            for (size_t k = 0; k < size; k++) {
                if (k != i)
                    r[rows++] = row[k];
                if (k != j)
                    c[columns++] = column[k];
            }
            if (vanishes(h, size - 1, r, c))
                return true;
        }
    return false;
}

static bool comes_after(const size_t *a, const size_t *b, size_t size)
{
    for (size_t k = 0; k < size; k++)
        if (a[k] != b[k])
            return a[k] > b[k];
    return false;
}

static bool are_disjoint(const size_t *a, const size_t *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++)
            if (a[i] == b[j])
                return false;
    return true;
}

/* Sigma_(A, B) is the transpose of Sigma_(B, A): A is the first. */
static paramod_status find_minors(hunt *h, size_t size, bool disjoint)
{
    const size_t n = h->g->n;
    size_t row[MOST_SIZE], column[MOST_SIZE];
    paramod_status status = PARAMOD_OK;

    if (size > n)
        return PARAMOD_OK;
    first_subset(size, row);
    do {
        first_subset(size, column);
        do {
            if (comes_after(row, column, size)
                || (disjoint && !are_disjoint(row, column, size)))
                continue;
            if (vanishes(h, size, row, column) && !says_less(h, size, row, column))
                status = add_minor(h, size, row, column);
        } while (status == PARAMOD_OK && next_subset(size, n, column));
    } while (status == PARAMOD_OK && next_subset(size, n, row));
    return status;
}

static paramod_status find_family(hunt *h, paramod_sem_family family)
{
    paramod_status status = PARAMOD_OK;

    if (family == PARAMOD_SEM_INDEPENDENCES)
        return find_independences(h);
    if (family == PARAMOD_SEM_TETRADS)
        return find_minors(h, 2, true);
    for (size_t size = 1; size <= MOST_MINOR && status == PARAMOD_OK; size++)
        status = find_minors(h, size, false);
    return status;
}

paramod_status paramod_sem_constraints_create(const paramod_sem_graph *graph,
                                              paramod_sem_family family,
                                              paramod_sem_ideal **ideal_out)
{
    hunt h = { .g = graph };
    size_t rank = 0;
    paramod_status status;

    if (graph->n > PARAMOD_I_IDEAL_NODES)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%zu nodes are more than constraints "
                            "are listed for, %d", graph->n, PARAMOD_I_IDEAL_NODES);
    status = paramod_i_ideal_bare(graph->n, &h.ideal);
    for (uint64_t k = 0; k < 2 && status == PARAMOD_OK; k++) {
        status = paramod_i_point_create(graph->n, PARAMOD_I_PRIME, 1 + k, &h.point[k]);
        if (status == PARAMOD_OK)
            paramod_i_point_draw(&h.point[k], graph);
    }
    if (status == PARAMOD_OK)
        status = paramod_i_generic_rank(graph, &rank);
    if (status == PARAMOD_OK) {
        h.ideal->codimension = graph->n * (graph->n - 1) / 2 - graph->bidirected - rank;
        status = find_family(&h, family);
    }
    if (status == PARAMOD_OK)
        *ideal_out = h.ideal;
    else
        paramod_sem_ideal_destroy(h.ideal);
    paramod_i_point_release(&h.point[0]);
    paramod_i_point_release(&h.point[1]);
    return status;
}
