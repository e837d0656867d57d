/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "chroma/transport_impl.h"
#include "core/memory_impl.h"
#include "core/status_impl.h"

double paramod_i_flow_pressure(const paramod_i_flow *flow, double x)
{
    return sqrt(1.0 - (1.0 - flow->ratio) * (1.0 + flow->ratio) * (x / flow->length));
}

paramod_status paramod_i_transport_create(const paramod_i_scheme *scheme,
                                          paramod_i_transport *transport)
{
    const size_t n = scheme->nodes, width = scheme->lower + scheme->upper + 1;
    const paramod_i_part parts[] = {
        { &transport->band, n, width }, { &transport->inflow, n, 1 },
        { &transport->position, n, 1 }, { &transport->outlet, n, 1 }
    };

    transport->nodes = n;
    transport->lower = scheme->lower;
    transport->upper = scheme->upper;
    transport->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (transport->block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu nodes", n);
    memset(transport->block, 0, n * (width + 3) * sizeof *transport->block);
    return PARAMOD_OK;
}

void paramod_i_transport_destroy(paramod_i_transport *transport)
{
    paramod_i_free(transport->block);
    memset(transport, 0, sizeof *transport);
}

/* The columns first, first + width, ... of A: no two of them have a row in common. */
static void gather_columns(paramod_i_transport *t, size_t first, const double *image)
{
    const size_t width = t->lower + t->upper + 1;

    for (size_t j = first; j < t->nodes; j += width) {
        const size_t begin = j > t->upper ? j - t->upper : 0;

        for (size_t i = begin; i < t->nodes && i <= j + t->lower; i++)
            t->band[i * width + (j + t->lower - i)] = image[i];
    }
}

paramod_status paramod_i_transport_assemble(const paramod_i_scheme *scheme,
                                            paramod_i_transport *t)
{
    const size_t n = t->nodes, width = t->lower + t->upper + 1;
    double *const c = paramod_i_resize(NULL, 2 * n, sizeof *c);

    if (c == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu nodes", n);
    for (size_t first = 0; first < width && first < n; first++) {
        memset(c, 0, n * sizeof *c);
        for (size_t j = first; j < n; j += width)
            c[j] = 1.0;
        scheme->apply(scheme, c, 0.0, c + n);
        gather_columns(t, first, c + n);
    }
    memset(c, 0, n * sizeof *c);
    scheme->apply(scheme, c, 1.0, t->inflow);
    paramod_i_free(c);
    return PARAMOD_OK;
}
