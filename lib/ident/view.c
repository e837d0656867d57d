/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "calculus/difference_impl.h"
#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/sum_impl.h"
#include "ident/noise_impl.h"
#include "ident/view_impl.h"
#include "linalg/dense_impl.h"

/* ---- the object --------------------------------------------------------------- */

void paramod_i_view_destroy(paramod_i_view *view)
{
    if (view == NULL)
        return;
    if (view->owns_data)
        view->ident->model.release(view->data);
    paramod_i_free(view->block);
    paramod_i_free(view);
}

static bool allocate(paramod_i_view *view)
{
    const paramod_ident *const ident = view->ident;
    const size_t n = ident->n, data = ident->observations;
    const size_t modelled = ident->model.models_sigma != 0 ? data : 0;
    const paramod_i_part parts[] = {
        { &view->theta, n, 1 },          { &view->value, data, 1 },
        { &view->sigma, data, 1 },       { &view->by_value, data, n },
        { &view->by_sigma, modelled, n }, { &view->s, ident->rows, ident->k },
        { &view->weight, ident->k, 2 },  { &view->both, 24, ident->rows },
        { &view->error, ident->rows, n },
    };

    view->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return view->block != NULL;
}

static paramod_i_datum datum(const paramod_i_view *view, size_t i)
{
    const paramod_ident *const ident = view->ident;

    return (paramod_i_datum){ .noise = (paramod_ident_noise)ident->noise[i],
                              .fixed = ident->model.models_sigma == 0,
                              .m = ident->model.measured != NULL
                                       ? ident->model.measured[i] : 0.0,
                              .y = view->value[i], .s = view->sigma[i] };
}

static double find_constant(const paramod_i_view *view)
{
    paramod_i_sum sum = { 0.0, 0.0 };

    if (view->ident->model.measured == NULL)
        return 0.0;
    for (size_t i = 0; i < view->ident->observations; i++) {
        const paramod_i_datum d = datum(view, i);

        paramod_i_sum_add(&sum, paramod_i_noise_constant(&d));
    }
    return paramod_i_sum_value(&sum);
}

paramod_status paramod_i_view_create(const paramod_ident *ident, bool alone,
                                     const char *caller, paramod_i_view **view_out)
{
    const bool copies = !alone && ident->model.copy != NULL;
    paramod_i_view *const view = paramod_i_resize(NULL, 1, sizeof *view);

    if (view == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    *view = (paramod_i_view){ .ident = ident, .data = ident->model.data,
                              .trouble = PARAMOD_IDENT_NONE };
    if (!allocate(view)) {
        paramod_i_view_destroy(view);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu "
                              "observations of %zu parameters", ident->observations,
                              ident->n);
    }
    for (size_t i = 0; i < ident->observations; i++)
        view->sigma[i] = ident->model.sigma != NULL ? ident->model.sigma[i] : 1.0;
    view->constant = find_constant(view);
    if (copies) {
        view->data = ident->model.copy(ident->model.data);
        view->owns_data = view->data != NULL;
    }
    if (copies && !view->owns_data) {
        paramod_i_view_destroy(view);
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller,
                              "the model cannot copy its data for another thread");
    }
    *view_out = view;
    return PARAMOD_OK;
}

/* ---- the model ------------------------------------------------------------------ */

static double *modelled_sigma(const paramod_i_view *view)
{
    return view->ident->model.models_sigma != 0 ? view->sigma : NULL;
}

/* Values that are not finite, or outside the domain of their law, cannot be
 * compared with data. */
