/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod reproduce chroma: what follows from Tables 1 to 3 of arXiv:2501.00001, by the
 * definitions and with the dimensionless numbers as printed, and Figures 1 to 4. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/chroma.h>
#include <paramod/random.h>

#include "command.h"
#include "memory.h"
#include "reproduce.h"
#include "svg.h"

static const option own_options[] = {
    { "output", "FOLDER", "where to write figures and tables (default .)", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

enum { COMPONENTS = 5, POINTS = 1300, PLACES = 401, MOST_SERIES = 5 };

/* Tables 2 and 3; peak: t^ of the largest concentration with the printed numbers. */
static const struct { const char *name; double ka, kd, beta, calibration, f; } paper[] = {
    { "o-xylene", 1.0168e4, 14.291, 1.0, 25.82, 1.8708 },
    { "p,m-xylene", 6483.0, 11.057, 0.8242, 35.28, 2.5557 },
    { "ethylbenzene", 9203.0, 16.940, 0.7635, 28.10, 2.0356 },
    { "toluene", 2953.0, 11.502, 0.3608, 46.36, 3.3584 },
    { "benzene", 579.0, 5.299, 0.1530, 57.97, 4.1997 }
};
static const double inlet = 4.01e5, outlet = 1.013e5, duration = 4.0, speed = 0.41;
static const double printed_length = 10683.0, printed_tau = 0.0723, printed_da = 0.0633;

static paramod_chroma_column column_of(bool expands)
{
    return (paramod_chroma_column){ .size = sizeof(paramod_chroma_column), .length = 20.0,
                                    .radius = 9e-5, .film = 1e-6, .speed = speed,
                                    .inlet_pressure = expands ? inlet : 0.0,
                                    .outlet_pressure = expands ? outlet : 0.0 };
}

static bool make(bool expands, paramod_chroma **chroma, problem *p)
{
    const paramod_chroma_column column = column_of(expands);
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = duration };
    paramod_chroma_analyte analyte[COMPONENTS];

    for (size_t i = 0; i < COMPONENTS; i++)
        analyte[i] = (paramod_chroma_analyte){ .size = sizeof analyte[i], .ka = paper[i].ka,
                                               .kd = paper[i].kd };
    return paramod_chroma_create(&column, analyte, COMPONENTS, &injection, NULL, chroma) ==
               PARAMOD_OK || problem_from_library(p);
}

/* ---- tables ------------------------------------------------------------------------------ */

/* t^ of a peak with L^, tau and Da as printed: a = (ka / ka_1) w, kd / kd_1, t0 = Da w. */
static bool printed_peak(size_t i, double *time, problem *p)
{
    const double ratio = outlet / inlet;
    const double w = 2.0 / 3.0 * printed_length * (1.0 + ratio + ratio * ratio) / (1.0 + ratio);
    const paramod_chroma_column column = { .size = sizeof column, .length = printed_da * w,
                                           .speed = 1.0, .phase_ratio = 1.0 };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte,
                                             .ka = paper[i].ka / paper[0].ka / printed_da,
                                             .kd = paper[i].kd / paper[0].kd };
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = duration / printed_tau };
    paramod_chroma_summary s = { .size = sizeof s };
    paramod_chroma *chroma = NULL;
    const bool good =
        paramod_chroma_create(&column, &analyte, 1, &injection, NULL, &chroma) == PARAMOD_OK &&
        paramod_chroma_summarise(chroma, 0, &s) == PARAMOD_OK;

    paramod_chroma_destroy(chroma);
    *time = s.peak_time;
    return good || problem_from_library(p);
}

static void print_groups(void)
{
    const double alpha = 2.0 * 1e-6 / 9e-5, radius = 9e-5, viscosity = 2.3e-5;
    const double tau = 1.0 / paper[0].kd, scale = speed / (alpha * paper[0].ka);

    (void)printf("Table 1: u0 = 0.41 m/s; by Poiseuille's law from the pressures %.4f m/s\n\n"
                 "Table 3        by the definitions    as printed\n"
                 "L scale m      %.4e            1.8722e-03\n"
                 "tau s          %.5f               0.0723\n"
                 "L / L scale    %.0f                 %.0f\n"
                 "Da             %.4f                %.4f\n\n",
                 radius * radius * (inlet * inlet - outlet * outlet) /
                     (16.0 * viscosity * inlet * 20.0),
                 scale, tau, 20.0 / scale, printed_length,
                 paper[0].kd / (alpha * paper[0].ka), printed_da);
}

