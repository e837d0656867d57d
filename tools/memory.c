/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "problem.h"

static void *or_end(void *block)
{
    if (block == NULL) {
        (void)fputs("paramod: out of memory\n", stderr);
        exit(EXIT_REFUSED);
    }
    return block;
}

void *take(size_t count, size_t size)
{
    return or_end(calloc(count > 0 ? count : 1, size));
}

void *resize(void *block, size_t count, size_t size)
{
    if (count == 0)
        count = 1;
    return or_end(count <= SIZE_MAX / size ? realloc(block, count * size) : NULL);
}

void *room_for_one_more(void *block, size_t count, size_t size)
{
    if ((count & (count - 1)) != 0) /* not a power of two, nor 0: room is left */
        return block;
    return resize(block, count > 0 ? 2 * count : 1, size);
}

char *copy_bytes(const char *text, size_t length)
{
    char *copy = resize(NULL, length + 1, 1);

    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *copy_text(const char *text)
{
    return copy_bytes(text, strlen(text));
}
