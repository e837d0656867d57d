/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "survival_plot.h"
#include "svg.h"

enum { MOST_GROUPS = 6, CURVE = 201, MOST_ROWS = 400 };

/* The rows of one curve. */
typedef struct group {
    char label[128];
    size_t count;
    size_t *member; /* places among the rows of the fit */
    size_t steps;   /* of the product-limit estimate; 0 if there is none */
    paramod_survival_step *step;
    double fitted[CURVE];
} group;

typedef struct picture {
    const survival_job *job;
    size_t groups;
    group group[MOST_GROUPS];
    double least, most; /* times */
    char time_label[160];
} picture;

/* ---- groups ---------------------------------------------------------------- */

/* The first column of the covariates, or else the strata, with 2 to 6 values.
 * False if there is none. */
static bool find_grouping(const survival_input *in, factor *f)
{
    for (size_t j = 0; j < in->design.count; j++) {
        const covariate *c = &in->design.covariate[j];
        problem unused;
        const column *source = table_find(in->table, c->part[0].variable.column,
                                          &unused);

        if (c->parts != 1 || source == NULL)
            continue;
        *f = factor_of(source, in->rows.count, in->rows.row);
        if (f->count >= 2 && f->count <= MOST_GROUPS)
            return true;
        factor_release(f);
    }
    if (in->rows.columns.strata == NULL)
        return false;
    *f = factor_of(in->rows.columns.strata, in->rows.count, in->rows.row);
    if (f->count >= 2 && f->count <= MOST_GROUPS)
        return true;
    factor_release(f);
    return false;
}

static bool in_use(const survival_rows *rows, size_t i)
{
    return rows->weight == NULL || rows->weight[i] > 0.0;
}

static void collect(picture *pic, const factor *f)
{
    const survival_rows *rows = &pic->job->input->rows;

    pic->groups = f != NULL ? f->count : 1;
    for (size_t g = 0; g < pic->groups; g++) {
        group *one = &pic->group[g];

        one->member = take(rows->count, sizeof *one->member);
        for (size_t i = 0; i < rows->count; i++)
            if (in_use(rows, i) && (f == NULL || factor_level(f, rows->row[i]) == g))
                one->member[one->count++] = i;
        if (f != NULL)
            (void)snprintf(one->label, sizeof one->label, "%.60s %s %.60s",
                           f->column->name, "=", f->level[g]);
        else
            (void)snprintf(one->label, sizeof one->label, "all rows");
    }
}

/* ---- Kaplan-Meier ---------------------------------------------------------- */

static double *pick(const group *g, const double *values)
{
    double *picked = values != NULL ? take(g->count, sizeof *picked) : NULL;

    for (size_t k = 0; picked != NULL && k < g->count; k++)
        picked[k] = values[g->member[k]];
    return picked;
}

static bool estimate_steps(group *g, const paramod_survival_rows *rows, problem *p)
{
    paramod_survival_data *data = NULL;
    bool good = paramod_survival_data_create(rows, &data) == PARAMOD_OK
        && paramod_kaplan_meier(data, &g->steps, NULL) == PARAMOD_OK;

    if (good && g->steps > 0) {
        g->step = take(g->steps, sizeof *g->step);
        good = paramod_kaplan_meier(data, &g->steps, g->step) == PARAMOD_OK;
    }
    paramod_survival_data_destroy(data);
    return good || problem_from_library(p);
}

/* Groups of intervals have no product-limit estimate: only their curve. */
static bool kaplan_meier(const picture *pic, group *g, problem *p)
{
    const survival_rows *all = &pic->job->input->rows;
    double *time = pick(g, all->time), *status = pick(g, all->status);
    double *entry = pick(g, all->entry), *weight = pick(g, all->weight);
    const paramod_survival_rows rows = {
        .size = sizeof rows, .count = g->count, .time = time, .status = status,
        .entry = entry, .weight = weight,
    };
    bool good = true, exact = true;

    for (size_t k = 0; k < g->count; k++)
        exact = exact && status[k] <= 1.0;
    if (exact && g->count > 0)
        good = estimate_steps(g, &rows, p);
    free(time);
    free(status);
    free(entry);
    free(weight);
    return good;
}

/* ---- fitted curves --------------------------------------------------------- */

static void covariates_of(const survival_input *in, size_t i, double *values)
{
    for (size_t j = 0; j < in->design.count; j++)
        values[j] = in->design.covariate[j].value[i];
    if (in->rows.stratum != NULL)
        values[in->design.count] = (double)in->rows.stratum[i];
}

