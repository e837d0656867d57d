/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fractions modulo 2^61 - 1. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/fibre_impl.h"
#include "sem/modular_impl.h"

static uint64_t to_mod(paramod_sem_fraction f)
{
    return paramod_i_mod_times(
        paramod_i_mod_of(f.numerator),
        paramod_i_mod_inverse(paramod_i_mod_of(f.denominator)));
}

static double to_double(paramod_sem_fraction f)
{
    return (double)f.numerator / (double)f.denominator;
}

static paramod_status check(const paramod_sem_graph *g, const paramod_sem_fraction *f,
                            const char *name, const char *function)
{
    for (size_t k = 0; k < g->n * g->n; k++)
        if (f[k].denominator <= 0)
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, function, "%s[%zu][%zu]: the "
                                  "denominator %ld is not positive", name, k / g->n,
                                  k % g->n, (long)f[k].denominator);
    return PARAMOD_OK;
}

/* sigma = (I - Lambda)^-T Omega (I - Lambda)^-1; false if p divides the
 * determinant.  m and e are n n of work. */
static bool covariance(size_t n, const paramod_sem_fraction *lambda,
                       const paramod_sem_fraction *omega, uint64_t *m, uint64_t *e,
                       uint64_t *sigma)
{
    for (size_t k = 0; k < n * n; k++) {
        e[k] = k / n == k % n;
        m[k] = paramod_i_mod_minus(e[k], to_mod(lambda[k]));
    }
    if (paramod_i_mod_solve(n, n, m, e) == 0)
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            uint64_t sum = 0;

            for (size_t k = 0; k < n; k++)
                for (size_t l = 0; l < n; l++)
                    if (omega[k * n + l].numerator != 0)
                        sum = paramod_i_mod_plus(sum, paramod_i_mod_times(
                            paramod_i_mod_times(e[k * n + i], e[l * n + j]),
                            to_mod(omega[k * n + l])));
            sigma[i * n + j] = sum;
        }
    return true;
}

static paramod_status read_back(size_t n, const uint64_t *mod, const double *about,
                                const char *function, paramod_sem_fraction *out)
{
    for (size_t k = 0; k < n * n; k++) {
        paramod_sem_fraction f = { 0, 1 };

        if (!paramod_i_mod_fraction(mod[k], &f.numerator, &f.denominator)
            || fabs(to_double(f) - about[k]) > 1e-6 * (1 + fabs(about[k])))
            return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, function, "entry "
                                  "[%zu][%zu], about %g, is no fraction with terms up "
                                  "to 2^30", k / n, k % n, about[k]);
        out[k] = f;
    }
    return PARAMOD_OK;
}

paramod_status paramod_sem_covariance_exact(const paramod_sem_graph *graph,
                                            const paramod_sem_fraction *lambda,
                                            const paramod_sem_fraction *omega,
                                            paramod_sem_fraction *sigma)
{
    const size_t n = graph->n;
    double *about;
    uint64_t *mod;
    paramod_status status = check(graph, lambda, "lambda", __func__);

    if (status == PARAMOD_OK)
        status = check(graph, omega, "omega", __func__);
    if (status != PARAMOD_OK)
        return status;
    about = paramod_i_resize(NULL, 3 * n * n, sizeof *about);
    mod = paramod_i_resize(NULL, 3 * n * n, sizeof *mod);
    if (about == NULL || mod == NULL) {
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n);
    } else {
        for (size_t k = 0; k < n * n; k++) {
            about[n * n + k] = to_double(lambda[k]);
            about[2 * n * n + k] = to_double(omega[k]);
        }
        status = paramod_sem_covariance(graph, about + n * n, about + 2 * n * n, about,
                                        NULL);
        if (status == PARAMOD_OK
            && !covariance(n, lambda, omega, mod, mod + n * n, mod + 2 * n * n))
            status = PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "det(I - Lambda) is a "
                                  "multiple of 2^61 - 1");
        if (status == PARAMOD_OK)
            status = read_back(n, mod + 2 * n * n, about, __func__, sigma);
    }
    paramod_i_free(about);
    paramod_i_free(mod);
    return status;
}

