/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * melanoma.csv: all combinations M(.) in which treatment enters phi (tau),
 * lambda (beta) and gamma (alpha), on the 285 rows of e1684 and on the 284 of
 * them whose age and sex are known; one search for each.
 */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "survival/peer.h"

enum { MOST_ROWS = 285, MODELS = 8 };

static const char *const blocks[] = { "tau", "beta", "alpha" };

static paramod_status search(const char *folder, size_t rows,
                             paramod_survival_candidate candidates[MODELS])
{
    static const char *const treated[] = { "TRT" };
    double time[MOST_ROWS], status[MOST_ROWS], trt[MOST_ROWS];
    table *t = table_read(folder, "e1684.csv");
    paramod_survival_data *data = NULL;
    paramod_survival_model *model = NULL;
    size_t n = 0;
    paramod_status result;

    for (size_t i = 0; i < t->rows && n < MOST_ROWS; i++) {
        if (rows < t->rows && isnan(table_number(t, i, "AGE")))
            continue;
        time[n] = table_number(t, i, "FAILTIME");
        status[n] = table_number(t, i, "FAILCENS");
        trt[n++] = table_number(t, i, "TRT");
    }
    table_destroy(t);
    result = paramod_survival_data_create(
        &(paramod_survival_rows){ .size = sizeof(paramod_survival_rows), .count = n,
                                  .time = time, .status = status }, &data);
    if (result == PARAMOD_OK)
        result = paramod_survival_data_add(data, treated[0], trt);
    if (result == PARAMOD_OK)
        result = paramod_survival_model_create(paramod_family_find("apgw"), data,
                                               &model);
    if (result == PARAMOD_OK)
        result = paramod_survival_search(model, MODELS - 1, 1, treated, NULL,
                                         candidates);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(data);
    return result;
}

/* The candidate with just the blocks that are named. */
static const paramod_survival_candidate *
find(const char *model, const paramod_survival_candidate *candidates)
{
    uint64_t wanted = 0;
    size_t i = 0;

    for (size_t k = 0; k < 3; k++)
        wanted |= strstr(model, blocks[k]) != NULL ? (uint64_t)1 << k : 0;
    while (candidates[i].blocks != wanted)
        i++;
    return &candidates[i];
}

static void compare(const table *t, size_t row,
                    const paramod_survival_candidate *c, verdict *v)
{
    const double reference = table_number(t, row, "loglik");
    const double aic = table_number(t, row, "aic"), bic = table_number(t, row, "bic");
    char what[48];

    snprintf(what, sizeof what, "M(%s), n = %s", table_text(t, row, "model"),
             table_text(t, row, "rows"));
    verdict_number(v, what, reference, c->log_likelihood, 1e-8);
    verdict_number(v, "  AIC", aic, c->aic, 6e-5); /* printed with four decimals */
    if (!isnan(bic))
        verdict_number(v, "  BIC", bic, c->bic, 6e-5);
    verdict_row(v);
}

bool validate_melanoma(const char *folder)
{
    table *t = table_read(folder, "melanoma.csv");
    verdict v = verdict_open(t->file, t->rows);
    paramod_survival_candidate candidates[MODELS];
    double rows = 0;
    paramod_status status = PARAMOD_OK;
    bool good;

    for (size_t row = 0; row < t->rows; row++) {
        if (table_number(t, row, "rows") != rows) {
            rows = table_number(t, row, "rows");
            status = search(folder, (size_t)rows, candidates);
        }
        if (status == PARAMOD_OK)
            compare(t, row, find(table_text(t, row, "model"), candidates), &v);
        else
            verdict_failure(&v, "search", paramod_error_message());
    }
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}
