/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "infer/coordinate_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/triangular_impl.h"

double paramod_i_information_leverage(const paramod_i_information *information,
                                      size_t i)
{
    const size_t k = information->k;
    const size_t rank = paramod_i_information_positive(information);
    double sum = 0.0;

    for (size_t j = rank; j < k; j++)
        sum += information->vector[i + j * k] * information->vector[i + j * k];
    return sum;
}

static void put(const paramod_i_coordinates *out, size_t i, double k_inf, double k_2)
{
    out->k_inf[i * out->stride] = k_inf;
    out->k_2[i * out->stride] = k_2;
}

/* p_i d_i of the comment in the header; its squared norm. */
static double row_of_inverse(const paramod_i_information *information, size_t m,
                             const double *left, size_t i, double *p)
{
    const size_t k = information->k;
    const size_t rank = paramod_i_information_positive(information);
    double norm = 0.0;

    for (size_t t = 0; t < m; t++)
        p[t] = 0.0;
    for (size_t j = 0; j < rank; j++) {
        const double share = information->vector[i + j * k] /
                             sqrt(information->value[j]);

        paramod_i_axpy(m, share, left + j * m, p);
        norm += share * share;
    }
    return norm;
}

void paramod_i_coordinates_of_svd(const paramod_i_information *information, size_t m,
                                  const double *left, double *work,
                                  const paramod_i_coordinates *out)
{
    for (size_t i = 0; i < information->k; i++) {
        double norm;

        if (paramod_i_information_leverage(information, i) > 1e-12) {
            put(out, i, 0.0, 0.0);
            continue;
        }
        norm = row_of_inverse(information, m, left, i, work);
        put(out, i, paramod_i_largest(m, work) / norm * information->scale[i],
            information->scale[i] / sqrt(norm));
    }
}

/* ---- without an SVD ------------------------------------------------------------ */

/* Columns of unit length; false if one is zero. */
static bool scale(size_t m, size_t k, const double *s, double *a, double *size)
{
    for (size_t j = 0; j < k; j++)
        size[j] = 0.0;
    paramod_i_transpose(k, m, s, a);
    for (size_t j = 0; j < k; j++) {
        size[j] = paramod_i_norm(m, a + j * m);
        if (!(size[j] > 0.0))
            return false;
        for (size_t t = 0; t < m; t++)
            a[t + j * m] /= size[j];
    }
    return true;
}

/* Columns of a become orthonormal by Gram-Schmidt, twice for each, which leaves them
 * so to rounding (Giraud, Langou, Rozloznik 2005); r is k x k column-major.  False as
 * soon as less than 1e-6 of a column is left. */
static bool orthonormalise(size_t m, size_t k, double *a, double *r)
{
    for (size_t j = 0; j < k; j++) {
        double *const column = a + j * m;
        double norm;

        for (size_t i = 0; i < j; i++)
            r[i + j * k] = 0.0;
        for (int pass = 0; pass < 2; pass++)
            for (size_t i = 0; i < j; i++) {
                const double along = paramod_i_dot(m, a + i * m, column);

                paramod_i_axpy(m, -along, a + i * m, column);
                r[i + j * k] += along;
            }
        norm = paramod_i_norm(m, column);
        if (!(norm > 1e-6))
            return false;
        r[j + j * k] = norm;
        for (size_t t = 0; t < m; t++)
            column[t] /= norm;
    }
    return true;
}

/* Q becomes Q R'^-1: column j of Q R'^-1 is (q_j - sum_{i>j} r_ji c_i) / r_jj. */
static void invert(size_t m, size_t k, const double *r, double *q)
{
    for (size_t j = k; j-- > 0;) {
        double *const column = q + j * m;

        for (size_t i = j + 1; i < k; i++)
            paramod_i_axpy(m, -r[j + i * k], q + i * m, column);
        for (size_t t = 0; t < m; t++)
            column[t] /= r[j + j * k];
    }
}

paramod_status paramod_i_coordinates_by_qr(size_t m, size_t k, const double *s,
                                           const paramod_i_coordinates *out, bool *done)
{
    double *a, *size, *r, *work;
    const paramod_i_part parts[] = {
        { &a, m, k }, { &size, k, 1 }, { &r, k, k }, { &work, k, 3 } };
    double *block;

    *done = false;
    if (m < k)
        return PARAMOD_OK;
    block = paramod_i_carve(parts, 4);
    if (block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a %zu x %zu matrix",
                            m, k);
    *done = scale(m, k, s, a, size) && orthonormalise(m, k, a, r) &&
            paramod_i_upper_rcond((paramod_i_triangle){ k, r, k }, work) > 1e-6;
    if (*done)
        invert(m, k, r, a);
    for (size_t j = 0; j < k && *done; j++) {
        const double norm = paramod_i_norm(m, a + j * m);

        put(out, j, paramod_i_largest(m, a + j * m) / norm / norm * size[j],
            size[j] / norm);
    }
    paramod_i_free(block);
    return PARAMOD_OK;
}
