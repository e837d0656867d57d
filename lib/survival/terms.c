/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Likelihood terms of a block from log h and H (manual, "Kinds of rows").  The
 * loops have no branches, so that the compiler can vectorise them. */

#include <config.h>

#include <math.h>
#include <string.h>

#include "survival/terms_impl.h"

#ifdef PARAMOD_VECTOR_MATH
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

static size_t padded(size_t count)
{
    return (count + PARAMOD_I_LANES - 1) & ~(size_t)(PARAMOD_I_LANES - 1);
}

/* y = w (a - b), or -w b without a */
CLONES
static void weigh(size_t n, const double *restrict w, const double *restrict a,
                  const double *restrict b, double *restrict y)
{
    if (a == NULL)
        for (size_t r = 0; r < n; r++)
            y[r] = -w[r] * b[r];
    else
        for (size_t r = 0; r < n; r++)
            y[r] = w[r] * (a[r] - b[r]);
}

void paramod_i_terms_set(const paramod_i_wanted *wanted, bool exact,
                         const double *w, const paramod_i_hazards *h,
                         paramod_i_terms *terms)
{
    const size_t n = wanted->count;

    weigh(n, w, exact ? h->log_hazard : NULL, h->cumulative, terms->value);
    for (size_t j = 0; j < wanted->q && wanted->order > 0; j++) {
        if (!wanted->active[j])
            continue;
        weigh(n, w, exact ? h->log_hazard_1[j] : NULL, h->cumulative_1[j],
              terms->first[j]);
        for (size_t i = 0; i <= j && wanted->order > 1; i++) {
            const size_t k = paramod_i_pair(i, j);

            if (wanted->active[i])
                weigh(n, w, exact ? h->log_hazard_2[k] : NULL,
                      h->cumulative_2[k], terms->second[k]);
        }
    }
}

CLONES
static void add(size_t n, const double *restrict w, const double *restrict x,
                double *restrict y)
{
    for (size_t r = 0; r < n; r++)
        y[r] += w[r] * x[r];
}

void paramod_i_terms_add(const paramod_i_wanted *wanted, const double *w,
                         const paramod_i_hazards *h, paramod_i_terms *terms)
{
    const size_t n = wanted->count;

    add(n, w, h->cumulative, terms->value);
    for (size_t j = 0; j < wanted->q && wanted->order > 0; j++) {
        if (!wanted->active[j])
            continue;
        add(n, w, h->cumulative_1[j], terms->first[j]);
        for (size_t i = 0; i <= j && wanted->order > 1; i++)
            if (wanted->active[i])
                add(n, w, h->cumulative_2[paramod_i_pair(i, j)],
                    terms->second[paramod_i_pair(i, j)]);
    }
}

CLONES
static void subtract(size_t n, const double *restrict x, double *restrict y)
{
    for (size_t r = 0; r < n; r++)
        y[r] -= x[r];
}

void paramod_i_terms_subtract(const paramod_i_wanted *wanted,
                              const paramod_i_hazards *lower,
                              paramod_i_hazards *upper)
{
    const size_t n = wanted->count;

    subtract(n, lower->cumulative, upper->cumulative);
    for (size_t j = 0; j < wanted->q && wanted->order > 0; j++) {
        subtract(n, lower->cumulative_1[j], upper->cumulative_1[j]);
        for (size_t i = 0; i <= j && wanted->order > 1; i++)
            subtract(n, lower->cumulative_2[paramod_i_pair(i, j)],
                     upper->cumulative_2[paramod_i_pair(i, j)]);
    }
}

/* log(1 - e^-D), switched at log 2 where either form is good to an ulp or two
 * (Maechler 2012, "Accurately computing log(1 - exp(-|a|))"). */
static double log1mexp(double d)
{
    return d <= 0.6931471805599453 ? log(-expm1(-d)) : log1p(-exp(-d));
}

/* With f = 1 / expm1(D), the derivatives are D' f and D'' f - (D'f)(D'(1 + f)):
 * the product form neither overflows for large D nor loses D' near 0. */
void paramod_i_terms_within(const paramod_i_wanted *wanted, const double *w,
                            const paramod_i_hazards *h, paramod_i_terms *terms)
{
    const size_t n = wanted->count;
    double f[PARAMOD_I_BLOCK], wf[PARAMOD_I_BLOCK];

    for (size_t r = 0; r < n; r++) {
        f[r] = 1.0 / expm1(h->cumulative[r]);
        wf[r] = w[r] * f[r];
        terms->value[r] += w[r] * log1mexp(h->cumulative[r]);
    }
    for (size_t j = 0; j < wanted->q && wanted->order > 0; j++) {
        const double *d_j = h->cumulative_1[j];

        if (!wanted->active[j])
            continue;
        add(n, wf, d_j, terms->first[j]);
        for (size_t i = 0; i <= j && wanted->order > 1; i++) {
            const size_t k = paramod_i_pair(i, j);

            if (!wanted->active[i])
                continue;
            for (size_t r = 0; r < n; r++)
                terms->second[k][r] += wf[r] * h->cumulative_2[k][r] -
                                       (wf[r] * h->cumulative_1[i][r]) *
                                       (d_j[r] * (1.0 + f[r]));
        }
    }
}

static void zero(double *x, size_t from, size_t to)
{
    (void)memset(x + from, 0, (to - from) * sizeof *x);
}

static void zero_from(const paramod_i_wanted *wanted, size_t from,
                      paramod_i_terms *terms)
{
    const size_t end = padded(wanted->count);

    if (from == end)
        return;
    zero(terms->value, from, end);
    for (size_t j = 0; j < wanted->q && wanted->order > 0; j++) {
        zero(terms->first[j], from, end);
        for (size_t i = 0; i <= j && wanted->order > 1; i++)
            zero(terms->second[paramod_i_pair(i, j)], from, end);
    }
}

void paramod_i_terms_clear(const paramod_i_wanted *wanted, paramod_i_terms *terms)
{
    zero_from(wanted, 0, terms);
}

void paramod_i_terms_pad(const paramod_i_wanted *wanted, paramod_i_terms *terms)
{
    zero_from(wanted, wanted->count, terms);
}
