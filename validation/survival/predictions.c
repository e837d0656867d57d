/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_apgw_pred.csv: what follows from three fits to e1684, with errors by the
 * delta method on the scale of the last column, and 95 % limits.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "survival/peer.h"

static const double level = 0.95;
static const double z = 1.959963984540054; /* normal quantile of 0.975 */

static const struct { const char *begins; paramod_prediction what; } quantities[] = {
    { "log HR(t)", PARAMOD_PREDICT_HAZARD_RATIO },
    { "log cumulative hazard", PARAMOD_PREDICT_CUMULATIVE },
    { "log hazard", PARAMOD_PREDICT_HAZARD },
    { "log quantile ratio", PARAMOD_PREDICT_QUANTILE_RATIO },
    { "log quantile", PARAMOD_PREDICT_QUANTILE },
    { "-log(-log cure)", PARAMOD_PREDICT_CURE },
    { "RMST", PARAMOD_PREDICT_RESTRICTED_MEAN },
};

static paramod_prediction quantity(const char *name)
{
    size_t i = 0;

    while (strncmp(quantities[i].begins, name, strlen(quantities[i].begins)) != 0)
        i++;
    return quantities[i].what;
}

/* Models are called M(tau,alpha): each named block carries TRT. */
static size_t images_of(const char *model, image *images)
{
    static const struct { const char *block, *parameter; } blocks[] = {
        { "tau", "phi" }, { "beta", "lambda" }, { "alpha", "gamma" },
    };
    size_t n = 0;

    for (size_t i = 0; i < 3; i++) {
        if (strstr(model, blocks[i].block) != NULL)
            images[n++] = (image){ .parameter = blocks[i].parameter,
                                   .covariate = "TRT", .sign = 1 };
    }
    return n;
}

/* Our limits, on the scale of the file: theirs where ours are on the natural
 * scale of a log, the Wald limits of the restricted mean, which we take on
 * another scale.  log(-log()) of a cure probability below 1e-308 is beyond a
 * double, so there the limits of log A are compared, and that the natural ones
 * are exp(-A) as far as doubles go. */
static void limits(paramod_prediction what, const paramod_predicted *p,
                   double *low, double *high)
{
    if (what == PARAMOD_PREDICT_RESTRICTED_MEAN) {
        *low = p->estimate - z * p->se;
        *high = p->estimate + z * p->se;
    } else if (what == PARAMOD_PREDICT_CURE) {
        *low = p->scaled - z * p->scaled_se;
        *high = p->scaled + z * p->scaled_se;
    } else {
        *low = log(p->lower);
        *high = log(p->upper);
    }
}

static void compare_limits(const table *t, size_t row, paramod_prediction what,
                           const paramod_predicted *p, verdict *v)
{
    const double lower = table_number(t, row, "lo95");
    const double upper = table_number(t, row, "hi95");
    double low, high;

    limits(what, p, &low, &high);
    verdict_number(v, "  lower", lower, low, 1e-6 * fabs(lower));
    verdict_number(v, "  upper", upper, high, 1e-6 * fabs(upper));
    if (what == PARAMOD_PREDICT_CURE) {
        verdict_number(v, "  cure, least", exp(-exp(high)), p->lower,
                       1e-12 * (1 + exp(high)) * exp(-exp(high)));
        verdict_number(v, "  cure, most", exp(-exp(low)), p->upper, 1e-12);
    }
}

static void compare(const table *t, size_t row, const fitted *f, verdict *v)
{
    const paramod_prediction what = quantity(table_text(t, row, "quantity"));
    const bool plain = what == PARAMOD_PREDICT_RESTRICTED_MEAN;
    const bool ratio = what == PARAMOD_PREDICT_HAZARD_RATIO
                       || what == PARAMOD_PREDICT_QUANTILE_RATIO;
    const double treated = ratio ? 1 : table_number(t, row, "trt");
    const double control = 0;
    const double at = what == PARAMOD_PREDICT_CURE ? 0 : table_number(t, row, "at");
    const double estimate = table_number(t, row, "est");
    const double se = table_number(t, row, "se");
    paramod_predicted p;
    char name[96];

    snprintf(name, sizeof name, "%.20s %s trt %s", table_text(t, row, "quantity"),
             table_text(t, row, "at"), table_text(t, row, "trt"));
    if (paramod_survival_predict(f->fit, what, &treated, ratio ? &control : NULL,
                                 1, &at, level, &p) != PARAMOD_OK) {
        verdict_failure(v, name, paramod_error_message());
    } else {
        verdict_number(v, name, estimate, plain ? p.estimate : p.scaled,
                       1e-6 * fabs(estimate));
        verdict_number(v, "  se", se, plain ? p.se : p.scaled_se, 1e-6 * se);
        compare_limits(t, row, what, &p, v);
    }
    verdict_row(v);
}

static size_t compare_model(const table *t, size_t first, const char *folder,
                            verdict *v)
{
    const char *model = table_text(t, first, "model");
    const specification s = {
        .dataset = "e1684", .family = "apgw",
        .times = { .time = "FAILTIME", .status = "FAILCENS", .divisor = 1 } };
    image images[3];
    const size_t count = images_of(model, images);
    fitted f;
    size_t row = first;

    verdict_heading(model);
    if (fitted_open(&f, folder, &s, count, images, NULL) != PARAMOD_OK)
        verdict_failure(v, "fit", paramod_error_message());
    for (; row < t->rows && strcmp(table_text(t, row, "model"), model) == 0; row++) {
        if (f.fit != NULL)
            compare(t, row, &f, v);
    }
    fitted_close(&f);
    return row;
}

bool validate_predictions(const char *folder)
{
    table *t = table_read(folder, "ref_apgw_pred.csv");
    verdict v = verdict_open(t->file, t->rows);
    bool good;

    for (size_t row = 0; row < t->rows;)
        row = compare_model(t, row, folder, &v);
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}
