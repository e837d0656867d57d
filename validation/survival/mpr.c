/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_mpr.csv: multi-parameter regression.  A parameter is called
 * "beta.trt.b": the block, the covariate or (Intercept), and the block's
 * initial; the blocks stand for lambda, gamma (or its like) and rho.
 */

#include <string.h>

#include "survival/peer.h"

static const struct law {
    const char *name, *family, *fixed;
    const char *block[3]; /* ours, for beta, alpha and tau */
} laws[] = {
    { "Weibull", "weibull", "phi", { "lambda", "gamma", NULL } },
    { "WeibullAFT", "weibull", "lambda", { "phi", "gamma", NULL } },
    { "Gompertz", "gompertz", NULL, { "rate", "shape", NULL } },
    { "Loglogistic", "loglogistic", "phi", { "lambda", "gamma", NULL } },
    { "TDL", "tdl", NULL, { "lambda", "gamma", NULL } },
    { "Burr", "burr", NULL, { "lambda", "gamma", "rho" } },
    { "PGW", "pgw", NULL, { "lambda", "gamma", "rho" } },
};

static const struct { const char *dataset; times times; } read_as[] = {
    { "veteran", { .time = "time", .status = "status", .divisor = 30.4375 } },
    { "gbsg", { .time = "rfstime", .status = "status", .divisor = 365.25 } },
    { "rotterdam", { .time = "dtime", .status = "death", .divisor = 365.25 } },
    { "e1684", { .time = "FAILTIME", .status = "FAILCENS", .divisor = 1 } },
};

static void specify(const table *t, size_t row, specification *s)
{
    s->dataset = table_text(t, row, "dataset");
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        if (strcmp(laws[i].name, table_text(t, row, "family")) == 0) {
            s->family = laws[i].family;
            s->fixed[0] = laws[i].fixed;
        }
    }
    for (size_t i = 0; i < sizeof read_as / sizeof *read_as; i++) {
        if (strcmp(read_as[i].dataset, s->dataset) == 0)
            s->times = read_as[i].times;
    }
}

static image to_image(const specification *s, char *name)
{
    char *covariate = strchr(name, '.') + 1;
    size_t i = 0;

    while (strcmp(laws[i].family, s->family) != 0 || laws[i].fixed != s->fixed[0])
        i++;
    *strrchr(name, '.') = '\0';
    return (image){
        .parameter = laws[i].block[*name == 'b' ? 0 : *name == 'a' ? 1 : 2],
        .covariate = strcmp(covariate, "(Intercept)") == 0 ? NULL : covariate,
        .sign = 1 };
}

static const char *exclude(const table *t, size_t row)
{
    return strcmp(table_text(t, row, "dataset"), "e1684") == 0
                   && strcmp(table_text(t, row, "family"), "PGW") == 0
               ? "mpr stopped at the boundary rho -> 0, where rho and lambda are "
                 "not told apart"
               : NULL;
}

bool validate_mpr(const char *folder)
{
    static const peer mpr = {
        .file = "ref_mpr.csv",
        .key = { "dataset", "model", "family", "engine" },
        .specify = specify, .image = to_image, .exclude = exclude
    };

    return peer_validate(&mpr, folder);
}
