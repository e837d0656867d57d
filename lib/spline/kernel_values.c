/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Evaluation of many points, compiled for several instruction sets.  Each x
 * takes the same operations in the same order wherever it stands, alone or in
 * an array, sorted or not, so that its result is the same to the bit: the
 * library is compiled without contraction of products and sums.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/kernel_impl.h"
#include "spline/spline_impl.h"

enum { BLOCK = 256 };

/* Horner's rule, unrolled by the compiler as degree is a constant. */
PARAMOD_I_INLINE double horner(const double *c, size_t degree, double t)
{
    double y = c[degree];

    for (size_t j = degree; j-- > 0; )
        y = y * t + c[j];
    return y;
}

PARAMOD_I_INLINE double bounded(double x)
{
    x = x < -DBL_MAX ? -DBL_MAX : x;
    return x > DBL_MAX ? DBL_MAX : x;
}

PARAMOD_I_INLINE double at_record(const double *record, size_t degree, double x)
{
    return horner(record + PARAMOD_I_RECORD_HEAD, degree,
                  (bounded(x) - record[0]) * record[1]);
}

PARAMOD_I_INLINE void scattered(const paramod_spline *s, size_t degree,
                                size_t stride, size_t count, const double *x,
                                double *y)
{
    const paramod_i_index index = s->index;
    const double *record = s->record;

    for (size_t i = 0; i < count; i++) {
        const double x_i = x[i];

        y[i] = at_record(record + paramod_i_index_find(&index, x_i) * stride,
                         degree, x_i);
    }
}

enum { WINDOW = 32 };

/* Ascending x, padded by a window of infinities.  A window of fixed length is
 * evaluated by one piece, and goes on behind the last x that is below the
 * limit of the piece: what was written too much belongs to later windows,
 * which put it right, and there is no branch to guess. */
PARAMOD_I_INLINE void windows(const paramod_spline *s, size_t degree, size_t stride,
                              size_t count, const double *restrict x,
                              double *restrict y)
{
    const double *limits = s->index.limit;
    size_t piece = paramod_i_index_find(&s->index, x[0]);

    for (size_t i = 0; i < count; ) {
        const double limit = limits[piece];
        const double *restrict record = s->record + piece * stride;
        int64_t below = 0; /* as wide as a double, for the sake of vectors */

        for (size_t k = 0; k < WINDOW; k++)
            below += x[i + k] < limit;
        for (size_t k = 0; k < WINDOW; k++)
            y[i + k] = at_record(record, degree, x[i + k]);
        i += (size_t)below;
        piece += below < WINDOW;
    }
}

PARAMOD_I_INLINE void one_run(const double *record, size_t degree, size_t count,
                              const double *x, double *y)
{
    double c[PARAMOD_I_RECORD_HEAD + PARAMOD_I_SPLINE_DEGREE + 1];

    for (size_t j = 0; j < PARAMOD_I_RECORD_HEAD + degree + 1; j++)
        c[j] = record[j]; /* no store to y can change them here */
    for (size_t i = 0; i < count; i++)
        y[i] = at_record(c, degree, x[i]);
}

/* Through copies, as x and y may be one array. */
PARAMOD_I_INLINE void merged(const paramod_spline *s, size_t degree, size_t stride,
                             size_t count, const double *x, double *y)
{
    double from[BLOCK + WINDOW], to[BLOCK + WINDOW];

    memcpy(from, x, count * sizeof *x);
    for (size_t k = 0; k < WINDOW; k++)
        from[count + k] = INFINITY;
    windows(s, degree, stride, count, from, to);
    memcpy(y, to, count * sizeof *y);
}

PARAMOD_I_INLINE bool ascending(size_t count, const double *x)
{
    int64_t descents = 0;

    for (size_t i = 1; i < count; i++)
        descents += !(x[i] >= x[i - 1]);
    return descents == 0;
}

/* Below this number of points a piece the look-ups are as fast. */
enum { MERGE_FROM = 6 };

PARAMOD_I_INLINE void block(const paramod_spline *s, size_t degree, size_t stride,
                            size_t count, const double *x, double *y)
{
    if (count > MERGE_FROM && x[0] <= x[count - 1] && ascending(count, x)) {
        const size_t first = paramod_i_index_find(&s->index, x[0]);
        const size_t last = paramod_i_index_find(&s->index, x[count - 1]);

        if (first == last) {
            one_run(s->record + first * stride, degree, count, x, y);
            return;
        }
        if ((last - first) * MERGE_FROM <= count) {
            merged(s, degree, stride, count, x, y);
            return;
        }
    }
    scattered(s, degree, stride, count, x, y);
}

PARAMOD_I_INLINE void blocks(const paramod_spline *s, size_t degree, size_t stride,
                             size_t count, const double *x, double *y)
{
    for (size_t i = 0; i < count; i += BLOCK)
        block(s, degree, stride, count - i < BLOCK ? count - i : BLOCK, x + i, y + i);
}

PARAMOD_I_CLONES
static void cubic(const paramod_spline *s, size_t count, const double *x, double *y)
{
    blocks(s, 3, 8, count, x, y);
}

PARAMOD_I_CLONES
static void quintic(const paramod_spline *s, size_t count, const double *x, double *y)
{
    blocks(s, 5, 8, count, x, y);
}

PARAMOD_I_CLONES
static void septic(const paramod_spline *s, size_t count, const double *x, double *y)
{
    blocks(s, 7, 16, count, x, y);
}

PARAMOD_I_CLONES
static void other(const paramod_spline *s, size_t count, const double *x, double *y)
{
    blocks(s, s->degree, s->stride, count, x, y);
}

void paramod_i_kernel_values(const paramod_spline *s, size_t count,
                             const double *x, double *y)
{
    if (s->degree == 3)
        cubic(s, count, x, y);
    else if (s->degree == 5)
        quintic(s, count, x, y);
    else if (s->degree == 7)
        septic(s, count, x, y);
    else
        other(s, count, x, y);
}

double paramod_i_kernel_value(const paramod_spline *s, double x)
{
    const double *record = s->record
        + paramod_i_index_find(&s->index, x) * s->stride;

    return s->degree == 3 ? at_record(record, 3, x)
                          : at_record(record, s->degree, x);
}
