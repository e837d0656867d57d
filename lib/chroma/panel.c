/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Gauss-Legendre panels over the density of elution.  The exponent changes by
 * at most 14 within a panel, and no panel is longer than 3 standard deviations
 * times sqrt(2); 16 nodes then leave less than 1e-15 (the n-point error of
 * exp(-c x) on [0, 1] is c^2n n!^4 / ((2n + 1) (2n)!^3): 2e-18 for c = 14).
 */

#include "core/kernel_impl.h"

#include "chroma/bessel_table.h"
#include "chroma/panel_impl.h"

enum { NODES = 16, NEAR = 44, FAR = 12 };

#define FAR_FROM 20.0 /* where the far polynomials begin */

/* sum c_k T_k(t) by Clenshaw's recurrence. */
PARAMOD_I_INLINE double chebyshev(const double *c, double t)
{
    double last = 0.0, previous = 0.0;

    for (int k = NEAR - 1; k > 0; k--) {
        const double next = 2.0 * t * last - previous + c[k];

        previous = last;
        last = next;
    }
    return t * last - previous + c[0];
}

PARAMOD_I_INLINE double far_polynomial(const double *c, double y)
{
    double sum = c[FAR - 1];

    for (int k = FAR - 2; k >= 0; k--)
        sum = sum * y + c[k];
    return sum;
}

/* z >= FAR_FROM. */
PARAMOD_I_INLINE paramod_i_bessel far_pair(double z)
{
    const double y = FAR_FROM / z, scale = 1.0 / sqrt(z);
    const paramod_i_bessel pair = {
        far_polynomial(far_0, y) * scale, far_polynomial(far_1, y) * scale,
        far_polynomial(far_d, y) * scale / z
    };

    return pair;
}

/* Any z >= 0. */
PARAMOD_I_INLINE paramod_i_bessel any_pair(double z)
{
    const double t = (z < FAR_FROM ? z : FAR_FROM) / 10.0 - 1.0;
    const double i0 = chebyshev(near_0, t);
    const double i1 = chebyshev(near_1, t) * z / (z + 2.0);
    const paramod_i_bessel far = far_pair(z < FAR_FROM ? FAR_FROM : z);
    const paramod_i_bessel pair = {
        z < FAR_FROM ? i0 : far.i0, z < FAR_FROM ? i1 : far.i1,
        z < FAR_FROM ? i0 - i1 : far.difference
    };

    return pair;
}

paramod_i_bessel paramod_i_bessel_scaled(double z)
{
    return z >= FAR_FROM ? far_pair(z) : any_pair(z);
}

/* The nodes of one panel: w, s = sqrt(a) - w, and with v = w^2 the functions
 * P = e^-(a+v) I0, Q = e^-(a+v) I1 and P - Q times weight * dv. */
struct panel {
    double w[NODES], s[NODES], p[NODES], q[NODES], d[NODES];
};

PARAMOD_I_CLONES
static void evaluate(double root_a, double w_0, double near, double length,
                     struct panel *panel)
{
    const int far = 2.0 * root_a * w_0 >= FAR_FROM;

    for (int i = 0; i < NODES; i++) {
        const double step = length * node[i], s = near - step, w = w_0 + step;

        panel->w[i] = w;
        panel->s[i] = s;
        panel->p[i] = exp(-s * s) * (2.0 * w * length * weight[i]);
    }
    for (int i = 0; far && i < NODES; i++) {
        const paramod_i_bessel pair = far_pair(2.0 * root_a * panel->w[i]);

        panel->q[i] = panel->p[i] * pair.i1;
        panel->d[i] = panel->p[i] * pair.difference;
        panel->p[i] *= pair.i0;
    }
    for (int i = 0; !far && i < NODES; i++) {
        const paramod_i_bessel pair = any_pair(2.0 * root_a * panel->w[i]);

        panel->q[i] = panel->p[i] * pair.i1;
        panel->d[i] = panel->p[i] * pair.difference;
        panel->p[i] *= pair.i0;
    }
}

/*
 * With r = sqrt(a) / w, z = 2 sqrt(a) w and P' = -P + r Q,
 * Q' = -Q + r P - Q / (2v), every integrand is a combination of P - Q and terms
 * in s, both small where the integrand is:
 *
 *     J_b       = r Q                        J_ab = P - Q - (s / w) Q
 *     (v J_b)'  = a (P - Q) + sqrt(a) s Q
 *     J_aab     = s^2 / (sqrt(a) w) Q - 2 (P - Q),   (v J_b)'' = a J_aab
 *     (v J_ab)' = (1 - s^2) P - z (P - Q)
 */
static void add_derivatives(double root_a, const struct panel *panel,
                            paramod_i_panel_sums *sums)
{
    const double a = root_a * root_a;

    for (int i = 0; i < NODES; i++) {
        const double w = panel->w[i], v = w * w, s = panel->s[i];
        const double q = panel->q[i], d = panel->d[i], density = root_a / w * q;
        const double ab = d - s / w * q;
        const double aab = s * s / (root_a * w) * q - 2.0 * d;
        const double k = a * d + root_a * s * q;
        const double ak = (1.0 - s * s) * panel->p[i] - 2.0 * root_a * w * d;
        const double bb = (k - density) / v;

        sums->ab += ab;
        sums->aab += aab;
        sums->k += k;
        sums->kk += a * v * aab;
        sums->ak += ak;
        sums->bb += bb;
        sums->abb += (ak - ab) / v;
        sums->bbb += (a * aab - 2.0 * bb) / v;
    }
}

void paramod_i_panel_integrate(double root_a, double w_0, double near,
                               double length, int order,
                               paramod_i_panel_sums *sums)
{
    struct panel panel;
    double p = 0.0, b = 0.0;

    evaluate(root_a, w_0, near, length, &panel);
    for (int i = 0; i < NODES; i++) {
        p += panel.p[i];
        b += panel.q[i] / panel.w[i];
    }
    sums->p += p;
    sums->b += root_a * b;
    if (order > 0)
        add_derivatives(root_a, &panel, sums);
}
