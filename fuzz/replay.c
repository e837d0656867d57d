/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a fuzz target on files, and on pieces and damaged copies of them, so
 * that 'make check' needs no fuzzer: replay [FILE]... */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>

#include "fuzz.h"

enum { MOST = 1 << 16, DAMAGED = 200 };

static void run_damaged(const uint8_t *bytes, size_t size, uint64_t file)
{
    paramod_random random = paramod_random_stream(2026, file);

    for (int k = 0; size > 0 && k < DAMAGED; k++) {
        const size_t start = (size_t)paramod_random_index(&random, size);
        const size_t length = 1 + (size_t)paramod_random_index(&random, size - start);
        uint8_t *copy = malloc(length); /* its own block: overruns are seen */

        if (copy == NULL)
            abort();
        memcpy(copy, bytes + (k % 2 == 0 ? 0 : start), length);
        for (int hits = k % 4; hits > 0; hits--)
            copy[paramod_random_index(&random, length)] =
                (uint8_t)paramod_random_index(&random, 256);
        (void)LLVMFuzzerTestOneInput(copy, length);
        free(copy);
    }
}

static int run_file(const char *name, uint64_t number)
{
    static uint8_t bytes[MOST];
    FILE *file = fopen(name, "rb");
    size_t size;

    if (file == NULL) {
        (void)fprintf(stderr, "cannot open %s\n", name);
        return 1;
    }
    size = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(bytes, size);
    run_damaged(bytes, size, number);
    return 0;
}

int main(int argc, char **argv)
{
    int status = 0;

    (void)LLVMFuzzerTestOneInput(NULL, 0);
    for (int i = 1; i < argc; i++)
        status |= run_file(argv[i], (uint64_t)i);
    if (argc < 2) {
        (void)fprintf(stderr, "no files to replay\n");
        return 1;
    }
    return status;
}
