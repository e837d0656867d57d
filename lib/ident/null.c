/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Null directions, as combinations of parameters and as monomials. */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "ident/analysis_impl.h"

enum { MOST_TERMS = 8, MOST_DENOMINATOR = 6 };

const char *paramod_i_analysis_label(const paramod_ident_analysis *analysis, size_t j,
                                     char text[PARAMOD_I_LABEL_SIZE])
{
    static const char *const prefix[] = { "", "log ", "log10 " };
    const paramod_ident *const ident = analysis->ident;

    if (ident == NULL)
        (void)paramod_i_format(text, PARAMOD_I_LABEL_SIZE, "x[%zu]", j);
    else
        (void)paramod_i_format(text, PARAMOD_I_LABEL_SIZE, "%s'%s'",
                               prefix[ident->scale[ident->index[j]]],
                               paramod_space_name(ident->space, ident->index[j]));
    return text;
}

/* ---- directions -------------------------------------------------------------------- */

/* From scaled coordinates to coordinates, with a largest entry of 1; entries that
 * are rounding of 0 become 0. */
static void unscale(const paramod_i_information *information, double *v)
{
    const size_t k = information->k;
    const double level = fmax(1e-6, 16.0 * information->tolerance);
    double most = 0.0, largest = 0.0, lead = 1.0;

    for (size_t j = 0; j < k; j++)
        most = fmax(most, fabs(v[j]));
    for (size_t j = 0; j < k; j++) {
        v[j] = fabs(v[j]) > level * most ? v[j] / information->scale[j] : 0.0;
        if (fabs(v[j]) > largest * (1.0 + 1e-6)) {
            largest = fabs(v[j]);
            lead = v[j];
        }
    }
    for (size_t j = 0; j < k; j++)
        v[j] /= lead;
}

void paramod_i_analysis_null(const paramod_ident_analysis *analysis, double *directions,
                             size_t *lead)
{
    const size_t k = analysis->report.free;

    paramod_i_information_null_basis(analysis->information, directions, lead);
    for (size_t c = 0; c < analysis->report.null_directions; c++)
        unscale(analysis->information, directions + c * k);
}

/* ---- words ---------------------------------------------------------------------------- */

static void say_term(paramod_i_sentence *s, const char *before, double c,
                     const char *label)
{
    paramod_i_say(s, "%s", before);
    if (fabs(fabs(c) - 1.0) > 5e-4)
        paramod_i_say(s, "%.3g ", fabs(c));
    paramod_i_say(s, "%s", label);
}

static void say_combination(paramod_i_sentence *s, const paramod_ident_analysis *a,
                            const double *v)
{
    char label[PARAMOD_I_LABEL_SIZE];
    size_t terms = 0;

    for (size_t j = 0; j < a->report.free; j++) {
        if (v[j] == 0.0)
            continue;
        if (terms == MOST_TERMS) {
            paramod_i_say(s, " + ...");
            return;
        }
        say_term(s, terms == 0 ? (v[j] < 0.0 ? "-" : "") : v[j] < 0.0 ? " - " : " + ",
                 v[j], paramod_i_analysis_label(a, j, label));
        terms++;
    }
}

/* ---- monomials --------------------------------------------------------------------------- */

/* dlog theta_j for dx_j = 1; 0 where theta is not positive. */
static double logarithmic(const paramod_ident_analysis *a, size_t j)
{
    const paramod_ident *const ident = a->ident;
    const uint64_t scale = ident->scale[ident->index[j]];
    const double theta = paramod_i_scale_back(scale, a->x[j]);

    return theta > 0.0 ? paramod_i_scale_slope(scale, theta) / theta : 0.0;
}

/* Columns in d log theta, each with a 1 at its lead; false if some parameter in
 * them is not positive. */
static bool to_logarithms(const paramod_ident_analysis *a, double *v, const size_t *lead)
{
    const size_t k = a->report.free, z = a->report.null_directions;

    for (size_t c = 0; c < z; c++) {
        double *const column = v + c * k;
        double first;

        for (size_t j = 0; j < k; j++) {
            if (column[j] != 0.0 && logarithmic(a, j) == 0.0)
                return false;
            column[j] *= logarithmic(a, j);
        }
        first = column[lead[c]];
        for (size_t j = 0; j < k; j++)
            column[j] /= first;
    }
    return true;
}

