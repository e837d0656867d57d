/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of models on any bytes; formulas that it accepts are compiled, evaluated
 * and differentiated: derivatives must not depend on what else is in the pool. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ident_model.h"

#include "fuzz.h"

/* d/dtheta of all data by the program, and by a program of one derivative. */
static void check_derivatives(ident_model *m)
{
    double *work, out[1], again[1];

    for (size_t i = 0; i < m->data && i < 4; i++) {
        const size_t d = expression_derivative(m->pool, m->datum[i].y, 0);
        const size_t place = 0;
        program *p = program_create(m->pool, 1, &d, &place, m->parameters);

        work = calloc(program_size(p) + 1, sizeof *work);
        if (work == NULL)
            abort();
        for (size_t j = 0; j < m->parameters; j++)
            work[j] = m->nominal[j];
        program_begin(p, work);
        program_run(p, work, true, out);
        program_run(p, work, false, again);
        if (memcmp(out, again, sizeof out) != 0 && !(isnan(out[0]) && isnan(again[0])))
            abort();
        if (expression_derivative(m->pool, m->datum[i].y, 0) != d)
            abort();
        free(work);
        program_destroy(p);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    problem p = { "" };
    ident_model *m = ident_model_parse((const char *)bytes, size, "fuzz", &p);

    if (m == NULL) {
        if (p.text[0] == '\0')
            abort();
        return 0;
    }
    check_derivatives(m);
    ident_model_destroy(m);
    return 0;
}
