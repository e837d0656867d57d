/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/kernel_impl.h"
#include "linalg/lanes_impl.h"
#include "ode/kernel_impl.h"

#define AT(x) PARAMOD_I_LANES_AT(x)
#define CONST_AT(x) PARAMOD_I_CONST_LANES_AT(x)
/* All n numbers, a multiple of PARAMOD_I_FLAT, in two blocks of lanes a time. */
#define FOR_FLAT(i, n) for (size_t i = 0, next = ONE; i < (n); i += 2 * ONE, next += 2 * ONE)
enum { ONE = PARAMOD_I_LANE_COUNT };

PARAMOD_I_CLONES
void paramod_i_vector_sum(size_t n, double a, const double *x, double b,
                          const double *y, double *z)
{
    FOR_FLAT(i, n) {
        AT(z + i) = a * CONST_AT(x + i) + b * CONST_AT(y + i);
        AT(z + next) = a * CONST_AT(x + next) + b * CONST_AT(y + next);
    }
}

PARAMOD_I_CLONES
void paramod_i_vector_add(size_t n, const double *x, double *y)
{
    FOR_FLAT(i, n) {
        AT(y + i) += CONST_AT(x + i);
        AT(y + next) += CONST_AT(x + next);
    }
}

PARAMOD_I_CLONES
void paramod_i_vector_add_multiple(size_t n, double a, const double *x,
                                   const double *y, double *z)
{
    FOR_FLAT(i, n) {
        AT(z + i) = a * CONST_AT(x + i) + CONST_AT(y + i);
        AT(z + next) = a * CONST_AT(x + next) + CONST_AT(y + next);
    }
}

PARAMOD_I_CLONES
void paramod_i_vector_scale(size_t n, double a, const double *x, double *z)
{
    FOR_FLAT(i, n) {
        AT(z + i) = a * CONST_AT(x + i);
        AT(z + next) = a * CONST_AT(x + next);
    }
}

void paramod_i_vector_product(size_t n, const double *x, const double *y, double *z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = x[i] * y[i];
}

void paramod_i_vector_quotient(size_t n, const double *x, const double *y, double *z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = x[i] / y[i];
}

void paramod_i_vector_shift(size_t n, const double *x, double b, double *z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = x[i] + b;
}

void paramod_i_vector_absolute(size_t n, const double *x, double *z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = fabs(x[i]);
}

double paramod_i_vector_largest(size_t n, const double *x)
{
    double largest = 0.0;

    for (size_t i = 0; i < n; i++)
        largest = fabs(x[i]) > largest ? fabs(x[i]) : largest;
    return largest;
}

/* x - x is 0, or NaN. */
PARAMOD_I_CLONES
bool paramod_i_vector_is_finite(size_t n, const double *x)
{
    paramod_i_lanes sums = { 0.0 };
    double sum;
    size_t i = 0;

    for (; i + ONE <= n; i += ONE)
        sums += CONST_AT(x + i) - CONST_AT(x + i);
    sum = paramod_i_lanes_total(&sums);
    for (; i < n; i++)
        sum += x[i] - x[i];
    return sum == 0.0;
}

/* ---- norms -------------------------------------------------------------------------- */

PARAMOD_I_INLINE double head_sum(size_t n, const double *x, const double *w)
{
    paramod_i_lanes sum = { 0.0 };

    for (size_t i = 0; i < n; i += ONE) {
        const paramod_i_lanes term = CONST_AT(x + i) * CONST_AT(w + i);

        sum += term * term;
    }
    return paramod_i_lanes_total(&sum);
}

/* The largest sum of squares of a column, or `largest`; a NaN stays. */
PARAMOD_I_INLINE double column_sums(size_t d, size_t stride, const double *x,
                                    const double *w, double largest)
{
    paramod_i_lanes sum = { 0.0 };
    double sums[ONE];

    for (size_t i = 0; i < d; i++) {
        const paramod_i_lanes term = CONST_AT(x + i * stride) * CONST_AT(w + i * stride);

        sum += term * term;
    }
    (void)memcpy(sums, &sum, sizeof sums);
    for (size_t q = 0; q < ONE; q++)
        largest = sums[q] <= largest ? largest : sums[q];
    return largest;
}

PARAMOD_I_CLONES
double paramod_i_vector_norm(const paramod_i_layout *layout, const double *x,
                             const double *w)
{
    const size_t stride = layout->stride, d = layout->d;
    double largest = head_sum(layout->head, x, w);

    for (size_t column = 0; column < stride; column += ONE)
        largest = column_sums(d, stride, x + layout->head + column,
                              w + layout->head + column, largest);
    return sqrt(largest / (double)d);
}

PARAMOD_I_INLINE void row_weights(size_t n, const double *restrict x, double relative,
                                  double absolute, const double *restrict scale,
                                  double *restrict w)
{
    for (size_t j = 0; j < n; j++)
        w[j] = 1.0 / (relative * fabs(x[j]) + absolute * scale[j]);
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
    for (size_t i = 0; i < layout->d; i++)
        row_weights(stride, x + layout->head + i * stride, relative, absolute[i], scale,
                    w + layout->head + i * stride);
}

/* ---- sensitivities ------------------------------------------------------------------ */

/* `width` blocks of lanes; the sums stay in registers, as width is a constant. */
PARAMOD_I_INLINE void variation_columns(const paramod_i_variation *v, size_t width,
                                        size_t stride, size_t column, double *out)
{
    for (size_t i = 0; i < v->jacobian.n; i++) {
        const double *const row = paramod_i_row(&v->jacobian, i);
        const size_t begin = paramod_i_row_begin(&v->jacobian, i);
        const size_t count = paramod_i_row_end(&v->jacobian, i) - begin;
        const size_t place = i * stride + column;
        const double *s = v->s + column + begin * stride;
        paramod_i_lanes sum[4];

        for (size_t q = 0; q < width; q++)
            sum[q] = CONST_AT(v->by_theta + place + q * ONE);
        for (size_t j = 0; j < count; j++, s += stride)
            if (row[j] != 0.0)
                for (size_t q = 0; q < width; q++)
                    sum[q] += row[j] * CONST_AT(s + q * ONE);
        for (size_t q = 0; q < width; q++)
            AT(out + place + q * ONE) =
                v->z != NULL
                    ? v->gamma * sum[q] + v->factor * CONST_AT(v->z + place + q * ONE)
                    : v->gamma * sum[q];
    }
}

PARAMOD_I_CLONES
void paramod_i_variation_rate(const paramod_i_variation *v, size_t stride, double *out)
{
    size_t column = 0;

    for (; column + 4 * ONE <= stride; column += 4 * ONE)
        variation_columns(v, 4, stride, column, out);
    for (; column + 2 * ONE <= stride; column += 2 * ONE)
        variation_columns(v, 2, stride, column, out);
    for (; column < stride; column += ONE)
        variation_columns(v, 1, stride, column, out);
}
