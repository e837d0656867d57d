/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "chroma/compressible_impl.h"
#include "chroma/chroma_impl.h"
#include "core/memory_impl.h"

enum { NODES = 40, PASSES = 3, CIRCLE = 32 };

struct paramod_i_expansion {
    paramod_i_transfer transfer;
    double speed, dispersion; /* at the inlet */
    double u[NODES], d[NODES];   /* at the nodes, the inlet last */
    double u_x[NODES], d_x[NODES];
    double derivative[NODES][NODES];
    double weight[NODES]; /* of Clenshaw and Curtis */
};

/* ---- Chebyshev's points x_i = (L / 2) (1 + cos(pi i / n)) ------------------------------------ */

static double angle(int i)
{
    return 3.141592653589793 * i / (NODES - 1.0);
}

/* L. N. Trefethen, Spectral Methods in MATLAB, SIAM (2000), chapter 6; differences of
 * cosines as products of sines. */
static void set_derivative(paramod_i_expansion *e, double length)
{
    for (int i = 0; i < NODES; i++) {
        const double ci = i == 0 || i == NODES - 1 ? 2.0 : 1.0;
        double sum = 0.0;

        for (int j = 0; j < NODES; j++) {
            const double cj = j == 0 || j == NODES - 1 ? 2.0 : 1.0;

            if (j == i)
                continue;
            e->derivative[i][j] = ci / cj * ((i + j) % 2 == 0 ? 1.0 : -1.0) /
                                  (-2.0 * sin(0.5 * (angle(i) + angle(j))) *
                                   sin(0.5 * (angle(i) - angle(j)))) * 2.0 / length;
            sum += e->derivative[i][j];
        }
        e->derivative[i][i] = -sum;
    }
}

static void set_weights(paramod_i_expansion *e, double length)
{
    const int n = NODES - 1;

    for (int i = 0; i <= n; i++) {
        double sum = 1.0;

        for (int k = 1; 2 * k <= n; k++)
            sum -= (2 * k == n ? 1.0 : 2.0) * cos(2.0 * k * angle(i)) / (4.0 * k * k - 1.0);
        e->weight[i] = (i == 0 || i == n ? 1.0 : 2.0) / n * sum * 0.5 * length;
    }
}

paramod_i_expansion *paramod_i_expansion_create(const paramod_i_transfer *transfer,
                                                double length, double speed, double ratio,
                                                double dispersion)
{
    paramod_i_expansion *const e = paramod_i_resize(NULL, 1, sizeof *e);
    const double fall = (1.0 - ratio) * (1.0 + ratio);

    if (e == NULL)
        return NULL;
    e->transfer = *transfer;
    e->speed = speed;
    e->dispersion = dispersion;
    set_derivative(e, length);
    set_weights(e, length);
    for (int i = 0; i < NODES; i++) {
        const double x = 0.5 * (1.0 + cos(angle(i))), p = sqrt(1.0 - fall * x);
        const double growth = 0.5 * fall / (length * p * p * p); /* of 1 / p^ */

        e->u[i] = speed / p;
        e->d[i] = dispersion / p;
        e->u_x[i] = speed * growth;
        e->d_x[i] = dispersion * growth;
    }
    return e;
}

void paramod_i_expansion_destroy(paramod_i_expansion *e)
{
    paramod_i_free(e);
}

/* w at all nodes from w' of the pass before. */
static void manifold(const paramod_i_expansion *e, double complex phi,
                     const double complex *w_x, double complex *w)
{
    for (int i = 0; i < NODES; i++) {
        const double b = e->d_x[i] - e->u[i];
        const double complex c = e->d[i] * w_x[i] - phi - e->u_x[i];

        w[i] = -2.0 * c / (b - csqrt(b * b - 4.0 * e->d[i] * c));
    }
}

static void differentiate(const paramod_i_expansion *e, const double complex *w,
                          double complex *w_x)
{
    for (int i = 0; i < NODES; i++) {
        double re = 0.0, im = 0.0;

        for (int j = 0; j < NODES; j++) {
            re += e->derivative[i][j] * creal(w[j]);
            im += e->derivative[i][j] * cimag(w[j]);
        }
        w_x[i] = CMPLX(re, im);
    }
}

/* The other solution, of the layer at the outlet in which c_x falls to 0; its w hardly
 * changes, as u / D is the same everywhere. */
static double complex layer(const paramod_i_expansion *e, double complex phi)
{
    const double b = e->d_x[0] - e->u[0];
    const double complex c = -phi - e->u_x[0];

    return (csqrt(b * b - 4.0 * e->d[0] * c) - b) / (2.0 * e->d[0]);
}

double complex paramod_i_expansion_log(double complex s, const void *expansion)
{
    const paramod_i_expansion *const e = expansion;
    const double complex phi = paramod_i_retention(&e->transfer, s, NULL);
    double complex w[NODES], w_x[NODES] = { 0.0 }, integral = 0.0;

    for (int pass = 0; pass < PASSES; pass++) {
        if (pass > 0)
            differentiate(e, w, w_x);
        manifold(e, phi, w_x, w);
    }
    for (int i = 0; i < NODES; i++)
        integral += e->weight[i] * w[i];
    return integral + clog((1.0 - w[0] / layer(e, phi)) /
                           (1.0 - w[NODES - 1] * e->dispersion / e->speed));
}

/* Coefficient n of the power series at 0 is the mean of ln G(rho z) z^-n over |z| = 1, up
 * to terms of order n + CIRCLE; the integral
 * of w needs no unwrapping. */
void paramod_i_expansion_cumulants(const paramod_i_expansion *e, double cumulant[4])
{
    double carried[4];
    double complex coefficient[5] = { 0.0 };
    double rho, factorial = 1.0;

    (void)paramod_i_transfer_cumulants(&e->transfer, carried);
    rho = 0.5 / sqrt(carried[1] + carried[0] * carried[0] * 1e-6);
    if (e->transfer.kd > 0.0 && rho > 0.4 * e->transfer.kd)
        rho = 0.4 * e->transfer.kd;
    for (int k = 0; k < CIRCLE; k++) {
        const double complex z = cexp(CMPLX(0.0, 6.283185307179586 * (k + 0.5) / CIRCLE));
        const double complex value = paramod_i_expansion_log(rho * z, e);

        for (int n = 0; n <= 4; n++)
            coefficient[n] += value * cpow(rho * z, -n) / CIRCLE;
    }
    for (int n = 1; n <= 4; n++) {
        factorial *= n;
        cumulant[n - 1] = (n % 2 == 1 ? -1.0 : 1.0) * factorial * creal(coefficient[n]);
    }
}
