/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>

#include "chart.h"
#include "number.h"
#include "svg.h"

static double height_of(const curve *u, size_t k)
{
    return u->y[k * (u->stride > 0 ? u->stride : 1)];
}

/* Frame about all points, beside the legend. */
static frame frame_of(const chart *c)
{
    frame f = { 70.0, 30.0, 620.0, 380.0, (double)INFINITY, -(double)INFINITY,
                (double)INFINITY, -(double)INFINITY };

    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; k < c->curve[i].count; k++) {
            f.x_least = fmin(f.x_least, c->curve[i].x[k]);
            f.x_most = fmax(f.x_most, c->curve[i].x[k]);
            f.y_least = fmin(f.y_least, height_of(&c->curve[i], k));
            f.y_most = fmax(f.y_most, height_of(&c->curve[i], k));
        }
    if (f.y_least > 0.0 && f.y_least <= f.y_most - f.y_least)
        f.y_least = 0.0;
    return f;
}

static void draw_dot(svg *s, double x, double y, double half, const char *colour)
{
    svg_point(s, x - half, y - half);
    svg_point(s, x + half, y - half);
    svg_point(s, x + half, y + half);
    svg_point(s, x - half, y + half);
    svg_fill(s, colour, 1.0);
}

static void draw_curve(svg *s, const frame *f, const curve *u, const char *colour)
{
    for (size_t k = 0; k < u->count; k++) {
        const double x = frame_x(f, u->x[k]), y = frame_y(f, height_of(u, k));

        if (u->dots > 0.0)
            draw_dot(s, x, y, u->dots, colour);
        else
            svg_point(s, x, y);
    }
    if (!(u->dots > 0.0))
        svg_stroke(s, colour, 1.5, u->dashes);
}

static void draw_title(svg *s, const curve *u, double y, const char *colour)
{
    if (u->dots > 0.0) {
        draw_dot(s, 642.0, y - 4.0, u->dots, colour);
    } else {
        svg_point(s, 630.0, y - 4.0);
        svg_point(s, 654.0, y - 4.0);
        svg_stroke(s, colour, 1.5, u->dashes);
    }
    svg_text(s, 660.0, y, SVG_START, 12.0, colour, u->title);
}

bool chart_draw(const chart *c, const char *path, problem *p)
{
    const frame f = frame_of(c);
    double y = 40.0;
    svg s;

    if (!(f.x_most > f.x_least) || !(f.y_most > f.y_least) || !isfinite(f.y_most - f.y_least))
        return problem_set(p, "'%s': nothing to draw: fewer than two places, or all values are equal",
                           path);
    if (!svg_begin(&s, path, 820.0, 430.0, c->title, p))
        return false;
    svg_text(&s, f.left, 18.0, SVG_START, 13.0, "#000000", c->title);
    frame_axes(&s, &f, c->x_label, c->y_label);
    for (size_t i = 0; i < c->count; i++) {
        const curve *const u = &c->curve[i];
        const char *const colour = u->colour != NULL ? u->colour : svg_colour(i);

        draw_curve(&s, &f, u, colour);
        if (u->title != NULL) {
            draw_title(&s, u, y, colour);
            y += 18.0;
        }
    }
    return svg_end(&s, path, p);
}

bool chart_write(const chart *c, const char *path, problem *p)
{
    FILE *const file = fopen(path, "w");
    char text[NUMBER_SIZE];

    if (file == NULL)
        return problem_set(p, "cannot write '%s'", path);
    (void)fprintf(file, "%s", c->x_label);
    for (size_t i = 0; i < c->count; i++)
        (void)fprintf(file, ",\"%s\"", c->curve[i].title);
    for (size_t k = 0; k < c->curve[0].count; k++) {
        (void)fprintf(file, "\n%s", write_number(c->curve[0].x[k], text));
        for (size_t i = 0; i < c->count; i++)
            (void)fprintf(file, ",%s", write_number(height_of(&c->curve[i], k), text));
    }
    (void)fprintf(file, "\n");
    return fclose(file) == 0 || problem_set(p, "cannot write '%s'", path);
}
