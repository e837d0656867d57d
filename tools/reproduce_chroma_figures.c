/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Figures 1 to 4 of arXiv:2501.00001. */

#include <math.h>
#include <stdio.h>

#include <paramod/infer.h>
#include <paramod/random.h>

#include "chart.h"
#include "memory.h"
#include "reproduce.h"
#include "reproduce_chroma.h"
#include "svg.h"

enum { POINTS = 1300, PLACES = 801, COARSE = 181, MOST = 3 * BTEX };

/* name.svg and name.csv in the folder of --output. */
static bool write_figure(const options *o, const char *name, const chart *c, problem *p)
{
    char file[64], path[512];

    (void)snprintf(file, sizeof file, "%s.csv", name);
    if (!chart_write(c, reproduce_path(o, file, path, sizeof path), p))
        return false;
    (void)snprintf(file, sizeof file, "%s.svg", name);
    return chart_draw(c, reproduce_path(o, file, path, sizeof path), p);
}

/* From one number to another, both included. */
static void span(double *t, size_t count, double from, double to)
{
    for (size_t k = 0; k < count; k++)
        t[k] = from + (to - from) * (double)k / (double)(count - 1);
}

/* ---- Figure 1: profiles ---------------------------------------------------------------------- */

static bool draw_profiles(const options *o, paramod_chroma *chroma, problem *p)
{
    static const double dimensionless[] = { 70.0, 1500.0, 4000.0, 6500.0 };
    static double x[PLACES], c[PLACES * BTEX];

    for (size_t n = 0; n < 4; n++) {
        const double t = paper.tau * dimensionless[n];
        char name[32], title[64];
        curve curves[BTEX];
        const chart figure = { title, "x [m]", "c / c0", BTEX, curves };

        /* the first, while the injection goes on, near the inlet */
        span(x, PLACES, 0.0, n == 0 ? 1.5 : paper.length);
        (void)snprintf(name, sizeof name, "figure-1-%.0f", dimensionless[n]);
        (void)snprintf(title, sizeof title, "Figure 1: t^ = %g, %.2f s", dimensionless[n], t);
        if (paramod_chroma_profile(chroma, t, x, PLACES, c, NULL, NULL) != PARAMOD_OK)
            return problem_from_library(p);
        for (size_t i = 0; i < BTEX; i++)
            curves[i] = (curve){ .title = paper_btex[i].name, .count = PLACES, .x = x,
                                 .y = c + i, .stride = BTEX };
        if (!write_figure(o, name, &figure, p))
            return false;
    }
    return true;
}

/* ---- Figure 2: the outlet ---------------------------------------------------------------------- */

static bool outlet(paramod_chroma *chroma, const double *t, size_t count, double *c, problem *p)
{
    return paramod_chroma_outlet(chroma, t, count, c, NULL) == PARAMOD_OK ||
           problem_from_library(p);
}

/* What diffusion changes, by the Laplace solution with it and by finite volumes. */
static void print_diffusion(const double *without, const double *with, const double *lines)
{
    (void)printf("\nFigure 2, largest differences relative to the peak\n%-13s %22s %24s\n", "",
                 "diffusion left out", "finite volumes, Laplace");
    for (size_t i = 0; i < BTEX; i++) {
        double most = 0.0, left_out = 0.0, numerical = 0.0;

        for (size_t k = i; k < COARSE * BTEX; k += BTEX) {
            most = fmax(most, with[k]);
            left_out = fmax(left_out, fabs(without[k] - with[k]));
            numerical = fmax(numerical, fabs(lines[k] - with[k]));
        }
        (void)printf("%-13s %22.1e %24.1e\n", paper_btex[i].name, left_out / most,
                     numerical / most);
    }
}

/* The paper's comparison: its Laplace solution without diffusion against a numerical one
 * with it; a library without SUNDIALS has the Laplace solution with diffusion alone. */
