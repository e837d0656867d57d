/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules and the error estimate are those of QUADPACK (Piessens, de
 * Doncker-Kapenga, Ueberhuber, Kahaner, 1983), routine QK21; the refinement is
 * that of its QAG, with all components of the integrand on one set of
 * intervals.  Nodes and weights were computed from their definitions by
 * tests/data/quadrature.py.
 */

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "calculus/quadrature_impl.h"
#include "core/sum_impl.h"

enum { MOST = PARAMOD_I_QUADRATURE_MOST };

/* ---- fixed --------------------------------------------------------------- */

enum { PAIRS = 10 };

/* Gauss-Legendre, 20 points: positive nodes, and their weights. */
static const double legendre_node[PAIRS] = {
    0.076526521133497333755, 0.22778585114164507808, 0.37370608871541956067,
    0.510867001950827098,    0.63605368072651502545, 0.74633190646015079261,
    0.83911697182221882339,  0.91223442825132590587, 0.96397192727791379127,
    0.99312859918509492479,
};
static const double legendre_weight[PAIRS] = {
    0.1527533871307258507,   0.14917298647260374679,  0.14209610931838205133,
    0.1316886384491766269,   0.11819453196151841731,  0.10193011981724043504,
    0.083276741576704748725, 0.06267204833410906357,  0.040601429800386941331,
    0.017614007139152118312,
};

/* Half the width, and the centre; neither overflows. */
static double half_width(double a, double b)
{
    return 0.5 * b - 0.5 * a;
}

static double centre(double a, double b)
{
    return 0.5 * a + 0.5 * b;
}

void paramod_i_quadrature_fixed(size_t count, paramod_i_integrand f, void *data,
                                double a, double b, double *integral)
{
    const double half = half_width(a, b), middle = centre(a, b);
    double left[MOST], right[MOST];

    for (size_t i = 0; i < count; i++)
        integral[i] = 0.0;
    for (size_t p = PAIRS; p-- > 0;) { /* the small terms first */
        const double weight = half * legendre_weight[p];

        f(middle - half * legendre_node[p], left, data);
        f(middle + half * legendre_node[p], right, data);
        for (size_t i = 0; i < count; i++)
            integral[i] += weight * (left[i] + right[i]);
    }
}

/* ---- one interval, adaptive ---------------------------------------------- */

enum { KRONROD_PAIRS = 10, POINTS = 21 };

/* Gauss-Kronrod, 21 points: positive nodes from the ends inwards; those of
 * odd index belong to the 10-point Gauss rule too. */
static const double kronrod_node[KRONROD_PAIRS] = {
    0.99565716302580808074, 0.97390652851717172008, 0.930157491355708226,
    0.86506336668898451073, 0.78081772658641689706, 0.67940956829902440623,
    0.56275713466860468334, 0.4333953941292471908,  0.29439286270146019813,
    0.14887433898163121088,
};
static const double kronrod_weight[KRONROD_PAIRS + 1] = { /* and the centre */
    0.011694638867371874278, 0.032558162307964727479, 0.054755896574351996031,
    0.075039674810919952767, 0.093125454583697605535, 0.1093871588022976419,
    0.12349197626206585108,  0.13470921731147332593,  0.1427759385770600808,
    0.14773910490133849137,  0.14944555400291690566,
};
static const double gauss_weight[KRONROD_PAIRS / 2] = {
    0.066671344308688137594, 0.14945134915058059315, 0.219086362515982044,
    0.26926671930999635509,  0.29552422471475287017,
};

typedef struct integrand {
    size_t count;
    paramod_i_integrand f;
    void *data;
} integrand;

/* An interval, with its integrals and their errors in `count` entries each. */
typedef struct piece {
    double a, b;
    double *integral, *error;
    bool exhausted; /* the errors are rounding: halves would have no smaller ones */
} piece;

/* Values at the nodes in ascending order; column i belongs to component i. */
static void sample(const integrand *g, double a, double b, double value[][MOST])
{
    const double half = half_width(a, b), middle = centre(a, b);

    for (size_t p = 0; p < KRONROD_PAIRS; p++) {
        g->f(middle - half * kronrod_node[p], value[p], g->data);
        g->f(middle + half * kronrod_node[p], value[POINTS - 1 - p], g->data);
    }
    g->f(middle, value[KRONROD_PAIRS], g->data);
}

static double weight_of(size_t point)
{
    return kronrod_weight[point <= KRONROD_PAIRS ? point : POINTS - 1 - point];
}

/* QUADPACK's estimate: the difference of the two rules, sharpened where it is
 * small beside `variation`, the integral of |f - mean f|, because the Kronrod
 * rule is then far better than the Gauss rule. */
static double sharpened(double difference, double variation)
{
    if (variation == 0.0 || difference == 0.0)
        return difference;
    return variation * fmin(1.0, pow(200.0 * difference / variation, 1.5));
}

/* Integral and error of component i over the interval sampled.  \return false
 * if the error is nothing but rounding, for which a few units in the last
 * place of the integral of |f| are allowed. */
