/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The MatrixMarket reader on any bytes; what it accepts obeys the invariants of
 * a sparse matrix. */

#include <stdint.h>
#include <stdlib.h>

#include "fuzz.h"
#include "linalg/sparse_impl.h"

static void check(const paramod_i_sparse *a)
{
    if (a->start[0] != 0)
        abort();
    for (size_t i = 0; i < a->rows; i++) {
        if (a->start[i + 1] < a->start[i])
            abort();
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            if (a->column[k] >= a->columns
                || (k > a->start[i] && a->column[k] <= a->column[k - 1]))
                abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    paramod_i_sparse *a = NULL;

    if (paramod_i_sparse_read((const char *)bytes, size, &a) == PARAMOD_OK)
        check(a);
    paramod_i_sparse_destroy(a);
    return 0;
}
