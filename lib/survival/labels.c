/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Labels of clusters, strata and subjects, and names that were misspelt. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/data_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_data_create", __VA_ARGS__)

static int compare(const void *a, const void *b)
{
    uint64_t x, y;

    (void)memcpy(&x, a, sizeof x);
    (void)memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

/* Sorts labels and drops repetitions; returns how many are left. */
static size_t distinct(size_t count, uint64_t *label)
{
    size_t kept = 0;

    qsort(label, count, sizeof *label, compare);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || label[i] != label[kept - 1])
            label[kept++] = label[i];
    return kept;
}

/* Place of a label among the sorted ones, by bisection. */
static size_t place_of(uint64_t wanted, size_t count, const uint64_t *label)
{
    size_t low = 0, high = count;

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (label[middle] <= wanted)
            low = middle;
        else
            high = middle;
    }
    return low;
}

paramod_status paramod_i_dense_labels(size_t count, const uint64_t *labels,
                                      size_t *dense, uint64_t **distinct_out,
                                      size_t *distinct_count)
{
    uint64_t *sorted = paramod_i_resize(NULL, count, sizeof *sorted);
    size_t kept;

    if (sorted == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "out of memory");
    (void)memcpy(sorted, labels, count * sizeof *sorted);
    kept = distinct(count, sorted);
    for (size_t i = 0; i < count; i++)
        dense[i] = place_of(labels[i], kept, sorted);
    *distinct_out = sorted;
    *distinct_count = kept;
    return PARAMOD_OK;
}

enum { LONGEST = 63 }; /* names are compared up to here */

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance, capital letters being as good as small ones. */
static size_t edits(const char *a, const char *b)
{
    const size_t m = least(strlen(a), LONGEST), n = least(strlen(b), LONGEST);
    size_t row[LONGEST + 1];

    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            const size_t same = ((a[i - 1] ^ b[j - 1]) & ~0x20) == 0 ? 0 : 1;
            const size_t swap = diagonal + same;

            diagonal = row[j];
            row[j] = least(swap, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[n];
}

size_t paramod_i_nearest_name(const char *name, size_t count,
                              const char *(*name_at)(size_t index,
                                                     const void *data),
                              const void *data)
{
    size_t nearest = count, fewest = (strlen(name) + 3) / 2;

    for (size_t i = 0; i < count; i++) {
        const size_t distance = edits(name, name_at(i, data));

        if (distance < fewest) {
            fewest = distance;
            nearest = i;
        }
    }
    return nearest;
}
