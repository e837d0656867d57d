/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Modification indices (Soerbom 1989): score tests of single fixed entries of A,
 * S and alpha.  With g the slope of F by the new parameter, J the information of
 * the old ones and c its coupling to them,
 *
 *     v = j - c'J^-1 c,   index = n/2 g^2 / v,   expected change = -g / v.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/gemm_impl.h"
#include "sem/report_impl.h"

typedef struct survey {
    const paramod_sem_fit *fit;
    const char *caller;
    double *block;
    double *factor, *reduced; /* k x k: of J; k */
    double *coupling, *work;  /* q, q (k + 1) */
    double *own, *product;    /* P, P: derivatives of the moments, by patterns */
    const double *outer, *delta; /* of a group: P x P, P x q */
    double *Q, *D;            /* the same, by patterns */
    double *source;           /* w: vector of a variable that nothing depends on yet */
    double *weighted, *tb;    /* w, n: a row of the table for it */
    size_t room, count;
    paramod_sem_modification *list;
} survey;

/* ---- the tables ------------------------------------------------------------------ */

static paramod_status prepare(survey *s)
{
    const paramod_sem_fit *const fit = s->fit;
    const size_t q = fit->reduction->q, k = fit->reduction->k;
    const size_t P = fit->objective->part[0].moments;
    const size_t w = fit->objective->part[0].width;
    const size_t n = paramod_i_ram_vectors(fit->objective->part[0].ram);
    const size_t R = fit->plan.kind == PARAMOD_I_FIML ? P : 0;
    const paramod_i_part parts[] = {
        { &s->factor, k, k }, { &s->reduced, k, 1 }, { &s->coupling, q, 1 },
        { &s->work, q, k + 1 }, { &s->own, P, 1 }, { &s->product, P, 1 },
        { &s->Q, R, P }, { &s->D, R, q },
        { &s->source, w, 1 }, { &s->weighted, w, 1 }, { &s->tb, n, 1 }
    };

    s->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (s->block == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, s->caller, "out of memory");
    paramod_i_fit_settle(fit);
    paramod_i_objective_derivatives(fit->objective, s->coupling, fit->information, NULL);
    paramod_i_reduction_matrix(fit->reduction, fit->information, s->factor, s->work);
    if (!paramod_i_cholesky(k, s->factor))
        return paramod_i_fail(PARAMOD_ERR_SINGULAR, s->caller, "the information is "
                              "singular at the estimates");
    return PARAMOD_OK;
}

/* ---- one entry --------------------------------------------------------------------- */

/* As a cell: its vectors in the table and its factor. */
typedef struct entry {
    paramod_i_cell cell;
    size_t a, b;
    double factor;
} entry;

/* Entry r of vector a among the moments. */
static double at(const paramod_i_ram *ram, size_t a, size_t r)
{
    if (a >= ram->m)
        return ram->v[(a - ram->m) * ram->width + r];
    return a < ram->k ? ram->u[a * ram->width + r] : ram->place[a] == r ? 1.0 : 0.0;
}

/* Edges from leaves have no vector b in the table: it is the leaf's row of the
 * moments, with its mean in the place of the constant. */
static bool is_outside(const paramod_i_ram *ram, const entry *e)
{
    return e->cell.directed && e->cell.j >= ram->k;
}

static void set_source(const survey *s, const paramod_i_ram *ram, const entry *e)
{
    const size_t p = ram->p, w = ram->width, place = ram->place[e->cell.j];
    const double *const row = ram->sigma + place * w;

    memcpy(s->source, row, w * sizeof *row);
    for (size_t r = 0; r < p && w > p && !ram->plain; r++)
        s->source[r] += (ram->mean[r] - ram->centre[r]) * ram->centre[place];
    if (w > p)
        s->source[p] = ram->mean[place];
}

static double entry_of(const survey *s, const paramod_i_ram *ram, const entry *e, size_t r)
{
    return is_outside(ram, e) ? s->source[r] : at(ram, e->b, r);
}

/* t[r] = x_r' matrix x over all vectors; returns x_a' matrix x. */
static double fill_row(const survey *s, const paramod_i_part_of *part, const entry *e,
                       const double *matrix, double *t)
{
    const paramod_i_ram *const ram = part->ram;
    const size_t n = paramod_i_ram_vectors(ram), w = part->width;

    paramod_i_times(w, w, matrix, s->source, s->weighted);
    for (size_t a = 0; a < n; a++) {
        t[a] = 0.0;
        if (a < ram->m && a >= ram->k)
            t[a] = s->weighted[ram->place[a]];
        for (size_t r = 0; r < w && (a < ram->k || a >= ram->m); r++)
            t[a] += at(ram, a, r) * s->weighted[r];
    }
    return t[e->a];
}

