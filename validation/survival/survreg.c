/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_survreg.csv: location mu = x'b and scale sigma of log T, or of T.  Our
 * accelerated families say log phi = -mu and log gamma = -log sigma.
 */

#include <math.h>
#include <string.h>

#include "survival/peer.h"

static const struct law {
    const char *dist, *family, *location, *scale;
    double sign;
} laws[] = {
    { "weibull", "weibull", "phi", "gamma", -1 },
    { "exponential", "exponential", "phi", NULL, -1 },
    { "rayleigh", "rayleigh", "phi", NULL, -1 },
    { "lognormal", "lognormal", "mu", "sigma", 1 },
    { "loglogistic", "loglogistic", "phi", "gamma", -1 },
    { "gaussian", "normal", "mu", "sigma", 1 },
    { "logistic", "logistic", "mu", "sigma", 1 },
};

/* Data sets, and how "Surv(...)" reads them. */
static const struct { const char *dataset; times times; } read_as[] = {
    { "veteran", { .time = "time", .status = "status", .divisor = 1 } },
    { "ovarian", { .time = "futime", .status = "fustat", .divisor = 1 } },
    { "rotterdam", { .time = "dtime", .status = "death", .divisor = 1 } },
    { "gbsg", { .time = "rfstime", .status = "status", .divisor = 1 } },
    { "e1684", { .time = "FAILTIME", .status = "FAILCENS", .divisor = 1 } },
    { "kidney", { .time = "time", .status = "status", .divisor = 1 } },
    { "rats", { .time = "time", .status = "status", .divisor = 1 } },
    { "tobin", { .time = "durable", .left = true, .divisor = 1 } },
};

static const struct law *law_of(const char *family)
{
    size_t i = 0;

    while (strcmp(laws[i].family, family) != 0)
        i++;
    return &laws[i];
}

static void specify(const table *t, size_t row, specification *s)
{
    s->dataset = table_text(t, row, "dataset");
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        if (strcmp(laws[i].dist, table_text(t, row, "dist")) == 0)
            s->family = laws[i].family;
    }
    for (size_t i = 0; i < sizeof read_as / sizeof *read_as; i++) {
        if (strcmp(read_as[i].dataset, s->dataset) == 0)
            s->times = read_as[i].times;
    }
    s->robust = strncmp(table_text(t, row, "extra"), "robust", 6) == 0;
    if (s->robust)
        s->cluster = "litter";
}

static image to_image(const specification *s, char *name)
{
    const struct law *law = law_of(s->family);

    if (strcmp(name, "log(scale)") == 0)
        return (image){ .parameter = law->scale, .sign = law->sign };
    return (image){ .parameter = law->location, .sign = law->sign,
                    .covariate = strcmp(name, "(Intercept)") == 0 ? NULL : name };
}

/* The model with intercepts only. */
static void null_model(const table *t, size_t row, const char *folder,
                       const specification *s, const paramod_survival_fit *fit,
                       verdict *v)
{
    const double reference = table_number(t, row, "loglik_null");
    paramod_survival_summary sum = { .size = sizeof sum };
    fitted f;

    (void)fit;
    if (fitted_open(&f, folder, s, 0, NULL, NULL) == PARAMOD_OK
        && paramod_survival_fit_summary(f.fit, &sum) == PARAMOD_OK)
        verdict_number(v, "log likelihood, null model", reference,
                       sum.log_likelihood, likelihood_tolerance(reference));
    else
        verdict_failure(v, "null model", paramod_error_message());
    fitted_close(&f);
}

bool validate_survreg(const char *folder)
{
    static const peer survreg = {
        .file = "ref_survreg.csv",
        .key = { "dataset", "model", "dist", "extra" },
        .specify = specify, .image = to_image, .extra = null_model
    };

    return peer_validate(&survreg, folder);
}
