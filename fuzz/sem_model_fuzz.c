/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of models on any bytes: what it accepts has a table whose rows belong
 * to its variables, groups and parameters. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sem.h>

#include "fuzz.h"

static void check_rows(const paramod_sem_model *model)
{
    const size_t q = paramod_sem_model_parameters(model);

    for (size_t i = 0; i < paramod_sem_model_rows(model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model, i);

        if (row.lhs == NULL || row.rhs == NULL || row.label == NULL ||
            row.group >= paramod_sem_model_groups(model) ||
            (row.parameter != (size_t)-1 && row.parameter >= q))
            abort();
    }
    for (size_t k = 0; k < q; k++)
        if (paramod_sem_model_parameter(model, k) == NULL)
            abort();
    if (paramod_sem_model_parameter(model, q) != NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    paramod_sem_model_options options = { .size = sizeof options };
    char *text = malloc(size + 1);

    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, bytes, size);
    text[size] = '\0';
    for (size_t groups = 1; groups <= 2 && size < 4096; groups++) {
        paramod_sem_model *model = NULL;

        options.groups = groups;
        options.equal = 127;
        if (paramod_sem_model_create(text, &options, &model) == PARAMOD_OK)
            check_rows(model);
        else if (model != NULL)
            abort();
        paramod_sem_model_destroy(model);
    }
    free(text);
    return 0;
}
