/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Chromatography against values in 20 and 25 digits: see README.md.
 *
 *     validation/chroma/run FOLDER
 */

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/chroma.h>

#include "support/table.h"
#include "support/verdict.h"

static const double outlet_pressure = 1.013e5, inlet_pressure = 4.01e5;

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(2);
    }
}

/* ---- Goldstein's J ------------------------------------------------------------------------ */

/* Of the smaller of J and 1 - J, relative: rounding of a and b included. */
static double j_tolerance(double a, double b)
{
    const double s = fabs(sqrt(a) - sqrt(b));

    return (4.0 + s * s) * 1e-15 + 4.0 * (s + 1.0) * (sqrt(a) + sqrt(b)) * DBL_EPSILON + 1e-13;
}

static bool validate_j(const char *folder)
{
    table *const t = table_read(folder, "J_table.csv");
    verdict v = verdict_open(t->file, t->rows);
    bool good;

    for (size_t i = 0; i < t->rows; i++) {
        const double a = table_number(t, i, "a"), b = table_number(t, i, "b");
        const double j = table_number(t, i, "J"), rest = table_number(t, i, "1-J");
        const double off = j_tolerance(a, b);
        double complement;
        const double ours = paramod_chroma_goldstein(a, b, &complement);
        char what[96];

        snprintf(what, sizeof what, "J(%g, %g)", a, b);
        verdict_number(&v, what, j, ours, off * j);
        verdict_number(&v, "  1 - J", rest, complement, off * rest);
        verdict_row(&v);
    }
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}

/* ---- the BTEX peaks -------------------------------------------------------------------------- */

/* By a Fourier series, in a column of t0 = L / u with phase ratio 1. */
static double by_series(const paramod_chroma_peak *peak, double t)
{
    const paramod_chroma_column column = { .size = sizeof column, .length = peak->t0,
                                           .speed = 1.0, .phase_ratio = 1.0 };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .kd = peak->kd,
                                             .ka = peak->a / peak->t0 };
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = peak->t1 };
    const paramod_chroma_options options = { .size = sizeof options,
                                             .engine = PARAMOD_CHROMA_FOURIER };
    paramod_chroma *chroma = NULL;
    double c;

    check(paramod_chroma_create(&column, &analyte, 1, &injection, &options, &chroma));
    check(paramod_chroma_outlet(chroma, &t, 1, &c, NULL));
    paramod_chroma_destroy(chroma);
    return c;
}

static bool validate_btex(const char *folder)
{
    const double p = outlet_pressure / inlet_pressure;
    table *const t = table_read(folder, "btex_reference.csv");
    verdict v = verdict_open(t->file, t->rows);
    bool good;

    for (size_t i = 0; i < t->rows; i++) {
        const paramod_chroma_peak peak = { sizeof peak, table_number(t, i, "a"),
                                           table_number(t, i, "kd"), table_number(t, i, "t0"),
                                           table_number(t, i, "t1") };
        const double time = table_number(t, i, "t_s");
        const double c = table_number(t, i, "chat_outlet(c/c0 incl. factor 1/u_hat=p_hat)");
        double ours, bound;
        char what[96];

        check(paramod_chroma_peak_evaluate(&peak, &time, 1, &ours, NULL, NULL, &bound));
        snprintf(what, sizeof what, "%s, t = %g", table_text(t, i, "component"), time);
        verdict_number(&v, what, c, p * ours, p * bound + 4.0 * DBL_EPSILON * c);
        verdict_number(&v, "  by a Fourier series", c, p * by_series(&peak, time),
                       1e-13 * 0.0445 + 4.0 * p * bound);
        verdict_row(&v);
    }
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}

/* ---- Thomas's step ------------------------------------------------------------------------------ */

