/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_apgw.csv: blocks tau, beta, alpha, nu are the linear predictors of phi,
 * lambda, gamma and kappa + 1.  A fit has to reach the reference, which is the
 * best regular optimum known; more is an improvement.
 */

#include <math.h>
#include <string.h>

#include "survival/peer.h"

static const struct { const char *dataset; times times; } read_as[] = {
    { "veteran", { .time = "time", .status = "status", .divisor = 30.4375 } },
    { "ovarian", { .time = "futime", .status = "fustat", .divisor = 365.25 } },
    { "gbsg", { .time = "rfstime", .status = "status", .divisor = 365.25 } },
    { "rotterdam", { .time = "dtime", .status = "death", .divisor = 365.25 } },
    { "e1684", { .time = "FAILTIME", .status = "FAILCENS", .divisor = 1 } },
};

static void specify(const table *t, size_t row, specification *s)
{
    const char *fixed = table_text(t, row, "fixed");

    s->dataset = table_text(t, row, "dataset");
    s->family = "apgw";
    if (*fixed != '\0')
        s->fixed[0] = *fixed == 'p' ? "phi" : "lambda";
    for (size_t i = 0; i < sizeof read_as / sizeof *read_as; i++) {
        if (strcmp(read_as[i].dataset, s->dataset) == 0)
            s->times = read_as[i].times;
    }
}

static image to_image(const specification *s, char *name)
{
    static const struct { const char *block, *parameter; } blocks[] = {
        { "tau:", "phi" }, { "beta:", "lambda" },
        { "alpha:", "gamma" }, { "nu:", "kappa" },
    };
    char *covariate = strchr(name, ':') + 1;
    size_t i = 0;

    (void)s;
    while (strncmp(name, blocks[i].block, strlen(blocks[i].block)) != 0)
        i++;
    return (image){
        .parameter = blocks[i].parameter, .sign = 1,
        .covariate = strcmp(covariate, "(Intercept)") == 0 ? NULL : covariate };
}

/* The condition number is printed with three digits. */
static void condition(const table *t, size_t row, const char *folder,
                      const specification *s, const paramod_survival_fit *fit,
                      verdict *v)
{
    const double reference = table_number(t, row, "cond");
    paramod_survival_summary sum = { .size = sizeof sum };

    (void)folder;
    (void)s;
    if (paramod_survival_fit_summary(fit, &sum) == PARAMOD_OK)
        verdict_number(v, "condition", reference, sum.condition,
                       0.0051 * reference);
}

bool validate_apgw(const char *folder)
{
    static const peer apgw = {
        .file = "ref_apgw.csv",
        .key = { "dataset", "tau", "beta", "alpha", "nu", "fixed" },
        .specify = specify, .image = to_image, .extra = condition
    };

    return peer_validate(&apgw, folder);
}
