/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ident/analysis_impl.h"
#include "ident/view_impl.h"
#include "infer/chi_squared_impl.h"
#include "infer/coordinate_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/svd_impl.h"

/* ---- the object ------------------------------------------------------------------- */

void paramod_ident_analysis_destroy(paramod_ident_analysis *analysis)
{
    if (analysis == NULL)
        return;
    paramod_i_information_destroy(analysis->information);
    paramod_i_free(analysis->block);
    paramod_i_free(analysis);
}

static bool allocate(paramod_ident_analysis *a, size_t rows, size_t k)
{
    const size_t most = rows > k ? rows : k;
    const paramod_i_part parts[] = {
        { &a->x, k, 1 },            { &a->s, rows, k },
        { &a->error, rows, k },     { &a->column, rows, k },
        { &a->left, rows, k },      { &a->eigenvalue, k, 1 },
        { &a->eigenvalue_error, k, 1 }, { &a->direction, k, k },
        { &a->extent, k, 1 },       { &a->practical, k, 1 },
        { &a->k_inf, k, 1 },        { &a->k_2, k, 1 },
        { &a->standard_error, k, 1 }, { &a->half_width, k, 1 },
        { &a->vif, k, 1 },          { &a->correlation, k, k },
        { &a->gradient, k, 1 },     { &a->weak, k, 1 },
        { &a->work, most, 1 },
    };

    a->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return a->block != NULL;
}

static paramod_status create(size_t rows, size_t k, const char *caller,
                             const paramod_ident_options *options,
                             paramod_ident_analysis **out)
{
    paramod_ident_analysis *const a = paramod_i_resize(NULL, 1, sizeof *a);

    if (a == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    *a = (paramod_ident_analysis){ .options = *options };
    if (!allocate(a, rows, k)) {
        paramod_i_free(a);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller,
                              "out of memory for %zu x %zu sensitivities", rows, k);
    }
    a->report = (paramod_ident_report){
        .size = sizeof a->report, .rows = rows, .free = k, .s = a->s,
        .eigenvalue = a->eigenvalue, .eigenvalue_error = a->eigenvalue_error,
        .direction = a->direction, .extent = a->extent, .practical = a->practical,
        .k_inf = a->k_inf, .k_2 = a->k_2, .standard_error = a->standard_error,
        .half_width = a->half_width, .vif = a->vif, .correlation = a->correlation,
        .log_likelihood = (double)NAN };
    *out = a;
    return PARAMOD_OK;
}

static paramod_status read_options(const paramod_ident_options *given, const char *caller,
                                   size_t k, paramod_ident_options *options)
{
    const paramod_status status = paramod_i_options_read(options, sizeof *options, given);

    if (status != PARAMOD_OK)
        return status;
    if (!(options->tolerance >= 0.0 && options->tolerance < 1.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "tolerance %g is not inside "
                              "[0, 1); it is compared with eigenvalues of a matrix with "
                              "unit diagonal", options->tolerance);
    if (!(options->threshold >= 0.0 && options->threshold < INFINITY))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "threshold %g is not positive; "
                              "0 stands for none", options->threshold);
    if (options->level == 0.0)
        options->level = 0.95;
    if (!(options->level > 0.0 && options->level < 1.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "level %g is not inside (0, 1)",
                              options->level);
    for (size_t j = 0; options->extent != NULL && j < k; j++)
        if (!(options->extent[j] > 0.0 && options->extent[j] < INFINITY))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "extent[%zu] is %g; it must "
                                  "be positive", j, options->extent[j]);
    return PARAMOD_OK;
}

/* ---- eigenvalues -------------------------------------------------------------------- */

/* The column-major copy of S with column j times factor[j]; null: 1. */
static void fill_columns(paramod_ident_analysis *a, const double *factor)
{
    const size_t m = a->report.rows, k = a->report.free;

    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < k; j++)
            a->column[i + j * m] = a->s[i * k + j] * (factor != NULL ? factor[j] : 1.0);
}

/* |v_l|, or where rounding may have lost it what bounds it: v = sigma S^+' w, whose
 * entry l is at most sigma / K_2. */
static double entry(const paramod_ident_analysis *a, double v, double sigma, size_t l)
{
    if (fabs(v) > 1e-10 || a->k_2[l] == 0.0)
        return fabs(v);
    return fmax(fabs(v), fmin(1e-10, sigma / a->k_2[l]));
}

