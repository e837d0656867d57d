/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a fit tells: summary, verdict, rows of the table. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "linalg/dense_impl.h"
#include "sem/report_impl.h"

const char *paramod_sem_end_name(paramod_sem_end end)
{
    static const char *const name[] = { "", "converged", "limit", "stalled", "diverged",
                                        "singular" };

    return end >= PARAMOD_SEM_CONVERGED && end <= PARAMOD_SEM_SINGULAR_END
           ? name[end] : "";
}

paramod_status paramod_sem_fit_summary(const paramod_sem_fit *fit,
                                       paramod_sem_summary *summary)
{
    const size_t size = summary == NULL ? 0 : summary->size;

    if (fit == NULL || size != sizeof *summary)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or summary is null, or its size "
                            "member is not set");
    *summary = fit->summary;
    summary->size = size;
    return PARAMOD_OK;
}

const double *paramod_sem_fit_theta(const paramod_sem_fit *fit)
{
    return fit->theta;
}

paramod_status paramod_sem_fit_optimum(const paramod_sem_fit *fit, size_t index,
                                       paramod_sem_optimum *optimum)
{
    const paramod_i_optimum *from;

    if (fit == NULL || optimum == NULL || index >= fit->optima)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or optimum is null, or there is "
                            "no optimum %zu", index);
    from = fit->optimum + index;
    *optimum = (paramod_sem_optimum){
        .f = from->f, .theta = from->theta, .ending = from->ending,
        .starts = from->starts, .spectral_radius = from->radius,
        .stable = from->radius < 1.0,
        .equivalent = from->ending == PARAMOD_SEM_CONVERGED &&
                      fabs(from->f - fit->optimum[0].f) <=
                          1e-9 * (1.0 + fabs(fit->optimum[0].f)) };
    return PARAMOD_OK;
}

/* ---- covariances ------------------------------------------------------------------ */

const double *paramod_i_fit_default_covariance(const paramod_sem_fit *fit)
{
    if (fit->options.estimator == PARAMOD_SEM_MLM ||
        fit->options.estimator == PARAMOD_SEM_MLR)
        return fit->has_sandwich ? fit->sandwich : NULL;
    if (fit->plan.kind == PARAMOD_I_FIML)
        return fit->has_observed ? fit->observed : NULL;
    return fit->has_expected ? fit->expected : NULL;
}

paramod_status paramod_sem_fit_covariance(const paramod_sem_fit *fit, uint64_t kind,
                                          double *covariance)
{
    const double *from = NULL;

    if (fit == NULL || covariance == NULL || kind > PARAMOD_INFORMATION_SANDWICH)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or covariance is null, or there "
                            "is no such kind");
    if (kind == PARAMOD_INFORMATION_SANDWICH && !fit->has_sandwich)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the sandwich is formed by the "
                            "estimators mlm and mlr only");
    if (kind == PARAMOD_INFORMATION_DEFAULT)
        from = paramod_i_fit_default_covariance(fit);
    else if (kind == PARAMOD_INFORMATION_SANDWICH)
        from = fit->sandwich;
    else if (kind == PARAMOD_INFORMATION_EXPECTED && fit->has_expected)
        from = fit->expected;
    else if (kind == PARAMOD_INFORMATION_OBSERVED && fit->has_observed)
        from = fit->observed;
    if (from == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_SINGULAR, "the information is singular or "
                            "indefinite at the estimates");
    memcpy(covariance, from, fit->model->parameters * fit->model->parameters *
                             sizeof *covariance);
    return PARAMOD_OK;
}

/* ---- moments of all variables ------------------------------------------------------ */

/* What second moments have besides covariances: of means less the centre. */
static double shift_of(const paramod_i_ram *ram, size_t place)
{
    return ram->means && !ram->plain ? ram->mean[place] - ram->centre[place] : 0.0;
}

double paramod_i_fit_component(const paramod_i_ram *ram, size_t x, size_t a)
{
    if (x < ram->k)
        return a >= ram->m ? ram->covariance[x * ram->k + (a - ram->m)]
                           : a < ram->k ? ram->E[x * ram->k + a] : 0.0;
    if (a >= ram->m) {
        const double *const v = ram->v + (a - ram->m) * ram->width;
        const double shift = shift_of(ram, ram->place[x]);

        return v[ram->place[x]] - (shift != 0.0 ? shift * v[ram->p] : 0.0);
    }
    return a < ram->k ? ram->u[a * ram->width + ram->place[x]] : a == x ? 1.0 : 0.0;
}

