/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The composite, and the spectral model alone.
 *
 * Measured on a scale of y = -log(2 - omega), on which the rate of SOR is about
 * as sensitive to omega everywhere, the best omega for a finite tolerance is
 * omega*(c) of the model moved by a slowly varying offset.  So contexts are put
 * into bins by y*(c), and in each bin the arms are y*(c) + a DELTA for whole a:
 * a local search on them begins at the best offset of the nearest bin that has
 * one, compares neighbours, and keeps to the least mean cost within what chance
 * explains.  Without a model the centre is one fixed omega, bins are intervals
 * of contexts, and the first search goes by long strides, then shorter ones.
 */

#include <math.h>

#include "sor/model_impl.h"
#include "sor/tuner_impl.h"

enum { REACH = 16, OFFSETS = 2 * REACH + 1, BINS = 64 };

static const double bin_width = 0.08;    /* of y*, from -log 2 on */
static const double step = 0.04;         /* DELTA with a model ... */
static const double long_step = 0.12;    /* ... and without: 1.92 either way */
static const double confidence = 0.1;    /* of deviations below the mean */
static const double shown = 3.0;         /* costs behind a best offset */

static double height(double omega)
{
    return -log(2.0 - omega);
}

static bool modelled(const paramod_sor_tuner_options *o)
{
    return o->model != PARAMOD_SOR_MODEL_NONE;
}

static size_t bins_of(const paramod_sor_tuner_options *o)
{
    return modelled(o) ? BINS : o->bins;
}

static void sizes(const paramod_sor_tuner_options *o, size_t *cells, size_t *own,
                  size_t *work)
{
    *cells = bins_of(o) * OFFSETS;
    *own = bins_of(o); /* first stride of a bin; 0: nobody was there */
    *work = 0;
}

/* ---- one bin ----------------------------------------------------------------- */

/* What a search sees: the cells of its bin, and which offsets make sense. */
typedef struct search {
    const paramod_i_sor_cell *cell;
    double centre, step;     /* y of offset 0, and between offsets */
    double lowest, highest;  /* y of omega_min and omega_max */
} search;

static double place(const search *s, size_t offset)
{
    return s->centre + ((double)offset - REACH) * s->step;
}

static bool is_open(const search *s, size_t offset)
{
    return place(s, offset) > s->lowest - s->step / 2
        && place(s, offset) < s->highest + s->step / 2;
}

/* Offsets from the one in the middle outwards: 16, 15, 17, 14, ..  Where counts of
 * iterations tie, the one nearest the model is preferred. */
static size_t outwards(size_t index)
{
    return index % 2 == 0 ? REACH + index / 2 : REACH - (index + 1) / 2;
}

/* The tried offset with the least mean; OFFSETS if none was tried. */
static size_t least_mean(const paramod_i_sor_cell *cell)
{
    size_t found = OFFSETS;

    for (size_t i = 0; i < OFFSETS; i++) {
        const size_t a = outwards(i);

        if (cell[a].count > 0.0
            && (found == OFFSETS || cell[a].mean < cell[found].mean))
            found = a;
    }
    return found;
}

/* The tried offset with the least mean - confidence sigma sqrt(log(1+N)/n). */
static size_t least_bound(const paramod_i_sor_cell *cell, double sigma)
{
    double rounds = 0.0, value = INFINITY, factor;
    size_t found = REACH;

    for (size_t a = 0; a < OFFSETS; a++)
        rounds += cell[a].count;
    factor = confidence * sigma * sqrt(log1p(rounds));
    for (size_t i = 0; i < OFFSETS; i++) {
        const size_t a = outwards(i);
        const double bound = cell[a].count > 0.0
            ? cell[a].mean - factor / sqrt(cell[a].count) : INFINITY;

        if (bound < value) {
            value = bound;
            found = a;
        }
    }
    return found;
}

/* A neighbour of the best offset that was not tried, at the longest stride that
 * has one; OFFSETS if there is none.  For a neighbour next door the best has
 * to have shown itself before; the model's own omega is tried before that. */
static size_t untried(const search *s, size_t best, size_t stride)
{
    if (s->cell[REACH].count == 0.0 && s->cell[best].count >= shown)
        return REACH;
    for (; stride > 0; stride /= 2) {
        if (stride == 1 && s->cell[best].count < shown)
            return OFFSETS;
        if (best >= stride && s->cell[best - stride].count == 0.0
            && is_open(s, best - stride))
            return best - stride;
        if (best + stride < OFFSETS && s->cell[best + stride].count == 0.0
            && is_open(s, best + stride))
            return best + stride;
    }
    return OFFSETS;
}

/* ---- all bins ------------------------------------------------------------------ */

