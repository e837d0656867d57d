/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Standardised estimates with their intervals, a line for each free row of the model;
 * groups side by side in colours. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sem_after.h"
#include "svg.h"

enum { LINE_HEIGHT = 18, MARGIN = 60, NAMES = 210, PAGE = 720 };

static bool is_shown(const paramod_sem_row *row)
{
    return row->parameter != (size_t)-1 && row->kind != PARAMOD_SEM_INTERCEPT;
}

/* The row of another group that belongs to the same line. */
static bool is_same(const paramod_sem_row *a, const paramod_sem_row *b)
{
    return strcmp(a->lhs, b->lhs) == 0 && strcmp(a->op, b->op) == 0 &&
           strcmp(a->rhs, b->rhs) == 0;
}

static size_t line_of(const sem_fitted *f, const paramod_sem_row *row)
{
    size_t line = 0;

    for (size_t i = 0; i < paramod_sem_model_rows(f->in->model); i++) {
        const paramod_sem_row other = paramod_sem_model_row(f->in->model, i);

        if (other.group != 0 || !is_shown(&other))
            continue;
        if (is_same(&other, row))
            return line;
        line++;
    }
    return line;
}

typedef struct bar {
    double value, half;
} bar;

/* Normal quantile by the tail of chi2 with one degree, by bisection. */
static double quantile(double level)
{
    double low = 0.0, high = 40.0;

    for (int i = 0; i < 80; i++) {
        const double middle = 0.5 * (low + high);

        *(erfc(middle / sqrt(2.0)) > 1.0 - level ? &low : &high) = middle;
    }
    return low;
}

static bar bar_of(const sem_fitted *f, size_t row, double z)
{
    paramod_sem_estimate e;
    bar b = { NAN, 0.0 };

    if (paramod_sem_fit_estimate(f->fit, row, &e) != PARAMOD_OK)
        return b;
    b.value = e.standardised;
    b.half = isfinite(e.standardised_se) ? z * e.standardised_se : 0.0;
    return b;
}

/* The frame holds all bars, and 0 and 1. */
static frame make_frame(const sem_fitted *f, double z, size_t lines)
{
    frame to = { NAMES, MARGIN, PAGE - MARGIN / 2,
                 MARGIN + (double)(LINE_HEIGHT * (lines + 1)), 0.0, 1.0, 0.0, 1.0 };

    for (size_t i = 0; i < paramod_sem_model_rows(f->in->model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(f->in->model, i);
        const bar b = bar_of(f, i, z);

        if (!is_shown(&row) || !isfinite(b.value))
            continue;
        to.x_least = fmin(to.x_least, b.value - b.half);
        to.x_most = fmax(to.x_most, b.value + b.half);
    }
    return to;
}

static void draw_axis(svg *s, const frame *f)
{
    double ticks[MOST_TICKS];
    const size_t count = nice_ticks(f->x_least, f->x_most, 8, ticks);

    svg_rule(s, f->left, f->bottom, f->right, f->bottom, "#222222", 1.0);
    for (size_t i = 0; i < count; i++) {
        const double x = frame_x(f, ticks[i]);
        char text[32];

        (void)snprintf(text, sizeof text, "%g", fabs(ticks[i]) < 1e-12 ? 0.0 : ticks[i]);
        svg_rule(s, x, f->top, x, f->bottom, ticks[i] == 0.0 ? "#888888" : "#e6e6e6", 0.8);
        svg_text(s, x, f->bottom + 16, SVG_MIDDLE, 11, "#222222", text);
    }
    svg_text(s, 0.5 * (f->left + f->right), f->bottom + 36, SVG_MIDDLE, 12, "#222222",
             "standardised estimate");
}

static void draw_bar(svg *s, const frame *f, const bar *b, double y, const char *colour)
{
    const double x = frame_x(f, b->value);

    svg_rule(s, frame_x(f, b->value - b->half), y, frame_x(f, b->value + b->half), y,
             colour, 1.6);
    svg_point(s, x - 3.5, y - 3.5);
    svg_point(s, x + 3.5, y - 3.5);
    svg_point(s, x + 3.5, y + 3.5);
    svg_point(s, x - 3.5, y + 3.5);
    svg_fill(s, colour, 1.0);
}

static void draw_rows(svg *s, const sem_fitted *f, const frame *to, double z,
                      size_t lines)
{
    const size_t groups = paramod_sem_model_groups(f->in->model);

    for (size_t i = 0; i < paramod_sem_model_rows(f->in->model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(f->in->model, i);
        const double y = to->top + LINE_HEIGHT * (0.7 + (double)line_of(f, &row));
        const double shift = ((double)row.group - 0.5 * (double)(groups - 1)) * 5.0;
        const bar b = bar_of(f, i, z);
        char name[200];

        if (!is_shown(&row) || line_of(f, &row) >= lines)
            continue;
        (void)snprintf(name, sizeof name, "%s %s %s", row.lhs, row.op, row.rhs);
        if (row.group == 0)
            svg_text(s, to->left - 12, y + 4, SVG_END, 12, "#222222", name);
        if (isfinite(b.value))
            draw_bar(s, to, &b, y + shift, svg_colour(row.group));
    }
    for (size_t g = 0; groups > 1 && g < groups; g++)
        svg_text(s, to->left + 110.0 * (double)g, to->top - 14, SVG_START, 12,
                 svg_colour(g), paramod_sem_data_label(f->in->data, g));
}

bool sem_plot(const sem_fitted *f, const char *file, double level)
{
    const double z = quantile(level);
    size_t lines = 0;
    frame to;
    svg s;

    for (size_t i = 0; i < paramod_sem_model_rows(f->in->model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(f->in->model, i);

        lines += row.group == 0 && is_shown(&row);
    }
    to = make_frame(f, z, lines);
    if (!svg_begin(&s, file, PAGE, to.bottom + MARGIN, "Standardised estimates",
                   f->o->problem))
        return false;
    draw_axis(&s, &to);
    draw_rows(&s, f, &to, z, lines);
    return svg_end(&s, file, f->o->problem);
}
