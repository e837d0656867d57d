/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdint.h>

#include "core/memory_impl.h"
#include "spline/allocation_impl.h"

/* Each array grows alone: one that has grown while a later one has not is
 * merely larger than the capacity says. */
static bool grow(paramod_i_samples *s)
{
    const size_t room = s->capacity > 0 ? 2 * s->capacity : 64;
    double **const single[] = { &s->u, &s->x };
    double **const wide[] = { &s->y, s->with_slope ? &s->slope : NULL,
                              s->with_error ? &s->error : NULL };
    bool *finite;

    for (size_t i = 0; i < 2; i++) {
        double *array = paramod_i_resize(*single[i], room, sizeof *array);

        if (array == NULL)
            return false;
        *single[i] = array;
    }
    for (size_t i = 0; i < 3; i++)
        if (wide[i] != NULL) {
            double *array = room > SIZE_MAX / s->components ? NULL
                : paramod_i_resize(*wide[i], room * s->components, sizeof *array);

            if (array == NULL)
                return false;
            *wide[i] = array;
        }
    finite = paramod_i_resize(s->finite, room, sizeof *finite);
    if (finite == NULL)
        return false;
    s->finite = finite;
    s->capacity = room;
    return true;
}

size_t paramod_i_samples_add(paramod_i_samples *s, double u, double x)
{
    if (s->count == s->capacity && !grow(s))
        return SIZE_MAX;
    s->u[s->count] = u;
    s->x[s->count] = x;
    s->finite[s->count] = false;
    return s->count++;
}

void paramod_i_samples_release(paramod_i_samples *s)
{
    paramod_i_free(s->u);
    paramod_i_free(s->x);
    paramod_i_free(s->y);
    paramod_i_free(s->slope);
    paramod_i_free(s->error);
    paramod_i_free(s->finite);
}
