/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The CSV reader on any bytes, and what is then asked of its columns. */

#include <stdint.h>
#include <stdlib.h>

#include "../tools/csv_file.h"
#include "../tools/factor.h"
#include "fuzz.h"

static column_use every_other(const char *name, void *data)
{
    size_t *count = data;

    (void)name;
    return ++*count % 4 == 0 ? COLUMN_SKIP : COLUMN_AUTO;
}

static void use(const table *t, const column *c)
{
    size_t *row = malloc((t->rows + 1) * sizeof *row), count = 0;
    char text[64];
    factor f;

    if (row == NULL)
        abort();
    for (size_t i = 0; i < t->rows; i++) {
        (void)cell_text(c, i, text, sizeof text);
        if (!cell_is_missing(c, i))
            row[count++] = i;
    }
    f = factor_of(c, count, row);
    for (size_t k = 0; k < count; k++)
        if (factor_level(&f, row[k]) >= f.count)
            abort();
    factor_release(&f);
    free(row);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    problem p = { "" };
    size_t count = 0;
    table *t = csv_read_bytes("fuzz", (const char *)bytes, size, every_other, &count,
                              &p);

    if (t == NULL) {
        if (p.text[0] == '\0') /* every refusal says why */
            abort();
        return 0;
    }
    for (size_t j = 0; j < t->columns; j++)
        if (t->column[j].use == COLUMN_AUTO)
            use(t, &t->column[j]);
    table_destroy(t);
    return 0;
}
