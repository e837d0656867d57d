/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Loops of our own rather than BLAS: at the sizes of parametric models they are
 * as fast, they need no lock, and they give the same bits with every BLAS.
 * The file is compiled with the vectorising flags of the kernels.
 */

#include <math.h>

#include "linalg/dense_impl.h"

/* Four partial sums break the chain of dependent additions, and let the error
 * grow with n / 4. */
double paramod_i_dot(size_t n, const double *x, const double *y)
{
    double s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0;
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        s0 += x[i] * y[i];
        s1 += x[i + 1] * y[i + 1];
        s2 += x[i + 2] * y[i + 2];
        s3 += x[i + 3] * y[i + 3];
    }
    for (; i < n; i++)
        s0 += x[i] * y[i];
    return (s0 + s1) + (s2 + s3);
}

double paramod_i_largest(size_t n, const double *x)
{
    double largest = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double size = fabs(x[i]);

        largest = size > largest || isnan(size) ? size : largest;
        if (isnan(largest))
            return largest;
    }
    return largest;
}

/* The plain sum of squares s is accurate if it has not overflowed and is at
 * least 2^-900: squares that underflow lose 2^-1074 each, which is nothing
 * beside s for any n.  Otherwise the vector is scaled by a power of two, which
 * is exact, so that its largest entry is in [1, 2). */
double paramod_i_norm(size_t n, const double *x)
{
    const double s = paramod_i_dot(n, x, x);
    double largest, scaled = 0.0;
    int exponent;

    if (s >= 0x1p-900 && s <= 0x1p1000)
        return sqrt(s);
    largest = paramod_i_largest(n, x);
    if (largest == 0.0 || !isfinite(largest))
        return largest;
    exponent = ilogb(largest);
    for (size_t i = 0; i < n; i++) {
        const double y = scalbn(x[i], -exponent);

        scaled += y * y;
    }
    return scalbn(sqrt(scaled), exponent);
}

void paramod_i_axpy(size_t n, double alpha, const double *x, double *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] += alpha * x[i];
}

void paramod_i_times(size_t rows, size_t columns, const double *a,
                     const double *x, double *y)
{
    for (size_t i = 0; i < rows; i++)
        y[i] = 0.0;
    for (size_t j = 0; j < columns; j++)
        paramod_i_axpy(rows, x[j], a + j * rows, y);
}

void paramod_i_transposed_times(size_t rows, size_t columns, const double *a,
                                const double *x, double *y)
{
    for (size_t j = 0; j < columns; j++)
        y[j] = paramod_i_dot(rows, a + j * rows, x);
}

double paramod_i_quadratic(size_t n, const double *a, const double *x)
{
    double sum = 0.0;

    for (size_t j = 0; j < n; j++)
        sum += x[j] * paramod_i_dot(n, a + j * n, x);
    return sum;
}

void paramod_i_transpose(size_t rows, size_t columns, const double *a, double *b)
{
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0; i < rows; i++)
            b[j + i * columns] = a[i + j * rows];
}

void paramod_i_symmetrise(size_t n, double *a)
{
    for (size_t j = 0; j < n; j++)
        for (size_t i = j + 1; i < n; i++)
            a[j + i * n] = a[i + j * n];
}

bool paramod_i_all_finite(size_t n, const double *x)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

double paramod_i_norm_1(size_t n, const double *a)
{
    double norm = 0.0;

    for (size_t j = 0; j < n; j++) {
        double sum = 0.0;

        for (size_t i = 0; i < n; i++)
            sum += fabs(a[i + j * n]);
        norm = sum > norm || isnan(sum) ? sum : norm;
        if (isnan(norm))
            return norm;
    }
    return norm;
}
