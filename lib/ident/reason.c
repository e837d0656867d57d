/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verdict in words. */

#include <math.h>

#include <stdbool.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "ident/analysis_impl.h"

enum { MOST_DIRECTIONS = 4, COMBINATION = 200 };

static bool is_zero_column(const paramod_ident_analysis *a, size_t j)
{
    for (size_t i = 0; i < a->report.rows; i++)
        if (a->s[i * a->report.free + j] != 0.0)
            return false;
    return true;
}

static void say_zero_columns(paramod_i_sentence *s, const paramod_ident_analysis *a)
{
    char label[PARAMOD_I_LABEL_SIZE];

    for (size_t j = 0; j < a->report.free; j++)
        if (is_zero_column(a, j))
            paramod_i_say(s, "; %s never reaches an observable",
                          paramod_i_analysis_label(a, j, label));
}

static paramod_status say_directions(paramod_i_sentence *s,
                                     const paramod_ident_analysis *a)
{
    const size_t z = a->report.null_directions;
    double *const v = paramod_i_resize(NULL, a->report.free, sizeof *v);
    paramod_status status = PARAMOD_OK;

    if (v == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    for (size_t c = 0; c < z && c < MOST_DIRECTIONS && status == PARAMOD_OK; c++) {
        char text[COMBINATION];

        status = paramod_ident_null_direction(a, c, v, text, sizeof text);
        if (status == PARAMOD_OK)
            paramod_i_say(s, "%s%s", c == 0 ? ": " : "; ", text);
    }
    if (z > MOST_DIRECTIONS)
        paramod_i_say(s, "; and %zu more", z - MOST_DIRECTIONS);
    paramod_i_free(v);
    return status;
}

static paramod_status say_singular(paramod_i_sentence *s, const paramod_ident_analysis *a)
{
    const paramod_ident_report *const r = &a->report;
    paramod_status status;

    paramod_i_say(s, "rank %zu of %zu: eigenvalues of the scaled information up to %.3g "
                  "count as 0, and %zu combination%s of parameters leave%s the data "
                  "unchanged to first order", r->rank, r->free, r->tolerance,
                  r->null_directions, r->null_directions == 1 ? "" : "s",
                  r->null_directions == 1 ? "s" : "");
    status = say_directions(s, a);
    if (r->rows < r->free)
        paramod_i_say(s, "; rank <= N: %zu data determine at most %zu combinations",
                      r->rows, r->rows);
    say_zero_columns(s, a);
    return status;
}

/* The largest entries of the direction that is known worst, in units of extents. */
static void say_weak(paramod_i_sentence *s, const paramod_ident_analysis *a)
{
    const paramod_ident_report *const r = &a->report;
    char label[PARAMOD_I_LABEL_SIZE];
    size_t worst = 0;

    for (size_t j = 0; j < r->free; j++)
        if (fabs(a->weak[j] / a->extent[j]) > fabs(a->weak[worst] / a->extent[worst]))
            worst = j;
    paramod_i_say(s, "rank %zu of %zu (scaled eigenvalues above %.3g), but %zu "
                  "direction%s not known to within the extents of the parameters: their "
                  "eigenvalues are below %.4g, the smallest is %.3g, mostly along %s",
                  r->rank, r->free, r->tolerance, r->free - r->practical_rank,
                  r->free - r->practical_rank == 1 ? " is" : "s are", r->quantile,
                  a->practical[r->free - 1], paramod_i_analysis_label(a, worst, label));
}

static void say_determined(paramod_i_sentence *s, const paramod_ident_analysis *a)
{
    const paramod_ident_report *const r = &a->report;

    paramod_i_say(s, "rank %zu of %zu: all scaled eigenvalues are above %.3g, and in "
                  "units of the extents of the parameters above %.4g (the smallest is "
                  "%.3g)", r->rank, r->free, r->tolerance, r->quantile,
                  a->practical[r->free - 1]);
}

static void say_place(paramod_i_sentence *s, const paramod_ident_analysis *a)
{
    const paramod_ident *const ident = a->ident;
    char label[PARAMOD_I_LABEL_SIZE];

    if (ident == NULL)
        return;
    for (size_t j = 0; j < ident->k; j++)
        if (a->x[j] <= ident->lower[j] || a->x[j] >= ident->upper[j])
            paramod_i_say(s, "; %s lies at its %s bound",
                          paramod_i_analysis_label(a, j, label),
                          a->x[j] <= ident->lower[j] ? "lower" : "upper");
    if (a->report.gradient_size > 0.1)
        paramod_i_say(s, "; theta is not at an optimum (%.3g standard errors away along "
                      "an axis): standard errors and Wald intervals need a refit first",
                      a->report.gradient_size);
}

paramod_status paramod_ident_reason(const paramod_ident_analysis *analysis, char *text,
                                    size_t size)
{
    paramod_i_sentence s = { text, size, 0 };
    paramod_status status = PARAMOD_OK;

    if (analysis == NULL || text == NULL || size == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "analysis or text is null, or size is 0");
    text[0] = '\0';
    if (analysis->report.verdict == PARAMOD_IDENT_SINGULAR)
        status = say_singular(&s, analysis);
    else if (analysis->report.verdict == PARAMOD_IDENT_WEAK)
        say_weak(&s, analysis);
    else
        say_determined(&s, analysis);
    if (analysis->report.threshold_rank != analysis->report.rank)
        paramod_i_say(&s, "; %zu eigenvalues are above the threshold %g",
                      analysis->report.threshold_rank, analysis->options.threshold);
    say_place(&s, analysis);
    return status;
}