static double total_variance(const paramod_i_ram *ram, size_t x)
{
    const size_t place = ram->place[x];

    return x < ram->k ? ram->covariance[x * ram->k + x]
                      : ram->sigma[place * (ram->width + 1)] -
                            shift_of(ram, place) * shift_of(ram, place);
}

/* gradient += factor d var(x) / d theta */
static void add_variance_slope(const paramod_i_ram *ram, size_t x, double factor,
                               double *gradient)
{
    for (size_t c = 0; c < ram->free; c++)
        gradient[ram->cell[c].parameter] += 2.0 * factor * ram->factor[c] *
            paramod_i_fit_component(ram, x, ram->a[c]) * paramod_i_fit_component(ram, x, ram->b[c]);
}

static const paramod_i_cell *find_cell(const paramod_i_ram *ram, size_t row)
{
    for (size_t c = 0; c < ram->cells; c++)
        if (ram->cell[c].row == row)
            return ram->cell + c;
    return NULL;
}

static double value_of(const paramod_sem_fit *fit, const paramod_i_cell *cell)
{
    return cell->parameter == PARAMOD_I_NONE ? cell->value : fit->theta[cell->parameter];
}

/* ---- standardised values ------------------------------------------------------------- */

/* A divisor of a standardised value: (variance of x)^power, x all of a variable
 * or its error alone. */
typedef struct divisor {
    size_t x;
    bool error;
    double power;
    double variance;
} divisor;

static double error_variance(const paramod_sem_fit *fit, const paramod_i_ram *ram,
                             size_t x)
{
    for (size_t c = 0; c < ram->cells; c++)
        if (!ram->cell[c].directed && ram->cell[c].i == x && ram->cell[c].j == x)
            return fabs(value_of(fit, ram->cell + c));
    return NAN;
}

/* A coefficient is multiplied by sd(cause) / sd(effect), a variance divided by
 * the total one; an error covariance becomes a correlation of errors. */
static size_t list_divisors(const paramod_sem_fit *fit, const paramod_i_ram *ram,
                            const paramod_i_cell *cell, bool latent_only,
                            divisor list[2])
{
    const bool covariance = !cell->directed && cell->i != cell->j;
    const size_t ends[2] = { cell->i, cell->j };
    size_t count = 0;

    for (size_t e = 0; e < 2; e++) {
        const size_t x = ends[e];
        const bool latent = ram->place[x] == PARAMOD_I_NONE;

        if (ram->place[x] == ram->p || (latent_only && !latent))
            continue;
        list[count++] = (divisor){
            .x = x, .error = covariance,
            .power = cell->directed && e == 1 ? 0.5 : -0.5,
            .variance = covariance ? error_variance(fit, ram, x)
                                   : total_variance(ram, x) };
    }
    return count;
}

static void add_error_slope(const paramod_i_ram *ram, size_t x, double factor,
                            double *gradient)
{
    for (size_t c = 0; c < ram->free; c++)
        if (!ram->cell[c].directed && ram->cell[c].i == x && ram->cell[c].j == x)
            gradient[ram->cell[c].parameter] += factor;
}

/* The value of a cell, and if wanted its gradient (which must be 0 before). */
static double standardise(const paramod_sem_fit *fit, const paramod_i_ram *ram,
                          const paramod_i_cell *cell, bool latent_only, double *gradient)
{
    divisor list[2];
    const size_t count = list_divisors(fit, ram, cell, latent_only, list);
    double scale = 1.0, value;

    for (size_t i = 0; i < count; i++)
        scale *= pow(list[i].variance, list[i].power);
    value = scale * value_of(fit, cell);
    if (gradient == NULL)
        return value;
    if (cell->parameter != PARAMOD_I_NONE)
        gradient[cell->parameter] += scale;
    for (size_t i = 0; i < count; i++) {
        const double factor = list[i].power * value / list[i].variance;

        if (list[i].error)
            add_error_slope(ram, list[i].x, factor, gradient);
        else
            add_variance_slope(ram, list[i].x, factor, gradient);
    }
    return value;
}

double paramod_i_fit_scale(const paramod_sem_fit *fit, const paramod_i_ram *ram,
                           const paramod_i_cell *cell)
{
    divisor list[2];
    const size_t count = list_divisors(fit, ram, cell, false, list);
    double scale = 1.0;

    for (size_t i = 0; i < count; i++)
        scale *= pow(list[i].variance, list[i].power);
    return scale;
}

/* ---- rows --------------------------------------------------------------------------- */

/* Variances from factored matrices are at worst 0 less rounding. */
static double root(double x)
{
    return x > 0.0 ? sqrt(x) : isnan(x) ? NAN : 0.0;
}

