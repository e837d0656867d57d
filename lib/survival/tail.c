/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The area to the right of v >= 0 (to the left of v <= 0) is
 *
 *     A = exp(g(v)) I_0,   I_0 = int_0^inf exp(-drop(u)) du,
 *     (log A)_r  = g_r(v) + I_r / I_0,    I_r  = int d_r exp(-drop(u)) du,
 *     (log A)_rs = I_rs / I_0 - I_r I_s / I_0^2,
 *                                         I_rs = int (g_rs + d_r d_s) exp(-drop) du,
 *
 * with g taken at v +- u and d_r = g_r(v +- u) - g_r(v): in a far tail g_r is
 * large and d_r small, so nothing cancels.  The mode is at 0 and g is concave:
 * drop(u) = g(v) - g(v +- u) is convex and increasing, and beyond drop = 38 the
 * integrals have less than exp(-38) = 3e-17 of their size.
 *
 * A panel holds 16 Gauss-Legendre nodes, on a length over which drop rises by
 * about 13 and which is at most twice the length scale of g; both keep the
 * Bernstein ellipse of the integrand so wide that the error is below rounding.
 */

#include <stdbool.h>
#include <string.h>

#include "survival/kernel_impl.h"
#include "survival/tail_impl.h"

enum { NODES = PARAMOD_I_TAIL_NODES, HALF = NODES / 2 };

/* Abramowitz and Stegun, table 25.4, n = 16. */
static const double abscissa[HALF] = {
    0.095012509837637440185, 0.28160355077925891323, 0.45801677765722738634,
    0.61787624440264374845,  0.75540440835500303390, 0.86563120238783174388,
    0.94457502307323257608,  0.98940093499164993260,
};
static const double weight[HALF] = {
    0.18945061045506849629, 0.18260341504492358887, 0.16915651939500253819,
    0.14959598881657673208, 0.12462897125553387205, 0.095158511682492784810,
    0.062253523938647892863, 0.027152459411754094852,
};

#define DROP_AT_END 38.0
#define DROP_OF_PANEL 13.0

/* I_0, I_r, I_rs. */
typedef struct integrals {
    double zero;
    double first[PARAMOD_I_TAIL_SHAPES];
    double second[PARAMOD_I_TAIL_PAIRS];
} integrals;

/* ---- one panel ----------------------------------------------------------- */

static double fold(const double *x)
{
    double part[4] = { 0.0, 0.0, 0.0, 0.0 };

    for (int i = 0; i < NODES; i += 4)
        for (int j = 0; j < 4; j++)
            part[j] += x[i + j];
    return (part[0] + part[1]) + (part[2] + part[3]);
}

PARAMOD_I_CLONES
static void add_derivatives(const paramod_i_tail_nodes *at,
                            const paramod_i_tail_nodes *origin,
                            const double *mass, size_t shapes, integrals *sum)
{
    double d[PARAMOD_I_TAIL_SHAPES][NODES], term[NODES];

    for (size_t s = 0; s < shapes; s++) {
        for (int i = 0; i < NODES; i++) {
            d[s][i] = at->g_1[s][i] - origin->g_1[s][0];
            term[i] = mass[i] * d[s][i];
        }
        sum->first[s] += fold(term);
        for (size_t r = 0; r <= s; r++) {
            const double *g_rs = at->g_2[paramod_i_pair(r, s)];

            for (int i = 0; i < NODES; i++)
                term[i] = mass[i] * (g_rs[i] + d[r][i] * d[s][i]);
            sum->second[paramod_i_pair(r, s)] += fold(term);
        }
    }
}

PARAMOD_I_CLONES
static void fill_masses(double length, const double *drop, double *mass)
{
    for (int i = 0; i < HALF; i++) {
        mass[HALF - 1 - i] = 0.5 * length * weight[i] * exp(-drop[HALF - 1 - i]);
        mass[HALF + i] = 0.5 * length * weight[i] * exp(-drop[HALF + i]);
    }
}

/* What a run of panels has in common. */
typedef struct walk {
    const paramod_i_tail_density *density;
    int order;
    double origin;
    double direction; /* 1 to the right, -1 to the left */
    paramod_i_tail_nodes at_origin; /* in every entry; order >= 1 */
} walk;

/* Adds the integrals over [from, from + length]; returns drop at its far end,
 * or rather at the last node. */
static double add_panel(const walk *w, double from, double length, integrals *sum)
{
    const paramod_i_tail_density *density = w->density;
    paramod_i_tail_nodes at;
    double u[NODES], mass[NODES];

    for (int i = 0; i < HALF; i++) {
        u[HALF - 1 - i] = w->direction * (from + 0.5 * length * (1.0 - abscissa[i]));
        u[HALF + i] = w->direction * (from + 0.5 * length * (1.0 + abscissa[i]));
    }
    density->nodes(density->shape, w->order, w->origin, u, &at);
    fill_masses(length, at.drop, mass);
    sum->zero += fold(mass);
    if (w->order >= 1)
        add_derivatives(&at, &w->at_origin, mass, density->shapes, sum);
    return at.drop[NODES - 1];
}

