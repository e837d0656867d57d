/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The checkpoint reader on any bytes, and again with a checksum that fits, so
 * that what lies behind it is reached; a tuner that comes out of it works. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sor.h>

#include "fuzz.h"
#include "sor/checkpoint_impl.h"

static void use(paramod_sor_tuner *t)
{
    paramod_sor_advice a = { .size = sizeof a };

    for (int i = 0; i < 5; i++) {
        if (paramod_sor_tuner_ask(t, 0.1 * i, &a) != PARAMOD_OK)
            break;
        if (a.ticket != 0
            && paramod_sor_tuner_tell(t, a.ticket, 20 + i, PARAMOD_SOR_SOLVED)
                   == PARAMOD_ERR_MEMORY)
            abort();
    }
}

static void restore(const unsigned char *bytes, size_t size)
{
    paramod_sor_tuner *t = NULL;
    size_t length = 0;

    if (paramod_sor_tuner_restore(bytes, size, &t) == PARAMOD_OK) {
        if (paramod_sor_tuner_save(t, NULL, 0, &length) != PARAMOD_OK || length != size)
            abort();
        use(t);
    }
    paramod_sor_tuner_destroy(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    unsigned char *copy;
    paramod_i_sor_writer w;

    restore(bytes, size);
    if (size < 8 || size > 1 << 20)
        return 0;
    copy = malloc(size);
    if (copy == NULL)
        return 0;
    (void)memcpy(copy, bytes, size);
    w = (paramod_i_sor_writer){ copy, size - 8 };
    paramod_i_sor_write(&w, paramod_i_sor_checksum(copy, size - 8));
    restore(copy, size);
    free(copy);
    return 0;
}
