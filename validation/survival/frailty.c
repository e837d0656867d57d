/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_frailty.csv: parfm's proportional-hazards baselines with shared frailty.
 * Its log-logistic baseline H0 = log(1 + e^alpha t^kappa) is apgw with kappa = 0
 * and covariates on lambda: alpha = gamma log phi.
 */

#include <string.h>

#include "survival/peer.h"

static const struct law {
    const char *baseline, *family;
    const char *fixed[2];
    const char *location; /* ours, for x'b */
    struct { const char *name; image image; } base[2];
} laws[] = {
    { "exponential", "exponential", { NULL, NULL }, "phi",
      { { "log(lambda)", { .parameter = "phi", .sign = 1 } } } },
    { "weibull", "weibull", { "phi", NULL }, "lambda",
      { { "log(lambda)", { .parameter = "lambda", .sign = 1 } },
        { "log(rho)", { .parameter = "gamma", .sign = 1 } } } },
    { "gompertz", "gompertz", { NULL, NULL }, "rate",
      { { "log(lambda)", { .parameter = "rate", .sign = 1 } },
        { "log(gamma)", { .parameter = "shape", .sign = 1, .kind = IMAGE_LOG } } } },
    { "loglogistic", "apgw", { "kappa", "lambda" }, "lambda",
      { { "log(kappa)", { .parameter = "gamma", .sign = 1 } },
        { "alpha", { .parameter = "phi", .sign = 1, .kind = IMAGE_PRODUCT,
                     .other = "gamma" } } } },
};

static void specify(const table *t, size_t row, specification *s)
{
    s->dataset = table_text(t, row, "dataset");
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        if (strcmp(laws[i].baseline, table_text(t, row, "baseline")) == 0) {
            s->family = laws[i].family;
            s->fixed[0] = laws[i].fixed[0];
            s->fixed[1] = laws[i].fixed[1];
        }
    }
    s->frailty = strcmp(table_text(t, row, "frailty"), "gamma") == 0
                     ? PARAMOD_FRAILTY_GAMMA : PARAMOD_FRAILTY_INVERSE_GAUSSIAN;
    if (strcmp(s->dataset, "kidney") == 0) {
        s->cluster = "id";
        s->times = (times){ .time = "time", .status = "status", .divisor = 1 };
    } else {
        s->cluster = "litter";
        s->times = (times){ .time = "time", .status = "status", .divisor = 100 };
    }
}

static image to_image(const specification *s, char *name)
{
    size_t i = 0;

    if (strcmp(name, "log(theta)") == 0)
        return (image){ .parameter = "frailty", .covariate = NULL, .sign = 1 };
    while (strcmp(laws[i].family, s->family) != 0)
        i++;
    for (size_t j = 0; j < 2; j++) {
        if (laws[i].base[j].name != NULL && strcmp(laws[i].base[j].name, name) == 0)
            return laws[i].base[j].image;
    }
    return (image){ .parameter = laws[i].location, .covariate = name, .sign = 1 };
}

bool validate_frailty(const char *folder)
{
    static const peer frailty = {
        .file = "ref_frailty.csv",
        .key = { "dataset", "note", "baseline", "frailty" },
        .specify = specify, .image = to_image
    };

    return peer_validate(&frailty, folder);
}
