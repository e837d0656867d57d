/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of columns on any bytes: what it refuses has a sentence, and what it accepts the
 * library makes or refuses with a sentence. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "chroma_file.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    problem p = { "" };
    chroma_file file;

    if (!chroma_file_parse((const char *)bytes, size, "fuzz", &file, &p)) {
        if (p.text[0] == '\0')
            abort();
    } else {
        paramod_chroma_carrier carrier = { .size = sizeof carrier };
        paramod_chroma *chroma = NULL, *copy = NULL;
        const paramod_status status = paramod_chroma_create(
            &file.column, file.analyte, file.count, &file.injection, NULL, &chroma);

        if (status != PARAMOD_OK && paramod_error_message()[0] == '\0')
            abort();
        if (status == PARAMOD_OK &&
            (paramod_chroma_carrier_of(&file.column, &carrier) != PARAMOD_OK ||
             !(carrier.speed > 0.0) || paramod_chroma_copy(chroma, &copy) != PARAMOD_OK))
            abort();
        paramod_chroma_destroy(copy);
        paramod_chroma_destroy(chroma);
    }
    chroma_file_release(&file);
    return 0;
}
