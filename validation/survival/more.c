/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_more.csv: survreg on data sets of its package that are censored on both
 * sides and in intervals, weighted, clustered and stratified in scale.  more.R
 * has already named the parameters as ours: "phi:age".
 */

#include <stdio.h>
#include <string.h>

#include "survival/peer.h"

static void specify(const table *t, size_t row, specification *s)
{
    const char *variant = table_text(t, row, "variant");
    const char *dataset = table_text(t, row, "dataset");

    snprintf(s->name, sizeof s->name, "more_%s", dataset);
    s->dataset = s->name;
    s->family = table_text(t, row, "family");
    s->times = (times){ .time = "time", .time2 = "time2", .status = "status",
                        .weight = "weight", .divisor = 1, .coded = true };
    s->robust = strcmp(variant, "robust") == 0;
    if (s->robust)
        s->cluster = "cluster";
}

static image to_image(const specification *s, char *name)
{
    char *covariate = strchr(name, ':');

    (void)s;
    *covariate++ = '\0';
    return (image){
        .parameter = name, .sign = 1,
        .covariate = strcmp(covariate, "(Intercept)") == 0 ? NULL : covariate };
}

bool validate_more(const char *folder)
{
    static const peer more = {
        .file = "ref_more.csv", .key = { "dataset", "family", "variant" },
        .specify = specify, .image = to_image
    };

    return peer_validate(&more, folder);
}