/* The least q with q x within 1e-4 of an integer; 0 if it is above 6. */
static int denominator(double x)
{
    for (int q = 1; q <= MOST_DENOMINATOR; q++)
        if (fabs(x * q - nearbyint(x * q)) < 1e-4 * q)
            return q;
    return 0;
}

/* What the monomial of coordinate j, theta_j prod_c lead_c^-v_jc, is raised to, so
 * that its exponents are integers; 0 if they are no ratios of small ones. */
static int exponent(const paramod_ident_analysis *a, const double *v, size_t j)
{
    int q = 1;

    for (size_t c = 0; c < a->report.null_directions; c++) {
        const int own = denominator(q * v[c * a->report.free + j]);

        if (own == 0 || q * own > MOST_DENOMINATOR)
            return 0;
        q *= own;
    }
    return q;
}

static void say_power(paramod_i_sentence *s, const paramod_ident_analysis *a, size_t j,
                      double power, bool first)
{
    const char *const name = paramod_space_name(a->ident->space, a->ident->index[j]);

    if (power == 0.0)
        return;
    paramod_i_say(s, "%s'%s'", first ? "" : " ", name);
    if (power != 1.0)
        paramod_i_say(s, "^%g", power);
}

static void say_monomial(paramod_i_sentence *s, const paramod_ident_analysis *a,
                         const double *v, const size_t *lead, size_t j)
{
    const int q = exponent(a, v, j);

    say_power(s, a, j, q, true);
    for (size_t c = 0; c < a->report.null_directions; c++)
        say_power(s, a, lead[c], nearbyint(-q * v[c * a->report.free + j]), false);
}

static bool is_lead(const paramod_ident_analysis *a, const size_t *lead, size_t j)
{
    for (size_t c = 0; c < a->report.null_directions; c++)
        if (lead[c] == j)
            return true;
    return false;
}

/* Monomials that do not change along direction `index`: for each parameter in it
 * that leads no direction one. */
static void say_monomials(paramod_i_sentence *s, const paramod_ident_analysis *a,
                          double *v, const size_t *lead, size_t index)
{
    const size_t k = a->report.free;
    size_t count = 0;

    if (a->ident == NULL || !to_logarithms(a, v, lead))
        return;
    for (size_t j = 0; j < k; j++)
        if (v[index * k + j] != 0.0 && !is_lead(a, lead, j) && exponent(a, v, j) == 0)
            return;
    for (size_t j = 0; j < k; j++) {
        if (v[index * k + j] == 0.0 || is_lead(a, lead, j))
            continue;
        paramod_i_say(s, count++ == 0 ? ": only " : " and ");
        say_monomial(s, a, v, lead, j);
    }
    if (count > 0)
        paramod_i_say(s, count == 1 ? " is determined" : " are determined");
}

paramod_status paramod_ident_null_direction(const paramod_ident_analysis *analysis,
                                            size_t index, double *direction, char *text,
                                            size_t size)
{
    paramod_i_sentence s = { text, size, 0 };
    size_t k, z, *lead;
    double *v;

    if (analysis == NULL || direction == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "analysis or direction is null");
    k = analysis->report.free;
    z = analysis->report.null_directions;
    if (index >= z)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "index %zu, but there are %zu null "
                            "directions", index, z);
    v = paramod_i_resize(NULL, z * k, sizeof *v);
    lead = paramod_i_resize(NULL, z, sizeof *lead);
    if (v == NULL || lead == NULL) {
        paramod_i_free(v);
        paramod_i_free(lead);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu directions", z);
    }
    paramod_i_analysis_null(analysis, v, lead);
    for (size_t j = 0; j < k; j++)
        direction[j] = v[index * k + j];
    if (text != NULL && size > 0) {
        say_combination(&s, analysis, direction);
        say_monomials(&s, analysis, v, lead, index);
    }
    paramod_i_free(v);
    paramod_i_free(lead);
    return PARAMOD_OK;
}