/* First-order bound |w|'E|v| of the error of singular value j. */
static double singular_error(const paramod_ident_analysis *a, const paramod_i_svd *svd,
                             size_t j)
{
    const size_t m = a->report.rows, k = a->report.free;
    const double *const w = paramod_i_svd_left(svd) + j * m;
    const double *const v = paramod_i_svd_right(svd) + j * k;
    const double sigma = paramod_i_svd_values(svd)[j];
    double sum = 0.0;

    for (size_t i = 0; i < m; i++) {
        double row = 0.0;

        for (size_t l = 0; l < k; l++)
            row += a->error[i * k + l] * entry(a, v[l], sigma, l);
        sum += fabs(w[i]) * row;
    }
    return sum;
}

static void take_spectrum(paramod_ident_analysis *a, const paramod_i_svd *svd)
{
    const size_t m = a->report.rows, k = a->report.free;
    const double *const sigma = paramod_i_svd_values(svd);
    const double *const v = paramod_i_svd_right(svd);

    for (size_t j = 0; j < k; j++) {
        const double error = j < m ? singular_error(a, svd, j) : 0.0;
        const double value = j < m ? sigma[j] : 0.0;

        a->eigenvalue[j] = value * value;
        a->eigenvalue_error[j] = 2.0 * value * error + error * error;
        for (size_t i = 0; i < k; i++)
            a->direction[i * k + j] = v[i + j * k];
    }
}

static void take_practical(paramod_ident_analysis *a, const paramod_i_svd *svd)
{
    const size_t m = a->report.rows, k = a->report.free;
    const double *const sigma = paramod_i_svd_values(svd);
    const double *const v = paramod_i_svd_right(svd) + (k - 1) * k;

    a->report.practical_rank = 0;
    for (size_t j = 0; j < k; j++) {
        a->practical[j] = j < m ? sigma[j] * sigma[j] : 0.0;
        a->report.practical_rank += a->practical[j] >= a->report.quantile;
    }
    for (size_t j = 0; j < k; j++)
        a->weak[j] = v[j] * a->extent[j];
}

/* Two decompositions of one shape: in coordinates, and in units of the extents. */
static paramod_status decompose(paramod_ident_analysis *a, const char *caller)
{
    paramod_i_svd *svd = NULL;
    paramod_status status = paramod_i_svd_create(a->report.rows, a->report.free, &svd);
    bool good = status == PARAMOD_OK;

    if (good) {
        fill_columns(a, NULL);
        good = paramod_i_svd_factor(svd, a->column);
    }
    if (good) {
        take_spectrum(a, svd);
        fill_columns(a, a->extent);
        good = paramod_i_svd_factor(svd, a->column);
    }
    if (good)
        take_practical(a, svd);
    paramod_i_svd_destroy(svd);
    if (status == PARAMOD_OK && !good)
        status = paramod_i_fail(PARAMOD_ERR_DOMAIN, caller,
                                "the sensitivities are not finite");
    return status;
}

/* ---- rank and coordinates -------------------------------------------------------------- */

/* |E D^-1|_F^2, and the largest relative error of an entry. */
static double scaled_error(paramod_ident_analysis *a)
{
    const size_t m = a->report.rows, k = a->report.free;
    double sum = 0.0;

    a->report.derivative_error = 0.0;
    for (size_t j = 0; j < k; j++) {
        double norm;

        for (size_t i = 0; i < m; i++)
            a->work[i] = a->s[i * k + j];
        norm = paramod_i_norm(m, a->work);
        for (size_t i = 0; i < m && norm > 0.0; i++) {
            const double error = a->error[i * k + j] / norm;

            sum += error * error;
            a->report.derivative_error = fmax(a->report.derivative_error, error);
        }
    }
    return sum;
}

static void take_errors(paramod_ident_analysis *a)
{
    const size_t k = a->report.free;
    const double half = sqrt(a->report.quantile);

    for (size_t j = 0; j < k; j++) {
        const double known = a->k_2[j];
        const double size = known > 0.0 ? a->information->scale[j] / known : 0.0;

        a->standard_error[j] = known > 0.0 ? 1.0 / known : INFINITY;
        a->half_width[j] = half * a->standard_error[j];
        a->vif[j] = known > 0.0 ? size * size : INFINITY;
    }
}

/* Rows of the pseudo-inverse have the products V_r diag(1/w_r) V_r' / d d'. */
static double product(const paramod_i_information *information, size_t i, size_t j)
{
    const size_t k = information->k;
    const size_t rank = paramod_i_information_positive(information);
    double sum = 0.0;

    for (size_t l = 0; l < rank; l++)
        sum += information->vector[i + l * k] * information->vector[j + l * k] /
               information->value[l];
    return sum;
}

