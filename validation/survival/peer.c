/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "survival/peer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 64 };

/* The rows of one fit. */
typedef struct group {
    size_t first, count;
    char name[MOST_COEFFICIENTS][NAME_SIZE]; /* the peer's, cut up by image() */
    image image[MOST_COEFFICIENTS];
} group;

double likelihood_tolerance(double reference)
{
    return fmax(1e-8, 1e-10 * fabs(reference));
}

static bool same_fit(const peer *p, const table *t, size_t a, size_t b)
{
    for (size_t k = 0; k < MOST_KEYS && p->key[k] != NULL; k++) {
        if (strcmp(table_text(t, a, p->key[k]), table_text(t, b, p->key[k])) != 0)
            return false;
    }
    return true;
}

/* The rows from first on that belong together; a parameter that comes again
 * begins a new fit (two fits of ref_apgw.csv are printed twice). */
static size_t group_size(const peer *p, const table *t, size_t first)
{
    const char *name = table_text(t, first, "param");
    size_t n = 1;

    while (first + n < t->rows && n < MOST_COEFFICIENTS
           && same_fit(p, t, first, first + n)
           && strcmp(table_text(t, first + n, "param"), name) != 0)
        n++;
    return n;
}

/* What paramod_delta_method() evaluates: the image of one coefficient. */
typedef struct mapping {
    const image *image;
    size_t n, index, other;
} mapping;

static paramod_eval map(const double *theta, double *value, double *gradient,
                        void *data)
{
    const mapping *m = data;
    const image *im = m->image;
    const double x = theta[m->index];
    const double factor = im->kind == IMAGE_PRODUCT ? exp(theta[m->other]) : 1;

    *value = im->kind == IMAGE_LOG ? log(x) : im->sign * x * factor;
    if (gradient != NULL) {
        memset(gradient, 0, m->n * sizeof *gradient);
        gradient[m->index] = im->kind == IMAGE_LOG ? 1 / x : im->sign * factor;
        if (im->kind == IMAGE_PRODUCT)
            gradient[m->other] = *value;
    }
    return PARAMOD_EVAL_OK;
}

/* The inverse, to start a fit from the peer's estimates. */
static void map_back(const mapping *m, double value, double *theta)
{
    if (m->image->kind == IMAGE_LOG)
        theta[m->index] = exp(value);
    else if (m->image->kind == IMAGE_PRODUCT)
        theta[m->index] = value / exp(theta[m->other]);
    else
        theta[m->index] = value / m->image->sign;
}

static mapping mapping_of(const image *im, const paramod_survival_model *model)
{
    return (mapping){
        .image = im, .n = paramod_survival_model_size(model),
        .index = coefficient_index(model, im->parameter, im->covariate),
        .other = im->kind == IMAGE_PRODUCT
                     ? coefficient_index(model, im->other, NULL) : 0 };
}

/* Where a number stands: in the file itself, or in that of exact numbers, if
 * the row is among those. */
typedef struct source {
    const table *t;
    size_t row;
} source;

static source source_of(const table *t, const table *exact, size_t row)
{
    static const char *const key[] = { "dataset", "model", "dist", "param" };

    for (size_t i = 0; exact != NULL && i < exact->rows; i++) {
        size_t k = 0;

        while (k < 4 && strcmp(table_text(exact, i, key[k]),
                               table_text(t, row, key[k])) == 0)
            k++;
        if (k == 4)
            return (source){ exact, i };
    }
    return (source){ t, row };
}

static void compare_row(const table *t, const table *exact, size_t row,
                        const image *im, const fitted *f,
                        const double *covariance, verdict *v)
{
    const source from = source_of(t, exact, row);
    const double estimate = table_number(from.t, from.row, "est");
    const double se = table_number(from.t, from.row, "se");
    char what[NAME_SIZE + 16];
    mapping m = mapping_of(im, f->model);
    double value, variance;

    snprintf(what, sizeof what, "%s%s", table_text(t, row, "param"),
             from.t == t ? "" : " (exact)");
    if (from.t != t) {
        v->replaced++;
        printf("  %-36s %20s  (as printed; se %s)\n", table_text(t, row, "param"),
               table_text(t, row, "est"), table_text(t, row, "se"));
    }
    if (m.index == m.n || m.other == m.n) {
        verdict_failure(v, what, "the model has no such coefficient");
    } else if (paramod_delta_method(m.n, paramod_survival_fit_estimates(f->fit),
                                    covariance, 1, map, &m, &value,
                                    &variance) != PARAMOD_OK) {
        verdict_failure(v, what, paramod_error_message());
    } else {
        verdict_number(v, what, estimate, value, 1e-6 * fabs(estimate));
        strcat(what, ", se");
        verdict_number(v, what, se, sqrt(variance), 1e-6 * se);
    }
    verdict_row(v);
}

static void compare_rows(const table *t, const table *exact, const group *g,
                         const fitted *f, verdict *v)
{
    double covariance[MOST_COEFFICIENTS * MOST_COEFFICIENTS];
    const char *problem = NULL;

    if (paramod_survival_model_size(f->model) > MOST_COEFFICIENTS)
        problem = "too many coefficients";
    else if (paramod_survival_fit_covariance(f->fit, covariance) != PARAMOD_OK)
        problem = paramod_error_message();
    for (size_t j = 0; j < g->count; j++) {
        if (problem == NULL) {
            compare_row(t, exact, g->first + j, &g->image[j], f, covariance, v);
        } else {
            verdict_failure(v, table_text(t, g->first + j, "param"), problem);
            verdict_row(v);
        }
    }
}

