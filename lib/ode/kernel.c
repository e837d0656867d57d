/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/kernel_impl.h"
#include "ode/kernel_impl.h"

/* Loops over blocks of lanes, so that the compiler knows that none remain. */
#define LANES(i, q, n) \
    for (size_t i = 0; i < (n); i += PARAMOD_I_LANES) \
        for (size_t q = i; q < i + PARAMOD_I_LANES; q++)

PARAMOD_I_CLONES
void paramod_i_vector_sum(size_t n, double a, const double *x, double b,
                          const double *y, double *z)
{
    LANES(i, q, n)
        z[q] = a * x[q] + b * y[q];
}

PARAMOD_I_CLONES
void paramod_i_vector_add(size_t n, const double *restrict x, double *restrict y)
{
    LANES(i, q, n)
        y[q] += x[q];
}

PARAMOD_I_CLONES
void paramod_i_vector_scale(size_t n, double a, const double *x, double *z)
{
    LANES(i, q, n)
        z[q] = a * x[q];
}

PARAMOD_I_CLONES
void paramod_i_vector_product(size_t n, const double *x, const double *y, double *z)
{
    LANES(i, q, n)
        z[q] = x[q] * y[q];
}

PARAMOD_I_CLONES
void paramod_i_vector_quotient(size_t n, const double *x, const double *y, double *z)
{
    LANES(i, q, n)
        z[q] = x[q] / y[q];
}

PARAMOD_I_CLONES
void paramod_i_vector_absolute(size_t n, const double *x, double *z)
{
    LANES(i, q, n)
        z[q] = fabs(x[q]);
}

PARAMOD_I_CLONES
void paramod_i_vector_shift(size_t n, const double *x, double b, double *z)
{
    LANES(i, q, n)
        z[q] = x[q] + b;
}

double paramod_i_vector_largest(size_t n, const double *x)
{
    double largest = 0.0;

    for (size_t i = 0; i < n; i++)
        largest = fabs(x[i]) > largest ? fabs(x[i]) : largest;
    return largest;
}

/* ---- norms -------------------------------------------------------------------------- */

PARAMOD_I_INLINE double head_sum(size_t n, const double *x, const double *w)
{
    double sum[PARAMOD_I_LANES] = { 0.0 };

    for (size_t i = 0; i < n; i += PARAMOD_I_LANES)
        for (size_t q = 0; q < PARAMOD_I_LANES; q++) {
            const double term = x[i + q] * w[i + q];

            sum[q] += term * term;
        }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

PARAMOD_I_CLONES
double paramod_i_vector_norm(const paramod_i_layout *layout, const double *x,
                             const double *w)
{
    const size_t stride = layout->stride, d = layout->d;
    double largest = head_sum(layout->head, x, w);

    x += layout->head;
    w += layout->head;
    for (size_t column = 0; column < stride; column += PARAMOD_I_LANES) {
        double sum[PARAMOD_I_LANES] = { 0.0 };

        for (size_t i = 0; i < d; i++)
            for (size_t q = 0; q < PARAMOD_I_LANES; q++) {
                const double term = x[i * stride + column + q] *
                                    w[i * stride + column + q];

                sum[q] += term * term;
            }
        for (size_t q = 0; q < PARAMOD_I_LANES; q++) /* a NaN stays */
            largest = sum[q] <= largest ? largest : sum[q];
    }
    return sqrt(largest / (double)d);
}

PARAMOD_I_CLONES
void paramod_i_vector_weights(const paramod_i_layout *layout, const double *x,
                              double relative, const double *absolute,
                              const double *scale, double *w)
{
    const size_t stride = layout->stride;

    for (size_t i = 0; i < layout->d; i++)
        w[i] = 1.0 / (relative * fabs(x[i]) + absolute[i]);
    for (size_t i = layout->d; i < layout->head; i++)
        w[i] = 1.0;
    x += layout->head;
    w += layout->head;
    for (size_t i = 0; i < layout->d; i++, x += stride, w += stride) {
        const double tolerance = absolute[i];

        LANES(j, q, stride)
            w[q] = 1.0 / (relative * fabs(x[q]) + tolerance * scale[q]);
    }
}

/* ---- sensitivities ------------------------------------------------------------------ */

/* `block` columns from `column` on; the sums stay in registers. */
PARAMOD_I_INLINE void variation_columns(const paramod_i_variation *v, size_t block,
                                        size_t stride, size_t column, double *out)
{
    const double *const s = v->s + column;

    for (size_t i = 0; i < v->jacobian.n; i++) {
        const double *const row = paramod_i_row(&v->jacobian, i);
        const size_t begin = paramod_i_row_begin(&v->jacobian, i);
        const size_t end = paramod_i_row_end(&v->jacobian, i);
        const size_t place = i * stride + column;
        double sum[8];

        for (size_t q = 0; q < block; q++)
            sum[q] = v->by_theta[place + q];
        for (size_t j = begin; j < end; j++) {
            const double entry = row[j - begin];

            if (entry != 0.0)
                for (size_t q = 0; q < block; q++)
                    sum[q] += entry * s[j * stride + q];
        }
        if (v->z != NULL)
            for (size_t q = 0; q < block; q++)
                out[place + q] = v->gamma * sum[q] + v->factor * v->z[place + q];
        else
            for (size_t q = 0; q < block; q++)
                out[place + q] = v->gamma * sum[q];
    }
}

PARAMOD_I_CLONES
void paramod_i_variation_rate(const paramod_i_variation *v, size_t stride, double *out)
{
    size_t column = 0;

    for (; column + 8 <= stride; column += 8)
        variation_columns(v, 8, stride, column, out);
    for (; column < stride; column += PARAMOD_I_LANES)
        variation_columns(v, PARAMOD_I_LANES, stride, column, out);
}