/* Of a moment of the sample that the model takes over. */
static double moment_se(const paramod_sem_fit *fit, const paramod_i_part_of *part,
                        const paramod_i_cell *cell)
{
    const paramod_i_ram *const ram = part->ram;
    const size_t a = ram->place[cell->i], b = ram->place[cell->j], w = part->width;
    const double n = part->weight * fit->objective->n;
    const double saa = part->target[a * w + a];

    if (cell->directed)
        return root(saa / n);
    return root((saa * part->target[b * w + b] +
                 part->target[a * w + b] * part->target[a * w + b]) / n);
}

static void set_errors(const paramod_sem_fit *fit, size_t k, paramod_sem_estimate *e)
{
    const double *const v = paramod_i_fit_default_covariance(fit);
    const size_t at = k * (fit->model->parameters + 1);

    e->se = v != NULL ? root(v[at]) : NAN;
    e->se_expected = fit->has_expected ? root(fit->expected[at]) : NAN;
    e->se_observed = fit->has_observed ? root(fit->observed[at]) : NAN;
    e->se_sandwich = fit->has_sandwich ? root(fit->sandwich[at]) : NAN;
}

/* gradient: q, zero on entry and return; work: q */
static double delta_se(const paramod_sem_fit *fit, const double *v, const double *gradient)
{
    return v == NULL ? NAN : root(paramod_i_quadratic(fit->model->parameters, v,
                                                      gradient));
}

static paramod_status of_cell(const paramod_sem_fit *fit, size_t row, double *gradient,
                              paramod_sem_estimate *e)
{
    const paramod_i_part_of *const part = fit->objective->part +
                                          fit->model->row[row].group;
    paramod_i_ram *const ram = part->ram;
    const paramod_i_cell *const cell = find_cell(ram, row);
    const bool plain = ram->plain;

    e->estimate = value_of(fit, cell);
    if (cell->parameter != PARAMOD_I_NONE)
        set_errors(fit, cell->parameter, e);
    else if (fit->model->row[row].exogenous)
        e->se = e->se_expected = e->se_observed = moment_se(fit, part, cell);
    ram->plain = true; /* covariances alone */
    (void)paramod_i_ram_evaluate(ram, fit->theta);
    e->standardised_latent = standardise(fit, ram, cell, true, NULL);
    e->standardised = standardise(fit, ram, cell, false, gradient);
    e->standardised_se = delta_se(fit, paramod_i_fit_default_covariance(fit), gradient);
    if (e->standardised_se <= 1e-12 * fabs(e->standardised))
        e->standardised_se = 0.0; /* always 1, say: slopes cancel up to rounding */
    ram->plain = plain;
    (void)paramod_i_ram_evaluate(ram, fit->theta);
    return PARAMOD_OK;
}

static paramod_status of_definition(const paramod_sem_fit *fit, size_t row,
                                    double *gradient, paramod_sem_estimate *e)
{
    const paramod_i_expression *const expression =
        fit->model->expression[fit->model->row[row].expression];
    const size_t q = fit->model->parameters;
    double *const work = paramod_i_resize(NULL, paramod_i_expression_work(expression, q),
                                          sizeof *work);

    if (work == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_fit_estimate",
                              "out of memory");
    e->estimate = paramod_i_expression_value(expression, q, fit->theta, gradient, work);
    paramod_i_free(work);
    e->se = delta_se(fit, paramod_i_fit_default_covariance(fit), gradient);
    e->se_expected = delta_se(fit, fit->has_expected ? fit->expected : NULL, gradient);
    e->se_observed = delta_se(fit, fit->has_observed ? fit->observed : NULL, gradient);
    e->se_sandwich = delta_se(fit, fit->has_sandwich ? fit->sandwich : NULL, gradient);
    return PARAMOD_OK;
}

paramod_status paramod_sem_fit_estimate(const paramod_sem_fit *fit, size_t row,
                                        paramod_sem_estimate *estimate)
{
    paramod_sem_estimate e = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
    double *gradient;
    paramod_status status;

    if (fit == NULL || estimate == NULL || row >= fit->model->rows)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or estimate is null, or there is "
                            "no row %zu", row);
    gradient = paramod_i_resize(NULL, fit->model->parameters, sizeof *gradient);
    if (gradient == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    memset(gradient, 0, fit->model->parameters * sizeof *gradient);
    status = fit->model->row[row].kind == PARAMOD_SEM_DEFINED
             ? of_definition(fit, row, gradient, &e) : of_cell(fit, row, gradient, &e);
    paramod_i_free(gradient);
    if (status == PARAMOD_OK)
        *estimate = e;
    return status;
}

