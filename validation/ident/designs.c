/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Optimal designs: times, weights, log det and the gap of the equivalence theorem. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/paramod.h>

#include "support/table.h"
#include "support/verdict.h"
#include "parts.h"

enum { MOST = 24 };

/* ---- sensitivities --------------------------------------------------------------- */

static paramod_eval exponential(double t, size_t set, double *row, void *data)
{
    (void)set, (void)data;
    row[0] = exp(-0.5 * t);
    row[1] = -t * row[0];
    return PARAMOD_EVAL_OK;
}

/* B of A -> B -> C: k1 (e^(-k2 t) - e^(-k1 t)) / (k1 - k2). */
static paramod_eval chain(double t, size_t set, double *row, void *data)
{
    const double a = 0.7, b = 0.2, d = a - b, ea = exp(-a * t), eb = exp(-b * t);

    (void)set, (void)data;
    row[0] = (eb - ea) / d + a * t * ea / d - a * (eb - ea) / (d * d);
    row[1] = -a * t * eb / d + a * (eb - ea) / (d * d);
    return PARAMOD_EVAL_OK;
}

/* a e^(-b t) + c e^(-d t) at 1, 1, 1, 0.1. */
static paramod_eval biexponential(double t, size_t set, double *row, void *data)
{
    (void)set, (void)data;
    row[0] = exp(-t);
    row[1] = -t * row[0];
    row[2] = exp(-0.1 * t);
    row[3] = -t * row[2];
    return PARAMOD_EVAL_OK;
}

static paramod_eval cubic(double t, size_t set, double *row, void *data)
{
    (void)set, (void)data;
    for (size_t j = 0; j < 4; j++)
        row[j] = j == 0 ? 1.0 : row[j - 1] * t;
    return PARAMOD_EVAL_OK;
}

static void hill(double x, double *row)
{
    const double q = pow(3.0 / x, 8.0), y = 1.0 / (1.0 + q);

    row[0] = y;
    row[1] = -y * y * q * 8.0 / 3.0;
    row[2] = y * y * q * log(x / 3.0);
}

/* ---- comparisons -------------------------------------------------------------------- */

static double reference(const table *t, const char *design, const char *quantity, size_t i)
{
    for (size_t row = 0; row < t->rows; row++)
        if (strcmp(table_text(t, row, "design"), design) == 0 &&
            strcmp(table_text(t, row, "quantity"), quantity) == 0 &&
            (size_t)table_number(t, row, "index") == i)
            return table_number(t, row, "value");
    return (double)NAN;
}

static void compare_interval(verdict *v, const table *t, const char *name, size_t k,
                             paramod_ident_sensitivity row, double lower, double upper)
{
    const paramod_ident_design_options options = { .size = sizeof options };
    paramod_ident_design design = { .size = sizeof design };
    double time[MOST], weight[MOST];
    char what[80];

    if (paramod_ident_design_interval(k, row, NULL, lower, upper, &options, MOST, time,
                                      weight, &design) != PARAMOD_OK) {
        verdict_failure(v, name, paramod_error_message());
        return;
    }
    for (size_t i = 0; i < design.support; i++) {
        (void)snprintf(what, sizeof what, "%s time %zu", name, i + 1);
        verdict_number(v, what, reference(t, name, "t", i), time[i], 1e-5);
        (void)snprintf(what, sizeof what, "%s weight %zu", name, i + 1);
        verdict_number(v, what, reference(t, name, "w", i), weight[i], 1e-5);
    }
    (void)snprintf(what, sizeof what, "%s log det", name);
    verdict_number(v, what, reference(t, name, "logdet", 0), design.value, 1e-5);
    (void)snprintf(what, sizeof what, "%s gap", name);
    verdict_number(v, what, 0.0, design.gap, 1e-6);
    verdict_row(v);
}

static void compare_exact(verdict *v, const table *t, const char *name, uint64_t criterion)
{
    const paramod_ident_design_options options = { .size = sizeof options,
                                                   .criterion = criterion };
    paramod_ident_design design = { .size = sizeof design };
    double row[32 * 3];
    size_t chosen[3];
    char what[80];

    for (size_t i = 0; i < 32; i++)
        hill(0.25 * (double)(i + 1), row + 3 * i);
    if (paramod_ident_design_exact(3, 32, row, 3, &options, chosen, &design) !=
        PARAMOD_OK) {
        verdict_failure(v, name, paramod_error_message());
        return;
    }
    (void)snprintf(what, sizeof what, "%s value", name);
    verdict_number(v, what, reference(t, name, "value", 0), design.value,
                   1e-8 * fabs(design.value));
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(what, sizeof what, "%s time %zu", name, i + 1);
        verdict_number(v, what, reference(t, name, "t", i),
                       0.25 * (double)(chosen[i] + 1), 1e-12);
    }
    verdict_row(v);
}

bool validate_designs(const char *folder)
{
    table *const t = table_read(folder, "designs.csv");
    verdict v = verdict_open("designs.csv", 7);
    bool good;

    compare_interval(&v, t, "exponential", 2, exponential, 0.0, 20.0);
    compare_interval(&v, t, "chain", 2, chain, 0.0, 20.0);
    compare_interval(&v, t, "biexponential", 4, biexponential, 0.0, 60.0);
    compare_interval(&v, t, "cubic", 4, cubic, -1.0, 1.0);
    compare_exact(&v, t, "hill_D", PARAMOD_IDENT_D);
    compare_exact(&v, t, "hill_A", PARAMOD_IDENT_A);
    compare_exact(&v, t, "hill_E", PARAMOD_IDENT_E);
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}
