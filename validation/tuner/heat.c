/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tuner/problems.h"

static const double pi = 3.14159265358979323846;
static const double dt = 1e-3;

/* Vectors are (m + 2)^2 with a border of zeros. */
struct heat {
    size_t m, row, length, law;
    double *u, *b, *r, *z, *p, *q, *y;
};

heat *heat_create(size_t nx, size_t law)
{
    heat *const h = calloc(1, sizeof *h);
    double *memory;

    if (h == NULL)
        exit(2);
    h->m = nx - 1;
    h->law = law;
    h->row = nx + 1;
    h->length = h->row * h->row;
    memory = calloc(7 * h->length, sizeof *memory);
    if (memory == NULL)
        exit(2);
    h->u = memory;
    h->b = memory + h->length;
    h->r = memory + 2 * h->length;
    h->z = memory + 3 * h->length;
    h->p = memory + 4 * h->length;
    h->q = memory + 5 * h->length;
    h->y = memory + 6 * h->length;
    return h;
}

void heat_destroy(heat *h)
{
    free(h->u);
    free(h);
}

static double kappa(size_t law, double t)
{
    switch (law) {
    case 0:  return fmax(0.1 * sin(2 * pi * t), -10 * sin(2 * pi * t));
    case 1:  return 0.5 + 4 * (1 + sin(3.7 * t)) * (1 + cos(1.3 * t + 1));
    default: return fmax(0.05, 6 * sin(2.3 * t) * sin(0.9 * t) * (1 + 0.3 * cos(7 * t)));
    }
}

double heat_kappa(const heat *h, size_t step)
{
    return kappa(h->law, (double)step * dt);
}

static double bump(double x, double y, double radius)
{
    const double square = (x * x + y * y) / (radius * radius);

    return square < 1 ? exp(1 - 1 / (1 - square)) : 0;
}

/* out = (I + g Lap) in */
static void apply(const heat *h, double g, const double *in, double *out)
{
    for (size_t i = 1; i <= h->m; i++)
        for (size_t k = i * h->row + 1; k <= i * h->row + h->m; k++)
            out[k] = in[k] + g * (4 * in[k] - in[k - 1] - in[k + 1] - in[k - h->row]
                                  - in[k + h->row]);
}

/* z = omega (2 - omega) (D + omega L)^-1 D (D + omega L')^-1 r */
static void precondition(const heat *h, double g, double omega)
{
    const double d = 1 + 4 * g, w = omega * g, factor = omega * (2 - omega);

    for (size_t i = h->m; i >= 1; i--)
        for (size_t k = i * h->row + h->m; k > i * h->row; k--)
            h->y[k] = (h->r[k] + w * (h->y[k + 1] + h->y[k + h->row])) / d;
    for (size_t i = 1; i <= h->m; i++)
        for (size_t k = i * h->row + 1; k <= i * h->row + h->m; k++)
            h->z[k] = h->y[k] + w * (h->z[k - 1] + h->z[k - h->row]) / d;
    for (size_t k = 0; k < h->length; k++)
        h->y[k] = factor * h->z[k];
}

static double dot(const heat *h, const double *x, const double *y)
{
    double sum = 0;

    for (size_t k = 0; k < h->length; k++)
        sum += x[k] * y[k];
    return sum;
}

static size_t conjugate_gradients(heat *h, double g, double omega)
{
    const double limit = 1e-8 * sqrt(dot(h, h->b, h->b));
    double *const x = h->u;
    double old = 1;
    size_t k = 0;

    apply(h, g, x, h->r);
    for (size_t i = 0; i < h->length; i++)
        h->r[i] = h->b[i] - h->r[i];
    for (; sqrt(dot(h, h->r, h->r)) > limit && k < 10000; k++) {
        double product, alpha;

        precondition(h, g, omega); /* leaves its result in y */
        product = dot(h, h->r, h->y);
        for (size_t i = 0; i < h->length; i++)
            h->p[i] = h->y[i] + (k > 0 ? product / old * h->p[i] : 0);
        apply(h, g, h->p, h->q);
        alpha = product / dot(h, h->p, h->q);
        for (size_t i = 0; i < h->length; i++) {
            x[i] += alpha * h->p[i];
            h->r[i] -= alpha * h->q[i];
        }
        old = product;
    }
    return k;
}

/* The right-hand side of a step; g of its matrix. */
static double prepare(heat *h, size_t step)
{
    const double t = ((double)step + 0.5) * dt, space = 1 / ((double)h->m + 1);
    const double g = 0.5 * kappa(h->law, t) * dt / (space * space);
    const double cx = h->law == 0 ? 0.5 + cos(16 * pi * t) / 4 : 0.5 + cos(5 * t) / 3;
    const double cy = h->law == 0 ? 0.5 + sin(16 * pi * t) / 4 : 0.5 + sin(11 * t) / 3;

    for (size_t k = 0; step == 0 && k < h->length; k++)
        h->u[k] = bump((double)(k / h->row) * space - 0.5,
                       (double)(k % h->row) * space - 0.5, 0.25);
    apply(h, -g, h->u, h->b);
    for (size_t i = 1; i <= h->m; i++)
        for (size_t j = 1; j <= h->m; j++)
            h->b[i * h->row + j] += dt * 32 * bump((double)i * space - cx,
                                                   (double)j * space - cy, 0.125);
    return g;
}

double heat_step(heat *h, size_t step, double omega)
{
    const double g = prepare(h, step);

    return (double)conjugate_gradients(h, g, omega);
}

double heat_oracle(heat *h, size_t step)
{
    const double g = prepare(h, step);
    double *const start = malloc(2 * h->length * sizeof *start), *const best = start + h->length;
    double least = INFINITY;

    if (start == NULL)
        exit(2);
    memcpy(start, h->u, h->length * sizeof *start);
    for (size_t k = 0; k < 96; k++) {
        double count;

        memcpy(h->u, start, h->length * sizeof *start);
        count = (double)conjugate_gradients(h, g, 1 + 0.01 * (double)k);
        if (count < least) {
            least = count;
            memcpy(best, h->u, h->length * sizeof *best);
        }
    }
    memcpy(h->u, best, h->length * sizeof *best);
    free(start);
    return least;
}