static bool print_components(paramod_chroma *chroma, problem *p)
{
    const double k_1 = paper[0].ka / paper[0].kd, c0 = 2.732e-6;

    (void)printf("%-13s %8s %7s %7s %9s %9s %9s %9s %9s\n", "", "K", "beta", "paper", "f 1e8",
                 "paper", "peak s", "height", "t^ prin.");
    for (size_t i = 0; i < COMPONENTS; i++) {
        const double k = paper[i].ka / paper[i].kd;
        const double f = 20.0 * paper[i].calibration * inlet / (c0 * duration * outlet);
        paramod_chroma_summary s = { .size = sizeof s };
        double time;

        if (paramod_chroma_summarise(chroma, i, &s) != PARAMOD_OK)
            return problem_from_library(p);
        if (!printed_peak(i, &time, p))
            return false;
        (void)printf("%-13s %8.2f %7.4f %7.4f %9.5f %9.4f %9.3f %9.6f %9.1f\n", paper[i].name,
                     k, k / k_1, paper[i].beta, 1e-8 * f, paper[i].f, s.peak_time, s.height,
                     time);
    }
    return true;
}

/* ---- figures ------------------------------------------------------------------------------- */

/* Curves over one axis: y is count x series. */
typedef struct figure {
    const char *name, *x_label, *y_label;
    size_t count, series;
    const double *x, *y;
    const char *const *titles;
} figure;

static bool write_csv(const options *o, const figure *g, problem *p)
{
    char name[64], path[512];
    FILE *file;

    (void)snprintf(name, sizeof name, "%s.csv", g->name);
    file = fopen(reproduce_path(o, name, path, sizeof path), "w");
    if (file == NULL)
        return problem_set(p, "cannot write '%s'", path);
    (void)fprintf(file, "%s", g->x_label);
    for (size_t i = 0; i < g->series; i++)
        (void)fprintf(file, ",\"%s\"", g->titles[i]);
    for (size_t k = 0; k < g->count; k++) {
        (void)fprintf(file, "\n%.10g", g->x[k]);
        for (size_t i = 0; i < g->series; i++)
            (void)fprintf(file, ",%.10g", g->y[k * g->series + i]);
    }
    (void)fprintf(file, "\n");
    return fclose(file) == 0 || problem_set(p, "cannot write '%s'", path);
}

static bool draw(const options *o, const figure *g, problem *p)
{
    frame f = { 70.0, 20.0, 620.0, 380.0, g->x[0], g->x[g->count - 1], g->y[0], g->y[0] };
    char name[64], path[512];
    svg s;

    for (size_t k = 0; k < g->count * g->series; k++) {
        f.y_least = fmin(f.y_least, g->y[k]);
        f.y_most = fmax(f.y_most, g->y[k]);
    }
    (void)snprintf(name, sizeof name, "%s.svg", g->name);
    if (!write_csv(o, g, p) ||
        !svg_begin(&s, reproduce_path(o, name, path, sizeof path), 640.0, 430.0, g->name, p))
        return false;
    frame_axes(&s, &f, g->x_label, g->y_label);
    for (size_t i = 0; i < g->series; i++) {
        for (size_t k = 0; k < g->count; k++)
            svg_point(&s, frame_x(&f, g->x[k]), frame_y(&f, g->y[k * g->series + i]));
        svg_stroke(&s, svg_colour(i), 1.5, NULL);
        svg_text(&s, 610.0, 40.0 + 16.0 * (double)i, SVG_END, 12.0, svg_colour(i),
                 g->titles[i]);
    }
    return svg_end(&s, path, p);
}

static void names_of(const char *titles[COMPONENTS])
{
    for (size_t i = 0; i < COMPONENTS; i++)
        titles[i] = paper[i].name;
}

static bool draw_outlet(const options *o, paramod_chroma *chroma, const char *name, problem *p)
{
    static double t[POINTS], c[POINTS * COMPONENTS];
    const char *titles[COMPONENTS];
    const figure g = { name, "t [s]", "c / c0", POINTS, COMPONENTS, t, c, titles };

    names_of(titles);
    for (size_t k = 0; k < POINTS; k++)
        t[k] = 60.0 + 0.65 * (double)k;
    return paramod_chroma_outlet(chroma, t, POINTS, c, NULL) == PARAMOD_OK
               ? draw(o, &g, p) : problem_from_library(p);
}

