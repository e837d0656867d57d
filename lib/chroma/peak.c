/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The linear peak in closed form.  With tau = t - t0, b = kd tau and
 * b2 = kd (tau - t1) it is J(a, b) while the injection passes (tau < t1), and
 * the integral of J_b from b2 to b afterwards.
 */

#include <float.h>
#include <math.h>

#include <paramod/chroma.h>

#include "chroma/goldstein_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"

enum { A, KD, T0, T1, PARAMETERS };

/* One time on one peak. */
struct moment {
    const paramod_chroma_peak *peak;
    double tau;   /* since the front */
    double b, b2; /* events of desorption since the front, and since its end */
};

static paramod_status check(const paramod_chroma_peak *peak)
{
    const struct { const char *name; double value; } member[] = {
        { "a", peak->a }, { "kd", peak->kd }, { "t0", peak->t0 }
    };

    for (size_t i = 0; i < sizeof member / sizeof member[0]; i++)
        if (!(member[i].value >= 0.0 && member[i].value <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                                "peak: %s = %g is not a finite number of at least 0",
                                member[i].name, member[i].value);
    if (!(peak->t1 >= 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                            "peak: t1 = %g is not at least 0", peak->t1);
    return PARAMOD_OK;
}

/* ---- while the injection passes: c = J(a, b) ------------------------------ */

static void passing_gradient(const struct moment *m, double *g)
{
    const double kd = m->peak->kd;
    const paramod_i_elution j = paramod_i_elution_density(m->peak->a, m->b);

    g[A] = -(j.ab + j.b);
    g[KD] = m->tau * j.b;
    g[T0] = -kd * j.b;
    g[T1] = 0.0;
}

static void passing_hessian(const struct moment *m, double h[][PARAMETERS])
{
    const double kd = m->peak->kd, tau = m->tau;
    const paramod_i_elution j = paramod_i_elution_density(m->peak->a, m->b);
    const paramod_i_elution swapped = paramod_i_elution_density(m->b, m->peak->a);

    h[A][A] = swapped.ab;
    h[A][KD] = tau * j.ab;
    h[A][T0] = -kd * j.ab;
    h[KD][KD] = tau * tau * j.bb;
    h[KD][T0] = -j.k;
    h[T0][T0] = kd * kd * j.bb;
    h[A][T1] = h[KD][T1] = h[T0][T1] = h[T1][T1] = 0.0;
}

/* ---- afterwards: c = integral of J_b from b2 to b -------------------------- */

/* The differences over the window that only derivatives by t0 need: by
 * integrals, or by their ends where those would divide by a small v. */
static void differences(const struct moment *m, const paramod_i_elution *last,
                        paramod_i_panel_sums *sums)
{
    const paramod_i_elution first = paramod_i_elution_density(m->peak->a, m->b);

    if (m->peak->a * m->b2 >= 1.0)
        return;
    sums->bb = first.b - last->b;
    sums->abb = first.ab - last->ab;
    sums->bbb = first.bb - last->bb;
}

static void passed_gradient(const struct moment *m, const paramod_i_elution *last,
                            const paramod_i_panel_sums *sums, double *g)
{
    const double kd = m->peak->kd;

    g[A] = sums->ab;
    g[KD] = kd > 0.0 ? sums->k / kd : m->peak->t1 * last->b;
    g[T0] = -kd * sums->bb;
    g[T1] = kd * last->b;
}

static void passed_hessian(const struct moment *m, const paramod_i_elution *last,
                           const paramod_i_panel_sums *sums,
                           double h[][PARAMETERS])
{
    const double a = m->peak->a, kd = m->peak->kd, t1 = m->peak->t1;

    h[A][A] = sums->aab;
    h[A][KD] = kd > 0.0 ? sums->ak / kd : t1 * last->ab;
    h[A][T0] = -kd * sums->abb;
    h[A][T1] = kd * last->ab;
    h[KD][KD] = kd > 0.0 ? sums->kk / (kd * kd) : t1 * (2.0 * m->tau - t1) * last->bb;
    h[KD][T0] = -a * sums->aab;
    h[KD][T1] = last->k;
    h[T0][T0] = kd * kd * sums->bbb;
    h[T0][T1] = h[T1][T1] = -kd * kd * last->bb;
}

/* ---- both ----------------------------------------------------------------- */

static void mirror(double h[][PARAMETERS])
{
    for (int i = 0; i < PARAMETERS; i++)
        for (int j = 0; j < i; j++)
            h[i][j] = h[j][i];
}

static double passing(const struct moment *m, double *g, double h[][PARAMETERS])
{
    if (g != NULL)
        passing_gradient(m, g);
    if (h != NULL)
        passing_hessian(m, h);
    return paramod_chroma_goldstein(m->peak->a, m->b, NULL);
}

static double passed(const struct moment *m, double *g, double h[][PARAMETERS])
{
    const int order = g != NULL || h != NULL;
    paramod_i_panel_sums sums;

    paramod_i_elution_integrate(m->peak->a, m->b2, m->peak->kd * m->peak->t1,
                                order, &sums);
    if (order > 0) {
        const paramod_i_elution last =
            paramod_i_elution_density(m->peak->a, m->b2);

        differences(m, &last, &sums);
        if (g != NULL)
            passed_gradient(m, &last, &sums, g);
        if (h != NULL)
            passed_hessian(m, &last, &sums, h);
    }
    return sums.b;
}

static double at(const paramod_chroma_peak *peak, double t, double *g,
                 double h[][PARAMETERS])
{
    const double tau = t - peak->t0;
    const struct moment m = { peak, tau, peak->kd * tau,
                              peak->kd * (tau - peak->t1) };
    double c = 0.0;

    if (!(tau >= 0.0)) {
        for (int i = 0; g != NULL && i < PARAMETERS; i++)
            g[i] = 0.0;
        for (int i = 0; h != NULL && i < PARAMETERS * PARAMETERS; i++)
            h[0][i] = 0.0;
        return 0.0;
    }
    c = tau < peak->t1 || isinf(peak->t1) ? passing(&m, g, h) : passed(&m, g, h);
    if (h != NULL)
        mirror(h);
    return c;
}

/*
 * Rounding of the sum, (4 + s^2) 1e-15 c with s the distance of the nearest end
 * of the window from the peak, and of the arguments: a relative change e of a
 * and b changes log J_b by |sqrt(a) - sqrt(b)| (sqrt(a) + sqrt(b)) e.
 */
static double bound(const paramod_chroma_peak *peak, double t, double c)
{
    const double tau = fmax(t - peak->t0, 0.0), root_a = sqrt(peak->a);
    const double high = root_a - sqrt(peak->kd * tau);
    const double low = root_a - sqrt(peak->kd * fmax(tau - peak->t1, 0.0));
    const double s = high > 0.0 ? high : low < 0.0 ? -low : 0.0;
    const double shift = 2.0 * (s + 1.0) * (root_a + s);

    return c * ((4.0 + s * s) * 1e-15 + shift * DBL_EPSILON);
}

paramod_status paramod_chroma_peak_evaluate(const paramod_chroma_peak *peak,
                                            const double *times, size_t count,
                                            double *c, double *gradient,
                                            double *hessian, double *error_bound)
{
    paramod_chroma_peak known = { sizeof known, 0.0, 0.0, 0.0, 0.0 };
    paramod_status status;
    double worst = 0.0;

    if (peak == NULL || (count > 0 && (times == NULL || c == NULL)))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a null pointer");
    status = paramod_i_options_read(&known, sizeof known, peak);
    if (status == PARAMOD_OK)
        status = check(&known);
    if (status != PARAMOD_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        if (isnan(times[i]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "times[%zu] is NaN", i);
    for (size_t i = 0; i < count; i++) {
        double (*h)[PARAMETERS] = hessian == NULL
            ? NULL : (double (*)[PARAMETERS])(hessian + 16 * i);

        c[i] = at(&known, times[i], gradient == NULL ? NULL : gradient + 4 * i, h);
        worst = fmax(worst, bound(&known, times[i], c[i]));
    }
    if (error_bound != NULL)
        *error_bound = worst;
    return PARAMOD_OK;
}