/* tr(W D), and c and j by tr(M D M D'), from the tables. */
static void by_tables(const survey *s, const paramod_i_part_of *part, const entry *e,
                      double *slope, double *j)
{
    const paramod_i_ram *const ram = part->ram;
    const size_t n = paramod_i_ram_vectors(ram);
    const bool outside = is_outside(ram, e);
    const double *const ta = part->table + e->a * n;
    const double *const tb = outside ? s->tb : part->table + e->b * n;
    double ab, bb;

    if (outside) {
        *slope = 2.0 * part->weight * e->factor * fill_row(s, part, e, part->W, s->tb);
        ab = fill_row(s, part, e, part->metric, s->tb);
        bb = paramod_i_dot(part->width, s->source, s->weighted);
    } else {
        *slope = 2.0 * part->weight * e->factor * part->wtable[e->a * n + e->b];
        ab = ta[e->b];
        bb = tb[e->b];
    }
    for (size_t c = 0; c < ram->free; c++)
        s->coupling[ram->cell[c].parameter] +=
            2.0 * part->weight * e->factor * ram->factor[c] *
            (ta[ram->a[c]] * tb[ram->b[c]] + ta[ram->b[c]] * tb[ram->a[c]]);
    *j = 2.0 * part->weight * e->factor * e->factor * (ta[e->a] * bb + ab * ab);
}

/* The same by the weight matrix over moments, of WLS and of patterns. */
static void by_moments(const survey *s, const paramod_i_part_of *part, const entry *e,
                       double *slope, double *j)
{
    const paramod_i_ram *const ram = part->ram;
    const size_t n = paramod_i_ram_vectors(ram), w = part->width, q = s->fit->reduction->q;
    const size_t P = part->moments - (w > ram->p && s->fit->plan.kind == PARAMOD_I_WLS);

    *slope = 2.0 * part->weight * e->factor *
             (is_outside(ram, e) ? fill_row(s, part, e, part->W, s->tb)
                                 : part->wtable[e->a * n + e->b]);
    for (size_t i = 0, m = 0; i < w; i++)
        for (size_t l = 0; l <= i && m < P; l++, m++)
            s->own[m] = e->factor * (at(ram, e->a, i) * entry_of(s, ram, e, l) +
                                     entry_of(s, ram, e, i) * at(ram, e->a, l));
    paramod_i_times(P, P, s->outer, s->own, s->product);
    *j = part->weight * paramod_i_dot(P, s->own, s->product);
    for (size_t m = 0; m < P; m++)
        paramod_i_axpy(q, part->weight * s->product[m], s->delta + m * q, s->coupling);
}

static bool test(const survey *s, size_t group, const entry *e,
                 paramod_sem_modification *to)
{
    const paramod_sem_fit *const fit = s->fit;
    const paramod_i_part_of *const part = fit->objective->part + group;
    const size_t k = fit->reduction->k;
    double slope, j, v;

    if (is_outside(part->ram, e))
        set_source(s, part->ram, e);
    memset(s->coupling, 0, fit->reduction->q * sizeof *s->coupling);
    if (fit->plan.kind >= PARAMOD_I_WLS)
        by_moments(s, part, e, &slope, &j);
    else
        by_tables(s, part, e, &slope, &j);
    paramod_i_reduction_gradient(fit->reduction, s->coupling, s->reduced);
    paramod_i_cholesky_forward(k, s->factor, s->reduced);
    v = j - paramod_i_dot(k, s->reduced, s->reduced);
    if (!(v > 1e-8 * j)) /* freeing it would not be identified */
        return false;
    to->index = 0.5 * fit->objective->n * slope * slope / v;
    to->change = -slope / v;
    return true;
}

/* ---- which entries ------------------------------------------------------------------ */

static bool is_structural(const paramod_i_variable *v)
{
    return v->latent || v->dependent || v->predictor;
}

static bool is_held(const survey *s, size_t v)
{
    const paramod_i_row *const row = paramod_i_model_entry(
        s->fit->model, PARAMOD_SEM_COVARIANCE, v, v, 0);

    return row != NULL && row->exogenous;
}