static bool all_alike(const survival_input *in, const group *g)
{
    for (size_t j = 0; j < in->design.count; j++)
        for (size_t k = 1; k < g->count; k++)
            if (in->design.covariate[j].value[g->member[k]]
                != in->design.covariate[j].value[g->member[0]])
                return false;
    for (size_t k = 1; in->rows.stratum != NULL && k < g->count; k++)
        if (in->rows.stratum[g->member[k]] != in->rows.stratum[g->member[0]])
            return false;
    return true;
}

/* Mean of S(t | x) over the rows, or over MOST_ROWS of them, evenly spaced. */
static bool fitted_curve(const picture *pic, group *g, const double *times,
                         problem *p)
{
    const survival_input *in = pic->job->input;
    const size_t used = all_alike(in, g) ? 1
        : g->count < MOST_ROWS ? g->count : MOST_ROWS;
    double *x = take(in->design.count + 1, sizeof *x), total = 0.0;
    bool good = true;

    for (size_t k = 0; good && k < used; k++) {
        const size_t i = g->member[k * g->count / used];
        const double weight = in->rows.weight != NULL ? in->rows.weight[i] : 1.0;
        paramod_predicted predicted[CURVE];

        covariates_of(in, i, x);
        good = paramod_survival_predict(pic->job->fit, PARAMOD_PREDICT_SURVIVAL, x,
                                        NULL, CURVE, times, 0.95, predicted)
            == PARAMOD_OK || problem_from_library(p);
        for (size_t m = 0; good && m < CURVE; m++)
            g->fitted[m] += weight * predicted[m].estimate;
        total += weight;
    }
    for (size_t m = 0; m < CURVE; m++)
        g->fitted[m] /= total;
    free(x);
    return good;
}

static void find_range(picture *pic)
{
    const survival_rows *rows = &pic->job->input->rows;

    pic->least = survival_family_is_real(pic->job->regressions->family) ? DBL_MAX : 0;
    pic->most = -DBL_MAX;
    for (size_t i = 0; i < rows->count; i++) {
        const double end = rows->status[i] == PARAMOD_CENSOR_INTERVAL
            ? rows->time2[i] : rows->time[i];

        if (!in_use(rows, i))
            continue;
        pic->least = fmin(pic->least, rows->time[i]);
        pic->most = fmax(pic->most, end);
    }
    if (!(pic->most > pic->least))
        pic->most = pic->least + 1.0;
}

/* ---- drawing --------------------------------------------------------------- */

/* Steps from the upper left corner; a step at t has its new value from t on. */
static void draw_steps(svg *s, const frame *f, const group *g, double end)
{
    double before = 1.0;

    svg_point(s, frame_x(f, f->x_least), frame_y(f, 1.0));
    for (size_t k = 0; k < g->steps; k++) {
        svg_point(s, frame_x(f, g->step[k].time), frame_y(f, before));
        before = g->step[k].survival;
        svg_point(s, frame_x(f, g->step[k].time), frame_y(f, before));
    }
    svg_point(s, frame_x(f, end), frame_y(f, before));
}

static double limit_or(double limit, double otherwise)
{
    return isnan(limit) ? otherwise : limit;
}

static void draw_band(svg *s, const frame *f, const group *g, double end)
{
    double before = 1.0;

    svg_point(s, frame_x(f, f->x_least), frame_y(f, 1.0));
    for (size_t k = 0; k < g->steps; k++) {
        svg_point(s, frame_x(f, g->step[k].time), frame_y(f, before));
        before = limit_or(g->step[k].upper, g->step[k].survival);
        svg_point(s, frame_x(f, g->step[k].time), frame_y(f, before));
    }
    svg_point(s, frame_x(f, end), frame_y(f, before));
    for (size_t k = g->steps; k-- > 0;) {
        const double lower = limit_or(g->step[k].lower, g->step[k].survival);
        const double next = k + 1 < g->steps ? g->step[k + 1].time : end;

        svg_point(s, frame_x(f, next), frame_y(f, lower));
        svg_point(s, frame_x(f, g->step[k].time), frame_y(f, lower));
    }
    if (g->steps > 0)
        svg_point(s, frame_x(f, g->step[0].time), frame_y(f, 1.0));
}

/* Last time at which the group is under observation. */
static double group_end(const picture *pic, const group *g)
{
    double end = pic->least;

    for (size_t k = 0; k < g->count; k++)
        end = fmax(end, pic->job->input->rows.time[g->member[k]]);
    return end;
}