static bool draw_top(const options *o, paramod_chroma *plain, problem *p)
{
    static double t[COARSE], c[COARSE * BTEX], with[COARSE * BTEX], lines[COARSE * BTEX];
    const paramod_chroma_lines_options volumes = { .size = sizeof volumes, .cells = 700 };
    char names[2 * BTEX][40];
    curve curves[MOST];
    chart figure = { "Figure 2, top: without diffusion, with it, and by finite volumes", "t [s]",
                     "c / c0", MOST, curves };
    paramod_chroma *diffuse = NULL;
    bool good = paper_column(true, true, &diffuse, p), numerical;

    span(t, COARSE, 80.0, 620.0);
    good = good && outlet(plain, t, COARSE, c, p) && outlet(diffuse, t, COARSE, with, p);
    numerical = good && paramod_chroma_lines(diffuse, &volumes, t, COARSE, lines, NULL) ==
                            PARAMOD_OK;
    paramod_chroma_destroy(diffuse);
    if (!good)
        return false;
    for (size_t i = 0; i < BTEX; i++) {
        curves[i] = (curve){ .title = paper_btex[i].name, .count = COARSE, .x = t, .y = c + i,
                             .stride = BTEX, .colour = svg_colour(i) };
        (void)snprintf(names[i], sizeof names[i], "%s, diffusion", paper_btex[i].name);
        (void)snprintf(names[BTEX + i], sizeof names[i], "%s, numerical", paper_btex[i].name);
        curves[BTEX + i] = (curve){ .title = names[i], .count = COARSE, .x = t,
                                    .y = with + i, .stride = BTEX, .dashes = "5 3",
                                    .colour = svg_colour(i) };
        curves[2 * BTEX + i] = (curve){ .title = names[BTEX + i], .count = COARSE, .x = t,
                                        .y = lines + i, .stride = BTEX, .dots = 2.0,
                                        .colour = svg_colour(i) };
    }
    if (numerical)
        print_diffusion(c, with, lines);
    else
        (void)printf("\nThe numerical solution is left out: %s.\n", paramod_error_message());
    figure.count = numerical ? MOST : 2 * BTEX;
    return write_figure(o, "figure-2-top", &figure, p);
}

static bool draw_bottom(const options *o, paramod_chroma *expanding, problem *p)
{
    static double t[POINTS], c[POINTS * BTEX], constant[POINTS * BTEX];
    char names[BTEX][40];
    curve curves[2 * BTEX];
    const chart figure = { "Figure 2, bottom: expanding and (dashed) constant carrier", "t [s]",
                           "c / c0", 2 * BTEX, curves };
    paramod_chroma *chroma = NULL;
    bool good = paper_column(false, false, &chroma, p);

    span(t, POINTS, 60.0, 900.0);
    good = good && outlet(expanding, t, POINTS, c, p) && outlet(chroma, t, POINTS, constant, p);
    paramod_chroma_destroy(chroma);
    for (size_t i = 0; i < BTEX; i++) {
        curves[i] = (curve){ .title = paper_btex[i].name, .count = POINTS, .x = t, .y = c + i,
                             .stride = BTEX, .colour = svg_colour(i) };
        (void)snprintf(names[i], sizeof names[i], "%s, constant", paper_btex[i].name);
        curves[BTEX + i] = (curve){ .title = names[i], .count = POINTS, .x = t,
                                    .y = constant + i, .stride = BTEX, .dashes = "5 3",
                                    .colour = svg_colour(i) };
    }
    return good && write_figure(o, "figure-2-bottom", &figure, p);
}

/* ---- Figure 3: the carrier ----------------------------------------------------------------------- */

static bool draw_carrier(const options *o, problem *p)
{
    static double x[PLACES], pressure[PLACES], velocity[PLACES];
    const curve curves[] = {
        { .title = "u / u0", .count = PLACES, .x = x, .y = velocity },
        { .title = "p / p0", .count = PLACES, .x = x, .y = pressure }
    };
    const chart figure = { "Figure 3: velocity and pressure of the carrier", "x [m]", "", 2,
                           curves };
    const double ratio = paper.outlet / paper.inlet;

    for (size_t k = 0; k < PLACES; k++) {
        x[k] = paper.length * (double)k / (PLACES - 1);
        pressure[k] = sqrt(1.0 - (1.0 - ratio) * (1.0 + ratio) * x[k] / paper.length);
        velocity[k] = 1.0 / pressure[k];
    }
    return write_figure(o, "figure-3", &figure, p);
}

/* ---- Figure 4: a fit ------------------------------------------------------------------------------- */

static const double baseline = 3935.4, noise = 1.0;