/* Where we end higher than the peer, its own optimum is sought from its
 * estimates, so that the numbers of its rows are compared all the same. */
static paramod_status refit(fitted *f, const table *t, const group *g,
                            const char *folder, const specification *s)
{
    double start[MOST_COEFFICIENTS];
    const size_t n = paramod_survival_model_size(f->model);

    for (size_t i = 0; i < n; i++)
        start[i] = paramod_survival_fit_estimates(f->fit)[i];
    for (int pass = 0; pass < 2; pass++) { /* products need their factor first */
        for (size_t j = 0; j < g->count; j++) {
            const mapping m = mapping_of(&g->image[j], f->model);

            if (m.index < n && m.other < n)
                map_back(&m, table_number(t, g->first + j, "est"), start);
        }
    }
    fitted_close(f);
    return fitted_open(f, folder, s, g->count, g->image, start);
}

static paramod_survival_summary summary_of(const fitted *f)
{
    paramod_survival_summary s = { .size = sizeof s };

    if (paramod_survival_fit_summary(f->fit, &s) != PARAMOD_OK)
        s.log_likelihood = NAN;
    return s;
}

static void compare_numbers(const table *t, size_t row,
                            const paramod_survival_summary *s, verdict *v)
{
    const double n = table_number(t, row, table_has(t, "n") ? "n" : "loglik");

    if (table_has(t, "n"))
        verdict_number(v, "rows", n, (double)s->rows, 0);
    if (table_has(t, "events"))
        verdict_number(v, "events", table_number(t, row, "events"),
                       (double)s->events, 0);
    if (table_has(t, "aic")) {
        const double aic = table_number(t, row, "aic");
        const double bic = table_number(t, row, "bic");

        verdict_number(v, "AIC", aic, s->aic, 2e-10 * fabs(aic) + 2e-8);
        verdict_number(v, "BIC", bic, s->bic, 2e-10 * fabs(bic) + 2e-8);
    }
}

static void compare_fit(const peer *p, const table *t, const table *exact,
                        const group *g, const char *folder,
                        const specification *s, fitted *f, verdict *v)
{
    const double reference = table_number(t, g->first, "loglik");
    const double tolerance = likelihood_tolerance(reference);
    paramod_survival_summary sum = summary_of(f);

    verdict_at_least(v, "log likelihood", reference, sum.log_likelihood, tolerance);
    if (sum.log_likelihood > reference + tolerance) {
        verdict_heading("  higher than the peer's: its optimum again, from its "
                        "estimates");
        if (refit(f, t, g, folder, s) != PARAMOD_OK) {
            verdict_failure(v, "fit", paramod_error_message());
            return;
        }
        sum = summary_of(f);
        verdict_number(v, "log likelihood there", reference, sum.log_likelihood,
                       tolerance);
    }
    compare_numbers(t, g->first, &sum, v);
    if (p->extra != NULL)
        p->extra(t, g->first, folder, s, f->fit, v);
    if (*paramod_survival_fit_sentence(f->fit) != '\0')
        verdict_heading(paramod_survival_fit_sentence(f->fit));
    compare_rows(t, exact, g, f, v);
}

static void heading(const peer *p, const table *t, size_t row)
{
    char text[512];
    size_t used = 0;

    for (size_t k = 0; k < MOST_KEYS && p->key[k] != NULL; k++) {
        const int n = snprintf(text + used, sizeof text - used, "%s%s",
                               k > 0 ? " | " : "", table_text(t, row, p->key[k]));

        if (n > 0 && used + (size_t)n < sizeof text)
            used += (size_t)n;
    }
    verdict_heading(text);
}

static void validate_group(const peer *p, const table *t, const table *exact,
                           group *g, const char *folder, verdict *v)
{
    const char *reason = p->exclude != NULL ? p->exclude(t, g->first) : NULL;
    specification s = { 0 };
    fitted f;

    heading(p, t, g->first);
    if (reason != NULL) {
        verdict_skip(v, g->count, table_text(t, g->first, "dataset"), reason);
        return;
    }
    p->specify(t, g->first, &s);
    for (size_t j = 0; j < g->count; j++) {
        snprintf(g->name[j], NAME_SIZE, "%s", table_text(t, g->first + j, "param"));
        g->image[j] = p->image(&s, g->name[j]);
    }
    if (fitted_open(&f, folder, &s, g->count, g->image, NULL) == PARAMOD_OK)
        compare_fit(p, t, exact, g, folder, &s, &f, v);
    else
        verdict_failure(v, "fit", paramod_error_message());
    fitted_close(&f);
}

bool peer_validate(const peer *p, const char *folder)
{
    table *t = table_read(folder, p->file);
    table *exact = p->exact != NULL ? table_read(folder, p->exact) : NULL;
    verdict v = verdict_open(p->file, t->rows);
    static group g; /* too large for the stack's comfort */
    bool good;

    for (size_t first = 0; first < t->rows; first += g.count) {
        g.first = first;
        g.count = group_size(p, t, first);
        validate_group(p, t, exact, &g, folder, &v);
    }
    good = verdict_close(&v);
    table_destroy(exact);
    table_destroy(t);
    return good;
}