static bool apply_rules(double value[][MOST], size_t i, const piece *out)
{
    const double half = half_width(out->a, out->b);
    double kronrod = 0.0, gauss = 0.0, variation = 0.0, size = 0.0;
    double error, rounding;

    for (size_t p = 0; p < POINTS; p++) {
        kronrod += weight_of(p) * value[p][i];
        size += weight_of(p) * fabs(value[p][i]);
    }
    for (size_t p = 0; p < KRONROD_PAIRS / 2; p++)
        gauss += gauss_weight[p] *
                 (value[2 * p + 1][i] + value[POINTS - 2 - 2 * p][i]);
    for (size_t p = 0; p < POINTS; p++)
        variation += weight_of(p) * fabs(value[p][i] - 0.5 * kronrod);
    error = sharpened(fabs((kronrod - gauss) * half), fabs(variation * half));
    rounding = 4.0 * DBL_EPSILON * size * fabs(half);
    out->integral[i] = kronrod * half;
    if (!isfinite(out->integral[i])) /* a node may have hit a singularity */
        error = rounding = INFINITY;
    out->error[i] = fmax(error, rounding);
    return error > rounding || isinf(error);
}

static void integrate(const integrand *g, piece *out)
{
    double value[POINTS][MOST];

    sample(g, out->a, out->b, value);
    out->exhausted = true;
    for (size_t i = 0; i < g->count; i++)
        if (apply_rules(value, i, out))
            out->exhausted = false;
}

/* ---- many intervals ------------------------------------------------------ */

enum { MOST_PIECES = 400, STORE = 4096 };

/* All pieces so far; together they make up [a, b]. */
typedef struct partition {
    integrand g;
    double relative, absolute;
    size_t used, most;
    double integral[MOST], error[MOST]; /* sums over the pieces */
    piece piece[MOST_PIECES];
    double store[STORE]; /* for their integrals and errors */
} partition;

/* Names the memory of the next piece; it is not counted yet. */
static piece *next_piece(partition *all, double a, double b)
{
    piece *const fresh = &all->piece[all->used];
    double *const memory = all->store + 2 * all->g.count * all->used;

    *fresh = (piece){ a, b, memory, memory + all->g.count, false };
    return fresh;
}

static void add_up(partition *all)
{
    for (size_t i = 0; i < all->g.count; i++) {
        paramod_i_sum integral = { 0.0, 0.0 }, error = { 0.0, 0.0 };

        for (size_t p = 0; p < all->used; p++) {
            paramod_i_sum_add(&integral, all->piece[p].integral[i]);
            paramod_i_sum_add(&error, all->piece[p].error[i]);
        }
        all->integral[i] = paramod_i_sum_value(&integral);
        all->error[i] = paramod_i_sum_value(&error);
    }
}

static double tolerance(const partition *all, size_t i)
{
    return fmax(all->absolute, all->relative * fabs(all->integral[i]));
}

static bool is_met(const partition *all, size_t i)
{
    return isfinite(all->integral[i]) && all->error[i] <= tolerance(all, i);
}

static bool all_met(const partition *all)
{
    for (size_t i = 0; i < all->g.count; i++)
        if (!is_met(all, i))
            return false;
    return true;
}

/* The largest error of a piece in units of its tolerance, among the components
 * whose tolerance is not met. */
static double urgency(const partition *all, const piece *p)
{
    double most = 0.0;

    for (size_t i = 0; i < all->g.count && !p->exhausted; i++)
        if (!is_met(all, i))
            most = fmax(most, isinf(p->error[i])
                                  ? INFINITY
                                  : p->error[i] / fmax(tolerance(all, i), DBL_MIN));
    return most;
}

/* Null if refinement can do no more. */
static piece *most_urgent(partition *all)
{
    piece *found = NULL;
    double most = 0.0;

    for (size_t p = 0; p < all->used; p++) {
        const double own = urgency(all, &all->piece[p]);

        if (own > most) {
            most = own;
            found = &all->piece[p];
        }
    }
    return found;
}

static void bisect(partition *all, piece *left)
{
    const double middle = centre(left->a, left->b);

    if (middle == left->a || middle == left->b) {
        left->exhausted = true;
        return;
    }
    integrate(&all->g, next_piece(all, middle, left->b));
    all->used++;
    left->b = middle;
    integrate(&all->g, left);
}

/* Pieces whose error is above their share, by width, of a tolerance missed. */
static size_t count_missed(const partition *all, double width)
{
    size_t missed = 0;

    for (size_t p = 0; p < all->used; p++) {
        const piece *const own = &all->piece[p];
        const double share = fabs((own->b - own->a) / width);
        bool met = true;

        for (size_t i = 0; i < all->g.count; i++)
            met = met && (is_met(all, i) ||
                          own->error[i] <= share * tolerance(all, i));
        missed += !met;
    }
    return missed;
}

size_t paramod_i_quadrature_adaptive(size_t count, paramod_i_integrand f,
                                     void *data, double a, double b,
                                     double relative, double absolute,
                                     double *integral, double *error)
{
    const size_t room = STORE / (2 * count);
    partition all; /* large, so not cleared as a whole */
    piece *worst;

    all.g = (integrand){ count, f, data };
    all.relative = relative;
    all.absolute = absolute;
    all.used = 0;
    all.most = room < MOST_PIECES ? room : MOST_PIECES;
    integrate(&all.g, next_piece(&all, a, b));
    all.used = 1;
    for (add_up(&all); !all_met(&all) && all.used < all.most; add_up(&all)) {
        worst = most_urgent(&all);
        if (worst == NULL)
            break;
        bisect(&all, worst);
    }
    (void)memcpy(integral, all.integral, count * sizeof *integral);
    if (error != NULL)
        (void)memcpy(error, all.error, count * sizeof *error);
    return all_met(&all) ? 0 : count_missed(&all, b - a);
}