static bool print_fit(paramod_chroma_fit *fit, const paramod_chroma_fit_report *r, problem *p)
{
    const paramod_fit *const base = paramod_chroma_fit_base(fit);
    double v[(3 * BTEX + 1) * (3 * BTEX + 1)];
    const size_t n = 2 * BTEX, size = n + paramod_chroma_fit_coefficients(fit);

    if (paramod_chroma_fit_covariance(fit, v) != PARAMOD_OK)
        return problem_from_library(p);
    (void)printf("\nFigure 4, simulated data: normal noise of %g a.u. about the model's curve\n"
                 "%-13s %9s %9s %9s %9s %9s %9s\n", noise, "", "ka true", "fitted", "+-",
                 "kd true", "fitted", "+-");
    for (size_t i = 0; i < BTEX; i++) {
        const size_t by = BTEX - 1 - i; /* fitted in the order of time */
        const double *const theta = paramod_fit_theta(base) + 2 * by;

        (void)printf("%-13s %9.1f %9.1f %9.1f %9.3f %9.3f %9.3f\n", paper_btex[i].name,
                     paper_btex[i].ka, theta[0], sqrt(v[2 * by * (size + 1)]), paper_btex[i].kd,
                     theta[1], sqrt(v[(2 * by + 1) * (size + 1)]));
    }
    (void)printf("R^2 %.5f, standard deviation of the residuals %.1f a.u.\n", r->r_squared,
                 sqrt(r->variance));
    return true;
}

/* ka, kd, five amplitudes and a constant, from no knowledge of the rates. */
static bool fit_signal(const double *t, const double *signal, double *curve_out, problem *p)
{
    const paramod_chroma_column column = {
        .size = sizeof column, .length = paper.length, .radius = paper.radius,
        .film = paper.film, .speed = paper.speed, .inlet_pressure = paper.inlet,
        .outlet_pressure = paper.outlet
    };
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = paper.duration };
    const paramod_chroma_fit_options wishes = { .size = sizeof wishes, .baseline = 1 };
    paramod_chroma_fit_report report = { .size = sizeof report };
    paramod_chroma_analyte analyte[BTEX];
    paramod_chroma_fit *fit = NULL;
    paramod_chroma *chroma = NULL;
    bool good;

    for (size_t i = 0; i < BTEX; i++)
        analyte[i] = (paramod_chroma_analyte){ .size = sizeof analyte[i],
                                               .name = paper_btex[BTEX - 1 - i].name };
    good = (paramod_chroma_create(&column, analyte, BTEX, &injection, NULL, &chroma) ==
                PARAMOD_OK &&
            paramod_chroma_fit_create(chroma, t, signal, POINTS, &wishes, &fit) == PARAMOD_OK &&
            paramod_chroma_fit_curve(fit, NULL, curve_out, &report) == PARAMOD_OK) ||
           problem_from_library(p);
    good = good && print_fit(fit, &report, p);
    paramod_chroma_fit_destroy(fit);
    paramod_chroma_destroy(chroma);
    return good;
}

static bool draw_fit(const options *o, paramod_chroma *chroma, problem *p)
{
    static double t[POINTS], c[POINTS * BTEX], signal[POINTS], fitted[POINTS];
    const curve curves[] = {
        { .title = "simulated signal", .count = POINTS, .x = t, .y = signal, .dots = 1.0,
          .colour = "#888888" },
        { .title = "fit", .count = POINTS, .x = t, .y = fitted }
    };
    const chart figure = { "Figure 4 with simulated data", "t [s]", "signal [a.u.]", 2, curves };
    paramod_random random = paramod_random_stream(1, 0);

    span(t, POINTS, 60.0, 650.0);
    if (!outlet(chroma, t, POINTS, c, p))
        return false;
    for (size_t k = 0; k < POINTS; k++) {
        signal[k] = baseline + noise * paramod_random_normal(&random);
        for (size_t i = 0; i < BTEX; i++)
            signal[k] += paper_concentration(&paper_btex[i]) * 1e8 * paper_btex[i].f *
                         c[k * BTEX + i];
    }
    return fit_signal(t, signal, fitted, p) &&
           write_figure(o, "figure-4-simulated", &figure, p);
}

bool reproduce_chroma_figures(const options *o, problem *p)
{
    paramod_chroma *expanding = NULL;
    const bool good = paper_column(true, false, &expanding, p) &&
                      draw_profiles(o, expanding, p) && draw_top(o, expanding, p) &&
                      draw_bottom(o, expanding, p) && draw_carrier(o, p) &&
                      draw_fit(o, expanding, p);

    if (good)
        (void)printf("\nFigures 1 to 4 are written as SVG and CSV; the data of Figure 4 are "
                     "simulated, as\nthe measured ones are not public.\n");
    paramod_chroma_destroy(expanding);
    return good;
}
