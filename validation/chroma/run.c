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
        if (r > 1.0) {
            verdict_skip(&v, 1, what, "a concentration below 0");
            continue;
        }
        verdict_number(&v, what, table_number(t, i, "c/c0"), thomas(zeta, theta, r), 1e-11);
        verdict_row(&v);
    }
    good = verdict_close(&v);
    table_destroy(t);
    return good;
}

/* ---- Figure 2 ------------------------------------------------------------------------------------- */

typedef struct component {
    const char *name;
    double ka, kd;
} component;

static const component components[] = {
    { "o-xylene", 1.0168e4, 14.291 }, { "p,m-xylene", 6483.0, 11.057 },
    { "ethylbenzene", 9203.0, 16.94 }, { "toluene", 2953.0, 11.502 },
    { "benzene", 579.0, 5.299 }
};

static paramod_chroma_summary summary_of(const component *k, bool expands)
{
    const paramod_chroma_column column = {
        .size = sizeof column, .length = 20.0, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
        .inlet_pressure = expands ? inlet_pressure : 0.0,
        .outlet_pressure = expands ? outlet_pressure : 0.0
    };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = k->ka, .kd = k->kd };
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    paramod_chroma_summary s = { .size = sizeof s };
    paramod_chroma *chroma = NULL;

    check(paramod_chroma_create(&column, &analyte, 1, &injection, NULL, &chroma));
    check(paramod_chroma_summarise(chroma, 0, &s));
    paramod_chroma_destroy(chroma);
    return s;
}

static const component *find(const char *name)
{
    for (size_t k = 0; k < sizeof components / sizeof components[0]; k++)
        if (strcmp(components[k].name, name) == 0)
            return &components[k];
    return NULL;
}

static bool validate_figures(const char *folder)
{
    table *const t = table_read(folder, "fig_tables.csv");
    verdict v = verdict_open(t->file, t->rows);
    bool good;

    for (size_t i = 0; i < t->rows; i++) {
        const char *const figure = table_text(t, i, "figure");
        const component *const k = find(table_text(t, i, "component"));
        const bool top = strcmp(figure, "Fig2 top") == 0;
        paramod_chroma_summary s;

        if (k == NULL || (!top && strcmp(figure, "Fig2 bottom") != 0) ||
            strstr(table_text(t, i, "variant"), "velocity") == NULL) {
            verdict_skip(&v, 1, figure, "not of Figure 2 by the definitions");
            continue;
        }
        s = summary_of(k, top);
        verdict_number(&v, k->name, table_number(t, i, "peak position (s or m)"), s.peak_time,
                       1.5e-3);
        verdict_number(&v, "  height", table_number(t, i, "peak height c/c0,i"), s.height,
                       6e-7);
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
    good = validate_figures(argv[1]) && good;
    return good ? 0 : 1;
}