/* ---- the length of panels ------------------------------------------------ */

/* h > 0 with d h + k h^2 / 2 = rise, for slope d >= 0 and curvature k >= 0. */
static double rising_length(double d, double k, double rise)
{
    return 2.0 * rise / (d + sqrt(d * d + 2.0 * k * rise));
}

/* Where g is rough at neither end, what is not a straight line is so small
 * that longer panels resolve it; where it is below rounding, any panel does. */
static double smooth_length(const paramod_i_tail_density *density, double rough)
{
    if (rough > 0.3)
        return 2.0 * density->scale;
    return rough > 1e-17 ? 12.0 * density->scale : INFINITY;
}

/* At the start of a panel its own slope and curvature decide; the length is
 * cut until what stands at its end agrees, there with twice the rise. */
static double panel_length(const walk *w, double v)
{
    const paramod_i_tail_density *density = w->density;
    paramod_i_tail_local here, there;
    double length;

    density->local(density->shape, v, &here);
    length = fmin(rising_length(fabs(here.slope), here.curvature, DROP_OF_PANEL),
                  smooth_length(density, here.roughness));
    for (;;) {
        double allowed;

        density->local(density->shape, v + w->direction * length, &there);
        allowed = fmin(smooth_length(density, there.roughness),
                       rising_length(fabs(here.slope),
                                     fmax(here.curvature, there.curvature),
                                     2.0 * DROP_OF_PANEL));
        if (length <= allowed)
            return length;
        length = fmax(allowed, 0.5 * length);
    }
}

/* ---- the tail ------------------------------------------------------------ */

static integrals integrate(const walk *w)
{
    integrals sum = { 0.0, { 0.0 }, { 0.0 } };
    double u = 0.0, drop = 0.0;

    while (drop < DROP_AT_END) {
        const double length = panel_length(w, w->origin + w->direction * u);

        if (!(length > 0.0 && length < INFINITY))
            break; /* g falls too steeply to be represented */
        drop = add_panel(w, u, length, &sum);
        u += length;
    }
    return sum;
}

/* Values, and the direction in which the area was taken: the smaller of the
 * two areas keeps its relative accuracy, and with it -log S. */
static double set_values(const paramod_i_tail_density *density, double v,
                         const integrals *area, double direction,
                         paramod_i_tail *tail)
{
    const double g = density->peak - density->drop(density->shape, v);

    if (direction > 0.0) {
        tail->log_survival = g + log(area->zero);
        tail->log_hazard = -log(area->zero);
    } else {
        tail->log_survival = log1p(-exp(g) * area->zero);
        tail->log_hazard = g - tail->log_survival;
    }
    return tail->log_survival;
}

/* log S_v = -h,  log S_vv = -h (g_v + h),  log S_vr = -h (g_r - log S_r),
 * and by the shapes log S = log A to the right, while to the left, with
 * S = 1 - A and the odds w = A / S,
 *     log S_r = -w (log A)_r,
 *     log S_rs = -w (log A)_rs - w (1 + w) (log A)_r (log A)_s. */
static void set_survival_derivatives(const walk *w, const integrals *area,
                                     double g_v, paramod_i_tail *tail)
{
    const double h = exp(tail->log_hazard);
    const double odds = expm1(-tail->log_survival);
    const bool right = w->direction > 0.0;
    double *const first = tail->log_survival_1;
    double *const second = tail->log_survival_2;
    double log_a[PARAMOD_I_TAIL_SHAPES];

    if (h == 0.0) { /* the density underflows, and with it all that follows */
        (void)memset(first, 0, sizeof tail->log_survival_1);
        (void)memset(second, 0, sizeof tail->log_survival_2);
        return;
    }
    first[0] = -h;
    second[0] = -h * (g_v + h);
    for (size_t s = 0; s < w->density->shapes; s++) {
        const double g_s = w->at_origin.g_1[s][0];

        log_a[s] = g_s + area->first[s] / area->zero;
        first[1 + s] = right ? log_a[s] : -odds * log_a[s];
        second[paramod_i_pair(0, 1 + s)] = -h * (g_s - first[1 + s]);
        for (size_t r = 0; r <= s; r++) {
            const double log_a_rs =
                (area->second[paramod_i_pair(r, s)] -
                 area->first[r] * area->first[s] / area->zero) / area->zero;

            second[paramod_i_pair(1 + r, 1 + s)] =
                right ? log_a_rs
                      : -odds * (log_a_rs + (1.0 + odds) * log_a[r] * log_a[s]);
        }
    }
}