static void take_correlations(paramod_ident_analysis *a)
{
    const size_t k = a->report.free;

    for (size_t i = 0; i < k; i++)
        a->work[i] = product(a->information, i, i);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            const bool known = a->k_2[i] > 0.0 && a->k_2[j] > 0.0;
            const double value = i == j ? 1.0
                                        : product(a->information, i, j) /
                                              sqrt(a->work[i] * a->work[j]);

            a->correlation[i * k + j] = a->correlation[j * k + i] =
                known ? value : (double)NAN;
        }
}

static paramod_status find_rank(paramod_ident_analysis *a, const char *caller)
{
    const size_t m = a->report.rows, k = a->report.free;
    const double rounding = 1024.0 * DBL_EPSILON;
    const double error = scaled_error(a);
    paramod_status status;

    a->report.tolerance = a->options.tolerance > 0.0
                              ? a->options.tolerance
                              : (double)k * rounding * rounding + error;
    fill_columns(a, NULL);
    status = paramod_i_information_with_left(m, k, a->column, a->report.tolerance,
                                             a->left, &a->information);
    if (status != PARAMOD_OK)
        return paramod_i_fail(status, caller, "%s", paramod_error_message());
    a->report.rank = paramod_i_information_positive(a->information);
    a->report.null_directions = k - a->report.rank;
    a->report.collinearity = 1.0 / sqrt(a->information->value[k - 1]);
    paramod_i_coordinates_of_svd(a->information, m, a->left, a->work,
                                 &(paramod_i_coordinates){ a->k_inf, a->k_2, 1 });
    return PARAMOD_OK;
}

static void conclude(paramod_ident_analysis *a)
{
    paramod_ident_report *const r = &a->report;

    r->condition = a->eigenvalue[0] / a->eigenvalue[r->free - 1];
    r->threshold_rank = r->rank;
    if (a->options.threshold > 0.0)
        for (r->threshold_rank = 0; r->threshold_rank < r->free &&
             a->eigenvalue[r->threshold_rank] > a->options.threshold;)
            r->threshold_rank++;
    r->verdict = r->rank < r->free ? PARAMOD_IDENT_SINGULAR
                 : r->practical_rank < r->free ? PARAMOD_IDENT_WEAK
                                               : PARAMOD_IDENT_DETERMINED;
}

/* Everything that follows from S, its errors and the extents. */
static paramod_status analyze(paramod_ident_analysis *a, const char *caller)
{
    paramod_status status;

    a->report.quantile = paramod_i_chi_squared_quantile(a->options.level);
    status = find_rank(a, caller);
    if (status == PARAMOD_OK)
        status = decompose(a, caller);
    if (status != PARAMOD_OK)
        return status;
    take_errors(a);
    take_correlations(a);
    conclude(a);
    return PARAMOD_OK;
}

/* ---- models ------------------------------------------------------------------------------ */

static double default_extent(const paramod_ident *ident, size_t j, double x)
{
    const double width = ident->upper[j] - ident->lower[j];
    const uint64_t scale = ident->scale[ident->index[j]];

    if (isfinite(width))
        return 0.5 * width;
    if (scale == PARAMOD_IDENT_LINEAR)
        return x != 0.0 ? fabs(x) : 1.0;
    return scale == PARAMOD_IDENT_LOG ? log(10.0) : 1.0;
}

static bool is_at_bound(const paramod_ident *ident, size_t j, double x)
{
    return x <= ident->lower[j] || x >= ident->upper[j];
}

static void take_gradient(paramod_ident_analysis *a, double log_likelihood)
{
    const paramod_ident *const ident = a->ident;
    const size_t m = a->report.rows, k = a->report.free;

    a->report.log_likelihood = log_likelihood;
    a->report.gradient = a->gradient;
    for (size_t j = 0; j < k; j++) {
        for (size_t i = 0; i < m; i++)
            a->work[i] = a->s[i * k + j];
        a->gradient[j] = -a->gradient[j];
        if (!is_at_bound(ident, j, a->x[j]) && a->gradient[j] != 0.0)
            a->report.gradient_size =
                fmax(a->report.gradient_size,
                     fabs(a->gradient[j]) / paramod_i_norm(m, a->work));
    }
}

