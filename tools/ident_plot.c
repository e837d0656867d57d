/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ident_plot.h"

#include <math.h>
#include <stdio.h>

#include "svg.h"

enum { PANEL = 300, MARGIN = 60 };

/* Bars of log10 values; what is 0 has none. */
static void bars(svg *s, double left, size_t count, const double *value, const char *title,
                 const char *colour)
{
    frame f = { left + MARGIN, MARGIN, left + MARGIN + PANEL, MARGIN + PANEL, 0.0,
                (double)count + 1.0, INFINITY, -INFINITY };

    for (size_t j = 0; j < count; j++)
        if (value[j] > 0.0) {
            f.y_least = fmin(f.y_least, floor(log10(value[j])));
            f.y_most = fmax(f.y_most, ceil(log10(value[j])));
        }
    if (!(f.y_least <= f.y_most))
        f.y_least = f.y_most = 0.0;
    f.y_least -= 1.0;
    f.y_most += f.y_most == f.y_least + 1.0 ? 1.0 : 0.0;
    frame_axes(s, &f, "number", title);
    for (size_t j = 0; j < count; j++) {
        const double x = (double)j + 1.0;

        if (!(value[j] > 0.0))
            continue;
        svg_point(s, frame_x(&f, x - 0.4), frame_y(&f, f.y_least));
        svg_point(s, frame_x(&f, x - 0.4), frame_y(&f, log10(value[j])));
        svg_point(s, frame_x(&f, x + 0.4), frame_y(&f, log10(value[j])));
        svg_point(s, frame_x(&f, x + 0.4), frame_y(&f, f.y_least));
        svg_fill(s, colour, 1.0);
    }
}

/* |U|: row i a parameter, column j a direction. */
static void heat_map(svg *s, double left, const ident_problem *q,
                     const paramod_ident_report *r)
{
    const size_t k = r->free;
    const double cell = (double)PANEL / (double)k;

    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++) {
            const double x = left + MARGIN + cell * (double)j;
            const double y = MARGIN + cell * (double)i;

            svg_point(s, x, y);
            svg_point(s, x + cell, y);
            svg_point(s, x + cell, y + cell);
            svg_point(s, x, y + cell);
            svg_fill(s, "#0072b2", fabs(r->direction[i * k + j]));
        }
        svg_text(s, left + MARGIN - 4.0, MARGIN + cell * ((double)i + 0.6), SVG_END, 9.0,
                 "black", paramod_space_name(q->model->space,
                                             paramod_ident_parameter(q->model->ident, i)));
    }
    svg_text(s, left + MARGIN + PANEL / 2.0, MARGIN + PANEL + 30.0, SVG_MIDDLE, 12.0,
             "black", "|U|: directions, by eigenvalue");
}

bool ident_plot_analysis(const ident_problem *q, const paramod_ident_report *r,
                         const char *file, problem *p)
{
    const double width = PANEL + MARGIN + 20.0;
    svg s;

    if (!svg_begin(&s, file, 3.0 * width + 20.0, PANEL + 2.0 * MARGIN,
                   "Identifiability", p))
        return false;
    bars(&s, 0.0, r->free, r->eigenvalue, "log10 eigenvalue", svg_colour(0));
    heat_map(&s, width, q, r);
    bars(&s, 2.0 * width, r->free, r->k_inf, "log10 K", svg_colour(1));
    return svg_end(&s, file, p);
}

/* ---- profiles -------------------------------------------------------------------------- */

static void profile_line(svg *s, const frame *f, const paramod_ident_profile *profile,
                         size_t i, size_t points, double start)
{
    double x, rise;

    for (size_t m = points; m-- > 0;)
        if (paramod_ident_profile_point(profile, i, 0, m, &x, &rise, NULL) == PARAMOD_OK &&
            isfinite(rise))
            svg_point(s, frame_x(f, x), frame_y(f, rise));
    svg_point(s, frame_x(f, start), frame_y(f, 0.0));
    for (size_t m = 0; m < points; m++)
        if (paramod_ident_profile_point(profile, i, 1, m, &x, &rise, NULL) == PARAMOD_OK &&
            isfinite(rise))
            svg_point(s, frame_x(f, x), frame_y(f, rise));
    svg_stroke(s, svg_colour(0), 1.5, NULL);
}

static void profile_panel(svg *s, const ident_problem *q,
                          const paramod_ident_profile *profile, size_t i, size_t points,
                          double drop, double left)
{
    frame f = { left + MARGIN, MARGIN, left + MARGIN + PANEL, MARGIN + PANEL, INFINITY,
                -INFINITY, 0.0, 1.2 * drop };
    const size_t index = paramod_ident_profile_index(profile, i);
    double x, rise, start = 0.0, u[512];

    for (int upper = 0; upper < 2; upper++)
        for (size_t m = 0; m < points; m++)
            if (paramod_ident_profile_point(profile, i, upper, m, &x, &rise, NULL) ==
                    PARAMOD_OK && isfinite(x)) {
                f.x_least = fmin(f.x_least, x);
                f.x_most = fmax(f.x_most, x);
            }
    if (paramod_ident_free_size(q->model->ident) <= 512 &&
        paramod_ident_coordinates_of(q->model->ident, q->theta, u) == PARAMOD_OK)
        for (size_t j = 0; j < paramod_ident_free_size(q->model->ident); j++)
            if (paramod_ident_parameter(q->model->ident, j) == index)
                start = u[j];
    f.x_least = fmin(f.x_least, start);
    f.x_most = fmax(f.x_most, start);
    if (!(f.x_least < f.x_most)) {
        f.x_least = start - 1.0;
        f.x_most = start + 1.0;
    }
    frame_axes(s, &f, paramod_space_name(q->model->space, index), "rise of -log L");
    svg_rule(s, frame_x(&f, f.x_least), frame_y(&f, drop), frame_x(&f, f.x_most),
             frame_y(&f, drop), svg_colour(1), 1.0);
    profile_line(s, &f, profile, i, points, start);
}

bool ident_plot_profiles(const ident_problem *q, const paramod_ident_profile *profile,
                         size_t points, double drop, const char *file, problem *p)
{
    const size_t count = paramod_ident_profile_count(profile);
    const double width = PANEL + MARGIN + 20.0;
    svg s;

    if (!svg_begin(&s, file, (double)count * width + 20.0, PANEL + 2.0 * MARGIN,
                   "Profiles", p))
        return false;
    for (size_t i = 0; i < count; i++)
        profile_panel(&s, q, profile, i, points, drop, width * (double)i);
    return svg_end(&s, file, p);
}