static paramod_eval admit(paramod_i_view *view, paramod_eval eval)
{
    view->trouble = PARAMOD_IDENT_NONE;
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t i = 0; i < view->ident->observations; i++) {
        const paramod_i_datum d = datum(view, i);

        if (!isfinite(d.y) || !isfinite(d.s) || !paramod_i_noise_admits(&d)) {
            view->trouble = i;
            return PARAMOD_EVAL_RETRY;
        }
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval evaluate(paramod_i_view *view, const double *x)
{
    const paramod_ident_model *const model = &view->ident->model;

    paramod_ident_theta_of(view->ident, x, view->theta);
    return admit(view, model->value(view->theta, view->value, modelled_sigma(view),
                                    view->data));
}

/* Values and sigmas one after the other, for differences. */
static paramod_eval all_values(const double *theta, double *out, void *data)
{
    paramod_i_view *const view = data;
    const paramod_ident *const ident = view->ident;
    double *const sigma =
        ident->model.models_sigma != 0 ? out + ident->observations : NULL;

    return ident->model.value(theta, out, sigma, view->data);
}

static void scatter(const paramod_i_view *view, size_t i, const double *column,
                    double *by_value, double *by_sigma)
{
    const size_t n = view->ident->n, data = view->ident->observations;

    for (size_t row = 0; row < data; row++) {
        by_value[row * n + i] = column[row];
        if (view->ident->model.models_sigma != 0)
            by_sigma[row * n + i] = column[data + row];
    }
}

static paramod_eval difference(paramod_i_view *view)
{
    const paramod_ident *const ident = view->ident;
    const size_t rows = ident->rows, n = ident->n;
    double *const column = view->both, *const error = view->error;

    for (size_t j = 0; j < ident->k; j++) {
        const size_t i = ident->index[j];
        const paramod_eval eval = paramod_i_difference_ridders(
            rows, all_values, view, view->theta, i, column, view->s,
            view->both + rows);

        if (eval != PARAMOD_EVAL_OK)
            return eval;
        scatter(view, i, column, view->by_value, view->by_sigma);
        scatter(view, i, view->s, error, error + ident->observations * n);
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval differentiate(paramod_i_view *view, const double *x)
{
    const paramod_ident *const ident = view->ident;
    paramod_eval eval;

    view->evaluations++;
    if (ident->model.jacobian == NULL) {
        eval = evaluate(view, x);
        return eval == PARAMOD_EVAL_OK ? difference(view) : eval;
    }
    paramod_ident_theta_of(ident, x, view->theta);
    (void)memset(view->by_value, 0, ident->rows * ident->n * sizeof(double));
    return admit(view, ident->model.jacobian(view->theta, view->value,
                                             modelled_sigma(view), view->by_value,
                                             modelled_sigma(view) != NULL
                                                 ? view->by_sigma : NULL,
                                             view->data));
}

/* ---- rows ----------------------------------------------------------------------- */

/* One row of S or of its errors: weight times d/dx. */
static void scale_row(const paramod_i_view *view, double weight, const double *by_theta,
                      double *row)
{
    const paramod_ident *const ident = view->ident;

    for (size_t j = 0; j < ident->k; j++) {
        const size_t i = ident->index[j];

        row[j] = weight * by_theta[i] *
                 paramod_i_scale_slope(ident->scale[i], view->theta[i]);
    }
}

static void whiten(const paramod_i_view *view, const double *by_value,
                   const double *by_sigma, double *s)
{
    const paramod_ident *const ident = view->ident;
    const size_t data = ident->observations, n = ident->n, k = ident->k;

    for (size_t i = 0; i < data; i++) {
        const paramod_i_datum d = datum(view, i);
        double y_weight, s_weight;

        paramod_i_noise_weights(&d, &y_weight, &s_weight);
        scale_row(view, y_weight, by_value + i * n, s + i * k);
        if (ident->model.models_sigma != 0)
            scale_row(view, s_weight, by_sigma + i * n, s + (data + i) * k);
    }
}

paramod_eval paramod_i_view_rows(paramod_i_view *view, const double *x)
{
    const paramod_eval eval = differentiate(view, x);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    whiten(view, view->by_value, view->by_sigma, view->s);
    return paramod_i_all_finite(view->ident->rows * view->ident->k, view->s)
               ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}

/* Every operation on an entry rounds; 4 eps covers the model's last ones and the
 * scaling. */
paramod_eval paramod_i_view_errors(paramod_i_view *view, double *error)
{
    const paramod_ident *const ident = view->ident;
    const size_t entries = ident->rows * ident->k;
    double *const by_value = view->error;
    double *const by_sigma = view->error + ident->observations * ident->n;
    paramod_eval eval = PARAMOD_EVAL_OK;

    for (size_t i = 0; i < entries; i++)
        error[i] = 0.0;
    if (ident->model.jacobian != NULL && ident->model.jacobian_error != NULL) {
        (void)memset(view->error, 0, ident->rows * ident->n * sizeof(double));
        eval = ident->model.jacobian_error(view->theta, by_value,
                                           modelled_sigma(view) != NULL ? by_sigma : NULL,
                                           view->data);
    }
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    if (ident->model.jacobian == NULL || ident->model.jacobian_error != NULL)
        whiten(view, by_value, by_sigma, error);
    for (size_t i = 0; i < entries; i++)
        error[i] = fabs(error[i]) + 4.0 * DBL_EPSILON * fabs(view->s[i]);
    return PARAMOD_EVAL_OK;
}

/* ---- the log likelihood ------------------------------------------------------------ */

static double loss(const paramod_i_view *view)
{
    paramod_i_sum sum = { 0.0, 0.0 };

    if (view->ident->model.measured == NULL)
        return 0.0;
    for (size_t i = 0; i < view->ident->observations; i++) {
        const paramod_i_datum d = datum(view, i);

        paramod_i_sum_add(&sum, paramod_i_noise_loss(&d));
    }
    return paramod_i_sum_value(&sum);
}

/* view->weight = U'(x - center); its squared length times lambda / 2. */
static double penalise(paramod_i_view *view, const double *x)
{
    const paramod_i_penalty *const p = &view->penalty;
    double sum = 0.0;

    for (size_t c = 0; c < p->columns; c++) {
        double along = 0.0;

        for (size_t j = 0; j < view->ident->k; j++)
            along += p->u[j * p->columns + c] * (x[j] - p->center[j]);
        view->weight[c] = along;
        sum += along * along;
    }
    return 0.5 * p->lambda * sum;
}

paramod_eval paramod_i_view_value(paramod_i_view *view, const double *x, double *f)
{
    const paramod_eval eval = evaluate(view, x);

    if (eval == PARAMOD_EVAL_OK)
        *f = loss(view) + penalise(view, x);
    return eval == PARAMOD_EVAL_OK && !isfinite(*f) ? PARAMOD_EVAL_RETRY : eval;
}

static void add_gradient(const paramod_i_view *view, double *g)
{
    const paramod_ident *const ident = view->ident;
    const size_t n = ident->n, k = ident->k;
    const bool modelled = ident->model.models_sigma != 0;

    for (size_t i = 0; i < ident->observations; i++) {
        const paramod_i_datum d = datum(view, i);
        double by_y, by_s;

        paramod_i_noise_gradient(&d, &by_y, &by_s);
        for (size_t j = 0; j < k; j++) {
            const size_t p = ident->index[j];

            g[j] += by_y * view->by_value[i * n + p] +
                    (modelled ? by_s * view->by_sigma[i * n + p] : 0.0);
        }
    }
    for (size_t j = 0; j < k; j++)
        g[j] *= paramod_i_scale_slope(ident->scale[ident->index[j]],
                                      view->theta[ident->index[j]]);
}

paramod_eval paramod_i_view_gradient(paramod_i_view *view, const double *x, double *f,
                                     double *g)
{
    const paramod_i_penalty *const p = &view->penalty;
    const paramod_eval eval = paramod_i_view_rows(view, x);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    *f = loss(view) + penalise(view, x);
    for (size_t j = 0; j < view->ident->k; j++)
        g[j] = 0.0;
    if (view->ident->model.measured != NULL)
        add_gradient(view, g);
    for (size_t j = 0; j < view->ident->k; j++)
        for (size_t c = 0; c < p->columns; c++)
            g[j] += p->lambda * p->u[j * p->columns + c] * view->weight[c];
    return isfinite(*f) && paramod_i_all_finite(view->ident->k, g) ? PARAMOD_EVAL_OK
                                                                   : PARAMOD_EVAL_RETRY;
}

static void information(const paramod_i_view *view, double *h)
{
    const paramod_i_penalty *const p = &view->penalty;
    const size_t k = view->ident->k;

    for (size_t i = 0; i < k * k; i++)
        h[i] = 0.0;
    for (size_t row = 0; row < view->ident->rows; row++)
        for (size_t i = 0; i < k; i++)
            paramod_i_axpy(i + 1, view->s[row * k + i], view->s + row * k, h + i * k);
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++) {
            for (size_t c = 0; c < p->columns; c++)
                h[i * k + j] += p->lambda * p->u[i * p->columns + c] *
                                p->u[j * p->columns + c];
            h[j * k + i] = h[i * k + j];
        }
}

paramod_eval paramod_i_view_expand(paramod_i_view *view, const double *x, double *f,
                                   double *g, double *h)
{
    const paramod_eval eval = paramod_i_view_gradient(view, x, f, g);

    if (eval == PARAMOD_EVAL_OK)
        information(view, h);
    return eval;
}

/* One-sided differences err by the third derivative over a thousandth of a
 * standard error, which is what Newton's method then converges by. */
paramod_eval paramod_i_view_curvature(paramod_i_view *view, const double *x,
                                      const double *g, const bool *held, double *h,
                                      double *work)
{
    const size_t k = view->ident->k;
    double *const point = work, *const moved = work + k;
    double f;

    (void)memcpy(point, x, k * sizeof *x);
    for (size_t j = 0; j < k; j++) {
        const double size = 1e-3 / sqrt(h[j * k + j]);
        double step = isfinite(size) ? fmin(size, 1e-2 * fmax(1.0, fabs(x[j]))) : 1e-4;
        paramod_eval eval;

        if (held[j])
            continue;
        if (x[j] + step > view->ident->upper[j])
            step = -step;
        point[j] = x[j] + step;
        eval = paramod_i_view_gradient(view, point, &f, moved);
        step = point[j] - x[j];
        point[j] = x[j];
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        for (size_t i = 0; i < k; i++)
            h[j * k + i] = (moved[i] - g[i]) / step;
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            if (!held[i] && !held[j])
                h[i * k + j] = h[j * k + i] = 0.5 * (h[i * k + j] + h[j * k + i]);
    return PARAMOD_EVAL_OK;
}

double paramod_i_view_noise(const paramod_i_view *view, double f)
{
    return 16.0 * DBL_EPSILON * fabs(f) + view->ident->model.value_error;
}

paramod_status paramod_i_view_fail(const paramod_i_view *view, paramod_eval eval,
                                   const char *caller)
{
    const size_t i = view->trouble;

    if (eval == PARAMOD_EVAL_STOP)
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "the model gave up");
    if (i == PARAMOD_IDENT_NONE && paramod_i_ident_is_ode(view->ident))
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "%s",
                              paramod_error_message());
    if (i == PARAMOD_IDENT_NONE)
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "the model or its "
                              "sensitivities have no finite value at this theta");
    if (!isfinite(view->value[i]) || !isfinite(view->sigma[i]))
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "observation %zu has the "
                              "value %g and the sigma %g; both must be finite", i,
                              view->value[i], view->sigma[i]);
    if (!(view->sigma[i] > 0.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "observation %zu has the sigma "
                              "%g; it must be positive", i, view->sigma[i]);
    return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "observation %zu has the value %g; "
                          "its law needs a positive one", i, view->value[i]);
}

/* ---- the interface ------------------------------------------------------------------ */

paramod_status paramod_ident_log_likelihood(const paramod_ident *ident,
                                            const double *theta, double *value,
                                            double *gradient)
{
    paramod_i_view *view = NULL;
    paramod_status status;
    double f, *x;
    paramod_eval eval;

    if (ident == NULL || theta == NULL || value == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ident, theta or value is null");
    status = paramod_i_view_create(ident, true, __func__, &view);
    if (status != PARAMOD_OK)
        return status;
    x = view->weight + ident->k;
    status = paramod_i_ident_enter(ident, __func__, theta, x);
    if (status == PARAMOD_OK) {
        eval = gradient != NULL
                   ? paramod_i_view_gradient(view, x, &f, view->weight)
                   : paramod_i_view_value(view, x, &f);
        if (eval != PARAMOD_EVAL_OK)
            status = paramod_i_view_fail(view, eval, __func__);
    }
    if (status == PARAMOD_OK) {
        *value = -f - view->constant;
        for (size_t j = 0; gradient != NULL && j < ident->k; j++)
            gradient[j] = -view->weight[j];
    }
    paramod_i_view_destroy(view);
    return status;
}