static double thomas(double zeta, double theta, double r)
{
    const paramod_chroma_column column = { .size = sizeof column, .length = 1.0, .speed = 1.0,
                                           .phase_ratio = 1.0 };
    const paramod_chroma_injection step = { .size = sizeof step, .duration = INFINITY };
    const double c0 = (1.0 / r - 1.0) / zeta;
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = zeta, .kd = 1.0,
                                             .capacity = r < 1.0 ? 1.0 : 0.0,
                                             .concentration = r < 1.0 ? c0 : 1.0 };
    const double t = 1.0 + r * theta;
    paramod_chroma *chroma = NULL;
    double c;

    check(paramod_chroma_create(&column, &analyte, 1, &step, NULL, &chroma));
    check(paramod_chroma_outlet(chroma, &t, 1, &c, NULL));
    paramod_chroma_destroy(chroma);
    return c / analyte.concentration;
}

/* H. Thomas, J. Am. Chem. Soc. 66 (1944) 1664, by two values of J. */
static double thomas_formula(double zeta, double theta, double r)
{
    const double j = paramod_chroma_goldstein(r * zeta, theta, NULL);
    double rest;

    (void)paramod_chroma_goldstein(zeta, r * theta, &rest);
    return j / (j + rest * exp((1.0 - r) * (zeta - theta)));
}

static bool validate_thomas(const char *folder)
{
    table *const t = table_read(folder, "thomas_ref.csv");
    verdict v = verdict_open(t->file, t->rows);
    bool good;

    for (size_t i = 0; i < t->rows; i++) {
        const double zeta = table_number(t, i, "zeta"), theta = table_number(t, i, "theta");
        const double r = table_number(t, i, "r");
        char what[96];

        snprintf(what, sizeof what, "zeta = %g, theta = %g, r = %g", zeta, theta, r);
        /* r > 1 would be a concentration below 0, but the formula holds */
        verdict_number(&v, what, table_number(t, i, "c/c0"),
                       r > 1.0 ? thomas_formula(zeta, theta, r) : thomas(zeta, theta, r), 1e-11);
        verdict_row(&v);
    }
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}

/* ---- Figures 1 and 2 -------------------------------------------------------------------------- */

typedef struct component {
    const char *name;
    double ka, kd;
} component;

static const component components[] = {
    { "o-xylene", 1.0168e4, 14.291 }, { "p,m-xylene", 6483.0, 11.057 },
    { "ethylbenzene", 9203.0, 16.94 }, { "toluene", 2953.0, 11.502 },
    { "benzene", 579.0, 5.299 }
};
static const double length = 20.0;

static const component *find(const char *name)
{
    for (size_t k = 0; k < sizeof components / sizeof components[0]; k++)
        if (strcmp(components[k].name, name) == 0)
            return &components[k];
    fprintf(stderr, "fig_tables.csv: no component '%s'\n", name);
    exit(2);
}

static paramod_chroma *column_with(const component *k, bool expands)
{
    const paramod_chroma_column column = {
        .size = sizeof column, .length = length, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
        .inlet_pressure = expands ? inlet_pressure : 0.0,
        .outlet_pressure = expands ? outlet_pressure : 0.0
    };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = k->ka, .kd = k->kd };
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    paramod_chroma *chroma = NULL;

    check(paramod_chroma_create(&column, &analyte, 1, &injection, NULL, &chroma));
    return chroma;
}

/* With the dimensionless length, time and Damkohler number as the paper prints them, which
 * contradict its rates: t^ and heights.  w is the integral of p^ over the column. */
static paramod_chroma *column_as_printed(const component *k)
{
    const double p = outlet_pressure / inlet_pressure, da = 0.0633, tau = 0.0723;
    const double w = 2.0 / 3.0 * 10683.0 * (1.0 + p + p * p) / (1.0 + p);
    const paramod_chroma_column column = { .size = sizeof column, .length = da * w,
                                           .speed = 1.0, .phase_ratio = 1.0 };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte,
                                             .ka = k->ka / components[0].ka / da,
                                             .kd = k->kd / components[0].kd };
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = 4.0 / tau };
    paramod_chroma *chroma = NULL;

    check(paramod_chroma_create(&column, &analyte, 1, &injection, NULL, &chroma));
    return chroma;
}

