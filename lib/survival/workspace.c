/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Workspaces of evaluations: one per thread at work, kept for the next time. */

#include "core/memory_impl.h"
#include "survival/likelihood_impl.h"

static void destroy_workspace(paramod_i_workspace *w)
{
    paramod_i_free(w->chunk);
    paramod_i_free(w->c);
    paramod_i_free(w->cluster);
    paramod_i_free(w);
}

void paramod_i_pool_empty(struct paramod_i_pool *pool)
{
    while (pool->idle != NULL) {
        paramod_i_workspace *next = pool->idle->next;

        destroy_workspace(pool->idle);
        pool->idle = next;
    }
}

static paramod_i_workspace *create_workspace(const paramod_i_design *design)
{
    const size_t n = design->size;
    const bool frail = design->frailty != PARAMOD_FRAILTY_NONE;
    const size_t results = frail ? 1 : design->chunks;
    paramod_i_workspace *w = paramod_i_resize(NULL, 1, sizeof *w);

    if (w == NULL)
        return NULL;
    *w = (paramod_i_workspace){ 0 };
    w->chunk = paramod_i_resize(NULL, results * paramod_i_result_size(design) + 1,
                                sizeof *w->chunk);
    w->c = paramod_i_resize(NULL, n + 2 * (1 + n + n * n) + n * n, sizeof *w->c);
    if (frail)
        w->cluster = paramod_i_resize(NULL, paramod_i_frailty_size(design),
                                      sizeof *w->cluster);
    if (w->chunk == NULL || w->c == NULL || (frail && w->cluster == NULL)) {
        destroy_workspace(w);
        return NULL;
    }
    w->sum = w->c + n;
    w->jacobian = w->sum + 2 * (1 + n + n * n);
    return w;
}

paramod_i_workspace *paramod_i_workspace_take(const paramod_i_design *design)
{
    struct paramod_i_pool *pool = design->pool;
    paramod_i_workspace *w;

    (void)pthread_mutex_lock(&pool->lock);
    w = pool->idle;
    if (w != NULL)
        pool->idle = w->next;
    (void)pthread_mutex_unlock(&pool->lock);
    return w != NULL ? w : create_workspace(design);
}

void paramod_i_workspace_return(const paramod_i_design *design,
                                paramod_i_workspace *workspace)
{
    struct paramod_i_pool *pool = design->pool;

    (void)pthread_mutex_lock(&pool->lock);
    workspace->next = pool->idle;
    pool->idle = workspace;
    (void)pthread_mutex_unlock(&pool->lock);
}