/* ---- points of a fibre -------------------------------------------------- */

/* The simplest fraction near x, by its continued fraction, if terms up to 2^20 come
 * within 1e-9 of it (relative): by chance that happens to no more than one number
 * in a hundred, and an exact check follows. */
static bool simplest(double x, paramod_sem_fraction *f)
{
    const double bound = 0x1p20;
    double a = floor(x), rest = x - a, h0 = 1, h1 = a, k0 = 0, k1 = 1;

    for (int step = 0; step < 40; step++) {
        double h2, k2;

        if (fabs(h1) > bound || k1 > bound)
            return false;
        if (fabs(x - h1 / k1) <= 1e-9 * fmax(1e-3, fabs(x))) {
            *f = (paramod_sem_fraction){ (int64_t)h1, (int64_t)k1 };
            return true;
        }
        if (rest == 0)
            return false;
        a = floor(1 / rest);
        rest = 1 / rest - a;
        h2 = a * h1 + h0;
        k2 = a * k1 + k0;
        h0 = h1;
        h1 = h2;
        k0 = k1;
        k1 = k2;
    }
    return false;
}

/* omega = (I - Lambda)' Sigma (I - Lambda). */
static void find_omega(size_t n, const uint64_t *m, const paramod_sem_fraction *sigma,
                       uint64_t *omega)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            uint64_t sum = 0;

            for (size_t a = 0; a < n; a++)
                for (size_t b = 0; b < n; b++)
                    sum = paramod_i_mod_plus(sum, paramod_i_mod_times(
                        paramod_i_mod_times(m[a * n + i], m[b * n + j]),
                        to_mod(sigma[a * n + b])));
            omega[i * n + j] = sum;
        }
}

static paramod_status recognise(const paramod_sem_graph *g,
                                const paramod_i_fibre_entry *e,
                                const paramod_sem_fraction *sigma, uint64_t *work,
                                paramod_sem_fraction *lambda,
                                paramod_sem_fraction *omega)
{
    const size_t n = g->n;
    uint64_t *m = work, *mod = work + n * n;
    static const char function[] = "paramod_sem_fibre_exact";

    for (size_t k = 0; k < n * n; k++) {
        if (!simplest(e->lambda[k], &lambda[k]))
            return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, function, "the coefficient of "
                                  "%s>%s, about %.15g, is no fraction with terms up to "
                                  "2^20", g->name[k / n], g->name[k % n], e->lambda[k]);
        m[k] = paramod_i_mod_minus(k / n == k % n, to_mod(lambda[k]));
    }
    find_omega(n, m, sigma, mod);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (i != j && !paramod_sem_graph_has_bidirected(g, i, j)
                && mod[i * n + j] != 0)
                return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, function, "the nearest "
                                      "fractions do not solve the equation of nodes %s "
                                      "and %s: the point is not rational", g->name[i],
                                      g->name[j]);
    return read_back(n, mod, e->omega, function, omega);
}

paramod_status paramod_sem_fibre_exact(const paramod_sem_fibre *fibre, size_t k,
                                       const paramod_sem_fraction *sigma,
                                       paramod_sem_fraction *lambda,
                                       paramod_sem_fraction *omega)
{
    const size_t each = fibre->graph->n * fibre->graph->n;
    paramod_sem_fraction *found;
    uint64_t *work;
    paramod_status status;

    if (k >= fibre->points)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no point %zu: the fibre has "
                            "%zu", k, fibre->points);
    status = check(fibre->graph, sigma, "sigma", __func__);
    if (status != PARAMOD_OK)
        return status;
    found = paramod_i_resize(NULL, 2 * each, sizeof *found);
    work = paramod_i_resize(NULL, 2 * each, sizeof *work);
    status = found == NULL || work == NULL
        ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", fibre->graph->n)
        : recognise(fibre->graph, &fibre->entry[k], sigma, work, found, found + each);
    if (status == PARAMOD_OK) {
        memcpy(lambda, found, each * sizeof *lambda);
        memcpy(omega, found + each, each * sizeof *omega);
    }
    paramod_i_free(found);
    paramod_i_free(work);
    return status;
}