/* lhs op rhs by numbers of variables; "there" already if its row is free. */
static bool is_wanted(const survey *s, paramod_sem_row_kind kind, size_t group,
                      size_t lhs, size_t rhs)
{
    const paramod_sem_model *const m = s->fit->model;
    const paramod_i_variable *const l = m->variable + lhs, *const r = m->variable + rhs;
    const paramod_i_row *row = paramod_i_model_entry(m, kind, lhs, rhs, group);

    if (kind == PARAMOD_SEM_LOADING &&
        (!l->latent || r->latent || lhs == rhs || !(r->indicator || r->dependent)))
        return false;
    if (kind == PARAMOD_SEM_REGRESSION &&
        (lhs == rhs || !is_structural(l) || !is_structural(r) || is_held(s, lhs) ||
         (l->indicator && !l->latent) || (r->indicator && !r->latent) ||
         paramod_i_model_entry(m, PARAMOD_SEM_LOADING, rhs, lhs, group) != NULL))
        return false;
    if (kind == PARAMOD_SEM_COVARIANCE && (is_held(s, lhs) || is_held(s, rhs)))
        return false;
    return row == NULL || (row->fixed && !row->exogenous);
}

static entry make_entry(const paramod_i_ram *ram, paramod_sem_row_kind kind, size_t lhs,
                        size_t rhs)
{
    entry e = { .cell = { .directed = kind != PARAMOD_SEM_COVARIANCE,
                          .parameter = PARAMOD_I_NONE } };

    e.cell.i = ram->number[kind == PARAMOD_SEM_LOADING ? rhs : lhs];
    e.cell.j = kind == PARAMOD_SEM_INTERCEPT ? ram->number[ram->m - 1]
               : ram->number[kind == PARAMOD_SEM_LOADING ? lhs : rhs];
    e.a = e.cell.i;
    e.b = e.cell.directed ? ram->m + e.cell.j : e.cell.j;
    e.factor = !e.cell.directed && e.cell.i == e.cell.j ? 0.5 : 1.0;
    return e;
}

/* Keeps the list in order, the largest first. */
static void keep(survey *s, const paramod_sem_modification *m)
{
    size_t at_ = s->count < s->room ? s->count : s->room;

    s->count++;
    if (at_ == s->room && (at_ == 0 || !(m->index > s->list[at_ - 1].index)))
        return;
    at_ -= at_ == s->room;
    while (at_ > 0 && m->index > s->list[at_ - 1].index) {
        s->list[at_] = s->list[at_ - 1];
        at_--;
    }
    s->list[at_] = *m;
}

static void survey_pair(survey *s, paramod_sem_row_kind kind, size_t group, size_t x,
                        size_t y)
{
    const paramod_sem_fit *const fit = s->fit;
    const paramod_i_ram *const ram = fit->objective->part[group].ram;
    const entry e = make_entry(ram, kind, x, y);
    paramod_sem_modification m = { .kind = kind, .lhs = x, .rhs = y, .group = group };

    if (!is_wanted(s, kind, group, fit->model->order[x], fit->model->order[y]) ||
        !test(s, group, &e, &m))
        return;
    m.standardised_change = m.change * paramod_i_fit_scale(fit, ram, &e.cell);
    keep(s, &m);
}

/* The weight of the moments and their derivatives. */
static void weigh_moments(survey *s, const paramod_i_part_of *part)
{
    const size_t P = part->moments;

    s->outer = part->outer;
    s->delta = part->delta;
    if (s->fit->plan.kind != PARAMOD_I_FIML)
        return;
    (void)paramod_i_patterns_outer(part->sample, part->ram->sigma, false, s->Q,
                                   part->work);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < i; j++)
            s->Q[j * P + i] = s->Q[i * P + j];
    paramod_i_ram_jacobian(part->ram, s->fit->reduction->q, s->D);
    s->outer = s->Q;
    s->delta = s->D;
}

static void survey_group(survey *s, size_t group)
{
    const size_t n = s->fit->model->variables;

    weigh_moments(s, s->fit->objective->part + group);

    for (size_t x = 0; x < n; x++) {
        for (size_t y = 0; y < n; y++) {
            survey_pair(s, PARAMOD_SEM_LOADING, group, x, y);
            survey_pair(s, PARAMOD_SEM_REGRESSION, group, x, y);
            if (x < y)
                survey_pair(s, PARAMOD_SEM_COVARIANCE, group, x, y);
        }
        if (s->fit->model->means)
            survey_pair(s, PARAMOD_SEM_INTERCEPT, group, x, x);
    }
}

paramod_status paramod_sem_fit_modifications(const paramod_sem_fit *fit, size_t room,
                                             paramod_sem_modification *list,
                                             size_t *count)
{
    survey s = { .fit = fit, .caller = __func__, .room = room, .list = list };
    paramod_status status;

    if (fit == NULL || count == NULL || (room > 0 && list == NULL))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit, list or count is null");
    status = prepare(&s);
    for (size_t g = 0; status == PARAMOD_OK && g < fit->groups; g++)
        survey_group(&s, g);
    paramod_i_free(s.block);
    if (status == PARAMOD_OK)
        *count = s.count;
    return status;
}
