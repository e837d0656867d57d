/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The points of a fibre, as its user sees them. */

#include "core/memory_impl.h"
#include "sem/fibre_impl.h"

void paramod_sem_fibre_destroy(paramod_sem_fibre *fibre)
{
    if (fibre == NULL)
        return;
    for (size_t k = 0; fibre->entry != NULL && k < fibre->points; k++)
        paramod_i_free(fibre->entry[k].lambda);
    paramod_i_free(fibre->entry);
    paramod_sem_graph_destroy(fibre->graph);
    paramod_i_free(fibre);
}

size_t paramod_sem_fibre_points(const paramod_sem_fibre *fibre)
{
    return fibre->points;
}

size_t paramod_sem_fibre_complex(const paramod_sem_fibre *fibre)
{
    return fibre->complex_points;
}

size_t paramod_sem_fibre_degree(const paramod_sem_fibre *fibre)
{
    return fibre->degree;
}

paramod_sem_fibre_point paramod_sem_fibre_at(const paramod_sem_fibre *fibre, size_t k)
{
    paramod_sem_fibre_point point = { .lambda = NULL };

    if (k < fibre->points) {
        const paramod_i_fibre_entry *e = &fibre->entry[k];

        point = (paramod_sem_fibre_point){ e->lambda, e->omega, e->definite, e->stable,
                                           e->radius };
    }
    return point;
}
