/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The product of a matrix and a vector, for its users. */

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sor/system_impl.h"

/* Into and out of the numbering of a multicolour ordering. */
static void times(paramod_i_sor_system *s, const double *x, double *y)
{
    const paramod_sor_matrix *m = s->matrix;
    paramod_sor_workspace *const w = s->workspace;

    for (size_t i = 0; i < m->length; i++) {
        w->d[i] = m->diagonal[i] + s->shift;
        w->x[i] = 0.0;
    }
    for (size_t i = 0; i < m->rows; i++)
        w->x[m->place != NULL ? m->place[i] : i] = x[i];
    paramod_i_sor_times(s, w->x, w->r);
    for (size_t i = 0; i < m->rows && s->status == PARAMOD_OK; i++)
        y[i] = w->r[m->place != NULL ? m->place[i] : i];
}

paramod_status paramod_sor_matrix_times(const paramod_sor_matrix *matrix, double shift,
                                        const double *x, double *y)
{
    paramod_i_sor_system system = { .matrix = matrix, .shift = shift };
    paramod_sor_workspace *w = NULL;
    paramod_status status;

    if (matrix == NULL || x == NULL || y == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "matrix, x or y is null");
    status = paramod_sor_workspace_create(matrix, &w);
    if (status != PARAMOD_OK)
        return status;
    system.d = w->d;
    system.workspace = w;
    times(&system, x, y);
    paramod_sor_workspace_destroy(w);
    return system.status;
}
