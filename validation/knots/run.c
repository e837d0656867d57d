/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Allocation of knots against the reference implementation, and its reliability
 * on random functions: see README.md.
 *
 *     validation/knots/run FOLDER [FUNCTIONS [SEED]]
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gsl/gsl_cdf.h>

#include "knots/functions.h"
#include "support/table.h"
#include "support/verdict.h"

static const double tolerances[] = { 1e-4, 1e-6, 1e-8, 1e-10 };

static paramod_knots *allocate(const subject *s, void *data, paramod_knots_mode mode,
                               size_t refine, double tolerance, paramod_knots_report *r)
{
    const paramod_knots_function f = { .size = sizeof f, .value = s->f, .data = data };
    const paramod_knots_options o = { .size = sizeof o, .tolerance = tolerance,
                                      .scale = s->scale, .map = s->map, .mode = mode,
                                      .refine = refine };
    paramod_knots *k = NULL;

    r->size = sizeof *r;
    if (paramod_knots_create(&f, s->from, s->to, &o, &k) != PARAMOD_OK
        || paramod_knots_report_read(k, r) != PARAMOD_OK) {
        fprintf(stderr, "%s: %s\n", s->name, paramod_error_message());
        exit(2);
    }
    return k;
}

static const subject *find(const char *name)
{
    for (size_t i = 0; i < subject_count; i++)
        if (strcmp(subjects[i].name, name) == 0)
            return &subjects[i];
    return NULL;
}

/* ---- every knot, bit by bit --------------------------------------------------- */

/* The method of a row as mode, refine and map; false if it is no SPLINE row. */
static bool method_of(const char *name, subject *s, paramod_knots_mode *mode,
                      size_t *refine)
{
    *mode = PARAMOD_KNOTS_COMPATIBLE;
    *refine = PARAMOD_KNOTS_NONE;
    if (strcmp(name, "CLOSURE") == 0)
        *mode = PARAMOD_KNOTS_CLOSURE;
    else if (strcmp(name, "SPLINE_r1") == 0)
        *refine = 1;
    else if (strcmp(name, "SINHKNOT") == 0)
        s->map = PARAMOD_KNOTS_SINH;
    else if (strcmp(name, "LNKNOT") == 0)
        s->map = PARAMOD_KNOTS_LOG;
    else if (strcmp(name, "SPLINE_r0") != 0)
        return false;
    return true;
}

/* Compares the rows of one allocation, from row *first; moves it behind them. */
static void compare_block(verdict *v, const table *t, size_t *first)
{
    const size_t begin = *first;
    const char *name = table_text(t, begin, "func"), *method = table_text(t, begin,
                                                                         "method");
    const double tolerance = table_number(t, begin, "tol");
    const subject *known = find(name);
    size_t end = begin, refine, wrong = 0;
    paramod_knots_mode mode;
    paramod_knots_report r;
    paramod_knots *k;
    subject s;
    char what[128];

    while (end < t->rows && strcmp(table_text(t, end, "func"), name) == 0
           && strcmp(table_text(t, end, "method"), method) == 0
           && table_number(t, end, "tol") == tolerance)
        end++;
    *first = end;
    snprintf(what, sizeof what, "%s %s %g", name, method, tolerance);
    if (known == NULL || (s = *known, !method_of(method, &s, &mode, &refine))) {
        verdict_skip(v, end - begin, what, "another method, or not a plain function");
        return;
    }
    k = allocate(&s, NULL, mode, refine, tolerance, &r);
    for (size_t i = 0; i < r.knots && i < end - begin; i++)
        wrong += paramod_knots_x(k)[i] != table_number(t, begin + i, "x");
    verdict_number(v, what, (double)(end - begin), (double)r.knots, 0.0);
    verdict_number(v, "  knots that differ", 0.0, (double)wrong, 0.0);
    for (size_t i = begin; i < end; i++)
        verdict_row(v);
    paramod_knots_destroy(k);
}

static bool validate_bits(const char *folder)
{
    table *t = table_read(folder, "autoknots_reference_knots.csv");
    verdict v = verdict_open("autoknots_reference_knots.csv", t->rows);

    for (size_t row = 0; row < t->rows; )
        compare_block(&v, t, &row);
    table_destroy(t);
    return verdict_close(&v);
}

/* ---- evaluations --------------------------------------------------------------- */

typedef struct reference {
    double evaluations, knots, error; /* the error as a multiple of the tolerance */
} reference;

static reference reference_of(const table *t, const char *name, double tolerance)
{
    for (size_t i = 0; i < t->rows; i++)
        if (strcmp(table_text(t, i, "func"), name) == 0
            && strcmp(table_text(t, i, "method"), "SPLINE_r1") == 0
            && fabs(table_number(t, i, "tol") / tolerance - 1.0) < 1e-9)
            return (reference){ table_number(t, i, "evals"), table_number(t, i, "knots"),
                                table_number(t, i, "maxratio") };
    fprintf(stderr, "no reference for %s at %g\n", name, tolerance);
    exit(2);
}