static void draw_group(svg *s, const frame *f, const picture *pic, size_t index,
                       const double *times)
{
    const group *g = &pic->group[index];
    const double end = group_end(pic, g);

    if (g->steps > 0) {
        draw_band(s, f, g, end);
        svg_fill(s, svg_colour(index), 0.13);
        draw_steps(s, f, g, end);
        svg_stroke(s, svg_colour(index), 1.1, NULL);
    }
    for (size_t m = 0; m < CURVE; m++)
        if (isfinite(g->fitted[m]))
            svg_point(s, frame_x(f, times[m]), frame_y(f, g->fitted[m]));
    svg_stroke(s, svg_colour(index), 2.6, NULL);
}

static bool has_steps(const picture *pic)
{
    for (size_t g = 0; g < pic->groups; g++)
        if (pic->group[g].steps > 0)
            return true;
    return false;
}

static void draw_legend(svg *s, const frame *f, const picture *pic)
{
    const double x = f->right - 214;
    double y = f->top + 14;
    char text[96];

    for (size_t g = 0; g < pic->groups; g++, y += 18) {
        const group *one = &pic->group[g];

        svg_rule(s, x, y - 4, x + 26, y - 4, svg_colour(g), 2.6);
        svg_text(s, x + 34, y, SVG_START, 12, "#222222", one->label);
    }
    (void)snprintf(text, sizeof text, "thick: fitted %s",
                   paramod_family_name(pic->job->regressions->family));
    svg_text(s, x + 34, y, SVG_START, 11, "#666666", text);
    if (has_steps(pic))
        svg_text(s, x + 34, y + 15, SVG_START, 11, "#666666",
                 "thin: Kaplan-Meier, 95 % band");
}

/* Rows under observation just before each tick, below the axis. */
static void draw_at_risk(svg *s, const frame *f, const picture *pic)
{
    const survival_rows *rows = &pic->job->input->rows;
    double ticks[MOST_TICKS];
    const size_t count = nice_ticks(f->x_least, f->x_most, 6, ticks);
    double y = f->bottom + 62;
    char text[32];

    svg_text(s, f->left - 58, y, SVG_START, 11, "#666666", "at risk");
    for (size_t g = 0; g < pic->groups; g++, y += 16) {
        for (size_t k = 0; k < count; k++) {
            size_t at_risk = 0;

            for (size_t m = 0; m < pic->group[g].count; m++) {
                const size_t i = pic->group[g].member[m];

                at_risk += rows->time[i] >= ticks[k]
                    && (rows->entry == NULL || rows->entry[i] < ticks[k]
                        || ticks[k] <= pic->least);
            }
            (void)snprintf(text, sizeof text, "%zu", at_risk);
            svg_text(s, frame_x(f, ticks[k]), y, SVG_MIDDLE, 11, svg_colour(g), text);
        }
    }
}

static bool draw(const picture *pic, const char *file, const double *times,
                 problem *p)
{
    const double extra = 28.0 + 16.0 * (double)pic->groups;
    const frame f = { 72, 24, 736, 420, pic->least, pic->most, 0.0, 1.0 };
    svg s;

    if (!svg_begin(&s, file, 760, 470 + extra, "Fitted and Kaplan-Meier survival", p))
        return false;
    frame_axes(&s, &f, pic->time_label, "survival probability");
    for (size_t g = 0; g < pic->groups; g++)
        draw_group(&s, &f, pic, g, times);
    draw_legend(&s, &f, pic);
    if (has_steps(pic)) /* intervals do not say who is at risk when */
        draw_at_risk(&s, &f, pic);
    return svg_end(&s, file, p);
}

bool survival_plot(const survival_job *job, const char *file, problem *p)
{
    picture *pic = take(1, sizeof *pic);
    double times[CURVE];
    factor f = { 0 };
    bool good = true;

    pic->job = job;
    collect(pic, find_grouping(job->input, &f) ? &f : NULL);
    find_range(pic);
    (void)snprintf(pic->time_label, sizeof pic->time_label, "%.150s",
                   job->input->rows.columns.time->name);
    for (size_t m = 0; m < CURVE; m++) /* H(0) = 0, but log 0 is of no use */
        times[m] = pic->least + (pic->most - pic->least)
                   * (m > 0 ? (double)m : 1e-6) / (CURVE - 1);
    for (size_t g = 0; good && g < pic->groups; g++)
        good = kaplan_meier(pic, &pic->group[g], p)
            && fitted_curve(pic, &pic->group[g], times, p);
    good = good && draw(pic, file, times, p);
    for (size_t g = 0; g < pic->groups; g++) {
        free(pic->group[g].member);
        free(pic->group[g].step);
    }
    factor_release(&f);
    free(pic);
    return good;
}
