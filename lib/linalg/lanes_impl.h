/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file lanes_impl.h  A few doubles that are computed with at once.
 *
 * Compilers of the GNU family have vectors as a type, with the operators of its
 * elements, on every machine; gcc's own vectoriser makes nothing of most loops
 * whose sums live in registers.  Elsewhere a lane is a double.  Each lane is
 * rounded as a double is, so results are the same with any instruction set.
 */

#ifndef PARAMOD_LINALG_LANES_IMPL_H
#define PARAMOD_LINALG_LANES_IMPL_H

#include <stddef.h>

#if defined(__GNUC__)
enum { PARAMOD_I_LANE_COUNT = 4 };
typedef double paramod_i_lanes
    __attribute__((vector_size(4 * sizeof(double)), aligned(sizeof(double)), may_alias));
/** Their sum. */
static inline double paramod_i_lanes_total(const paramod_i_lanes *x)
{
    return ((*x)[0] + (*x)[1]) + ((*x)[2] + (*x)[3]);
}
#else
enum { PARAMOD_I_LANE_COUNT = 1 };
typedef double paramod_i_lanes;
static inline double paramod_i_lanes_total(const paramod_i_lanes *x)
{
    return *x;
}
#endif

/** The lanes at x, to be read or written. */
#define PARAMOD_I_LANES_AT(x) (*(paramod_i_lanes *)(void *)(x))
#define PARAMOD_I_CONST_LANES_AT(x) (*(const paramod_i_lanes *)(const void *)(x))

#endif /* PARAMOD_LINALG_LANES_IMPL_H */