/* Evaluations of the reference for a true error: between its rows for 1e-4 ..
 * 1e-12 as a power of the error, beyond them by the fourth root. */
static double reference_at(const table *t, const char *name, double error)
{
    double e0 = 0.0, n0 = 0.0;

    for (int i = 4; i <= 12; i += 2) {
        const double tolerance = pow(10.0, -i);
        const reference r = reference_of(t, name, tolerance);
        const double e1 = r.error * tolerance, n1 = r.evaluations;

        if (error >= e1)
            return i == 4 ? n1 * pow(e1 / error, 0.25)
                : n0 * pow(n1 / n0, log(error / e0) / log(e1 / e0));
        e0 = e1;
        n0 = n1;
    }
    return n0 * pow(e0 / error, 0.25);
}

static void compare_evaluations(verdict *v, const table *t, size_t level)
{
    static const double most[] = { 0.75, 0.45, 0.2, 0.1 };
    static const double most_equal[] = { INFINITY, 0.7, 0.3, 0.15 };
    const double tolerance = tolerances[level];
    double sum = 0.0, knots = 0.0, equal = 0.0, n = 0.0;

    printf("tolerance %g\n%-12s %6s %6s %6s %6s %6s %8s\n", tolerance, "function",
           "evals", "ratio", "knots", "ratio", "error", "at equal");
    for (size_t i = 0; i < subject_count; i++) {
        const subject *s = &subjects[i];
        const bool compared = s->smooth || strcmp(s->name, "sqrt") == 0
            || strcmp(s->name, "kink") == 0;
        paramod_knots_report r;
        paramod_knots *k;
        reference peer;
        double error, ratio, ratio_equal;

        if (!compared)
            continue;
        k = allocate(s, NULL, PARAMOD_KNOTS_DEFAULT, 0, tolerance, &r);
        peer = reference_of(t, s->name, tolerance);
        error = true_error(k, s->f, NULL, s->scale, 1);
        ratio = (double)r.evaluations / peer.evaluations;
        ratio_equal = (double)r.evaluations / reference_at(t, s->name, error);
        printf("%-12s %6zu %6.3f %6zu %6.3f %6.3f %8.3f %s\n", s->name, r.evaluations,
               ratio, r.knots, (double)r.knots / peer.knots, error / tolerance,
               ratio_equal, paramod_knots_end_name((paramod_knots_end)r.ending));
        if (!(error <= tolerance))
            verdict_failure(v, s->name, "the true error is above the tolerance");
        if (!(ratio <= (s->smooth ? 1.0 : 1.1)))
            verdict_failure(v, s->name, "more evaluations than the reference");
        if (s->smooth) {
            sum += log(ratio);
            knots += log((double)r.knots / peer.knots);
            equal += log(ratio_equal);
            n += 1.0;
        }
        paramod_knots_destroy(k);
    }
    verdict_at_least(v, "mean ratio of evaluations, at most", -most[level],
                     -exp(sum / n), 0.0);
    verdict_at_least(v, "the same at equal true error, at most", -most_equal[level],
                     -exp(equal / n), 0.0);
    verdict_at_least(v, "mean ratio of knots, at most", -0.65, -exp(knots / n), 0.0);
}

static bool validate_evaluations(const char *folder)
{
    table *t = table_read(folder, "numcosmo_suite.csv");
    verdict v = verdict_open("evaluations against numcosmo_suite.csv", 0);

    for (size_t i = 0; i < 4; i++)
        compare_evaluations(&v, t, i);
    table_destroy(t);
    return verdict_close(&v);
}

/* ---- reliability --------------------------------------------------------------- */

/* The share below which so many functions would fall once in 1e6 runs, if the
 * wanted share were the true one: seeds differ from run to run. */
static double least_share(double wanted, unsigned long functions)
{
    const unsigned n = (unsigned)functions;
    unsigned misses = 0;

    while (misses < n && gsl_cdf_binomial_Q(misses, 1.0 - wanted / 100.0, n) > 1e-6)
        misses++;
    return 100.0 * (n - misses) / n;
}

