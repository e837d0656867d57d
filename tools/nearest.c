/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "nearest.h"

enum { LONGEST = 64 };

static bool same(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t edit_distance(const char *a, const char *b)
{
    const size_t m = strlen(a), n = strlen(b);
    size_t rows[3][LONGEST]; /* rows i - 2, i - 1 and i of the table, cyclically */

    if (m >= LONGEST || n >= LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        const size_t *before = rows[(i + 1) % 3], *above = rows[(i + 2) % 3];
        size_t *row = rows[i % 3];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1,
                           above[j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1));
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2])
                && same(a[i - 2], b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[m % 3][n];
}

nearest nearest_to(const char *wanted)
{
    const size_t third = (strlen(wanted) + 1) / 3;

    return (nearest) { wanted, NULL, least(third, 3) + 1 };
}

void nearest_try(nearest *n, const char *candidate)
{
    const size_t distance = edit_distance(n->wanted, candidate);

    if (distance < n->distance) {
        n->distance = distance;
        n->name = candidate;
    }
}

const char *nearest_hint(const nearest *n, const char *dashes, char *text,
                         size_t size)
{
    text[0] = '\0';
    if (n->name != NULL)
        (void)snprintf(text, size, "; did you mean '%s%s'?", dashes, n->name);
    return text;
}
