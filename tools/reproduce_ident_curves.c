/* SPDX-License-Identifier: GPL-3.0-or-later */

/* xi = least over largest eigenvalue of F against the number N of times, and bands. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"
#include "reproduce_ident.h"
#include "svg.h"

enum { MOST_TIMES = 1001, MOST_COUNTS = 7, MOST_CURVES = 5 };

typedef struct curve {
    const char *name, *head, *values[4];
    double end;
    size_t counts, count[MOST_COUNTS];
    double xi[MOST_COUNTS];
} curve;

/* "SII" is what the authors' code computes for S, E and I by a slip. */
static const curve curves[] = {
    { "lotka_volterra", reproduce_lotka_volterra, { "x", "y" }, 20.0, 7,
      { 20, 50, 100, 200, 400, 800, 1000 },
      { 3.679434767016222e-6, 3.7165753918214736e-6, 3.71794877446017e-6,
        3.718621136133641e-6, 3.7189693124203074e-6, 3.7191470848243573e-6,
        3.7191829430761707e-6 } },
    { "seir_I", reproduce_seir, { "I" }, 150.0, 4, { 11, 16, 21, 41 },
      { 2.730512206466473e-4, 2.699123486008836e-4, 2.681384899817081e-4,
        2.652114248878044e-4 } },
    { "seir_SI", reproduce_seir, { "S", "I" }, 150.0, 4, { 11, 16, 21, 41 },
      { 1.9002051796524326e-3, 1.8814752938887457e-3, 1.871840721485414e-3,
        1.8570451310026455e-3 } },
    { "seir_EI", reproduce_seir, { "E", "I" }, 150.0, 4, { 11, 16, 21, 41 },
      { 2.5526957875688577e-2, 2.5466558409049884e-2, 2.5433305908992815e-2,
        2.537946761150045e-2 } },
    { "seir_SEI", reproduce_seir, { "S", "E", "I" }, 150.0, 4, { 11, 16, 21, 41 },
      { 6.384244826319672e-3, 6.388198189159025e-3, 6.389903039739132e-3,
        6.3921495891253914e-3 } },
    { "seir_SEI as published", reproduce_seir, { "S", "I", "I" }, 150.0, 4,
      { 11, 16, 21, 41 },
      { 2.4612713391727716e-3, 2.4375490366609813e-3, 2.4253685515763343e-3,
        2.40668722019717e-3 } },
};

static bool xi_of(const curve *c, size_t count, double *xi, problem *p)
{
    paramod_ident_report r = { .size = sizeof r };
    ident_problem q = { .model = NULL };
    double time[MOST_TIMES];
    size_t length;
    char *text;
    bool fine;

    for (size_t i = 0; i < count; i++)
        time[i] = c->end * (double)i / (double)(count - 1);
    text = reproduce_ident_model(c->head, c->values, count, time, &length);
    fine = reproduce_ident_solve(text, length, c->name, 0.0, &q, &r, p);
    if (fine)
        *xi = r.eigenvalue[r.free - 1] / r.eigenvalue[0];
    ident_problem_release(&q);
    free(text);
    return fine;
}

static bool run_curve(const curve *c, double *xi, bool *good, problem *p)
{
    (void)printf("\nxi(N), %s\n  %-6s %-18s %-18s\n", c->name, "N", "xi", "reference");
    for (size_t i = 0; i < c->counts; i++) {
        bool fine;

        if (!xi_of(c, c->count[i], &xi[i], p))
            return false;
        fine = reproduce_agrees(xi[i], c->xi[i], 1e-7, 1.0);
        (void)printf("  %-6zu %-18.11g %-18.11g %s\n", c->count[i], xi[i], c->xi[i],
                     fine ? "ok" : "FAILED");
        *good = *good && fine;
    }
    return true;
}

/* Curves first .. last - 1 in one figure, both axes logarithmic. */
static bool draw(const options *o, const char *name, size_t first, size_t last,
                 double xi[][MOST_COUNTS], problem *p)
{
    frame f = { 70.0, 30.0, 470.0, 330.0, INFINITY, -INFINITY, INFINITY, -INFINITY };
    char file[1024];
    svg s;

    if (!options_has(o, "folder"))
        return true;
    (void)snprintf(file, sizeof file, "%s/%s.svg", options_text(o, "folder"), name);
    for (size_t c = first; c < last; c++)
        for (size_t i = 0; i < curves[c].counts; i++) {
            f.x_least = fmin(f.x_least, log10((double)curves[c].count[i]));
            f.x_most = fmax(f.x_most, log10((double)curves[c].count[i]));
            f.y_least = fmin(f.y_least, log10(xi[c][i]));
            f.y_most = fmax(f.y_most, log10(xi[c][i]));
        }
    f.y_least -= 0.05 * (f.y_most - f.y_least);
    f.y_most += 0.05 * (f.y_most - f.y_least);
    if (!svg_begin(&s, file, 690.0, 390.0, "Least over largest eigenvalue", p))
        return false;
    frame_axes(&s, &f, "log10 N", "log10 xi");
    for (size_t c = first; c < last; c++) {
        for (size_t i = 0; i < curves[c].counts; i++)
            svg_point(&s, frame_x(&f, log10((double)curves[c].count[i])),
                      frame_y(&f, log10(xi[c][i])));
        svg_stroke(&s, svg_colour(c - first), 2.0, NULL);
        svg_text(&s, 480.0, 45.0 + 18.0 * (double)(c - first), SVG_START, 12.0,
                 svg_colour(c - first), curves[c].name);
    }
    return svg_end(&s, file, p);
}