static void measure_family(verdict *v, const family *f, double tolerance,
                           unsigned long functions, unsigned long seed)
{
    unsigned long within = 0, said = 0, met = 0;
    double evaluations = 0.0, share;
    char what[128];

    for (unsigned long i = 0; i < functions; i++) {
        member m = member_draw(f, seed, i);
        const subject s = { f->name, member_value, 0.0, 1.0, f->scale,
                            PARAMOD_KNOTS_LINEAR, false };
        paramod_knots_report r;
        paramod_knots *k = allocate(&s, &m, PARAMOD_KNOTS_DEFAULT, 0, tolerance, &r);
        const bool good = true_error(k, member_value, &m, f->scale, seed + i)
            <= tolerance;

        within += good;
        met += r.ending == PARAMOD_KNOTS_MET;
        said += !good && r.ending != PARAMOD_KNOTS_MET;
        evaluations += (double)r.evaluations;
        paramod_knots_destroy(k);
    }
    share = 100.0 * (double)within / (double)functions;
    printf("%s, %g: %lu misses, of which the status says so %lu; \"met\" %lu; "
           "evaluations %.1f\n", f->name, tolerance, functions - within, said, met,
           evaluations / (double)functions);
    snprintf(what, sizeof what, "per cent within %g", tolerance);
    verdict_at_least(v, what, least_share(f->wanted, functions), share, 0.0);
}

static bool validate_reliability(unsigned long functions, unsigned long seed)
{
    verdict v = verdict_open("random functions", 0);

    printf("seed %lu, %lu functions a family\n", seed, functions);
    for (size_t i = 0; i < family_count; i++)
        for (size_t j = 0; j < 3; j++)
            measure_family(&v, &families[i], tolerances[j], functions, seed);
    return verdict_close(&v);
}

/* ---- halos --------------------------------------------------------------------- */

static double density(double x, void *data)
{
    return paramod_halo_density(*(const paramod_halo *)data, x);
}

/* max |exp(s) / exact - 1| over the table's range and next to X = 1. */
static double halo_error(const paramod_knots *k, paramod_halo halo, bool mean)
{
    double worst = 0.0;

    for (int i = 0; i < 24000; i++) {
        const double X = i < 20000 ? pow(10.0, -4.0 + 8.0 * (i + 0.5) / 20000.0)
            : 1.0 + 1e-6 * (i - 22000);
        const double exact = mean ? paramod_halo_mean_surface_density(halo, X)
            : paramod_halo_surface_density(halo, X);
        const double s = paramod_spline_value(paramod_knots_spline(k, 0), log(X));

        worst = fmax(worst, fabs(exp(s) / exact - 1.0));
    }
    return worst;
}

static bool validate_halos(const char *folder)
{
    table *t = table_read(folder, "halo_knots.csv");
    verdict v = verdict_open("halo_knots.csv", t->rows);

    for (size_t row = 0; row < t->rows; row++) {
        const double tolerance = table_number(t, row, "delta");
        const double calls = table_number(t, row, "evals_f");
        const bool mean = strcmp(table_text(t, row, "quantity"), "Mcyl") == 0;
        paramod_halo halo = strcmp(table_text(t, row, "profile"), "NFW") == 0
            ? PARAMOD_HALO_NFW : PARAMOD_HALO_HERNQUIST;
        const double most = tolerance < 2e-10 ? calls / 8.0
            : tolerance < 2e-8 ? calls / 3.0 : 3.0 * calls;
        paramod_knots_report r = { .size = sizeof r };
        paramod_knots *k = NULL;
        char what[128];

        if (paramod_halo_knots_create(density, &halo, mean ? PARAMOD_HALO_MEAN_SURFACE
                                      : PARAMOD_HALO_SURFACE, 1e-4, 1e4, tolerance, &k)
            != PARAMOD_OK || paramod_knots_report_read(k, &r) != PARAMOD_OK)
            exit(2);
        snprintf(what, sizeof what, "%s %s %g", table_text(t, row, "profile"),
                 table_text(t, row, "quantity"), tolerance);
        printf("%s: %zu knots, %zu projections, the reference %g\n", what, r.knots,
               r.evaluations, calls);
        verdict_at_least(&v, "  projections, at most", -most, -(double)r.evaluations, 0.0);
        verdict_at_least(&v, "  relative error, at most", -tolerance,
                         -halo_error(k, halo, mean), 0.0);
        verdict_row(&v);
        paramod_knots_destroy(k);
    }
    table_destroy(t);
    return verdict_close(&v);
}

int main(int argc, char *argv[])
{
    const unsigned long functions = argc > 2 ? strtoul(argv[2], NULL, 10) : 200;
    const unsigned long seed = argc > 3 ? strtoul(argv[3], NULL, 10)
        : (unsigned long)time(NULL);
    bool good;

    if (argc < 2) {
        fprintf(stderr, "usage: %s FOLDER [FUNCTIONS [SEED]]\n", argv[0]);
        return 2;
    }
    good = validate_bits(argv[1]);
    good = validate_evaluations(argv[1]) && good;
    good = validate_halos(argv[1]) && good;
    good = validate_reliability(functions, seed) && good;
    puts(good ? "\nknots: every bound is kept" : "\nknots: some bounds are not kept");
    return good ? 0 : 1;
}
