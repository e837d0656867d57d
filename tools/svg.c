/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <math.h>
#include <string.h>

#include "svg.h"

static const char ink[] = "#222222";

const char *svg_colour(size_t index)
{
    static const char *const colours[] = { "#0072B2", "#D55E00", "#009E73",
                                           "#CC79A7", "#E69F00", "#56B4E9" };

    return colours[index % (sizeof colours / sizeof colours[0])];
}

/* Characters that mean something in XML, and control characters that may not
 * occur in it at all. */
static void escape(FILE *file, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text) {
        case '&': (void)fputs("&amp;", file);  break;
        case '<': (void)fputs("&lt;", file);   break;
        case '>': (void)fputs("&gt;", file);   break;
        case '"': (void)fputs("&quot;", file); break;
        default:
            (void)fputc((unsigned char)*text < 32 ? ' ' : *text, file);
        }
}

bool svg_begin(svg *s, const char *file, double width, double height,
               const char *title, problem *p)
{
    *s = (svg) { fopen(file, "w"), false };
    if (s->file == NULL)
        return problem_set(p, "cannot write '%s': %s", file, strerror(errno));
    (void)fprintf(s->file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" "
                  "height=\"%g\" viewBox=\"0 0 %g %g\" "
                  "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n"
                  "<title>", width, height, width, height);
    escape(s->file, title);
    (void)fprintf(s->file, "</title>\n<rect width=\"%g\" height=\"%g\" "
                  "fill=\"#ffffff\"/>\n", width, height);
    return true;
}

bool svg_end(svg *s, const char *file, problem *p)
{
    bool good;

    (void)fputs("</svg>\n", s->file);
    good = ferror(s->file) == 0;
    good = fclose(s->file) == 0 && good;
    return good || problem_set(p, "cannot write '%s': %s", file, strerror(errno));
}

void svg_text(svg *s, double x, double y, svg_anchor anchor, double size,
              const char *colour, const char *text)
{
    static const char *const anchors[] = { "start", "middle", "end" };

    (void)fprintf(s->file, "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\" "
                  "font-size=\"%g\" fill=\"%s\">", x, y, anchors[anchor], size,
                  colour);
    escape(s->file, text);
    (void)fputs("</text>\n", s->file);
}

void svg_text_up(svg *s, double x, double y, double size, const char *text)
{
    (void)fprintf(s->file, "<text transform=\"translate(%.2f %.2f) rotate(-90)\" "
                  "text-anchor=\"middle\" font-size=\"%g\" fill=\"%s\">", x, y,
                  size, ink);
    escape(s->file, text);
    (void)fputs("</text>\n", s->file);
}

void svg_rule(svg *s, double x1, double y1, double x2, double y2,
              const char *colour, double width)
{
    (void)fprintf(s->file, "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" "
                  "stroke=\"%s\" stroke-width=\"%g\"/>\n", x1, y1, x2, y2, colour,
                  width);
}

void svg_point(svg *s, double x, double y)
{
    (void)fprintf(s->file, "%s%.2f %.2f", s->line_open ? "L" : "<path d=\"M", x, y);
    s->line_open = true;
}

void svg_stroke(svg *s, const char *colour, double width, const char *dashes)
{
    if (!s->line_open)
        return;
    (void)fprintf(s->file, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"%g\" "
                  "stroke-linejoin=\"round\"", colour, width);
    if (dashes != NULL)
        (void)fprintf(s->file, " stroke-dasharray=\"%s\"", dashes);
    (void)fputs("/>\n", s->file);
    s->line_open = false;
}

void svg_fill(svg *s, const char *colour, double opacity)
{
    if (!s->line_open)
        return;
    (void)fprintf(s->file, "Z\" fill=\"%s\" fill-opacity=\"%g\" stroke=\"none\"/>\n",
                  colour, opacity);
    s->line_open = false;
}

double frame_x(const frame *f, double x)
{
    return f->left + (x - f->x_least) / (f->x_most - f->x_least)
                     * (f->right - f->left);
}

double frame_y(const frame *f, double y)
{
    return f->bottom - (y - f->y_least) / (f->y_most - f->y_least)
                       * (f->bottom - f->top);
}

size_t nice_ticks(double least, double most, size_t wanted,
                  double ticks[MOST_TICKS])
{
    static const double factors[] = { 1.0, 2.0, 5.0, 10.0 };
    const double rough = (most - least) / (double)wanted;
    const double power = pow(10.0, floor(log10(rough)));
    double step = power, first;
    size_t count = 0;

    if (!(rough > 0.0) || !isfinite(rough))
        return 0;
    for (size_t k = 0; k < 4 && step < rough * (1.0 - 1e-9); k++)
        step = factors[k] * power;
    first = ceil(least / step * (1.0 - 1e-12) - 1e-9);
    for (double k = first; count < MOST_TICKS && k * step <= most + 1e-9 * step; k++)
        ticks[count++] = k * step + 0.0; /* -0 becomes 0 */
    return count;
}

static void x_axis(svg *s, const frame *f, const char *label)
{
    double ticks[MOST_TICKS];
    const size_t count = nice_ticks(f->x_least, f->x_most, 6, ticks);
    char text[32];

    for (size_t k = 0; k < count; k++) {
        const double x = frame_x(f, ticks[k]);

        svg_rule(s, x, f->bottom, x, f->bottom + 5, ink, 1);
        (void)snprintf(text, sizeof text, "%.6g", ticks[k]);
        svg_text(s, x, f->bottom + 19, SVG_MIDDLE, 12, ink, text);
    }
    svg_text(s, 0.5 * (f->left + f->right), f->bottom + 38, SVG_MIDDLE, 13, ink,
             label);
}

static void y_axis(svg *s, const frame *f, const char *label)
{
    double ticks[MOST_TICKS];
    const size_t count = nice_ticks(f->y_least, f->y_most, 5, ticks);
    char text[32];

    for (size_t k = 0; k < count; k++) {
        const double y = frame_y(f, ticks[k]);

        if (ticks[k] > f->y_least)
            svg_rule(s, f->left, y, f->right, y, "#e6e6e6", 0.8);
        svg_rule(s, f->left - 5, y, f->left, y, ink, 1);
        (void)snprintf(text, sizeof text, "%.6g", fabs(ticks[k]) < 1e-12
                       * (f->y_most - f->y_least) ? 0.0 : ticks[k]);
        svg_text(s, f->left - 9, y + 4, SVG_END, 12, ink, text);
    }
    if (label != NULL)
        svg_text_up(s, f->left - 44, 0.5 * (f->top + f->bottom), 13, label);
}

void frame_axes(svg *s, const frame *f, const char *x_label, const char *y_label)
{
    y_axis(s, f, y_label);
    x_axis(s, f, x_label);
    svg_rule(s, f->left, f->top, f->left, f->bottom, ink, 1);
    svg_rule(s, f->left, f->bottom, f->right, f->bottom, ink, 1);
}