paramod_status paramod_sem_fit_implied(const paramod_sem_fit *fit, size_t group,
                                       double *covariance, double *mean)
{
    const paramod_i_ram *ram;

    if (fit == NULL || group >= fit->groups)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit is null, or there is no group %zu",
                            group);
    ram = fit->objective->part[group].ram;
    for (size_t i = 0; i < ram->p; i++) {
        const double di = ram->means ? ram->mean[i] - ram->centre[i] : 0.0;

        for (size_t j = 0; j < ram->p && covariance != NULL; j++)
            covariance[i * ram->p + j] = ram->sigma[i * ram->width + j] -
                (ram->means && !ram->plain ? di * (ram->mean[j] - ram->centre[j]) : 0.0);
        if (mean != NULL)
            mean[i] = ram->means ? ram->mean[i] : ram->centre[i];
    }
    return PARAMOD_OK;
}

/* ---- the verdict ----------------------------------------------------------------------- */

static const char *ending_sentence(paramod_sem_end ending)
{
    switch (ending) {
    case PARAMOD_SEM_LIMIT:
        return "the limit of iterations was reached before a minimum; ";
    case PARAMOD_SEM_STALLED:
        return "no step makes progress, and this is no minimum; ";
    case PARAMOD_SEM_DIVERGED:
        return "the parameters run to infinity: the infimum is not attained; ";
    case PARAMOD_SEM_SINGULAR_END:
        return "the information is singular at the minimum: no standard errors; ";
    default:
        return "";
    }
}

static const paramod_i_row *negative_variance(const paramod_sem_fit *fit)
{
    for (size_t i = 0; i < fit->model->rows; i++) {
        const paramod_i_row *const row = fit->model->row + i;

        if (row->kind == PARAMOD_SEM_COVARIANCE && row->lhs == row->rhs &&
            row->parameter != PARAMOD_I_NONE && fit->theta[row->parameter] < 0.0)
            return row;
    }
    return NULL;
}

static size_t equivalent_optima(const paramod_sem_fit *fit)
{
    size_t count = 0;

    for (size_t i = 0; i < fit->optima; i++) {
        paramod_sem_optimum o;

        count += paramod_sem_fit_optimum(fit, i, &o) == PARAMOD_OK && o.equivalent;
    }
    return count;
}

static bool has_lower_ridge(const paramod_sem_fit *fit)
{
    for (size_t i = 1; i < fit->optima; i++)
        if (fit->optimum[i].ending == PARAMOD_SEM_DIVERGED &&
            fit->optimum[i].f < fit->optimum[0].f)
            return true;
    return false;
}

paramod_status paramod_sem_fit_verdict(const paramod_sem_fit *fit, char *text,
                                       size_t size)
{
    char buffer[1024];
    size_t length;
    const paramod_i_row *negative;

    if (fit == NULL || text == NULL || size == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or text is null, or size is 0");
    length = paramod_i_format(buffer, sizeof buffer, "%s",
                              ending_sentence(fit->summary.ending));
    negative = negative_variance(fit);
    if (negative != NULL) {
        char name[300];

        paramod_i_row_text(fit->model, negative, name, sizeof name);
        length += paramod_i_format(buffer + length, sizeof buffer - length,
                                   "the variance '%s' is negative (%g), a Heywood case; ",
                                   name, fit->theta[negative->parameter]);
    }
    if (fit->summary.spectral_radius >= 1.0)
        length += paramod_i_format(buffer + length, sizeof buffer - length, "the "
                                   "feedback is unstable (spectral radius %.3g); ",
                                   fit->summary.spectral_radius);
    if (fit->summary.condition > 1e12)
        length += paramod_i_format(buffer + length, sizeof buffer - length, "I - A is "
                                   "nearly singular (condition %.1e); ",
                                   fit->summary.condition);
    if (equivalent_optima(fit) > 1)
        length += paramod_i_format(buffer + length, sizeof buffer - length, "%zu optima "
                                   "fit equally well; ", equivalent_optima(fit));
    if (has_lower_ridge(fit))
        length += paramod_i_format(buffer + length, sizeof buffer - length, "a way to "
                                   "infinity leads below this minimum; ");
    if (fit->summary.at_bound > 0)
        length += paramod_i_format(buffer + length, sizeof buffer - length, "%zu "
                                   "inequality constraint%s active; ",
                                   fit->summary.at_bound,
                                   fit->summary.at_bound == 1 ? " is" : "s are");
    if (length >= 2)
        buffer[length - 2] = '\0';
    (void)paramod_i_format(text, size, "%s", buffer);
    return PARAMOD_OK;
}
