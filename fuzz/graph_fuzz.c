/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of mixed graphs on any bytes; what it accepts is written and read
 * again as the same graph, and what follows from it obeys its definition. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sem.h>

#include "fuzz.h"

static void check_components(const paramod_sem_graph *g)
{
    const size_t n = paramod_sem_graph_nodes(g);
    size_t *component = malloc(n * sizeof *component), count = 0;

    if (component == NULL
        || paramod_sem_graph_components(g, component, &count) != PARAMOD_OK) {
        free(component);
        return;
    }
    for (size_t k = 0; k < paramod_sem_graph_directed(g); k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

        if (component[e.from] > component[e.to] || component[e.to] >= count)
            abort();
    }
    if (paramod_sem_graph_is_acyclic(g) != (count == n))
        abort();
    free(component);
}

static void check_text(const paramod_sem_graph *g)
{
    const size_t length = paramod_sem_graph_text(g, NULL, 0);
    char *text = malloc(length + 1);
    paramod_sem_graph *again = NULL;

    if (text == NULL)
        return;
    (void)paramod_sem_graph_text(g, text, length + 1);
    if (strlen(text) != length
        || paramod_sem_graph_read(text, 0, &again) != PARAMOD_OK
        || paramod_sem_graph_directed(again) != paramod_sem_graph_directed(g)
        || paramod_sem_graph_bidirected(again) != paramod_sem_graph_bidirected(g))
        abort();
    paramod_sem_graph_destroy(again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1);
    paramod_sem_graph *g = NULL;

    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, bytes, size);
    text[size] = '\0';
    if (paramod_sem_graph_read(text, 0, &g) == PARAMOD_OK) {
        check_components(g);
        check_text(g);
    }
    paramod_sem_graph_destroy(g);
    free(text);
    return 0;
}
