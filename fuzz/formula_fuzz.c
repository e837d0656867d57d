/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Formulas, assignments and lists of numbers from any text. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../tools/assignments.h"
#include "../tools/formula.h"
#include "../tools/number.h"
#include "fuzz.h"

static void read_formula(const char *text)
{
    problem p = { "" };
    formula f;
    char label[64];

    if (!formula_read(text, &f, &p)) {
        if (p.text[0] == '\0' || f.count != 0)
            abort();
        return;
    }
    for (size_t k = 0; k < f.count; k++) {
        if (f.term[k].factors < 1 || f.term[k].factors > MOST_FACTORS)
            abort();
        for (size_t i = 0; i < f.term[k].factors; i++)
            variable_label(&f.term[k].factor[i], label, sizeof label);
    }
    formula_release(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = malloc(size + 1);
    problem p = { "" };
    assignments a;
    double *values = NULL;

    if (text == NULL)
        abort();
    if (size > 0)
        memcpy(text, bytes, size);
    text[size] = '\0';
    read_formula(text);
    if (assignments_read(text, &a, &p) && !assignments_all_used(&a, &p)
        && a.count == 0)
        abort();
    assignments_release(&a);
    if (size < 64 && strchr(text, ':') == NULL && read_numbers(text, &values) > 0)
        free(values);
    free(text);
    return 0;
}