static size_t bin_of(const paramod_sor_tuner_options *o, double context, double centre)
{
    const double place_of = (centre + log(2.0)) / bin_width;

    if (!modelled(o))
        return paramod_i_sor_bin(o, context);
    return !(place_of > 0.0) ? 0 : place_of < BINS - 1 ? (size_t)place_of : BINS - 1;
}

/* Where a search in a bin without costs begins: at the best offset of the
 * nearest bin with costs, the lower of two; OFFSETS if all are without. */
static size_t nearest_best(const paramod_sor_tuner *t, size_t bin)
{
    const paramod_i_sor_cell *const cell = paramod_i_sor_cells_of(t);
    const size_t bins = bins_of(&t->options);

    for (size_t off = 1; off < bins; off++) {
        size_t best = OFFSETS;

        if (off <= bin)
            best = least_mean(cell + (bin - off) * OFFSETS);
        if (best == OFFSETS && bin + off < bins)
            best = least_mean(cell + (bin + off) * OFFSETS);
        if (best < OFFSETS)
            return best;
    }
    return OFFSETS;
}

static size_t choose_offset(paramod_sor_tuner *t, const search *s, size_t bin)
{
    double *const stride = paramod_i_sor_own(t) + bin;
    const size_t best = least_mean(s->cell);
    size_t next;

    if (best == OFFSETS) {
        next = nearest_best(t, bin);
        if (!t->frozen)
            *stride = modelled(&t->options) ? 1.0 : next == OFFSETS ? 8.0 : 2.0;
        return next == OFFSETS ? REACH : next;
    }
    if (t->frozen)
        return best;
    next = untried(s, best, *stride >= 8.0 ? 8 : *stride >= 2.0 ? 2 : 1);
    return next < OFFSETS ? next : least_bound(s->cell, paramod_i_sor_sigma(t));
}

static void calibrate(paramod_i_sor_choice *choice)
{
    choice->omega = 1.0;
    choice->kind = PARAMOD_SOR_ADVICE_CALIBRATE;
}

static double centre_of(const paramod_sor_tuner *t, double context)
{
    const paramod_sor_tuner_options *const o = &t->options;
    const double omega = modelled(o)
        ? paramod_i_sor_model_omega(o, paramod_i_sor_model_beta(
              o, paramod_i_sor_radius(t), context))
        : o->omega;

    return height(fmin(fmax(omega, o->omega_min), o->omega_max));
}

static void choose(paramod_sor_tuner *t, double context, double u,
                   paramod_i_sor_choice *choice)
{
    const paramod_sor_tuner_options *const o = &t->options;
    search s;
    size_t bin, offset;

    (void)u;
    if (modelled(o) && !(paramod_i_sor_radius(t) > 0.0)) {
        calibrate(choice);
        return;
    }
    s = (search){ .centre = centre_of(t, context), .step = modelled(o) ? step : long_step,
                  .lowest = height(o->omega_min), .highest = height(o->omega_max) };
    bin = bin_of(o, context, s.centre);
    s.cell = paramod_i_sor_cells_of(t) + bin * OFFSETS;
    offset = choose_offset(t, &s, bin);
    choice->cell = bin * OFFSETS + offset;
    choice->omega = 2.0 - exp(-fmin(fmax(place(&s, offset), s.lowest), s.highest));
}

static void merge(paramod_sor_tuner *t, const paramod_sor_tuner *other)
{
    double *const own = paramod_i_sor_own(t);

    for (size_t i = 0; i < bins_of(&t->options); i++)
        own[i] = own[i] > 0.0 ? own[i] : paramod_i_sor_own(other)[i];
}

const paramod_i_sor_learner paramod_i_sor_composite = {
    .name = "composite", .sizes = sizes, .choose = choose, .merge = merge,
    .merges = true,
};

/* ---- the model alone -------------------------------------------------------------- */

static void spectral_sizes(const paramod_sor_tuner_options *o, size_t *cells,
                           size_t *own, size_t *work)
{
    (void)o;
    *cells = BINS;
    *own = *work = 0;
}

static void spectral_choose(paramod_sor_tuner *t, double context, double u,
                            paramod_i_sor_choice *choice)
{
    (void)u;
    if (!(paramod_i_sor_radius(t) > 0.0)) {
        calibrate(choice);
        return;
    }
    choice->omega = 2.0 - exp(-centre_of(t, context));
    choice->cell = bin_of(&t->options, context, height(choice->omega));
}

const paramod_i_sor_learner paramod_i_sor_spectral = {
    .name = "spectral model", .sizes = spectral_sizes, .choose = spectral_choose,
    .merges = true,
};