/* log h = g - log S, derivative by derivative. */
static void set_hazard_derivatives(const walk *w,
                                   const paramod_i_tail_local *local,
                                   paramod_i_tail *tail)
{
    const paramod_i_tail_nodes *at = &w->at_origin;
    double mixed[PARAMOD_I_TAIL_SHAPES];

    w->density->mixed(w->density->shape, w->origin, mixed);
    tail->log_hazard_1[0] = local->slope - tail->log_survival_1[0];
    tail->log_hazard_2[0] = -local->curvature - tail->log_survival_2[0];
    for (size_t s = 0; s < w->density->shapes; s++) {
        const size_t vs = paramod_i_pair(0, 1 + s);

        tail->log_hazard_1[1 + s] = at->g_1[s][0] - tail->log_survival_1[1 + s];
        tail->log_hazard_2[vs] = mixed[s] - tail->log_survival_2[vs];
        for (size_t r = 0; r <= s; r++) {
            const size_t rs = paramod_i_pair(1 + r, 1 + s);

            tail->log_hazard_2[rs] = at->g_2[paramod_i_pair(r, s)][0] -
                                     tail->log_survival_2[rs];
        }
    }
}

void paramod_i_tail_evaluate(const paramod_i_tail_density *density, int order,
                             double v, paramod_i_tail *tail)
{
    const double here[NODES] = { 0.0 };
    walk w = { .density = density, .order = order, .origin = v,
               .direction = v < 0.0 ? -1.0 : 1.0 };
    paramod_i_tail_local local;
    integrals area;

    if (order >= 1)
        density->nodes(density->shape, order, v, here, &w.at_origin);
    area = integrate(&w);
    /* S below 1/e would suffer from 1 - A: take its own area. */
    if (set_values(density, v, &area, w.direction, tail) < -1.0 && v < 0.0) {
        w.direction = 1.0;
        area = integrate(&w);
        (void)set_values(density, v, &area, w.direction, tail);
    }
    if (order < 1)
        return;
    density->local(density->shape, v, &local);
    set_survival_derivatives(&w, &area, local.slope, tail);
    set_hazard_derivatives(&w, &local, tail);
}

/* ---- the inverse --------------------------------------------------------- */

/* log(-log S) rises with v; its slope there is h / -log S.  Newton's steps are
 * kept inside a bracket, which begins at the mode and is opened by doubling. */
double paramod_i_tail_inverse(const paramod_i_tail_density *density, double y)
{
    double low = -INFINITY, high = INFINITY, v = 0.0, stride = density->scale;

    if (!(y > 0.0) || isinf(y))
        return y == 0.0 ? -INFINITY : y > 0.0 ? INFINITY : NAN;
    for (int i = 0; i < 2000; i++) {
        paramod_i_tail tail;
        double error, step;

        paramod_i_tail_evaluate(density, 0, v, &tail);
        error = log(-tail.log_survival / y);
        if (error > 0.0)
            high = v;
        else
            low = v;
        step = -error * -tail.log_survival / exp(tail.log_hazard);
        if (fabs(error) < 4e-16 || fabs(step) <= 1e-16 * fabs(v))
            return v + (isfinite(step) ? step : 0.0);
        if (!(v + step > low && v + step < high)) {
            if (isinf(low) || isinf(high)) {
                step = error > 0.0 ? -stride : stride;
                stride *= 2.0;
            } else {
                step = 0.5 * (low + high) - v;
            }
        }
        if (v + step == v)
            return v;
        v += step;
    }
    return v;
}

/* ---- the chain rule ------------------------------------------------------ */

/* d2 F / d eta_i d eta_j = sum_a F_a a_ij + sum_ab F_ab a_i b_j. */
static double second_by(const double *f_1, const double *f_2, size_t inner,
                        size_t i, size_t j, size_t q, const double *first,
                        const double *second)
{
    const size_t pairs = q * (q + 1) / 2;
    double sum = 0.0;

    for (size_t a = 0; a < inner; a++) {
        sum += f_1[a] * second[a * pairs + paramod_i_pair(i, j)];
        for (size_t b = 0; b < inner; b++)
            sum += f_2[a < b ? paramod_i_pair(a, b) : paramod_i_pair(b, a)] *
                   first[a * q + i] * first[b * q + j];
    }
    return sum;
}

static double first_by(const double *f_1, size_t inner, size_t i, size_t q,
                       const double *first)
{
    double sum = 0.0;

    for (size_t a = 0; a < inner; a++)
        sum += f_1[a] * first[a * q + i];
    return sum;
}

void paramod_i_tail_store(const paramod_i_tail *tail, int order, size_t inner,
                          size_t q, const double *first, const double *second,
                          size_t row, paramod_i_hazards *hazards)
{
    hazards->log_hazard[row] = tail->log_hazard;
    hazards->cumulative[row] = -tail->log_survival;
    for (size_t j = 0; j < q && order >= 1; j++) {
        hazards->log_hazard_1[j][row] =
            first_by(tail->log_hazard_1, inner, j, q, first);
        hazards->cumulative_1[j][row] =
            -first_by(tail->log_survival_1, inner, j, q, first);
        for (size_t i = 0; i <= j && order >= 2; i++) {
            const size_t ij = paramod_i_pair(i, j);

            hazards->log_hazard_2[ij][row] =
                second_by(tail->log_hazard_1, tail->log_hazard_2, inner, i, j, q,
                          first, second);
            hazards->cumulative_2[ij][row] =
                -second_by(tail->log_survival_1, tail->log_survival_2, inner, i,
                           j, q, first, second);
        }
    }
}
