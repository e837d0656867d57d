/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Multicolour orderings.  Neighbours in the graph of A + A' have different
 * colours.  Two colours are tried first, breadth first; a graph with an odd
 * cycle is coloured greedily in the order of its rows.  Both are functions of
 * the matrix alone, so orderings never change from run to run.
 */

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sor/matrix_impl.h"

/* ---- entries ------------------------------------------------------------------- */

typedef struct entries {
    size_t count;
    size_t *row, *column;
    double *value;
} entries;

static bool take_entries(entries *e, size_t room)
{
    e->count = 0;
    e->row = paramod_i_resize(NULL, room, sizeof *e->row);
    e->column = paramod_i_resize(NULL, room, sizeof *e->column);
    e->value = paramod_i_resize(NULL, room, sizeof *e->value);
    return e->row != NULL && e->column != NULL && e->value != NULL;
}

static void release_entries(entries *e)
{
    paramod_i_free(e->row);
    paramod_i_free(e->column);
    paramod_i_free(e->value);
}

static void put(entries *e, size_t row, size_t column, double value)
{
    e->row[e->count] = row;
    e->column[e->count] = column;
    e->value[e->count++] = value;
}

static paramod_status compress(const entries *e, size_t n, paramod_i_sparse **a)
{
    const paramod_i_triplets triplets = { e->count, e->row, e->column, e->value };

    return paramod_i_sparse_create(n, n, &triplets, a);
}

static void put_triangle(const paramod_i_sor_triangle *triangle, size_t i, bool mirrored,
                         entries *e)
{
    for (uint32_t k = triangle->start[i]; k < triangle->start[i + 1]; k++) {
        put(e, i, triangle->column[k], triangle->value[k]);
        if (mirrored)
            put(e, triangle->column[k], i, triangle->value[k]);
    }
}

static void collect(const paramod_sor_matrix *matrix, entries *e)
{
    const bool symmetric = matrix->kind == PARAMOD_I_SOR_SYMMETRIC;

    for (size_t i = 0; i < matrix->rows; i++) {
        put(e, i, i, matrix->diagonal[i]);
        put_triangle(&matrix->lower, i, symmetric, e);
        if (!symmetric)
            put_triangle(&matrix->upper, i, false, e);
        else if (i > 0 && matrix->previous[i] != 0.0) {
            put(e, i, i - 1, matrix->previous[i]);
            put(e, i - 1, i, matrix->previous[i]);
        }
    }
}

static size_t stored(const paramod_sor_matrix *m)
{
    const size_t n = m->rows, left = m->lower.start[n];

    return m->kind == PARAMOD_I_SOR_SYMMETRIC ? 3 * n + 2 * left
                                              : n + left + m->upper.start[n];
}

paramod_status paramod_i_sor_matrix_sparse(const paramod_sor_matrix *matrix,
                                           paramod_i_sparse **sparse_out)
{
    entries e;
    paramod_status status = PARAMOD_ERR_MEMORY;

    if (take_entries(&e, stored(matrix))) {
        collect(matrix, &e);
        status = compress(&e, matrix->rows, sparse_out);
    }
    release_entries(&e);
    return status;
}

/* ---- colours ---------------------------------------------------------------------- */

/* The graph of A + A': A itself if that is symmetric. */
static paramod_status find_graph(const paramod_i_sparse *a, bool symmetric,
                                 paramod_i_sparse **graph)
{
    const size_t count = a->start[a->rows];
    entries e;
    paramod_status status = PARAMOD_ERR_MEMORY;

    if (take_entries(&e, 2 * count + 1)) {
        for (size_t i = 0; i < a->rows; i++)
            for (size_t k = a->start[i]; k < a->start[i + 1]; k++) {
                put(&e, i, a->column[k], 1.0);
                if (!symmetric)
                    put(&e, a->column[k], i, 1.0);
            }
        status = compress(&e, a->rows, graph);
    }
    release_entries(&e);
    return status;
}

static const uint32_t none = UINT32_MAX;

/* Colours the part of the graph that holds `root`; false at an odd cycle. */
static bool colour_part(const paramod_i_sparse *graph, size_t root, uint32_t *colour,
                        uint32_t *queue)
{
    size_t head = 0, tail = 0;

    colour[root] = 0;
    queue[tail++] = (uint32_t)root;
    while (head < tail) {
        const uint32_t i = queue[head++];

        for (size_t k = graph->start[i]; k < graph->start[i + 1]; k++) {
            const size_t j = graph->column[k];

            if (colour[j] == none) {
                colour[j] = 1 - colour[i];
                queue[tail++] = (uint32_t)j;
            } else if (j != i && colour[j] == colour[i]) {
                return false;
            }
        }
    }
    return true;
}

static bool colour_by_two(const paramod_i_sparse *graph, uint32_t *colour,
                          uint32_t *queue)
{
    for (size_t i = 0; i < graph->rows; i++)
        colour[i] = none;
    for (size_t i = 0; i < graph->rows; i++)
        if (colour[i] == none && !colour_part(graph, i, colour, queue))
            return false;
    return true;
}

/* Each row takes the least colour that none of its earlier neighbours has;
 * taken[c] is the last row that saw colour c, plus 1. */
static void colour_greedily(const paramod_i_sparse *graph, uint32_t *colour,
                            uint32_t *taken)
{
    for (size_t i = 0; i < graph->rows; i++)
        taken[i] = 0;
    for (size_t i = 0; i < graph->rows; i++) {
        uint32_t c = 0;

        for (size_t k = graph->start[i]; k < graph->start[i + 1]; k++)
            if (graph->column[k] < i)
                taken[colour[graph->column[k]]] = (uint32_t)i + 1;
        while (taken[c] == (uint32_t)i + 1)
            c++;
        colour[i] = c;
    }
}

