/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A mixed graph as a model: every edge is a parameter. */

#include <math.h>
#include <string.h>

#include "core/status_impl.h"
#include "sem/model_impl.h"

/* No operator of formulas has '>' or '-' without '~' or '='. */
bool paramod_i_model_is_graph(const char *text)
{
    return strpbrk(text, "~=") == NULL && strpbrk(text, "<>-") != NULL;
}

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_model_create",
                          "out of memory");
}

static paramod_status add_rows(paramod_sem_model *model, paramod_sem_row_kind kind,
                               size_t lhs, size_t rhs)
{
    for (size_t g = 0; g < model->groups; g++) {
        paramod_i_row *const row = paramod_i_model_add_row(model);

        if (row == NULL)
            return no_memory();
        row->kind = kind;
        row->lhs = lhs;
        row->rhs = rhs;
        row->group = g;
        row->user = true;
    }
    return PARAMOD_OK;
}

static paramod_status take_graph(paramod_sem_model *model, const paramod_sem_graph *graph)
{
    paramod_status status = PARAMOD_OK;

    for (size_t i = 0; i < paramod_sem_graph_nodes(graph); i++)
        if (paramod_i_model_variable(model, paramod_sem_graph_name(graph, i)) != i)
            return no_memory();
    for (size_t k = 0; status == PARAMOD_OK && k < paramod_sem_graph_directed(graph); k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(graph, k);

        model->variable[e.to].dependent = true;
        model->variable[e.from].predictor = true;
        status = add_rows(model, PARAMOD_SEM_REGRESSION, e.to, e.from);
    }
    for (size_t k = 0; status == PARAMOD_OK && k < paramod_sem_graph_bidirected(graph); k++) {
        const paramod_sem_edge e = paramod_sem_graph_bidirected_edge(graph, k);

        status = add_rows(model, PARAMOD_SEM_COVARIANCE, e.from, e.to);
    }
    return status;
}

paramod_status paramod_i_model_read_graph(paramod_sem_model *model, const char *text)
{
    paramod_sem_graph *graph = NULL;
    paramod_status status = paramod_sem_graph_read(text, 0, &graph);

    if (status != PARAMOD_OK)
        return status;
    model->graph = true;
    status = take_graph(model, graph);
    paramod_sem_graph_destroy(graph);
    return status;
}