bool reproduce_ident_curves(const options *o, bool *good, problem *p)
{
    enum { COUNT = sizeof curves / sizeof curves[0] };
    double xi[COUNT][MOST_COUNTS];

    if (!paramod_ode_available())
        return true;
    for (size_t c = 0; c < COUNT; c++)
        if (!run_curve(&curves[c], xi[c], good, p))
            return false;
    return draw(o, "xi_lotka_volterra", 0, 1, xi, p) && draw(o, "xi_seir", 1, COUNT, xi, p);
}

/* ---- bands ------------------------------------------------------------------------------ */

static void draw_band(svg *s, const frame *f, size_t count, const double *time,
                      const double *value, const double *variance, const char *colour)
{
    for (size_t i = 0; i < count; i++)
        svg_point(s, frame_x(f, time[i]),
                  frame_y(f, value[i] + 1.96 * sqrt(variance[i])));
    for (size_t i = count; i-- > 0;)
        svg_point(s, frame_x(f, time[i]),
                  frame_y(f, value[i] - 1.96 * sqrt(variance[i])));
    svg_fill(s, colour, 0.3);
}

static void draw_value(svg *s, const frame *f, size_t count, const double *time,
                       const double *value)
{
    for (size_t i = 0; i < count; i++)
        svg_point(s, frame_x(f, time[i]), frame_y(f, value[i]));
    svg_stroke(s, "black", 1.5, NULL);
}

static bool evaluate(ident_problem *dense, double *value, problem *p)
{
    paramod_ident_model model = { .size = sizeof model };

    if (dense->model->states == 0)
        ident_algebraic(dense->model, &model);
    else
        paramod_ident_ode_model(dense->model->rows, &model);
    return model.value(dense->model->nominal, value, NULL, model.data) ==
               PARAMOD_EVAL_OK || problem_from_library(p);
}

bool reproduce_ident_band(const options *o, const char *name, const ident_problem *q,
                          ident_problem *dense, const paramod_ident_report *at,
                          size_t count, const double *time, const double sigma2[2],
                          problem *p)
{
    static const paramod_ident_band_kind kinds[] = { PARAMOD_IDENT_BAND_NULL,
                                                     PARAMOD_IDENT_BAND_ALL };
    static const char *const titles[] = { "null directions", "all directions" };
    double *const value = take(3 * count, sizeof *value);
    double *const variance[] = { value + count, value + 2 * count };
    char file[1024], label[80];
    bool fine = evaluate(dense, value, p);
    svg s;

    for (size_t b = 0; b < 2 && fine; b++)
        fine = paramod_ident_band(q->analysis, count, at->s, kinds[b], sigma2[b],
                                  variance[b]) == PARAMOD_OK || problem_from_library(p);
    (void)snprintf(file, sizeof file, "%s/%s_bands.svg", options_text(o, "folder"), name);
    fine = fine && svg_begin(&s, file, 860.0, 390.0, "Uncertainty bands", p);
    for (size_t b = 0; b < 2 && fine; b++) {
        const double left = 70.0 + 430.0 * (double)b;
        frame f = { left, 40.0, left + 340.0, 330.0, time[0], time[count - 1], INFINITY,
                    -INFINITY };

        for (size_t i = 0; i < count; i++) {
            f.y_least = fmin(f.y_least, value[i] - 2.0 * sqrt(variance[b][i]));
            f.y_most = fmax(f.y_most, value[i] + 2.0 * sqrt(variance[b][i]));
        }
        if (!(f.y_least < f.y_most))
            f.y_most = f.y_least + 1.0;
        frame_axes(&s, &f, "t", b == 0 ? "value" : "");
        draw_band(&s, &f, count, time, value, variance[b], svg_colour(b));
        draw_value(&s, &f, count, time, value);
        (void)snprintf(label, sizeof label, "%s, sigma^2 = %g", titles[b], sigma2[b]);
        svg_text(&s, left + 170.0, 28.0, SVG_MIDDLE, 12.0, "black", label);
    }
    fine = fine && svg_end(&s, file, p);
    free(value);
    return fine;
}