/* A peak over time or place. */
typedef struct maximum {
    double where, height;
} maximum;

static maximum over_time(paramod_chroma *chroma, double scale)
{
    paramod_chroma_summary s = { .size = sizeof s };

    check(paramod_chroma_summarise(chroma, 0, &s));
    paramod_chroma_destroy(chroma);
    return (maximum){ s.peak_time, scale * s.height };
}

/* Three grids, each over the two intervals about the last maximum. */
static maximum over_place(paramod_chroma *chroma, double t)
{
    enum { PLACES = 2001 };
    static double x[PLACES], c[PLACES];
    double from = 0.0, to = length;
    maximum m = { 0.0, 0.0 };

    for (int pass = 0; pass < 3; pass++) {
        size_t best = 0;

        for (size_t k = 0; k < PLACES; k++)
            x[k] = k + 1 < PLACES ? from + (to - from) * (double)k / (PLACES - 1.0) : to;
        check(paramod_chroma_profile(chroma, t, x, PLACES, c, NULL, NULL));
        for (size_t k = 1; k < PLACES; k++)
            best = c[k] > c[best] ? k : best;
        m = (maximum){ x[best], c[best] };
        from = x[best > 0 ? best - 1 : 0];
        to = x[best + 1 < PLACES ? best + 1 : PLACES - 1];
    }
    paramod_chroma_destroy(chroma);
    return m;
}

/* Heights: half a unit of the last digit given.  Positions were found by a search that
 * stopped where the height was flat to 1e-8, which moves the latest by 1.1e-3 s and the widest
 * by 0.0075 of the paper's units; fig_exact.csv has them in 12 digits. */
static maximum tolerance_of(const char *figure, bool printed)
{
    const double place = strncmp(figure, "Fig1", 4) == 0 ? 1e-4 : 1.5e-3;

    return (maximum){ printed ? 1e-2 : place, 5.5e-7 };
}

/* The summary finds a position to the square root of rounding in the height, the grids to
 * their spacing. */
static maximum exactly(maximum given)
{
    return (maximum){ 2e-8 + 1e-8 * given.where, 1e-11 };
}

static maximum figure_value(const char *figure, const char *variant, const component *k,
                            double t)
{
    if (strncmp(variant, "literal", 7) == 0)
        return over_time(column_as_printed(k), outlet_pressure / inlet_pressure);
    if (strncmp(figure, "Fig1", 4) == 0)
        return over_place(column_with(k, true), t);
    return over_time(column_with(k, strncmp(variant, "variable", 8) == 0), 1.0);
}

static bool validate_figures(const char *folder, const char *file, bool exact)
{
    table *const t = table_read(folder, file);
    verdict v = verdict_open(t->file, t->rows);
    bool good;

    for (size_t i = 0; i < t->rows; i++) {
        const char *const figure = table_text(t, i, "figure");
        const char *const variant = table_text(t, i, "variant");
        const component *const k = find(table_text(t, i, "component"));
        const double time = strncmp(figure, "Fig1", 4) == 0 ? table_number(t, i, "time") : 0.0;
        const maximum given = { table_number(t, i, "position"), table_number(t, i, "height") };
        const maximum m = figure_value(figure, variant, k, time);
        const maximum off = exact ? exactly(given)
                                  : tolerance_of(figure, strncmp(variant, "literal", 7) == 0);
        char what[96];

        snprintf(what, sizeof what, "%s, %.9s, %s", figure, variant, k->name);
        verdict_number(&v, what, given.where, m.where, off.where);
        verdict_number(&v, "  height", given.height, m.height, off.height);
        verdict_row(&v);
    }
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}

int main(int argc, char *argv[])
{
    bool good;

    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    good = validate_j(argv[1]);
    good = validate_btex(argv[1]) && good;
    good = validate_thomas(argv[1]) && good;
    good = validate_figures(argv[1], "fig_tables.csv", false) && good;
    good = validate_figures(argv[1], "fig_exact.csv", true) && good;
    return good ? 0 : 1;
}