static paramod_status evaluate(paramod_ident_analysis *a, const double *theta,
                               const char *caller)
{
    const paramod_ident *const ident = a->ident;
    const size_t entries = a->report.rows * a->report.free;
    paramod_i_view *view = NULL;
    paramod_status status = paramod_i_ident_enter(ident, caller, theta, a->x);
    paramod_eval eval;
    double f;

    if (status == PARAMOD_OK)
        status = paramod_i_view_create(ident, true, caller, &view);
    if (status != PARAMOD_OK)
        return status;
    if (paramod_i_ident_is_ode(ident))
        paramod_i_ident_ode_careful(view->data, true);
    eval = paramod_i_view_gradient(view, a->x, &f, a->gradient);
    if (paramod_i_ident_is_ode(ident))
        paramod_i_ident_ode_careful(view->data, false);
    if (eval == PARAMOD_EVAL_OK) {
        (void)memcpy(a->s, view->s, entries * sizeof *a->s);
        eval = paramod_i_view_errors(view, a->error);
    }
    if (eval != PARAMOD_EVAL_OK)
        status = paramod_i_view_fail(view, eval, caller);
    else if (ident->model.measured != NULL)
        take_gradient(a, -f - view->constant);
    paramod_i_view_destroy(view);
    return status;
}

paramod_status paramod_ident_analyze(const paramod_ident *ident, const double *theta,
                                     const paramod_ident_options *given,
                                     paramod_ident_analysis **analysis_out)
{
    paramod_ident_options options;
    paramod_ident_analysis *a = NULL;
    paramod_status status;

    if (ident == NULL || theta == NULL || analysis_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ident, theta or analysis_out is null");
    status = read_options(given, __func__, ident->k, &options);
    if (status == PARAMOD_OK)
        status = create(ident->rows, ident->k, __func__, &options, &a);
    if (status != PARAMOD_OK)
        return status;
    a->ident = ident;
    status = evaluate(a, theta, __func__);
    for (size_t j = 0; j < ident->k; j++)
        a->extent[j] = options.extent != NULL ? options.extent[j]
                                              : default_extent(ident, j, a->x[j]);
    if (status == PARAMOD_OK)
        status = analyze(a, __func__);
    if (status == PARAMOD_OK)
        *analysis_out = a;
    else
        paramod_ident_analysis_destroy(a);
    return status;
}

/* ---- bare matrices -------------------------------------------------------------------------- */

static paramod_status check_matrix(size_t rows, size_t k, const double *s,
                                   const char *caller)
{
    if (rows == 0 || k == 0)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "a %zu x %zu matrix has no "
                              "sensitivities", rows, k);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < k; j++)
            if (!isfinite(s[i * k + j]))
                return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "s[%zu][%zu] is %g; "
                                      "all entries must be finite", i, j, s[i * k + j]);
    return PARAMOD_OK;
}

paramod_status paramod_ident_analyze_matrix(size_t rows, size_t k, const double *s,
                                            const double *error,
                                            const paramod_ident_options *given,
                                            paramod_ident_analysis **analysis_out)
{
    paramod_ident_options options;
    paramod_ident_analysis *a = NULL;
    paramod_status status;

    if (s == NULL || analysis_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "s or analysis_out is null");
    status = check_matrix(rows, k, s, __func__);
    if (status == PARAMOD_OK)
        status = read_options(given, __func__, k, &options);
    if (status == PARAMOD_OK)
        status = create(rows, k, __func__, &options, &a);
    if (status != PARAMOD_OK)
        return status;
    for (size_t i = 0; i < rows * k; i++) {
        a->s[i] = s[i];
        a->error[i] = error != NULL ? error[i] : 4.0 * DBL_EPSILON * fabs(s[i]);
    }
    for (size_t j = 0; j < k; j++)
        a->extent[j] = options.extent != NULL ? options.extent[j] : 1.0;
    status = analyze(a, __func__);
    if (status == PARAMOD_OK)
        *analysis_out = a;
    else
        paramod_ident_analysis_destroy(a);
    return status;
}

paramod_status paramod_ident_get_report(const paramod_ident_analysis *analysis,
                                        paramod_ident_report *report)
{
    size_t size;

    if (analysis == NULL || report == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "analysis or report is null");
    size = report->size;
    if (size < sizeof(size_t) || size > sizeof analysis->report)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "report->size is %zu; set it to "
                            "sizeof(paramod_ident_report), %zu", size,
                            sizeof analysis->report);
    (void)memcpy(report, &analysis->report, size);
    report->size = size;
    return PARAMOD_OK;
}
