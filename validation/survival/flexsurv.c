/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_flexsurv.csv.  Covariates stand on the first parameter under their own
 * name; those on another one are called "shape(trt)".
 */

#include <math.h>
#include <string.h>

#include "survival/peer.h"

static const struct law {
    const char *dist;     /* flexsurv's, followed by " (flexsurv ...)" */
    const char *family;   /* ours */
    const char *fixed;    /* the parameter that flexsurv's law lacks */
    const char *location; /* ours, for flexsurv's first */
    const char *first;    /* its name in the file */
    const char *shape;    /* ours, for flexsurv's shape */
    double sign;          /* of the location */
} laws[] = {
    { "exp ", "exponential", NULL, "phi", "log(rate)", NULL, 1 },
    { "weibull ", "weibull", "lambda", "phi", "log(scale)", "gamma", -1 },
    { "weibullPH ", "weibull", "phi", "lambda", "log(scale)", "gamma", 1 },
    { "gompertz ", "gompertz", NULL, "rate", "log(rate)", "shape", 1 },
    { "gamma ", "gamma", NULL, "rate", "log(rate)", "shape", 1 },
    { "gengamma ", "gengamma", NULL, "mu", "mu", NULL, 1 },
    { "genf ", "genf", NULL, "mu", "mu", NULL, 1 },
    { "llogis ", "loglogistic", "lambda", "phi", "log(scale)", "gamma", -1 },
    { "lnorm ", "lognormal", NULL, "mu", "meanlog", NULL, 1 },
};

static const struct { const char *dataset; times times; } read_as[] = {
    { "veteran", { .time = "time", .status = "status", .divisor = 1 } },
    { "ovarian", { .time = "futime", .status = "fustat", .divisor = 1 } },
    { "rotterdam", { .time = "dtime", .status = "death", .divisor = 365.25 } },
    { "gbsg", { .time = "rfstime", .status = "status", .divisor = 365.25 } },
    { "e1684", { .time = "FAILTIME", .status = "FAILCENS", .divisor = 1 } },
    { "heart", { .entry = "start", .time = "stop", .status = "event", .divisor = 1 } },
};

/* Other parameters that stand for themselves. */
static const struct { const char *name, *parameter; } others[] = {
    { "log(sigma)", "sigma" }, { "log(sdlog)", "sigma" },
    { "Q", "Q" }, { "log(P)", "P" },
};

static void specify(const table *t, size_t row, specification *s)
{
    const char *dist = table_text(t, row, "dist");

    s->dataset = table_text(t, row, "dataset");
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        if (strncmp(laws[i].dist, dist, strlen(laws[i].dist)) == 0) {
            s->family = laws[i].family;
            s->fixed[0] = laws[i].fixed;
        }
    }
    for (size_t i = 0; i < sizeof read_as / sizeof *read_as; i++) {
        if (strcmp(read_as[i].dataset, s->dataset) == 0)
            s->times = read_as[i].times;
    }
}

static const struct law *law_of(const specification *s)
{
    size_t i = 0;

    while (strcmp(laws[i].family, s->family) != 0 || laws[i].fixed != s->fixed[0])
        i++;
    return &laws[i];
}

static image to_image(const specification *s, char *name)
{
    const struct law *law = law_of(s);

    if (strcmp(name, law->first) == 0)
        return (image){ .parameter = law->location, .sign = law->sign };
    if (strcmp(name, "log(shape)") == 0 || strcmp(name, "shape") == 0)
        return (image){ .parameter = law->shape, .sign = 1 };
    if (strncmp(name, "shape(", 6) == 0) {
        name[strlen(name) - 1] = '\0';
        return (image){ .parameter = law->shape, .covariate = name + 6, .sign = 1 };
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(name, others[i].name) == 0)
            return (image){ .parameter = others[i].parameter, .sign = 1 };
    }
    return (image){ .parameter = law->location, .covariate = name, .sign = law->sign };
}

static const char *exclude(const table *t, size_t row)
{
    return isnan(table_number(t, row, "maxgrad"))
               ? "maxgrad is NA: flexsurv found no maximum, as the likelihood "
                 "is unbounded"
               : NULL;
}

bool validate_flexsurv(const char *folder)
{
    static const peer flexsurv = {
        .file = "ref_flexsurv.csv", .exact = "flexsurv_exact.csv",
        .key = { "dataset", "model", "anc", "dist", "extra" },
        .specify = specify, .image = to_image, .exclude = exclude
    };

    return peer_validate(&flexsurv, folder);
}
