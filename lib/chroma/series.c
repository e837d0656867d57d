/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "chroma/series_impl.h"
#include "core/memory_impl.h"
#include "core/status_impl.h"

static const double two_pi = 6.283185307179586;

enum { RUN = 8, BLOCK = 64 };

static bool reserve(paramod_i_series *s, size_t capacity)
{
    const paramod_i_part parts[] = { { &s->re, capacity, 1 }, { &s->im, capacity, 1 } };
    paramod_i_series old = *s;

    if (capacity <= s->capacity)
        return true;
    s->block = paramod_i_carve(parts, 2);
    if (s->block == NULL) {
        *s = old;
        return false;
    }
    if (old.block != NULL) {
        memcpy(s->re, old.re, old.count * sizeof *s->re);
        memcpy(s->im, old.im, old.count * sizeof *s->im);
        paramod_i_free(old.block);
    }
    s->capacity = capacity;
    return true;
}

/* What terms that fall like the last ones, by the factor `fall` in RUN terms, add up
 * to: a geometric series, or for slower decay than one half a run an algebraic one of
 * at least the same size, taken as 1/k^2. */
static double rest_of(double last, double fall, size_t count)
{
    if (fall < 0.5)
        return last * RUN / (1.0 - fall);
    return last * (double)count;
}

/* Where the terms end: the largest of the last RUN is small. */
typedef struct decay {
    double largest, recent, before;
} decay;

static bool has_decayed(decay *d, double magnitude, size_t k, double small)
{
    d->largest = fmax(d->largest, magnitude);
    d->recent = fmax(d->recent, magnitude);
    if ((k + 1) % RUN != 0)
        return false;
    if (d->recent <= small * d->largest)
        return true;
    d->before = d->recent;
    d->recent = 0.0;
    return false;
}

paramod_status paramod_i_series_build(paramod_i_series *s, paramod_i_spectrum spectrum,
                                      const void *data, double begin, double period,
                                      double small, size_t max_count)
{
    decay d = { 0.0, 0.0, 0.0 };
    bool ended = false;

    s->begin = begin;
    s->period = period;
    s->count = 0;
    s->magnitude = s->turning = 0.0;
    while (s->count < max_count && !ended) {
        const size_t k = s->count;
        double complex a;

        if (!reserve(s, k < BLOCK ? BLOCK : k == s->capacity ? 2 * k : s->capacity))
            return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu frequencies", k);
        a = (k == 0 ? 1.0 : 2.0) / period * spectrum(two_pi * (double)k / period, begin, data);
        s->re[k] = creal(a);
        s->im[k] = cimag(a);
        s->count++;
        s->magnitude += cabs(a);
        s->turning += two_pi * (double)k / period * cabs(a);
        ended = has_decayed(&d, cabs(a), k, small);
    }
    s->truncation = rest_of(d.recent > 0.0 ? d.recent : d.before,
                            d.before > 0.0 ? d.recent / d.before : 0.0, s->count);
    return PARAMOD_OK;
}

void paramod_i_series_destroy(paramod_i_series *s)
{
    paramod_i_free(s->block);
    memset(s, 0, sizeof *s);
}

void paramod_i_series_at(const paramod_i_series *s, const double *times, size_t count,
                         double *out, size_t stride)
{
    double z_re[BLOCK], z_im[BLOCK], values[BLOCK];

    for (size_t done = 0; done < count; done += BLOCK) {
        const size_t some = count - done < BLOCK ? count - done : BLOCK;

        for (size_t j = 0; j < some; j++) {
            const double angle = two_pi * (times[done + j] - s->begin) / s->period;

            z_re[j] = cos(angle);
            z_im[j] = sin(angle);
        }
        paramod_i_series_sum(s->count, s->re, s->im, some, z_re, z_im, values);
        for (size_t j = 0; j < some; j++) {
            const double since = times[done + j] - s->begin;

            out[(done + j) * stride] = since >= 0.0 && since <= s->period ? values[j] : 0.0;
        }
    }
}