static bool draw_profiles(const options *o, paramod_chroma *chroma, problem *p)
{
    static const double dimensionless[] = { 70.0, 1500.0, 4000.0, 6500.0 };
    static double x[PLACES], c[PLACES * COMPONENTS];
    const char *titles[COMPONENTS];
    bool good = true;

    names_of(titles);
    for (size_t k = 0; k < PLACES; k++)
        x[k] = 20.0 * (double)k / (PLACES - 1);
    for (size_t n = 0; n < 4 && good; n++) {
        char name[32];
        const figure g = { name, "x [m]", "c / c0", PLACES, COMPONENTS, x, c, titles };

        (void)snprintf(name, sizeof name, "figure-1-%.0f", dimensionless[n]);
        good = paramod_chroma_profile(chroma, printed_tau * dimensionless[n], x, PLACES, c, NULL,
                                      NULL) == PARAMOD_OK
                   ? draw(o, &g, p) : problem_from_library(p);
    }
    return good;
}

static bool draw_carrier(const options *o, problem *p)
{
    static const char *const titles[] = { "u / u0", "p / p0" };
    static double x[PLACES], y[2 * PLACES];
    const figure g = { "figure-3", "x [m]", "", PLACES, 2, x, y, titles };
    const double ratio = outlet / inlet;

    for (size_t k = 0; k < PLACES; k++) {
        x[k] = 20.0 * (double)k / (PLACES - 1);
        y[2 * k + 1] = sqrt(1.0 - (1.0 - ratio) * (1.0 + ratio) * x[k] / 20.0);
        y[2 * k] = 1.0 / y[2 * k + 1];
    }
    return draw(o, &g, p);
}

/* The measured chromatogram is not public: peaks with f and the baseline of the paper, and
 * normal noise of 100 a.u. */
static bool draw_simulated(const options *o, paramod_chroma *chroma, problem *p)
{
    static const char *const titles[] = { "simulated signal", "model" };
    static double t[POINTS], c[POINTS * COMPONENTS], y[2 * POINTS];
    const figure g = { "figure-4-simulated", "t [s]", "signal [a.u.]", POINTS, 2, t, y, titles };
    const double c0 = 2.732e-6, baseline = 3935.4;
    paramod_random random = paramod_random_stream(1, 0);

    for (size_t k = 0; k < POINTS; k++)
        t[k] = 60.0 + 0.45 * (double)k;
    if (paramod_chroma_outlet(chroma, t, POINTS, c, NULL) != PARAMOD_OK)
        return problem_from_library(p);
    for (size_t k = 0; k < POINTS; k++) {
        double signal = baseline;

        for (size_t i = 0; i < COMPONENTS; i++) /* twice the amount of p- and m-xylene */
            signal += (i == 1 ? 2.0 : 1.0) * c0 * 1e8 * paper[i].f * c[k * COMPONENTS + i];
        y[2 * k + 1] = signal;
        y[2 * k] = signal + 100.0 * paramod_random_normal(&random);
    }
    return draw(o, &g, p);
}

static bool run(const options *o, problem *p)
{
    paramod_chroma *expanding = NULL, *constant = NULL;
    bool good = make(true, &expanding, p) && make(false, &constant, p);

    if (good) {
        print_groups();
        good = print_components(expanding, p) && draw_profiles(o, expanding, p) &&
               draw_outlet(o, expanding, "figure-2-top", p) &&
               draw_outlet(o, constant, "figure-2-bottom", p) && draw_carrier(o, p) &&
               draw_simulated(o, expanding, p);
    }
    if (good)
        (void)printf("\nFigures 1 to 4 are written as SVG and CSV; the data of Figure 4 are "
                     "simulated, as\nthe measured ones are not public.\n");
    paramod_chroma_destroy(expanding);
    paramod_chroma_destroy(constant);
    return good;
}

int reproduce_chroma_command(int words, char **word)
{
    const option *const tables[] = { own_options, NULL };
    options o;
    problem p = { "" };
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help")) {
        (void)printf("Usage: paramod reproduce chroma [--output FOLDER]\n\nWhat follows from "
                     "the tables of arXiv:2501.00001, and its figures.\n\n");
        options_print(own_options);
    } else {
        good = good && run(&o, &p);
    }
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
