/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file index_impl.h  Finding the piece of an x.
 *
 * The line is cut into equal cells of a rising key of x.  The cell of x tells
 * how many limits lie in earlier cells, and as many steps of a binary search
 * without branches as the fullest cell needs tell how many of its own are not
 * above x.  Limits are put into cells by the function that looks x up, which is
 * monotone also after rounding, so the count is exact.
 */

#ifndef PARAMOD_SPLINE_INDEX_IMPL_H
#define PARAMOD_SPLINE_INDEX_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <paramod/status.h>

typedef struct paramod_i_index {
    double origin, scale; /**< cell = (key(x) - key_origin) scale */
    double most;          /**< the last cell */
    int64_t key_origin;   /**< of the geometric key */
    bool geometric;       /**< the key is the pattern of bits of x - origin, which
                               rises like its logarithm */
    uint32_t width;       /**< first stride of the search: 2^(steps - 1) or 0 */
    size_t cells;
    uint32_t *first;      /**< cells: number of limits in earlier ones */
    double *limit;        /**< count limits and a tail of infinities */
} paramod_i_index;

/** An index of count ascending finite limits. */
paramod_status paramod_i_index_create(size_t count, const double *limit,
                                      paramod_i_index *index);
void paramod_i_index_release(paramod_i_index *index);

/* 0 for what lies below the origin, and for NaN. */
static inline int64_t paramod_i_geometric_key(double distance)
{
    int64_t bits;

    distance = distance > 0.0 ? distance : 0.0;
    memcpy(&bits, &distance, sizeof bits);
    return bits;
}

static inline size_t paramod_i_index_cell(double u, double most)
{
    u = u > 0.0 ? u : 0.0;      /* NaN becomes 0 */
    u = u < most ? u : most;
    return (size_t)(int32_t)u;
}

static inline size_t paramod_i_index_search(const double *limit, size_t i,
                                            uint32_t width, double x)
{
    for (; width > 0; width >>= 1)
        i += limit[i + width - 1] <= x ? width : 0;
    return i;
}

static inline double paramod_i_index_key(const paramod_i_index *index, double x)
{
    if (!index->geometric)
        return (x - index->origin) * index->scale;
    return (double)(paramod_i_geometric_key(x - index->origin)
                    - index->key_origin) * index->scale;
}

/** Number of limits that are not above x; 0 for NaN. */
static inline size_t paramod_i_index_find(const paramod_i_index *index, double x)
{
    const size_t cell = paramod_i_index_cell(paramod_i_index_key(index, x),
                                             index->most);

    return paramod_i_index_search(index->limit, index->first[cell], index->width,
                                  x);
}

#endif /* PARAMOD_SPLINE_INDEX_IMPL_H */
