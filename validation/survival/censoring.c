/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ref_censor_loglik.csv: single terms of the APGW log likelihood and their
 * derivatives, to 20 digits.  The printed numbers belong to the decimal
 * arguments; ours are held against censor_at_doubles.csv, the same terms at
 * the doubles that these become (README.md says where that matters).
 *
 * A data set of right-censored rows is refused, as it has no estimates.  So such
 * a row comes with an event at time 1, whose term is known from a data set with
 * that event alone, and is taken away again.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "survival/peer.h"

enum { TERMS = 5 }; /* value and four derivatives */

static const char *const columns[TERMS] = { "loglik", "dl/da", "dl/db", "dl/dg",
                                            "dl/dn" };

static void parameters(const char *text, double theta[4])
{
    char *end;

    for (size_t i = 0; i < 4; i++, text = end + (*end == ';'))
        theta[i] = strtod(text, &end);
}

static paramod_censoring kind(double left, double right)
{
    if (left == right)
        return PARAMOD_CENSOR_EXACT;
    if (isinf(right))
        return PARAMOD_CENSOR_RIGHT;
    return left > 0 ? PARAMOD_CENSOR_INTERVAL : PARAMOD_CENSOR_LEFT;
}

/* Which rows make up the data: the one of the file, the event, or both. */
typedef enum choice { ROW = 1, EVENT = 2, BOTH = 3 } choice;

static paramod_status open_rows(const table *t, size_t row, choice which, fitted *f)
{
    const double left = table_number(t, row, "left");
    const double right = table_number(t, row, "right");
    const paramod_censoring type = kind(left, right);
    const double time[2] = { type == PARAMOD_CENSOR_LEFT ? right : left, 1 };
    const double time2[2] = { right, NAN };
    const double status[2] = { type, PARAMOD_CENSOR_EXACT };
    const double entry[2] = { table_number(t, row, "entry"), 0 };
    const double weight[2] = { table_number(t, row, "weight"), 1 };
    const size_t first = which == EVENT ? 1 : 0;
    paramod_status result;

    *f = (fitted){ 0 };
    result = paramod_survival_data_create(
        &(paramod_survival_rows){
            .size = sizeof(paramod_survival_rows), .count = which == BOTH ? 2 : 1,
            .time = time + first, .time2 = time2 + first, .status = status + first,
            .entry = entry + first, .weight = weight + first },
        &f->data);
    if (result == PARAMOD_OK)
        result = paramod_survival_model_create(paramod_family_find("apgw"), f->data,
                                               &f->model);
    return result;
}

static bool evaluate(const table *t, size_t row, choice which, double terms[TERMS])
{
    double theta[4];
    paramod_likelihood likelihood = { .size = sizeof likelihood };
    fitted f;
    bool good;

    parameters(table_text(t, row, "params(a;b;g;n)"), theta);
    good = open_rows(t, row, which, &f) == PARAMOD_OK
           && paramod_survival_model_likelihood(f.model, &likelihood) == PARAMOD_OK
           && likelihood.gradient(theta, &terms[0], terms + 1, likelihood.data)
                  == PARAMOD_EVAL_OK;
    fitted_close(&f);
    return good;
}

static bool row_terms(const table *t, size_t row, double terms[TERMS])
{
    const bool censored = isinf(table_number(t, row, "right"));
    double event[TERMS];

    if (!censored)
        return evaluate(t, row, ROW, terms);
    if (!evaluate(t, row, BOTH, terms) || !evaluate(t, row, EVENT, event))
        return false;
    for (size_t i = 0; i < TERMS; i++)
        terms[i] -= event[i];
    return true;
}

static void compare(const table *doubles, size_t row, const double *terms,
                    verdict *v)
{
    for (size_t i = 0; i < TERMS; i++) {
        const double reference = table_number(doubles, row, columns[i]);

        verdict_number(v, columns[i], reference, terms[i],
                       1e-12 * fabs(reference));
    }
}

bool validate_censoring(const char *folder)
{
    table *printed = table_read(folder, "ref_censor_loglik.csv");
    table *doubles = table_read(folder, "censor_at_doubles.csv");
    verdict v = verdict_open(printed->file, printed->rows);
    double sums[TERMS] = { 0 };
    bool good;

    for (size_t row = 0; row < printed->rows; row++) {
        const char *name = table_text(printed, row, "row");
        double terms[TERMS];

        verdict_heading(name);
        if (strcmp(name, "TOTAL") == 0) {
            compare(doubles, row, sums, &v);
            memset(sums, 0, sizeof sums);
        } else if (row_terms(doubles, row, terms)) {
            for (size_t i = 0; i < TERMS; i++)
                sums[i] += terms[i];
            compare(doubles, row, terms, &v);
        } else {
            verdict_failure(&v, name, paramod_error_message());
        }
        verdict_row(&v);
    }
    good = verdict_close(&v);
    table_destroy(doubles);
    table_destroy(printed);
    return good;
}
