/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Survival models against their peers: see README.md.
 *
 *     validation/survival/run FOLDER [FILE...]
 *
 * FOLDER holds the files of references; FILE restricts the run, as in
 * "survreg".  Exit status 1 if a verdict fails, 2 if a file cannot be read.
 */

#include <stdio.h>
#include <string.h>

#include "survival/peer.h"

static const struct { const char *name; bool (*validate)(const char *); } files[] = {
    { "censoring", validate_censoring },
    { "survreg", validate_survreg },
    { "flexsurv", validate_flexsurv },
    { "mpr", validate_mpr },
    { "frailty", validate_frailty },
    { "apgw", validate_apgw },
    { "predictions", validate_predictions },
    { "melanoma", validate_melanoma },
    { "more", validate_more },
};

static bool wanted(const char *name, int argc, char *argv[])
{
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], name) == 0)
            return true;
    }
    return argc <= 2;
}

int main(int argc, char *argv[])
{
    bool good = true;

    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [FILE...]\n", argv[0]);
        return 2;
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (wanted(files[i].name, argc, argv))
            good = files[i].validate(argv[1]) && good;
    }
    puts(good ? "\nsurvival: every row agrees"
              : "\nsurvival: some rows do not agree");
    return good ? 0 : 1;
}
