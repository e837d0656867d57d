/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shapes of APGW hazards: a grid of panels, kappa along the rows and gamma
 * along the columns, with the numbers as CSV beside it. */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <paramod/survival.h>

#include "number.h"
#include "progress.h"
#include "reproduce.h"
#include "svg.h"

enum { KAPPAS = 6, GAMMAS = 4, POINTS = 200 };

static const double kappas[KAPPAS] = { -0.5, 0.0, 0.5, 1.0, 2.0, INFINITY };
static const double gammas[GAMMAS] = { 0.5, 1.0, 1.5, 3.0 };
static const double longest = 3.0;

static const char *shape_name(paramod_hazard_shape shape)
{
    switch (shape) {
    case PARAMOD_HAZARD_CONSTANT:   return "constant";
    case PARAMOD_HAZARD_INCREASING: return "increasing";
    case PARAMOD_HAZARD_DECREASING: return "decreasing";
    case PARAMOD_HAZARD_UP_DOWN:    return "up then down";
    case PARAMOD_HAZARD_DOWN_UP:    return "down then up";
    default:                        return "unknown";
    }
}

static double time_at(size_t k)
{
    return longest * ((double)k + 0.5) / POINTS;
}

/* phi = lambda = 1: they only stretch the axes. */
static void parameters(size_t row, size_t column, double theta[4])
{
    theta[0] = theta[1] = 1.0;
    theta[2] = gammas[column];
    theta[3] = kappas[row];
}

static bool write_table(const char *name, problem *p)
{
    const paramod_family *apgw = paramod_family_find("apgw");
    FILE *file = fopen(name, "w");
    char text[NUMBER_SIZE];
    bool good;

    if (file == NULL)
        return problem_set(p, "cannot write '%s': %s", name, strerror(errno));
    (void)fputs("kappa,gamma,shape,turning,t,hazard\n", file);
    for (size_t i = 0; i < KAPPAS; i++)
        for (size_t j = 0; j < GAMMAS; j++) {
            double theta[4], turning = NAN;
            const char *shape;

            parameters(i, j, theta);
            shape = shape_name(paramod_family_hazard_shape(apgw, theta, &turning));
            for (size_t k = 0; k < POINTS; k++) {
                (void)fprintf(file, "%g,%g,%s,", kappas[i], gammas[j], shape);
                (void)fputs(isnan(turning) ? "NA" : write_number(turning, text), file);
                (void)fprintf(file, ",%s,", write_number(time_at(k), text));
                (void)fprintf(file, "%s\n", write_number(
                              paramod_family_hazard(apgw, time_at(k), theta), text));
            }
        }
    good = ferror(file) == 0;
    return (fclose(file) == 0 && good)
        || problem_set(p, "cannot write '%s': %s", name, strerror(errno));
}

static void draw_panel(svg *s, size_t row, size_t column)
{
    const paramod_family *apgw = paramod_family_find("apgw");
    const double left = 66.0 + 178.0 * (double)column, top = 46.0 + 118.0 * (double)row;
    const frame f = { left, top, left + 142.0, top + 74.0, 0.0, longest, 0.0, 3.0 };
    double theta[4], turning = NAN;
    paramod_hazard_shape shape;

    parameters(row, column, theta);
    frame_axes(s, &f, "", NULL);
    for (size_t k = 0; k < POINTS; k++) {
        const double h = paramod_family_hazard(apgw, time_at(k), theta);

        if (h <= f.y_most)
            svg_point(s, frame_x(&f, time_at(k)), frame_y(&f, h));
        else
            svg_stroke(s, svg_colour(0), 2.0, NULL); /* leaves through the top */
    }
    svg_stroke(s, svg_colour(0), 2.0, NULL);
    shape = paramod_family_hazard_shape(apgw, theta, &turning);
    svg_text(s, f.right - 2, f.top - 4, SVG_END, 10, "#666666", shape_name(shape));
    if (isfinite(turning) && turning < longest) {
        const double h = paramod_family_hazard(apgw, turning, theta);

        if (h < f.y_most)
            svg_rule(s, frame_x(&f, turning), f.bottom, frame_x(&f, turning),
                     frame_y(&f, h), svg_colour(1), 1);
    }
}

static bool draw(const char *name, problem *p)
{
    char text[64];
    svg s;

    if (!svg_begin(&s, name, 800, 770, "Hazard shapes of the APGW family", p))
        return false;
    for (size_t j = 0; j < GAMMAS; j++) {
        (void)snprintf(text, sizeof text, "\xCE\xB3 = %g", gammas[j]);
        svg_text(&s, 137.0 + 178.0 * (double)j, 24, SVG_MIDDLE, 14, "#222222", text);
    }
    for (size_t i = 0; i < KAPPAS; i++) {
        (void)snprintf(text, sizeof text, isinf(kappas[i]) ? "\xCE\xBA = \xE2\x88\x9E"
                       : "\xCE\xBA = %g", kappas[i]);
        svg_text_up(&s, 22, 83.0 + 118.0 * (double)i, 14, text);
        for (size_t j = 0; j < GAMMAS; j++)
            draw_panel(&s, i, j);
    }
    svg_text(&s, 400, 762, SVG_MIDDLE, 12, "#222222",
             "hazard h(t) against t, for \xCF\x86 = \xCE\xBB = 1; the mark is the "
             "turning point");
    return svg_end(&s, name, p);
}

bool reproduce_shapes(const options *o, int *status)
{
    char figure[4096], table[4096];

    (void)reproduce_path(o, "hazard-shapes.svg", figure, sizeof figure);
    (void)reproduce_path(o, "hazard-shapes.csv", table, sizeof table);
    *status = EXIT_SOLVED;
    if (!draw(figure, o->problem) || !write_table(table, o->problem))
        return false;
    (void)printf("\nhazard shapes: '%s' and '%s'\n", figure, table);
    return true;
}
