/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "spline/index_impl.h"

enum { CELLS_PER_LIMIT = 4 };

static void choose_key(paramod_i_index *index, size_t count, bool geometric)
{
    const double least = index->limit[0], most = index->limit[count - 1];
    double range;

    index->geometric = geometric;
    index->origin = least;
    index->key_origin = geometric && count > 1 ?
        paramod_i_geometric_key(index->limit[1] - least) : 0;
    range = geometric ? (double)(paramod_i_geometric_key(most - least)
                                 - index->key_origin) : most - least;
    index->scale = range > 0.0 ? (double)(index->cells - 1) / range : 0.0;
    if (!isfinite(index->scale))  /* a range below 1e-303 */
        index->scale = 0.0;
    index->most = (double)(index->cells - 1);
}

static size_t cell_of(const paramod_i_index *index, double x)
{
    return paramod_i_index_cell(paramod_i_index_key(index, x), index->most);
}

/* Most limits in one cell. */
static size_t fullest(const paramod_i_index *index, size_t count)
{
    size_t most = 0;

    for (size_t i = 0, start = 0; i < count; i++) {
        if (cell_of(index, index->limit[i]) != cell_of(index, index->limit[start]))
            start = i;
        if (i - start + 1 > most)
            most = i - start + 1;
    }
    return most;
}

/* w steps find a place among the 2^w - 1 >= most limits of a cell. */
static uint32_t first_width(size_t most)
{
    uint32_t width = 1;

    while (2 * (size_t)width - 1 < most)
        width *= 2;
    return width;
}

static void fill(paramod_i_index *index, size_t count)
{
    size_t cell = 0;

    for (size_t i = 0; i < count; i++)
        for (const size_t own = cell_of(index, index->limit[i]); cell <= own; cell++)
            index->first[cell] = (uint32_t)i;
    for (; cell < index->cells; cell++)
        index->first[cell] = (uint32_t)count;
}

paramod_status paramod_i_index_create(size_t count, const double *limit,
                                      paramod_i_index *index)
{
    size_t uniform, tail;

    *index = (paramod_i_index){ 0 };
    if (count > (size_t)INT32_MAX / CELLS_PER_LIMIT)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "%zu knots are more than a spline "
                            "can hold", count);
    index->cells = CELLS_PER_LIMIT * count;
    tail = (size_t)first_width(count);
    index->first = paramod_i_resize(NULL, index->cells, sizeof *index->first);
    index->limit = paramod_i_resize(NULL, count + tail, sizeof *index->limit);
    if (index->first == NULL || index->limit == NULL) {
        paramod_i_index_release(index);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu knots", count);
    }
    memcpy(index->limit, limit, count * sizeof *limit);
    for (size_t i = 0; i < tail; i++)
        index->limit[count + i] = INFINITY;
    choose_key(index, count, false);
    uniform = fullest(index, count);
    choose_key(index, count, true);
    /* The geometric key costs a little more: it must save two steps. */
    if (fullest(index, count) * 3 >= uniform)
        choose_key(index, count, false);
    index->width = first_width(fullest(index, count));
    fill(index, count);
    return PARAMOD_OK;
}

void paramod_i_index_release(paramod_i_index *index)
{
    paramod_i_free(index->first);
    paramod_i_free(index->limit);
    *index = (paramod_i_index){ 0 };
}
