/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The vectors of a solve. */

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sor/system_impl.h"

void paramod_sor_workspace_destroy(paramod_sor_workspace *workspace)
{
    if (workspace == NULL)
        return;
    paramod_i_free(workspace->block);
    paramod_i_free(workspace->given_column);
    paramod_i_free(workspace->column);
    paramod_i_free(workspace);
}

static bool allocate(paramod_sor_workspace *w, size_t n)
{
    const size_t most = w->most > 0 ? w->most : 1;
    const paramod_i_part parts[] = {
        { &w->b, n, 1 }, { &w->x, n, 1 }, { &w->r, n, 1 }, { &w->e, n, 1 },
        { &w->d, n, 1 }, { &w->g, n, 1 }, { &w->v[0], n, 1 }, { &w->v[1], n, 1 },
        { &w->v[2], n, 1 }, { &w->v[3], n, 1 }, { &w->value, most, 1 }
    };

    w->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    w->given_column = paramod_i_resize(NULL, most, sizeof *w->given_column);
    w->column = paramod_i_resize(NULL, most, sizeof *w->column);
    return w->block != NULL && w->given_column != NULL && w->column != NULL;
}

paramod_status paramod_sor_workspace_create(const paramod_sor_matrix *matrix,
                                            paramod_sor_workspace **workspace_out)
{
    paramod_sor_workspace *w;

    if (matrix == NULL || workspace_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "matrix or workspace_out is null");
    w = paramod_i_resize(NULL, 1, sizeof *w);
    if (w != NULL)
        *w = (paramod_sor_workspace){ .length = matrix->length,
                                      .most = matrix->given.most };
    if (w == NULL || !allocate(w, matrix->length)) {
        paramod_sor_workspace_destroy(w);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a system of %zu rows",
                            matrix->rows);
    }
    *workspace_out = w;
    return PARAMOD_OK;
}