/* ---- the ordering ------------------------------------------------------------------- */

/* A power of two: some 64 chunks a colour, of 16 rows at least and 4096 at most. */
static size_t chunk_size(size_t rows)
{
    size_t chunk = 16;

    while (chunk < 4096 && 64 * chunk < rows)
        chunk *= 2;
    return chunk;
}

typedef struct ordering {
    uint32_t *colour, *scratch; /* rows */
    uint32_t *first;            /* rows + 1; see paramod_sor_matrix */
    uint32_t *place;
    size_t colours, chunk;
} ordering;

static void release_ordering(ordering *o)
{
    paramod_i_free(o->colour);
    paramod_i_free(o->scratch);
    paramod_i_free(o->first);
    paramod_i_free(o->place);
}

/* Rows of one colour follow one another in their natural order, in whole chunks. */
static void arrange(size_t n, ordering *o)
{
    o->chunk = chunk_size(n);
    o->colours = 0;
    for (size_t i = 0; i < n; i++)
        if (o->colour[i] + 1 > o->colours)
            o->colours = o->colour[i] + 1;
    for (size_t c = 0; c < o->colours; c++)
        o->scratch[c] = 0;
    for (size_t i = 0; i < n; i++)
        o->scratch[o->colour[i]]++;
    o->first[0] = 0;
    for (size_t c = 0; c < o->colours; c++) {
        const size_t chunks = (o->scratch[c] + o->chunk - 1) / o->chunk;

        o->first[c + 1] = o->first[c] + (uint32_t)chunks;
        o->scratch[c] = o->first[c] * (uint32_t)o->chunk;
    }
    for (size_t i = 0; i < n; i++)
        o->place[i] = o->scratch[o->colour[i]]++;
}

static paramod_status find_ordering(const paramod_i_sparse *a, bool symmetric,
                                    ordering *o)
{
    const size_t n = a->rows;
    paramod_i_sparse *graph = NULL;
    paramod_status status = find_graph(a, symmetric, &graph);

    if (status != PARAMOD_OK)
        return status;
    o->colour = paramod_i_resize(NULL, n, sizeof *o->colour);
    o->scratch = paramod_i_resize(NULL, n, sizeof *o->scratch);
    o->first = paramod_i_resize(NULL, n + 1, sizeof *o->first);
    o->place = paramod_i_resize(NULL, n, sizeof *o->place);
    if (o->colour == NULL || o->scratch == NULL || o->first == NULL || o->place == NULL) {
        status = PARAMOD_ERR_MEMORY;
    } else {
        if (!colour_by_two(graph, o->colour, o->scratch))
            colour_greedily(graph, o->colour, o->scratch);
        arrange(n, o);
    }
    paramod_i_sparse_destroy(graph);
    return status;
}

/* A in the new order: P A P', with empty rows between the colours. */
static paramod_status permute(const paramod_i_sparse *a, const ordering *o, size_t length,
                              paramod_i_sparse **permuted)
{
    entries e;
    paramod_status status = PARAMOD_ERR_MEMORY;

    if (take_entries(&e, a->start[a->rows] + 1)) {
        for (size_t i = 0; i < a->rows; i++)
            for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
                put(&e, o->place[i], o->place[a->column[k]], a->value[k]);
        status = compress(&e, length, permuted);
    }
    release_entries(&e);
    return status;
}

/* Takes first and place over from the ordering. */
static paramod_status assemble(const paramod_sor_matrix *source, const paramod_i_sparse *a,
                               ordering *o, paramod_sor_matrix **matrix_out)
{
    const size_t length = o->first[o->colours] * o->chunk;
    paramod_i_sparse *permuted = NULL;
    paramod_sor_matrix *matrix;

    if (permute(a, o, length, &permuted) != PARAMOD_OK)
        return PARAMOD_ERR_MEMORY;
    matrix = paramod_i_sor_matrix_allocate(a->rows, length);
    if (matrix == NULL || !paramod_i_sor_matrix_split(permuted, matrix)) {
        paramod_i_sparse_destroy(permuted);
        paramod_sor_matrix_destroy(matrix);
        return PARAMOD_ERR_MEMORY;
    }
    paramod_i_sparse_destroy(permuted);
    matrix->symmetric = source->symmetric;
    matrix->entries = source->entries;
    matrix->bandwidth = source->bandwidth;
    matrix->colours = o->colours;
    matrix->chunk = o->chunk;
    matrix->first = o->first;
    matrix->place = o->place;
    o->first = o->place = NULL;
    for (size_t i = 0; i < a->rows; i++)
        matrix->diagonal[matrix->place[i]] = source->diagonal[i];
    *matrix_out = matrix;
    return PARAMOD_OK;
}

paramod_status paramod_sor_matrix_coloured(const paramod_sor_matrix *matrix,
                                           paramod_sor_matrix **matrix_out)
{
    ordering o = { .colour = NULL };
    paramod_i_sparse *a = NULL;
    paramod_status status;

    if (matrix == NULL || matrix_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "matrix or matrix_out is null");
    if (matrix->kind == PARAMOD_I_SOR_CALLBACK || matrix->colours > 0)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "the matrix is %s; colour one that "
                            "was made from entries", matrix->colours > 0
                            ? "in a multicolour ordering already" : "given by a function");
    status = paramod_i_sor_matrix_sparse(matrix, &a);
    if (status == PARAMOD_OK)
        status = find_ordering(a, matrix->symmetric, &o);
    if (status == PARAMOD_OK)
        status = assemble(matrix, a, &o, matrix_out);
    paramod_i_sparse_destroy(a);
    release_ordering(&o);
    if (status != PARAMOD_OK)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a matrix of %zu rows",
                            matrix->rows);
    return PARAMOD_OK;
}
