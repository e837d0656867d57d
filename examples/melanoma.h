/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file melanoma.h  What the examples share: the melanoma data of e1684.csv,
 * treatment, time and event, as three arrays.
 */

#ifndef MELANOMA_H
#define MELANOMA_H

#include <stdio.h>
#include <stdlib.h>

#define MELANOMA_ROWS 285

typedef struct melanoma {
    double treated[MELANOMA_ROWS]; /* 1 interferon, 0 control */
    double years[MELANOMA_ROWS];   /* to relapse, death or the end of follow-up */
    double relapse[MELANOMA_ROWS]; /* 1 seen, 0 censored */
} melanoma;

/* Reads the file named by argv[1], or else e1684.csv in this folder. */
static melanoma read_melanoma(int argc, char **argv)
{
    const char *const path = argc > 1 ? argv[1] : "e1684.csv";
    FILE *const file = fopen(path, "r");
    melanoma data;
    char line[256];
    size_t n = 0;

    if (file == NULL || fgets(line, sizeof line, file) == NULL) {
        fprintf(stderr, "cannot read '%s'\n", path);
        exit(EXIT_FAILURE);
    }
    while (n < MELANOMA_ROWS && fgets(line, sizeof line, file) != NULL)
        n += sscanf(line, "%lf,%lf,%lf", &data.treated[n], &data.years[n],
                    &data.relapse[n]) == 3;
    fclose(file);
    if (n != MELANOMA_ROWS) {
        fprintf(stderr, "'%s' has %zu rows, expected 285\n", path, n);
        exit(EXIT_FAILURE);
    }
    return data;
}

#endif /* MELANOMA_H */
